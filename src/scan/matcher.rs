//! Finds literals, cues and gates in one pass, then what stands behind them: contacts and regexes.
use super::contacts::{self, Cue};
use super::readings::Readings;
use super::room::{give_back, make_room};
use super::second::Second;
use crate::rule::{Inner, Need, RuleKind, Target};
use crate::signal::decode::Decoder;
use crate::signal::shape::Reader;
use crate::span::{Span, View};
use crate::text::is_word;

/// How far before and behind its gate a regex looks, in bytes. A match that reaches farther is not found.
const REGEX_REACH: usize = 240;

/// Everything that the view holds for the rules. Reused by a scanner.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// Rule and place of each literal and regex; sorted and thinned by `gather`.
    pub spans: Vec<(u32, Span<View>)>,
    pub readings: Readings,
    cues: Vec<Cue>,
    decoders: Vec<(Decoder, Span<View>)>,
    gates: Vec<(u32, Span<View>)>,
    /// The words that regexes need: set, and first byte.
    words: Vec<(u32, u32)>,
    /// Look for what speaks for a text even where nothing speaks against it: examples of such rules need that.
    pub thorough: bool,
}

impl Matches {
    /// Finds everything. Linear in the view for a given rule set.
    pub fn find(&mut self, rules: &Inner, reader: &Reader<'_>) {
        self.strings(rules, reader.view, |target, span| Cue::of(rules, reader, target, span));
        self.regexes(rules, reader.view, false);
        contacts::at_cues(rules, reader, &self.cues, |reading| self.readings.push(rules, reading));
        contacts::without_cue(rules, reader, |reading| self.readings.push(rules, reading));
        let mut second = Second { rules, outer: reader, cues: &self.cues, spans: &mut self.spans, readings: &mut self.readings };
        second.sparse();
        second.columns();
        second.decoders(&mut self.decoders);
        give_back(&mut self.cues);
        give_back(&mut self.decoders);
        self.readings.settle(rules);
        // What speaks for a text matters where something speaks against it: most texts hold nothing of the kind.
        let against = |&(rule, _): &(u32, Span<View>)| rules.rules[rule as usize].kind != RuleKind::Allow;
        if self.thorough || !self.readings.is_empty() || self.spans.iter().any(against) {
            self.regexes(rules, reader.view, true);
        }
        give_back(&mut self.gates);
        give_back(&mut self.words);
        self.gather();
    }

    /// Finds literals and regexes alone, allow rules' too, unsorted: what other engines can be compared with.
    pub fn literals_and_regexes(&mut self, rules: &Inner, view: &str) {
        self.strings(rules, view, |_, _| None);
        self.regexes(rules, view, false);
        self.regexes(rules, view, true);
    }

    /// Finds every string, in buffers that hold nothing of the text before.
    fn strings(&mut self, rules: &Inner, view: &str, cue: impl Fn(Target, Span<View>) -> Option<Cue>) {
        self.decoders.clear();
        make_room(&mut self.spans, view.len());
        make_room(&mut self.cues, view.len());
        make_room(&mut self.gates, view.len());
        make_room(&mut self.words, view.len());
        self.readings.clear(view.len());
        rules.finder.find(view, |place| {
            let span = Span::new(place.start, place.end);
            for &target in rules.targets.of(place.string) {
                match target {
                    Target::Literal { rule, inside_words } if inside_words || is_word(view, span) => self.spans.push((rule, span)),
                    Target::Cue { .. } | Target::Respelled { .. } => self.cues.extend(cue(target, span)),
                    // A gate of letters begins a word: `ex` would open a regex at every `example`.
                    Target::Gate { regex, inside_words } if inside_words || begins_word(view, span) => self.gates.push((regex, span)),
                    Target::Word { set } => self.words.push((set, place.start as u32)),
                    Target::Decoder(decoder) => self.decoders.push((decoder, span)),
                    Target::Literal { .. } | Target::Gate { .. } => {}
                }
            }
        });
        if !self.gates.is_empty() {
            self.gates.sort_unstable();
            self.words.sort_unstable();
        }
    }

    /// Runs each regex near its gates only, or over the whole view where it has none.
    fn regexes(&mut self, rules: &Inner, view: &str, of_allow_rules: bool) {
        let wanted = |regex: u32| (rules.rules[rules.body.regexes[regex as usize].rule].kind == RuleKind::Allow) == of_allow_rules;
        for regex in rules.body.ungated.iter().filter(|&&index| wanted(index)).map(|&index| &rules.body.regexes[index as usize]) {
            for found in regex.regex.get().into_iter().flat_map(|regex| regex.find_iter(regex_automata::Input::new(view))) {
                self.spans.extend((!found.is_empty()).then(|| (regex.rule as u32, Span::new(found.start(), found.end()))));
            }
        }
        let reach = |gate: Span<View>| {
            let start = view.floor_char_boundary(gate.start.saturating_sub(REGEX_REACH));
            (start, view.floor_char_boundary((gate.end + REGEX_REACH).min(view.len())))
        };
        for gates in self.gates.chunk_by(|&(a, first), &(b, second)| a == b && second.start <= first.end + 2 * REGEX_REACH) {
            if !wanted(gates[0].0) {
                continue;
            }
            let rule = &rules.body.regexes[gates[0].0 as usize];
            let (start, _) = reach(gates[0].1);
            let end = gates.iter().map(|&(_, gate)| reach(gate).1).max().unwrap_or(start);
            if !self.has(&rule.words, start, end) {
                continue;
            }
            let Some(regex) = rule.regex.get() else { continue };
            for found in regex.find_iter(regex_automata::Input::new(view).range(start..end)) {
                if !found.is_empty() {
                    self.spans.push((rule.rule as u32, Span::new(found.start(), found.end())));
                }
            }
        }
    }

    /// Whether a stretch of the view holds what a regex needs. Most stretches round a gate do not: it costs a few steps to
    /// see that, and some thousand to run the regex.
    fn has(&self, need: &Need, start: usize, end: usize) -> bool {
        match need {
            Need::Nothing => true,
            Need::Word(set) => {
                let next = self.words.partition_point(|&word| word < (*set, start as u32));
                self.words.get(next).is_some_and(|&(found, at)| found == *set && (at as usize) < end)
            }
            Need::All(parts) => parts.iter().all(|part| self.has(part, start, end)),
            Need::Any(parts) => parts.iter().any(|part| self.has(part, start, end)),
        }
    }

    /// Sorts by rule and place, and leaves out places inside longer ones of the same rule.
    fn gather(&mut self) {
        self.spans.sort_unstable_by_key(|&(rule, span)| (rule, span.start, std::cmp::Reverse(span.end)));
        self.spans.dedup_by(|next, kept| next.0 == kept.0 && kept.1.covers(next.1));
    }
}

/// Whether no letter or digit of ASCII stands before a place that begins with a letter.
fn begins_word(view: &str, span: Span<View>) -> bool {
    let bytes = view.as_bytes();
    !bytes[span.start].is_ascii_alphabetic() || span.start == 0 || !bytes[span.start - 1].is_ascii_alphanumeric()
}
