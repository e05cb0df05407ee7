//! Where packs and configurations come from: files, folders, memory. The only file of the library that reads the file system.
use super::config::read_config;
use super::pack::{PACK_LIMIT, WrittenFile, read};
use crate::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{
    fs,
    io::{self, Read},
};

/// The text of one pack or policy, with the name that messages show.
#[derive(Clone, Debug)]
pub struct Source {
    pub(super) name: String,
    pub(super) text: Arc<str>,
    config: bool,
}

impl Source {
    /// A pack from memory.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Source { name: name.into(), text: text.into(), config: false }
    }

    /// The same text as a configuration, `adsift.toml`: a compiler takes what it disables and overrides.
    #[must_use]
    pub fn as_config(mut self) -> Self {
        self.config = true;
        self
    }

    /// Reads its tables, and reports all that is wrong with them.
    pub(super) fn written(&self, file: usize, problems: &mut Vec<Diagnostic>) -> WrittenFile {
        if self.config { read_config(&self.text, file, problems).0 } else { read(&self.text, file, problems) }
    }

    /// Reads one file.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        // No more than it takes to see that it is too large: the path may be a device that never ends.
        let mut bytes = Vec::new();
        fs::File::open(path)?.take(PACK_LIMIT as u64 + 4).read_to_end(&mut bytes)?;
        // What is refused for its size may be cut within a character; reading it so never makes it shorter.
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(wrong) if wrong.as_bytes().len() > PACK_LIMIT => String::from_utf8_lossy(wrong.as_bytes()).into_owned(),
            Err(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8")),
        };
        Ok(Source::new(path.display().to_string(), text))
    }

    /// Reads a file, or every `*.toml` of a folder, sorted by name.
    ///
    /// # Errors
    /// When the path or one of the files cannot be read, or the folder holds no pack.
    pub fn read_all(path: impl AsRef<Path>) -> io::Result<Vec<Self>> {
        let path = path.as_ref();
        if !path.is_dir() {
            return Ok(vec![Source::read(path)?]);
        }
        let mut files: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        if files.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no *.toml in this folder"));
        }
        files.into_iter().map(Source::read).collect()
    }
}
