//! What programs read: every format of a verdict is well formed, and its places quote the text.
#![cfg(feature = "cli")]

use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// Texts with characters of one to four bytes before what is found, and with what tables and logs must escape.
const TEXTS: &[&str] = &[
    "各国流量卡批发，找我，TG：@lumo_cards8",
    "💪💪 SIM cards,\r\n\"wholesale\" é\u{301}\n要的找我 ＴＧ：@Lumo_Cards8 💪 流量卡",
    "午后天晴了\t\u{202e}，\u{0}去河边",
    "",
    "call now 1-833-555-0142, SIM cards for every country",
];

/// What the program writes of this input, by the rules of the cases.
fn written(args: &[&str], input: &[u8]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adsift"));
    command.args(args).args(["--no-builtin", "--pack", "tests/cmd/packs/shop"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input).expect("all is read");
    String::from_utf8(child.wait_with_output().expect("the program ends").stdout).expect("UTF-8")
}

fn records() -> String {
    let record = |(id, text)| serde_json::json!({ "id": format!("r{id}"), "text": text, "title": "流量卡💪" }).to_string() + "\n";
    TEXTS.iter().enumerate().map(record).collect()
}

/// The part of a text between two places in a unit, as the language that counts so takes it.
fn slice(text: &str, unit: &str, start: usize, end: usize) -> String {
    match unit {
        "byte" => text[start..end].to_owned(),
        "char" => text.chars().skip(start).take(end - start).collect(),
        _ => String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[start..end]).expect("whole characters"),
    }
}

fn place(value: &Value) -> usize {
    value.as_u64().and_then(|place| usize::try_from(place).ok()).expect("a place")
}

#[test]
fn places_quote_the_text_in_every_unit() {
    for command in ["scan", "explain", "contacts"] {
        for unit in ["byte", "char", "utf16"] {
            let args = [command, "--input", "jsonl", "--format", "jsonl", "--field", "title=title", "--field", "text", "--offsets", unit];
            let answers = written(&args, records().as_bytes());
            assert_eq!(answers.lines().count(), TEXTS.len());
            let mut seen = 0;
            for (answer, text) in answers.lines().zip(TEXTS) {
                let answer: Value = serde_json::from_str(answer).expect("JSON");
                assert_eq!(answer.get("offsets").is_some(), unit != "byte");
                let of = |field: &Value| if field == "title" { "流量卡💪" } else { text };
                for found in [&answer["hits"], &answer["contacts"]].into_iter().filter_map(Value::as_array).flatten() {
                    let quote = slice(of(&found["field"]), unit, place(&found["start"]), place(&found["end"]));
                    assert_eq!(found["text"], *quote);
                    for also in found.get("also").and_then(Value::as_array).into_iter().flatten() {
                        assert!(!slice(of(&also[2]), unit, place(&also[0]), place(&also[1])).is_empty());
                        seen += 1;
                    }
                    seen += 1;
                }
            }
            assert!(seen > 2, "{command} finds something");
        }
    }
}

/// The types are made from the schema of the standard: whatever they do not know, or miss, changes on the way.
fn sound(log: &str) -> Value {
    let typed: serde_sarif::sarif::Sarif = serde_json::from_str(log).expect("a log that has all it must");
    let (back, value) = (serde_json::to_value(typed).expect("a value"), serde_json::from_str::<Value>(log).expect("JSON"));
    assert_eq!(back, value, "nothing is unknown to the standard");
    value
}

#[test]
fn a_log_is_what_the_standard_says() {
    let text = "\u{feff}午后天晴了\n💪 ＴＧ：@Lumo_Cards8，各国流量卡批发\n找我\n";
    for (args, input, results) in [
        (&["--input", "jsonl"][..], format!("{}{{\n{{}}\n", records()).into_bytes(), 12),
        (&["--input", "lines"], TEXTS.join("\n").into_bytes(), 0),
        (&[], text.as_bytes().to_vec(), 4),
        (&[], b"\xff".to_vec(), 0),
        (&[], Vec::new(), 0),
    ] {
        let log = sound(&written(&[&["--format", "sarif"][..], args].concat(), &input));
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        let found = run["results"].as_array().expect("results");
        assert!(found.len() >= results, "{args:?} gives {}", found.len());
        for result in found {
            assert_eq!(rules[place(&result["ruleIndex"])]["id"], result["ruleId"]);
            assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].is_u64());
        }
        let unread = run["invocations"][0]["toolExecutionNotifications"].as_array().expect("notifications");
        assert_eq!(unread.len(), if args.ends_with(&["jsonl"]) { 2 } else { 0 });
        assert_eq!(run["invocations"][0]["executionSuccessful"], unread.is_empty());
    }
}

#[test]
fn regions_are_counted_in_lines_columns_and_bytes() {
    let text = "午后天晴了\n💪 ＴＧ：@Lumo_Cards8，各国流量卡批发\n找我\n";
    let log = sound(&written(&["--format", "sarif"], text.as_bytes()));
    let channel = log["runs"][0]["results"].as_array().expect("results").iter().find(|result| result["ruleId"] == "shop.channel");
    let region = &channel.expect("the channel")["locations"][0]["physicalLocation"]["region"];
    let counted = ["startLine", "startColumn", "endLine", "endColumn", "byteOffset", "byteLength"].map(|key| place(&region[key]));
    assert_eq!(counted, [2, 4, 2, 19, 21, 21], "{region}");
    assert_eq!(&text[counted[4]..counted[4] + counted[5]], region["snippet"]["text"].as_str().expect("a snippet"));
}

/// No case file can hold a zero byte.
#[test]
fn names_of_files_may_end_with_a_zero_byte() {
    assert_eq!(written(&["-l0", "tests/cmd/texts"], b""), "tests/cmd/texts/cards.md\0tests/cmd/texts/inner/calls.txt\0");
    assert!(written(&["-c0", "tests/cmd/texts"], b"").starts_with("tests/cmd/texts/cards.md\x001\n"));
}
