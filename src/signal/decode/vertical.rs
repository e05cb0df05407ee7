//! One character a line.
use crate::text::chart::{Chart, Places, Row};
use crate::text::{Class, Local};

/// The fewest lines of a column.
const FEWEST: usize = 5;
/// The most lines that are joined at once. A longer column is read in parts, so that a text of nothing else takes no
/// hundreds of bytes of memory for each of its lines; the parts share some lines, and no contact falls between two.
const MOST: usize = 1024;
const SHARED: usize = 96;
/// The longest line of one, in characters.
const WIDEST: usize = 2;
/// The longest one in bytes, with the white space beside its characters: of four bytes each at most.
const LONGEST: usize = 16;

/// Calls `found` with each column of a view, joined into one line. One pass over the line ends, which the chart tells; a poem in columns
/// is joined too, and says nothing to a cue.
pub(crate) fn columns(view: &str, chart: &Chart, found: impl FnMut(&Local)) {
    among(view, close_together(chart), found);
}

/// Of line ends of which those that are left out end lines that are longer than those of a column.
fn among(view: &str, ends: impl Iterator<Item = usize>, mut found: impl FnMut(&Local)) {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut from = 0;
    for end in ends.chain([view.len()]) {
        let line = from..end;
        from = end + 1;
        if line.len() <= LONGEST {
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

/// Those line ends of a view among which the ones of a column are, with the one before it: any four of these that follow each
/// other stand in two neighbouring rows of the chart. Prose has few such rows, and to look at every line costs twice as much.
fn close_together(chart: &Chart) -> impl Iterator<Item = usize> {
    let rows = chart.rows();
    let count = |row: Option<&Row>| row.map_or(0, |row| row.newlines.count_ones() as usize);
    let near = move |at: usize| {
        let here = count(rows.get(at));
        here + count(rows.get(at + 1)).max(at.checked_sub(1).map_or(0, |before| count(rows.get(before)))) >= FEWEST - 1
    };
    let close = rows.iter().enumerate().filter(move |&(at, row)| row.newlines != 0 && near(at));
    close.flat_map(|(at, row)| Places(row.newlines).map(move |place| at * Row::BYTES + place))
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

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Lines that are not looked at are of no column.
        #[test]
        fn every_column_is_found(view in "(([a加]{1,2} ?|[a ]{8}|字{5}|[b ]{12,30}|.{60,90})?\n){0,30}[a加]{0,2}") {
            let fast: Vec<String> = all(&view).iter().map(|local| local.text().to_owned()).collect();
            let mut slow = Vec::new();
            among(&view, view.match_indices('\n').map(|(at, _)| at), |local| slow.push(local.text().to_owned()));
            proptest::prop_assert_eq!(fast, slow);
        }
    }
}
