//! What kind each byte of a text is, a bit for each: made in one pass, sixteen bytes at once, for all who look for places.
//!
//! Words, numbers, line ends, characters outside ASCII and characters pulled apart are looked for in every text and stand
//! in few places of it. Asking each byte four times over cost a third of a scan; the bits of 64 bytes are a word of the
//! machine, and the next place in it is one instruction away.
use wide::u8x16;

/// The kinds of 64 bytes: the lowest bit is the first byte. Bytes behind the end of the text are of no kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// ASCII letters and digits.
    pub words: u64,
    /// ASCII that can be seen and is neither letter nor digit.
    pub signs: u64,
    /// The first bytes of characters outside ASCII.
    pub leads: u64,
    /// ASCII digits.
    pub digits: u64,
    /// Line feeds.
    pub newlines: u64,
    /// An ASCII sign or space that stands again behind one character: one of ASCII that can be seen, or one of three or
    /// four bytes of which the fourth byte on is that sign.
    pub apart: u64,
}

impl Row {
    /// How many bytes it tells of.
    pub const BYTES: usize = 64;
    /// How far past its own bytes a row looks.
    const AHEAD: usize = 4;

    /// The row of the bytes from a place on.
    #[inline]
    pub fn read(bytes: &[u8], at: usize) -> Row {
        match bytes.get(at..at + Row::BYTES + Row::AHEAD) {
            Some(enough) => Row::of(enough),
            None => Row::last(bytes, at),
        }
    }

    /// The row at the end of a text, which has fewer bytes.
    #[cold]
    fn last(bytes: &[u8], at: usize) -> Row {
        Row::of(pad(bytes, at, &mut [0; Row::BYTES + 8]))
    }

    #[inline(always)]
    fn of(bytes: &[u8]) -> Row {
        let mut row = Row::default();
        for quarter in 0..4 {
            let load = |by: usize| {
                let at = quarter * 16 + by;
                bytes.get(at..at + 16).and_then(|sixteen| sixteen.try_into().ok()).map_or(u8x16::splat(0), u8x16::new)
            };
            let (here, next) = (load(0), load(1));
            let put = |of: u8x16| u64::from(of.to_bitmask()) << (quarter * 16);
            let digits = between(here, b'0', b'9');
            let words = between(here | u8x16::splat(0x20), b'a', b'z') | digits;
            let seen = between(here, b'!', 0x7F);
            let narrow = between(next, b'!', 0x7F) & equal(here, load(2));
            let wide = from(next, 0xE3) & equal(here, load(4));
            let words = put(words);
            row.words |= words;
            row.digits |= put(digits);
            row.signs |= put(seen) & !words;
            row.leads |= put(from(here, 0xC0));
            row.newlines |= put(equal(here, u8x16::splat(b'\n')));
            row.apart |= put((narrow | wide) & between(here, b' ', 0x7F)) & !words;
        }
        row
    }
}

/// The 64 bytes of a row, and those behind them that a look at its last byte needs.
pub type Window = [u8; Row::BYTES + 8];

/// The window of the row that begins at a place. At the end of the text, where it has too few bytes, it is made in `room`,
/// with zeros behind the end.
#[inline(always)]
pub fn window<'a>(bytes: &'a [u8], from: usize, room: &'a mut Window) -> &'a Window {
    match bytes.get(from..from + room.len()).and_then(|enough| enough.try_into().ok()) {
        Some(enough) => enough,
        None => pad(bytes, from, room),
    }
}

#[cold]
fn pad<'a>(bytes: &[u8], from: usize, room: &'a mut Window) -> &'a Window {
    let rest = bytes.get(from..).unwrap_or_default();
    let count = rest.len().min(room.len());
    room[..count].copy_from_slice(&rest[..count]);
    room[count..].fill(0);
    room
}

/// Eight bytes of a window from a place of its row on, the first one lowest. That they lie within is known when this is
/// compiled.
#[inline(always)]
pub fn eight(window: &Window, at: usize) -> u64 {
    let at = at % Row::BYTES;
    u64::from_le_bytes(window[at..at + 8].try_into().unwrap_or_default())
}

/// The first bytes of characters outside ASCII, of the row of a window.
#[inline(always)]
pub fn leads(window: &Window) -> u64 {
    of_row(window, 0, 0xC0)
}

