//! Which lints are told, and when.
use super::super::check::{STEPS, Whole, lint, lint_gates};
use super::super::expr::Expr;
use super::Build;
use crate::diagnostic::Severity;
use std::rc::Rc;

impl Build {
    /// Tells the lints of all rules that are enabled. They cost most where literals are many: of a set past the limit nobody
    /// needs to hear them.
    pub(super) fn lint(&mut self, when: &[Option<Expr>], enabled: &[bool]) {
        if self.strings.full() {
            return;
        }
        let written = Rc::clone(&self.written);
        let today = self.today.as_deref();
        let rules = || written.iter().zip(enabled).filter(|(_, enabled)| **enabled).map(|(rule, _)| rule);
        rules().for_each(|rule| lint(rule, today, &mut self.problems));
        // To look for gates costs more than all else: in built-in packs it is done where that is asked for.
        let (mut steps, mut found) = (STEPS, Vec::new());
        for rule in rules().filter(|rule| self.thorough || rule.id.file >= self.trusted) {
            lint_gates(rule, |pattern, start, end| self.inside(pattern, start, end), &mut steps, &mut found);
        }
        self.problems.append(&mut found);
        // Of names that stand for nothing other names would be said to be of no use.
        if !self.problems.iter().any(|problem| problem.severity == Severity::Error) {
            let (allows, categories) = (&self.body.allows, &self.categories);
            let whole = Whole { rules: &written, when, enabled, allows, categories };
            whole.lint(&mut self.problems);
        }
    }
}
