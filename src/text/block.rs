//! Eight bytes at once: questions to many bytes that one word of the machine answers. Safe on every target, and a few
//! instructions for each eight bytes; each answer is the highest bit of its byte.

/// One in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte: set in all bytes outside ASCII.
pub const HIGH: u64 = 0x8080_8080_8080_8080;

/// Eight bytes from a place on, the first one lowest; what is missing at the end is zero.
#[inline(always)]
pub fn load(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
        None => last(bytes, at),
    }
}

#[cold]
fn last(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).unwrap_or_default().iter().rev().fold(0, |eight, &byte| (eight << 8) | u64::from(byte))
}

/// Which bytes, all below 128, reach a bound: 128 less the bound takes them over the highest bit, and carries nothing on.
#[inline(always)]
const fn reach(low: u64, bound: u8) -> u64 {
    (low + ONES * (0x80 - bound) as u64) & HIGH
}

/// ASCII letters and digits.
#[inline(always)]
pub const fn words(block: u64) -> u64 {
    let low = block & !HIGH;
    let small = low | (ONES * 0x20);
    let letters = reach(small, b'a') & !reach(small, b'z' + 1);
    (letters | digits_of(low)) & !block & HIGH
}

#[inline(always)]
const fn digits_of(low: u64) -> u64 {
    reach(low, b'0') & !reach(low, b'9' + 1)
}

/// ASCII digits.
#[inline(always)]
pub const fn digits(block: u64) -> u64 {
    digits_of(block & !HIGH) & !block & HIGH
}

/// ASCII capitals.
#[inline(always)]
pub const fn capitals(block: u64) -> u64 {
    let low = block & !HIGH;
    reach(low, b'A') & !reach(low, b'Z' + 1) & !block & HIGH
}

/// ASCII from a byte on: from `!` what can be seen, from the space that too.
#[inline(always)]
pub const fn ascii_from(block: u64, bound: u8) -> u64 {
    reach(block & !HIGH, bound) & !block & HIGH
}

/// The first bytes of characters outside ASCII.
#[inline(always)]
pub const fn leads(block: u64) -> u64 {
    block & (block << 1) & HIGH
}

/// The first bytes of characters of three and four bytes, Han and Kana among them.
#[inline(always)]
pub const fn wide_leads(block: u64) -> u64 {
    reach(block & !HIGH, 0x63) & block & HIGH
}

/// Bytes that are equal in both blocks.
#[inline(always)]
pub const fn equal(a: u64, b: u64) -> u64 {
    let differ = a ^ b;
    !(((differ & !HIGH) + !HIGH) | differ) & HIGH
}

/// The first digit from a place on; the length where there is none.
#[inline]
pub fn next_digit(bytes: &[u8], mut from: usize) -> usize {
    while from < bytes.len() {
        let found = digits(load(bytes, from));
        if found != 0 {
            return from + (found.trailing_zeros() / 8) as usize;
        }
        from += 8;
    }
    bytes.len()
}

/// Whether there is an ASCII capital.
pub fn has_capital(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<8>();
    // Without a way out in the middle this is compiled to vectors.
    blocks.chunks(32).any(|blocks| blocks.iter().fold(0, |found, block| found | capitals(u64::from_le_bytes(*block))) != 0)
        || rest.iter().any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told() {
        for byte in 0..=255u8 {
            for (index, other) in [(0, 0), (3, b'a'), (7, 0xFF)] {
                let mut eight = [other; 8];
                eight[index] = byte;
                let block = u64::from_le_bytes(eight);
                let at = |found: u64| found & (0x80 << (8 * index)) != 0;
                assert_eq!(at(words(block)), byte.is_ascii_alphanumeric(), "{byte}");
                assert_eq!(at(digits(block)), byte.is_ascii_digit(), "{byte}");
                assert_eq!(at(capitals(block)), byte.is_ascii_uppercase(), "{byte}");
                assert_eq!(at(ascii_from(block, b'!')), byte.is_ascii() && byte > b' ', "{byte}");
                assert_eq!(at(leads(block)), byte >= 0xC0, "{byte}");
                assert_eq!(at(wide_leads(block)), byte >= 0xE3, "{byte}");
                assert!(at(equal(block, u64::from_le_bytes([byte; 8]))));
                assert!(!at(equal(block, u64::from_le_bytes([byte ^ 1; 8]))));
            }
        }
    }

    #[test]
    fn digits_and_capitals_are_found_in_any_place() {
        for length in 0..40 {
            let mut bytes = vec![b'x'; length];
            assert!(next_digit(&bytes, 0) == length && !has_capital(&bytes));
            for at in 0..length {
                bytes[at] = b'7';
                assert_eq!((next_digit(&bytes, 0), next_digit(&bytes, at + 1)), (at, length));
                bytes[at] = b'Q';
                assert!(has_capital(&bytes));
                bytes[at] = b'x';
            }
        }
    }
}
