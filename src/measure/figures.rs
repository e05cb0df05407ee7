//! Recall, false positives and precision, by stratum, worst first.
use super::interval::{Interval, Rate, by_group, mean_of_groups, wilson};
use super::judged::{Judged, Label};
use crate::scan::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line: rows of one label in one stratum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stratum {
    /// Dimension, such as `kind`; `all` for all rows of the label.
    pub dimension: String,
    /// Its value.
    pub value: String,
    /// How many groups the rows come from; 0 where none are named.
    pub groups: usize,
    /// Rows judged `spam`.
    pub spam: Rate,
    /// Rows judged `review` or worse.
    pub review: Rate,
}

/// The mean over groups, so that one promoter with a hundred texts is one promoter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Means {
    /// How many groups.
    pub groups: usize,
    /// Mean share judged `spam`.
    pub spam: f64,
    /// Its interval, bootstrapped over groups.
    pub interval: Interval,
    /// Mean share judged `review` or worse.
    pub review: f64,
}

/// How the contacts that records name were found, exactly by kind and value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactFigures {
    /// Named contacts that were found.
    pub recall: Rate,
    /// Contacts found in those records that are named.
    pub precision: Rate,
}

/// All figures of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Lines over spam: the share found. The worst first, `all` before its strata.
    pub recall: Vec<Stratum>,
    /// Lines over ham: the share found by mistake. The worst first.
    pub false_positives: Vec<Stratum>,
    /// Of what was judged `spam`, the share that is.
    pub precision: Rate,
    /// Of what was judged `review` or worse, the share that is.
    pub review_precision: Rate,
    /// Recall averaged over groups, where spam names them.
    pub promoters: Option<Means>,
    /// Where records name contacts.
    pub contacts: Option<ContactFigures>,
    /// Precision and recall at each score, from the highest score down: score, precision, recall.
    pub curve: Vec<(f64, f64, f64)>,
    /// Rows by whole points of their score: spam, ham.
    pub histogram: Vec<(usize, usize)>,
    /// Rows labelled gray, left out.
    pub gray: usize,
}

/// Figures over judged rows. Cost: linear in the rows for each dimension, and a thousand draws for each line with groups.
pub fn figures(rows: &[Judged]) -> Figures {
    let of = |label: Label| rows.iter().filter(move |row| row.label == label);
    let (spam, ham): (Vec<&Judged>, Vec<&Judged>) = (of(Label::Spam).collect(), of(Label::Ham).collect());
    let at_least = |rows: &[&Judged], level: Level| rows.iter().filter(|row| row.outcome.level >= level).count();
    let precision = |level: Level| {
        let (right, wrong) = (at_least(&spam, level), at_least(&ham, level));
        Rate { found: right, of: right + wrong, interval: wilson(right, right + wrong) }
    };
    Figures {
        recall: lines(&spam, true),
        false_positives: lines(&ham, false),
        precision: precision(Level::Spam),
        review_precision: precision(Level::Review),
        promoters: means(&spam),
        contacts: contacts(rows),
        curve: curve(&spam, &ham),
        histogram: histogram(&spam, &ham),
        gray: of(Label::Gray).count(),
    }
}

/// All rows, then each stratum; within a dimension the lowest share first for spam, the highest first for ham.
fn lines(rows: &[&Judged], lowest_first: bool) -> Vec<Stratum> {
    let mut strata: BTreeMap<(&str, &str), Vec<&Judged>> = BTreeMap::new();
    for row in rows {
        for (dimension, value) in &row.strata {
            strata.entry((dimension, value)).or_default().push(row);
        }
    }
    let mut lines: Vec<Stratum> =
        strata.into_iter().map(|((dimension, value), rows)| line(dimension.to_owned(), value.to_owned(), &rows)).collect();
    lines.sort_by(|a, b| {
        let key = |line: &Stratum| if lowest_first { line.spam.share() } else { -line.spam.share() };
        let by_share = key(a).total_cmp(&key(b)).then(b.spam.of.cmp(&a.spam.of)).then(a.value.cmp(&b.value));
        a.dimension.cmp(&b.dimension).then(by_share)
    });
    lines.insert(0, line("all".to_owned(), "all".to_owned(), rows));
    lines
}

fn line(dimension: String, value: String, rows: &[&Judged]) -> Stratum {
    let grouped = groups(rows);
    let rate = |level: Level| {
        let found = rows.iter().filter(|row| row.outcome.level >= level).count();
        let interval = match &grouped {
            Some(groups) => by_group(&shares(groups, level)),
            None => wilson(found, rows.len()),
        };
        Rate { found, of: rows.len(), interval }
    };
    let (spam, review) = (rate(Level::Spam), rate(Level::Review));
    Stratum { dimension, value, groups: grouped.map_or(0, |groups| groups.len()), spam, review }
}

/// The rows by group; None where no row names one. A row without a group is one of its own.
fn groups<'a>(rows: &[&'a Judged]) -> Option<Vec<Vec<&'a Judged>>> {
    rows.iter().any(|row| row.group.is_some()).then(|| {
        let mut groups: BTreeMap<(bool, &str), Vec<&Judged>> = BTreeMap::new();
        for row in rows {
            let key = row.group.as_deref().map_or((false, row.id.as_str()), |group| (true, group));
            groups.entry(key).or_default().push(row);
        }
        groups.into_values().collect()
    })
}

fn shares(groups: &[Vec<&Judged>], level: Level) -> Vec<(usize, usize)> {
    groups.iter().map(|rows| (rows.iter().filter(|row| row.outcome.level >= level).count(), rows.len())).collect()
}

