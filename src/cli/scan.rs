//! Commands that write verdicts: `scan`, and in full `explain`.
use super::args::{Common, ExplainArgs, ExplainFormat, Format, InputArgs, ScanArgs};
use super::exit::Exit;
use super::layers::rule_set;
use super::output::{Output, note, width};
use super::why_not;
use super::work::{Read, each};
use crate::report::{ExplainJson, Human, RecordJson, line};
use crate::rule::RuleSet;
use crate::scan::{Level, Scanner};
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
    let (read, tally) = verdicts(common, &args.input, format, false, || rules.scanner())?;
    Ok(read.or(tally.exit(args.level.level())))
}

/// Shows everything: what counted, what did not and why, the contacts, the sum, what the levels ask for.
pub(super) fn explain(common: &Common, args: &ExplainArgs) -> io::Result<Exit> {
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    if let Some(rule) = &args.why_not {
        return why_not::answer(common, &rules, rule, &args.input);
    }
    let format = match args.format {
        ExplainFormat::Human => Format::Human,
        ExplainFormat::Json => Format::Json,
        ExplainFormat::Jsonl => Format::Jsonl,
    };
    let (read, tally) = verdicts(common, &args.input, format, true, || Scanner::thorough(RuleSet::clone(&rules)))?;
    Ok(if tally.unreadable > 0 { Exit::Error } else { read })
}

/// Writes the verdicts on all texts, in full or in short.
fn verdicts(
    common: &Common,
    input: &InputArgs,
    format: Format,
    full: bool,
    scanner: impl Fn() -> Scanner + Sync,
) -> io::Result<(Exit, Tally)> {
    let output = if format == Format::Human { Output::human(common.color) } else { Output::raw() };
    let output = std::cell::RefCell::new(output);
    let human = Human { width: width(), full };
    let judge = |scanner: &mut Scanner, read: Read<'_>| match read {
        Ok(record) => {
            let verdict = record.judge(scanner);
            let text = match format {
                Format::Human => human.report(&record.id, &verdict),
                _ if full => line(&ExplainJson { id: &record.id, verdict: &verdict, reading: &record.reading }),
                _ => line(&RecordJson { id: &record.id, verdict: &verdict, reading: &record.reading }),
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
                if tally.all() > 0 && (full || judged.level != Some(Level::Clean) || tally.last_found) {
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
    let exit = each(input, scanner, judge, write, || output.borrow_mut().flush())?;
    let mut output = output.into_inner();
    match format {
        Format::Json => output.write(if tally.all() == 0 { "[]\n" } else { "\n]\n" })?,
        Format::Human if tally.all() > 1 && !full => output.write(&format!("\n{}\n", tally.sentence()))?,
        _ => {}
    }
    output.flush()?;
    Ok((exit, tally))
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
