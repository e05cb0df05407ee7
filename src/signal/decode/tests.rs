//! What each decoder makes of each byte: a table of texts, with what must stay beside what must be read.
use super::{base64, numeral, reversed, separated, spoken, vertical};
use crate::span::Span;
use crate::text::Local;
use crate::text::chart::Chart;

const TABLE: &str = include_str!("../../../tests/contacts/decoded.tsv");
/// What stands before a zone: its places are those of the whole.
const CUE: &str = "加微信";

/// A decoded text with where it begins.
fn placed(local: &Local, outer: &str) -> String {
    let start = local.outer(Span::new(0, 1)).start;
    format!("{start}: {}", local.told(outer, start))
}

/// Of text that is turned around: where it lies, and how it reads.
fn turned(local: &Local) -> String {
    let span = local.outer(Span::new(0, local.text().len()));
    format!("{}..{} {}", span.start, span.end, local.text())
}

/// What a decoder reads, `-` where it reads nothing.
fn read(decoder: &str, marked: &str) -> String {
    let gate = marked.find('⟦').unwrap_or(0)..marked.find('⟧').map_or(0, |end| end - '⟦'.len_utf8());
    let text = marked.replace(['⟦', '⟧'], "");
    let whole = format!("{CUE}{text}");
    let behind = |local: Option<Local>| local.map(|local| local.told(&whole, CUE.len()));
    let all = |found: Vec<String>| (!found.is_empty()).then(|| found.join(" | "));
    let found = match decoder {
        "spoken" => {
            let mut local = Local::default();
            spoken::rewrite(&text, CUE.len(), &mut local);
            Some(local.told(&whole, CUE.len()))
        }
        "address" => Some(placed(&spoken::address(&text, gate.start), &text)),
        "name" => behind(spoken::name(&text, CUE.len())),
        "joined" => behind(separated::begins(&text).and_then(|at| separated::joined(&text, CUE.len(), at))),
        "runs" => {
            let runs = separated::runs(&text, &Chart::of(&text));
            all(runs.iter().map(|run| format!("{}..{} {}", run.start, run.end, run.text)).collect())
        }
        "digits" => behind(numeral::digits(&text, CUE.len())),
        "digits-before" => numeral::digits_before(&text, gate.start).map(|local| placed(&local, &text)),
        "in-name" => behind(numeral::in_name(&text, CUE.len())),
        "vertical" => behind(vertical::joined(&text, CUE.len())),
        "columns" => {
            let mut found = Vec::new();
            vertical::columns(&text, &Chart::of(&text), |local| found.push(placed(local, &text)));
            all(found)
        }
        "base64" => {
            let view = text.to_ascii_lowercase();
            let found = base64::encoded(&view, 0, |start, end| text[start..end].to_owned());
            all(found.iter().map(|local| placed(local, &view)).collect())
        }
        "reversed-line" => reversed::reversed_line(&text, gate.start).map(|local| turned(&local)),
        "reversed-value" => reversed::reversed_value(&text, gate.end).map(|local| turned(&local)),
        other => panic!("unknown decoder {other}"),
    };
    found.unwrap_or_else(|| "-".to_owned())
}

#[test]
fn decoders_read_what_is_hidden_and_leave_the_rest() {
    let mut otherwise = String::new();
    for line in TABLE.lines().skip(2) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [decoder, text, wanted] = cells[..] else { panic!("three cells: {line}") };
        let found = read(decoder, &text.replace("\\n", "\n")).replace('\n', "\\n");
        if found != wanted {
            otherwise += &format!("{decoder}\t{text}\t{found}\n");
        }
    }
    assert!(otherwise.is_empty(), "these rows are read otherwise than the table says:\n{otherwise}");
}

#[test]
fn decoders_look_as_far_as_they_say() {
    // A line of 400 bytes is turned around, one of 401 is not.
    for (length, turns) in [(399, true), (400, true), (401, false)] {
        let view = format!("{}倒着", "a".repeat(length - 6));
        assert_eq!(reversed::reversed_line(&view, length - 6).is_some(), turns, "{length}");
    }
    let view = format!("{}\n倒着{}\n{}", "b".repeat(300), "a".repeat(394), "b".repeat(300));
    assert_eq!(reversed::reversed_line(&view, 301).map(|local| local.text().len()), Some(400));
    // An encoded value begins within 160 bytes of its gate, on both sides.
    for (gap, found) in [(140, 1), (153, 1), (154, 0), (170, 0)] {
        let view = format!("base64{}dc5tzs9rywrhx2rlbw8=", ".".repeat(gap));
        let source = |start: usize, end: usize| view[start..end].replace("dc5tzs9rywrhx2rlbw8=", "dC5tZS9rYWRhX2RlbW8=");
        assert_eq!(base64::encoded(&view, 0, source).len(), found, "{gap} behind");
    }
    for (gap, found) in [(139, 1), (140, 1), (141, 0)] {
        let view = format!("dc5tzs9rywrhx2rlbw8={}base64", ".".repeat(gap));
        let source = |start: usize, end: usize| view[start..end].replace("dc5tzs9rywrhx2rlbw8=", "dC5tZS9rYWRhX2RlbW8=");
        assert_eq!(base64::encoded(&view, view.len() - 6, source).len(), found, "{gap} before");
    }
    // An address reaches 90 bytes each way; a run has at most 64 characters, and the next one begins behind it.
    let view = format!("{} (at) {}", "a".repeat(100), "b".repeat(100));
    let local = spoken::address(&view, 101);
    assert_eq!(local.outer(Span::new(0, local.text().len())), Span::new(11, 191));
    let view = "a ".repeat(200);
    let places: Vec<(usize, usize)> = separated::runs(&view, &Chart::of(&view)).iter().map(|run| (run.start, run.end)).collect();
    assert_eq!(places, [(0, 127), (128, 255), (256, 383), (384, 399)]);
}
