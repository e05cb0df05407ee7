//! Tables in Parquet files: their rows as records, and the same tables with verdicts beside the rows.
mod cell;
mod rows;
mod table;

pub(super) use rows::{Rows, rows};
pub use table::{Decision, Mark, rewrite};
pub(super) use table::{KEY, again};
