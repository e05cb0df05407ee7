//! The step that undoes escapes: HTML entities, percent escapes, `\u5fae`, Markdown's backslash before `_`.
use super::notable::Notable;
use super::step::{Rewriter, Step, Summary};
use super::tables::Class;

/// One round of decoding. It stands twice in the list of steps: what is escaped twice is undone, what is escaped three
/// times is left alone, so that no text can make the work grow.
pub(super) struct Decode;

impl Step for Decode {
    fn name(&self) -> &'static str {
        "decode"
    }

    fn reveals(&self) -> bool {
        true
    }

    fn needed(&self, summary: &Summary) -> bool {
        summary.escape
    }

    fn rewrite(&self, text: &str, _: &Notable, out: &mut Rewriter<'_>) {
        let mut kept = 0;
        for (at, escape) in escapes(text) {
            out.keep(&text[kept..at]);
            let mut buffer = [0; 4];
            out.replace(escape.len, escape.c.encode_utf8(&mut buffer), escape.class());
            kept = at + escape.len;
        }
        out.keep(&text[kept..]);
    }
}

/// The first character that a piece of source was written for, its escape undone.
pub fn written(source: &str) -> Option<char> {
    match escapes(source).next() {
        Some((0, escape)) => Some(escape.c),
        _ => source.chars().next(),
    }
}

/// Whether a text holds an escape.
pub(super) fn has_escape(text: &str) -> bool {
    escapes(text).next().is_some()
}

/// An escape: its length in bytes and the character that it stands for.
struct Escape {
    len: usize,
    c: char,
    /// Signs and spaces are escaped by every editor; a letter, digit or `@` is escaped to hide it.
    ordinary: bool,
}

impl Escape {
    fn new(len: usize, c: char) -> Self {
        Escape { len, c, ordinary: !(c.is_alphanumeric() || matches!(c, '@' | '.' | '/' | ':')) }
    }

    fn class(&self) -> Class {
        if self.ordinary { Class::Escape } else { Class::Entity }
    }
}

/// The escapes of a text, in order. One pass: each candidate looks at no more than a dozen bytes.
fn escapes(text: &str) -> impl Iterator<Item = (usize, Escape)> + '_ {
    let mut end = 0;
    memchr::memchr3_iter(b'&', b'%', b'\\', text.as_bytes()).filter_map(move |at| {
        if at < end {
            return None;
        }
        let rest = &text.as_bytes()[at..];
        let escape = match rest[0] {
            b'&' => entity(rest),
            b'%' => percent(text, at, end == at && at > 0),
            _ => backslash(rest),
        }?;
        end = at + escape.len;
        Some((at, escape))
    })
}

