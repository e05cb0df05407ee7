//! By how many of its first bytes a string is known.

/// A string is of one class, by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Class {
    /// Six bytes and more: two Han characters.
    Six,
    /// Four and five bytes.
    Four,
    /// Three bytes: one Han character.
    Three,
    /// Two bytes.
    Two,
    /// One byte.
    One,
}

impl Class {
    pub const COUNT: usize = 5;

    /// The class of a string, which is not empty.
    pub const fn of(string: &[u8]) -> Class {
        match string.len() {
            6.. => Class::Six,
            4.. => Class::Four,
            3 => Class::Three,
            2 => Class::Two,
            _ => Class::One,
        }
    }

    /// How many bytes of a string its key has.
    pub const fn known(self) -> usize {
        match self {
            Class::Six => 6,
            Class::Four => 4,
            Class::Three => 3,
            Class::Two => 2,
            Class::One => 1,
        }
    }

    /// The first bytes by which the class knows its strings, of eight bytes. They are moved up: a product spreads its high
    /// bits.
    #[inline(always)]
    pub const fn key(self, eight: u64) -> u64 {
        eight << (64 - 8 * self.known())
    }
}
