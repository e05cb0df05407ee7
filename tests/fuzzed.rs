//! Runs the targets of `fuzz/`: what was found before, a little of each, and as long as is asked for.
#![cfg(all(feature = "cli", feature = "builtin"))]
// What a run did is told as it goes on.
#![allow(clippy::print_stdout)]

// The room of the finder imports no other but these words, so that it can be compared with the obvious search here.
#[path = "../src/text/chart.rs"]
#[allow(dead_code)]
mod chart;
#[path = "../src/find/mod.rs"]
#[allow(dead_code)]
mod find;
#[path = "../fuzz/mutate.rs"]
mod mutate;
#[path = "../fuzz/packs.rs"]
mod packs;
#[path = "../fuzz/targets.rs"]
mod targets;
/// Where the finder looks for it.
mod text {
    pub(crate) use super::chart;
}

use mutate::{Random, Seeds};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use targets::{TARGETS, Target, take_reached};

/// What takes longer hangs, as far as anybody who waits can tell.
const PATIENCE: Duration = Duration::from_secs(10);

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files(&path, found),
            path => found.extend(fs::read(path).ok()),
        }
    }
}

/// Texts of the fixtures, packs, and what looks like nothing.
fn seeds() -> Seeds {
    let mut texts = vec![b"a\tb\n\"c\",d\n".to_vec(), (0..=255).collect()];
    files(Path::new("fixtures"), &mut texts);
    let mut packs = Vec::new();
    ["patterns", "tests/errors", "tests/cmd/packs"].iter().for_each(|folder| files(Path::new(folder), &mut packs));
    assert!(texts.len() > 200 && packs.len() > 50, "{} texts, {} packs", texts.len(), packs.len());
    Seeds::new(texts, &packs)
}

/// Hands an input to a target, and keeps it where the target fails.
fn hand((name, _, target): Target, bytes: &[u8]) {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| target(bytes)));
    if outcome.is_err() || begun.elapsed() > PATIENCE {
        let path = std::env::temp_dir()
            .join(format!("adsift-{name}-{:016x}", Random(bytes.len() as u64).next() ^ bytes.iter().map(|b| u64::from(*b)).sum::<u64>()));
        fs::write(&path, bytes).expect("it can be kept");
        panic!("{name} {}: {}", if outcome.is_err() { "fails" } else { "takes too long" }, path.display());
    }
}

#[test]
fn what_was_found_once_stays_found() {
    for &target in TARGETS {
        let mut inputs = vec![Vec::new()];
        files(&Path::new("fuzz/regressions").join(target.0), &mut inputs);
        inputs.iter().for_each(|bytes| hand(target, bytes));
    }
}

/// What a little of each target reaches, too: targets that turn every input away at the door hold nothing.
#[test]
fn a_little_of_each_target_holds() {
    let seeds = seeds();
    for &target in TARGETS {
        let mut random = Random(1);
        let count = if target.0 == "inputs" { 24 } else { 400 };
        (0..count).for_each(|_| hand(target, &seeds.input(&mut random, target.1)));
        let (reached, wanted) = (
            take_reached(),
            match target.0 {
                "scan" | "fields" | "contacts" => &["spam", "a hidden contact"][..],
                "condition" => &["a condition that holds", "a condition that does not"],
                "pack" => &["a rule set"],
                "inputs" => &["records that are kept"],
                _ => &[],
            },
        );
        assert!(wanted.iter().all(|what| reached.contains_key(what)), "{}: {reached:?}", target.0);
    }
}

/// `scripts/fuzz MINUTES`: each target gets its share.
#[test]
#[ignore = "takes as long as it is told"]
fn fuzz() {
    let number = |name: &str, otherwise: u64| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise);
    let (minutes, seed) = (number("FUZZ_MINUTES", 1), number("FUZZ_SEED", 1));
    let only = std::env::var("FUZZ_TARGET").unwrap_or_default();
    let chosen: Vec<Target> = TARGETS.iter().copied().filter(|(name, ..)| only.is_empty() || *name == only).collect();
    let share = Duration::from_secs(minutes * 60) / chosen.len() as u32;
    let seeds = seeds();
    // A target that never comes back is told, with the seed that repeats it.
    static TURN: AtomicU64 = AtomicU64::new(0);
    std::thread::spawn(move || {
        let mut last = (u64::MAX, Instant::now());
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let now = TURN.load(Ordering::Relaxed);
            if now != last.0 {
                last = (now, Instant::now());
            } else if last.1.elapsed() > 6 * PATIENCE {
                println!("hangs: FUZZ_SEED={seed}, input {now}");
                std::process::exit(101);
            }
        }
    });
    for target in chosen {
        let (mut random, begun, mut count) = (Random(seed), Instant::now(), 0u64);
        while begun.elapsed() < share {
            hand(target, &seeds.input(&mut random, target.1));
            count += 1;
            TURN.fetch_add(1, Ordering::Relaxed);
        }
        println!("{}: {count} inputs in {} s, seed {seed}; reached: {:?}", target.0, begun.elapsed().as_secs(), take_reached());
    }
}
