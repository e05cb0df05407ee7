//! How far it is: bytes, records, rate, share of spam, time left.
use crate::diagnostic::counted;
use clap::ValueEnum;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often it is told on a terminal, and elsewhere.
const OFTEN: Duration = Duration::from_millis(200);
const SELDOM: Duration = Duration::from_secs(2);

/// When it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Progress {
    Auto,
    Always,
    Never,
}

/// How many records were judged, and how many of them are spam, where that is known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub records: u64,
    pub spam: Option<u64>,
}

/// Tells how far it is on standard error.
pub(super) struct Meter {
    shown: bool,
    terminal: bool,
    drawn: bool,
    begun: Instant,
    next: Instant,
    read: Arc<AtomicU64>,
    total: Option<u64>,
}

impl Meter {
    /// `total` is how many bytes there are, where that is known.
    pub fn new(when: Progress, read: Arc<AtomicU64>, total: Option<u64>) -> Self {
        let terminal = io::stderr().is_terminal();
        let shown = match when {
            Progress::Auto => terminal && !io::stdout().is_terminal(),
            Progress::Always => true,
            Progress::Never => false,
        };
        let now = Instant::now();
        let next = now + if terminal { OFTEN } else { SELDOM };
        Meter { shown, terminal, drawn: false, begun: now, next, read, total }
    }

    /// Tells it now and then.
    pub fn tick(&mut self, count: Count) {
        if self.shown && Instant::now() >= self.next {
            self.draw(count);
            self.next = Instant::now() + if self.terminal { OFTEN } else { SELDOM };
        }
    }

    /// Tells it a last time.
    pub fn end(&mut self, count: Count) {
        if self.shown {
            self.draw(count);
            if self.terminal {
                let _ = io::stderr().write_all(b"\n");
            }
            self.drawn = false;
        }
    }

    /// Makes room for something else to be said.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.drawn) {
            let _ = io::stderr().write_all(b"\r\x1b[K");
        }
    }

    fn draw(&mut self, count: Count) {
        let line = said(self.read.load(Ordering::Relaxed), self.total, self.begun.elapsed().as_secs_f64(), count);
        let text = if self.terminal { format!("\r\x1b[K{line}") } else { format!("adsift: {line}\n") };
        // Nobody is left to be told when that fails.
        let _ = io::stderr().write_all(text.as_bytes());
        self.drawn = self.terminal;
    }
}

fn said(read: u64, total: Option<u64>, seconds: f64, count: Count) -> String {
    let seconds = seconds.max(0.001);
    let rate = read as f64 / seconds;
    let size = |bytes: f64| match bytes {
        ..1e6 => format!("{:.0} kB", bytes / 1e3),
        ..1e9 => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.2} GB", bytes / 1e9),
    };
    let of = total.map_or(String::new(), |total| format!(" of {}", size(total as f64)));
    let share = |spam: u64| format!(", {:.1} % spam", 100.0 * spam as f64 / count.records.max(1) as f64);
    let spam = count.spam.map_or(String::new(), share);
    let left = total.filter(|total| *total > read && rate > 0.0).map_or(String::new(), |total| {
        let left = ((total - read) as f64 / rate).ceil() as u64;
        format!(", {}:{:02}:{:02} left", left / 3600, left / 60 % 60, left % 60)
    });
    let records = counted(usize::try_from(count.records).unwrap_or(usize::MAX), "record", "records");
    format!("{}{of}, {records}, {}/s{spam}{left}", size(read as f64), size(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_bytes_records_rate_share_and_time_left() {
        assert_eq!(
            said(50_000_000, Some(4_000_000_000), 2.0, Count { records: 200, spam: Some(5) }),
            "50.0 MB of 4.00 GB, 200 records, 25.0 MB/s, 2.5 % spam, 0:02:38 left"
        );
        assert_eq!(said(1500, None, 1.0, Count::default()), "2 kB, 0 records, 2 kB/s");
    }
}
