//! adsift itself: its stage of literals and regexes alone, and all that it does.
use super::Engine;
use crate::patterns::{Pair, Patterns};
use adsift::{Matched, RuleSet, Scanner};

/// Only literals and regexes, as other engines do.
pub struct Alone {
    matched: Matched,
    /// The number of a rule of the set in the export; none of other kinds of rules.
    numbers: Vec<Option<u32>>,
}

impl Alone {
    pub fn new(patterns: &Patterns) -> Self {
        let rules = RuleSet::builtin();
        let number = |id: &str| patterns.rules.iter().position(|known| known == id).map(|at| at as u32);
        let numbers = rules.rules().iter().map(|rule| number(rule.id())).collect();
        Alone { matched: Matched::new(&rules), numbers }
    }
}

impl Engine for Alone {
    fn find(&mut self, text: &str, found: &mut Vec<Pair>) {
        self.matched.find(text);
        let pairs = self.matched.found.iter().map(|&(rule, _, end)| (self.numbers[rule as usize], end));
        found.extend(pairs.filter_map(|(rule, end)| Some((rule?, end))));
    }
}

/// Normalising, contacts, windows, scores and spans, too.
pub struct Full(Scanner);

impl Full {
    pub fn new() -> Self {
        Full(RuleSet::builtin().scanner())
    }
}

impl Engine for Full {
    fn find(&mut self, text: &str, found: &mut Vec<Pair>) {
        // Its hits are other things than matches, and are only counted.
        found.extend(self.0.scan(text).hits().iter().map(|hit| (u32::MAX, hit.span.end)));
    }
}
