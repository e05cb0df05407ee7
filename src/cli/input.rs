//! Reads files, folders and standard input into records, one after the other, in bounded memory.
use super::args::{Input, Records};
use crate::scan::Field;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The longest line that is read as a record. A longer one becomes an error record, and is never held whole.
pub const LINE_LIMIT: usize = 64 << 20;
/// How much of a file is looked at to tell text from other things.
const SNIFF: usize = 8 << 10;

/// A text with its id, or the reason why there is none.
pub struct Record {
    pub id: String,
    pub content: Result<Content, Unread>,
    /// Invalid byte sequences that were read as U+FFFD.
    pub replaced: usize,
}

/// What is judged.
pub enum Content {
    Text(String),
    Fields(Vec<(Field, String)>),
}

impl Content {
    pub fn len(&self) -> usize {
        match self {
            Content::Text(text) => text.len(),
            Content::Fields(fields) => fields.iter().map(|(_, text)| text.len()).sum(),
        }
    }
}

/// Why a record could not be read.
pub struct Unread {
    pub code: &'static str,
    pub message: String,
}

/// Which field of a record is which part of the text.
pub struct Selection {
    fields: Vec<(Option<Field>, String)>,
    id: String,
    input: Input,
}

impl Selection {
    /// Reads the flags. The error is what is wrong with them.
    pub fn new(records: &Records) -> Result<Self, String> {
        let mut fields = Vec::new();
        for flag in &records.fields {
            match flag.split_once('=') {
                Some((name, field)) => {
                    let known = Field::ALL.into_iter().find(|known| known.name() == name);
                    let known = known.ok_or_else(|| format!("--field {flag}: `{name}` is none of title, body, author, bio, url"))?;
                    fields.push((Some(known), field.to_owned()));
                }
                None => fields.push((None, flag.clone())),
            }
        }
        if fields.is_empty() {
            fields.push((None, "text".to_owned()));
        }
        // Beside named fields, one without a name is the body; two of one name would hide each other.
        if fields.len() > 1 {
            fields.iter_mut().for_each(|(name, _)| *name = name.or(Some(Field::Body)));
            for (index, (name, _)) in fields.iter().enumerate() {
                if fields[..index].iter().any(|(earlier, _)| earlier == name) {
                    let name = name.map_or("body", Field::name);
                    return Err(format!("two --field for `{name}`; name them apart: --field title=subject --field body=content"));
                }
            }
        }
        Ok(Selection { fields, id: records.id_field.clone(), input: records.input })
    }

    /// What a path holds: as said, or by its extension.
    pub fn kind(&self, path: Option<&Path>) -> Input {
        let extension = path.and_then(Path::extension).and_then(|extension| extension.to_str()).unwrap_or_default();
        match self.input {
            Input::Auto if matches!(extension.to_ascii_lowercase().as_str(), "jsonl" | "ndjson") => Input::Jsonl,
            Input::Auto => Input::Text,
            said => said,
        }
    }

    /// A JSON record's id and content.
    fn select(&self, value: &Value, place: &str, line: usize) -> (String, Result<Content, Unread>) {
        let id = match field(value, &self.id) {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => place.to_owned(),
        };
        let text = |name: &str| match field(value, name) {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(other) => Err(Unread { code: "not-a-string", message: format!("line {line}: the field `{name}` is {}, not a string", kind_of(other)) }),
            None => Err(Unread { code: "missing-field", message: format!("line {line}: there is no field `{name}`; `--field NAME` names another") }),
        };
        let content = match self.fields.as_slice() {
            [(None, name)] => text(name).map(Content::Text),
            fields => fields.iter().map(|(field, name)| Ok((field.unwrap_or(Field::Body), text(name)?))).collect::<Result<_, _>>().map(Content::Fields),
        };
        (id, content)
    }
}

/// A field by name or JSON pointer.
fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    if name.starts_with('/') { value.pointer(name) } else { value.get(name) }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The files that the paths name: folders are walked in the order of their names, ignore files respected.
/// `None` is standard input.
pub fn files(paths: &[PathBuf], mut problem: impl FnMut(String)) -> Vec<Option<PathBuf>> {
    if paths.is_empty() {
        return vec![None];
    }
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            files.push(None);
        } else if path.is_dir() {
            let walk = ignore::WalkBuilder::new(path).sort_by_file_path(Path::cmp).require_git(false).build();
            for entry in walk {
                match entry {
                    Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && looks_like_text(entry.path()) => files.push(Some(entry.into_path())),
                    Ok(_) => {}
                    Err(error) => problem(error.to_string()),
                }
            }
        } else {
            files.push(Some(path.clone()));
        }
    }
    files
}

