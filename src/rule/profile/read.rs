//! A profile as it is written: the table `[profile]` of a file of its own or of `adsift.toml`.
use super::super::fields::{At, Fields, error};
use super::super::meant::{asked, meant};
use super::super::pack::is_too_large;
use super::super::{RuleSet, Source};
use super::list::contact;
use super::{Entry, Profile};
use crate::diagnostic::{Diagnostic, Diagnostics, Label, SourceFile};
use toml::de::DeTable;

/// A `[profile]` table as written: what it means depends on the rules.
#[derive(Clone, Debug, Default)]
pub(in crate::rule) struct WrittenProfile {
    profile: Profile,
    disable: Vec<At<String>>,
    /// Files with contacts that are blocked.
    pub block_lists: Vec<At<String>>,
    entries: Vec<(&'static str, At<String>)>,
}

/// Reads the keys of a `[profile]` table. `with_format` where the table stands in a file of its own.
pub(in crate::rule) fn read_profile(mut fields: Fields<'_, '_>, with_format: bool) -> WrittenProfile {
    if with_format {
        fields.format();
    }
    let mut written = WrittenProfile::default();
    let mut profile = Profile::default();
    for key in ["allow-contacts", "block-contacts"] {
        for text in fields.texts(key) {
            match contact(&text.value) {
                Ok((kind, value)) if key == "allow-contacts" => profile = profile.allow(kind, value),
                Ok((kind, value)) => profile = profile.block(kind, value),
                Err(message) => {
                    let (message, help) = message.split_once(": write").map_or((message.as_str(), ""), |parts| parts);
                    fields.report(error("bad-contact", &text, message.to_owned(), &format!("write{help}")));
                }
            }
            written.entries.push((key, text));
        }
    }
    for text in fields.texts("allow-domains") {
        if text.value.contains(['/', '@', ':', ' ']) || !text.value.contains('.') {
            let message = format!("`{}` is no domain", text.value);
            fields.report(error("bad-value", &text, message, "write it as `shop.example`: no scheme, no path; all below it is meant, too"));
        }
        profile = profile.allow_domain(&text.value);
        written.entries.push(("allow-domains", text));
    }
    let phrases = fields.texts("allow-phrases");
    profile = profile.allow_phrases(phrases.iter().map(|phrase| &phrase.value));
    written.entries.extend(phrases.into_iter().map(|phrase| ("allow-phrases", phrase)));
    written.disable = fields.texts("disable");
    written.entries.extend(written.disable.iter().map(|rule| ("disable", rule.clone())));
    written.block_lists = fields.texts("block-lists");
    written.entries.extend(written.block_lists.iter().map(|list| ("block-lists", list.clone())));
    if let Some(levels) = fields.table("levels", "write `levels = { review = 4.0, spam = 5.0 }`") {
        let mut levels = fields.nested(&levels);
        let (review, spam) = (levels.points("review"), levels.points("spam"));
        levels.finish();
        if let (Some(review), Some(spam)) = (&review, &spam)
            && review.value > spam.value
        {
            let message = "`review` needs a higher score than `spam`".to_owned();
            let mut crossed = error("bad-value", review, message, "review is the lower level");
            crossed.labels.push(spam.label("the score of `spam`"));
            fields.report(crossed);
        }
        for (name, at) in [("levels.review", &review), ("levels.spam", &spam)] {
            written.entries.extend(at.as_ref().map(|at| (name, at.with(at.value.to_string()))));
        }
        (profile.review, profile.spam) = (review.map(|at| at.value), spam.map(|at| at.value));
    }
    fields.finish();
    written.profile = profile;
    written
}

impl WrittenProfile {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The profile over these rules, and what it names that they do not have.
    pub fn over(self, rules: &RuleSet, file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Profile {
        let mut profile = self.profile;
        for name in &self.disable {
            let found = rules.named(&name.value);
            if found.is_empty() {
                let ids: Vec<&str> = rules.rules().iter().map(|rule| rule.id()).collect();
                let help = meant(&name.value, &ids).map_or_else(|| "`adsift rules list` shows what there is".to_owned(), asked);
                problems.push(error("unknown-rule", name, format!("unknown rule `{}`", name.value), &help));
            }
            for id in found {
                profile = profile.disable(id);
            }
        }
        let files = Diagnostics { files: vec![file.clone()], items: Vec::new() };
        let origin = |at: &At<String>| {
            let label = Label { file: 0, start: at.start, end: at.end, text: String::new() };
            format!("{}:{}", file.name, files.position(&label).0)
        };
        profile.origins = self.entries.iter().map(|(key, at)| Entry { key, value: at.value.clone(), origin: origin(at) }).collect();
        profile
    }
}

impl Profile {
    /// Reads a file with a `[profile]` table, and gives the block-lists that it names beside it, which the caller reads: a
    /// file's name means something only where it lies.
    ///
    /// ```
    /// use adsift::{Profile, RuleSet, Source};
    /// let rules = RuleSet::builtin();
    /// let file = "[profile]\nformat = 1\nallow-contacts = [\"telegram:lumo_help\"]\ndisable = [\"tickets.*\"]\n";
    /// let (profile, block_lists) = Profile::read(&Source::new("group.toml", file), &rules)?;
    /// assert!(block_lists.is_empty());
    /// let verdict = rules.with_profile(profile).scanner().scan("telegram: @lumo_help");
    /// assert_eq!(verdict.score().hundredths(), 0);
    /// # Ok::<(), adsift::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// Every problem at once, with its place.
    pub fn read(source: &Source, rules: &RuleSet) -> Result<(Profile, Vec<String>), Diagnostics> {
        let mut problems = Vec::new();
        let whole = At { value: (), file: 0, start: 0, end: source.text.lines().next().map_or(0, str::len) };
        let help = "lists of contacts have files of their own: `block-lists`";
        if is_too_large(&source.text, &whole, "a profile", help, &mut problems) {
            let files = vec![SourceFile { name: source.name.clone(), text: source.text.clone() }];
            return Err(Diagnostics { files, items: problems });
        }
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        for syntax in &errors {
            let span = syntax.span().unwrap_or(0..0);
            let place = At { value: (), file: 0, start: span.start, end: span.end };
            problems.push(error("syntax", &place, syntax.message().to_owned(), "the file must be TOML 1.0"));
        }
        let mut fields = Fields::new(table.get_ref(), whole.clone(), &mut problems);
        let written = match fields.table("profile", "write `[profile]`") {
            Some(table) => read_profile(fields.nested(&table), true),
            None => {
                if errors.is_empty() && !fields.is_wrong("profile") {
                    let message = "a profile has a `[profile]` table".to_owned();
                    fields.report(error("missing-key", &whole, message, "add `[profile]` with `format = 1`"));
                }
                WrittenProfile::default()
            }
        };
        fields.finish();
        let file = SourceFile { name: source.name.clone(), text: source.text.clone() };
        let lists = written.block_lists.iter().map(|list| list.value.clone()).collect();
        let profile = written.over(rules, &file, &mut problems);
        if problems.is_empty() {
            return Ok((profile, lists));
        }
        let mut diagnostics = Diagnostics { files: vec![file], items: problems };
        diagnostics.sort();
        Err(diagnostics)
    }
}
