//! What a broken pack is told: each code with its message, its places and its way out, as a person reads it.
#![cfg(feature = "cli")]

use adsift::{Compiler, Diagnostics, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every code that a build can give, sorted. Codes are names that people search for and tools match: a new one is
/// added here and gets a case in `tests/errors/`, an old one is not renamed.
const CODES: &[&str] = &[
    "alike-examples",
    "bad-allow",
    "bad-condition",
    "bad-contact",
    "bad-id",
    "bad-marks",
    "bad-regex",
    "bad-value",
    "branch-without-gate",
    "category-without-cap",
    "common-literal",
    "composite-cycle",
    "conditions-too-large",
    "contradictory-condition",
    "duplicate-category",
    "duplicate-pack",
    "duplicate-rule",
    "expired-rule",
    "few-examples",
    "literal-too-long",
    "missing-key",
    "nested-literal",
    "never-matches",
    "no-policy",
    "no-reason",
    "pack-and-policy",
    "pack-too-large",
    "regexes-too-large",
    "same-values",
    "short-literal",
    "slow-regex",
    "syntax",
    "too-many-literals",
    "too-many-problems",
    "too-many-rules",
    "ungated-regex",
    "unknown-category",
    "unknown-format",
    "unknown-key",
    "unknown-pack",
    "unknown-rule",
    "unreachable-allow",
    "unused-fact",
    "weight-without-category",
    "wrong-type",
];

/// Codes that no pack is told, but a profile: `tests/layers.rs` provokes them.
const OF_PROFILES: &[&str] = &["bad-contact"];

/// Codes of limits, whose packs are made by a test: kept as files they would be large, and say nothing.
const LIMITS: &[&str] = &[
    "conditions-too-large",
    "literal-too-long",
    "pack-too-large",
    "regexes-too-large",
    "too-many-literals",
    "too-many-problems",
    "too-many-rules",
];

/// The cases that are compiled without the built-in packs, which bring a policy and categories of their own.
const ALONE: &[&str] = &["category-without-cap", "no-policy"];

/// The one case that is not named after a code.
const SEVERAL: &str = "several-mistakes";

/// The files of `tests/errors/` with this extension, by name.
fn files(extension: &str) -> BTreeMap<String, PathBuf> {
    let folder = fs::read_dir("tests/errors").expect("the cases can be read");
    let paths = folder.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some_and(|found| found == extension));
    paths.map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), path)).collect()
}

/// The packs of the cases, by name.
fn cases() -> BTreeMap<String, PathBuf> {
    files("toml")
}

/// What is said of a pack. Lints only where there are no errors: the packs of errors stay short that way.
fn said(name: &str, pack: &Path) -> Diagnostics {
    let base = if ALONE.contains(&name) { Compiler::new() } else { Compiler::with_builtin() }.today("2027-01-01");
    let text = fs::read_to_string(pack).expect("a case");
    match base.add(Source::new(format!("{name}.toml"), text)).build() {
        Ok(rules) => rules.lints().clone(),
        Err(mut problems) => {
            problems.items.retain(|item| item.severity == adsift::Severity::Error);
            problems
        }
    }
}

/// The code that a case is named after: the longest one, where one code begins like another.
fn code_of(name: &str) -> Option<&'static str> {
    let named = |code: &&&str| name == **code || name.starts_with(&format!("{code}-"));
    CODES.iter().filter(named).max_by_key(|code| code.len()).copied()
}

