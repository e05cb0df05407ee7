//! What one tenant of a shared rule set wants otherwise.
use crate::points::Points;
use crate::rule::RuleSet;
use crate::signal::ContactKind;
use std::collections::HashSet;

/// A tenant's own contacts, disabled rules and thresholds, over a rule set that others share.
///
/// ```
/// use adsift::{ContactKind, Level, Profile, RuleSet};
/// let rules = RuleSet::builtin();
/// let mut scanner = rules.scanner();
/// let profile = Profile::default().block(ContactKind::Telegram, "lumo_sales7");
/// let verdict = scanner.scan_with(&profile, "see telegram: @lumo_sales7");
/// assert_eq!(verdict.level(), Level::Spam, "a blocked contact is spam alone");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Profile {
    allowed: HashSet<(ContactKind, String)>,
    blocked: HashSet<(ContactKind, String)>,
    disabled: HashSet<String>,
    pub(super) review: Option<Points>,
    pub(super) spam: Option<Points>,
}

impl Profile {
    /// A contact that is evidence for nothing, by its canonical value.
    #[must_use]
    pub fn allow(mut self, kind: ContactKind, value: impl Into<String>) -> Self {
        self.allowed.insert((kind, value.into()));
        self
    }

    /// A contact that is spam alone, by its canonical value.
    #[must_use]
    pub fn block(mut self, kind: ContactKind, value: impl Into<String>) -> Self {
        self.blocked.insert((kind, value.into()));
        self
    }

    /// A rule that does not count, by its id.
    #[must_use]
    pub fn disable(mut self, rule: impl Into<String>) -> Self {
        self.disabled.insert(rule.into());
        self
    }

    /// Scores of one's own for the two levels.
    #[must_use]
    pub fn levels(mut self, review: Points, spam: Points) -> Self {
        (self.review, self.spam) = (Some(review), Some(spam));
        self
    }

    pub(super) fn allows(&self, kind: ContactKind, value: &str) -> bool {
        // An empty set is the common case, and asks for no copy of the value.
        !self.allowed.is_empty() && self.allowed.contains(&(kind, value.to_owned()))
    }

    pub(super) fn blocks(&self, kind: ContactKind, value: &str) -> bool {
        !self.blocked.is_empty() && self.blocked.contains(&(kind, value.to_owned()))
    }

    pub(super) fn disables(&self, rules: &RuleSet, rule: usize) -> bool {
        !self.disabled.is_empty() && self.disabled.contains(rules.rules()[rule].id())
    }
}
