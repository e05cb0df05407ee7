//! Where each record ends, in bytes that come block by block.
use super::source::Form;
use csv_core::ReadRecordResult;

/// Finds the ends of records. Holds what it knows of the record that is not whole yet, so that no byte is looked at twice.
pub(super) enum Cut {
    Line(u8),
    Row(Box<Rows>),
    Item(Items),
}

/// Rows end where the reader of their cells says so: a line break between quotes is none.
pub(super) struct Rows {
    reader: csv_core::Reader,
    scratch: Vec<u8>,
    ends: [usize; 64],
}

/// Items of a JSON list end before a comma, or before the bracket that ends the list.
#[derive(Default)]
pub(super) struct Items {
    depth: usize,
    quoted: bool,
    escaped: bool,
    /// Whether the next byte is the comma, or the bracket, that begins an item.
    inside: bool,
    pub ended: bool,
}

impl Cut {
    pub fn new(form: Form) -> Self {
        match form {
            Form::Text | Form::Jsonl => Cut::Line(b'\n'),
            Form::Lines(end) => Cut::Line(end),
            Form::List => Cut::Item(Items::default()),
            Form::Rows { between, .. } => Cut::Row(Box::new(Rows { reader: reader(between), scratch: vec![0; 1 << 12], ends: [0; 64] })),
        }
    }

    /// How many bytes of `fresh`, which follow what was seen before, end the record; None where it goes on. `last` tells
    /// that nothing follows. `seen` is how many bytes were looked at.
    pub fn end(&mut self, fresh: &[u8], last: bool, seen: &mut usize) -> Option<usize> {
        match self {
            Cut::Line(end) => {
                let at = memchr::memchr(*end, fresh);
                *seen = at.map_or(fresh.len(), |at| at + 1);
                at.map(|at| at + 1)
            }
            Cut::Row(rows) => rows.end(fresh, last, seen),
            Cut::Item(items) => {
                let at = items.end(fresh);
                *seen = at.unwrap_or(fresh.len());
                at
            }
        }
    }
}

/// The reader of cells, for those who find rows and for those who read them.
pub(super) fn reader(between: u8) -> csv_core::Reader {
    csv_core::ReaderBuilder::new().delimiter(between).build()
}

impl Rows {
    fn end(&mut self, fresh: &[u8], last: bool, seen: &mut usize) -> Option<usize> {
        // The line feed behind a carriage return belongs to the same row, so the two are looked at together.
        let held = usize::from(!last && fresh.last() == Some(&b'\r'));
        let bytes = &fresh[..fresh.len() - held];
        *seen = 0;
        while *seen < bytes.len() {
            let (result, used, _, _) = self.reader.read_record(&bytes[*seen..], &mut self.scratch, &mut self.ends);
            *seen += used;
            if result == ReadRecordResult::Record {
                if bytes[..*seen].ends_with(b"\r") && bytes[*seen..].starts_with(b"\n") {
                    *seen += 1;
                }
                return Some(*seen);
            }
        }
        None
    }
}

impl Items {
    /// A record begins with its comma, and the first one with the bracket.
    fn end(&mut self, fresh: &[u8]) -> Option<usize> {
        for (at, &byte) in fresh.iter().enumerate() {
            if !self.inside {
                // The comma, or the bracket, that was the end of what stands before it.
                self.inside = true;
                continue;
            }
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.quoted => self.escaped = true,
                b'"' => self.quoted = !self.quoted,
                _ if self.quoted => {}
                b'[' | b'{' => self.depth += 1,
                b']' if self.depth == 0 => {
                    (self.inside, self.ended) = (false, true);
                    return Some(at);
                }
                b',' if self.depth == 0 => {
                    self.inside = false;
                    return Some(at);
                }
                b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records, found in blocks of so many bytes.
    fn records(form: Form, text: &str, block: usize) -> Vec<String> {
        let (mut cut, mut found, mut start, mut at) = (Cut::new(form), Vec::new(), 0, 0);
        let mut limit = block.min(text.len());
        loop {
            let mut seen = 0;
            let end = cut.end(&text.as_bytes()[at..limit], limit == text.len(), &mut seen);
            at += seen;
            match end {
                Some(_) => {
                    found.push(text[start..at].to_owned());
                    start = at;
                    if matches!(&cut, Cut::Item(items) if items.ended) {
                        break;
                    }
                }
                None if limit == text.len() => break,
                None => limit = (limit + block).min(text.len()),
            }
        }
        found.push(text[start..].to_owned());
        found
    }

    #[test]
    fn records_end_where_their_form_says_so_whatever_the_blocks() {
        let rows = Form::Rows { between: b',', named: true };
        for (form, text, wanted) in [
            (Form::Lines(b'\n'), "a\nb\r\n\nc", &["a\n", "b\r\n", "\n", "c"][..]),
            (Form::Lines(0), "a\nb\0c\0", &["a\nb\0", "c\0", ""]),
            (rows, "a,b\r\n\"x\r\ny\",\"q\"\"\n\"\r\nlast,5\" disk\n", &["a,b\r\n", "\"x\r\ny\",\"q\"\"\n\"\r\n", "last,5\" disk\n", ""]),
            (Form::List, "[ {\"a\":\"],\\\"\"},[1,2] , 3\n]\n", &["[ {\"a\":\"],\\\"\"}", ",[1,2] ", ", 3\n", "]\n"]),
            (Form::List, "[]", &["[", "]"]),
        ] {
            for block in [1, 2, 3, 7, 1000] {
                assert_eq!(records(form, text, block), wanted, "{text:?} in blocks of {block}");
            }
        }
    }
}
