//! One thread reads, all cores judge, this one writes, in the order of the input and in bounded memory.
use super::args::InputArgs;
use super::belt::{Belt, LARGE};
use super::exit::Exit;
use super::meter::{Count, Meter};
use super::output::{note, note_path, reason};
use super::read::{Batch, Form, Found, Item, Limits, Places, Reader, Record, Source, files, stdin_size};
use crate::diagnostic::counted;
use crate::report::{ErrorRecord, Reading, Unreadable, escape};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, mpsc};
use std::thread;

/// More threads than a machine has cores only cost, and some hundred thousand take longer to start than to be of use.
const MOST_THREADS: usize = 256;

/// A record that was read, or what is known of one that was not.
pub(super) type Read<'a> = Result<&'a Record<'a>, Failed<'a>>;

/// A record that could not be read.
pub(super) struct Failed<'a> {
    /// Its own id where that could be read, else its place.
    pub id: &'a str,
    /// `path:line`.
    pub place: &'a str,
    /// The file that it stands in.
    pub path: &'a str,
    /// What it was read from.
    pub form: Form,
    /// Why.
    pub unreadable: &'a Unreadable,
}

impl Failed<'_> {
    /// As a reader is told: the line stands in the place, by which the record is found.
    pub fn note(&self) -> String {
        escape(&format!("{}: {}", self.place, self.unreadable.in_line())).text
    }

    /// As a program is told.
    pub fn record(&self) -> ErrorRecord<'_> {
        ErrorRecord { id: self.id, unreadable: self.unreadable }
    }
}

/// What comes out, in the order of the input.
pub(super) enum Step<T> {
    /// Another input begins.
    Begin(Arc<Source>),
    /// What became of a batch. `live` tells that somebody may wait for it.
    Made { made: T, live: bool },
    /// Bytes of the input that are no records.
    Between(Vec<u8>),
    /// The input was read to its end.
    End,
    /// An input could not be opened, or not be read to its end.
    Failed(Option<PathBuf>, io::Error),
    /// Something to say.
    Remark(String),
}

/// What all of it goes by.
pub(super) struct Plan {
    pub args: InputArgs,
    pub places: Arc<Places>,
    pub limits: Limits,
    pub files: Vec<Found>,
    /// Counts the bytes that were read.
    pub read: Arc<AtomicU64>,
}

