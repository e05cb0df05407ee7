//! The step that drops what is not seen: invisible characters, and marks laid over letters.
use super::alike::is_regional;
use super::notable::Notable;
use super::step::{Rewriter, Step, Summary};
use super::tables::{Class, is_ignorable, is_overlay, look_alike, spelling};

/// Drops default-ignorable characters everywhere, and overlay marks behind Han, Latin letters and digits.
pub(super) struct Strip;

impl Step for Strip {
    fn name(&self) -> &'static str {
        "strip"
    }

    fn needed(&self, summary: &Summary) -> bool {
        summary.ignorable || summary.overlay
    }

    fn asks(&self) -> bool {
        true
    }

    fn rewrite(&self, text: &str, notable: &Notable, out: &mut Rewriter<'_>) {
        let mut kept = 0;
        // Of the character that marks lie over, and where what was looked at last ends.
        let (mut base, mut alike) = (false, false);
        let mut end = 0;
        for (at, c) in notable.of(text).filter(|&(_, c)| is_ignorable(c) || is_overlay(c)) {
            if at < end {
                continue;
            }
            if at > end || at == 0 {
                let under = text[..at].chars().next_back();
                // A character that the next step spells as one of these is one of these.
                let spelled = |c: char| spelling(c).is_some_and(|(text, _)| text.ends_with(takes_marks));
                base = under.is_some_and(|c| takes_marks(c) || is_regional(c) || spelled(c));
                alike = under.is_some_and(|c| look_alike(c).is_some());
            }
            if let Some(overridden) = (c == RIGHT_TO_LEFT).then(|| overridden(&text[at..])).flatten() {
                out.keep(&text[kept..at]);
                out.replace(overridden.len(), &reversed(overridden), Class::Override);
                kept = at + overridden.len();
                end = kept;
                (base, alike) = (false, false);
                continue;
            }
            end = at + c.len_utf8();
            let class = if is_ignorable(c) {
                Class::Invisible
            } else if base && is_overlay(c) || alike && is_stroke(c) {
                Class::Combining
            } else if base || alike {
                // An accent of its script; a stroke behind it is laid over the same letter.
                continue;
            } else {
                // A mark over nothing: what follows lies over it.
                base = is_regional(c) || spelling(c).is_some_and(|(text, _)| text.ends_with(takes_marks));
                alike = look_alike(c).is_some();
                continue;
            };
            out.keep(&text[kept..at]);
            out.drop(c.len_utf8(), class);
            kept = at + c.len_utf8();
        }
        out.keep(&text[kept..]);
    }
}

/// Turns what follows around on the page, until [`POP`] or the end of the line.
const RIGHT_TO_LEFT: char = '\u{202e}';
/// Ends an override.
const POP: char = '\u{202c}';
/// The longest part that is turned around, in bytes: more is no contact.
const OVERRIDE_LIMIT: usize = 400;

/// The overridden part at the beginning of `rest`, its signs included.
fn overridden(rest: &str) -> Option<&str> {
    let end = rest.char_indices().take_while(|&(at, _)| at <= OVERRIDE_LIMIT).find(|&(_, c)| c == POP || c == '\n');
    match end {
        Some((at, POP)) => Some(&rest[..at + POP.len_utf8()]),
        Some((at, _)) => Some(&rest[..at]),
        None if rest.len() <= OVERRIDE_LIMIT => Some(rest),
        None => None,
    }
}

/// What the reader of an overridden part sees.
fn reversed(overridden: &str) -> String {
    overridden.chars().rev().filter(|&c| !is_ignorable(c) && !is_overlay(c)).collect()
}

/// The end of a span with the marks and selectors that its last character wears: a quotation shows them too.
pub fn with_marks(source: &str, end: usize) -> usize {
    let worn = |c: &char| is_overlay(*c) || matches!(*c, '\u{fe00}'..='\u{fe0f}');
    end + source[end..].chars().take_while(worn).map(char::len_utf8).sum::<usize>()
}

/// Whether a mark strikes a letter through or encloses it, which no script does to spell: so it hides a letter of any script
/// that looks like one of ours.
fn is_stroke(c: char) -> bool {
    matches!(c as u32, 0x334..=0x338 | 0x20D0..=0x20FF)
}

/// Han, Latin letters, digits and signs: the characters whose marks are decoration. In other scripts they spell.
fn takes_marks(c: char) -> bool {
    c.is_ascii_graphic() || matches!(c as u32, 0xC0..=0x24F | 0x1E00..=0x1EFF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}
