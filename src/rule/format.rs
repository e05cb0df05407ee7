//! The format of packs as data: every key of every table, from which reference and JSON Schema are made. Tests hold that
//! these are the keys and names that the reader knows.
use super::pack::{FEATURES, GAP_LIMIT, GLUES, REGIONS, SCOPES, SHAPES, WITHIN, kind_names};

mod tables;

pub use tables::{CONFIG_TABLES, TABLES};

/// A table that a pack or a policy may hold.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name: `[pack]`, `[[literal]]`.
    pub name: &'static str,
    /// Whether there may be several, as `[[name]]`.
    pub several: bool,
    /// Whether it is a rule, and so has the keys of every rule.
    pub rule: bool,
    /// What it is, in a sentence.
    pub why: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// A key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: KeyKind,
    /// What holds where it is missing; `required` where it must be there.
    pub default: &'static str,
    /// What it means, in a sentence.
    pub why: &'static str,
    /// One, as it is written.
    pub example: &'static str,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// A string.
    Text,
    /// A name in lower-case letters, digits and hyphens.
    Id,
    /// A list of strings.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A whole number from 0 to this.
    Whole(u32),
    /// A number from 0 to 1000 with at most two decimals.
    Points,
    /// A table of points by name.
    PointsByName,
    /// A day, as `"2027-01-01"`.
    Day,
    /// Strings, or tables of `text` and `value`.
    Examples,
    /// The version of the format: 1.
    Format,
    /// A table with the keys of a level.
    Level,
    /// One of the kinds of contacts.
    ContactKind,
    /// A list of kinds of contacts.
    ContactKinds,
    /// One of the shapes of contacts.
    Shape,
    /// One of the structural numbers.
    Feature,
    /// How much of a mark a gap needs.
    Glue,
    /// Where the members of a composite stand.
    Within,
    /// A part of a text.
    Region,
    /// How far an allow rule reaches.
    Scope,
}

