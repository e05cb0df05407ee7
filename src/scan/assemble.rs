//! Puts together what the stages hand on: places for the score, and hits and contacts in bytes of the caller's text.
use super::allow::{Place, of_rule};
use super::matcher::Matches;
use super::readings::Kept;
use super::score::{Evidence, Sum};
use super::verdict::{Contact, Effect, Field, Further, Hit, listed};
use super::window::Window;
use crate::points::Points;
use crate::rule::{Profile, RuleKind, RuleSet};
use crate::signal::{Mention, Structure};
use crate::span::{Span, View};
use crate::text::{Class, Hidden, LazyLayout, OffsetMap, with_marks};

/// The most further places that a hit lists.
const ALSO_LIMIT: usize = 16;

/// How many phrases of a profile are tried for one place: those that begin nearest before it.
const PHRASES_BEFORE: usize = 16;

/// How a text is made up: a text alone, or fields joined.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub source: &'a str,
    pub parts: &'a [(Field, Span)],
}

impl Frame<'_> {
    /// Where fields are named, they say what title and tail are. Returns the parts that belong to every window.
    pub fn lay_out(&self, view: &str, map: &OffsetMap, layout: &mut LazyLayout<'_>) -> Vec<Span<View>> {
        let mut everywhere = Vec::new();
        if self.parts.is_empty() {
            return everywhere;
        }
        let layout = layout.get_mut();
        (layout.title, layout.tail, layout.last_lines) = (None, None, None);
        for &(field, part) in self.parts.iter().filter(|(_, part)| !part.is_empty()) {
            let span = Span::new(first_from(view, map, part.start), first_from(view, map, part.end));
            match field {
                Field::Title => layout.title = Some(span),
                Field::Body => layout.lay_out_tail(view, span),
                _ => {}
            }
            if field != Field::Body {
                everywhere.push(span);
            }
        }
        everywhere
    }

    /// The field of a source span, and the span in it: the first field that holds some of it. What reaches into another
    /// field, or begins in the line breaks between two, is cut.
    fn locate(&self, span: Span) -> (Option<Field>, Span) {
        let next = self.parts.partition_point(|(_, part)| part.start <= span.start);
        let Some(first) = next.checked_sub(1) else { return (None, span) };
        let holds = |found: &&(Field, Span)| found.1.start < span.end && span.start < found.1.end;
        let (field, part) = *self.parts[first..].iter().find(holds).unwrap_or(&self.parts[first]);
        let (start, end) = (span.start.clamp(part.start, part.end), span.end.clamp(part.start, part.end));
        (Some(field), Span::new(start - part.start, end - part.start))
    }
}

/// The first byte of the view that was made from the source byte or a later one.
fn first_from(view: &str, map: &OffsetMap, source: usize) -> usize {
    let (mut low, mut high) = (0, view.len());
    while low < high {
        let middle = view.floor_char_boundary(low + (high - low) / 2);
        let next = view[middle..].chars().next().map_or(view.len(), |c| middle + c.len_utf8());
        if map.to_source(Span::new(middle, next)).start < source {
            low = next;
        } else {
            high = middle;
        }
    }
    low
}

/// What the matcher found, and who asks.
pub(super) struct Found<'a> {
    pub rules: &'a RuleSet,
    pub profile: &'a Profile,
    pub matches: &'a Matches,
    pub view: &'a str,
}