/// The bytes of the row of a window, of which the third behind begins a character of three or four bytes.
#[inline(always)]
pub fn wide_behind(window: &Window) -> u64 {
    of_row(window, 3, 0xE0)
}

/// The bytes of a window's row, a bit each, of which the one so far behind is at least some byte.
#[inline(always)]
fn of_row(window: &Window, behind: usize, least: u8) -> u64 {
    let sixteens = window[behind..].as_chunks::<16>().0[..Row::BYTES / 16].iter().rev();
    sixteens.fold(0, |bits, &sixteen| bits << 16 | u64::from(from(u8x16::new(sixteen), least).to_bitmask()))
}

#[inline(always)]
fn equal(bytes: u8x16, others: u8x16) -> u8x16 {
    bytes.simd_eq(others)
}

#[inline(always)]
fn from(bytes: u8x16, least: u8) -> u8x16 {
    equal(bytes.max(u8x16::splat(least)), bytes)
}

/// One subtraction makes the range begin at zero, and what was below it is above everything.
#[inline(always)]
fn between(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let moved = bytes - u8x16::splat(first);
    equal(moved.min(u8x16::splat(last - first)), moved)
}

/// Whether there is an ASCII capital.
pub fn has_capital(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<16>();
    let none = u8x16::splat(0);
    // Asked after many blocks only: a way out behind each would cost as much as the block.
    blocks.chunks(16).any(|blocks| blocks.iter().fold(none, |found, &block| found | between(u8x16::new(block), b'A', b'Z')) != none)
        || rest.iter().any(u8::is_ascii_uppercase)
}

/// How many columns sixteen bytes take: one for a character of ASCII, two for any other, which count where they begin.
#[inline(always)]
pub fn columns(sixteen: [u8; 16]) -> usize {
    let bytes = u8x16::new(sixteen);
    let (high, leads) = (from(bytes, 0x80).to_bitmask(), from(bytes, 0xC0).to_bitmask());
    (16 - high.count_ones() + 2 * leads.count_ones()) as usize
}

/// Whether one of sixteen bytes is a certain one.
#[inline(always)]
pub fn holds(sixteen: [u8; 16], byte: u8) -> bool {
    equal(u8x16::new(sixteen), u8x16::splat(byte)).to_bitmask() != 0
}

/// The rows of a text. Kept by a scanner, so that a warm one allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    rows: Vec<Row>,
}

impl Chart {
    /// The chart of a text.
    pub fn of(text: &str) -> Self {
        let mut chart = Chart::default();
        chart.read(text);
        chart
    }

    /// Makes the chart that of another text.
    ///
    /// Cost: one pass of some two instructions a byte; 48 bytes of memory for each 64 of the text.
    pub fn read(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.rows.clear();
        self.rows.extend((0..bytes.len()).step_by(Row::BYTES).map(|at| Row::read(bytes, at)));
    }

    /// The rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The places of one kind, in order.
    pub fn places(&self, kind: impl Fn(&Row) -> u64) -> impl Iterator<Item = usize> {
        // By hand: iterators made of others took twice as long for each place.
        let (mut index, mut left) = (0, 0);
        std::iter::from_fn(move || {
            while left == 0 {
                left = kind(self.rows.get(index)?);
                index += 1;
            }
            let at = (index - 1) * Row::BYTES + left.trailing_zeros() as usize;
            left &= left - 1;
            Some(at)
        })
    }

    /// The first place of a kind from a byte on.
    #[inline]
    pub fn next(&self, from: usize, kind: impl Fn(&Row) -> u64) -> Option<usize> {
        let first = from / Row::BYTES;
        let found = kind(self.rows.get(first)?) >> (from % Row::BYTES);
        if found != 0 {
            return Some(from + found.trailing_zeros() as usize);
        }
        let more = self.rows[first + 1..].iter().position(|row| kind(row) != 0)?;
        let row = first + 1 + more;
        Some(row * Row::BYTES + kind(&self.rows[row]).trailing_zeros() as usize)
    }

