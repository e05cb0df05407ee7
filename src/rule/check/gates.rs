//! Branches of a regex that no gate opens: a regex is run only near the strings of its `needs`, so what matches without
//! holding one of them is found nowhere but in company.
use super::super::fields::At;
use super::super::pattern::ascii_shorthands;
use crate::text::folded;
use aho_corasick::Anchored;
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::noncontiguous::NFA as Gates;
use regex_automata::nfa::thompson::{self, NFA, State};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;
use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::{Hir, HirKind, Repetition};
use std::collections::HashMap;
use std::ops::Range;

/// How many steps all searches of a rule set may take together, some tenths of a second: 30,000 search the built-in packs. A
/// pack that was made to need more is told less, and is not waited for.
pub(in crate::rule) const STEPS: usize = 1_000_000;
/// The most branches of one regex that are told.
const BRANCHES: usize = 6;
/// The most memory of one automaton, in bytes.
const SIZE_LIMIT: usize = 1 << 20;
/// What no text holds: it stands where a word may begin.
const BEGIN: u8 = 0xFF;

/// A branch, as bytes of the pattern, and the shortest text that it matches without a gate.
#[derive(Debug, PartialEq)]
pub(super) struct Gap {
    pub branch: Range<usize>,
    pub text: String,
}

/// The branches of a sound pattern that can match where none of its gates stands.
pub(super) fn gaps(pattern: &str, gates: &[At<String>], inside_words: bool, steps: &mut usize) -> Vec<Gap> {
    // To build what is searched takes its time, too.
    let size = pattern.len() + gates.iter().map(|gate| gate.value.len()).sum::<usize>();
    *steps = steps.saturating_sub(size / 10);
    if *steps == 0 {
        return Vec::new();
    }
    let (ascii, origins) = ascii_shorthands(pattern);
    let gates: Vec<Vec<u8>> = gates.iter().map(|gate| encoded(&folded(&gate.value), !inside_words)).collect();
    let Ok(parsed) = ast::parse::Parser::new().parse(&ascii) else { return Vec::new() };
    let Ok(opens) = Gates::new(&gates) else { return Vec::new() };
    let mut letters = [false; 256];
    gates.iter().flatten().for_each(|&byte| letters[byte as usize] = true);
    let mut search = Search { pattern: &ascii, opens, letters, steps, found: Vec::new() };
    if let Some(text) = search.without_gate(&ascii) {
        search.narrow("", &parsed, "", text);
    }
    let written = |place: usize| origins.get(place).copied().unwrap_or(pattern.len());
    search.found.into_iter().map(|gap| Gap { branch: written(gap.branch.start)..written(gap.branch.end), text: gap.text }).collect()
}

/// A string with a sign wherever it goes on behind what is no letter and no digit. So that a gate of letters is found only
/// where a word begins, it begins with that sign.
fn encoded(gate: &str, begins_word: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut in_word = true;
    for (index, byte) in gate.bytes().enumerate() {
        if !in_word || index == 0 && begins_word && byte.is_ascii_alphabetic() {
            bytes.push(BEGIN);
        }
        bytes.push(byte);
        in_word = byte.is_ascii_alphanumeric();
    }
    bytes
}

struct Search<'a> {
    pattern: &'a str,
    opens: Gates,
    /// The bytes of gates: all others are alike to them, but for whether they are part of a word.
    letters: [bool; 256],
    steps: &'a mut usize,
    found: Vec<Gap>,
}

