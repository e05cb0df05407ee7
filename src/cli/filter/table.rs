//! A Parquet file that is written again beside its being judged: one thread of its own copies rows as it is told of them.
use super::super::parquet::{Decision, KEY, Mark, again};
use super::sink::Sink;
use crate::scan::{Effect, Verdict};
use std::fs::File;
use std::io;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// How many batches the judging may be ahead of the writing.
const AHEAD: usize = 8;

/// A table while it is written.
pub(super) struct Table {
    decisions: Option<SyncSender<Vec<Decision>>>,
    writer: Option<JoinHandle<io::Result<Sink>>>,
}

impl Table {
    /// Begins to write what a file holds. The names of the columns that are added begin with `key`.
    pub fn begin(source: &Path, mut sink: Sink, key: Option<&str>) -> io::Result<Self> {
        let (decisions, told) = sync_channel(AHEAD);
        let (source, key) = (File::open(source)?, key.unwrap_or(KEY).to_owned());
        let write = move || {
            let mut ready = Vec::new();
            again(&source, &mut sink, &key, |batch| next(&told, &mut ready, batch.num_rows()))?;
            Ok(sink)
        };
        let writer = std::thread::Builder::new().name("table".to_owned()).spawn(write)?;
        Ok(Table { decisions: Some(decisions), writer: Some(writer) })
    }

    /// Tells what becomes of the next rows.
    pub fn tell(&self, decisions: Vec<Decision>) {
        // A writer that has given up says why at the end.
        let _ = self.decisions.as_ref().map(|told| told.send(decisions));
    }

    /// Nothing more comes. The sink is all written, and has still to get its name.
    pub fn finish(mut self) -> Option<io::Result<Sink>> {
        self.join()
    }

    fn join(&mut self) -> Option<io::Result<Sink>> {
        self.decisions = None;
        self.writer.take().map(|writer| writer.join().unwrap_or_else(|panic| resume_unwind(panic)))
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        // Left half-way it takes its part of a file along, for which somebody must wait.
        if !std::thread::panicking() {
            drop(self.join());
        }
    }
}

/// The decisions on so many rows.
fn next(told: &Receiver<Vec<Decision>>, ready: &mut Vec<Decision>, rows: usize) -> io::Result<Vec<Decision>> {
    while ready.len() < rows {
        ready.extend(told.recv().map_err(|_| io::Error::other("not all of its rows were judged"))?);
    }
    Ok(ready.drain(..rows).collect())
}

/// What is decided on a row that was judged.
pub(super) fn decision(verdict: &Verdict<'_>, keep: bool) -> Decision {
    let counted = verdict.hits().iter().filter(|hit| hit.effect == Effect::Counted);
    let mut rules: Vec<String> = counted.map(|hit| verdict.rule(hit).id().to_owned()).collect();
    rules.sort_unstable();
    rules.dedup();
    let contacts = verdict.contacts().iter().map(|contact| format!("{}:{}", contact.kind, contact.value)).collect();
    let score = f64::from(verdict.score().hundredths()) / 100.0;
    Decision { keep, mark: Some(Mark { level: verdict.level().name().to_owned(), score, rules, contacts }) }
}
