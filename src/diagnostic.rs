//! What can be said about a pack: a code, a message, the places, the way out.
use std::fmt;
use std::sync::Arc;

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack has no meaning as it stands; nothing is built.
    Error,
    /// The pack works, and could be better. Never fatal by itself.
    Lint,
}

/// A place in a file, with a word on what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Index of the file in [`Diagnostics::files`].
    pub file: usize,
    /// First byte of the place.
    pub start: usize,
    /// The byte after its last one.
    pub end: usize,
    /// What is to be said there; may be empty.
    pub text: String,
}

/// One problem of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or lint.
    pub severity: Severity,
    /// Stable name of the kind of problem, such as `unknown-rule`.
    pub code: &'static str,
    /// What is wrong, in lower case, with back-ticks round what was written.
    pub message: String,
    /// The places: the first is the primary one, others (an earlier definition) follow.
    pub labels: Vec<Label>,
    /// The way out.
    pub help: String,
}

/// A file that diagnostics speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The name to show.
    pub name: String,
    /// The whole file.
    pub text: Arc<str>,
}

/// Every problem that a build found, sorted by place, with the files that they stand in.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    /// The files that labels point into.
    pub files: Vec<SourceFile>,
    /// The problems.
    pub items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Whether one of the problems is an error.
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| item.severity == Severity::Error)
    }

    /// Sorts by file, place and code, so that the output does not depend on the order of the checks.
    pub(crate) fn sort(&mut self) {
        self.items.sort_by(|a, b| {
            let place = |d: &Diagnostic| d.labels.first().map(|label| (label.file, label.start));
            (place(a), a.code, &a.message).cmp(&(place(b), b.code, &b.message))
        });
        self.items.dedup();
    }

    /// Line and column (in characters), both from 1, of a label's first byte.
    pub fn position(&self, label: &Label) -> (usize, usize) {
        let text = self.files.get(label.file).map_or("", |file| &*file.text);
        let before = &text.as_bytes()[..label.start.min(text.len())];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
        (memchr::memchr_iter(b'\n', before).count() + 1, column)
    }
}

/// A number with its noun: `1 hit`, `2 hits`.
pub(crate) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// One line a problem: `file:line:column: severity[code]: message; help`.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, item) in self.items.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            if let Some(label) = item.labels.first() {
                let (line, column) = self.position(label);
                let name = self.files.get(label.file).map_or("-", |file| &file.name);
                write!(f, "{name}:{line}:{column}: ")?;
            }
            let severity = if item.severity == Severity::Error { "error" } else { "lint" };
            write!(f, "{severity}[{}]: {}", item.code, item.message)?;
            if !item.help.is_empty() {
                write!(f, "; {}", item.help)?;
            }
        }
        Ok(())
    }
}

/// As it is displayed: the files in full would bury what is said.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Diagnostics {}
