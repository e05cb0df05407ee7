//! What can be asked: every command and flag, each in one place. Help is made from it.
use super::brief::BriefArgs;
use super::filter::FilterArgs;
use super::meter::Progress;
use super::read::{EncodingArg, Shard};
use crate::offsets::Offsets;
use crate::scan::{Field, Level};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

mod rules;

pub(super) use rules::{CheckFormat, ExportFormat, ListFormat, NewKind, RulesCommand};

/// Finds unsolicited advertising in Chinese and English text, with reasons.
#[derive(Debug, Parser)]
#[command(name = "adsift", version, max_term_width = 100)]
#[command(override_usage = "adsift [OPTIONS] [PATH]...\n       adsift [OPTIONS] COMMAND ...")]
#[command(after_help = "Example: adsift post.md\n\
    Exit status: 0 nothing found, 1 something found, 2 something could not be read, also where something \
    was found. `adsift COMMAND --help` tells more.")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub scan: ScanArgs,
    #[command(flatten)]
    pub common: Common,
}

/// What stands over the options that every command knows.
const EVERYWHERE: &str = "Options of every command";

/// What every command knows.
#[derive(Clone, Debug, Args)]
pub(super) struct Common {
    /// Lay a pack, or all packs of a folder, on top of the built-in ones (repeatable)
    #[arg(long, value_name = "PATH", global = true, help_heading = EVERYWHERE)]
    pub pack: Vec<PathBuf>,
    /// Leave the built-in packs and their policy out
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub no_builtin: bool,
    /// Read this configuration [default: `adsift.toml` in the working directory or above it; `eval`, `tune` and `filter` read none]
    #[arg(long, value_name = "FILE", global = true, help_heading = EVERYWHERE)]
    pub config: Option<PathBuf>,
    /// Read no configuration, and no packs of `ADSIFT_PACKS`
    #[arg(long, global = true, conflicts_with = "config", help_heading = EVERYWHERE)]
    pub no_config: bool,
    /// Judge under a profile: contacts, domains and phrases that are allowed, contacts that are blocked, rules that do not
    /// count, levels (repeatable)
    #[arg(long, value_name = "FILE", global = true, help_heading = EVERYWHERE)]
    pub profile: Vec<PathBuf>,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, help_heading = EVERYWHERE)]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge texts (what happens without a command, too)
    #[command(after_help = "Example: adsift scan --input jsonl --field body < posts.jsonl\n\
        Exit status: 0 nothing found, 1 a text of the level asked for, 2 something could not be read: the rest is judged all \
        the same, and what was found stands in the output.")]
    Scan(ScanArgs),
    /// Explain verdicts in full: also what gave no points, and why
    #[command(after_help = "Example: adsift explain post.md\n\
        Exit status: 0 whatever the verdict, 2 something could not be read.")]
    Explain(ExplainArgs),
    /// Pass records through as they are, without advertisements
    #[command(after_help = "Example: zstdcat crawl.jsonl.zst | adsift filter --input jsonl --rejects spam.jsonl > kept.jsonl\n\
        Exit status: 0 whatever was left out, 2 something could not be read, and `--on-error` does not say what becomes of it.")]
    Filter(Box<FilterArgs>),
    /// Print the contacts of texts, one a line
    #[command(after_help = "Example: adsift contacts docs/ | cut -f 2,3 | sort | uniq -c\n\
        Exit status: 0 whether there are contacts or not, 2 something could not be read.")]
    Contacts(ContactsArgs),
    /// Print texts as the rules see them
    #[command(after_help = "Example: echo 'ＶＸ：電話' | adsift normalize\n\
        Of a JSON record it writes one of its id and its fields. Several files are set off by headings.\n\
        Exit status: 0, or 2 where something could not be read.")]
    Normalize(NormalizeArgs),
    /// Measure the rules on labelled JSON records: recall, false positives, each rule's worth
    #[command(after_help = "Example: adsift eval labelled.jsonl --html report.html --fail-under recall=0.9,fpr=0.001\n\
        Exit status: 0, 1 where a figure misses what `--fail-under` asks for, 2 where something could not be read.")]
    Eval(EvalArgs),
    /// Fit the rules' weights to labelled JSON records, and write them as a pack
    #[command(after_help = "Example: adsift tune labelled.jsonl -o weights.toml && adsift --pack weights.toml post.md\n\
        Exit status: 0, or 2 where something could not be read.")]
    Tune(TuneArgs),
    /// List, show, check and test rules
    #[command(subcommand, after_help = "Example: adsift rules check my-pack.toml")]
    Rules(RulesCommand),
    /// Print completions for a shell
    #[command(after_help = "Example: adsift completions bash > ~/.local/share/bash-completion/completions/adsift")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write all pages into a folder
    #[command(after_help = "Example: adsift man | man -l -")]
    Man {
        /// Write the page of every command into this folder, which must be there
        #[arg(long, value_name = "FOLDER")]
        output: Option<PathBuf>,
    },
}

