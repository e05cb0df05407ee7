//! Verdicts and diagnostics as people and programs read them.
mod csv;
mod diagnostics;
mod escape;
mod evaluation;
mod excerpt;
mod fit;
mod human;
mod json;
mod page;
mod pages;
mod reference;
mod sarif;
mod why_not;
mod written;

pub use csv::{CSV_HEADER, csv_error, csv_row};
pub use diagnostics::{problems, render};
pub use escape::{escape, escape_lines};
pub use evaluation::{Evaluation, Wrong, compared};
pub use fit::{shorten, wrap, wrap_pieces};
pub use human::Human;
pub use json::{ContactsJson, ErrorRecord, ExplainJson, Reading, RecordJson, Unreadable, line};
pub use page::page;
pub use pages::pages;
pub use reference::{config_schema, reference, schema};
pub use sarif::{Origin, Sarif};
pub use why_not::why_not;
pub use written::written;
