//! What a step of the view is, and the only way in which it may write.
use super::map::{MapWriter, OffsetMap};
use super::notable::Notable;
use super::tables::Class;

/// What one pass over a text found, so that a step that has nothing to do costs nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Summary {
    /// An upper-case letter, ASCII or not.
    pub upper: bool,
    /// A character with an entry in the table of spellings.
    pub spelling: bool,
    /// A character that is drawn as nothing.
    pub ignorable: bool,
    /// A mark that may lie over a letter.
    pub overlay: bool,
    /// An entity, a percent escape, `\u5fae`.
    pub escape: bool,
    /// Something that a page does not show.
    pub markup: bool,
    /// A letter that looks like a Latin one.
    pub alike: bool,
    /// A Latin letter with a mark.
    pub accents: bool,
    /// A regional indicator.
    pub regional: bool,
}

/// One normalising step.
pub(super) trait Step: Sync {
    /// Its name in traces.
    fn name(&self) -> &'static str;
    /// Whether its output may need steps that its input did not.
    fn reveals(&self) -> bool {
        false
    }
    /// Whether the text has anything for this step. Cheap: it only reads the summary.
    fn needed(&self, summary: &Summary) -> bool;
    /// Whether it asks for the notable characters.
    fn asks(&self) -> bool {
        false
    }
    /// Writes all of `text` through `out`, changed or not. `notable` tells the characters that may need it, of steps that ask.
    fn rewrite(&self, text: &str, notable: &Notable, out: &mut Rewriter<'_>);
}

/// Takes a step's output; each input byte is kept, replaced or dropped, so that no origin can be lost.
pub(super) struct Rewriter<'a> {
    text: &'a mut String,
    map: MapWriter<'a>,
}

impl<'a> Rewriter<'a> {
    pub(super) fn new(from: &'a OffsetMap, text: &'a mut String, to: &'a mut OffsetMap) -> Self {
        Rewriter { text, map: MapWriter::new(from, to) }
    }

    /// The next input bytes, as they are.
    pub(super) fn keep(&mut self, text: &str) {
        self.text.push_str(text);
        self.map.keep(text.len());
    }

    /// The next input bytes with ASCII capitals made small, which is no change that anybody need be told of.
    pub(super) fn recase(&mut self, text: &str) {
        let from = self.text.len();
        self.text.push_str(text);
        self.text[from..].make_ascii_lowercase();
        self.map.keep(text.len());
    }

    /// The next input character in its small form, which has the same length.
    pub(super) fn recase_char(&mut self, small: char) {
        self.text.push(small);
        self.map.keep(small.len_utf8());
    }

    /// The next `len` input bytes become `text`.
    pub(super) fn replace(&mut self, len: usize, text: &str, class: Class) {
        self.text.push_str(text);
        self.map.replace(len, text.len(), text.chars().nth(1).is_none(), class);
    }

    /// The next `len` input bytes are left out.
    pub(super) fn drop(&mut self, len: usize, class: Class) {
        self.map.replace(len, 0, true, class);
    }

    pub(super) fn finish(self) {
        self.map.finish();
    }
}