/// The longest record that is read whole, where nobody says otherwise.
const MAX_RECORD: &str = "8M";

/// What is read, and how.
#[derive(Clone, Debug, PartialEq, Args)]
pub(super) struct InputArgs {
    /// Files and directories; `-`, or none, is standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What a file holds; `auto` goes by its extension
    #[arg(long, value_name = "KIND", default_value = "auto")]
    pub input: InputKind,
    /// Field of a JSON record that holds its text: a name or a JSON pointer. Fields named `title=`, `body=`, `author=`,
    /// `bio=` and `url=` (repeatable) are judged together: without a name it is the body, and a record needs one of them
    /// [default: text]
    #[arg(long, value_name = "[NAME=]FIELD")]
    pub field: Vec<FieldArg>,
    /// Field of a JSON record that holds its id: a name or a JSON pointer
    #[arg(long, value_name = "FIELD", default_value = "id")]
    pub id_field: Place,
    /// Texts end with a NUL byte, and not with their line: implies `--input lines`
    #[arg(short = 'z', long)]
    pub null_data: bool,
    /// The first row of CSV or TSV is a record, and names no columns: fields are numbers, the first one `/0`
    #[arg(long)]
    pub no_header: bool,
    /// How files are encoded; `auto` knows UTF-8, and UTF-16 by its mark, GB18030 and Big5 by their bytes
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub encoding: EncodingArg,
    /// The longest record that is read whole, in bytes; of a longer text both ends are judged, half as long each
    #[arg(long, value_name = "BYTES", default_value = MAX_RECORD, value_parser = size)]
    pub max_record: usize,
    /// Write each answer before more is read, also where files are read
    #[arg(long)]
    pub line_buffered: bool,
    /// Judge what a page shows, and leave out its tags, scripts, styles, comments and hidden elements; places are those of
    /// the page
    #[cfg(feature = "markup")]
    #[arg(long, value_name = "LANGUAGE")]
    pub markup: Option<Markup>,
    /// Read only every Nth file, from the Ith on in the order of their names: `2/4` is the second of four parts, each for a
    /// program of its own
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// When to tell how far it is, on standard error; `auto` where that is a terminal and the output is none
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub progress: Progress,
    /// How many threads judge; 0 is one for each core
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub jobs: usize,
}

#[derive(Clone, Debug, PartialEq, Args)]
pub(super) struct ScanArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// How verdicts are written; `auto` is human for texts and jsonl for records
    #[arg(long, value_name = "FORMAT", default_value = "auto", conflicts_with = "brief")]
    pub format: Format,
    /// The level from which on a text counts as found, for the exit status
    #[arg(long, value_name = "LEVEL", default_value = "spam")]
    pub level: Threshold,
    #[command(flatten)]
    pub offsets: OffsetArgs,
    #[command(flatten)]
    pub brief: BriefArgs,
    /// Write a zero byte behind names of files, for `xargs -0`
    #[arg(short = '0', long, requires = "brief", conflicts_with = "quiet")]
    pub null: bool,
}

/// What places are counted in.
#[derive(Clone, Debug, Default, PartialEq, Args)]
pub(super) struct OffsetArgs {
    /// What places of a text are counted in, where programs read them; people are shown lines and columns
    #[arg(long, value_name = "UNIT", default_value = "byte")]
    pub offsets: Unit,
}

