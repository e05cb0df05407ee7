//! Reads the keys of one TOML table and collects everything that is wrong with them, at its exact place.
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::points::Points;
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};

/// A value with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct At<T> {
    pub value: T,
    pub file: usize,
    pub start: usize,
    pub end: usize,
}

impl<T> At<T> {
    /// A label on the value's place.
    pub fn label(&self, text: &str) -> Label {
        Label { file: self.file, start: self.start, end: self.end, text: text.to_owned() }
    }

    /// Another value at the same place.
    pub fn with<U>(&self, value: U) -> At<U> {
        At { value, file: self.file, start: self.start, end: self.end }
    }
}

/// Makes a diagnostic with one label.
pub(super) fn problem<T>(severity: Severity, code: &'static str, at: &At<T>, message: String, help: &str) -> Diagnostic {
    Diagnostic { severity, code, message, labels: vec![at.label("")], help: help.to_owned() }
}

/// An error with one label.
pub(super) fn error<T>(code: &'static str, at: &At<T>, message: String, help: &str) -> Diagnostic {
    problem(Severity::Error, code, at, message, help)
}

/// One table under reading: every key that is asked for is known, and the rest is reported by `finish`.
pub(super) struct Fields<'a, 'p> {
    table: &'a DeTable<'a>,
    place: At<()>,
    known: BTreeSet<&'static str>,
    problems: &'p mut Vec<Diagnostic>,
}

impl<'a, 'p> Fields<'a, 'p> {
    pub fn new(table: &'a DeTable<'a>, place: At<()>, problems: &'p mut Vec<Diagnostic>) -> Self {
        Fields { table, place, known: BTreeSet::new(), problems }
    }

    /// The place of the whole table.
    pub fn place(&self) -> At<()> {
        self.place.clone()
    }

