//! Where bytes come from: paths, directories and standard input, cut into pieces in bounded memory.
#[cfg(feature = "parquet")]
use super::args::Place;
use super::args::{InputArgs, InputKind};
use super::exit::Exit;
use super::record::{Kind, Piece};
use crate::diagnostic::counted;
use crate::report::Unreadable;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The longest line that is read as a record. A longer one becomes an error record, and is never held whole.
const LINE_LIMIT: usize = 64 << 20;
/// How much of a file is looked at to tell text from other things.
const SNIFF: u64 = 8 << 10;
/// How much is read at once.
const BUFFER: usize = 1 << 18;

impl InputKind {
    /// What a path holds: as said, or by its extension.
    fn of(self, path: Option<&Path>) -> InputKind {
        let extension = path.and_then(Path::extension).and_then(|extension| extension.to_str()).unwrap_or_default();
        match self {
            InputKind::Auto if ["jsonl", "ndjson"].iter().any(|known| extension.eq_ignore_ascii_case(known)) => InputKind::Jsonl,
            #[cfg(feature = "parquet")]
            InputKind::Auto if extension.eq_ignore_ascii_case("parquet") => InputKind::Parquet,
            InputKind::Auto => InputKind::Text,
            said => said,
        }
    }
}

impl InputKind {
    /// Whether a path holds a table.
    fn is_table(self, path: &Path) -> bool {
        #[cfg(feature = "parquet")]
        return self.of(Some(path)) == InputKind::Parquet;
        #[cfg(not(feature = "parquet"))]
        {
            let _ = path;
            false
        }
    }
}

impl InputArgs {
    /// Whether fields are named, so that a span counts one of several texts.
    pub fn names_fields(&self) -> bool {
        self.field.len() > 1 || self.field.iter().any(|arg| arg.field.is_some())
    }

    /// The rows of a table.
    #[cfg(feature = "parquet")]
    fn table(&self, path: Option<&Path>) -> io::Result<super::parquet::Rows> {
        let Some(path) = path else {
            return Err(io::Error::other("Parquet is not read from a pipe, since its table of contents stands at its end; name the file"));
        };
        let text = Place::Name("text".to_owned());
        let fields: Vec<&Place> = if self.field.is_empty() { vec![&text] } else { self.field.iter().map(|arg| &arg.place).collect() };
        super::parquet::rows(File::open(path)?, &fields, &self.id_field)
    }

    /// Whether texts are pages, of which only what is shown is judged.
    pub fn is_html(&self) -> bool {
        #[cfg(feature = "markup")]
        return self.markup.is_some();
        #[cfg(not(feature = "markup"))]
        false
    }

    /// Whether there may be several whole texts.
    pub fn holds_several(&self) -> bool {
        self.paths.len() > 1 || self.paths.iter().any(|path| path.is_dir())
    }

    /// Whether records are read, not whole texts: what `--format auto` goes by. Of several paths the first one tells.
    pub fn holds_records(&self) -> bool {
        self.input.of(self.paths.first().map(PathBuf::as_path)) != InputKind::Text
    }
}

/// What is to be said of the paths before anything is read.
pub(super) enum Remark {
    /// Something was not read that was asked for.
    Problem(String),
    /// Nothing is wrong, and it may not be what was meant.
    Note(String),
}

impl Remark {
    /// What to say.
    pub fn text(&self) -> &str {
        match self {
            Remark::Problem(text) | Remark::Note(text) => text,
        }
    }

    /// What it means for the exit status.
    pub fn exit(&self) -> Exit {
        match self {
            Remark::Problem(_) => Exit::Error,
            Remark::Note(_) => Exit::Nothing,
        }
    }
}

/// What to do with a JSON document, which holds records or is one, and in which every brace would be read as text.
const DOCUMENT_HELP: &str = "`--input text` reads one as a text, `--input jsonl` a record from each of its lines; \
`jq -c '.[]'` turns a list into such lines";

