//! `adsift contacts`: only the contacts of texts.
use super::args::{Common, ContactsArgs, ContactsFormat};
use super::count::count;
use super::exit::Exit;
use super::layers::rule_set;
use super::output::{Output, note};
use super::work::{Read, each};
use crate::offsets::Offsets;
use crate::report::{ContactsJson, escape, line};
use crate::scan::{Field, Places, Scanner, Verdict};
use std::fmt::Write as _;
use std::io;

/// Writes the contacts of texts, one a line or one record a line.
pub(super) fn contacts(common: &Common, args: &ContactsArgs) -> io::Result<Exit> {
    if args.count {
        return count(common, args);
    }
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let output = std::cell::RefCell::new(Output::raw());
    let (fields, offsets) = (args.input.names_fields(), args.offsets.offsets.unwrap_or_default().offsets());
    if args.header && args.format == ContactsFormat::Tsv {
        let field = if fields { "field\t" } else { "" };
        output.borrow_mut().write(&format!("id\tkind\tvalue\t{field}start\tend\tclasses\ttext\n"))?;
    }
    let judge = |scanner: &mut Scanner, read: Read<'_>| match (read, args.format) {
        (Ok(record), ContactsFormat::Tsv) => Ok(rows(&record.id, &record.judge(scanner), fields, offsets)),
        (Ok(record), ContactsFormat::Jsonl) => {
            let verdict = record.judge(scanner);
            Ok(line(&ContactsJson { id: &record.id, verdict: &verdict, offsets, reading: &record.reading }) + "\n")
        }
        (Err(failed), ContactsFormat::Tsv) => Err(failed.note()),
        (Err(failed), ContactsFormat::Jsonl) => Err(line(&failed.record())),
    };
    let mut exit = Exit::Nothing;
    let write = |judged: Result<String, String>| match judged {
        Ok(text) => output.borrow_mut().write(&text),
        Err(text) => {
            exit = Exit::Error;
            match args.format {
                ContactsFormat::Tsv => {
                    note(&text);
                    Ok(())
                }
                ContactsFormat::Jsonl => output.borrow_mut().write(&(text + "\n")),
            }
        }
    };
    let read = each(&args.input, || rules.scanner(), judge, write, || output.borrow_mut().flush())?;
    output.into_inner().flush()?;
    Ok(exit.or(read))
}

/// One row a contact: id, kind, value, its field where `fields` are named, start, end, how it was hidden, the text that
/// it stands on.
fn rows(id: &str, verdict: &Verdict<'_>, fields: bool, offsets: Offsets) -> String {
    let places = Places::new(verdict, offsets);
    let cell = |text: &str| escape(&text.replace(['\t', '\n', '\r'], " ")).text;
    let mut rows = String::new();
    for contact in verdict.contacts() {
        let classes = if contact.classes.is_empty() { "-".to_owned() } else { contact.classes.join(",") };
        let ((start, end), text) = (places.of(contact.field, contact.span), cell(verdict.quote_contact(contact)));
        // A text that is no record has no fields, and stands in the same columns.
        let field = if fields { format!("{}\t", contact.field.map_or("-", Field::name)) } else { String::new() };
        let _ = writeln!(rows, "{}\t{}\t{}\t{field}{start}\t{end}\t{classes}\t{text}", cell(id), contact.kind, contact.value);
    }
    rows
}
