//! `adsift rules`: look at the rules, check packs, run their examples.
use super::args::{Common, RulesCommand};
use super::exit::Exit;
use super::export::patterns;
use super::output::{Output, width};
use super::run::{compiler, packs};
use super::show::{list, show};
use crate::diagnostic::{Severity, counted};
use crate::report::{escape, render, shorten};
use crate::rule::{Compiler, RuleSet};
use crate::verify::{Failure, Outcome, Treatment, verify_where};
use std::io;

pub(super) fn run(common: &Common, args: &RulesCommand) -> io::Result<Exit> {
    let extra = match args {
        RulesCommand::Check { path, .. } | RulesCommand::Test { path, .. } => path.as_ref(),
        _ => None,
    };
    let on_top = extra.map_or(Ok(Vec::new()), |path| packs(path))?;
    let added = on_top.len();
    let compiler = on_top.into_iter().fold(compiler(common)?, Compiler::add);
    let mut output = Output::human(common.color);
    let rules = match compiler.build() {
        Ok(rules) => rules,
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
    let status = match args {
        RulesCommand::List { effective, format } => list(&rules, *effective, *format, &mut output)?,
        RulesCommand::Export { format, .. } => patterns(&rules, *format, &mut output)?,
        RulesCommand::Show { id } => show(&rules, id, &mut output)?,
        RulesCommand::Check { deny, .. } => {
            output.write(&render(rules.lints(), output.color))?;
            let lints = rules.lints().items.len();
            output.write(&format!("{}: 0 errors, {}\n", counted(rules.rules().len(), "rule", "rules"), counted(lints, "lint", "lints")))?;
            if deny.is_some() && lints > 0 { Exit::Found } else { Exit::Nothing }
        }
        RulesCommand::Test { respelled, .. } => {
            // The packs on top are the last ones. Without any, all are meant.
            let first = if added > 0 { rules.lints().files.len() - added } else { 0 };
            test(&rules, first, *respelled, &mut output)?
        }
    };
    output.flush()?;
    Ok(status)
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
