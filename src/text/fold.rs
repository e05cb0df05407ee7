//! The step that gives each character one spelling: width, compatibility forms, digits, case, simplified Han.
use super::notable::Notable;
use super::step::{Rewriter, Step, Summary};
use super::tables::spelling;

/// One spelling per character. One step and not four, because one table look-up answers all of them.
pub(super) struct Fold;

impl Step for Fold {
    fn name(&self) -> &'static str {
        "fold"
    }

    fn needed(&self, summary: &Summary) -> bool {
        summary.upper || summary.spelling
    }

    fn asks(&self) -> bool {
        true
    }

    fn rewrite(&self, text: &str, notable: &Notable, out: &mut Rewriter<'_>) {
        let mut kept = 0;
        for (at, c) in notable.of(text) {
            if let Some((spelled, class)) = spelling(c) {
                out.recase(&text[kept..at]);
                out.replace(c.len_utf8(), spelled, class);
                kept = at + c.len_utf8();
            } else if !is_caseless(c) {
                let small = lower(c);
                if small != c {
                    out.recase(&text[kept..at]);
                    out.recase_char(small);
                    kept = at + c.len_utf8();
                }
            }
        }
        out.recase(&text[kept..]);
    }
}

/// Han, Kana, Hangul and their punctuation have no case; asking the case tables for each would cost half the pass.
pub(super) fn is_caseless(c: char) -> bool {
    matches!(c as u32, 0x2E80..=0xA63F | 0xAC00..=0xD7FF)
}

/// The lower-case form where it is one character of the same length, else the character itself.
pub(super) fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        // A result with a spelling of its own would make a second fold differ from the first.
        (Some(low), None) if low.len_utf8() == c.len_utf8() && spelling(low).is_none() => low,
        _ => c,
    }
}
