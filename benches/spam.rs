//! How fast is a text judged that is full of what the rules look for?
mod shared;

use adsift::{Compiler, Level};
use shared::table::{Table, figure};
use shared::{texts, timing};

const QUESTION: &str = "Advertisements only: hits, contacts, windows and scores in nearly every text. One core, CPU time, median of several \
    runs.";

fn main() {
    let texts = texts::spam();
    let rules = Compiler::with_builtin().build().expect("the built-in packs");
    let mut scanner = rules.scanner();
    let (mut spam, mut hits) = (0, 0);
    let (first, median) = timing::first_and_median(timing::runs(), || {
        (spam, hits) = (0, 0);
        for text in &texts.texts {
            let verdict = scanner.scan(text);
            spam += usize::from(verdict.level() == Level::Spam);
            hits += verdict.hits().len();
        }
    });
    let mut table = Table::new(&["text", "texts", "MB", "MB/s", "first use ms", "spam", "hits/kB"]);
    table.row(&[
        texts.name,
        texts.texts.len().to_string(),
        figure(texts.bytes as f64 / 1e6),
        figure(timing::rate(texts.bytes, median)),
        figure(timing::milliseconds(first.saturating_sub(median))),
        spam.to_string(),
        figure(hits as f64 / (texts.bytes as f64 / 1e3)),
    ]);
    table.print("Spam", QUESTION);
}
