//! A text under reading: what grammars see, and what stands behind it.
use crate::span::{Span, View};
use crate::text::{LazyLayout, Local, OffsetMap, written};

/// A view, or a decoded stretch of one.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub source: &'a str,
    pub view: &'a str,
    way: Way<'a>,
}

/// How spans lead back to the source.
#[derive(Clone, Copy)]
enum Way<'a> {
    View { map: &'a OffsetMap, layout: &'a LazyLayout<'a> },
    Local { local: &'a Local, outer: &'a Reader<'a> },
}

impl<'a> Reader<'a> {
    /// The view of a text.
    pub(crate) fn of_view(source: &'a str, view: &'a str, map: &'a OffsetMap, layout: &'a LazyLayout<'a>) -> Self {
        Reader { source, view, way: Way::View { map, layout } }
    }

    /// A decoded stretch of what another reader reads.
    pub(crate) fn over(local: &'a Local, outer: &'a Reader<'a>) -> Self {
        Reader { source: outer.source, view: local.text(), way: Way::Local { local, outer } }
    }

    /// The source bytes that a span was made from.
    fn source_of(&self, span: Span<View>) -> Span {
        match self.way {
            Way::View { map, .. } => map.to_source(span),
            Way::Local { local, outer } => outer.source_of(local.outer(span)),
        }
    }

    /// The character at a place in its own case, where a decoder alone knows it.
    fn cased(&self, at: usize) -> Option<char> {
        match self.way {
            Way::View { .. } => None,
            Way::Local { local, outer } => local.cased(at).or_else(|| outer.cased(local.outer(Span::new(at, at + 1)).start)),
        }
    }

    /// Whether a place lies in code.
    pub(crate) fn is_code(&self, start: usize, end: usize) -> bool {
        match self.way {
            Way::View { layout, .. } => layout.get().is_code(Span::new(start, end)),
            Way::Local { local, outer } => {
                let place = local.outer(Span::new(start, end));
                outer.is_code(place.start, place.end)
            }
        }
    }

    /// The characters of the view in the case in which the caller wrote them: hashes keep theirs.
    pub(crate) fn original(&self, span: Span<View>) -> String {
        // Most values stand in the source as in the view, but for capitals: they are one piece of it.
        if let Way::View { map, .. } = self.way {
            let written = &self.source[map.to_source(span).range()];
            if written.is_ascii() && written.eq_ignore_ascii_case(&self.view[span.range()]) {
                return written.to_owned();
            }
        }
        self.view[span.range()]
            .char_indices()
            .map(|(at, c)| {
                let start = span.start + at;
                if let Some(letter) = self.cased(start) {
                    return letter;
                }
                let source = self.source_of(Span::new(start, start + c.len_utf8()));
                // Escapes, full width and styled letters tell their case too.
                match written(&self.source[source.range()]) {
                    Some(letter) if letter.is_uppercase() => c.to_ascii_uppercase(),
                    _ => c,
                }
            })
            .collect()
    }

    /// Whether the letter before a place is a capital in the source and the one behind it is not.
    pub(crate) fn turns_small(&self, at: usize) -> bool {
        let written = |start: usize, end: usize| self.source[self.source_of(Span::new(start, end)).range()].chars().next();
        let capital = written(at - 1, at).is_some_and(|c| !c.is_ascii_lowercase());
        capital && written(at, at + 1).is_some_and(|c| c.is_ascii_lowercase())
    }

    /// The character before a byte of the view.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.view[..at].chars().next_back()
    }

    /// The character that begins at a byte of the view.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.view[at..].chars().next()
    }

    /// Whether a value stands between two equal quotation marks, as strings of code and JSON do.
    pub(super) fn is_string_literal(&self, start: usize, end: usize) -> bool {
        matches!((self.before(start), self.after(end)), (Some('"'), Some('"')) | (Some('\''), Some('\'')))
    }
}
