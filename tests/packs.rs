//! The built-in packs prove themselves.
use adsift::{Compiler, Failure, Outcome, RuleSet, Source, verify, verify_respelled};

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

/// The built-in packs are taken for sound when they are loaded. Here they are read as anybody's.
#[test]
fn the_built_in_packs_are_sound() {
    let sources = Source::read_all(std::path::Path::new("patterns")).expect("the packs");
    let rules = sources.into_iter().fold(Compiler::new(), Compiler::add).build().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(rules.rules().len(), RuleSet::builtin().rules().len());
    // Lints that are told of anybody's packs alone, since they take long to find. Large regexes are the price of long lists.
    let told: Vec<_> = rules.lints().items.iter().filter(|lint| lint.code != "slow-regex").map(|lint| lint.message.as_str()).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// What a document shows is what its reader copies.
#[test]
fn the_examples_of_the_documents_compile_and_hold() {
    for path in ["patterns/README.md", "README.md"] {
        let text = std::fs::read_to_string(path).expect(path);
        let pack: String = text.split("```toml\n").skip(1).filter_map(|block| block.split("```").next()).collect::<Vec<_>>().join("\n");
        let rules = Compiler::with_builtin().add(Source::new(path, pack)).build().unwrap_or_else(|problems| panic!("{problems}"));
        let of_document = |rule: &str| rules.rule(rule).is_some_and(|rule| rules.origin(rule).starts_with(path));
        let failures: Vec<Failure> = verify(&rules).1.into_iter().filter(|failure| of_document(&failure.rule)).collect();
        assert!(failures.is_empty(), "{path}: {}", told(&failures));
        assert!(rules.rules().iter().any(|rule| of_document(rule.id())), "{path} shows no rule");
    }
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
