//! How a text is laid out: title, tail, sections, quoted and code parts. Facts that need no rule.
use super::chart::Chart;
use crate::span::{Span, View};
use std::cell::{Cell, OnceCell};
use std::iter::Peekable;
use std::ops::Range;
use std::sync::LazyLock;

/// A text of fewer non-empty lines than this has neither title nor tail.
const FEWEST_LINES: usize = 3;
/// A text of fewer characters than this has neither title nor tail: a message is not an article.
const FEWEST_CHARACTERS: usize = 300;
/// The first heading is the title when it stands within so many non-empty lines.
const TITLE_LINES: usize = 20;
/// Front matter is no longer than this many lines.
const FRONT_MATTER_LINES: usize = 100;
/// How many lines at the end are a window.
const LAST_LINES: usize = 3;

/// The parts of a view. Reused by a scanner: reading a text allocates nothing once the vectors are large enough.
#[derive(Debug, Default)]
pub struct Layout {
    /// Front-matter title, else the first heading, else the first non-empty line.
    pub title: Option<Span<View>>,
    /// The last line that shows any text.
    pub tail: Option<Span<View>>,
    /// The last three lines that show any text.
    pub last_lines: Option<Span<View>>,
    /// Fenced blocks, `<pre>` parts and inline code.
    pub code: Vec<Span<View>>,
    /// Lines quoted with `>`.
    pub quotes: Vec<Span<View>>,
    /// Where headings begin: a section runs from one to the next.
    pub headings: Vec<usize>,
    /// Where first-level headings begin: what stands before one and behind it are two writings.
    pub chapters: Vec<usize>,
    lines: Vec<Span<View>>,
}

/// The layout of a view, read when it is first asked for: most honest documents hold nothing that asks, and to read it costs
/// a twentieth of the time that they take.
pub struct LazyLayout<'a> {
    view: &'a str,
    chart: &'a Chart,
    /// The room of a layout that was read before.
    room: Cell<Layout>,
    layout: OnceCell<Layout>,
}

impl<'a> LazyLayout<'a> {
    /// Reads nothing yet. `room` is a layout that is needed no more.
    pub fn new(view: &'a str, chart: &'a Chart, room: Layout) -> Self {
        LazyLayout { view, chart, room: Cell::new(room), layout: OnceCell::new() }
    }

    /// The layout.
    pub fn get(&self) -> &Layout {
        self.layout.get_or_init(|| {
            let mut layout = self.room.take();
            layout.read(self.view, self.chart);
            layout
        })
    }

    /// The layout, to be changed.
    pub fn get_mut(&mut self) -> &mut Layout {
        self.get();
        self.layout.get_mut().expect("it was read just now")
    }

    /// The layout, read or not, whose room can be used again.
    pub fn into_room(self) -> Layout {
        self.layout.into_inner().unwrap_or_else(|| self.room.into_inner())
    }
}

impl Layout {
    /// Reads the layout of a view, whose chart tells the line ends. One pass over its lines.
    pub fn read(&mut self, view: &str, chart: &Chart) {
        self.code.clear();
        self.quotes.clear();
        self.headings.clear();
        self.chapters.clear();
        self.lines.clear();
        (self.title, self.tail, self.last_lines) = (None, None, None);

        let mut fence: Option<(usize, &str)> = None;
        // A page's `<title>` and its first `<h1>` name one writing.
        let mut page_title = false;
        // Headings one under the other, with nothing of their own between them, head one writing.
        let mut under_heading = false;
        let mut front_matter = FrontMatter::Before;
        let (mut front_title, mut heading) = (None, None);
        let mut start = 0;
        let mut ticks = memchr::memchr_iter(b'`', view.as_bytes()).peekable();
        for line in lines(view, chart) {
            let ended = trimmed_end(line);
            let span = Span::new(start, start + ended.len());
            start += line.len();
            let text = if ended.as_bytes().first().is_some_and(|&byte| byte > b' ' && byte < 0x80) { ended } else { ended.trim_start() };
            if text.is_empty() {
                continue;
            }
            let follows_heading = std::mem::take(&mut under_heading);
            self.lines.push(span);
            front_matter = front_matter.next(text);
            if front_matter == FrontMatter::Inside && self.lines.len() == 1 && !closes(&view[start..], text) {
                front_matter = FrontMatter::After;
            }
            if front_matter == FrontMatter::Inside {
                if front_title.is_none() && text.starts_with("title:") {
                    front_title = Some(span);
                }
                continue;
            }
            if let Some((opened, mark)) = fence {
                if text.starts_with(mark) && text.trim_start_matches(&mark[..1]).is_empty() {
                    self.code.push(Span::new(opened, span.end));
                    fence = None;
                }
                continue;
            }
            // Most lines begin with a letter, and open nothing.
            if !text.starts_with(['`', '~', '>', '#', '<']) {
            } else if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| text.starts_with(mark)) {
                fence = Some((span.start, mark));
            } else if text.starts_with('>') {
                self.quotes.push(span);
            } else if is_heading(text) {
                self.headings.push(span.start);
                let opens = text.starts_with("<title>");
                under_heading = true;
                if (text.starts_with("# ") || opens || text.starts_with("<h1") && !page_title) && !follows_heading {
                    self.chapters.push(span.start);
                }
                page_title = opens || page_title && !text.starts_with("<h1");
                if heading.is_none() && self.lines.len() <= TITLE_LINES {
                    heading = Some(span);
                }
            }
            inline_code(span.start..start, &mut ticks, &mut self.code);
        }
        if let Some((opened, _)) = fence {
            self.code.push(Span::new(opened, view.len()));
        }
        tagged_code(view, &mut self.code);
        self.code.sort_unstable();

