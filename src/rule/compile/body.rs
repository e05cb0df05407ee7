//! What each kind of rule becomes: strings of the matcher, regexes, contact grammars, structure and allow rules.
use super::super::expr::{Expr, Members};
use super::super::fields::{At, error, problem};
use super::super::pack::{Scope, Written, WrittenAllow, WrittenRule};
use super::super::pattern;
use super::super::regex::LazyRegex;
use super::super::required::Required;
use super::super::set::{AllowRule, Branch, ContactRule, Need, RegexRule, RuleKind, StructureRule, Suppressed, Target, Wanted};
use super::matcher::{BYTES_LIMIT, NUMBER_LIMIT};
use super::{Build, LITERAL_LIMIT, category_index};
use crate::diagnostic::Severity;
use crate::points::Points;
use crate::signal::{Shape, respellings};
use crate::text::{Class, folded};

/// What all regexes together may take, in bytes. Those of the built-in packs take some 20 MB, and are not counted.
const REGEXES_LIMIT: usize = 128 << 20;
/// A regex that takes more bytes compiled is told: what it costs to run grows with that.
const SLOW_REGEX: usize = 200_000;

impl Build {
    pub(super) fn body_of(&mut self, index: usize, rule: &WrittenRule, when: &[Option<Expr>]) -> RuleKind {
        match &rule.body {
            Written::Literal { any, inside_words } => self.literals(index, any, *inside_words),
            Written::Regex { pattern, needs, inside_words } => self.regex(index, pattern, needs, *inside_words),
            Written::Contact { kind, cues, disguised, respelled, hosts, before, gap, glue, shape } => {
                let contact = self.body.contacts.len();
                self.body.contacts.push(ContactRule {
                    rule: index,
                    kind: *kind,
                    shape: shape.value,
                    gap: *gap,
                    glue: *glue,
                    before: *before,
                    hosts: hosts.iter().map(|host| folded(&host.value).into_owned()).collect(),
                });
                let open = cues.iter().map(|cue| (cue, None));
                // A picture, or a word in the place of the channel's name.
                let class = |cue: &str| if cue.chars().any(char::is_alphanumeric) { Class::Homophone } else { Class::Emoji };
                let hiding = disguised.iter().map(|cue| (cue, Some(class(&cue.value))));
                for (cue, disguise) in open.chain(hiding) {
                    if let Some(view) = self.view(cue) {
                        self.add(cue, &view, Target::Cue { contact: contact as u32, disguise });
                    }
                }
                for cue in respelled {
                    let Some(view) = self.view(cue).filter(|_| !self.strings.full()) else { continue };
                    for other in respellings(&view) {
                        let (class, word) = (other.class, other.word);
                        self.add(cue, &other.text, Target::Respelled { contact: contact as u32, class, word });
                    }
                }
                match shape.value {
                    Shape::Phone if cues.is_empty() && disguised.is_empty() => {
                        if let Some(other) = self.body.phones.replace(contact) {
                            self.second(index, other, "telephone numbers that need no label");
                        }
                    }
                    Shape::Email => {
                        let hosts = |contact: usize| &self.body.contacts[contact].hosts;
                        let shared = |&other: &usize| {
                            hosts(other).is_empty() && hosts(contact).is_empty()
                                || hosts(other).iter().any(|host| hosts(contact).contains(host))
                        };
                        if let Some(other) = self.body.emails.iter().copied().find(shared) {
                            let any = hosts(contact).is_empty();
                            self.second(index, other, if any { "addresses of any host" } else { "addresses of the same host" });
                        }
                        self.body.emails.push(contact);
                    }
                    _ => {}
                }
            }
            Written::Structure { feature, at_least, at_most, kinds } => self.body.structures.push(StructureRule {
                rule: index,
                feature: *feature,
                at_least: *at_least,
                at_most: at_most.unwrap_or(u32::MAX),
                kinds: kinds.clone(),
            }),
            Written::Composite { .. } => {}
            Written::Allow { scope, suppresses, caps, .. } => self.allow(index, rule, *scope, suppresses, caps, when),
        }
        kind_of(&rule.body)
    }

