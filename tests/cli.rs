//! The command line as its users meet it: cases by files in `tests/cmd/`, and what no file can show.
#![cfg(feature = "cli")]

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The program.
const ADSIFT: &str = env!("CARGO_BIN_EXE_adsift");

/// How long an answer may take before the program is held to hang; no measure of its speed.
const PATIENCE: Duration = Duration::from_secs(60);

/// The cases of a folder, for a terminal so many columns wide.
fn cases(folder: &str, columns: &str) -> trycmd::TestCases {
    let cases = trycmd::TestCases::new();
    cases.default_bin_path(ADSIFT).env("COLUMNS", columns).case(format!("tests/cmd/{folder}*.toml"));
    cases
}

#[test]
fn every_case_answers_as_written() {
    // Whatever the environment of the tests insists on.
    cases("", "80").env("CLICOLOR_FORCE", "");
}

/// What a guide shows is what its reader sees.
#[test]
fn the_guides_answer_as_written() {
    let guides = trycmd::TestCases::new();
    guides.default_bin_path(ADSIFT).env("COLUMNS", "80").env("CLICOLOR_FORCE", "");
    guides.case("docs/adding-a-rule.md").case("docs/explain.md");
}

#[test]
fn every_case_of_a_narrow_terminal_answers_as_written() {
    cases("narrow/", "40").env("CLICOLOR_FORCE", "");
}

#[test]
fn every_case_of_colours_answers_as_written() {
    cases("color/", "80");
}

/// Help names all flags, and features bring some of their own.
#[cfg(not(any(feature = "markup", feature = "parquet")))]
#[test]
fn every_case_of_the_default_features_answers_as_written() {
    cases("default/", "80").env("CLICOLOR_FORCE", "");
}

#[cfg(feature = "markup")]
#[test]
fn every_case_of_pages_answers_as_written() {
    cases("markup/", "80").env("CLICOLOR_FORCE", "");
}

#[cfg(feature = "parquet")]
#[test]
fn every_case_of_tables_answers_as_written() {
    cases("parquet/", "80").env("CLICOLOR_FORCE", "");
}

/// A program under test. It does not outlive its test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn start(args: &[&str]) -> Self {
        let mut command = Command::new(ADSIFT);
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        Running(command.spawn().expect("the program starts"))
    }

    /// Writes to the program from another thread, for it answers while it reads. It may stop reading early.
    fn write(&mut self, input: impl Iterator<Item = String> + Send + 'static) {
        let mut stdin = self.0.stdin.take().expect("a pipe");
        thread::spawn(move || input.into_iter().try_for_each(|line| stdin.write_all(line.as_bytes())));
    }

    /// The lines of the answer, as they come, read by another thread, so that nobody waits for ever.
    fn lines(&mut self) -> mpsc::Receiver<String> {
        let stdout = BufReader::new(self.0.stdout.take().expect("a pipe"));
        let (send, lines) = mpsc::channel();
        thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        lines
    }

    fn status(&mut self) -> ExitStatus {
        self.0.wait().expect("the program ends")
    }
}

/// What the program answers to this input.
fn answer(args: &[&str], input: &str) -> Output {
    let mut command = Command::new(ADSIFT);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let (mut stdin, input) = (child.stdin.take().expect("a pipe"), input.to_owned());
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("a writer").expect("all is read");
    output
}

/// The texts of generated records: honest ones, advertisements and all between, of many lengths.
const TEXTS: &[&str] = &[
    "午后天晴了，我们去河边走了一圈，看见有人在钓鱼。",
    "各国实体卡现货批发，代办实名，加ＴＧ：@lumo_cards8 咨询。",
    "The path along the river is closed in winter, when the water stands in the meadow.",
    "Call now 1-833-555-0142, our customer service number is open 24/7.",
    "警惕短信诈骗，切勿加陌生人微信。",
    "WhatsApp: +44 7700 900321, SIM cards for every country, contact us.",
];

