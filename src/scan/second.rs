//! Second readings: what the text is when it is read another way. Sparse runs, columns, spoken addresses, base64,
//! text turned around. Each is a short stretch with its own way back to the view.
use super::contacts::{self, Cue, Reading};
use super::readings::Readings;
use crate::rule::{Inner, Target};
use crate::signal::decode::{self, Decoder};
use crate::signal::shape::{Found, Reader, emails};
use crate::span::{Span, View};
use crate::text::chart::Chart;
use crate::text::{Class, Local};

/// How far before an encoded value its label may stand, in bytes.
const LABEL_REACH: usize = 80;
/// The longest line of which a run is read with its neighbours, in bytes.
const LINE_LIMIT: usize = 400;

/// A text whose second readings are made.
pub(super) struct Second<'a, 'r> {
    pub rules: &'a Inner,
    pub outer: &'a Reader<'r>,
    pub cues: &'a [Cue],
    pub spans: &'a mut Vec<(u32, Span<View>)>,
    pub readings: &'a mut Readings,
}

impl Second<'_, '_> {
    /// The sparse reading: each line that holds runs of characters pulled apart, with the runs joined. A literal counts
    /// only where it is a whole run.
    pub fn sparse(&mut self, chart: &Chart) {
        let view = self.outer.view;
        let runs = decode::runs(view, chart);
        // Runs of one line are read together; a line longer than the limit is cut between them.
        let together = |a: &decode::Run, b: &decode::Run| b.start - a.end <= LINE_LIMIT && !view[a.end..b.start].contains('\n');
        for runs in runs.chunk_by(together) {
            let first = runs[0].start;
            let from = view.floor_char_boundary(first.saturating_sub(LINE_LIMIT));
            let start = view[from..first].rfind('\n').map_or(from, |newline| from + newline + 1);
            let last = runs[runs.len() - 1].end;
            let to = view.floor_char_boundary((last + LINE_LIMIT).min(view.len()));
            let end = view[last..to].find('\n').map_or(to, |newline| last + newline);
            let mut local = Local::default();
            let mut joined = Vec::new();
            let mut at = start;
            for run in runs {
                local.keep(at, &view[at..run.start]);
                let from = local.text().len();
                local.put(run.start..run.end, &run.text, Class::Spaced);
                joined.push(Span::new(from, local.text().len()));
                at = run.end;
            }
            local.keep(at, &view[at..end]);
            self.read(&local, &joined);
        }
    }

    /// Columns: one character a line.
    pub fn columns(&mut self, chart: &Chart) {
        decode::columns(self.outer.view, chart, |local| self.read(local, &[Span::new(0, local.text().len())]));
    }

    /// What stands at the gates of decoders. Gates inside a stretch that was read are skipped, so the work is linear.
    pub fn decoders(&mut self, gates: &mut [(Decoder, Span<View>)]) {
        gates.sort_unstable_by_key(|(decoder, span)| (*decoder as u8, *span));
        let mut read_to = (None, 0);
        for &(decoder, gate) in gates.iter() {
            if read_to.0 == Some(decoder) && gate.start < read_to.1 {
                continue;
            }
            let view = self.outer.view;
            match decoder {
                Decoder::Spoken => {
                    self.read(&decode::address(view, gate.start), &[]);
                    read_to = (Some(decoder), gate.start + 40);
                }
                Decoder::Base64 => {
                    let source = |start, end| self.outer.original(Span::new(start, end));
                    let found = decode::encoded(view, gate.start, source);
                    read_to = (Some(decoder), gate.start + 160);
                    for local in found {
                        self.value(&local);
                    }
                }
                Decoder::Reversed => {
                    if let Some(local) = decode::reversed_line(view, gate.start) {
                        self.read(&local, &[]);
                    }
                    if let Some(local) = decode::reversed_value(view, gate.end) {
                        self.value(&local);
                    }
                    read_to = (Some(decoder), gate.end);
                }
            }
        }
    }

    /// A decoded value: it may be a whole contact, or what a label before it announced.
    fn value(&mut self, local: &Local) {
        let known = self.readings.len();
        self.read(local, &[]);
        if self.readings.len() > known {
            return;
        }
        let place = local.outer(Span::new(0, local.text().len()));
        let near = |cue: &&Cue| {
            cue.span.end <= place.start
                && place.start - cue.span.end <= LABEL_REACH
                && !self.outer.view[cue.span.end..place.start].contains("\n\n")
        };
        for cue in self.cues.iter().rev().filter(near) {
            let rule = &self.rules.body.contacts[cue.contact as usize];
            if rule.shape.holds_cue() {
                continue;
            }
            if let Some(found) = decode::read_value(self.outer, local, rule.shape) {
                let span = Span::new(cue.span.start, found.span.end.max(cue.span.end));
                self.readings.push(self.rules, Reading { contact: cue.contact, span, cue: cue.span.len(), found });
                return;
            }
        }
    }

    /// Finds cues and their values in a stretch, contacts that need no cue, and literals that are whole runs.
    fn read(&mut self, local: &Local, runs: &[Span<View>]) {
        let inner = Reader::over(local, self.outer);
        let mut cues = Vec::new();
        // What was joined has no words, so no word can go on.
        let (rules, spans) = (self.rules, &mut *self.spans);
        rules.finder.find_anywhere(inner.view, |place| {
            let span = Span::new(place.start, place.end);
            for &target in rules.targets.of(place.string) {
                match target {
                    Target::Literal { rule, .. } if runs.contains(&span) => spans.push((rule, local.outer(span))),
                    Target::Cue { contact, disguise }
                        if runs.iter().any(|run| run.covers(span) && (run.start == span.start || span.len() >= 5)) =>
                    {
                        cues.push(Cue::whole(contact, span, disguise));
                    }
                    Target::Cue { .. } | Target::Respelled { .. } => cues.extend(Cue::of(rules, &inner, target, span)),
                    _ => {}
                }
            }
        });
        let mut readings = Vec::new();
        contacts::at_cues(self.rules, &inner, &cues, |reading| readings.push(reading));
        if runs.is_empty() {
            contacts::without_cue(self.rules, &inner, &Chart::of(inner.view), |reading| readings.push(reading));
        } else if !self.rules.body.emails.is_empty() {
            // What announces an address is joined with it.
            let announced = |found: Found| match ["email", "mail", "邮箱"].iter().find_map(|word| found.value.strip_prefix(word)) {
                Some(value) if runs.iter().any(|run| run.start == found.span.start) => {
                    let start = found.span.end - value.len();
                    Found { span: Span::new(start, found.span.end), value: value.to_owned(), ..found }
                }
                _ => found,
            };
            emails(&inner, |found| {
                let found = announced(found);
                if let Some(contact) = self.rules.body.email_rule(&found.value) {
                    readings.push(Reading { contact: contact as u32, span: found.span, cue: 0, found });
                }
            });
        }
        for reading in readings {
            let hidden = local.hidden(reading.span);
            // What the view says without any decoding was read there.
            if hidden.cost == 0 {
                continue;
            }
            let found = decode::led_back(local, reading.found);
            let hidden = found.hidden.and(local.hidden(Span::new(reading.span.start, reading.span.start + reading.cue)));
            let span = local.outer(reading.span);
            self.readings.push(self.rules, Reading { span, found: Found { hidden, ..found }, ..reading });
        }
    }
}