/// Whether a path holds a JSON document, and nobody has said how to read it.
fn is_document(path: &Path, kind: InputKind) -> bool {
    kind == InputKind::Auto && path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// The files that the paths name, `None` for standard input. Directories are walked in the order of their names;
/// ignore files are respected, binary files left out. So are JSON documents, of which a folder holds many that are no
/// texts; one that is named is a mistake.
pub(super) fn files(paths: &[PathBuf], kind: InputKind, mut say: impl FnMut(Remark)) -> Vec<Option<PathBuf>> {
    if paths.is_empty() {
        return vec![None];
    }
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            files.push(None);
        } else if path.is_dir() {
            let (before, mut documents, mut wrong) = (files.len(), 0, false);
            for entry in ignore::WalkBuilder::new(path).sort_by_file_path(Path::cmp).require_git(false).build() {
                match entry {
                    Ok(entry) if !entry.file_type().is_some_and(|kind| kind.is_file()) => {}
                    Ok(entry) if is_document(entry.path(), kind) => documents += 1,
                    Ok(entry) if kind.is_table(entry.path()) || is_text(entry.path()) => files.push(Some(entry.into_path())),
                    Ok(_) => {}
                    Err(error) => {
                        wrong = true;
                        say(Remark::Problem(error.to_string()));
                    }
                }
            }
            if documents > 0 {
                let documents = counted(documents, "JSON document is", "JSON documents are");
                say(Remark::Note(format!("{}: {documents} left out: {DOCUMENT_HELP}", path.display())));
            } else if files.len() == before && !wrong {
                say(Remark::Note(format!("{}: there is no text in this folder", path.display())));
            }
        } else if is_document(path, kind) {
            say(Remark::Problem(format!("{}: a JSON document is not read: {DOCUMENT_HELP}", path.display())));
        } else {
            files.push(Some(path.clone()));
        }
    }
    files
}

/// Whether a file found in a directory is text: no NUL byte stands at its beginning.
fn is_text(path: &Path) -> bool {
    let mut start = Vec::new();
    match File::open(path).map(|file| file.take(SNIFF).read_to_end(&mut start)) {
        Ok(Ok(_)) => memchr::memchr(0, &start).is_none(),
        // Whoever reads all of it meets the error again, and tells it.
        _ => true,
    }
}

/// The pieces of one input, one after the other: a whole text, or a line each.
pub(super) struct Pieces {
    name: String,
    kind: InputKind,
    source: BufReader<Box<dyn Read>>,
    live: bool,
    line: usize,
    done: bool,
}

impl Pieces {
    /// Opens a file, or standard input.
    pub fn open(path: Option<&Path>, args: &InputArgs) -> io::Result<Self> {
        let kind = args.input.of(path);
        let (source, kind): (Box<dyn Read>, _) = match path {
            #[cfg(feature = "parquet")]
            _ if kind == InputKind::Parquet => (Box::new(args.table(path)?), InputKind::Jsonl),
            None => (Box::new(io::stdin().lock()), kind),
            Some(path) => (Box::new(File::open(path)?), kind),
        };
        let name = path.map_or_else(|| "-".to_owned(), |path| path.display().to_string());
        Ok(Pieces { name, kind, source: BufReader::with_capacity(BUFFER, source), live: path.is_none(), line: 0, done: false })
    }

    /// Whether the next piece may keep us waiting: whoever writes to our standard input may wait for an answer first.
    pub fn may_wait(&self) -> bool {
        self.live && memchr::memchr(b'\n', self.source.buffer()).is_none()
    }

    /// The next piece. Empty lines of JSONL are none.
    pub fn next(&mut self) -> io::Result<Option<Piece>> {
        if self.done {
            return Ok(None);
        }
        if self.kind == InputKind::Text {
            self.done = true;
            let mut bytes = Vec::new();
            self.source.read_to_end(&mut bytes)?;
            let marked = without_mark(&mut bytes);
            return Ok(Some(Piece { name: self.name.clone(), line: None, kind: Kind::Text, marked, bytes: Ok(bytes) }));
        }
        loop {
            let mut bytes = Vec::new();
            let length = read_line(&mut self.source, &mut bytes)?;
            if length == 0 {
                self.done = true;
                return Ok(None);
            }
            self.line += 1;
            let marked = self.line == 1 && without_mark(&mut bytes);
            let kind = if self.kind == InputKind::Jsonl { Kind::Json } else { Kind::Text };
            if kind == Kind::Json && bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let bytes = if length > LINE_LIMIT {
                let what = format!("a record has at most {LINE_LIMIT} bytes, and this one has {length}");
                Err(Unreadable { code: "too-long", line: self.line, byte: None, what })
            } else {
                while bytes.last().is_some_and(|byte| b"\r\n".contains(byte)) {
                    bytes.pop();
                }
                Ok(bytes)
            };
            return Ok(Some(Piece { name: format!("{}:{}", self.name, self.line), line: Some(self.line), kind, marked, bytes }));
        }
    }
}

/// Leaves out a byte-order mark, which is no part of the text. Returns whether there was one.
fn without_mark(bytes: &mut Vec<u8>) -> bool {
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    if marked {
        bytes.drain(..3);
    }
    marked
}

/// Reads to the end of a line, keeping little more than the limit. Returns how long the line was.
fn read_line(source: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let mut length = 0;
    loop {
        let buffer = source.fill_buf()?;
        let (used, ended) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        let room = (LINE_LIMIT + 2).saturating_sub(line.len());
        line.extend_from_slice(&buffer[..used.min(room)]);
        source.consume(used);
        length += used;
        if ended {
            return Ok(length);
        }
    }
}
