//! Why a rule gives a text no points: which of its parts is there, which is not, and what a level still lacks.
use super::written::written;
use crate::diagnostic::counted;
use crate::rule::{CompositeRegion, Expr, LevelNeeds, Region, Rule, RuleKind, RuleSet, Target};
use crate::scan::{Effect, Hit, Scanner, Verdict};
use crate::text::chart::Chart;
use crate::text::{Layout, ViewBuffer};
use std::collections::BTreeSet;

/// The most names that a line lists.
const NAMES: usize = 6;

/// The answer, a sentence a line. `text` is all of the record's text, its fields behind each other.
pub fn why_not(rules: &RuleSet, rule: &Rule, text: &str, verdict: &Verdict<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    match verdict.hits().iter().find(|hit| verdict.rule(hit).id() == rule.id()) {
        _ if !rule.enabled() => lines.push("a pack on top disables it".to_owned()),
        Some(hit) => lines.push(found(rules, rule, verdict, hit)),
        None => absent(rules, rule, text, verdict, &mut lines),
    }
    let levels = rules.levels_here();
    for (name, needs) in [("review", &levels.review), ("spam", &levels.spam)] {
        lines.push(match lacks(rules, needs, verdict) {
            lacking if lacking.is_empty() => format!("{name}: nothing is lacking"),
            lacking => format!("{name} lacks {}", lacking.join(", and ")),
        });
    }
    lines
}

/// What became of a hit.
fn found(rules: &RuleSet, rule: &Rule, verdict: &Verdict<'_>, hit: &Hit) -> String {
    let quote = verdict.quote(hit).replace(['\n', '\r'], " ");
    let category = rules.category(rule).map_or("", |category| &category.id);
    match hit.effect {
        Effect::Suppressed => {
            let by: Vec<&str> = verdict.suppressed_by(hit).collect();
            let by = if by.is_empty() { "the profile".to_owned() } else { by.join(", ") };
            format!("it is found at `{quote}`, and {by} took it away")
        }
        Effect::Elsewhere => format!("it is found at `{quote}`, outside the window of the text that decided, if one did"),
        _ if rule.kind() == RuleKind::Allow => format!("it is found at `{quote}`: an allow rule gives no points"),
        _ if rule.weight() == crate::Points::ZERO => format!("it is found at `{quote}`: a fact gives no points"),
        Effect::Capped => format!("it is found at `{quote}`, and gives {}: the cap of {category} left no more", hit.points),
        Effect::Counted => format!("it is found at `{quote}`, and gives {} points", hit.points),
    }
}

fn absent(rules: &RuleSet, rule: &Rule, text: &str, verdict: &Verdict<'_>, lines: &mut Vec<String>) {
    let Some(&index) = rules.0.by_id.get(rule.id()) else { return };
    let body = &rules.0.body;
    let key = |name: &str| written(rules, rule).keys.into_iter().find(|(key, _)| key == name).map(|(_, pieces)| pieces.join(" "));
    let mut buffer = ViewBuffer::default();
    let (view, _) = buffer.view(text);
    // What the matcher finds of the rule, whether it counts or not.
    let mut parts: BTreeSet<&str> = BTreeSet::new();
    rules.0.finder.find(view, &Chart::of(view), |found| {
        let of_rule = |target: &Target| match *target {
            Target::Literal { rule, .. } => rule as usize == index,
            Target::Gate { regex, .. } => body.regexes[regex as usize].rule == index,
            Target::Cue { contact, .. } | Target::Respelled { contact, .. } => body.contacts[contact as usize].rule == index,
            Target::Word { .. } | Target::Decoder(_) => false,
        };
        if rules.0.targets.of(found.string).iter().any(of_rule) {
            parts.insert(&view[found.start..found.end]);
        }
    });
    let parts = names(parts.into_iter());
    if let Some(regex) = body.regexes.iter().position(|regex| regex.rule == index) {
        let pattern = key("pattern").unwrap_or_default();
        lines.push(match (!body.ungated.contains(&(regex as u32)), parts.is_empty()) {
            (true, true) => format!("none of the strings near which it runs is there: {}", key("needs").unwrap_or_default()),
            (true, false) => format!("{parts} is there, and what stands round it does not match {pattern}"),
            (false, _) => format!("nothing matches {pattern}"),
        });
    } else if let Some(contact) = body.contacts.iter().find(|contact| contact.rule == index) {
        let shape = key("shape").unwrap_or_default();
        lines.push(if parts.is_empty() {
            let cues: Vec<String> = ["cues", "disguised", "respelled"].into_iter().filter_map(key).collect();
            if cues.is_empty() { format!("nothing reads as {shape}") } else { format!("none of its cues is there: {}", cues.join("; ")) }
        } else {
            format!("{parts} is there, and no value {shape} within {} characters", contact.gap)
        });
    } else if let Some(asked) = body.structures.iter().find(|asked| asked.rule == index) {
        let number = Scanner::thorough(rules.clone()).measure(text, asked.feature, &asked.kinds);
        let most = if asked.at_most < u32::MAX { format!(", and at most {}", asked.at_most) } else { String::new() };
        lines.push(format!("{} is {number}, and must be at least {}{most}", key("feature").unwrap_or_default(), asked.at_least));
    } else if let Some(composite) = body.composites.iter().find(|composite| composite.rule == index) {
        condition(rules, &composite.when, verdict, lines);
        let place = match composite.region {
            CompositeRegion::Window => "in one window: the title, the last lines, or the surroundings of one contact or doorway",
            CompositeRegion::Title => "in the title",
            CompositeRegion::LinkText => "in the text of a link",
            CompositeRegion::Line => "in one line",
        };
        lines.push(format!("all of it must stand {place}"));
    } else if let Some(allow) = body.allows.iter().find(|allow| allow.rule == index && (allow.region.is_some() || allow.when.is_some())) {
        let mut layout = Layout::default();
        layout.read(view, &Chart::of(view));
        match allow.region {
            Some(Region::Code) if layout.code.is_empty() => lines.push("the text has no code".to_owned()),
            Some(Region::Quote) if layout.quotes.is_empty() => lines.push("the text has no quotation".to_owned()),
            _ => {}
        }
        match &allow.when {
            Some(when) => condition(rules, when, verdict, lines),
            None if lines.is_empty() => lines.push("it found nothing to take away".to_owned()),
            None => {}
        }
    } else if parts.is_empty() {
        lines.push(format!("none of its words is there: {}", key("any").unwrap_or_default()));
    } else {
        lines.push(format!("{parts} is there, inside a longer word: a word must stand alone"));
    }
}

