//! From what was asked to who does it, and the exit status.
use super::args::{Command, Common, parse};
use super::exit::Exit;
use super::output::{note_raw, reason};
use super::work::ended;
use super::{contacts, eval, filter, normalize, rules, scan, tune};
use crate::report::render;
use crate::rule::{Compiler, RuleSet, Source};
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// Runs the program with these arguments, the first of which is its name.
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(said) => {
            // Help and version are no mistakes; clap knows which stream each goes to. A closed one is nobody's loss.
            let _ = said.print();
            return if said.use_stderr() { Exit::Error } else { Exit::Nothing }.code();
        }
    };
    let common = cli.common;
    ended(match &cli.command {
        None => scan::scan(&common, &cli.scan),
        Some(Command::Scan(args)) => scan::scan(&common, args),
        Some(Command::Explain(args)) => scan::explain(&common, args),
        Some(Command::Filter(args)) => filter::filter(&common, args),
        Some(Command::Contacts(args)) => contacts::contacts(&common, args),
        Some(Command::Normalize(args)) => normalize::normalize(args),
        Some(Command::Eval(args)) => eval::eval(&common, args),
        Some(Command::Tune(args)) => tune::tune(&common, args),
        Some(Command::Rules(args)) => rules::run(&common, args),
    })
    .code()
}

/// The packs that the flags name, not yet built.
pub(super) fn compiler(common: &Common) -> io::Result<Compiler> {
    let mut compiler = if common.no_builtin { Compiler::new() } else { Compiler::with_builtin() };
    for path in &common.pack {
        compiler = packs(path)?.into_iter().fold(compiler, Compiler::add);
    }
    Ok(compiler)
}

/// The pack, or the packs of the folder, of a path.
pub(super) fn packs(path: &Path) -> io::Result<Vec<Source>> {
    Source::read_all(path).map_err(|error| io::Error::other(format!("{}: {}", path.display(), reason(&error))))
}

/// The rule set that the flags ask for. What is wrong with it is written to standard error.
pub(super) fn rule_set(common: &Common) -> io::Result<Option<RuleSet>> {
    if common.pack.is_empty() && !common.no_builtin {
        return Ok(Some(RuleSet::builtin()));
    }
    match compiler(common)?.build() {
        Ok(rules) => Ok(Some(rules)),
        Err(mut problems) => {
            problems.items.retain(|item| item.severity == crate::Severity::Error);
            note_raw(&render(&problems, common.color.of_notes()));
            Ok(None)
        }
    }
}
