//! From a text to its view: the one ordered list of steps, and the buffers they run in.
use super::fold::{Fold, lower};
use super::map::OffsetMap;
use super::step::{Rewriter, Step, Summary};
use super::strip::Strip;
use super::tables::{is_ignorable, is_overlay, spelling};
use std::borrow::Cow;

/// The steps, in order, with the reason for each neighbour. Steps still to come have their place here:
/// 1. entities and percent escapes, then hidden markup: what they hide must be visible to all the others;
/// 2. `Strip`: before `Fold`, because a mark or a joiner between two halves of a character's spelling (a digit and its
///    keycap) would hide it from the table, and because nothing that is folded becomes invisible;
/// 3. `Fold`: before look-alikes, which compare the letters of a token in one case and width;
/// 4. look-alikes of another script, inside tokens that mix scripts.
static STEPS: &[&dyn Step] = &[&Strip, &Fold];

/// The buffers of a view. Kept by a scanner, so that a warm one copies without allocating.
#[derive(Debug, Default)]
pub struct ViewBuffer {
    text: String,
    map: OffsetMap,
    spare_text: String,
    spare_map: OffsetMap,
}

impl ViewBuffer {
    /// The view of a text, and the map back. A text that needs no step is not copied: the view is the text itself.
    ///
    /// Cost: one pass to see which steps are needed, and one for each that is; linear in the text.
    pub fn view<'a>(&'a mut self, text: &'a str) -> (&'a str, &'a OffsetMap) {
        let summary = summarise(text);
        self.map.clear();
        let mut changed = false;
        for step in STEPS.iter().filter(|step| step.needed(&summary)) {
            self.spare_text.clear();
            self.spare_map.clear();
            let input = if changed { self.text.as_str() } else { text };
            let mut out = Rewriter::new(&self.map, &mut self.spare_text, &mut self.spare_map);
            step.rewrite(input, &mut out);
            out.finish();
            std::mem::swap(&mut self.text, &mut self.spare_text);
            std::mem::swap(&mut self.map, &mut self.spare_map);
            changed = true;
        }
        (if changed { &self.text } else { text }, &self.map)
    }
}

/// The view of a short text, such as a literal of a rule: folded like any text, without its map.
pub fn folded(text: &str) -> Cow<'_, str> {
    let mut buffer = ViewBuffer::default();
    let (view, _) = buffer.view(text);
    if view == text { Cow::Borrowed(text) } else { Cow::Owned(view.to_owned()) }
}

/// Which kinds of characters a text holds.
fn summarise(text: &str) -> Summary {
    let mut summary = Summary::default();
    let mut rest = text;
    loop {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        summary.upper = summary.upper || rest.as_bytes()[..ascii].iter().any(u8::is_ascii_uppercase);
        rest = &rest[ascii..];
        // A run of other characters: most are Han with no entry, so the cheap question comes first.
        let mut chars = rest.chars();
        loop {
            let before = chars.as_str();
            match chars.next() {
                Some(c) if !c.is_ascii() => {
                    if spelling(c).is_some() {
                        summary.spelling = true;
                    } else {
                        summary.ignorable = summary.ignorable || is_ignorable(c);
                        summary.overlay = summary.overlay || is_overlay(c);
                        summary.upper = summary.upper || (c < '\u{1E922}' && !is_caseless(c) && lower(c) != c);
                    }
                }
                _ => {
                    rest = before;
                    break;
                }
            }
        }
        if rest.is_empty() {
            return summary;
        }
    }
}

/// Han, Kana, Hangul and their punctuation have no case; asking the case tables for each would cost half the pass.
fn is_caseless(c: char) -> bool {
    matches!(c as u32, 0x2E80..=0xA63F | 0xAC00..=0xD7FF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn each_step_has_its_table() {
        for (text, view) in [
            ("Plain ASCII", "plain ascii"),
            ("已是简体，不必改。", "已是简体，不必改。"),
            ("電話卡 註冊", "电话卡 注册"),
            ("ＴＧ：＠ａｂｃ", "tg：@abc"),
            ("薇\u{200b}信\u{feff}", "薇信"),
            ("t\u{335}e\u{337}l", "tel"),
            ("1\u{fe0f}\u{20e3}3\u{fe0f}\u{20e3}", "13"),
            ("𝐓𝐆 ⓦⓧ ⑴⑩ ㊙", "tg wx 110 秘"),
            ("٠٩", "09"),
            // Final sigma is a matter of words; the fold knows characters only.
            ("ÀÉ Привет ΣΑΣ", "àé привет σασ"),
            ("½ … ™ ℃", "½ … ™ ℃"),
            ("", ""),
        ] {
            assert_eq!(folded(text), view, "{text}");
        }
    }

    #[test]
    fn what_looks_alike_stays() {
        for text in ["ก็ ที่ दिल्ली", "かが ﷺ", "，。：！？（）", "🐧✈"] {
            assert_eq!(folded(text), text);
        }
    }

    #[test]
    fn text_that_needs_no_step_is_not_copied() {
        let text = String::from("纯文本 with nothing to fold 123");
        let mut buffer = ViewBuffer::default();
        assert!(std::ptr::eq(buffer.view(&text).0, text.as_str()));
    }

    #[test]
    fn spans_lead_back_through_both_steps() {
        let text = "加ＶＸ\u{200b}：ＡＢ\u{fe0f}c";
        let mut buffer = ViewBuffer::default();
        let (view, map) = buffer.view(text);
        assert_eq!(view, "加vx：abc");
        let span = |part: &str| {
            let at = view.find(part).expect("part of the view");
            map.to_source(Span::new(at, at + part.len()))
        };
        assert_eq!(&text[span("vx").range()], "ＶＸ");
        assert_eq!(&text[span("vx：").range()], "ＶＸ\u{200b}：");
        assert_eq!(&text[span("abc").range()], "ＡＢ\u{fe0f}c");
    }
}
