//! Verdicts as SARIF 2.1.0, which code hosts and editors show beside the lines they speak of.
use super::json::{Unreadable, line};
use crate::points::Points;
use crate::rule::{Rule, RuleSet};
use crate::scan::{Field, Hit, Level, Verdict};
use crate::span::Span;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// The level of a rule by itself: what it finds in a text says its own.
const RULE_LEVEL: &str = "warning";

/// Where a text comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The file, `-` for standard input.
    pub path: &'a str,
    /// The line that holds the record, from 1; none where the whole file is the text.
    pub line: Option<usize>,
    /// The id of a record whose text is not written in the file as it is read, as in JSON: it has no columns.
    pub record: Option<&'a str>,
    /// Whether the bytes of the text are those of the file.
    pub bytes: bool,
}

/// Writes a log piece by piece: a run over many files is never held whole.
pub struct Sarif {
    opening: String,
    index: HashMap<String, usize>,
}

impl Sarif {
    /// For the rules that can give points.
    pub fn new(rules: &RuleSet) -> Self {
        let scoring: Vec<&Rule> = rules.rules().iter().filter(|rule| rule.enabled() && rule.weight() > Points::ZERO).collect();
        let index = scoring.iter().enumerate().map(|(index, rule)| (rule.id().to_owned(), index)).collect();
        let driver = json!({
            "name": "adsift",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": scoring.iter().map(|rule| descriptor(rules, rule)).collect::<Vec<_>>(),
        });
        // Editors and the pages of code hosts count columns as UTF-16 does, and some do not ask.
        let opening = format!(
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{},\
             \"columnKind\":\"utf16CodeUnits\",\"results\":[\n",
            line(&json!({ "driver": driver }))
        );
        Sarif { opening, index }
    }

    /// What stands before the results.
    pub fn opening(&self) -> &str {
        &self.opening
    }

    /// The results of a text: one for each rule that gave points. None of a clean one.
    pub fn results(&self, origin: Origin<'_>, verdict: &Verdict<'_>) -> Vec<String> {
        let level = match verdict.level() {
            Level::Spam => "error",
            Level::Review => "warning",
            Level::Clean => return Vec::new(),
        };
        let counted: Vec<&Hit> = verdict.hits().iter().filter(|hit| hit.points > Points::ZERO).collect();
        let lines = Lines::of(verdict, &counted);
        let results = counted.iter().map(|hit| {
            let rule = verdict.rule(hit);
            let (score, said) = (verdict.score(), verdict.level().name());
            let mut result = json!({
                "ruleId": rule.id(),
                "level": level,
                "message": { "text": format!("{} It adds {} to a text that is {said} with {score}.", rule.why(), hit.points) },
                "locations": [location(origin, verdict, &lines, hit.field, hit.span)],
                "properties": { "points": hit.points, "level": said, "score": score },
            });
            if let Some(&index) = self.index.get(rule.id()) {
                result["ruleIndex"] = json!(index);
            }
            if !hit.also.is_empty() {
                let further = hit.also.iter().map(|further| location(origin, verdict, &lines, further.field, further.span));
                result["relatedLocations"] = further.collect();
            }
            line(&result)
        });
        results.collect()
    }

    /// What stands behind the results: whether all could be read, and what could not.
    pub fn closing(problems: &[Value], successful: bool) -> String {
        let invocation = json!({ "executionSuccessful": successful, "toolExecutionNotifications": problems });
        format!("\n],\"invocations\":[{}]}}]}}\n", line(&invocation))
    }

    /// What is told of a record that could not be read.
    pub fn problem(origin: Origin<'_>, unreadable: &Unreadable) -> Value {
        json!({
            "level": "error",
            "message": { "text": unreadable.message() },
            "descriptor": { "id": unreadable.code },
            "locations": [{ "physicalLocation": { "artifactLocation": artifact(origin.path), "region": { "startLine": unreadable.line } } }],
        })
    }
}

