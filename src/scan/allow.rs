//! Allow rules: what speaks for a text takes hits away before anything rests on them.
use super::room::Short;
use super::score::Evidence;
use crate::points::Points;
use crate::rule::{Expr, Inner, Region, Scope};
use crate::span::{Span, View};
use crate::text::{Layout, line_at};
use std::num::NonZeroU32;

/// One place of one rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub rule: u32,
    place: Short,
    /// One more than the index of the contact's reading, and than the allow rule that took it away.
    reading: Option<NonZeroU32>,
    by: Option<NonZeroU32>,
    pub suppressed: bool,
}

impl Place {
    pub fn new(rule: u32, span: Span<View>) -> Self {
        Place { rule, place: Short::of(span), reading: None, by: None, suppressed: false }
    }

    /// The place of a contact, with the index of its reading.
    pub fn of_contact(rule: u32, span: Span<View>, reading: usize, suppressed: bool) -> Self {
        Place { reading: NonZeroU32::new(reading as u32 + 1), suppressed, ..Place::new(rule, span) }
    }

    pub fn span(&self) -> Span<View> {
        self.place.span()
    }

    /// Index of the contact's reading, for contact rules.
    pub fn reading(&self) -> Option<usize> {
        self.reading.map(|reading| reading.get() as usize - 1)
    }

    /// The allow rule that took it away, the first one where there are several.
    pub fn by(&self) -> Option<usize> {
        self.by.map(|rule| rule.get() as usize - 1)
    }
}

/// Marks the places that allow rules suppress, and lowers `caps` where one of the scope `text` was found.
/// `places` are sorted by rule and start. Returns the rules that stand in no list of places (those over regions of the
/// layout and over conditions) with the spans by which they suppressed something.
pub(super) fn apply(rules: &Inner, view: &str, layout: &Layout, places: &mut [Place], caps: &mut [Points]) -> Vec<Evidence> {
    let mut used = Vec::new();
    for allow in &rules.body.allows {
        if !rules.rules[allow.rule].enabled {
            continue;
        }
        let holds = |when: &Expr| when.holds(&|rule| of_rule(places, rule).iter().any(|place| !place.suppressed));
        let spans = match (&allow.region, &allow.when) {
            (Some(_), Some(when)) if !holds(when) => Vec::new(),
            (Some(Region::Code), _) => layout.code.clone(),
            (Some(Region::Quote), _) => layout.quotes.clone(),
            (_, Some(when)) => {
                let mut spans = Vec::new();
                if holds(when) {
                    when.positive(&mut |rule| spans.extend(of_rule(places, rule).iter().map(|place| place.span())));
                }
                spans
            }
            _ => of_rule(places, allow.rule).iter().map(|place| place.span()).collect(),
        };
        if spans.is_empty() {
            continue;
        }
        if allow.scope == Scope::Text {
            for &(category, cap) in &allow.caps {
                caps[category] = caps[category].min(cap);
            }
            continue;
        }
        let mut line = Span::new(0, 0);
        let mut reached: Vec<Span<View>> = spans
            .into_iter()
            .map(|span| match allow.scope {
                // A line that holds many of them is looked for once.
                Scope::Line if line.start <= span.start && span.start < line.end => line,
                Scope::Line => {
                    line = line_at(view, span.start);
                    line
                }
                Scope::Section => layout.section_at(view, span.start),
                _ => span,
            })
            .collect();
        reached.sort_unstable();
        reached.dedup();
        let widest = reached.iter().map(|span| span.len()).max().unwrap_or(0);
        let mut covering = Vec::new();
        for place in places.iter_mut().filter(|place| allow.suppresses[place.rule as usize]) {
            let next = reached.partition_point(|span| span.start <= place.span().start);
            // Only a span that begins near enough can cover the place; the widest one says how near.
            let near = |span: &&Span<View>| span.start + widest >= place.span().end;
            if let Some(&span) = reached[..next].iter().rev().take_while(near).find(|span| span.covers(place.span())) {
                place.suppressed = true;
                place.by = place.by.or(NonZeroU32::new(allow.rule as u32 + 1));
                covering.push(span);
            }
        }
        if (allow.region.is_some() || allow.when.is_some()) && !covering.is_empty() {
            covering.sort_unstable();
            covering.dedup();
            used.push(Evidence { rule: allow.rule, spans: covering });
        }
    }
    used
}

/// The places of one rule among all, which are sorted by rule.
pub(super) fn of_rule(places: &[Place], rule: usize) -> &[Place] {
    let start = places.partition_point(|place| (place.rule as usize) < rule);
    let end = places.partition_point(|place| place.rule as usize <= rule);
    &places[start..end]
}
