//! The way back: which bytes of the source a span of the view was made from.
use super::local::Hidden;
use super::tables::Class;
use crate::span::{Span, View};

/// A set of [`Class`]es.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes(u32);

impl Classes {
    /// Adds a class.
    pub fn insert(&mut self, class: Class) {
        self.0 |= 1 << class as u16;
    }

    /// The classes of both.
    #[must_use]
    pub const fn union(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// The classes, in their fixed order.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL.into_iter().filter(move |&class| self.0 & (1 << class as u16) != 0)
    }
}

/// A stretch of the view, up to the next segment. Linear: one view byte for one source byte.
/// Atomic: all its view bytes come from the whole of `source..source + source_len`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    view: usize,
    source: usize,
    /// 0 for a linear segment.
    source_len: usize,
}

/// A stretch of the source that a step changed, for telling how a span was hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    start: usize,
    end: usize,
    class: Class,
}

/// Offsets of a view and what was changed to make it. Text whose lengths did not change has no segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    segments: Vec<Segment>,
    changes: Vec<Change>,
}

impl OffsetMap {
    pub(super) fn clear(&mut self) {
        self.segments.clear();
        self.changes.clear();
    }

    /// Index of the segment that holds the view byte.
    fn segment_at(&self, view: usize) -> Option<usize> {
        self.segments.partition_point(|segment| segment.view <= view).checked_sub(1)
    }

    /// The source bytes that the span of the view was made from. An empty span gives an empty one.
    pub fn to_source(&self, span: Span<View>) -> Span {
        if self.segments.is_empty() {
            return Span::new(span.start, span.end);
        }
        let start = match self.segment_at(span.start) {
            None => span.start,
            Some(index) => {
                let segment = self.segments[index];
                segment.source + if segment.source_len == 0 { span.start - segment.view } else { 0 }
            }
        };
        if span.is_empty() {
            return Span::new(start, start);
        }
        let end = match self.segment_at(span.end - 1) {
            None => span.end,
            Some(index) => {
                let segment = self.segments[index];
                segment.source + if segment.source_len == 0 { span.end - segment.view } else { segment.source_len }
            }
        };
        Span::new(start, end)
    }

    /// How the source span was changed: the classes that are evidence, and how many stretches they changed.
    pub fn changes_in(&self, source: Span) -> Hidden {
        let mut hidden = Hidden::default();
        let first = self.changes.partition_point(|change| change.end <= source.start);
        for change in self.changes[first..].iter().take_while(|change| change.start < source.end) {
            if change.class.is_evidence() {
                hidden.classes.insert(change.class);
                hidden.cost += 1;
            }
        }
        hidden
    }

    /// Appends a stretch of view bytes that stand for `source_len` source bytes (0: linear).
    pub(super) fn push(&mut self, view: usize, source: usize, source_len: usize) {
        let next = Segment { view, source, source_len };
        match self.segments.last() {
            None if source_len == 0 && view == source => {}
            // A linear stretch that goes on where the last one would.
            Some(last) if source_len == 0 && last.source_len == 0 && source - last.source == view - last.view => {}
            // A later byte of the same replacement.
            Some(last) if source_len != 0 && (last.source, last.source_len) == (source, source_len) => {}
            _ => self.segments.push(next),
        }
    }
}

/// Writes the output of one step and carries along where each byte came from, so maps need no composing.
pub(super) struct MapWriter<'a> {
    from: &'a OffsetMap,
    to: &'a mut OffsetMap,
    /// How far the input of the step is consumed, in its bytes.
    read: usize,
    /// How far the output is written.
    written: usize,
    /// First segment of `from` that may hold `read`.
    segment: usize,
    /// Changes of `from` not yet copied.
    change: usize,
}

impl<'a> MapWriter<'a> {
    pub(super) fn new(from: &'a OffsetMap, to: &'a mut OffsetMap) -> Self {
        MapWriter { from, to, read: 0, written: 0, segment: 0, change: 0 }
    }

    /// The segment that holds the input byte `read`, and where the next one begins.
    fn current(&mut self) -> (Segment, usize) {
        let segments = &self.from.segments;
        while segments.get(self.segment).is_some_and(|segment| segment.view <= self.read) {
            self.segment += 1;
        }
        let end = segments.get(self.segment).map_or(usize::MAX, |segment| segment.view);
        let identity = Segment { view: 0, source: 0, source_len: 0 };
        (self.segment.checked_sub(1).map_or(identity, |index| segments[index]), end)
    }

