//! Which characters outside ASCII any step of the view may touch: a bit for each, so that plain Han costs one.
use super::alike::is_regional;
use super::block::{HIGH, load};
use super::fold::{is_caseless, lower};
use super::tables::{accented, is_ignorable, is_overlay, look_alike, spelling};
use std::sync::LazyLock;

/// A bit for each character of the first plane, 8 kB. Those of other planes are few, and all of them notable.
/// Made when the first text is read, which takes less than a millisecond.
static NOTABLE: LazyLock<Box<[u64; 1024]>> = LazyLock::new(|| {
    let mut bits = Box::new([0; 1024]);
    for code in 0x80..0x1_0000 {
        if char::from_u32(code).is_some_and(is_notable) {
            bits[code as usize / 64] |= 1 << (code % 64);
        }
    }
    bits
});

fn is_notable(c: char) -> bool {
    spelling(c).is_some()
        || !is_caseless(c)
            && (look_alike(c).is_some() || accented(c).is_some() || is_regional(c) || is_ignorable(c) || is_overlay(c) || lower(c) != c)
}

/// The characters outside ASCII that some step may touch, in order, each with where it begins. Others may be among them;
/// none is left out.
///
/// Cost: eight bytes of ASCII at once, and a bit for every other character.
pub(super) fn notable(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let bits: &[u64; 1024] = &NOTABLE;
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let eight = load(bytes, at);
            let others = eight & HIGH;
            if others & 0x80 == 0 {
                at += if others == 0 { 8 } else { (others.trailing_zeros() / 8) as usize };
                continue;
            }
            let byte = |index: u32| (eight >> (8 * index)) as usize & 0x3F;
            let (code, len) = match eight as u8 {
                0xF0.. => (usize::MAX, 4),
                lead @ 0xE0.. => ((usize::from(lead) & 0x0F) << 12 | byte(1) << 6 | byte(2), 3),
                lead => ((usize::from(lead) & 0x1F) << 6 | byte(1), 2),
            };
            let start = at;
            at += len;
            if bits.get(code >> 6).is_none_or(|word| (word >> (code & 63)) & 1 != 0) {
                return text.get(start..).and_then(|rest| rest.chars().next()).map(|c| (start, c));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notable_character_is_found_and_plain_ones_are_not() {
        let text = "abc 汉字電話，é\u{200b}ＴＧ①🇻中文 plain ascii and 更多的汉字。终";
        let found: String = notable(text).map(|(_, c)| c).collect();
        assert_eq!(found, "電話é\u{200b}ＴＧ①🇻");
        for (at, c) in notable(text) {
            assert!(text[at..].starts_with(c));
        }
    }

    #[test]
    fn nothing_that_a_step_touches_is_left_out() {
        for c in ('\u{80}'..=char::MAX).filter(|&c| is_notable(c)) {
            assert_eq!(notable(c.encode_utf8(&mut [0; 4])).count(), 1, "{c:?}");
        }
    }
}
