//! What a rule is worth on labelled texts of a folder, for `adsift rules show --worth`.
use super::output::reason;
use crate::diagnostic::counted;
use crate::measure::{Judged, Label, Outcome, worth};
use crate::rule::{Rule, RuleSet};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The file that names the texts and their labels.
const LABELS: &str = "labels.tsv";

/// In how many texts the rule counted, in words.
///
/// # Errors
/// What cannot be read, with its path.
pub(super) fn told(rules: &RuleSet, rule: &Rule, folder: &Path) -> Result<String, String> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| format!("{}: {}", path.display(), reason(&error)));
    let labels = read(&folder.join(LABELS))?;
    let mut scanner = rules.scanner();
    let (mut rows, mut found) = (Vec::new(), BTreeMap::from([(Label::Spam, (0, 0)), (Label::Ham, (0, 0))]));
    for (number, line) in labels.lines().enumerate().skip(1) {
        let mut cells = line.split('\t');
        let (Some(file), Some(label)) = (cells.next(), cells.next()) else {
            return Err(format!("{}:{}: a line begins with file and label", folder.join(LABELS).display(), number + 1));
        };
        let label = match label {
            "spam" => Label::Spam,
            "ham" => Label::Ham,
            _ => continue,
        };
        let text = read(&folder.join(file))?;
        let verdict = scanner.scan(&text);
        let seen = verdict.hits().iter().any(|hit| verdict.rule(hit).id() == rule.id());
        if let Some((of, all)) = found.get_mut(&label) {
            (*of, *all) = (*of + usize::from(seen), *all + 1);
        }
        let outcome = Outcome::of(&verdict);
        rows.push(Judged { id: file.to_owned(), label, strata: BTreeMap::new(), group: None, gold: None, outcome });
    }
    let of = |label: Label| format!("{} of {}", found[&label].0, found[&label].1);
    let mut told = format!("found in {} spam and {} honest texts", of(Label::Spam), of(Label::Ham));
    if let Some(worth) = worth(rules, &rows).into_iter().find(|worth| worth.rule == rule.id()) {
        let (carried, blamed) = (counted(worth.carries, "spam text", "spam texts"), counted(worth.to_blame, "honest text", "honest texts"));
        told +=
            &format!("; it counts in {} and {}; {carried} would not be found without it, {blamed} would be spared", worth.spam, worth.ham);
    }
    Ok(told)
}
