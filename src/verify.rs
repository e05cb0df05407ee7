//! Runs the examples that stand beside each rule: a rule proves itself, or says where it does not.
use crate::rule::{Example, Rule, RuleKind, RuleSet};
use crate::scan::{Effect, Scanner, Verdict};
use crate::signal::Feature;
use crate::span::Span;

mod treatment;

pub use treatment::Treatment;

/// How an example failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The rule must find it, and did not.
    Missed,
    /// The rule must not find it, and did.
    Noisy,
    /// The rule found it, and quoted another place than the marked one.
    Misplaced,
    /// The contact's value is another than stated.
    WrongValue,
}

/// One example that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The rule's id.
    pub rule: String,
    /// How.
    pub outcome: Outcome,
    /// How the example was respelled, if it was.
    pub treatment: Option<Treatment>,
    /// The example's text.
    pub text: String,
    /// What was expected and what was found.
    pub detail: String,
}

/// Runs the examples of every rule that is enabled, as they are written. Cost: one scan an example.
pub fn verify(rules: &RuleSet) -> (usize, Vec<Failure>) {
    run(rules, &[None])
}

/// Runs the examples in mechanical respellings: each [`Treatment`] that fits. Cost: some six scans an example.
pub fn verify_respelled(rules: &RuleSet) -> (usize, Vec<Failure>) {
    run(rules, &Treatment::ALL.map(Some))
}

fn run(rules: &RuleSet, treatments: &[Option<Treatment>]) -> (usize, Vec<Failure>) {
    let mut scanner = Scanner::thorough(rules.clone());
    let mut run = 0;
    let mut failures = Vec::new();
    for rule in rules.rules().iter().filter(|rule| rule.enabled()) {
        for (examples, wanted) in [(rule.hits(), true), (rule.misses(), false)] {
            for (example, &treatment) in examples.iter().flat_map(|example| treatments.iter().map(move |treatment| (example, treatment))) {
                let respelled = match treatment {
                    None => Some(example.clone()),
                    // A rule that asks for disguise finds what the treatment makes of its misses.
                    Some(_) if !wanted && asks_for_disguise(rules, rule) => None,
                    Some(treatment) => treatment.apply(example),
                };
                let Some(example) = respelled else { continue };
                run += 1;
                failures.extend(check(&mut scanner, rule, &example, wanted).map(|failure| Failure { treatment, ..failure }));
            }
        }
    }
    (run, failures)
}

fn asks_for_disguise(rules: &RuleSet, rule: &Rule) -> bool {
    let structures = &rules.0.body.structures;
    structures.iter().any(|structure| structure.feature == Feature::ContactInDisguise && rules.rules()[structure.rule].id() == rule.id())
}

fn check(scanner: &mut Scanner, rule: &Rule, example: &Example, wanted: bool) -> Option<Failure> {
    let verdict = scanner.scan(&example.text);
    let places = places(&verdict, rule);
    let fail = |outcome, detail: String| {
        Some(Failure { rule: rule.id().to_owned(), outcome, treatment: None, text: example.text.clone(), detail })
    };
    let quote = |span: &Span| format!("`{}`", &example.text[span.range()]);
    if !wanted {
        return places.first().and_then(|place| fail(Outcome::Noisy, format!("found {}", quote(place))));
    }
    if places.is_empty() {
        return fail(Outcome::Missed, "not found".to_owned());
    }
    if let Some(marked) = example.quoted.filter(|marked| !places.contains(marked)) {
        let found: Vec<String> = places.iter().map(quote).collect();
        return fail(Outcome::Misplaced, format!("expected {}, found {}", quote(&marked), found.join(", ")));
    }
    let value = example.value.as_ref()?;
    let values: Vec<&str> =
        verdict.contacts().iter().filter(|contact| places.contains(&contact.span)).map(|contact| contact.value.as_str()).collect();
    if values.contains(&value.as_str()) { None } else { fail(Outcome::WrongValue, format!("expected `{value}`, found {values:?}")) }
}

/// Where a rule was found. An allow rule counts wherever it stands; others must not have been taken away.
fn places(verdict: &Verdict<'_>, rule: &Rule) -> Vec<Span> {
    let mine = |hit: &&crate::scan::Hit| verdict.rule(hit).id() == rule.id();
    let live = |hit: &&crate::scan::Hit| hit.effect != Effect::Suppressed || rule.kind() == RuleKind::Allow;
    verdict.hits().iter().filter(mine).filter(live).flat_map(|hit| std::iter::once(hit.span).chain(hit.also.iter().copied())).collect()
}