/// A rule with what its reader needs: why it is there, what it weighs, and what it finds.
fn descriptor(rules: &RuleSet, rule: &Rule) -> Value {
    let category = rules.category(rule);
    let (id, title) = category.map_or(("", ""), |category| (category.id.as_str(), category.title.as_str()));
    let title = if title.is_empty() { String::new() } else { format!(" ({})", title.trim_end_matches('.')) };
    let weight = rule.weight();
    let plain = format!("{} Weighs {weight} in the category {id}{title}.", rule.why());
    let marked = format!(
        "{}\n\nWeighs **{weight}** in the category `{id}`{title}. `adsift rules show {}` shows all of the rule, `adsift explain FILE` \
         all that it rests on in a text.",
        rule.why(),
        rule.id()
    );
    json!({
        "id": rule.id(),
        "shortDescription": { "text": rule.why() },
        "fullDescription": { "text": rule.why() },
        "help": { "text": plain, "markdown": marked },
        "defaultConfiguration": { "level": RULE_LEVEL },
        "properties": { "tags": [id], "weight": weight },
    })
}

fn location(origin: Origin<'_>, verdict: &Verdict<'_>, lines: &Lines, field: Option<Field>, span: Span) -> Value {
    let quote = &verdict.text(field)[span.range()];
    let mut region = json!({ "snippet": { "text": quote } });
    let mut logical = None;
    match (origin.record, origin.line) {
        (Some(record), number) => {
            region["startLine"] = json!(number.unwrap_or(1));
            let name = field.map_or("text", Field::name);
            logical = Some(json!([{ "name": name, "fullyQualifiedName": format!("{record}/{name}"), "kind": "member" }]));
        }
        (None, number) => {
            let above = number.map_or(0, |number| number - 1);
            let (start, end) = (lines.at(field, span.start), lines.at(field, span.end));
            region["startLine"] = json!(start.line + above);
            region["startColumn"] = json!(start.column);
            region["endLine"] = json!(end.line + above);
            region["endColumn"] = json!(end.column);
            if origin.bytes && number.is_none() {
                region["byteOffset"] = json!(span.start);
                region["byteLength"] = json!(span.len());
            }
        }
    }
    let mut location = json!({ "physicalLocation": { "artifactLocation": artifact(origin.path), "region": region } });
    if let Some(logical) = logical {
        location["logicalLocations"] = logical;
    }
    location
}

/// A path as a URI reference: relative ones stay so, because they are those of a repository.
fn artifact(path: &str) -> Value {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let escaped =
        path.trim_start_matches("./").bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    let escaped: String = escaped.collect();
    json!({ "uri": if escaped.starts_with('/') { format!("file://{escaped}") } else { escaped } })
}

/// A place as editors count it, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Place {
    line: usize,
    column: usize,
}

/// The lines and columns of all places of a verdict, counted in one pass over each of its texts.
struct Lines(BTreeMap<(Option<Field>, usize), Place>);

impl Lines {
    fn of(verdict: &Verdict<'_>, hits: &[&Hit]) -> Self {
        let mut places = BTreeMap::new();
        for hit in hits {
            let further = hit.also.iter().map(|further| (further.field, further.span));
            for (field, span) in further.chain([(hit.field, hit.span)]) {
                places.insert((field, span.start), Place::default());
                places.insert((field, span.end), Place::default());
            }
        }
        let mut before = (None, 0, Place { line: 1, column: 1 });
        for ((field, at), place) in &mut places {
            if before.0 != *field {
                before = (*field, 0, Place { line: 1, column: 1 });
            }
            let (_, from, mut counted) = before;
            let between = &verdict.text(*field)[from..*at];
            let behind_line = between.rfind('\n').map(|newline| &between[newline + 1..]);
            if behind_line.is_some() {
                counted = Place { line: counted.line + between.matches('\n').count(), column: 1 };
            }
            counted.column += crate::offsets::Offsets::Utf16.count(behind_line.unwrap_or(between));
            *place = counted;
            before = (*field, *at, counted);
        }
        Lines(places)
    }

    fn at(&self, field: Option<Field>, place: usize) -> Place {
        self.0.get(&(field, place)).copied().unwrap_or(Place { line: 1, column: 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::artifact;

    #[test]
    fn paths_are_uris() {
        for (path, uri) in [
            ("docs/post.md", "docs/post.md"),
            ("./a b.md", "a%20b.md"),
            ("帖.md", "%E5%B8%96.md"),
            ("/srv/a#1.md", "file:///srv/a%231.md"),
            ("-", "-"),
        ] {
            assert_eq!(artifact(path)["uri"], uri);
        }
    }
}
