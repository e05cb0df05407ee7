//! What grep users ask of `scan`: how many, which files, only the places, or nothing but the status.
use super::args::{Common, ScanArgs};
use super::exit::Exit;
use super::layers::rule_set;
use super::output::{Output, note};
use super::work::{Read, each};
use crate::points::Points;
use crate::report::escape;
use crate::scan::{Field, Scanner, Verdict};
use crate::span::Span;
use clap::Args;
use std::cell::{Cell, RefCell};
use std::io;

/// Shorter answers than verdicts.
#[derive(Clone, Debug, Default, PartialEq, Args)]
#[group(id = "brief", multiple = false)]
pub(super) struct BriefArgs {
    /// Print only how many texts of each file are found
    #[arg(short, long)]
    pub count: bool,
    /// Print only the names of files with a text that is found
    #[arg(short = 'l', long)]
    pub files_with_matches: bool,
    /// Print only the places that gave points to what is found, a line each
    #[arg(short, long)]
    pub only_matching: bool,
    /// Print nothing, and stop at the first text that is found: the exit status tells
    #[arg(short, long)]
    pub quiet: bool,
}

/// Which of them is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Brief {
    Count,
    Files,
    Places,
    Status,
}

impl BriefArgs {
    pub fn asked(&self) -> Option<Brief> {
        let asked = [
            (self.count, Brief::Count),
            (self.files_with_matches, Brief::Files),
            (self.only_matching, Brief::Places),
            (self.quiet, Brief::Status),
        ];
        asked.into_iter().find(|(flag, _)| *flag).map(|(_, brief)| brief)
    }
}

/// What is told of one record.
struct Told {
    path: String,
    found: bool,
    places: Vec<String>,
}

/// Answers in brief.
pub(super) fn scan(common: &Common, args: &ScanArgs, asked: Brief) -> io::Result<Exit> {
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let judge = |scanner: &mut Scanner, read: Read<'_>| match read {
        Ok(record) => {
            let verdict = record.judge(scanner);
            let found = verdict.level() >= args.level.level();
            let places = if found && asked == Brief::Places { places(&verdict) } else { Vec::new() };
            Ok(Told { path: record.path.to_owned(), found, places })
        }
        Err(failed) => Err(failed.note()),
    };
    let output = RefCell::new(Output::raw());
    let names = Names { several: args.input.holds_several(), null: args.null, terminal: Output::is_terminal() };
    let (exit, enough) = (Cell::new(Exit::Nothing), Cell::new(false));
    // The file whose records are counted.
    let mut counted: Option<(String, usize)> = None;
    let write = |told: Result<Told, String>| {
        let told = match told {
            Ok(told) => told,
            Err(text) => {
                exit.set(Exit::Error);
                note(&text);
                return Ok(());
            }
        };
        if told.found {
            exit.set(exit.get().or(Exit::Found));
        }
        let mut output = output.borrow_mut();
        match asked {
            Brief::Status if told.found => {
                enough.set(true);
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            Brief::Status => {}
            Brief::Places => {
                for place in &told.places {
                    output.write(&names.before(&told.path, place))?;
                }
            }
            Brief::Count | Brief::Files => {
                let first = counted.as_ref().is_none_or(|(path, _)| *path != told.path);
                if let Some((path, number)) = counted.take_if(|_| first && asked == Brief::Count) {
                    output.write(&names.before(&path, &number.to_string()))?;
                }
                let number = counted.take().filter(|_| !first).map_or(0, |(_, number)| number) + usize::from(told.found);
                if asked == Brief::Files && told.found && number == 1 {
                    output.write(&names.alone(&told.path))?;
                }
                counted = Some((told.path, number));
            }
        }
        Ok(())
    };
    let read = match each(&args.input, || rules.scanner(), judge, write, || output.borrow_mut().flush()) {
        // Nobody need read on.
        Err(_) if enough.get() => Exit::Nothing,
        read => read?,
    };
    let mut output = output.into_inner();
    if let Some((path, number)) = counted.filter(|_| asked == Brief::Count) {
        output.write(&names.before(&path, &number.to_string()))?;
    }
    output.flush()?;
    Ok(exit.get().or(read))
}

/// How the names of files are written.
struct Names {
    several: bool,
    null: bool,
    terminal: bool,
}

impl Names {
    /// As it is for programs, harmless on a terminal.
    fn name(&self, path: &str) -> String {
        if self.terminal { escape(path).text } else { path.to_owned() }
    }

    /// A name in its own line, or ended by a zero byte.
    fn alone(&self, path: &str) -> String {
        self.name(path) + if self.null { "\0" } else { "\n" }
    }

    /// A line, behind the name of its file where there are several.
    fn before(&self, path: &str, line: &str) -> String {
        let name = if self.several { self.name(path) + if self.null { "\0" } else { ":" } } else { String::new() };
        format!("{name}{line}\n")
    }
}

/// The places that gave points, in the order of the text. Those that overlap are one, so that no byte is printed twice.
fn places(verdict: &Verdict<'_>) -> Vec<String> {
    let counted = verdict.hits().iter().filter(|hit| hit.points > Points::ZERO);
    let further = counted.flat_map(|hit| hit.also.iter().map(|further| (further.field, further.span)).chain([(hit.field, hit.span)]));
    let mut places: Vec<(Option<Field>, Span)> = further.collect();
    places.sort_unstable();
    let mut apart: Vec<(Option<Field>, Span)> = Vec::new();
    for (field, span) in places {
        match apart.last_mut() {
            Some((last_field, last)) if *last_field == field && last.end > span.start => {
                *last = Span::new(last.start, last.end.max(span.end))
            }
            _ => apart.push((field, span)),
        }
    }
    let quote = |(field, span): (Option<Field>, Span)| escape(&verdict.text(field)[span.range()].replace(['\n', '\r'], " ")).text;
    apart.into_iter().map(quote).collect()
}
