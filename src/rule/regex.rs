//! A regex of a rule, and how it is run: from the words that its matches begin with, where they are known.
use super::pattern::{self, PatternError, SIZE_LIMIT};
use regex_automata::meta::{self, Config};
use regex_automata::util::prefilter::Prefilter;
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use std::ops::Range;
use std::sync::OnceLock;

/// The longest match that is found from its beginning, in bytes: each is followed so far, and no farther.
const LONGEST_MATCH: usize = 800;
/// In so many bytes of text one beginning may lead to nothing, and a few more in a short text. Where there are more, a text
/// holds hardly anything else, and to go on from each would cost as much as the match is long for each byte.
const BYTES_A_BEGINNING: usize = 24;
const FEW_BEGINNINGS: usize = 8;
/// The most strings that matches of one regex begin with.
const BEGINNINGS_LIMIT: usize = 250;

/// A compiled regex.
///
/// Most regexes of rules are some words, a gap, and some other words. An automaton that may begin a match anywhere has a
/// state for each set of places where one may have begun, and of a gap of twelve characters there are thousands: on Chinese
/// documents a third of all time went into such automata, and a third of that into building states that were thrown away
/// again. Run from each place where a match may begin, and from there only, a regex has as many states as it is long.
#[derive(Clone, Debug)]
pub(crate) struct Regex {
    regex: meta::Regex,
    /// Finds the places where a match may begin. None where nearly all places may.
    beginnings: Option<Prefilter>,
    /// Whether no match is longer than those that are found from their beginnings.
    bounded: bool,
}

impl Regex {
    /// Compiles a pattern that was parsed.
    pub(super) fn new(parsed: &Hir) -> Result<Self, meta::BuildError> {
        let config = Config::new().nfa_size_limit(Some(SIZE_LIMIT)).utf8_empty(true);
        let regex = meta::Regex::builder().configure(config).build_from_hir(parsed)?;
        let bounded = parsed.properties().maximum_len().is_some_and(|longest| longest <= LONGEST_MATCH);
        Ok(Regex { regex, beginnings: beginnings(parsed), bounded })
    }

    /// Bytes that it takes.
    pub fn memory(&self) -> usize {
        self.regex.memory_usage() + self.beginnings.as_ref().map_or(0, Prefilter::memory_usage)
    }

    /// Calls `found` with each match in a part of the view that is not empty, first to last. What stands before and behind
    /// the part is seen by `\b` only. Of a match of more than 800 bytes only so many may be found, or none.
    ///
    /// Cost: a look at each byte for beginnings, and behind each of them as many bytes as a match may have.
    pub fn find(&self, view: &str, part: Range<usize>, mut found: impl FnMut(Range<usize>)) {
        let Some(beginnings) = &self.beginnings else { return self.find_everywhere(view, part, found) };
        let mut from = part.start;
        let mut in_vain = FEW_BEGINNINGS + part.len() / BYTES_A_BEGINNING;
        while let Some(beginning) = beginnings.find(view.as_bytes(), (from..part.end).into()) {
            let end = part.end.min(beginning.start + LONGEST_MATCH);
            let input = Input::new(view).range(beginning.start..end).anchored(Anchored::Yes);
            if let Some(end) = self.regex.search_half(&input) {
                found(beginning.start..end.offset());
                from = end.offset();
                continue;
            }
            from = beginning.start + 1;
            in_vain -= 1;
            if in_vain == 0 {
                return self.find_everywhere(view, from..part.end, found);
            }
        }
    }

    /// The same for a whole view, where a match may be as long as that.
    pub fn find_in_all(&self, view: &str, found: impl FnMut(Range<usize>)) {
        if self.bounded { self.find(view, 0..view.len(), found) } else { self.find_everywhere(view, 0..view.len(), found) }
    }

    /// With an automaton that may begin anywhere.
    fn find_everywhere(&self, view: &str, part: Range<usize>, mut found: impl FnMut(Range<usize>)) {
        let matches = self.regex.find_iter(Input::new(view).range(part));
        matches.filter(|found| !found.is_empty()).for_each(|each| found(each.range()));
    }
}

