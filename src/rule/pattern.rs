//! Regular expressions of packs: what their shorthands mean, and whether folding leaves them able to match.
use super::regex::Regex;
use super::required::{Required, branches, required};
use crate::text::folded;
use regex_syntax::ast::{self, Ast, Literal, LiteralKind};
use regex_syntax::hir::Hir;
use std::ops::Range;

/// The most memory that one compiled regex may take, in bytes.
pub(super) const SIZE_LIMIT: usize = 1 << 20;

/// Why a pattern cannot be compiled: bytes of it, a message and the way out.
#[derive(Debug)]
pub(super) struct PatternError {
    pub start: usize,
    pub end: usize,
    pub message: String,
    pub help: &'static str,
}

/// Compiles a pattern of a pack. `\d \w \s \b` mean ASCII: between a Han and a Latin letter stands a word boundary.
pub(super) fn compile(pattern: &str) -> Result<Regex, PatternError> {
    let (ascii, origins) = ascii_shorthands(pattern);
    let wrong = |place: Range<usize>, what: String, help| PatternError {
        start: place.start,
        end: place.end,
        message: format!("this regex cannot be compiled: {what}"),
        help,
    };
    let parsed = parse(&ascii).map_err(|unsound| {
        let (place, what) = match &*unsound {
            regex_syntax::Error::Parse(unsound) => (origin(&origins, unsound.span()), unsound.kind().to_string()),
            regex_syntax::Error::Translate(unsound) => (origin(&origins, unsound.span()), unsound.kind().to_string()),
            _ => (0..pattern.len(), unsound.to_string()),
        };
        wrong(place, what, "the syntax is that of the crate `regex`")
    })?;
    Regex::new(&parsed).map_err(|unbuilt| match unbuilt.size_limit() {
        Some(limit) => wrong(
            0..pattern.len(),
            format!("it would take more memory than the {limit} bytes that a regex may take"),
            "repeat less, and smaller things: what is repeated is compiled as many times",
        ),
        None => wrong(0..pattern.len(), unbuilt.to_string(), "the syntax is that of the crate `regex`"),
    })
}

fn parse(ascii: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    regex_syntax::ParserBuilder::new().nest_limit(50).build().parse(ascii).map_err(Box::new)
}

/// The branches of a sound pattern: what every match of each must hold, and how many bytes it has at most.
pub(super) fn branches_of(pattern: &str) -> Vec<(Required, usize)> {
    let (ascii, _) = ascii_shorthands(pattern);
    let Ok(parsed) = parse(&ascii) else { return vec![(Required::Nothing, usize::MAX)] };
    let told = |branch: &Hir| (required(branch), branch.properties().maximum_len().unwrap_or(usize::MAX));
    branches(&parsed).iter().map(told).collect()
}

/// The bytes of a pattern that a place in its ASCII form comes from.
fn origin(origins: &[usize], span: &ast::Span) -> Range<usize> {
    let of = |offset: usize| origins.get(offset).or(origins.last()).copied().unwrap_or_default();
    of(span.start.offset)..of(span.end.offset)
}

/// Writes the shorthands out in ASCII. The engine's own switch for that would also make `.` match half a character.
/// Beside it stands the byte of the pattern that each byte of it, and its end, comes from.
pub(super) fn ascii_shorthands(pattern: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut origins = Vec::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    let mut class = 0usize;
    while let Some(c) = rest.chars().next() {
        let read = c.len_utf8() + if c == '\\' { rest[1..].chars().next().map_or(0, char::len_utf8) } else { 0 };
        let start = pattern.len() - rest.len();
        let (part, behind) = rest.split_at(read);
        match part {
            "[" => class += 1,
            "]" => class = class.saturating_sub(1),
            _ => {}
        }
        let written = match part {
            r"\d" => "[0-9]",
            r"\D" => "[^0-9]",
            r"\w" => "[0-9A-Za-z_]",
            r"\W" => "[^0-9A-Za-z_]",
            r"\s" => r"[\t\n\x0B\x0C\r ]",
            r"\S" => r"[^\t\n\x0B\x0C\r ]",
            r"\b" if class == 0 => r"(?-u:\b)",
            same => same,
        };
        out.push_str(written);
        origins.extend((0..written.len()).map(|byte| if written == part { start + byte } else { start }));
        rest = behind;
    }
    origins.push(pattern.len());
    (out, origins)
}

/// The characters of a pattern that folding changes, so that they can never match, with what to write instead.
pub(super) fn unfolded(pattern: &str) -> Vec<(usize, usize, String)> {
    let Ok(ast) = ast::parse::Parser::new().parse(pattern) else { return Vec::new() };
    let mut found = Vec::new();
    walk(&ast, &mut found);
    found
}

fn walk(ast: &Ast, found: &mut Vec<(usize, usize, String)>) {
    match ast {
        Ast::Literal(literal) => literal_changes(literal, found),
        Ast::Repetition(repetition) => walk(&repetition.ast, found),
        Ast::Group(group) => walk(&group.ast, found),
        Ast::Alternation(parts) => parts.asts.iter().for_each(|part| walk(part, found)),
        Ast::Concat(parts) => parts.asts.iter().for_each(|part| walk(part, found)),
        // A class may hold what folding removes beside what it leaves; only a literal is sure never to match.
        _ => {}
    }
}

fn literal_changes(literal: &Literal, found: &mut Vec<(usize, usize, String)>) {
    let written = literal.c.to_string();
    let view = folded(&written);
    if view != written && matches!(literal.kind, LiteralKind::Verbatim) {
        found.push((literal.span.start.offset, literal.span.end.offset, view.into_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shorthands_are_ascii() {
        let matches = |pattern, view: &str| {
            let mut count = 0;
            compile(pattern).expect("a sound pattern").find_in_all(view, &mut Vec::new(), |_| count += 1);
            count
        };
        let pattern = r"\bvx\d+[\d\-]?\s";
        assert_eq!(matches(pattern, "加vx12 "), 1, "a boundary stands between Han and Latin");
        assert_eq!(matches(pattern, "加avx12 加vx١ "), 0);
        assert_eq!(matches("卡.{0,3}号", "卡的靓号"), 1);
    }

    #[test]
    fn what_cannot_be_compiled_is_told_where() {
        for (pattern, place, what) in [
            ("电话(卡", "(", "unclosed group"),
            (r"\d\d电话(?<!声)卡", "(?<!", "look-around"),
            (r"\w+[z-a]", "z-a", "range"),
            (r"\s\p{Hant}卡", r"\p{Hant}", "property"),
            (r"\S卡{3,2}", "{3,2}", "repetition"),
            (r"卡\", r"\", "escape"),
            (r"(?:卡.{1000}){1000}", r"(?:卡.{1000}){1000}", "1048576 bytes"),
        ] {
            let wrong = compile(pattern).expect_err(pattern);
            assert_eq!(&pattern[wrong.start..wrong.end], place, "{wrong:?}");
            assert!(wrong.message.contains(what), "{pattern}: {}", wrong.message);
        }
    }

    #[test]
    fn what_folding_removes_is_named() {
        assert_eq!(unfolded("TG|電话"), [(0, 1, "t".to_owned()), (1, 2, "g".to_owned()), (3, 6, "电".to_owned())]);
        assert!(unfolded(r"tg[A-Z]\x41电话").is_empty());
    }
}
