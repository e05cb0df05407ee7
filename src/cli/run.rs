//! From what was asked to who does it, and the exit status.
use super::args::{Command, parse};
use super::exit::Exit;
use super::work::ended;
use super::{contacts, documents, eval, filter, normalize, rules, scan, tune};
use std::ffi::OsString;
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
    let mut common = cli.common;
    // What measures or drops unseen depends on nothing that is not named.
    if matches!(cli.command, Some(Command::Eval(_) | Command::Tune(_) | Command::Filter(_))) {
        common.no_config = true;
    }
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
        Some(Command::Completions { shell }) => documents::completions(*shell),
        Some(Command::Man { output }) => documents::man(output.as_deref()),
    })
    .code()
}
