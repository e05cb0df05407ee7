//! The step that drops what is not seen: invisible characters, and marks laid over letters.
use super::step::{Rewriter, Step, Summary};
use super::tables::{Class, is_ignorable, is_overlay, spelling};

/// Drops default-ignorable characters everywhere, and overlay marks behind Han, Latin letters and digits.
pub(super) struct Strip;

impl Step for Strip {
    fn needed(&self, summary: &Summary) -> bool {
        summary.ignorable || summary.overlay
    }

    fn rewrite(&self, text: &str, out: &mut Rewriter<'_>) {
        let mut kept = 0;
        let mut base = false;
        for (at, c) in text.char_indices() {
            let class = if is_ignorable(c) {
                Class::Invisible
            } else if base && is_overlay(c) {
                Class::Combining
            } else {
                // A character that the next step spells as one of these is one of these.
                base = takes_marks(c) || spelling(c).is_some_and(|(text, _)| text.ends_with(takes_marks));
                continue;
            };
            out.keep(&text[kept..at]);
            out.drop(c.len_utf8(), class);
            kept = at + c.len_utf8();
        }
        out.keep(&text[kept..]);
    }
}

/// Han, Latin letters and digits: the characters whose marks are decoration. In other scripts they spell.
fn takes_marks(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c as u32, 0xC0..=0x24F | 0x1E00..=0x1EFF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}
