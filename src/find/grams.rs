//! The first stage: which places of a text may begin a string, by the few bytes there.
//!
//! The chart of the text names the places where a word begins and where signs and characters outside ASCII stand: one or
//! two places in eight bytes of English, three of Chinese. Each is asked without a branch, with one look into a table for
//! a sign and three for a word or a character outside ASCII; one in ten passes, and only then is anything done about it,
//! for a branch that is taken now and then costs more than all the looks. The tables, 62 kB, stay in the
//! nearest caches.
use super::class::Class;
use crate::text::chart::{Places, Row, Window, eight, wide_behind, window};

/// An odd number whose multiples spread well: 2^64 over the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// One bit for each hash of so many first bytes. A bit that is not set is true of all strings. The size is part of the
/// type: that an index lies within it is known when this is compiled, and not asked again. Sizes made when the strings are
/// known cost a sixth of the search; these are large enough for ten times the built-in packs.
#[derive(Clone, Debug)]
struct Bits<const WORDS: usize>(Box<[u64; WORDS]>);

impl<const WORDS: usize> Bits<WORDS> {
    const SHIFT: u32 = 58 - WORDS.trailing_zeros();

    fn of(keys: &[u64]) -> Self {
        let mut table = Bits(Box::new([0; WORDS]));
        for key in keys {
            let bit = key.wrapping_mul(SPREAD) >> Self::SHIFT;
            table.0[(bit >> 6) as usize % WORDS] |= 1 << (bit & 63);
        }
        table
    }

    #[inline(always)]
    fn has(&self, key: u64) -> u64 {
        let bit = key.wrapping_mul(SPREAD) >> Self::SHIFT;
        (self.0[(bit >> 6) as usize % WORDS] >> (bit & 63)) & 1
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
    six: Bits<4096>,
    /// Strings of four and five.
    four: Bits<1024>,
    /// Strings of three, and of two that begin with a character outside ASCII, those with every third byte.
    three: Bits<1024>,
    /// The first four bytes of all words that have so many.
    word: Bits<2048>,
    /// Words of one and two bytes, and all that begin with a sign.
    pairs: Pairs,
    /// Strings of two bytes.
    two: Pairs,
    /// Strings of one byte.
    one: [u64; 4],
}

impl Default for Grams {
    fn default() -> Self {
        Grams::new(std::iter::empty())
    }
}

impl Grams {
    /// Of the bytes by which each class knows its strings.
    pub fn new<'a>(beginnings: impl Iterator<Item = (Class, &'a [u8])>) -> Self {
        let key = |known: &[u8]| known.iter().rev().fold(0, |key, &byte| key << 8 | u64::from(byte)) << (64 - 8 * known.len());
        let (mut six, mut four, mut three, mut word) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut pairs, mut two, mut one) = (Pairs(Box::new([0; 1024])), Pairs(Box::new([0; 1024])), [0; 4]);
        for (class, known) in beginnings {
            match class {
                Class::Six => six.push(key(known)),
                Class::Four => four.push(key(known)),
                Class::Three => three.push(key(known)),
                Class::Two => two.set(known[0], known.get(1).copied()),
                Class::One => one[usize::from(known[0] >> 6)] |= 1 << (known[0] & 63),
            }
            match *known {
                [first @ 0x80..=0xFF, second] => three.extend((0..=255).map(|third| key(&[first, second, third]))),
                [0x80..=0xFF, ..] => {}
                [first, ref rest @ ..] if !first.is_ascii_alphanumeric() || rest.len() < 2 => pairs.set(first, rest.first().copied()),
                [_, _, _, _, ..] => word.push(key(&known[..4])),
                _ => {}
            }
        }
        word.dedup();
        Grams { six: Bits::of(&six), four: Bits::of(&four), three: Bits::of(&three), word: Bits::of(&word), pairs, two, one }
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
            // Two characters of three bytes are a string of six: one of four or five goes on with something else.
            if row.leads != 0 {
                for at in Places(row.leads & !wide_behind(window)) {
                    passed |= self.four.has(Class::Four.key(eight(window, at))) << at;
                }
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
                if self.two.has(eight) != 0 {
                    class(Class::Two);
                }
                if self.one[(eight as u8 >> 6) as usize] >> (eight & 63) & 1 != 0 {
                    class(Class::One);
                }
            }
        }
    }
}
