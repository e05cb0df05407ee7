//! `adsift.toml`: which packs judge, and what is judged otherwise here.
use super::fields::{At, Fields, error};
use super::pack::{WrittenFile, is_too_large};
use super::profile::{WrittenProfile, read_profile};
use super::{Profile, RuleSet, Source};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};
use toml::de::DeTable;

/// A configuration, read. Paths are as written: they mean places beside the file.
#[derive(Clone, Debug)]
pub struct Config {
    file: SourceFile,
    profile: WrittenProfile,
    /// Files and folders of packs.
    pub packs: Vec<String>,
    /// Whether the built-in packs are used.
    pub builtin: bool,
    /// A file with a profile.
    pub profile_file: Option<String>,
}

/// Reads the tables of a configuration. What it disables and overrides goes into the file as read.
pub(super) fn read_config(text: &str, file: usize, problems: &mut Vec<Diagnostic>) -> (WrittenFile, Config) {
    let mut written = WrittenFile::default();
    let source = SourceFile { name: String::new(), text: text.into() };
    let mut config = Config { file: source, profile: WrittenProfile::default(), packs: Vec::new(), builtin: true, profile_file: None };
    let whole = At { value: (), file, start: 0, end: text.lines().next().map_or(0, str::len) };
    if is_too_large(text, &whole, "a configuration", "lists of contacts have files of their own: `block-lists`", problems) {
        return (written, config);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for syntax in &errors {
        let span = syntax.span().unwrap_or(0..0);
        let place = At { value: (), file, start: span.start, end: span.end };
        problems.push(error("syntax", &place, syntax.message().to_owned(), "the file must be TOML 1.0"));
    }
    let mut fields = Fields::new(table.get_ref(), whole.clone(), problems);
    match fields.table("adsift", "write `[adsift]`") {
        Some(head) => {
            let mut head = fields.nested(&head);
            head.format();
            config.packs = head.texts("packs").into_iter().map(|path| path.value).collect();
            config.builtin = head.flag("builtin").unwrap_or(true);
            config.profile_file = head.text("profile").map(|path| path.value);
            written.disable = head.texts("disable");
            head.finish();
        }
        None if errors.is_empty() && !fields.is_wrong("adsift") => {
            let message = "a configuration begins with an `[adsift]` table".to_owned();
            fields.report(error("missing-key", &whole, message, "add `[adsift]` with `format = 1`"));
        }
        None => {}
    }
    if let Some(table) = fields.table("profile", "write `[profile]`") {
        config.profile = read_profile(fields.nested(&table), false);
    }
    written.overrides = fields.points_by_name("override", "write `[override]`");
    fields.finish();
    (written, config)
}

impl Config {
    /// Reads a configuration. Names of rules are looked up when it is added to a compiler.
    ///
    /// # Errors
    /// Every problem at once, with its place.
    pub fn read(source: &Source) -> Result<Config, Diagnostics> {
        let mut items = Vec::new();
        let (_, mut config) = read_config(&source.text, 0, &mut items);
        config.file.name = source.name.clone();
        if items.is_empty() {
            return Ok(config);
        }
        let mut diagnostics = Diagnostics { files: vec![config.file], items };
        diagnostics.sort();
        Err(diagnostics)
    }

    /// Whether it has a `[profile]` table that says something.
    pub fn has_profile(&self) -> bool {
        !self.profile.is_empty()
    }

    /// The profile of its `[profile]` table, with the block-lists that it names beside it.
    ///
    /// # Errors
    /// What it names that the rules do not have.
    pub fn profile(&self, rules: &RuleSet) -> Result<(Profile, Vec<String>), Diagnostics> {
        let mut items = Vec::new();
        let lists = self.profile.block_lists.iter().map(|list| list.value.clone()).collect();
        let profile = self.profile.clone().over(rules, &self.file, &mut items);
        if items.is_empty() { Ok((profile, lists)) } else { Err(Diagnostics { files: vec![self.file.clone()], items }) }
    }
}
