//! The built-in packs prove themselves.
use adsift::{Outcome, RuleSet, verify};

#[test]
fn every_example_of_every_rule_holds() {
    let (run, failures) = verify(&RuleSet::builtin());
    let told: Vec<String> = failures.iter().map(|f| format!("{:?} {}: {} ({})", f.outcome, f.rule, f.text, f.detail)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(run > 300, "{run} examples");
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
