//! The strings that one pass over a view looks for.
use super::super::set::{ContactRule, Target};
use crate::find::{Finder, Starts};
use crate::signal::Shape;
use std::collections::HashMap;

/// The most bytes that all strings may have together. The built-in packs have 120,000.
pub(super) const BYTES_LIMIT: usize = 2 << 20;
/// The most strings that there may be; one that several rules name counts as often. The built-in packs have 8,500.
pub(super) const NUMBER_LIMIT: usize = 200_000;

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

    /// Whether there is room for all of so many strings, half of it left for others.
    pub fn has_room_for(&self, texts: &[String]) -> bool {
        let bytes: usize = texts.iter().map(String::len).sum();
        self.bytes + bytes <= BYTES_LIMIT / 2 && self.number + texts.len() <= NUMBER_LIMIT / 2
    }

    /// Whether a string was refused.
    pub fn full(&self) -> bool {
        self.full
    }

    /// What finds all of them, overlapping ones too.
    pub fn finder(&self, contacts: &[ContactRule]) -> Finder {
        let starts = |targets: &[Target]| match targets.iter().any(|target| may_begin_in_word(target, contacts)) {
            true => Starts::Anywhere,
            false => Starts::Words,
        };
        let strings: Vec<_> = self.texts.iter().zip(&self.targets).map(|(text, targets)| (text.as_str(), starts(targets))).collect();
        Finder::new(&strings)
    }
}

/// Whether a target counts where its string begins within a word.
fn may_begin_in_word(target: &Target, contacts: &[ContactRule]) -> bool {
    match *target {
        Target::Literal { inside_words, .. } | Target::Gate { inside_words, .. } => inside_words,
        // An address of a wallet begins with its cue, and begins a word.
        Target::Cue { contact, .. } | Target::Respelled { contact, .. } => {
            let shape = contacts[contact as usize].shape;
            shape.cue_is_part_of_link() && shape != Shape::WalletHere
        }
        Target::Decoder(_) | Target::Word { .. } => false,
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
}
