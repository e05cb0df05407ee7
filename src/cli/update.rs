//! `adsift rules test --update`: moves the marks of examples to where their rules quote, after asking.
use super::output::{Output, note, reason};
use crate::diagnostic::counted;
use crate::report::{escape, shorten};
use crate::rule::{RuleSet, remark};
use crate::scan::Scanner;
use crate::verify::found;
use std::collections::BTreeMap;
use std::io::{self, BufRead as _};
use std::ops::Range;

/// One example with its marks at another place.
struct Change {
    place: Range<usize>,
    before: String,
    after: String,
    origin: String,
}

/// Shows what would be moved in the files from this one on, asks, and writes them. Returns whether files were written.
pub(super) fn update(rules: &RuleSet, first: usize, ask: bool, output: &mut Output) -> io::Result<bool> {
    let changes = changes(rules, first, output)?;
    let number: usize = changes.values().map(Vec::len).sum();
    if number == 0 {
        output.write("no mark has to be moved\n")?;
        return Ok(false);
    }
    for change in changes.values().flatten() {
        let shown = |text: &str| escape(&text.replace('\n', " ⏎ ")).text;
        output.write(&format!("{}\n  - {}\n  + {}\n", change.origin, shown(&change.before), shown(&change.after)))?;
    }
    output.flush()?;
    if ask {
        output.write(&format!("move {}? [y/N] ", counted(number, "mark", "marks")))?;
        output.flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            output.write("nothing is changed\n")?;
            return Ok(false);
        }
    }
    for (file, changes) in &changes {
        let file = &rules.lints().files[*file];
        let mut text = file.text.to_string();
        // From the end, so that the places before stay where they are.
        for change in changes.iter().rev() {
            text.replace_range(change.place.clone(), &change.after);
        }
        if let Err(error) = std::fs::write(&file.name, text) {
            note(&format!("{}: {}", file.name, reason(&error)));
            return Err(error);
        }
    }
    output.write(&format!("{} moved\n", counted(number, "mark is", "marks are")))?;
    Ok(true)
}

/// The changes of each file, in the order of their places.
fn changes(rules: &RuleSet, first: usize, output: &mut Output) -> io::Result<BTreeMap<usize, Vec<Change>>> {
    let mut scanner = Scanner::thorough(rules.clone());
    let mut changes: BTreeMap<usize, Vec<Change>> = BTreeMap::new();
    for rule in rules.rules().iter().filter(|rule| rule.enabled() && rule.file >= first) {
        for example in rule.hits() {
            let places = found(&mut scanner, rule, &example.text);
            let (Some(marked), Some(&quoted)) = (example.quoted, places.first()) else { continue };
            if places.contains(&marked) {
                continue;
            }
            let place = example.place();
            let (origin, before) = (rules.example_origin(example), rules.lints().files[example.file()].text[place.clone()].to_owned());
            match remark(&before, quoted) {
                Some(after) => changes.entry(example.file()).or_default().push(Change { place, before, after, origin }),
                None => output.write(&format!("{origin}: to be moved by hand: {}\n", shorten(&before.replace('\n', " "), 60)))?,
            }
        }
    }
    changes.values_mut().for_each(|changes| changes.sort_by_key(|change| change.place.start));
    Ok(changes)
}
