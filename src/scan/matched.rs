//! The stage of literals and regexes alone, for `benches/peers`: what other engines do can only be compared with this.
use super::matcher::Matches;
use crate::rule::RuleSet;

/// Finds literals and regexes, and nothing else. Reuses its buffers. No part of the interface: it may change or go.
pub struct Matched {
    rules: RuleSet,
    matches: Matches,
    /// Index of the rule, start and end in the view, of every match; unsorted.
    pub found: Vec<(u32, usize, usize)>,
}

impl Matched {
    /// For these rules.
    pub fn new(rules: &RuleSet) -> Self {
        Matched { rules: rules.clone(), matches: Matches::default(), found: Vec::new() }
    }

    /// Finds all in a view, that is in a text that is folded already.
    pub fn find(&mut self, view: &str) {
        self.matches.literals_and_regexes(&self.rules.0, view);
        self.found.clear();
        self.found.extend(self.matches.spans.iter().map(|&(rule, span)| (rule, span.start, span.end)));
    }
}
