//! Where output goes: standard output behind one buffer, notes on standard error, colours, the width.
use super::args::Color;
use crate::report::{escape, escape_lines};
use anstream::{AutoStream, ColorChoice};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// The width where there is no terminal to ask.
const WIDTH: usize = 80;
/// How much is held back before it is written.
const BUFFER: usize = 1 << 16;
/// Wider lines are hard to read.
const WIDTH_LIMIT: usize = 120;

impl Color {
    fn choice(self) -> ColorChoice {
        match self {
            // Asks the terminal, `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE`.
            Color::Auto => AutoStream::choice(&io::stdout()),
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        }
    }

    /// Whether standard error gets colours.
    pub fn of_notes(self) -> bool {
        match self {
            Color::Auto => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        }
    }
}

/// Standard output.
pub(super) struct Output {
    writer: BufWriter<Box<dyn Write>>,
    /// Whether colours reach the reader.
    pub color: bool,
}

impl Output {
    /// For a reader: colours go only where they are wanted.
    pub fn human(color: Color) -> Self {
        let choice = color.choice();
        let stream = AutoStream::new(io::stdout().lock(), choice);
        Output { writer: BufWriter::with_capacity(BUFFER, Box::new(stream)), color: choice != ColorChoice::Never }
    }

    /// For a program: bytes as they are.
    pub fn raw() -> Self {
        Output { writer: BufWriter::with_capacity(BUFFER, Box::new(io::stdout().lock())), color: false }
    }

    /// Whether the output goes to a terminal, which obeys control characters.
    pub fn is_terminal() -> bool {
        io::stdout().is_terminal()
    }

    /// Writes a text.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())
    }

    /// Hands on what is held back.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Columns of the output.
pub(super) fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(columns).filter(|width| *width > 0).unwrap_or(WIDTH).clamp(20, WIDTH_LIMIT)
}

/// Says something on standard error. Nobody is left to be told when that fails. Names of files and words of records come
/// from strangers, so nothing in it acts on a terminal, whoever made the message.
pub(super) fn note(message: &str) {
    let _ = io::stderr().lock().write_all(format!("adsift: {}\n", escape_lines(message)).as_bytes());
}

/// Writes text that has its own form, such as diagnostics, to standard error.
pub(super) fn note_raw(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Says what is wrong with a path.
pub(super) fn note_path(path: &Path, error: &io::Error) {
    note(&format!("{}: {}", escape(&path.to_string_lossy()).text, reason(error)));
}

/// An error without the number that the operating system has for it.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}
