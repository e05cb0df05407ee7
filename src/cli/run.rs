//! From what was asked to who does it, and the exit status.
use super::args::{Command, Common, parse};
use super::exit::Exit;
use super::output::{note_raw, reason};
use super::work::ended;
use super::{many, one, rules};
use crate::report::render;
use crate::rule::{Compiler, RuleSet, Source};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
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
        None => many::scan(&common, &cli.scan),
        Some(Command::Scan(args)) => many::scan(&common, args),
        Some(Command::Explain(args)) => one::explain(&common, args),
        Some(Command::Contacts(args)) => many::contacts(&common, args),
        Some(Command::Normalize(args)) => one::normalize(args),
        Some(Command::Rules(args)) => rules::run(&common, args),
    })
    .code()
}

/// The packs that the flags name, not yet built, with `extra` on top.
pub(super) fn compiler(common: &Common, extra: Option<&PathBuf>) -> io::Result<Compiler> {
    let mut compiler = if common.no_builtin { Compiler::new() } else { Compiler::with_builtin() };
    for path in common.pack.iter().chain(extra) {
        let sources = Source::read_all(path).map_err(|error| io::Error::other(format!("{}: {}", path.display(), reason(&error))))?;
        compiler = sources.into_iter().fold(compiler, Compiler::add);
    }
    Ok(compiler)
}

/// The rule set that the flags ask for. What is wrong with it is written to standard error.
pub(super) fn rule_set(common: &Common) -> io::Result<Option<RuleSet>> {
    if common.pack.is_empty() && !common.no_builtin {
        return Ok(Some(RuleSet::builtin()));
    }
    match compiler(common, None)?.build() {
        Ok(rules) => Ok(Some(rules)),
        Err(mut problems) => {
            problems.items.retain(|item| item.severity == crate::Severity::Error);
            note_raw(&render(&problems, common.color.of_notes()));
            Ok(None)
        }
    }
}
