//! Regular expressions of packs: what their shorthands mean, and whether folding leaves them able to match.
use crate::text::folded;
use regex_automata::meta::{BuildError, Config, Regex};
use regex_automata::util::syntax;
use regex_syntax::ast::{self, Ast, Literal, LiteralKind};

/// The most memory that one compiled regex may take, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// Compiles a pattern of a pack. `\d \w \s \b` mean ASCII: between a Han and a Latin letter stands a word boundary.
pub(super) fn compile(pattern: &str) -> Result<Regex, Box<BuildError>> {
    Regex::builder()
        .configure(Config::new().nfa_size_limit(Some(SIZE_LIMIT)).utf8_empty(true))
        .syntax(syntax::Config::new().nest_limit(50))
        .build(&ascii_shorthands(pattern))
        .map_err(Box::new)
}

/// Writes the shorthands out in ASCII. The engine's own switch for that would also make `.` match half a character.
fn ascii_shorthands(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.chars();
    let mut class = 0usize;
    while let Some(c) = chars.next() {
        match c {
            '[' => class += 1,
            ']' => class = class.saturating_sub(1),
            '\\' => {
                let Some(next) = chars.next() else {
                    out.push('\\');
                    break;
                };
                match next {
                    'd' => out.push_str("[0-9]"),
                    'D' => out.push_str("[^0-9]"),
                    'w' => out.push_str("[0-9A-Za-z_]"),
                    'W' => out.push_str("[^0-9A-Za-z_]"),
                    's' => out.push_str(r"[\t\n\x0B\x0C\r ]"),
                    'S' => out.push_str(r"[^\t\n\x0B\x0C\r ]"),
                    'b' if class == 0 => out.push_str(r"(?-u:\b)"),
                    other => {
                        out.push('\\');
                        out.push(other);
                    }
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
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
        let regex = compile(r"\bvx\d+[\d\-]?\s").expect("a sound pattern");
        assert!(regex.is_match("加vx12 "), "a boundary stands between Han and Latin");
        assert!(!regex.is_match("加avx12 ") && !regex.is_match("加vx١ "));
        assert!(compile("卡.{0,3}号").expect("a sound pattern").is_match("卡的靓号"));
    }

    #[test]
    fn what_folding_removes_is_named() {
        assert_eq!(unfolded("TG|電话"), [(0, 1, "t".to_owned()), (1, 2, "g".to_owned()), (3, 6, "电".to_owned())]);
        assert!(unfolded(r"tg[A-Z]\x41电话").is_empty());
    }
}
