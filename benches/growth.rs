//! What do four and sixteen times as many rules cost: speed on honest text, time to build, memory?
#![allow(clippy::print_stdout, clippy::print_stderr)] // Figures go from one process to the other.
#[path = "shared/mutated.rs"]
mod mutated;
mod shared;

use adsift::{Compiler, Severity, Source};
use mutated::copy;
use shared::table::{Table, figure, figure_or_dash};
use shared::{texts, timing};
use std::path::Path;
use std::process::Command;

const QUESTION: &str = "The built-in packs, and copies of them in which every letter and every Han character stands for another one that is \
    about as frequent. Each size in a process of its own. `build MB`: the most held while building; `held MB`: rules \
    and a warm scanner.";
/// What this program is told to measure one size.
const TIMES: &str = "--times=";

/// The packs of the repository, without policy: name and text.
fn packs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("patterns");
    let entries = std::fs::read_dir(folder).expect("the packs");
    let paths = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some_and(|e| e == "toml"));
    let mut packs: Vec<_> = paths
        .map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), std::fs::read_to_string(path).expect("a pack")))
        .collect();
    packs.sort();
    packs
}

/// Measures one size, and prints: rules, CPU ms of the build, MB while building, MB held, MB/s of each kind of text.
fn measure(times: usize) {
    let packs = packs();
    let copies: Vec<Source> = (1..times).flat_map(|number| copy(&packs, number)).collect();
    let mut rules = None;
    let build = timing::cpu(|| rules = Some(copies.into_iter().fold(Compiler::with_builtin(), Compiler::add).build()));
    let rules = match rules.expect("a build") {
        Ok(rules) => rules,
        Err(mut problems) => {
            problems.items.retain(|problem| problem.severity == Severity::Error);
            panic!("the generated packs are broken:\n{problems}");
        }
    };
    let peak = timing::memory("VmHWM").unwrap_or(f64::NAN);
    let before = timing::memory("VmRSS").unwrap_or(f64::NAN);
    let texts = texts::clean();
    let with_texts = timing::memory("VmRSS").unwrap_or(f64::NAN);
    let mut scanner = rules.scanner();
    let rates = texts.map(|texts| {
        let (_, median) = timing::first_and_median(timing::runs().min(5), || {
            texts.texts.iter().for_each(|text| drop(std::hint::black_box(scanner.scan(text))));
        });
        timing::rate(texts.bytes, median)
    });
    let held = before + timing::memory("VmRSS").unwrap_or(f64::NAN) - with_texts;
    println!("{} {} {peak} {held} {} {}", rules.rules().len(), timing::milliseconds(build), rates[0], rates[1]);
}

fn main() {
    if let Some(times) = std::env::args().find_map(|argument| argument.strip_prefix(TIMES)?.parse().ok()) {
        return measure(times);
    }
    let this = std::env::current_exe().expect("the path of this program");
    let mut table = Table::new(&["rules", "build ms", "build MB", "held MB", "zh MB/s", "loss", "en MB/s", "loss"]);
    let mut base: Option<Vec<f64>> = None;
    for times in [1, 4, 16] {
        let quick = timing::quick().then_some("--quick");
        let output = Command::new(&this).arg(format!("{TIMES}{times}")).args(quick).output().expect("this program runs");
        let said = String::from_utf8_lossy(&output.stdout);
        let figures: Vec<f64> = said.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
        let [rules, build, peak, held, chinese, english] = figures[..] else {
            eprintln!("x{times} could not be measured: {}", String::from_utf8_lossy(&output.stderr));
            continue;
        };
        let base = base.get_or_insert_with(|| figures.clone());
        let loss = |now: f64, before: f64| format!("{:.0} %", 100.0 * (1.0 - now / before));
        table.row(&[
            format!("{rules} (x{times})"),
            figure(build),
            figure_or_dash(peak.is_finite().then_some(peak)),
            figure_or_dash(held.is_finite().then_some(held)),
            figure(chinese),
            loss(chinese, base[4]),
            figure(english),
            loss(english, base[5]),
        ]);
    }
    table.print("Growth with rules", QUESTION);
}
