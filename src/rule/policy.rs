//! What a score means: categories with their caps, and what each level needs.
use super::fields::{At, Fields, error};
use crate::points::Points;

/// A kind of evidence, with the most points that it can give together.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// Its name in packs and output.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// The most that its hits add to a score.
    pub cap: Points,
    /// Whether its hits count wherever they stand, as placement and repetition do. All others count inside a window.
    pub whole_text: bool,
    /// Whether its hits in the title count beside every contact of that writing: a title tells what all of it sells.
    pub from_title: bool,
    /// Whether it counts among the categories that a level asks for. What goes along with another category does not.
    pub counts: bool,
}

/// What a level asks of a score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LevelNeeds {
    /// The least score.
    pub score: Points,
    /// The fewest categories that give points.
    pub categories: usize,
    /// At least one of these categories gives points; their index. Empty: no such need.
    pub one_of: Vec<usize>,
    /// And one of these as well. Empty: no such need.
    pub and_one_of: Vec<usize>,
}

/// What the levels above `clean` ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    /// The needs of `review`.
    pub review: LevelNeeds,
    /// The needs of `spam`.
    pub spam: LevelNeeds,
}

/// A category as written.
#[derive(Clone, Debug)]
pub(super) struct WrittenCategory {
    pub id: At<String>,
    pub title: String,
    pub cap: Option<At<Points>>,
    pub whole_text: bool,
    pub from_title: bool,
    pub counts: bool,
}

/// A level as written: its categories are still names.
#[derive(Clone, Debug)]
pub(super) struct WrittenLevel {
    pub score: Option<At<Points>>,
    pub categories: usize,
    pub one_of: Vec<At<String>>,
    pub and_one_of: Vec<At<String>>,
}

/// A policy as written.
#[derive(Clone, Debug)]
pub(super) struct WrittenPolicy {
    pub review: Option<WrittenLevel>,
    pub spam: Option<WrittenLevel>,
}

pub(super) fn category(mut fields: Fields<'_, '_>) -> Option<WrittenCategory> {
    let id = fields.id();
    let title = fields.text("title").map(|title| title.value).unwrap_or_default();
    let cap = fields.points("cap");
    if let (Some(id), None) = (&id, &cap)
        && !fields.is_wrong("cap")
    {
        fields.report(error(
            "category-without-cap",
            id,
            format!("category `{}` has no cap", id.value),
            "add `cap = 2.0`: the most that its hits add together",
        ));
    }
    let whole_text = fields.flag("whole-text").unwrap_or(false);
    let from_title = fields.flag("from-title").unwrap_or(false);
    let counts = fields.flag("counts").unwrap_or(true);
    fields.finish();
    Some(WrittenCategory { id: id?, title, cap, whole_text, from_title, counts })
}

pub(super) fn policy(mut fields: Fields<'_, '_>) -> WrittenPolicy {
    fields.format();
    let mut read = |name: &'static str| {
        let level = fields.table(name, &format!("write `[policy.{name}]`"));
        if level.is_none() && !fields.is_wrong(name) {
            let message = format!("`[policy.{name}]` is missing");
            fields.report(error("missing-key", &fields.place(), message, "each level says what it needs"));
        }
        level.map(|table| level_of(fields.nested(&table)))
    };
    let (review, spam) = (read("review"), read("spam"));
    fields.finish();
    WrittenPolicy { review, spam }
}

fn level_of(mut fields: Fields<'_, '_>) -> WrittenLevel {
    let score = fields.points("score");
    if score.is_none() && !fields.is_wrong("score") {
        fields.missing("score", "add `score = 5.0`: the least score of this level");
    }
    let categories = fields.whole("categories", 64).map_or(0, |count| count.value as usize);
    let (one_of, and_one_of) = (fields.texts("one-of"), fields.texts("and-one-of"));
    fields.finish();
    WrittenLevel { score, categories, one_of, and_one_of }
}
