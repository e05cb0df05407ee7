//! Makes text fit the columns that there are: cut on one side, or broken at spaces.
use super::escape::escape;
use unicode_segmentation::UnicodeSegmentation;

/// The side on which a text is cut.
pub(super) enum End {
    Left,
    Right,
}

/// What is left of a text that was cut, and its width in columns.
pub(super) struct Cut {
    pub text: String,
    pub width: usize,
}

/// At most `room` columns of a text, escaped, cut on the borders of graphemes; `…` stands for what was cut.
pub(super) fn cut(text: &str, room: usize, end: End) -> Cut {
    let pieces: Vec<_> = text.graphemes(true).map(escape).collect();
    let whole: usize = pieces.iter().map(|piece| piece.width).sum();
    if whole <= room {
        return Cut { text: pieces.into_iter().map(|piece| piece.text).collect(), width: whole };
    }
    if room == 0 {
        return Cut { text: String::new(), width: 0 };
    }
    let mut width = 1;
    let mut kept = Vec::new();
    let mut take = |piece: &super::escape::Shown| {
        let fits = width + piece.width <= room;
        if fits {
            width += piece.width;
            kept.push(piece.text.clone());
        }
        fits
    };
    match end {
        End::Right => {
            let _ = pieces.iter().all(&mut take);
            Cut { text: kept.concat() + "…", width }
        }
        End::Left => {
            let _ = pieces.iter().rev().all(&mut take);
            kept.reverse();
            Cut { text: format!("…{}", kept.concat()), width }
        }
    }
}

/// The beginning of a text, escaped, in at most `room` columns.
pub fn shorten(text: &str, room: usize) -> String {
    cut(text, room, End::Right).text
}

/// Breaks a sentence of ours at spaces.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().map_or(0, |line| escape(line).width);
        if line > 0 && line + 1 + escape(word).width > width {
            lines.push(word.to_owned());
        } else if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_keeps_the_side_of_the_hit_and_the_width() {
        let left = cut("一二三四五", 5, End::Left);
        assert_eq!((left.text.as_str(), left.width), ("…四五", 5));
        let right = cut("一二三四五", 6, End::Right);
        assert_eq!((right.text.as_str(), right.width), ("一二…", 5));
        assert_eq!(cut("ab", 2, End::Left).text, "ab");
    }

    #[test]
    fn a_cut_keeps_graphemes_whole() {
        let phone = cut("☎\u{fe0f}☎\u{fe0f}☎\u{fe0f}", 5, End::Right);
        assert_eq!((phone.text.as_str(), phone.width), ("☎\u{fe0f}☎\u{fe0f}…", 5));
        assert_eq!(shorten("e\u{301}te\u{301}s", 3), "e\u{301}t…");
    }

    #[test]
    fn a_sentence_is_broken_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
    }
}
