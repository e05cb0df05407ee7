//! `adsift rules export --patterns`: the patterns of the rules, for other engines.
use super::args::ExportFormat;
use super::exit::Exit;
use super::output::Output;
use crate::rule::{Pattern, RuleSet};
use std::io;

/// Writes all patterns, one a line.
pub(super) fn patterns(rules: &RuleSet, format: ExportFormat, output: &mut Output) -> io::Result<Exit> {
    for pattern in rules.patterns() {
        output.write(&match format {
            ExportFormat::Tsv => row(&pattern),
            ExportFormat::Jsonl => record(&pattern),
        })?;
    }
    Ok(Exit::Nothing)
}

fn kind(pattern: &Pattern) -> &'static str {
    if pattern.regex { "regex" } else { "literal" }
}

fn row(pattern: &Pattern) -> String {
    // A regex has its own backslashes, and an escape in the place of a tab means the same to it.
    let text = if pattern.regex { pattern.text.clone() } else { pattern.text.replace('\\', r"\\") };
    let text = text.replace('\t', r"\t").replace('\n', r"\n").replace('\r', r"\r");
    let word = if pattern.word { ",word" } else { "" };
    format!("{}\t{}\t{text}\tcaseless{word}\n", pattern.rule, kind(pattern))
}

fn record(pattern: &Pattern) -> String {
    let record = serde_json::json!({
        "rule": pattern.rule, "kind": kind(pattern), "pattern": pattern.text, "caseless": true, "word": pattern.word,
        "needs": pattern.needs,
    });
    format!("{record}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stays_on_its_row() {
        let pattern = |regex, text: &str| Pattern { rule: "a.b".to_owned(), regex, text: text.to_owned(), word: !regex, needs: Vec::new() };
        assert_eq!(row(&pattern(false, "c\\d\te")), "a.b\tliteral\tc\\\\d\\te\tcaseless,word\n");
        assert_eq!(row(&pattern(true, "c\\s\te\n")), "a.b\tregex\tc\\s\\te\\n\tcaseless\n");
    }
}
