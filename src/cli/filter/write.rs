//! Writes what the batches became, in the order of the input, and counts it.
use super::super::exit::Exit;
use super::super::meter::{Count, Meter};
use super::super::output::{note, note_raw};
use super::super::read::{Form, Long, Source};
use super::super::work::{Step, note_input};
use super::args::FilterArgs;
use super::journal::Entry;
use super::mark;
use super::plan::{Target, rejects_name};
use super::run::Ledger;
use super::sift::Sifted;
use super::sink::Sink;
#[cfg(feature = "parquet")]
use super::table::Table;
use super::tally::Tally;
use crate::report::line;
use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;
use encoding_rs::{UTF_8, UTF_16BE};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most records that are spoken of one by one: in a file of another kind all would be.
const NOTES: usize = 20;

pub(super) struct Writing<'a> {
    args: &'a FilterArgs,
    target: Target,
    ledger: Ledger,
    meter: Meter,
    exit: Exit,
    out: Option<Sink>,
    rejects: Option<Sink>,
    /// The table that is written, which has the sink while it is.
    #[cfg(feature = "parquet")]
    table: Option<Table>,
    /// The input that is written, and what was counted of it.
    source: Option<Arc<Source>>,
    own: Tally,
    /// Whether something of it was written: an item of a list, or a text.
    begun: bool,
    /// The last byte that was written.
    last: Option<u8>,
    all: Tally,
    notes: usize,
    /// Whether an input was not read to its end.
    cut: bool,
}

impl<'a> Writing<'a> {
    pub fn begin(args: &'a FilterArgs, target: Target, ledger: Ledger, meter: Meter, exit: Exit) -> io::Result<Self> {
        let out = match &target {
            Target::Standard => Some(Sink::standard()),
            Target::File(path) => Some(Sink::file(path)?),
            Target::Folder(_) => None,
        };
        let one = args.rejects.as_ref().filter(|_| !matches!(target, Target::Folder(_)));
        let rejects = one.map(|path| Sink::file(path)).transpose()?;
        let all = ledger.done.clone();
        Ok(Writing {
            args,
            target,
            ledger,
            meter,
            exit,
            out,
            rejects,
            #[cfg(feature = "parquet")]
            table: None,
            source: None,
            own: Tally::default(),
            begun: false,
            last: None,
            all,
            notes: 0,
            cut: false,
        })
    }