    /// Reports a problem of this table.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.push(diagnostic);
    }

    /// The value of a key, whatever it is.
    pub fn get(&mut self, key: &'static str) -> Option<At<&'a DeValue<'a>>> {
        self.known.insert(key);
        let value = self.table.get(key)?;
        let span = value.span();
        Some(At { value: value.get_ref(), file: self.place.file, start: span.start, end: span.end })
    }

    fn wrong<T>(&mut self, key: &str, at: &At<T>, expected: &str, found: &DeValue<'_>) {
        let message = format!("`{key}` must be {expected}, and is {} {}", article(found.type_str()), found.type_str());
        self.report(error("wrong-type", at, message, ""));
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let at = self.get(key)?;
        match at.value.as_str() {
            Some(text) => Some(at.with(text.to_owned())),
            None => {
                self.wrong(key, &at, "a string", at.value);
                None
            }
        }
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str) -> Option<At<String>> {
        if self.table.get(key).is_none() {
            self.known.insert(key);
            let message = format!("`{key}` is missing");
            self.report(error("missing-key", &self.place.clone(), message, &format!("add `{key} = \"...\"`")));
            return None;
        }
        self.text(key)
    }

    /// A list of texts; empty where the key is missing.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some(at) = self.get(key) else { return Vec::new() };
        let Some(array) = at.value.as_array() else {
            self.wrong(key, &at, "a list of strings", at.value);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            let place = At { value: (), file: at.file, start: item.span().start, end: item.span().end };
            match item.get_ref().as_str() {
                Some(text) => texts.push(place.with(text.to_owned())),
                None => self.wrong(key, &place, "a list of strings", item.get_ref()),
            }
        }
        texts
    }

    /// The items of a list, with their places.
    pub fn items(&mut self, key: &'static str) -> Vec<At<&'a DeValue<'a>>> {
        let Some(at) = self.get(key) else { return Vec::new() };
        let Some(array) = at.value.as_array() else {
            self.wrong(key, &at, "a list", at.value);
            return Vec::new();
        };
        array.iter().map(|item| At { value: item.get_ref(), file: at.file, start: item.span().start, end: item.span().end }).collect()
    }

    /// A truth value.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let at = self.get(key)?;
        let flag = at.value.as_bool();
        if flag.is_none() {
            self.wrong(key, &at, "`true` or `false`", at.value);
        }
        flag
    }

    /// A whole number from 0 to `most`.
    pub fn whole(&mut self, key: &'static str, most: u32) -> Option<At<u32>> {
        let at = self.get(key)?;
        let number = at.value.as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
        match number {
            Some(number) if number <= most => Some(at.with(number)),
            _ => {
                self.wrong_number(
                    &at,
                    &format!("`{key}` must be a whole number from 0 to {most}"),
                    "write it without quotation marks, point or sign",
                );
                None
            }
        }
    }

    /// A number of points: 0 to 1,000, at most two decimals.
    pub fn points(&mut self, key: &'static str) -> Option<At<Points>> {
        let at = self.get(key)?;
        match points(at.value) {
            Some(points) => Some(at.with(points)),
            None => {
                self.wrong_number(
                    &at,
                    &format!("`{key}` must be a number from 0 to 1000 with at most two decimals"),
                    points_help(at.value),
                );
                None
            }
        }
    }

    fn wrong_number<T>(&mut self, at: &At<T>, message: &str, help: &str) {
        self.report(error("bad-value", at, message.to_owned(), help));
    }

    /// A table of points by name.
    pub fn points_by_name(&mut self, key: &'static str) -> Vec<(At<String>, Points)> {
        let Some(at) = self.get(key) else { return Vec::new() };
        let Some(table) = at.value.as_table() else {
            self.wrong(key, &at, "a table", at.value);
            return Vec::new();
        };
        let mut found = Vec::new();
        for (name, value) in table {
            let place = At { value: name.get_ref().to_string(), file: at.file, start: name.span().start, end: name.span().end };
            match points(value.get_ref()) {
                Some(points) => found.push((place, points)),
                None => self.wrong_number(
                    &place,
                    &format!("`{}` must be a number from 0 to 1000 with at most two decimals", name.get_ref()),
                    points_help(value.get_ref()),
                ),
            }
        }
        found
    }

    /// A value that stands in a list of names.
    pub fn choice<T: Copy>(&mut self, key: &'static str, names: &[(&str, T)]) -> Option<At<T>> {
        let at = self.text(key)?;
        match names.iter().find(|(name, _)| *name == at.value) {
            Some(&(_, choice)) => Some(at.with(choice)),
            None => {
                let all: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
                self.report(error(
                    "bad-value",
                    &at,
                    format!("`{key}` cannot be `{}`", at.value),
                    &meant(&at.value, &all).map_or_else(|| format!("one of {}", all.join(", ")), |name| format!("is `{name}` meant?")),
                ));
                None
            }
        }
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        let known: Vec<&str> = self.known.iter().copied().collect();
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.known.contains(name) {
                let place = At { value: (), file: self.place.file, start: key.span().start, end: key.span().end };
                let help = meant(name, &known)
                    .map_or_else(|| format!("the keys here are {}", known.join(", ")), |name| format!("is `{name}` meant?"));
                self.problems.push(error("unknown-key", &place, format!("unknown key `{name}`"), &help));
            }
        }
    }
}

fn points(value: &DeValue<'_>) -> Option<Points> {
    let number: f64 = match value {
        DeValue::Integer(number) => number.as_str().parse().ok()?,
        DeValue::Float(number) => number.as_str().parse().ok()?,
        _ => return None,
    };
    Points::parse(number)
}

/// What to do about a value that is no number of points.
fn points_help(value: &DeValue<'_>) -> &'static str {
    let negative = |text: &str| text.starts_with('-');
    match value {
        DeValue::Integer(number) if negative(number.as_str()) => "no weight is negative: what speaks for a text is an `[[allow]]` rule",
        DeValue::Float(number) if negative(number.as_str()) => "no weight is negative: what speaks for a text is an `[[allow]]` rule",
        DeValue::Integer(_) | DeValue::Float(_) => "points are exact hundredths, such as 1.25",
        _ => "write it as a number, such as 1.5",
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// The known name that was most likely meant: at most a third of its letters differ.
pub(super) fn meant<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    names
        .iter()
        .map(|&name| (distance(written, name), name))
        .filter(|&(distance, name)| distance * 3 <= name.chars().count().max(3))
        .min()
        .map(|(_, name)| name)
}

/// Letters to insert, leave out or change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
