//! A line of the judged text in the columns that there are, with a caret under each character that was found.
use super::escape::escape;
use crate::span::Span;
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// More bytes than a column holds, but for heaps of marks: of a line of a megabyte only the surroundings are looked at.
pub(super) const BYTES_A_COLUMN: usize = 16;

/// What is shown of a line.
pub(super) struct Excerpt {
    /// The line, cut to the room, with what was found in colour.
    pub line: String,
    /// As wide, with carets.
    pub carets: String,
}

/// A grapheme as it is shown.
struct Cell {
    text: String,
    width: usize,
    marked: bool,
}

/// How wide a text is on a screen.
pub(super) fn columns(text: &str) -> usize {
    escape(text).width
}

/// At most `room` columns of a line around `focus`, which is shown from its beginning; `marks` and `focus` count the
/// bytes of the line. What does not fit is cut on the borders of graphemes; `…` stands for it.
pub(super) fn excerpt(line: &str, focus: Span, marks: &[Span], room: usize) -> Excerpt {
    let cells = |from: usize, to: usize| -> Vec<Cell> {
        let part = line[from..to].grapheme_indices(true);
        let cell = |(at, grapheme): (usize, &str)| {
            let (start, end) = (from + at, from + at + grapheme.len());
            let shown = escape(grapheme);
            Cell { text: shown.text, width: shown.width, marked: marks.iter().any(|mark| mark.start < end && start < mark.end) }
        };
        part.map(cell).collect()
    };
    let width = |cells: &[Cell]| -> usize { cells.iter().map(|cell| cell.width).sum() };
    let focus_end = line.ceil_char_boundary(focus.end.min(focus.start + room * BYTES_A_COLUMN));
    let quote = cut(cells(focus.start, focus_end), room, false);
    // The whole line where it fits; else the left side gets what the right one leaves, a third at least: what follows
    // a hit says more than what leads to it.
    let begin = line.len() - line.trim_start().len();
    let end = line.trim_end().len();
    let near = room * BYTES_A_COLUMN;
    let from = line.floor_char_boundary(focus.start.saturating_sub(near)).max(begin);
    let to = line.ceil_char_boundary((focus.end + near).min(line.len())).min(end);
    let (left, right) = (cells(from.min(focus.start), focus.start), cells(focus.end, to.max(focus.end)));
    let rest = room.saturating_sub(width(&quote));
    let left_room = rest.saturating_sub(width(&right)).max(rest / 3);
    let left = cut(left, left_room, true);
    let right = cut(right, rest.saturating_sub(width(&left)), false);
    paint_all(left.into_iter().chain(quote).chain(right))
}

/// At most `room` columns of the cells, from the right end or the left one.
fn cut(cells: Vec<Cell>, room: usize, from_end: bool) -> Vec<Cell> {
    let whole: usize = cells.iter().map(|cell| cell.width).sum();
    if whole <= room {
        return cells;
    }
    if room == 0 {
        return Vec::new();
    }
    let mut width = 1;
    let fits = |cell: &Cell| {
        width += cell.width;
        width <= room
    };
    let dots = || Cell { text: "…".to_owned(), width: 1, marked: false };
    if from_end {
        let mut kept: Vec<Cell> = cells.into_iter().rev().take_while(fits).collect();
        kept.push(dots());
        kept.reverse();
        kept
    } else {
        let mut kept: Vec<Cell> = cells.into_iter().take_while(fits).collect();
        kept.push(dots());
        kept
    }
}

fn paint_all(cells: impl Iterator<Item = Cell>) -> Excerpt {
    let paint: Style = AnsiColor::Cyan.on_default().bold();
    let (mut line, mut carets, mut on) = (String::new(), String::new(), false);
    for cell in cells {
        if cell.marked != on {
            on = cell.marked;
            // Both lines change colour in the same column.
            for text in [&mut line, &mut carets] {
                let _ = if on { write!(text, "{paint}") } else { write!(text, "{paint:#}") };
            }
        }
        line.push_str(&cell.text);
        carets.push_str(&if cell.marked { "^" } else { " " }.repeat(cell.width));
    }
    if on {
        for text in [&mut line, &mut carets] {
            let _ = write!(text, "{paint:#}");
        }
    }
    Excerpt { line, carets: carets.trim_end().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An excerpt without its colours.
    fn plain(line: &str, focus: (usize, usize), marks: &[(usize, usize)], room: usize) -> (String, String) {
        let marks: Vec<Span> = marks.iter().map(|&(start, end)| Span::new(start, end)).collect();
        let shown = excerpt(line, Span::new(focus.0, focus.1), &marks, room);
        let bare = |text: &str| anstream::adapter::strip_str(text).to_string();
        (bare(&shown.line), bare(&shown.carets))
    }

    #[test]
    fn every_mark_of_a_line_is_shown() {
        let (line, carets) = plain("ab 流量卡 cd", (0, 12), &[(0, 2), (3, 12)], 40);
        assert_eq!((line.as_str(), carets.as_str()), ("ab 流量卡 cd", "^^ ^^^^^^"));
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_the_focus() {
        let text = "一二三四五六七八九十";
        let (line, carets) = plain(text, (12, 15), &[(12, 15)], 9);
        assert_eq!((line.as_str(), carets.as_str()), ("…五六七…", " ^^"));
        let (line, _) = plain(text, (0, 30), &[(0, 30)], 6);
        assert_eq!(line, "一二…");
    }

    #[test]
    fn what_surrounds_a_line_is_left_out() {
        assert_eq!(plain("   ab  ", (3, 5), &[(3, 5)], 20), ("ab".to_owned(), "^^".to_owned()));
    }
}
