//! What every match of a regex must hold: words that the one pass over a text finds anyway, so that most texts never
//! see the regex.
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The most strings of one set, and the most sets and alternatives that are looked into.
const SET_LIMIT: usize = 160;
const DEPTH_LIMIT: usize = 6;
/// The most sets that are asked for together.
const ALL_LIMIT: usize = 4;
/// The most alternatives that are looked at one by one.
const BRANCHES_LIMIT: usize = 32;

/// Words that stand in any text: a set with one of them says nothing.
const COMMON: &[&str] = &[
    "the", "of", "you", "your", "this", "that", "can", "not", "all", "out", "have", "has", "with", "for", "and", "are", "was", "will",
    "from", "about", "more", "one", "any", "use", "used", "get", "but", "like", "when", "what", "how", "who", "our", "their", "http",
    "https", "www", ".com", "可以", "没有", "如何", "看到", "他们", "我们", "自己", "一个", "这个", "需要", "使用", "问题", "时间", "不是",
];

/// A condition over words, weaker than the regex: where it does not hold, there is no match.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Required {
    /// Nothing is known.
    Nothing,
    /// One of these words.
    OneOf(Vec<String>),
    /// All of these conditions.
    All(Vec<Required>),
    /// One of these conditions.
    Any(Vec<Required>),
}

/// What every match of a parsed pattern must hold. Words are only those that begin where a word begins, and that have at
/// least two characters, three where they are ASCII: others stand in any text.
pub(super) fn required(hir: &Hir) -> Required {
    simplify(gather(hir, false, 0))
}

/// The alternatives that a pattern consists of, each by itself: what one needs says nothing of another. Together they match
/// what the pattern matches; those of which each is a few strings stay together.
pub(super) fn branches(hir: &Hir) -> Vec<Hir> {
    let branches = split(hir);
    if branches.len() > BRANCHES_LIMIT { vec![hir.clone()] } else { branches }
}

fn split(hir: &Hir) -> Vec<Hir> {
    match hir.kind() {
        HirKind::Alternation(parts) => {
            let (few, many): (Vec<Hir>, Vec<Hir>) = parts.iter().cloned().partition(|part| exact(part, 0).is_some());
            let few = (!few.is_empty()).then(|| Hir::alternation(few));
            few.into_iter().chain(many.iter().flat_map(split)).collect()
        }
        HirKind::Capture(capture) => split(&capture.sub),
        HirKind::Concat(parts) => {
            // Of what all alternatives share only places between bytes are written beside each.
            let mut bytes = parts.iter().enumerate().filter(|(_, part)| !matches!(part.kind(), HirKind::Look(_)));
            match (bytes.next(), bytes.next()) {
                (Some((at, part)), None) => {
                    let beside = |branch: Hir| Hir::concat([&parts[..at], &[branch], &parts[at + 1..]].concat());
                    split(part).into_iter().map(beside).collect()
                }
                _ => vec![hir.clone()],
            }
        }
        _ => vec![hir.clone()],
    }
}

/// The strings that a part matches, where these are few.
fn exact(hir: &Hir, depth: usize) -> Option<Vec<String>> {
    if depth > DEPTH_LIMIT {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(Class::Unicode(class)) => {
            let count: u32 = class.iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1).sum();
            (count <= 8).then(|| class.iter().flat_map(|range| range.start()..=range.end()).map(String::from).collect())
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Capture(capture) => exact(&capture.sub, depth + 1),
        HirKind::Repetition(repetition) if repetition.min == 0 && repetition.max == Some(1) => {
            let mut strings = exact(&repetition.sub, depth + 1)?;
            strings.push(String::new());
            Some(strings)
        }
        HirKind::Repetition(repetition) if repetition.max == Some(repetition.min) && repetition.min <= 3 => {
            let part = exact(&repetition.sub, depth + 1)?;
            (0..repetition.min).try_fold(vec![String::new()], |strings, _| cross(&strings, &part))
        }
        HirKind::Repetition(_) => None,
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |strings, part| cross(&strings, &exact(part, depth + 1)?)),
        HirKind::Alternation(parts) => {
            let mut strings = Vec::new();
            for part in parts {
                strings.extend(exact(part, depth + 1)?);
                if strings.len() > SET_LIMIT {
                    return None;
                }
            }
            Some(strings)
        }
    }
}

fn cross(first: &[String], second: &[String]) -> Option<Vec<String>> {
    (first.len() * second.len() <= SET_LIMIT)
        .then(|| first.iter().flat_map(|start| second.iter().map(move |end| format!("{start}{end}"))).collect())
}

/// The condition of a part; `boundary`: no letter or digit of ASCII can stand right before it.
fn gather(hir: &Hir, boundary: bool, depth: usize) -> Required {
    if depth > DEPTH_LIMIT {
        return Required::Nothing;
    }
    if let Some(strings) = exact(hir, depth) {
        return words(strings, boundary);
    }
    match hir.kind() {
        HirKind::Capture(capture) => gather(&capture.sub, boundary, depth + 1),
        HirKind::Repetition(repetition) if repetition.min > 0 => gather(&repetition.sub, false, depth + 1),
        HirKind::Alternation(parts) => Required::Any(parts.iter().map(|part| gather(part, boundary, depth + 1)).collect()),
        HirKind::Concat(parts) => concat(parts, boundary, depth),
        _ => Required::Nothing,
    }
}

