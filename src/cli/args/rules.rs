//! What can be asked of `adsift rules`.
use clap::{Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RulesCommand {
    /// List the rules
    #[command(after_help = "Example: adsift rules list --effective --pack my-pack.toml")]
    List {
        /// Show what layers make of each rule: disabled ones, overridden weights, origin
        #[arg(long)]
        effective: bool,
        /// How the list is written
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        format: ListFormat,
    },
    /// Show all of one rule
    #[command(after_help = "Example: adsift rules show contact-channels.telegram-label")]
    Show {
        /// The rule's id
        id: String,
        /// Tell in how many labelled texts of this folder the rule is found: it holds `labels.tsv`, whose first columns are
        /// file and label (`spam` or `ham`), below one line of headings
        #[arg(long, value_name = "FOLDER")]
        worth: Option<PathBuf>,
    },
    /// Find everything that is wrong with packs, or could be better
    #[command(after_help = "Example: adsift rules check my-pack.toml --deny lints\n\
        Exit status: 0 no errors, 1 lints that are denied, 2 errors.")]
    Check {
        /// A pack, or a folder of packs, to lay on top
        path: Option<PathBuf>,
        /// What makes the check fail beside errors
        #[arg(long, value_name = "WHAT")]
        deny: Option<Deny>,
        /// How problems are written; json is for editors: one array of problems with their places
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        format: CheckFormat,
    },
    /// Run the examples that stand beside each rule
    #[command(after_help = "Example: adsift rules test my-pack.toml --respelled\n\
        Exit status: 0 all examples hold, 1 some fail, 2 a pack has errors.")]
    Test {
        /// A pack, or a folder of packs, to lay on top: only its examples are run. Without it all are, also those of
        /// `--pack`
        path: Option<PathBuf>,
        /// Run each example in mechanical respellings, too: full width, zero-width spaces, look-alikes and others
        #[arg(long)]
        respelled: bool,
        /// Move the marks ⟦⟧ that stand at another place than the rule quotes, after asking
        #[arg(long, requires = "path")]
        update: bool,
        /// Do not ask before marks are moved
        #[arg(long, requires = "update")]
        yes: bool,
    },
    /// Print a pack with one rule to begin with
    #[command(after_help = "Example: adsift rules new my-shop.goods -o my-shop.toml && adsift rules check my-shop.toml")]
    New {
        /// The rule's id, as `pack.rule`
        id: String,
        /// What kind of rule
        #[arg(long, value_name = "KIND", default_value = "literal")]
        kind: NewKind,
        /// Write it to a file that is not there yet
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Write pages about every rule, the reference of the format and its JSON Schema
    #[command(after_help = "Example: adsift rules docs docs --check\n\
        Exit status: 0, 1 where `--check` finds a page that is not as it would be written, 2 an error.")]
    Docs {
        /// The folder to write into: FOLDER/rules/*.md, FOLDER/rule-format.md, FOLDER/pack.schema.json, FOLDER/config.schema.json
        #[arg(value_name = "FOLDER", default_value = "docs")]
        folder: PathBuf,
        /// Write nothing, and tell what would change
        #[arg(long)]
        check: bool,
    },
    /// Print the JSON Schema of packs, for completion in editors
    #[command(after_help = "Example: adsift rules schema > pack.schema.json")]
    Schema,
    /// Write the packs in use as files, to read or to change, or their patterns for other engines
    #[command(after_help = "Example: adsift rules export packs && adsift --no-builtin --pack packs post.md\n\
        Example: adsift rules export --patterns --format jsonl > patterns.jsonl\n\
        The texts that patterns are matched with are folded first, as `adsift normalize` shows: patterns are in lower case, \
        and `\\d \\w \\s \\b` are written out in ASCII. Contacts, structure and composites are more than patterns, and \
        left out.")]
    Export {
        /// A folder that is not there yet: a file a pack
        #[arg(required_unless_present = "patterns", conflicts_with = "patterns")]
        folder: Option<PathBuf>,
        /// Write instead all enabled literals and regexes as they are matched, those of allow rules too, to standard output
        #[arg(long)]
        patterns: bool,
        /// How patterns are written
        #[arg(long, value_name = "FORMAT", default_value = "tsv", requires = "patterns")]
        format: ExportFormat,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// Columns that fit the terminal, 80 where there is none
    Human,
    /// One row a rule: id, kind, category, weight, written weight, enabled or disabled, origin
    Tsv,
    /// One JSON array
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// One row a pattern: rule, literal or regex, pattern, flags. Backslashes, tabs and line breaks of a literal are
    /// escaped by a backslash. `word`: a match neither begins nor ends inside an ASCII word; `caseless`: the text is put
    /// in lower case before
    Tsv,
    /// One JSON object a pattern: also `needs`, the words of which one stands near every match of a regex
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CheckFormat {
    /// For reading
    Human,
    /// One JSON array
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Deny {
    Lints,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum NewKind {
    /// Words
    Literal,
    /// A regular expression
    Regex,
    /// A cue and the value behind it
    Contact,
    /// A structural number
    Structure,
    /// A condition over other rules
    Composite,
    /// What speaks for a text
    Allow,
}
