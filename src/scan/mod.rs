//! From a text to its verdict.
mod allow;
mod assemble;
mod contacts;
mod json;
mod matched;
mod matcher;
#[cfg(feature = "markup")]
mod page;
mod present;
mod readings;
mod room;
mod scanner;
mod score;
mod second;
mod verdict;
mod window;

#[cfg(feature = "cli")]
pub(crate) use json::Places;
pub use matched::Matched;
pub use scanner::{Scanner, TEXT_LIMIT};
pub use verdict::{CONTACT_LIMIT, Contact, Effect, Field, Further, Hit, Level, Verdict};
