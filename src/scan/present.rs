//! Which rules are there, a bit each: conditions ask for hundreds of them, and allow rules for those that they take away.
use crate::rule::{Members, Presence};

/// Rules by their index, 64 in a number.
#[derive(Debug, Default)]
pub(super) struct Present(Vec<u64>);

impl Present {
    /// None of a set of so many rules.
    pub fn none_of(rules: usize) -> Self {
        Present(vec![0; rules.div_ceil(64)])
    }

    pub fn add(&mut self, rule: usize) {
        self.0[rule / 64] |= 1 << (rule % 64);
    }
}

impl Presence for Present {
    fn has_of(&self, count: usize, members: &Members) -> bool {
        members.among(&self.0) >= count
    }
}
