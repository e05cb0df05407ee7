//! `adsift explain --why-not RULE`: which part of a rule a text does not have, and what a level lacks.
use super::args::{Common, InputArgs};
use super::exit::Exit;
use super::normalize::Shown;
use super::output::{Output, note, width};
use super::read::Texts;
use super::show::meant_rule;
use super::work::{Read, each};
use crate::report::{escape, why_not, wrap};
use crate::rule::RuleSet;
use crate::scan::Scanner;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

/// Answers for each text.
pub(super) fn answer(common: &Common, rules: &RuleSet, id: &str, input: &InputArgs) -> io::Result<Exit> {
    let Some(rule) = rules.rule(id) else {
        note(&format!("there is no rule `{id}`; {}", meant_rule(rules, id)));
        return Ok(Exit::Error);
    };
    let output = std::cell::RefCell::new(Output::human(common.color));
    let judge = |scanner: &mut Scanner, read: Read<'_>| match read {
        Ok(record) => {
            let verdict = record.judge(scanner);
            let text = match &record.texts {
                Texts::One(text) => Shown::of(text, record.html).text,
                // As the scanner joins them.
                Texts::Fields(fields) => {
                    Cow::Owned(fields.iter().map(|(_, text)| Shown::of(text, record.html).text).collect::<Vec<_>>().join("\n\n"))
                }
            };
            let mut told = format!("{} {}  {}\n", verdict.level().name(), verdict.score(), escape(&record.id).text);
            for answer in why_not(rules, rule, &text, &verdict) {
                let lines = wrap(&escape(&answer.replace('\n', " ⏎ ")).text, width().saturating_sub(4));
                let _ = writeln!(told, "  {}", lines.join("\n    "));
            }
            Ok(told)
        }
        Err(failed) => Err(failed.note()),
    };
    let mut exit = Exit::Nothing;
    let write = |told: Result<String, String>| match told {
        Ok(told) => output.borrow_mut().write(&told),
        Err(message) => {
            note(&message);
            exit = Exit::Error;
            Ok(())
        }
    };
    let ended = each(input, || Scanner::thorough(rules.clone()), judge, write, || output.borrow_mut().flush())?;
    output.into_inner().flush()?;
    Ok(exit.or(ended))
}
