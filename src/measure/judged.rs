//! One labelled text with its verdict, without the text itself.
use crate::points::Points;
use crate::scan::{Effect, Level, Verdict};
use std::collections::BTreeMap;

/// What a person said of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// Unsolicited advertising.
    Spam,
    /// Anything else.
    Ham,
    /// Arguable: counted, and left out of every figure.
    Gray,
}

/// What the verdict says, as far as figures need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its level.
    pub level: Level,
    /// Its score.
    pub score: Points,
    /// The rules that counted, with their points; capped ones too. Indices into the rule set.
    pub rules: Vec<(usize, Points)>,
    /// Every contact as `kind:value`.
    pub contacts: Vec<String>,
}

impl Outcome {
    /// Takes from a verdict what figures need.
    pub fn of(verdict: &Verdict<'_>) -> Self {
        let counts = |effect| matches!(effect, Effect::Counted | Effect::Capped);
        let mut contacts: Vec<String> = verdict.contacts().iter().map(|contact| format!("{}:{}", contact.kind, contact.value)).collect();
        contacts.sort();
        contacts.dedup();
        Outcome {
            level: verdict.level(),
            score: verdict.score(),
            rules: verdict.hits().iter().filter(|hit| counts(hit.effect)).map(|hit| (hit.rule, hit.points)).collect(),
            contacts,
        }
    }
}

/// One labelled text and its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The record's id.
    pub id: String,
    /// As labelled.
    pub label: Label,
    /// Its strata: dimension (`kind`) and value (`iptv`).
    pub strata: BTreeMap<String, String>,
    /// The campaign, repository or template that it belongs to.
    pub group: Option<String>,
    /// The contacts that must be found, where the record names them.
    pub gold: Option<Vec<String>>,
    /// What adsift says.
    pub outcome: Outcome,
}