#[derive(Debug, Args)]
pub(super) struct ContactsArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// How contacts are written; tsv has the columns id, kind, value, start, end, classes and text, and field before
    /// start where fields are named
    #[arg(long, value_name = "FORMAT", default_value = "tsv")]
    pub format: ContactsFormat,
    /// Begin tsv with a row of the columns' names
    #[arg(long)]
    pub header: bool,
    /// Count instead how many records share each contact, the most shared first: contact, records, times, and how many of
    /// the records are spam; a block-list for a profile
    #[arg(long)]
    pub count: bool,
    /// With `--count`: leave out contacts that fewer records share
    #[arg(long, value_name = "N", requires = "count", default_value_t = 1)]
    pub min_records: u64,
    #[command(flatten)]
    pub offsets: OffsetArgs,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Tell instead which part of this rule a text does not have, and what the levels lack
    #[arg(long, value_name = "RULE", conflicts_with = "format")]
    pub why_not: Option<String>,
    /// How explanations are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: ExplainFormat,
    #[command(flatten)]
    pub offsets: OffsetArgs,
}

#[derive(Debug, Args)]
pub(super) struct NormalizeArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Show what each step changed: step, bytes of the text (start..end, end excluded), what stood there, what became of
    /// it
    #[arg(long)]
    pub trace: bool,
}

/// Labelled records.
#[derive(Debug, Args)]
pub(super) struct LabelArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Field that holds the label
    #[arg(long, value_name = "FIELD", default_value = "label")]
    pub label: String,
    /// Label of advertisements (repeatable)
    #[arg(long, value_name = "LABEL", default_value = "spam")]
    pub spam: Vec<String>,
    /// Label of all other texts (repeatable); records of any third label are counted and left out
    #[arg(long, value_name = "LABEL", default_value = "ham")]
    pub ham: Vec<String>,
    /// Count records with this value of a field among those of a third label (repeatable)
    #[arg(long, value_name = "FIELD=VALUE", value_parser = field_and_value)]
    pub gray: Vec<(String, String)>,
    /// Field that tells which records belong together: a promoter, a repository, a template
    #[arg(long, value_name = "FIELD", default_value = "promoter")]
    pub group: String,
    /// Fields by whose values the figures are broken down
    #[arg(long, value_name = "FIELD", value_delimiter = ',', default_value = "tier,kind,lang,dataset")]
    pub strata: Vec<String>,
    /// Field that holds the contacts that must be found: a list of `kind:value`
    #[arg(long, value_name = "FIELD", default_value = "contacts")]
    pub contacts: String,
    /// Leave groups unopened whose SHA-256 ends in one of these hexadecimal digits
    #[arg(long, value_name = "DIGITS", value_parser = hexadecimal)]
    pub hold_out: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    #[command(flatten)]
    pub labelled: LabelArgs,
    /// How many of the worst false positives and misses are explained
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub worst: usize,
    /// Show every rule that counted, not only those that honest texts hit most
    #[arg(long)]
    pub all_rules: bool,
    /// Give every figure a second time with the labels that this file corrects: lines of id, label and reason, with tabs
    #[arg(long, value_name = "FILE")]
    pub relabel: Option<PathBuf>,
    /// Write all figures as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write a report for a browser, with plots
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Tell what changed since the run that wrote this JSON
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Fail where a figure is worse: `recall=`, `mean=` (over groups), `precision=` at least, `fpr=` at most, as shares
    #[arg(long, value_name = "FIGURE=SHARE", value_delimiter = ',')]
    pub fail_under: Vec<Limit>,
}

#[derive(Debug, Args)]
pub(super) struct TuneArgs {
    #[command(flatten)]
    pub labelled: LabelArgs,
    /// Into how many parts the groups fall, each judged by weights that were fitted without it
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = folds)]
    pub folds: usize,
    /// Write the fitted weights as a pack for `--pack`
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What a figure must reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Limit {
    Recall(f64),
    Mean(f64),
    Precision(f64),
    FalsePositives(f64),
}

impl Limit {
    pub fn value(self) -> f64 {
        match self {
            Limit::Recall(value) | Limit::Mean(value) | Limit::Precision(value) | Limit::FalsePositives(value) => value,
        }
    }
}

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("write it as `recall=0.9`")?;
        let value: f64 = value.parse().ok().filter(|value| (0.0..=1.0).contains(value)).ok_or("a share lies between 0 and 1")?;
        match name {
            "recall" => Ok(Limit::Recall(value)),
            "mean" => Ok(Limit::Mean(value)),
            "precision" => Ok(Limit::Precision(value)),
            "fpr" => Ok(Limit::FalsePositives(value)),
            _ => Err("the figures are recall, mean, precision and fpr".to_owned()),
        }
    }
}

fn field_and_value(text: &str) -> Result<(String, String), String> {
    text.split_once('=').map(|(field, value)| (field.to_owned(), value.to_owned())).ok_or_else(|| "write it as `tier=adjacent`".to_owned())
}

