//! What each step of the view made of a text, place by place: for people who ask why a rule saw what it saw.
use super::document::ViewBuffer;
use crate::span::Span;
use std::collections::BTreeSet;

/// One place that a step changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The step's name.
    pub step: &'static str,
    /// Where it stood in the text.
    pub span: Span,
    /// What became of it; empty where it was dropped.
    pub after: String,
}

/// Every change, in the order of the steps and then of the text. Neighbours are one change.
pub fn trace(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut known: BTreeSet<(Span, String)> = BTreeSet::new();
    ViewBuffer::default().rewrite(text, |step, view, map| {
        let mut here: Vec<Change> = Vec::new();
        let mut add = |span: Span, after: &str| match here.last_mut() {
            // Further letters made of the same bytes, and changed neighbours.
            Some(last) if last.span == span => last.after.push_str(after),
            Some(last) if last.span.end == span.start && last.after.is_empty() == after.is_empty() => {
                last.span = Span::new(last.span.start, span.end);
                last.after.push_str(after);
            }
            _ => here.push(Change { step, span, after: after.to_owned() }),
        };
        let mut end = 0;
        for (at, c) in view.char_indices() {
            let span = map.to_source(Span::new(at, at + c.len_utf8()));
            if span.start > end {
                add(Span::new(end, span.start), "");
            }
            let after = &view[at..at + c.len_utf8()];
            if &text[span.range()] != after {
                add(span, after);
            }
            end = end.max(span.end);
        }
        if end < text.len() {
            add(Span::new(end, text.len()), "");
        }
        // What an earlier step did stands in this one's text too.
        changes.extend(here.into_iter().filter(|change| known.insert((change.span, change.after.clone()))));
    });
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_tells_what_it_changed_and_where_it_stood() {
        let text = "&#84;Ｇ：\u{200b}@ab";
        let told: Vec<_> =
            trace(text).into_iter().map(|change| (change.step, text[change.span.range()].to_owned(), change.after)).collect();
        let wanted = [("decode", "&#84;", "T"), ("strip", "\u{200b}", ""), ("fold", "&#84;Ｇ", "tg")];
        assert_eq!(told, wanted.map(|(step, before, after)| (step, before.to_owned(), after.to_owned())));
        assert!(trace("plain text").is_empty());
    }
}
