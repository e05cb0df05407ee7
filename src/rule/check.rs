//! Lints: what has a meaning, and could be better.
use super::fields::{At, problem};
use super::pack::{Written, WrittenAllow, WrittenRule};
use crate::diagnostic::{Diagnostic, Severity, counted};
use crate::points::Points;
use crate::span::Span;
use crate::text::{folded, is_word};
use aho_corasick::{AhoCorasick, AhoCorasickKind};

mod alike;
mod common;
mod condition;
mod gates;
mod whole;

pub(super) use gates::STEPS;
pub(super) use whole::Whole;

/// Lints of one rule. `today` is a date such as `2027-01-01`, where one is known.
pub(super) fn lint(rule: &WrittenRule, today: Option<&str>, problems: &mut Vec<Diagnostic>) {
    let mut say = |code, at: &At<()>, message: String, help: &str| problems.push(problem(Severity::Lint, code, at, message, help));
    let id = rule.id.with(());
    if rule.hits.len() < 2 || rule.misses.len() < 2 {
        say(
            "few-examples",
            &id,
            format!(
                "`{}` has {} and {}",
                rule.id.value,
                counted(rule.hits.len(), "hit", "hits"),
                counted(rule.misses.len(), "miss", "misses")
            ),
            "give at least two texts that it must find and two that look nearly alike",
        );
    }
    let why = rule.why.trim();
    if why.is_empty() {
        let help = "add `why = \"...\"`: one sentence with a full stop";
        say("no-reason", &id, format!("`{}` does not say why it is there", rule.id.value), help);
    } else if !why.ends_with(['.', '。', '!', '！', '?', '？']) {
        let help = "`why` is one sentence: end it with `.` or `。`";
        say("no-reason", &id, format!("the reason of `{}` ends without a full stop", rule.id.value), help);
    }
    if let (Some(expires), Some(today)) = (&rule.expires, today)
        && expires.value.as_str() <= today
    {
        say(
            "expired-rule",
            &expires.with(()),
            format!("`{}` was to be looked at again by {}", rule.id.value, expires.value),
            "take the rule out, or give it another date: until then it counts as before",
        );
    }
    alike::examples(&rule.hits, &mut say);
    alike::examples(&rule.misses, &mut say);
    match &rule.body {
        Written::Literal { any, .. } | Written::Allow { by: WrittenAllow::Any(any), .. } => literals(any, &mut say),
        Written::Regex { pattern, needs, .. } | Written::Allow { by: WrittenAllow::Pattern(pattern, needs), .. } if needs.is_empty() => {
            say(
                "ungated-regex",
                &pattern.with(()),
                "this regex runs over every text".to_owned(),
                "add `needs = [\"...\"]`: words of which every match holds one",
            )
        }
        _ => {}
    }
    if let (Written::Literal { any, .. }, Some(weight)) = (&rule.body, &rule.weight) {
        common::literals(any, weight.value, &mut say);
    }
}

/// Branches of a regex that its gates never open. `inside` finds the place of some bytes of the pattern; `steps` are those
/// that are left for looking.
pub(super) fn lint_gates(
    rule: &WrittenRule,
    inside: impl Fn(&At<String>, usize, usize) -> At<()>,
    steps: &mut usize,
    problems: &mut Vec<Diagnostic>,
) {
    let (pattern, needs, inside_words) = match &rule.body {
        Written::Regex { pattern, needs, inside_words } => (pattern, needs, *inside_words),
        Written::Allow { by: WrittenAllow::Pattern(pattern, needs), .. } => (pattern, needs, false),
        _ => return,
    };
    if needs.is_empty() {
        return;
    }
    for gap in gates::gaps(&pattern.value, needs, inside_words, steps) {
        let place = inside(pattern, gap.branch.start, gap.branch.end);
        let message = format!("`{}` matches, and holds no string of `needs`: by itself it is not found", gap.text);
        let help = "add a word of this branch to `needs`, set `inside-words` where it stands amid a word, or leave the branch out";
        problems.push(problem(Severity::Lint, "branch-without-gate", &place, message, help));
    }
}

/// What a word of every day may weigh.
const EVERYDAY_WEIGHT: Points = Points::from_hundredths(100);

/// How many places inside a literal are looked at for others. A list of words has a few; one that was made to have very
/// many would keep a build waiting for a lint.
const NESTED_LIMIT: usize = 200;

fn literals(any: &[At<String>], say: &mut impl FnMut(&'static str, &At<()>, String, &str)) {
    // What folding leaves nothing of is an error by itself, and stands in everything.
    let views: Vec<(&At<String>, String)> =
        any.iter().map(|literal| (literal, folded(&literal.value).into_owned())).filter(|(_, view)| !view.trim().is_empty()).collect();
    // One automaton over all of them keeps this linear in a list of thousands. The plainest kind: it is built for one pass.
    let all = AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(views.iter().map(|(_, view)| view)).ok();
    for (index, (literal, view)) in views.iter().enumerate() {
        if view.chars().count() == 1 {
            say(
                "short-literal",
                &literal.with(()),
                format!("`{}` is one character", literal.value),
                "one character is found in nearly every text",
            );
        }
        // Of two equal ones the later is the one too many. Words match whole: `加v` is not found in `加vx`.
        let inside = all.iter().flat_map(|all| all.find_overlapping_iter(view.as_str())).take(NESTED_LIMIT).find_map(|found| {
            let (other, place) = (found.pattern().as_usize(), Span::new(found.start(), found.end()));
            let superfluous = if views[other].1 == *view { other < index } else { is_word(view, place) };
            (other != index && superfluous).then_some(other)
        });
        match inside.map(|other| &views[other]) {
            Some((other, equal)) if equal == view => say(
                "nested-literal",
                &literal.with(()),
                format!("`{}` is found as `{}` already: folding makes them one", literal.value, other.value),
                "leave one of the two out",
            ),
            Some((other, _)) => say(
                "nested-literal",
                &literal.with(()),
                format!("`{}` stands in `{}`, and so is found wherever this is", other.value, literal.value),
                "leave the longer one out",
            ),
            None => {}
        }
    }
}
