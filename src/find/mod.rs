//! Finds many strings in a view at once: the hot path of a scan, and a room of its own.
//!
//! What it rests on:
//! - A view is valid UTF-8, and so is every string: a string begins where a character begins.
//! - A string that begins with an ASCII letter or digit and is asked for at [`Starts::Words`] cannot begin behind another
//!   one, so most places of English text are never looked at.
//! - One that may begin within a word is known by its first sign (`t.me/` by `.me/`), and compared backwards from there.
//!   Only where it has no sign must every letter be looked at, which costs as much again as all the rest.
//! - The first stage ([`grams`]) may let a place through that holds nothing, and never the other way round; the second
//!   ([`trie`]) compares bytes. The results do not depend on the first.
//!
//! The automaton that stood here before, a table of states, took 20 MB and half of the time of a start, and found about as
//! fast: few instructions a byte, but most of them waited for memory.
mod class;
mod grams;
mod trie;

use crate::text::chart::{Chart, Row};
use grams::Grams;
use trie::Trie;

/// Where in a word a string may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starts {
    /// A letter or digit at its begin is the first of its word.
    Words,
    /// Anywhere.
    Anywhere,
}

/// One place of one string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Number of the string, in the order of the list.
    pub string: u32,
    /// First byte.
    pub start: usize,
    /// Byte behind the last one.
    pub end: usize,
}

/// How a string is looked for.
#[derive(Clone, Debug, Default)]
struct Wanted {
    /// Bytes before those by which it is known: white space, or what stands before its first sign.
    before: Box<[u8]>,
    /// Whether it may begin within a word.
    anywhere: bool,
}

/// Many strings, ready to be found. Immutable.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    grams: Grams,
    trie: Trie,
    wanted: Vec<Wanted>,
    /// The strings of which nothing more is asked where they are found, a bit each: nearly all.
    plain: Vec<u64>,
    /// Whether a string without a sign may begin within a word.
    in_words: bool,
}

impl Finder {
    /// Makes a finder of strings, each with where it may begin. Strings of nothing but white space are never found.
    ///
    /// Cost: sorts the strings; memory is some 120 bytes for each by the sizes of the tables, and 60 kB for all.
    pub fn new(strings: &[(&str, Starts)]) -> Self {
        let mut finder = Finder::default();
        let mut known = Vec::with_capacity(strings.len());
        for (number, &(string, starts)) in strings.iter().enumerate() {
            let bytes = string.as_bytes();
            let word = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let anywhere = starts == Starts::Anywhere && word > 0;
            let sign = bytes.get(word).is_some_and(|&byte| byte > b' ');
            let space = bytes.iter().take_while(|&&byte| byte <= b' ').count();
            let before = if anywhere && sign { word } else { space };
            finder.in_words |= anywhere && !sign;
            finder.wanted.push(Wanted { before: bytes[..before].into(), anywhere });
            if before < bytes.len() {
                known.push((&bytes[before..], number as u32));
            }
        }
        (finder.trie, finder.grams) = Trie::new(known);
        finder.plain = vec![0; strings.len().div_ceil(64)];
        for (number, Wanted { before, anywhere }) in finder.wanted.iter().enumerate() {
            let fits = before.is_empty() && (*anywhere || !finder.in_words);
            finder.plain[number / 64] |= u64::from(fits) << (number % 64);
        }
        finder
    }

    /// Calls `found` for every place of every string, overlapping ones too. `chart` is that of the text. Places come in the
    /// order in which their first bytes, or the signs by which they are known, stand.
    ///
    /// Cost: one pass; a few instructions for each byte, and a walk down a trie where first bytes are known.
    pub fn find(&self, text: &str, chart: &Chart, found: impl FnMut(Place)) {
        self.search(text.as_bytes(), chart.rows().iter().copied(), false, found);
    }

    /// The same, and every string may begin anywhere: for text whose words were joined.
    pub fn find_anywhere(&self, text: &str, found: impl FnMut(Place)) {
        let bytes = text.as_bytes();
        self.search(bytes, (0..bytes.len()).step_by(Row::BYTES).map(|at| Row::read(bytes, at)), true, found);
    }

