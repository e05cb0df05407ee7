//! Texts made to cost: one megabyte of each. Nothing is timed; work that grew with the square of the text would not end
//! while anybody waits, and counts that a text can drive up stay bounded.
use adsift::RuleSet;

const SIZE: usize = 1_000_000;

/// What is repeated, each for one part of the machine.
const UNITS: &[&str] = &[
    "加V",
    "微信：",
    "qq1",
    "tg@",
    "@a",
    "a@b.example ",
    "1",
    "13800571500 ",
    "+1",
    "(",
    "一三八〇",
    "a b ",
    "a\n",
    "&amp;amp;#64;",
    "<!--",
    "<span hidden>",
    "点me",
    "base64 QUJDREVGR0hJSktM ",
    "倒着看：abcdef_1",
    "\u{202e}abc",
    "аb",
    "🇻",
    "%e4%bd%a0 ",
    "?ref=a",
    "https://t.me/abcdef",
    "`",
    "```\n",
    "# 微信：lumo_88\n",
    "说：“批发”",
    "\"",
    "批发 现货 ",
    "TG：@lumo_cards8 ",
];

#[test]
fn a_megabyte_of_anything_is_judged() {
    let mut scanner = RuleSet::builtin().scanner();
    for unit in UNITS {
        let text = unit.repeat(SIZE / unit.len());
        let verdict = scanner.scan(&text);
        assert!(verdict.hits().iter().all(|hit| hit.also.len() <= 16), "{unit}");
        assert!(verdict.contacts().iter().all(|contact| contact.span.len() < 3_000), "{unit}");
    }
}

#[test]
fn a_hundred_thousand_marks_on_one_letter_are_one_letter() {
    let marks = "\u{336}".repeat(100_000);
    let text = format!("T{marks}G{marks}：@lumo_cards8");
    let mut scanner = RuleSet::builtin().scanner();
    let verdict = scanner.scan(&text);
    assert_eq!(verdict.contacts()[0].value, "lumo_cards8");
}

#[test]
fn decoding_stops_after_its_rounds() {
    // Escaped twice is undone, escaped three times is left alone; so is a tag inside a tag.
    for (text, view) in [("&amp;#64;", "@"), ("&amp;amp;#64;", "&#64;"), ("%2540", "@"), ("%252540", "%40"), ("<<b>b>x", "<b>x")] {
        assert_eq!(adsift::folded(text), view);
    }
}
