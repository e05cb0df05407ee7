//! Does a text that was made to be slow stay fast, and does ten times as much of it take ten times as long?
mod shared;

use adsift::RuleSet;
use shared::table::{Table, figure, figure_or_dash};
use shared::timing;
use std::time::Duration;

const QUESTION: &str = "Texts of one thing over and over, as one text of 1 MB (100 kB with `--quick`). `ten times` is how much longer one \
    of ten times the size takes: 10 is linear.";
/// A text that takes longer than this at its first size is not judged at ten times the size: nobody would wait for it.
const PATIENCE: Duration = Duration::from_secs(6);

/// The kinds of hostile texts, each with what it is made of.
const KINDS: &[(&str, &[&str])] = &[
    ("only cues", &["微信", "电报", "qq", "telegram ", "wx", "whatsapp:", "加v", "tg@", "联系", "line id "]),
    ("only digits", &["1", "38", "005", "7152", "90"]),
    ("digits with separators", &["1", " 3", "-8", ".0", "(0", ")5", "+7"]),
    ("only homoglyphs", &["tеlеgrаm", "whаtsарр", "wеchаt", "ѕіm", "сagd", " "]),
    ("only entities", &["&#24494;", "&#x4fe1;", "&#84;", "&amp;", "&#71;", "%E5%BE%AE", "&lt;"]),
    ("加V repeated", &["加V"]),
    ("combining marks", &["T\u{336}", "G\u{336}\u{335}", "微\u{338}", "\u{300}\u{301}\u{302}"]),
    ("only separators", &["-", " ", "*", "_", "·", "\n", "."]),
    ("one character a line", &["微\n", "信\n", "l\n", "8\n"]),
    ("only markup", &["<b>", "</b>", "<!-- -->", "**", "[](", ")", "<i"]),
    ("only handles", &["@lumo_cards8 ", "t.me/lumo8 ", "lumo@example.org ", "+8613800571500 "]),
];

fn text(parts: &[&str], bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 16);
    // Steps of 7 meet every part, for none of the lists has 7 or 14 parts, and a list of one has no order.
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(parts[number * 7 % parts.len()]);
        if number % 31 == 30 {
            text.push_str(parts[number / 31 % parts.len()]);
        }
    }
    text
}

fn main() {
    let size = if timing::quick() { 100_000 } else { 1_000_000 };
    let rules = RuleSet::builtin();
    let mut scanner = rules.scanner();
    let mut table = Table::new(&["text", "MB/s", "ten times", "hits", "contacts"]);
    for (name, parts) in KINDS {
        let (small, large) = (text(parts, size), text(parts, 10 * size));
        let mut found = (0, 0);
        let mut judge = |text: &str| {
            timing::cpu(|| {
                let verdict = scanner.scan(text);
                found = (verdict.hits().len(), verdict.contacts().len());
            })
        };
        let first = judge(&small);
        let times = if first > PATIENCE { vec![first] } else { (0..3).map(|_| judge(&small)).collect() };
        let one = timing::median(times);
        let ten = (one <= PATIENCE).then(|| judge(&large).as_secs_f64() / one.as_secs_f64());
        table.row(&[
            (*name).to_owned(),
            figure(timing::rate(small.len(), one)),
            figure_or_dash(ten),
            found.0.to_string(),
            found.1.to_string(),
        ]);
    }
    table.print("Hostile texts", QUESTION);
}
