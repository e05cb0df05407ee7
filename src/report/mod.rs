//! Verdicts and diagnostics as people and programs read them.
mod diagnostics;
mod escape;
mod fit;
mod human;
mod json;

pub use diagnostics::render;
pub use escape::{escape, escape_lines};
pub use fit::shorten;
pub use human::Human;
pub use json::{ContactsJson, ErrorRecord, RecordJson, Unreadable, line};
