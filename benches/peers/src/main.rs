//! How fast do other engines find the literals and regexes of the built-in packs, beside adsift's own matcher and beside its
//! full verdicts?
//!
//! usage: adsift-peers EXPORT [--quick] [--only NAME]
//! EXPORT is what `adsift rules export --patterns --format jsonl` writes. The environment variable `ADSIFT_CORPORA` names
//! the folder of the texts, as for the other benchmarks.
mod engines;
mod patterns;
#[path = "../../shared/mod.rs"]
mod shared;

use engines::{Build, Engine};
use patterns::{Pair, Patterns};
use shared::table::{Table, figure};
use shared::texts::Texts;
use shared::{texts, timing};
use std::collections::BTreeSet;
use std::process::ExitCode;

const QUESTION: &str = "Texts are folded before, so that all engines see the same. One core, CPU time, median of several runs. `times`: how \
    many times as fast as Hyperscan, where it is there. `pairs`: (rule, end) of literals; `other`: how many differ from \
    those of adsift's matcher. `rules`: (rule, text) of regexes, for engines end their matches in other places, and \
    `other` again. Full verdicts do more than match and have nothing to compare.";
/// An engine slower than this gets a part of the texts only: megabytes a second.
const SLOW: f64 = 2.0;

/// What an engine found, as sets that can be compared.
#[derive(Default)]
struct Found {
    literals: BTreeSet<(usize, Pair)>,
    regexes: BTreeSet<(usize, u32)>,
}

/// Finds everything once, outside of what is timed.
fn found(engine: &mut dyn Engine, patterns: &Patterns, texts: &[String]) -> Found {
    let regex: BTreeSet<u32> = patterns.regexes().map(|pattern| pattern.rule).collect();
    let mut all = Found::default();
    let mut pairs = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        pairs.clear();
        engine.find(text, &mut pairs);
        for &pair in &pairs {
            if regex.contains(&pair.0) {
                all.regexes.insert((number, pair.0));
            } else {
                all.literals.insert((number, pair));
            }
        }
    }
    all
}

/// What one engine does with one kind of texts.
struct Row {
    name: &'static str,
    rate: f64,
    cells: [String; 4],
}

fn measure(name: &'static str, build: Build, patterns: &Patterns, texts: &Texts, reference: &mut Option<Found>) -> Result<Row, String> {
    let mut engine = build(patterns)?;
    let mut pairs = Vec::new();
    let mut run = |engine: &mut dyn Engine, texts: &[String]| {
        timing::cpu(|| {
            for text in texts {
                pairs.clear();
                engine.find(text, &mut pairs);
                std::hint::black_box(&pairs);
            }
        })
    };
    // A try on a part tells whether all of it is worth the wait.
    let part = &texts.texts[..texts.texts.len().div_ceil(100)];
    let bytes = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    // What an engine makes at first use is no part of that.
    run(&mut *engine, part);
    let slow = timing::rate(bytes(part), run(&mut *engine, part)) < SLOW;
    let share = if slow { part } else { &texts.texts[..] };
    run(&mut *engine, share);
    let runs = if slow { 1 } else { timing::runs() };
    let median = timing::median((0..runs).map(|_| run(&mut *engine, share)).collect());
    let rate = timing::rate(bytes(share), median);
    let mut cells = ["-", "-", "-", "-"].map(str::to_owned);
    if name != "adsift, full verdicts" {
        let all = found(&mut *engine, patterns, share);
        let reference = reference.get_or_insert_with(|| found(&mut *engine, patterns, &texts.texts));
        let literals: BTreeSet<_> = reference.literals.iter().filter(|(text, _)| *text < share.len()).copied().collect();
        let regexes: BTreeSet<_> = reference.regexes.iter().filter(|(text, _)| *text < share.len()).copied().collect();
        if engine.tells_ends() {
            cells[0] = all.literals.len().to_string();
            cells[1] = all.literals.symmetric_difference(&literals).count().to_string();
        }
        cells[2] = all.regexes.len().to_string();
        cells[3] = all.regexes.symmetric_difference(&regexes).count().to_string();
    }
    Ok(Row { name, rate, cells })
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(export) = arguments.first().filter(|argument| !argument.starts_with('-')) else {
        eprintln!("usage: adsift-peers EXPORT [--quick] [--only NAME]");
        return ExitCode::from(2);
    };
    let patterns = match Patterns::read(export) {
        Ok(patterns) => patterns,
        Err(wrong) => {
            eprintln!("adsift-peers: {wrong}");
            return ExitCode::from(2);
        }
    };
    let only = arguments.iter().position(|argument| argument == "--only").and_then(|at| arguments.get(at + 1));
    let [chinese, english] = texts::clean();
    // Said once: why an engine is left out, and what the tables show.
    let (mut missing, mut question) = (BTreeSet::new(), QUESTION);
    for texts in [chinese, english, texts::short()] {
        let folded: Vec<String> = texts.texts.iter().map(|text| adsift::folded(text).into_owned()).collect();
        let texts = Texts::new(&texts.name, folded);
        let mut reference = None;
        let mut rows = Vec::new();
        for (name, build) in engines::all() {
            if only.is_some_and(|only| !name.contains(only.as_str())) {
                continue;
            }
            match measure(name, build, &patterns, &texts, &mut reference) {
                Ok(row) => rows.push(row),
                Err(reason) => {
                    if missing.insert(name) {
                        eprintln!("{name} is left out: {reason}");
                    }
                }
            }
        }
        let base = rows.iter().find(|row| row.name == "Hyperscan").map(|row| row.rate);
        let mut table = Table::new(&["engine", "MB/s", "times", "pairs", "other", "rules", "other"]);
        for row in rows {
            let times = base.map_or_else(|| "-".to_owned(), |base| format!("{:.2}", row.rate / base));
            let mut cells = vec![row.name.to_owned(), figure(row.rate), times];
            cells.extend(row.cells);
            table.row(&cells);
        }
        let title =
            format!("Other engines: {} ({} literals, {} regexes)", texts.name, patterns.literals().count(), patterns.regexes().count());
        table.print(&title, question);
        question = "The same for these texts.";
    }
    ExitCode::SUCCESS
}
