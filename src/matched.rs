//! The stage of literals and regexes alone, for `benches/peers`: what other engines do can only be compared with this.
use crate::rule::{Need, RuleSet, Target};
use crate::span::{Span, View};

/// How far before and behind its gate a regex looks, in bytes, as when a text is judged.
const REGEX_REACH: usize = 240;

/// Finds literals and regexes, and nothing else. Reuses its buffers. No part of the interface: it may change or go.
pub struct Matched {
    rules: RuleSet,
    gates: Vec<(u32, usize, usize)>,
    /// The words that regexes need: set, and first byte.
    words: Vec<(u32, u32)>,
    /// Index of the rule, start and end in the view, of every match; unsorted.
    pub found: Vec<(u32, usize, usize)>,
}

impl Matched {
    /// For these rules.
    pub fn new(rules: &RuleSet) -> Self {
        Matched { rules: rules.clone(), gates: Vec::new(), words: Vec::new(), found: Vec::new() }
    }

    /// Finds all in a view, that is in a text that is folded already.
    pub fn find(&mut self, view: &str) {
        let rules = &*self.rules.0;
        self.found.clear();
        self.gates.clear();
        self.words.clear();
        let bytes = view.as_bytes();
        rules.finder.find(view, |place| {
            let (start, end) = (place.start, place.end);
            let span: Span<View> = Span::new(start, end);
            for &target in rules.targets.of(place.string) {
                match target {
                    Target::Literal { rule, inside_words } if inside_words || crate::text::is_word(view, span) => {
                        self.found.push((rule, start, end))
                    }
                    Target::Gate { regex, inside_words }
                        if inside_words
                            || !bytes[start].is_ascii_alphabetic()
                            || start == 0
                            || !bytes[start - 1].is_ascii_alphanumeric() =>
                    {
                        self.gates.push((regex, start, end))
                    }
                    Target::Word { set } => self.words.push((set, start as u32)),
                    _ => {}
                }
            }
        });
        self.gates.sort_unstable();
        self.words.sort_unstable();
        for rule in rules.body.ungated.iter().map(|&index| &rules.body.regexes[index as usize]) {
            let matches = rule.regex.get().into_iter().flat_map(|regex| regex.find_iter(regex_automata::Input::new(view)));
            self.found.extend(matches.filter(|found| !found.is_empty()).map(|found| (rule.rule as u32, found.start(), found.end())));
        }
        for gates in self.gates.chunk_by(|&(a, _, end), &(b, start, _)| a == b && start <= end + 2 * REGEX_REACH) {
            let rule = &rules.body.regexes[gates[0].0 as usize];
            let start = view.floor_char_boundary(gates[0].1.saturating_sub(REGEX_REACH));
            let last = gates.iter().map(|&(_, _, end)| end).max().unwrap_or(start);
            let end = view.floor_char_boundary((last + REGEX_REACH).min(view.len()));
            if !has(&self.words, &rule.words, start, end) {
                continue;
            }
            let Some(regex) = rule.regex.get() else { continue };
            let matches = regex.find_iter(regex_automata::Input::new(view).range(start..end)).filter(|found| !found.is_empty());
            self.found.extend(matches.map(|found| (rule.rule as u32, found.start(), found.end())));
        }
    }
}

/// Whether a stretch of the view holds what a regex needs, as when a text is judged.
fn has(words: &[(u32, u32)], need: &Need, start: usize, end: usize) -> bool {
    match need {
        Need::Nothing => true,
        Need::Word(set) => {
            let next = words.partition_point(|&word| word < (*set, start as u32));
            words.get(next).is_some_and(|&(found, at)| found == *set && (at as usize) < end)
        }
        Need::All(parts) => parts.iter().all(|part| has(words, part, start, end)),
        Need::Any(parts) => parts.iter().any(|part| has(words, part, start, end)),
    }
}
