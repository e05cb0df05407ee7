//! Figures over labelled texts as people read them: tables of at most 80 columns, the worst line first.
use super::fit::{shorten, wrap};
use crate::diagnostic::counted;
use crate::measure::{Figures, Interval, Means, Rate, Stratum, Worth};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The most lines of one dimension that are shown; the JSON has all.
const LINES: usize = 12;
/// The most rules that the table shows; the JSON has all.
const RULES: usize = 20;
/// A rule that fewer promoters than this share may have been made for one of them.
const FEWEST_PROMOTERS: usize = 3;

/// A row that was judged wrongly, with what made it so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wrong {
    /// The record's id.
    pub id: String,
    /// Its level.
    pub level: String,
    /// Its score.
    pub score: f64,
    /// How the text begins.
    pub text: String,
    /// `+2.00 pack.rule "quote"`, the heaviest first.
    pub hits: Vec<String>,
}

/// All that an evaluation says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Hash of packs and policy.
    pub ruleset: String,
    /// Rows that were judged.
    pub rows: usize,
    /// Rows of promoters that were held out, and so neither judged nor read.
    pub held_out: usize,
    /// Rows that could not be read or have no label.
    pub unreadable: usize,
    /// As labelled.
    pub figures: Figures,
    /// With the labels that `--relabel` corrects, where it was given.
    pub relabelled: Option<Figures>,
    /// Each rule's worth.
    pub rules: Vec<Worth>,
    /// Rules that always stand together.
    pub together: Vec<Vec<String>>,
    /// Honest texts judged `spam`, or if there are few of them `review`, the highest score first.
    pub false_positives: Vec<Wrong>,
    /// Spam that was not judged `spam`, the lowest score first.
    pub misses: Vec<Wrong>,
    /// The level of each row, to compare with a later run.
    pub levels: BTreeMap<String, String>,
}

