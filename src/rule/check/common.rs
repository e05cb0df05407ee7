//! Words of every day: a literal that many honest texts hold says little.
use super::super::fields::At;
use super::EVERYDAY_WEIGHT;
use crate::points::Points;
use crate::text::folded;
use std::collections::HashSet;
use std::sync::OnceLock;

/// Words that stand in more than one of twelve honest fixtures; `tests/common.rs` writes and checks the table.
const TABLE: &str = include_str!("../tables/common.tsv");

fn is_common(view: &str) -> bool {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| TABLE.lines().skip(2).collect()).contains(view)
}

/// Literals that give many points for a word that honest people use all the time.
pub(super) fn literals(any: &[At<String>], weight: Points, say: &mut impl FnMut(&'static str, &At<()>, String, &str)) {
    if weight <= EVERYDAY_WEIGHT {
        return;
    }
    for literal in any.iter().filter(|literal| is_common(&folded(&literal.value))) {
        say(
            "common-literal",
            &literal.with(()),
            format!("`{}` stands in more than one of twelve honest texts, and gives {weight} points", literal.value),
            &format!("say more than that word, or give it at most {EVERYDAY_WEIGHT}"),
        );
    }
}
