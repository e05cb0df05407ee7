//! Where something stands: a range of bytes that says which text it counts.
use serde::{Serialize, Serializer, ser::SerializeTuple};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

/// Marks a [`Span`] that counts bytes of the text that the caller gave.
#[derive(Debug)]
pub enum Source {}

/// Marks a [`Span`] that counts bytes of the normalised view.
#[derive(Debug)]
pub enum View {}

/// UTF-8 bytes `start..end`, end excluded, always on character boundaries of the text that it counts.
///
/// Only the offset map turns a `Span<View>` into a `Span`, so the two cannot be mixed up.
///
/// ```
/// let span: adsift::Span = adsift::Span::new(3, 9);
/// assert_eq!(&"加微信"[span.range()], "微信");
/// ```
pub struct Span<Of = Source> {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    of: PhantomData<fn() -> Of>,
}

impl<Of> Span<Of> {
    /// A span of the bytes `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end, of: PhantomData }
    }

    /// The span as a range, to index a string with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether all of `other` lies in this span.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

// Written out, because derives would ask the same of the marker type.
impl<Of> Clone for Span<Of> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Of> Copy for Span<Of> {}
impl<Of> PartialEq for Span<Of> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<Of> Eq for Span<Of> {}
impl<Of> PartialOrd for Span<Of> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<Of> Ord for Span<Of> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<Of> Hash for Span<Of> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<Of> fmt::Debug for Span<Of> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
impl<Of> From<Range<usize>> for Span<Of> {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// As `[start, end]`.
impl<Of> Serialize for Span<Of> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_tuple(2)?;
        pair.serialize_element(&self.start)?;
        pair.serialize_element(&self.end)?;
        pair.end()
    }
}
