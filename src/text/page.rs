//! The visible text of an HTML page, and the way back to the page's bytes.
mod element;
mod open;
mod writer;

use crate::span::Span;
use crate::text::OffsetMap;
use element::Element;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use open::Open;
use std::convert::Infallible;
use std::ops::Range;
use writer::Writer;

/// What a page shows, written so that a [`Layout`](super::Layout) can read it: a line for each block, `<h1>`, `<h2>`,
/// `<title>` and the links as tags, other headings, quotations and code as Markdown has them.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The visible text. Escapes stand in it as in the page.
    pub text: String,
    /// From places of the text to those of the page, never backwards.
    pub map: OffsetMap,
}

impl Page {
    /// Reads a page: whatever a browser would show without its scripts, styles and comments. Any string is a page.
    ///
    /// Cost: linear in the page. Styles are read where they stand in a tag; what a style sheet hides is taken for shown.
    pub fn read(source: &str) -> Page {
        let mut reader = Reader { source, writer: Writer::new(source), open: Open::default(), tag: Tag::default() };
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| {
            reader.event(&event, span.start..span.end);
            None::<Infallible>
        });
        // Scripts, styles and the like hold no tags.
        emitter.naively_switch_states(true);
        // A string is read without errors.
        let Ok(()) = Tokenizer::new_with_emitter(source, emitter).finish();
        reader.writer.finish()
    }

    /// Where a place of the text stands in the page.
    pub fn to_source(&self, span: Span) -> Span {
        self.map.to_source(Span::new(span.start, span.end))
    }
}

/// A start tag, as far as it has been read. The ranges are those of the page.
#[derive(Debug, Default)]
struct Tag {
    name: Range<usize>,
    start: usize,
    attribute: Range<usize>,
    hides: bool,
    /// The target of a link, the words of an image.
    target: Option<Range<usize>>,
}

/// Follows the tokens of a page.
struct Reader<'a> {
    source: &'a str,
    writer: Writer<'a>,
    open: Open,
    tag: Tag,
}

impl Reader<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, place: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let from = place.start + 1;
                self.tag = Tag { name: from..from + name.len(), start: place.start, ..Tag::default() };
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.attribute = place;
                self.tag.hides |= *name == b"hidden";
            }
            CallbackEvent::AttributeValue { value } => self.attribute(value, place),
            CallbackEvent::CloseStartTag { self_closing } => self.start_tag(place.end, *self_closing),
            CallbackEvent::EndTag { name } => {
                let element = Element::named(name);
                self.writer.reach(place.clone());
                let name = place.start + 2..place.start + 2 + name.len();
                self.close_until(&name, place);
                self.after(element);
            }
            CallbackEvent::String { .. } if self.open.hidden() == 0 => self.writer.text(place),
            CallbackEvent::Comment { .. } if self.open.hidden() == 0 => self.writer.comment(place),
            _ => {}
        }
    }

    fn attribute(&mut self, value: &[u8], place: Range<usize>) {
        let name = self.source.get(self.tag.attribute.clone()).unwrap_or_default();
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let element = self.source.get(self.tag.name.clone()).unwrap_or_default();
        if is("style") {
            self.tag.hides |= element::style_hides(value);
        } else if is("hidden") {
            // Shown as soon as somebody looks for it.
            self.tag.hides &= !value.eq_ignore_ascii_case(b"until-found");
        } else if is("href") && element.eq_ignore_ascii_case("a") || is("alt") && element.eq_ignore_ascii_case("img") {
            self.tag.target.get_or_insert(place);
        }
    }

    fn start_tag(&mut self, end: usize, self_closing: bool) {
        let tag = std::mem::take(&mut self.tag);
        let name = self.source.get(tag.name.clone()).unwrap_or_default();
        // Only drawings may end in their start tag; of all else the slash means nothing.
        if self_closing && (name.eq_ignore_ascii_case("svg") || self.open.hidden() > 0) {
            return;
        }
        let element = Element::named(name.as_bytes());
        let place = tag.start..end;
        self.writer.reach(place.clone());
        for (ends, borders) in element.ends() {
            if let Some(depth) = self.open.last(self.source, ends, borders) {
                self.close_to(depth, place.clone());
            }
        }
        let hides = tag.hides || element == Element::Unseen;
        if self.open.hidden() == 0 && !hides {
            self.before(element);
            match (element, tag.target) {
                (Element::Link, Some(target)) if element::leads_away(&self.source[target.clone()]) => {
                    self.writer.around("<a href=\"", target, "\">", place.clone());
                }
                (Element::Link, _) => {
                    self.open.push(tag.name, Element::Other, hides);
                    return;
                }
                (Element::Image, Some(words)) => self.writer.around("<img alt=\"", words, "\">", place.clone()),
                (element, _) => {
                    if let Some(mark) = element.opening(self.writer.is_preformatted()) {
                        self.mark(element, mark, place.clone());
                    }
                }
            }
            if element == Element::Preformatted {
                self.writer.enter_preformatted(1);
            }
            if element == Element::Quotation {
                self.writer.enter_quotation(1);
            }
        }
        if !element.is_void() {
            self.open.push(tag.name, element, hides);
        } else if self.open.hidden() == 0 && !hides {
            self.after(element);
        }
    }

    /// Closes the innermost element of this name, and all in it.
    fn close_until(&mut self, name: &Range<usize>, place: Range<usize>) {
        let name = self.source.get(name.clone()).unwrap_or_default();
        if let Some(depth) = self.open.last(self.source, &[name], &[]) {
            self.close_to(depth, place);
        }
    }

    /// Closes elements until only so many are open.
    fn close_to(&mut self, depth: usize, place: Range<usize>) {
        while self.open.depth() > depth {
            let hidden = self.open.hidden() > 0;
            let Some(element) = self.open.pop() else { return };
            if hidden {
                continue;
            }
            if element == Element::Preformatted {
                self.writer.enter_preformatted(-1);
            }
            if element == Element::Quotation {
                self.writer.enter_quotation(-1);
            }
            if let Some(mark) = element.closing(self.writer.is_preformatted()) {
                if element == Element::Preformatted {
                    self.writer.line_break(1);
                }
                self.mark(element, mark, place.clone());
            }
            self.after(element);
        }
    }

    fn mark(&mut self, element: Element, mark: &str, place: Range<usize>) {
        if element.breaks() > 0 { self.writer.edge(mark, place) } else { self.writer.mark(mark, place) }
    }

    fn before(&mut self, element: Element) {
        self.after(element);
        match element {
            Element::Break => self.writer.another_line(),
            Element::Cell => self.writer.space(),
            _ => {}
        }
    }

    fn after(&mut self, element: Element) {
        if self.open.hidden() == 0 {
            match element.breaks() {
                0 => {}
                lines => self.writer.line_break(lines),
            }
        }
    }
}

#[cfg(test)]
mod tests;
