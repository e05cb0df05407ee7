//! The room of lists that a text can drive up.
use crate::span::{Span, View};

/// The room, in bytes, that a list may keep.
const MUCH: usize = 1 << 20;
/// More than allocators hold back for later, in bytes.
const PIECE: usize = 33 << 20;

/// Empties a list, and makes room where it may become much, and nobody knows how much. What an allocator takes from the system
/// as one piece it gives back as one; what grew piece by piece leaves holes, into which the next text's lists do not fit.
/// Room that nothing is written to takes no memory.
pub(super) fn make_room<T>(list: &mut Vec<T>, text: usize) {
    list.clear();
    if text > MUCH && cfg!(target_pointer_width = "64") {
        list.reserve_exact(PIECE / size_of::<T>());
    }
}

/// Gives a list's room back where it is much. What stages leave behind would add up to more than the text itself, in one
/// that was made to cost; in others there is too little of it to be worth an allocation for the next text.
pub(super) fn give_back<T>(list: &mut Vec<T>) {
    if list.capacity() * size_of::<T>() > MUCH {
        *list = Vec::new();
    }
}

/// A span in half the room: no text that is judged has more bytes than 32 bits count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    pub start: u32,
    end: u32,
}

impl Short {
    pub fn of(span: Span<View>) -> Self {
        Short { start: span.start as u32, end: span.end as u32 }
    }

    pub fn span(self) -> Span<View> {
        Span::new(self.start as usize, self.end as usize)
    }
}