/// The record of this number: `sentences` of the texts above one after the other. Some lines are no records.
fn record(number: usize, sentences: usize) -> String {
    match number {
        _ if number % 97 == 13 => "{\"id\":\n".to_owned(),
        _ if number % 101 == 17 => format!("{{\"id\":\"r{number}\",\"body\":\"\"}}\n"),
        _ => {
            let text: String = (0..sentences).map(|at| TEXTS[(number * 7 + at * at) % TEXTS.len()]).collect();
            format!("{{\"id\":\"r{number}\",\"text\":\"{text}\"}}\n")
        }
    }
}

#[test]
fn threads_change_neither_order_nor_bytes() {
    let input: String = (0..3_000).map(|number| record(number, 1 + number % 9)).collect();
    let one = answer(&["--input", "jsonl", "-j", "1"], &input);
    assert_eq!(one.status.code(), Some(2), "some lines are no records");

    let text = String::from_utf8(one.stdout.clone()).expect("UTF-8");
    let answers: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), 3_000, "every record is answered once");
    for (number, answer) in answers.iter().enumerate() {
        let unreadable = number % 97 == 13 || number % 101 == 17;
        // What is no JSON has no id of its own.
        let id = if number % 97 == 13 { format!("-:{}", number + 1) } else { format!("r{number}") };
        assert_eq!(answer["id"], *id, "in the order of the input");
        assert_eq!(answer.get("error").is_some(), unreadable, "{answer}");
    }
    for jobs in [&["-j", "2"][..], &[]] {
        let other = answer(&[&["--input", "jsonl"], jobs].concat(), &input);
        assert!(other.stdout == one.stdout && other.stderr == one.stderr && other.status == one.status, "{jobs:?} answers otherwise");
    }
}

#[test]
fn progress_is_told_where_it_is_wanted() {
    for command in ["scan", "contacts", "eval"] {
        let told = |when: &str| {
            let input = "{\"id\":1,\"text\":\"one\",\"label\":\"ham\"}\n";
            let output = answer(&[command, "--input", "jsonl", "--progress", when], input);
            String::from_utf8(output.stderr).expect("UTF-8")
        };
        assert!(told("always").contains("0 kB, 1 record, "), "{command}: {}", told("always"));
        assert!(!told("never").contains("1 record") && !told("auto").contains("1 record"), "{command}");
    }
}

#[test]
fn a_reader_who_has_read_enough_is_no_error() {
    for format in ["jsonl", "human"] {
        let mut program = Running::start(&["--input", "jsonl", "--format", format]);
        // Far more than a pipe holds, so that the program must meet the closed end.
        program.write((0..20_000).map(|number| record(number, 3)));
        let mut stdout = BufReader::new(program.0.stdout.take().expect("a pipe"));
        let mut first = String::new();
        stdout.read_line(&mut first).expect("a line");
        assert!(first.contains("r0"), "{first}");
        drop(stdout);
        assert_eq!(program.status().code(), Some(0), "--format {format}");
    }
}

#[test]
fn a_record_is_answered_before_the_next_one_is_written() {
    let mut program = Running::start(&["--input", "jsonl", "--format", "jsonl"]);
    let mut stdin = program.0.stdin.take().expect("a pipe");
    let lines = program.lines();
    for number in 0..3 {
        stdin.write_all(record(number, 2).as_bytes()).expect("the program reads");
        let line = lines.recv_timeout(PATIENCE).expect("an answer before the next question");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(answer["id"], *format!("r{number}"));
    }
    drop(stdin);
    assert!(lines.recv_timeout(PATIENCE).is_err(), "nothing more is said");
    assert!(program.status().code().is_some_and(|code| code < 2));
}

/// The most memory that a process has held so far, in kilobytes, where the system tells.
fn peak_memory(process: u32) -> Option<usize> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}

