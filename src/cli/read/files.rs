//! Which files the paths name: directories are walked, ignore files respected, what is no text left out.
#[cfg(feature = "parquet")]
use super::super::args::Place;
use super::super::args::{InputArgs, InputKind};
use super::super::exit::Exit;
use super::source::{Form, open};
use crate::diagnostic::counted;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
#[cfg(feature = "parquet")]
use std::sync::atomic::AtomicU64;

/// How much of a file is looked at to tell text from other things.
const SNIFF: u64 = 8 << 10;

impl InputArgs {
    /// Whether fields are named, so that a span counts one of several texts.
    pub fn names_fields(&self) -> bool {
        self.field.len() > 1 || self.field.iter().any(|arg| arg.field.is_some())
    }

    /// Whether texts are pages, of which only what is shown is judged.
    pub fn is_html(&self) -> bool {
        #[cfg(feature = "markup")]
        return self.markup.is_some();
        #[cfg(not(feature = "markup"))]
        false
    }

    /// Whether a path holds a table.
    pub fn is_table(&self, path: Option<&Path>) -> bool {
        #[cfg(feature = "parquet")]
        return match self.input {
            InputKind::Parquet => true,
            InputKind::Auto => path.and_then(Path::extension).is_some_and(|extension| extension.eq_ignore_ascii_case("parquet")),
            _ => false,
        };
        #[cfg(not(feature = "parquet"))]
        {
            let _ = path;
            false
        }
    }

    /// The rows of a table.
    #[cfg(feature = "parquet")]
    pub(super) fn table(&self, path: Option<&Path>, whole: bool, read: &Arc<AtomicU64>) -> std::io::Result<super::super::parquet::Rows> {
        let Some(path) = path else {
            let message = "Parquet is not read from a pipe, since its table of contents stands at its end; name the file";
            return Err(std::io::Error::other(message));
        };
        let text = Place::Name("text".to_owned());
        let fields: Vec<&Place> = if self.field.is_empty() { vec![&text] } else { self.field.iter().map(|arg| &arg.place).collect() };
        super::super::parquet::rows(std::fs::File::open(path)?, &fields, &self.id_field, whole, read)
    }

    /// Whether there may be several whole texts.
    pub fn holds_several(&self) -> bool {
        self.paths.len() > 1 || self.paths.iter().any(|path| path.is_dir())
    }

    /// Whether records are read, not whole texts: what `--format auto` goes by. Of several paths the first one tells.
    pub fn holds_records(&self) -> bool {
        Form::of(self, self.paths.first().map(PathBuf::as_path)) != Form::Text
    }
}

/// What is to be said of the paths before anything is read.
pub(in crate::cli) enum Remark {
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
const DOCUMENT_HELP: &str = "`--input json` reads the records of a list, `--input jsonl` one from each line, `--input text` all of \
it as a text";

/// Whether a path holds a JSON document, and nobody has said how to read it.
fn is_document(path: &Path, args: &InputArgs) -> bool {
    let ends = |path: &Path, known: &[&str]| {
        path.extension().is_some_and(|extension| known.iter().any(|known| extension.eq_ignore_ascii_case(known)))
    };
    let peeled = if ends(path, &["gz", "zst"]) { path.with_extension("") } else { path.to_owned() };
    args.input == InputKind::Auto && ends(&peeled, &["json"])
}

/// A file, or standard input, and the folder in which it was found where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Found {
    pub path: Option<PathBuf>,
    pub folder: Option<PathBuf>,
}

/// The files that the paths name. Directories are walked in the order of their names;
/// ignore files are respected, binary files left out. So are JSON documents, of which a folder holds many that are no
/// texts; one that is named is a mistake. A pattern (`*.jsonl`) that no shell has read names the files that it fits.
pub(in crate::cli) fn files(args: &InputArgs, mut say: impl FnMut(Remark)) -> Vec<Found> {
    if args.paths.is_empty() {
        return vec![Found { path: None, folder: None }];
    }
    let mut files = Vec::new();
    for path in &args.paths {
        if path.as_os_str() == "-" {
            files.push(Found { path: None, folder: None });
        } else if path.is_dir() {
            walk(args, path, None, &mut files, &mut say);
        } else if let Some((folder, pattern)) = pattern(path) {
            walk(args, &folder, Some(&pattern), &mut files, &mut say);
        } else if is_document(path, args) {
            say(Remark::Problem(format!("{}: a JSON document is not read: {DOCUMENT_HELP}", path.display())));
        } else {
            files.push(Found { path: Some(path.clone()), folder: None });
        }
    }
    files
}

/// The folder above the first part with a sign, and the pattern of all parts below it, where a path is no file of that name.
fn pattern(path: &Path) -> Option<(PathBuf, globset::GlobMatcher)> {
    let text = path.to_str().filter(|text| text.contains(['*', '?', '[', '{']) && !path.exists())?;
    let glob = globset::GlobBuilder::new(text).literal_separator(true).build().ok()?;
    let plain = |part: &std::path::Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let folder: PathBuf = path.components().take_while(plain).collect();
    let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
    folder.is_dir().then(|| (folder, glob.compile_matcher()))
}

fn walk(args: &InputArgs, folder: &Path, glob: Option<&globset::GlobMatcher>, files: &mut Vec<Found>, say: &mut impl FnMut(Remark)) {
    let (before, mut documents, mut wrong) = (files.len(), 0, false);
    for entry in ignore::WalkBuilder::new(folder).sort_by_file_path(Path::cmp).require_git(false).build() {
        match entry {
            Ok(entry) if !entry.file_type().is_some_and(|kind| kind.is_file()) => {}
            Ok(entry) if glob.is_some_and(|glob| !glob.is_match(entry.path().strip_prefix("./").unwrap_or(entry.path()))) => {}
            Ok(entry) if is_document(entry.path(), args) => documents += 1,
            Ok(entry) if args.is_table(Some(entry.path())) || is_text(args, entry.path()) => {
                files.push(Found { path: Some(entry.into_path()), folder: Some(folder.to_owned()) });
            }
            Ok(_) => {}
            Err(error) => {
                wrong = true;
                say(Remark::Problem(error.to_string()));
            }
        }
    }
    let name = glob.map_or_else(|| folder.display().to_string(), |glob| glob.glob().to_string());
    if documents > 0 {
        let documents = counted(documents, "JSON document is", "JSON documents are");
        say(Remark::Note(format!("{name}: {documents} left out: {DOCUMENT_HELP}")));
    } else if files.len() == before && !wrong {
        match glob {
            None => say(Remark::Note(format!("{name}: there is no text in this folder"))),
            Some(_) => say(Remark::Problem(format!("{name}: no file fits this pattern"))),
        }
    }
}

/// Whether a file found in a directory is text: no NUL byte stands at its beginning, once it is decompressed. One that
/// is said to hold NUL bytes, or two bytes a character, is.
fn is_text(args: &InputArgs, path: &Path) -> bool {
    let mut start = Vec::new();
    let read = open(args, 0, Some(path), false, &Arc::default());
    match read.map(|opened| opened.bytes.take(SNIFF).read_to_end(&mut start)) {
        Ok(Ok(_)) => args.null_data || memchr::memchr(0, &start).is_none(),
        // Whoever reads all of it meets the error again, and tells it.
        _ => true,
    }
}
