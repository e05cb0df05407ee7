//! A verdict beside its record: in JSON under a key, in rows as cells; all other bytes stay.
use crate::offsets::Offsets;
use crate::report::{Reading, Unreadable, line};
use crate::scan::{Effect, Verdict};
use encoding_rs::{Encoding, UTF_8};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::ops::Range;

/// What is said of a record.
pub(super) struct Said<'a> {
    pub verdict: &'a Verdict<'a>,
    pub reading: &'a Reading,
}

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.verdict.serialize_into(&mut map, Offsets::Byte)?;
        self.reading.serialize_into(&mut map)?;
        map.end()
    }
}

/// What is said of a record that could not be read.
pub(super) fn error(unreadable: &Unreadable) -> String {
    line(&serde_json::json!({ "error": { "code": unreadable.code, "message": unreadable.message() } }))
}

/// A JSON object with one more key, or with another value where it has that key already, at `place`.
pub(super) fn object(object: &[u8], key: &str, place: Option<Range<usize>>, value: &str) -> Vec<u8> {
    if let Some(place) = place {
        return [&object[..place.start], value.as_bytes(), &object[place.end..]].concat();
    }
    // The record is an object, so the last brace ends it, whatever the encoding: behind it stands only white space.
    let end = object.iter().rposition(|byte| *byte == b'}').unwrap_or(object.len());
    let empty = object[..end].iter().rfind(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    let comma = if empty { "" } else { "," };
    let key = line(&key);
    [&object[..end], comma.as_bytes(), key.as_bytes(), b":", value.as_bytes(), &object[end..]].concat()
}

/// JSON of ASCII alone: the same in every encoding that a record may have.
pub(super) fn ascii(json: &str) -> String {
    let mut plain = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            _ if c.is_ascii() => plain.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| plain.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    plain
}

/// The names of the columns that are added to rows.
pub(super) fn names(key: &str) -> [String; 4] {
    ["level", "score", "rules", "contacts"].map(|name| format!("{key}_{name}"))
}

/// What is said of a row, in the order of the names.
pub(super) fn cells(verdict: &Verdict<'_>) -> [String; 4] {
    let mut rules: Vec<&str> =
        verdict.hits().iter().filter(|hit| hit.effect == Effect::Counted).map(|hit| verdict.rule(hit).id()).collect();
    rules.sort_unstable();
    rules.dedup();
    let contacts: Vec<String> = verdict.contacts().iter().map(|contact| format!("{}:{}", contact.kind, contact.value)).collect();
    [verdict.level().name().to_owned(), verdict.score().to_string(), rules.join(" "), contacts.join(" ")]
}

/// A row with more cells, before the line break that ends it.
pub(super) fn row(row: &[u8], cells: &[String; 4], between: u8, encoding: &'static Encoding) -> Vec<u8> {
    let end = row.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |at| at + 1);
    let mut out = row[..end].to_vec();
    for cell in cells {
        out.push(between);
        let quoted = cell.bytes().any(|byte| byte == between || b"\"\r\n".contains(&byte));
        let cell = if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() };
        out.extend_from_slice(&if encoding == UTF_8 { cell.as_bytes().into() } else { encoding.encode(&cell).0 });
    }
    out.extend_from_slice(&row[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_get_one_more_key() {
        for (text, place, wanted) in [
            (r#"{"a":1e999,"a":[]}"#, None, r#"{"a":1e999,"a":[],"k":7}"#),
            (" { } ", None, r#" { "k":7} "#),
            (r#"{"k":{"x":1},"b":2}"#, Some(5..12), r#"{"k":7,"b":2}"#),
        ] {
            assert_eq!(String::from_utf8(object(text.as_bytes(), "k", place, "7")).expect("UTF-8"), wanted);
        }
        assert_eq!(ascii("\"微😀\""), "\"\\u5fae\\ud83d\\ude00\"");
    }

    #[test]
    fn rows_get_more_cells() {
        let cells = ["spam", "7.5", "", "x:a,b"].map(str::to_owned);
        assert_eq!(row(b"a,\"b\n\"\r\n", &cells, b',', UTF_8), b"a,\"b\n\",spam,7.5,,\"x:a,b\"\r\n");
        assert_eq!(row(b"a", &cells, b'\t', UTF_8), b"a\tspam\t7.5\t\tx:a,b");
    }
}
