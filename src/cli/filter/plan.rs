//! Which input goes where, and what can be wrong with that before anything is read.
use super::super::read::{Form, Found};
use super::args::FilterArgs;
use super::journal;
use crate::rule::RuleSet;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Where the output goes.
pub(super) enum Target {
    /// All to standard output.
    Standard,
    /// All to one file.
    File(PathBuf),
    /// Each input to a file of its name.
    Folder(PathBuf),
}

impl Target {
    /// What the flags say.
    pub fn of(args: &FilterArgs, files: &[Found]) -> Target {
        let Some(path) = &args.output else { return Target::Standard };
        let folder = path.is_dir()
            || path.as_os_str().to_string_lossy().ends_with(std::path::MAIN_SEPARATOR)
            || files.len() > 1
            || files.iter().any(|file| file.folder.is_some());
        if folder { Target::Folder(path.clone()) } else { Target::File(path.clone()) }
    }
}

/// The name of an input below the folder that is written to. It never leads out of that folder.
pub(super) fn name(found: &Found) -> Option<PathBuf> {
    let path = found.path.as_ref()?;
    let name = match &found.folder {
        Some(folder) => path.strip_prefix(folder).ok().map(Path::to_owned),
        None => path.file_name().map(PathBuf::from),
    };
    name.filter(|name| name.components().all(|part| matches!(part, Component::Normal(_))))
}

/// The name of the file that gets what an input of this name loses.
pub(super) fn rejects_name(name: &Path) -> PathBuf {
    let text = name.to_string_lossy();
    let lines = [".jsonl", ".jsonl.gz", ".jsonl.zst"].iter().any(|end| text.ends_with(end));
    if lines { name.to_owned() } else { PathBuf::from(format!("{text}.jsonl")) }
}

/// What speaks against it.
pub(super) fn check(args: &FilterArgs, target: &Target, files: &[Found]) -> Result<(), String> {
    if matches!(target, Target::Standard)
        && let Some(found) = files.iter().find(|found| args.input.is_table(found.path.as_deref()))
    {
        let help = "`--output` names a file, or of several tables a folder";
        return Err(format!("{}: Parquet is not written to standard output: {help}", shown(found)));
    }
    let forms = || files.iter().map(|found| Form::of(&args.input, found.path.as_deref()));
    if let Some(path) = twice(args, target, files) {
        return Err(format!("{}: one file cannot be two of input, output, rejects and counts", path.display()));
    }
    if args.annotate.is_some() && forms().any(|form| !form.has_fields()) {
        return Err("`--annotate` adds a key, and a text has none: it needs records of `--input jsonl`, json, csv or tsv".to_owned());
    }
    if args.input.shard.is_some() && matches!(target, Target::File(_)) {
        return Err("`--shard` reads a part of many files: `--output` names a folder for all parts".to_owned());
    }
    if args.resume && !matches!(target, Target::Folder(_)) {
        return Err("`--resume` goes on with a folder of many files: `--output` names that folder".to_owned());
    }
    if files.len() > 1
        && !matches!(target, Target::Folder(_))
        && let Some(form) = forms().find(|form| !matches!(form, Form::Lines(_) | Form::Jsonl))
    {
        let what = match form {
            Form::Text => "texts",
            Form::List => "lists",
            _ => "tables",
        };
        return Err(format!("several {what} make no single one: `--output FOLDER` writes each to a file of its name"));
    }
    let Target::Folder(folder) = target else {
        let same = |out: &Option<PathBuf>| out.as_ref().and_then(|out| files.iter().find(|found| is_same(found, out)));
        if let Some(found) = same(&args.output).or(same(&args.rejects)) {
            return Err(format!("{}: the output would take the place of what is read", shown(found)));
        }
        return Ok(());
    };
    if let Some(path) = args.input.paths.iter().find(|path| path.is_dir() && same_path(path, folder)) {
        return Err(format!("{}: the output would take the place of what is read", path.display()));
    }
    let mut seen = BTreeSet::new();
    for found in files {
        let Some(name) = name(found) else {
            return Err("standard input has no name in a folder: `--output FILE` names a file".to_owned());
        };
        if name.to_string_lossy().starts_with(journal::NAME) {
            return Err(format!("{}: this is the name of the journal of a folder that is written to; rename it", shown(found)));
        }
        if is_same(found, &folder.join(&name)) {
            return Err(format!("{}: the output would take the place of what is read", shown(found)));
        }
        let own = |rejects: &PathBuf| !is_same(found, &rejects.join(rejects_name(&name))) && !same_path(rejects, folder);
        if !args.rejects.as_ref().is_none_or(own) {
            return Err("`--rejects` names a folder of its own where `--output` is one".to_owned());
        }
        if !seen.insert(name.clone()) {
            return Err(format!("{}: two inputs have this name; give the folder above them", name.display()));
        }
    }
    Ok(())
}

/// A file that is written as two things, or as counts over what is read: the later one would take the place of the other. A
/// device takes anything.
fn twice<'a>(args: &'a FilterArgs, target: &Target, files: &[Found]) -> Option<&'a Path> {
    let one_each = !matches!(target, Target::Folder(_));
    let results = [&args.output, &args.rejects].into_iter().flatten().filter(|_| one_each);
    let stats = args.stats.iter().filter(|path| path.as_os_str() != "-");
    let is_file = |path: &&PathBuf| path.is_file() || !path.exists();
    let written: Vec<&PathBuf> = results.chain(stats.clone()).filter(is_file).collect();
    let again = written.iter().enumerate().find(|(at, path)| written[..*at].iter().any(|other| same_path(path, other)));
    let over = stats.clone().find(|path| files.iter().any(|found| is_same(found, path)));
    again.map(|(_, path)| path.as_path()).or(over.map(PathBuf::as_path))
}

fn shown(found: &Found) -> String {
    found.path.as_ref().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string())
}

fn is_same(found: &Found, out: &Path) -> bool {
    found.path.as_deref().is_some_and(|path| path.is_file() && same_path(path, out))
}

fn same_path(one: &Path, other: &Path) -> bool {
    one == other || matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// Leaves out what lies in the folders that are written to: what an earlier run wrote is not read.
pub(super) fn without_own(args: &FilterArgs, files: Vec<Found>) -> Vec<Found> {
    let own: Vec<PathBuf> = [&args.output, &args.rejects].into_iter().flatten().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let is_own = |found: &Found| {
        let path = found.path.as_ref().filter(|_| found.folder.is_some()).and_then(|path| fs::canonicalize(path).ok());
        path.is_some_and(|path| own.iter().any(|own| path.starts_with(own)))
    };
    files.into_iter().filter(|found| !is_own(found)).collect()
}

/// All that the output depends on beside the input, as one line.
pub(super) fn line(args: &FilterArgs, rules: &RuleSet) -> String {
    let (input, fields) = (&args.input, args.input.field.iter().map(ToString::to_string).collect::<Vec<_>>());
    let said = format!(
        "drop {:?}, only {:?}, annotate {:?}, on-error {:?}, input {:?}, fields {fields:?}, id-field {:?}, null-data {}, no-header {}, \
         html {}, encoding {:?}, max-record {}, rejects {:?}",
        args.drop,
        args.only,
        args.annotate,
        args.on_error.unwrap_or_default(),
        input.input,
        input.id_field.as_str(),
        input.null_data,
        input.no_header,
        input.is_html(),
        input.encoding,
        input.max_record,
        args.rejects
    );
    crate::report::line(&serde_json::json!({ "adsift": env!("CARGO_PKG_VERSION"), "ruleset": rules.hash(), "flags": said }))
}
