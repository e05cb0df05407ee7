//! From packs as written to a rule set. Finds everything that can be wrong, all at once.
use super::expr::Expr;
use super::fields::{At, error};
use super::meant::{asked, meant};
use super::pack::{Written, WrittenFile, WrittenRule};
use super::place;
use super::policy::{Category, LevelNeeds, Levels, WrittenLevel};
use super::set::{Body, CompositeRule, Inner, Rule, RuleSet, Target, Targets};
use super::source::Source;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, SourceFile};
use crate::points::Points;
use crate::signal::decode;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

pub(super) use hash::Fnv;
use matcher::Strings;

mod body;
mod hash;
mod lints;
mod matcher;
mod names;

/// The most rules that one set may have.
const RULE_LIMIT: usize = 20_000;
/// The most problems that are told: nobody reads a thousand, and drawing a million takes long.
const PROBLEM_LIMIT: usize = 1_000;
/// The longest literal, cue or gate, in bytes.
const LITERAL_LIMIT: usize = 500;

/// Gathers packs and policy, later ones on top of earlier ones, and builds a [`RuleSet`].
///
/// ```
/// use adsift::{Compiler, Level, Source};
/// let pack = r#"
/// [pack]
/// id = "mine"
/// format = 1
/// [[literal]]
/// id = "word"
/// category = "offer"
/// weight = 1.0
/// why = "A word of ours."
/// any = ["gizmo sale"]
/// "#;
/// let rules = Compiler::with_builtin().add(Source::new("mine.toml", pack)).build()?;
/// let verdict = rules.scanner().scan("a gizmo sale, that is all");
/// assert_eq!(verdict.level(), Level::Clean, "a word list alone is never spam");
/// assert!(rules.rule("mine.word").is_some());
/// # Ok::<(), adsift::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Compiler {
    sources: Vec<Source>,
    builtin: usize,
    thorough: bool,
    today: Option<String>,
}

impl Compiler {
    /// No packs.
    pub fn new() -> Self {
        Compiler::default()
    }

    /// The built-in packs and their policy, for others to lie on top.
    #[cfg(feature = "builtin")]
    pub fn with_builtin() -> Self {
        let sources = super::builtin::sources();
        Compiler { builtin: sources.len(), sources, ..Compiler::default() }
    }

