//! Commands over many texts: `scan` and `contacts`.
use super::args::{Common, ContactsArgs, ContactsFormat, Format, ScanArgs};
use super::exit::Exit;
use super::output::{Output, note, width};
use super::run::rule_set;
use super::work::{Read, each};
use crate::report::{ContactsJson, Human, RecordJson, escape, line};
use crate::scan::{Level, Scanner, Verdict};
use std::fmt::Write as _;
use std::io;

/// What became of a record, with what is to be written of it.
struct Judged {
    text: String,
    /// None where the record could not be read.
    level: Option<Level>,
}

/// Judges texts and writes their verdicts.
pub(super) fn scan(common: &Common, args: &ScanArgs) -> io::Result<Exit> {
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let format = match args.format {
        Format::Auto if args.input.holds_records() => Format::Jsonl,
        Format::Auto => Format::Human,
        said => said,
    };
    let output = if format == Format::Human { Output::human(common.color) } else { Output::raw() };
    let output = std::cell::RefCell::new(output);
    let human = Human { width: width(), full: false };
    let judge = |scanner: &mut Scanner, read: Read<'_>| match read {
        Ok(record) => {
            let verdict = record.judge(scanner);
            let text = match format {
                Format::Human => human.report(&record.id, &verdict),
                _ => line(&RecordJson { id: &record.id, verdict: &verdict, replaced: record.replaced }),
            };
            Judged { text, level: Some(verdict.level()) }
        }
        Err(failed) => Judged { text: if format == Format::Human { failed.note() } else { line(&failed.record()) }, level: None },
    };
    let mut tally = Tally::default();
    let write = |judged: Judged| {
        let mut output = output.borrow_mut();
        match format {
            Format::Human if judged.level.is_none() => note(&judged.text),
            Format::Human => {
                // A report is set off from its neighbours; the lines of clean texts stand close.
                if tally.all() > 0 && (judged.level != Some(Level::Clean) || tally.last_found) {
                    output.write("\n")?;
                }
                output.write(&judged.text)?;
            }
            Format::Json => {
                output.write(if tally.all() == 0 { "[\n" } else { ",\n" })?;
                output.write(&judged.text)?;
            }
            _ => {
                output.write(&judged.text)?;
                output.write("\n")?;
            }
        }
        tally.add(judged.level);
        Ok(())
    };
    let exit = each(&rules, &args.input, judge, write, || output.borrow_mut().flush())?;
    let mut output = output.into_inner();
    match format {
        Format::Json => output.write(if tally.all() == 0 { "[]\n" } else { "\n]\n" })?,
        Format::Human if tally.all() > 1 => output.write(&format!("\n{}\n", tally.sentence()))?,
        _ => {}
    }
    output.flush()?;
    Ok(exit.or(tally.exit(args.level.level())))
}

/// How many texts were judged how.
#[derive(Default)]
struct Tally {
    clean: usize,
    review: usize,
    spam: usize,
    unreadable: usize,
    last_found: bool,
}

impl Tally {
    fn add(&mut self, level: Option<Level>) {
        match level {
            Some(Level::Clean) => self.clean += 1,
            Some(Level::Review) => self.review += 1,
            Some(Level::Spam) => self.spam += 1,
            None => self.unreadable += 1,
        }
        self.last_found = matches!(level, Some(Level::Review | Level::Spam));
    }

    fn all(&self) -> usize {
        self.clean + self.review + self.spam + self.unreadable
    }

    fn sentence(&self) -> String {
        let unreadable = if self.unreadable > 0 { format!(", {} unreadable", self.unreadable) } else { String::new() };
        format!("{} texts: {} spam, {} review, {} clean{unreadable}", self.all(), self.spam, self.review, self.clean)
    }

    fn exit(&self, wanted: Level) -> Exit {
        let found = self.spam + if wanted == Level::Review { self.review } else { 0 };
        match (self.unreadable, found) {
            (1.., _) => Exit::Error,
            (_, 1..) => Exit::Found,
            _ => Exit::Nothing,
        }
    }
}

/// Writes the contacts of texts, one a line or one record a line.
pub(super) fn contacts(common: &Common, args: &ContactsArgs) -> io::Result<Exit> {
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let output = std::cell::RefCell::new(Output::raw());
    let judge = |scanner: &mut Scanner, read: Read<'_>| match (read, args.format) {
        (Ok(record), ContactsFormat::Tsv) => Ok(rows(&record.id, &record.judge(scanner))),
        (Ok(record), ContactsFormat::Jsonl) => {
            Ok(line(&ContactsJson { id: &record.id, verdict: &record.judge(scanner), replaced: record.replaced }) + "\n")
        }
        (Err(failed), ContactsFormat::Tsv) => Err(failed.note()),
        (Err(failed), ContactsFormat::Jsonl) => Err(line(&failed.record())),
    };
    let mut exit = Exit::Nothing;
    let write = |judged: Result<String, String>| match judged {
        Ok(text) => output.borrow_mut().write(&text),
        Err(text) => {
            exit = Exit::Error;
            match args.format {
                ContactsFormat::Tsv => {
                    note(&text);
                    Ok(())
                }
                ContactsFormat::Jsonl => output.borrow_mut().write(&(text + "\n")),
            }
        }
    };
    let read = each(&rules, &args.input, judge, write, || output.borrow_mut().flush())?;
    output.into_inner().flush()?;
    Ok(exit.or(read))
}

/// One row a contact: id, kind, value, start, end, how it was hidden, the text that it stands on.
fn rows(id: &str, verdict: &Verdict<'_>) -> String {
    let cell = |text: &str| escape(&text.replace(['\t', '\n', '\r'], " ")).text;
    let mut rows = String::new();
    for contact in verdict.contacts() {
        let classes = if contact.classes.is_empty() { "-".to_owned() } else { contact.classes.join(",") };
        let (start, end, text) = (contact.span.start, contact.span.end, cell(verdict.quote_contact(contact)));
        let _ = writeln!(rows, "{}\t{}\t{}\t{start}\t{end}\t{classes}\t{text}", cell(id), contact.kind, contact.value);
    }
    rows
}
