//! How time and memory are measured: CPU time of the thread, for other programs on the machine would spoil the clock on
//! the wall; the median of several runs, for some runs are unlucky.
use cpu_time::ThreadTime;
use std::time::Duration;

/// Whether a try is enough: less text and fewer runs. `--quick`, or the environment variable `ADSIFT_BENCH_QUICK`.
pub fn quick() -> bool {
    std::env::args().any(|argument| argument == "--quick") || std::env::var_os("ADSIFT_BENCH_QUICK").is_some()
}

/// How often a thing is measured.
pub fn runs() -> usize {
    if quick() { 3 } else { 7 }
}

/// CPU time of one run.
pub fn cpu(run: impl FnOnce()) -> Duration {
    let start = ThreadTime::now();
    run();
    start.elapsed()
}

/// The middle one of some values.
pub fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("values that can be compared"));
    values[values.len() / 2]
}

/// CPU time of a first run, in which whatever is made at first use is made, and the median of those behind it.
pub fn first_and_median(runs: usize, mut run: impl FnMut()) -> (Duration, Duration) {
    let first = cpu(&mut run);
    (first, median((0..runs).map(|_| cpu(&mut run)).collect()))
}

/// Megabytes a second.
pub fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

/// Milliseconds.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Memory of this process in megabytes: `VmRSS` what it holds, `VmHWM` the most that it has held. None where the system
/// has no such file.
pub fn memory(key: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':')?.trim().strip_suffix(" kB"))?;
    Some(kilobytes.parse::<f64>().ok()? * 1024.0 / 1e6)
}
