//! `adsift normalize`: texts as the rules see them, or how they became so.
use super::args::{InputKind, NormalizeArgs};
use super::exit::Exit;
use super::output::{Output, note};
use super::read::{Record, Texts};
use super::work::{Read, each};
use crate::report::{escape, escape_lines, line};
use crate::scan::Field;
use crate::span::Span;
use crate::text::{Change, ViewBuffer, trace};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

/// Writes the texts as the rules see them, or how they became so: of a record a record, of a text its view.
pub(super) fn normalize(args: &NormalizeArgs) -> io::Result<Exit> {
    let output = std::cell::RefCell::new(Output::raw());
    let lines = args.input.input == InputKind::Lines;
    // A single text is written as it is, so that programs can go on with it.
    let headings = if lines { args.trace } else { args.input.holds_several() };
    let read = |view: &mut ViewBuffer, read: Read<'_>| match read {
        Ok(record) if record.form.has_fields() => Ok(json_line(record, args.trace, view)),
        Ok(record) => {
            let Texts::One(text) = &record.texts else { return Ok(String::new()) };
            let page = Shown::of(text, record.html);
            let mut shown = match args.trace {
                true => changes(&page),
                false => for_terminal(view.view(&page.text).0, Output::is_terminal()).into_owned(),
            };
            if lines && !args.trace {
                shown.push('\n');
            }
            if headings && !(lines && shown.is_empty()) {
                shown = format!("==> {} <==\n{shown}", escape(&record.id).text);
            }
            Ok(shown)
        }
        Err(failed) if failed.form.has_fields() => Err((line(&failed.record()) + "\n", true)),
        Err(failed) => Err((failed.note(), false)),
    };
    let (mut exit, mut first) = (Exit::Nothing, true);
    let write = |said: Result<String, (String, bool)>| {
        exit = if said.is_err() { Exit::Error } else { exit };
        match said {
            Ok(text) | Err((text, true)) => {
                if text.starts_with("==> ") && !first {
                    output.borrow_mut().write("\n")?;
                }
                first &= text.is_empty();
                output.borrow_mut().write(&text)
            }
            Err((text, false)) => {
                note(&text);
                Ok(())
            }
        }
    };
    let ended = each(&args.input, ViewBuffer::default, read, write, || output.borrow_mut().flush())?;
    output.into_inner().flush()?;
    Ok(exit.or(ended))
}

/// A record of the id and the views, or of the changes, of its texts.
fn json_line(record: &Record<'_>, changes: bool, view: &mut ViewBuffer) -> String {
    let texts: Vec<(Option<Field>, &str)> = match &record.texts {
        Texts::One(text) => vec![(None, text)],
        Texts::Fields(fields) => fields.iter().map(|(field, text)| (Some(*field), text.as_ref())).collect(),
    };
    if changes {
        let changes = texts.iter().flat_map(|&(field, text)| json_changes(field, &Shown::of(text, record.html))).collect();
        return line(&ChangesJson { id: &record.id, changes }) + "\n";
    }
    let views = texts
        .into_iter()
        .map(|(field, text)| (field.map_or("text", Field::name), view.view(&Shown::of(text, record.html).text).0.to_owned()));
    line(&ViewsJson { id: &record.id, views: views.collect() }) + "\n"
}

/// A record with the views in place of its texts.
struct ViewsJson<'a> {
    id: &'a str,
    views: Vec<(&'static str, String)>,
}

impl Serialize for ViewsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id)?;
        self.views.iter().try_for_each(|(field, view)| map.serialize_entry(field, view))?;
        map.end()
    }
}

#[derive(Serialize)]
struct ChangesJson<'a> {
    id: &'a str,
    changes: Vec<ChangeJson>,
}

#[derive(Serialize)]
struct ChangeJson {
    step: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Field>,
    start: usize,
    end: usize,
    text: String,
    became: String,
}

fn json_changes(field: Option<Field>, page: &Shown<'_>) -> Vec<ChangeJson> {
    let changes = page.changes().map(|change| {
        let (start, end) = (change.span.start, change.span.end);
        ChangeJson { step: change.step, field, start, end, text: page.source[start..end].to_owned(), became: change.after }
    });
    changes.collect()
}

/// One line a change.
fn changes(page: &Shown<'_>) -> String {
    let mut out = String::new();
    for change in page.changes() {
        let (before, after) = (escape(&page.source[change.span.range()]).text, escape(&change.after).text);
        let place = format!("{}..{}", change.span.start, change.span.end);
        let _ = writeln!(out, "{:<12}{place:<12}\u{201c}{before}\u{201d} -> \u{201c}{after}\u{201d}", change.step);
    }
    out
}

/// What is judged of a text: all of it, or what it shows as a page.
pub(super) struct Shown<'a> {
    source: &'a str,
    pub text: Cow<'a, str>,
    #[cfg(feature = "markup")]
    page: Option<crate::text::Page>,
}

impl<'a> Shown<'a> {
    #[cfg(feature = "markup")]
    pub fn of(source: &'a str, html: bool) -> Self {
        let mut page = html.then(|| crate::text::Page::read(source));
        let text = page.as_mut().map_or(Cow::Borrowed(source), |page| Cow::Owned(std::mem::take(&mut page.text)));
        Shown { source, text, page }
    }

    #[cfg(not(feature = "markup"))]
    pub fn of(source: &'a str, _: bool) -> Self {
        Shown { source, text: Cow::Borrowed(source) }
    }

    /// What the steps changed, at its place in the source.
    fn changes(&self) -> impl Iterator<Item = Change> {
        trace(&self.text).into_iter().map(|change| Change { span: self.in_source(change.span), ..change })
    }

    #[cfg(feature = "markup")]
    fn in_source(&self, span: Span) -> Span {
        self.page.as_ref().map_or(span, |page| page.to_source(span))
    }

    #[cfg(not(feature = "markup"))]
    fn in_source(&self, span: Span) -> Span {
        span
    }
}

/// A view as it is written: as it is for programs, harmless on a terminal, which obeys control characters.
fn for_terminal(view: &str, terminal: bool) -> Cow<'_, str> {
    if terminal { Cow::Owned(escape_lines(view)) } else { Cow::Borrowed(view) }
}

#[cfg(test)]
mod tests {
    use super::for_terminal;

    #[test]
    fn a_terminal_is_not_told_to_act() {
        let view = "a\u{1b}[2J\tb\n";
        assert_eq!(for_terminal(view, false), view);
        assert_eq!(for_terminal(view, true), "a\\u{1b}[2J\tb\n");
    }
}
