//! A rule set: packs and policy, compiled. Immutable, shared by threads.
use super::compile::Fnv;
use super::expr::{Expr, Members};
use super::pack::{CompositeRegion, Example, Region, Scope};
use super::policy::{Category, Levels};
use super::profile::Profile;
use super::regex::LazyRegex;
use crate::diagnostic::Diagnostics;
use crate::find::Finder;
use crate::points::Points;
use crate::scan::Scanner;
use crate::signal::decode::Decoder;
use crate::signal::{ContactKind, Feature, Glue, Shape};
use crate::text::Class;
use std::collections::HashMap;
use std::sync::Arc;

/// Compiled packs. `Send + Sync`; a clone is one `Arc`.
///
/// ```
/// let rules = adsift::RuleSet::builtin();
/// assert!(rules.rules().len() > 20);
/// let shared = rules.clone();
/// std::thread::spawn(move || shared.scanner().scan("hello").level());
/// ```
#[derive(Clone)]
pub struct RuleSet(pub(crate) Arc<Inner>, pub(super) Option<Arc<Own>>);

/// What a rule set judges otherwise than its rules say, and the hash of both together.
pub(super) struct Own {
    profile: Arc<Profile>,
    hash: String,
}

/// What kind of rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// Words, as they stand in the folded view.
    Literal,
    /// A regular expression over the folded view.
    Regex,
    /// A cue and the value behind it.
    Contact,
    /// A structural number.
    Structure,
    /// A condition over other rules.
    Composite,
    /// What speaks for a text: it suppresses others.
    Allow,
}

impl RuleKind {
    /// The kind's table name in a pack.
    pub const fn name(self) -> &'static str {
        match self {
            RuleKind::Literal => "literal",
            RuleKind::Regex => "regex",
            RuleKind::Contact => "contact",
            RuleKind::Structure => "structure",
            RuleKind::Composite => "composite",
            RuleKind::Allow => "allow",
        }
    }
}

/// One rule, as far as its reader is concerned.
#[derive(Clone, Debug)]
pub struct Rule {
    pub(crate) id: String,
    pub(crate) kind: RuleKind,
    pub(crate) category: Option<usize>,
    pub(crate) weight: Points,
    pub(crate) written_weight: Points,
    pub(crate) why: String,
    pub(crate) lang: Vec<String>,
    pub(crate) hits: Vec<Example>,
    pub(crate) misses: Vec<Example>,
    pub(crate) enabled: bool,
    /// File, first byte and end of the place that disabled or overrode it last.
    pub(crate) changed: Option<(usize, usize, usize)>,
    pub(crate) file: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Rule {
    /// `pack.rule`; stable, never reused.
    pub fn id(&self) -> &str {
        &self.id
    }
    /// What kind of rule it is.
    pub fn kind(&self) -> RuleKind {
        self.kind
    }
    /// What a hit adds, after overrides. Zero for facts and allow rules.
    pub fn weight(&self) -> Points {
        self.weight
    }
    /// The weight as its pack writes it, before overrides.
    pub fn written_weight(&self) -> Points {
        self.written_weight
    }
    /// Why the rule is there, in one sentence.
    pub fn why(&self) -> &str {
        &self.why
    }
    /// The languages that it was written for. Documentation: it does not change what matches.
    pub fn lang(&self) -> &[String] {
        &self.lang
    }
    /// Texts that it must find.
    pub fn hits(&self) -> &[Example] {
        &self.hits
    }
    /// Texts that it must not find.
    pub fn misses(&self) -> &[Example] {
        &self.misses
    }
    /// False where a pack on top disabled it.
    pub fn enabled(&self) -> bool {
        self.enabled
    }
}

/// What a string of the matcher stands for. A string may stand for several things.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// A literal of a rule; `inside_words` where it may begin or end within an ASCII word.
    Literal { rule: u32, inside_words: bool },
    /// The cue of a contact rule, and how it hides what it stands for, if it does.
    Cue { contact: u32, disguise: Option<Class> },
    /// A cue spelled otherwise, and how.
    Respelled { contact: u32, class: Class, word: bool },
    /// A place where a decoder may find something.
    Decoder(Decoder),
    /// A word of a set that some regex cannot do without.
    Word { set: u32 },
    /// The gate of a regex; `inside_words` where it may begin within an ASCII word.
    Gate { regex: u32, inside_words: bool },
}

