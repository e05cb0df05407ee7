//! `adsift rules show` and `rules list`: the rules as they stand, in the columns that there are.
use super::args::ListFormat;
use super::exit::Exit;
use super::layers::entries;
use super::output::{Output, note, width};
use super::worth;
use crate::report::{escape, wrap, wrap_pieces, written};
use crate::rule::{Entry, Rule, RuleKind, RuleSet, asked, meant};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

fn category<'r>(rules: &'r RuleSet, rule: &Rule) -> &'r str {
    rules.category(rule).map_or("-", |category| category.id.as_str())
}

pub(super) fn list(rules: &RuleSet, effective: bool, format: ListFormat, output: &mut Output) -> io::Result<Exit> {
    let shown: Vec<&Rule> = rules.rules().iter().filter(|rule| effective || rule.enabled()).collect();
    match format {
        ListFormat::Human => {
            output.write(&columns(rules, &shown, effective, width()))?;
            if effective {
                output.write(&layers(rules, width()))?;
            }
        }
        ListFormat::Tsv => shown.into_iter().try_for_each(|rule| output.write(&row(rules, rule)))?,
        ListFormat::Json => {
            let list: Vec<_> = shown
                .iter()
                .map(|rule| {
                    serde_json::json!({
                        "id": rule.id(), "kind": rule.kind().name(), "category": category(rules, rule), "weight": rule.weight(),
                        "written_weight": rule.written_weight(), "enabled": rule.enabled(), "lang": rule.lang(), "why": rule.why(),
                        "origin": rules.origin(rule),
                    })
                })
                .collect();
            output.write(&serde_json::to_string_pretty(&list).unwrap_or_default())?;
            output.write("\n")?;
        }
    }
    Ok(Exit::Nothing)
}

/// What profiles say, each entry with its place, and the hash of everything together.
fn layers(rules: &RuleSet, room: usize) -> String {
    let mut out = String::new();
    for Entry { key, value, origin } in entries(rules) {
        for (index, line) in wrap(&on_one_line(&format!("{key}: {value}  {origin}")), room.saturating_sub(4)).iter().enumerate() {
            let _ = writeln!(out, "{}{line}", if index == 0 { "" } else { "    " });
        }
    }
    let _ = writeln!(out, "ruleset {}", rules.hash());
    out
}

/// All of a rule on one line, for programs.
fn row(rules: &RuleSet, rule: &Rule) -> String {
    let state = if rule.enabled() { "enabled" } else { "disabled" };
    let (kind, category, origin) = (rule.kind().name(), category(rules, rule), rules.origin(rule));
    format!("{}\t{kind}\t{category}\t{}\t{}\t{state}\t{origin}\n", rule.id(), rule.weight(), rule.written_weight())
}

/// A rule on a line, in columns. What one of the rules has no room for stands on lines of its own beneath each.
fn columns(rules: &RuleSet, shown: &[&Rule], effective: bool, room: usize) -> String {
    let id_width = shown.iter().map(|rule| rule.id().len()).max().unwrap_or(0);
    let facts: Vec<String> = shown
        .iter()
        .map(|rule| format!("{:<9}  {:<9}  {:>5}", rule.kind().name(), category(rules, rule), rule.weight().to_string()))
        .collect();
    let layers: Vec<String> = shown.iter().map(|rule| if effective { layered(rules, rule) } else { String::new() }).collect();
    let widest = |parts: &[String]| parts.iter().map(|part| escape(part).width).max().unwrap_or(0);
    let facts_fit = id_width + 2 + widest(&facts) <= room;
    let layers_fit = id_width + 2 + widest(&facts) + 2 + widest(&layers) <= room;
    let mut out = String::new();
    for ((rule, facts), layer) in shown.iter().zip(&facts).zip(&layers) {
        let _ = if facts_fit { write!(out, "{:<id_width$}  {facts}", rule.id()) } else { write!(out, "{}\n    {facts}", rule.id()) };
        for line in wrap(layer, room.saturating_sub(4)) {
            let _ = write!(out, "{}{line}", if layers_fit { "  " } else { "\n    " });
        }
        out.push('\n');
    }
    out
}