impl Found<'_> {
    /// Every place of every rule, sorted by rule and start; those that the profile takes away are suppressed.
    pub fn places(&self, places: &mut Vec<Place>) {
        places.clear();
        places.reserve_exact(self.matches.spans.len() + self.matches.readings.len());
        places.extend(self.matches.spans.iter().map(|&(rule, span)| Place::new(rule, span)));
        places.extend(self.matches.readings.iter().enumerate().map(|(index, reading)| {
            let rule = self.rules.0.body.contacts[reading.contact as usize].rule as u32;
            let suppressed = self.profile.allows(reading.kind, reading.value);
            Place::of_contact(rule, reading.span, index, suppressed)
        }));
        places.sort_unstable_by_key(|place| (place.rule, place.span(), place.reading()));
        let phrases = self.profile.phrases_in(self.view);
        for place in places.iter_mut() {
            place.suppressed |= self.profile.disables(self.rules, place.rule as usize);
            // What begins behind a place does not cover it.
            let before = &phrases[..phrases.partition_point(|phrase| phrase.start <= place.span().start)];
            place.suppressed |= before.iter().rev().take(PHRASES_BEFORE).any(|phrase| phrase.covers(place.span()));
        }
    }

    /// The contacts that nothing took away, numbered so that equal contacts have equal numbers, sorted by start.
    pub fn mentions(&self, places: &[Place], map: &OffsetMap, mentions: &mut Vec<Mention>) {
        mentions.clear();
        mentions.reserve_exact(self.matches.readings.len());
        let (mut numbers, mut next) = (vec![usize::MAX; self.matches.readings.different], 0);
        for place in places.iter().filter(|place| !place.suppressed) {
            let Some(reading) = place.reading().map(|index| self.matches.readings.get(index)) else { continue };
            let contact = &mut numbers[reading.number];
            if *contact == usize::MAX {
                (*contact, next) = (next, next + 1);
            }
            let cost = map.changes_in(map.to_source(reading.span)).cost + reading.hidden.cost;
            mentions.push(Mention { kind: reading.kind, contact: *contact, span: place.span(), cost });
        }
        mentions.sort_unstable_by_key(|mention| mention.span);
    }

    /// The structure rules whose number is as they ask.
    pub fn structures(&self, structure: &Structure<'_>) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        let allowed = |reading: &Kept<'_>| self.profile.allows(reading.kind, reading.value);
        let allowed: Vec<Span<View>> = self.matches.readings.iter().filter(allowed).map(|reading| reading.span).collect();
        for asked in &self.rules.0.body.structures {
            let mut spans = Vec::new();
            let number = structure.measure(asked.feature, &asked.kinds, &mut spans);
            // A link that is allowed is no link that sends its reader away.
            spans.retain(|span| !allowed.iter().any(|allowed| allowed.covers(*span)));
            if (asked.at_least..=asked.at_most).contains(&number) && !spans.is_empty() && !self.profile.disables(self.rules, asked.rule) {
                spans.sort_unstable();
                evidence.push(Evidence { rule: asked.rule, spans });
            }
        }
        evidence
    }

    /// Places, other than contacts, of the categories that the policy takes for a way to the seller, and the texts of links
    /// that hold evidence: a composite over link texts may make them one.
    pub fn doors(&self, evidence: &[Evidence], link_texts: &[Span<View>]) -> Vec<Span<View>> {
        let rules = &self.rules.0;
        let opens = |found: &&Evidence| {
            let rule = &rules.rules[found.rule];
            rule.kind != RuleKind::Contact && rule.category.is_some_and(|category| rules.levels.spam.one_of.contains(&category))
        };
        let weighs = |found: &&Evidence| rules.rules[found.rule].category.is_some();
        let holds =
            |text: &&Span<View>| evidence.iter().filter(weighs).any(|found| Window::new(vec![**text]).first(&found.spans).is_some());
        let links = link_texts.iter().filter(holds).copied();
        evidence.iter().filter(opens).flat_map(|found| found.spans.iter().copied()).chain(links).collect()
    }

    /// Whether one of the contacts is on the profile's block-list.
    pub fn is_blocked(&self) -> bool {
        self.matches.readings.iter().any(|reading| self.profile.blocks(reading.kind, reading.value))
    }

    /// The contacts that are listed, in bytes of the caller's text, sorted by start, and how many are not. Which they are
    /// is told from their places: to make all of them takes more memory than anything else, where a text holds nothing but
    /// contacts.
    pub fn contacts(&self, way_back: &WayBack<'_>) -> (Vec<Contact>, usize) {
        let readings = &self.matches.readings;
        let mut order: Vec<_> = readings
            .iter()
            .enumerate()
            .map(|(index, reading)| {
                let (field, span) = way_back.place(reading.span);
                (field, span, reading.kind, index as u32)
            })
            .collect();
        order.sort_unstable();
        let mut known = vec![false; readings.different];
        let kept = listed(order.iter().map(|&(.., index)| !std::mem::replace(&mut known[readings.get(index as usize).number], true)));
        let is_kept = |at: usize| kept.as_ref().is_none_or(|kept| kept[at]);
        let contacts: Vec<Contact> = order
            .iter()
            .enumerate()
            .filter(|&(at, _)| is_kept(at))
            .map(|(_, &(.., index))| way_back.contact(readings.get(index as usize)))
            .collect();
        let left_out = order.len() - contacts.len();
        (contacts, left_out)
    }
}