impl KeyKind {
    /// The names that it can be one of; empty for others.
    pub fn names(self) -> Vec<&'static str> {
        fn firsts<T>(names: &[(&'static str, T)]) -> Vec<&'static str> {
            names.iter().map(|(name, _)| *name).collect()
        }
        match self {
            KeyKind::ContactKind | KeyKind::ContactKinds => firsts(&kind_names()),
            KeyKind::Shape => firsts(SHAPES),
            KeyKind::Feature => firsts(FEATURES),
            KeyKind::Glue => firsts(GLUES),
            KeyKind::Within => firsts(WITHIN),
            KeyKind::Region => firsts(REGIONS),
            KeyKind::Scope => firsts(SCOPES),
            _ => Vec::new(),
        }
    }

    /// The kind in words.
    pub fn words(self) -> String {
        match self {
            KeyKind::Text => "text".into(),
            KeyKind::Id => "id".into(),
            KeyKind::Texts => "list of texts".into(),
            KeyKind::Flag => "`true` or `false`".into(),
            KeyKind::Whole(u32::MAX) => "whole number".into(),
            KeyKind::Whole(most) => format!("whole number, at most {most}"),
            KeyKind::Points => "points: 0 to 1000, two decimals".into(),
            KeyKind::PointsByName => "table of points by name".into(),
            KeyKind::Day => "day in quotation marks".into(),
            KeyKind::Examples => "list of examples".into(),
            KeyKind::Format => "1".into(),
            KeyKind::Level => "table of a level".into(),
            KeyKind::ContactKinds => "list of kinds of contacts".into(),
            KeyKind::ContactKind
            | KeyKind::Shape
            | KeyKind::Feature
            | KeyKind::Glue
            | KeyKind::Within
            | KeyKind::Region
            | KeyKind::Scope => {
                let names: Vec<String> = self.names().iter().map(|name| format!("`{name}`")).collect();
                if names.len() > 6 { "one of the names below".into() } else { names.join(", ") }
            }
        }
    }
}

impl Table {
    /// The keys of a rule's table: those of every rule, then its own. An allow rule gives no points.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> {
        let common = tables::RULE.iter().filter(|key| self.name != "allow" || !matches!(key.name, "category" | "weight"));
        common.filter(|_| self.rule).chain(self.keys)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Compiler, Source};
    use super::*;
    use std::collections::BTreeSet;

    /// What a pack is told of this code.
    fn help(file: String, code: &str) -> String {
        let problems = Compiler::new().add(Source::new("mine.toml", file.clone())).build().expect_err("a mistake");
        let found = problems.items.iter().find(|item| item.code == code);
        found.unwrap_or_else(|| panic!("{file} is not told {code}: {problems}")).help.clone()
    }

    fn head(table: &Table) -> String {
        let brackets = if table.several { format!("[[{}]]", table.name) } else { format!("[{}]", table.name) };
        brackets + "\n"
    }

    #[test]
    fn the_keys_are_those_that_the_reader_asks_for() {
        for table in TABLES.iter().filter(|table| table.name != "override") {
            let help = help(format!("{}qqqqqqqqqqqqqqqqqqqqqqqq = 1\n", head(table)), "unknown-key");
            let read = help.strip_prefix("the keys here are ").unwrap_or_else(|| panic!("{}: {help}", table.name));
            // The reader asks an allow rule for what it must not have.
            let refused = |key: &&str| table.name == "allow" && matches!(*key, "category" | "weight");
            let read: BTreeSet<&str> = read.split(", ").filter(|key| !refused(key)).collect();
            assert_eq!(table.all_keys().map(|key| key.name).collect::<BTreeSet<_>>(), read, "[{}]", table.name);
        }
    }

    #[test]
    fn the_keys_of_configurations_are_those_that_the_reader_asks_for() {
        for table in CONFIG_TABLES {
            let file = format!("[adsift]\nformat = 1\n{}qqqqqqqqqqqqqqqqqqqqqqqq = 1\n", head(table)).replacen(
                "[adsift]\nformat = 1\n[adsift]",
                "[adsift]",
                1,
            );
            let problems = super::super::Config::read(&Source::new("adsift.toml", file)).expect_err("an unknown key");
            let found = problems.items.iter().find(|item| item.code == "unknown-key").map(|item| item.help.as_str());
            let read = found.and_then(|help| help.strip_prefix("the keys here are ")).unwrap_or_else(|| panic!("{problems}"));
            let read: BTreeSet<&str> = read.split(", ").collect();
            assert_eq!(table.all_keys().map(|key| key.name).collect::<BTreeSet<_>>(), read, "[{}]", table.name);
        }
    }

    #[test]
    fn every_kind_of_rule_is_a_table() {
        let tables: BTreeSet<&str> = TABLES.iter().filter(|table| !table.name.contains('.')).map(|table| table.name).collect();
        let read = help("qqqqqqqqqqqqqqqqqqqqqqqq = 1\n[pack]\nid = \"mine\"\nformat = 1\n".to_owned(), "unknown-key");
        assert_eq!(read.strip_prefix("the keys here are ").map(|keys| keys.split(", ").collect()), Some(tables));
    }

    #[test]
    fn the_examples_of_keys_are_taken() {
        for table in TABLES.iter().filter(|table| table.rule) {
            for key in table.all_keys() {
                let file = format!("{}{}\n", head(table), key.example);
                let problems = Compiler::new().add(Source::new("mine.toml", file)).build().expect_err("no policy");
                let wrong = |code: &str| ["bad-value", "wrong-type", "syntax", "unknown-key"].contains(&code);
                let told: Vec<_> = problems.items.iter().filter(|item| wrong(item.code)).collect();
                assert!(told.is_empty() || key.name == "hosts", "{}: {told:?}", key.name);
            }
        }
    }
}
