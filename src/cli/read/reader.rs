//! Reads the inputs one after the other and hands on batches of whole records.
use super::super::args::InputArgs;
use super::batch::Batch;
use super::cut::Cut;
use super::encoding::{decode, detect};
use super::files::Found;
use super::long::Long;
use super::record::Places;
use super::row::Columns;
use super::source::{Form, Opened, Source, open};
use encoding_rs::{Encoding, UTF_8};
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// How much is read before it is handed on: enough that handing on costs nothing, and little enough for every core to
/// get some of a small input.
const BLOCK: usize = 1 << 17;

/// What comes out of the inputs, in their order.
pub(in crate::cli) enum Item {
    /// An input is open.
    Begin(Arc<Source>),
    Batch(Box<Batch>),
    /// Bytes that are no records, and belong to the input all the same: the names of columns, the bracket behind a list.
    Between(Vec<u8>),
    /// Nothing more comes of this input, and nothing was wrong with it.
    End,
    /// An input cannot be opened, or not be read to its end.
    Failed(Option<PathBuf>, io::Error),
    /// Something to say.
    Remark(String),
}

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Limits {
    /// The longest record that is held whole.
    pub record: usize,
    /// Whether records over the limit are written again.
    pub keep: bool,
    /// Whether all of a record is wanted, and not only its id and its texts.
    pub whole: bool,
}

/// Reads inputs. `send` takes each item with its size, and says whether more are wanted.
pub(in crate::cli) struct Reader<F> {
    pub args: InputArgs,
    pub places: Arc<Places>,
    pub limits: Limits,
    pub read: Arc<AtomicU64>,
    pub send: F,
}

/// Nobody wants more.
struct Closed;

/// Why an input is left.
enum Left {
    Closed,
    Failed(io::Error),
}

impl From<Closed> for Left {
    fn from(_: Closed) -> Self {
        Left::Closed
    }
}

impl From<io::Error> for Left {
    fn from(error: io::Error) -> Self {
        Left::Failed(error)
    }
}

/// An input while it is read.
struct Open {
    source: Arc<Source>,
    bytes: Box<dyn Read + Send>,
    live: bool,
    encoding: Option<&'static Encoding>,
    columns: Option<Arc<Columns>>,
    line: usize,
    before: usize,
}

impl<F: FnMut(Item, usize) -> bool> Reader<F> {
    /// Reads all of them.
    pub fn run(mut self, files: Vec<Found>) {
        for (index, found) in files.into_iter().enumerate() {
            let path = found.path;
            let read = open(&self.args, index, path.as_deref(), self.limits.whole, &self.read)
                .map_err(Left::from)
                .and_then(|opened| self.input(opened));
            let item = match read {
                Ok(()) => Item::End,
                Err(Left::Failed(error)) => Item::Failed(path, error),
                Err(Left::Closed) => return,
            };
            if self.send(item).is_err() {
                return;
            }
        }
    }

    fn send(&mut self, item: Item) -> Result<(), Closed> {
        let weight = match &item {
            Item::Batch(batch) => batch.bytes.len() + batch.long.as_ref().map_or(0, |long| long.head.len() + long.tail.len()),
            Item::Between(bytes) => bytes.len(),
            _ => 0,
        };
        if (self.send)(item, weight) { Ok(()) } else { Err(Closed) }
    }

    fn input(&mut self, opened: Opened) -> Result<(), Left> {
        let Opened { source, bytes, live, encoding } = opened;
        self.send(Item::Begin(Arc::clone(&source)))?;
        let mut open = Open { source, bytes, live, encoding: None, columns: None, line: 1, before: 0 };
        if let Some(encoding) = encoding {
            self.tell(&mut open, encoding)?;
        }
        match open.source.form {
            Form::Text => self.text(open),
            _ => self.records(open),
        }
    }

    /// The encoding is known from here on.
    fn tell(&mut self, open: &mut Open, encoding: &'static Encoding) -> Result<(), Closed> {
        open.encoding = Some(encoding);
        let shown = open.source.utf16.unwrap_or(encoding);
        if shown == UTF_8 {
            return Ok(());
        }
        let name = crate::report::escape(&open.source.name).text;
        self.send(Item::Remark(format!("{name}: read as {}; places count the decoded text", shown.name())))
    }

