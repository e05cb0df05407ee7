//! What a scan says: level, score, hits and contacts of one text.
use crate::points::Points;
use crate::rule::{Rule, RuleSet};
use crate::signal::ContactKind;
use crate::span::Span;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashSet;

/// The most contacts that a verdict lists. All are judged.
pub const CONTACT_LIMIT: usize = 10_000;

/// How a text was judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing to object to.
    #[default]
    Clean,
    /// Arguable: somebody should look.
    Review,
    /// What a pipeline may drop unseen.
    Spam,
}

impl Level {
    /// The level's name.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Clean => "clean",
            Level::Review => "review",
            Level::Spam => "spam",
        }
    }
}

/// What became of a hit's weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It gave all its points.
    Counted,
    /// Its category's cap left it fewer, or none.
    Capped,
    /// It stands outside the window that decided.
    Elsewhere,
    /// An allow rule, or the profile, took it away.
    Suppressed,
}

impl Effect {
    /// The effect's name.
    pub const fn name(self) -> &'static str {
        match self {
            Effect::Counted => "counted",
            Effect::Capped => "capped",
            Effect::Elsewhere => "elsewhere",
            Effect::Suppressed => "suppressed",
        }
    }
}

/// A named part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// Its title or subject.
    Title,
    /// Its text.
    Body,
    /// The name of who wrote it.
    Author,
    /// What the author says of themselves.
    Bio,
    /// The author's link.
    Url,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 5] = [Field::Title, Field::Body, Field::Author, Field::Bio, Field::Url];

    /// The field's name.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Body => "body",
            Field::Author => "author",
            Field::Bio => "bio",
            Field::Url => "url",
        }
    }
}

/// One rule found in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub(crate) rule: usize,
    /// What it added to the score.
    pub points: Points,
    /// What became of its weight.
    pub effect: Effect,
    /// In how many places it was found.
    pub count: usize,
    /// The field that the spans count, where fields were named.
    pub field: Option<Field>,
    /// The place to quote: the first one in the window that decided, else the first.
    pub span: Span,
    /// Further places, at most 16.
    pub also: Vec<Further>,
    /// The rules that a composite rests on.
    pub(super) from: Vec<usize>,
    /// The allow rules that took it away.
    pub(super) by: Vec<usize>,
}

/// A further place of a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Further {
    /// The field that the span counts, where fields were named.
    pub field: Option<Field>,
    /// The place.
    pub span: Span,
}

/// A way to reach somebody, found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The channel.
    pub kind: ContactKind,
    /// The canonical value.
    pub value: String,
    /// A number whose country is not known.
    pub national: bool,
    /// The field that the span counts, where fields were named.
    pub field: Option<Field>,
    /// Cue and value in the text.
    pub span: Span,
    /// How it was hidden: names of the changes in its span.
    pub classes: Vec<&'static str>,
    /// How many stretches of its span were changed.
    pub cost: u32,
}

