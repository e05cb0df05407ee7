//! Rules as they are written and as they are compiled.
#[cfg(feature = "builtin")]
mod builtin;
mod check;
mod compile;
mod config;
#[cfg(feature = "cli")]
mod exported;
mod expr;
mod fields;
#[cfg(feature = "cli")]
mod format;
mod meant;
mod number;
mod pack;
mod pattern;
mod place;
mod policy;
mod profile;
mod regex;
#[cfg(feature = "cli")]
mod remark;
mod required;
mod set;
mod source;

pub use compile::Compiler;
pub use config::Config;
#[cfg(feature = "cli")]
pub use format::{CONFIG_TABLES, Key, KeyKind, TABLES, Table};
pub use pack::{Example, Scope};
pub use policy::{Category, LevelNeeds, Levels};
pub use profile::{ContactList, Entry, ListError, Profile};
pub use set::{Rule, RuleKind, RuleSet};
pub use source::Source;

#[cfg(feature = "cli")]
pub(crate) use exported::Pattern;
pub(crate) use expr::{Expr, Members, Presence};
#[cfg(feature = "cli")]
pub(crate) use meant::{asked, meant};
pub(crate) use pack::{CompositeRegion, Region};
pub(crate) use regex::Part;
#[cfg(feature = "cli")]
pub(crate) use remark::remark;
pub(crate) use set::{CompositeRule, Inner, Need, RegexRule, Target, Wanted};
