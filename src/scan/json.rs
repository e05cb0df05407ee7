//! How a verdict is written: the entries of its JSON object, with its places in the unit that was asked for.
use super::verdict::{Contact, Field, Further, Hit, Verdict};
use crate::offsets::{Offsets, Ruler};
use crate::span::Span;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The places of a verdict in the unit that was asked for.
pub(crate) struct Places {
    unit: Offsets,
    rulers: Vec<(Option<Field>, Ruler)>,
}

impl Places {
    /// Counts all places of a verdict: one pass over each of its texts, and nothing at all where bytes are asked for.
    pub fn new(verdict: &Verdict<'_>, unit: Offsets) -> Self {
        if unit == Offsets::Byte {
            return Places { unit, rulers: Vec::new() };
        }
        let mut of_fields: BTreeMap<Option<Field>, Vec<usize>> = BTreeMap::new();
        let further = |hit: &Hit| hit.also.clone().into_iter().chain([Further { field: hit.field, span: hit.span }]);
        let hits = verdict.hits().iter().flat_map(further);
        let contacts = verdict.contacts().iter().map(|contact| Further { field: contact.field, span: contact.span });
        for place in hits.chain(contacts) {
            of_fields.entry(place.field).or_default().extend([place.span.start, place.span.end]);
        }
        let rulers = of_fields.into_iter().map(|(field, places)| (field, Ruler::new(unit, verdict.text(field), places)));
        Places { unit, rulers: rulers.collect() }
    }

    /// Start and end of a place of the verdict.
    pub fn of(&self, field: Option<Field>, span: Span) -> (usize, usize) {
        match self.rulers.iter().find(|(known, _)| *known == field) {
            Some((_, ruler)) => (ruler.at(span.start), ruler.at(span.end)),
            None => (span.start, span.end),
        }
    }
}

struct HitJson<'a>(&'a Verdict<'a>, &'a Hit, &'a Places);
struct ContactJson<'a>(&'a Verdict<'a>, &'a Contact, &'a Places);
struct FurtherJson<'a>(&'a Further, &'a Places);

/// `[start,end]`, and `[start,end,"field"]` where fields were named.
impl Serialize for FurtherJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FurtherJson(further, places) = self;
        let (start, end) = places.of(further.field, further.span);
        match further.field {
            None => (start, end).serialize(serializer),
            Some(field) => (start, end, field).serialize(serializer),
        }
    }
}

impl Serialize for HitJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let HitJson(verdict, hit, places) = self;
        let rule = verdict.rule(hit);
        let (start, end) = places.of(hit.field, hit.span);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("rule", rule.id())?;
        if let Some(category) = verdict.rules().category(rule) {
            map.serialize_entry("category", &category.id)?;
        }
        map.serialize_entry("points", &hit.points)?;
        map.serialize_entry("effect", &hit.effect)?;
        map.serialize_entry("count", &hit.count)?;
        if let Some(field) = hit.field {
            map.serialize_entry("field", &field)?;
        }
        map.serialize_entry("start", &start)?;
        map.serialize_entry("end", &end)?;
        map.serialize_entry("text", verdict.quote(hit))?;
        if !hit.also.is_empty() {
            map.serialize_entry("also", &hit.also.iter().map(|further| FurtherJson(further, places)).collect::<Vec<_>>())?;
        }
        if !hit.from.is_empty() {
            map.serialize_entry("from", &verdict.from(hit).collect::<Vec<_>>())?;
        }
        if !hit.by.is_empty() {
            map.serialize_entry("by", &verdict.suppressed_by(hit).collect::<Vec<_>>())?;
        }
        map.end()
    }
}

impl Serialize for ContactJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ContactJson(verdict, contact, places) = self;
        let (start, end) = places.of(contact.field, contact.span);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", &contact.kind)?;
        map.serialize_entry("value", &contact.value)?;
        if contact.national {
            map.serialize_entry("national", &true)?;
        }
        if let Some(field) = contact.field {
            map.serialize_entry("field", &field)?;
        }
        map.serialize_entry("start", &start)?;
        map.serialize_entry("end", &end)?;
        map.serialize_entry("text", verdict.quote_contact(contact))?;
        map.serialize_entry("classes", &contact.classes)?;
        map.serialize_entry("cost", &contact.cost)?;
        map.end()
    }
}

impl Verdict<'_> {
    /// Writes the entries of the verdict into a JSON object that may have others.
    pub(crate) fn serialize_into<M: SerializeMap>(&self, map: &mut M, unit: Offsets) -> Result<(), M::Error> {
        let places = Places::new(self, unit);
        map.serialize_entry("level", &self.level)?;
        map.serialize_entry("score", &self.score)?;
        map.serialize_entry("categories", &self.categories().collect::<BTreeMap<_, _>>())?;
        map.serialize_entry("hits", &self.hits.iter().map(|hit| HitJson(self, hit, &places)).collect::<Vec<_>>())?;
        self.serialize_contacts(map, &places)?;
        if !self.rules.is_builtin() {
            map.serialize_entry("ruleset", self.rules.hash())?;
        }
        if self.truncated {
            map.serialize_entry("truncated", &true)?;
        }
        Ok(())
    }

    /// Writes the entries `contacts`, and `offsets` where that is not bytes.
    pub(crate) fn serialize_contacts<M: SerializeMap>(&self, map: &mut M, places: &Places) -> Result<(), M::Error> {
        let contacts: Vec<_> = self.contacts.iter().map(|contact| ContactJson(self, contact, places)).collect();
        map.serialize_entry("contacts", &contacts)?;
        if self.contacts_left_out > 0 {
            map.serialize_entry("contacts-left-out", &self.contacts_left_out)?;
        }
        if places.unit != Offsets::Byte {
            map.serialize_entry("offsets", places.unit.name())?;
        }
        Ok(())
    }
}

/// As the command line writes it, without an id.
impl Serialize for Verdict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.serialize_into(&mut map, Offsets::Byte)?;
        map.end()
    }
}
