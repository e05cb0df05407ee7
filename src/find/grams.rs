//! The first stage: which places of a text may begin a string, by the first few bytes there.
use super::Starts;

/// Bits of a class: what a byte is to the table of ASCII grams.
const CLASS_BITS: u32 = 6;
/// Grams of three classes, two bits each.
const ASCII_WORDS: usize = (1 << (3 * CLASS_BITS)) / 32;
/// Hashed grams of six bytes.
const PAIR_BITS: u32 = 18;
/// Hashed first characters of strings that are shorter than six bytes.
const SINGLE_BITS: u32 = 14;
/// A gram that begins a word or is no word.
const AT_WORD: u64 = 1;
/// A gram that may begin within a word.
const IN_WORD: u64 = 2;
/// Set in the class table for letters and digits.
const WORD_BYTE: u8 = 0x80;

/// An odd number whose multiples spread well: 2^64 over the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The class of each byte. Letters and digits have one each, common signs too; the rest share.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut letter = 0;
    while letter < 26 {
        table[b'a' as usize + letter] = (letter as u8 + 1) | WORD_BYTE;
        // A view is folded; a capital is in a word all the same.
        table[b'A' as usize + letter] = WORD_BYTE;
        letter += 1;
    }
    let mut digit = 0;
    while digit < 10 {
        table[b'0' as usize + digit] = (digit as u8 + 27) | WORD_BYTE;
        digit += 1;
    }
    let signs = b" .:/+@-_!?=&#\"([<>*~|\\',\n;";
    let mut sign = 0;
    while sign < signs.len() {
        table[signs[sign] as usize] = sign as u8 + 37;
        sign += 1;
    }
    let mut byte = 128;
    while byte < 256 {
        table[byte] = 63;
        byte += 1;
    }
    table
}

/// The tables. All that they say is true of the first bytes of a string; of other bytes it may be.
#[derive(Clone, Debug)]
pub(super) struct Grams {
    /// Two bits for each three classes.
    ascii: Vec<u64>,
    /// One bit for each hash of six bytes, where a string begins with another character.
    pairs: Vec<u64>,
    /// One bit for each hash of a first character, where a string is shorter than six bytes.
    singles: Vec<u64>,
}

impl Default for Grams {
    fn default() -> Self {
        Grams::new(&[])
    }
}

impl Grams {
    pub fn new(strings: &[(&str, Starts)]) -> Self {
        let mut grams =
            Grams { ascii: vec![0; ASCII_WORDS], pairs: vec![0; 1 << (PAIR_BITS - 6)], singles: vec![0; 1 << (SINGLE_BITS - 6)] };
        for &(string, starts) in strings {
            let bytes = string.as_bytes();
            match bytes.first() {
                None => {}
                Some(first) if first.is_ascii() => grams.add_ascii(bytes, starts),
                Some(_) if bytes.len() >= 6 => set(&mut grams.pairs, pair(load(bytes, 0))),
                Some(_) => set(&mut grams.singles, single(load(bytes, 0), string.chars().next().map_or(1, char::len_utf8))),
            }
        }
        grams
    }

    fn add_ascii(&mut self, bytes: &[u8], starts: Starts) {
        let flag = if starts == Starts::Anywhere { IN_WORD | AT_WORD } else { AT_WORD };
        let class = |index: usize| bytes.get(index).map(|&byte| usize::from(CLASSES[usize::from(byte)] & !WORD_BYTE));
        // What is behind a short string may be anything.
        let any = |class: Option<usize>| class.map_or(0..1 << CLASS_BITS, |class| class..class + 1);
        for second in any(class(1)) {
            for third in any(class(2)) {
                let gram = class(0).unwrap_or_default() << (2 * CLASS_BITS) | second << CLASS_BITS | third;
                self.ascii[gram / 32] |= flag << (gram % 32 * 2);
            }
        }
    }

    /// Calls `maybe` with each place where a string may begin, in order, and whether that is within a word where only
    /// strings that may begin there are wanted.
    #[inline(always)]
    pub fn candidates(&self, bytes: &[u8], anywhere: bool, mut maybe: impl FnMut(usize, bool)) {
        // Fixed lengths spare the hot loops their bounds checks.
        let ascii: &[u64; ASCII_WORDS] = self.ascii[..].try_into().expect("the table has its length");
        let pairs: &[u64; 1 << (PAIR_BITS - 6)] = self.pairs[..].try_into().expect("the table has its length");
        let singles: &[u64; 1 << (SINGLE_BITS - 6)] = self.singles[..].try_into().expect("the table has its length");
        let mut at = 0;
        let mut before = 0u8;
        while at < bytes.len() {
            if bytes[at] < 0x80 {
                // A run of ASCII: the gram rolls on by one class a byte.
                let class = |index: usize| bytes.get(index).map_or(0, |&byte| CLASSES[usize::from(byte)]);
                let (mut first, mut second) = (class(at), class(at + 1));
                let mut gram = usize::from(first & !WORD_BYTE) << CLASS_BITS | usize::from(second & !WORD_BYTE);
                while at < bytes.len() {
                    let third = class(at + 2);
                    gram = (gram << CLASS_BITS | usize::from(third & !WORD_BYTE)) & ((1 << (3 * CLASS_BITS)) - 1);
                    let in_word = before & first & WORD_BYTE != 0 && !anywhere;
                    let wanted = IN_WORD | u64::from(!in_word);
                    if ascii[gram / 32] >> (gram % 32 * 2) & wanted != 0 {
                        maybe(at, in_word);
                    }
                    before = first;
                    (first, second) = (second, third);
                    at += 1;
                    if first == CLASSES[0x80] {
                        break;
                    }
                }
                continue;
            }
            before = 0;
            let eight = load(bytes, at);
            let len = length(bytes[at]);
            let hash = pair(eight);
            let lone = single(eight, len);
            if (pairs[hash >> 6] >> (hash & 63) | singles[lone >> 6] >> (lone & 63)) & 1 != 0 {
                maybe(at, false);
            }
            at += len;
        }
    }
}

/// How many bytes a character has, by its first one.
#[inline(always)]
fn length(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    }
}

/// Eight bytes from a place on; what is missing at the end is zero.
#[inline(always)]
fn load(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
        None => bytes[at..].iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte)),
    }
}

#[inline(always)]
fn pair(eight: u64) -> usize {
    ((eight << 16).wrapping_mul(SPREAD) >> (64 - PAIR_BITS)) as usize
}

#[inline(always)]
fn single(eight: u64, len: usize) -> usize {
    ((eight << (64 - 8 * len)).wrapping_mul(SPREAD) >> (64 - SINGLE_BITS)) as usize
}

fn set(table: &mut [u64], bit: usize) {
    table[bit >> 6] |= 1 << (bit & 63);
}