#[test]
fn a_long_stream_is_judged_in_bounded_memory() {
    const RECORDS: usize = 8_000;
    let bytes: usize = (0..RECORDS).map(|number| record(number, 40).len()).sum();
    assert!(bytes > 20_000_000, "{bytes} bytes are no long stream");

    let mut program = Running::start(&["--input", "jsonl"]);
    program.write((0..RECORDS).map(|number| record(number, 40)));
    let lines = program.lines();
    let (mut answered, mut peak) = (0, None);
    while let Ok(line) = lines.recv_timeout(PATIENCE) {
        assert!(line.starts_with("{\"id\":\""), "{line}");
        answered += 1;
        if answered % 100 == 0 {
            peak = peak.max(peak_memory(program.0.id()));
        }
    }
    assert_eq!(answered, RECORDS, "every record is answered");
    assert_eq!(program.status().code(), Some(2), "some lines are no records");
    // Where there is no /proc, the answers alone are compared.
    assert!(peak.is_none_or(|kilobytes| kilobytes < 200_000), "{peak:?} kB for a stream of {bytes} bytes");
}

/// How wide a text is on a screen.
fn columns(text: &str) -> usize {
    use unicode_segmentation::UnicodeSegmentation as _;
    text.graphemes(true).map(unicode_width::UnicodeWidthStr::width).sum()
}

/// The lines that do not fit, of what the program answers on a terminal so many columns wide.
fn too_wide(args: &[&str], width: usize) -> Vec<String> {
    let output = Command::new(ADSIFT).args(args).env("COLUMNS", width.to_string()).output().expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(!text.is_empty(), "{args:?} answers");
    // The name of a file stays whole, so that it can be picked up.
    text.lines().filter(|line| columns(line) > width && !line.contains("  fixtures/")).map(str::to_owned).collect()
}

#[test]
fn what_is_for_reading_fits_the_terminal() {
    for width in [60, 80] {
        for args in [&["rules", "list", "--effective"][..], &["explain", "fixtures"], &["fixtures", "--level", "review"]] {
            assert_eq!(too_wide(args, width), [""; 0], "{args:?} in {width} columns");
        }
    }
    let list = answer(&["rules", "list", "--format", "tsv"], "");
    let rows = String::from_utf8(list.stdout).expect("UTF-8");
    // Every seventh rule is enough to meet each kind, and keeps the test short.
    for id in rows.lines().filter_map(|row| row.split('\t').next()).step_by(7) {
        assert_eq!(too_wide(&["rules", "show", id], 60), [""; 0], "{id}");
    }
}

/// A page that is sent to a colleague shows the same there: it fetches nothing, and what it quotes is no markup.
#[test]
fn an_evaluation_is_written_as_a_page_and_compared_with_an_earlier_one() {
    let folder = std::env::temp_dir().join(format!("adsift-eval-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let rows = folder.join("rows.jsonl");
    let text = "<script>alert(1)</script> & 流量卡的历史，电话 13800571500";
    let row = |id: &str, label: &str, text: &str| serde_json::json!({"id": id, "label": label, "text": text}).to_string();
    let spam = "各国流量卡批发，找我，TG：@lumo_cards8";
    std::fs::write(&rows, [row("a", "spam", spam), row("b", "spam", text)].join("\n")).expect("rows");
    let (page, json) = (folder.join("page.html"), folder.join("figures.json"));
    let run = |more: &[&std::ffi::OsStr]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_adsift"))
            .arg("eval")
            .arg(&rows)
            .args(["--no-builtin", "--pack", "tests/cmd/packs/shop"])
            .args(more)
            .output()
            .expect("adsift runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    run(&["--html".as_ref(), page.as_os_str(), "--json".as_ref(), json.as_os_str()]);
    let html = std::fs::read_to_string(&page).expect("the page");
    assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script"), "what is quoted is no markup");
    for reference in ["http:", "https:", "src=", "href=", "url(", "@import"] {
        assert!(!html.contains(reference), "the page fetches {reference}");
    }
    assert_eq!(html.matches("<svg").count(), html.matches("</svg>").count());

    std::fs::write(&rows, [row("a", "spam", "别的"), row("b", "spam", text)].join("\n")).expect("rows");
    let compared = run(&["--baseline".as_ref(), json.as_os_str()]);
    assert!(compared.contains("recall          50.00 -> 0.00") && compared.contains("a spam -> clean"), "{compared}");
    std::fs::remove_dir_all(&folder).expect("the folder can go");
}
