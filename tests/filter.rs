//! `adsift filter` keeps every byte that is not its own, loses nothing, and ends as it should: what no case file can show.
#![cfg(feature = "cli")]

use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

const ADSIFT: &str = env!("CARGO_BIN_EXE_adsift");
/// A pack of four rules: enough to leave something out, and quick to load.
const RULES: [&str; 3] = ["--no-builtin", "--pack", "tests/cmd/packs/shop"];
/// Texts that the pack leaves out, and that it lets pass.
const SPAM: &str = "流量卡批发，找我，TG：@lumo_cards8";
const HAM: [&str; 3] = ["午后天晴了", "The path along the river is closed.", ""];

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(ADSIFT);
    command.arg("filter").args(RULES).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What the program answers to an input.
fn filter(args: &[&str], input: &[u8]) -> Output {
    let mut child = command(args).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    // It may have read enough.
    let _ = writer.join().expect("no panic");
    output
}

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("adsift-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    /// All files below a folder in it, by their names.
    fn files(&self, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.path() {
                    path if path.is_dir() => walk(&path, files),
                    path => drop(fs::read(&path).map(|bytes| files.insert(path, bytes))),
                }
            }
        }
        let (root, mut files) = (self.0.join(name), BTreeMap::new());
        walk(&root, &mut files);
        files.into_iter().map(|(path, bytes)| (path.strip_prefix(&root).expect("below").to_owned(), bytes)).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Other keys that records have, and what a careless reader would stumble over.
const KEYS: &[&str] = &[
    r#""n":1e999"#,
    r#""n" : 123456789012345678901234567890"#,
    r#""n":-0.10, "n":null"#,
    r#""\u0061\"":"\ud83d\ude00 \\""#,
    r#""x":{"y":[1,{"z":"}],[{"}]}"#,
    r#""空":"，\/""#,
    r#""":"" ,"t":true"#,
    r#""lone":"\ud800""#,
];
/// Cells of tables, and what parts a careless reader would part.
const CELLS: &[&str] = &["", "plain", " 5\" wide ", "\"a, b\"", "\"two\nlines\r\n\"", "\"\"\"q\"\"\"", "流量", "#x", "\"\""];
const SPACES: &[&str] = &["", " ", "\t"];

/// A JSON record, and whether it passes.
fn object() -> impl Strategy<Value = (String, bool)> {
    let keys = proptest::collection::vec(0..KEYS.len(), 0..4);
    (keys, 0..5usize, 0..SPACES.len(), any::<bool>()).prop_map(|(keys, text, space, first)| {
        let passes = text < 4;
        // Above the last there is a text that was escaped by somebody careful.
        let text = match text {
            0..3 => serde_json::to_string(HAM[text]).expect("a string"),
            3 => r#""\u5348\u540e\n""#.to_owned(),
            _ => format!("\"{SPAM}\""),
        };
        let mut parts: Vec<String> = keys.into_iter().map(|key| KEYS[key].to_owned()).collect();
        parts.insert(if first { 0 } else { parts.len() }, format!("\"text\":{text}"));
        let space = SPACES[space];
        (format!("{space}{{{space}{}{space}}}{space}", parts.join(&format!("{space},"))), passes)
    })
}

