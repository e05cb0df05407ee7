//! The contacts that were read, held in little room: a text may have one for every ten of its bytes.
use super::contacts::Reading;
use super::room::{Short, make_room};
use crate::rule::Inner;
use crate::signal::ContactKind;
use crate::span::{Span, View};
use crate::text::Hidden;
use std::cmp::Reverse;
use std::collections::HashMap;

/// All readings of a text. Their values stand in one string: a string each would take several times as much.
#[derive(Debug, Default)]
pub(super) struct Readings {
    all: Vec<Packed>,
    values: String,
    /// How many different contacts they are.
    pub different: usize,
}

#[derive(Clone, Copy, Debug)]
struct Packed {
    contact: u32,
    cue: u32,
    span: Short,
    own: Short,
    value: Short,
    hidden: Hidden,
    number: u32,
    kind: ContactKind,
    national: bool,
    shared: bool,
}

/// One reading, as it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept<'a> {
    /// Index of the contact's grammar and label.
    pub contact: u32,
    pub kind: ContactKind,
    /// Cue and value.
    pub span: Span<View>,
    pub value: &'a str,
    pub national: bool,
    pub hidden: Hidden,
    /// Equal for equal contacts.
    pub number: usize,
}

impl Readings {
    /// Forgets all, and makes room for a text of so many bytes.
    pub fn clear(&mut self, text: usize) {
        make_room(&mut self.all, text);
        self.values.clear();
        self.different = 0;
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn push(&mut self, rules: &Inner, reading: Reading) {
        let Reading { contact, span, cue, found } = reading;
        let start = self.values.len();
        self.values.push_str(&found.value);
        self.all.push(Packed {
            contact,
            cue: cue as u32,
            span: Short::of(span),
            own: Short::of(found.span),
            value: Short::of(Span::new(start, self.values.len())),
            hidden: found.hidden,
            number: 0,
            kind: found.kind.unwrap_or(rules.body.contacts[contact as usize].kind),
            national: found.national,
            shared: found.shared,
        });
    }

    pub fn get(&self, index: usize) -> Kept<'_> {
        let Packed { contact, span, value, hidden, number, kind, national, .. } = self.all[index];
        let value = &self.values[value.span().range()];
        Kept { contact, kind, span: span.span(), value, national, hidden, number: number as usize }
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = Kept<'_>> {
        (0..self.all.len()).map(|index| self.get(index))
    }

    /// One value belongs to one rule: the one whose cue and value are longest, because it says most (QQ群 is more than QQ),
    /// then the heaviest. A number that is also an id counts beside itself.
    pub fn settle(&mut self, rules: &Inner) {
        let weight = |reading: &Packed| rules.rules[rules.body.contacts[reading.contact as usize].rule].weight;
        let worth = |reading: &Packed| (reading.span.span().len(), reading.cue, weight(reading), Reverse(reading.contact));
        let place = |reading: &Packed| (reading.shared, reading.own.start);
        // Of two alike the one that was read first.
        let order =
            |a: &Packed, b: &Packed| place(a).cmp(&place(b)).then_with(|| worth(b).cmp(&worth(a))).then(a.value.start.cmp(&b.value.start));
        self.all.sort_unstable_by(order);
        // Values that overlap are one value.
        self.all.dedup_by(|next, kept| {
            let same = kept.shared == next.shared && kept.own.span().overlaps(next.own.span());
            if same && worth(next) > worth(kept) {
                std::mem::swap(next, kept);
            }
            same
        });
        let mut numbers: HashMap<(ContactKind, &str), u32> = HashMap::new();
        for reading in &mut self.all {
            let next = numbers.len() as u32;
            reading.number = *numbers.entry((reading.kind, &self.values[reading.value.span().range()])).or_insert(next);
        }
        self.different = numbers.len();
    }
}
