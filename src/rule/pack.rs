//! A pack as it is written: one TOML file, read into rules that still name each other.
use super::fields::{At, Fields, error};
use super::policy::{WrittenCategory, WrittenPolicy, category, policy};
use crate::diagnostic::Diagnostic;
use crate::points::Points;
use crate::signal::{ContactKind, Feature, Glue, Shape};
use toml::de::DeTable;

mod body;
mod example;
mod names;

pub use example::Example;

#[cfg(feature = "cli")]
pub(super) use body::{GAP_LIMIT, GLUES, REGIONS, SCOPES, WITHIN};
#[cfg(feature = "cli")]
pub(super) use names::{FEATURES, SHAPES, kind_names};

use body::read_body;
use example::examples;

/// The largest pack, in bytes.
pub(super) const PACK_LIMIT: usize = 4 << 20;
/// How far an allow rule reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// It must cover the hit.
    Span,
    /// Hits in its line.
    Line,
    /// Hits in its section: from its heading to the next.
    Section,
    /// The whole text: it lowers caps, and suppresses nothing.
    Text,
}

/// Where the rules of a condition must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CompositeRegion {
    /// Anywhere in the window that is judged.
    Window,
    /// In the title of the text.
    Title,
    /// In the text of a link to the web.
    LinkText,
    /// In one line.
    Line,
}

/// A part of a text that an allow rule can speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    Code,
    Quote,
}

/// What kind of rule it is, with what only that kind has.
#[derive(Clone, Debug)]
pub(super) enum Written {
    Literal {
        any: Vec<At<String>>,
        inside_words: bool,
    },
    Regex {
        pattern: At<String>,
        needs: Vec<At<String>>,
        inside_words: bool,
    },
    Contact {
        kind: ContactKind,
        cues: Vec<At<String>>,
        /// Cues that hide the channel they name.
        disguised: Vec<At<String>>,
        respelled: Vec<At<String>>,
        hosts: Vec<At<String>>,
        before: bool,
        gap: usize,
        glue: Glue,
        shape: At<Shape>,
    },
    Structure {
        feature: Feature,
        at_least: u32,
        at_most: Option<u32>,
        kinds: Vec<ContactKind>,
    },
    Composite {
        when: At<String>,
        region: CompositeRegion,
    },
    Allow {
        by: WrittenAllow,
        scope: Scope,
        suppresses: Vec<At<String>>,
        caps: Vec<(At<String>, Points)>,
    },
}

/// What an allow rule is found by.
#[derive(Clone, Debug)]
pub(super) enum WrittenAllow {
    Any(Vec<At<String>>),
    Pattern(At<String>, Vec<At<String>>),
    When(At<String>),
    /// Where it stands, under a condition over the whole text or without one.
    Within(Region, Option<At<String>>),
}

/// A rule as written.
#[derive(Clone, Debug)]
pub(super) struct WrittenRule {
    /// `pack.rule`, at the place of the rule's own id.
    pub id: At<String>,
    pub category: Option<At<String>>,
    pub weight: Option<At<Points>>,
    pub why: String,
    pub lang: Vec<String>,
    /// When somebody is to look whether it is still needed, as `2027-01-01`.
    pub expires: Option<At<String>>,
    pub hits: Vec<Example>,
    pub misses: Vec<Example>,
    pub body: Written,
}

/// One file as written.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenFile {
    pub pack: Option<At<String>>,
    pub rules: Vec<WrittenRule>,
    pub categories: Vec<WrittenCategory>,
    pub disable: Vec<At<String>>,
    /// Packs that it rests on.
    pub extends: Vec<At<String>>,
    pub overrides: Vec<(At<String>, Points)>,
    pub policy: Option<WrittenPolicy>,
}

