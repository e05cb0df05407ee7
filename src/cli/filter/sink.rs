//! Where bytes go: standard output, or a file that bears its name only once it is whole.
use super::super::output::reason;
use flate2::write::GzEncoder;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// How much is held back before it is written.
const BUFFER: usize = 1 << 17;
/// What the name of a file ends with until it is whole.
const PART: &str = ".adsift-part";

/// Standard output, or a file.
pub(super) enum Sink {
    Standard(BufWriter<io::Stdout>),
    File(Box<Draft>),
}

impl Sink {
    pub fn standard() -> Self {
        Sink::Standard(BufWriter::with_capacity(BUFFER, io::stdout()))
    }

    pub fn file(path: &Path) -> io::Result<Self> {
        Draft::begin(path).map(|draft| Sink::File(Box::new(draft)))
    }

    /// A file in a folder that may not be there yet.
    pub fn below(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| named(folder, error))?;
        }
        Self::file(path)
    }

    /// Whether somebody looks at it as it comes.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Sink::Standard(_)) && io::stdout().is_terminal()
    }

    /// Nothing more comes.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Sink::Standard(mut standard) => standard.flush().map_err(named_standard),
            Sink::File(draft) => draft.finish(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Standard(standard) => standard.write(bytes).map_err(named_standard),
            Sink::File(draft) => draft.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Standard(standard) => standard.flush().map_err(named_standard),
            Sink::File(draft) => draft.flush(),
        }
    }
}

/// A file that nobody else has made: its name can be foreseen, and a link of that name would lead anywhere.
fn new_file(part: &Path) -> io::Result<File> {
    match fs::remove_file(part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => File::create_new(part),
    }
}

/// A file that is being written. Left before it is finished, it goes, and what bore its name before stays.
pub(super) struct Draft {
    path: PathBuf,
    /// The file until it is whole. None where the path is a pipe, a device or a link, which must stay what it is.
    part: Option<PathBuf>,
    writer: Option<Encoder>,
}

enum Encoder {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstandard(zstd::Encoder<'static, BufWriter<File>>),
}

impl Draft {
    fn begin(path: &Path) -> io::Result<Self> {
        let named = |error| named(path, error);
        // What is no file of its own, such as a device, a pipe, or a link to one, is written to and never replaced.
        let regular = fs::symlink_metadata(path).map_or(true, |data| data.is_file());
        let part = regular.then(|| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            path.with_file_name(format!(".{name}{PART}"))
        });
        let file = match &part {
            Some(part) => new_file(part).map_err(named)?,
            None => File::create(path).map_err(named)?,
        };
        let plain = BufWriter::with_capacity(BUFFER, file);
        let writer = match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => Encoder::Gzip(GzEncoder::new(plain, flate2::Compression::default())),
            Some("zst") => Encoder::Zstandard(zstd::Encoder::new(plain, zstd::DEFAULT_COMPRESSION_LEVEL).map_err(named)?),
            _ => Encoder::Plain(plain),
        };
        Ok(Draft { path: path.to_owned(), part, writer: Some(writer) })
    }

    fn finish(mut self) -> io::Result<()> {
        let finish = |writer| match writer {
            Encoder::Plain(mut plain) => plain.flush(),
            Encoder::Gzip(gzip) => gzip.finish()?.flush(),
            Encoder::Zstandard(zstandard) => zstandard.finish()?.flush(),
        };
        let written = self.writer.take().map_or(Ok(()), finish);
        let renamed = written.and_then(|()| self.part.as_ref().map_or(Ok(()), |part| fs::rename(part, &self.path)));
        if renamed.is_ok() {
            self.part = None;
        }
        renamed.map_err(|error| named(&self.path, error))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|writer| match writer {
            Encoder::Plain(plain) => plain.write(bytes),
            Encoder::Gzip(gzip) => gzip.write(bytes),
            Encoder::Zstandard(zstandard) => zstandard.write(bytes),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(|writer| match writer {
            Encoder::Plain(plain) => plain.flush(),
            Encoder::Gzip(gzip) => gzip.flush(),
            Encoder::Zstandard(zstandard) => zstandard.flush(),
        })
    }

    fn with<T: Default>(&mut self, act: impl FnOnce(&mut Encoder) -> io::Result<T>) -> io::Result<T> {
        let result = self.writer.as_mut().map_or(Ok(T::default()), act);
        result.map_err(|error| named(&self.path, error))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        self.writer = None;
        if let Some(part) = &self.part {
            // It is of no use to anybody; the next run would overwrite it.
            let _ = fs::remove_file(part);
        }
    }
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {}", path.display(), reason(&error)))
}

/// A pipe that is closed has its own meaning; whoever reads has read enough.
fn named_standard(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::Interrupted => error,
        _ => named(Path::new("standard output"), error),
    }
}
