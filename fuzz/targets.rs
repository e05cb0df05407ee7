//! What must hold for any bytes: one function each, which panics where it does not.
use crate::chart::Chart;
use crate::find::{Finder, Place, Starts};
use crate::mutate::{Form, Random, WRITTEN};
use crate::packs::{condition, pack};
use adsift::{Field, Level, RuleSet, Scanner, Verdict};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

/// A target with its name, and what it takes.
pub type Target = (&'static str, Form, fn(&[u8]));

/// All of them. Those that cost most come last.
pub const TARGETS: &[Target] = &[
    ("scan", Form::Text, scan),
    ("fields", Form::Text, fields),
    ("contacts", Form::Choices, contacts),
    ("view", Form::Text, view),
    ("finder", Form::Text, finder),
    ("condition", Form::Choices, condition),
    ("pack", Form::Pack, pack),
    ("inputs", Form::Records, inputs),
];

thread_local! {
    static SCANNER: RefCell<Scanner> = RefCell::new(RuleSet::builtin().scanner());
}

thread_local! {
    static REACHED: RefCell<BTreeMap<&'static str, u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// Counts that an input came as far as this: a run whose inputs reach little says little.
pub fn reached(what: &'static str) {
    REACHED.with_borrow_mut(|reached| *reached.entry(what).or_default() += 1);
}

/// What the inputs since the last call reached.
pub fn take_reached() -> BTreeMap<&'static str, u64> {
    REACHED.take()
}

pub fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

pub fn sound(verdict: &Verdict<'_>) {
    assert_eq!(verdict.hits().iter().map(|hit| hit.points).sum::<adsift::Points>(), verdict.score());
    for hit in verdict.hits() {
        assert!(!verdict.quote(hit).is_empty(), "{}", verdict.rule(hit).id());
        assert!(hit.also.iter().all(|also| verdict.text(also.field).get(also.span.range()).is_some()));
    }
    match verdict.level() {
        Level::Clean => {}
        Level::Review => reached("review"),
        Level::Spam => reached("spam"),
    }
    if !verdict.contacts().is_empty() {
        reached("a contact");
    }
    if verdict.contacts().iter().any(|contact| !contact.classes.is_empty()) {
        reached("a hidden contact");
    }
    for contact in verdict.contacts() {
        assert!(!contact.value.is_empty() && !verdict.quote_contact(contact).is_empty(), "{contact:?}");
    }
}

fn scan(bytes: &[u8]) {
    let text = text(bytes);
    SCANNER.with_borrow_mut(|scanner| {
        let first = scanner.scan(&text);
        sound(&first);
        let second = scanner.scan(&text);
        assert_eq!(serde_json::to_string(&first).ok(), serde_json::to_string(&second).ok(), "twice alike");
    });
}

fn fields(bytes: &[u8]) {
    let text = text(bytes);
    let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let (author, body) = rest.split_once('\n').unwrap_or(("", rest));
    SCANNER.with_borrow_mut(|scanner| sound(&scanner.scan_fields(&[(Field::Title, title), (Field::Body, body), (Field::Author, author)])));
}

/// Labels, what may stand behind them, and the alphabets of values: the bytes choose.
const LABELS: &[&str] = &[
    "微信",
    "加V",
    "薇❤",
    "VX",
    "QQ",
    "扣扣",
    "QQ群",
    "TG",
    "电报",
    "telegram",
    "WhatsApp",
    "LINE id",
    "Signal",
    "Skype",
    "Discord",
    "Zalo",
    "Kakao",
    "手机",
    "电话",
    "email",
    "邮箱",
    "t.me/",
    "https://wa.me/",
    "USDT",
    "BTC",
    "ICQ",
    "wxid",
    "Teams",
    "Instagram",
    "X：",
    "call",
    "base64",
    "倒着看",
    "点",
    "",
];
const BETWEEN: &[&str] = &["", " ", "：", ": @", "号是", "➕", "=", "\n", "（", "*", "→", "\u{200b}", "-", "/", " id ", "https://"];
const SIGNS: &[&str] = &[
    "a",
    "b",
    "l",
    "O",
    "Z",
    "_",
    "-",
    ".",
    "@",
    "0",
    "1",
    "8",
    "3",
    "5",
    "+",
    "(",
    ")",
    " ",
    "一",
    "三",
    "〇",
    "零",
    "壹",
    "①",
    "８",
    "Ａ",
    "𝐚",
    "é",
    "а",
    "\u{fe0f}\u{20e3}",
    "\u{336}",
    "点",
    "com",
    ".example",
    "at",
    " dot ",
    "杠",
    "/",
    "?",
    "=",
    "\n",
    "六",
    "拾",
    "four ",
    "double ",
    "seven",
    "🇻",
    "👍",
    "%40",
    "&#56;",
];

/// Values that are whole, before signs are put into them.
const VALUES: &[&str] = &[
    "lumo_cards8",
    "LumoDesk2024",
    "13800571500",
    "2900155512",
    "+44 7700 900321",
    "1-833-555-0142",
    "desk.lumo@mail.example",
    "t.me/lumo_cards8",
    "lumo.example/r?ref=8",
    "lumo点me斜杠cards8",
    "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
    "live:.cid.0123456789abcdef",
];

fn contacts(bytes: &[u8]) {
    let mut all = String::new();
    let mut rest = bytes;
    while let [label, between, length, more @ ..] = rest {
        all.push_str(LABELS[*label as usize % LABELS.len()]);
        all.push_str(BETWEEN[*between as usize % BETWEEN.len()]);
        let (value, next) = more.split_at((*length as usize % 24).min(more.len()));
        // Every other value is a whole one with a few signs in it.
        let whole = VALUES[*length as usize % VALUES.len()];
        match between % 2 == 0 {
            true => {
                let (start, end) = whole.split_at(value.first().map_or(0, |byte| *byte as usize % whole.chars().count()).min(2));
                all.push_str(start);
                value.iter().skip(1).take(*length as usize % 3).for_each(|sign| all.push_str(SIGNS[*sign as usize % SIGNS.len()]));
                all.push_str(end);
            }
            false => value.iter().for_each(|sign| all.push_str(SIGNS[*sign as usize % SIGNS.len()])),
        }
        all.push_str(["\n", " ", "，", ""][*length as usize / 24 % 4]);
        rest = next;
    }
    scan(all.as_bytes());
}

fn view(bytes: &[u8]) {
    let text = text(bytes);
    // Escapes and markup are undone a stated number of times; all else folds to what folds to itself.
    let opens = |c: &char| adsift::folded(&c.to_string()).contains(['&', '%', '\\', '<', '[', '*']);
    let plain: String = text.chars().filter(|c| !opens(c)).collect();
    let once = adsift::folded(&plain).into_owned();
    assert_eq!(adsift::folded(&once), once.as_str(), "{plain:?}");
}

fn finder(bytes: &[u8]) {
    let text = text(bytes);
    // The first line is cut into what is looked for in the rest.
    let (strings, rest) = text.split_once('\n').unwrap_or((&text, &text));
    let mut random = Random(bytes.len() as u64);
    let letters: Vec<char> = strings.chars().take(80).collect();
    let mut strings: Vec<String> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let length = 1 + random.below(6).min(letters.len() - at - 1);
        strings.push(letters[at..at + length].iter().collect());
        at += length;
    }
    let rest: String = rest.chars().take(400).collect();
    let start = |index: usize| if index.is_multiple_of(3) { Starts::Anywhere } else { Starts::Words };
    let wanted: Vec<(&str, Starts)> = strings.iter().enumerate().map(|(index, string)| (string.as_str(), start(index))).collect();
    let finder = Finder::new(&wanted);
    for anywhere in [false, true] {
        let mut found = Vec::new();
        match anywhere {
            true => finder.find_anywhere(&rest, |place| found.push(place)),
            false => finder.find(&rest, &Chart::of(&rest), |place| found.push(place)),
        }
        found.sort_unstable();
        assert_eq!(found, slowly(&wanted, &rest, anywhere), "{wanted:?} in {rest:?}");
    }
}

