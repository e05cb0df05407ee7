//! YARA-X: a rule for each of ours, with all its patterns; it knows bytes and no characters.
use super::Engine;
use super::bytes::over_bytes;
use crate::patterns::{Pair, Patterns};
use std::fmt::Write as _;
use yara_x::{Compiler, Scanner};

pub struct Yara {
    scanner: Scanner<'static>,
    /// The number of the rule of each pattern, whether it is whole words, by its name.
    words: std::collections::HashMap<String, bool>,
}

impl Yara {
    pub fn new(patterns: &Patterns) -> Result<Self, String> {
        let mut source = String::new();
        let mut words = std::collections::HashMap::new();
        for rule in 0..patterns.rules.len() as u32 {
            let _ = writeln!(source, "rule r{rule} {{ strings:");
            for (number, pattern) in patterns.all.iter().enumerate().filter(|(_, pattern)| pattern.rule == rule) {
                words.insert(format!("$p{number}"), pattern.word);
                if pattern.regex {
                    let regex = over_bytes(&pattern.text)?;
                    let _ = writeln!(source, "  $p{number} = /{regex}/");
                } else {
                    let _ = writeln!(source, "  $p{number} = \"{}\"", pattern.text.replace('\\', r"\\").replace('"', "\\\""));
                }
            }
            source.push_str("condition: any of them }\n");
        }
        let mut compiler = Compiler::new();
        compiler.add_source(source.as_str()).map_err(|error| error.to_string())?;
        // A scanner borrows its rules; these live as long as the program.
        let rules = Box::leak(Box::new(compiler.build()));
        Ok(Yara { scanner: Scanner::new(rules), words })
    }
}

impl Engine for Yara {
    fn find(&mut self, text: &str, found: &mut Vec<Pair>) {
        let Ok(results) = self.scanner.scan(text.as_bytes()) else { return };
        let bytes = text.as_bytes();
        for rule in results.matching_rules() {
            let Some(number) = rule.identifier().strip_prefix('r').and_then(|number| number.parse().ok()) else { continue };
            for pattern in rule.patterns() {
                let word = self.words.get(pattern.identifier()).copied().unwrap_or(false);
                for place in pattern.matches().map(|place| place.range()) {
                    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
                    let cut = |at: usize| at > 0 && letter(at - 1) && letter(at);
                    if !place.is_empty() && (!word || !cut(place.start) && !cut(place.end)) {
                        found.push((number, place.end));
                    }
                }
            }
        }
    }
}
