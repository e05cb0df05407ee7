//! A regex of a rule, and how it is run: from the words that its matches begin with, where they are known.
use super::pattern::{self, PatternError, SIZE_LIMIT};
use super::required::branches;
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
    /// Of each of its branches, what finds the places where a match may begin. None where nearly all places may.
    beginnings: Vec<Option<Prefilter>>,
    /// Whether no match is longer than those that are found from their beginnings.
    bounded: bool,
}

/// A part of a view in which a branch of a regex may match.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Number of the branch.
    pub branch: usize,
    /// Bytes of the view.
    pub place: Range<usize>,
}

impl Regex {
    /// Compiles a pattern that was parsed.
    pub(super) fn new(parsed: &Hir) -> Result<Self, Box<meta::BuildError>> {
        let beginnings: Vec<_> = branches(parsed).iter().map(beginnings).collect();
        // What finds beginnings for the engine would be the same once more, and a fifth of its memory.
        let unknown = beginnings.iter().any(Option::is_none);
        let config = Config::new().nfa_size_limit(Some(SIZE_LIMIT)).utf8_empty(true).auto_prefilter(unknown);
        let regex = meta::Regex::builder().configure(config).build_from_hir(parsed)?;
        let bounded = parsed.properties().maximum_len().is_some_and(|longest| longest <= LONGEST_MATCH);
        Ok(Regex { regex, beginnings, bounded })
    }

    /// Bytes that it takes.
    pub fn memory(&self) -> usize {
        self.regex.memory_usage() + self.beginnings.iter().flatten().map(Prefilter::memory_usage).sum::<usize>()
    }

    /// Calls `found` with each match that is not empty, first to last. Each lies in the part of its branch; what stands before
    /// and behind is seen by `\b` only. Of a match of more than 800 bytes only so many may be found, or none. `beginnings`
    /// is room that is used again.
    ///
    /// Cost: a look at each byte of each part for beginnings, and behind each of them as many bytes as a match may have.
    pub fn find(&self, view: &str, parts: &[Part], beginnings: &mut Vec<usize>, mut found: impl FnMut(Range<usize>)) {
        let Some(whole) = parts.iter().map(|part| part.place.clone()).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)) else { return };
        beginnings.clear();
        for part in parts {
            let Some(Some(strings)) = self.beginnings.get(part.branch) else { return self.find_everywhere(view, whole, found) };
            let mut from = part.place.start;
            while let Some(beginning) = strings.find(view.as_bytes(), (from..part.place.end).into()) {
                beginnings.push(beginning.start);
                from = beginning.start + 1;
            }
        }
        if parts.len() > 1 {
            beginnings.sort_unstable();
        }
        let mut in_vain = FEW_BEGINNINGS + whole.len() / BYTES_A_BEGINNING;
        let mut from = whole.start;
        for &beginning in beginnings.iter() {
            if beginning < from {
                continue;
            }
            let end = whole.end.min(beginning + LONGEST_MATCH);
            let input = Input::new(view).range(beginning..end).anchored(Anchored::Yes);
            if let Some(end) = self.regex.search_half(&input) {
                found(beginning..end.offset());
                from = end.offset();
                continue;
            }
            from = beginning + 1;
            in_vain -= 1;
            if in_vain == 0 {
                return self.find_everywhere(view, from..whole.end, found);
            }
        }
    }

    /// The same in a whole view, where a match may be as long as that.
    pub fn find_in_all(&self, view: &str, beginnings: &mut Vec<usize>, found: impl FnMut(Range<usize>)) {
        if self.bounded {
            let parts: Vec<Part> = (0..self.beginnings.len()).map(|branch| Part { branch, place: 0..view.len() }).collect();
            self.find(view, &parts, beginnings, found);
        } else if self.beginnings.iter().any(|strings| strings.as_ref().is_none_or(|strings| begins(strings, view))) {
            self.find_everywhere(view, 0..view.len(), found);
        }
    }

    /// With an automaton that may begin anywhere.
    fn find_everywhere(&self, view: &str, part: Range<usize>, mut found: impl FnMut(Range<usize>)) {
        let matches = self.regex.find_iter(Input::new(view).range(part));
        matches.filter(|found| !found.is_empty()).for_each(|each| found(each.range()));
    }
}

/// Whether a match may begin anywhere in a view.
fn begins(strings: &Prefilter, view: &str) -> bool {
    strings.find(view.as_bytes(), (0..view.len()).into()).is_some()
}