    /// Adds a pack or a policy on top.
    #[must_use]
    // It takes packs one after the other, as builders do; nobody adds a pack to a compiler with `+`.
    #[allow(clippy::should_implement_trait)]
    pub fn add(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    /// Says what day it is, as `2027-01-01`, so that rules whose `expires` has come are told. It changes nothing else: a
    /// verdict does not depend on the day.
    #[must_use]
    pub fn today(mut self, day: impl Into<String>) -> Self {
        self.today = Some(day.into());
        self
    }

    /// Also tells the lints of built-in packs that take longest to find. Those of packs on top are told always.
    #[cfg(feature = "cli")]
    pub(crate) fn thorough(self) -> Self {
        Compiler { thorough: true, ..self }
    }

    /// Compiles what was added. Cost: a few milliseconds for a thousand literals, and memory in proportion, 200 MB at most
    /// for literals: there is a limit to them, which is an error like others.
    ///
    /// # Errors
    /// Every problem of every file at once, sorted by place. Lints are not among them: they stand in [`RuleSet::lints`].
    pub fn build(self) -> Result<RuleSet, Diagnostics> {
        let mut hash = Fnv::new();
        let mut problems = Vec::new();
        let files: Vec<WrittenFile> = self.sources.iter().enumerate().map(|(file, source)| source.written(file, &mut problems)).collect();
        for source in &self.sources {
            hash.text(&source.text);
        }
        let named = self.sources.iter().map(|source| SourceFile { name: source.name.clone(), text: Arc::clone(&source.text) }).collect();
        let builtin_hash = self.builtin == self.sources.len() && self.builtin > 0;
        let inner = {
            let texts = self.sources.iter().map(|source| Arc::clone(&source.text)).collect();
            Build { trusted: self.builtin, thorough: self.thorough, today: self.today, ..Build::new(texts, files, problems) }.finish()
        };
        let mut diagnostics = Diagnostics { files: named, items: Vec::new() };
        match inner {
            (Some(mut inner), lints) => {
                diagnostics.items = lints;
                shorten(&mut diagnostics);
                inner.lints = diagnostics;
                inner.hash = hash.hex();
                inner.builtin_hash = builtin_hash;
                Ok(RuleSet(Arc::new(inner), None))
            }
            (None, problems) => {
                diagnostics.items = problems;
                shorten(&mut diagnostics);
                Err(diagnostics)
            }
        }
    }
}

/// Sorts the problems, and of too many keeps the first: errors where there are any, since lints can wait for them.
fn shorten(diagnostics: &mut Diagnostics) {
    let all = diagnostics.items.len();
    if all > PROBLEM_LIMIT && diagnostics.has_errors() {
        diagnostics.items.retain(|item| item.severity == Severity::Error);
    }
    diagnostics.sort();
    if diagnostics.items.len() > PROBLEM_LIMIT {
        diagnostics.items.truncate(PROBLEM_LIMIT);
        let severity = diagnostics.items[0].severity;
        let message = format!("at most {PROBLEM_LIMIT} problems are told, and there are {all}");
        let last = At { value: (), file: 0, start: 0, end: 0 };
        let help = "begin with these: many may have one cause";
        let more = error("too-many-problems", &last, message, help);
        diagnostics.items.push(Diagnostic { severity, labels: Vec::new(), ..more });
    }
}

struct Build {
    /// The files' texts, to find places inside strings.
    texts: Vec<Arc<str>>,
    /// How many of the files, the first ones, are built in and so known to be sound.
    trusted: usize,
    /// Whether the lints of built-in packs that take long are wanted, too.
    thorough: bool,
    today: Option<String>,
    files: Vec<WrittenFile>,
    /// The packs that each pack rests on.
    extends: BTreeMap<String, Vec<String>>,
    /// Where the last layer changed a rule.
    changed: BTreeMap<usize, At<()>>,
    problems: Vec<Diagnostic>,
    categories: Vec<Category>,
    /// Shared, so that a rule can be compiled while names are looked up among all of them.
    written: Rc<Vec<WrittenRule>>,
    /// Pack and category of each rule, as `resolve` needs them.
    category_of: Vec<Option<usize>>,
    /// The rules of each category that conditions name: a composite among them would rest on itself.
    members: Vec<Vec<usize>>,
    /// How many rules conditions and layers have named, and for how many more unknown names others are looked at.
    named: Cell<usize>,
    guesses: Cell<usize>,
    strings: Strings,
    /// What the regexes take compiled.
    regex_bytes: usize,
    /// The sets of words that regexes need, numbered.
    word_sets: BTreeMap<Vec<String>, u32>,
    body: Body,
}

impl Build {
    fn new(texts: Vec<Arc<str>>, files: Vec<WrittenFile>, problems: Vec<Diagnostic>) -> Self {
        Build {
            texts,
            trusted: 0,
            thorough: false,
            today: None,
            files,
            extends: BTreeMap::new(),
            changed: BTreeMap::new(),
            problems,
            categories: Vec::new(),
            written: Rc::default(),
            category_of: Vec::new(),
            members: Vec::new(),
            named: Cell::new(0),
            guesses: Cell::new(names::GUESSES),
            regex_bytes: 0,
            strings: Strings::default(),
            word_sets: BTreeMap::new(),
            body: Body::default(),
        }
    }

    fn finish(mut self) -> (Option<Inner>, Vec<Diagnostic>) {
        self.gather_categories();
        self.gather_rules();
        let levels = self.levels();
        let when = self.conditions();
        let order = self.order(&when);
        let (enabled, overrides) = self.layers();
        let rules = self.compile(&when, &order, &enabled, &overrides);
        for (gate, decoder) in decode::gates() {
            self.strings.add(&gate, Target::Decoder(decoder));
        }
        self.lint(&when, &enabled);
        if self.problems.iter().any(|problem| problem.severity == Severity::Error) {
            return (None, self.problems);
        }
        let by_id = rules.iter().enumerate().map(|(index, rule)| (rule.id.clone(), index)).collect();
        let finder = self.strings.finder(&self.body.contacts);
        let inner = Inner {
            rules,
            by_id,
            categories: self.categories,
            levels,
            finder,
            targets: Targets::new(&self.strings.targets),
            body: self.body,
            lints: Diagnostics::default(),
            hash: String::new(),
            builtin_hash: false,
        };
        (Some(inner), self.problems)
    }