impl Search<'_> {
    /// Finds the branches that are to blame, in a part of the pattern that has its context beside it. `text` is matched
    /// without a gate.
    fn narrow(&mut self, before: &str, part: &Ast, after: &str, text: String) {
        let (place, pattern) = (bytes_of(part), self.pattern);
        let mut alternations = Vec::new();
        outermost(part, &mut alternations);
        for alternation in alternations {
            let inner = alternation.span.start.offset..alternation.span.end.offset;
            let context =
                (format!("{before}{}(?:", &pattern[place.start..inner.start]), format!("){}{after}", &pattern[inner.end..place.end]));
            let matched: Vec<Option<String>> = alternation
                .asts
                .iter()
                .map(|branch| self.without_gate(&format!("{}{}{}", context.0, &pattern[bytes_of(branch)], context.1)))
                .collect();
            // Where none of them holds a gate something else is to blame, but for branches of the whole.
            if matched.iter().all(Option::is_some) && inner != place {
                continue;
            }
            for (branch, text) in alternation.asts.iter().zip(matched) {
                if let Some(text) = text {
                    self.narrow(&context.0, branch, &context.1, text);
                }
            }
            return;
        }
        if self.found.len() < BRANCHES {
            self.found.push(Gap { branch: place, text });
        }
    }

    /// The shortest text that a pattern matches and that holds no gate: a search over the states of the regex and of the
    /// gates together. None where there is none, or steps are spent.
    fn without_gate(&mut self, pattern: &str) -> Option<String> {
        // White space is one space, as in gates of two words: nobody writes a gate for each way to part them.
        let pattern = pattern.replace(r"[\t\n\x0B\x0C\r ]", "[ ]").replace("[ ]+", "[ ]");
        let hir = regex_syntax::ParserBuilder::new().nest_limit(50).build().parse(&pattern).ok()?;
        let config = thompson::Config::new().nfa_size_limit(Some(SIZE_LIMIT)).which_captures(thompson::WhichCaptures::None);
        let nfa = thompson::Compiler::new().configure(config).build_from_hir(&fewest(&hir)).ok()?;
        let start = Node { state: nfa.start_anchored(), gates: self.opens.start_state(Anchored::No).ok()?, in_word: false, next: None };
        // Where each was reached from, and by which byte.
        let mut reached: HashMap<Node, (Node, Option<u8>)> = HashMap::from([(start, (start, None))]);
        let mut round = vec![start];
        while !round.is_empty() {
            let mut following = Vec::new();
            // What is reached without a byte is of the same round.
            while let Some(node) = round.pop() {
                *self.steps = self.steps.checked_sub(1)?;
                let mut ways = Vec::new();
                if self.ways(&nfa, node, &mut ways) {
                    return Some(spelled(&reached, node));
                }
                for (next, byte) in ways {
                    reached.entry(next).or_insert_with(|| {
                        if byte.is_some() {
                            following.push(next)
                        } else {
                            round.push(next)
                        }
                        (node, byte)
                    });
                }
            }
            round = following;
        }
        None
    }

    /// What is reached from here; true where the regex has matched.
    fn ways(&self, nfa: &NFA, node: Node, ways: &mut Vec<(Node, Option<u8>)>) -> bool {
        let mut to = |state: StateID| ways.push((Node { state, ..node }, None));
        match nfa.state(node.state) {
            State::Match { .. } => return true,
            State::Fail => {}
            State::Union { alternates } => alternates.iter().for_each(|&state| to(state)),
            &State::BinaryUnion { alt1, alt2 } => [alt1, alt2].into_iter().for_each(to),
            &State::Capture { next, .. } => to(next),
            &State::Look { look, next } => {
                let expected = match look {
                    Look::WordAscii => Some(!node.in_word),
                    Look::WordAsciiNegate => Some(node.in_word),
                    _ => node.next,
                };
                if node.next.is_none_or(|next| Some(next) == expected) {
                    ways.push((Node { state: next, next: expected, ..node }, None));
                }
            }
            State::ByteRange { trans } => self.bytes(node, trans.start..=trans.end, trans.next, ways),
            State::Sparse(sparse) => {
                sparse.transitions.iter().for_each(|trans| self.bytes(node, trans.start..=trans.end, trans.next, ways));
            }
            State::Dense(dense) => {
                let to = (0..=BEGIN).map(|byte| (byte, dense.transitions[byte as usize]));
                to.filter(|&(_, next)| next != StateID::ZERO).for_each(|(byte, next)| self.bytes(node, byte..=byte, next, ways));
            }
        }
        false
    }

    /// One way for each byte that differs from others to a gate.
    fn bytes(&self, node: Node, range: std::ops::RangeInclusive<u8>, state: StateID, ways: &mut Vec<(Node, Option<u8>)>) {
        let (mut word, mut other) = (false, false);
        // Letters first: they make the text that is shown easier to read. Of control characters only a line break is text.
        let order = (b'a'..=b'z').chain(b'0'..=b'9').chain(b' '..=b'/').chain(b':'..=b'`').chain(b'{'..=BEGIN).chain(*b"\n");
        for byte in order.filter(|byte| range.contains(byte)) {
            let in_word = byte.is_ascii_alphanumeric();
            let seen = if in_word { &mut word } else { &mut other };
            if node.next.is_some_and(|next| next != in_word) || (!self.letters[byte as usize] && std::mem::replace(seen, true)) {
                continue;
            }
            let mut gates = node.gates;
            if !node.in_word {
                gates = self.opens.next_state(Anchored::No, gates, BEGIN);
            }
            gates = self.opens.next_state(Anchored::No, gates, byte);
            if !self.opens.is_match(gates) {
                ways.push((Node { state, gates, in_word, next: None }, Some(byte)));
            }
        }
    }
}

/// How far a text has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    state: StateID,
    gates: aho_corasick::automaton::StateID,
    /// Whether the last byte was a letter or digit.
    in_word: bool,
    /// Whether the next one must be, where a boundary says so.
    next: Option<bool>,
}

