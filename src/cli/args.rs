//! What can be said on the command line. Help, and later man pages and completions, come from here.
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Finds unsolicited advertising in Chinese and English text, and says why.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Without a command, `scan` is meant: `adsift post.md`, `adsift < post.md`.\n\
                  Exit status: 0 nothing found, 1 found, 2 an error (the rest is still judged)."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub scan: Scan,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge texts (the default)
    #[command(after_help = "Example: adsift scan docs/ --level review")]
    Scan(Scan),
    /// Judge one text and show everything: what counted, what did not, and why
    #[command(after_help = "Example: adsift explain post.md")]
    Explain(Source),
    /// Print only the contacts, in canonical form
    #[command(after_help = "Example: adsift contacts --input jsonl posts.jsonl\nColumns: id, kind, value, start, end, how it was hidden, text")]
    Contacts(Contacts),
    /// Print the text as the rules see it
    #[command(after_help = "Example: echo 'ＴＧ：＠ａｂｃ' | adsift normalize")]
    Normalize(Source),
    /// Look at the rules, check packs, run their examples
    #[command(subcommand, after_help = "Example: adsift rules show sim-cards.card-goods")]
    Rules(Rules),
}

#[derive(Clone, Debug, Args)]
pub struct Scan {
    /// Files and folders; none, or `-`, is standard input
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub records: Records,
    /// How verdicts are written; auto is human for texts and jsonl for records
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    pub format: Format,
    /// What counts as found, for the exit status
    #[arg(long, value_enum, default_value_t = Found::Spam)]
    pub level: Found,
    /// Threads; 0 is one a core
    #[arg(short, long, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
}

/// How the input is made of texts.
#[derive(Clone, Debug, Args)]
pub struct Records {
    /// What the input is; auto goes by the extension (.jsonl, .ndjson), else text
    #[arg(long, value_enum, default_value_t = Input::Auto)]
    pub input: Input,
    /// The field that holds the text: a name or a JSON pointer; NAME=FIELD for several that are judged together
    /// (title, body, author, bio, url)
    #[arg(long = "field", value_name = "[NAME=]FIELD")]
    pub fields: Vec<String>,
    /// The field that holds a record's id
    #[arg(long, default_value = "id", value_name = "FIELD")]
    pub id_field: String,
}

#[derive(Clone, Debug, Args)]
pub struct Contacts {
    /// Files and folders; none, or `-`, is standard input
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub records: Records,
    /// One contact a line, or one record a line
    #[arg(long, value_enum, default_value_t = Lines::Tsv)]
    pub format: Lines,
}

#[derive(Clone, Debug, Args)]
pub struct Source {
    /// A file; none, or `-`, is standard input
    pub path: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Rules {
    /// List the rules
    List {
        /// Also disabled rules, overridden weights, and where each rule comes from
        #[arg(long)]
        effective: bool,
        /// How the list is written
        #[arg(long, value_enum, default_value_t = ListFormat::Human)]
        format: ListFormat,
    },
    /// Show one rule with its examples
    Show {
        /// Its id, as in `sim-cards.card-goods`
        id: String,
    },
    /// Check packs: every problem, with file, line and the way out
    Check {
        /// A pack or a folder of packs, on top of the built-in ones
        path: Option<PathBuf>,
        /// Fail on these too
        #[arg(long, value_enum)]
        deny: Option<Deny>,
    },
    /// Run the examples that stand beside the rules
    Test {
        /// A pack or a folder of packs, on top of the built-in ones
        path: Option<PathBuf>,
    },
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// A pack or a folder of packs, on top of the built-in ones
    #[arg(long = "pack", value_name = "PATH", global = true)]
    pub packs: Vec<PathBuf>,
    /// Leave the built-in packs and policy out
    #[arg(long, global = true)]
    pub no_builtin: bool,
    /// Colours; auto is on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, default_value_t = Colour::Auto, global = true)]
    pub color: Colour,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Auto,
    Human,
    Json,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Input {
    Auto,
    Text,
    Lines,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Found {
    Spam,
    Review,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lines {
    Tsv,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Lints,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}
