//! What somebody who writes the input, or a folder beside it, cannot do: docs/threats.md names each of these.
#![cfg(all(feature = "cli", feature = "builtin"))]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const SPAM: &str = "各国实体卡现货批发，代办实名，加ＴＧ：@lumo_cards8 咨询";

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("adsift-trust-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(PathBuf::from(&path).parent().expect("a folder")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_adsift")).args(args).stdin(Stdio::null()).output().expect("the program runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// So many megabytes of one line again and again, compressed.
fn packed(megabytes: usize, zstandard: bool) -> Vec<u8> {
    let block = format!("{}\n", "a".repeat((1 << 16) - 1)).repeat(16);
    if zstandard {
        let mut packer = zstd::Encoder::new(Vec::new(), 1).expect("memory");
        (0..megabytes).for_each(|_| packer.write_all(block.as_bytes()).expect("memory"));
        return packer.finish().expect("memory");
    }
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    (0..megabytes).for_each(|_| packer.write_all(block.as_bytes()).expect("memory"));
    packer.finish().expect("memory")
}

#[test]
fn a_decompression_bomb_is_left_with_a_word() {
    let folder = Folder::new("bomb");
    for (name, bytes) in [("bomb.txt.gz", packed(80, false)), ("bomb.txt.zst", packed(80, true))] {
        let bomb = folder.write(name, &bytes);
        let (kept, spam) = (folder.path("kept"), folder.write("spam.txt", SPAM));
        for args in [&["scan", &bomb, &spam][..], &["scan", &folder.path(""), "--input", "lines", "-c"]] {
            let output = run(args);
            assert_eq!(output.status.code(), Some(2), "{args:?}");
            assert!(told(&output).contains("250 times its size"), "{name}: {}", told(&output));
        }
        assert!(String::from_utf8_lossy(&run(&["scan", &bomb, &spam]).stdout).contains("SPAM"), "what follows it is judged");
        // Nothing is kept of a file that cannot be read to its end.
        let output = run(&["filter", &bomb, "--input", "lines", "--output", &kept]);
        assert!(output.status.code() == Some(2) && !PathBuf::from(&kept).exists(), "{}", told(&output));
        fs::remove_file(bomb).expect("it is there");
    }
    // A small file may be as regular as it likes.
    let small = folder.write("small.txt.zst", packed(40, true));
    assert_eq!(run(&["scan", &small, "-q"]).status.code(), Some(0));
}

#[test]
fn nothing_that_is_judged_acts_on_a_terminal() {
    let folder = Folder::new("escapes");
    let hostile = "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{202e}";
    let text = folder.write("text.txt", format!("{hostile}\n{SPAM}\u{1b}[2J\n{hostile}"));
    let record = folder.write("records.jsonl", format!("{{\"{hostile}\":\n{{\"id\":\"{}\",\"text\":\"{SPAM}\"}}\n", "\\u001b[2J"));
    let pack = folder.write("pack.toml", format!("[pack]\nid = \"{hostile}\"\nformat = 1\n[[{hostile}]]\nid = 1\n"));
    for args in [
        &["scan", &text][..],
        &["explain", &text],
        &["scan", "-o", &text],
        &["contacts", &text],
        &["scan", &record],
        &["rules", "check", &pack],
        &["scan", "--pack", &pack, &text],
        &["scan", "--field", "\u{1b}[2J", &record],
        &["scan", "\u{1b}[2Jnowhere"],
        &["filter", "\u{1b}[2Jnowhere", "--annotate", "x"],
    ] {
        let output = run(args);
        let all = [output.stdout, output.stderr].concat();
        let all = String::from_utf8_lossy(&all);
        let acts = |c: char| c.is_control() && c != '\n' && c != '\t' || c == '\u{202e}';
        assert!(!all.contains(acts), "{args:?}: {all:?}");
        assert!(!all.is_empty(), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_walk_follows_no_link() {
    let folder = Folder::new("links");
    folder.write("outside/secret.txt", SPAM);
    folder.write("in/honest.txt", "午后天晴了");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(folder.path(to), folder.path(name)).expect("a link");
    link("outside", "in/folder");
    link("outside/secret.txt", "in/file.txt");
    link("in", "in/circle");
    let output = run(&["scan", "--format", "jsonl", &folder.path("in")]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
    // Who names a link wants what it leads to.
    assert_eq!(run(&["scan", "-q", &folder.path("in/file.txt")]).status.code(), Some(1));
    assert_eq!(run(&["scan", "-q", &folder.path("in/folder")]).status.code(), Some(1));
}

#[test]
fn outputs_stay_below_their_folder() {
    let folder = Folder::new("below");
    folder.write("in/deep/a.txt", "午后天晴了");
    folder.write("in/deep/b.txt", SPAM);
    folder.write("work/keep", "");
    let (out, rejects) = (folder.path("work/out/"), folder.path("work/rejects/"));
    for named in ["in/deep/../deep/", "in/deep/../deep/*.txt", "work/../in/deep/a.txt"] {
        let output = run(&["filter", &folder.path(named), "--output", &out, "--rejects", &rejects]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        assert!(PathBuf::from(folder.path("work/out/a.txt")).exists(), "{named}");
        let mut all: Vec<_> = fs::read_dir(folder.path("")).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
        all.sort();
        assert_eq!(all, ["in", "work"], "{named}");
        fs::remove_dir_all(folder.path("work/out")).expect("it is there");
    }
    // An id of a record is no name of a file.
    let record = folder.write("in.jsonl", format!("{{\"id\":\"../../evil\",\"text\":\"{SPAM}\"}}\n"));
    run(&["filter", &record, "--output", &out, "--rejects", &rejects]);
    assert!(PathBuf::from(folder.path("work/rejects/in.jsonl")).exists() && !PathBuf::from(folder.path("evil")).exists());
    // No input takes the place of the journal.
    let journal = folder.write("in/.adsift-done.jsonl", "{\"text\":\"\"}\n");
    let output = run(&["filter", &journal, "--output", &out]);
    assert!(output.status.code() == Some(2) && told(&output).contains("journal"), "{}", told(&output));
}

#[cfg(unix)]
#[test]
fn a_link_that_lies_in_wait_is_not_written_through() {
    let folder = Folder::new("wait");
    let victim = folder.write("victim.txt", "precious");
    let input = folder.write("in.txt", "午后天晴了\n");
    std::os::unix::fs::symlink(&victim, folder.path(".out.txt.adsift-part")).expect("a link");
    let output = run(&["filter", "--input", "lines", &input, "--output", &folder.path("out.txt")]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(fs::read_to_string(victim).expect("it stays"), "precious");
    assert!(fs::read_to_string(folder.path("out.txt")).expect("it is written").contains("午后"));
}
