//! What one tenant of a shared rule set wants otherwise: contacts, domains, phrases, rules, levels.
use super::RuleSet;
use crate::points::Points;
use crate::signal::ContactKind;
use crate::span::{Span, View};
use crate::text::{folded, is_word};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};

mod list;
mod read;

pub use list::{ContactList, ListError};
pub(super) use read::{WrittenProfile, read_profile};

/// A tenant's own contacts, phrases, disabled rules and thresholds, over a rule set that others share.
///
/// ```
/// use adsift::{ContactKind, Level, Profile, RuleSet};
/// let rules = RuleSet::builtin();
/// let mut scanner = rules.scanner();
/// let profile = Profile::default().block(ContactKind::Telegram, "lumo_sales7");
/// let verdict = scanner.scan_with(&profile, "see telegram: @lumo_sales7");
/// assert_eq!(verdict.level(), Level::Spam, "a blocked contact is spam alone");
///
/// let ours = rules.with_profile(Profile::default().allow_phrase("微信息屏"));
/// assert!(ours.scanner().scan("一楼的微信息屏坏了").hits().iter().all(|hit| hit.points.hundredths() == 0));
/// assert_ne!(ours.hash(), rules.hash(), "what judges otherwise is told apart");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Profile {
    allowed: ContactList,
    blocked: Vec<ContactList>,
    /// Blocked one by one.
    blocked_here: ContactList,
    domains: BTreeSet<String>,
    phrases: BTreeSet<String>,
    /// Finds the phrases; made anew with each of them.
    finder: Option<AhoCorasick>,
    disabled: BTreeSet<String>,
    pub(crate) review: Option<Points>,
    pub(crate) spam: Option<Points>,
    /// Where each entry was written, for those that were read from a file.
    origins: Vec<Entry>,
}

/// One line of a profile: its key, its value, and the file and line that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key, such as `allow-phrases`.
    pub key: &'static str,
    /// The value as written.
    pub value: String,
    /// `file:line`.
    pub origin: String,
}

impl Profile {
    /// A contact that is evidence for nothing, by its canonical value.
    #[must_use]
    pub fn allow(mut self, kind: ContactKind, value: impl AsRef<str>) -> Self {
        self.allowed.insert(kind, value.as_ref());
        self
    }

    /// A domain, with all below it, whose links and mail addresses are evidence for nothing.
    #[must_use]
    pub fn allow_domain(mut self, domain: impl AsRef<str>) -> Self {
        self.domains.insert(domain.as_ref().trim_matches('.').to_lowercase());
        self
    }

    /// A phrase that takes away whatever it covers: `微信息屏` keeps 微信 from being found in it.
    #[must_use]
    pub fn allow_phrase(self, phrase: impl AsRef<str>) -> Self {
        self.allow_phrases([phrase])
    }

    /// Several phrases. Cost: one automaton over all of them.
    #[must_use]
    pub fn allow_phrases(mut self, phrases: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let views = phrases.into_iter().map(|phrase| folded(phrase.as_ref()).into_owned()).filter(|view| !view.trim().is_empty());
        self.phrases.extend(views);
        // It fails at more states than can be numbered, which no list of phrases has.
        self.finder = AhoCorasick::new(&self.phrases).ok().filter(|_| !self.phrases.is_empty());
        self
    }

    /// A contact that is spam alone, by its canonical value.
    #[must_use]
    pub fn block(mut self, kind: ContactKind, value: impl AsRef<str>) -> Self {
        self.blocked_here.insert(kind, value.as_ref());
        self
    }

