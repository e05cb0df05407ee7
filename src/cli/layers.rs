//! Which rules judge: built-in packs, `adsift.toml`, `ADSIFT_PACKS`, `--pack` and `--profile`, each on top of those before.
use super::args::Common;
use super::output::{note_raw, reason};
use crate::diagnostic::{Diagnostics, Severity};
use crate::report::render;
use crate::rule::{Compiler, Config, ContactList, Entry, Profile, RuleSet, Source};
use std::io;
use std::path::{Path, PathBuf};

/// The configuration's name in the working directory or above it. It is never looked for beside an input, which may be
/// anybody's.
const CONFIG: &str = "adsift.toml";
/// Packs for every run: paths, separated as in `PATH`.
const PACKS: &str = "ADSIFT_PACKS";

/// A configuration with the file that it stands in.
struct Found {
    path: PathBuf,
    config: Config,
    source: Source,
}

/// The packs that are laid on each other, not yet built. None where a configuration has no meaning: that is told.
pub(super) fn compiler(common: &Common) -> io::Result<Option<Compiler>> {
    Ok(match configuration(common)? {
        Ok(found) => Some(laid(common, found.as_ref())?),
        Err(()) => None,
    })
}

/// The rule set that flags, environment and configuration ask for. What is wrong with it is written to standard error.
pub(super) fn rule_set(common: &Common) -> io::Result<Option<RuleSet>> {
    let Ok(found) = configuration(common)? else { return Ok(None) };
    let plain = found.is_none() && common.pack.is_empty() && !common.no_builtin && ambient(common).is_empty();
    let rules = if plain {
        RuleSet::builtin()
    } else {
        match laid(common, found.as_ref())?.build() {
            Ok(rules) => rules,
            Err(mut problems) => {
                problems.items.retain(|item| item.severity == Severity::Error);
                note_raw(&render(&problems, common.color.of_notes()));
                return Ok(None);
            }
        }
    };
    under_profile(common, found.as_ref(), rules)
}

/// The same rules under the profiles that configuration and flags name. None where one has no meaning: that is told.
pub(super) fn profiled(common: &Common, rules: RuleSet) -> io::Result<Option<RuleSet>> {
    match configuration(common)? {
        Ok(found) => under_profile(common, found.as_ref(), rules),
        Err(()) => Ok(None),
    }
}

/// The pack, or the packs of the folder, of a path.
pub(super) fn packs(path: &Path) -> io::Result<Vec<Source>> {
    Source::read_all(path).map_err(|error| named(path, &error))
}

/// What the rules are laid from beside packs: the entries of profiles, with their places.
pub(super) fn entries(rules: &RuleSet) -> Vec<Entry> {
    rules.profile().entries().to_vec()
}

fn laid(common: &Common, found: Option<&Found>) -> io::Result<Compiler> {
    let builtin = !common.no_builtin && found.is_none_or(|found| found.config.builtin);
    let mut compiler = if builtin { Compiler::with_builtin() } else { Compiler::new() };
    if let Some(Found { path, config, source }) = found {
        for pack in &config.packs {
            compiler = packs(&beside(path, pack))?.into_iter().fold(compiler, Compiler::add);
        }
        compiler = compiler.add(source.clone().as_config());
    }
    for path in ambient(common).iter().chain(&common.pack) {
        compiler = packs(path)?.into_iter().fold(compiler, Compiler::add);
    }
    Ok(compiler)
}

/// The packs of the environment: as little asked for as a configuration that is found.
fn ambient(common: &Common) -> Vec<PathBuf> {
    let paths = std::env::var_os(PACKS).filter(|_| !common.no_config);
    paths.iter().flat_map(std::env::split_paths).filter(|path| !path.as_os_str().is_empty()).collect()
}

/// The configuration, where there is one. `Err` where it has no meaning, which is told.
fn configuration(common: &Common) -> io::Result<Result<Option<Found>, ()>> {
    let path = match &common.config {
        Some(path) => Some(path.clone()),
        None if common.no_config => None,
        None => std::env::current_dir()?.ancestors().map(|folder| folder.join(CONFIG)).find(|path| path.is_file()),
    };
    let Some(path) = path else { return Ok(Ok(None)) };
    let text = std::fs::read_to_string(&path).map_err(|error| named(&path, &error))?;
    // Told by the name that its author gave it, where it lies in the working directory.
    let name = std::env::current_dir()?.join(CONFIG) == path;
    let source = Source::new(if name { CONFIG.to_owned() } else { path.display().to_string() }, text);
    Ok(match Config::read(&source) {
        Ok(config) => Ok(Some(Found { path, config, source })),
        Err(problems) => {
            note_raw(&render(&problems, common.color.of_notes()));
            Err(())
        }
    })
}

fn under_profile(common: &Common, found: Option<&Found>, rules: RuleSet) -> io::Result<Option<RuleSet>> {
    let mut profile: Option<Profile> = None;
    let mut add = |read: Result<(Profile, Vec<String>), Diagnostics>, file: &Path| -> io::Result<bool> {
        let (mut read, lists) = match read {
            Ok(read) => read,
            Err(problems) => {
                note_raw(&render(&problems, common.color.of_notes()));
                return Ok(false);
            }
        };
        for list in lists {
            let path = beside(file, &list);
            let text = std::fs::read_to_string(&path).map_err(|error| named(&path, &error))?;
            let list = ContactList::parse(text).map_err(|wrong| io::Error::other(format!("{}:{wrong}", path.display())))?;
            read = read.block_all(list);
        }
        profile = Some(profile.take().unwrap_or_default().and(read));
        Ok(true)
    };
    if let Some(Found { path, config, .. }) = found
        && (config.has_profile() && !add(config.profile(&rules), path)?)
    {
        return Ok(None);
    }
    let file_of_config = found.and_then(|found| Some(beside(&found.path, found.config.profile_file.as_ref()?)));
    for file in file_of_config.iter().chain(&common.profile) {
        let source = Source::read(file).map_err(|error| named(file, &error))?;
        if !add(Profile::read(&source, &rules), file)? {
            return Ok(None);
        }
    }
    Ok(Some(match profile {
        Some(profile) => rules.with_profile(profile),
        None => rules,
    }))
}

/// A path as a file means it that lies somewhere.
fn beside(file: &Path, path: &str) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(path)
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::other(format!("{}: {}", path.display(), reason(error)))
}