impl Evaluation {
    /// The tables.
    pub fn human(&self, all_rules: bool) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{}", self.counts());
        tables(&mut out, "as labelled", &self.figures);
        if let Some(figures) = &self.relabelled {
            tables(&mut out, "with corrected labels", figures);
        }
        self.worth(&mut out, all_rules);
        wrong(&mut out, "worst false positives", &self.false_positives);
        wrong(&mut out, "worst misses", &self.misses);
        out
    }

    fn counts(&self) -> String {
        let mut counts = counted(self.rows, "row", "rows");
        for (number, what) in [(self.figures.gray, "gray, left out"), (self.held_out, "held out, unread"), (self.unreadable, "unreadable")]
        {
            if number > 0 {
                let _ = write!(counts, ", {number} {what}");
            }
        }
        counts
    }

    fn worth(&self, out: &mut String, all: bool) {
        let _ = writeln!(out, "\nrules: in how many rows each counted, and what it decides");
        let _ = writeln!(out, "  {:<38} {:>6} {:>5} {:>5} {:>5} {:>6} {:>5}", "", "spam", "ham", "S/O", "prom.", "alone", "blame");
        let mut rules: Vec<&Worth> = self.rules.iter().filter(|worth| worth.spam + worth.ham > 0).collect();
        rules.sort_by(|a, b| b.to_blame.cmp(&a.to_blame).then(b.ham.cmp(&a.ham)).then(a.rule.cmp(&b.rule)));
        let shown = if all { rules.len() } else { RULES };
        for worth in rules.iter().take(shown) {
            let _ = writeln!(
                out,
                "  {:<38} {:>6} {:>5} {:>5.2} {:>5} {:>6} {:>5}",
                shorten(&worth.rule, 38),
                worth.spam,
                worth.ham,
                worth.spam_over_all,
                worth.promoters,
                worth.carries,
                worth.to_blame
            );
        }
        if rules.len() > shown {
            let _ = writeln!(out, "  … and {} more: `--all-rules` shows them", rules.len() - shown);
        }
        let few: Vec<&str> =
            rules.iter().filter(|worth| (1..FEWEST_PROMOTERS).contains(&worth.promoters)).map(|worth| worth.rule.as_str()).collect();
        let never: Vec<&str> = self.rules.iter().filter(|worth| worth.spam + worth.ham == 0).map(|worth| worth.rule.as_str()).collect();
        listed(out, &format!("of fewer than {FEWEST_PROMOTERS} promoters"), &few);
        listed(out, "never counted", &never);
        for rules in &self.together {
            listed(out, "always together", &rules.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}

fn listed(out: &mut String, what: &str, rules: &[&str]) {
    if rules.is_empty() {
        return;
    }
    for (index, line) in wrap(&format!("{what}: {}", rules.join(", ")), 76).iter().enumerate() {
        let _ = writeln!(out, "  {}{line}", if index == 0 { "" } else { "  " });
    }
}

fn tables(out: &mut String, title: &str, figures: &Figures) {
    let _ = writeln!(out, "\n{title}");
    head(out, "spam found");
    lines(out, &figures.recall);
    if let Some(means) = &figures.promoters {
        mean(out, means);
    }
    head(out, "ham judged so by mistake");
    lines(out, &figures.false_positives);
    let precision = |rate: &Rate| format!("{} of {}", percent(rate.share()), rate.of);
    let _ = writeln!(
        out,
        "\n  precision of `spam` {} {}, of `review` or worse {}",
        precision(&figures.precision),
        ends(figures.precision.interval),
        precision(&figures.review_precision)
    );
    if let Some(contacts) = &figures.contacts {
        let rate = |rate: &Rate| format!("{} of {} {}", percent(rate.share()), rate.of, ends(rate.interval));
        let _ = writeln!(out, "  contacts: recall {}", rate(&contacts.recall));
        let _ = writeln!(out, "            precision {}", rate(&contacts.precision));
    }
}

fn head(out: &mut String, what: &str) {
    let _ = writeln!(out, "\n  {what:<34} {:>6} {:>7}  {:<13} {:>9}", "rows", "spam", "95 %", "review +");
}

/// The lines of each dimension, as many as there is room for.
fn lines(out: &mut String, strata: &[Stratum]) {
    for dimension in strata.chunk_by(|a, b| a.dimension == b.dimension) {
        for stratum in dimension.iter().take(LINES) {
            let name = if stratum.dimension == "all" { "all".to_owned() } else { format!("{} {}", stratum.dimension, stratum.value) };
            let _ = writeln!(
                out,
                "  {:<34} {:>6} {:>7}  {:<13} {:>9}",
                shorten(&name, 34),
                stratum.spam.of,
                percent(stratum.spam.share()),
                ends(stratum.spam.interval),
                percent(stratum.review.share())
            );
        }
        if dimension.len() > LINES {
            let _ = writeln!(out, "  … and {} more of {}: `--json` has them", dimension.len() - LINES, dimension[0].dimension);
        }
    }
}

fn mean(out: &mut String, means: &Means) {
    let name = format!("mean of {}", counted(means.groups, "group", "groups"));
    let _ = writeln!(out, "  {name:<34} {:>6} {:>7}  {:<13} {:>9}", "", percent(means.spam), ends(means.interval), percent(means.review));
}

/// A share in percent, with as many places as tell a few in thousands apart.
pub(super) fn percent(share: f64) -> String {
    format!("{:.2}", share * 100.0)
}

pub(super) fn ends(interval: Interval) -> String {
    format!("{:.1}-{:.1}", interval.low * 100.0, interval.high * 100.0)
}

fn wrong(out: &mut String, title: &str, rows: &[Wrong]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for row in rows {
        let _ = writeln!(out, "  {} {:.2}  {}", row.level, row.score, shorten(&row.id, 60));
        let _ = writeln!(out, "    {}", shorten(&row.text, 74));
        for hit in &row.hits {
            let _ = writeln!(out, "    {}", shorten(hit, 74));
        }
    }
}

/// What changed since an earlier run: figures, and rows of another level.
pub fn compared(old: &Evaluation, new: &Evaluation) -> String {
    let mut out = String::from("\nsince the earlier run\n");
    let figure = |evaluation: &Evaluation| {
        let share = |lines: &[Stratum]| lines.first().map_or(0.0, |line| line.spam.share());
        (share(&evaluation.figures.recall), share(&evaluation.figures.false_positives))
    };
    let (before, after) = (figure(old), figure(new));
    let _ = writeln!(out, "  recall          {} -> {}", percent(before.0), percent(after.0));
    let _ = writeln!(out, "  false positives {} -> {}", percent(before.1), percent(after.1));
    let moved: Vec<(&String, &String, &String)> = new
        .levels
        .iter()
        .filter_map(|(id, level)| Some((id, old.levels.get(id)?, level)))
        .filter(|(_, before, after)| before != after)
        .collect();
    let _ = writeln!(out, "  {} of another level", counted(moved.len(), "row", "rows"));
    for (id, before, after) in moved.iter().take(RULES) {
        let _ = writeln!(out, "    {} {before} -> {after}", shorten(id, 50));
    }
    if moved.len() > RULES {
        let _ = writeln!(out, "    … and {} more", moved.len() - RULES);
    }
    out
}
