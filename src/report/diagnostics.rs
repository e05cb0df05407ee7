//! Problems of packs, with file, line and a caret under the exact characters.
use super::escape::{escape, escape_lines};
use super::fit::wrap;
use crate::diagnostic::{Diagnostics, Label, Severity, SourceFile};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::borrow::Cow;
use std::ops::Range;

/// How wide a line of help is: what 80 columns leave beside the line numbers of a long file and `= help: `.
const HELP_WIDTH: usize = 66;

/// Every problem as a message with its source lines. Carets are right under Chinese.
pub fn render(diagnostics: &Diagnostics, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let sources: Vec<Lines<'_>> = diagnostics.files.iter().map(Lines::new).collect();
    let mut out = String::new();
    for item in &diagnostics.items {
        let help = wrap(&escape_lines(&item.help), HELP_WIDTH).join("\n");
        let level = if item.severity == Severity::Error { Level::ERROR } else { Level::WARNING.with_name("lint") };
        let message = escape_lines(&item.message);
        let mut group = Group::with_title(level.primary_title(&message).id(item.code));
        // The file of the primary place comes first: its line is the one that `-->` names.
        let primary = item.labels.first().map_or(0, |label| label.file);
        let mut files: Vec<_> = sources.iter().enumerate().collect();
        files.sort_by_key(|&(file, _)| file != primary);
        for (file, lines) in files {
            let labels: Vec<(usize, &Label)> = item.labels.iter().enumerate().filter(|(_, label)| label.file == file).collect();
            if !labels.is_empty() {
                group = group.element(lines.snippet(&labels));
            }
        }
        if !item.help.is_empty() {
            group = group.element(Level::HELP.message(&help));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// Every problem as a JSON array for editors: lines and columns from 1, columns in characters, bytes from 0, ends excluded.
pub fn problems(diagnostics: &Diagnostics) -> String {
    let label = |label: &Label| {
        let (line, column) = diagnostics.position(label);
        let (end_line, end_column) = diagnostics.position(&Label { start: label.end, ..label.clone() });
        serde_json::json!({
            "file": diagnostics.files.get(label.file).map_or("", |file| &file.name), "start": label.start, "end": label.end,
            "line": line, "column": column, "end_line": end_line, "end_column": end_column, "text": label.text,
        })
    };
    let items: Vec<_> = diagnostics
        .items
        .iter()
        .map(|item| {
            serde_json::json!({
                "severity": if item.severity == Severity::Error { "error" } else { "lint" }, "code": item.code,
                "message": item.message, "help": item.help, "labels": item.labels.iter().map(label).collect::<Vec<_>>(),
            })
        })
        .collect();
    // Maps with string keys, written to memory: this cannot fail.
    serde_json::to_string_pretty(&items).unwrap_or_default() + "\n"
}

/// A file with the places where its lines begin: a problem is drawn from the lines that it stands in, or ten thousand
/// problems would read a large file ten thousand times.
struct Lines<'a> {
    file: &'a SourceFile,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(file: &'a SourceFile) -> Self {
        let behind = memchr::memchr_iter(b'\n', file.text.as_bytes()).map(|end| end + 1);
        Lines { file, starts: std::iter::once(0).chain(behind).collect() }
    }

    /// A label's bytes, widened to whole characters: a place that begins or ends inside one cannot be drawn.
    fn place(&self, label: &Label) -> Range<usize> {
        let end = self.file.text.ceil_char_boundary(label.end);
        self.file.text.floor_char_boundary(label.start.min(end))..end
    }

    /// The line of a byte, from 0.
    fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start <= byte) - 1
    }

    /// The lines of some labels, each with its index among all labels of its problem.
    fn snippet(&self, labels: &[(usize, &'a Label)]) -> Snippet<'a, Annotation<'a>> {
        let places: Vec<Range<usize>> = labels.iter().map(|(_, label)| self.place(label)).collect();
        let first = self.line(places.iter().map(|place| place.start).min().unwrap_or_default());
        let last = self.line(places.iter().map(|place| place.end).max().unwrap_or_default());
        let from = self.starts[first];
        let to = self.starts.get(last + 1).copied().unwrap_or(self.file.text.len());
        let annotations = labels.iter().zip(&places).map(|((index, label), place)| {
            let kind = if *index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(place.start - from..place.end - from);
            if label.text.is_empty() { annotation } else { annotation.label(escape(&label.text).text) }
        });
        let source = without_signs(&self.file.text[from..to]);
        Snippet::source(source).line_start(first + 1).path(escape(&self.file.name).text).annotations(annotations)
    }
}

/// Lines in which what the renderer leaves of control characters, the second set, acts on no terminal. What stands for them
/// is as long as they are, or the carets would stand elsewhere.
fn without_signs(text: &str) -> Cow<'_, str> {
    let second = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    if text.contains(second) { Cow::Owned(text.replace(second, "·")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;

    fn shown(labels: Vec<Label>) -> String {
        let file = |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.into() };
        let files = vec![file("a.toml", "one 電話\n"), file("b.toml", "two 卡\n")];
        let item = Diagnostic { severity: Severity::Error, code: "test", message: "wrong".to_owned(), labels, help: String::new() };
        render(&Diagnostics { files, items: vec![item] }, false)
    }

    fn label(file: usize, start: usize, end: usize) -> Label {
        Label { file, start, end, text: String::new() }
    }

    #[test]
    fn places_inside_characters_or_past_the_end_are_drawn() {
        assert!(shown(vec![label(0, 5, 8)]).contains("^^^^"), "both characters that the place touches");
        for odd in [label(0, 9, 99), label(0, 99, 99), label(0, 8, 5), label(0, 11, 11)] {
            assert!(shown(vec![odd]).contains("a.toml"));
        }
    }

    #[test]
    fn lines_are_numbered_as_in_the_file() {
        let lines = vec![SourceFile { name: "a.toml".to_owned(), text: "一\n\n三 3\n四 4\n".into() }];
        let item = |start, end| Diagnostic {
            severity: Severity::Error,
            code: "test",
            message: "wrong".to_owned(),
            labels: vec![label(0, start, end)],
            help: String::new(),
        };
        let text = render(&Diagnostics { files: lines, items: vec![item(9, 10), item(5, 15), item(17, 17)] }, false);
        assert!(text.contains("--> a.toml:3:3") && text.contains("3 | 三 3"), "{text}");
        assert!(text.contains("--> a.toml:3:1") && text.contains("4 | ") && !text.contains('一'), "{text}");
    }

    #[test]
    fn the_primary_place_comes_first() {
        let text = shown(vec![label(1, 4, 7), label(0, 0, 3)]);
        assert!(text.contains("--> b.toml:1:5") && text.contains("::: a.toml:1:1"), "{text}");
    }
}
