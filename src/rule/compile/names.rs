//! What names stand for: conditions over rules, the order of composites, what layers disable and override.
use super::super::expr::{self, Expr};
use super::super::fields::{At, error};
use super::super::meant::{asked, meant};
use super::super::pack::{Written, WrittenAllow};
use super::{Build, PROBLEM_LIMIT, category_help};
use crate::diagnostic::Diagnostic;
use crate::points::Points;
use std::collections::BTreeMap;

/// How many rules all conditions and layers may name, each member of a category or pack counted. The built-in packs name 3,000.
const NAMED_LIMIT: usize = 2_000_000;
/// For how many unknown names one that looks alike is looked for.
pub(super) const GUESSES: usize = 50;

impl Build {
    /// The rules that a name stands for, seen from a rule of `pack`: `rule`, `pack.rule`, `pack.*`, `category:NAME`.
    pub(super) fn resolve(&self, name: &str, pack: &str) -> Result<Vec<usize>, (String, String)> {
        let found: Vec<usize> = if let Some(category) = name.strip_prefix("category:") {
            let Some(index) = self.categories.iter().position(|known| known.id == category) else {
                return Err((format!("unknown category `{category}`"), category_help(category, &self.categories)));
            };
            self.members[index].clone()
        } else if let Some(prefix) = name.strip_suffix('*') {
            let first = self.written.partition_point(|rule| rule.id.value.as_str() < prefix);
            let named = self.written[first..].iter().take_while(|rule| rule.id.value.starts_with(prefix)).count();
            (first..first + named).collect()
        } else {
            // A short name is one of the pack's own rules, else one of a pack that it extends.
            let own = [pack.to_owned()];
            let packs = own.iter().chain(self.extends.get(pack).into_iter().flatten());
            let full: Vec<String> =
                if name.contains('.') { vec![name.to_owned()] } else { packs.map(|pack| format!("{pack}.{name}")).collect() };
            let one = |full: &String| self.written.binary_search_by(|rule| rule.id.value.cmp(full)).ok();
            full.iter().find_map(one).into_iter().collect()
        };
        if found.is_empty() {
            // Among twenty thousand names one that looks alike is not found at once: not for everybody who asks.
            let left = self.guesses.get();
            self.guesses.set(left.saturating_sub(1));
            let names: Vec<&str> =
                self.written[..if left > 0 { self.written.len() } else { 0 }].iter().map(|rule| rule.id.value.as_str()).collect();
            let full = if name.contains('.') { name.to_owned() } else { format!("{pack}.{name}") };
            let help = meant(&full, &names).map_or_else(|| "`adsift rules list` shows what there is".to_owned(), asked);
            return Err((format!("unknown rule `{name}`"), help));
        }
        self.named.set(self.named.get() + found.len());
        Ok(found)
    }

    /// Whether conditions and layers name more rules than they may.
    fn names_too_many(&self) -> bool {
        self.named.get() > NAMED_LIMIT
    }

    /// What is said where they do, at the place where the limit was passed.
    fn too_many_names(&self, at: &At<String>) -> Diagnostic {
        let message = format!("conditions and layers name at most {NAMED_LIMIT} rules, each member of a category counted");
        error("conditions-too-large", at, message, "name fewer categories, or split the packs over several rule sets")
    }

    /// Whether a rule is found only when the allow rules have had their say.
    pub(super) fn comes_after_allow_rules(&self, rule: usize) -> bool {
        matches!(self.written[rule].body, Written::Structure { .. } | Written::Composite { .. })
    }

