//! What promoters write, and what must be read from it: tables of texts by evasion class and by channel.
//!
//! A row's marks `⟦⟧` stand round each value as it is written. The contact that is found must cover the mark and begin or
//! end with it: the label may belong to its span, the rest of the sentence may not.
use adsift::{RuleSet, Scanner};
use std::collections::BTreeMap;
use std::fs;

struct Row {
    class: String,
    text: String,
    /// Kind and value with the bytes of the mark; several contacts may share one mark.
    contacts: Vec<(String, (usize, usize))>,
    /// Points to a profile instead.
    profile: bool,
}

/// Undoes `\n`, `\t`, `\\`, `\u{...}`, with which the tables write what cannot be seen.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(hex) = rest.strip_prefix("u{") {
            let end = hex.find('}').expect("a closing brace");
            let code = u32::from_str_radix(&hex[..end], 16).expect("a code point");
            out.push(char::from_u32(code).expect("a character"));
            rest = &hex[end + 1..];
        } else {
            out.push(match rest.chars().next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('\\') => '\\',
                other => panic!("unknown escape {other:?} in {text}"),
            });
            rest = &rest[1..];
        }
    }
    out + rest
}

fn rows(name: &str) -> Vec<Row> {
    let table = fs::read_to_string(format!("tests/contacts/{name}")).expect("a table");
    table.lines().skip(2).filter(|line| !line.is_empty()).map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split('\t').collect();
    let marked = unescaped(cells[1]);
    let mut text = String::new();
    let mut marks = Vec::new();
    for part in marked.split_inclusive(['⟦', '⟧']) {
        let plain = part.trim_end_matches(['⟦', '⟧']);
        text.push_str(plain);
        if part.ends_with('⟦') {
            marks.push((text.len(), text.len()));
        } else if part.ends_with('⟧') {
            marks.last_mut().expect("an opening mark").1 = text.len();
        }
    }
    let wanted: Vec<&str> = cells.get(2).copied().unwrap_or("-").split(' ').filter(|cell| *cell != "-" && *cell != "profile").collect();
    let shared = marks.len() < wanted.len();
    let contacts =
        wanted.iter().enumerate().map(|(index, contact)| ((*contact).to_owned(), marks[if shared { 0 } else { index }])).collect();
    Row { class: cells[0].to_owned(), text, contacts, profile: cells.get(2) == Some(&"profile") }
}

/// What is wrong with what was found, or nothing.
fn fault(scanner: &mut Scanner, row: &Row) -> Option<String> {
    let verdict = scanner.scan(&row.text);
    let found: Vec<(String, (usize, usize))> =
        verdict.contacts().iter().map(|c| (format!("{}:{}", c.kind, c.value), (c.span.start, c.span.end))).collect();
    if row.profile {
        let pointed = verdict.hits().iter().any(|hit| verdict.rule(hit).id() == "contact-channels.profile-pointer");
        return (!pointed || !found.is_empty()).then(|| format!("pointer {pointed}, contacts {found:?}"));
    }
    let fits = |(value, mark): &(String, (usize, usize)), (found, span): &(String, (usize, usize))| {
        let covers = span.0 <= mark.0 && mark.1 <= span.1;
        // Signs that turn text around belong to the span of what they turn.
        value == found && covers && (mark.0 - span.0 <= 4 || span.1 - mark.1 <= 4)
    };
    let missing = row.contacts.iter().any(|wanted| !found.iter().any(|found| fits(wanted, found)));
    let surplus = found.iter().any(|(value, _)| !row.contacts.iter().any(|(wanted, _)| wanted == value));
    (missing || surplus).then(|| format!("found {found:?}"))
}

fn check(tables: &[&str], fewest: usize) {
    let mut scanner = RuleSet::builtin().scanner();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in tables.iter().flat_map(|table| rows(table)) {
        let fault = fault(&mut scanner, &row);
        let count = counts.entry(row.class.clone()).or_default();
        count.0 += usize::from(fault.is_none() && (!row.contacts.is_empty() || row.profile));
        count.1 += 1;
        wrong.extend(fault.map(|fault| format!("{}: {:?}\n    wanted {:?}\n    {fault}", row.class, row.text, row.contacts)));
    }
    let few: Vec<_> = counts.iter().filter(|(_, (sound, _))| *sound < fewest).collect();
    assert!(
        wrong.is_empty() && few.is_empty(),
        "{}\n{} rows are wrong; by class {counts:?}; too few {few:?}",
        wrong.join("\n"),
        wrong.len()
    );
}

#[test]
fn each_evasion_class_is_undone() {
    check(&["evasions-1.tsv", "evasions-2.tsv", "evasions-3.tsv"], 8);
}

#[test]
fn each_channel_is_read() {
    check(&["channels.tsv"], 7);
}

#[test]
fn look_alikes_of_each_channel_give_nothing() {
    check(&["look-alikes.tsv"], 0);
}
