//! Lints of rules that only others show: conditions that contradict themselves, allow rules that reach nothing, facts that
//! nobody asks for.
use super::super::expr::Expr;
use super::super::fields::{At, problem};
use super::super::pack::{Scope, Written, WrittenAllow, WrittenRule};
use super::super::policy::Category;
use super::super::set::AllowRule;
use super::condition::is_possible;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::folded;

/// A rule set as its lints see it. Rules, conditions and states stand in the same order.
pub(in crate::rule) struct Whole<'a> {
    pub rules: &'a [WrittenRule],
    pub when: &'a [Option<Expr>],
    pub enabled: &'a [bool],
    pub allows: &'a [AllowRule],
    pub categories: &'a [Category],
}

impl Whole<'_> {
    /// Tells all that is found.
    pub fn lint(&self, problems: &mut Vec<Diagnostic>) {
        self.conditions(problems);
        self.allows(problems);
        self.facts(problems);
    }

    fn enabled(&self) -> impl Iterator<Item = (usize, &WrittenRule)> {
        self.rules.iter().enumerate().filter(|(index, _)| self.enabled[*index])
    }

    fn conditions(&self, problems: &mut Vec<Diagnostic>) {
        let mut say = |code, at: &At<String>, message: String, help: &str| problems.push(problem(Severity::Lint, code, at, message, help));
        for (index, rule) in self.enabled() {
            let (Some(expr), Some(written)) = (&self.when[index], written_condition(rule)) else { continue };
            let mut asks = false;
            expr.positive(&mut |_| asks = true);
            if !is_possible(expr) {
                let message = format!("`{}` never holds: its condition contradicts itself", rule.id.value);
                say("contradictory-condition", written, message, "no rule can be there and not be there: leave one of the two out");
            } else if !asks {
                let message = format!("`{}` never holds: it asks for nothing that is there", rule.id.value);
                let help = "a condition of `not` alone stands nowhere: name a rule that must be found";
                say("contradictory-condition", written, message, help);
            }
        }
    }

    fn allows(&self, problems: &mut Vec<Diagnostic>) {
        for allow in self.allows.iter().filter(|allow| self.enabled[allow.rule]) {
            let rule = &self.rules[allow.rule];
            let Written::Allow { by, scope, .. } = &rule.body else { continue };
            let reached = || allow.suppresses.iter().enumerate().filter(|(index, wanted)| **wanted && self.enabled[*index]);
            let told = match scope {
                // Caps that are no lower than what the policy says already.
                Scope::Text if allow.caps.iter().all(|&(category, cap)| cap >= self.categories[category].cap) => {
                    Some(("it lowers no cap", "name a cap below that of the policy"))
                }
                Scope::Text => None,
                _ if reached().next().is_none() => Some(("all that it suppresses is disabled", "take it out")),
                Scope::Span => match by {
                    WrittenAllow::Any(any) if reached().all(|(index, _)| !self.may_cover(any, index)) => Some((
                        "none of its words holds a word of what it suppresses",
                        "with the scope `span` it must cover the hit: write the longer phrase, or the scope `line`",
                    )),
                    _ => None,
                },
                _ => None,
            };
            if let Some((why, help)) = told {
                let message = format!("`{}` never suppresses anything: {why}", rule.id.value);
                problems.push(problem(Severity::Lint, "unreachable-allow", &rule.id, message, help));
            }
        }
    }

    /// Whether one of the words could cover a hit of a rule. Of all but literals nobody can tell.
    fn may_cover(&self, words: &[At<String>], rule: usize) -> bool {
        let Written::Literal { any, .. } = &self.rules[rule].body else { return true };
        let words: Vec<_> = words.iter().map(|word| folded(&word.value)).collect();
        any.iter().any(|literal| {
            let literal = folded(&literal.value);
            words.iter().any(|word| word.contains(&*literal))
        })
    }

    fn facts(&self, problems: &mut Vec<Diagnostic>) {
        let mut named = vec![false; self.rules.len()];
        for (index, _) in self.enabled() {
            if let Some(expr) = &self.when[index] {
                expr.named(&mut |rule| named[rule] = true);
            }
        }
        for (index, rule) in self.enabled() {
            // A contact is listed whatever it weighs, and an allow rule works by itself.
            let works = matches!(rule.body, Written::Contact { .. } | Written::Allow { .. });
            if rule.weight.is_none() && !works && !named[index] {
                let message = format!("`{}` gives no points, and no condition asks for it", rule.id.value);
                let help = "give it a `weight` and a `category`, or name it in a `when`";
                problems.push(problem(Severity::Lint, "unused-fact", &rule.id, message, help));
            }
        }
    }
}

fn written_condition(rule: &WrittenRule) -> Option<&At<String>> {
    match &rule.body {
        Written::Composite { when, .. } | Written::Allow { by: WrittenAllow::When(when) | WrittenAllow::Within(_, Some(when)), .. } => {
            Some(when)
        }
        _ => None,
    }
}
