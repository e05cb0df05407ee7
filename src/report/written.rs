//! A rule as its pack writes it: what only its kind has, and its examples with their marks.
use crate::rule::{Rule, RuleSet};
use toml::de::{DeTable, DeValue};

/// What stands in a rule's table beside what [`Rule`] tells.
#[derive(Default)]
pub struct Written {
    /// The other keys in their order. A list has a piece for each of its items, as it is spelled in the file.
    pub keys: Vec<(String, Vec<String>)>,
    /// Texts that it must find, with their marks and the value that is stated.
    pub hits: Vec<String>,
    /// Texts that it must not find.
    pub misses: Vec<String>,
}

/// The keys that [`Rule`] tells.
const TOLD: [&str; 5] = ["id", "category", "weight", "why", "lang"];

/// Reads a rule's table once more. Cost: its file is parsed.
pub fn written(rules: &RuleSet, rule: &Rule) -> Written {
    let Some(file) = rules.lints().files.get(rule.file) else { return Written::default() };
    let (document, _) = DeTable::parse_recoverable(&file.text);
    let tables = document.get_ref().get(rule.kind().name()).and_then(|list| list.get_ref().as_array());
    let mut tables = tables.into_iter().flatten().filter_map(|table| table.get_ref().as_table());
    let Some(table) = tables.find(|table| table.get("id").is_some_and(|id| id.span().start == rule.start)) else {
        return Written::default();
    };
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let mut written = Written::default();
    for (key, value) in entries {
        match key.get_ref().as_ref() {
            "hits" => written.hits = examples(value.get_ref()),
            "misses" => written.misses = examples(value.get_ref()),
            told if TOLD.contains(&told) => {}
            other => written.keys.push((other.to_owned(), pieces(&file.text, value))),
        }
    }
    written
}

/// A value in the pieces between which a line may end.
fn pieces(text: &str, value: &toml::Spanned<DeValue<'_>>) -> Vec<String> {
    let spelled = |value: &toml::Spanned<DeValue<'_>>| text.get(value.span()).unwrap_or_default().to_owned();
    let mut pieces: Vec<String> = match value.get_ref() {
        DeValue::Array(items) => items.iter().map(spelled).collect(),
        DeValue::Table(table) => table.iter().map(|(key, value)| format!("{} = {}", key.get_ref(), spelled(value))).collect(),
        _ => return spelled(value).split(' ').map(str::to_owned).collect(),
    };
    if let Some((_, before)) = pieces.split_last_mut() {
        before.iter_mut().for_each(|piece| piece.push(','));
    }
    pieces
}

fn examples(list: &DeValue<'_>) -> Vec<String> {
    let text = |item: &DeValue<'_>| match item.as_table() {
        None => item.as_str().unwrap_or_default().to_owned(),
        Some(table) => {
            let part = |key: &str| table.get(key).and_then(|part| part.get_ref().as_str());
            let value = part("value").map_or(String::new(), |value| format!("  -> {value}"));
            format!("{}{value}", part("text").unwrap_or_default())
        }
    };
    list.as_array().into_iter().flatten().map(|item| text(item.get_ref())).collect()
}
