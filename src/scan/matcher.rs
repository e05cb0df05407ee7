//! Finds literals, cues and gates in one pass, then what stands behind them: contacts and regexes.
use super::contacts::{self, Cue};
use super::readings::Readings;
use super::room::{give_back, make_room};
use super::second::Second;
use crate::rule::{Inner, Need, RegexRule, RuleKind, Target};
use crate::signal::decode::Decoder;
use crate::signal::shape::Reader;
use crate::span::{Span, View};
use crate::text::chart::Chart;
use crate::text::is_word;
use std::ops::Range;

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
    /// The stretches of the view in which each regex is worth running: first byte of the first gate, last one's end.
    stretches: Vec<(u32, Span<View>)>,
    /// The number of the last stretch of each regex, one more than it; zero for none.
    last_stretch: Vec<u32>,
    /// The words that regexes need: first byte, and set.
    words: Vec<(u32, u32)>,
    /// Look for what speaks for a text even where nothing speaks against it: examples of such rules need that.
    pub thorough: bool,
}

impl Matches {
    /// Finds everything. Linear in the view for a given rule set.
    pub fn find(&mut self, rules: &Inner, reader: &Reader<'_>, chart: &Chart) {
        self.strings(rules, reader.view, chart, |target, span| Cue::of(rules, reader, target, span));
        self.regexes(rules, reader.view, false);
        contacts::at_cues(rules, reader, &self.cues, |reading| self.readings.push(rules, reading));
        contacts::without_cue(rules, reader, chart, |reading| self.readings.push(rules, reading));
        let mut second = Second { rules, outer: reader, cues: &self.cues, spans: &mut self.spans, readings: &mut self.readings };
        second.sparse(chart);
        second.columns(chart);
        second.decoders(&mut self.decoders);
        give_back(&mut self.cues);
        give_back(&mut self.decoders);
        self.readings.settle(rules);
        // What speaks for a text matters where something speaks against it: most texts hold nothing of the kind.
        let against = |&(rule, _): &(u32, Span<View>)| rules.rules[rule as usize].kind != RuleKind::Allow;
        if self.thorough || !self.readings.is_empty() || self.spans.iter().any(against) {
            self.regexes(rules, reader.view, true);
        }
        give_back(&mut self.words);
        self.gather();
    }

    /// Finds literals and regexes alone, allow rules' too, unsorted: what other engines can be compared with.
    pub fn literals_and_regexes(&mut self, rules: &Inner, view: &str) {
        self.strings(rules, view, &Chart::of(view), |_, _| None);
        self.regexes(rules, view, false);
        self.regexes(rules, view, true);
    }

    /// Finds every string, in buffers that hold nothing of the text before.
    fn strings(&mut self, rules: &Inner, view: &str, chart: &Chart, cue: impl Fn(Target, Span<View>) -> Option<Cue>) {
        self.decoders.clear();
        make_room(&mut self.spans, view.len());
        make_room(&mut self.cues, view.len());
        make_room(&mut self.words, view.len());
        self.last_stretch.resize(rules.body.regexes.len(), 0);
        self.stretches.drain(..).for_each(|(regex, _)| self.last_stretch[regex as usize] = 0);
        self.readings.clear(view.len());
        rules.finder.find(view, chart, |place| {
            let span = Span::new(place.start, place.end);
            for &target in rules.targets.of(place.string) {
                match target {
                    Target::Literal { rule, inside_words } if inside_words || is_word(view, span) => self.spans.push((rule, span)),
                    Target::Cue { .. } | Target::Respelled { .. } => self.cues.extend(cue(target, span)),
                    // A gate of letters begins a word: `ex` would open a regex at every `example`.
                    Target::Gate { regex, inside_words } if inside_words || begins_word(view, span) => {
                        near(&mut self.stretches, &mut self.last_stretch[regex as usize], regex, span);
                    }
                    Target::Word { set } => self.words.push((place.start as u32, set)),
                    Target::Decoder(decoder) => self.decoders.push((decoder, span)),
                    Target::Literal { .. } | Target::Gate { .. } => {}
                }
            }
        });
        if !self.stretches.is_empty() {
            self.stretches.sort_unstable();
            // They come nearly in order, which this sort makes use of and an unstable one does not.
            self.words.sort();
        }
    }

