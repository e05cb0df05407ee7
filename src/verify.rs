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
    /// Name of the file that the example stands in, with its line.
    pub origin: String,
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
    verify_where(rules, &[None], |_| true)
}

/// Runs the examples in mechanical respellings: each [`Treatment`] that fits. Cost: some six scans an example.
pub fn verify_respelled(rules: &RuleSet) -> (usize, Vec<Failure>) {
    verify_where(rules, &Treatment::ALL.map(Some), |_| true)
}

/// Runs the examples of some rules in some spellings, `None` being the written one. An example that fails as it is
/// written is not run in others, where it would only fail again.
pub(crate) fn verify_where(rules: &RuleSet, treatments: &[Option<Treatment>], wanted: impl Fn(&Rule) -> bool) -> (usize, Vec<Failure>) {
    let mut scanner = Scanner::thorough(rules.clone());
    let mut run = 0;
    let mut failures = Vec::new();
    for rule in rules.rules().iter().filter(|rule| rule.enabled() && wanted(rule)) {
        let hits = rule.hits().iter().map(|example| (example, true));
        for (example, wanted) in hits.chain(rule.misses().iter().map(|example| (example, false))) {
            for &treatment in treatments {
                let respelled = match treatment {
                    None => Some(example.clone()),
                    // A rule that asks for disguise finds what the treatment makes of its misses.
                    Some(_) if !wanted && asks_for_disguise(rules, rule) => None,
                    Some(treatment) => treatment.apply(example),
                };
                let Some(respelled) = respelled else { continue };
                run += 1;
                let failure = check(&mut scanner, rule, &respelled, wanted);
                let failed = failure.is_some();
                failures.extend(failure.map(|failure| Failure { treatment, origin: rules.example_origin(example), ..failure }));
                if failed && treatment.is_none() {
                    break;
                }
            }
        }
    }
    (run, failures)
}

/// Where a rule is found in a text.
#[cfg(feature = "cli")]
pub(crate) fn found(scanner: &mut Scanner, rule: &Rule, text: &str) -> Vec<Span> {
    places(&scanner.scan(text), rule)
}

fn asks_for_disguise(rules: &RuleSet, rule: &Rule) -> bool {
    let structures = &rules.0.body.structures;
    structures.iter().any(|structure| structure.feature == Feature::ContactInDisguise && rules.rules()[structure.rule].id() == rule.id())
}

fn check(scanner: &mut Scanner, rule: &Rule, example: &Example, wanted: bool) -> Option<Failure> {
    let verdict = scanner.scan(&example.text);
    let places = places(&verdict, rule);
    let fail = |outcome, detail: String| {
        let (rule, origin) = (rule.id().to_owned(), String::new());
        Some(Failure { rule, origin, outcome, treatment: None, text: example.text.clone(), detail })
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
    verdict
        .hits()
        .iter()
        .filter(mine)
        .filter(live)
        .flat_map(|hit| std::iter::once(hit.span).chain(hit.also.iter().map(|further| further.span)))
        .collect()
}