/// The verdict on one text. Borrows the text alone: several verdicts of one scanner may live at once.
///
/// ```
/// let mut scanner = adsift::RuleSet::builtin().scanner();
/// let (first, second) = (scanner.scan("加微信：lumo_8842"), scanner.scan("hello"));
/// assert_eq!(first.contacts()[0].value, "lumo_8842");
/// assert_eq!(second.score().hundredths(), 0);
/// let kept: adsift::Verdict<'static> = first.to_owned();
/// std::thread::spawn(move || kept.level());
/// ```
#[derive(Clone, Debug)]
pub struct Verdict<'text> {
    pub(super) rules: RuleSet,
    pub(super) texts: Texts<'text>,
    pub(super) level: Level,
    pub(super) score: Points,
    pub(super) categories: Vec<Points>,
    pub(super) hits: Vec<Hit>,
    pub(super) contacts: Vec<Contact>,
    pub(super) contacts_left_out: usize,
    pub(super) truncated: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Texts<'text> {
    One(Cow<'text, str>),
    Fields(Vec<(Field, Cow<'text, str>)>),
}

impl<'text> Verdict<'text> {
    /// The verdict on a text in which nothing was found.
    pub(super) fn clean(rules: &RuleSet) -> Self {
        Verdict {
            rules: rules.clone(),
            texts: Texts::One(Cow::Borrowed("")),
            level: Level::Clean,
            score: Points::ZERO,
            categories: Vec::new(),
            hits: Vec::new(),
            contacts: Vec::new(),
            contacts_left_out: 0,
            truncated: false,
        }
    }

    /// How the text was judged.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The sum that the caps leave.
    pub fn score(&self) -> Points {
        self.score
    }

    /// The points of each category that gave any, by name.
    pub fn categories(&self) -> impl Iterator<Item = (&str, Points)> {
        let named = self.rules.categories().iter().zip(&self.categories);
        named.filter(|(_, points)| **points > Points::ZERO).map(|(category, points)| (category.id.as_str(), *points))
    }

    /// The rules that were found, sorted by start, end and rule. Their points sum to the score.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// The contacts, sorted by start: at most [`CONTACT_LIMIT`](super::CONTACT_LIMIT).
    pub fn contacts(&self) -> &[Contact] {
        &self.contacts
    }

    /// How many contacts there are beside those that are listed. They were judged like all others.
    pub fn contacts_left_out(&self) -> usize {
        self.contacts_left_out
    }

    /// Lists these contacts, of too many as [`listed`] says.
    pub(super) fn list(&mut self, mut contacts: Vec<Contact>) {
        let all = contacts.len();
        let mut known = HashSet::new();
        if let Some(kept) = listed(contacts.iter().map(|contact| known.insert((contact.kind, contact.value.as_str())))) {
            let mut kept = kept.into_iter();
            contacts.retain(|_| kept.next() == Some(true));
        }
        (self.contacts_left_out, self.contacts) = (self.contacts_left_out + all - contacts.len(), contacts);
    }

    /// The rule of a hit.
    pub fn rule(&self, hit: &Hit) -> &Rule {
        &self.rules.rules()[hit.rule]
    }

    /// Ids of the rules that a composite's hit rests on.
    pub fn from<'a>(&'a self, hit: &'a Hit) -> impl Iterator<Item = &'a str> {
        hit.from.iter().map(|&rule| self.rules.rules()[rule].id())
    }

    /// Ids of the allow rules that took a hit away. None where a profile did, or where the hit was not taken away.
    pub fn suppressed_by<'a>(&'a self, hit: &'a Hit) -> impl Iterator<Item = &'a str> {
        hit.by.iter().map(|&rule| self.rules.rules()[rule].id())
    }

    /// The rule set that judged.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Whether the text was longer than [`TEXT_LIMIT`](super::TEXT_LIMIT) and only its two ends were judged.
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    /// The text, or that of the named field.
    pub fn text(&self, field: Option<Field>) -> &str {
        match &self.texts {
            Texts::One(text) => text,
            Texts::Fields(fields) => fields.iter().find(|(name, _)| Some(*name) == field).map_or("", |(_, text)| text),
        }
    }

    /// The bytes of the text that a hit stands on.
    pub fn quote(&self, hit: &Hit) -> &str {
        &self.text(hit.field)[hit.span.range()]
    }

    /// The bytes of the text that a contact stands on.
    pub fn quote_contact(&self, contact: &Contact) -> &str {
        &self.text(contact.field)[contact.span.range()]
    }

    /// The verdict with a copy of the text, for channels and bindings.
    // The name that the plan gives it; `ToOwned` would borrow a type of its own.
    #[allow(clippy::should_implement_trait, clippy::wrong_self_convention)]
    pub fn to_owned(&self) -> Verdict<'static> {
        let owned = |text: &Cow<'_, str>| Cow::Owned(text.clone().into_owned());
        Verdict {
            rules: self.rules.clone(),
            texts: match &self.texts {
                Texts::One(text) => Texts::One(owned(text)),
                Texts::Fields(fields) => Texts::Fields(fields.iter().map(|(field, text)| (*field, owned(text))).collect()),
            },
            level: self.level,
            score: self.score,
            categories: self.categories.clone(),
            hits: self.hits.clone(),
            contacts: self.contacts.clone(),
            contacts_left_out: self.contacts_left_out,
            truncated: self.truncated,
        }
    }
}

/// Which contacts are listed, told by whether each is the first of its value: of too many the first and last ones, distinct values before repeats. The contact
/// that matters is in no reader's way, nor can it be hidden behind others. None where all are.
pub(super) fn listed(are_new: impl ExactSizeIterator<Item = bool>) -> Option<Vec<bool>> {
    let all = are_new.len();
    if all <= CONTACT_LIMIT {
        return None;
    }
    let is_new: Vec<bool> = are_new.collect();
    let mut kept = vec![false; all];
    let mut room = CONTACT_LIMIT;
    for wanted in [true, false] {
        let of_them: Vec<usize> = (0..all).filter(|&at| is_new[at] == wanted).collect();
        let some = of_them.len().min(room);
        let first = some.div_ceil(2);
        of_them[..first].iter().chain(&of_them[of_them.len() - (some - first)..]).for_each(|&at| kept[at] = true);
        room -= some;
    }
    Some(kept)
}
