//! A stretch of a text read another way: what a local decoder makes of it, with the way back.
use super::map::Classes;
use super::tables::Class;
use crate::span::{Span, View};
use std::ops::Range;

/// How a place was hidden: the classes, and how many characters or stretches were changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The classes that are evidence.
    pub classes: Classes,
    /// Changed stretches.
    pub cost: u32,
}

impl Hidden {
    /// One way to hide.
    pub fn by(class: Class, cost: u32) -> Self {
        let mut classes = Classes::default();
        classes.insert(class);
        Hidden { classes, cost }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Hidden) -> Self {
        Hidden { classes: self.classes.union(other.classes), cost: self.cost + other.cost }
    }
}

/// Bytes of the decoded text from `at` on, and the outer bytes that they stand for: one for one where `class` is none,
/// else all of them for the whole of `outer`.
#[derive(Clone, Debug)]
struct Piece {
    at: usize,
    outer: Range<usize>,
    class: Option<Class>,
}

/// A decoded text. Its spans count its own bytes until [`Local::outer`] leads them back.
#[derive(Clone, Debug, Default)]
pub struct Local {
    text: String,
    pieces: Vec<Piece>,
    /// Decoded text in its own case, and where it begins: the outer bytes cannot tell it.
    cased: Vec<(usize, String)>,
}

impl Local {
    /// Outer text as it stands, from the outer byte `start` on.
    pub fn keep(&mut self, start: usize, text: &str) {
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), outer: start..start + text.len(), class: None });
            self.text.push_str(text);
        }
    }

    /// The outer bytes `outer` become `text`.
    pub fn put(&mut self, outer: Range<usize>, text: &str, class: Class) {
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), outer, class: Some(class) });
            self.text.push_str(text);
        }
    }

    /// The outer bytes `outer` hold `text` in a code that has nothing of its letters. The text is folded to small letters.
    pub fn encoded(&mut self, outer: Range<usize>, text: &str, class: Class) {
        self.cased.push((self.text.len(), text.to_owned()));
        self.put(outer, &text.to_ascii_lowercase(), class);
    }

    /// The character at a place in its own case, where the text was encoded.
    pub fn cased(&self, at: usize) -> Option<char> {
        let (start, text) = self.cased.iter().rev().find(|(start, text)| (*start..start + text.len()).contains(&at))?;
        text[at - start..].chars().next()
    }

    /// The decoded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The pieces that a span touches.
    fn touched(&self, span: Span<View>) -> impl Iterator<Item = (&Piece, usize)> {
        let first = self.pieces.partition_point(|piece| piece.at <= span.start).saturating_sub(1);
        let next = move |index: usize| self.pieces.get(index + 1).map_or(self.text.len(), |piece| piece.at);
        let pieces = self.pieces.iter().enumerate().skip(first);
        pieces
            .map(move |(index, piece)| (piece, next(index)))
            .take_while(move |(piece, _)| piece.at < span.end)
            .filter(move |(_, end)| *end > span.start)
    }

    /// The outer bytes that a span was made from, from the first to the last of them.
    pub fn outer(&self, span: Span<View>) -> Span<View> {
        let (mut start, mut end) = (usize::MAX, 0);
        for (piece, piece_end) in self.touched(span) {
            let (from, to) = match piece.class {
                None => {
                    let shift = |at: usize| (piece.outer.start + at.saturating_sub(piece.at)).min(piece.outer.end);
                    (shift(span.start), shift(span.end.min(piece_end)))
                }
                Some(_) => (piece.outer.start, piece.outer.end),
            };
            start = start.min(from);
            end = end.max(to);
        }
        if start == usize::MAX { Span::new(0, 0) } else { Span::new(start, end.max(start)) }
    }

    /// What became of each byte of the outer text from `from` on: kept as it stands, or `⟨old→new⟩`. For tests of decoders.
    #[cfg(test)]
    pub fn told(&self, outer: &str, from: usize) -> String {
        let mut told = String::new();
        let mut at = from;
        for (index, piece) in self.pieces.iter().enumerate() {
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.at);
            let text = &self.text[piece.at..end];
            // What was left out, or what stands turned around.
            match outer.get(at..piece.outer.start) {
                Some("") | None => {}
                Some(left_out) => told += &format!("⟨{left_out}→⟩"),
            }
            let old = &outer[piece.outer.clone()];
            assert!(piece.class.is_some() || old == text, "kept text is that of the outer one: {old}, {text}");
            told += &piece.class.map_or(text.to_owned(), |_| format!("⟨{old}→{text}⟩"));
            at = piece.outer.end;
        }
        told
    }

    /// How a span was hidden: one for each changed piece.
    pub fn hidden(&self, span: Span<View>) -> Hidden {
        self.touched(span).fold(Hidden::default(), |hidden, (piece, _)| match piece.class {
            Some(class) if class.is_evidence() => hidden.and(Hidden::by(class, 1)),
            _ => hidden,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_over_kept_and_changed_pieces() {
        // "tg： 一二三" read as "tg： 123", the numerals at 6, 9 and 12 of the outer text.
        let mut local = Local::default();
        local.keep(0, "tg： ");
        for (index, digit) in ["1", "2", "3"].into_iter().enumerate() {
            local.put(6 + 3 * index..9 + 3 * index, digit, Class::Numeral);
        }
        assert_eq!(local.text(), "tg： 123");
        assert_eq!(local.outer(Span::new(6, 9)), Span::new(6, 15));
        assert_eq!(local.outer(Span::new(1, 7)), Span::new(1, 9));
        assert_eq!(local.hidden(Span::new(6, 8)), Hidden::by(Class::Numeral, 2));
        assert_eq!(local.hidden(Span::new(0, 2)), Hidden::default());
    }

    #[test]
    fn reversed_pieces_lead_back_too() {
        let mut local = Local::default();
        for at in (0..4).rev() {
            local.put(at..at + 1, &"abcd"[at..=at], Class::Reversed);
        }
        assert_eq!((local.text(), local.outer(Span::new(0, 2))), ("dcba", Span::new(2, 4)));
    }
}
