//! How long until the rules are there, and how much time and memory does the program take for an empty input?
#![allow(clippy::print_stdout)] // Figures go from one process to the other.
mod shared;

use adsift::RuleSet;
use shared::table::{Table, figure, figure_or_dash};
use shared::timing;
use std::process::{Command, Stdio};
use std::time::Instant;
use wait4::Wait4;

const QUESTION: &str = "Each in processes of its own. CPU time: the median; by the wall: the best, for it holds the waiting for others, \
    too. Memory: the most that the process held.";

/// What this program is told to measure one build in a process of its own.
const BUILD: &str = "--build-once";

/// Builds the rules, and says what that took: CPU and wall in milliseconds, memory in megabytes.
fn build_once() {
    let start = Instant::now();
    let cpu = timing::cpu(|| {
        RuleSet::builtin();
    });
    let wall = timing::milliseconds(start.elapsed());
    println!("{} {wall} {}", timing::milliseconds(cpu), timing::memory("VmHWM").unwrap_or(f64::NAN));
}

fn builds() -> (f64, f64, f64) {
    let this = std::env::current_exe().expect("the path of this program");
    let once = || {
        let said = Command::new(&this).arg(BUILD).output().expect("this program runs").stdout;
        let said = String::from_utf8_lossy(&said);
        let figures: Vec<f64> = said.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
        (figures[0], figures[1], figures[2])
    };
    summary((0..2 * timing::runs()).map(|_| once()).collect())
}

fn process() -> (f64, f64, f64) {
    let once = || {
        let start = Instant::now();
        let mut adsift = Command::new(env!("CARGO_BIN_EXE_adsift"));
        let mut child = adsift.stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("adsift runs");
        let used = child.wait4().expect("adsift ends").rusage;
        let wall = timing::milliseconds(start.elapsed());
        (timing::milliseconds(used.utime + used.stime), wall, used.maxrss as f64 / 1e6)
    };
    summary((0..2 * timing::runs()).map(|_| once()).collect())
}

/// The median of CPU time and memory, the best of the wall.
fn summary(runs: Vec<(f64, f64, f64)>) -> (f64, f64, f64) {
    let of = |part: fn(&(f64, f64, f64)) -> f64| runs.iter().map(part).collect::<Vec<f64>>();
    (timing::median(of(|run| run.0)), of(|run| run.1).into_iter().fold(f64::MAX, f64::min), timing::median(of(|run| run.2)))
}

fn main() {
    if std::env::args().any(|argument| argument == BUILD) {
        return build_once();
    }
    let mut table = Table::new(&["what", "CPU ms", "wall ms", "peak MB"]);
    for (what, (cpu, wall, memory)) in [("RuleSet::builtin()", builds()), ("adsift < /dev/null", process())] {
        table.row(&[what.to_owned(), figure(cpu), figure(wall), figure_or_dash(memory.is_finite().then_some(memory))]);
    }
    table.print("Start", QUESTION);
}