    fn search(&self, bytes: &[u8], rows: impl Iterator<Item = Row>, anywhere: bool, mut found: impl FnMut(Place)) {
        self.grams.candidates(bytes, rows, anywhere || self.in_words, |at, class, key| {
            self.trie.walk(bytes, at, class, key, |string, end| {
                if self.plain[string as usize / 64] >> (string % 64) & 1 != 0 {
                    return found(Place { string, start: at, end });
                }
                let Wanted { before, anywhere: within } = &self.wanted[string as usize];
                let in_word = || before.is_empty() && at > 0 && bytes[at - 1].is_ascii_alphanumeric() && bytes[at].is_ascii_alphanumeric();
                let fits = anywhere || *within || !self.in_words || !in_word();
                // To compare nothing is not free: the C library takes a hundred cycles where a pointer points nowhere.
                if fits && (before.is_empty() || bytes[..at].ends_with(before)) {
                    found(Place { string, start: at - before.len(), end });
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The obvious way: every string at every place.
    fn slowly(strings: &[(&str, Starts)], text: &str, anywhere: bool) -> Vec<Place> {
        let bytes = text.as_bytes();
        let mut places = Vec::new();
        for (string, (wanted, starts)) in strings.iter().enumerate() {
            for start in 0..text.len() {
                let in_word = start > 0 && bytes[start - 1].is_ascii_alphanumeric() && bytes[start].is_ascii_alphanumeric();
                let fits = anywhere || *starts == Starts::Anywhere || !in_word;
                if fits && !wanted.trim().is_empty() && bytes[start..].starts_with(wanted.as_bytes()) {
                    places.push(Place { string: string as u32, start, end: start + wanted.len() });
                }
            }
        }
        places.sort_unstable_by_key(|place| (place.start, place.end, place.string));
        places
    }

    fn fast(strings: &[(&str, Starts)], text: &str, anywhere: bool) -> Vec<Place> {
        let finder = Finder::new(strings);
        let mut places = Vec::new();
        if anywhere {
            finder.find_anywhere(text, |place| places.push(place))
        } else {
            finder.find(text, &Chart::of(text), |place| places.push(place))
        }
        places.sort_unstable_by_key(|place| (place.start, place.end, place.string));
        places
    }

    #[test]
    fn strings_are_found_where_they_stand() {
        let strings = [
            ("电话", Starts::Words),
            ("电话卡", Starts::Words),
            ("卡", Starts::Words),
            ("v信", Starts::Words),
            ("tg", Starts::Words),
            ("t.me/", Starts::Words),
            ("iptv", Starts::Anywhere),
            ("\"", Starts::Words),
            ("📞", Starts::Words),
            ("加v", Starts::Words),
        ];
        for text in ["电话卡和v信，加v，\"tg\" 📞", "atg tg etg", "bestiptv.t.me/x", "", "t", "tg", "加", "电", "📞", "卡卡卡"]
        {
            for anywhere in [false, true] {
                assert_eq!(fast(&strings, text, anywhere), slowly(&strings, text, anywhere), "{text}");
            }
        }
    }

    #[test]
    fn a_word_is_not_begun_in_its_middle() {
        let strings = [("sim", Starts::Words), ("sim", Starts::Anywhere)];
        let found = |anywhere| fast(&strings, "esim sim", anywhere).iter().map(|place| (place.string, place.start)).collect::<Vec<_>>();
        assert_eq!(found(false), [(1, 1), (0, 5), (1, 5)]);
        assert_eq!(found(true), [(0, 1), (1, 1), (0, 5), (1, 5)]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Over an alphabet small enough for strings to meet: the fast way finds what the obvious one does.
        #[test]
        fn the_fast_way_finds_what_the_obvious_one_does(
            strings in proptest::collection::vec("[ab1. 加微信é📞]{1,5}", 1..24),
            text in "[ab1. 加微信é📞]{0,60}",
            anywhere: bool,
        ) {
            let strings: Vec<(&str, Starts)> = strings
                .iter()
                .enumerate()
                .map(|(index, string)| (string.as_str(), if index % 3 == 0 { Starts::Anywhere } else { Starts::Words }))
                .collect();
            proptest::prop_assert_eq!(fast(&strings, &text, anywhere), slowly(&strings, &text, anywhere));
        }
    }
}
