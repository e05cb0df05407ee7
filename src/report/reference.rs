//! The format of packs for readers and editors: a page of every key, and a JSON Schema.
use crate::rule::{CONFIG_TABLES, Key, KeyKind, TABLES, Table};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The page of every key.
pub fn reference() -> String {
    let mut out = String::from(
        "# The format of packs\n\n\
        Every table and key, written by `adsift rules docs` from the definition that the reader is held to. How they work together\n\
        is told in [patterns/README.md](../patterns/README.md), how to write a rule in [adding-a-rule.md](adding-a-rule.md).\n\n\
        A pack is one TOML file of at most 4 MB. A rule set has at most 20,000 rules and 200,000 literals, cues and gates of 2 MB\n\
        together. A key that is not listed is an error, and so is a format that this version does not know. Points are numbers\n\
        from 0 to 1000 with at most two decimals; no weight is negative.\n",
    );
    for table in TABLES {
        let brackets = if table.several { ("[[", "]]") } else { ("[", "]") };
        let _ = write!(out, "\n## `{}{}{}`\n\n{}\n", brackets.0, table.name, brackets.1, table.why);
        if table.name == "override" {
            out.push_str("\n```toml\n[override]\n\"sim-cards.card-goods\" = 0.5\n```\n");
            continue;
        }
        if table.rule {
            out.push_str("\nIt has the keys of [every rule](#every-rule), and these:\n");
        }
        rows(&mut out, table.keys.iter());
    }
    out.push_str("\n## Every rule\n\nAllow rules have neither `category` nor `weight`: they give no points.\n");
    if let Some(rule) = TABLES.iter().find(|table| table.rule) {
        let own: Vec<&str> = rule.keys.iter().map(|key| key.name).collect();
        rows(&mut out, rule.all_keys().filter(|key| !own.contains(&key.name)));
    }
    out.push_str(
        "\n## `adsift.toml` and profiles\n\nA configuration holds `[adsift]`, and may hold `[override]` and `[profile]`.\n\
        Editors complete and check both by [config.schema.json](config.schema.json), packs by [pack.schema.json](pack.schema.json).\n",
    );
    for table in CONFIG_TABLES {
        let _ = write!(out, "\n### `[{}]`\n\n{}\n", table.name, table.why);
        rows(&mut out, table.keys.iter());
    }
    out.push_str("\n## Names\n");
    for (title, kind) in
        [("Kinds of contacts", KeyKind::ContactKind), ("Shapes of contacts", KeyKind::Shape), ("Features of structure", KeyKind::Feature)]
    {
        let names: Vec<String> = kind.names().iter().map(|name| format!("`{name}`")).collect();
        let _ = write!(out, "\n{title}: {}.\n", names.join(", "));
    }
    out
}

fn rows<'k>(out: &mut String, keys: impl Iterator<Item = &'k Key>) {
    out.push_str("\n| key | holds | default | meaning | example |\n|---|---|---|---|---|\n");
    for key in keys {
        let example = key.example.replace('|', "\\|");
        let _ = writeln!(out, "| `{}` | {} | {} | {} | `{example}` |", key.name, key.kind.words(), key.default, key.why);
    }
}

/// The JSON Schema (draft 2020-12) of packs and policies, as one line of text a line.
pub fn schema() -> String {
    let mut whole = tables(TABLES.iter().filter(|table| !table.name.contains('.')));
    whole["anyOf"] = json!([{ "required": ["pack"] }, { "required": ["policy"] }]);
    written(whole, "A pack of rules, or a policy, of adsift")
}

/// The JSON Schema of `adsift.toml` and of profiles, whose table says its format where it stands in a file of its own.
pub fn config_schema() -> String {
    let mut config = tables(CONFIG_TABLES.iter().chain(TABLES.iter().filter(|table| table.name == "override")));
    config["required"] = json!(["adsift"]);
    let mut profile = tables(CONFIG_TABLES.iter().filter(|table| table.name == "profile"));
    profile["required"] = json!(["profile"]);
    profile["properties"]["profile"]["properties"]["format"] = value(KeyKind::Format);
    profile["properties"]["profile"]["required"] = json!(["format"]);
    written(json!({ "anyOf": [config, profile] }), "A configuration of adsift, or a profile")
}

fn tables<'t>(tables: impl Iterator<Item = &'t Table>) -> Value {
    let mut properties = Map::new();
    for table in tables {
        let of_table = if table.name == "override" { points_by_name() } else { object(table) };
        let value = if table.several { json!({ "type": "array", "items": of_table }) } else { of_table };
        properties.insert(table.name.to_owned(), described(value, table.why));
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn written(mut schema: Value, title: &str) -> String {
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = title.into();
    // Maps with string keys, written to memory: this cannot fail.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn object(table: &Table) -> Value {
    let keys: Map<String, Value> = table.all_keys().map(|key| (key.name.to_owned(), described(value(key.kind), key.why))).collect();
    let required: Vec<&str> = table.all_keys().filter(|key| key.default == "required").map(|key| key.name).collect();
    json!({ "type": "object", "properties": keys, "required": required, "additionalProperties": false })
}

fn described(mut value: Value, why: &str) -> Value {
    value["description"] = why.into();
    value
}

fn points() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 1000 })
}

fn points_by_name() -> Value {
    json!({ "type": "object", "additionalProperties": points() })
}

fn value(kind: KeyKind) -> Value {
    match kind {
        KeyKind::Text => json!({ "type": "string" }),
        KeyKind::Id => json!({ "type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$" }),
        KeyKind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        KeyKind::Flag => json!({ "type": "boolean" }),
        KeyKind::Whole(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        KeyKind::Points => points(),
        KeyKind::PointsByName => points_by_name(),
        KeyKind::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        KeyKind::Format => json!({ "const": 1 }),
        KeyKind::Level => TABLES.iter().find(|table| table.name == "policy.spam").map(object).unwrap_or_default(),
        KeyKind::Examples => json!({ "type": "array", "items": { "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": { "text": { "type": "string" }, "value": { "type": "string" } },
              "required": ["text"], "additionalProperties": false },
        ] } }),
        KeyKind::ContactKinds => json!({ "type": "array", "items": { "enum": kind.names() } }),
        _ => json!({ "enum": kind.names() }),
    }
}
