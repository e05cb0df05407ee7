//! What was counted: no record is neither kept, nor left out, nor unreadable.
use super::args::OnError;
use crate::diagnostic::counted;
use crate::scan::{Effect, Level, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Counts of records. Keys are those of the JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Tally {
    /// All that were read: the sum of the next three.
    pub read: u64,
    pub kept: u64,
    pub left_out: u64,
    pub unreadable: u64,
    /// Records with invalid bytes.
    pub replaced: u64,
    /// Records over the limit, of which the ends were judged.
    pub truncated: u64,
    pub levels: Levels,
    /// Records in which a category gave points.
    pub categories: BTreeMap<String, u64>,
    /// Records in which a rule gave points.
    pub rules: BTreeMap<String, u64>,
    /// Unreadable records by what is wrong with them.
    pub errors: BTreeMap<String, u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Levels {
    pub clean: u64,
    pub review: u64,
    pub spam: u64,
}

impl Tally {
    /// A record was judged.
    pub fn judged(&mut self, verdict: &Verdict<'_>, kept: bool) {
        self.read += 1;
        *if kept { &mut self.kept } else { &mut self.left_out } += 1;
        *match verdict.level() {
            Level::Clean => &mut self.levels.clean,
            Level::Review => &mut self.levels.review,
            Level::Spam => &mut self.levels.spam,
        } += 1;
        for (category, _) in verdict.categories() {
            count(&mut self.categories, category, 1);
        }
        for hit in verdict.hits() {
            if matches!(hit.effect, Effect::Counted | Effect::Capped) && hit.points.hundredths() > 0 {
                count(&mut self.rules, verdict.rule(hit).id(), 1);
            }
        }
    }

    /// A record could not be read.
    pub fn unreadable(&mut self, code: &str) {
        self.read += 1;
        self.unreadable += 1;
        count(&mut self.errors, code, 1);
    }

    /// What another one counted, too.
    pub fn add(&mut self, other: &Tally) {
        for (own, other) in [
            (&mut self.read, other.read),
            (&mut self.kept, other.kept),
            (&mut self.left_out, other.left_out),
            (&mut self.unreadable, other.unreadable),
            (&mut self.replaced, other.replaced),
            (&mut self.truncated, other.truncated),
            (&mut self.levels.clean, other.levels.clean),
            (&mut self.levels.review, other.levels.review),
            (&mut self.levels.spam, other.levels.spam),
        ] {
            *own += other;
        }
        for (own, other) in [(&mut self.categories, &other.categories), (&mut self.rules, &other.rules), (&mut self.errors, &other.errors)]
        {
            other.iter().for_each(|(name, more)| count(own, name, *more));
        }
    }

    /// In one line.
    pub fn sentence(&self, on_error: OnError) -> String {
        let mut said = format!("{} read: {} kept, {} left out", counted(self.count(), "record", "records"), self.kept, self.left_out);
        if self.unreadable > 0 {
            let fate = match on_error {
                OnError::Keep => "kept",
                OnError::Reject | OnError::Fail => "left out",
            };
            let _ = write!(said, ", {} unreadable and {fate}", self.unreadable);
        }
        said
    }

    fn count(&self) -> usize {
        usize::try_from(self.read).unwrap_or(usize::MAX)
    }

    /// In full, for reading.
    pub fn table(&self) -> String {
        let mut table = String::new();
        let levels = [("spam", self.levels.spam), ("review", self.levels.review), ("clean", self.levels.clean)];
        let levels = levels.map(|(name, count)| (name.to_owned(), count));
        let often = |counts: &BTreeMap<String, u64>| {
            let mut counts: Vec<(String, u64)> = counts.iter().map(|(name, count)| (name.clone(), *count)).collect();
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            counts
        };
        let more = [("with invalid bytes".to_owned(), self.replaced), ("truncated".to_owned(), self.truncated)];
        let more = more.into_iter().filter(|(_, count)| *count > 0).collect();
        for (head, rows) in [
            ("level", levels.to_vec()),
            ("category", often(&self.categories)),
            ("rule", often(&self.rules)),
            ("unreadable", often(&self.errors)),
            ("other", more),
        ] {
            for (index, (name, count)) in rows.iter().enumerate() {
                let _ = writeln!(table, "  {:<12}{count:>9}  {name}", if index == 0 { head } else { "" });
            }
        }
        table
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str, more: u64) {
    match counts.get_mut(name) {
        Some(count) => *count += more,
        None => {
            counts.insert(name.to_owned(), more);
        }
    }
}
