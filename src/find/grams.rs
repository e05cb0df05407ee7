//! The first stage: which places of a text may begin a string, by the few bytes there.
//!
//! Eight bytes are classified at once by arithmetic on one word of the machine; only where a word begins, where a sign
//! or a character outside ASCII stands, is anything looked up: one or two places in eight bytes of English, three of
//! Chinese. What is looked up is a bit for the first bytes there, in tables of 40 kB together.
use super::class::Class;
use crate::text::block::{self, load};

/// An odd number whose multiples spread well: 2^64 over the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// Bits of the index of each table: most strings have six bytes and more.
const SIX: u32 = 18;
const FOUR: u32 = 15;
const THREE: u32 = 14;
const TWO: u32 = 13;

/// One bit for each hash of the first bytes of a string. A bit that is not set is true of all strings. The lengths are
/// part of the types: that an index lies within them is known when this is compiled, and not asked again.
#[derive(Clone, Debug)]
pub(super) struct Grams {
    six: Box<[u64; 1 << (SIX - 6)]>,
    four: Box<[u64; 1 << (FOUR - 6)]>,
    three: Box<[u64; 1 << (THREE - 6)]>,
    two: Box<[u64; 1 << (TWO - 6)]>,
    one: [u64; 4],
}

impl Default for Grams {
    fn default() -> Self {
        Grams {
            six: Box::new([0; 1 << (SIX - 6)]),
            four: Box::new([0; 1 << (FOUR - 6)]),
            three: Box::new([0; 1 << (THREE - 6)]),
            two: Box::new([0; 1 << (TWO - 6)]),
            one: [0; 4],
        }
    }
}

impl Grams {
    /// Notes that a string of a class begins with so many bytes.
    pub fn set(&mut self, class: Class, key: u64) {
        let (table, bit): (&mut [u64], usize) = match class {
            Class::Six => (&mut *self.six, hash::<SIX>(key)),
            Class::Four => (&mut *self.four, hash::<FOUR>(key)),
            Class::Three => (&mut *self.three, hash::<THREE>(key)),
            Class::Two => (&mut *self.two, hash::<TWO>(key)),
            Class::One => (&mut self.one, (key >> 56) as usize),
        };
        table[bit >> 6] |= 1 << (bit & 63);
    }

    /// One bit for each class: whether a string of it may begin with these bytes.
    #[inline(always)]
    fn classes(&self, eight: u64) -> u64 {
        let bit = |word: u64, bit: usize| (word >> (bit & 63)) & 1;
        let six = hash::<SIX>(Class::Six.key(eight));
        let four = hash::<FOUR>(Class::Four.key(eight));
        let three = hash::<THREE>(Class::Three.key(eight));
        let two = hash::<TWO>(Class::Two.key(eight));
        let one = (eight & 0xFF) as usize;
        bit(self.six[six >> 6], six)
            | bit(self.four[four >> 6], four) << 1
            | bit(self.three[three >> 6], three) << 2
            | bit(self.two[two >> 6], two) << 3
            | bit(self.one[one >> 6], one) << 4
    }

    /// Calls `maybe` for each place and class whose bit is set: where a word begins, at signs and characters outside
    /// ASCII, and, where `in_words`, at every letter and digit.
    #[inline(always)]
    pub fn candidates(&self, bytes: &[u8], in_words: bool, mut maybe: impl FnMut(usize, Class, u64)) {
        const CLASSES: [Class; Class::COUNT] = [Class::Six, Class::Four, Class::Three, Class::Two, Class::One];
        // Whether the byte before the block is of a word, in the highest bit.
        let mut word_before = 0;
        let mut from = 0;
        while from < bytes.len() {
            let eight = load(bytes, from);
            let words = block::words(eight);
            let begins = if in_words { words } else { words & !((words << 8) | (word_before >> 56)) };
            word_before = words & (0x80 << 56);
            let mut places = begins | (block::ascii_from(eight, b'!') & !words) | block::leads(eight);
            while places != 0 {
                let at = from + (places.trailing_zeros() / 8) as usize;
                places &= places - 1;
                let eight = load(bytes, at);
                let mut classes = self.classes(eight);
                while classes != 0 {
                    let class = CLASSES[classes.trailing_zeros() as usize];
                    classes &= classes - 1;
                    maybe(at, class, class.key(eight));
                }
            }
            from += 8;
        }
    }
}

#[inline(always)]
fn hash<const BITS: u32>(key: u64) -> usize {
    (key.wrapping_mul(SPREAD) >> (64 - BITS)) as usize
}
