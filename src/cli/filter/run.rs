//! The course of `adsift filter`: from its flags to the last count.
use super::super::args::Common;
use super::super::exit::Exit;
use super::super::layers::rule_set;
use super::super::output::note;
use super::super::read::{Batch, Found, Limits};
use super::super::work::{Plan, found, meter, pipeline, places};
use super::args::FilterArgs;
use super::journal::{Entry, Journal};
use super::plan::{self, Target};
use super::sift::Sift;
use super::tally::Tally;
use super::write::Writing;
use crate::rule::RuleSet;
use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Passes records through.
pub(in crate::cli) fn filter(common: &Common, args: &FilterArgs) -> io::Result<Exit> {
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let Some(places) = places(&args.input) else { return Ok(Exit::Error) };
    let (files, exit) = found(&args.input);
    let target = Target::of(args, &files);
    let mut files = plan::without_own(args, files);
    if let Err(wrong) = plan::check(args, &target, &files) {
        note(&wrong);
        return Ok(Exit::Error);
    }
    // What speaks against all files speaks against each part of them.
    files = args.input.shard.unwrap_or_default().of(files);
    let mut ledger = Ledger::default();
    if let Target::Folder(folder) = &target {
        ledger = Ledger::open(folder, &mut files, args, &rules)?;
    }
    let read = Arc::default();
    let meter = meter(&args.input, &read, &files);
    let places = Arc::new(args.annotate.iter().fold(places, |places, key| places.with_key(key)));
    let limits = Limits { record: args.input.max_record, keep: true, whole: args.rejects.is_some() };
    let sift = Sift { args: args.clone(), places: Arc::clone(&places) };
    let mut writing = Writing::begin(args, target, ledger, meter, exit)?;
    let plan = Plan { args: args.input.clone(), places, limits, files, read };
    pipeline(plan, || rules.scanner(), |scanner, batch: Batch| sift.sift(scanner, batch), |step| writing.step(step))?;
    writing.finish()
}

/// What is noted of the files of a folder.
#[derive(Default)]
pub(super) struct Ledger {
    pub journal: Option<Journal>,
    /// What is to be noted of each file that is read. None where it cannot be looked at: opening it will tell.
    pub entries: VecDeque<Option<Entry>>,
    /// What earlier runs counted.
    pub done: Tally,
}

impl Ledger {
    /// Leaves out the files that an earlier run finished.
    fn open(folder: &Path, files: &mut Vec<Found>, args: &FilterArgs, rules: &RuleSet) -> io::Result<Self> {
        let journal = Journal::open(folder, args.input.shard, &plan::line(args, rules), args.resume)?;
        let mut ledger = Ledger::default();
        files.retain(|file| {
            let entry = plan::name(file).zip(file.path.as_ref()).and_then(|(name, path)| Entry::new(&name, path).ok());
            let earlier = entry.as_ref().and_then(|entry| journal.done(entry, &folder.join(&entry.path)));
            match earlier {
                Some(earlier) => ledger.done.add(&earlier.tally),
                None => ledger.entries.push_back(entry.clone()),
            }
            earlier.is_none()
        });
        ledger.journal = Some(journal);
        Ok(ledger)
    }
}