#[test]
fn every_mistake_is_told_as_expected() {
    let bless = std::env::var_os("ADSIFT_BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, pack) in cases() {
        let rendered = adsift::cli::render(&said(&name, &pack), false);
        let golden = pack.with_extension("out");
        if bless {
            fs::write(&golden, &rendered).expect("the golden file can be written");
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default().replace("\r\n", "\n");
        if rendered != expected {
            wrong.push(format!("tests/errors/{name}.toml is told\n{rendered}and tests/errors/{name}.out expects\n{expected}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} cases differ. Where the new text is right: ADSIFT_BLESS=1 cargo test --test errors, then read the difference.",
        wrong.join("\n"),
        wrong.len()
    );
}

#[test]
fn every_case_shows_the_code_that_it_is_named_after() {
    for (name, pack) in cases().iter().filter(|(name, _)| *name != SEVERAL) {
        let code = code_of(name).unwrap_or_else(|| panic!("tests/errors/{name}.toml is named after no code"));
        let items = said(name, pack).items;
        assert!(items.iter().any(|item| item.code == code), "tests/errors/{name}.toml does not provoke {code}");
        assert!(items.iter().all(|item| item.code == code), "tests/errors/{name}.toml provokes more than {code}: {items:#?}");
    }
}

/// The codes that stand in a folder of the compiler's sources, as first string behind a function that reports.
fn codes_of_the_source(folder: &Path) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the compiler's sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            codes.append(&mut codes_of_the_source(&path));
            continue;
        }
        let text = fs::read_to_string(path).expect("a source");
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for call in ["error(", "say(", "Severity::Error,", "Severity::Lint,"] {
            let behind = code.split(call).skip(1).filter_map(|behind| behind.trim_start().strip_prefix('"'));
            codes.extend(behind.filter_map(|behind| behind.split('"').next()).map(str::to_owned));
        }
    }
    codes
}

#[test]
fn every_code_is_listed_and_has_a_case() {
    let listed: BTreeSet<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(codes_of_the_source(Path::new("src/rule")), listed, "the codes of src/rule and the list of this file differ");
    assert!(CODES.is_sorted(), "the list is sorted, so that a code stands in it once");
    let shown: BTreeSet<&str> = cases().keys().filter_map(|name| code_of(name)).collect();
    let missing: Vec<&&str> =
        CODES.iter().filter(|code| !shown.contains(*code) && !LIMITS.contains(code) && !OF_PROFILES.contains(code)).collect();
    assert!(missing.is_empty(), "no case in tests/errors/ for {missing:?}");
    assert!(files("out").keys().eq(cases().keys()), "a golden file without its pack is compared with nothing");
}

/// A pack with this behind its head.
fn pack(rest: &str) -> Source {
    Source::new("large.toml", format!("[pack]\nid = \"large\"\nformat = 1\n{rest}"))
}

/// The code and the message of the one error that a pack is told.
fn only_error(source: Source) -> (&'static str, String) {
    let mut problems = Compiler::with_builtin().add(source).build().expect_err("a pack past a limit");
    problems.items.retain(|item| item.severity == adsift::Severity::Error);
    assert_eq!(problems.items.len(), 1, "{problems}");
    let error = problems.items.swap_remove(0);
    (error.code, error.message)
}

#[test]
fn a_pack_past_a_limit_is_told_the_limit() {
    // 167 characters of three bytes each are one byte too many.
    let literal = |literal: String| only_error(pack(&format!("[[literal]]\nid = \"goods\"\nany = [\"流量卡\", \"{literal}\"]\n")));
    assert_eq!(literal("卡".repeat(167)), ("literal-too-long", "a literal has at most 500 bytes".to_owned()));

    let large = only_error(pack(&format!("# {}\n", "卡".repeat(1_400_000))));
    assert_eq!(large, ("pack-too-large", "a pack has at most 4194304 bytes, and this one has more".to_owned()));

    let rules: String = (0..20_001).map(|rule| format!("[[structure]]\nid = \"r{rule}\"\nfeature = \"contact-at-end\"\n")).collect();
    assert_eq!(only_error(pack(&rules)), ("too-many-rules", "a rule set has at most 20000 rules".to_owned()));
}

/// What each rule may, all together may not. `tests/hostile.rs` holds the time and memory of these.
#[test]
fn packs_that_are_too_much_together_are_told_the_limit() {
    let regexes: String =
        (0..4_000).map(|rule| format!("[[regex]]\nid = \"r{rule}\"\npattern = '[a-z0-9]{{4000}}卡'\nneeds = [\"卡\"]\n")).collect();
    assert_eq!(only_error(pack(&regexes)).0, "regexes-too-large");

    let facts: String = (0..5_000).map(|rule| format!("[[literal]]\nid = \"r{rule}\"\nany = [\"流量卡{rule}\"]\n")).collect();
    let when = vec!["any of large.*"; 401].join(" or ");
    let told = only_error(pack(&format!("{facts}[[composite]]\nid = \"z\"\nwhen = \"{when}\"\n")));
    let message = "conditions and layers name at most 2000000 rules, each member of a category counted".to_owned();
    assert_eq!(told, ("conditions-too-large", message));

    let unknown: String =
        (0..1_200).map(|rule| format!("[[literal]]\nid = \"r{rule}\"\nunknown = 1\nany = [\"流量卡{rule}\"]\n")).collect();
    let problems = Compiler::with_builtin().add(pack(&unknown)).build().expect_err("unknown keys");
    assert_eq!(problems.items.len(), 1_001);
    assert_eq!(problems.items[1_000].code, "too-many-problems");
}

/// The matcher's memory grows with its strings: too many of them are refused before it is built.
#[test]
fn packs_with_too_many_literals_are_told_the_limit() {
    let told = "a rule set has at most 200000 literals, cues and gates, of at most 2097152 bytes together".to_owned();
    let of = |literals: Vec<String>| pack(&format!("[[literal]]\nid = \"goods\"\nany = [\"{}\"]\n", literals.join("\", \"")));
    let many = (0..200_000).map(|number| format!("{number:06}")).collect();
    assert_eq!(only_error(of(many)), ("too-many-literals", told.clone()));
    let long = (0..4_300).map(|number| format!("{number:06}{}", "卡".repeat(164))).collect();
    assert_eq!(only_error(of(long)), ("too-many-literals", told));
}

#[test]
fn nothing_at_all_lacks_a_policy() {
    let problems = Compiler::new().build().expect_err("there is no policy");
    assert_eq!(problems.to_string(), "error[no-policy]: there is no policy; add one: a file with `[policy]` and the categories");
    assert!(adsift::cli::render(&problems, false).contains("there is no policy"));
}

#[test]
fn several_mistakes_are_told_at_once_in_the_order_of_their_places() {
    let problems = said(SEVERAL, Path::new("tests/errors/several-mistakes.toml"));
    let places: Vec<usize> = problems.items.iter().map(|item| item.labels[0].start).collect();
    assert!(places.is_sorted(), "{problems}");
    let codes: BTreeSet<&str> = problems.items.iter().map(|item| item.code).collect();
    assert!(codes.len() > 5, "one mistake hides the others: {problems}");
}