fn hexadecimal(text: &str) -> Result<String, String> {
    let text = text.to_ascii_lowercase();
    let sound = !text.is_empty() && text.chars().all(|c| c.is_ascii_hexdigit());
    if sound { Ok(text) } else { Err("hexadecimal digits, such as `0123`".to_owned()) }
}

/// A size in bytes, with K, M or G for its multiples.
fn size(text: &str) -> Result<usize, String> {
    let (digits, shift) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 10),
        Some((at, 'm' | 'M')) => (&text[..at], 20),
        Some((at, 'g' | 'G')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let size = digits.parse::<usize>().ok().and_then(|size| size.checked_shl(shift).filter(|large| large >> shift == size));
    size.filter(|size| *size >= 64).ok_or_else(|| "a number of bytes such as 64M, at least 64".to_owned())
}

fn folds(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|folds| (2..=100).contains(folds)).ok_or_else(|| "between 2 and 100".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum InputKind {
    #[default]
    Auto,
    /// A file is a text
    Text,
    /// A line is a text
    Lines,
    /// A line is a JSON record
    Jsonl,
    /// The whole is a JSON list of records
    Json,
    /// A row is a record, its cells parted by commas
    Csv,
    /// A row is a record, its cells parted by tabs
    Tsv,
    /// A row of a table is a record, a column a field
    #[cfg(feature = "parquet")]
    Parquet,
}

/// What texts are written in.
#[cfg(feature = "markup")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Markup {
    Html,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Auto,
    /// For reading
    Human,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// One row a text, behind a row of the columns' names
    Csv,
    /// One SARIF 2.1.0 log, for code hosts and editors: a result for each rule that gave points
    Sarif,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Unit {
    /// Bytes of UTF-8
    #[default]
    Byte,
    /// Unicode characters, as Python counts
    Char,
    /// 16-bit units, as JavaScript and Java count
    Utf16,
}

impl Unit {
    pub fn offsets(self) -> Offsets {
        match self {
            Unit::Byte => Offsets::Byte,
            Unit::Char => Offsets::Char,
            Unit::Utf16 => Offsets::Utf16,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    /// For reading
    Human,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Threshold {
    #[default]
    Spam,
    Review,
}

impl Threshold {
    pub fn level(self) -> Level {
        match self {
            Threshold::Spam => Level::Spam,
            Threshold::Review => Level::Review,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ContactsFormat {
    Tsv,
    Jsonl,
}

/// Where a value stands in a JSON record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Name(String),
    Pointer(String),
}

impl Place {
    /// The place as it was written.
    pub fn as_str(&self) -> &str {
        match self {
            Place::Name(text) | Place::Pointer(text) => text,
        }
    }
}

/// As the flags' own defaults say.
impl Default for Place {
    fn default() -> Self {
        Place::Name("id".to_owned())
    }
}

impl std::str::FromStr for Place {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "" => Err("a field has a name".to_owned()),
            _ if text.starts_with('/') => Ok(Place::Pointer(text.to_owned())),
            _ => Ok(Place::Name(text.to_owned())),
        }
    }
}

/// One `--field`: a place, and the field of a text that it fills where it is one of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldArg {
    pub field: Option<Field>,
    pub place: Place,
}

/// As it was written.
impl std::fmt::Display for FieldArg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.field {
            Some(field) => write!(f, "{}={}", field.name(), self.place.as_str()),
            None => f.write_str(self.place.as_str()),
        }
    }
}

impl std::str::FromStr for FieldArg {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, place)) if !text.starts_with('/') => {
                let Some(field) = Field::ALL.into_iter().find(|field| field.name() == name) else {
                    return Err(format!("`{name}` is no field of a text: they are {}", Field::ALL.map(Field::name).join(", ")));
                };
                Ok(FieldArg { field: Some(field), place: place.parse()? })
            }
            _ => Ok(FieldArg { field: None, place: text.parse()? }),
        }
    }
}

/// Reads the arguments. Flags of `scan` before another command are a mistake: they would do nothing.
pub(super) fn parse(args: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let cli = Cli::try_parse_from(args)?;
    if cli.command.is_some() && cli.scan != Cli::try_parse_from(["adsift"])?.scan {
        let message = "flags of a command stand behind its name, as in `adsift scan --level review`";
        return Err(clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, format!("{message}\n")));
    }
    Ok(cli)
}