    /// Two rules read the same values, and a value belongs to one rule.
    fn second(&mut self, rule: usize, other: usize, what: &str) {
        let written = std::rc::Rc::clone(&self.written);
        let (id, other) = (&written[rule].id, &written[self.body.contacts[other].rule].id);
        let message = format!("`{}` and `{}` both read {what}", other.value, id.value);
        let help = format!("a value belongs to one rule: `disable = [\"{}\"]`, or override its weight", other.value);
        // Told at the file that came later: the built-in packs are there first.
        let (late, early) = if id.file >= other.file { (id, other) } else { (other, id) };
        let mut twice = error("same-values", late, message, &help);
        twice.labels.push(early.label("the other one"));
        self.problems.push(twice);
    }

    pub(super) fn literals(&mut self, rule: usize, any: &[At<String>], inside_words: bool) {
        for literal in any {
            if let Some(view) = self.view(literal) {
                self.add(literal, &view, Target::Literal { rule: rule as u32, inside_words });
            }
        }
    }

    pub(super) fn regex(&mut self, rule: usize, written: &At<String>, needs: &[At<String>], inside_words: bool) {
        let trusted = written.file < self.trusted;
        if self.regex_bytes > REGEXES_LIMIT {
            return;
        }
        for (start, end, instead) in if trusted { Vec::new() } else { pattern::unfolded(&written.value) } {
            let place = self.inside(written, start, end);
            let found = &written.value[start..end];
            self.problems.push(error(
                "never-matches",
                &place,
                format!("`{found}` never stands in a view, which is folded"),
                &format!("write `{instead}`"),
            ));
        }
        let compiled = if trusted { Ok(LazyRegex::trusted(&written.value)) } else { LazyRegex::compiled(&written.value) };
        match compiled {
            Ok(regex) => {
                let cost = regex.cost();
                self.take_regex(cost, written);
                if cost > SLOW_REGEX {
                    self.problems.push(problem(
                        Severity::Lint,
                        "slow-regex",
                        written,
                        format!("this regex takes {} kB compiled", cost / 1000),
                        &format!("more than {} kB runs slowly: repeat less, or smaller things", SLOW_REGEX / 1000),
                    ));
                }
                let index = self.body.regexes.len() as u32;
                let branches = pattern::branches_of(&written.value);
                let branches: Vec<Branch> =
                    branches.into_iter().map(|(words, longest)| Branch { needs: self.need(words), longest }).collect();
                let longest = branches.iter().map(|branch| branch.longest).max().unwrap_or_default();
                self.body.ungated.extend(needs.is_empty().then_some(index));
                self.body.regexes.push(RegexRule { rule, branches, longest, wanted: Wanted::Always, regex });
                for gate in needs {
                    if let Some(view) = self.view(gate) {
                        self.add(gate, &view, Target::Gate { regex: index, inside_words });
                    }
                }
            }
            Err(wrong) => {
                // It was compiled as far as the limit of one, or to where it is wrong: that took its time as well.
                self.take_regex(
                    if wrong.end - wrong.start == written.value.len() { pattern::SIZE_LIMIT } else { written.value.len() },
                    written,
                );
                let place = self.inside(written, wrong.start, wrong.end);
                self.problems.push(error("bad-regex", &place, wrong.message, wrong.help));
            }
        }
    }

    /// Counts what a regex takes, and tells the one that passes the limit: none is compiled after it.
    fn take_regex(&mut self, bytes: usize, written: &At<String>) {
        self.regex_bytes += bytes;
        if self.regex_bytes > REGEXES_LIMIT {
            let message = format!("the regexes of a rule set take at most {REGEXES_LIMIT} bytes compiled");
            self.problems.push(error("regexes-too-large", written, message, "repeat less, or split the packs over several rule sets"));
        }
    }

    /// Numbers the sets of words of a condition, and adds their words to the strings. Where there is no room for them the
    /// regex does without: it only runs more often.
    fn need(&mut self, required: Required) -> Need {
        match required {
            Required::Nothing => Need::Nothing,
            Required::OneOf(words) => {
                if let Some(&set) = self.word_sets.get(&words) {
                    return Need::Word(set);
                }
                if !self.strings.has_room_for(&words) {
                    return Need::Nothing;
                }
                let set = self.word_sets.len() as u32;
                for word in &words {
                    self.strings.add(word, Target::Word { set });
                }
                self.word_sets.insert(words, set);
                Need::Word(set)
            }
            Required::All(parts) => Need::All(parts.into_iter().map(|part| self.need(part)).collect()),
            Required::Any(parts) => Need::Any(parts.into_iter().map(|part| self.need(part)).collect()),
        }
    }

