//! A stretch of an input that holds whole records, and the records in it.
use super::encoding::decode;
use super::long::Long;
use super::row::Columns;
use super::source::{Form, Source};
use encoding_rs::Encoding;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Whole records, as their bytes stand in the input.
pub(in crate::cli) struct Batch {
    pub source: Arc<Source>,
    pub encoding: &'static Encoding,
    /// Where the cells of rows stand.
    pub columns: Option<Arc<Columns>>,
    pub bytes: Vec<u8>,
    /// Where each record ends. Lines have none: they are found again where they are judged.
    pub(super) ends: Vec<usize>,
    /// The line of the first byte, from 1.
    pub line: usize,
    /// How many records of the source stand before.
    pub before: usize,
    /// A single record that is longer than the limit.
    pub long: Option<Long>,
    /// Records longer than this are judged by their ends.
    pub limit: usize,
    /// Whether whoever writes the input may wait for an answer to these records before writing more.
    pub live: bool,
}

/// One record as it stands in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Raw {
    /// Its bytes in the batch, with what ends it.
    pub range: Range<usize>,
    /// The line in which it begins, from 1.
    pub line: usize,
    /// Its number in the input, from 1.
    pub number: usize,
}

/// What is judged of a record: its text, without what ends it.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub replaced: usize,
    /// The bytes between the two halves that were read of a record over the limit.
    pub left_out: Option<(usize, usize)>,
}

impl Batch {
    /// How many lines end in it, and how many items of a list.
    pub(super) fn counts(&self) -> (usize, usize) {
        let lines = match (self.source.form, &self.long) {
            (Form::Text, _) => 0,
            (Form::Lines(_) | Form::Jsonl, Some(_)) => 1,
            (_, Some(long)) => long.lines,
            (Form::Lines(mark), None) => memchr::memchr_iter(mark, &self.bytes).count(),
            (_, None) => memchr::memchr_iter(b'\n', &self.bytes).count(),
        };
        // Nobody asks for the number of another record.
        let items = if self.source.form == Form::List { self.records().count() } else { 0 };
        (lines, items)
    }

    /// Its records in their order. What is none, such as an empty line of JSONL, lies between them.
    pub fn records(&self) -> impl Iterator<Item = Raw> {
        let (mut at, mut index, mut line, mut number) = (0, 0, self.line, self.before);
        // A long record, and an empty file that is a text, have no bytes here.
        let mut alone = self.long.is_some() || self.source.form == Form::Text;
        std::iter::from_fn(move || {
            loop {
                let rest = &self.bytes[at..];
                if std::mem::take(&mut alone) {
                    at = self.bytes.len();
                    return Some(Raw { range: 0..at, line, number: number + 1 });
                }
                if rest.is_empty() {
                    return None;
                }
                let end = match self.source.form {
                    Form::Text => self.bytes.len(),
                    Form::Jsonl => memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |end| at + end + 1),
                    Form::Lines(mark) => memchr::memchr(mark, rest).map_or(self.bytes.len(), |end| at + end + 1),
                    _ => self.ends.get(index).copied().unwrap_or(self.bytes.len()),
                };
                let range = std::mem::replace(&mut at, end)..end;
                index += 1;
                let bytes = &self.bytes[range.clone()];
                let own = line + leading(self.source.form, bytes);
                line += match self.source.form {
                    // A text that ends with NUL is counted, not looked for by its line.
                    Form::Jsonl | Form::Lines(_) => 1,
                    _ => memchr::memchr_iter(b'\n', bytes).count(),
                };
                if is_blank(self.source.form, bytes) {
                    continue;
                }
                number += 1;
                return Some(Raw { range, line: own, number });
            }
        })
    }

    /// The bytes of a record.
    pub fn raw(&self, record: &Raw) -> &[u8] {
        &self.bytes[record.range.clone()]
    }

    /// How a record is named that has no id of its own: `path`, `path:line`, or `path:number` in a list.
    pub fn name(&self, record: &Raw) -> String {
        match self.source.form {
            Form::Text => self.source.name.clone(),
            Form::List => format!("{}:{}", self.source.name, record.number),
            _ => format!("{}:{}", self.source.name, record.line),
        }
    }

    /// The text of a record, or of both its ends.
    pub(super) fn decoded(&self, record: &Raw) -> Decoded<'_> {
        let (head, tail, length) = match &self.long {
            Some(long) => (&long.head[..], &long.tail[..], usize::try_from(long.length).unwrap_or(usize::MAX)),
            None => {
                let bytes = content(self.source.form, self.raw(record));
                if bytes.len() <= self.limit {
                    let (text, replaced) = decode(bytes, self.encoding);
                    return Decoded { text, replaced, left_out: None };
                }
                let half = self.limit / 2;
                (&bytes[..half], &bytes[bytes.len() - half..], bytes.len())
            }
        };
        let head = &head[..head.len() - cut_at_end(head)];
        let tail = &tail[cut_at_start(tail)..];
        let (first, replaced) = decode(head, self.encoding);
        let (last, more) = decode(tail, self.encoding);
        // Two line breaks: what stands in one half is not read on into the other.
        let text = format!("{first}\n\n{last}");
        Decoded { text: Cow::Owned(text), replaced: replaced + more, left_out: Some((head.len(), length - tail.len())) }
    }
}

/// Whether bytes between two ends are no record: an empty line of JSONL or between rows, a list without items.
fn is_blank(form: Form, bytes: &[u8]) -> bool {
    match form {
        Form::Text | Form::Lines(_) => false,
        Form::Jsonl => bytes.iter().all(u8::is_ascii_whitespace),
        Form::Rows { .. } => bytes.iter().all(|byte| b"\r\n".contains(byte)),
        Form::List => bytes[0] == b'[' && bytes[1..].iter().all(u8::is_ascii_whitespace),
    }
}

/// Lines before the record proper: of a list the break behind a comma, of rows empty ones.
fn leading(form: Form, bytes: &[u8]) -> usize {
    match form {
        Form::List => {
            let start = bytes.iter().skip(1).position(|byte| !byte.is_ascii_whitespace()).map_or(bytes.len(), |at| at + 1);
            memchr::memchr_iter(b'\n', &bytes[..start]).count()
        }
        Form::Rows { .. } => bytes.iter().take_while(|byte| b"\r\n".contains(byte)).filter(|byte| **byte == b'\n').count(),
        _ => 0,
    }
}

/// A record without what sets it off from its neighbours.
fn content(form: Form, bytes: &[u8]) -> &[u8] {
    match form {
        Form::Text | Form::Rows { .. } => bytes,
        // The comma, or the bracket, before it.
        Form::List => bytes.get(1..).unwrap_or_default(),
        Form::Lines(0) => bytes.strip_suffix(&[0]).unwrap_or(bytes),
        Form::Lines(_) | Form::Jsonl => {
            let end = bytes.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |at| at + 1);
            &bytes[..end]
        }
    }
}

/// How many bytes of a character that was cut in two stand at the end.
fn cut_at_end(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
        _ => 0,
    }
}

/// How many bytes at the start belong to a character that began before. In other encodings than UTF-8 nobody can tell but
/// at the beginning of a line.
fn cut_at_start(bytes: &[u8]) -> usize {
    let continued = bytes.iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
    if continued < 4 { continued } else { memchr::memchr(b'\n', bytes).map_or(0, |at| at + 1) }
}
