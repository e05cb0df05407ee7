//! What a flag's value may be: figures and their limits, sizes, kinds of input and output, places in a record.
use crate::offsets::Offsets;
use crate::scan::{Field, Level};
use clap::ValueEnum;

/// What a figure must reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::cli) enum Limit {
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

pub(super) fn field_and_value(text: &str) -> Result<(String, String), String> {
    text.split_once('=').map(|(field, value)| (field.to_owned(), value.to_owned())).ok_or_else(|| "write it as `tier=adjacent`".to_owned())
}

pub(super) fn hexadecimal(text: &str) -> Result<String, String> {
    let text = text.to_ascii_lowercase();
    let sound = !text.is_empty() && text.chars().all(|c| c.is_ascii_hexdigit());
    if sound { Ok(text) } else { Err("hexadecimal digits, such as `0123`".to_owned()) }
}

/// A size in bytes, with K, M or G for its multiples.
pub(super) fn size(text: &str) -> Result<usize, String> {
    let (digits, shift) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 10),
        Some((at, 'm' | 'M')) => (&text[..at], 20),
        Some((at, 'g' | 'G')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let size = digits.parse::<usize>().ok().and_then(|size| size.checked_shl(shift).filter(|large| large >> shift == size));
    size.filter(|size| *size >= 64).ok_or_else(|| "a number of bytes such as 64M, at least 64".to_owned())
}

pub(super) fn folds(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|folds| (2..=100).contains(folds)).ok_or_else(|| "between 2 and 100".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum InputKind {
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
pub(in crate::cli) enum Markup {
    Html,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
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
pub(in crate::cli) enum Unit {
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
pub(in crate::cli) enum ExplainFormat {
    /// For reading
    Human,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Threshold {
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
pub(in crate::cli) enum ContactsFormat {
    Tsv,
    Jsonl,
}

/// Where a value stands in a JSON record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Place {
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
pub(in crate::cli) struct FieldArg {
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
