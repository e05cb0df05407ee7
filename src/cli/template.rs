//! How many different texts a contact stands in, once what changes from one posting to the next is left out.
use super::read::{Record, Texts};
use crate::scan::Verdict;
use crate::text::folded;
use sha2::{Digest, Sha256};

/// How many marks are held for a contact. Beyond them the number is an estimate, within some 15 %.
const MOST: usize = 64;

/// The mark of a record's template: its text folded, without contacts, digits and white space.
pub(super) fn template(record: &Record<'_>, verdict: &Verdict<'_>) -> u64 {
    let mut hash = Sha256::new();
    let mut add = |field, text: &str| {
        let (mut rest, mut at) = (String::with_capacity(text.len()), 0);
        for contact in verdict.contacts().iter().filter(|contact| contact.field == field) {
            rest.push_str(text.get(at..contact.span.start).unwrap_or_default());
            // Two words that a contact stood between are none.
            rest.push(' ');
            at = at.max(contact.span.end);
        }
        rest.push_str(text.get(at..).unwrap_or_default());
        let same = |c: &char| !c.is_whitespace() && !c.is_numeric();
        hash.update(folded(&rest).chars().filter(same).collect::<String>());
        // What ends one field begins no other.
        hash.update([0]);
    };
    match &record.texts {
        Texts::One(text) => add(None, text),
        Texts::Fields(fields) => fields.iter().for_each(|(field, text)| add(Some(*field), text)),
    }
    hash.finalize().iter().take(8).fold(0, |mark, byte| mark << 8 | u64::from(*byte))
}

/// The templates of one contact: all marks while they are few, then the smallest ones, which tell how dense all of them lie.
#[derive(Clone, Debug, Default)]
pub(super) struct Templates(Vec<u64>);

impl Templates {
    pub fn add(&mut self, mark: u64) {
        if let Err(at) = self.0.binary_search(&mark)
            && at < MOST
        {
            self.0.truncate(MOST - 1);
            self.0.insert(at, mark);
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        match self.0.last() {
            Some(&last) if self.0.len() == MOST => (((MOST - 1) as f64 / (last as f64 / u64::MAX as f64)) as u64).max(MOST as u64),
            _ => self.0.len() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_templates_are_counted_and_many_estimated() {
        let mark = |number: u32| u64::from_be_bytes(Sha256::digest(number.to_be_bytes())[..8].try_into().expect("eight"));
        for (all, least, most) in [(0, 0, 0), (1, 1, 1), (63, 63, 63), (64, 64, 80), (10_000, 7_000, 13_000)] {
            let mut templates = Templates::default();
            for number in 0..all {
                templates.add(mark(number));
                templates.add(mark(number / 2));
            }
            assert!((least..=most).contains(&templates.count()), "{} of {all}", templates.count());
            assert!(templates.0.len() <= MOST);
        }
    }
}
