//! A verdict as a person reads it: level and score first, the quoted places in context, then the contacts.
use super::escape::escape;
use super::excerpt::{BYTES_A_COLUMN, columns, excerpt};
use super::fit::{shorten, wrap, wrap_pieces};
use crate::diagnostic::counted;
use crate::scan::{Effect, Hit, Level, Verdict};
use crate::span::Span;
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;

/// How much of a report is written.
pub struct Human {
    /// Columns of the terminal.
    pub width: usize,
    /// Also what gave no points, and why each rule is there.
    pub full: bool,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const MARK: Style = AnsiColor::Cyan.on_default();
/// Where a quotation begins, behind its place.
const INDENT: usize = 11;
/// How much of a quotation is left for what surrounds the places that it marks together.
const CONTEXT: usize = 8;

fn style(level: Level) -> Style {
    let colour = match level {
        Level::Clean => AnsiColor::Green,
        Level::Review => AnsiColor::Yellow,
        Level::Spam => AnsiColor::Red,
    };
    colour.on_default().bold()
}

/// `SPAM 8.50  name`.
fn score_line(name: &str, verdict: &Verdict<'_>) -> String {
    let (paint, level) = (style(verdict.level()), verdict.level());
    let word = if level == Level::Clean { level.name().to_owned() } else { level.name().to_uppercase() };
    format!("{paint}{word}{paint:#} {BOLD}{}{BOLD:#}  {}\n", verdict.score(), escape(name).text)
}

/// The bytes of the line that a place begins in, without its end.
fn line_of(text: &str, start: usize) -> Span {
    let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Span::new(begin, end)
}

/// From the first hit to the last end among them; hits are sorted by their places.
fn stretch(hits: &[&Hit]) -> Span {
    Span::new(hits[0].span.start, hits.iter().map(|hit| hit.span.end).max().unwrap_or_default())
}

/// `line:column` of a hit, from 1, behind its field where fields were named.
fn place(text: &str, hit: &Hit) -> String {
    let start = hit.span.start;
    let number = text[..start].matches('\n').count() + 1;
    let column = text[line_of(text, start).start..start].chars().count() + 1;
    let field = hit.field.map_or(String::new(), |field| format!("{}:", field.name()));
    format!("{field}{number}:{column}")
}

impl Human {
    /// The whole report of one text.
    pub fn report(&self, name: &str, verdict: &Verdict<'_>) -> String {
        let mut out = score_line(name, verdict);
        if verdict.level() == Level::Clean && !self.full {
            return out;
        }
        let shown = |hit: &&Hit| self.full || hit.points > crate::Points::ZERO;
        let hits: Vec<&Hit> = verdict.hits().iter().filter(shown).collect();
        for group in self.groups(verdict, &hits) {
            out.push('\n');
            self.excerpt(&mut out, verdict, group);
            let several = group.iter().any(|hit| hit.span != group[0].span);
            let mut told = None;
            for hit in group {
                let untold = told.replace(hit.span) != Some(hit.span);
                self.rule(&mut out, verdict, hit, several && untold);
            }
        }
        self.contacts(&mut out, verdict);
        self.sum(&mut out, verdict);
        if self.full {
            self.legend(&mut out, verdict);
            if !verdict.rules().is_builtin() {
                let _ = writeln!(out, "  {DIM}ruleset {}{DIM:#}", verdict.rules().hash());
            }
        }
        out
    }

    /// The columns that are left for the quoted line.
    fn room(&self, indent: usize) -> usize {
        self.width.saturating_sub(indent + 2).max(20)
    }