    /// Writes one thing.
    pub fn step(&mut self, step: Step<Sifted>) -> io::Result<()> {
        match step {
            Step::Begin(source) => self.source(source),
            Step::Made { made, live } => self.sifted(made, live),
            Step::Between(bytes) => self.between(bytes),
            Step::End => self.end(),
            Step::Failed(path, error) => {
                self.meter.clear();
                note_input(path.as_deref(), &error);
                (self.exit, self.cut) = (Exit::Error, true);
                if matches!(self.target, Target::Folder(_)) {
                    // What was written of it so far is no whole file.
                    (self.out, self.rejects) = (None, None);
                }
                #[cfg(feature = "parquet")]
                drop(self.table.take());
                self.ledger.entries.pop_front();
                self.count();
                Ok(())
            }
            Step::Remark(remark) => {
                self.say(&remark);
                Ok(())
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.meter.clear();
        note(text);
    }

    /// Where the input that is written goes in a folder, and what it loses.
    fn names(&self) -> Option<(PathBuf, Option<PathBuf>)> {
        let Target::Folder(folder) = &self.target else { return None };
        let name = Path::new(&self.ledger.entries.front()?.as_ref()?.path);
        Some((folder.join(name), self.args.rejects.as_ref().map(|rejects| rejects.join(rejects_name(name)))))
    }

    fn source(&mut self, source: Arc<Source>) -> io::Result<()> {
        let first = source.index == 0 || matches!(self.target, Target::Folder(_));
        let end = match source.form {
            Form::Lines(end) => end,
            _ => b'\n',
        };
        if !first && self.last.is_some_and(|last| last != end) {
            // The last line of the file before has no end of its own, and would run on into this one.
            self.put(&[end])?;
        }
        (self.begun, self.own) = (false, Tally::default());
        let whole = source.form == Form::Text;
        let mark = source.mark.clone();
        self.source = Some(source);
        if let Some((out, rejects)) = self.names() {
            (self.out, self.rejects) = (None, None);
            // What an earlier run left out is not what this one does.
            rejects.iter().for_each(|old| drop(std::fs::remove_file(old)));
            if whole {
                let _ = std::fs::remove_file(out);
            } else {
                self.out = Some(Sink::below(&out)?);
            }
        }
        #[cfg(feature = "parquet")]
        self.begin_table()?;
        if first && !whole { self.put_raw(&mark) } else { Ok(()) }
    }

    /// Hands the sink to whoever copies the rows, where the input is a table.
    #[cfg(feature = "parquet")]
    fn begin_table(&mut self) -> io::Result<()> {
        if let Some(path) = self.source.as_ref().and_then(|source| source.table.as_ref())
            && let Some(out) = self.out.take()
        {
            self.table = Some(Table::begin(path, out, self.args.annotate.as_deref())?);
        }
        Ok(())
    }

    /// Takes the sink back. Tells whether the table is whole.
    #[cfg(feature = "parquet")]
    fn end_table(&mut self) -> bool {
        match self.table.take().and_then(Table::finish) {
            None => return true,
            Some(Ok(out)) => self.out = Some(out),
            Some(Err(error)) => {
                self.meter.clear();
                note_input(self.source.as_ref().map(|source| Path::new(&source.name)), &error);
                (self.exit, self.cut) = (Exit::Error, true);
                return false;
            }
        }
        true
    }

    fn sifted(&mut self, sifted: Sifted, live: bool) -> io::Result<()> {
        let Some(source) = self.source.clone() else { return Ok(()) };
        let long = sifted.long.as_ref();
        let passes = sifted.tally.kept > 0 || long.is_some_and(|(_, passes)| *passes) || sifted.tally.unreadable > 0;
        let mut kept = sifted.kept;
        match source.form {
            // A text passes whole or not at all; an empty one passes, too.
            Form::Text if passes => {
                if let (None, Some((out, _))) = (&self.out, self.names()) {
                    self.out = Some(Sink::below(&out)?);
                }
                self.begun = true;
                self.put_raw(&source.mark)?;
            }
            // Each item brings the sign before it; the first one that passes opens the list.
            Form::List => {
                if let Some(sign) = kept.first_mut() {
                    *sign = if std::mem::replace(&mut self.begun, true) { b',' } else { b'[' };
                }
            }
            _ => {}
        }
        #[cfg(feature = "parquet")]
        if let Some(table) = &self.table {
            table.tell(sifted.rows);
        }
        // Of a table the sink is with whoever copies its rows, and nothing is written here.
        self.put(&kept)?;
        if let Some((long, true)) = long {
            self.long(long)?;
        }
        if !sifted.rejects.is_empty() {
            self.reject(&sifted.rejects, long.filter(|(_, passes)| !passes).map(|(long, _)| long))?;
        }
        self.own.add(&sifted.tally);
        self.meter.tick(self.so_far());
        for said in &sifted.notes {
            self.notes += 1;
            if self.notes <= NOTES {
                self.say(said);
            }
            if self.notes == NOTES + 1 {
                self.say("more cannot be read; they are counted");
            }
        }
        if sifted.fatal {
            self.flush()?;
            return Err(io::Error::other("stopped at the first record that cannot be read, as `--on-error fail` asks"));
        }
        if live || self.args.input.line_buffered || self.out.as_ref().is_some_and(Sink::is_terminal) {
            self.flush()?;
        }
        Ok(())
    }

    /// A record over the limit, as it stood in the input.
    fn long(&mut self, long: &Long) -> io::Result<()> {
        let list = self.source.as_ref().is_some_and(|source| source.form == Form::List);
        let sign = list.then(|| if std::mem::replace(&mut self.begun, true) { b',' } else { b'[' });
        let Some(out) = &mut self.out else { return Ok(()) };
        let utf16 = self.source.as_ref().and_then(|source| source.utf16);
        if let Some(encoding) = utf16 {
            let mut text = Vec::new();
            long.copy(&mut text)?;
            return out.write_all(&two_bytes(&text, encoding == UTF_16BE));
        }
        self.last = long.tail.last().copied();
        long.copy(Signed { sign, out })
    }

    /// Lines of what was left out. The line of a record over the limit still lacks its bytes.
    fn reject(&mut self, lines: &[u8], long: Option<&Long>) -> io::Result<()> {
        if let (None, Some((_, Some(path)))) = (&self.rejects, self.names()) {
            self.rejects = Some(Sink::below(&path)?);
        }
        let Some(rejects) = &mut self.rejects else { return Ok(()) };
        rejects.write_all(lines)?;
        if let Some(long) = long {
            let mut encoder = EncoderWriter::new(&mut *rejects, &STANDARD);
            long.copy(&mut encoder)?;
            encoder.finish()?;
            drop(encoder);
            rejects.write_all(b"\"}\n")?;
        }
        Ok(())
    }

    fn between(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        let form = self.source.as_ref().map(|source| source.form);
        match (form, &self.args.annotate) {
            (Some(Form::Rows { between, .. }), Some(key)) => self.put(&mark::row(&bytes, &mark::names(key), between, UTF_8)),
            (Some(Form::List), _) if bytes.starts_with(b"]") && !self.begun => {
                self.begun = true;
                self.put(b"[")?;
                self.put(&bytes)
            }
            _ => self.put(&bytes),
        }
    }

    /// Writes bytes as they were before they were read.
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.source.as_ref().and_then(|source| source.utf16) {
            Some(encoding) => self.put_raw(&two_bytes(bytes, encoding == UTF_16BE))?,
            None => self.put_raw(bytes)?,
        }
        self.last = bytes.last().copied().or(self.last);
        Ok(())
    }

    fn put_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), |out| out.write_all(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Sink::flush)?;
        self.rejects.as_mut().map_or(Ok(()), Sink::flush)
    }

    fn so_far(&self) -> Count {
        Count { records: self.all.read + self.own.read, spam: Some(self.all.levels.spam + self.own.levels.spam) }
    }

    fn count(&mut self) {
        let own = std::mem::take(&mut self.own);
        self.all.add(&own);
    }

    /// An input is done. In a folder what it lost bears its name first: a file that is there is done.
    fn end(&mut self) -> io::Result<()> {
        let entry = self.ledger.entries.pop_front().flatten();
        #[cfg(feature = "parquet")]
        if !self.end_table() {
            self.rejects = self.rejects.take().filter(|_| !matches!(self.target, Target::Folder(_)));
            self.count();
            return Ok(());
        }
        if matches!(self.target, Target::Folder(_)) {
            self.rejects.take().map_or(Ok(()), Sink::finish)?;
            let written = self.out.is_some();
            self.out.take().map_or(Ok(()), Sink::finish)?;
            if let (Some(entry), Some(journal)) = (entry, &mut self.ledger.journal) {
                journal.note(&Entry { written, tally: self.own.clone(), ..entry })?;
            }
        }
        self.count();
        Ok(())
    }

    /// Everything was read.
    pub fn finish(mut self) -> io::Result<Exit> {
        self.meter.end(self.so_far());
        match (&self.target, self.cut) {
            (Target::File(path), true) => {
                self.rejects = None;
                note(&format!("{}: not written, since not all could be read", path.display()));
            }
            _ => {
                self.rejects.take().map_or(Ok(()), Sink::finish)?;
                self.out.take().map_or(Ok(()), Sink::finish)?;
            }
        }
        note(&self.all.sentence(self.args.on_error.unwrap_or_default()));
        if let Some(path) = &self.args.stats {
            if path.as_os_str() == "-" {
                note_raw(&self.all.table());
            } else {
                let mut file = Sink::file(path)?;
                file.write_all((line(&self.all) + "\n").as_bytes())?;
                file.finish()?;
            }
        }
        // Whoever has said what becomes of such records knows of them.
        let unsaid = self.all.unreadable > 0 && self.args.on_error.is_none();
        Ok(self.exit.or(if unsaid { Exit::Error } else { Exit::Nothing }))
    }
}

/// UTF-8 as UTF-16 without a mark.
fn two_bytes(text: &[u8], big: bool) -> Vec<u8> {
    let text = String::from_utf8_lossy(text);
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// Another first byte before the rest.
struct Signed<'a> {
    sign: Option<u8>,
    out: &'a mut Sink,
}

impl Write for Signed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match (self.sign, bytes.is_empty()) {
            (Some(sign), false) => {
                self.out.write_all(&[sign])?;
                self.sign = None;
                Ok(1)
            }
            _ => self.out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
