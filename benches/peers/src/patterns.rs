//! The patterns of an export, `adsift rules export --patterns --format jsonl`, and what a match of them is.
use serde_json::Value;
use std::collections::BTreeMap;

/// A literal or regex of a rule.
pub struct Pattern {
    /// Number of its rule, in the order of the ids.
    pub rule: u32,
    /// Whether it is a regex.
    pub regex: bool,
    /// Itself; a regex in the syntax of the crate `regex`.
    pub text: String,
    /// Whether a match may neither begin nor end inside an ASCII word.
    pub word: bool,
}

/// All patterns, and the ids of their rules.
pub struct Patterns {
    pub all: Vec<Pattern>,
    pub rules: Vec<String>,
}

/// A match: number of the rule, and the byte behind its end. Starts are left out, for not every engine tells them.
pub type Pair = (u32, usize);

impl Patterns {
    /// Reads an export.
    pub fn read(path: &str) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut patterns = Patterns { all: Vec::new(), rules: Vec::new() };
        for (line, row) in text.lines().enumerate() {
            let row: Value = serde_json::from_str(row).map_err(|error| format!("{path}:{}: {error}", line + 1))?;
            let text = |key: &str| row[key].as_str().map(str::to_owned).ok_or(format!("{path}:{}: no `{key}`", line + 1));
            let id = text("rule")?;
            let rule = *numbers.entry(id.clone()).or_insert_with(|| {
                patterns.rules.push(id);
                patterns.rules.len() as u32 - 1
            });
            let (regex, word) = (text("kind")? == "regex", row["word"] == true);
            patterns.all.push(Pattern { rule, regex, text: text("pattern")?, word });
        }
        Ok(patterns)
    }

    /// The literals.
    pub fn literals(&self) -> impl Iterator<Item = &Pattern> {
        self.all.iter().filter(|pattern| !pattern.regex)
    }

    /// The regexes.
    pub fn regexes(&self) -> impl Iterator<Item = &Pattern> {
        self.all.iter().filter(|pattern| pattern.regex)
    }
}

impl Pattern {
    /// Whether a match of a literal that ends here is one.
    pub fn stands(&self, text: &[u8], end: usize) -> bool {
        let start = end - self.text.len();
        let word = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
        !self.word || !(start > 0 && word(start - 1) && word(start)) && !(word(end - 1) && word(end))
    }
}

/// A regex in the syntax of engines whose `\b` means ASCII anyway, and that know no class within a class.
#[allow(dead_code)] // Not every engine is there in every build.
pub fn plain_syntax(regex: &str) -> String {
    let mut out = String::with_capacity(regex.len());
    let (mut depth, mut escaped) = (0, false);
    for c in regex.replace(r"(?-u:\b)", r"\b").chars() {
        let inner = !escaped && (c == '[' && depth > 0 || c == ']' && depth > 1);
        match c {
            _ if escaped => {}
            '[' => depth += 1,
            ']' if depth > 0 => depth -= 1,
            _ => {}
        }
        // A class within a class adds what it holds; that holds for all that a pattern's shorthands stand for but the
        // negated ones, which no class of the packs has.
        if !inner {
            out.push(c);
        }
        escaped = !escaped && c == '\\';
    }
    out
}