/// What a text must hold near its gates for a regex to be worth running, by numbers of sets of words.
#[derive(Clone, Debug, Default)]
pub(crate) enum Need {
    /// Nothing is known.
    #[default]
    Nothing,
    /// A word of the set.
    Word(u32),
    /// All of these.
    All(Vec<Need>),
    /// One of these.
    Any(Vec<Need>),
}

pub(crate) struct RegexRule {
    pub rule: usize,
    /// Its alternatives, in the order of those of the regex.
    pub branches: Vec<Branch>,
    /// The most bytes of a match.
    pub longest: usize,
    pub wanted: Wanted,
    pub regex: LazyRegex,
}

/// In which texts a regex is looked for.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    Always,
    /// Where anything speaks against a text: an allow rule that others ask for, or that lowers caps.
    Against,
    /// Where one of these rules was found: those of which an allow rule takes hits away.
    WithOne(Members),
}

/// An alternative of a regex.
pub(crate) struct Branch {
    pub needs: Need,
    /// The most bytes of a match.
    pub longest: usize,
}

pub(crate) struct ContactRule {
    pub rule: usize,
    pub kind: ContactKind,
    pub shape: Shape,
    pub gap: usize,
    pub glue: Glue,
    /// Whether the value may also stand before its cue.
    pub before: bool,
    /// Of an e-mail address: the hosts that the rule is for, none for all others.
    pub hosts: Vec<String>,
}

pub(crate) struct CompositeRule {
    pub rule: usize,
    pub when: Expr,
    pub region: CompositeRegion,
}

pub(crate) struct StructureRule {
    pub rule: usize,
    pub feature: Feature,
    pub at_least: u32,
    pub at_most: u32,
    pub kinds: Vec<ContactKind>,
}

/// What each string stands for, all in one list: a place that is found costs no second jump.
#[derive(Clone, Debug, Default)]
pub(crate) struct Targets {
    all: Vec<Target>,
    /// Where those of each string begin, and the end of the last ones.
    starts: Vec<u32>,
}

impl Targets {
    pub fn new(of_strings: &[Vec<Target>]) -> Self {
        let mut targets = Targets { all: Vec::new(), starts: vec![0] };
        for of_string in of_strings {
            targets.all.extend_from_slice(of_string);
            targets.starts.push(targets.all.len() as u32);
        }
        targets
    }

    pub fn of(&self, string: u32) -> &[Target] {
        &self.all[self.starts[string as usize] as usize..self.starts[string as usize + 1] as usize]
    }
}

/// Which rules an allow rule suppresses, by index.
pub(crate) type Suppressed = Vec<bool>;

pub(crate) struct AllowRule {
    pub rule: usize,
    pub region: Option<Region>,
    pub when: Option<Expr>,
    pub scope: Scope,
    pub suppresses: Suppressed,
    pub caps: Vec<(usize, Points)>,
}

/// What only the kinds of rules have that are not found by the matcher.
#[derive(Default)]
pub(crate) struct Body {
    pub regexes: Vec<RegexRule>,
    /// The regexes that run over every text.
    pub ungated: Vec<u32>,
    pub contacts: Vec<ContactRule>,
    /// Contact rules that need no cue, by shape: looked for in every text.
    pub phones: Option<usize>,
    pub emails: Vec<usize>,
    pub structures: Vec<StructureRule>,
    /// In the order in which they rest on each other.
    pub composites: Vec<CompositeRule>,
    pub allows: Vec<AllowRule>,
}

impl Body {
    /// The contact rule of an e-mail address: the one that names its host, else the one for all.
    pub fn email_rule(&self, address: &str) -> Option<usize> {
        let host = address.rsplit_once('@')?.1;
        let names_host = |contact: &&usize| self.contacts[**contact].hosts.iter().any(|known| known == host);
        let for_all = |contact: &&usize| self.contacts[**contact].hosts.is_empty();
        self.emails.iter().find(names_host).or_else(|| self.emails.iter().find(for_all)).copied()
    }
}

pub(crate) struct Inner {
    pub rules: Vec<Rule>,
    pub by_id: HashMap<String, usize>,
    pub categories: Vec<Category>,
    pub levels: Levels,
    pub finder: Finder,
    /// For each string of the finder, what it stands for.
    pub targets: Targets,
    pub body: Body,
    pub lints: Diagnostics,
    pub hash: String,
    pub builtin_hash: bool,
}

