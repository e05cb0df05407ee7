//! The fixtures' verdicts and contacts, as `fixtures/labels.tsv` states them, and what holds over all of them.
use adsift::{Level, RuleSet};
use std::collections::BTreeSet;
use std::fs;

struct Fixture {
    file: String,
    label: String,
    level: String,
    contacts: BTreeSet<String>,
    rules: BTreeSet<String>,
    text: String,
}

fn words(cell: &str) -> BTreeSet<String> {
    cell.split(' ').filter(|word| !word.is_empty() && *word != "-").map(str::to_owned).collect()
}

fn fixtures() -> Vec<Fixture> {
    let labels = fs::read_to_string("fixtures/labels.tsv").expect("the labels");
    labels
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 5, "five cells: {line}");
            Fixture {
                file: cells[0].to_owned(),
                label: cells[1].to_owned(),
                level: cells[2].to_owned(),
                contacts: words(cells[3]),
                rules: words(cells[4]),
                text: fs::read_to_string(format!("fixtures/{}", cells[0])).expect(cells[0]),
            }
        })
        .collect()
}

#[test]
fn verdicts_and_contacts_are_as_stated() {
    let mut scanner = RuleSet::builtin().scanner();
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let verdict = scanner.scan(&fixture.text);
        if verdict.level().name() != fixture.level {
            wrong.push(format!("{}: {} {}, stated {}", fixture.file, verdict.level().name(), verdict.score(), fixture.level));
        }
        let contacts: BTreeSet<String> = verdict.contacts().iter().map(|c| format!("{}:{}", c.kind, c.value)).collect();
        if contacts != fixture.contacts {
            wrong.push(format!("{}: contacts {contacts:?}, stated {:?}", fixture.file, fixture.contacts));
        }
        let rules: BTreeSet<String> = verdict.hits().iter().map(|hit| verdict.rule(hit).id().to_owned()).collect();
        let missing: Vec<_> = fixture.rules.difference(&rules).collect();
        if !missing.is_empty() {
            wrong.push(format!("{}: rules not found: {missing:?}", fixture.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_honest_fixture_is_spam_and_most_spam_is() {
    let fixtures = fixtures();
    let count = |label: &str, level: &str| fixtures.iter().filter(|f| f.label == label && (level.is_empty() || f.level == level)).count();
    assert_eq!(count("ham", "spam"), 0);
    assert!(count("ham", "") >= 250 && count("spam", "") >= 120, "{} ham, {} spam", count("ham", ""), count("spam", ""));
    assert!(count("ham", "review") * 10 <= count("ham", ""), "{} of the honest fixtures are for review", count("ham", "review"));
    assert!(count("spam", "spam") * 10 >= count("spam", "") * 8, "{} of {} found", count("spam", "spam"), count("spam", ""));
}

#[test]
fn every_file_is_labelled() {
    let known: BTreeSet<String> = fixtures().into_iter().map(|fixture| fixture.file).collect();
    for topic in fs::read_dir("fixtures").expect("fixtures").flatten().filter(|entry| entry.path().is_dir()) {
        for label in ["spam", "ham"] {
            for file in fs::read_dir(topic.path().join(label)).into_iter().flatten().flatten() {
                let name = format!("{}/{label}/{}", topic.file_name().to_string_lossy(), file.file_name().to_string_lossy());
                assert!(known.contains(&name), "{name} has no line in labels.tsv");
            }
        }
    }
}

/// Whether a text has a title and a tail of its own, as the design defines them.
fn is_article(text: &str) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).count() >= 3 && text.chars().count() >= 300
}

/// A text that gathers a word here and an offer there must not add up: any two clean articles together stay clean.
/// A message with a contact, hung on somebody else's article, is another matter: that is what promoters do.
#[test]
fn two_clean_texts_glued_together_stay_clean() {
    let mut scanner = RuleSet::builtin().scanner();
    let clean: Vec<Fixture> =
        fixtures().into_iter().filter(|fixture| fixture.label == "ham" && fixture.level == "clean" && is_article(&fixture.text)).collect();
    let mut wrong = Vec::new();
    for first in &clean {
        for second in &clean {
            let glued = format!("{}\n\n{}", first.text.trim_end(), second.text);
            let verdict = scanner.scan(&glued);
            if verdict.level() == Level::Spam {
                wrong.push(format!("{} + {}: {}", first.file, second.file, verdict.score()));
            }
        }
    }
    let pairs = clean.len() * clean.len();
    assert!(wrong.is_empty(), "{} of {pairs} pairs are spam:\n{}", wrong.len(), wrong.join("\n"));
}
