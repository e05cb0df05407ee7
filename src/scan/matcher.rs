//! Finds literals, cues and gates in one pass, then what stands behind them: contacts and regexes.
use crate::rule::{Inner, Target};
use crate::signal::shape::{Found, Reader, emails, phones};
use crate::span::{Span, View};
use crate::text::is_word;
use aho_corasick::Input;

/// How far before and behind its gate a regex looks, in bytes. A match that reaches farther is not found.
const REGEX_REACH: usize = 240;

/// A contact as read: which rule, where cue and value stand.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub contact: u32,
    pub span: Span<View>,
    /// Length of the cue alone.
    pub cue: usize,
    pub found: Found,
}

/// Everything that the view holds for the rules. Reused by a scanner.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// Rule and place of each literal and regex; sorted and thinned by `gather`.
    pub spans: Vec<(u32, Span<View>)>,
    pub readings: Vec<Reading>,
    cues: Vec<(u32, Span<View>)>,
    gates: Vec<(u32, Span<View>)>,
}

impl Matches {
    /// Finds everything. Linear in the view for a given rule set.
    pub fn find(&mut self, rules: &Inner, reader: &Reader<'_>) {
        self.spans.clear();
        self.readings.clear();
        self.cues.clear();
        self.gates.clear();
        for found in rules.matcher.find_overlapping_iter(Input::new(reader.view)) {
            let span = Span::new(found.start(), found.end());
            for &target in &rules.targets[found.pattern().as_usize()] {
                match target {
                    Target::Literal { rule, inside_words } if inside_words || is_word(reader.view, span) => self.spans.push((rule, span)),
                    Target::Cue { contact } => {
                        let part_of_link = rules.body.contacts[contact as usize].shape.cue_is_part_of_link();
                        if part_of_link || is_cue(reader.view, span) {
                            self.cues.push((contact, span));
                        }
                    }
                    Target::Gate { regex } => self.gates.push((regex, span)),
                    Target::Literal { .. } => {}
                }
            }
        }
        self.regexes(rules, reader.view);
        self.contacts(rules, reader);
        self.gather();
    }

    /// Runs each regex near its gates only, or over the whole view where it has none.
    fn regexes(&mut self, rules: &Inner, view: &str) {
        for (index, _) in rules.body.regexes.iter().enumerate().filter(|(_, regex)| !regex.gated) {
            self.gates.push((index as u32, Span::new(0, view.len())));
        }
        self.gates.sort_unstable();
        let reach = |gate: Span<View>| {
            let start = view.floor_char_boundary(gate.start.saturating_sub(REGEX_REACH));
            (start, view.floor_char_boundary((gate.end + REGEX_REACH).min(view.len())))
        };
        for gates in self.gates.chunk_by(|&(a, first), &(b, second)| a == b && second.start <= first.end + 2 * REGEX_REACH) {
            let rule = &rules.body.regexes[gates[0].0 as usize];
            let (start, _) = reach(gates[0].1);
            let end = gates.iter().map(|&(_, gate)| reach(gate).1).max().unwrap_or(start);
            for found in rule.regex.find_iter(regex_automata::Input::new(view).range(start..end)) {
                if !found.is_empty() {
                    self.spans.push((rule.rule as u32, Span::new(found.start(), found.end())));
                }
            }
        }
    }

    /// Reads the values at cues, and those that need none. One value belongs to one rule: the one whose cue and value
    /// are longest, because it says most (QQ群 is more than QQ), then the heaviest.
    fn contacts(&mut self, rules: &Inner, reader: &Reader<'_>) {
        for &(contact, cue) in &self.cues {
            let rule = &rules.body.contacts[contact as usize];
            if let Some(found) = rule.shape.read(reader, cue, rule.gap, rule.glue) {
                let span = Span::new(cue.start.min(found.span.start), found.span.end.max(cue.end));
                self.readings.push(Reading { contact, span, cue: cue.len(), found });
            }
        }
        let readings = &mut self.readings;
        let mut alone = |contact: usize, found: Found| readings.push(Reading { contact: contact as u32, span: found.span, cue: 0, found });
        if let Some(contact) = rules.body.phones {
            phones(reader, |found| alone(contact, found));
        }
        if let Some(contact) = rules.body.emails {
            emails(reader, |found| alone(contact, found));
        }
        let weight = |reading: &Reading| rules.rules[rules.body.contacts[reading.contact as usize].rule].weight;
        let worth = |reading: &Reading| (reading.span.len(), reading.cue, weight(reading), std::cmp::Reverse(reading.contact));
        self.readings.sort_by(|a, b| (a.found.span.start, worth(b)).cmp(&(b.found.span.start, worth(a))));
        // Values that overlap are one value.
        self.readings.dedup_by(|next, kept| {
            let same = kept.found.span.overlaps(next.found.span);
            if same && worth(next) > worth(kept) {
                std::mem::swap(next, kept);
            }
            same
        });
    }

    /// Sorts by rule and place, and leaves out places inside longer ones of the same rule.
    fn gather(&mut self) {
        self.spans.sort_unstable_by_key(|&(rule, span)| (rule, span.start, std::cmp::Reverse(span.end)));
        self.spans.dedup_by(|next, kept| next.0 == kept.0 && kept.1.covers(next.1));
    }
}

/// Whether a cue neither begins nor ends inside a word. A digit behind it begins the value: qq2900155512.
fn is_cue(view: &str, span: Span<View>) -> bool {
    let bytes = view.as_bytes();
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let hyphen = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| b"-_".contains(byte));
    // data-wechat-id and telegram_bot are names of things in a program.
    let identifier =
        hyphen(span.start.checked_sub(1)) && letter(span.start.checked_sub(2)) || hyphen(Some(span.end)) && letter(Some(span.end + 1));
    if bytes[span.end - 1].is_ascii_alphanumeric() && identifier {
        return false;
    }
    let digit_follows = bytes.get(span.end).is_some_and(u8::is_ascii_digit);
    is_word(view, if digit_follows { Span::new(span.start, view.len()) } else { span })
}