        if self.lines.len() >= FEWEST_LINES && view.chars().nth(FEWEST_CHARACTERS - 1).is_some() {
            self.title = front_title.or(heading).or_else(|| self.lines.first().copied());
            self.lay_out_tail(view, Span::new(0, view.len()));
        }
    }

    /// Sets the tail and the last lines to those of a part of the view.
    pub fn lay_out_tail(&mut self, view: &str, part: Span<View>) {
        let mut shown = self.lines.iter().rev().filter(|&&line| part.covers(line) && shows_text(&view[line.range()]));
        self.tail = shown.next().copied();
        let first = shown.take(LAST_LINES - 1).last().copied().or(self.tail);
        self.last_lines = first.zip(self.tail).map(|(first, last)| Span::new(first.start, last.end));
    }

    /// The section that holds a place: from its heading to the next one.
    pub fn section_at(&self, view: &str, at: usize) -> Span<View> {
        between(&self.headings, view, at)
    }

    /// What names the chapter that holds a place: its heading's line, and in the first chapter the title of the text.
    pub fn chapter_titles(&self, view: &str, at: usize) -> [Option<Span<View>>; 2] {
        let next = self.chapters.partition_point(|&border| border <= at);
        let title = self.title.filter(|_| next <= 1);
        let heading = next.checked_sub(1).filter(|_| self.title.is_some()).map(|index| line_at(view, self.chapters[index]));
        [title, heading.filter(|heading| title.is_none_or(|title| title.start != heading.start))]
    }

    /// The chapter that holds a place: from its first-level heading to the next one.
    pub fn chapter_at(&self, view: &str, at: usize) -> Span<View> {
        between(&self.chapters, view, at)
    }

    /// Whether a place lies in code.
    pub fn is_code(&self, span: Span<View>) -> bool {
        within(&self.code, span)
    }
}

/// The lines of a view, each with its line break.
fn lines<'view>(view: &'view str, chart: &Chart) -> impl Iterator<Item = &'view str> {
    let mut start = 0;
    chart.places(|row| row.newlines).map(|at| at + 1).chain([view.len()]).filter_map(move |end| {
        let line = &view[start..end];
        start = end;
        (!line.is_empty()).then_some(line)
    })
}

/// A line without the white space behind it. Most lines end in a letter and their line break: one look tells.
fn trimmed_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    if line.as_bytes().last().is_some_and(|&byte| byte > b' ' && byte < 0x80) { line } else { line.trim_end() }
}

/// The stretch between two of the sorted borders that holds a place.
fn between(borders: &[usize], view: &str, at: usize) -> Span<View> {
    let next = borders.partition_point(|&border| border <= at);
    let start = next.checked_sub(1).map_or(0, |index| borders[index]);
    Span::new(start, borders.get(next).copied().unwrap_or(view.len()))
}

/// The line that holds a place, without its line end.
pub fn line_at(view: &str, at: usize) -> Span<View> {
    let start = memchr::memrchr(b'\n', &view.as_bytes()[..at]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &view.as_bytes()[at..]).map_or(view.len(), |newline| at + newline);
    Span::new(start, end)
}

/// Whether one of the sorted, rarely nested spans covers `span`. Looks at the few that begin before it.
fn within(spans: &[Span<View>], span: Span<View>) -> bool {
    let next = spans.partition_point(|known| known.start <= span.start);
    spans[next.saturating_sub(4)..next].iter().any(|known| known.covers(span))
}

#[derive(Clone, Copy, PartialEq)]
enum FrontMatter {
    Before,
    Inside,
    After,
}

impl FrontMatter {
    fn next(self, line: &str) -> Self {
        let fence = line == "---" || line == "+++";
        match self {
            FrontMatter::Before if fence => FrontMatter::Inside,
            FrontMatter::Inside if !fence => FrontMatter::Inside,
            _ => FrontMatter::After,
        }
    }
}

