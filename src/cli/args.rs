//! What can be asked: every command and flag, each in one place. Help is made from it.
use super::brief::BriefArgs;
use super::filter::FilterArgs;
use super::meter::Progress;
use super::read::{EncodingArg, Shard};
use crate::offsets::Offsets;
use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;

mod rules;
mod values;

pub(super) use rules::{CheckFormat, ExportFormat, ListFormat, NewKind, RulesCommand};
#[cfg(feature = "markup")]
pub(super) use values::Markup;
pub(super) use values::{Color, ContactsFormat, ExplainFormat, FieldArg, Format, InputKind, Limit, Place, Threshold, Unit};
use values::{field_and_value, folds, hexadecimal, size};

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
    /// Whether a command reads more of a record than its id and its texts
    #[arg(skip)]
    pub whole: bool,
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
    /// What places of a text are counted in, in json, jsonl, csv and tsv [default: byte]
    #[arg(long, value_name = "UNIT")]
    pub offsets: Option<Unit>,
}

impl OffsetArgs {
    /// What they say, where a format tells places in that way.
    pub fn of(&self, format: Format) -> Result<Offsets, &'static str> {
        match (self.offsets, format) {
            (Some(_), Format::Human) => Err("`--offsets` counts places in json, jsonl and csv; the report for reading shows lines"),
            (Some(_), Format::Sarif) => Err(
                "`--offsets` counts places in json, jsonl and csv; a SARIF log counts lines, columns of UTF-16 and bytes, as its readers do",
            ),
            (unit, _) => Ok(unit.unwrap_or_default().offsets()),
        }
    }
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

/// Reads the arguments. Flags of `scan` before another command are a mistake: they would do nothing.
pub(super) fn parse(args: impl Iterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let cli = Cli::try_parse_from(args)?;
    if cli.command.is_some() && cli.scan != Cli::try_parse_from(["adsift"])?.scan {
        let message = "flags of a command stand behind its name, as in `adsift scan --level review`";
        return Err(clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, format!("{message}\n")));
    }
    Ok(cli)
}
