//! Values in base64, beside a word that says so or beginning as an encoded link does.
use crate::span::Span;
use crate::text::{Class, Local};
use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// What says that something is encoded; and `https://`, `http://`, `t.me/` as they are encoded, in the view's small letters.
pub(super) const GATES: &[&str] = &["base64", "b64", "解码", "解密", "解开", "decode", "atob(", "ahr0chm6ly9", "ahr0cdovl", "dc5tzs9"];
/// How far from its gate an encoded value may stand, in bytes.
const REACH: usize = 160;
/// Fewest and most letters of a value.
const FEWEST: usize = 10;
const MOST: usize = 400;

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);

/// The values near a gate that decode to text that can be read. `source_of` gives the caller's own letters for bytes of
/// the view: base64 lives by its capitals.
pub(crate) fn encoded(view: &str, gate: usize, source_of: impl Fn(usize, usize) -> String) -> Vec<Local> {
    let mut found = Vec::new();
    let end = view.floor_char_boundary((gate + REACH).min(view.len()));
    let mut at = view.floor_char_boundary(gate.saturating_sub(REACH));
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_');
    while let Some(start) = view[at..end].find(letter).map(|offset| at + offset) {
        let mut stop = start;
        let mut joined = 0;
        // A value may be broken by single spaces or line ends; a word of prose before it is no part of it.
        loop {
            stop += view[stop..].chars().take(MOST).take_while(|&c| letter(c)).count();
            let next = view[stop..].chars().next();
            let goes_on = matches!(next, Some(' ' | '\n')) && view[stop + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
            if joined < 4
                && stop - start >= 4
                && stop - start < MOST
                && goes_on
                && !view[start..stop].ends_with('=')
                && decode(&source_of(start, stop)).is_none_or(|text| text.len() < 8 || joined > 0 || is_cut(&text))
            {
                joined += 1;
                stop += 1;
                continue;
            }
            break;
        }
        // The longest part that decodes: what was joined on may have been prose.
        let mut tail = stop;
        while tail > start {
            let letters: String = source_of(start, tail).split_whitespace().collect();
            if letters.len() >= FEWEST
                && let Some(text) = decode(&letters)
            {
                let mut local = Local::default();
                local.encoded(start..tail, &text, Class::Base64);
                found.push(local);
                break;
            }
            match view[start..tail].rfind([' ', '\n']) {
                Some(space) => tail = start + space,
                None => break,
            }
        }
        // Nothing decoded from here: the next word may begin what does.
        let word = view[start..stop].find([' ', '\n']).map_or(stop, |space| start + space);
        at = if tail > start && found.last().is_some_and(|local: &Local| local.outer(Span::new(0, 1)).end == tail) { tail } else { word }
            .max(start + 1);
        if at >= end {
            break;
        }
        at = view.ceil_char_boundary(at);
    }
    found
}

/// A link or name that breaks off: what follows belongs to it.
fn is_cut(text: &str) -> bool {
    text.starts_with("http") || text.starts_with("t.me")
}

/// The text that letters of base64 stand for, folded as any text: printable, and with something to it.
fn decode(letters: &str) -> Option<String> {
    let letters: String = letters.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = ENGINE.decode(letters.trim_end_matches('=').replace('-', "+").replace('_', "/")).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let readable = text.chars().all(|c| !c.is_control() || c == '\n')
        && text.chars().filter(|c| c.is_alphanumeric()).count() * 2 > text.chars().count();
    (readable && text.len() >= 6).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let view = text.to_ascii_lowercase();
        encoded(&view, 0, |start, end| text[start..end].to_owned()).iter().map(|local| local.text().to_owned()).collect()
    }

    #[test]
    fn values_beside_their_name_are_decoded() {
        assert_eq!(all("base64: dC5tZS9rYWRhX2RlbW8="), ["t.me/kada_demo"]);
        assert_eq!(all("base64: dC5tZS9r YWRhX2Rl bW8="), ["t.me/kada_demo"]);
    }

    #[test]
    fn words_are_not_decoded() {
        assert!(all("base64 encoding of documentation and internationalization").is_empty());
    }
}
