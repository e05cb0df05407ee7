//! Problems of packs, with file, line and a caret under the exact characters.
use crate::diagnostic::{Diagnostics, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// Every problem as a message with its source lines. Carets are right under Chinese.
pub fn render(diagnostics: &Diagnostics, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for item in &diagnostics.items {
        let level = if item.severity == Severity::Error { Level::ERROR } else { Level::WARNING.with_name("lint") };
        let mut group = Group::with_title(level.primary_title(&item.message).id(item.code));
        // The file of the primary place comes first: its line is the one that `-->` names.
        let primary = item.labels.first().map_or(0, |label| label.file);
        let mut files: Vec<_> = diagnostics.files.iter().enumerate().collect();
        files.sort_by_key(|&(file, _)| file != primary);
        for (file, source) in files {
            let labels = item.labels.iter().enumerate().filter(|(_, label)| label.file == file);
            let annotations: Vec<_> = labels
                .map(|(index, label)| {
                    let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                    // Whoever made the label: a place that begins or ends inside a character cannot be drawn.
                    let end = source.text.ceil_char_boundary(label.end);
                    let annotation = kind.span(source.text.floor_char_boundary(label.start.min(end))..end);
                    if label.text.is_empty() { annotation } else { annotation.label(&label.text) }
                })
                .collect();
            if !annotations.is_empty() {
                group = group.element(Snippet::source(&*source.text).path(&source.name).annotations(annotations));
            }
        }
        if !item.help.is_empty() {
            group = group.element(Level::HELP.message(&item.help));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Label, SourceFile};

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
    fn the_primary_place_comes_first() {
        let text = shown(vec![label(1, 4, 7), label(0, 0, 3)]);
        assert!(text.contains("--> b.toml:1:5") && text.contains("::: a.toml:1:1"), "{text}");
    }
}
