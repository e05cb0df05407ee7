//! Where a byte of a string's value stands in the file: past delimiters and escapes.

/// The bytes of `raw`, a TOML string with its delimiters, that the bytes `start..end` of its value were written as.
/// None where `raw` does not read as `value`: then the whole string is the place.
pub(super) fn inside(raw: &str, value: &str, start: usize, end: usize) -> Option<(usize, usize)> {
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
    let mut from = None;
    for (index, c) in value.char_indices().map(|(index, c)| (index, Some(c))).chain([(value.len(), None)]) {
        // What is quoted ends before the line end that its last character leaves out.
        let behind = at;
        if !literal {
            at += left_out(&raw[at..]);
        }
        if index >= start && from.is_none() {
            from = Some(at);
        }
        if index >= end {
            return from.map(|from| (from, behind.max(from)));
        }
        // Both are walked side by side, so that a form of string that this does not know gives no wrong place.
        let (written, made) = unit(&raw[at..], literal)?;
        if Some(made) != c {
            return None;
        }
        at += written;
    }
    None
}

/// The bytes of a backslash at a line's end with the white space behind it, which make nothing.
fn left_out(rest: &str) -> usize {
    let Some(behind) = rest.strip_prefix('\\') else { return 0 };
    let line_end = behind.trim_start_matches([' ', '\t']);
    if !line_end.starts_with(['\n', '\r']) {
        return 0;
    }
    rest.len() - line_end.trim_start_matches([' ', '\t', '\n', '\r']).len()
}

/// The next character of a value, with the bytes that it is written as.
fn unit(rest: &str, literal: bool) -> Option<(usize, char)> {
    let first = rest.chars().next()?;
    if literal || first != '\\' {
        return Some((first.len_utf8(), first));
    }
    let (digits, made) = match rest[1..].chars().next()? {
        'u' => (4, None),
        'U' => (8, None),
        'x' => (2, None),
        'b' => (0, Some('\u{8}')),
        't' => (0, Some('\t')),
        'n' => (0, Some('\n')),
        'f' => (0, Some('\u{c}')),
        'r' => (0, Some('\r')),
        'e' => (0, Some('\u{1b}')),
        same @ ('"' | '\\') => (0, Some(same)),
        _ => return None,
    };
    let code = || char::from_u32(u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?);
    Some((2 + digits, made.or_else(code)?))
}

#[cfg(test)]
mod tests {
    use super::inside;
    use toml::de::DeTable;

    /// What stands in the file where `part` stands in the value.
    fn written<'r>(raw: &'r str, part: &str) -> Option<&'r str> {
        let text = format!("x = {raw}");
        let value = DeTable::parse(&text).expect(raw).get_ref()["x"].get_ref().as_str().expect(raw).to_owned();
        let start = value.find(part).unwrap_or_else(|| panic!("{part} in {value:?}"));
        inside(raw, &value, start, start + part.len()).map(|(from, to)| &raw[from..to])
    }

    #[test]
    fn places_are_found_past_delimiters_and_escapes() {
        for (raw, part, expected) in [
            (r#""tg電話""#, "電話", "電話"),
            ("'電話'", "話", "話"),
            (r#""\\d\\d電話""#, "電話", "電話"),
            (r#""\\d\\d電話""#, r"\d\d", r"\\d\\d"),
            ("'''電話'''", "話", "話"),
            ("'''\n\\d電話'''", "電", "電"),
            ("'''\r\na\r\n電話'''", "話", "話"),
            ("\"\"\"\na and b\"\"\"", "b", "b"),
            ("\"\"\"\r\na \\\r\n \t and b\"\"\"", "and", "and"),
            ("\"\"\"電\\\n  \n 話\"\"\"", "電", "電"),
            ("\"\"\"電\\\n  \n 話\"\"\"", "話", "話"),
            ("\"\"\"電\\\n\u{3000}話\"\"\"", "\u{3000}話", "\u{3000}話"),
            ("\"\"\"a\"\"電\"\"\"\"\"", "電\"", "電\""),
            (r#""\u0067 and godos""#, "godos", "godos"),
            (r#""\u0067 and godos""#, "g ", r"\u0067 "),
            (r#""\U0001F427電""#, "電", "電"),
            (r#""\x67\e\t電""#, "電", "電"),
            (r#""\x67\e\t電""#, "\u{1b}", r"\e"),
        ] {
            assert_eq!(written(raw, part), Some(expected), "{part} of {raw}");
        }
    }

    #[test]
    fn what_does_not_read_as_the_value_has_no_place() {
        assert_eq!(inside("bare", "bare", 0, 1), None);
        assert_eq!(inside("\"ab\"", "ac", 0, 2), None);
        assert_eq!(inside("\"ab", "abc", 0, 3), None);
        assert_eq!(inside("\"\"", "", 0, 0), Some((1, 1)));
    }
}