    pub(super) fn allow(
        &mut self,
        index: usize,
        rule: &WrittenRule,
        scope: Scope,
        suppresses: &[At<String>],
        caps: &[(At<String>, Points)],
        when: &[Option<Expr>],
    ) {
        let Written::Allow { by, .. } = &rule.body else { return };
        let mut region = None;
        match by {
            WrittenAllow::Any(any) => self.literals(index, any, false),
            WrittenAllow::Pattern(pattern, needs) => self.regex(index, pattern, needs, false),
            WrittenAllow::When(_) => {}
            WrittenAllow::Within(within, _) => region = Some(*within),
        }
        let pack = rule.id.value.split('.').next().unwrap_or_default();
        let mut suppressed: Suppressed = vec![false; self.written.len()];
        for name in suppresses {
            match self.resolve(&name.value, pack) {
                Ok(found) if found.iter().all(|&rule| self.comes_after_allow_rules(rule)) => {
                    let message = format!("`{}` is decided after the allow rules, and cannot be suppressed", name.value);
                    self.problems.push(error("bad-allow", name, message, "suppress what it rests on"));
                }
                Ok(found) => found.into_iter().for_each(|rule| suppressed[rule] = true),
                Err((message, help)) => self.problems.push(error("unknown-rule", name, message, &help)),
            }
        }
        let caps = caps
            .iter()
            .filter_map(|(name, points)| category_index(&self.categories, name, &mut self.problems).map(|category| (category, *points)))
            .collect();
        self.body.allows.push(AllowRule { rule: index, region, when: when[index].clone(), scope, suppresses: suppressed, caps });
    }

    /// Tells for each regex of an allow rule in which texts it is looked for, when all rules are compiled.
    pub(super) fn settle_allows(&mut self, when: &[Option<Expr>], kinds: &[RuleKind]) {
        let mut named = vec![false; kinds.len()];
        when.iter().flatten().for_each(|when| when.named(&mut |rule| named[rule] = true));
        // Rules were compiled in their order. Looked for from the regexes, of which each is asked once.
        for regex in self.body.regexes.iter_mut().filter(|regex| kinds[regex.rule] == RuleKind::Allow) {
            let Ok(at) = self.body.allows.binary_search_by_key(&regex.rule, |allow| allow.rule) else { continue };
            let allow = &self.body.allows[at];
            let takes: Vec<usize> = (0..kinds.len()).filter(|&rule| allow.suppresses[rule]).collect();
            // Regexes of allow rules are looked for together: none knows what the others found.
            let known = allow.scope != Scope::Text && !named[allow.rule] && takes.iter().all(|&rule| kinds[rule] != RuleKind::Allow);
            regex.wanted = if known { Wanted::WithOne(Members::from(takes)) } else { Wanted::Against };
        }
    }

    /// Adds a string to the matcher. Reports the first one for which there is no room.
    fn add(&mut self, written: &At<String>, text: &str, target: Target) {
        let had_room = !self.strings.full();
        if !self.strings.add(text, target) && had_room {
            let message =
                format!("a rule set has at most {NUMBER_LIMIT} literals, cues and gates, of at most {BYTES_LIMIT} bytes together");
            self.problems.push(error("too-many-literals", written, message, "split the packs over several rule sets"));
        }
    }

    /// The view of a literal, cue or gate. Reports those that folding leaves empty, and those that are too long.
    pub(super) fn view(&mut self, literal: &At<String>) -> Option<String> {
        let view = folded(&literal.value).into_owned();
        if view.trim().is_empty() {
            self.problems.push(error(
                "never-matches",
                literal,
                "nothing is left of this after folding".to_owned(),
                "write characters that can be seen",
            ));
            return None;
        }
        if view.len() > LITERAL_LIMIT {
            self.problems.push(error(
                "literal-too-long",
                literal,
                format!("a literal has at most {LITERAL_LIMIT} bytes"),
                "a shorter part of it will do",
            ));
            return None;
        }
        Some(view)
    }
}

pub(super) fn kind_of(body: &Written) -> RuleKind {
    match body {
        Written::Literal { .. } => RuleKind::Literal,
        Written::Regex { .. } => RuleKind::Regex,
        Written::Contact { .. } => RuleKind::Contact,
        Written::Structure { .. } => RuleKind::Structure,
        Written::Composite { .. } => RuleKind::Composite,
        Written::Allow { .. } => RuleKind::Allow,
    }
}
