//! The command line: what was asked, what is read, what is written. The only part that prints.
mod args;
mod brief;
mod contacts;
mod eval;
mod exit;
mod input;
mod labelled;
mod normalize;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod rules;
mod run;
mod scan;
mod show;
mod tune;
mod work;

pub use crate::report::render;
#[cfg(feature = "parquet")]
pub use parquet::{Decision, Mark, rewrite};
pub use run::run;
