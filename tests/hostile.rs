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

/// All are judged; what is listed has both ends, and every value before any repeat.
#[test]
fn a_thousand_contacts_hide_none() {
    let mut scanner = RuleSet::builtin().scanner();
    let limit = adsift::CONTACT_LIMIT;
    // One value again and again, with others at the beginning, in the middle and at the end.
    let many = "TG：@lumo_many\n".repeat(limit);
    let text = format!("TG：@lumo_first\n{many}TG：@lumo_middle\n{many}TG：@lumo_last\n");
    let verdict = scanner.scan(&text);
    assert_eq!((verdict.contacts().len(), verdict.contacts_left_out()), (limit, limit + 3));
    for value in ["lumo_first", "lumo_middle", "lumo_last"] {
        assert!(verdict.contacts().iter().any(|contact| contact.value == value), "{value}");
    }
    assert!(verdict.contacts().is_sorted_by_key(|contact| contact.span));
    // Distinct ones: the first and the last half.
    let text: String = (0..limit + 100).map(|number| format!("TG：@lumo_{number}\n")).collect();
    let verdict = scanner.scan(&text);
    assert_eq!((verdict.contacts().len(), verdict.contacts_left_out()), (limit, 100));
    let is_there = |number: usize| verdict.contacts().iter().any(|contact| contact.value == format!("lumo_{number}"));
    assert!(is_there(0) && is_there(limit + 99) && is_there(limit / 2 - 1) && !is_there(limit / 2 + 50));
}

/// No text is too long to be judged: of one past the limit of the library both ends are, and their places are the text's.
#[test]
fn a_text_past_the_limit_is_judged_at_both_ends() {
    let line = "Nothing is said here.\n";
    let text = format!("TG：@lumo_first\n{}TG：@lumo_last\n", line.repeat((64 << 20) / line.len() + 1));
    let mut scanner = RuleSet::builtin().scanner();
    let verdict = scanner.scan(&text);
    assert!(verdict.truncated());
    let found: Vec<(&str, &str)> = verdict.contacts().iter().map(|contact| (contact.value.as_str(), &text[contact.span.range()])).collect();
    assert_eq!(found, [("lumo_first", "TG：@lumo_first"), ("lumo_last", "TG：@lumo_last")]);
}

/// Packs made to cost are told what is wrong with them: in ten seconds of one core and 500 MB, or in three times as long
/// where the compiler has not been asked to make anything fast.
#[cfg(all(unix, feature = "cli"))]
#[test]
fn hostile_packs_are_compiled_or_refused_in_time() {
    use std::process::{Command, Stdio};
    use wait4::Wait4;
    let rules = |count: usize, rule: &dyn Fn(usize) -> String| (0..count).map(rule).collect::<String>();
    let facts = |count| rules(count, &|rule| format!("[[literal]]\nid=\"f{rule}\"\nany=[\"卡{rule}\"]\n"));
    let composite = |when: &str| format!("[[composite]]\nid=\"z\"\nwhen=\"{when}\"\n");
    let packs: Vec<(&str, String)> = vec![
        ("regexes", rules(20_000, &|rule| format!("[[regex]]\nid=\"r{rule}\"\npattern='[a-z0-9]{{4000}}{rule}'\n"))),
        ("regexes that are too large", rules(20_000, &|rule| format!("[[regex]]\nid=\"r{rule}\"\npattern='(?:.{{999}}){{999}}'\n"))),
        ("brackets", format!("[[regex]]\nid=\"r\"\npattern='{}'\n", "(".repeat(1_000_000))),
        ("repeats", format!("[[regex]]\nid=\"r\"\npattern='{}'\n", "(?:a{50}){50}".repeat(50_000))),
        ("members", facts(5_000) + &composite(&vec!["any of p.*"; 100_000].join(" or "))),
        ("composites", facts(5_000) + &rules(15_000, &|rule| format!("[[composite]]\nid=\"c{rule}\"\nwhen=\"2 of p.f*\"\n"))),
        ("unknown names", facts(15_000) + &composite(&vec!["nobody"; 200_000].join(" or "))),
        ("depth", facts(1) + &composite(&"not ".repeat(500_000))),
        ("tables", "[a]\n".repeat(500_000)),
        ("nested lists", format!("x = {}", "[".repeat(2_000_000))),
        ("dotted keys", format!("{}x = 1", "a.".repeat(1_000_000))),
        ("unknown keys", format!("[[literal]]\nid=\"l\"\nany=[\"卡片\"]\n{}", rules(200_000, &|key| format!("k{key}=1\n")))),
        ("nested literals", format!("[[literal]]\nid=\"l\"\nany=[{}]\n", rules(8_000, &|at| format!("\"{}\",", "a".repeat(at % 480 + 1))))),
        ("examples", format!("[[literal]]\nid=\"l\"\nany=[\"卡片\"]\nhits=[{}]\n", rules(100_000, &|at| format!("\"⟦卡片⟧{at}\",")))),
        ("layers", facts(10_000) + "[override]\n" + &rules(80_000, &|at| format!("\"p.f*{}\"=1.0\n", "*".repeat(at % 7)))),
        ("disable", format!("disable=[{}]\n{}", "\"p.*\",".repeat(300_000), facts(10_000))),
    ];
    for (name, rest) in packs {
        let path = std::env::temp_dir().join(format!("adsift-hostile-{}.toml", std::process::id()));
        std::fs::write(&path, format!("[pack]\nid=\"p\"\nformat=1\n{rest}")).expect("a pack");
        let mut command = Command::new(env!("CARGO_BIN_EXE_adsift"));
        command.args(["rules", "check"]).arg(&path).stdout(Stdio::null()).stderr(Stdio::null());
        let used = command.spawn().expect("the program runs").wait4().expect("it ends");
        let (seconds, memory) = (used.rusage.utime.as_secs() + used.rusage.stime.as_secs(), used.rusage.maxrss / 1_000_000);
        assert!(matches!(used.status.code(), Some(0 | 2)), "{name} is compiled or refused");
        assert!(seconds < if cfg!(debug_assertions) { 30 } else { 10 }, "{name} takes {seconds} s");
        assert!(memory < 500, "{name} takes {memory} MB");
        std::fs::remove_file(path).expect("it is there");
    }
}