fn spelled(reached: &HashMap<Node, (Node, Option<u8>)>, mut node: Node) -> String {
    let mut bytes = Vec::new();
    while let Some(&(before, byte)) = reached.get(&node)
        && before != node
    {
        bytes.extend(byte);
        node = before;
    }
    bytes.reverse();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The regex with each repetition once more than it must be: what lies between holds a gate no sooner for being longer.
fn fewest(hir: &Hir) -> Hir {
    let all = |parts: &[Hir]| parts.iter().map(fewest).collect();
    match hir.kind() {
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            max: Some(repetition.max.unwrap_or(u32::MAX).min(repetition.min + 1)),
            sub: Box::new(fewest(&repetition.sub)),
            ..*repetition
        }),
        HirKind::Capture(capture) => fewest(&capture.sub),
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        _ => hir.clone(),
    }
}

fn bytes_of(ast: &Ast) -> Range<usize> {
    ast.span().start.offset..ast.span().end.offset
}

/// The alternations of a part that stand in no other.
fn outermost<'a>(ast: &'a Ast, found: &mut Vec<&'a ast::Alternation>) {
    match ast {
        Ast::Alternation(alternation) => found.push(alternation),
        Ast::Group(group) => outermost(&group.ast, found),
        Ast::Repetition(repetition) => outermost(&repetition.ast, found),
        Ast::Concat(parts) => parts.asts.iter().for_each(|part| outermost(part, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pattern: &str, gates: &[&str], inside_words: bool) -> Vec<(String, String)> {
        let gates: Vec<_> = gates.iter().map(|gate| At { value: (*gate).to_owned(), file: 0, start: 0, end: 0 }).collect();
        let gaps = gaps(pattern, &gates, inside_words, &mut STEPS.clone());
        gaps.into_iter().map(|gap| (pattern[gap.branch].to_owned(), gap.text)).collect()
    }

    fn gap(branch: &str, text: &str) -> (String, String) {
        (branch.to_owned(), text.to_owned())
    }

    #[test]
    fn branches_without_a_gate_are_named_with_what_they_match() {
        for (pattern, gates, expected) in [
            ("(?:手机|电话)卡批发", &["手机"][..], vec![gap("电话", "电话卡批发")]),
            ("手机卡|电话卡|上网卡", &["手机"], vec![gap("电话卡", "电话卡"), gap("上网卡", "上网卡")]),
            // Every branch of the first group fails alike; the second tells them apart.
            ("(?:buy|sell) (?:phone|cell) number", &["phone"], vec![gap("cell", "buy cell number")]),
            // Both groups must fail for the whole to fail.
            ("(?:手机|座机)(?:批发|出售)", &["手机", "批发"], vec![gap("座机", "座机出售")]),
            (r"a(?:bc|de\d)|phone (?:x|y)", &["phone", "abc"], vec![gap(r"de\d", "ade0")]),
            ("[0-9]{2,40}", &["phone"], vec![gap("[0-9]{2,40}", "00")]),
            (r"tech\s?support", &["tech "], vec![gap(r"tech\s?support", "techsupport")]),
            // A gate begins a word; with a boundary before it, it does.
            ("(?:cell)?number", &["number"], vec![gap("(?:cell)?number", "cellnumber")]),
        ] {
            assert_eq!(told(pattern, gates, false), expected, "{pattern}");
        }
    }

    #[test]
    fn a_regex_whose_every_match_holds_a_gate_is_not_told() {
        for (pattern, gates) in [
            ("(?:手机|电话)卡", &["卡"][..]),
            // A gate that lies across parts.
            ("(?:手|座)机卡", &["机卡"]),
            ("(?:电话|手机)卡?[^\n]{0,40}(?:批发|出售)", &["电话", "手机"]),
            (r"\b(?:cell)?\s?\bnumbers?\b", &["number"]),
            (r"call .{0,9}\bnow\b", &["now"]),
            (r"buy\s+now", &["buy now"]),
            ("x?phone", &["phone", "xphone"]),
            ("价:[0-9]+元", &["元"]),
        ] {
            assert_eq!(told(pattern, gates, false), [], "{pattern}");
        }
        assert_eq!(told("(?:cell)?number", &["number"], true), [], "it may begin inside a word");
    }

    #[test]
    fn a_search_that_takes_too_long_is_given_up() {
        let gate = [At { value: "手机".to_owned(), file: 0, start: 0, end: 0 }];
        assert!(gaps("座机", &gate, false, &mut 3).is_empty());
        assert_eq!(gaps("座机", &gate, false, &mut 100).len(), 1);
    }
}
