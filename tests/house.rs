//! The plan of the house holds: imports only go down, files stay short, only some rooms read files or print.
use std::fs;
use std::path::{Path, PathBuf};

/// The stages, lowest first. Stages of one row know nothing of each other.
const STAGES: &[&[&str]] = &[&["text"], &["find"], &["signal"], &["rule"], &["scan"], &["measure"], &["verify", "report"], &["cli"]];
/// The files of `src/` that every stage may import.
const WORDS: &[&str] = &["span", "points", "offsets", "diagnostic"];
/// Names that the root re-exports from the words; stages may use them by that shorter path.
const ROOT_NAMES: &[&str] = &["Points", "Severity"];
/// `rule` hands out scanners and needs their type; everything else goes down.
const EXCEPTIONS: &[(&str, &str)] = &[("src/rule/set.rs", "scan")];
const LONGEST_FILE: usize = 560;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

fn all() -> Vec<(String, String)> {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    files.iter().map(|path| (path.to_string_lossy().replace('\\', "/"), fs::read_to_string(path).expect("a source"))).collect()
}

fn floor(stage: &str) -> Option<usize> {
    STAGES.iter().position(|row| row.contains(&stage))
}

/// What stands before the tests of a file.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

#[test]
fn imports_only_go_down() {
    let mut wrong = Vec::new();
    for (path, text) in all() {
        let stage = path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default().to_owned();
        let Some(here) = floor(&stage) else { continue };
        for part in code(&text).split("crate::").skip(1) {
            let target = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
            let excepted = EXCEPTIONS.contains(&(path.as_str(), target));
            let fine = target == stage
                || WORDS.contains(&target)
                || ROOT_NAMES.contains(&target)
                || floor(target).is_some_and(|floor| floor < here)
                || excepted;
            if !fine {
                wrong.push(format!("{path} imports {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for (path, text) in all() {
        assert!(text.starts_with("//! "), "{path} does not begin with what it is for");
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{path} has {lines} lines: is it still one room?");
    }
}

#[test]
fn only_some_rooms_read_files_or_print() {
    for (path, text) in all() {
        let may_read = path == "src/rule/source.rs" || path.starts_with("src/cli/");
        let may_print = path.starts_with("src/cli/");
        let code: String = code(&text).lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for reading in ["std::fs", "File::open", "fs::read", "stdin()"] {
            assert!(may_read || !code.contains(reading), "{path} reads files: {reading}");
        }
        for printing in ["println!", "eprintln!", "stdout()", "stderr()"] {
            assert!(may_print || !code.contains(printing), "{path} prints: {printing}");
        }
    }
}
