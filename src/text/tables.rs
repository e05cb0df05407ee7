//! The generated tables: what each character is folded to, and what is dropped.

/// Why a character of the source differs from the view's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// Full or half width. Ordinary in Chinese and Japanese text: never evidence.
    Width,
    /// Traditional or compatibility Han. A matter of region: never evidence.
    Variant,
    /// Letters of mathematics, super- and subscripts, small capitals.
    Styled,
    /// Circled, squared and bracketed characters.
    Enclosed,
    /// Other compatibility forms: ligatures, units, letter-like symbols.
    Compatibility,
    /// Decimal digits of another script.
    Digit,
    /// A character that is drawn as nothing.
    Invisible,
    /// A mark laid over a Han, Latin or digit character.
    Combining,
    /// An escape of a letter, digit or `@`.
    Entity,
    /// An escape that editors write of themselves. Never evidence.
    Escape,
    /// Comments, hidden elements, tags and marks inside words.
    Markup,
    /// A letter of another script that looks like a Latin one.
    LookAlike,
    /// Written from right to left by an override.
    Override,
    /// Characters pulled apart by separators.
    Spaced,
    /// A label spelled by other characters of the same sound, or by parts of its characters.
    Homophone,
    /// A picture that stands for a label.
    Emoji,
    /// Letters of a label replaced by digits or signs.
    Leet,
    /// Digits written as words, Chinese numerals or circles.
    Numeral,
    /// Letters in the place of digits: O for 0, l for 1.
    DigitAlike,
    /// Dots, ats and slashes written as words or in brackets.
    Spoken,
    /// Written backwards.
    Reversed,
    /// One character a line.
    Vertical,
    /// Encoded in base64.
    Base64,
}

impl Class {
    /// All classes, in the order of their bits in a set.
    pub const ALL: [Class; 23] = [
        Class::Width,
        Class::Variant,
        Class::Styled,
        Class::Enclosed,
        Class::Compatibility,
        Class::Digit,
        Class::Invisible,
        Class::Combining,
        Class::Entity,
        Class::Escape,
        Class::Markup,
        Class::LookAlike,
        Class::Override,
        Class::Spaced,
        Class::Homophone,
        Class::Emoji,
        Class::Leet,
        Class::Numeral,
        Class::DigitAlike,
        Class::Spoken,
        Class::Reversed,
        Class::Vertical,
        Class::Base64,
    ];

    /// The class's name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Class::Width => "width",
            Class::Variant => "variant",
            Class::Styled => "styled",
            Class::Enclosed => "enclosed",
            Class::Compatibility => "compatibility",
            Class::Digit => "digit",
            Class::Invisible => "invisible",
            Class::Combining => "combining",
            Class::Entity => "entity",
            Class::Escape => "escape",
            Class::Markup => "markup",
            Class::LookAlike => "look-alike",
            Class::Override => "override",
            Class::Spaced => "spaced",
            Class::Homophone => "homophone",
            Class::Emoji => "emoji-label",
            Class::Leet => "leet",
            Class::Numeral => "numeral",
            Class::DigitAlike => "digit-alike",
            Class::Spoken => "spoken",
            Class::Reversed => "reversed",
            Class::Vertical => "vertical",
            Class::Base64 => "base64",
        }
    }

    /// Whether a change of this class tells that somebody hides: width, region and script do not.
    pub const fn is_evidence(self) -> bool {
        !matches!(self, Class::Width | Class::Variant | Class::Escape)
    }
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// What a character is folded to. Two array reads; ASCII and case are not in the table.
pub(super) fn spelling(c: char) -> Option<(&'static str, Class)> {
    let code = c as usize;
    let page = *INDEX.get(code >> 8)?;
    match PAGES[page as usize][code & 0xff] {
        0 => None,
        entry => Some(FOLDS[entry as usize - 1]),
    }
}

/// The Latin letter that a letter of another script looks like.
pub(super) fn look_alike(c: char) -> Option<char> {
    // Everything outside these blocks fails at once: most text is ASCII or Han.
    let candidate = matches!(c as u32, 0x180..=0x58F | 0x10A0..=0x1DBF | 0x2C60..=0x2DFF | 0xA4D0..=0xABBF);
    candidate.then(|| letter_of(&LOOK_ALIKES, c)).flatten()
}

/// The letter under the marks of a Latin letter.
pub(super) fn accented(c: char) -> Option<char> {
    matches!(c as u32, 0xC0..=0x2AF | 0x1E00..=0x1EFF).then(|| letter_of(&ACCENTS, c)).flatten()
}

fn letter_of(table: &[(u32, char)], c: char) -> Option<char> {
    table.binary_search_by_key(&(c as u32), |&(code, _)| code).ok().map(|index| table[index].1)
}

/// Whether the character is drawn as nothing.
pub(super) fn is_ignorable(c: char) -> bool {
    let code = c as u32;
    // Nearly every character fails here: the ranges are few, and most text has none of them.
    let candidate = code == 0xAD
        || code == 0x34F
        || code == 0x61C
        || (0x115F..=0x180F).contains(&code)
        || (0x200B..=0x2800).contains(&code)
        || (0x3164..=0x3164).contains(&code)
        || code >= 0xFE00;
    candidate
        && IGNORABLE
            .binary_search_by(|&(low, high)| {
                if high < code {
                    std::cmp::Ordering::Less
                } else if low > code {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
}

/// Whether the character is a mark that can be laid over a letter: the blocks of combining diacritics.
/// The marks of Thai, Arabic or Devanagari words are letters of those scripts, and stay.
pub(super) fn is_overlay(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36F | 0x483..=0x489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ignorable_range_passes_the_quick_check() {
        for (low, high) in IGNORABLE {
            for code in [low, high] {
                assert!(char::from_u32(code).is_none_or(is_ignorable), "U+{code:04X}");
            }
        }
        assert!(!"a中\u{3000}\u{200a}🐧".chars().any(is_ignorable));
    }

    #[test]
    fn every_look_alike_passes_the_quick_check() {
        for (code, letter) in LOOK_ALIKES {
            assert_eq!(char::from_u32(code).and_then(look_alike), Some(letter), "U+{code:04X}");
        }
    }

    #[test]
    fn a_fold_is_not_folded_again() {
        for (text, _) in FOLDS {
            for c in text.chars() {
                assert!(spelling(c).is_none() && !c.is_ascii_uppercase(), "{text}");
            }
        }
    }
}