    /// One text: all there is.
    fn text(&mut self, mut open: Open) -> Result<(), Left> {
        let mut bytes = Vec::new();
        open.bytes.by_ref().take(self.limits.record as u64 + 1).read_to_end(&mut bytes)?;
        let mut long = None;
        if bytes.len() > self.limits.record {
            let mut whole = Long::begin(&bytes, self.limits.record, self.limits.keep)?;
            loop {
                bytes.clear();
                if open.bytes.by_ref().take(BLOCK as u64).read_to_end(&mut bytes)? == 0 {
                    break;
                }
                whole.add(&bytes)?;
            }
            long = Some(whole.finish());
        }
        let seen = long.as_ref().map_or(&bytes, |long| &long.head);
        if open.encoding.is_none()
            && let Some(encoding) = detect(seen)
        {
            self.tell(&mut open, encoding)?;
        }
        // An empty file is a text, too.
        Ok(self.batch(&mut open, bytes, Vec::new(), long)?)
    }

    /// Records, block by block.
    fn records(&mut self, mut open: Open) -> Result<(), Left> {
        let mut cut = Cut::new(open.source.form);
        let mut buffer: Vec<u8> = Vec::new();
        let (mut ends, mut looked, mut last) = (Vec::new(), 0, false);
        if open.source.form == Form::List {
            self.list_start(&mut open, &mut buffer)?;
        }
        while !last {
            let mut failed = None;
            last = fill(&mut open, &mut buffer).unwrap_or_else(|error| {
                failed = Some(error);
                false
            });
            let mut whole = 0;
            if let (Cut::Line(end), false) = (&cut, last) {
                // Only the last end matters: what lies before it is parted where it is judged.
                whole = memchr::memrchr(*end, &buffer[looked..]).map_or(0, |at| looked + at + 1);
                looked = buffer.len();
            } else {
                while looked < buffer.len() {
                    let mut seen = 0;
                    let end = cut.end(&buffer[looked..], last, &mut seen);
                    looked += seen;
                    if end.is_none() {
                        break;
                    }
                    whole = looked;
                    if matches!(&cut, Cut::Item(items) if items.ended) {
                        ends.push(whole);
                        return self.list_end(open, buffer, ends);
                    }
                    ends.push(whole);
                    if ends.len() == 1 && self.names(&mut open, &mut buffer, &mut ends, &mut looked)? {
                        whole = 0;
                    }
                }
                if last && whole < buffer.len() {
                    whole = buffer.len();
                    ends.push(whole);
                    if ends.len() == 1 && self.names(&mut open, &mut buffer, &mut ends, &mut looked)? {
                        whole = 0;
                    }
                }
            }
            if whole > 0 {
                let rest = buffer.split_off(whole);
                looked -= whole.min(looked);
                let bytes = std::mem::replace(&mut buffer, rest);
                self.batch(&mut open, bytes, std::mem::take(&mut ends), None)?;
            }
            if let Some(error) = failed {
                // What came before is sound; of the record that breaks off nobody knows the rest.
                return Err(Left::Failed(error));
            }
            if buffer.len() > self.limits.record && !last {
                last = self.long(&mut open, &mut cut, &mut buffer, &mut looked)?;
                if matches!(&cut, Cut::Item(items) if items.ended) {
                    return self.list_end(open, buffer, ends);
                }
            }
        }
        if open.source.form == Form::List {
            return Err(Left::Failed(io::Error::new(io::ErrorKind::UnexpectedEof, "a JSON list ends with `]`, and this one does not")));
        }
        Ok(())
    }

    /// A record that is over the limit before it ends. Tells whether it was the last one.
    fn long(&mut self, open: &mut Open, cut: &mut Cut, buffer: &mut Vec<u8>, looked: &mut usize) -> Result<bool, Left> {
        let mut long = Long::begin(&buffer[..*looked], self.limits.record, self.limits.keep)?;
        buffer.drain(..*looked);
        let mut last = false;
        loop {
            let mut seen = 0;
            let end = cut.end(buffer, last, &mut seen);
            long.add(&buffer[..seen])?;
            buffer.drain(..seen);
            if end.is_some() || (last && buffer.is_empty()) {
                break;
            }
            last = fill(open, buffer)?;
        }
        *looked = 0;
        self.batch(open, Vec::new(), Vec::new(), Some(long.finish()))?;
        Ok(last && buffer.is_empty())
    }