/// Whether a file found in a folder is text: it has no NUL byte at its beginning.
fn looks_like_text(path: &Path) -> bool {
    let mut start = Vec::new();
    match File::open(path).map(|file| file.take(SNIFF as u64).read_to_end(&mut start)) {
        Ok(Ok(_)) => memchr::memchr(0, &start).is_none(),
        // It is read again, and the error told, by whoever reads all of it.
        _ => true,
    }
}

/// How an error of the operating system is told.
pub fn describe(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

/// The records of one input, one after the other.
pub struct Reader<'a> {
    selection: &'a Selection,
    name: String,
    input: Input,
    source: Box<dyn BufRead + 'a>,
    line: usize,
    done: bool,
}

impl<'a> Reader<'a> {
    /// Opens a file, or standard input.
    pub fn open(selection: &'a Selection, path: Option<&Path>) -> io::Result<Self> {
        let source: Box<dyn BufRead> = match path {
            None => Box::new(io::stdin().lock()),
            Some(path) => Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)),
        };
        let name = path.map_or_else(|| "-".to_owned(), |path| path.display().to_string());
        Ok(Reader { selection, name, input: selection.kind(path), source, line: 0, done: false })
    }

    /// Whether the input is one text, not many records.
    pub fn is_text(&self) -> bool {
        self.input == Input::Text
    }

    /// The next record.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        if self.done {
            return Ok(None);
        }
        if self.is_text() {
            self.done = true;
            let mut bytes = Vec::new();
            self.source.read_to_end(&mut bytes)?;
            let (text, replaced) = decode(&bytes, true);
            return Ok(Some(Record { id: self.name.clone(), content: Ok(Content::Text(text)), replaced }));
        }
        loop {
            let mut bytes = Vec::new();
            let whole = read_line(&mut *self.source, &mut bytes)?;
            if whole == 0 {
                self.done = true;
                return Ok(None);
            }
            self.line += 1;
            let place = format!("{}:{}", self.name, self.line);
            if whole > LINE_LIMIT {
                let message = format!("line {}: a record has at most {LINE_LIMIT} bytes, and this one {whole}", self.line);
                return Ok(Some(Record { id: place, content: Err(Unread { code: "too-long", message }), replaced: 0 }));
            }
            let (text, replaced) = decode(bytes.trim_ascii_end(), self.line == 1);
            if self.input == Input::Lines {
                return Ok(Some(Record { id: place, content: Ok(Content::Text(text)), replaced }));
            }
            if text.trim().is_empty() {
                continue;
            }
            let (id, content) = match serde_json::from_str::<Value>(&text) {
                Ok(value) => self.selection.select(&value, &place, self.line),
                Err(error) => {
                    let message = error.to_string();
                    let what = message.split(" at line").next().unwrap_or(&message);
                    let message = format!("line {}: not JSON: {what} at column {}", self.line, error.column());
                    (place, Err(Unread { code: "bad-json", message }))
                }
            };
            return Ok(Some(Record { id, content, replaced }));
        }
    }
}

/// Reads to the end of a line, keeping no more than the limit. Returns how long the line was.
fn read_line(source: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let mut whole = 0;
    loop {
        let (used, ended) = {
            let buffer = source.fill_buf()?;
            let (used, ended) = match memchr::memchr(b'\n', buffer) {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            let room = (LINE_LIMIT + 2).saturating_sub(line.len());
            line.extend_from_slice(&buffer[..used.min(room)]);
            (used, ended)
        };
        source.consume(used);
        whole += used;
        if ended {
            return Ok(whole);
        }
    }
}

/// UTF-8 without byte-order mark; invalid sequences become U+FFFD and are counted.
fn decode(bytes: &[u8], may_have_mark: bool) -> (String, usize) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF".as_slice()).filter(|_| may_have_mark).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), 0),
        Err(_) => {
            let replaced = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
            (String::from_utf8_lossy(bytes).into_owned(), replaced)
        }
    }
}