/// Each rule with the places that nothing took away.
pub(super) fn live(places: &[Place]) -> Vec<Evidence> {
    let rules = places.chunk_by(|a, b| a.rule == b.rule);
    let evidence = rules.map(|places| {
        let mut spans = Vec::with_capacity(places.len());
        spans.extend(places.iter().filter(|place| !place.suppressed).map(Place::span));
        Evidence { rule: places[0].rule as usize, spans }
    });
    evidence.filter(|found| !found.spans.is_empty()).collect()
}

/// The way from the view back to the caller's text.
pub(super) struct WayBack<'a> {
    pub frame: Frame<'a>,
    pub map: &'a OffsetMap,
}

impl WayBack<'_> {
    /// Every hit with its effect, sorted by start, end and rule.
    pub fn hits(&self, places: &[Place], evidence: &[Evidence], sum: &Sum) -> Vec<Hit> {
        let mut hits = Vec::new();
        for found in evidence {
            let counted = sum.counted.iter().find(|counted| counted.rule == found.rule);
            let (span, points, effect) = match counted {
                Some(counted) => (counted.span, counted.points, counted.effect),
                None => (found.spans[0], Points::ZERO, Effect::Elsewhere),
            };
            hits.push(self.hit(found.rule, span, &found.spans, points, effect, &[]));
        }
        // Composites stand in no list of places: the window that decided knows them.
        for composite in sum.counted.iter().filter(|counted| !counted.from.is_empty()) {
            hits.push(self.hit(composite.rule, composite.span, &[composite.span], composite.points, composite.effect, &composite.from));
        }
        for taken in places.chunk_by(|a, b| a.rule == b.rule).filter(|places| places.iter().all(|place| place.suppressed)) {
            let rule = taken[0].rule as usize;
            let spans: Vec<_> = of_rule(places, rule).iter().map(Place::span).collect();
            let mut by: Vec<usize> = taken.iter().filter_map(Place::by).collect();
            by.sort_unstable();
            by.dedup();
            hits.push(Hit { by, ..self.hit(rule, spans[0], &spans, Points::ZERO, Effect::Suppressed, &[]) });
        }
        hits.sort_by_key(|hit| (hit.field, hit.span, hit.rule));
        hits
    }

    /// The source bytes of a span, with the marks that its last character wears.
    fn source(&self, span: Span<View>) -> Span {
        let source = self.map.to_source(span);
        Span::new(source.start, with_marks(self.frame.source, source.end))
    }

    /// The field of a span, and the bytes of it.
    fn place(&self, span: Span<View>) -> (Option<Field>, Span) {
        self.frame.locate(self.source(span))
    }

    fn hit(&self, rule: usize, span: Span<View>, spans: &[Span<View>], points: Points, effect: Effect, from: &[usize]) -> Hit {
        let (field, source) = self.place(span);
        let further = |&other: &Span<View>| {
            let (field, span) = self.place(other);
            Further { field, span }
        };
        let also = spans.iter().filter(|&&other| other != span).take(ALSO_LIMIT).map(further).collect();
        Hit { rule, points, effect, count: spans.len(), field, span: source, also, from: from.to_vec(), by: Vec::new() }
    }

    fn contact(&self, reading: Kept<'_>) -> Contact {
        let Hidden { classes, cost } = self.map.changes_in(self.source(reading.span)).and(reading.hidden);
        let (field, span) = self.place(reading.span);
        let Kept { kind, value, national, .. } = reading;
        Contact { kind, value: value.to_owned(), national, field, span, classes: classes.iter().map(Class::name).collect(), cost }
    }
}
