//! From hits to a score: the best window, categories up to their caps, and the level that follows.
use super::verdict::{Effect, Level};
use super::window::Window;
use crate::points::Points;
use crate::rule::{Expr, Inner, LevelNeeds, RuleKind};
use crate::span::{Span, View};

/// A rule with the places where it was found, sorted. Its places stand in the list of all places.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub rule: usize,
    pub spans: Vec<Span<View>>,
}

/// A rule that counts in a window, and for how much.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub rule: usize,
    pub span: Span<View>,
    pub points: Points,
    pub effect: Effect,
    /// The rules that a composite rests on.
    pub from: Vec<usize>,
}

/// What one window is worth.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum {
    pub level: Level,
    pub score: Points,
    pub counted: Vec<Counted>,
    pub categories: Vec<Points>,
}

/// Judges the evidence: the window with the highest level, then score, then the first one.
pub(super) fn judge(rules: &Inner, evidence: &[Evidence], windows: &[Window], caps: &[Points], needs: (&LevelNeeds, &LevelNeeds)) -> Sum {
    let mut best = Sum { categories: vec![Points::ZERO; caps.len()], ..Sum::default() };
    for window in windows {
        let mut sum = add_up(rules, members(rules, evidence, window), caps);
        sum.level = level(&sum, needs);
        if (sum.level, sum.score) > (best.level, best.score) {
            best = sum;
        }
    }
    best
}

/// The rules that stand in a window, with the composites that hold over them. Categories that look at the whole text
/// belong to every window, but for what is said of a contact: the window of that contact holds all its places, and
/// another seller's window has no part in it.
fn members(rules: &Inner, evidence: &[Evidence], window: &Window) -> Vec<Counted> {
    let whole_text = |found: &Evidence| {
        let rule = &rules.rules[found.rule];
        rule.kind != RuleKind::Structure && rule.category.is_some_and(|category| rules.categories[category].whole_text)
    };
    let mut counted: Vec<Counted> = evidence
        .iter()
        .filter_map(|found| {
            let span = window.first(&found.spans).or_else(|| found.spans.first().copied().filter(|_| whole_text(found)))?;
            Some(Counted { rule: found.rule, span, points: Points::ZERO, effect: Effect::Counted, from: Vec::new() })
        })
        .collect();
    for (rule, when) in &rules.body.composites {
        if let Some(composite) = composite(rules, *rule, when, &counted) {
            counted.push(composite);
        }
    }
    counted
}

/// A composite that holds: at the place of its strongest member.
fn composite(rules: &Inner, rule: usize, when: &Expr, counted: &[Counted]) -> Option<Counted> {
    let find = |rule: usize| counted.iter().find(|member| member.rule == rule);
    if !when.holds(&|rule| find(rule).is_some()) {
        return None;
    }
    let mut from = Vec::new();
    when.positive(&mut |member| from.extend(find(member).map(|_| member)));
    from.sort_unstable();
    from.dedup();
    // A condition of `not` alone holds nowhere in particular, and so is no evidence.
    let strongest = from.iter().filter_map(|&member| find(member)).max_by(|a, b| {
        (rules.rules[a.rule].weight, std::cmp::Reverse(a.span)).cmp(&(rules.rules[b.rule].weight, std::cmp::Reverse(b.span)))
    })?;
    Some(Counted { rule, span: strongest.span, points: Points::ZERO, effect: Effect::Counted, from })
}

/// Within a category by weight, then start, then id (rules are sorted by id), up to the cap.
fn add_up(rules: &Inner, mut counted: Vec<Counted>, caps: &[Points]) -> Sum {
    counted.sort_by(|a, b| {
        let key = |hit: &Counted| (std::cmp::Reverse(rules.rules[hit.rule].weight), hit.span.start, hit.rule);
        key(a).cmp(&key(b))
    });
    let mut categories = vec![Points::ZERO; caps.len()];
    for hit in &mut counted {
        let rule = &rules.rules[hit.rule];
        let Some(category) = rule.category.filter(|_| rule.weight > Points::ZERO) else { continue };
        let left = caps[category] - categories[category];
        hit.points = rule.weight.min(left);
        hit.effect = if hit.points < rule.weight { Effect::Capped } else { Effect::Counted };
        categories[category] += hit.points;
    }
    let score = categories.iter().copied().sum();
    Sum { level: Level::Clean, score, counted, categories }
}

fn level(sum: &Sum, (review, spam): (&LevelNeeds, &LevelNeeds)) -> Level {
    if reaches(sum, spam) {
        Level::Spam
    } else if reaches(sum, review) {
        Level::Review
    } else {
        Level::Clean
    }
}

fn reaches(sum: &Sum, needs: &LevelNeeds) -> bool {
    let given = |category: &Points| *category > Points::ZERO;
    sum.score >= needs.score
        && sum.categories.iter().filter(|category| given(category)).count() >= needs.categories
        && (needs.one_of.is_empty() || needs.one_of.iter().any(|&category| given(&sum.categories[category])))
}