    /// The kind of the 64 bytes from a place on, which need not begin a row.
    #[inline]
    pub fn window(&self, from: usize, kind: impl Fn(&Row) -> u64) -> u64 {
        let (row, by) = (from / Row::BYTES, from % Row::BYTES);
        let bits = |row: usize| self.rows.get(row).map_or(0, &kind);
        // In two steps, for nothing is left of what is shifted by 64.
        bits(row) >> by | bits(row + 1) << 1 << (63 - by)
    }
}

/// The set bits of a word of the machine, lowest first.
#[derive(Clone, Copy, Debug)]
pub struct Places(pub u64);

impl Iterator for Places {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        let bits = self.0;
        self.0 &= bits.wrapping_sub(1);
        (bits != 0).then_some(bits.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The obvious way: each byte by itself.
    fn slowly(text: &str) -> Vec<[bool; 6]> {
        let bytes = text.as_bytes();
        let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
        let kinds = |index: usize| {
            let (byte, next) = (bytes[index], at(index + 1));
            let sign = byte.is_ascii_punctuation() || byte == 0x7F;
            let again = (next.is_ascii_graphic() || next == 0x7F) && at(index + 2) == byte || next >= 0xE3 && at(index + 4) == byte;
            let word = byte.is_ascii_alphanumeric();
            [word, sign, byte >= 0xC0, byte.is_ascii_digit(), byte == b'\n', (sign || byte == b' ') && again]
        };
        (0..bytes.len()).map(kinds).collect()
    }

    fn fast(text: &str) -> Vec<[bool; 6]> {
        let chart = Chart::of(text);
        let kinds = |row: &Row| [row.words, row.signs, row.leads, row.digits, row.newlines, row.apart];
        let bit = |at: usize| kinds(&chart.rows()[at / 64]).map(|kind| kind >> (at % 64) & 1 == 1);
        let padded = chart.rows().len() * 64;
        assert!((text.len()..padded).all(|at| bit(at) == [false; 6]), "nothing stands behind the end");
        (0..text.len()).map(bit).collect()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_byte_is_told(text in "([a-cA-C0-3 ._@\\n\\x00-\\x20~\\x7f]|[é微信📞]){0,150}") {
            proptest::prop_assert_eq!(fast(&text), slowly(&text));
        }

        #[test]
        fn places_are_found_from_anywhere(text in "[a1 ]{0,150}", from in 0usize..200) {
            let chart = Chart::of(&text);
            let digits: Vec<usize> = (0..text.len()).filter(|&at| text.as_bytes()[at] == b'1').collect();
            let next = digits.iter().copied().find(|&at| at >= from);
            proptest::prop_assert_eq!(chart.places(|row| row.digits).collect::<Vec<_>>(), digits.clone());
            proptest::prop_assert_eq!(chart.next(from, |row| row.digits), next);
            let window = digits.iter().filter(|&&at| at >= from && at < from + 64).fold(0u64, |bits, at| bits | 1 << (at - from));
            proptest::prop_assert_eq!(chart.window(from, |row| row.digits), window);
        }
    }

    #[test]
    fn capitals_are_found_in_any_place() {
        for length in [0, 1, 15, 16, 40, 300] {
            let mut bytes = vec![b'x'; length];
            assert!(!has_capital(&bytes));
            for at in 0..length {
                for capital in [b'A', b'Z'] {
                    bytes[at] = capital;
                    assert!(has_capital(&bytes));
                }
                for other in [b'@', b'[', 0xC1, b'x'] {
                    bytes[at] = other;
                    assert!(!has_capital(&bytes));
                }
            }
        }
    }

    #[test]
    fn eight_bytes_of_a_window_are_those_of_the_text() {
        let text: Vec<u8> = (1..=150).collect();
        for from in (0..150).step_by(Row::BYTES) {
            let mut room = [9; 72];
            let window = window(&text, from, &mut room);
            for at in 0..Row::BYTES {
                let wanted = (0..8).rev().fold(0, |eight, by| eight << 8 | u64::from(text.get(from + at + by).copied().unwrap_or(0)));
                assert_eq!(eight(window, at), wanted);
            }
        }
    }

    #[test]
    fn all_bytes_of_one_and_two_are_told() {
        for c in '\0'..='\u{7ff}' {
            let text = format!("{c}{c}");
            assert_eq!(fast(&text), slowly(&text), "{c:?}");
        }
    }
}
