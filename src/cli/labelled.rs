//! Reads labelled records and judges them: what `eval` and `tune` share.
use super::args::{InputArgs, LabelArgs};
use super::exit::Exit;
use super::output::note;
use super::read::{Record, Texts};
use super::work::{Read, each};
use crate::diagnostic::counted;
use crate::measure::{Judged, Label, Outcome};
use crate::report::Wrong;
use crate::rule::RuleSet;
use crate::scan::{Effect, Level, Verdict};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;

/// The most hits that an explanation names.
const HITS: usize = 6;
/// How much of a text an explanation quotes, in characters.
const TEXT: usize = 120;

/// One row as read.
pub(super) struct Row {
    pub judged: Judged,
    /// What made the verdict so, where the label says otherwise.
    pub wrong: Option<Wrong>,
}

/// Rows in the order of the input, and what was left out.
#[derive(Default)]
pub(super) struct Rows {
    pub rows: Vec<Row>,
    pub held_out: usize,
    pub unreadable: usize,
    pub exit: Exit,
}

enum Seen {
    Row(Box<Row>),
    HeldOut,
    Unlabelled(String),
}

/// Judges every labelled record that is not held out. `rules_of` gives the rules by which a row is judged, by its group:
/// None leaves it out.
pub(super) fn rows(args: &LabelArgs, rules: &RuleSet, wanted: impl Fn(&str) -> bool + Sync) -> io::Result<Rows> {
    let mut read = Rows::default();
    let judge = |scanner: &mut crate::scan::Scanner, piece: Read<'_>| -> Option<Seen> {
        match piece {
            Ok(record) => {
                let rest = record.value();
                if !wanted(&group_of(args, &rest).unwrap_or_else(|| record.id.to_string())) {
                    return None;
                }
                Some(seen(args, scanner, record, &rest))
            }
            Err(failed) => Some(Seen::Unlabelled(failed.note())),
        }
    };
    let write = |seen: Option<Seen>| {
        match seen {
            Some(Seen::Row(row)) => read.rows.push(*row),
            Some(Seen::HeldOut) => read.held_out += 1,
            Some(Seen::Unlabelled(message)) => {
                read.unreadable += 1;
                note(&message);
            }
            None => {}
        }
        Ok(())
    };
    // A label stands in a field of its own, which of a table is a column.
    let input = InputArgs { whole: true, ..args.input.clone() };
    let exit = each(&input, || rules.scanner(), judge, write, || Ok(()))?;
    read.exit = exit.or(if read.unreadable > 0 { Exit::Error } else { Exit::Nothing });
    if read.rows.is_empty() && read.held_out == 0 && read.exit == Exit::Nothing {
        note(&format!("{} with a label", counted(0, "record", "records")));
    }
    Ok(read)
}

fn seen(args: &LabelArgs, scanner: &mut crate::scan::Scanner, record: &Record<'_>, rest: &Value) -> Seen {
    let gray = |(field, value): &(String, String)| rest.get(field).and_then(text_of).as_ref() == Some(value);
    let label = match rest.get(&args.label).and_then(Value::as_str) {
        Some(_) if args.gray.iter().any(gray) => Label::Gray,
        Some(label) if args.spam.iter().any(|name| name == label) => Label::Spam,
        Some(label) if args.ham.iter().any(|name| name == label) => Label::Ham,
        Some(_) => Label::Gray,
        None => return Seen::Unlabelled(format!("{}: field `{}` holds no label", record.id, args.label)),
    };
    let group = group_of(args, rest);
    // What is held out is not judged: nobody may learn of it.
    if args.holds_out(group.as_deref(), record, scanner) {
        return Seen::HeldOut;
    }
    let verdict = record.judge(scanner);
    let outcome = Outcome::of(&verdict);
    let right = match label {
        Label::Spam => outcome.level == Level::Spam,
        Label::Ham => outcome.level == Level::Clean,
        Label::Gray => true,
    };
    let wrong = (!right).then(|| explained(record, &verdict));
    let strata = args.strata.iter().filter_map(|name| Some((name.clone(), text_of(rest.get(name)?)?))).collect::<BTreeMap<_, _>>();
    let judged = Judged { id: record.id.to_string(), label, strata, group, gold: gold(args, rest), outcome };
    Seen::Row(Box::new(Row { judged, wrong }))
}

impl LabelArgs {
    /// Whether a record's group is one of those that nobody opens. Without a group its first contact stands for it, and
    /// without a contact its id.
    fn holds_out(&self, group: Option<&str>, record: &Record<'_>, scanner: &mut crate::scan::Scanner) -> bool {
        let Some(digits) = &self.hold_out else { return false };
        let of = |name: &str| {
            let last = Sha256::digest(name.as_bytes()).last().copied().unwrap_or(0) & 0xF;
            char::from_digit(u32::from(last), 16).is_some_and(|digit| digits.contains(digit))
        };
        match group {
            Some(group) => of(group),
            None => {
                let verdict = record.judge(scanner);
                let contact = verdict.contacts().first().map(|contact| format!("{}:{}", contact.kind, contact.value));
                of(contact.as_deref().unwrap_or(&record.id))
            }
        }
    }
}

fn group_of(args: &LabelArgs, rest: &Value) -> Option<String> {
    rest.get(&args.group).and_then(text_of)
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// The contacts that a record names: `kind:value`, or objects of both.
fn gold(args: &LabelArgs, rest: &Value) -> Option<Vec<String>> {
    let list = rest.get(&args.contacts)?.as_array()?;
    let contact = |value: &Value| match value {
        Value::String(contact) => Some(contact.clone()),
        _ => Some(format!("{}:{}", value.get("kind")?.as_str()?, value.get("value")?.as_str()?)),
    };
    Some(list.iter().filter_map(contact).collect())
}

fn explained(record: &Record<'_>, verdict: &Verdict<'_>) -> Wrong {
    let flat = |text: &str, most: usize| -> String {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        words.chars().take(most).collect()
    };
    let mut hits: Vec<_> = verdict.hits().iter().filter(|hit| hit.effect != Effect::Suppressed).collect();
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.points), hit.span.start));
    let said = |hit: &&crate::scan::Hit| {
        let effect = if hit.effect == Effect::Counted { String::new() } else { format!(" ({})", hit.effect.name()) };
        crate::report::escape(&format!("+{} {}{effect} “{}”", hit.points, verdict.rule(hit).id(), flat(verdict.quote(hit), 40))).text
    };
    let text = match &record.texts {
        Texts::One(text) => flat(text, TEXT),
        Texts::Fields(fields) => fields.iter().map(|(_, text)| flat(text, TEXT / fields.len())).collect::<Vec<_>>().join(" · "),
    };
    Wrong {
        id: record.id.to_string(),
        level: verdict.level().name().to_owned(),
        score: f64::from(verdict.score().hundredths()) / 100.0,
        text: crate::report::escape(&text).text,
        hits: hits.iter().take(HITS).map(said).collect(),
    }
}
