//! One verdict, or what stands for it, as JSON.
use crate::offsets::Offsets;
use crate::rule::LevelNeeds;
use crate::scan::{Places, Verdict};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// How the text of a record came to be: what it says where that is not all as usual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// How many invalid byte sequences were read as U+FFFD.
    pub replaced: usize,
    /// The encoding where it is not UTF-8: spans count the decoded text.
    pub encoding: Option<&'static str>,
    /// The bytes of a record over the limit that were not judged: spans count the two halves, with two line breaks between.
    pub left_out: Option<(usize, usize)>,
}

impl Reading {
    /// Writes its entries into a JSON object that has others.
    pub fn serialize_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        if let Some(encoding) = self.encoding {
            map.serialize_entry("encoding", encoding)?;
        }
        if self.replaced > 0 {
            map.serialize_entry("replaced", &self.replaced)?;
        }
        if let Some(left_out) = self.left_out {
            map.serialize_entry("truncated", &true)?;
            map.serialize_entry("left-out", &left_out)?;
        }
        Ok(())
    }
}

/// A verdict with the id of its record.
pub struct RecordJson<'a> {
    /// The record's id.
    pub id: &'a str,
    /// The verdict.
    pub verdict: &'a Verdict<'a>,
    /// What its places are counted in.
    pub offsets: Offsets,
    /// How it was read.
    pub reading: &'a Reading,
}

impl Serialize for RecordJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        self.verdict.serialize_into(&mut map, self.offsets)?;
        self.reading.serialize_into(&mut map)?;
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
    /// How it was read.
    pub reading: &'a Reading,
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
        let levels = rules.levels_here();
        let (review, spam) = (needs(&levels.review), needs(&levels.spam));
        map.serialize_entry("needs", &BTreeMap::from([("review", review), ("spam", spam)]))?;
        self.reading.serialize_into(&mut map)?;
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
    /// How it was read.
    pub reading: &'a Reading,
}

impl Serialize for ContactsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        self.verdict.serialize_contacts(&mut map, &Places::new(self.verdict, self.offsets))?;
        if !self.verdict.rules().is_builtin() {
            map.serialize_entry("ruleset", self.verdict.rules().hash())?;
        }
        self.reading.serialize_into(&mut map)?;
        map.end()
    }
}

/// A value as one line of JSON.
pub fn line(value: &impl Serialize) -> String {
    // Maps with string keys, written to memory: neither can fail.
    serde_json::to_string(value).unwrap_or_default()
}