impl RuleSet {
    /// A scanner of these rules. One a thread: it reuses its buffers.
    pub fn scanner(&self) -> Scanner {
        Scanner::new(self.clone())
    }

    /// The same rules under a profile of one's own: every scanner of it judges so, and its hash tells it apart.
    /// Cost: one `Arc`; the rules are shared.
    #[must_use]
    pub fn with_profile(&self, profile: Profile) -> RuleSet {
        let mut hash = Fnv::new();
        hash.text(&self.0.hash);
        profile.parts().for_each(|part| hash.text(&part));
        RuleSet(Arc::clone(&self.0), Some(Arc::new(Own { profile: Arc::new(profile), hash: hash.hex() })))
    }

    /// The profile under which its scanners judge.
    pub fn profile(&self) -> Arc<Profile> {
        static NONE: std::sync::OnceLock<Arc<Profile>> = std::sync::OnceLock::new();
        let own = self.1.as_ref().map(|own| &own.profile);
        Arc::clone(own.unwrap_or_else(|| NONE.get_or_init(Arc::default)))
    }

    /// Whether the profile disables a rule.
    #[cfg(feature = "cli")]
    pub(crate) fn is_disabled_here(&self, rule: &Rule) -> bool {
        self.0.by_id.get(&rule.id).is_some_and(|&index| self.profile().disables(self, index))
    }

    /// The ids of the rules that a name stands for: `pack.rule`, `pack.*`, `category:NAME`.
    pub fn named(&self, name: &str) -> Vec<&str> {
        let stands_for = |rule: &&Rule| match (name.strip_prefix("category:"), name.strip_suffix('*')) {
            (Some(category), _) => self.category(rule).is_some_and(|known| known.id == category),
            (_, Some(prefix)) => rule.id.starts_with(prefix),
            _ => rule.id == name,
        };
        self.0.rules.iter().filter(stands_for).map(|rule| rule.id.as_str()).collect()
    }

    /// All rules, sorted by id.
    pub fn rules(&self) -> &[Rule] {
        &self.0.rules
    }

    /// The rule of an id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.0.by_id.get(id).map(|&index| &self.0.rules[index])
    }

    /// The category of a rule.
    pub fn category(&self, rule: &Rule) -> Option<&Category> {
        rule.category.map(|index| &self.0.categories[index])
    }

    /// All categories, sorted by name.
    pub fn categories(&self) -> &[Category] {
        &self.0.categories
    }

    /// What each level needs.
    pub fn levels(&self) -> &Levels {
        &self.0.levels
    }

    /// What each level needs under the profile.
    #[cfg(feature = "cli")]
    pub(crate) fn levels_here(&self) -> Levels {
        let (mut levels, profile) = (self.0.levels.clone(), self.profile());
        levels.review.score = profile.review.unwrap_or(levels.review.score);
        levels.spam.score = profile.spam.unwrap_or(levels.spam.score);
        levels
    }

    /// What could be better about the packs. Never fatal.
    pub fn lints(&self) -> &Diagnostics {
        &self.0.lints
    }

    /// A hash over packs, policy, configuration and profile: sets that judge alike have equal hashes.
    pub fn hash(&self) -> &str {
        self.1.as_ref().map_or(&self.0.hash, |own| &own.hash)
    }

    /// Whether these are the built-in packs and nothing else.
    pub fn is_builtin(&self) -> bool {
        self.0.builtin_hash && self.1.is_none()
    }

    /// Name of the file that a rule stands in, with its line.
    pub fn origin(&self, rule: &Rule) -> String {
        self.line_of(rule.file, rule.start..rule.end)
    }

    /// Where a layer disabled a rule or gave it another weight: the last place that did, as file and line.
    pub fn changed_at(&self, rule: &Rule) -> Option<String> {
        rule.changed.map(|(file, start, end)| self.line_of(file, start..end))
    }

    /// Name of the file that an example stands in, with its line.
    pub fn example_origin(&self, example: &Example) -> String {
        self.line_of(example.file, example.start..example.end)
    }

    fn line_of(&self, file: usize, place: std::ops::Range<usize>) -> String {
        let label = crate::diagnostic::Label { file, start: place.start, end: place.end, text: String::new() };
        let (line, _) = self.0.lints.position(&label);
        format!("{}:{line}", self.0.lints.files.get(file).map_or("", |file| &file.name))
    }
}

impl std::fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RuleSet").field("rules", &self.0.rules.len()).field("hash", &self.0.hash).finish()
    }
}
