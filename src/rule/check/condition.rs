//! Whether a condition can ever hold.
use super::super::expr::Expr;
use std::collections::BTreeSet;

/// What is taken for true and for false of the rules while a condition is looked through.
#[derive(Clone, Default)]
struct Known {
    there: BTreeSet<usize>,
    absent: BTreeSet<usize>,
}

/// False where the condition contradicts itself. Some that never hold are taken for possible: finding all of them is as hard
/// as any puzzle, and a pack's author contradicts himself in simple ways.
pub(super) fn is_possible(expr: &Expr) -> bool {
    possible(expr, &Known::default())
}

fn possible(expr: &Expr, known: &Known) -> bool {
    match expr {
        Expr::AtLeast(count, rules) => rules.iter().filter(|rule| !known.absent.contains(rule)).count() >= *count,
        Expr::Not(part) => !certain(part, known),
        Expr::Any(parts) => parts.iter().any(|part| possible(part, known)),
        Expr::All(parts) => {
            let mut known = known.clone();
            parts.iter().for_each(|part| learn(part, &mut known));
            known.there.is_disjoint(&known.absent) && parts.iter().all(|part| possible(part, &known))
        }
    }
}

/// Whether the condition holds whatever is not known.
fn certain(expr: &Expr, known: &Known) -> bool {
    match expr {
        Expr::AtLeast(count, rules) => rules.iter().filter(|rule| known.there.contains(rule)).count() >= *count,
        Expr::Not(part) => !possible(part, known),
        Expr::Any(parts) => parts.iter().any(|part| certain(part, known)),
        Expr::All(parts) => parts.iter().all(|part| certain(part, known)),
    }
}

/// What must be so for a part of a conjunction to hold.
fn learn(expr: &Expr, known: &mut Known) {
    match expr {
        Expr::AtLeast(count, rules) if *count == rules.len() => known.there.extend(rules.iter()),
        Expr::All(parts) => parts.iter().for_each(|part| learn(part, known)),
        Expr::Not(part) => match &**part {
            Expr::AtLeast(1, rules) => known.absent.extend(rules.iter()),
            Expr::Any(parts) => parts.iter().for_each(|part| learn(&Expr::Not(Box::new(part.clone())), known)),
            Expr::Not(part) => learn(part, known),
            _ => {}
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::expr::parse;
    use super::*;

    #[test]
    fn contradictions_are_seen_and_nothing_else() {
        let resolve = |name: &str| Ok(name.bytes().map(|byte| usize::from(byte - b'a')).collect());
        for (text, expected) in [
            ("a and not a", false),
            ("a and b and not (b or c)", false),
            ("any of (a, b) and not a and not b", false),
            ("any of (a, b) and not a", true),
            ("2 of (a, b, c) and not c", true),
            ("2 of (a, b, c) and not c and not a", false),
            ("(a or b) and not (a or b)", false),
            ("a and not (b and not b)", true),
            ("a or b and not b", true),
            ("not not a and not a", false),
            ("all of (a, b) and not (a and b)", false),
        ] {
            let expr = parse(text, &resolve).expect(text);
            assert_eq!(is_possible(&expr), expected, "{text}");
        }
    }
}
