//! From the command line to the stages and back.
use super::args::{Cli, Command, Common, Contacts, Format, Found, Input, Lines, Scan, Source as SourceArgs};
use super::input::{Content, Reader, Record, Selection, describe, files};
use super::output::{Output, complain, width};
use super::rules;
use super::status::Status;
use crate::report::{ContactsJson, ErrorRecord, Human, Record as RecordJson, escape, render};
use crate::rule::{Compiler, RuleSet, Source};
use crate::scan::{Level, Scanner, Verdict};
use crate::text::ViewBuffer;
use clap::Parser;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// How many records are judged before they are written: enough to feed every core, few enough to hold.
const BATCH_RECORDS: usize = 512;
/// The same in bytes.
const BATCH_BYTES: usize = 4 << 20;

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let common = cli.common;
    let ended = match cli.command {
        None => scan(&common, &cli.scan),
        Some(Command::Scan(args)) => scan(&common, &args),
        Some(Command::Explain(args)) => explain(&common, &args),
        Some(Command::Contacts(args)) => contacts(&common, &args),
        Some(Command::Normalize(args)) => normalize(&args),
        Some(Command::Rules(args)) => rules::run(&common, &args),
    };
    match ended {
        Ok(status) => status.into(),
        // Whoever reads has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Quiet.into(),
        Err(error) => {
            complain(&describe(&error));
            Status::Error.into()
        }
    }
}

