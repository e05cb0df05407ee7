//! Where output goes: one writer, colours where they are wanted, a closed pipe is no error.
use super::args::Colour;
use std::io::{self, BufWriter, IsTerminal, Write};

/// Standard output, buffered. Colours are stripped where nobody would see them.
pub struct Output {
    writer: BufWriter<Box<dyn Write>>,
    /// Whether colours reach the reader.
    pub colour: bool,
}

impl Output {
    pub fn new(colour: Colour) -> Self {
        let choice = match colour {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        };
        let stream = anstream::AutoStream::new(io::stdout(), choice);
        let colour = stream.current_choice() != anstream::ColorChoice::Never;
        Output { writer: BufWriter::with_capacity(1 << 16, Box::new(stream)), colour }
    }

    /// Writes raw bytes: machine formats, which no colour filter may touch.
    pub fn raw() -> Self {
        Output { writer: BufWriter::with_capacity(1 << 16, Box::new(io::stdout())), colour: false }
    }

    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Columns of the terminal, or of COLUMNS, else 80; no more than can be read at a glance.
pub fn width() -> usize {
    let terminal = || io::stdout().is_terminal().then(terminal_size::terminal_size).flatten().map(|(width, _)| width.0 as usize);
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    terminal().or(said).unwrap_or(80).clamp(40, 120)
}

/// A message on standard error. If even that is closed, there is nobody to tell.
pub fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "adsift: {}", crate::report::escape(message).text);
}
