//! From a text to its verdict.
mod allow;
mod assemble;
mod contacts;
mod matcher;
mod scanner;
mod score;
mod second;
mod verdict;
mod window;

pub use scanner::{Scanner, TEXT_LIMIT};
pub use verdict::{Contact, Effect, Field, Further, Hit, Level, Verdict};
