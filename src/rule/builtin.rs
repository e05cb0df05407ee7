//! The packs that are embedded in the library.
use super::{Compiler, RuleSet, Source};
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The embedded packs and policy, sorted by name.
pub(super) fn sources() -> Vec<Source> {
    FILES.iter().map(|&(name, text)| Source::new(name, text)).collect()
}

impl RuleSet {
    /// The built-in packs with their policy. Built once a process; each call after the first clones an `Arc`.
    ///
    /// # Panics
    /// Never in a released build: a test builds the embedded packs, and they do not change afterwards.
    pub fn builtin() -> RuleSet {
        static BUILT: OnceLock<RuleSet> = OnceLock::new();
        BUILT
            .get_or_init(|| match Compiler::with_builtin().build() {
                Ok(rules) => rules,
                Err(problems) => panic!("the embedded packs are broken:\n{problems}"),
            })
            .clone()
    }
}
