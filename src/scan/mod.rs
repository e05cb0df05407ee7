//! From a text to its verdict.
mod allow;
mod assemble;
mod matcher;
mod profile;
mod scanner;
mod score;
mod verdict;
mod window;

pub use profile::Profile;
pub use scanner::{Scanner, TEXT_LIMIT};
pub use verdict::{Contact, Effect, Field, Hit, Level, Verdict};
