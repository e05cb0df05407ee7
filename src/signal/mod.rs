//! Facts that need no rule: contact values by channel, and what the structure of a text tells.
mod contact;
pub(crate) mod decode;
mod feature;
mod links;
mod respell;
pub(crate) mod shape;

pub use contact::ContactKind;
pub use feature::{Feature, Mention, Structure};
pub(crate) use links::link_texts;
pub(crate) use respell::respellings;
pub use shape::{Glue, Shape};
