//! What each rule is worth: whom it finds, whom it finds by mistake, and what would be lost without it.
use super::interval::share;
use super::judged::{Judged, Label};
use crate::points::Points;
use crate::rule::{RuleKind, RuleSet};
use crate::scan::Level;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One rule over all rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// Its id.
    pub rule: String,
    /// Rows of spam in which it counted.
    pub spam: usize,
    /// Rows of ham in which it counted.
    pub ham: usize,
    /// Share of its weight on the right side: its spam share over the sum of its shares. 0.5 tells nothing.
    pub spam_over_all: f64,
    /// How many groups of spam it counted in; rows without a group are one each.
    pub promoters: usize,
    /// Rows of spam judged `spam` whose score would fall short without its points.
    pub carries: usize,
    /// Rows of ham judged `spam` that would not be without its points.
    pub to_blame: usize,
}

/// The worth of every rule that can count, by id.
pub fn worth(rules: &RuleSet, rows: &[Judged]) -> Vec<Worth> {
    let needed = rules.levels().spam.score;
    let total = |label: Label| rows.iter().filter(|row| row.label == label).count();
    let (spam_rows, ham_rows) = (total(Label::Spam), total(Label::Ham));
    let mut found: BTreeMap<usize, (Worth, BTreeSet<&str>)> = rules
        .rules()
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.enabled() && rule.kind() != RuleKind::Allow && rule.weight() > Points::ZERO)
        .map(|(index, rule)| {
            let worth = Worth { rule: rule.id().to_owned(), spam: 0, ham: 0, spam_over_all: 0.5, promoters: 0, carries: 0, to_blame: 0 };
            (index, (worth, BTreeSet::new()))
        })
        .collect();
    for row in rows.iter().filter(|row| row.label != Label::Gray) {
        for &(rule, points) in &row.outcome.rules {
            let Some((worth, promoters)) = found.get_mut(&rule) else { continue };
            let decides = row.outcome.level == Level::Spam && row.outcome.score - points < needed;
            match row.label {
                Label::Spam => {
                    worth.spam += 1;
                    worth.carries += usize::from(decides);
                    promoters.insert(row.group.as_deref().unwrap_or(&row.id));
                }
                _ => {
                    worth.ham += 1;
                    worth.to_blame += usize::from(decides);
                }
            }
        }
    }
    found
        .into_values()
        .map(|(worth, promoters)| {
            let (spam, ham) = (share(worth.spam, spam_rows), share(worth.ham, ham_rows));
            let spam_over_all = if spam + ham > 0.0 { spam / (spam + ham) } else { 0.5 };
            Worth { promoters: promoters.len(), spam_over_all, ..worth }
        })
        .collect()
}

/// The fewest rows of which it is worth saying that two rules always stand in them together.
const FEWEST_TOGETHER: usize = 5;

/// Groups of rules that counted in the very same rows: one of each may say all that they say.
pub fn always_together(rules: &RuleSet, rows: &[Judged]) -> Vec<Vec<String>> {
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        for &(rule, _) in &row.outcome.rules {
            places.entry(rule).or_default().push(index);
        }
    }
    let mut same: BTreeMap<Vec<usize>, Vec<String>> = BTreeMap::new();
    for (rule, rows) in
        places.into_iter().filter(|(rule, rows)| rows.len() >= FEWEST_TOGETHER && rules.rules()[*rule].weight() > Points::ZERO)
    {
        same.entry(rows).or_default().push(rules.rules()[rule].id().to_owned());
    }
    let mut together: Vec<Vec<String>> = same.into_values().filter(|rules| rules.len() > 1).collect();
    together.sort();
    together
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::row;
    use super::*;

    #[test]
    fn a_rule_is_worth_the_promoters_that_it_finds() {
        let rules = RuleSet::builtin();
        let index = |id: &str| rules.rules().iter().position(|rule| rule.id() == id).expect(id);
        let (label, call) = (index("contact-channels.telegram-label"), index("calls-and-offers.add-me"));
        let with = |mut row: Judged, rules: &[(usize, i32)]| {
            row.outcome.rules = rules.iter().map(|&(rule, points)| (rule, Points::from_hundredths(points))).collect();
            row
        };
        let rows = [
            with(row("a", Label::Spam, Level::Spam, "k", Some("p")), &[(label, 200), (call, 100)]),
            with(row("b", Label::Spam, Level::Spam, "k", Some("p")), &[(label, 300)]),
            with(row("c", Label::Ham, Level::Clean, "k", None), &[(call, 100)]),
        ];
        let found = worth(&rules, &rows);
        let of = |id: &str| found.iter().find(|worth| worth.rule == id).expect(id);
        let label = of("contact-channels.telegram-label");
        assert_eq!((label.spam, label.ham, label.promoters, label.carries), (2, 0, 1, 1), "6.50 - 2.00 is still 4.50");
        let call = of("calls-and-offers.add-me");
        assert_eq!((call.spam, call.ham, call.to_blame), (1, 1, 0));
        assert!((call.spam_over_all - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!(of("sim-cards.card-errand").spam, 0, "what never counts is listed too");
        assert!(always_together(&rules, &rows).is_empty());
    }
}
