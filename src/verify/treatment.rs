//! Mechanical respellings of examples: what a rule finds it must find in disguise too, and what it leaves alone it must
//! leave alone there.
use crate::rule::Example;
use crate::span::Span;

/// One way to respell the letters, digits and Han characters of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// Full width.
    Width,
    /// Bold letters of mathematics.
    Styled,
    /// A zero-width space between characters.
    Invisible,
    /// A stroke over each character.
    Overlay,
    /// Numeric entities for letters and digits.
    Entity,
    /// Cyrillic letters for some of a word's Latin ones.
    LookAlike,
    /// Capitals for small letters.
    Capitals,
}

impl Treatment {
    /// All of them.
    pub const ALL: [Treatment; 7] = [
        Treatment::Width,
        Treatment::Styled,
        Treatment::Invisible,
        Treatment::Overlay,
        Treatment::Entity,
        Treatment::LookAlike,
        Treatment::Capitals,
    ];

    /// Its name in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Treatment::Width => "full width",
            Treatment::Styled => "styled letters",
            Treatment::Invisible => "zero-width spaces",
            Treatment::Overlay => "strokes",
            Treatment::Entity => "entities",
            Treatment::LookAlike => "look-alikes",
            Treatment::Capitals => "capitals",
        }
    }

    /// The example respelled: where a place is marked only there, else everywhere. None where the treatment does not fit:
    /// it would change a value whose capitals count, or leaves everything as it is.
    pub(super) fn apply(self, example: &Example) -> Option<Example> {
        let capitals_count = example.value.as_ref().is_some_and(|value| value.bytes().any(|byte| byte.is_ascii_uppercase()));
        if capitals_count && matches!(self, Treatment::Capitals | Treatment::LookAlike) {
            return None;
        }
        let marked = example.quoted.unwrap_or(Span::new(0, example.text.len()));
        let inside = self.respell(&example.text[marked.range()]);
        if inside == example.text[marked.range()] {
            return None;
        }
        let quoted = example.quoted.map(|_| Span::new(marked.start, marked.start + inside.len()));
        let text = format!("{}{inside}{}", &example.text[..marked.start], &example.text[marked.end..]);
        let mut respelled = example.clone();
        (respelled.text, respelled.quoted) = (text, quoted);
        Some(respelled)
    }

    fn respell(self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let mut out = String::with_capacity(text.len() * 3);
        let mut code = false;
        for (index, &c) in letters.iter().enumerate() {
            // Escapes and tags of an example are its subject, and stay.
            code = match c {
                '<' | '&' | '\\' => true,
                '>' | ';' | ' ' | '\n' => false,
                _ => code,
            };
            if code || !(c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&c)) {
                out.push(c);
                continue;
            }
            let word_goes_on =
                index > 0 && letters[index - 1].is_ascii_lowercase() || letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
            match self {
                Treatment::Width if c.is_ascii() => out.extend(char::from_u32(c as u32 + 0xFEE0)),
                Treatment::Styled if c.is_ascii() => out.extend(bold(c)),
                Treatment::Entity if c.is_ascii() => out.push_str(&format!("&#{};", c as u32)),
                Treatment::LookAlike if word_goes_on && index % 2 == 1 => out.push(cyrillic(c)),
                // In the path of a link capitals make another link.
                Treatment::Capitals if !in_link(&letters, index) => out.push(c.to_ascii_uppercase()),
                Treatment::Invisible => {
                    out.push(c);
                    if index + 1 < letters.len() {
                        out.push('\u{200b}');
                    }
                }
                Treatment::Overlay => {
                    out.push(c);
                    out.push('\u{336}');
                }
                _ => out.push(c),
            }
        }
        out
    }
}

/// Whether a character stands in a word with a slash.
fn in_link(letters: &[char], index: usize) -> bool {
    let ends = |c: &&char| !c.is_whitespace();
    letters[..index].iter().rev().take_while(ends).chain(letters[index..].iter().take_while(ends)).any(|&c| c == '/')
}

fn bold(c: char) -> Option<char> {
    let (first, from) = match c {
        'a'..='z' => ('a', 0x1D41A),
        'A'..='Z' => ('A', 0x1D400),
        _ => ('0', 0x1D7CE),
    };
    char::from_u32(from + c as u32 - first as u32)
}

fn cyrillic(c: char) -> char {
    match c {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'i' => 'і',
        'o' => 'о',
        'p' => 'р',
        's' => 'ѕ',
        'x' => 'х',
        _ => c,
    }
}
