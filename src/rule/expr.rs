//! The conditions of composites: `any of category:offer and (wechat or 2 of (a, b))`.

use crate::diagnostic::counted;

/// A condition over rules, by their index in the rule set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// At least so many of these rules are there.
    AtLeast(usize, Members),
    /// All of these hold.
    All(Vec<Expr>),
    /// One of these holds.
    Any(Vec<Expr>),
    /// This does not hold.
    Not(Box<Expr>),
}

/// The rules that a part of a condition names, and the same as bits: conditions name hundreds of rules, and are asked in
/// every window.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Members {
    rules: Vec<usize>,
    /// Which 64 rules, and those of them that are named.
    bits: Vec<(usize, u64)>,
}

impl Members {
    /// How many of them are among rules that are given as bits, 64 a number.
    pub fn among(&self, present: &[u64]) -> usize {
        self.bits.iter().map(|&(index, bits)| (present[index] & bits).count_ones() as usize).sum()
    }
}

impl From<Vec<usize>> for Members {
    fn from(rules: Vec<usize>) -> Self {
        let mut bits = vec![0; rules.iter().max().map_or(0, |last| last / 64 + 1)];
        rules.iter().for_each(|rule| bits[rule / 64] |= 1 << (rule % 64));
        Members { rules, bits: bits.into_iter().enumerate().filter(|&(_, bits)| bits != 0).collect() }
    }
}

impl std::ops::Deref for Members {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        &self.rules
    }
}

/// Which rules are there.
pub(crate) trait Presence {
    /// Whether so many of these rules were found where the condition is asked.
    fn has_of(&self, count: usize, members: &Members) -> bool;
}

impl<F: Fn(usize) -> bool> Presence for F {
    fn has_of(&self, count: usize, members: &Members) -> bool {
        members.iter().filter(|&&rule| self(rule)).take(count).count() >= count
    }
}

impl Expr {
    /// Whether the condition holds.
    pub fn holds(&self, presence: &impl Presence) -> bool {
        match self {
            Expr::AtLeast(count, members) => presence.has_of(*count, members),
            Expr::All(parts) => parts.iter().all(|part| part.holds(presence)),
            Expr::Any(parts) => parts.iter().any(|part| part.holds(presence)),
            Expr::Not(part) => !part.holds(presence),
        }
    }

    /// Calls `visit` for every rule that can make the condition true.
    pub fn positive(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Expr::AtLeast(_, rules) => rules.iter().copied().for_each(visit),
            Expr::All(parts) | Expr::Any(parts) => parts.iter().for_each(|part| part.positive(visit)),
            Expr::Not(_) => {}
        }
    }

    /// Calls `visit` for every rule that is named.
    pub fn named(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Expr::AtLeast(_, rules) => rules.iter().copied().for_each(visit),
            Expr::All(parts) | Expr::Any(parts) => parts.iter().for_each(|part| part.named(visit)),
            Expr::Not(part) => part.named(visit),
        }
    }
}

/// What is wrong with a condition: bytes of it, a message and the way out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ExprError {
    pub start: usize,
    pub end: usize,
    pub message: String,
    pub help: String,
}

/// The deepest nesting of brackets and `not`.
const DEPTH_LIMIT: usize = 32;

/// How many unknown names of one condition are told: one that has more was not written by hand.
const UNKNOWN_LIMIT: usize = 100;

/// Turns a name into rules, or says what is wrong with it and what may be meant.
pub(super) type Resolve<'a> = dyn Fn(&str) -> Result<Vec<usize>, (String, String)> + 'a;

/// Parses a condition. `resolve` turns a name (`pack.rule`, `rule`, `pack.*`, `category:NAME`) into rules. Every name
/// that stands for nothing is told, and what cannot be read where it first cannot.
pub(super) fn parse(text: &str, resolve: &Resolve<'_>) -> Result<Expr, Vec<ExprError>> {
    let mut parser = Parser { text, at: 0, depth: 0, resolve, unknown: Vec::new() };
    let read = parser.or().and_then(|expr| {
        parser.space();
        if parser.at < text.len() { Err(parser.unexpected("`and`, `or` or the end")) } else { Ok(expr) }
    });
    let mut errors = parser.unknown;
    match read {
        Ok(expr) if errors.is_empty() => return Ok(expr),
        Ok(_) => {}
        Err(error) => errors.push(error),
    }
    Err(errors)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    resolve: &'a Resolve<'a>,
    /// Names that stand for nothing. Reading goes on behind them.
    unknown: Vec<ExprError>,
}

impl<'a> Parser<'a> {
    fn space(&mut self) {
        self.at += self.text[self.at..].len() - self.text[self.at..].trim_start().len();
    }

