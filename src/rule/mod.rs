//! Rules as they are written and as they are compiled.
#[cfg(feature = "builtin")]
mod builtin;
mod check;
mod compile;
#[cfg(feature = "cli")]
mod exported;
mod expr;
mod fields;
mod meant;
mod number;
mod pack;
mod pattern;
mod place;
mod policy;
mod set;
mod source;

pub use compile::Compiler;
pub use pack::{Example, Scope};
pub use policy::{Category, LevelNeeds, Levels};
pub use set::{Rule, RuleKind, RuleSet};
pub use source::Source;

#[cfg(feature = "cli")]
pub(crate) use exported::Pattern;
pub(crate) use expr::Expr;
pub(crate) use pack::{CompositeRegion, Region};
pub(crate) use set::{CompositeRule, Inner, Target};
