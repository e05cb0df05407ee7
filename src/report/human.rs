//! A verdict as a person reads it: level and score first, the quoted places in context, then the contacts.
use super::escape::escape;
use super::fit::{End, cut, wrap};
use crate::diagnostic::counted;
use crate::scan::{Effect, Hit, Level, Verdict};
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

impl Human {
    /// The whole report of one text.
    pub fn report(&self, name: &str, verdict: &Verdict<'_>) -> String {
        let mut out = score_line(name, verdict);
        if verdict.level() == Level::Clean && !self.full {
            return out;
        }
        let shown = |hit: &&Hit| self.full || hit.points > crate::Points::ZERO;
        let hits: Vec<&Hit> = verdict.hits().iter().filter(shown).collect();
        for group in hits.chunk_by(|a, b| (a.field, a.span) == (b.field, b.span)) {
            out.push('\n');
            self.excerpt(&mut out, verdict, group[0]);
            for hit in group {
                self.rule(&mut out, verdict, hit);
            }
        }
        self.contacts(&mut out, verdict);
        self.sum(&mut out, verdict);
        out
    }

    /// The line that a hit stands in, cut to the width, with carets under the hit.
    fn excerpt(&self, out: &mut String, verdict: &Verdict<'_>, hit: &Hit) {
        let text = verdict.text(hit.field);
        let (start, end) = (hit.span.start, hit.span.end);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = end.min(line_end).max(start);
        let number = text[..start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        let field = hit.field.map_or(String::new(), |field| format!("{}:", field.name()));
        let place = format!("{field}{number}:{column}");
        let indent = place.len().max(7) + 4;
        let room = self.width.saturating_sub(indent + 2).max(20);

        let quote = cut(&text[start..end], room, End::Right);
        // The whole line where it fits; else the left side gets what the right one leaves, a third at least: what follows
        // a hit says more than what leads to it.
        let (left, right) = (text[line_start..start].trim_start(), text[end..line_end].trim_end());
        let rest = room - quote.width.min(room);
        let left_room = rest.saturating_sub(escape(right).width).max(rest / 3);
        let before = cut(left, left_room, End::Left);
        let after = cut(right, room.saturating_sub(before.width + quote.width), End::Right);
        let paint = AnsiColor::Cyan.on_default().bold();
        let _ = writeln!(out, "  {DIM}{place:<7}{DIM:#}  {}{paint}{}{paint:#}{}", before.text, quote.text, after.text);
        let _ = writeln!(out, "{}{paint}{}{paint:#}", " ".repeat(indent + before.width), "^".repeat(quote.width.max(1)));
    }

    fn rule(&self, out: &mut String, verdict: &Verdict<'_>, hit: &Hit) {
        let rule = verdict.rule(hit);
        let count = if hit.count > 1 { format!(" ×{}", hit.count) } else { String::new() };
        let effect = match hit.effect {
            Effect::Counted => String::new(),
            other => format!(" ({})", other.name()),
        };
        let from: Vec<&str> = verdict.from(hit).collect();
        let points = if hit.points > crate::Points::ZERO { format!("+{}", hit.points) } else { "0".to_owned() };
        let _ = writeln!(out, "  {BOLD}{points:>7}{BOLD:#}  {}{count}{effect}", rule.id());
        let room = self.width.saturating_sub(12).max(20);
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
            let hidden = if contact.classes.is_empty() { String::new() } else { format!("  hidden: {}", contact.classes.join(", ")) };
            let national = if contact.national { "  (country not known)" } else { "" };
            let _ = writeln!(out, "    {:<9} {}{national}{hidden}", contact.kind.name(), escape(&contact.value).text);
        }
    }

    /// `4.25 = contact 2.00 + topic 2.25`, and what the levels ask for.
    fn sum(&self, out: &mut String, verdict: &Verdict<'_>) {
        let parts: Vec<String> = verdict.categories().map(|(name, points)| format!("{name} {points}")).collect();
        let parts = if parts.is_empty() { "nothing that counts".to_owned() } else { parts.join(" + ") };
        out.push('\n');
        for line in wrap(&format!("{} = {parts}", verdict.score()), self.width.saturating_sub(4)) {
            let _ = writeln!(out, "  {line}");
        }
        let rules = verdict.rules();
        for (name, needs) in [("review", &rules.levels().review), ("spam", &rules.levels().spam)] {
            if !self.full && name == "review" {
                continue;
            }
            let one_of: Vec<&str> = needs.one_of.iter().map(|&index| rules.categories()[index].id.as_str()).collect();
            let one_of = if one_of.is_empty() { String::new() } else { format!(", one of them {}", one_of.join(" or ")) };
            let count = counted(needs.categories.max(1), "category", "categories");
            for line in wrap(&format!("{name} needs {} from {count}{one_of}", needs.score), self.width.saturating_sub(4)) {
                let _ = writeln!(out, "  {DIM}{line}{DIM:#}");
            }
        }
    }
}