    /// Neighbours that can be marked in one quotation: they stand in one line, and no further apart than its room.
    fn groups<'h>(&self, verdict: &Verdict<'_>, hits: &'h [&'h Hit]) -> Vec<&'h [&'h Hit]> {
        let mut groups = Vec::new();
        let mut first = 0;
        for at in 1..=hits.len() {
            let together = hits.get(at).is_some_and(|hit| {
                let stretch = stretch(&hits[first..=at]);
                let text = verdict.text(hit.field);
                hits[first].field == hit.field
                    && hit.span.start < line_of(text, stretch.start).end.max(hits[first].span.start + 1)
                    && (hits[first].span == hit.span
                        || stretch.len() <= self.room(INDENT) * BYTES_A_COLUMN
                            && columns(&text[stretch.range()]) + CONTEXT <= self.room(INDENT))
            });
            if !together {
                groups.push(&hits[first..at]);
                first = at;
            }
        }
        groups
    }

    /// The line that hits stand in, cut to the width, with carets under all their places in it.
    fn excerpt(&self, out: &mut String, verdict: &Verdict<'_>, hits: &[&Hit]) {
        let (field, first) = (hits[0].field, hits[0].span);
        let text = verdict.text(field);
        let line = line_of(text, first.start);
        let place = place(text, hits[0]);
        let indent = place.len().max(7) + 4;
        let inside = |span: Span| Span::new(span.start.max(line.start) - line.start, span.end.min(line.end).max(line.start) - line.start);
        let further = hits.iter().flat_map(|hit| &hit.also).filter(|further| further.field == field).map(|further| further.span);
        let marks: Vec<Span> = hits
            .iter()
            .map(|hit| hit.span)
            .chain(further)
            .filter(|span| span.end > line.start && span.start < line.end)
            .map(inside)
            .collect();
        let shown = excerpt(&text[line.range()], inside(stretch(hits)), &marks, self.room(indent));
        let _ = writeln!(out, "  {DIM}{place:<7}{DIM:#}  {}", shown.line);
        let _ = writeln!(out, "{}{}", " ".repeat(indent), shown.carets);
    }

    /// A rule with its points, and its own place where the quotation marks several.
    fn rule(&self, out: &mut String, verdict: &Verdict<'_>, hit: &Hit, with_place: bool) {
        let rule = verdict.rule(hit);
        let count = if hit.count > 1 { format!(" ×{}", hit.count) } else { String::new() };
        let effect = match hit.effect {
            Effect::Counted => String::new(),
            other => {
                let by: Vec<&str> = verdict.suppressed_by(hit).collect();
                let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(", ")) };
                format!(" ({}{by})", other.name())
            }
        };
        let from: Vec<&str> = verdict.from(hit).collect();
        let points = if hit.points > crate::Points::ZERO { format!("+{}", hit.points) } else { "0".to_owned() };
        let room = self.width.saturating_sub(12).max(20);
        let head = wrap(&format!("{}{count}{effect}", rule.id()), room);
        let _ = writeln!(out, "  {BOLD}{points:>7}{BOLD:#}  {}", head.join("\n           "));
        if with_place {
            let place = place(verdict.text(hit.field), hit);
            let quote = shorten(&verdict.quote(hit).replace(['\n', '\r'], " "), room.saturating_sub(place.len() + 2).max(10));
            let _ = writeln!(out, "           {DIM}{place}{DIM:#}  {}{quote}{:#}", MARK, MARK);
        }
        for line in wrap(&format!("from {}", from.join(", ")), room).iter().filter(|_| !from.is_empty()) {
            let _ = writeln!(out, "           {DIM}{line}{DIM:#}");
        }
        for line in wrap(rule.why(), room) {
            let _ = writeln!(out, "           {DIM}{line}{DIM:#}");
        }
    }

    fn contacts(&self, out: &mut String, verdict: &Verdict<'_>) {
        let mut seen = std::collections::BTreeSet::new();
        let unseen: Vec<_> = verdict.contacts().iter().filter(|contact| seen.insert((contact.kind, &contact.value))).collect();
        if unseen.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n  {BOLD}contacts{BOLD:#}");
        for contact in unseen {
            let national = if contact.national { "(country not known)" } else { "" };
            let hidden = if contact.classes.is_empty() { String::new() } else { format!("hidden: {}", contact.classes.join(", ")) };
            let mut text = format!("{:<9} {}", contact.kind.name(), escape(&contact.value).text);
            // What is said of a contact goes beneath it where it has no room beside it.
            for part in [national, &hidden].into_iter().filter(|part| !part.is_empty()) {
                if columns(&text) + 2 + part.len() <= self.width.saturating_sub(4) {
                    let _ = write!(text, "  {part}");
                } else {
                    let _ = writeln!(out, "    {text}");
                    text = format!("{:<9} {part}", "");
                }
            }
            let _ = writeln!(out, "    {text}");
        }
    }

    /// `4.25 = contact 2.00 + topic 2.25`, and what the levels ask for.
    fn sum(&self, out: &mut String, verdict: &Verdict<'_>) {
        let mut terms = vec![verdict.score().to_string()];
        for (name, points) in verdict.categories() {
            let sign = if terms.len() == 1 { "=" } else { "+" };
            terms.push(format!("{sign} {name} {points}"));
        }
        if terms.len() == 1 {
            terms.push("= nothing that counts".to_owned());
        }
        out.push('\n');
        for line in wrap_pieces(terms, self.width.saturating_sub(4)) {
            let _ = writeln!(out, "  {line}");
        }
        let rules = verdict.rules();
        let levels = rules.levels_here();
        for (name, needs) in [("review", &levels.review), ("spam", &levels.spam)] {
            if !self.full && name == "review" {
                continue;
            }
            let names = |of: &[usize]| of.iter().map(|&index| rules.categories()[index].id.clone()).collect::<Vec<_>>();
            let names = |of: &[usize]| either(names(of));
            let some = |lead: &str, of: &[usize]| if of.is_empty() { String::new() } else { format!("{lead}{}", names(of)) };
            let one_of = some(", one of them ", &needs.one_of) + &some(", another ", &needs.and_one_of);
            let count = counted(needs.categories.max(1), "category", "categories");
            for line in wrap(&format!("{name} needs {} from {count}{one_of}", needs.score), self.width.saturating_sub(4)) {
                let _ = writeln!(out, "  {DIM}{line}{DIM:#}");
            }
        }
    }

    /// What the effects mean that occur, a line each.
    fn legend(&self, out: &mut String, verdict: &Verdict<'_>) {
        for effect in [Effect::Capped, Effect::Elsewhere, Effect::Suppressed] {
            let meaning = match effect {
                Effect::Counted => continue,
                Effect::Capped => "its category's cap left it fewer points, or none",
                Effect::Elsewhere => "it stands outside the window of the text that decided, if one did",
                Effect::Suppressed => "a rule that speaks for the text took it away",
            };
            if verdict.hits().iter().any(|hit| hit.effect == effect) {
                for line in wrap(&format!("{}: {meaning}", effect.name()), self.width.saturating_sub(4)) {
                    let _ = writeln!(out, "  {DIM}{line}{DIM:#}");
                }
            }
        }
    }
}

/// `a, b or c`.
fn either(names: Vec<String>) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
        None => String::new(),
    }
}
