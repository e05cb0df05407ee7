//! One character a line.
use crate::text::{Class, Local};

/// The fewest lines of a column.
const FEWEST: usize = 5;
/// The longest line of one, in characters.
const WIDEST: usize = 2;

/// The columns of a view, each joined into one line. One pass over the lines; a poem in columns is joined too, and says
/// nothing to a cue.
pub(crate) fn columns(view: &str) -> Vec<Local> {
    let mut found = Vec::new();
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut from = 0;
    for end in memchr::memchr_iter(b'\n', view.as_bytes()).chain([view.len()]) {
        let line = &view[from..end];
        // Four bytes a character at most: a longer line is no column, and need not be counted.
        let text = if line.len() <= 16 { line.trim() } else { "" };
        let characters = if text.len() <= 12 { text.chars().count() } else { 0 };
        if (1..=WIDEST + usize::from(text.is_ascii())).contains(&characters) {
            lines.push((from + (line.len() - line.trim_start().len()), text));
        } else {
            if lines.len() >= FEWEST {
                found.push(column(&lines));
            }
            lines.clear();
        }
        from = end + 1;
    }
    if lines.len() >= FEWEST {
        found.push(column(&lines));
    }
    found
}

fn column(lines: &[(usize, &str)]) -> Local {
    let mut local = Local::default();
    for &(at, text) in lines {
        local.put(at..at + text.len(), text, Class::Vertical);
    }
    local
}

/// The zone behind a cue whose value stands on several short lines.
pub(super) fn joined(zone: &str, outer: usize) -> Option<Local> {
    let start = zone.find('\n')?;
    if start > 24 {
        return None;
    }
    let mut local = Local::default();
    local.keep(outer, &zone[..start]);
    let mut at = start + 1;
    let mut count = 0;
    for line in zone[at..].split('\n') {
        let text = line.trim();
        if text.is_empty() || text.chars().count() > WIDEST + 1 {
            break;
        }
        let place = at + (line.len() - line.trim_start().len());
        local.put(outer + place..outer + place + text.len(), text, Class::Vertical);
        count += 1;
        at += line.len() + 1;
    }
    (count >= 3).then_some(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_joined() {
        let view = "标题行很长\n加\n微\n信\nlu\nmo\n_8\n\n正文。";
        let found: Vec<String> = columns(view).iter().map(|local| local.text().to_owned()).collect();
        assert_eq!(found, ["加微信lumo_8"]);
        assert!(columns("a\nb\nc\nlong line\nd\ne").is_empty());
    }
}