/// What finds all places where a match may begin, and some others. Of letters, digits and white space two are asked for:
/// one stands everywhere.
fn beginnings(parsed: &Hir) -> Option<Prefilter> {
    let mut strings = Extractor::new().kind(ExtractKind::Prefix).limit_total(BEGINNINGS_LIMIT).extract(parsed);
    strings.optimize_for_prefix_by_preference();
    let strings = strings.literals()?;
    let everywhere = |string: &[u8]| matches!(string, [] | [b'a'..=b'z' | b'0'..=b'9' | 0..=b' ' | 0x80..]);
    if strings.iter().any(|string| everywhere(string.as_bytes())) {
        return None;
    }
    Prefilter::new(MatchKind::LeftmostFirst, strings)
}

/// A regex that is compiled when it is first needed: a start need not wait for two hundred of them, of which most texts
/// need none.
pub(crate) struct LazyRegex {
    pattern: String,
    regex: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    /// A pattern that is known to be sound, as those of the built-in packs are (a test compiles them all).
    pub(super) fn trusted(pattern: &str) -> Self {
        LazyRegex { pattern: pattern.to_owned(), regex: OnceLock::new() }
    }

    /// A pattern that is compiled now, to see whether it is sound.
    pub(super) fn compiled(pattern: &str) -> Result<Self, PatternError> {
        let regex = pattern::compile(pattern)?;
        Ok(LazyRegex { pattern: String::new(), regex: OnceLock::from(Some(regex)) })
    }

    /// Bytes of the regex where it is compiled already, else 0.
    pub(super) fn cost(&self) -> usize {
        self.regex.get().and_then(Option::as_ref).map_or(0, Regex::memory)
    }

    /// The regex. None of a pattern that is not sound after all: it matches nothing.
    pub fn get(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| pattern::compile(&self.pattern).ok()).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, view: &str) -> Vec<String> {
        let mut found = Vec::new();
        pattern::compile(pattern).expect(pattern).find(view, 0..view.len(), |each| found.push(view[each].to_owned()));
        found
    }

    #[test]
    fn matches_are_those_of_a_search_from_left_to_right() {
        for (pattern, view, wanted) in [
            ("(?:出售|售)[^。]{0,4}(?:电话卡|卡)", "出售出售电话卡，售卡。出售很多很多电话卡", &["出售出售电话卡", "售卡"][..]),
            (
                r"\b(?:buy|get) (?:\w+ ){0,2}cards?\b",
                "buy get cards, forget cards, get the new card",
                &["buy get cards", "get the new card"],
            ),
            ("aab?", "aaab aab", &["aa", "aab"]),
            ("(?:ab|abc)d?", "abcd abd", &["ab", "abd"]),
            ("[0-9]+元", "12元", &["12元"]),
            ("“[^”]+”", "“一”“二", &["“一”"]),
        ] {
            assert_eq!(found(pattern, view), wanted, "{pattern}");
        }
    }

    #[test]
    fn what_has_no_end_or_no_beginning_is_not_run_from_beginnings() {
        let runs = |pattern| pattern::compile(pattern).expect(pattern).beginnings.is_some();
        assert!(runs("出售.{0,20}卡") && runs(r"\b(?:sim|esim) cards?"));
        assert!(!runs("出售.+卡") && !runs("出售.{0,400}卡") && !runs("[0-9]{1,5}元") && !runs("a?b?") && !runs("v?x"));
    }

    #[test]
    fn words_are_seen_beyond_the_part() {
        let regex = pattern::compile(r"\bcard\b").expect("a sound pattern");
        let mut places = Vec::new();
        for part in [4..8, 1..8, 5..9] {
            regex.find("dis card cards", part, |found| places.push(found));
            regex.find("discards", 3..7, |found| places.push(found));
        }
        assert_eq!(places, [4..8, 4..8]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Run from its beginnings or not: the same matches.
        #[test]
        fn beginnings_change_nothing(
            pattern in "(\\\\b)?(\\((ab|加微|b信)(\\|(aba|微信|ba)){0,2}\\)|ab|信加)([^b]|\\[^微\\]|\\(a\\|信\\))?(\\{0,3\\})?(a|微|b)\\??",
            view in "[ab加微信 ]{0,40}",
            cut in 0usize..10,
        ) {
            let Ok(mut regex) = pattern::compile(&pattern) else { return Ok(()) };
            let part = view.floor_char_boundary(cut)..view.len();
            let (mut fast, mut slow) = (Vec::new(), Vec::new());
            regex.find(&view, part.clone(), |found| fast.push(found));
            regex.beginnings = None;
            regex.find(&view, part, |found| slow.push(found));
            proptest::prop_assert_eq!(fast, slow);
        }
    }
}