/// What finds all places where a match may begin, and some others. Of letters, digits and white space two are asked for:
/// one stands everywhere.
fn beginnings(branch: &Hir) -> Option<Prefilter> {
    let mut strings = Extractor::new().kind(ExtractKind::Prefix).limit_total(BEGINNINGS_LIMIT).extract(branch);
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
    use proptest::sample::select;

    fn parts(regex: &Regex, place: Range<usize>) -> Vec<Part> {
        (0..regex.beginnings.len()).map(|branch| Part { branch, place: place.clone() }).collect()
    }

    fn found(pattern: &str, view: &str) -> Vec<String> {
        let mut found = Vec::new();
        let regex = pattern::compile(pattern).expect(pattern);
        regex.find(view, &parts(&regex, 0..view.len()), &mut Vec::new(), |each| found.push(view[each].to_owned()));
        found
    }

    #[test]
    fn matches_are_those_of_a_search_from_left_to_right() {
        for (pattern, view, wanted) in [
            ("(?:出售|售)[^。]{0,4}(?:电话卡|卡)", "出售出售电话卡，售卡。出售很多很多的电话卡", &["出售出售电话卡", "售卡"][..]),
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
    fn what_may_begin_anywhere_is_not_run_from_beginnings() {
        let runs = |pattern| pattern::compile(pattern).expect(pattern).beginnings.iter().map(Option::is_some).collect::<Vec<_>>();
        assert_eq!(runs("出售.+卡"), [true]);
        assert_eq!(runs(r"\b(?:sim|(?:e-)?sim cards?|“[^”]+”)"), [true, true]);
        for pattern in ["[0-9]{1,5}元", "a?b?", "v?x", "[^a]卡"] {
            assert_eq!(runs(pattern), [false], "{pattern}");
        }
    }

    #[test]
    fn words_are_seen_beyond_the_part() {
        let regex = pattern::compile(r"\bcard\b").expect("a sound pattern");
        let mut places = Vec::new();
        for (view, part) in [("dis card cards", 4..8), ("dis card cards", 1..8), ("dis card cards", 5..9), ("discards", 3..7)] {
            regex.find(view, &parts(&regex, part), &mut Vec::new(), |found| places.push(found));
        }
        assert_eq!(places, [4..8, 4..8]);
    }

    #[test]
    fn a_branch_is_looked_for_in_its_part_only() {
        let regex = pattern::compile("电话卡.?|手机.{0,2}卡").expect("a sound pattern");
        let view = "手机卡，手机卡。电话卡";
        let mut found = Vec::new();
        let part = [Part { branch: 1, place: 9..view.len() }];
        regex.find(view, &part, &mut Vec::new(), |each| found.push(&view[each]));
        assert_eq!(found, ["手机卡"]);
    }

    #[test]
    fn texts_of_nothing_but_beginnings_are_read_too() {
        let many = "加微信".repeat(200);
        assert_eq!(found("加微信.?12", &format!("{many}12")), ["加微信12"]);
        assert_eq!(found("“[^”]+”", &format!("{}”", "“".repeat(2000))).len(), 1);
    }

    #[test]
    fn long_matches_are_found_in_whole_views() {
        let view = format!("出售{}卡", "好".repeat(400));
        let regex = pattern::compile("出售.+卡").expect("a sound pattern");
        let mut places = Vec::new();
        regex.find_in_all(&view, &mut Vec::new(), |found| places.push(found));
        assert!(places.len() == 1 && places[0] == (0..view.len()));
        assert!(found("出售.+卡", &view).is_empty());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Run from its beginnings or not: the same matches.
        #[test]
        fn beginnings_change_nothing(
            start in select(&["(?:ab|加微)", r"\b(?:ab|b信|ba)", "ab", "(?:加微|信加.?b|a.?微)", "[ab]", "(?:“|信)"][..]),
            gap in select(&["", ".{0,3}", "[^微]?", "(?:a|信)*", "[^ ]+"][..]),
            end in select(&["a", "微?", "(?:ab|b)", "", "(?:微|信 ?加)", r"\b"][..]),
            other in select(&["", "|加微信?", "|b.{0,2}信", "|(?:ab|ba) ?a"][..]),
            view in "[ab加微信“ ]{0,40}",
            cut in 0usize..10,
        ) {
            let regex = pattern::compile(&format!("{start}{gap}{end}{other}")).expect("a sound pattern");
            let part = view.floor_char_boundary(cut)..view.len();
            let (mut fast, mut slow) = (Vec::new(), Vec::new());
            regex.find(&view, &parts(&regex, part.clone()), &mut Vec::new(), |found| fast.push(found));
            regex.find_everywhere(&view, part, |found| slow.push(found));
            proptest::prop_assert_eq!(fast, slow);
        }
    }
}