    /// The place of some bytes of a string's value.
    fn inside(&self, written: &At<String>, start: usize, end: usize) -> At<()> {
        let raw = self.texts.get(written.file).and_then(|text| text.get(written.start..written.end));
        match raw.and_then(|raw| place::inside(raw, &written.value, start, end)) {
            Some((from, to)) => At { value: (), file: written.file, start: written.start + from, end: written.start + to },
            None => written.with(()),
        }
    }

    fn gather_categories(&mut self) {
        let mut seen: BTreeMap<String, At<String>> = BTreeMap::new();
        for category in self.files.iter_mut().flat_map(|file| std::mem::take(&mut file.categories)) {
            if let Some(earlier) = seen.get(&category.id.value) {
                let mut twice = error(
                    "duplicate-category",
                    &category.id,
                    format!("category `{}` is there already", category.id.value),
                    "use the one that is there",
                );
                twice.labels.push(earlier.label("first here"));
                self.problems.push(twice);
                continue;
            }
            self.categories.push(Category {
                id: category.id.value.clone(),
                title: category.title,
                // One without a cap is refused; rules that are of it are not told that it is unknown.
                cap: category.cap.map_or(Points::MAX, |cap| cap.value),
                whole_text: category.whole_text,
                from_title: category.from_title,
                counts: category.counts,
            });
            seen.insert(category.id.value.clone(), category.id);
        }
        self.categories.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// All rules, sorted by id; of two with one id the first stays, and the second is an error.
    fn gather_rules(&mut self) {
        let mut packs: BTreeMap<String, At<String>> = BTreeMap::new();
        let mut seen: BTreeMap<String, At<String>> = BTreeMap::new();
        let mut written = Vec::new();
        let known: Vec<String> = self.files.iter().filter_map(|file| Some(file.pack.as_ref()?.value.clone())).collect();
        for file in &mut self.files {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            for name in &file.extends {
                if !known.contains(&name.value.as_str()) {
                    let help = meant(&name.value, &known).map_or_else(|| "lay that pack beside it: `--pack FILE`".to_owned(), asked);
                    self.problems.push(error("unknown-pack", name, format!("pack `{}` is not there", name.value), &help));
                }
            }
            if let Some(pack) = &file.pack {
                let extends = file.extends.iter().map(|name| name.value.clone()).collect();
                self.extends.insert(pack.value.clone(), extends);
            }
            if let Some(pack) = &file.pack {
                if let Some(earlier) = packs.get(&pack.value) {
                    let mut twice =
                        error("duplicate-pack", pack, format!("pack `{}` is there already", pack.value), "give it an id of its own");
                    twice.labels.push(earlier.label("first here"));
                    self.problems.push(twice);
                }
                packs.entry(pack.value.clone()).or_insert_with(|| pack.clone());
            }
            for rule in std::mem::take(&mut file.rules) {
                if let Some(earlier) = seen.get(&rule.id.value) {
                    let mut twice = error(
                        "duplicate-rule",
                        &rule.id,
                        format!("rule `{}` is there already", rule.id.value),
                        "give it an id of its own: ids are never reused",
                    );
                    twice.labels.push(earlier.label("first here"));
                    self.problems.push(twice);
                    continue;
                }
                seen.insert(rule.id.value.clone(), rule.id.clone());
                written.push(rule);
            }
        }
        if written.len() > RULE_LIMIT {
            let place = written[RULE_LIMIT].id.clone();
            self.problems.push(error(
                "too-many-rules",
                &place,
                format!("a rule set has at most {RULE_LIMIT} rules"),
                "split the packs over several rule sets",
            ));
            written.truncate(RULE_LIMIT);
        }
        written.sort_by(|a, b| a.id.value.cmp(&b.id.value));
        for rule in &written {
            self.category_of
                .push(rule.category.as_ref().and_then(|category| category_index(&self.categories, category, &mut self.problems)));
        }
        self.members = vec![Vec::new(); self.categories.len()];
        for (rule, category) in self.category_of.iter().enumerate() {
            if let Some(category) = category.filter(|_| !matches!(written[rule].body, Written::Composite { .. })) {
                self.members[category].push(rule);
            }
        }
        self.written = Rc::new(written);
    }

    fn levels(&mut self) -> Levels {
        let policies: Vec<_> = self.files.iter_mut().filter_map(|file| file.policy.take()).collect();
        // The last one counts: a user's policy lies on top of the built-in one.
        let Some(policy) = policies.into_iter().next_back() else {
            if !self.problems.iter().any(|problem| problem.severity == Severity::Error) {
                let first = At { value: (), file: 0, start: 0, end: 0 };
                let help = "add one: a file with `[policy]` and the categories";
                let mut none = error("no-policy", &first, "there is no policy".to_owned(), help);
                none.labels.retain(|label| label.file < self.files.len());
                self.problems.push(none);
            }
            return Levels::default();
        };
        let score = |level: &Option<WrittenLevel>| level.as_ref().and_then(|level| level.score.clone());
        if let (Some(review), Some(spam)) = (score(&policy.review), score(&policy.spam))
            && review.value > spam.value
        {
            let message = "`review` needs a higher score than `spam`".to_owned();
            let mut crossed = error("bad-value", &review, message, "review is the lower level");
            crossed.labels.push(spam.label("the score of `spam`"));
            self.problems.push(crossed);
        }
        let mut needs = |level: Option<WrittenLevel>| {
            let Some(level) = level else { return LevelNeeds::default() };
            let mut indexes =
                |names: &[At<String>]| names.iter().filter_map(|name| category_index(&self.categories, name, &mut self.problems)).collect();
            LevelNeeds {
                score: level.score.map_or(Points::ZERO, |score| score.value),
                categories: level.categories,
                one_of: indexes(&level.one_of),
                and_one_of: indexes(&level.and_one_of),
            }
        };
        Levels { review: needs(policy.review), spam: needs(policy.spam) }
    }

    fn compile(&mut self, when: &[Option<Expr>], order: &[usize], enabled: &[bool], overrides: &BTreeMap<usize, Points>) -> Vec<Rule> {
        let written = Rc::clone(&self.written);
        let mut rules = Vec::with_capacity(written.len());
        for (index, rule) in written.iter().enumerate() {
            let kind = if enabled[index] { self.body_of(index, rule, when) } else { body::kind_of(&rule.body) };
            let weight = rule.weight.as_ref().map_or(Points::ZERO, |weight| weight.value);
            rules.push(Rule {
                id: rule.id.value.clone(),
                kind,
                category: self.category_of[index],
                weight: overrides.get(&index).copied().unwrap_or(weight),
                written_weight: weight,
                why: rule.why.clone(),
                lang: rule.lang.clone(),
                hits: rule.hits.clone(),
                misses: rule.misses.clone(),
                enabled: enabled[index],
                changed: self.changed.get(&index).map(|at| (at.file, at.start, at.end)),
                file: rule.id.file,
                start: rule.id.start,
                end: rule.id.end,
            });
        }
        let kinds: Vec<_> = rules.iter().map(|rule| rule.kind).collect();
        self.settle_allows(when, &kinds);
        for &rule in order.iter().filter(|&&rule| enabled[rule]) {
            let Written::Composite { region, .. } = self.written[rule].body else { continue };
            self.body.composites.extend(when[rule].clone().map(|when| CompositeRule { rule, when, region }));
        }
        rules
    }
}

fn category_index(categories: &[Category], name: &At<String>, problems: &mut Vec<Diagnostic>) -> Option<usize> {
    let found = categories.iter().position(|category| category.id == name.value);
    if found.is_none() {
        let message = format!("unknown category `{}`", name.value);
        problems.push(error("unknown-category", name, message, &category_help(&name.value, categories)));
    }
    found
}

/// What to say of an unknown category: the one that was meant, or which there are.
fn category_help(name: &str, categories: &[Category]) -> String {
    let names: Vec<&str> = categories.iter().map(|category| category.id.as_str()).collect();
    match meant(name, &names) {
        Some(known) => asked(known),
        None if names.is_empty() => "there is none yet: a `[[category]]` brings one".to_owned(),
        None => format!("the categories are {}", names.join(", ")),
    }
}
