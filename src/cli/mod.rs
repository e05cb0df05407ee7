//! The command line: arguments, input, output, exit status.
mod args;
mod input;
mod output;
mod rules;
mod run;
mod status;

pub use run::run;
