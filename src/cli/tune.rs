//! `adsift tune`: weights fitted to labelled records, as a pack that lies on top.
use super::args::{Common, TuneArgs};
use super::eval::write;
use super::exit::Exit;
use super::labelled::rows;
use super::layers::{compiler, profiled, rule_set};
use super::output::{Output, note_raw};
use crate::measure::{Fit, Judged, Label, Rate, Sample, fit, wilson};
use crate::report::render;
use crate::rule::{RuleSet, Source};
use crate::scan::Level;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io;

/// Fits weights, checks them on groups that the fit has not seen, and writes them.
pub(super) fn tune(common: &Common, args: &TuneArgs) -> io::Result<Exit> {
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let read = rows(&args.labelled, &rules, |_| true)?;
    let judged: Vec<Judged> = read.rows.into_iter().map(|row| row.judged).collect();
    let fold_of = |row: &Judged| fold(row.group.as_deref().unwrap_or(&row.id), args.folds);
    let mut after = Vec::new();
    for this in 0..args.folds {
        let seen: Vec<Sample> = judged.iter().filter(|row| fold_of(row) != this).filter_map(Sample::of).collect();
        let Some(fitted) = with_weights(common, &fit(&rules, &seen))? else { return Ok(Exit::Error) };
        // Really judged again: a weight that changes what a window holds cannot be foreseen from the hits.
        let of_fold = |group: &str| fold(group, args.folds) == this;
        after.extend(rows(&args.labelled, &fitted, of_fold)?.rows.into_iter().map(|row| row.judged));
    }
    let moved = fit(&rules, &judged.iter().filter_map(Sample::of).collect::<Vec<_>>());
    let mut output = Output::raw();
    output.write(&said(&judged, &after, &moved, args.folds))?;
    output.flush()?;
    if let Some(path) = &args.output {
        write(path, &overrides(&moved))?;
    }
    Ok(read.exit)
}

/// The part of the rows that a group belongs to: the same in every run, whatever else is in the file.
fn fold(group: &str, folds: usize) -> usize {
    let digest = Sha256::digest(group.as_bytes());
    let number = digest.iter().take(4).fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    (number % folds as u64) as usize
}

/// The rule set of the flags with other weights on top.
fn with_weights(common: &Common, fitted: &[Fit]) -> io::Result<Option<RuleSet>> {
    let Some(laid) = compiler(common)? else { return Ok(None) };
    match laid.add(Source::new("fitted weights", overrides(fitted))).build() {
        Ok(rules) => profiled(common, rules),
        Err(problems) => {
            note_raw(&render(&problems, common.color.of_notes()));
            Ok(None)
        }
    }
}

/// A pack that only overrides weights.
fn overrides(fitted: &[Fit]) -> String {
    let mut pack = String::from(
        "[pack]\nid = \"fitted-weights\"\nformat = 1\ntitle = \"Fitted weights\"\ndescription = \"Written by `adsift tune`.\"\n\n[override]\n",
    );
    for fit in fitted {
        let _ = writeln!(pack, "\"{}\" = {:.2}", fit.rule, fit.fitted);
    }
    pack
}

fn said(before: &[Judged], after: &[Judged], moved: &[Fit], folds: usize) -> String {
    let rate = |rows: &[Judged], label: Label| {
        let all: Vec<&Judged> = rows.iter().filter(|row| row.label == label).collect();
        let found = all.iter().filter(|row| row.outcome.level == Level::Spam).count();
        Rate { found, of: all.len(), interval: wilson(found, all.len()) }
    };
    let mut out = format!("cross-validated over {folds} folds of groups, judged `spam`:\n");
    for (name, label) in [("recall", Label::Spam), ("false positives", Label::Ham)] {
        let (old, new) = (rate(before, label), rate(after, label));
        let _ = writeln!(
            out,
            "  {name:<16} {:>6.2} % before, {:>6.2} % after ({:.2}-{:.2}) of {}",
            old.share() * 100.0,
            new.share() * 100.0,
            new.interval.low * 100.0,
            new.interval.high * 100.0,
            new.of
        );
    }
    let _ = writeln!(out, "{} of another weight, fitted on all rows:", crate::diagnostic::counted(moved.len(), "rule", "rules"));
    for fit in moved {
        let _ = writeln!(out, "  {:<46} {:.2} -> {:.2}", fit.rule, fit.written, fit.fitted);
    }
    out
}