/// Where a rule comes from, and what packs on top changed.
fn layered(rules: &RuleSet, rule: &Rule) -> String {
    let changed = if rule.weight() == rule.written_weight() { String::new() } else { format!(" (written {})", rule.written_weight()) };
    let disabled = if rule.enabled() && !rules.is_disabled_here(rule) { "" } else { " disabled" };
    let by = rules.changed_at(rule).map_or(String::new(), |place| format!(" by {place}"));
    format!("{}{changed}{disabled}{by}", rules.origin(rule))
}

pub(super) fn show(rules: &RuleSet, id: &str, texts: Option<&Path>, output: &mut Output) -> io::Result<Exit> {
    let Some(rule) = rules.rule(id) else {
        note(&format!("there is no rule `{id}`; {}", meant_rule(rules, id)));
        return Ok(Exit::Error);
    };
    let worth = match texts.map(|folder| worth::told(rules, rule, folder)).transpose() {
        Ok(worth) => worth,
        Err(message) => {
            note(&message);
            return Ok(Exit::Error);
        }
    };
    output.write(&whole(rules, rule, worth.as_deref(), width()))?;
    Ok(Exit::Nothing)
}

/// What to say of an unknown id.
pub(super) fn meant_rule(rules: &RuleSet, id: &str) -> String {
    let ids: Vec<&str> = rules.rules().iter().map(Rule::id).collect();
    meant(id, &ids).map_or_else(|| "`adsift rules list` shows what there is".to_owned(), asked)
}

/// All of a rule: what every rule has, what its pack writes beside that, its examples.
fn whole(rules: &RuleSet, rule: &Rule, worth: Option<&str>, width: usize) -> String {
    let written = written(rules, rule);
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<String>>();
    let title = rules.category(rule).filter(|category| !category.title.is_empty()).map_or(String::new(), |c| format!(" ({})", c.title));
    let weight = if rule.weight() == rule.written_weight() {
        rule.weight().to_string()
    } else {
        format!("{} (written {})", rule.weight(), rule.written_weight())
    };
    // A contact has a key `kind` of its own.
    let mut rows = vec![("table".to_owned(), words(rule.kind().name()))];
    if rule.kind() != RuleKind::Allow {
        rows.push(("category".to_owned(), words(&format!("{}{title}", category(rules, rule)))));
        rows.push(("weight".to_owned(), words(&weight)));
    }
    rows.push(("languages".to_owned(), words(&if rule.lang().is_empty() { "any".to_owned() } else { rule.lang().join(", ") })));
    let disabled = match (rule.enabled(), rules.is_disabled_here(rule)) {
        (false, _) => ", disabled",
        (true, true) => ", disabled by the profile",
        _ => "",
    };
    rows.push(("from".to_owned(), words(&format!("{}{disabled}", rules.origin(rule)))));
    if rule.kind() == RuleKind::Allow && !written.keys.iter().any(|(key, _)| key == "scope") {
        rows.push(("scope".to_owned(), words("span (the default)")));
    }
    rows.extend(written.keys);
    rows.extend(worth.map(|worth| ("worth".to_owned(), words(worth))));

    let mut out = format!("{}\n", rule.id());
    for line in wrap(rule.why(), width.saturating_sub(2).max(20)) {
        let _ = writeln!(out, "  {line}");
    }
    let names = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, pieces) in &rows {
        let pieces = pieces.iter().map(|piece| on_one_line(piece));
        for (index, line) in wrap_pieces(pieces, width.saturating_sub(names + 4).max(20)).iter().enumerate() {
            let name = if index == 0 { name } else { "" };
            let _ = writeln!(out, "  {name:<names$}  {line}");
        }
    }
    for (name, examples) in [("hits", written.hits), ("misses", written.misses)] {
        if !examples.is_empty() {
            let _ = writeln!(out, "  {name}");
        }
        for example in examples {
            let lines = wrap(&on_one_line(&example), width.saturating_sub(6).max(20));
            let _ = writeln!(out, "    {}", lines.join("\n      "));
        }
    }
    out
}

/// A text of several lines on one, harmless on a terminal.
fn on_one_line(text: &str) -> String {
    escape(&text.replace('\n', " ⏎ ")).text
}
