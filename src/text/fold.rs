//! The step that gives each character one spelling: width, compatibility forms, digits, case, simplified Han.
use super::step::{Rewriter, Step, Summary};
use super::tables::spelling;

/// One spelling per character. One step and not four, because one table look-up answers all of them.
pub(super) struct Fold;

impl Step for Fold {
    fn needed(&self, summary: &Summary) -> bool {
        summary.upper || summary.spelling
    }

    fn rewrite(&self, text: &str, out: &mut Rewriter<'_>) {
        let mut rest = text;
        while !rest.is_empty() {
            let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            out.recase(rest[..ascii].bytes().map(|byte| byte.to_ascii_lowercase() as char), ascii);
            rest = &rest[ascii..];
            let Some(c) = rest.chars().next() else { break };
            let len = c.len_utf8();
            if let Some((text, class)) = spelling(c) {
                out.replace(len, text, class);
            } else {
                out.recase(std::iter::once(lower(c)), len);
            }
            rest = &rest[len..];
        }
    }
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
