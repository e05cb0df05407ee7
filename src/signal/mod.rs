//! Facts that need no rule: contact values by channel, and what the structure of a text tells.
mod contact;
mod feature;
pub(crate) mod shape;

pub use contact::ContactKind;
pub use feature::{Feature, Mention, Structure};
pub use shape::{Glue, Shape};