/// Named entities that can hide a contact or stand in one. Others stay as they are written.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("commat", '@'),
    ("colon", ':'),
    ("period", '.'),
    ("comma", ','),
    ("semi", ';'),
    ("lowbar", '_'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("num", '#'),
    ("plus", '+'),
    ("excl", '!'),
    ("quest", '?'),
    ("ast", '*'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("equals", '='),
    ("hyphen", '-'),
    ("dash", '-'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("middot", '·'),
    ("bull", '•'),
    ("percnt", '%'),
    ("dollar", '$'),
    ("NewLine", '\n'),
    ("Tab", '\t'),
    ("shy", '\u{ad}'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
    ("rarr", '→'),
    ("rArr", '⇒'),
    ("hearts", '♥'),
];

fn entity(rest: &[u8]) -> Option<Escape> {
    if rest.get(1) == Some(&b'#') {
        let (radix, from) = if matches!(rest.get(2), Some(b'x' | b'X')) { (16, 3) } else { (10, 2) };
        let digits = rest[from..].iter().take(7).take_while(|byte| (**byte as char).is_digit(radix)).count();
        let c = code_point(&rest[from..from + digits], radix)?;
        let end = from + digits;
        return match rest.get(end) {
            Some(b';') => Some(Escape::new(end + 1, c)),
            // Browsers forgive a missing semicolon before anything but a digit.
            Some(byte) if byte.is_ascii_alphanumeric() => None,
            _ => Some(Escape::new(end, c)),
        };
    }
    let name = rest[1..].iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if rest.get(1 + name) != Some(&b';') {
        return None;
    }
    let c = NAMED.iter().find(|(known, _)| known.as_bytes() == &rest[1..1 + name])?.1;
    Some(Escape::new(name + 2, c))
}

/// `%40`: signs, letters and digits of contacts everywhere; longer characters (`%E5%BE%AE`) only outside links, which
/// are full of them.
fn percent(text: &str, at: usize, in_run: bool) -> Option<Escape> {
    let bytes = text.as_bytes();
    let byte = |at: usize| {
        let pair = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%')?;
        u8::try_from(u32::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?).ok()
    };
    let first = byte(at)?;
    if first.is_ascii() {
        // Spaces and quotation marks would end the link that they stand in.
        let wanted = first.is_ascii_alphanumeric() || b"@:/.?=&_+-~#%".contains(&first);
        return wanted.then(|| Escape::new(3, first as char));
    }
    let in_link = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || b"/=&?-_.%+#".contains(&bytes[at - 1]));
    if in_link && !in_run {
        return None;
    }
    let len = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut sequence = [0; 4];
    for (index, place) in sequence[..len].iter_mut().enumerate() {
        *place = bytes.get(at + 3 * index).and_then(|_| byte(at + 3 * index))?;
    }
    let c = std::str::from_utf8(&sequence[..len]).ok()?.chars().next()?;
    Some(Escape::new(3 * len, c))
}

fn backslash(rest: &[u8]) -> Option<Escape> {
    match rest.get(1)? {
        // Markdown: an underscore that is to be read as one.
        b'_' => Some(Escape { len: 2, c: '_', ordinary: true }),
        b'u' => {
            let unit = |from: usize| rest.get(from..from + 4).and_then(hexadecimal);
            let first = unit(2)?;
            if !(0xD800..0xDC00).contains(&first) {
                return char::from_u32(first).filter(|c| !c.is_control()).map(|c| Escape::new(6, c));
            }
            let second = unit(8).filter(|second| rest[6..8] == *b"\\u" && (0xDC00..0xE000).contains(second))?;
            char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)).map(|c| Escape::new(12, c))
        }
        b'x' => {
            let c = hexadecimal(rest.get(2..4)?).and_then(char::from_u32).filter(char::is_ascii_graphic)?;
            Some(Escape::new(4, c))
        }
        _ => None,
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let sound = digits.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok().filter(|_| sound)
}

/// A character that a reader may see; what is no character, or acts on a terminal, is left alone.
fn code_point(digits: &[u8], radix: u32) -> Option<char> {
    let number = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    char::from_u32(number).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> String {
        let mut out = String::new();
        let mut kept = 0;
        for (at, escape) in escapes(text) {
            out.push_str(&text[kept..at]);
            out.push(escape.c);
            kept = at + escape.len;
        }
        out + &text[kept..]
    }

    #[test]
    fn escapes_are_undone() {
        for (text, view) in [
            ("&#84;&#x47;&#65306;&commat;ab", "TG：@ab"),
            ("&#84&#71 x", "TG x"),
            ("a&nbsp;b &lt;i&gt;", "a b <i>"),
            ("%40kada_sim https%3A%2F%2Ft.me%2Fx", "@kada_sim https://t.me/x"),
            ("加 %E5%BE%AE%E4%BF%A1", "加 微信"),
            (r"\u5fae\u4fe1 \ud83d\udc27 \x40ab lumo\_cards", "微信 🐧 @ab lumo_cards"),
        ] {
            assert_eq!(decoded(text), view, "{text}");
        }
    }

    #[test]
    fn what_is_no_escape_stays() {
        for text in [
            "100%20er",
            "a & b; c",
            "&unknown;",
            "&#xD800;",
            "&#99999999;",
            "5% of 30%",
            "https://x.example/wiki/%E5%BE%AE",
            "%ZZ%4",
            r"C:\users\new",
            r"\ud83d alone",
            "&#7;",
            "R&D; x",
            "&amp",
        ] {
            assert_eq!(decoded(text), text);
        }
    }
}
