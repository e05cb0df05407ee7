//! `adsift filter`: passes records through as they are, without those that are advertisements.
mod args;
mod journal;
mod mark;
mod plan;
mod run;
mod sift;
mod sink;
#[cfg(feature = "parquet")]
mod table;
mod tally;
mod write;

pub(super) use args::FilterArgs;
pub(super) use run::filter;
