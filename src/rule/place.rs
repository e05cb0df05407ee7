//! Where a byte of a string's value stands in the file: past delimiters and escapes.

/// The bytes of `raw`, a TOML string with its delimiters, that the bytes `start..end` of its value were written as.
/// None where the string is written in a way that this does not follow: then the whole value is the place.
pub(super) fn inside(raw: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let (open, literal) = match raw {
        _ if raw.starts_with("\"\"\"") => (3, false),
        _ if raw.starts_with("'''") => (3, true),
        _ if raw.starts_with('"') => (1, false),
        _ if raw.starts_with('\'') => (1, true),
        _ => return None,
    };
    let mut at = open;
    if open == 3 {
        // A line end right behind the delimiter is no part of the value.
        at += if raw[at..].starts_with("\r\n") { 2 } else { usize::from(raw[at..].starts_with('\n')) };
    }
    let (mut value, mut from) = (0, None);
    while at <= raw.len() {
        if value >= start && from.is_none() {
            from = Some(at);
        }
        if value >= end {
            return Some((from?, at.max(from?)));
        }
        let c = raw[at..].chars().next()?;
        let (written, made) = if c == '\\' && !literal { escape(&raw[at..])? } else { (c.len_utf8(), c.len_utf8()) };
        at += written;
        value += made;
    }
    None
}

/// Length of an escape and of what it stands for.
fn escape(rest: &str) -> Option<(usize, usize)> {
    let digits = match rest.as_bytes().get(1)? {
        b'u' => 4,
        b'U' => 8,
        b'x' => 2,
        b'\n' | b'\r' | b' ' | b'\t' => {
            // A backslash at a line's end swallows the white space behind it.
            return Some((rest.len() - rest[1..].trim_start().len(), 0));
        }
        _ => return Some((2, 1)),
    };
    let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    Some((2 + digits, char::from_u32(code)?.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn places_are_found_past_delimiters_and_escapes() {
        for (raw, value, part) in [
            (r#""tg電話""#, "tg電話", "電話"),
            (r#""\\d\\d電話""#, r"\d\d電話", "電話"),
            ("'''電話'''", "電話", "話"),
            ("\"\"\"\na and b\"\"\"", "a and b", "b"),
            (r#""\u0067 and godos""#, "g and godos", "godos"),
        ] {
            let start = value.find(part).expect("part");
            let (from, to) = inside(raw, start, start + part.len()).expect(raw);
            assert_eq!(&raw[from..to], part, "{raw}");
        }
        assert_eq!(inside("bare", 0, 1), None);
    }
}
