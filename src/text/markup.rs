//! The step that takes away what a page does not show: comments, hidden elements, tags and marks inside words.
use super::notable::Notable;
use super::step::{Rewriter, Step, Summary};
use super::tables::Class;
use aho_corasick::AhoCorasick;
use std::ops::Range;
use std::sync::LazyLock;

/// The farthest end of a hidden element behind its beginning, in bytes.
const HIDDEN_LIMIT: usize = 2_000;
/// The longest tag that is read, in bytes.
const TAG_LIMIT: usize = 400;

/// Drops comments, hidden elements, inline tags, empty links, and emphasis inside a word. One round.
pub(super) struct Markup;

impl Step for Markup {
    fn name(&self) -> &'static str {
        "markup"
    }

    fn reveals(&self) -> bool {
        true
    }

    fn needed(&self, summary: &Summary) -> bool {
        summary.markup
    }

    fn rewrite(&self, text: &str, _: &Notable, out: &mut Rewriter<'_>) {
        let mut kept = 0;
        for range in hidden(text) {
            out.keep(&text[kept..range.start]);
            out.drop(range.len(), Class::Markup);
            kept = range.end;
        }
        out.keep(&text[kept..]);
    }
}

/// Whether a text holds something that is not shown.
pub(super) fn has_hidden(text: &str) -> bool {
    hidden(text).next().is_some()
}

/// Tags that change how letters look, and neither begin nor end a line.
const INLINE: &[&str] = &[
    "b", "i", "u", "s", "em", "strong", "span", "font", "wbr", "sub", "sup", "small", "big", "mark", "del", "ins", "tt", "bdi", "bdo",
    "strike", "q",
];

/// The parts that are not shown, in order, apart from each other. Linear: a comment or element without an end is left,
/// and that there is none is known before it is looked for.
fn hidden(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut last_comment_end = None;
    let mut end = 0;
    memchr::memchr3_iter(b'<', b'[', b'*', bytes).filter_map(move |at| {
        if at < end {
            return None;
        }
        let rest = &bytes[at..];
        let len = match rest[0] {
            b'<' if rest.starts_with(b"<!--") => {
                // Looked for once, and only where a comment begins.
                let last = *last_comment_end.get_or_insert_with(|| memchr::memmem::rfind(bytes, b"-->").unwrap_or(0));
                if at + 4 > last {
                    return None;
                }
                memchr::memmem::find(&rest[4..], b"-->")? + 7
            }
            b'<' => tag(rest)?,
            b'[' => empty_link(rest)?,
            _ => emphasis(bytes, at)?,
        };
        end = at + len;
        Some(at..end)
    })
}

/// The length of an inline tag, with its element where that is hidden.
fn tag(rest: &[u8]) -> Option<usize> {
    let slash = usize::from(rest.get(1) == Some(&b'/'));
    let from = 1 + slash;
    let name_len = rest[from..].iter().take(6).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let name = std::str::from_utf8(&rest[from..from + name_len]).ok()?.to_ascii_lowercase();
    let behind = rest.get(from + name_len)?;
    if name_len == 0 || !matches!(behind, b'>' | b'/' | b' ' | b'\t' | b'\n') {
        return None;
    }
    let inline = INLINE.contains(&name.as_str());
    let maybe_hidden = slash == 0 && (inline || name == "p" || name == "div" || name == "a") && *behind != b'>';
    if !inline && !maybe_hidden {
        return None;
    }
    let close = memchr::memchr(b'>', &rest[..rest.len().min(TAG_LIMIT)])?;
    if maybe_hidden && hides(&rest[..close]) {
        let ending = format!("</{name}");
        let body = &rest[close + 1..rest.len().min(HIDDEN_LIMIT)];
        if let Some(at) = memchr::memmem::find(&body.to_ascii_lowercase(), ending.as_bytes()) {
            let tail = close + 1 + at;
            return Some(tail + memchr::memchr(b'>', &rest[tail..rest.len().min(tail + TAG_LIMIT)])? + 1);
        }
    }
    inline.then_some(close + 1)
}

/// Finds what a tag that hides its element must name. Made once: making it costs more than to ask all tags of most pages.
static HIDING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(["display", "visibility", "font-size", "opacity", "color", "hidden"])
        .unwrap_or_else(|error| unreachable!("six words are no large automaton: {error}"))
});

/// Whether a tag's attributes hide its element. Styles are compared without spaces.
fn hides(tag: &[u8]) -> bool {
    const STYLES: &[&str] = &[
        "display:none",
        "visibility:hidden",
        "font-size:0",
        "opacity:0;",
        "opacity:0\"",
        "opacity:0'",
        "color:transparent",
        "color:#fff",
        "color:white",
    ];
    // Most tags name none of these, and are left at once.
    if !HIDING.is_match(tag) {
        return false;
    }
    let attributes: String = String::from_utf8_lossy(tag).to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let packed = attributes.replace(' ', "");
    // font-size:0.9em is small, not hidden.
    let zero_size = packed.find("font-size:0").is_some_and(|at| !packed[at + 11..].starts_with('.'));
    zero_size
        || STYLES.iter().any(|style| *style != "font-size:0" && packed.contains(style))
        || attributes.ends_with(" hidden")
        || attributes.contains(" hidden ")
}

/// `[](target)`: a link that shows nothing.
fn empty_link(rest: &[u8]) -> Option<usize> {
    let target = rest.strip_prefix(b"[](")?;
    let close = memchr::memchr2(b')', b'\n', &target[..target.len().min(TAG_LIMIT)])?;
    (target[close] == b')').then_some(close + 4)
}

/// Stars between two ASCII letters, or between a letter and a digit: emphasis inside a word. Between digits they multiply.
fn emphasis(bytes: &[u8], at: usize) -> Option<usize> {
    let before = *bytes.get(at.checked_sub(1)?)?;
    let len = bytes[at..].iter().take(3).take_while(|byte| **byte == b'*').count();
    let behind = *bytes.get(at + len)?;
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (len == 2 && word(before) && word(behind) && !(before.is_ascii_digit() && behind.is_ascii_digit())).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = text.to_owned();
        let ranges: Vec<_> = hidden(text).collect();
        ranges.into_iter().rev().for_each(|range| out.replace_range(range, ""));
        out
    }

    #[test]
    fn what_is_not_shown_is_dropped() {
        for (text, view) in [
            ("@kada<!-- 7 -->_sim", "@kada_sim"),
            ("<b>微</b>信<wbr>：lumo", "微信：lumo"),
            ("k<span style=\"display: none\">zz</span>ada", "kada"),
            ("k<font style='font-size:0px' color=red>zz</font>ada", "kada"),
            ("lu[](https://x.example)mo", "lumo"),
            ("T**G**：@abc", "TG**：@abc"),
            ("<SPAN hidden>x</SPAN>y", "y"),
        ] {
            assert_eq!(shown(text), view, "{text}");
        }
    }

    #[test]
    fn what_is_shown_stays() {
        for text in [
            "<!-- no end",
            "a < b > c",
            "<div>x</div>",
            "<bold>x",
            "[x](y)",
            "2**3",
            "**微信**：abc",
            "a * b",
            "<i",
            "<span style=\"font-size:0.9em",
            "[](\n)",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
