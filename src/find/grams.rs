//! The first stage: which places of a text may begin a string, by the few bytes there.
//!
//! The chart of the text names the places where a word begins and where signs and characters outside ASCII stand: one or
//! two places in eight bytes of English, three of Chinese. Each is asked without a branch, with one look into a table for
//! a sign, two for a character outside ASCII and three for a word; one in ten passes, and only then is anything done about
//! it, for a branch that is taken now and then costs more than all the looks. The tables, 35 kB, stay in the nearest cache.
use super::class::Class;
use crate::text::chart::{Places, Row, Window, eight, window};

/// An odd number whose multiples spread well: 2^64 over the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// One bit for each hash of so many first bytes. A bit that is not set is true of all strings. The size is part of the
/// type: that an index lies within it is known when this is compiled, and not asked again.
#[derive(Clone, Debug)]
struct Bits<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Default for Bits<WORDS> {
    fn default() -> Self {
        Bits(Box::new([0; WORDS]))
    }
}

impl<const WORDS: usize> Bits<WORDS> {
    const SHIFT: u32 = 58 - WORDS.trailing_zeros();

    #[inline(always)]
    fn has(&self, key: u64) -> u64 {
        let bit = key.wrapping_mul(SPREAD) >> Self::SHIFT;
        (self.0[(bit >> 6) as usize % WORDS] >> (bit & 63)) & 1
    }

    fn set(&mut self, key: u64) {
        let bit = key.wrapping_mul(SPREAD) >> Self::SHIFT;
        self.0[(bit >> 6) as usize % WORDS] |= 1 << (bit & 63);
    }
}

/// One bit for each two bytes, by themselves.
#[derive(Clone, Debug)]
struct Pairs(Box<[u64; 1024]>);

impl Pairs {
    #[inline(always)]
    fn has(&self, eight: u64) -> u64 {
        let pair = eight & 0xFFFF;
        (self.0[(pair >> 6) as usize % 1024] >> (pair & 63)) & 1
    }

    /// Notes the two bytes, or the first with every second one.
    fn set(&mut self, first: u8, second: Option<u8>) {
        for second in second.map_or(0..=255, |second| second..=second) {
            self.0[usize::from(second) << 2 | usize::from(first >> 6)] |= 1 << (first & 63);
        }
    }
}

/// What strings begin with.
#[derive(Clone, Debug)]
pub(super) struct Grams {
    /// Strings of six bytes and more.
    six: Bits<2048>,
    /// Strings of four and five.
    four: Bits<128>,
    /// Strings of three, and all shorter than six that begin with a character outside ASCII.
    three: Bits<256>,
    /// The first four bytes of all words that have so many.
    word: Bits<1024>,
    /// Words of one and two bytes, and all that begin with a sign.
    pairs: Pairs,
}

impl Default for Grams {
    fn default() -> Self {
        let pairs = Pairs(Box::new([0; 1024]));
        Grams { six: Bits::default(), four: Bits::default(), three: Bits::default(), word: Bits::default(), pairs }
    }
}

impl Grams {
    /// Notes that a string begins with so many bytes, those by which its class knows it.
    pub fn set(&mut self, class: Class, known: &[u8]) {
        let key = |length: usize| known[..length].iter().rev().fold(0, |key, &byte| key << 8 | u64::from(byte)) << (64 - 8 * length);
        match class {
            Class::Six => self.six.set(key(6)),
            Class::Four => self.four.set(key(4)),
            Class::Three => self.three.set(key(3)),
            Class::Two | Class::One => {}
        }
        match *known {
            [lead @ 0x80..=0xFF, second] => {
                (0..=255).for_each(|third: u64| self.three.set(third << 56 | u64::from(second) << 48 | u64::from(lead) << 40));
            }
            [0x80..=0xFF, ..] if class == Class::Four => self.three.set(key(3)),
            [0x80..=0xFF, ..] => {}
            [first, ref rest @ ..] if !first.is_ascii_alphanumeric() || rest.len() < 2 => self.pairs.set(first, rest.first().copied()),
            [_, _, _, _, ..] => self.word.set(key(4)),
            _ => {}
        }
    }

    /// Calls `maybe` for each place and class that may begin a string: where a word begins, at signs and characters outside
    /// ASCII, and, where `in_words`, at every letter and digit.
    #[inline(always)]
    pub fn candidates(&self, bytes: &[u8], rows: impl Iterator<Item = Row>, in_words: bool, mut maybe: impl FnMut(usize, Class, u64)) {
        // Whether the byte before the row is of a word.
        let mut word_before = 0;
        let mut room: Window = [0; Row::BYTES + 8];
        for (index, row) in rows.enumerate() {
            let from = index * Row::BYTES;
            let begins = if in_words { row.words } else { row.words & !(row.words << 1 | word_before) };
            word_before = row.words >> (Row::BYTES - 1);
            let window = window(bytes, from, &mut room);
            let mut passed = 0;
            for at in Places(begins) {
                let eight = eight(window, at);
                let (four, three) = (Class::Four.key(eight), Class::Three.key(eight));
                passed |= (self.word.has(four) | self.three.has(three) | self.pairs.has(eight)) << at;
            }
            for at in Places(row.leads) {
                let eight = eight(window, at);
                passed |= (self.six.has(Class::Six.key(eight)) | self.three.has(Class::Three.key(eight))) << at;
            }
            for at in Places(row.signs) {
                passed |= self.pairs.has(eight(window, at)) << at;
            }
            for at in Places(passed) {
                let eight = eight(window, at);
                let mut class = |class: Class| maybe(from + at, class, class.key(eight));
                if self.six.has(Class::Six.key(eight)) != 0 {
                    class(Class::Six);
                }
                if self.four.has(Class::Four.key(eight)) != 0 {
                    class(Class::Four);
                }
                if self.three.has(Class::Three.key(eight)) != 0 {
                    class(Class::Three);
                }
                // Characters of two bytes are few, and no character outside ASCII has one.
                if (0xC0..0xE0).contains(&(eight as u8)) {
                    class(Class::Two);
                } else if self.pairs.has(eight) != 0 {
                    class(Class::Two);
                    class(Class::One);
                }
            }
        }
    }
}
