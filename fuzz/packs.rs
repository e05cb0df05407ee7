//! The targets that compile: packs, and conditions.
use crate::targets::{reached, sound, text};
use adsift::{Compiler, RuleSet, Source};

const HEAD: &str = "[pack]\nid = \"p\"\nformat = 1\n";

/// The categories of the built-in policy, without its packs: these are compiled in a moment.
fn policy() -> Source {
    let policy = include_str!("../patterns/policy.toml");
    Source::new("policy.toml", policy)
}

/// A pack is compiled, or told what is wrong at places inside it.
fn compiled(compiler: Compiler, pack: &str) -> Option<RuleSet> {
    match compiler.add(Source::new("p.toml", pack)).build() {
        Ok(rules) => {
            adsift::cli::render(rules.lints(), false);
            reached("a rule set");
            Some(rules)
        }
        Err(problems) => {
            assert!(problems.has_errors());
            for label in problems.items.iter().flat_map(|item| &item.labels) {
                let text = &problems.files[label.file].text;
                assert!(text.get(label.start..label.end).is_some(), "{label:?}");
            }
            adsift::cli::render(&problems, false);
            None
        }
    }
}

pub fn pack(bytes: &[u8]) {
    let text = text(bytes);
    let whole = text.starts_with("[pack]");
    let pack = if whole { text.into_owned() } else { format!("{HEAD}{text}") };
    // Names of built-in rules are there for one of many only: to compile these packs takes a hundred times as long.
    let compiler = if bytes.len().is_multiple_of(64) { Compiler::with_builtin() } else { Compiler::new().add(policy()) };
    if let Some(rules) = compiled(compiler, &pack) {
        sound(&rules.scanner().scan(&pack));
    }
}

/// Words of conditions: the bytes choose.
const WORDS: &[&str] = &[
    "a",
    "b",
    "c",
    "p.a",
    "p.*",
    "category:offer",
    "nobody",
    "and",
    "or",
    "not",
    "(",
    ")",
    ",",
    "any of",
    "all of",
    "2 of",
    "0 of",
    "9 of",
    "电",
];

/// A condition as the bytes choose it, sound but for what is left of them.
fn written(bytes: &mut std::slice::Iter<'_, u8>, depth: usize) -> String {
    let mut next = || bytes.next().map_or(0, |byte| *byte as usize);
    let (kind, name) = (next(), WORDS[next() % 6]);
    if depth > 5 {
        return name.to_owned();
    }
    match kind % 16 {
        0..=3 => name.to_owned(),
        4 | 5 => format!("not {}", written(bytes, depth + 1)),
        6..=8 => format!("({} and {})", written(bytes, depth + 1), written(bytes, depth + 1)),
        9..=11 => format!("{} or {}", written(bytes, depth + 1), written(bytes, depth + 1)),
        12 => format!("any of ({name}, {})", WORDS[next() % 6]),
        13 => format!("2 of (a, {}, c, {name})", WORDS[next() % 6]),
        14 => format!("all of (b, {name})"),
        // What is not sound, now and then.
        _ => match next() % 8 {
            0 => WORDS[next() % WORDS.len()].to_owned(),
            _ => name.to_owned(),
        },
    }
}

pub fn condition(bytes: &[u8]) {
    let when = written(&mut bytes.iter(), 0);
    let fact = |id: &str, word: &str| format!("[[literal]]\nid = \"{id}\"\ncategory = \"offer\"\nweight = 1.0\nany = [\"{word}\"]\n");
    // A contact makes the window in which conditions are asked.
    let contact = "[[contact]]\nid = \"t\"\nkind = \"telegram\"\ncues = [\"tg\"]\nshape = \"telegram-handle\"\n";
    let facts = fact("a", "hippo") + &fact("b", "zebra") + &fact("c", "giraffe") + contact;
    let rule = |id: &str, when: &str| format!("[[composite]]\nid = \"{id}\"\ncategory = \"call\"\nweight = 1.0\nwhen = \"{when}\"\n");
    let pack = format!("{HEAD}{facts}{}{}", rule("z", &when), rule("y", &format!("b and not ({when})")));
    let Some(rules) = compiled(Compiler::new().add(policy()), &pack) else { return };
    let mut scanner = rules.scanner();
    let verdict = scanner.scan("hippo zebra and tg: @lumo_cards8");
    let holds = |id: &str| verdict.hits().iter().any(|hit| verdict.rule(hit).id() == id);
    if holds("p.z") {
        reached("a condition that holds");
    }
    if holds("p.y") {
        reached("a condition that does not");
    }
    assert!(!(holds("p.z") && holds("p.y")), "{when} holds, and does not");
}
