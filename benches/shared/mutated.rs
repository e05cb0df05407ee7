//! Copies of packs that look for other things of the same make: same rules, same lengths, other characters.
use super::shared::generated::Random;
use adsift::Source;
use std::collections::{BTreeMap, HashMap};
use toml::{Table, Value};

/// Letters that stand for each other: they are about as frequent in English.
const LETTERS: &[&str] = &["aeiou", "tnshrd", "lcmfpg", "wybvk", "jxqz"];
/// How many Han characters of neighbouring frequency stand for each other.
const NEIGHBOURS: usize = 16;
/// Keys whose strings are looked for, as they stand.
const LITERALS: &[&str] = &["any", "needs", "cues", "disguised", "respelled"];
/// Keys of what is left out: examples would fail, and take time to read.
const EXAMPLES: &[&str] = &["hits", "misses"];

/// What each character becomes.
type Mapping = HashMap<char, char>;

/// The copy of this number: all packs, under other names. Structure rules, composites and allow rules by condition are left
/// out, for they name other rules; so are contacts without a cue, of which a set has only one.
pub fn copy(packs: &[(String, String)], number: usize) -> Vec<Source> {
    let tables: Vec<(String, Table)> = packs
        .iter()
        .filter_map(|(name, text)| Some((name.clone(), text.parse().ok()?)))
        .filter(|(_, t): &(_, Table)| t.contains_key("pack"))
        .collect();
    let mapping = mapping(&tables, number);
    let mut sources = Vec::new();
    for (name, mut pack) in tables {
        let name = format!("{name}-{number}");
        pack["pack"]["id"] = Value::String(name.clone());
        for kind in ["category", "structure", "composite"] {
            pack.remove(kind);
        }
        for kind in ["literal", "regex", "contact", "allow"] {
            let Some(rules) = pack.get_mut(kind).and_then(Value::as_array_mut) else { continue };
            rules.retain(|rule| kind == "regex" || LITERALS.iter().any(|key| rule.get(key).is_some()));
            if kind == "contact" {
                rules.retain(|rule| rule.get("shape").and_then(Value::as_str) != Some("email"));
            }
            for rule in rules.iter_mut().filter_map(Value::as_table_mut) {
                change(rule, &mapping);
            }
        }
        sources.push(Source::new(format!("{name}.toml"), toml::to_string(&pack).expect("a table can be written")));
    }
    sources
}

fn change(rule: &mut Table, mapping: &Mapping) {
    EXAMPLES.iter().for_each(|key| drop(rule.remove(*key)));
    for key in LITERALS {
        for text in rule.get_mut(*key).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::String(text) = text {
                *text = text.chars().map(|c| mapping.get(&c).copied().unwrap_or(c)).collect();
            }
        }
    }
    if let Some(Value::String(pattern)) = rule.get_mut("pattern") {
        *pattern = changed_regex(pattern, mapping);
    }
    // What it would take away is named by rules that are not copied.
    if let Some(suppresses) = rule.get_mut("suppresses") {
        *suppresses = Value::Array(vec![Value::String("category:offer".to_owned())]);
    }
}

/// Changes the characters of a regex that stand for themselves: not those behind a backslash, in a class of ASCII, in braces
/// or behind `(?`.
fn changed_regex(pattern: &str, mapping: &Mapping) -> String {
    let mut out = String::with_capacity(pattern.len());
    let (mut before, mut class, mut syntax) = (' ', false, false);
    for c in pattern.chars() {
        let escaped = before == '\\';
        match c {
            '[' if !escaped => class = true,
            ']' if !escaped => class = false,
            '{' if !escaped => syntax = true,
            '?' if before == '(' => syntax = true,
            '}' | ':' | ')' | '>' => syntax = false,
            _ => {}
        }
        let itself = !escaped && !syntax && (!class || !c.is_ascii());
        out.push(if itself { mapping.get(&c).copied().unwrap_or(c) } else { c });
        // An escaped backslash escapes nothing.
        before = if escaped { ' ' } else { c };
    }
    out
}

/// A mapping in which frequent characters become frequent ones, and no two the same.
fn mapping(packs: &[(String, Table)], number: usize) -> Mapping {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    let rules = packs.iter().flat_map(|(_, pack)| ["literal", "regex", "contact"].map(|kind| pack.get(kind))).flatten();
    for rule in rules.filter_map(Value::as_array).flatten() {
        let lists = LITERALS.iter().filter_map(|key| rule.get(key)?.as_array()).flatten();
        let texts = lists.chain(rule.get("pattern")).filter_map(Value::as_str);
        // One that folding changes stands in literals only, and would never match in a regex.
        let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c) && adsift::folded(&c.to_string()) == c.to_string();
        texts.flat_map(str::chars).filter(han).for_each(|c| *counts.entry(c).or_default() += 1);
    }
    let mut han: Vec<(usize, char)> = counts.into_iter().map(|(c, count)| (count, c)).collect();
    han.sort_unstable_by(|a, b| b.cmp(a));
    let han: Vec<char> = han.into_iter().map(|(_, c)| c).collect();
    let letters = LETTERS.iter().map(|group| group.chars().collect::<Vec<char>>());
    let groups: Vec<Vec<char>> = letters.chain(han.chunks(NEIGHBOURS).map(<[char]>::to_vec)).collect();
    let mut random = Random::new(number as u64);
    let mut mapping = Mapping::new();
    for group in groups {
        let mut others = group.clone();
        for at in (1..others.len()).rev() {
            others.swap(at, random.below(at + 1));
        }
        mapping.extend(group.into_iter().zip(others));
    }
    mapping
}
