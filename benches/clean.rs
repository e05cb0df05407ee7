//! How many megabytes of honest web documents does one core judge in a second, with all built-in packs?
mod shared;

use adsift::{Compiler, Level};
use shared::table::{Table, figure};
use shared::{texts, timing};

const QUESTION: &str = "One core, full verdicts with spans, CPU time, median of several runs. What is made at first use, the regexes above \
    all, is counted apart.";

fn main() {
    let mut table = Table::new(&["text", "texts", "MB", "MB/s", "first use ms", "spam"]);
    for texts in texts::clean() {
        // Rules of its own: what the other texts made at first use would be there already.
        let rules = Compiler::with_builtin().build().expect("the built-in packs");
        let mut scanner = rules.scanner();
        let mut spam = 0;
        let (first, median) = timing::first_and_median(timing::runs(), || {
            spam = texts.texts.iter().filter(|text| scanner.scan(text).level() == Level::Spam).count();
        });
        table.row(&[
            texts.name,
            texts.texts.len().to_string(),
            figure(texts.bytes as f64 / 1e6),
            figure(timing::rate(texts.bytes, median)),
            figure(timing::milliseconds(first.saturating_sub(median))),
            spam.to_string(),
        ]);
    }
    table.print("Clean web documents", QUESTION);
}
