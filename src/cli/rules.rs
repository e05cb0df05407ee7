//! `adsift rules`: look at the rules, check packs, run their examples.
use super::args::{CheckFormat, Common, RulesCommand};
use super::documents;
use super::exit::Exit;
use super::export::patterns;
use super::layers::{compiler, packs, profiled};
use super::new::new;
use super::output::{Output, width};
use super::show::{list, show};
use super::update::update;
use crate::diagnostic::{Severity, counted};
use crate::report::{escape, problems, render, schema, shorten};
use crate::rule::{Compiler, RuleSet};
use crate::verify::{Failure, Outcome, Treatment, verify_where};
use std::io;
use std::time::SystemTime;

pub(super) fn run(common: &Common, args: &RulesCommand) -> io::Result<Exit> {
    // What does not look at the rules in use works whatever is wrong with them.
    match args {
        RulesCommand::New { id, kind, output } => {
            let mut written = Output::raw();
            let exit = new(id, *kind, output.as_deref(), &mut written)?;
            written.flush()?;
            return Ok(exit);
        }
        RulesCommand::Schema => {
            let mut written = Output::raw();
            written.write(&schema())?;
            written.flush()?;
            return Ok(Exit::Nothing);
        }
        _ => {}
    }
    let json = matches!(args, RulesCommand::Check { format: CheckFormat::Json, .. });
    let extra = match args {
        RulesCommand::Check { path, .. } | RulesCommand::Test { path, .. } => path.as_ref(),
        _ => None,
    };
    let on_top = extra.map_or(Ok(Vec::new()), |path| packs(path))?;
    let added = on_top.len();
    let Some(laid) = compiler(common)? else { return Ok(Exit::Error) };
    let compiler = on_top.into_iter().fold(laid, Compiler::add).today(today());
    let compiler = if matches!(args, RulesCommand::Check { .. }) { compiler.thorough() } else { compiler };
    let mut output = Output::human(common.color);
    let rules = match compiler.build() {
        Ok(rules) => rules,
        Err(found) if json => {
            output.write(&problems(&found))?;
            output.flush()?;
            return Ok(Exit::Error);
        }
        Err(problems) => {
            output.write(&render(&problems, output.color))?;
            let errors = problems.items.iter().filter(|item| item.severity == Severity::Error).count();
            output.write(&format!(
                "{}, {}\n",
                counted(errors, "error", "errors"),
                counted(problems.items.len() - errors, "lint", "lints")
            ))?;
            output.flush()?;
            return Ok(Exit::Error);
        }
    };
    // The examples of rules hold under the rules alone: a profile is one tenant's.
    let rules = match args {
        RulesCommand::List { .. } | RulesCommand::Show { .. } => match profiled(common, rules)? {
            Some(rules) => rules,
            None => return Ok(Exit::Error),
        },
        _ => rules,
    };
    let status = match args {
        RulesCommand::List { effective, format } => list(&rules, *effective, *format, &mut output)?,
        RulesCommand::Show { id, worth } => show(&rules, id, worth.as_deref(), &mut output)?,
        RulesCommand::Docs { folder, check } => documents::docs(&rules, folder, *check, &mut output)?,
        RulesCommand::Export { folder: Some(folder), .. } => documents::export(&rules, folder, &mut output)?,
        RulesCommand::Export { format, .. } => patterns(&rules, *format, &mut output)?,
        RulesCommand::New { .. } | RulesCommand::Schema => Exit::Nothing,
        RulesCommand::Check { deny, .. } if json => {
            output.write(&problems(rules.lints()))?;
            if deny.is_some() && !rules.lints().items.is_empty() { Exit::Found } else { Exit::Nothing }
        }
        RulesCommand::Check { deny, .. } => {
            output.write(&render(rules.lints(), output.color))?;
            let lints = rules.lints().items.len();
            output.write(&format!("{}: 0 errors, {}\n", counted(rules.rules().len(), "rule", "rules"), counted(lints, "lint", "lints")))?;
            if deny.is_some() && lints > 0 { Exit::Found } else { Exit::Nothing }
        }
        RulesCommand::Test { respelled, update: moves, yes, .. } => {
            // The packs on top are the last ones. Without any, all are meant.
            let first = if added > 0 { rules.lints().files.len() - added } else { 0 };
            if *moves && update(&rules, first, !*yes, &mut output)? {
                output.flush()?;
                drop(output);
                let RulesCommand::Test { path, respelled, .. } = args else { return Ok(Exit::Nothing) };
                return run(common, &RulesCommand::Test { path: path.clone(), respelled: *respelled, update: false, yes: false });
            }
            test(&rules, first, *respelled, &mut output)?
        }
    };
    output.flush()?;
    Ok(status)
}

/// The day, by the clock of the machine and in UTC; none where it has no clock.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    // Counted in years that begin in March, so that a leap day is the last of its year; 719,468 days lie between the
    // first of March of the year 0 and 1970.
    let days = seconds / 86_400 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + next)
}

/// Runs the examples of the rules from this file on, also respelled where that is wanted.
fn test(rules: &RuleSet, first: usize, respelled: bool, output: &mut Output) -> io::Result<Exit> {
    let mut spellings = vec![None];
    spellings.extend(Treatment::ALL.map(Some).into_iter().filter(|_| respelled));
    let (run, failures) = verify_where(rules, &spellings, |rule| rule.file >= first);
    for failure in &failures {
        output.write(&told(failure))?;
    }
    let tested = rules.rules().iter().filter(|rule| rule.enabled() && rule.file >= first);
    let (examples, rules) = (counted(run, "example", "examples"), counted(tested.count(), "rule", "rules"));
    let spelled = if respelled { ", as written and respelled" } else { "" };
    output.write(&format!("{examples} of {rules}{spelled}: {} failed\n", failures.len()))?;
    Ok(if failures.is_empty() { Exit::Nothing } else { Exit::Found })
}

/// A failure: the place of the example, how it failed, its text, what was expected and what was found.
fn told(failure: &Failure) -> String {
    let word = match failure.outcome {
        Outcome::Missed => "missed",
        Outcome::Noisy => "noisy",
        Outcome::Misplaced => "misplaced",
        Outcome::WrongValue => "wrong value",
    };
    let spelled = failure.treatment.map_or(String::new(), |treatment| format!(", respelled in {}", treatment.name()));
    let on_one_line = |text: &str| text.replace('\n', " ⏎ ");
    let text = shorten(&on_one_line(&failure.text), width().saturating_sub(6));
    let detail = escape(&on_one_line(&failure.detail)).text;
    format!("{}: {word}{spelled}: {}\n    {text}\n    {detail}\n", failure.origin, failure.rule)
}