    /// The word at the cursor, empty where there is none.
    fn peek(&mut self) -> &'a str {
        self.space();
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:*".contains(c))).unwrap_or(rest.len());
        &rest[..len]
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.peek() == word;
        if found {
            self.at += word.len();
        }
        found
    }

    fn sign(&mut self, sign: char) -> bool {
        self.space();
        let found = self.text[self.at..].starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    fn unexpected(&mut self, expected: &str) -> ExprError {
        self.space();
        let len = self.peek().len().max(self.text[self.at..].chars().next().map_or(0, char::len_utf8));
        let found = if len == 0 { "the end".to_owned() } else { format!("`{}`", &self.text[self.at..self.at + len]) };
        ExprError {
            start: self.at,
            end: self.at + len,
            message: format!("expected {expected}, found {found}"),
            help: "a condition reads like `any of category:offer and (wechat or 2 of (a, b)) and not c`".to_owned(),
        }
    }

    fn or(&mut self) -> Result<Expr, ExprError> {
        let mut parts = vec![self.and()?];
        while self.eat("or") {
            parts.push(self.and()?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Expr::Any(parts) })
    }

    fn and(&mut self) -> Result<Expr, ExprError> {
        let mut parts = vec![self.unary()?];
        while self.eat("and") {
            parts.push(self.unary()?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Expr::All(parts) })
    }

    fn unary(&mut self) -> Result<Expr, ExprError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(ExprError {
                help: "split it into several composites".into(),
                message: format!("a condition nests at most {DEPTH_LIMIT} deep"),
                ..self.unexpected("")
            });
        }
        let expr = self.term();
        self.depth -= 1;
        expr
    }

    fn term(&mut self) -> Result<Expr, ExprError> {
        if self.eat("not") {
            return Ok(Expr::Not(Box::new(self.unary()?)));
        }
        if self.sign('(') {
            let expr = self.or()?;
            return if self.sign(')') { Ok(expr) } else { Err(self.unexpected("`)`")) };
        }
        let word = self.peek();
        if word == "any" || word == "all" || !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
            let start = self.at;
            self.at += word.len();
            if !self.eat("of") {
                return Err(self.unexpected("`of`"));
            }
            let rules = self.group()?;
            let count = match word {
                "any" => 1,
                "all" => rules.len(),
                number => number.parse().unwrap_or(usize::MAX),
            };
            // Of a group with an unknown name nobody knows how many it has.
            if self.unknown.is_empty() && (count == 0 || count > rules.len()) {
                let always = if count == 0 { "always" } else { "never" };
                return Err(ExprError {
                    start,
                    end: start + word.len(),
                    message: format!("`{word} of` {} {always} holds", counted(rules.len(), "rule", "rules")),
                    help: "ask for at least one and at most all of them".to_owned(),
                });
            }
            return Ok(Expr::AtLeast(count, rules.into()));
        }
        Ok(Expr::AtLeast(1, self.name()?.into()))
    }

    fn group(&mut self) -> Result<Vec<usize>, ExprError> {
        if !self.sign('(') {
            return self.name();
        }
        let mut rules = self.name()?;
        while self.sign(',') {
            rules.extend(self.name()?);
        }
        rules.sort_unstable();
        rules.dedup();
        if self.sign(')') { Ok(rules) } else { Err(self.unexpected("`,` or `)`")) }
    }

    fn name(&mut self) -> Result<Vec<usize>, ExprError> {
        let name = self.peek();
        if name.is_empty() || matches!(name, "and" | "or" | "not" | "of") {
            return Err(self.unexpected("the name of a rule"));
        }
        if self.unknown.len() >= UNKNOWN_LIMIT {
            return Err(self.unexpected("names of rules that are there"));
        }
        let start = self.at;
        self.at += name.len();
        Ok((self.resolve)(name).unwrap_or_else(|(message, help)| {
            self.unknown.push(ExprError { start, end: self.at, message, help });
            Vec::new()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(name: &str) -> Result<Vec<usize>, (String, String)> {
        match name {
            "a" => Ok(vec![0]),
            "b" => Ok(vec![1]),
            "c" => Ok(vec![2]),
            "category:offer" => Ok(vec![0, 1, 2]),
            _ => Err((format!("unknown rule `{name}`"), String::new())),
        }
    }

    fn holds(text: &str, present: &[usize]) -> bool {
        parse(text, &resolve).expect(text).holds(&|rule: usize| present.contains(&rule))
    }

    #[test]
    fn conditions_hold_as_they_read() {
        for (text, present, expected) in [
            ("a", &[0][..], true),
            ("a and b", &[0], false),
            ("a or b and c", &[0], true),
            ("a or b and c", &[1, 2], true),
            ("a or b or c", &[1], true),
            ("(a or b) and c", &[0], false),
            ("not a", &[1], true),
            ("2 of (a, b, c)", &[0, 2], true),
            ("2 of (a, b, c)", &[2], false),
            ("any of category:offer and not c", &[1], true),
            ("all of (a, b)", &[0, 1], true),
            ("category:offer", &[2], true),
        ] {
            assert_eq!(holds(text, present), expected, "{text} with {present:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_where() {
        for (text, place, message) in [
            ("a and", 5..5, "the name of a rule, found the end"),
            ("a b", 2..3, "found `b`"),
            ("(a", 2..2, "`)`"),
            ("4 of (a, b)", 0..1, "`4 of` 2 rules never holds"),
            ("2 of a", 0..1, "`2 of` 1 rule never holds"),
            ("0 of (a, b)", 0..1, "always"),
            ("a or d", 5..6, "unknown rule `d`"),
            ("any a", 4..5, "`of`"),
            ("", 0..0, "the name of a rule"),
            ("a 和", 2..5, "`and`"),
        ] {
            let errors = parse(text, &resolve).expect_err(text);
            let error = &errors[0];
            assert_eq!(errors.len(), 1, "{text}: {errors:?}");
            assert_eq!(error.start..error.end, place, "{text}");
            assert!(error.message.contains(message), "{text}: {}", error.message);
        }
        let deep = |depth: usize| parse(&format!("{}a", "not ".repeat(depth - 1)), &resolve);
        assert!(deep(DEPTH_LIMIT).is_ok() && deep(DEPTH_LIMIT + 1).is_err() && deep(100).is_err());
        let wide = vec!["(a or not b)"; 100].join(" and ");
        assert!(parse(&wide, &resolve).is_ok(), "what stands side by side is not deep");
        let places = |text: &str| parse(text, &resolve).expect_err(text).into_iter().map(|error| error.start).collect::<Vec<_>>();
        assert_eq!(places("d and 3 of (a, e, b)"), [0, 15], "every unknown name is told");
        assert_eq!(places("d and"), [0, 5]);
    }
}
