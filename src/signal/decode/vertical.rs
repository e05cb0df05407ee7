//! One character a line.
use crate::text::chart::Chart;
use crate::text::{Class, Local};

/// The fewest lines of a column.
const FEWEST: usize = 5;
/// The most lines that are joined at once. A longer column is read in parts, so that a text of nothing else takes no
/// hundreds of bytes of memory for each of its lines; the parts share some lines, and no contact falls between two.
const MOST: usize = 1024;
const SHARED: usize = 96;
/// The longest line of one, in characters.
const WIDEST: usize = 2;

/// Calls `found` with each column of a view, joined into one line. One pass over the line ends, which the chart tells; a poem in columns
/// is joined too, and says nothing to a cue.
pub(crate) fn columns(view: &str, chart: &Chart, mut found: impl FnMut(&Local)) {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut from = 0;
    for end in chart.places(|row| row.newlines).chain([view.len()]) {
        let line = from..end;
        from = end + 1;
        // Four bytes a character at most: a longer line is no column, and need not be looked at.
        if line.len() <= 16 {
            let text = view[line.clone()].trim();
            let characters = if text.len() <= 12 { text.chars().count() } else { 0 };
            if (1..=WIDEST + usize::from(text.is_ascii())).contains(&characters) {
                let indented = view[line.clone()].len() - view[line.clone()].trim_start().len();
                lines.push((line.start + indented, text));
                if lines.len() == MOST {
                    found(&column(&lines));
                    lines.drain(..MOST - SHARED);
                }
                continue;
            }
        }
        if lines.len() >= FEWEST {
            found(&column(&lines));
        }
        lines.clear();
    }
    if lines.len() >= FEWEST {
        found(&column(&lines));
    }
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

    fn all(view: &str) -> Vec<Local> {
        let mut found = Vec::new();
        columns(view, &Chart::of(view), |local| found.push(local.clone()));
        found
    }

    #[test]
    fn columns_are_joined() {
        let view = "标题行很长\n加\n微\n信\nlu\nmo\n_8\n\n正文。";
        let found: Vec<String> = all(view).iter().map(|local| local.text().to_owned()).collect();
        assert_eq!(found, ["加微信lumo_8"]);
        let broken = "a\nb\nc\nlong line\nd\ne";
        assert!(all(broken).is_empty());
    }

    #[test]
    fn a_long_column_is_read_in_parts_that_share_lines() {
        let view = "字\n".repeat(3 * MOST);
        let found = all(&view);
        let lengths: Vec<usize> = found.iter().map(|local| local.text().chars().count()).collect();
        assert_eq!(lengths.iter().sum::<usize>(), 3 * MOST + SHARED * (lengths.len() - 1));
        assert!(lengths.iter().all(|&length| length <= MOST));
        let second = found[1].outer(crate::span::Span::new(0, 3));
        assert_eq!(second.start, (MOST - SHARED) * 4);
    }
}
