//! From a text to its view: the one ordered list of steps, and the buffers they run in.
use super::alike::{Alike, Regional, is_regional};
use super::chart::has_capital;
use super::decode::{Decode, has_escape};
use super::fold::{Fold, is_caseless, lower};
use super::map::OffsetMap;
use super::markup::{Markup, has_hidden};
use super::notable::Notable;
use super::step::{Rewriter, Step, Summary};
use super::strip::Strip;
use super::tables::{accented, is_ignorable, is_overlay, look_alike, spelling};
use std::borrow::Cow;

/// The steps, in order, with the reason for each neighbour:
/// 1. `Decode`, twice: what escapes hide must be visible to all the others, and what was escaped twice too;
/// 2. `Markup`: behind `Decode`, because tags are escaped as well; once, so that `<<b>b>` hides no second tag;
/// 3. `Strip`: before everything that looks at characters, because a mark or a joiner between two halves of a spelling
///    (a digit and its keycap) would hide it from the tables, and because nothing that is folded becomes invisible;
/// 4. `Regional`: behind `Strip`, which joins indicators that a joiner kept apart;
/// 5. `Alike`: before `Fold`, because a capital looks like another letter than its small form (Н like H, н like n);
/// 6. `Fold`: last, so that all that is left has one spelling.
static STEPS: &[&dyn Step] = &[&Decode, &Decode, &Markup, &Strip, &Regional, &Alike, &Fold];

/// The buffers of a view. Kept by a scanner, so that a warm one copies without allocating.
#[derive(Debug, Default)]
pub struct ViewBuffer {
    text: String,
    map: OffsetMap,
    spare_text: String,
    spare_map: OffsetMap,
    notable: Notable,
}

impl ViewBuffer {
    /// The view of a text, and the map back. A text that needs no step is not copied: the view is the text itself.
    ///
    /// Cost: one pass to see which steps are needed, and one for each that is; linear in the text.
    pub fn view<'a>(&'a mut self, text: &'a str) -> (&'a str, &'a OffsetMap) {
        let changed = self.rewrite(text, |_, _, _| {});
        (if changed { &self.text } else { text }, &self.map)
    }

    /// Runs the steps that are needed; `done` sees the text and map behind each. Returns whether any was.
    pub(super) fn rewrite(&mut self, text: &str, mut done: impl FnMut(&'static str, &str, &OffsetMap)) -> bool {
        let mut summary = summarise(text, &mut self.notable);
        self.map.clear();
        let mut changed = false;
        // Whether the notable characters are those of the text at hand.
        let mut known = true;
        for step in STEPS {
            if !step.needed(&summary) {
                continue;
            }
            self.spare_text.clear();
            self.spare_map.clear();
            let input = if changed { self.text.as_str() } else { text };
            if step.asks() && !known {
                self.notable.read(input);
            }
            let mut out = Rewriter::new(&self.map, &mut self.spare_text, &mut self.spare_map);
            step.rewrite(input, &self.notable, &mut out);
            out.finish();
            std::mem::swap(&mut self.text, &mut self.spare_text);
            std::mem::swap(&mut self.map, &mut self.spare_map);
            (changed, known) = (true, step.reveals());
            if step.reveals() {
                summary = summarise(&self.text, &mut self.notable);
            }
            done(step.name(), &self.text, &self.map);
        }
        changed
    }
}

/// The view of a short text, such as a literal of a rule: folded like any text, without its map.
pub fn folded(text: &str) -> Cow<'_, str> {
    let mut buffer = ViewBuffer::default();
    let (view, _) = buffer.view(text);
    if view == text { Cow::Borrowed(text) } else { Cow::Owned(view.to_owned()) }
}

/// Which kinds of characters a text holds. Finds its notable ones.
fn summarise(text: &str, notable: &mut Notable) -> Summary {
    let upper = has_capital(text.as_bytes());
    let mut summary = Summary { escape: has_escape(text), markup: has_hidden(text), upper, ..Summary::default() };
    notable.read(text);
    for (_, c) in notable.of(text) {
        if spelling(c).is_some() {
            summary.spelling = true;
        } else if is_ignorable(c) {
            summary.ignorable = true;
        } else if !is_caseless(c) {
            summary.alike = summary.alike || look_alike(c).is_some();
            summary.accents = summary.accents || accented(c).is_some();
            summary.regional = summary.regional || is_regional(c);
            summary.overlay = summary.overlay || is_overlay(c);
            summary.upper = summary.upper || (c < '\u{1E922}' && lower(c) != c);
        }
    }
    summary
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
            ("薇\u{3164}信", "薇信"),
            ("t\u{335}e\u{337}l", "tel"),
            ("1\u{fe0f}\u{20e3}3\u{fe0f}\u{20e3}", "13"),
            ("𝐓𝐆 ⓦⓧ ⑴⑩ ㊙", "tg wx 110 秘"),
            ("٠٩", "09"),
            // Final sigma is a matter of words; the fold knows characters only.
            ("ÀÉ Привет ΣΑΣ", "àé привет σασ"),
            ("½ … ™ ℃", "½ … ™ ℃"),
            ("加\u{202e}8sdrac :GT\u{202c}。", "加tg: cards8。"),
            ("&#84;G：%40ab <b>微</b>信", "tg：@ab 微信"),
            ("&amp;#84;G &amp;amp;#84;G", "tg &#84;g"),
            ("", ""),
        ] {
            assert_eq!(folded(text), view, "{text}");
        }
    }

    #[test]
    fn strokes_hide_no_letter_that_looks_like_ours() {
        assert_eq!(folded("т\u{336}e\u{336}l\u{336}е\u{336}gr\u{336}аm"), "telegram");
        assert_eq!(folded("7ζ\u{301}\u{336} дома\u{301}"), "7z дома\u{301}");
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

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Whatever the text: going through the view, places in the source only go forward, lie inside it and on its
        /// boundaries, and every view character stands for something.
        #[test]
        fn spans_of_any_view_are_sound(text in "(&#?[a-z0-9]{1,5};|%[0-9a-f]{2}|<[a-z/! -]{0,12}>|[\u{202c}\u{202e}\u{200b}\u{336}\u{fe0f}]|[a-zA-Zа-яα-ω0-9 \n]|[電話微信🇻🇽①Ａｂ𝐓]|\\PC){0,40}") {
            let mut buffer = ViewBuffer::default();
            let (view, map) = buffer.view(&text);
            let (mut start, mut end) = (0, 0);
            for (at, c) in view.char_indices() {
                let source = map.to_source(Span::new(at, at + c.len_utf8()));
                proptest::prop_assert!(source.start >= start && source.end >= end && !source.is_empty(), "{source:?} behind {start}..{end}");
                proptest::prop_assert!(text.get(source.range()).is_some(), "{source:?} of {text:?}");
                (start, end) = (source.start, source.end);
            }
        }
    }
}
