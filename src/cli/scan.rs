//! Commands that write verdicts: `scan`, and in full `explain`.
use super::args::{Common, ExplainArgs, ExplainFormat, Format, InputArgs, ScanArgs};
use super::brief;
use super::exit::Exit;
use super::layers::rule_set;
use super::output::{Output, note, width};
use super::read::Record;
use super::why_not;
use super::work::{Failed, Read, each};
use crate::offsets::Offsets;
use crate::report::{CSV_HEADER, ExplainJson, Human, Origin, RecordJson, Sarif, csv_error, csv_row, line};
use crate::rule::RuleSet;
use crate::scan::{Level, Scanner, Verdict};
use serde_json::Value;
use std::io;

/// How many unreadable records a log names: it holds them to its end.
const MOST_PROBLEMS: usize = 1_000;

/// What became of a record, with what is to be written of it.
struct Judged {
    text: String,
    /// None where the record could not be read.
    level: Option<Level>,
    /// What a log tells of such a record behind its results.
    problem: Option<Value>,
}

/// Judges texts and writes their verdicts.
pub(super) fn scan(common: &Common, args: &ScanArgs) -> io::Result<Exit> {
    if let Some(asked) = args.brief.asked() {
        if args.offsets.offsets.is_some() {
            return refused("`--offsets` counts places in json, jsonl and csv; -c, -l, -o and -q tell none");
        }
        return brief::scan(common, args, asked);
    }
    let format = match args.format {
        Format::Auto if args.input.holds_records() => Format::Jsonl,
        Format::Auto => Format::Human,
        said => said,
    };
    let offsets = match args.offsets.of(format) {
        Ok(offsets) => offsets,
        Err(wrong) => return refused(wrong),
    };
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let form = Form::new(format, false, offsets, &rules);
    let (read, tally) = verdicts(common, &args.input, &form, || rules.scanner())?;
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
    let offsets = match args.offsets.of(format) {
        Ok(offsets) => offsets,
        Err(wrong) => return refused(wrong),
    };
    let form = Form::new(format, true, offsets, &rules);
    let (read, tally) = verdicts(common, &args.input, &form, || Scanner::thorough(RuleSet::clone(&rules)))?;
    Ok(if tally.unreadable > 0 { Exit::Error } else { read })
}

/// Flags that do not go together, as a word and a status.
fn refused(wrong: &str) -> io::Result<Exit> {
    note(wrong);
    Ok(Exit::Error)
}

/// How verdicts are written.
struct Form {
    format: Format,
    full: bool,
    offsets: Offsets,
    human: Human,
    sarif: Option<Sarif>,
}

impl Form {
    fn new(format: Format, full: bool, offsets: Offsets, rules: &RuleSet) -> Self {
        let sarif = (format == Format::Sarif).then(|| Sarif::new(rules));
        Form { format, full, offsets, human: Human { width: width(), full }, sarif }
    }

    /// What stands before the first verdict.
    fn opening(&self) -> &str {
        match (self.format, &self.sarif) {
            (Format::Csv, _) => CSV_HEADER,
            (_, Some(sarif)) => sarif.opening(),
            _ => "",
        }
    }

    fn verdict(&self, record: &Record<'_>, verdict: &Verdict<'_>) -> String {
        let (id, reading, offsets) = (&*record.id, &record.reading, self.offsets);
        match (self.format, &self.sarif) {
            (Format::Human, _) => self.human.report(id, verdict),
            (Format::Csv, _) => csv_row(id, verdict, offsets),
            (_, Some(sarif)) => sarif.results(origin(record), verdict).join(",\n"),
            _ if self.full => line(&ExplainJson { id, verdict, offsets, reading }),
            _ => line(&RecordJson { id, verdict, offsets, reading }),
        }
    }

    fn failed(&self, failed: &Failed<'_>) -> Judged {
        let mut problem = None;
        let text = match self.format {
            Format::Human => failed.note(),
            Format::Csv => csv_error(failed.id, failed.unreadable),
            Format::Sarif => {
                let origin = Origin { path: failed.path, line: Some(failed.unreadable.line), record: None, bytes: false };
                problem = Some(Sarif::problem(origin, failed.unreadable));
                String::new()
            }
            _ => line(&failed.record()),
        };
        Judged { text, level: None, problem }
    }
}

/// Where a record stands in its file.
fn origin<'a>(record: &'a Record<'_>) -> Origin<'a> {
    let id = record.form.has_fields().then_some(&*record.id);
    Origin { path: record.path, line: record.line, record: id, bytes: record.is_verbatim }
}

/// Writes the verdicts on all texts, in full or in short.
fn verdicts(common: &Common, input: &InputArgs, form: &Form, scanner: impl Fn() -> Scanner + Sync) -> io::Result<(Exit, Tally)> {
    let mut output = if form.format == Format::Human { Output::human(common.color) } else { Output::raw() };
    output.write(form.opening())?;
    let output = std::cell::RefCell::new(output);
    let judge = |scanner: &mut Scanner, read: Read<'_>| match read {
        Ok(record) => {
            let verdict = record.judge(scanner);
            Judged { text: form.verdict(record, &verdict), level: Some(verdict.level()), problem: None }
        }
        Err(failed) => form.failed(&failed),
    };
    let (mut tally, mut problems, mut results) = (Tally::default(), Vec::new(), false);
    let write = |judged: Judged| {
        let mut output = output.borrow_mut();
        match form.format {
            Format::Human if judged.level.is_none() => note(&judged.text),
            Format::Human => {
                // A report is set off from its neighbours; the lines of clean texts stand close.
                if tally.all() > 0 && (form.full || judged.level != Some(Level::Clean) || tally.last_found) {
                    output.write("\n")?;
                }
                output.write(&judged.text)?;
            }
            Format::Json => {
                output.write(if tally.all() == 0 { "[\n" } else { ",\n" })?;
                output.write(&judged.text)?;
            }
            Format::Csv => output.write(&judged.text)?,
            Format::Sarif => {
                if !judged.text.is_empty() {
                    output.write(if results { ",\n" } else { "" })?;
                    output.write(&judged.text)?;
                    results = true;
                }
                problems.extend(judged.problem.filter(|_| problems.len() < MOST_PROBLEMS));
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
    match form.format {
        Format::Json => output.write(if tally.all() == 0 { "[]\n" } else { "\n]\n" })?,
        Format::Sarif => output.write(&Sarif::closing(&problems, exit != Exit::Error && tally.unreadable == 0))?,
        Format::Human if tally.all() > 1 && !form.full => output.write(&format!("\n{}\n", tally.sentence()))?,
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
