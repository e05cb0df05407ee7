//! Commands over one text: `explain` and `normalize`.
use super::args::{Common, InputKind, NormalizeArgs, OneArgs};
use super::exit::Exit;
use super::input::Pieces;
use super::output::{Output, note, note_path, width};
use super::record::decode;
use super::run::rule_set;
use super::work::replacement;
use crate::report::{Human, escape, escape_lines};
use crate::scan::Scanner;
use crate::text::{ViewBuffer, trace};
use std::borrow::Cow;
use std::io;
use std::path::Path;

/// Shows everything: what counted, what did not, the contacts, the sum, what the levels ask for.
pub(super) fn explain(common: &Common, args: &OneArgs) -> io::Result<Exit> {
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let Some((name, text)) = read(args) else { return Ok(Exit::Error) };
    let mut scanner = Scanner::thorough(rules);
    let mut output = Output::human(common.color);
    output.write(&Human { width: width(), full: true }.report(&name, &scanner.scan(&text)))?;
    output.flush()?;
    Ok(Exit::Nothing)
}

/// Writes the text as the rules see it, or how it became so.
pub(super) fn normalize(args: &NormalizeArgs) -> io::Result<Exit> {
    let Some((_, text)) = read(&args.one) else { return Ok(Exit::Error) };
    let mut output = Output::raw();
    if args.trace {
        for change in trace(&text) {
            let (before, after) = (escape(&text[change.span.range()]).text, escape(&change.after).text);
            let place = format!("{}..{}", change.span.start, change.span.end);
            output.write(&format!("{:<12}{place:<12}\u{201c}{before}\u{201d} -> \u{201c}{after}\u{201d}\n", change.step))?;
        }
    } else {
        output.write(&shown(ViewBuffer::default().view(&text).0, Output::is_terminal()))?;
    }
    output.flush()?;
    Ok(Exit::Nothing)
}

/// A view as it is written: as it is for programs, harmless on a terminal, which obeys control characters.
fn shown(view: &str, terminal: bool) -> Cow<'_, str> {
    if terminal { Cow::Owned(escape_lines(view)) } else { Cow::Borrowed(view) }
}

/// The text with its name. What is wrong is told on standard error.
fn read(args: &OneArgs) -> Option<(String, String)> {
    let path = args.path.as_deref().filter(|path| path.as_os_str() != "-");
    match Pieces::open(path, InputKind::Text).and_then(|mut pieces| pieces.next()) {
        Ok(piece) => {
            let piece = piece?;
            let (text, replaced) = decode(piece.bytes.ok()?);
            replacement(&piece.name, replaced).iter().for_each(|remark| note(remark));
            Some((piece.name, text))
        }
        Err(error) => {
            note_path(path.unwrap_or(Path::new("standard input")), &error);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_terminal_is_not_told_to_act() {
        let view = "a\u{1b}[2J\tb\n";
        assert_eq!(shown(view, false), view);
        assert_eq!(shown(view, true), "a\\u{1b}[2J\tb\n");
    }
}
