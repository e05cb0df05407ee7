//! Judges batches of records on all cores and hands the results on in the order of the input.
use super::args::InputArgs;
use super::exit::Exit;
use super::input::{Pieces, files};
use super::output::{note, note_path, reason};
use super::record::{Kind, Piece, Places, Record};
use crate::diagnostic::counted;
use crate::report::{ErrorRecord, Unreadable, escape};
use std::io;
use std::path::Path;

/// How many records are judged before they are written: enough to feed every core, few enough to hold.
const BATCH_RECORDS: usize = 1024;
/// The same in bytes.
const BATCH_BYTES: usize = 4 << 20;
/// More threads than a machine has cores only cost, and some hundred thousand take longer to start than to be of use.
#[cfg(feature = "parallel")]
const MOST_THREADS: usize = 256;

/// A record that was read, or what is known of one that was not.
pub(super) type Read<'a> = Result<&'a Record, Failed<'a>>;

/// A record that could not be read.
pub(super) struct Failed<'a> {
    /// Its own id where that could be read, else its place.
    pub id: &'a str,
    /// `path:line`.
    pub place: &'a str,
    /// What it was read from.
    pub kind: Kind,
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

/// Goes through all records of all paths. `judge` runs on any thread, with what `equip` gives each of them; `write` runs
/// on this one, in the order of the input; `pause` comes before a wait for more input. What cannot be opened is told on
/// standard error, and the rest goes on.
pub(super) fn each<S, T: Send>(
    args: &InputArgs,
    equip: impl Fn() -> S + Sync,
    judge: impl Fn(&mut S, Read<'_>) -> T + Sync,
    mut write: impl FnMut(T) -> io::Result<()>,
    mut pause: impl FnMut() -> io::Result<()>,
) -> io::Result<Exit> {
    let places = match Places::new(&args.field, &args.id_field) {
        Ok(places) => places.of_pages(args.is_html()),
        Err(message) => {
            note(&message);
            return Ok(Exit::Error);
        }
    };
    let workers = Workers::new(args.jobs);
    let mut exit = Exit::Nothing;
    let paths = files(&args.paths, args.input, |remark| {
        note(&escape(remark.text()).text);
        exit = exit.or(remark.exit());
    });
    let mut batch: Vec<Piece> = Vec::new();
    let mut bytes = 0;
    let mut send = |batch: &mut Vec<Piece>| -> io::Result<()> {
        for (judged, remark) in workers.judge(std::mem::take(batch), &places, &equip, &judge) {
            remark.iter().for_each(|remark| note(remark));
            write(judged)?;
        }
        Ok(())
    };
    for path in paths {
        let path = path.as_deref();
        let mut failed = |error: &io::Error| {
            note_path(path.unwrap_or(Path::new("standard input")), error);
            exit = Exit::Error;
        };
        let mut pieces = match Pieces::open(path, args) {
            Ok(pieces) => pieces,
            Err(error) => {
                failed(&error);
                continue;
            }
        };
        loop {
            if pieces.may_wait() || batch.len() >= BATCH_RECORDS || bytes >= BATCH_BYTES {
                send(&mut batch)?;
                bytes = 0;
                if pieces.may_wait() {
                    pause()?;
                }
            }
            match pieces.next() {
                Ok(Some(piece)) => {
                    bytes += piece.bytes.as_ref().map_or(0, Vec::len);
                    batch.push(piece);
                }
                Ok(None) => break,
                Err(error) => {
                    failed(&error);
                    break;
                }
            }
        }
    }
    send(&mut batch)?;
    Ok(exit)
}

/// What is to be said of a text with invalid bytes.
pub(super) fn replacement(name: &str, replaced: usize) -> Option<String> {
    let sequences = counted(replaced, "invalid byte sequence", "invalid byte sequences");
    (replaced > 0).then(|| format!("{}: {sequences} read as U+FFFD", escape(name).text))
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

/// The threads that judge, each with what it needs for it.
struct Workers {
    #[cfg(feature = "parallel")]
    pool: Option<rayon::ThreadPool>,
}

impl Workers {
    fn new(jobs: usize) -> Self {
        #[cfg(not(feature = "parallel"))]
        let _ = jobs;
        Workers {
            // Without threads of its own the program still works, on the one it has.
            #[cfg(feature = "parallel")]
            pool: (jobs != 1).then(|| rayon::ThreadPoolBuilder::new().num_threads(jobs.min(MOST_THREADS)).build().ok()).flatten(),
        }
    }

    /// The results in the order of the batch, whatever the threads do.
    fn judge<S, T: Send>(
        &self,
        batch: Vec<Piece>,
        places: &Places,
        equip: &(impl Fn() -> S + Sync),
        judge: &(impl Fn(&mut S, Read<'_>) -> T + Sync),
    ) -> Vec<(T, Option<String>)> {
        let work = |equipment: &mut S, piece: Piece| {
            let (name, kind) = (piece.name.clone(), piece.kind);
            match Record::read(piece, places) {
                Ok(record) => (judge(equipment, Ok(&record)), replacement(&name, record.replaced)),
                Err((id, unreadable)) => {
                    let failed = Failed { id: id.as_deref().unwrap_or(&name), place: &name, kind, unreadable: &unreadable };
                    (judge(equipment, Err(failed)), None)
                }
            }
        };
        #[cfg(feature = "parallel")]
        if let Some(pool) = self.pool.as_ref().filter(|_| batch.len() > 1) {
            use rayon::prelude::*;
            return pool.install(|| batch.into_par_iter().map_init(equip, work).collect());
        }
        let mut equipment = equip();
        batch.into_iter().map(|piece| work(&mut equipment, piece)).collect()
    }
}

#[cfg(all(test, feature = "parallel"))]
mod tests {
    use super::*;

    #[test]
    fn threads_are_bounded() {
        for (jobs, threads) in [(2, Some(2)), (1, None), (100_000, Some(MOST_THREADS))] {
            let workers = Workers::new(jobs);
            assert_eq!(workers.pool.map(|pool| pool.current_num_threads()), threads, "{jobs}");
        }
    }
}
