//! One verdict, or what stands for it, as JSON.
use crate::scan::Verdict;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A verdict with the id of its record.
pub struct Record<'a> {
    /// The record's id.
    pub id: &'a str,
    /// The verdict.
    pub verdict: &'a Verdict<'a>,
    /// How many invalid byte sequences were read as U+FFFD.
    pub replaced: usize,
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        self.verdict.serialize_into(&mut map)?;
        if self.replaced > 0 {
            map.serialize_entry("replaced", &self.replaced)?;
        }
        map.end()
    }
}

/// What stands for the verdict of a record that could not be read.
pub struct ErrorRecord<'a> {
    /// The record's place.
    pub id: &'a str,
    /// Stable name of the problem.
    pub code: &'a str,
    /// What is wrong.
    pub message: &'a str,
}

impl Serialize for ErrorRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        map.serialize_entry("error", &serde_json::json!({ "code": self.code, "message": self.message }))?;
        map.end()
    }
}

/// The contacts of a record alone.
pub struct ContactsJson<'a>(pub &'a str, pub &'a Verdict<'a>);

impl Serialize for ContactsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.0)?;
        self.1.serialize_contacts(&mut map)?;
        map.end()
    }
}