    /// The next `len` input bytes stand in the output, byte for byte.
    pub(super) fn keep(&mut self, len: usize) {
        let mut left = len;
        while left > 0 {
            let (segment, end) = self.current();
            let take = left.min(end - self.read);
            if segment.source_len == 0 {
                self.to.push(self.written, segment.source + (self.read - segment.view), 0);
            } else {
                self.to.push(self.written, segment.source, segment.source_len);
            }
            self.read += take;
            self.written += take;
            left -= take;
        }
    }

    /// The next `len` input bytes become `output_len` bytes of the output, for the reason `class`. `one` where one
    /// character becomes one: of several made from one, each stands for the whole, also where the lengths are equal (ﬃ).
    pub(super) fn replace(&mut self, len: usize, output_len: usize, one: bool, class: Class) {
        let source = self.from.to_source(Span::new(self.read, self.read + len));
        if one && output_len == len && source.len() == len && self.linear(len) {
            // Same length, as most Traditional characters: the map stays as it is.
            self.note(source, class);
            self.keep(len);
            return;
        }
        self.note(source, class);
        if output_len > 0 {
            self.to.push(self.written, source.start, source.len());
        }
        self.read += len;
        self.written += output_len;
    }

    fn linear(&mut self, len: usize) -> bool {
        let (segment, end) = self.current();
        segment.source_len == 0 && end - self.read >= len
    }

    /// Copies the earlier steps' changes up to here, then adds this one.
    fn note(&mut self, source: Span, class: Class) {
        while self.from.changes.get(self.change).is_some_and(|change| change.start <= source.start) {
            self.to.changes.push(self.from.changes[self.change]);
            self.change += 1;
        }
        self.to.changes.push(Change { start: source.start, end: source.end, class });
    }

    pub(super) fn finish(self) {
        self.to.changes.extend_from_slice(&self.from.changes[self.change..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "ab<zero width>ＣＤe" in one step: keep 2, drop 3, fold two letters, keep 1.
    fn map() -> OffsetMap {
        let (from, mut to) = (OffsetMap::default(), OffsetMap::default());
        let mut writer = MapWriter::new(&from, &mut to);
        writer.keep(2);
        writer.replace(3, 0, true, Class::Invisible);
        writer.replace(3, 1, true, Class::Width);
        writer.replace(3, 1, true, Class::Width);
        writer.keep(1);
        writer.finish();
        to
    }

    #[test]
    fn a_span_of_the_view_leads_to_all_the_bytes_it_was_made_from() {
        let map = map();
        for (view, source) in
            [((0, 2), (0, 2)), ((1, 3), (1, 8)), ((2, 3), (5, 8)), ((3, 5), (8, 12)), ((4, 5), (11, 12)), ((0, 5), (0, 12))]
        {
            assert_eq!(map.to_source(Span::new(view.0, view.1)), Span::new(source.0, source.1), "{view:?}");
        }
        assert!(map.to_source(Span::new(3, 3)).is_empty());
    }

    #[test]
    fn a_second_step_keeps_the_origins_of_the_first() {
        let (from, mut to) = (map(), OffsetMap::default());
        let mut writer = MapWriter::new(&from, &mut to);
        writer.keep(1);
        writer.replace(2, 1, true, Class::Styled);
        writer.keep(2);
        writer.finish();
        assert_eq!(to.to_source(Span::new(1, 2)), Span::new(1, 8));
        assert_eq!(to.to_source(Span::new(2, 3)), Span::new(8, 11));
        assert_eq!(to.to_source(Span::new(3, 4)), Span::new(11, 12));
    }

    #[test]
    fn only_evidence_is_counted_and_only_inside_the_span() {
        let map = map();
        let names = |span| map.changes_in(span).classes.iter().map(Class::name).collect::<Vec<_>>();
        assert_eq!((names(Span::new(0, 12)), map.changes_in(Span::new(0, 12)).cost), (vec!["invisible"], 1));
        assert!(names(Span::new(5, 12)).is_empty(), "full width is no evidence");
    }
}
