//! Makes judged text safe to show: on a terminal it must not move the cursor, turn around or hide.
use unicode_width::UnicodeWidthStr;

/// A text as it is shown, with the columns that each of its bytes begins at.
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
    // The width of the whole: an emoji with its selector is wider than its parts.
    Shown { width: shown.width(), text: shown }
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
}
