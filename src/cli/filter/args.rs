//! What can be asked of `adsift filter`.
use super::super::args::{InputArgs, Threshold};
use crate::scan::Level;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct FilterArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// The level from which on records are left out
    #[arg(long, value_name = "LEVEL", default_value = "spam", conflicts_with = "only")]
    pub drop: Threshold,
    /// Pass only records of exactly this level
    #[arg(long, value_name = "LEVEL")]
    pub only: Option<OnlyLevel>,
    /// Add the verdict to each record that passes: to JSON under this key, to rows as columns whose names begin with it
    #[arg(long, value_name = "KEY", value_parser = key)]
    pub annotate: Option<String>,
    /// Write what is left out, with the reasons, as JSON lines; a folder where `--output` is one
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Tell counts by level, category and rule at the end; as JSON where a file is named
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "-")]
    pub stats: Option<PathBuf>,
    /// What becomes of records that cannot be read: they pass, are left out, or end the run [default: keep]
    #[arg(long, value_name = "WHAT")]
    pub on_error: Option<OnError>,
    /// Write to a file, or of several files each to one of its name in this folder; whole or not at all. `.gz` and `.zst`
    /// are compressed
    #[arg(short, long, value_name = "PATH", visible_alias = "out")]
    pub output: Option<PathBuf>,
    /// Go on where an earlier run with the same flags ended: files that it finished are left as they are
    #[arg(long, requires = "output")]
    pub resume: bool,
}

impl FilterArgs {
    /// Whether a record of this level passes.
    pub fn passes(&self, level: Level) -> bool {
        match self.only {
            Some(only) => only.level() == level,
            None => level < self.drop.level(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OnlyLevel {
    Clean,
    Review,
    Spam,
}

impl OnlyLevel {
    fn level(self) -> Level {
        match self {
            OnlyLevel::Clean => Level::Clean,
            OnlyLevel::Review => Level::Review,
            OnlyLevel::Spam => Level::Spam,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OnError {
    /// They pass as they are
    #[default]
    Keep,
    /// They are left out
    Reject,
    /// The first one ends the run
    Fail,
}

fn key(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("a key has a name".to_owned()) } else { Ok(text.to_owned()) }
}
