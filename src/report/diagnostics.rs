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
        for (file, source) in diagnostics.files.iter().enumerate() {
            let labels = item.labels.iter().enumerate().filter(|(_, label)| label.file == file);
            let annotations: Vec<_> = labels
                .map(|(index, label)| {
                    let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                    let end = label.end.min(source.text.len());
                    let annotation = kind.span(label.start.min(end)..end);
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