    /// Contacts that are spam alone. Cost: the list's own bytes and four for each contact, shared by clones.
    #[must_use]
    pub fn block_all(mut self, list: ContactList) -> Self {
        self.blocked.push(list);
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

    /// What was read from files, with its places.
    pub fn entries(&self) -> &[Entry] {
        &self.origins
    }

    /// Both together: of a level that both name, that of the later one.
    #[must_use]
    pub fn and(mut self, later: Profile) -> Self {
        self.allowed.extend(&later.allowed);
        self.blocked_here.extend(&later.blocked_here);
        self.blocked.extend(later.blocked);
        self.domains.extend(later.domains);
        self.disabled.extend(later.disabled);
        self.review = later.review.or(self.review);
        self.spam = later.spam.or(self.spam);
        self.origins.extend(later.origins);
        self.allow_phrases(later.phrases)
    }

    pub(crate) fn allows(&self, kind: ContactKind, value: &str) -> bool {
        self.allowed.contains(kind, value) || !self.domains.is_empty() && self.allows_host(kind, value)
    }

    fn allows_host(&self, kind: ContactKind, value: &str) -> bool {
        let host = match value.rsplit_once('@') {
            Some((_, host)) => host,
            None if kind == ContactKind::Url || value.contains('/') => value.split(['/', '?', ':']).next().unwrap_or_default(),
            None => return false,
        };
        // `shop.example` stands for `www.shop.example`, and not for `myshop.example`.
        let ends = std::iter::once(0).chain(host.match_indices('.').map(|(dot, _)| dot + 1));
        ends.into_iter().any(|start| self.domains.contains(&host[start..]))
    }

    pub(crate) fn blocks(&self, kind: ContactKind, value: &str) -> bool {
        self.blocked_here.contains(kind, value) || self.blocked.iter().any(|list| list.contains(kind, value))
    }

    pub(crate) fn disables(&self, rules: &RuleSet, rule: usize) -> bool {
        !self.disabled.is_empty() && self.disabled.contains(rules.rules()[rule].id())
    }

    /// Where its phrases stand in a view, sorted.
    pub(crate) fn phrases_in(&self, view: &str) -> Vec<Span<View>> {
        let found = self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(view));
        let mut spans: Vec<Span<View>> =
            found.map(|found| Span::new(found.start(), found.end())).filter(|span| is_word(view, *span)).collect();
        spans.sort_unstable();
        spans
    }

    /// Everything that makes it judge otherwise, as text: equal profiles have equal ones.
    pub(super) fn parts(&self) -> impl Iterator<Item = String> {
        let levels = BTreeMap::from([("review", self.review), ("spam", self.spam)]);
        let levels = levels.into_iter().filter_map(|(level, score)| Some(format!("{level}:{}", score?)));
        let lists =
            [("allow", &self.allowed), ("block", &self.blocked_here)].into_iter().chain(self.blocked.iter().map(|list| ("block", list)));
        let mut contacts: Vec<String> = lists.map(|(what, list)| format!("{what}:{}", list.digest())).collect();
        contacts.sort();
        let sets = [("domain", &self.domains), ("phrase", &self.phrases), ("disable", &self.disabled)];
        let sets: Vec<String> = sets.into_iter().flat_map(|(what, set)| set.iter().map(move |value| format!("{what}:{value}"))).collect();
        contacts.into_iter().chain(sets).chain(levels.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_stands_for_all_below_it() {
        let profile = Profile::default().allow_domain("shop.example");
        for (kind, value, expected) in [
            (ContactKind::Url, "shop.example/a", true),
            (ContactKind::Url, "www.shop.example", true),
            (ContactKind::Email, "desk@mail.shop.example", true),
            (ContactKind::Url, "myshop.example/a", false),
            (ContactKind::Url, "shop.example.other.example/", false),
            (ContactKind::Telegram, "shop.example", false),
        ] {
            assert_eq!(profile.allows(kind, value), expected, "{kind}:{value}");
        }
    }

    #[test]
    fn phrases_are_folded_and_whole() {
        let profile = Profile::default().allow_phrase("微信息屏").allow_phrase("VX desk");
        let found = |view: &str| profile.phrases_in(view).len();
        assert_eq!((found("一楼的微信息屏坏了"), found("the vx desk"), found("the vx desks")), (1, 1, 0));
    }
}
