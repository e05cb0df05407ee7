//! Lints: what has a meaning, and could be better.
use super::fields::{At, problem};
use super::pack::{Written, WrittenAllow, WrittenRule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::span::Span;
use crate::text::{folded, is_word};

/// Lints of one rule.
pub(super) fn lint(rule: &WrittenRule, problems: &mut Vec<Diagnostic>) {
    let mut say = |code, at: &At<()>, message: String, help: &str| problems.push(problem(Severity::Lint, code, at, message, help));
    let id = rule.id.with(());
    if rule.hits.len() < 2 || rule.misses.len() < 2 {
        say(
            "few-examples",
            &id,
            format!("`{}` has {} hits and {} misses", rule.id.value, rule.hits.len(), rule.misses.len()),
            "give at least two texts that it must find and two that look nearly alike",
        );
    }
    if !rule.why.ends_with(['.', '。']) {
        say(
            "no-reason",
            &id,
            format!("`{}` does not say why it is there", rule.id.value),
            "add `why = \"...\"`: one sentence with a full stop",
        );
    }
    match &rule.body {
        Written::Literal { any, .. } | Written::Allow { by: WrittenAllow::Any(any), .. } => literals(any, &mut say),
        Written::Regex { pattern, needs } | Written::Allow { by: WrittenAllow::Pattern(pattern, needs), .. } if needs.is_empty() => say(
            "ungated-regex",
            &pattern.with(()),
            "this regex runs over every text".to_owned(),
            "add `needs = [\"...\"]`: words of which every match holds one",
        ),
        _ => {}
    }
}

fn literals(any: &[At<String>], say: &mut impl FnMut(&'static str, &At<()>, String, &str)) {
    let views: Vec<String> = any.iter().map(|literal| folded(&literal.value).into_owned()).collect();
    // One automaton over all of them keeps this linear in a list of thousands.
    let all = aho_corasick::AhoCorasick::new(views.iter().map(|view| if view.is_empty() { "\0" } else { view })).ok();
    for (index, (literal, view)) in any.iter().zip(&views).enumerate() {
        if view.chars().count() == 1 {
            say(
                "short-literal",
                &literal.with(()),
                format!("`{}` is one character", literal.value),
                "one character is found in nearly every text",
            );
        }
        // Of two equal ones the later is the one too many. Words match whole: `加v` is not found in `加vx`.
        let inside = all.iter().flat_map(|all| all.find_overlapping_iter(view.as_str())).find_map(|found| {
            let (other, place) = (found.pattern().as_usize(), Span::new(found.start(), found.end()));
            let superfluous = if views[other] == *view { other < index } else { is_word(view, place) };
            (other != index && superfluous).then_some(other)
        });
        if let Some(other) = inside {
            say(
                "nested-literal",
                &literal.with(()),
                format!("`{}` stands in `{}`, and so is found wherever this is", any[other].value, literal.value),
                "leave the longer one out",
            );
        }
    }
}
