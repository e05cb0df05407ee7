//! The windows of a text: the places whose evidence may add up.
use crate::signal::Mention;
use crate::span::{Span, View};
use crate::text::{Layout, chart};

/// Columns either side of a contact or a doorway link: 300 Han or 600 Latin characters, which say about as much.
const REACH: usize = 600;
/// A text of no more columns than the two sides of a window is one window.
const ONE_SITTING: usize = 2 * REACH;
/// The most windows: enough for any text that is not made to have many. First and last ones are kept.
const WINDOW_LIMIT: usize = 64;
/// The most places of one contact that open its window, first and last ones.
const PLACE_LIMIT: usize = 32;

/// One window: disjoint, sorted parts of the view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Window {
    parts: Vec<Span<View>>,
    /// The titles of the writing that it lies in.
    titles: Vec<Span<View>>,
}

impl Window {
    pub fn new(mut parts: Vec<Span<View>>) -> Self {
        parts.sort_unstable();
        parts.dedup_by(|next, kept| {
            let touches = next.start <= kept.end;
            if touches {
                kept.end = kept.end.max(next.end);
            }
            touches
        });
        Window { parts, titles: Vec::new() }
    }

    /// The same window, in the writing that so many lines name.
    fn named(self, titles: impl IntoIterator<Item = Span<View>>) -> Self {
        let titles = Window::new(titles.into_iter().collect()).parts;
        Window { titles, ..self }
    }

    /// The first of sorted places that begins in a title of the writing.
    pub fn first_in_titles(&self, places: &[Span<View>]) -> Option<Span<View>> {
        first_within(&self.titles, places)
    }

    /// The first of sorted places that begins in the window.
    pub fn first(&self, places: &[Span<View>]) -> Option<Span<View>> {
        first_within(&self.parts, places)
    }
}

fn first_within(parts: &[Span<View>], places: &[Span<View>]) -> Option<Span<View>> {
    parts.iter().find_map(|part| {
        let at = places.partition_point(|place| place.start < part.start);
        places.get(at).copied().filter(|place| place.start < part.end)
    })
}

impl Window {
    /// Whether a place begins in the window.
    pub fn holds(&self, place: Span<View>) -> bool {
        self.first(&[place]).is_some()
    }
}

/// Title, last lines, and the surroundings of each contact and doorway link. `everywhere` belongs to every window:
/// the short fields of a record, such as its author, are read together with whatever else it says.
pub(super) fn windows(view: &str, layout: &Layout, mentions: &[Mention], doors: &[Span<View>], everywhere: &[Span<View>]) -> Vec<Window> {
    let with = |parts: Vec<Span<View>>| Window::new(parts.into_iter().chain(everywhere.iter().copied()).collect());
    let mut windows: Vec<Window> = [layout.title, layout.last_lines].into_iter().flatten().map(|part| with(vec![part])).collect();
    if !mentions.is_empty() && forward(view, 0, ONE_SITTING) == view.len() {
        windows.push(with(vec![Span::new(0, view.len())]));
    }
    let mut by_contact: Vec<(usize, Span<View>)> = mentions.iter().map(|mention| (mention.contact, mention.span)).collect();
    by_contact.sort_unstable();
    let around = |spans: Vec<Span<View>>| {
        let lead = |span: &Span<View>| {
            let chapter = layout.chapter_at(view, span.start);
            Span::new(chapter.start, forward(view, chapter.start, REACH).min(chapter.end))
        };
        let titles: Vec<_> =
            spans.iter().flat_map(|span| layout.chapter_titles(view, span.start)).flatten().chain(spans.iter().map(lead)).collect();
        with(spans.into_iter().map(|span| surroundings(view, layout, span)).collect()).named(titles)
    };
    for group in ends(by_contact.chunk_by(|a, b| a.0 == b.0).collect::<Vec<_>>(), WINDOW_LIMIT) {
        windows.push(around(ends(group.to_vec(), PLACE_LIMIT).into_iter().map(|(_, span)| span).collect()));
    }
    for door in ends(doors.to_vec(), WINDOW_LIMIT) {
        windows.push(around(vec![door]));
    }
    if windows.is_empty() && !everywhere.is_empty() {
        windows.push(with(Vec::new()));
    }
    windows
}

/// The first and the last of a list, `limit` together: a limit must not be a way out.
fn ends<T>(mut list: Vec<T>, limit: usize) -> Vec<T> {
    if list.len() > limit {
        list.drain(limit / 2..list.len() - limit / 2);
    }
    list
}

/// So many columns either side of a place, within its chapter: what is glued on behind a text is another text.
fn surroundings(view: &str, layout: &Layout, span: Span<View>) -> Span<View> {
    let chapter = layout.chapter_at(view, span.start);
    let start = backward(view, span.start, REACH).max(chapter.start);
    Span::new(start, forward(view, span.end, REACH).min(chapter.end).max(span.end))
}

/// The most bytes of tags that are skipped on one side: a drawing in a page is one tag of some thousand bytes, and signs
/// that open no tag must not be looked behind again and again.
const TAG_BUDGET: usize = 32_768;

