//! In what places of a text are counted: bytes for Rust and files, characters for Python, UTF-16 for the web.

/// The unit in which a place of a text is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Offsets {
    /// Bytes of UTF-8.
    #[default]
    Byte,
    /// Unicode characters (code points).
    Char,
    /// 16-bit units of UTF-16.
    Utf16,
}

impl Offsets {
    /// The unit's name.
    pub const fn name(self) -> &'static str {
        match self {
            Offsets::Byte => "byte",
            Offsets::Char => "char",
            Offsets::Utf16 => "utf16",
        }
    }

    /// How long a text is.
    ///
    /// ```
    /// use adsift::Offsets;
    /// let lengths = [Offsets::Byte, Offsets::Char, Offsets::Utf16].map(|unit| unit.count("卡💪"));
    /// assert_eq!(lengths, [7, 2, 3]);
    /// ```
    pub fn count(self, text: &str) -> usize {
        match self {
            Offsets::Byte => text.len(),
            Offsets::Char => text.chars().count(),
            Offsets::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

/// Places of one text in another unit: all of them are counted in one pass, because a long text may have many.
#[derive(Debug, Default)]
pub(crate) struct Ruler {
    /// Bytes and what they are in the unit, sorted. Empty where the unit is bytes.
    marks: Vec<(usize, usize)>,
}

impl Ruler {
    /// Counts the places of a text, which stand on its character boundaries.
    pub fn new(unit: Offsets, text: &str, mut places: Vec<usize>) -> Self {
        if unit == Offsets::Byte {
            return Ruler::default();
        }
        places.sort_unstable();
        places.dedup();
        let (mut from, mut counted) = (0, 0);
        let marks = places.into_iter().map(|place| {
            counted += unit.count(&text[from..place]);
            from = place;
            (place, counted)
        });
        Ruler { marks: marks.collect() }
    }

    /// One of the places in the unit.
    pub fn at(&self, place: usize) -> usize {
        self.marks.binary_search_by_key(&place, |mark| mark.0).map_or(place, |index| self.marks[index].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Every place of any string is where the characters or units before it say.
        #[test]
        fn places_are_what_stands_before_them(text in any::<String>()) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).rev().collect();
            for unit in [Offsets::Byte, Offsets::Char, Offsets::Utf16] {
                let ruler = Ruler::new(unit, &text, places.clone());
                prop_assert!(places.iter().all(|&place| ruler.at(place) == unit.count(&text[..place])), "{:?}", unit);
            }
            let (units, chars): (Vec<u16>, Vec<char>) = (text.encode_utf16().collect(), text.chars().collect());
            prop_assert_eq!((Offsets::Utf16.count(&text), Offsets::Char.count(&text)), (units.len(), chars.len()));
        }
    }
}
