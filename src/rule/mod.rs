//! Rules as they are written and as they are compiled.
#[cfg(feature = "builtin")]
mod builtin;
mod check;
mod compile;
mod expr;
mod fields;
mod format;
mod meant;
mod number;
mod pack;
mod pattern;
mod place;
mod policy;
mod remark;
mod set;
mod source;

pub use compile::Compiler;
pub use format::{Key, KeyKind, TABLES, Table};
pub use pack::{Example, Scope};
pub use policy::{Category, LevelNeeds, Levels};
pub use set::{Rule, RuleKind, RuleSet};
pub use source::Source;

pub(crate) use expr::Expr;
pub(crate) use meant::{asked, meant};
pub(crate) use pack::{CompositeRegion, Region};
pub(crate) use remark::remark;
pub(crate) use set::{CompositeRule, Inner, Target};