/// What becomes of an input: what passed, what was left out.
fn sifted(kind: &str, input: &str, more: &[&str]) -> (String, Vec<Value>) {
    let folder = Folder::new(&format!("round-{kind}-{:?}", thread::current().id()));
    let rejects = folder.path("rejects.jsonl");
    let output = filter(&[&["--input", kind, "--rejects", &rejects], more].concat(), input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let rejects = fs::read_to_string(rejects).expect("the rejects");
    // Half a character is passed through, too; the parser of this test knows none.
    let rejects = rejects.lines().map(|line| serde_json::from_str(&line.replace(r"\ud800", "")).expect("JSON")).collect();
    (String::from_utf8(output.stdout).expect("UTF-8"), rejects)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_lines_pass_untouched(records in proptest::collection::vec((object(), 0..4usize), 0..40)) {
        let line = |((record, _), end): &((String, bool), usize)| format!("{record}{}", ["\n", "\r\n", "\n\n", "\n \n"][*end]);
        let input: String = records.iter().map(line).collect();
        // The last line need not end.
        let input = input.strip_suffix('\n').filter(|_| records.len() % 2 == 1).unwrap_or(&input).to_owned();
        let (kept, rejects) = sifted("jsonl", &input, &[]);
        let passing = |text: &str| text.split_inclusive('\n').filter(|line| !line.contains(SPAM)).collect::<String>();
        prop_assert_eq!(&kept, &passing(&input));
        prop_assert_eq!(rejects.len(), records.iter().filter(|((_, passes), _)| !passes).count());
        for reject in &rejects {
            prop_assert_eq!(&reject["text"], SPAM);
            prop_assert_eq!(&reject["adsift"]["level"], "spam");
        }

        // One key more, and nothing else; a second time it is replaced.
        let (marked, _) = sifted("jsonl", &input, &["--annotate", "verdict"]);
        let (again, _) = sifted("jsonl", &marked, &["--annotate", "verdict"]);
        prop_assert_eq!(&marked, &again);
        for (line, kept) in marked.split_inclusive('\n').zip(kept.split_inclusive('\n')) {
            let (before, after) = match line.rfind(",\"verdict\":{\"level\":\"clean\"") {
                Some(at) => (&line[..at], &line[line.rfind("}}").map_or(0, |end| end + 1)..]),
                None => (line, ""),
            };
            prop_assert_eq!(before.to_owned() + after, kept);
        }
    }

    #[test]
    fn items_of_a_list_pass_untouched(items in proptest::collection::vec(object(), 0..30), breaks in 0..3usize) {
        let between = ["", "\n  ", "\r\n"][breaks];
        let list = |items: &[&String]| match items {
            [] => "[]\n".to_owned(),
            _ => format!("[{}{between}]\n", items.iter().map(|item| format!("{between}{item}")).collect::<Vec<_>>().join(",")),
        };
        let all: Vec<&String> = items.iter().map(|(item, _)| item).collect();
        let passing: Vec<&String> = items.iter().filter(|(_, passes)| *passes).map(|(item, _)| item).collect();
        let (kept, rejects) = sifted("json", &list(&all), &[]);
        prop_assert_eq!(rejects.len(), all.len() - passing.len());
        // What stands before the bracket that ends a list is its last item's.
        let wanted = if items.last().is_some_and(|(_, passes)| *passes) { list(&passing) } else { list(&passing).replace(&format!("{between}]\n"), "]\n") };
        prop_assert_eq!(kept, wanted);
    }

    #[test]
    fn rows_pass_quoted_as_they_were(
        rows in proptest::collection::vec((0..CELLS.len(), 0..5usize, 0..CELLS.len(), any::<bool>()), 0..40), ended in any::<bool>(),
    ) {
        let row = |&(first, text, last, windows): &(usize, usize, usize, bool)| {
            let text = match text {
                0..3 => HAM[text].to_owned(),
                3 => "\"two, of\n them\"".to_owned(),
                _ => format!("\"{SPAM}\n\""),
            };
            format!("{},{text},{}{}", CELLS[first], CELLS[last], if windows { "\r\n" } else { "\n" })
        };
        let head = "a,text,b\n";
        let input: String = head.to_owned() + &rows.iter().map(row).collect::<String>();
        let wanted: String = head.to_owned() + &rows.iter().filter(|row| row.1 < 4).map(row).collect::<String>();
        let cut = |text: String, cut: bool| if cut { text.trim_end_matches(['\r', '\n']).to_owned() } else { text };
        let (kept, rejects) = sifted("csv", &cut(input, !ended), &[]);
        prop_assert_eq!(rejects.len(), rows.iter().filter(|row| row.1 == 4).count());
        prop_assert_eq!(kept, cut(wanted, !ended && rows.last().is_none_or(|row| row.1 < 4)));
    }
}

#[test]
fn kept_left_out_and_unreadable_are_all_that_was_read() {
    let folder = Folder::new("counts");
    let lines: Vec<String> = (0..500)
        .map(|number| match number % 7 {
            0 => format!("{{\"id\":{number},\"text\":\"{SPAM}\"}}"),
            1 => format!("{{\"id\":{number},\"text\":"),
            2 => format!("{{\"id\":{number}}}"),
            _ => format!("{{\"id\":{number},\"text\":\"{}\"}}", HAM[number % 3]),
        })
        .collect();
    let input = lines.join("\n") + "\n{\"text\":\"\u{0}\"}\n";
    let input = [input.as_bytes(), b"{\"text\":\"\xff\xfe\"}\n{\"text\":7,\"x\":\"\xff\"}\n"].concat();
    for on_error in ["keep", "reject"] {
        let (rejects, stats) = (folder.path("rejects.jsonl"), folder.path("stats.json"));
        let more = ["--input", "jsonl", "--rejects", &rejects, "--on-error", on_error, &format!("--stats={stats}")];
        let output = filter(&more, &input);
        let stats: Value = serde_json::from_str(&fs::read_to_string(stats).expect("the counts")).expect("JSON");
        let count = |key: &str| stats[key].as_u64().expect("a count");
        assert_eq!(count("read"), 503);
        assert_eq!(count("kept") + count("left-out") + count("unreadable"), 503, "{stats}");
        let kept = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count() as u64;
        let rejected = fs::read_to_string(rejects).expect("the rejects");
        let rejected: Vec<Value> = rejected.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let passed = if on_error == "keep" { count("unreadable") } else { 0 };
        assert_eq!((kept, kept + rejected.len() as u64), (count("kept") + passed, 503));
        if on_error == "reject" {
            // Also bytes that are no text come back.
            use base64::Engine as _;
            let bytes = rejected.last().and_then(|last| last["base64"].as_str()).expect("the last one");
            let bytes = base64::engine::general_purpose::STANDARD.decode(bytes).expect("base64");
            assert_eq!(bytes, b"{\"text\":7,\"x\":\"\xff\"}");
            let broken = rejected.iter().find(|reject| reject["adsift"]["error"]["code"] == "bad-json").expect("one");
            assert_eq!(broken["record"], "{\"id\":1,\"text\":");
        }
    }
}

#[test]
fn every_encoding_passes_as_it_was() {
    let text = format!("{SPAM}\n午后天晴了，我们去河边走了一圈，看见有人在钓鱼。\r\n\nplain\n");
    let wanted = text.split_once('\n').expect("lines").1.to_owned();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let gbk = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let big5 = |text: &str| encoding_rs::BIG5.encode(&text.replace("钓鱼", "釣魚").replace("边", "邊")).0.into_owned();
    let cases: [(&str, Vec<u8>, Vec<u8>); 4] = [
        ("UTF-8 with a mark", ["\u{feff}".as_bytes(), text.as_bytes()].concat(), ["\u{feff}".as_bytes(), wanted.as_bytes()].concat()),
        ("UTF-16", [b"\xff\xfe".to_vec(), utf16(&text)].concat(), [b"\xff\xfe".to_vec(), utf16(&wanted)].concat()),
        ("GB18030", gbk(&text), gbk(&wanted)),
        ("Big5", big5(&text.replace("批发", "批發").replace("们", "們")), big5(&wanted.replace("们", "們"))),
    ];
    for (name, input, wanted) in cases {
        let more: &[&str] = if name == "Big5" { &["--encoding", "big5"] } else { &[] };
        let output = filter(&[&["--input", "lines"], more].concat(), &input);
        assert!(output.stdout == wanted, "{name}: {:?}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn texts_that_end_with_nul_hold_line_breaks() {
    let output = filter(&["--null-data"], format!("one\ntwo\0{SPAM}\n\0three").as_bytes());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "one\ntwo\0three");
}

#[test]
fn compressed_inputs_of_several_parts_are_read_to_their_end() {
    let lines = |from: usize| (from..from + 2_000).map(|number| format!("{{\"text\":\"{number}\"}}\n")).collect::<String>();
    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).expect("memory");
        encoder.finish().expect("memory")
    };
    let zstandard = |text: &str| zstd::encode_all(text.as_bytes(), 1).expect("memory");
    let all = lines(0) + &lines(2_000);
    for parts in [[gzip(&lines(0)), gzip(&lines(2_000))], [zstandard(&lines(0)), zstandard(&lines(2_000))]] {
        let output = filter(&["--input", "jsonl"], &parts.concat());
        assert!(output.stdout == all.as_bytes(), "{}", String::from_utf8_lossy(&output.stderr));
        // What breaks off is told, and what could be read has passed.
        let folder = Folder::new("broken-off");
        let path = folder.path("broken-off.jsonl");
        fs::write(&path, &parts[0][..parts[0].len() - 20]).expect("a file");
        let output = filter(&[&path], b"");
        assert_eq!(output.status.code(), Some(2));
        let (passed, all) = (output.stdout, lines(0));
        assert!(all.as_bytes().starts_with(&passed));
        // What a compressor writes at once is lost with its end.
        assert!(parts[0].starts_with(&[0x28]) || passed.len() > all.len() / 2, "{} of {}", passed.len(), all.len());
        assert!(String::from_utf8_lossy(&output.stderr).contains(&format!("adsift: {path}: ")));
    }
}

