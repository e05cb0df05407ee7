//! Verdicts and diagnostics as people and programs read them.
mod diagnostics;
mod escape;
mod excerpt;
mod fit;
mod human;
mod json;
mod written;

pub use diagnostics::render;
pub use escape::{escape, escape_lines};
pub use fit::{shorten, wrap, wrap_pieces};
pub use human::Human;
pub use json::{ContactsJson, ErrorRecord, ExplainJson, RecordJson, Unreadable, line};
pub use written::written;
