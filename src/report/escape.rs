//! Makes judged text safe to show: on a terminal it must not move the cursor, turn around or hide.
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr;

/// A text as it is shown.
pub struct Shown {
    /// The escaped text.
    pub text: String,
    /// Its width in columns.
    pub width: usize,
}

/// Whether a character would act on the terminal or not be seen: control, bidi, zero-width, variation, tag characters.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c as u32, 0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E
            | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0E | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// Escapes control, bidi and invisible characters as `\u{202e}`. A tab becomes one space.
/// The emoji presentation selector stays: terminals know it, and it hides nothing.
pub fn escape(text: &str) -> Shown {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push(' '),
            _ if is_unsafe(c) => shown.push_str(&format!("\\u{{{:x}}}", c as u32)),
            _ => shown.push(c),
        }
    }
    // A grapheme is one thing on the screen: an emoji with its selector is wider than its parts.
    Shown { width: shown.graphemes(true).map(UnicodeWidthStr::width).sum(), text: shown }
}

/// Escapes as [`escape`] does, but leaves line ends and tabs: for whole texts.
pub fn escape_lines(text: &str) -> String {
    let line = |line: &str| {
        let inside = line.strip_suffix("\r\n").or(line.strip_suffix('\n')).unwrap_or(line);
        let cells: Vec<String> = inside.split('\t').map(|cell| escape(cell).text).collect();
        cells.join("\t") + &line[inside.len()..]
    };
    text.split_inclusive('\n').map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        assert_eq!(escape("a\u{1b}[31m\u{202e}b\u{200b}").text, "a\\u{1b}[31m\\u{202e}b\\u{200b}");
        assert_eq!(escape("微信\t卡").width, 7);
        assert_eq!(escape("☎\u{fe0f}").width, 2);
        assert_eq!(escape("plain ✅").text, "plain ✅");
    }

    #[test]
    fn widths_are_those_of_graphemes() {
        for (text, width) in
            [("☎", 1), ("☎\u{fe0f}", 2), ("☎\u{fe0f}电", 4), ("e\u{301}", 1), ("ＴＧ", 4), ("👍🏽", 2), ("🇨🇳", 2), ("1\u{fe0f}\u{20e3}", 2)]
        {
            assert_eq!(escape(text).width, width, "{text}");
        }
    }

    #[test]
    fn lines_and_tabs_of_a_text_stay() {
        assert_eq!(escape_lines("a\tb\u{1b}\r\n\nc\rd\u{200b}\n"), "a\tb\\u{1b}\r\n\nc\\u{d}d\\u{200b}\n");
        assert_eq!(escape_lines("a\r"), "a\\u{d}");
        assert_eq!(escape_lines(""), "");
    }
}
