//! `adsift eval`: how right the rules are about labelled records.
use super::args::{Common, EvalArgs, Limit};
use super::exit::Exit;
use super::labelled::{Row, rows};
use super::layers::rule_set;
use super::output::{Output, note, reason};
use crate::measure::{Judged, Label, always_together, figures, worth};
use crate::report::{Evaluation, Wrong, compared, page};
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// Judges labelled records and writes the figures.
pub(super) fn eval(common: &Common, args: &EvalArgs) -> io::Result<Exit> {
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let corrections = match args.relabel.as_deref().map(corrections).transpose() {
        Ok(corrections) => corrections,
        Err(message) => {
            note(&message);
            return Ok(Exit::Error);
        }
    };
    let earlier: Option<Evaluation> = match args.baseline.as_deref().map(earlier).transpose() {
        Ok(earlier) => earlier,
        Err(message) => {
            note(&message);
            return Ok(Exit::Error);
        }
    };
    let read = rows(&args.labelled, &rules, |_| true)?;
    let mut exit = read.exit;
    let (judged, wrong): (Vec<Judged>, Vec<Option<Wrong>>) = read.rows.into_iter().map(|Row { judged, wrong }| (judged, wrong)).unzip();
    let relabelled = corrections.map(|corrections| {
        let corrected = |row: &Judged| Judged { label: corrections.get(&row.id).copied().unwrap_or(row.label), ..row.clone() };
        figures(&judged.iter().map(corrected).collect::<Vec<_>>())
    });
    let evaluation = Evaluation {
        ruleset: rules.hash().to_owned(),
        rows: judged.len(),
        held_out: read.held_out,
        unreadable: read.unreadable,
        figures: figures(&judged),
        relabelled,
        rules: worth(&rules, &judged),
        together: always_together(&rules, &judged),
        false_positives: worst(&judged, &wrong, Label::Ham, args.worst),
        misses: worst(&judged, &wrong, Label::Spam, args.worst),
        levels: judged.iter().map(|row| (row.id.clone(), row.outcome.level.name().to_owned())).collect(),
    };
    let mut output = Output::raw();
    output.write(&evaluation.human(args.all_rules))?;
    if let Some(earlier) = &earlier {
        output.write(&compared(earlier, &evaluation))?;
    }
    output.flush()?;
    if let Some(path) = &args.json {
        write(path, &(serde_json::to_string(&evaluation).map_err(io::Error::other)? + "\n"))?;
    }
    if let Some(path) = &args.html {
        write(path, &page(&evaluation))?;
    }
    for limit in &args.fail_under {
        if let Some(message) = limit.missed(&evaluation) {
            note(&message);
            exit = exit.or(Exit::Found);
        }
    }
    Ok(exit)
}

/// The rows of a label that are judged otherwise: the highest scores of ham, the lowest of spam.
fn worst(rows: &[Judged], wrong: &[Option<Wrong>], label: Label, most: usize) -> Vec<Wrong> {
    let mut found: Vec<&Wrong> =
        rows.iter().zip(wrong).filter(|(row, _)| row.label == label).filter_map(|(_, wrong)| wrong.as_ref()).collect();
    let sign = if label == Label::Ham { -1.0 } else { 1.0 };
    found.sort_by(|a, b| (sign * a.score).total_cmp(&(sign * b.score)).then(a.id.cmp(&b.id)));
    found.into_iter().take(most).cloned().collect()
}

impl Limit {
    /// What is to be said where a figure is on the wrong side of its limit.
    fn missed(&self, evaluation: &Evaluation) -> Option<String> {
        let figures = &evaluation.figures;
        let first = |lines: &[crate::measure::Stratum]| lines.first().map_or(0.0, |line| line.spam.share());
        let (value, name, at_most) = match self {
            Limit::Recall(_) => (first(&figures.recall), "recall", false),
            Limit::Mean(_) => (figures.promoters.map_or(0.0, |means| means.spam), "mean recall", false),
            Limit::Precision(_) => (figures.precision.share(), "precision", false),
            Limit::FalsePositives(_) => (first(&figures.false_positives), "fpr", true),
        };
        let limit = self.value();
        let missed = if at_most { value > limit } else { value < limit };
        let relation = if at_most { "over" } else { "under" };
        missed.then(|| format!("{name} is {value:.4}, {relation} {limit}"))
    }
}

/// Corrected labels: `id`, `label` and a reason, tab-separated.
fn corrections(path: &Path) -> Result<BTreeMap<String, Label>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {}", path.display(), reason(&error)))?;
    let mut labels = BTreeMap::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let label = match cells.get(1) {
            Some(&"spam") => Label::Spam,
            Some(&"ham") => Label::Ham,
            Some(&"gray") => Label::Gray,
            Some(&"label") if index == 0 => continue,
            _ => {
                return Err(format!(
                    "{}:{}: a line is id, spam, ham or gray, and the reason, with tabs between",
                    path.display(),
                    index + 1
                ));
            }
        };
        if cells.get(2).is_none_or(|reason| reason.trim().is_empty()) {
            return Err(format!("{}:{}: a corrected label needs its reason", path.display(), index + 1));
        }
        labels.insert(cells[0].to_owned(), label);
    }
    Ok(labels)
}

fn earlier(path: &Path) -> Result<Evaluation, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {}", path.display(), reason(&error)))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: not what `eval --json` writes: {error}", path.display()))
}

pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text).map_err(|error| io::Error::other(format!("{}: {}", path.display(), reason(&error))))
}
