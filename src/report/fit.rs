//! Makes text fit the columns that there are: cut, or broken at spaces.
use super::escape::escape;
use unicode_segmentation::UnicodeSegmentation as _;

/// The beginning of a text, escaped, in at most `room` columns, cut on the borders of graphemes; `…` stands for the rest.
pub fn shorten(text: &str, room: usize) -> String {
    let pieces: Vec<_> = text.graphemes(true).map(escape).collect();
    let whole: usize = pieces.iter().map(|piece| piece.width).sum();
    if whole <= room {
        return pieces.into_iter().map(|piece| piece.text).collect();
    }
    let mut width = 1;
    let fits = |piece: &super::escape::Shown| {
        width += piece.width;
        width <= room
    };
    let kept: String = pieces.into_iter().take_while(fits).map(|piece| piece.text).collect();
    if room == 0 { kept } else { kept + "…" }
}

/// Breaks a text at spaces into lines of at most `width` columns. A word that is wider than a line, as a sentence of Han
/// characters is, is broken between graphemes.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_pieces(text.split(' '), width)
}

/// Lays pieces with spaces between them into lines of at most `width` columns. A piece is broken only where it is wider
/// than a line.
pub fn wrap_pieces<P: AsRef<str>>(pieces: impl IntoIterator<Item = P>, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut filled = 0;
    for piece in pieces {
        let piece = piece.as_ref();
        let wide = escape(piece).width;
        if filled > 0 && filled + 1 + wide <= width {
            push(&mut lines, " ");
            push(&mut lines, piece);
            filled += 1 + wide;
            continue;
        }
        // What is too wide for any line begins where the last one ends, if some of it has room there.
        let goes_on = filled > 0 && wide > width && filled + 1 < width / 2;
        if goes_on {
            push(&mut lines, " ");
            filled += 1;
        } else if filled > 0 {
            lines.push(String::new());
            filled = 0;
        }
        for grapheme in piece.graphemes(true) {
            let wide = escape(grapheme).width;
            if filled > 0 && filled + wide > width {
                lines.push(String::new());
                filled = 0;
            }
            push(&mut lines, grapheme);
            filled += wide;
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_keeps_graphemes_whole() {
        assert_eq!(shorten("☎\u{fe0f}☎\u{fe0f}☎\u{fe0f}", 5), "☎\u{fe0f}☎\u{fe0f}…");
        assert_eq!(shorten("e\u{301}te\u{301}s", 3), "e\u{301}t…");
        assert_eq!(shorten("一二三四五", 6), "一二…");
        assert_eq!(shorten("ab", 2), "ab");
    }

    #[test]
    fn a_sentence_is_broken_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
    }

    #[test]
    fn what_has_no_spaces_is_broken_where_the_line_ends() {
        assert_eq!(wrap("一二三四五", 5), ["一二", "三四", "五"]);
        assert_eq!(wrap("a 一二三四五", 6), ["a 一二", "三四五"]);
        assert_eq!(wrap("abcde 一二三四", 6), ["abcde", "一二三", "四"]);
    }

    #[test]
    fn a_term_stays_whole() {
        assert_eq!(wrap_pieces(["10.25", "= call 1.75", "+ offer 3.00"], 20), ["10.25 = call 1.75", "+ offer 3.00"]);
    }
}