/// Reads a pack or a folder of packs on top of what there is.
pub fn add_packs(mut compiler: Compiler, paths: &[PathBuf]) -> io::Result<Compiler> {
    for path in paths {
        let sources = Source::read_all(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {}", path.display(), describe(&error))))?;
        compiler = sources.into_iter().fold(compiler, Compiler::add);
    }
    Ok(compiler)
}

/// The packs that the flags name. Problems are written to standard error.
fn rule_set(common: &Common) -> io::Result<Option<RuleSet>> {
    if common.packs.is_empty() && !common.no_builtin {
        return Ok(Some(RuleSet::builtin()));
    }
    let base = if common.no_builtin { Compiler::new() } else { Compiler::with_builtin() };
    match add_packs(base, &common.packs)?.build() {
        Ok(rules) => Ok(Some(rules)),
        Err(mut problems) => {
            problems.items.retain(|item| item.severity == crate::Severity::Error);
            for line in render(&problems, false).lines() {
                let _ = writeln!(io::stderr(), "{line}");
            }
            Ok(None)
        }
    }
}

use std::io::Write as _;

/// Goes through all records of all paths, judges them in batches, and hands the results on in order.
fn each_batch(
    paths: &[PathBuf],
    selection: &Selection,
    jobs: usize,
    status: &mut Status,
    judge: impl Fn(&mut Scanner, &Record) -> (String, Status) + Sync,
    rules: &RuleSet,
    mut write: impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    let workers = Workers::new(rules, jobs);
    let mut problems = Status::Quiet;
    let mut failed = |message: String| {
        complain(&message);
        problems = Status::Error;
    };
    let mut batch: Vec<Record> = Vec::new();
    let mut bytes = 0;
    let all = files(paths, &mut failed);
    let mut send = |batch: &mut Vec<Record>, status: &mut Status| -> io::Result<()> {
        for (text, found) in workers.judge(batch, &judge) {
            *status = (*status).max(found);
            write(&text)?;
        }
        batch.clear();
        Ok(())
    };
    for path in all {
        let name = path.as_ref().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
        let mut reader = match Reader::open(selection, path.as_deref()) {
            Ok(reader) => reader,
            Err(error) => {
                failed(format!("{name}: {}", describe(&error)));
                continue;
            }
        };
        loop {
            match reader.next() {
                Ok(Some(record)) => {
                    if record.replaced > 0 {
                        complain(&format!("{}: {} invalid bytes read as U+FFFD", record.id, record.replaced));
                    }
                    bytes += record.content.as_ref().map_or(0, Content::len);
                    batch.push(record);
                }
                Ok(None) => break,
                Err(error) => {
                    failed(format!("{name}: {}", describe(&error)));
                    break;
                }
            }
            if batch.len() >= BATCH_RECORDS || bytes >= BATCH_BYTES {
                send(&mut batch, status)?;
                bytes = 0;
            }
        }
    }
    send(&mut batch, status)?;
    *status = (*status).max(problems);
    Ok(())
}

/// The threads that judge, each with its scanner.
struct Workers {
    rules: RuleSet,
    #[cfg(feature = "parallel")]
    pool: Option<rayon::ThreadPool>,
}

impl Workers {
    fn new(rules: &RuleSet, jobs: usize) -> Self {
        Workers {
            rules: rules.clone(),
            // Without threads of its own the program still works, on the one it has.
            #[cfg(feature = "parallel")]
            pool: (jobs != 1).then(|| rayon::ThreadPoolBuilder::new().num_threads(jobs).build().ok()).flatten(),
        }
    }

    /// The results in the order of the batch, whatever the threads do.
    fn judge(&self, batch: &[Record], judge: &(impl Fn(&mut Scanner, &Record) -> (String, Status) + Sync)) -> Vec<(String, Status)> {
        #[cfg(feature = "parallel")]
        if let Some(pool) = self.pool.as_ref().filter(|_| batch.len() > 1) {
            use rayon::prelude::*;
            return pool.install(|| batch.par_iter().map_init(|| self.rules.scanner(), judge).collect());
        }
        let mut scanner = self.rules.scanner();
        batch.iter().map(|record| judge(&mut scanner, record)).collect()
    }
}

fn verdict<'r>(scanner: &mut Scanner, content: &'r Content) -> Verdict<'r> {
    match content {
        Content::Text(text) => scanner.scan(text),
        Content::Fields(fields) => {
            let fields: Vec<_> = fields.iter().map(|(field, text)| (*field, text.as_str())).collect();
            scanner.scan_fields(&fields)
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    // A map with string keys into memory: neither can fail.
    serde_json::to_string(value).unwrap_or_default()
}

fn scan(common: &Common, args: &Scan) -> io::Result<Status> {
    let Some(rules) = rule_set(common)? else { return Ok(Status::Error) };
    let selection = match Selection::new(&args.records) {
        Ok(selection) => selection,
        Err(message) => {
            complain(&message);
            return Ok(Status::Error);
        }
    };
    let records = match args.records.input {
        Input::Auto => args.paths.first().is_some_and(|path| selection.kind(Some(path)) != Input::Text),
        said => said != Input::Text,
    };
    let format = match args.format {
        Format::Auto if records => Format::Jsonl,
        Format::Auto => Format::Human,
        said => said,
    };
    let mut output = if format == Format::Human { Output::new(common.color) } else { Output::raw() };
    let human = Human { width: width(), full: false };
    let wanted = if args.level == Found::Spam { Level::Spam } else { Level::Review };
    let judge = |scanner: &mut Scanner, record: &Record| match &record.content {
        Ok(content) => {
            let verdict = verdict(scanner, content);
            let found = if verdict.level() >= wanted { Status::Found } else { Status::Quiet };
            let text = match format {
                Format::Human => human.report(&record.id, &verdict),
                _ => json(&RecordJson { id: &record.id, verdict: &verdict, replaced: record.replaced }),
            };
            (format!("{}{text}", verdict.level() as u8), found)
        }
        Err(unread) if format == Format::Human => (format!("e{}: {}", record.id, unread.message), Status::Error),
        Err(unread) => (format!("e{}", json(&ErrorRecord { id: &record.id, code: unread.code, message: &unread.message })), Status::Error),
    };
    let mut status = Status::Quiet;
    let mut counts = [0usize; 4];
    if format == Format::Json {
        output.write("[")?;
    }
    each_batch(&args.paths, &selection, args.jobs, &mut status, judge, &rules, |text| {
        let (level, text) = text.split_at(1);
        let first = counts.iter().sum::<usize>() == 0;
        counts[level.parse().unwrap_or(3)] += 1;
        match format {
            Format::Human if level == "e" => {
                complain(text);
                Ok(())
            }
            Format::Human => {
                // A report is set off from the next; clean lines stand close.
                if !first && level != "0" {
                    output.write("\n")?;
                }
                output.write(text)
            }
            Format::Json => output.write(&format!("{}{text}", if first { "\n" } else { ",\n" })),
            _ => {
                output.write(text)?;
                output.write("\n")
            }
        }
    })?;
    if format == Format::Json {
        output.write("\n]\n")?;
    }
    let [clean, review, spam, unread] = counts;
    let all = clean + review + spam + unread;
    if format == Format::Human && all > 1 {
        let unread = if unread > 0 { format!(", {unread} unreadable") } else { String::new() };
        output.write(&format!("\n{all} texts: {spam} spam, {review} review, {clean} clean{unread}\n"))?;
    }
    output.flush()?;
    Ok(status)
}

fn contacts(common: &Common, args: &Contacts) -> io::Result<Status> {
    let Some(rules) = rule_set(common)? else { return Ok(Status::Error) };
    let selection = match Selection::new(&args.records) {
        Ok(selection) => selection,
        Err(message) => {
            complain(&message);
            return Ok(Status::Error);
        }
    };
    let mut output = Output::raw();
    let judge = |scanner: &mut Scanner, record: &Record| match (&record.content, args.format) {
        (Ok(content), Lines::Tsv) => {
            let verdict = verdict(scanner, content);
            let cell = |text: &str| escape(&text.replace(['\t', '\n', '\r'], " ")).text;
            let mut out = String::new();
            for contact in verdict.contacts() {
                let classes = if contact.classes.is_empty() { "-".to_owned() } else { contact.classes.join(",") };
                let (id, text) = (cell(&record.id), cell(verdict.quote_contact(contact)));
                let _ = writeln!(out, "{id}\t{}\t{}\t{}\t{}\t{classes}\t{text}", contact.kind, contact.value, contact.span.start, contact.span.end);
            }
            (out, Status::Quiet)
        }
        (Ok(content), Lines::Jsonl) => (json(&ContactsJson(&record.id, &verdict(scanner, content))) + "\n", Status::Quiet),
        (Err(unread), Lines::Tsv) => {
            complain(&format!("{}: {}", record.id, unread.message));
            (String::new(), Status::Error)
        }
        (Err(unread), Lines::Jsonl) => (json(&ErrorRecord { id: &record.id, code: unread.code, message: &unread.message }) + "\n", Status::Error),
    };
    let mut status = Status::Quiet;
    each_batch(&args.paths, &selection, 0, &mut status, judge, &rules, |text| output.write(text))?;
    output.flush()?;
    Ok(status)
}

/// One text of a command that takes one, with its name. Problems are told.
fn one_text(args: &SourceArgs) -> io::Result<Option<(String, String)>> {
    let records = super::args::Records { input: Input::Text, fields: Vec::new(), id_field: "id".to_owned() };
    let Ok(selection) = Selection::new(&records) else { return Ok(None) };
    let path = args.path.as_deref().filter(|path| path.as_os_str() != "-");
    let read = Reader::open(&selection, path).and_then(|mut reader| reader.next());
    let name = path.map_or_else(|| "-".to_owned(), |path| path.display().to_string());
    match read {
        Ok(Some(Record { content: Ok(Content::Text(text)), replaced, .. })) => {
            if replaced > 0 {
                complain(&format!("{name}: {replaced} invalid bytes read as U+FFFD"));
            }
            Ok(Some((name, text)))
        }
        Ok(_) => Ok(None),
        Err(error) => {
            complain(&format!("{name}: {}", describe(&error)));
            Ok(None)
        }
    }
}

fn explain(common: &Common, args: &SourceArgs) -> io::Result<Status> {
    let Some(rules) = rule_set(common)? else { return Ok(Status::Error) };
    let Some((name, text)) = one_text(args)? else { return Ok(Status::Error) };
    let mut output = Output::new(common.color);
    let verdict = rules.scanner().scan(&text).to_owned();
    output.write(&Human { width: width(), full: true }.report(&name, &verdict))?;
    output.flush()?;
    Ok(Status::Quiet)
}

fn normalize(args: &SourceArgs) -> io::Result<Status> {
    let Some((_, text)) = one_text(args)? else { return Ok(Status::Error) };
    let mut buffer = ViewBuffer::default();
    let mut output = Output::raw();
    output.write(buffer.view(&text).0)?;
    output.flush()?;
    Ok(Status::Quiet)
}