    /// The first row, where it names the columns: it is no record.
    fn names(&mut self, open: &mut Open, buffer: &mut Vec<u8>, ends: &mut Vec<usize>, looked: &mut usize) -> Result<bool, Left> {
        let Form::Rows { between, named: true } = open.source.form else { return Ok(false) };
        if open.columns.is_some() {
            return Ok(false);
        }
        let rest = buffer.split_off(ends[0]);
        let row = std::mem::replace(buffer, rest);
        ends.clear();
        *looked = 0;
        if open.encoding.is_none()
            && let Some(encoding) = detect(&row)
        {
            self.tell(open, encoding)?;
        }
        let (text, _) = decode(&row, open.encoding.unwrap_or(UTF_8));
        open.columns = Some(Arc::new(Columns::named(&text, between, &self.places)));
        open.line += memchr::memchr_iter(b'\n', &row).count();
        self.send(Item::Between(row))?;
        Ok(true)
    }

    /// What stands before a list, which is nothing to speak of, or else it is none.
    fn list_start(&mut self, open: &mut Open, buffer: &mut Vec<u8>) -> Result<(), Left> {
        let (mut last, mut start) = (false, None);
        while start.is_none() && !last {
            last = fill(open, buffer)?;
            start = buffer.iter().position(|byte| !byte.is_ascii_whitespace());
        }
        let at = start.filter(|at| buffer[*at] == b'[').ok_or_else(|| {
            io::Error::other("a JSON list begins with `[`, and this does not; `--input jsonl` reads a record from each line")
        })?;
        open.line += memchr::memchr_iter(b'\n', &buffer[..at]).count();
        let rest = buffer.split_off(at);
        let before = std::mem::replace(buffer, rest);
        Ok(self.send(Item::Between(before))?)
    }

    /// The last item of a list is whole; the bracket and what follows it are no records.
    fn list_end(&mut self, mut open: Open, mut buffer: Vec<u8>, ends: Vec<usize>) -> Result<(), Left> {
        let after = buffer.split_off(ends.last().copied().unwrap_or(0));
        if !buffer.is_empty() {
            self.batch(&mut open, buffer, ends, None)?;
        }
        let mut sound = after[1..].iter().all(u8::is_ascii_whitespace);
        self.send(Item::Between(after))?;
        loop {
            let mut bytes = Vec::new();
            let last = fill(&mut open, &mut bytes)?;
            sound &= bytes.iter().all(u8::is_ascii_whitespace);
            self.send(Item::Between(bytes))?;
            if last {
                break;
            }
        }
        let more = "something stands behind the end of the JSON list; `--input jsonl` reads a record from each line";
        if sound { Ok(()) } else { Err(Left::Failed(io::Error::other(more))) }
    }

    fn batch(&mut self, open: &mut Open, bytes: Vec<u8>, ends: Vec<usize>, long: Option<Long>) -> Result<(), Closed> {
        if open.encoding.is_none()
            && let Some(encoding) = detect(long.as_ref().map_or(&bytes, |long| &long.head))
        {
            self.tell(open, encoding)?;
        }
        if let (Form::Rows { named: false, .. }, None) = (open.source.form, &open.columns) {
            open.columns = Some(Arc::new(Columns::numbered(&self.places)));
        }
        let batch = Batch {
            source: Arc::clone(&open.source),
            encoding: open.encoding.unwrap_or(UTF_8),
            columns: open.columns.clone(),
            bytes,
            ends,
            line: open.line,
            before: open.before,
            long,
            limit: self.limits.record,
            live: open.live,
        };
        let (lines, records) = batch.counts();
        open.line += lines;
        open.before += records;
        self.send(Item::Batch(Box::new(batch)))
    }
}

/// Reads more: of a file a whole block, of what is written while we read as much as there is. Tells whether that was all.
fn fill(open: &mut Open, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let before = buffer.len();
    if !open.live {
        return Ok(open.bytes.by_ref().take(BLOCK as u64).read_to_end(buffer)? < BLOCK);
    }
    buffer.resize(before + BLOCK, 0);
    let length = loop {
        match open.bytes.read(&mut buffer[before..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    buffer.truncate(before + *length.as_ref().unwrap_or(&0));
    length.map(|length| length == 0)
}
