//! One verdict, or what stands for it, as JSON.
use crate::offsets::Offsets;
use crate::rule::LevelNeeds;
use crate::scan::{Places, Verdict};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// A verdict with the id of its record.
pub struct RecordJson<'a> {
    /// The record's id.
    pub id: &'a str,
    /// The verdict.
    pub verdict: &'a Verdict<'a>,
    /// What its places are counted in.
    pub offsets: Offsets,
    /// How many invalid byte sequences were read as U+FFFD.
    pub replaced: usize,
}

impl Serialize for RecordJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        self.verdict.serialize_into(&mut map, self.offsets)?;
        if self.replaced > 0 {
            map.serialize_entry("replaced", &self.replaced)?;
        }
        map.end()
    }
}

/// A verdict with what it takes to argue with it: why each rule is there, and what the levels need.
pub struct ExplainJson<'a> {
    /// The record's id.
    pub id: &'a str,
    /// Its verdict.
    pub verdict: &'a Verdict<'a>,
    /// What its places are counted in.
    pub offsets: Offsets,
    /// How many invalid byte sequences were read as U+FFFD.
    pub replaced: usize,
}

impl Serialize for ExplainJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (verdict, rules) = (self.verdict, self.verdict.rules());
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        verdict.serialize_into(&mut map, self.offsets)?;
        let why: BTreeMap<&str, &str> = verdict.hits().iter().map(|hit| verdict.rule(hit)).map(|rule| (rule.id(), rule.why())).collect();
        map.serialize_entry("why", &why)?;
        let needs = |needs: &LevelNeeds| {
            let one_of: Vec<&str> = needs.one_of.iter().map(|&index| rules.categories()[index].id.as_str()).collect();
            serde_json::json!({ "score": needs.score, "categories": needs.categories, "one-of": one_of })
        };
        let (review, spam) = (needs(&rules.levels().review), needs(&rules.levels().spam));
        map.serialize_entry("needs", &BTreeMap::from([("review", review), ("spam", spam)]))?;
        if self.replaced > 0 {
            map.serialize_entry("replaced", &self.replaced)?;
        }
        map.end()
    }
}

/// Why a record could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Stable name of the problem, such as `bad-json`.
    pub code: &'static str,
    /// The line of the record, from 1.
    pub line: usize,
    /// The byte of the line at which reading ended, from 1, where there is one.
    pub byte: Option<usize>,
    /// What is wrong.
    pub what: String,
}

impl Unreadable {
    /// What is wrong, for a reader who knows the line.
    pub fn in_line(&self) -> String {
        self.byte.map_or_else(|| self.what.clone(), |byte| format!("byte {byte}: {}", self.what))
    }

    /// What is wrong, with its place.
    pub fn message(&self) -> String {
        let byte = self.byte.map_or_else(String::new, |byte| format!(", byte {byte}"));
        format!("line {}{byte}: {}", self.line, self.what)
    }
}

/// What stands for the verdict of a record that could not be read.
pub struct ErrorRecord<'a> {
    /// The record's own id where that could be read, else its place.
    pub id: &'a str,
    /// What is wrong.
    pub unreadable: &'a Unreadable,
}

impl Serialize for ErrorRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("error", &serde_json::json!({ "code": self.unreadable.code, "message": self.unreadable.message() }))?;
        map.end()
    }
}

/// The contacts of a record alone.
pub struct ContactsJson<'a> {
    /// The record's id.
    pub id: &'a str,
    /// Its verdict.
    pub verdict: &'a Verdict<'a>,
    /// What its places are counted in.
    pub offsets: Offsets,
    /// How many invalid byte sequences were read as U+FFFD.
    pub replaced: usize,
}

impl Serialize for ContactsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        self.verdict.serialize_contacts(&mut map, &Places::new(self.verdict, self.offsets))?;
        if self.replaced > 0 {
            map.serialize_entry("replaced", &self.replaced)?;
        }
        map.end()
    }
}

/// A value as one line of JSON.
pub fn line(value: &impl Serialize) -> String {
    // Maps with string keys, written to memory: neither can fail.
    serde_json::to_string(value).unwrap_or_default()
}
