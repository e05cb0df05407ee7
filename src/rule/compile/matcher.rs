//! The strings that one pass over a view looks for, and the automaton that finds them.
use super::super::set::Target;
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use std::collections::HashMap;

/// The most bytes that all strings may have together. Building takes some 80 bytes of memory for each. The built-in
/// packs have 50,000.
pub(super) const BYTES_LIMIT: usize = 2 << 20;
/// The most strings that there may be; one that several rules name counts as often. The built-in packs have 5,500.
pub(super) const NUMBER_LIMIT: usize = 200_000;
/// Up to so many bytes of strings the automaton is a table of states, the fastest there is. A byte of Chinese takes some
/// 750 bytes of table, so this is 150 MB; the chains of states that are taken above it need a hundredth of that.
const TABLE_LIMIT: usize = 200_000;

/// The strings, each once, with what they stand for.
#[derive(Default)]
pub(super) struct Strings {
    index: HashMap<String, usize>,
    pub targets: Vec<Vec<Target>>,
    texts: Vec<String>,
    bytes: usize,
    number: usize,
    full: bool,
}

impl Strings {
    /// Adds a string, and tells whether there was room: past a limit nothing more is kept.
    pub fn add(&mut self, text: &str, target: Target) -> bool {
        let known = self.index.get(text).copied();
        let bytes = self.bytes + if known.is_none() { text.len() } else { 0 };
        self.full |= bytes > BYTES_LIMIT || self.number >= NUMBER_LIMIT;
        if self.full {
            return false;
        }
        self.bytes = bytes;
        self.number += 1;
        let index = known.unwrap_or_else(|| {
            self.index.insert(text.to_owned(), self.texts.len());
            self.texts.push(text.to_owned());
            self.targets.push(Vec::new());
            self.texts.len() - 1
        });
        self.targets[index].push(target);
        true
    }

    /// Whether a string was refused.
    pub fn full(&self) -> bool {
        self.full
    }

    fn kind(&self) -> AhoCorasickKind {
        if self.bytes > TABLE_LIMIT { AhoCorasickKind::ContiguousNFA } else { AhoCorasickKind::DFA }
    }

    /// The automaton that finds all of them, overlapping ones too.
    ///
    /// # Errors
    /// When it would have more states than can be numbered, which the limits leave no room for.
    pub fn matcher(&self) -> Result<AhoCorasick, BuildError> {
        AhoCorasick::builder().match_kind(MatchKind::Standard).kind(Some(self.kind())).build(&self.texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATE: Target = Target::Gate { regex: 0, inside_words: false };

    #[test]
    fn what_is_past_a_limit_is_refused_and_not_kept() {
        let mut strings = Strings::default();
        let long = "卡".repeat(BYTES_LIMIT / 3);
        assert!(strings.add(&long, GATE) && strings.add(&long, GATE) && !strings.full());
        assert!(!strings.add("流量卡", GATE) && strings.full());
        assert!(!strings.add("卡", GATE), "there is no room even for what would fit");
        assert_eq!((strings.texts.len(), strings.targets[0].len()), (1, 2));

        let mut strings = Strings::default();
        assert!((0..NUMBER_LIMIT).all(|_| strings.add("卡", GATE)) && !strings.add("卡", GATE));
    }

    #[test]
    fn many_strings_are_found_without_a_table() {
        let mut strings = Strings::default();
        assert!(strings.add("流量卡", GATE) && strings.kind() == AhoCorasickKind::DFA);
        let text = |number: usize| format!("{number:05}{}", "卡".repeat(20));
        for number in 0..TABLE_LIMIT / 65 + 1 {
            assert!(strings.add(&text(number), GATE));
        }
        let matcher = strings.matcher().expect("a matcher");
        assert_eq!((strings.kind(), matcher.kind()), (AhoCorasickKind::ContiguousNFA, AhoCorasickKind::ContiguousNFA));
        assert_eq!(matcher.find_overlapping_iter(&format!("办流量卡{}", text(7))).count(), 2);
    }
}