/// Each part of a condition, with what is there of it.
fn condition(rules: &RuleSet, expr: &Expr, verdict: &Verdict<'_>, lines: &mut Vec<String>) {
    let there: BTreeSet<usize> =
        verdict.hits().iter().filter(|hit| hit.effect != Effect::Suppressed).map(|hit| rules.0.by_id[verdict.rule(hit).id()]).collect();
    let parts = match expr {
        Expr::All(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    for part in parts {
        let holds = if part.holds(&|rule: usize| there.contains(&rule)) { "holds" } else { "fails" };
        lines.push(format!("{holds}: {}", told(rules, part, &there)));
    }
}

fn told(rules: &RuleSet, expr: &Expr, there: &BTreeSet<usize>) -> String {
    let id = |rule: &usize| rules.rules()[*rule].id();
    let several =
        |parts: &[Expr], word: &str| parts.iter().map(|part| told(rules, part, there)).collect::<Vec<_>>().join(&format!(" {word} "));
    match expr {
        Expr::AtLeast(count, members) => {
            let found = names(members.iter().filter(|rule| there.contains(rule)).map(id));
            let found = if found.is_empty() { "none is there".to_owned() } else { format!("there is {found}") };
            let asked = if *count == members.len() { "all".to_owned() } else { format!("{count}") };
            match &members[..] {
                [one] if there.contains(one) => format!("{}, which is there", id(one)),
                [one] => format!("{}, which is not there", id(one)),
                _ => format!("{asked} of {} ({found})", names(members.iter().map(id))),
            }
        }
        Expr::All(parts) => format!("({})", several(parts, "and")),
        Expr::Any(parts) => format!("({})", several(parts, "or")),
        Expr::Not(part) => format!("not {}", told(rules, part, there)),
    }
}

/// The first few names, and how many more there are.
fn names<'n>(all: impl Iterator<Item = &'n str>) -> String {
    let all: Vec<String> = all.map(|name| format!("`{name}`")).collect();
    let (first, rest) = all.split_at(all.len().min(NAMES));
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    first.join(", ") + &more
}

/// What a level still asks for.
fn lacks(rules: &RuleSet, needs: &LevelNeeds, verdict: &Verdict<'_>) -> Vec<String> {
    let given: BTreeSet<&str> = verdict.categories().map(|(category, _)| category).collect();
    let mut lacking = Vec::new();
    if verdict.score() < needs.score {
        lacking.push(format!("{} points", needs.score - verdict.score()));
    }
    let counting = rules.categories().iter().filter(|category| category.counts && given.contains(category.id.as_str())).count();
    if let Some(more @ 1..) = needs.categories.checked_sub(counting) {
        lacking.push(counted(more, "category that counts", "categories that count"));
    }
    for group in [&needs.one_of, &needs.and_one_of] {
        let ids: Vec<&str> = group.iter().map(|&category| rules.categories()[category].id.as_str()).collect();
        if !ids.is_empty() && !ids.iter().any(|id| given.contains(id)) {
            lacking.push(format!("one of {}", ids.join(", ")));
        }
    }
    lacking
}