/// The byte that lies so many columns behind a place: a Latin letter is one wide, a Han character two, and it takes about
/// two letters to say as much. Tags take no room: a reader does not see them.
fn forward(view: &str, from: usize, room: usize) -> usize {
    let bytes = view.as_bytes();
    let (mut left, mut budget) = (room, TAG_BUDGET);
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if let Some(sixteen) = bytes.get(at..).and_then(<[u8]>::first_chunk::<16>)
            && left >= 32
            && !chart::holds(*sixteen, b'<')
        {
            left -= chart::columns(*sixteen);
            at += 16;
            continue;
        }
        if byte == b'<' && opens_tag(&view[at..]) {
            let within = &bytes[at..(at + budget).min(bytes.len())];
            let close = memchr::memchr(b'>', within);
            budget -= close.unwrap_or(within.len());
            if let Some(close) = close {
                at += close + 1;
                continue;
            }
        }
        let (columns, length) = match byte {
            0xF0.. => (2, 4),
            0xE0.. => (2, 3),
            0xC0.. => (2, 2),
            // The rest of a character that began in the sixteen bytes before.
            0x80.. => (0, 1),
            _ => (1, 1),
        };
        let Some(rest) = left.checked_sub(columns) else { return at };
        left = rest;
        at += length;
    }
    view.len()
}

/// The byte that lies so many columns before a place.
fn backward(view: &str, from: usize, room: usize) -> usize {
    let bytes = view.as_bytes();
    let (mut left, mut budget) = (room, TAG_BUDGET);
    let mut at = from;
    while let Some(&byte) = at.checked_sub(1).and_then(|last| bytes.get(last)) {
        if let Some(sixteen) = bytes[..at].last_chunk::<16>()
            && left >= 32
            && !chart::holds(*sixteen, b'>')
        {
            left -= chart::columns(*sixteen);
            at -= 16;
            continue;
        }
        if byte == b'>' {
            let near = at.saturating_sub(budget);
            let open = memchr::memrchr(b'<', &bytes[near..at]).map(|open| near + open);
            budget -= at - open.unwrap_or(near);
            if let Some(open) = open.filter(|&open| opens_tag(&view[open..])) {
                at = open;
                continue;
            }
        }
        let columns = if byte < 0x80 { 1 } else { 2 };
        // Of a character of which the sixteen bytes behind held the end, that end is left outside too.
        let Some(rest) = left.checked_sub(columns) else { return view.ceil_char_boundary(at) };
        left = rest;
        at -= 1;
        // The last byte of a character: the others before it belong to it.
        while columns == 2 && bytes[at] & 0xC0 == 0x80 {
            at -= 1;
        }
    }
    0
}

/// Whether a sign opens a tag, and not a comparison.
fn opens_tag(rest: &str) -> bool {
    rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::ContactKind;

    #[test]
    fn a_window_reaches_so_many_characters_and_no_farther() {
        let view = format!("{}@@{}", "字".repeat(800), "字".repeat(800));
        let at = 2400;
        let mention = Mention { kind: ContactKind::Telegram, contact: 0, span: Span::new(at, at + 2), cost: 0 };
        let windows = windows(&view, &Layout::default(), &[mention], &[], &[]);
        assert_eq!(windows.len(), 1);
        let place = |characters: usize| Span::new(characters * 3, characters * 3 + 3);
        assert!(windows[0].holds(place(500)) && !windows[0].holds(place(499)));
        let behind = |characters: usize| Span::new(at + 2 + characters * 3, at + 5 + characters * 3);
        assert!(windows[0].holds(behind(299)) && !windows[0].holds(behind(300)));
    }

    #[test]
    fn tags_take_no_room() {
        let tag = format!("<path d=\"{}\">", "m 1 2 ".repeat(200));
        let view = format!("first{tag}{tag}@@{tag}last 1 < 2");
        assert_eq!(backward(&view, view.find("@@").expect("place"), 5), 0);
        assert_eq!(forward(&view, view.find("@@").expect("place") + 2, 10), view.len());
        assert_eq!(forward("a < b > c", 0, 4), 4, "what is no tag takes its room");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Sixteen bytes at once reach as far as characters one by one.
        #[test]
        fn columns_are_counted_by_characters(view in "([ab é字📞]|<b c>){0,90}", place in 0usize..200, room in 0usize..90) {
            let place = view.floor_char_boundary(place.min(view.len()));
            let columns = |part: &str| part.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
            let tags = regex_automata::meta::Regex::new("<[a-zA-Z/!][^>]*>").expect("a regex");
            // What is left of a part when its tags are taken out.
            let shown = |part: &str| columns(part) - tags.find_iter(part).map(|tag| columns(&part[tag.range()])).sum::<usize>();
            let ahead = forward(&view, place, room);
            let behind = backward(&view, place, room);
            proptest::prop_assert!(view.is_char_boundary(ahead) && view.is_char_boundary(behind));
            proptest::prop_assert!(shown(&view[place..ahead]) <= room);
            if let Some(next) = view[ahead..].chars().next() {
                proptest::prop_assert!(next == '<' || shown(&view[place..ahead]) + columns(next.encode_utf8(&mut [0; 4])) > room);
            }
            if let Some(last) = view[..behind].chars().next_back() {
                proptest::prop_assert!(last == '>' || shown(&view[behind..place]) + columns(last.encode_utf8(&mut [0; 4])) > room);
            }
        }
    }

    #[test]
    fn the_windows_of_one_contact_are_one() {
        let view = "x".repeat(4000);
        let mention = |contact, at| Mention { kind: ContactKind::Qq, contact, span: Span::new(at, at + 1), cost: 0 };
        let windows = windows(&view, &Layout::default(), &[mention(0, 0), mention(1, 2000), mention(0, 3999)], &[], &[]);
        assert_eq!(windows.len(), 2);
        assert!(windows[0].holds(Span::new(10, 11)) && windows[0].holds(Span::new(3900, 3901)) && !windows[0].holds(Span::new(2000, 2001)));
    }

    #[test]
    fn a_limit_keeps_both_ends() {
        assert_eq!(ends((0..10).collect(), 4), [0, 1, 8, 9]);
    }
}
