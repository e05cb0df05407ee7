//! `adsift rules`: look at the rules, check packs, run their examples.
use super::args::{Common, ListFormat, RulesCommand};
use super::exit::Exit;
use super::output::{Output, note, width};
use super::run::compiler;
use crate::diagnostic::{Severity, counted};
use crate::report::{escape, render, shorten};
use crate::rule::{Example, Rule, RuleSet};
use crate::verify::{Outcome, verify};
use std::fmt::Write as _;
use std::io;

pub(super) fn run(common: &Common, args: &RulesCommand) -> io::Result<Exit> {
    let extra = match args {
        RulesCommand::Check { path, .. } | RulesCommand::Test { path } => path.as_ref(),
        _ => None,
    };
    let compiler = compiler(common, extra)?;
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
        RulesCommand::Show { id } => show(&rules, id, &mut output)?,
        RulesCommand::Check { deny, .. } => {
            output.write(&render(rules.lints(), output.color))?;
            let lints = rules.lints().items.len();
            output.write(&format!("{}: 0 errors, {}\n", counted(rules.rules().len(), "rule", "rules"), counted(lints, "lint", "lints")))?;
            if deny.is_some() && lints > 0 { Exit::Found } else { Exit::Nothing }
        }
        RulesCommand::Test { .. } => test(&rules, &mut output)?,
    };
    output.flush()?;
    Ok(status)
}

fn category<'r>(rules: &'r RuleSet, rule: &Rule) -> &'r str {
    rule.category.map_or("-", |index| rules.categories()[index].id.as_str())
}

fn list(rules: &RuleSet, effective: bool, format: ListFormat, output: &mut Output) -> io::Result<Exit> {
    let shown: Vec<&Rule> = rules.rules().iter().filter(|rule| effective || rule.enabled()).collect();
    if format == ListFormat::Json {
        let list: Vec<_> = shown
            .iter()
            .map(|rule| {
                serde_json::json!({
                    "id": rule.id(), "kind": rule.kind().name(), "category": category(rules, rule), "weight": rule.weight(),
                    "written_weight": rule.written_weight(), "enabled": rule.enabled(), "lang": rule.lang(), "why": rule.why(),
                    "origin": rules.origin(rule),
                })
            })
            .collect();
        output.write(&serde_json::to_string_pretty(&list).unwrap_or_default())?;
        output.write("\n")?;
        return Ok(Exit::Nothing);
    }
    let id_width = shown.iter().map(|rule| rule.id().len()).max().unwrap_or(0);
    for rule in shown {
        let mut line =
            format!("{:<id_width$}  {:<9}  {:<9}  {:>5}", rule.id(), rule.kind().name(), category(rules, rule), rule.weight().to_string());
        if effective {
            let changed =
                if rule.weight() == rule.written_weight() { String::new() } else { format!(" (written {})", rule.written_weight()) };
            let disabled = if rule.enabled() { "" } else { " disabled" };
            let _ = write!(line, "  {}{changed}{disabled}", rules.origin(rule));
        }
        output.write(&format!("{line}\n"))?;
    }
    Ok(Exit::Nothing)
}

fn show(rules: &RuleSet, id: &str, output: &mut Output) -> io::Result<Exit> {
    let Some(rule) = rules.rule(id) else {
        note(&format!("there is no rule `{id}`; `adsift rules list` shows what there is"));
        return Ok(Exit::Error);
    };
    let mut text = format!("{}\n  {}\n", rule.id(), rule.why());
    let _ = writeln!(text, "  kind      {}", rule.kind().name());
    let _ = writeln!(text, "  category  {}", category(rules, rule));
    let _ = writeln!(text, "  weight    {}", rule.weight());
    let _ = writeln!(text, "  languages {}", if rule.lang().is_empty() { "any".to_owned() } else { rule.lang().join(", ") });
    let _ = writeln!(text, "  from      {}", rules.origin(rule));
    for (name, examples) in [("hits", rule.hits()), ("misses", rule.misses())] {
        if !examples.is_empty() {
            let _ = writeln!(text, "  {name}");
        }
        for example in examples {
            let _ = writeln!(text, "    {}", shorten(&marked(example), width().saturating_sub(6)));
        }
    }
    output.write(&text)?;
    Ok(Exit::Nothing)
}

/// An example on one line, with its marks.
fn marked(example: &Example) -> String {
    let mut text = example.text.clone();
    if let Some(quoted) = example.quoted {
        text.insert(quoted.end, '⟧');
        text.insert(quoted.start, '⟦');
    }
    let value = example.value.as_ref().map_or(String::new(), |value| format!("  -> {value}"));
    format!("{}{value}", text.replace('\n', " ⏎ "))
}

fn test(rules: &RuleSet, output: &mut Output) -> io::Result<Exit> {
    let (run, failures) = verify(rules);
    for failure in &failures {
        let word = match failure.outcome {
            Outcome::Missed => "missed",
            Outcome::Noisy => "noisy",
            Outcome::Misplaced => "misplaced",
            Outcome::WrongValue => "wrong value",
        };
        let text = shorten(&failure.text.replace('\n', " ⏎ "), width().saturating_sub(6));
        output.write(&format!("{word}: {}\n    {text}\n    {}\n", failure.rule, escape(&failure.detail.replace('\n', " ⏎ ")).text))?;
    }
    let (examples, rules) = (counted(run, "example", "examples"), counted(rules.rules().len(), "rule", "rules"));
    output.write(&format!("{examples} of {rules}: {} failed\n", failures.len()))?;
    Ok(if failures.is_empty() { Exit::Nothing } else { Exit::Found })
}