/// The obvious way: every string at every place.
fn slowly(strings: &[(&str, Starts)], text: &str, anywhere: bool) -> Vec<Place> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    for (string, (wanted, starts)) in strings.iter().enumerate() {
        // White space, in the sense of the finder: bytes up to the space.
        if wanted.bytes().all(|byte| byte <= b' ') {
            continue;
        }
        for start in 0..bytes.len() {
            let in_word = start > 0 && bytes[start - 1].is_ascii_alphanumeric() && bytes[start].is_ascii_alphanumeric();
            if (anywhere || *starts == Starts::Anywhere || !in_word) && bytes[start..].starts_with(wanted.as_bytes()) {
                places.push(Place { string: string as u32, start, end: start + wanted.len() });
            }
        }
    }
    places.sort_unstable();
    places
}

/// Forms of input, as flags, so many times the ways in which records are written: a part of them is written otherwise.
const FORMS: [&[&str]; 3 * WRITTEN] = [
    &["--input", "lines"],
    &["--input", "jsonl"],
    &["--input", "json"],
    &["--input", "csv", "--field", "text"],
    &["--input", "tsv", "--no-header", "--field", "/0"],
    &["--input", "text"],
    &["--input", "lines", "-z"],
    &["--input", "jsonl", "--max-record", "64"],
    &["--input", "json", "--max-record", "64"],
    &["--input", "csv", "--encoding", "big5", "--field", "text"],
    &["--input", "tsv", "--no-header", "--field", "/1"],
    &["--input", "text", "--max-record", "64"],
    &["--input", "lines", "--encoding", "gb18030"],
    &["--input", "jsonl", "--encoding", "gb18030"],
    &["--input", "json", "--field", "text", "--field", "id"],
    &["--input", "csv", "--max-record", "64", "--field", "/0"],
    &["--input", "tsv", "--field", "text"],
    &["--input", "lines", "--encoding", "utf-16le"],
];

fn inputs(bytes: &[u8]) {
    let (form, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let form = FORMS[*form as usize % FORMS.len()];
    for command in [&["scan", "--format", "jsonl"][..], &["filter", "--on-error", "keep", "--only", "clean"]] {
        // A pack that finds nothing here: all that is read passes.
        let rules = ["--no-config", "--no-builtin", "--pack", "tests/cmd/packs/shop"];
        let mut running = Command::new(env!("CARGO_BIN_EXE_adsift"))
            .args([command, &rules, form].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = running.stdin.take().expect("a pipe");
        let _ = stdin.write_all(bytes);
        drop(stdin);
        let output = running.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0..=2)) && !told.contains("panicked"), "{command:?} {form:?}: {told}");
        // What is written for UTF-16 without a mark, and lists or rows that end amid a record, may differ in what parts them.
        let verbatim =
            command[0] == "filter" && output.status.code() == Some(0) && told.starts_with("adsift: ") && told.contains(" 0 left out");
        if verbatim && !output.stdout.is_empty() {
            reached("records that are kept");
        }
        let parted = form.iter().any(|flag| ["json", "utf-16le"].contains(flag));
        assert!(!verbatim || parted || output.stdout == bytes, "{form:?} keeps {:?}", String::from_utf8_lossy(&output.stdout));
    }
}
