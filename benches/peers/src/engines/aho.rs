//! An automaton for the literals and a loop over the regexes: what is written first.
use super::Engine;
use crate::patterns::{Pair, Pattern, Patterns};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

pub struct Loop {
    literals: Vec<Pattern>,
    automaton: AhoCorasick,
    regexes: Vec<(u32, Regex)>,
}

impl Loop {
    pub fn new(patterns: &Patterns) -> Result<Self, String> {
        let copy = |p: &Pattern| Pattern { rule: p.rule, regex: p.regex, text: p.text.clone(), word: p.word };
        let literals: Vec<Pattern> = patterns.literals().map(copy).collect();
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(literals.iter().map(|literal| &literal.text));
        let regexes = patterns.regexes().map(|p| Ok((p.rule, Regex::new(&p.text).map_err(|error| error.to_string())?)));
        Ok(Loop { automaton: automaton.map_err(|error| error.to_string())?, regexes: regexes.collect::<Result<_, String>>()?, literals })
    }
}

impl Engine for Loop {
    fn find(&mut self, text: &str, found: &mut Vec<Pair>) {
        for literal in self.automaton.find_overlapping_iter(text) {
            let pattern = &self.literals[literal.pattern().as_usize()];
            found.extend(pattern.stands(text.as_bytes(), literal.end()).then_some((pattern.rule, literal.end())));
        }
        for (rule, regex) in &self.regexes {
            found.extend(regex.find_iter(text).filter(|found| !found.is_empty()).map(|found| (*rule, found.end())));
        }
    }
}
