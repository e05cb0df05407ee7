//! How much faster than one thread are two, each with a scanner of its own and the same rules?
mod shared;

use adsift::RuleSet;
use shared::table::{Table, figure};
use shared::{texts, timing};
use std::time::Instant;

const QUESTION: &str = "Clean documents, every thread all of them. `by the wall` is true on an idle machine only; `by CPU time` leaves out \
    waiting, and shows what the two take from each other in caches and memory.";

/// What a run takes: seconds by the wall, and CPU seconds of the slowest thread.
#[derive(Clone, Copy)]
struct Taken {
    wall: f64,
    cpu: f64,
}

fn run(rules: &RuleSet, texts: &[String], threads: usize) -> Taken {
    let start = Instant::now();
    let judge = || {
        let mut scanner = rules.scanner();
        timing::cpu(|| texts.iter().for_each(|text| drop(std::hint::black_box(scanner.scan(text))))).as_secs_f64()
    };
    let cpu = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(judge)).collect();
        running.into_iter().map(|thread| thread.join().expect("a thread that ends")).fold(0.0, f64::max)
    });
    Taken { wall: start.elapsed().as_secs_f64(), cpu }
}

fn main() {
    let texts: Vec<String> = texts::clean().into_iter().flat_map(|texts| texts.texts).collect();
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    let rules = RuleSet::builtin();
    run(&rules, &texts, 1);
    // One and two by turns, so that a slow minute of the machine slows both.
    let (ones, twos): (Vec<Taken>, Vec<Taken>) = (0..timing::runs()).map(|_| (run(&rules, &texts, 1), run(&rules, &texts, 2))).unzip();
    let median = |runs: &[Taken]| Taken {
        wall: timing::median(runs.iter().map(|run| run.wall).collect()),
        cpu: timing::median(runs.iter().map(|run| run.cpu).collect()),
    };
    let (one, two) = (median(&ones), median(&twos));
    let mut table = Table::new(&["threads", "MB/s by the wall", "times one", "MB/s by CPU time", "times one"]);
    for (threads, taken) in [(1.0, one), (2.0, two)] {
        table.row(&[
            threads.to_string(),
            figure(threads * megabytes / taken.wall),
            format!("{:.2}", threads * one.wall / taken.wall),
            figure(threads * megabytes / taken.cpu),
            format!("{:.2}", threads * one.cpu / taken.cpu),
        ]);
    }
    table.print("Two cores", QUESTION);
}
