//! One input: its name, what it holds, and its bytes with compression taken off.
use super::super::args::{InputArgs, InputKind};
use super::encoding::mark;
use super::unpack::{GZIP, ZSTANDARD, unpack};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
#[cfg(feature = "parquet")]
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much compressed or encoded input is read at once.
pub(super) const BUFFER: usize = 1 << 16;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Form {
    /// One text.
    Text,
    /// Texts, each ended by this byte.
    Lines(u8),
    /// JSON records, one a line.
    Jsonl,
    /// A JSON list of records.
    List,
    /// Rows of cells with this byte between them. The first row names the columns, or is one of them.
    Rows { between: u8, named: bool },
}

impl Form {
    /// What a path holds: as said, or by its extension below that of a compression.
    pub fn of(args: &InputArgs, path: Option<&Path>) -> Form {
        let name = path.and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
        let peeled = [".gz", ".zst"].iter().find_map(|end| strip(name, end)).unwrap_or(name);
        let ends = |known: &[&str]| known.iter().any(|end| strip(peeled, end).is_some());
        let rows = |between| Form::Rows { between, named: !args.no_header };
        let text = if args.null_data { Form::Lines(0) } else { Form::Text };
        match args.input {
            InputKind::Auto if ends(&[".jsonl", ".ndjson"]) => Form::Jsonl,
            InputKind::Auto if ends(&[".csv"]) => rows(b','),
            InputKind::Auto if ends(&[".tsv"]) => rows(b'\t'),
            #[cfg(feature = "parquet")]
            InputKind::Auto if args.is_table(path) => Form::Jsonl,
            InputKind::Auto => text,
            InputKind::Text => Form::Text,
            InputKind::Lines if args.null_data => Form::Lines(0),
            InputKind::Lines => Form::Lines(b'\n'),
            InputKind::Jsonl => Form::Jsonl,
            InputKind::Json => Form::List,
            InputKind::Csv => rows(b','),
            InputKind::Tsv => rows(b'\t'),
            #[cfg(feature = "parquet")]
            InputKind::Parquet => Form::Jsonl,
        }
    }

    /// Whether its records have fields.
    pub fn has_fields(self) -> bool {
        !matches!(self, Form::Text | Form::Lines(_))
    }
}

fn strip<'a>(name: &'a str, end: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(end.len())?;
    (name.is_char_boundary(at) && name[at..].eq_ignore_ascii_case(end)).then(|| &name[..at])
}

/// An input as all who work on its records know it.
#[derive(Debug)]
pub(in crate::cli) struct Source {
    /// Its path, or `-`.
    pub name: String,
    /// Its number among the inputs.
    pub index: usize,
    pub form: Form,
    /// Whether its bytes were UTF-16, and are handed on as UTF-8.
    pub utf16: Option<&'static Encoding>,
    /// The byte-order mark, which is no part of any text.
    pub mark: Vec<u8>,
    /// Whether its bytes are those of the file, from the first on: neither compressed nor behind a mark.
    pub is_plain: bool,
    /// The Parquet file whose rows its records are.
    #[cfg(feature = "parquet")]
    pub table: Option<PathBuf>,
}

/// An input that is open.
pub(super) struct Opened {
    pub source: Arc<Source>,
    pub bytes: Box<dyn Read + Send>,
    /// Whether whoever writes it may wait for an answer.
    pub live: bool,
    /// The encoding where it is known.
    pub encoding: Option<&'static Encoding>,
}