/// Reads one file, and reports all that is wrong with it.
pub(super) fn read(text: &str, file: usize, problems: &mut Vec<Diagnostic>) -> WrittenFile {
    let mut written = WrittenFile::default();
    let whole = At { value: (), file, start: 0, end: text.lines().next().map_or(0, str::len) };
    if is_too_large(text, &whole, "a pack", "split it into several packs", problems) {
        return written;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for syntax in &errors {
        let span = syntax.span().unwrap_or(0..0);
        let place = At { value: (), file, start: span.start, end: span.end };
        problems.push(error("syntax", &place, syntax.message().to_owned(), "the file must be TOML 1.0"));
    }
    let mut fields = Fields::new(table.get_ref(), whole.clone(), problems);
    let head = fields.table("pack", "write `[pack]`");
    let levels = fields.table("policy", "write `[policy]`");
    match (&head, &levels) {
        (Some(head), Some(levels)) => {
            let (first, second) =
                if head.start < levels.start { (head.with(()), levels.with(())) } else { (levels.with(()), head.with(())) };
            let message = "a file is a pack or a policy, and this one says both".to_owned();
            let mut both = error("pack-and-policy", &second, message, "give the policy a file of its own");
            both.labels.push(first.label("and here"));
            fields.report(both);
        }
        (None, None) if errors.is_empty() && !fields.is_wrong("pack") && !fields.is_wrong("policy") => fields.report(error(
            "missing-key",
            &whole,
            "a pack begins with a `[pack]` table, a policy with `[policy]`".to_owned(),
            "add `[pack]` with `id = \"my-pack\"` and `format = 1`",
        )),
        _ => {}
    }
    if let Some(head) = &head {
        read_head(fields.nested(head), &mut written);
    }
    written.policy = levels.map(|levels| policy(fields.nested(&levels)));
    let pack = written.pack.as_ref().map_or("", |pack| &pack.value).to_owned();
    for kind in ["literal", "regex", "contact", "structure", "composite", "allow", "category"] {
        for item in fields.items(kind) {
            let Some(table) = item.value.as_table() else {
                let message = format!("each `{kind}` must be a table");
                fields.report(error("wrong-type", &item, message, &format!("write `[[{kind}]]`")));
                continue;
            };
            let item = fields.nested(&item.with(table));
            if kind == "category" {
                written.categories.extend(category(item));
            } else {
                written.rules.extend(read_rule(kind, &pack, item));
            }
        }
    }
    if let (None, Some(_), Some(rule)) = (&head, &written.policy, written.rules.first()) {
        let message = "a rule stands in a pack, and this file is none".to_owned();
        fields.report(error("missing-key", &rule.id, message, "move it to a file with a `[pack]` table"));
    }
    written.overrides = fields.points_by_name("override", "write `[override]`");
    fields.finish();
    // Behind the first mistake in the syntax nothing is what its writer took it for.
    if let Some(first) = errors.iter().filter_map(|syntax| syntax.span()).map(|span| span.start).min() {
        let line = text[..text.floor_char_boundary(first)].rfind('\n').map_or(0, |newline| newline + 1);
        let follows = |problem: &Diagnostic| problem.labels.first().is_some_and(|label| label.file == file && label.start >= line);
        problems.retain(|problem| problem.code == "syntax" || !follows(problem));
    }
    written
}

/// Tells a file past the limit: nothing of it is read.
pub(super) fn is_too_large(text: &str, whole: &At<()>, what: &str, help: &str, problems: &mut Vec<Diagnostic>) -> bool {
    let too_large = text.len() > PACK_LIMIT;
    if too_large {
        let message = format!("{what} has at most {PACK_LIMIT} bytes, and this one has more");
        problems.push(error("pack-too-large", whole, message, help));
    }
    too_large
}

fn read_head(mut fields: Fields<'_, '_>, written: &mut WrittenFile) {
    written.pack = fields.id();
    fields.format();
    fields.text("title");
    fields.text("description");
    written.disable = fields.texts("disable");
    written.extends = fields.texts("extends");
    fields.finish();
}

fn read_rule(kind: &str, pack: &str, mut fields: Fields<'_, '_>) -> Option<WrittenRule> {
    let id = fields.id();
    let gives_points = kind != "allow";
    let category = fields.text("category").filter(|_| gives_points);
    let weight = fields.points("weight").filter(|_| gives_points);
    let why = fields.text("why").map(|why| why.value).unwrap_or_default();
    let lang = fields.texts("lang").into_iter().map(|lang| lang.value).collect();
    let expires = fields.date("expires");
    let hits = examples(&mut fields, "hits");
    let misses = examples(&mut fields, "misses");
    // A rule that is refused keeps its name, so that those who use it are not told that it is unknown.
    let body = read_body(kind, &mut fields).unwrap_or_else(|| Written::Literal { any: Vec::new(), inside_words: false });
    if weight.is_some() && category.is_none() && !fields.is_wrong("category") {
        fields.report(error(
            "weight-without-category",
            &fields.place(),
            "a rule with a weight needs a category".to_owned(),
            "add `category = \"offer\"`, or leave the weight out: then it is a fact",
        ));
    }
    fields.finish();
    let id = id?;
    let full = id.with(format!("{pack}.{}", id.value));
    Some(WrittenRule { id: full, category, weight, why, lang, expires, hits, misses, body })
}
