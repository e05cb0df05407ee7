//! Finds literals, cues and gates in one pass, then what stands behind them: contacts and regexes.
use super::contacts::{self, Cue};
use super::present::Present;
use super::readings::Readings;
use super::room::{give_back, make_room};
use super::second::Second;
use crate::rule::{Inner, Need, Part, Presence, RegexRule, RuleKind, Target, Wanted};
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
    /// The parts of a stretch in which branches of a regex may match, and where they may begin.
    parts: Vec<Part>,
    beginnings: Vec<usize>,
    /// Look for what speaks for a text even where nothing speaks against it: examples of such rules need that.
    pub thorough: bool,
}

impl Matches {
    /// Finds everything. Linear in the view for a given rule set.
    pub fn find(&mut self, rules: &Inner, reader: &Reader<'_>, chart: &Chart) {
        self.strings(rules, reader.view, chart, |target, span| Cue::of(rules, reader, target, span));
        self.regexes(rules, reader.view, |wanted| matches!(wanted, Wanted::Always));
        contacts::at_cues(rules, reader, &self.cues, |reading| self.readings.push(rules, reading));
        contacts::without_cue(rules, reader, chart, |reading| self.readings.push(rules, reading));
        let mut second = Second { rules, outer: reader, cues: &self.cues, spans: &mut self.spans, readings: &mut self.readings };
        second.sparse(chart);
        second.columns(chart);
        second.decoders(&mut self.decoders);
        give_back(&mut self.cues);
        give_back(&mut self.decoders);
        self.readings.settle(rules);
        self.allow_regexes(rules, reader.view);
        give_back(&mut self.words);
        give_back(&mut self.beginnings);
        self.gather();
    }

    /// Finds literals and regexes alone, allow rules' too, unsorted: what other engines can be compared with.
    pub fn literals_and_regexes(&mut self, rules: &Inner, view: &str) {
        self.strings(rules, view, &Chart::of(view), |_, _| None);
        self.regexes(rules, view, |_| true);
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
                        let reach = rules.body.regexes[regex as usize].longest.min(REGEX_REACH);
                        near(&mut self.stretches, &mut self.last_stretch[regex as usize], reach, (regex, span));
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

    /// Runs the regexes of allow rules. What speaks for a text matters where something speaks against it: most texts hold
    /// nothing that most of these rules could take away.
    fn allow_regexes(&mut self, rules: &Inner, view: &str) {
        let against = |&(rule, _): &(u32, Span<View>)| rules.rules[rule as usize].kind != RuleKind::Allow;
        if self.thorough {
            return self.regexes(rules, view, |wanted| !matches!(wanted, Wanted::Always));
        }
        if self.readings.is_empty() && !self.spans.iter().any(against) {
            return;
        }
        let mut present = Present::none_of(rules.rules.len());
        self.spans.iter().for_each(|&(rule, _)| present.add(rule as usize));
        self.readings.iter().for_each(|reading| present.add(rules.body.contacts[reading.contact as usize].rule));
        self.regexes(rules, view, |wanted| match wanted {
            Wanted::Always => false,
            Wanted::Against => true,
            Wanted::WithOne(taken) => present.has_of(1, taken),
        });
    }

    /// Runs each regex that is wanted near its gates only, or over the whole view where it has none.
    fn regexes(&mut self, rules: &Inner, view: &str, wanted: impl Fn(&Wanted) -> bool) {
        let wanted = |regex: u32| wanted(&rules.body.regexes[regex as usize].wanted);
        let spans = &mut self.spans;
        let mut add = |rule: &RegexRule, found: Range<usize>| spans.push((rule.rule as u32, Span::new(found.start, found.end)));
        for rule in rules.body.ungated.iter().filter(|&&regex| wanted(regex)).map(|&regex| &rules.body.regexes[regex as usize]) {
            rule.regex.get().into_iter().for_each(|regex| regex.find_in_all(view, &mut self.beginnings, |found| add(rule, found)));
        }
        for &(regex, stretch) in self.stretches.iter().filter(|(regex, _)| wanted(*regex)) {
            let rule = &rules.body.regexes[regex as usize];
            let reach = rule.longest.min(REGEX_REACH);
            let start = stretch.start.saturating_sub(reach);
            let end = (stretch.end + reach).min(view.len());
            let next = self.words.partition_point(|&(at, _)| (at as usize) < start);
            self.parts.clear();
            for (index, branch) in rule.branches.iter().enumerate() {
                let part = worth_running(&self.words[next..], &branch.needs, branch.longest, end);
                self.parts.extend(part.map(|part| Part {
                    branch: index,
                    place: view.floor_char_boundary(part.start.max(start))..view.floor_char_boundary(part.end.min(end)),
                }));
            }
            if let (false, Some(regex)) = (self.parts.is_empty(), rule.regex.get()) {
                regex.find(view, &self.parts, &mut self.beginnings, |found| add(rule, found));
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
fn near(stretches: &mut Vec<(u32, Span<View>)>, last: &mut u32, reach: usize, (regex, gate): (u32, Span<View>)) {
    let stretch = last.checked_sub(1).and_then(|last| stretches.get_mut(last as usize));
    match stretch.filter(|(_, stretch)| gate.start <= stretch.end + 2 * reach) {
        // Gates come nearly in order: one may begin a few bytes before the one that was found before it.
        Some((_, stretch)) => *stretch = Span::new(stretch.start.min(gate.start), stretch.end.max(gate.end)),
        None => {
            stretches.push((regex, gate));
            *last = stretches.len() as u32;
        }
    }
}

/// The part of a stretch in which a match of a regex may lie, by the words that it needs and the length that it has at
/// most. `words` are those of the stretch and what follows it. Most stretches round a gate hold none: it costs a few
/// steps to see that, and some thousand to run the regex.
fn worth_running(words: &[(u32, u32)], need: &Need, longest: usize, end: usize) -> Option<Range<usize>> {
    match need {
        Need::Nothing => Some(0..usize::MAX),
        Need::Word(set) => {
            // A stretch holds a few words: a look at each costs less than to sort all of a text by their sets.
            let inside = words.iter().take_while(|&&(at, _)| (at as usize) < end);
            let mut places = inside.filter(|&&(_, found)| found == *set).map(|&(at, _)| at as usize);
            let first = places.next()?;
            Some(first.saturating_sub(longest)..places.last().unwrap_or(first).saturating_add(longest))
        }
        Need::All(needs) => {
            let both = |a: Range<usize>, b: Range<usize>| Some(a.start.max(b.start)..a.end.min(b.end)).filter(|part| !part.is_empty());
            needs.iter().try_fold(0..usize::MAX, |part, need| both(part, worth_running(words, need, longest, end)?))
        }
        Need::Any(needs) => {
            let parts = needs.iter().filter_map(|need| worth_running(words, need, longest, end));
            parts.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
        }
    }
}

/// Whether no letter or digit of ASCII stands before a place that begins with a letter.
fn begins_word(view: &str, span: Span<View>) -> bool {
    let bytes = view.as_bytes();
    !bytes[span.start].is_ascii_alphabetic() || span.start == 0 || !bytes[span.start - 1].is_ascii_alphanumeric()
}
