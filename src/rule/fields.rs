//! Reads the keys of one TOML table and collects everything that is wrong with them, at its exact place.
use super::meant::{among, asked, meant};
use super::number;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::points::Points;
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};

/// The version of the pack format that this library reads.
const FORMAT: u32 = 1;

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
    wrong: BTreeSet<&'static str>,
    problems: &'p mut Vec<Diagnostic>,
}

impl<'a, 'p> Fields<'a, 'p> {
    pub fn new(table: &'a DeTable<'a>, place: At<()>, problems: &'p mut Vec<Diagnostic>) -> Self {
        Fields { table, place, known: BTreeSet::new(), wrong: BTreeSet::new(), problems }
    }

    /// A table inside this one.
    pub fn nested<'q>(&'q mut self, table: &At<&'a DeTable<'a>>) -> Fields<'a, 'q> {
        Fields::new(table.value, table.with(()), self.problems)
    }

    /// The place of the whole table.
    pub fn place(&self) -> At<()> {
        self.place.clone()
    }

    /// Reports a problem of this table.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.problems.push(diagnostic);
    }

    /// Whether the value of a key was reported: then nothing is said of what would follow from its absence.
    pub fn is_wrong(&self, key: &str) -> bool {
        self.wrong.contains(key)
    }

    /// The value of a key, whatever it is.
    pub fn get(&mut self, key: &'static str) -> Option<At<&'a DeValue<'a>>> {
        self.known.insert(key);
        let value = self.table.get(key)?;
        let span = value.span();
        Some(At { value: value.get_ref(), file: self.place.file, start: span.start, end: span.end })
    }

    fn wrong_type<T>(&mut self, key: &'static str, at: &At<T>, expected: &str, found: &DeValue<'_>, help: &str) {
        let message = format!("`{key}` must be {expected}, and is {} {}", article(found.type_str()), found.type_str());
        self.wrong.insert(key);
        self.report(error("wrong-type", at, message, help));
    }

    fn wrong_value<T>(&mut self, key: &'static str, at: &At<T>, message: String, help: &str) {
        self.wrong.insert(key);
        self.report(error("bad-value", at, message, help));
    }

    /// Reports a key that must be there.
    pub fn missing(&mut self, key: &str, help: &str) {
        self.report(error("missing-key", &self.place.clone(), format!("`{key}` is missing"), help));
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let at = self.get(key)?;
        match at.value.as_str() {
            Some(text) => Some(at.with(text.to_owned())),
            None => {
                self.wrong_type(key, &at, "a string", at.value, "");
                None
            }
        }
    }

    /// A day, as `2027-01-01`.
    pub fn date(&mut self, key: &'static str) -> Option<At<String>> {
        let help = "write it as `\"2027-01-01\"`: year, month, day";
        let at = self.get(key)?;
        let Some(text) = at.value.as_str() else {
            self.wrong_type(key, &at, "a day in quotation marks", at.value, help);
            return None;
        };
        if number::is_day(text) {
            return Some(at.with(text.to_owned()));
        }
        self.wrong_value(key, &at, format!("`{key}` cannot be `{text}`"), help);
        None
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str) -> Option<At<String>> {
        if self.get(key).is_none() {
            self.missing(key, &format!("add `{key} = \"...\"`"));
        }
        self.text(key)
    }

    /// A name by which things are found on command lines and in output for years: kebab-case.
    pub fn id(&mut self) -> Option<At<String>> {
        let id = self.required_text("id")?;
        let text = &id.value;
        let sound = !text.is_empty()
            && text.len() <= 64
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        if !sound {
            self.report(error(
                "bad-id",
                &id,
                format!("`{text}` is no id"),
                "ids are kebab-case: lower-case letters, digits and hyphens, as in `keep-number`",
            ));
        }
        Some(id)
    }

    /// A list of texts; empty where the key is missing.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some(at) = self.get(key) else { return Vec::new() };
        let Some(array) = at.value.as_array() else {
            let help = at.value.as_str().map_or("", |_| "put it in square brackets");
            self.wrong_type(key, &at, "a list of strings", at.value, help);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            let place = At { value: (), file: at.file, start: item.span().start, end: item.span().end };
            match item.get_ref().as_str() {
                Some(text) => texts.push(place.with(text.to_owned())),
                None => {
                    let found = item.get_ref().type_str();
                    self.wrong.insert(key);
                    let message = format!("`{key}` is a list of strings, and this is {} {found}", article(found));
                    self.report(error("wrong-type", &place, message, ""));
                }
            }
        }
        texts
    }

    /// A list of texts that must be there, and hold one.
    pub fn required_texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let texts = self.texts(key);
        if texts.is_empty() && !self.is_wrong(key) {
            self.report(error(
                "missing-key",
                &self.place.clone(),
                format!("`{key}` is missing or empty"),
                &format!("add `{key} = [\"...\"]`"),
            ));
        }
        texts
    }

    /// The items of a list, with their places.
    pub fn items(&mut self, key: &'static str) -> Vec<At<&'a DeValue<'a>>> {
        let Some(at) = self.get(key) else { return Vec::new() };
        let Some(array) = at.value.as_array() else {
            self.wrong_type(key, &at, "a list", at.value, "");
            return Vec::new();
        };
        array.iter().map(|item| At { value: item.get_ref(), file: at.file, start: item.span().start, end: item.span().end }).collect()
    }

    /// A table; `help` says how one is written.
    pub fn table(&mut self, key: &'static str, help: &str) -> Option<At<&'a DeTable<'a>>> {
        let at = self.get(key)?;
        let table = at.value.as_table();
        if table.is_none() {
            self.wrong_type(key, &at, "a table", at.value, help);
        }
        table.map(|table| at.with(table))
    }

    /// A truth value.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let at = self.get(key)?;
        let flag = at.value.as_bool();
        if flag.is_none() {
            self.wrong_type(key, &at, "`true` or `false`", at.value, "");
        }
        flag
    }

    /// A whole number from 0 to `most`.
    pub fn whole(&mut self, key: &'static str, most: u32) -> Option<At<u32>> {
        let at = self.get(key)?;
        match number::whole(at.value) {
            Some(number) if number <= most => Some(at.with(number)),
            _ => {
                let range = if most < u32::MAX { format!(" from 0 to {most}") } else { String::new() };
                let message = format!("`{key}` must be a whole number{range}");
                self.wrong_value(key, &at, message, &number::whole_help(at.value, most));
                None
            }
        }
    }

    /// A number of points: 0 to 1,000, at most two decimals.
    pub fn points(&mut self, key: &'static str) -> Option<At<Points>> {
        let at = self.get(key)?;
        self.points_of(key, key, &at).map(|points| at.with(points))
    }

    /// A table of points by name; `help` says how one is written.
    pub fn points_by_name(&mut self, key: &'static str, help: &str) -> Vec<(At<String>, Points)> {
        let Some(table) = self.table(key, help) else { return Vec::new() };
        let mut found = Vec::new();
        for (name, value) in table.value {
            let at = |start, end| At { value: (), file: table.file, start, end };
            let place = at(name.span().start, name.span().end).with(name.get_ref().to_string());
            let points = self.points_of(key, &place.value, &at(value.span().start, value.span().end).with(value.get_ref()));
            found.extend(points.map(|points| (place, points)));
        }
        found
    }

    fn points_of(&mut self, key: &'static str, name: &str, at: &At<&DeValue<'_>>) -> Option<Points> {
        let points = number::points(at.value);
        if points.is_none() {
            let message = format!("`{name}` must be a number from 0 to 1000 with at most two decimals");
            self.wrong_value(key, at, message, &number::points_help(at.value, ["weight", "override"].contains(&key)));
        }
        points
    }

    /// A value that stands in a list of names.
    pub fn choice<T: Copy>(&mut self, key: &'static str, names: &[(&str, T)]) -> Option<At<T>> {
        let at = self.text(key)?;
        match names.iter().find(|(name, _)| *name == at.value) {
            Some(&(_, choice)) => Some(at.with(choice)),
            None => {
                let message = format!("`{key}` cannot be `{}`", at.value);
                self.wrong_value(key, &at, message, &among(&at.value, &firsts(names)));
                None
            }
        }
    }

    /// A value that stands in a list of names, and must be there.
    pub fn required_choice<T: Copy>(&mut self, key: &'static str, names: &[(&str, T)]) -> Option<At<T>> {
        if self.get(key).is_none() {
            self.missing(key, &format!("add `{key} = \"...\"`: one of {}", firsts(names).join(", ")));
        }
        self.choice(key, names)
    }

    /// Reports a pack or policy of another format.
    pub fn format(&mut self) {
        match self.whole("format", u32::MAX) {
            Some(format) if format.value == FORMAT => {}
            Some(format) => self.report(error(
                "unknown-format",
                &format,
                format!("format {} is not known to this version", format.value),
                &format!("this version reads format {FORMAT}"),
            )),
            None if self.is_wrong("format") => {}
            None => self.missing("format", &format!("add `format = {FORMAT}`")),
        }
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        let known: Vec<&str> = self.known.iter().copied().collect();
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.known.contains(name) {
                let place = At { value: (), file: self.place.file, start: key.span().start, end: key.span().end };
                let help = meant(name, &known).map_or_else(|| format!("the keys here are {}", known.join(", ")), asked);
                self.problems.push(error("unknown-key", &place, format!("unknown key `{name}`"), &help));
            }
        }
    }
}

fn firsts<'n, T>(names: &[(&'n str, T)]) -> Vec<&'n str> {
    names.iter().map(|(name, _)| *name).collect()
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
