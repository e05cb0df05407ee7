//! The command line: what was asked, what is read, what is written. The only part that prints.
mod args;
mod exit;
mod input;
mod many;
mod one;
mod output;
mod record;
mod rules;
mod run;
mod work;

pub use crate::report::render;
pub use run::run;
