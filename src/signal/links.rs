//! Links to the web as a reader sees them: their text, and whether the title says the same.
use crate::span::{Span, View};
use crate::text::Layout;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// What links begin with. Made once: making one costs more than to search a message.
static HTTP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"http"));
static MARKDOWN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"](http"));
static HTML: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"<a href=\"http"));

/// The most links of a text that are looked at.
const LIMIT: usize = 64;
/// The longest text of a link, in bytes.
const TEXT_LIMIT: usize = 80;

/// The links, outside the title, whose text stands in the title word by word: the phrase that a page wants to be found
/// for, pointing to the shop. One word is a name; two words and more, or four Han characters, are a phrase.
///
/// Cost: linear in the view.
pub(super) fn named_in_title(view: &str, title: Span<View>, spans: &mut Vec<Span<View>>) {
    let words = &view[title.range()];
    let outside = |span: &Span<View>| span.end <= title.start || span.start >= title.end;
    let is_phrase = |text: &str| text.contains(' ') && text.len() >= 8 || text.chars().filter(|c| !c.is_ascii()).count() >= 4;
    spans.extend(texts(view).take(LIMIT).filter(outside).filter(|span| {
        let text = &view[span.range()];
        is_phrase(text) && words.contains(text)
    }));
}

/// The addresses of links to the web, as they stand.
pub(super) fn addresses(view: &str, spans: &mut Vec<Span<View>>) {
    let bytes = view.as_bytes();
    let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte >= 0x80 || b"<>\"')]".contains(byte);
    spans.extend(HTTP.find_iter(bytes).filter_map(|at| {
        let rest = &view[at..];
        let named = rest.starts_with("http://") || rest.starts_with("https://");
        let len = bytes[at..].iter().position(ends).unwrap_or(rest.len());
        (named && len > 10).then(|| Span::new(at, at + len))
    }));
}

/// How many bytes of other text a line may have whose link stands alone: `order here:`, 官网：.
const BESIDE: usize = 24;
/// The most lines with a link alone that are told: a list of links is no sign of a shop.
const ALONE_LIMIT: usize = 4;

/// The links that stand alone in their line, outside code. Of a text with more than a few none is told: it is a list.
pub(super) fn alone(view: &str, layout: &Layout, spans: &mut Vec<Span<View>>) {
    let mut links = Vec::new();
    addresses(view, &mut links);
    // The target of a Markdown link or image has its text, which says more.
    let bare = |span: &Span<View>| !view[..span.start].ends_with("](") && !layout.is_code(*span);
    // Looks no farther to either side than the other text may reach.
    let bytes = view.as_bytes();
    let beside = |span: &Span<View>| {
        let before = &bytes[span.start.saturating_sub(BESIDE + 1)..span.start];
        let behind = &bytes[span.end..(span.end + BESIDE + 1).min(bytes.len())];
        let first = memchr::memrchr(b'\n', before).map_or(before.len(), |at| before.len() - at - 1);
        first + memchr::memchr(b'\n', behind).unwrap_or(behind.len())
    };
    let alone = |span: &Span<View>| bare(span) && beside(span) <= BESIDE;
    spans.extend(links.into_iter().filter(alone).take(ALONE_LIMIT + 1));
    if spans.len() > ALONE_LIMIT {
        spans.clear();
    }
}

/// The texts of the first links of a view, sorted.
pub(crate) fn link_texts(view: &str) -> Vec<Span<View>> {
    let mut spans: Vec<_> = texts(view).take(LIMIT).collect();
    spans.sort_unstable();
    spans
}

/// The texts of links to `http` and `https`, Markdown's and HTML's, without white space and emphasis round them.
fn texts(view: &str) -> impl Iterator<Item = Span<View>> {
    let markdown = MARKDOWN.find_iter(view.as_bytes()).filter_map(|at| {
        let from = view.floor_char_boundary(at.saturating_sub(TEXT_LIMIT));
        let open = view[from..at].rfind('[')?;
        Some(Span::<View>::new(from + open + 1, at))
    });
    let html = HTML.find_iter(view.as_bytes()).filter_map(|at| {
        let open = at + view[at..].find('>')? + 1;
        let to = view.floor_char_boundary((open + TEXT_LIMIT).min(view.len()));
        let len = view[open..to].find('<')?;
        Some(Span::new(open, open + len))
    });
    markdown.chain(html).map(|span| {
        let trim = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '!' | '.' | ':');
        let text = &view[span.range()];
        let start = span.start + text.len() - text.trim_start_matches(trim).len();
        Span::new(start, start + text.trim_matches(trim).len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(view: &str) -> Vec<&str> {
        let title = Span::new(0, view.find('\n').unwrap_or(view.len()));
        let mut spans = Vec::new();
        named_in_title(view, title, &mut spans);
        spans.into_iter().map(|span| &view[span.range()]).collect()
    }

    #[test]
    fn a_phrase_of_the_title_that_leads_away_is_seen() {
        for view in [
            "# garden shed reviews of the year\nread [ garden shed](https://sheds.example) now",
            "garden shed tips\n<a href=\"https://sheds.example\">garden shed</a>",
            "# garden shed tips\n**[garden shed](http://sheds.example)**",
        ] {
            assert_eq!(named(view), ["garden shed"], "{view}");
        }
        assert_eq!(named("# 木屋搭建指南\n看[木屋搭建](https://sheds.example)"), ["木屋搭建"]);
    }

    #[test]
    fn addresses_end_where_they_end() {
        let mut spans = Vec::new();
        let view = "看 https://kada.example/go，或 (http://lumo.example) 与 http 协议";
        addresses(view, &mut spans);
        assert_eq!(spans.iter().map(|span| &view[span.range()]).collect::<Vec<_>>(), ["https://kada.example/go", "http://lumo.example"]);
    }

    #[test]
    fn names_and_other_links_are_not() {
        for view in [
            "# garden\n[garden](https://sheds.example)",
            "# [garden shed](https://sheds.example)\ntext",
            "# garden shed\n[the shop](https://sheds.example)",
            "# garden shed\n[garden shed](docs/shed.md)",
            "# garden shed\ngarden shed https://sheds.example",
        ] {
            assert!(named(view).is_empty(), "{view}");
        }
    }
}