#[test]
fn a_record_over_the_limit_passes_whole_and_is_judged_by_its_ends() {
    let filler = "word ".repeat(400_000);
    let (long, advertisement) = (format!("{filler}end\n"), format!("{filler}{SPAM}\n"));
    let input = format!("first\n{long}{advertisement}last");
    let folder = Folder::new("long");
    let rejects = folder.path("rejects.jsonl");
    let output = filter(&["--input", "lines", "--max-record", "100K", "--rejects", &rejects], input.as_bytes());
    assert!(output.stdout == format!("first\n{long}last").as_bytes(), "{}", output.stdout.len());
    let reject: Value = serde_json::from_str(fs::read_to_string(rejects).expect("the rejects").trim()).expect("JSON");
    assert_eq!(reject["adsift"]["truncated"], true);
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(reject["base64"].as_str().expect("bytes")).expect("base64");
    assert!(bytes == advertisement.as_bytes());

    let json = format!("{{\"text\":\"{filler}\"}}\n{{\"text\":\"short\"}}\n");
    let output = filter(&["--input", "jsonl", "--max-record", "100K"], json.as_bytes());
    assert!(output.stdout == json.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("adsift: -:1: a record has at most 102400 bytes"));
}

/// The most memory that a process has held so far, in kilobytes, where the system tells.
fn peak_memory(process: u32) -> Option<usize> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}