/// Whether front matter that opens with `fence` ends: without that, a rule as first line would swallow the text.
fn closes(rest: &str, fence: &str) -> bool {
    rest.lines().take(FRONT_MATTER_LINES).any(|line| line.trim_end() == fence)
}

fn is_heading(line: &str) -> bool {
    let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
    ((1..=6).contains(&hashes) && line[hashes..].starts_with([' ', '\t']))
        || line.starts_with("<h1")
        || line.starts_with("<h2")
        || line.starts_with("<title>")
}

/// Whether a line shows a letter or digit to its reader: closing tags, rules and fences do not.
fn shows_text(line: &str) -> bool {
    let mut tag = false;
    line.chars().any(|c| {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            _ => return !tag && c.is_alphanumeric(),
        }
        false
    })
}

/// Adds the parts of a line between single back-ticks. `ticks` are those of the text that no line before asked for: they
/// are looked for once, and not in every line.
fn inline_code(line: Range<usize>, ticks: &mut Peekable<impl Iterator<Item = usize>>, code: &mut Vec<Span<View>>) {
    while ticks.next_if(|&tick| tick < line.start).is_some() {}
    while let (Some(open), Some(close)) = (ticks.next_if(|&tick| tick < line.end), ticks.next_if(|&tick| tick < line.end)) {
        code.push(Span::new(open, close + 1));
    }
}

/// Made once: making it costs more than to search a message.
static PRE: LazyLock<memchr::memmem::Finder<'static>> = LazyLock::new(|| memchr::memmem::Finder::new(b"<pre"));

/// Adds the parts between `<pre` and `</pre>`. An unclosed one is left alone: it would cover the rest of the text.
fn tagged_code(view: &str, code: &mut Vec<Span<View>>) {
    let mut from = 0;
    while let Some(open) = PRE.find(&view.as_bytes()[from..]).map(|at| from + at) {
        let Some(close) = memchr::memmem::find(&view.as_bytes()[open..], b"</pre>").map(|at| open + at + 6) else { return };
        code.push(Span::new(open, close));
        from = close;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(view: &str) -> Layout {
        let mut layout = Layout::default();
        layout.read(view, &Chart::of(view));
        layout
    }

    fn long(title: &str, tail: &str) -> String {
        format!("{title}\n\n{}\n\n{tail}\n", "正文".repeat(200))
    }

    #[test]
    fn a_title_is_the_front_matter_the_first_heading_or_the_first_line() {
        for (head, title) in [
            ("first line", "first line"),
            ("intro line\n\n# heading", "# heading"),
            ("---\ntitle: named\n---\n\n# heading", "title: named"),
            ("---\ndate: 1\n---\n# heading", "# heading"),
            ("```\n# a comment\n```", "```"),
        ] {
            let view = long(head, "the end");
            assert_eq!(layout(&view).title.map(|span| &view[span.range()]), Some(title));
        }
    }

    #[test]
    fn a_message_has_no_title_and_no_tail() {
        for view in ["one line".to_owned(), "字".repeat(900), "a\nb\nc\nd".to_owned(), format!("{}\nb", "a".repeat(400))] {
            let layout = layout(&view);
            assert!(layout.title.is_none() && layout.tail.is_none() && layout.last_lines.is_none());
        }
    }

    #[test]
    fn the_tail_is_the_last_line_that_shows_text() {
        let view = long("# t", "last words\n</div>\n---\n</html>");
        let layout = layout(&view);
        assert_eq!(layout.tail.map(|span| &view[span.range()]), Some("last words"));
    }

    #[test]
    fn headings_one_under_the_other_head_one_writing() {
        let view = "# homework\n\n# done for you\n# wechat: lumo\n\ntext\n# the next\ntext";
        let chapters: Vec<&str> = layout(view).chapters.iter().map(|&at| line_at(view, at)).map(|line| &view[line.range()]).collect();
        assert_eq!(chapters, ["# homework", "# the next"]);
        let page = "<title>a</title>\n<p>x</p>\n<h1>a</h1>\ntext\n<title>b</title>";
        assert_eq!(layout(page).chapters.len(), 2, "a page's title and its first heading name one writing");
    }

    #[test]
    fn code_quotes_and_sections_are_known() {
        let view = "# a\n`x y` z\n```sh\ncurl 1\n```\n> said\n## b\nend";
        let layout = layout(view);
        let at = |part: &str| {
            let start = view.find(part).expect("part");
            Span::new(start, start + part.len())
        };
        assert!(layout.is_code(at("x y")) && layout.is_code(at("curl 1")) && !layout.is_code(at("z")));
        assert!(layout.quotes[0].covers(at("said")) && layout.quotes.len() == 1);
        assert_eq!(&view[layout.section_at(view, at("said").start).range()], &view[..view.find("## b").expect("heading")]);
        assert_eq!(&view[line_at(view, at("curl").start).range()], "curl 1");
    }
}