/// Neighbours whose strings are few are one word: (电话|手机)卡 is 电话卡 or 手机卡.
fn concat(parts: &[Hir], boundary: bool, depth: usize) -> Required {
    let mut all = Vec::new();
    let mut here = boundary;
    let mut neighbours: Vec<(Vec<String>, bool)> = Vec::new();
    let crossed =
        |neighbours: &[(Vec<String>, bool)]| neighbours.iter().try_fold(vec![String::new()], |strings, (more, _)| cross(&strings, more));
    // Where all neighbours together say nothing (`5元/张` may go on a word before it), the last of them may.
    let told = |neighbours: &[(Vec<String>, bool)]| {
        let ends = (0..neighbours.len()).map(|from| &neighbours[from..]);
        let mut sets = ends.filter_map(|end| Some(words(crossed(end)?, end[0].1)));
        sets.find(|set| *set != Required::Nothing)
    };
    for part in parts {
        match exact(part, depth + 1) {
            // A boundary has no bytes; what follows it begins a word.
            Some(strings) if strings.iter().all(String::is_empty) => {}
            Some(strings) => {
                neighbours.push((strings, here));
                if crossed(&neighbours).is_none() {
                    let last = neighbours.split_off(neighbours.len() - 1);
                    all.extend(told(&std::mem::replace(&mut neighbours, last)));
                }
            }
            None => {
                all.extend(told(&std::mem::take(&mut neighbours)));
                all.push(gather(part, here, depth + 1));
            }
        }
        here = ends_word(part, here);
    }
    all.extend(told(&neighbours));
    Required::All(all)
}

/// Whether behind a part no word of ASCII letters can go on.
fn ends_word(hir: &Hir, before: bool) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    match hir.kind() {
        HirKind::Empty => before,
        HirKind::Look(look) => before || matches!(look, Look::WordAscii | Look::Start | Look::StartLF),
        HirKind::Literal(literal) => literal.0.last().is_some_and(|&byte| !byte.is_ascii_alphanumeric()),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().all(|range| !('\0'..='z').any(|c| is_word(c) && (range.start()..=range.end()).contains(&c)))
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(repetition) => (repetition.min > 0 || before) && ends_word(&repetition.sub, before),
        HirKind::Capture(capture) => ends_word(&capture.sub, before),
        HirKind::Concat(parts) => parts.iter().fold(before, |before, part| ends_word(part, before)),
        HirKind::Alternation(parts) => parts.iter().all(|part| ends_word(part, before)),
    }
}

/// A set of words, where every one of them says something.
fn words(mut strings: Vec<String>, boundary: bool) -> Required {
    let says_something = |string: &String| {
        let first = string.bytes().next().unwrap_or_default();
        let whole = boundary || !first.is_ascii_alphanumeric();
        let long = if string.is_ascii() { string.trim().len() >= 3 } else { string.chars().count() >= 2 };
        whole && long && !COMMON.contains(&string.trim())
    };
    if !strings.iter().all(says_something) {
        return Required::Nothing;
    }
    strings.sort_unstable();
    strings.dedup();
    Required::OneOf(strings)
}

/// Takes out what says nothing; of many sets that are asked for together the smallest stay.
fn simplify(required: Required) -> Required {
    match required {
        Required::All(parts) => {
            let mut parts: Vec<Required> = parts.into_iter().map(simplify).filter(|part| *part != Required::Nothing).collect();
            parts.sort_by_key(size);
            parts.truncate(ALL_LIMIT);
            match parts.len() {
                0 => Required::Nothing,
                1 => parts.remove(0),
                _ => Required::All(parts),
            }
        }
        Required::Any(parts) => {
            let parts: Vec<Required> = parts.into_iter().map(simplify).collect();
            if parts.is_empty() || parts.contains(&Required::Nothing) { Required::Nothing } else { Required::Any(parts) }
        }
        same => same,
    }
}

fn size(required: &Required) -> usize {
    match required {
        Required::Nothing => usize::MAX,
        Required::OneOf(words) => words.len(),
        Required::All(parts) => parts.iter().map(size).min().unwrap_or(usize::MAX),
        Required::Any(parts) => parts.iter().map(size).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Required {
        required(&regex_syntax::parse(pattern).expect("a sound pattern"))
    }

    fn one_of(words: &[&str]) -> Required {
        Required::OneOf(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn words_of_every_match_are_known() {
        assert_eq!(
            of("(?:电话|手机)卡[^。]{0,4}(?:批发|出售)"),
            Required::All(vec![one_of(&["手机卡", "电话卡"]), one_of(&["出售", "批发"])])
        );
        assert_eq!(of(r"(?-u:\b)buy (?:\w+ )*accounts?"), Required::All(vec![one_of(&["buy "]), one_of(&["account", "accounts"])]));
        assert_eq!(of("代办.{0,3}卡|(?:低价)?出售"), Required::Any(vec![one_of(&["代办"]), one_of(&["低价出售", "出售"])]));
    }

    #[test]
    fn what_may_be_missing_is_not_asked_for() {
        for pattern in ["(?:代办)?[0-9]+", "代办|[0-9]{4}", "卡", "[0-9]+loan", "a|buy now", "(?:代办)*。"] {
            assert_eq!(of(pattern), Required::Nothing, "{pattern}");
        }
    }
}