fn means(spam: &[&Judged]) -> Option<Means> {
    let groups = groups(spam)?;
    let (mean, interval) = mean_of_groups(&shares(&groups, Level::Spam));
    Some(Means { groups: groups.len(), spam: mean, interval, review: mean_of_groups(&shares(&groups, Level::Review)).0 })
}

fn contacts(rows: &[Judged]) -> Option<ContactFigures> {
    let named: Vec<(&Vec<String>, &Vec<String>)> =
        rows.iter().filter_map(|row| Some((row.gold.as_ref()?, &row.outcome.contacts))).collect();
    let gold: usize = named.iter().map(|(gold, _)| gold.len()).sum();
    let found: usize = named.iter().map(|(_, found)| found.len()).sum();
    let right: usize = named.iter().map(|(gold, found)| gold.iter().filter(|contact| found.contains(contact)).count()).sum();
    let rate = |of: usize| Rate { found: right, of, interval: wilson(right, of) };
    (!named.is_empty()).then(|| ContactFigures { recall: rate(gold), precision: rate(found) })
}

/// What precision and recall would be if the score alone decided, at each score that a row has.
fn curve(spam: &[&Judged], ham: &[&Judged]) -> Vec<(f64, f64, f64)> {
    let mut scores: Vec<(i32, bool)> = spam.iter().map(|row| (row.outcome.score.hundredths(), true)).collect();
    scores.extend(ham.iter().map(|row| (row.outcome.score.hundredths(), false)));
    scores.sort_unstable_by_key(|&(score, _)| std::cmp::Reverse(score));
    let (mut right, mut all) = (0, 0);
    let mut curve = Vec::new();
    for rows in scores.chunk_by(|a, b| a.0 == b.0) {
        right += rows.iter().filter(|(_, spam)| *spam).count();
        all += rows.len();
        let recall = right as f64 / spam.len().max(1) as f64;
        curve.push((f64::from(rows[0].0) / 100.0, right as f64 / all as f64, recall));
    }
    curve
}

fn histogram(spam: &[&Judged], ham: &[&Judged]) -> Vec<(usize, usize)> {
    let mut bins: Vec<(usize, usize)> = Vec::new();
    let bin = |row: &Judged| (row.outcome.score.hundredths().max(0) / 100) as usize;
    for (row, is_spam) in spam.iter().map(|row| (row, true)).chain(ham.iter().map(|row| (row, false))) {
        let at = bin(row);
        bins.resize(bins.len().max(at + 1), (0, 0));
        if is_spam { bins[at].0 += 1 } else { bins[at].1 += 1 }
    }
    bins
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::measure::Outcome;
    use crate::points::Points;

    /// A row: id, label, level, kind, group.
    pub(crate) fn row(id: &str, label: Label, level: Level, kind: &str, group: Option<&str>) -> Judged {
        let score = Points::from_hundredths(match level {
            Level::Clean => 100,
            Level::Review => 420,
            Level::Spam => 650,
        });
        Judged {
            id: id.to_owned(),
            label,
            strata: BTreeMap::from([("kind".to_owned(), kind.to_owned())]),
            group: group.map(str::to_owned),
            gold: None,
            outcome: Outcome { level, score, rules: Vec::new(), contacts: Vec::new() },
        }
    }

    #[test]
    fn lines_begin_with_all_and_then_the_worst() {
        let rows = [
            row("a", Label::Spam, Level::Spam, "cards", None),
            row("b", Label::Spam, Level::Spam, "cards", None),
            row("c", Label::Spam, Level::Review, "loans", None),
            row("d", Label::Ham, Level::Clean, "news", None),
            row("e", Label::Ham, Level::Spam, "shops", None),
            row("f", Label::Gray, Level::Spam, "shops", None),
        ];
        let figures = figures(&rows);
        let values = |lines: &[Stratum]| lines.iter().map(|line| (line.value.clone(), line.spam.found, line.spam.of)).collect::<Vec<_>>();
        assert_eq!(values(&figures.recall), [("all".into(), 2, 3), ("loans".into(), 0, 1), ("cards".into(), 2, 2)]);
        assert_eq!(values(&figures.false_positives), [("all".into(), 1, 2), ("shops".into(), 1, 1), ("news".into(), 0, 1)]);
        assert_eq!((figures.precision.found, figures.precision.of, figures.gray), (2, 3, 1));
        assert_eq!(figures.recall[0].review.found, 3, "review or worse stands beside spam");
        assert!(figures.promoters.is_none() && figures.contacts.is_none());
        assert_eq!(figures.histogram, [(0, 0), (0, 1), (0, 0), (0, 0), (1, 0), (0, 0), (2, 1)]);
    }

    #[test]
    fn a_promoter_with_many_texts_is_one_promoter() {
        let mut rows: Vec<Judged> = (0..9).map(|index| row(&index.to_string(), Label::Spam, Level::Spam, "cards", Some("big"))).collect();
        rows.push(row("x", Label::Spam, Level::Clean, "cards", Some("small")));
        let figures = figures(&rows);
        let means = figures.promoters.expect("groups are named");
        assert_eq!((means.groups, means.spam), (2, 0.5));
        assert_eq!((figures.recall[0].groups, figures.recall[0].spam.found), (2, 9));
    }

    #[test]
    fn contacts_are_right_by_kind_and_value() {
        let mut one = row("a", Label::Spam, Level::Spam, "cards", None);
        one.gold = Some(vec!["telegram:lumo_cards8".into(), "wechat:lumo_8842".into()]);
        one.outcome.contacts = vec!["telegram:lumo_cards8".into(), "qq:33015550".into(), "line:lumo_8842".into()];
        let contacts = figures(&[one]).contacts.expect("contacts are named");
        assert_eq!((contacts.recall.found, contacts.recall.of, contacts.precision.of), (1, 2, 3));
    }
}
