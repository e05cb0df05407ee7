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
