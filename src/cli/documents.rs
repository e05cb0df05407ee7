//! `adsift rules docs`, `schema` and `export`, `adsift completions` and `man`: what is made from what is there.
use super::args::Cli;
use super::exit::Exit;
use super::output::{Output, note, reason};
use crate::report::{config_schema, pages, reference, schema};
use crate::rule::RuleSet;
use clap::CommandFactory as _;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes the documents about the rules, or tells which of them are not as they would be written.
pub(super) fn docs(rules: &RuleSet, folder: &Path, check: bool, output: &mut Output) -> io::Result<Exit> {
    let mut files: BTreeMap<PathBuf, String> =
        pages(rules).into_iter().map(|(name, text)| (folder.join("rules").join(name), text)).collect();
    files.insert(folder.join("rule-format.md"), reference());
    files.insert(folder.join("pack.schema.json"), schema());
    files.insert(folder.join("config.schema.json"), config_schema());
    let same = |path: &Path, text: &str| fs::read_to_string(path).is_ok_and(|found| found.replace("\r\n", "\n") == text);
    let stale: Vec<&PathBuf> = files.iter().filter(|(path, text)| !same(path, text)).map(|(path, _)| path).collect();
    // Pages of packs that are gone.
    let there: BTreeSet<PathBuf> = fs::read_dir(folder.join("rules"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    let left: Vec<&PathBuf> = there.iter().filter(|path| !files.contains_key(*path)).collect();
    if check {
        for path in &stale {
            output.write(&format!("{}: not as `adsift rules docs` would write it\n", path.display()))?;
        }
        for path in &left {
            output.write(&format!("{}: no pack has this page\n", path.display()))?;
        }
        return Ok(if stale.is_empty() && left.is_empty() { Exit::Nothing } else { Exit::Found });
    }
    let written = fs::create_dir_all(folder.join("rules"))
        .and_then(|()| stale.iter().try_for_each(|path| fs::write(path, &files[*path])))
        .and_then(|()| left.iter().try_for_each(fs::remove_file));
    if let Err(error) = written {
        note(&format!("{}: {}", folder.display(), reason(&error)));
        return Ok(Exit::Error);
    }
    output.write(&format!("{} of {} pages written, {} removed\n", stale.len(), files.len(), left.len()))?;
    Ok(Exit::Nothing)
}

/// Writes the packs in use into a folder that is not there yet.
pub(super) fn export(rules: &RuleSet, folder: &Path, output: &mut Output) -> io::Result<Exit> {
    let mut names = BTreeSet::new();
    let write = || {
        fs::create_dir(folder)?;
        for file in &rules.lints().files {
            let name = Path::new(&file.name).file_name().unwrap_or_default();
            // Two packs may come from files of one name in two folders.
            let mut name = name.to_string_lossy().into_owned();
            while !names.insert(name.clone()) {
                name.insert(0, '_');
            }
            fs::write(folder.join(name), file.text.as_bytes())?;
        }
        io::Result::Ok(())
    };
    let mut write = write;
    if let Err(error) = write() {
        note(&format!("{}: {}", folder.display(), reason(&error)));
        return Ok(Exit::Error);
    }
    output.write(&format!("{} files written; use them with `--no-builtin --pack {}`\n", rules.lints().files.len(), folder.display()))?;
    Ok(Exit::Nothing)
}

/// Prints the completions of a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "adsift", &mut script);
    print(&script)
}

/// Prints the manual page, or writes those of all commands into a folder.
pub(super) fn man(folder: Option<&Path>) -> io::Result<Exit> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        return print(&page);
    };
    match clap_mangen::generate_to(Cli::command(), folder) {
        Ok(()) => Ok(Exit::Nothing),
        Err(error) => {
            note(&format!("{}: {}", folder.display(), reason(&error)));
            Ok(Exit::Error)
        }
    }
}

fn print(text: &[u8]) -> io::Result<Exit> {
    let mut output = Output::raw();
    output.write(&String::from_utf8_lossy(text))?;
    output.flush()?;
    Ok(Exit::Nothing)
}