/// Reads all inputs. `make` runs on any thread, with what `equip` gives each of them; `write` runs on this one.
pub(super) fn pipeline<S, T: Send>(
    plan: Plan,
    equip: impl Fn() -> S + Sync,
    make: impl Fn(&mut S, Batch) -> T + Sync,
    mut write: impl FnMut(Step<T>) -> io::Result<()>,
) -> io::Result<()> {
    let threads = threads(plan.args.jobs);
    let belt = Arc::new(Belt::new());
    let laid = Arc::clone(&belt);
    // It may wait for input when nobody wants more, so nobody waits for it.
    let reader = thread::Builder::new().name("read".to_owned()).spawn(move || {
        let ended = Ended(Arc::clone(&laid));
        let Plan { args, places, limits, files, read } = plan;
        Reader { args, places, limits, read, send: |item, bytes| laid.put(item, bytes) }.run(files);
        drop(ended);
    })?;
    let (send, made) = mpsc::channel();
    let written = thread::scope(|scope| {
        // Whatever ends the writing, an error or a panic, ends the judging.
        let closed = Closed(&belt);
        for thread in 0..threads {
            let (send, belt, equip, make) = (send.clone(), &belt, &equip, &make);
            scope.spawn(move || {
                let mut equipment = None;
                while let Some((number, bytes, item)) = belt.take(thread == 0) {
                    let step = catch_unwind(AssertUnwindSafe(|| match item {
                        Item::Batch(batch) => {
                            let live = batch.live;
                            let made = make(equipment.get_or_insert_with(equip), *batch);
                            // It keeps the room that it took.
                            if bytes > LARGE {
                                equipment = None;
                            }
                            Step::Made { made, live }
                        }
                        Item::Begin(source) => Step::Begin(source),
                        Item::Between(bytes) => Step::Between(bytes),
                        Item::End => Step::End,
                        Item::Failed(path, error) => Step::Failed(path, error),
                        Item::Remark(remark) => Step::Remark(remark),
                    }));
                    if send.send((number, bytes, step)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (number, bytes, step) in made {
            early.insert(number, (bytes, step));
            while let Some((bytes, step)) = early.remove(&next) {
                next += 1;
                write(step.unwrap_or_else(|panic| resume_unwind(panic)))?;
                belt.done(bytes);
            }
        }
        drop(closed);
        Ok(())
    });
    if written.is_ok()
        && let Err(panic) = reader.join()
    {
        resume_unwind(panic);
    }
    written
}

/// Says that nothing more comes, also where reading panics.
struct Ended<W>(Arc<Belt<W>>);

impl<W> Drop for Ended<W> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Says that nobody wants more.
struct Closed<'a, W>(&'a Belt<W>);

impl<W> Drop for Closed<'_, W> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// How many threads judge.
fn threads(jobs: usize) -> usize {
    if cfg!(not(feature = "parallel")) {
        return 1;
    }
    let cores = || thread::available_parallelism().map_or(1, usize::from);
    if jobs == 0 { cores() } else { jobs }.min(MOST_THREADS)
}

/// The fields that the flags name. What is wrong with them is written to standard error.
pub(super) fn places(args: &InputArgs) -> Option<Places> {
    Places::new(&args.field, &args.id_field).map(|places| places.of_pages(args.is_html())).map_err(|message| note(&message)).ok()
}

/// The files that the paths name. What is to be said of them is written to standard error.
pub(super) fn found(args: &InputArgs) -> (Vec<Found>, Exit) {
    let mut exit = Exit::Nothing;
    let found = files(args, |remark| {
        note(&escape(remark.text()).text);
        exit = exit.or(remark.exit());
    });
    (found, exit)
}

/// What tells how far it is through these files.
pub(super) fn meter(args: &InputArgs, read: &Arc<AtomicU64>, files: &[Found]) -> Meter {
    let size = |file: &Found| match &file.path {
        None => stdin_size(),
        Some(path) => fs::metadata(path).ok().map(|data| data.len()),
    };
    Meter::new(args.progress, Arc::clone(read), files.iter().map(size).sum())
}

/// Says what is wrong with an input.
pub(super) fn note_input(path: Option<&Path>, error: &io::Error) {
    note_path(path.unwrap_or(Path::new("standard input")), error);
}

/// Goes through all records of all paths. `judge` runs on any thread, with what `equip` gives each of them; `write` runs
/// on this one, in the order of the input; `pause` comes where somebody may wait for what was written. What cannot be
/// opened is told on standard error, and the rest goes on.
pub(super) fn each<S, T: Send>(
    args: &InputArgs,
    equip: impl Fn() -> S + Sync,
    judge: impl Fn(&mut S, Read<'_>) -> T + Sync,
    mut write: impl FnMut(T) -> io::Result<()>,
    mut pause: impl FnMut() -> io::Result<()>,
) -> io::Result<Exit> {
    let Some(places) = places(args) else { return Ok(Exit::Error) };
    let (files, mut exit) = found(args);
    let files = args.shard.unwrap_or_default().of(files);
    let places = Arc::new(places);
    let limits = Limits { record: args.max_record, keep: false, whole: args.whole };
    let read = Arc::default();
    let mut meter = meter(args, &read, &files);
    let mut count = Count::default();
    let plan = Plan { args: args.clone(), places: Arc::clone(&places), limits, files, read };
    let make = |equipment: &mut S, batch: Batch| -> Vec<Judged<T>> {
        let read = |raw| {
            batch.read(&raw, &places, |read| match read {
                Ok(record) => {
                    let usual = record.reading.replaced == 0 && record.reading.left_out.is_none();
                    let remark = (!usual).then(|| remark(&batch.name(&raw), &record.reading));
                    Judged { judged: judge(equipment, Ok(record)), remark, failed: false }
                }
                Err((id, unreadable)) => {
                    let place = batch.name(&raw);
                    let id = id.as_deref().unwrap_or(&place);
                    let failed = Failed { id, place: &place, path: &batch.source.name, form: batch.source.form, unreadable: &unreadable };
                    Judged { judged: judge(equipment, Err(failed)), remark: None, failed: true }
                }
            })
        };
        batch.records().map(read).collect()
    };
    pipeline(plan, equip, make, |step| {
        match step {
            Step::Made { made, live } => {
                for Judged { judged, remark, failed } in made {
                    if failed || remark.is_some() {
                        meter.clear();
                    }
                    remark.iter().for_each(|remark| note(remark));
                    write(judged)?;
                    count.records += 1;
                }
                meter.tick(count);
                if live || args.line_buffered {
                    pause()?;
                }
            }
            Step::Failed(path, error) => {
                meter.clear();
                note_input(path.as_deref(), &error);
                exit = Exit::Error;
            }
            Step::Remark(remark) => {
                meter.clear();
                note(&remark);
            }
            Step::Begin(_) | Step::Between(_) | Step::End => {}
        }
        Ok(())
    })?;
    meter.end(count);
    Ok(exit)
}

/// What became of a record.
struct Judged<T> {
    judged: T,
    /// What is to be said of it.
    remark: Option<String>,
    /// Whether it could not be read: then whoever writes it may say so.
    failed: bool,
}

/// What is to be said of a text with invalid bytes, or one of which only the ends were judged.
fn remark(name: &str, reading: &Reading) -> String {
    let sequences = counted(reading.replaced, "invalid byte sequence", "invalid byte sequences");
    let replaced = (reading.replaced > 0).then(|| format!("{sequences} read as U+FFFD"));
    let between = |(start, end): (usize, usize)| {
        let bytes = counted(end.saturating_sub(start), "byte", "bytes");
        format!("{bytes} between its ends not judged; `--max-record` allows more")
    };
    let said: Vec<String> = replaced.into_iter().chain(reading.left_out.map(between)).collect();
    format!("{}: {}", escape(name).text, said.join(", "))
}

/// Says what a failed write or read means; a closed pipe means that whoever reads has read enough.
pub(super) fn ended(result: io::Result<Exit>) -> Exit {
    match result {
        Ok(exit) => exit,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Nothing,
        Err(error) => {
            note(&reason(&error));
            Exit::Error
        }
    }
}

#[cfg(all(test, feature = "parallel"))]
mod tests {
    use super::*;

    #[test]
    fn threads_are_bounded() {
        for (jobs, wanted) in [(2, 2), (1, 1), (100_000, MOST_THREADS)] {
            assert_eq!(threads(jobs), wanted, "{jobs}");
        }
        assert!(threads(0) >= 1);
    }
}
