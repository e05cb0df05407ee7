//! All patterns as one `RegexSet`: it tells which match, not where.
use super::Engine;
use crate::patterns::{Pair, Patterns};
use regex::{RegexSet, RegexSetBuilder};

/// The default of ten megabytes would refuse the set.
const SIZE_LIMIT: usize = 1 << 28;

pub struct Set {
    set: RegexSet,
    rules: Vec<u32>,
}

impl Set {
    pub fn new(patterns: &Patterns) -> Result<Self, String> {
        let written = patterns.all.iter().map(|pattern| {
            let text = &pattern.text;
            if pattern.regex {
                return text.clone();
            }
            // The boundary of an ASCII word counts only where the literal has a letter or digit on its own side.
            let edge = |c: Option<char>, boundary: &str| match c {
                Some(c) if pattern.word && c.is_ascii_alphanumeric() => boundary.to_owned(),
                _ => String::new(),
            };
            let (before, behind) = (edge(text.chars().next(), "(?:^|[^0-9A-Za-z])"), edge(text.chars().last(), "(?:$|[^0-9A-Za-z])"));
            format!("{before}{}{behind}", regex::escape(text))
        });
        let set = RegexSetBuilder::new(written).size_limit(SIZE_LIMIT).build().map_err(|error| error.to_string())?;
        Ok(Set { set, rules: patterns.all.iter().map(|pattern| pattern.rule).collect() })
    }
}

impl Engine for Set {
    fn find(&mut self, text: &str, found: &mut Vec<Pair>) {
        found.extend(self.set.matches(text).into_iter().map(|pattern| (self.rules[pattern], 0)));
    }

    fn tells_ends(&self) -> bool {
        false
    }
}