    /// The conditions of composites and allow rules, by rule.
    pub(super) fn conditions(&mut self) -> Vec<Option<Expr>> {
        let mut problems = Vec::new();
        let conditions = self
            .written
            .iter()
            .map(|rule| {
                let (Written::Composite { when, .. }
                | Written::Allow { by: WrittenAllow::When(when) | WrittenAllow::Within(_, Some(when)), .. }) = &rule.body
                else {
                    return None;
                };
                // What is past a limit is not read any further.
                if self.names_too_many() || problems.len() > PROBLEM_LIMIT {
                    return None;
                }
                let pack = rule.id.value.split('.').next().unwrap_or_default();
                let allow = matches!(rule.body, Written::Allow { .. });
                let resolve = |name: &str| {
                    if self.names_too_many() {
                        return Err((String::new(), String::new()));
                    }
                    let found = self.resolve(name, pack)?;
                    if allow && found.iter().all(|&rule| self.comes_after_allow_rules(rule)) {
                        let message = format!("`{name}` is decided after the allow rules, so that this would never hold");
                        return Err((message, "name a literal, regex or contact rule: what it rests on".to_owned()));
                    }
                    Ok(found)
                };
                let parsed = expr::parse(&when.value, &resolve);
                if self.names_too_many() {
                    problems.push(self.too_many_names(when));
                    return None;
                }
                parsed
                    .map_err(|wrong| {
                        problems.extend(wrong.into_iter().map(|wrong| {
                            let place = self.inside(when, wrong.start, wrong.end);
                            error("bad-condition", &place, wrong.message, &wrong.help)
                        }));
                    })
                    .ok()
            })
            .collect();
        self.problems.append(&mut problems);
        conditions
    }

    /// The composites in an order in which each comes after those it rests on.
    pub(super) fn order(&mut self, when: &[Option<Expr>]) -> Vec<usize> {
        let composite = |rule: usize| matches!(self.written[rule].body, Written::Composite { .. });
        let mut state = vec![0u8; self.written.len()];
        let mut order = Vec::new();
        let mut cycles = Vec::new();
        for root in (0..self.written.len()).filter(|&rule| composite(rule)) {
            // Depth first without recursion: a chain of composites may be as long as a pack.
            let mut stack = vec![(root, false)];
            while let Some((rule, done)) = stack.pop() {
                if done {
                    state[rule] = 2;
                    order.push(rule);
                    continue;
                }
                match state[rule] {
                    0 => {
                        state[rule] = 1;
                        stack.push((rule, true));
                        if let Some(expr) = &when[rule] {
                            expr.named(&mut |member| {
                                if composite(member) && state[member] == 1 {
                                    cycles.push((rule, member));
                                } else if composite(member) && state[member] == 0 {
                                    stack.push((member, false));
                                }
                            });
                        }
                    }
                    _ => continue,
                }
            }
        }
        for (rule, member) in cycles {
            let id = &self.written[rule].id;
            let mut cycle = error(
                "composite-cycle",
                id,
                format!("`{}` rests on itself", id.value),
                "a composite may not rest on itself, nor through others",
            );
            if member != rule {
                cycle.labels.push(self.written[member].id.label("through this one"));
            }
            self.problems.push(cycle);
        }
        order
    }

    /// What packs disable and override.
    pub(super) fn layers(&mut self) -> (Vec<bool>, BTreeMap<usize, Points>) {
        let mut enabled = vec![true; self.written.len()];
        let mut overrides = BTreeMap::new();
        let mut changed: BTreeMap<usize, At<()>> = BTreeMap::new();
        let mut problems = Vec::new();
        // The limit may have been passed by conditions, and told.
        let mut told = self.names_too_many();
        for file in &self.files {
            let pack = file.pack.as_ref().map_or("", |pack| &pack.value);
            let mut find = |name: &At<String>| {
                // Once is enough; no problem of what follows is worth its time.
                if told || problems.len() > PROBLEM_LIMIT {
                    return Vec::new();
                }
                let found = self.resolve(&name.value, pack).unwrap_or_else(|(message, help)| {
                    problems.push(error("unknown-rule", name, message, &help));
                    Vec::new()
                });
                if self.names_too_many() {
                    told = true;
                    problems.push(self.too_many_names(name));
                }
                found
            };
            for name in &file.disable {
                for rule in find(name) {
                    enabled[rule] = false;
                    changed.insert(rule, name.with(()));
                }
            }
            for (name, points) in &file.overrides {
                for rule in find(name) {
                    overrides.insert(rule, *points);
                    changed.insert(rule, name.with(()));
                }
            }
        }
        self.problems.append(&mut problems);
        self.changed = changed;
        (enabled, overrides)
    }
}
