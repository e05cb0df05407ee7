//! The built-in packs prove themselves.
use adsift::{Failure, Outcome, RuleSet, verify, verify_respelled};

#[test]
fn every_example_of_every_rule_holds() {
    let (run, failures) = verify(&RuleSet::builtin());
    assert!(failures.is_empty(), "{}", told(&failures));
    assert!(run > 300, "{run} examples");
}

#[test]
fn every_example_holds_in_mechanical_respellings() {
    let (run, failures) = verify_respelled(&RuleSet::builtin());
    assert!(failures.is_empty(), "{} of {run}:\n{}", failures.len(), told(&failures));
    assert!(run > 2_000, "{run} examples");
}

fn told(failures: &[Failure]) -> String {
    let line = |f: &Failure| format!("{:?} {} {:?}: {} ({})", f.outcome, f.rule, f.treatment, f.text, f.detail);
    failures.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_packs_have_no_lints() {
    assert!(RuleSet::builtin().lints().items.is_empty(), "{}", RuleSet::builtin().lints());
}

#[test]
fn verification_notices_each_way_to_fail() {
    let pack = "[pack]\nid = \"v\"\nformat = 1\n[[literal]]\nid = \"w\"\nany = [\"kada\"]\nhits = [\"no such word\", \"⟦a kada⟧\"]\nmisses = [\"kada\"]\n\
        [[contact]]\nid = \"c\"\nkind = \"telegram\"\ncues = [\"lumo\"]\nshape = \"telegram-handle\"\nhits = [{ text = \"⟦lumo: @abcde1⟧\", value = \"other\" }]\n";
    let rules = adsift::Compiler::with_builtin().add(adsift::Source::new("v.toml", pack)).build().expect("sound");
    let outcomes: Vec<Outcome> = verify(&rules).1.iter().map(|failure| failure.outcome).collect();
    assert_eq!(outcomes, [Outcome::WrongValue, Outcome::Missed, Outcome::Misplaced, Outcome::Noisy]);
}
