//! Writes the visible text, and where each part of it stands in the page.
use super::Page;
use std::ops::Range;

/// The text so far.
pub(super) struct Writer<'a> {
    source: &'a str,
    page: Page,
    /// The last tag: what is written between two texts stands for it.
    tag: Range<usize>,
    /// Line ends that are written before the next text.
    breaks: usize,
    /// A space that is written before the next text of the same line, and where it stands.
    space: Option<Range<usize>>,
    /// Whether nothing but marks stands in the line yet: no space is shown there.
    fresh: bool,
    preformatted: usize,
    quotations: usize,
}

impl<'a> Writer<'a> {
    pub fn new(source: &'a str) -> Self {
        Writer { source, page: Page::default(), tag: 0..0, breaks: 0, space: None, fresh: true, preformatted: 0, quotations: 0 }
    }

    /// A tag is reached.
    pub fn reach(&mut self, tag: Range<usize>) {
        self.tag = tag;
    }

    /// At least so many line ends stand before the next text. None before the first.
    pub fn line_break(&mut self, lines: usize) {
        self.breaks = self.breaks.max(lines);
        self.space = None;
        self.fresh = true;
    }

    /// The next text stands in another line, or one further down.
    pub fn another_line(&mut self) {
        self.line_break((self.breaks + 1).min(2));
    }

    /// A space stands before the next text, if that goes on in the line.
    pub fn space(&mut self) {
        if self.space.is_none() && !self.fresh {
            self.space = Some(self.tag.clone());
        }
    }

    /// White space is kept from here on, or no longer.
    pub fn enter_preformatted(&mut self, by: isize) {
        self.preformatted = self.preformatted.saturating_add_signed(by);
    }

    /// Whether white space is kept.
    pub fn is_preformatted(&self) -> bool {
        self.preformatted > 0
    }

    /// Lines are quoted from here on, or no longer.
    pub fn enter_quotation(&mut self, by: isize) {
        self.quotations = self.quotations.saturating_add_signed(by);
    }

    /// A text of the page.
    pub fn text(&mut self, place: Range<usize>) {
        let Some(text) = self.source.get(place.clone()) else { return };
        if self.preformatted > 0 {
            self.begin();
            self.keep(place);
            return;
        }
        let white = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C');
        let mut at = place.start;
        for part in text.split_inclusive(white) {
            let word = part.trim_end_matches(white);
            if !word.is_empty() {
                self.begin();
                self.keep(at..at + word.len());
            }
            at += part.len();
            // Of several spaces in a row the first one is shown.
            if word.len() < part.len() && self.space.is_none() && !self.fresh {
                self.space = Some(at - 1..at);
            }
        }
    }

    /// A comment. One inside a word is left to the view, which takes it away and says that the word was hidden.
    pub fn comment(&mut self, place: Range<usize>) {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, behind) = (self.source[..place.start].chars().next_back(), self.source[place.end..].chars().next());
        if word(before) && word(behind) && self.source[place.clone()].ends_with("-->") && self.space.is_none() && self.breaks == 0 {
            self.keep(place);
        }
    }

    /// Something that stands for the tag.
    pub fn mark(&mut self, mark: &str, tag: Range<usize>) {
        self.begin();
        self.put(mark, tag);
    }

    /// Something that stands for the tag, and beside which no space is shown.
    pub fn edge(&mut self, mark: &str, tag: Range<usize>) {
        self.space = None;
        self.mark(mark, tag);
        self.fresh = true;
    }

    /// A part of a tag between two marks that stand for the rest of it.
    pub fn around(&mut self, before: &str, part: Range<usize>, behind: &str, tag: Range<usize>) {
        self.begin();
        self.put(before, tag.start..part.start);
        self.keep(part.clone());
        self.put(behind, part.end..tag.end);
    }

    pub fn finish(self) -> Page {
        self.page
    }

    /// Writes what was put off: line ends, the sign of a quotation, a space.
    fn begin(&mut self) {
        let (breaks, space) = (std::mem::take(&mut self.breaks), self.space.take());
        let first = self.page.text.is_empty();
        if breaks > 0 && !first {
            let ends = self.page.text.bytes().rev().take(breaks).take_while(|byte| *byte == b'\n').count();
            self.put(&"\n\n"[..breaks.min(2) - ends.min(breaks.min(2))], self.tag.clone());
        }
        if first || self.page.text.ends_with('\n') {
            if self.quotations > 0 && self.preformatted == 0 {
                self.put("> ", self.tag.clone());
            }
        } else if let Some(space) = space {
            self.put(" ", space);
        }
    }

    /// Bytes of the page, as they are.
    fn keep(&mut self, place: Range<usize>) {
        if !place.is_empty() {
            self.page.map.push(self.page.text.len(), place.start, 0);
            self.page.text.push_str(&self.source[place]);
            self.fresh = false;
        }
    }

    /// Bytes that stand for some of the page.
    fn put(&mut self, text: &str, place: Range<usize>) {
        if !text.is_empty() && !place.is_empty() {
            self.page.map.push(self.page.text.len(), place.start, place.len());
            self.page.text.push_str(text);
        }
    }
}
