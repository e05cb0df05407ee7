//! Where words of ASCII letters and digits begin and end.
use crate::span::{Span, View};

/// Whether the span holds something and neither begins nor ends inside an ASCII word. A Han character is a boundary.
pub fn is_word(view: &str, span: Span<View>) -> bool {
    if span.is_empty() {
        return false;
    }
    let bytes = view.as_bytes();
    let word = |byte: u8| byte.is_ascii_alphanumeric();
    let cut = |a: Option<&u8>, b: Option<&u8>| a.zip(b).is_some_and(|(&a, &b)| word(a) && word(b));
    let before = span.start.checked_sub(1).and_then(|at| bytes.get(at));
    !cut(before, bytes.get(span.start)) && !cut(bytes.get(span.end - 1), bytes.get(span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_holds_something_and_is_whole() {
        for (view, start, end, expected) in [
            ("加vx", 3, 5, true),
            ("加vx1", 3, 5, false),
            ("avx", 1, 3, false),
            ("a-vx-b", 2, 4, true),
            ("加vx", 0, 0, false),
            ("加vx", 3, 3, false),
            ("", 0, 0, false),
        ] {
            assert_eq!(is_word(view, Span::new(start, end)), expected, "{start}..{end} of {view}");
        }
    }
}