    /// Runs each regex near its gates only, or over the whole view where it has none.
    fn regexes(&mut self, rules: &Inner, view: &str, of_allow_rules: bool) {
        let wanted = |regex: u32| (rules.rules[rules.body.regexes[regex as usize].rule].kind == RuleKind::Allow) == of_allow_rules;
        let mut run = |rule: &RegexRule, part: Range<usize>| {
            if let Some(regex) = rule.regex.get() {
                regex.find(view, part, |found| self.spans.push((rule.rule as u32, Span::new(found.start, found.end))));
            }
        };
        for &regex in rules.body.ungated.iter().filter(|&&regex| wanted(regex)) {
            run(&rules.body.regexes[regex as usize], 0..view.len());
        }
        for &(regex, stretch) in self.stretches.iter().filter(|(regex, _)| wanted(*regex)) {
            let rule = &rules.body.regexes[regex as usize];
            let start = view.floor_char_boundary(stretch.start.saturating_sub(REGEX_REACH));
            let end = view.floor_char_boundary((stretch.end + REGEX_REACH).min(view.len()));
            if has(&self.words, &rule.words, start, end) {
                run(rule, start..end);
            }
        }
    }

    /// Sorts by rule and place, and leaves out places inside longer ones of the same rule.
    fn gather(&mut self) {
        self.spans.sort_unstable_by_key(|&(rule, span)| (rule, span.start, std::cmp::Reverse(span.end)));
        self.spans.dedup_by(|next, kept| next.0 == kept.0 && kept.1.covers(next.1));
    }
}

/// Adds a gate to the last stretch of its regex where their surroundings meet, else begins a stretch. Texts that sell hold
/// so many gates that to sort them all cost as much as all the rest of finding.
fn near(stretches: &mut Vec<(u32, Span<View>)>, last: &mut u32, regex: u32, gate: Span<View>) {
    let stretch = last.checked_sub(1).and_then(|last| stretches.get_mut(last as usize));
    match stretch.filter(|(_, stretch)| gate.start <= stretch.end + 2 * REGEX_REACH) {
        // Gates come nearly in order: one may begin a few bytes before the one that was found before it.
        Some((_, stretch)) => *stretch = Span::new(stretch.start.min(gate.start), stretch.end.max(gate.end)),
        None => {
            stretches.push((regex, gate));
            *last = stretches.len() as u32;
        }
    }
}

/// Whether a stretch of the view holds what a regex needs. Most stretches round a gate do not: it costs a few steps to
/// see that, and some thousand to run the regex.
fn has(words: &[(u32, u32)], need: &Need, start: usize, end: usize) -> bool {
    match need {
        Need::Nothing => true,
        Need::Word(set) => {
            let next = words.partition_point(|&(at, _)| (at as usize) < start);
            // A stretch holds a few words: a look at each costs less than to sort all of a text by their sets.
            words[next..].iter().take_while(|&&(at, _)| (at as usize) < end).any(|&(_, found)| found == *set)
        }
        Need::All(parts) => parts.iter().all(|part| has(words, part, start, end)),
        Need::Any(parts) => parts.iter().any(|part| has(words, part, start, end)),
    }
}

/// Whether no letter or digit of ASCII stands before a place that begins with a letter.
fn begins_word(view: &str, span: Span<View>) -> bool {
    let bytes = view.as_bytes();
    !bytes[span.start].is_ascii_alphabetic() || span.start == 0 || !bytes[span.start - 1].is_ascii_alphanumeric()
}
