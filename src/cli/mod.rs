//! The command line: what was asked, what is read, what is written. The only part that prints.
mod args;
mod belt;
mod brief;
mod contacts;
mod count;
mod documents;
mod eval;
mod exit;
mod export;
mod filter;
mod labelled;
mod layers;
mod meter;
mod new;
mod normalize;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod read;
mod rules;
mod run;
mod scan;
mod show;
mod template;
mod tune;
mod update;
mod why_not;
mod work;
mod worth;

pub use crate::report::render;
#[cfg(feature = "parquet")]
pub use parquet::{Decision, Mark, rewrite};
pub use run::run;
