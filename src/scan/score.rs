//! From hits to a score: the best window, categories up to their caps, and the level that follows.
use super::present::Present;
use super::verdict::{Effect, Level};
use super::window::Window;
use crate::points::Points;
use crate::rule::{Category, CompositeRegion as Region, CompositeRule, Inner, LevelNeeds, RuleKind};
use crate::span::{Span, View};
use crate::text::line_at;

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

/// The parts of a text that a composite may ask for.
pub(super) struct Regions<'a> {
    pub view: &'a str,
    pub title: Window,
    pub link_texts: Window,
}

/// Judges the evidence: the window with the highest level, then score, then the first one.
pub(super) fn judge(
    rules: &Inner,
    evidence: &[Evidence],
    (windows, regions): (&[Window], &Regions<'_>),
    caps: &[Points],
    needs: (&LevelNeeds, &LevelNeeds),
) -> Sum {
    let mut best = Sum::default();
    for window in windows {
        let mut sum = add_up(rules, members(rules, evidence, window, regions), caps);
        sum.level = level(&sum, needs, &rules.categories);
        if (sum.level, sum.score) > (best.level, best.score) {
            best = sum;
        }
    }
    best
}

/// The rules that stand in a window, with the composites that hold over them. Categories that look at the whole text
/// belong to every window, but for what is said of a contact: the window of that contact holds all its places, and
/// another seller's window has no part in it.
fn members(rules: &Inner, evidence: &[Evidence], window: &Window, regions: &Regions<'_>) -> Vec<Counted> {
    let whole_text = |found: &Evidence| {
        let rule = &rules.rules[found.rule];
        rule.kind != RuleKind::Structure && rule.category.is_some_and(|category| rules.categories[category].whole_text)
    };
    let mut counted: Vec<Counted> = evidence
        .iter()
        .filter_map(|found| {
            let category = rules.rules[found.rule].category.map(|category| &rules.categories[category]);
            let in_title = || window.first_in_titles(&found.spans).filter(|_| category.is_some_and(|category| category.from_title));
            let anywhere = || found.spans.first().copied().filter(|_| whole_text(found));
            let span = window.first(&found.spans).or_else(in_title).or_else(anywhere)?;
            Some(Counted { rule: found.rule, span, points: Points::ZERO, effect: Effect::Counted, from: Vec::new() })
        })
        .collect();
    let mut present = Present::none_of(rules.rules.len());
    counted.iter().for_each(|member| present.add(member.rule));
    for composite in &rules.body.composites {
        // Most conditions fail over the whole window, and so in each of its parts: a bit for each rule tells.
        if !composite.when.holds(&present) {
            continue;
        }
        let found = match composite.region {
            Region::Window => composite_holds(rules, composite, &counted),
            Region::Title => holds_in(rules, composite, evidence, &counted, |place| {
                regions.title.holds(place) && (window.holds(place) || window.first_in_titles(&[place]).is_some())
            }),
            Region::LinkText => {
                holds_in(rules, composite, evidence, &counted, |place| regions.link_texts.holds(place) && window.holds(place))
            }
            Region::Line => lines(regions.view, evidence, &counted, window).into_iter().find_map(|line| {
                holds_in(rules, composite, evidence, &counted, |place| line.start <= place.start && place.start < line.end)
            }),
        };
        if let Some(found) = found {
            present.add(found.rule);
            counted.push(found);
        }
    }
    counted
}

/// The most lines that are tried for one composite: those of the first places of each member.
const LINE_LIMIT: usize = 64;

/// The lines of a window in which something counts.
fn lines(view: &str, evidence: &[Evidence], counted: &[Counted], window: &Window) -> Vec<Span<View>> {
    let places = counted.iter().filter_map(|member| evidence.iter().find(|found| found.rule == member.rule));
    let mut lines: Vec<Span<View>> = places
        .flat_map(|found| found.spans.iter().copied().filter(|&place| window.holds(place)).take(LINE_LIMIT / 8))
        .take(LINE_LIMIT)
        .map(|place| line_at(view, place.start))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// A composite over the members that have a place in some part of the text.
fn holds_in(
    rules: &Inner,
    composite: &CompositeRule,
    evidence: &[Evidence],
    counted: &[Counted],
    part: impl Fn(Span<View>) -> bool,
) -> Option<Counted> {
    let in_part = |member: &Counted| {
        let places = &evidence.iter().find(|found| found.rule == member.rule)?.spans;
        Some(Counted { span: places.iter().copied().find(|&place| part(place))?, ..member.clone() })
    };
    composite_holds(rules, composite, &counted.iter().filter_map(in_part).collect::<Vec<_>>())
}

/// A composite that holds: at the place of its strongest member.
fn composite_holds(rules: &Inner, composite: &CompositeRule, counted: &[Counted]) -> Option<Counted> {
    let CompositeRule { rule, when, .. } = composite;
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
    Some(Counted { rule: *rule, span: strongest.span, points: Points::ZERO, effect: Effect::Counted, from })
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

fn level(sum: &Sum, (review, spam): (&LevelNeeds, &LevelNeeds), categories: &[Category]) -> Level {
    if reaches(sum, spam, categories) {
        Level::Spam
    } else if reaches(sum, review, categories) {
        Level::Review
    } else {
        Level::Clean
    }
}

fn reaches(sum: &Sum, needs: &LevelNeeds, categories: &[Category]) -> bool {
    let given = |category: &Points| *category > Points::ZERO;
    let some = |of: &[usize]| of.is_empty() || of.iter().any(|&category| given(&sum.categories[category]));
    sum.score >= needs.score
        && sum.categories.iter().zip(categories).filter(|(points, category)| given(points) && category.counts).count() >= needs.categories
        && some(&needs.one_of)
        && some(&needs.and_one_of)
}
