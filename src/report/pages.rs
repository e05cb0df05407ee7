//! Pages about the rules of packs, one a pack, for readers of the project's documents.
use super::written::written;
use crate::rule::{Rule, RuleKind, RuleSet};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use toml::de::DeTable;

/// The pages, by file name: one of each pack, and `README.md` that lists them. Pages name files and no lines, which move.
pub fn pages(rules: &RuleSet) -> BTreeMap<String, String> {
    let mut packs: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules.rules() {
        packs.entry(rule.id().split('.').next().unwrap_or_default()).or_default().push(rule);
    }
    let mut index = String::from(
        "# The rules\n\nWritten by `adsift rules docs` from the packs: change those, and run it again.\n\n| pack | about | rules |\n|---|---|---:|\n",
    );
    let mut pages = BTreeMap::new();
    for (pack, of_pack) in packs {
        let (title, description) = head(rules, of_pack[0]);
        let _ = writeln!(index, "| [{pack}]({pack}.md) | {title} | {} |", of_pack.len());
        pages.insert(format!("{pack}.md"), page(rules, pack, (&title, &description), &of_pack));
    }
    pages.insert("README.md".to_owned(), index);
    pages
}

/// Title and description of a rule's pack.
fn head(rules: &RuleSet, rule: &Rule) -> (String, String) {
    let text = rules.lints().files.get(rule.file).map_or("", |file| &*file.text);
    let (document, _) = DeTable::parse_recoverable(text);
    let pack = document.get_ref().get("pack").and_then(|pack| pack.get_ref().as_table().cloned());
    let part = |key: &str| pack.as_ref().and_then(|pack| pack.get(key)?.get_ref().as_str().map(str::to_owned)).unwrap_or_default();
    (part("title"), part("description"))
}

fn page(rules: &RuleSet, pack: &str, (title, description): (&str, &str), of_pack: &[&Rule]) -> String {
    let mut out = format!("# {pack}\n\n");
    for said in [title, description].into_iter().filter(|said| !said.is_empty()) {
        let stop = if said.ends_with(['.', '。', '!', '?']) { "" } else { "." };
        let _ = write!(out, "{said}{stop}\n\n");
    }
    let origin = rules.origin(of_pack[0]);
    let _ = writeln!(out, "Written by `adsift rules docs` from `{}`.", origin.rsplit_once(':').map_or("", |(file, _)| file));
    for rule in of_pack {
        let _ = write!(out, "\n## {}\n\n{}\n\n{}\n", rule.id(), rule.why(), facts(rules, rule));
        let written = written(rules, rule);
        for (lead, examples) in [("Finds", written.hits), ("Leaves alone", written.misses)] {
            if !examples.is_empty() {
                let fence = if examples.iter().any(|example| example.contains("```")) { "~~~~" } else { "```" };
                let lines: Vec<String> = examples.iter().map(|example| example.replace('\n', " ⏎ ")).collect();
                let _ = write!(out, "\n{lead}:\n\n{fence}text\n{}\n{fence}\n", lines.join("\n"));
            }
        }
    }
    out
}

/// What kind of rule it is, and what it gives.
fn facts(rules: &RuleSet, rule: &Rule) -> String {
    let kind = rule.kind().name();
    let gives = match rules.category(rule) {
        _ if rule.kind() == RuleKind::Allow => "speaks for a text".to_owned(),
        Some(category) if rule.weight() > crate::Points::ZERO => format!("{} points of `{}`", rule.weight(), category.id),
        _ => "a fact for other rules, no points".to_owned(),
    };
    let lang = if rule.lang().is_empty() { String::new() } else { format!("; {}", rule.lang().join(", ")) };
    let disabled = if rule.enabled() { "" } else { "; disabled" };
    format!("`{kind}`: {gives}{lang}{disabled}.")
}