#[test]
fn a_stream_of_300_megabytes_passes_in_bounded_memory() {
    let record = format!("{{\"blob\":\"{}\",\"text\":\"{}\"}}\n", "x".repeat(60_000), HAM[0]);
    let block = record.repeat(17) + &format!("{{\"text\":\"{SPAM}\"}}\n");
    const BLOCKS: usize = 300;
    let kept = record.len() * 17 * BLOCKS;
    assert!(kept > 300_000_000);
    let mut child = command(&["--input", "jsonl"]).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = thread::spawn(move || (0..BLOCKS).try_for_each(|_| stdin.write_all(block.as_bytes())));
    let mut stdout = child.stdout.take().expect("a pipe");
    let (mut buffer, mut length, mut peak) = (vec![0; 1 << 16], 0, None);
    loop {
        match stdout.read(&mut buffer).expect("the pipe") {
            0 => break,
            read => length += read,
        }
        peak = peak.max(peak_memory(child.id()));
    }
    writer.join().expect("no panic").expect("it reads all");
    assert_eq!((length, child.wait().expect("it ends").code()), (kept, Some(0)));
    assert!(peak.is_none_or(|kilobytes| kilobytes < 200_000), "{peak:?} kB");
}

#[test]
fn whoever_writes_one_line_and_waits_is_answered() {
    for kind in [&["--input", "jsonl"][..], &["--input", "lines", "-j", "1"], &["--input", "csv", "--no-header", "--field", "/0"]] {
        let mut child = command(kind).stderr(Stdio::null()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        for number in 0..200 {
            let line = if kind[1] == "jsonl" { format!("{{\"text\":\"{number}\"}}\n") } else { format!("{number}\n") };
            stdin.write_all(line.as_bytes()).expect("it reads");
            let mut answer = String::new();
            stdout.read_line(&mut answer).expect("an answer");
            assert_eq!(answer, line);
        }
        drop(stdin);
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
}

/// A folder of inputs: lines, a table, texts, compressed ones.
fn inputs(folder: &Folder) {
    let inner = folder.0.join("in/inner");
    fs::create_dir_all(&inner).expect("a folder");
    let lines = |seed: usize, count: usize| {
        let text = |number: usize| if (number + seed).is_multiple_of(11) { SPAM } else { HAM[number % 3] };
        (0..count).map(|number| format!("{{\"id\":\"{seed}-{number}\",\"text\":\"{}\"}}\n", text(number))).collect::<String>()
    };
    for seed in 0..12 {
        fs::write(folder.0.join(format!("in/shard-{seed:02}.jsonl")), lines(seed, 6_000)).expect("a file");
    }
    let zstandard = zstd::encode_all(lines(20, 4_000).as_bytes(), 1).expect("memory");
    fs::write(inner.join("old.jsonl.zst"), zstandard).expect("a file");
    fs::write(inner.join("posts.csv"), format!("id,text\n1,{SPAM}\n2,\"{}\"\n", HAM[0])).expect("a file");
    fs::write(inner.join("spam.txt"), SPAM).expect("a file");
    fs::write(inner.join("ham.txt"), HAM[1]).expect("a file");
}

fn run_folder(folder: &Folder, out: &str, more: &[&str]) -> Child {
    let (input, output, rejects) = (folder.path("in"), folder.path(out), folder.path(&format!("{out}-rejects")));
    let stats = format!("--stats={}", folder.path(&format!("{out}.json")));
    let args = [&[&input[..], "--output", &output, "--rejects", &rejects, &stats], more].concat();
    command(&args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts")
}

#[test]
fn a_run_that_was_killed_goes_on_as_if_it_had_not_been() {
    let folder = Folder::new("killed");
    inputs(&folder);
    assert!(run_folder(&folder, "whole", &[]).wait().expect("it ends").success());
    let whole = folder.files("whole");
    let size = |files: &BTreeMap<PathBuf, Vec<u8>>| files.values().map(Vec::len).sum::<usize>();
    let mut kills = Vec::new();
    // Kills fall where so much was written, from the seeds of a sequence.
    for share in [7, 38, 71] {
        let mut child = run_folder(&folder, "parts", &["--resume"]);
        while child.try_wait().expect("a state").is_none() {
            if size(&folder.files("parts")) * 100 >= size(&whole) * share {
                child.kill().expect("it can be killed");
                kills.push(child.wait().expect("it ends").code().is_none());
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
        let journal = folder.files("parts");
        assert!(journal.keys().all(|name| whole.contains_key(name) || name.to_string_lossy().ends_with("part")), "{:?}", journal.keys());
    }
    assert!(run_folder(&folder, "parts", &["--resume"]).wait().expect("it ends").success());
    // Elsewhere than on Unix a process that was killed has a status.
    assert!(kills.contains(&true) || cfg!(not(unix)), "it was too quick to be killed");
    let parts = folder.files("parts");
    assert_eq!(parts.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
    // The names of the folders with what was left out differ, and stand in the journal.
    assert!(parts.iter().filter(|(name, _)| !name.to_string_lossy().contains("done")).all(|(name, bytes)| whole[name] == *bytes));
    assert_eq!(folder.files("parts-rejects"), folder.files("whole-rejects"));
    assert_eq!(fs::read(folder.0.join("parts.json")).expect("counts"), fs::read(folder.0.join("whole.json")).expect("counts"));
    assert!(!whole.contains_key(Path::new("inner/spam.txt")) && whole.contains_key(Path::new("inner/ham.txt")));
}

#[test]
fn a_run_goes_on_only_with_what_it_began_with() {
    let folder = Folder::new("resumed");
    inputs(&folder);
    assert!(run_folder(&folder, "out", &[]).wait().expect("it ends").success());
    assert_eq!(run_folder(&folder, "out", &["--resume", "--drop", "review"]).wait().expect("it ends").code(), Some(2));
    // A file that changed is done again, and one that went as well.
    fs::write(folder.0.join("in/shard-03.jsonl"), "{\"text\":\"changed\"}\n").expect("a file");
    fs::remove_file(folder.0.join("out/shard-04.jsonl")).expect("it was there");
    fs::write(folder.0.join("out/shard-05.jsonl"), "not done again").expect("a file");
    assert!(run_folder(&folder, "out", &["--resume"]).wait().expect("it ends").success());
    let files = folder.files("out");
    assert_eq!(files[Path::new("shard-03.jsonl")], b"{\"text\":\"changed\"}\n");
    assert!(files.contains_key(Path::new("shard-04.jsonl")));
    assert_eq!(files[Path::new("shard-05.jsonl")], b"not done again");
}

#[test]
fn outputs_are_whole_or_not_there_and_inputs_stay() {
    let folder = Folder::new("whole");
    let (input, output) = (folder.path("in.jsonl"), folder.path("out.jsonl"));
    fs::write(&input, format!("{{\"text\":\"{SPAM}\"}}\n{{\"text\":\n{{\"text\":\"\"}}\n")).expect("a file");
    fs::write(&output, "of an earlier run").expect("a file");
    let failed = filter(&[&input, "--output", &output, "--on-error", "fail"], b"");
    assert_eq!(failed.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&output).expect("it stays"), "of an earlier run");
    assert_eq!(folder.files("").len(), 2, "nothing is left lying about");

    assert_eq!(filter(&[&input, "--output", &input], b"").status.code(), Some(2));
    assert_eq!(filter(&[&folder.path(""), "--output", &folder.path("")], b"").status.code(), Some(2));
    assert!(fs::read_to_string(&input).expect("it stays").contains(SPAM));
    assert_eq!(filter(&[&input, "--output", &output, "--on-error", "keep"], b"").status.code(), Some(0));
    assert_eq!(fs::read_to_string(&output).expect("written"), "{\"text\":\n{\"text\":\"\"}\n");
    // Lines of two files do not run into each other.
    let (one, two) = (folder.path("one.txt"), folder.path("two.txt"));
    fs::write(&one, "one").expect("a file");
    fs::write(&two, "two").expect("a file");
    assert_eq!(filter(&["--input", "lines", &one, &two], b"").stdout, b"one\ntwo");
    assert_eq!(filter(&[&one, &two], b"").status.code(), Some(2), "two texts make no single one");
}

#[cfg(unix)]
#[test]
fn a_link_is_written_through_and_stays_a_link() {
    let folder = Folder::new("link");
    let (link, file) = (folder.path("link.jsonl"), folder.path("file.jsonl"));
    fs::write(&file, "").expect("a file");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    filter(&["--input", "lines", "--rejects", &link], SPAM.as_bytes());
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    assert!(fs::read_to_string(file).expect("it is there").contains(SPAM));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let input: String = (0..50_000).map(|number| format!("{{\"text\":\"{number}\"}}\n")).collect();
    let output = filter(&["--input", "jsonl", "--output", "/dev/full"], input.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "adsift: /dev/full: No space left on device\n");
    let full = fs::File::options().write(true).open("/dev/full").expect("the device");
    let output = command(&["--input", "lines", "README.md"]).stdout(full).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "adsift: standard output: No space left on device\n");
}

#[test]
fn a_reader_who_has_read_enough_is_no_error() {
    let mut child = command(&["--input", "jsonl"]).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // Never ends by itself: the program must end although it is still written to.
    let writer = thread::spawn(move || while stdin.write_all(b"{\"text\":\"again\"}\n").is_ok() {});
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    drop(stdout);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    writer.join().expect("no panic");
}

#[test]
fn progress_is_told_where_it_is_wanted() {
    let told = |when: &str| String::from_utf8(filter(&["--input", "lines", "--progress", when], b"one\n").stderr).expect("UTF-8");
    assert!(told("always").contains("1 record, ") && told("always").contains("0.0 % spam"), "{}", told("always"));
    assert_eq!(told("auto"), told("never"));
}

#[test]
fn patterns_and_folders_name_files() {
    let folder = Folder::new("patterns");
    inputs(&folder);
    // No shell reads the pattern.
    let output = filter(&[&folder.path("in/shard-0[0-2].jsonl"), "--stats"], b"");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("adsift: 18000 records read: "), "{output:?}");
    // What an earlier run wrote below the folder that is read is not read.
    for _ in 0..2 {
        let output = filter(&[&folder.path("in"), "--output", &folder.path("in/out")], b"");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("adsift: 76004 records read: "), "{output:?}");
    }
}
