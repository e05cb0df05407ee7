//! Examples: texts that stand beside a rule to prove it.
use super::super::fields::{At, Fields, error};
use crate::span::Span;
use toml::de::DeValue;

/// A text that stands beside a rule to prove it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The text, without the marks.
    pub text: String,
    /// The bytes that ⟦⟧ mark: what the rule must quote.
    pub quoted: Option<Span>,
    /// The contact's value, where one is stated.
    pub value: Option<String>,
    pub(in crate::rule) file: usize,
    pub(in crate::rule) start: usize,
    pub(in crate::rule) end: usize,
}

#[cfg(feature = "cli")]
impl Example {
    /// The bytes of its file that it is written in.
    pub(crate) fn place(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    /// Index of its file.
    pub(crate) fn file(&self) -> usize {
        self.file
    }
}

/// What stands for `{filler}` in an example: honest text that makes a message an article, in both languages.
const FILLER: &str = "窗外的雨下了一整夜，早晨起来院子里的桂花落了一地。祖母把花瓣收进竹匾，摊在屋檐下晾着，说等天晴了可以做糖。\
我蹲在旁边看蚂蚁搬家，数到第三十七只的时候，邻居家的猫从墙头跳下来，把队伍冲散了。那天的粥里放了红豆，甜得刚好。\
The path along the river is closed in winter, when the water stands in the meadow and the geese come down from the north. \
We walked there in October, past the mill and the old orchard, and counted the herons. 傍晚的时候风停了，远处的山露出一点轮廓，\
像用淡墨画上去的。祖父坐在门口修一把旧椅子，木屑落在他的鞋面上，他也不去拍。";

/// The examples of a rule: each a string, or a table with `text` and the contact's `value`.
pub(super) fn examples(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Example> {
    fields.items(key).into_iter().filter_map(|item| example(fields, key, &item)).collect()
}

fn example<'a>(fields: &mut Fields<'a, '_>, key: &str, item: &At<&'a DeValue<'a>>) -> Option<Example> {
    let (written, value) = match (item.value.as_str(), item.value.as_table()) {
        (Some(text), _) => (text.to_owned(), None),
        (_, Some(table)) => {
            let mut parts = fields.nested(&item.with(table));
            let (text, value) = (parts.required_text("text"), parts.text("value"));
            parts.finish();
            (text?.value, value.map(|value| value.value))
        }
        _ => {
            let message = format!("each of `{key}` must be a string or `{{ text = \"...\", value = \"...\" }}`");
            fields.report(error("wrong-type", item, message, ""));
            return None;
        }
    };
    let written = written.replace("{filler}", FILLER);
    let quoted = match (written.find('⟦'), written.find('⟧')) {
        (None, None) => None,
        (Some(open), Some(close)) if open < close && written.matches(['⟦', '⟧']).count() == 2 => {
            Some(Span::new(open, close - '⟦'.len_utf8()))
        }
        _ => {
            fields.report(error(
                "bad-marks",
                item,
                "an example has one `⟦` and one `⟧` behind it".to_owned(),
                "mark what the rule must quote, once",
            ));
            return None;
        }
    };
    let text = written.replace(['⟦', '⟧'], "");
    Some(Example { text, quoted, value, file: item.file, start: item.start, end: item.end })
}
