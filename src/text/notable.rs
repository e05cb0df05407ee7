//! Which characters outside ASCII any step of the view may touch: a bit for each, so that plain Han costs one.
use super::alike::is_regional;
use super::chart::{Places, Row, Window, eight, leads, window};
use super::fold::{is_caseless, lower};
use super::tables::{accented, is_ignorable, is_overlay, look_alike, spelling};
use std::sync::LazyLock;

/// A bit for each character, found by the low six bits of its first three bytes: 32 kB, of which the Han of a text touch
/// 3 kB. All that begin with the same two bytes share a word; one of two bytes has all bits of it, and so have those of
/// four, which are few. Made when the first text is read, which takes less than a millisecond.
static NOTABLE: LazyLock<Box<[u64; 4096]>> = LazyLock::new(|| {
    let mut bits = Box::new([0; 4096]);
    for c in ('\u{80}'..'\u{10000}').filter(|&c| is_notable(c)) {
        let mut bytes = [0; 8];
        c.encode_utf8(&mut bytes);
        let (word, bit) = place(u64::from_le_bytes(bytes));
        bits[word] |= if c.len_utf8() == 2 { !0 } else { 1 << bit };
    }
    bits[0x30 << 6..0x38 << 6].fill(!0);
    bits
});

/// Where a character's bit stands, by its first three bytes.
#[inline(always)]
fn place(eight: u64) -> (usize, u32) {
    (((eight & 0x3F) << 6 | eight >> 8 & 0x3F) as usize, (eight >> 16 & 0x3F) as u32)
}

fn is_notable(c: char) -> bool {
    // The filler of Hangul is drawn as nothing, and stands among characters without case.
    spelling(c).is_some()
        || is_ignorable(c)
        || !is_caseless(c) && (look_alike(c).is_some() || accented(c).is_some() || is_regional(c) || is_overlay(c) || lower(c) != c)
}

/// The characters of a text that some step may touch, a bit for the first byte of each. Others may be among them; none is
/// left out.
#[derive(Debug, Default)]
pub(super) struct Notable {
    rows: Vec<u64>,
}

impl Notable {
    /// Finds those of a text.
    ///
    /// Cost: 64 bytes at once to find the characters outside ASCII, and one look without a branch for each.
    pub fn read(&mut self, text: &str) {
        let table: &[u64; 4096] = &NOTABLE;
        let bytes = text.as_bytes();
        let mut room: Window = [0; Row::BYTES + 8];
        self.rows.clear();
        self.rows.extend((0..bytes.len()).step_by(Row::BYTES).map(move |from| {
            let window = window(bytes, from, &mut room);
            Places(leads(window)).fold(0, |passed, at| {
                let (word, bit) = place(eight(window, at));
                passed | ((table[word] >> bit) & 1) << at
            })
        }));
    }

    /// The characters of the text that was read, in order, each with where it begins.
    pub fn of<'text>(&'text self, text: &'text str) -> impl Iterator<Item = (usize, char)> + 'text {
        let rows = self.rows.iter().enumerate().filter(|(_, row)| **row != 0);
        let places = rows.flat_map(|(index, &row)| Places(row).map(move |at| index * Row::BYTES + at));
        places.filter_map(|at| text.get(at..).and_then(|rest| rest.chars().next()).map(|c| (at, c)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notable_character_is_found_and_plain_ones_are_not() {
        let text = "abc 汉字電話，é\u{200b}ＴＧ①🇻中文 plain ascii and 更多的汉字。终";
        let mut notable = Notable::default();
        notable.read(text);
        let found: String = notable.of(text).map(|(_, c)| c).collect();
        assert_eq!(found, "電話é\u{200b}ＴＧ①🇻");
        assert!(notable.of(text).all(|(at, c)| text[at..].starts_with(c)));
    }

    #[test]
    fn nothing_that_a_step_touches_is_left_out() {
        for c in ('\u{80}'..=char::MAX).filter(|&c| is_notable(c)) {
            let mut notable = Notable::default();
            notable.read(c.encode_utf8(&mut [0; 4]));
            assert_eq!(notable.rows, [1], "{c:?}");
        }
    }
}