/// Opens a file, or standard input. Of a table all columns are read where `whole` records are wanted. `read` counts its bytes as they are read from it.
pub(super) fn open(args: &InputArgs, index: usize, path: Option<&Path>, whole: bool, read: &Arc<AtomicU64>) -> io::Result<Opened> {
    #[cfg(not(feature = "parquet"))]
    let _ = whole;
    #[cfg(feature = "parquet")]
    if args.is_table(path) {
        let bytes = Box::new(args.table(path, whole, read)?);
        let name = path.map_or_else(|| "-".to_owned(), |path| path.display().to_string());
        let source =
            Source { name, index, form: Form::Jsonl, utf16: None, mark: Vec::new(), is_plain: false, table: path.map(Path::to_owned) };
        return Ok(Opened { source: Arc::new(source), bytes, live: false, encoding: Some(UTF_8) });
    }
    let (raw, live): (Box<dyn Read + Send>, bool) = match path {
        None => (Box::new(io::stdin()), !is_file()),
        Some(path) => {
            let file = File::open(path)?;
            // A named pipe has somebody at its other end, too.
            let live = file.metadata().is_ok_and(|data| !data.is_file());
            (Box::new(file), live)
        }
    };
    let counted = Counted { inner: raw, read: Arc::clone(read) };
    let (start, whole) = peek(Box::new(counted), &[&GZIP, &ZSTANDARD])?;
    let (plain, packed) = unpack(&start, whole)?;
    let (start, mut plain) = peek(plain, &[b"\xEF\xBB\xBF", b"\xFF\xFE", b"\xFE\xFF"])?;
    let marked = mark(&start);
    let mark = marked.map_or(&[][..], |(_, length)| &start[..length]).to_vec();
    plain.read_exact(&mut vec![0; mark.len()])?;
    let encoding = args.encoding.0.or(marked.map(|(encoding, _)| encoding));
    let utf16 = encoding.filter(|encoding| [UTF_16LE, UTF_16BE].contains(encoding));
    let bytes = match utf16 {
        Some(encoding) => Box::new(Utf16::new(plain, encoding)),
        None => plain,
    };
    let source = Source {
        name: path.map_or_else(|| "-".to_owned(), |path| path.display().to_string()),
        index,
        form: Form::of(args, path),
        utf16,
        is_plain: !packed && mark.is_empty(),
        mark,
        #[cfg(feature = "parquet")]
        table: None,
    };
    Ok(Opened { source: Arc::new(source), bytes, live, encoding: if utf16.is_some() { Some(UTF_8) } else { encoding } })
}

/// The size of standard input where it is a file, which keeps nobody waiting.
pub(in crate::cli) fn stdin_size() -> Option<u64> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        let file = File::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
        file.metadata().ok().filter(std::fs::Metadata::is_file).map(|data| data.len())
    }
    #[cfg(not(unix))]
    None
}

fn is_file() -> bool {
    stdin_size().is_some()
}

/// The first bytes of an input, as many as it takes to tell whether it begins with one of these, and the whole of it.
/// A first byte that tells is enough: nobody is kept waiting for a second one.
fn peek(mut inner: Box<dyn Read + Send>, known: &[&[u8]]) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut start: Vec<u8> = Vec::new();
    while known.iter().any(|known| known.len() > start.len() && known.starts_with(&start)) {
        let mut byte = [0];
        match inner.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => start.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok((start.clone(), Box::new(Cursor::new(start).chain(inner))))
}

/// Counts what is read.
pub(super) struct Counted {
    pub inner: Box<dyn Read + Send>,
    pub read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// UTF-16 read as UTF-8: in it a line ends with one byte as everywhere else.
struct Utf16 {
    inner: Box<dyn Read + Send>,
    decoder: Decoder,
    raw: Vec<u8>,
    /// The part of `raw` that is still to be decoded.
    at: usize,
    filled: usize,
    ended: bool,
    flushed: bool,
    spare: Vec<u8>,
}

impl Utf16 {
    fn new(inner: Box<dyn Read + Send>, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Utf16 { inner, decoder, raw: vec![0; BUFFER], at: 0, filled: 0, ended: false, flushed: false, spare: Vec::new() }
    }
}

impl Read for Utf16 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.len() < 8 {
            // Too narrow for any character and the end: decode into a wider one, and hand it out in parts.
            if self.spare.is_empty() && !buffer.is_empty() {
                let mut wide = vec![0; 64];
                let length = self.read(&mut wide)?;
                wide.truncate(length);
                self.spare = wide;
            }
            let length = self.spare.len().min(buffer.len());
            buffer[..length].copy_from_slice(&self.spare[..length]);
            self.spare.drain(..length);
            return Ok(length);
        }
        if !self.spare.is_empty() {
            let length = self.spare.len().min(buffer.len());
            buffer[..length].copy_from_slice(&self.spare[..length]);
            self.spare.drain(..length);
            return Ok(length);
        }
        loop {
            if self.at == self.filled && !self.ended {
                self.filled = self.inner.read(&mut self.raw)?;
                (self.at, self.ended) = (0, self.filled == 0);
            }
            if self.flushed {
                return Ok(0);
            }
            let (result, used, written, _) = self.decoder.decode_to_utf8(&self.raw[self.at..self.filled], buffer, self.ended);
            self.at += used;
            self.flushed = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
    }
}
