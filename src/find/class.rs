//! By how many of its first bytes a string is known.

/// A string is of one class: by its first byte and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Class {
    /// Six bytes and more.
    Six,
    /// ASCII, four and five bytes.
    Four,
    /// ASCII, three bytes.
    Three,
    /// ASCII, two bytes.
    Two,
    /// Another character first, fewer than six bytes: the whole first character, up to four bytes.
    Other,
    /// ASCII, one byte.
    One,
}

impl Class {
    pub const COUNT: usize = 6;
    /// The classes of strings that begin with ASCII.
    pub const OF_ASCII: &[Class] = &[Class::Six, Class::Four, Class::Three, Class::Two, Class::One];
    /// The classes of all others.
    pub const OF_OTHERS: &[Class] = &[Class::Six, Class::Other];

    /// The class of a string, which is not empty.
    pub fn of(string: &[u8]) -> Class {
        match (string[0].is_ascii(), string.len()) {
            (_, 6..) => Class::Six,
            (false, _) => Class::Other,
            (_, 4..) => Class::Four,
            (_, 3) => Class::Three,
            (_, 2) => Class::Two,
            _ => Class::One,
        }
    }

    /// How many bytes of a string its key has.
    pub fn known(self, first: u8) -> usize {
        match self {
            Class::Six => 6,
            Class::Four => 4,
            Class::Three => 3,
            Class::Two => 2,
            Class::One => 1,
            Class::Other => match first {
                0xF0.. => 4,
                0xE0.. => 3,
                _ => 2,
            },
        }
    }
}

/// The first bytes by which a class knows its strings, of eight bytes. They are moved up: a product spreads its high bits.
#[inline(always)]
pub(super) fn key(class: Class, eight: u64) -> u64 {
    eight << (64 - 8 * class.known(eight as u8))
}
