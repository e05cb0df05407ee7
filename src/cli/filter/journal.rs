//! Which files of a folder are done, so that a later run may leave them as they are.
use super::super::output::reason;
use super::super::read::Shard;
use super::tally::Tally;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What the name of the journal in the folder that is written to begins with. Walks leave it out, for it is hidden.
pub(super) const NAME: &str = ".adsift-done";

/// A file that is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Entry {
    /// Its path below the folder that was read.
    pub path: String,
    /// The size, and the time of the last change, of the file that was read: one that changed since is not done.
    pub bytes: u64,
    pub changed: u64,
    /// Whether a file was written.
    pub written: bool,
    pub tally: Tally,
}

impl Entry {
    /// An entry for a file that is about to be read.
    pub fn new(name: &Path, input: &Path) -> io::Result<Self> {
        let data = fs::metadata(input)?;
        let changed = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let changed = changed.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        let path = name.to_string_lossy().into_owned();
        Ok(Entry { path, bytes: data.len(), changed, written: false, tally: Tally::default() })
    }
}

/// The journal of a folder that is written to.
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    done: BTreeMap<String, Entry>,
}

impl Journal {
    /// Begins a journal, or goes on with one. Each part of many files has its own, since all are written at once. `plan` is what a run must share with an earlier one that it continues.
    pub fn open(folder: &Path, shard: Option<Shard>, plan: &str, resume: bool) -> io::Result<Self> {
        fs::create_dir_all(folder).map_err(|error| named(folder, &error))?;
        let part = shard.map_or(String::new(), |shard| format!("-{}-of-{}", shard.index, shard.parts));
        let path = folder.join(format!("{NAME}{part}.jsonl"));
        let file = File::options().read(true).append(true).create(true).open(&path).map_err(|error| named(&path, &error))?;
        if file.try_lock().is_err() {
            return Err(io::Error::other(format!("{}: another run writes to this folder", folder.display())));
        }
        let mut journal = Journal { file, path, done: BTreeMap::new() };
        let text = fs::read_to_string(&journal.path).map_err(|error| named(&journal.path, &error))?;
        if resume && !text.is_empty() {
            // A run that was killed may have left a part of a line.
            let whole = text.rfind('\n').map_or(0, |end| end + 1);
            journal.file.set_len(whole as u64).map_err(|error| named(&journal.path, &error))?;
            let mut lines = text[..whole].lines();
            if lines.next().is_some_and(|first| first != plan) {
                let what = "an earlier run wrote this folder with other flags or rules; without `--resume` all is done again";
                return Err(io::Error::other(format!("{}: {what}", folder.display())));
            }
            let entries = lines.filter_map(|line| serde_json::from_str::<Entry>(line).ok());
            journal.done = entries.map(|entry| (entry.path.clone(), entry)).collect();
        } else {
            journal.file.set_len(0).map_err(|error| named(&journal.path, &error))?;
        }
        if journal.file.metadata().map_or(true, |data| data.len() == 0) {
            journal.line(plan)?;
        }
        Ok(journal)
    }

    /// What an earlier run noted of this file, if it is as it was then.
    pub fn done(&self, now: &Entry, target: &Path) -> Option<&Entry> {
        let then = self.done.get(&now.path)?;
        let same = (then.bytes, then.changed) == (now.bytes, now.changed);
        (same && (!then.written || target.is_file())).then_some(then)
    }

    /// Notes that a file is done, once it bears its name.
    pub fn note(&mut self, entry: &Entry) -> io::Result<()> {
        self.line(&crate::report::line(entry))
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        self.file.write_all(format!("{line}\n").as_bytes()).map_err(|error| named(&self.path, &error))
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::other(format!("{}: {}", path.display(), reason(error)))
}
