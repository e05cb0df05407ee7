//! How many short messages, each with a verdict of its own, does one core judge in a second?
mod shared;

use adsift::{Compiler, Level};
use shared::table::{Table, figure};
use shared::{texts, timing};

const QUESTION: &str = "One core, one verdict a message, CPU time, median of several runs.";

fn main() {
    let texts = texts::short();
    let rules = Compiler::with_builtin().build().expect("the built-in packs");
    let mut scanner = rules.scanner();
    let mut spam = 0;
    let (first, median) = timing::first_and_median(timing::runs(), || {
        spam = texts.texts.iter().filter(|text| scanner.scan(text).level() == Level::Spam).count();
    });
    let mut table = Table::new(&["text", "messages", "MB", "MB/s", "messages/s", "first use ms", "spam"]);
    table.row(&[
        texts.name,
        texts.texts.len().to_string(),
        figure(texts.bytes as f64 / 1e6),
        figure(timing::rate(texts.bytes, median)),
        figure(texts.texts.len() as f64 / median.as_secs_f64()),
        figure(timing::milliseconds(first.saturating_sub(median))),
        spam.to_string(),
    ]);
    table.print("Short messages", QUESTION);
}
