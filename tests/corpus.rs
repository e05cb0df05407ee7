//! Floors on labelled corpora, found through the environment variable `ADSIFT_CORPORA`; skipped where it is not set.
//! The corpora themselves are no part of the project. Figures of a run are printed with `cargo test -- --nocapture`.
#![allow(clippy::print_stdout)] // The figures of a run are for whoever asks for them.
use adsift::{Level, RuleSet, Scanner};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// A file of the corpora, or a message and nothing.
fn corpus(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("ADSIFT_CORPORA") else {
        println!("skipped: ADSIFT_CORPORA is not set");
        return None;
    };
    let path = PathBuf::from(folder).join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => {
            println!("skipped: {}: {error}", path.display());
            None
        }
    }
}

fn records(text: &str) -> impl Iterator<Item = Value> + '_ {
    text.lines().map(|line| serde_json::from_str(line).expect("a record"))
}

fn text(record: &Value) -> &str {
    record["text"].as_str().expect("a text")
}

/// Found and all, by a key of the records.
#[derive(Default)]
struct Counts(BTreeMap<String, (usize, usize)>);

impl Counts {
    fn add(&mut self, key: &str, found: bool) {
        let count = self.0.entry(key.to_owned()).or_default();
        count.0 += usize::from(found);
        count.1 += 1;
    }

    /// Prints the counts, and returns those of a key.
    fn told(&self, name: &str, key: &str) -> (usize, usize) {
        for (key, (found, all)) in &self.0 {
            println!("{name} {key}: {found} of {all}");
        }
        self.0.get(key).copied().unwrap_or_default()
    }
}

/// How many records of each label (and tier) are spam.
fn spam_by_label(scanner: &mut Scanner, records: impl Iterator<Item = Value>) -> Counts {
    let mut counts = Counts::default();
    for record in records {
        let tier = record["tier"].as_str().map(|tier| format!("-{tier}")).unwrap_or_default();
        let label = format!("{}{tier}", record["label"].as_str().expect("a label"));
        counts.add(&label, scanner.scan(text(&record)).level() == Level::Spam);
    }
    counts
}

#[test]
fn the_seed_article_is_spam_for_its_contact_and_not_without() {
    let Some(seed) = corpus("seed.md") else { return };
    let mut scanner = RuleSet::builtin().scanner();
    let verdict = scanner.scan(&seed);
    assert_eq!(verdict.level(), Level::Spam);
    assert!(verdict.contacts().iter().all(|contact| contact.value == "esim1088"));
    let last_line = seed.trim_end().rfind('\n').expect("lines");
    let title = seed.find('\n').expect("lines");
    let counted = |place: &dyn Fn(usize) -> bool| {
        verdict
            .hits()
            .iter()
            .filter(|hit| hit.points.hundredths() > 0 && place(hit.span.start))
            .all(|hit| seed.contains(verdict.quote(hit)))
            && verdict.hits().iter().any(|hit| hit.points.hundredths() > 0 && place(hit.span.start))
    };
    assert!(counted(&|at| at < title) && counted(&|at| at > last_line), "hits in the title and in the tail");

    let lines: Vec<&str> = seed.lines().collect();
    let mut without = vec![lines[0].split("[[").next().expect("a title")];
    without.extend(&lines[1..lines.len() - 1]);
    assert_ne!(scanner.scan(&without.join("\n")).level(), Level::Spam);
}

#[test]
fn injected_contacts_are_found_and_their_honest_twins_left_alone() {
    let Some(pairs) = corpus("dev/pairs.jsonl") else { return };
    let mut scanner = RuleSet::builtin().scanner();
    let (mut gold, mut spam) = (Counts::default(), Counts::default());
    for record in records(&pairs) {
        let verdict = scanner.scan(text(&record));
        spam.add(record["label"].as_str().expect("a label"), verdict.level() == Level::Spam);
        for wanted in record["contacts"].as_array().into_iter().flatten() {
            let is = |key: &str, found: &str| wanted[key].as_str() == Some(found);
            gold.add("contacts", verdict.contacts().iter().any(|c| is("kind", c.kind.name()) && is("value", &c.value)));
        }
    }
    let (found, all) = gold.told("pairs", "contacts");
    assert!(found * 100 >= all * 98, "{found} of {all} gold contacts");
    let (found, all) = spam.told("pairs", "spam");
    assert!(found * 100 >= all * 95, "{found} of {all} promotions");
    assert!(spam.0["ham"].0 <= 1, "{} honest twins are spam", spam.0["ham"].0);
}

#[test]
fn plain_documents_are_never_spam() {
    let Some(web) = corpus("dev/web.jsonl") else { return };
    let (found, _) = spam_by_label(&mut RuleSet::builtin().scanner(), records(&web)).told("web", "ham");
    assert_eq!(found, 0);
}

#[test]
fn long_texts_stay_above_their_floors() {
    let Some(long) = corpus("dev/long.jsonl") else { return };
    let counts = spam_by_label(&mut RuleSet::builtin().scanner(), records(&long));
    let (found, all) = counts.told("long", "spam-core");
    assert!(found * 2 >= all, "{found} of {all} core spam");
    assert!(counts.0["ham"].0 <= 6, "{} honest texts are spam", counts.0["ham"].0);
}

#[test]
fn short_honest_messages_are_hardly_ever_spam() {
    let Some(short) = corpus("dev/short.jsonl") else { return };
    let (found, all) = spam_by_label(&mut RuleSet::builtin().scanner(), records(&short)).told("short", "ham");
    assert!(found * 1000 <= all * 3, "{found} of {all}");
}
