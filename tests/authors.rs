//! What authors of rules run that reads or writes folders: documents, export, new packs, marks that are moved.
#![cfg(feature = "cli")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of one test, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("adsift-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn adsift(folder: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_adsift"))
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("adsift starts");
    // Who does not read closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("adsift ends")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn documents_are_written_and_checked() {
    let folder = Folder::new("docs");
    let run = |args: &[&str]| adsift(&folder.0, args, "");
    assert_eq!(run(&["rules", "docs", "--check"]).status.code(), Some(1), "nothing is there yet");
    assert!(run(&["rules", "docs"]).status.success());
    let check = run(&["rules", "docs", "docs", "--check"]);
    assert_eq!(check.status.code(), Some(0), "{}", out(&check));
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.file("docs/pack.schema.json")).expect("the schema")).expect("JSON");
    assert_eq!(schema["properties"]["literal"]["items"]["required"][0], "id");
    let config: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.file("docs/config.schema.json")).expect("the schema")).expect("JSON");
    let [file, profile] = [0, 1].map(|form| &config["anyOf"][form]["properties"]);
    assert!(file["adsift"]["properties"]["packs"].is_object() && file["override"].is_object() && profile["adsift"].is_null());
    // Only a profile in a file of its own says its format.
    assert_eq!(profile["profile"]["required"][0], "format");
    assert!(file["profile"]["properties"]["format"].is_null() && file["profile"]["properties"]["levels"].is_object());
    fs::write(folder.file("docs/rules/gone.md"), "# gone\n").expect("a page");
    let check = run(&["rules", "docs", "--check"]);
    assert!(check.status.code() == Some(1) && out(&check).contains("gone.md: no pack has this page"), "{}", out(&check));
}

#[test]
fn packs_are_exported_and_judge_alike() {
    let folder = Folder::new("export");
    assert!(adsift(&folder.0, &["rules", "export", "packs"], "").status.success());
    assert_eq!(adsift(&folder.0, &["rules", "export", "packs"], "").status.code(), Some(2), "what is there is not written over");
    let text = "代办免实名电话卡，加薇❤：lumo_ka88";
    let built_in = adsift(&folder.0, &[], text);
    let exported = adsift(&folder.0, &["--no-builtin", "--pack", "packs"], text);
    assert_eq!(out(&built_in), out(&exported));
}

#[test]
fn a_new_pack_is_written_once() {
    let folder = Folder::new("new");
    let args = ["rules", "new", "shop.goods", "--kind", "regex", "-o", "shop.toml"];
    assert!(adsift(&folder.0, &args, "").status.success());
    assert_eq!(adsift(&folder.0, &args, "").status.code(), Some(2));
    let check = adsift(&folder.0, &["rules", "check", "shop.toml", "--deny", "lints"], "");
    assert!(check.status.success(), "{}", out(&check));
    assert!(adsift(&folder.0, &["rules", "test", "shop.toml", "--respelled"], "").status.success());
}

const MISPLACED: &str = r#"[pack]
id = "shop"
format = 1

[[literal]]
id = "goods"
category = "offer"
weight = 1.0
why = "Names the goods."
any = ["gizmo sale"]
hits = ["big ⟦gizmo⟧ sale", "⟦gizmo sale⟧ today"] # the first is marked wrongly
misses = ["a gizmo", "a sale"]
"#;

#[test]
fn marks_are_moved_after_asking() {
    let folder = Folder::new("update");
    let file = folder.file("shop.toml");
    fs::write(&file, MISPLACED).expect("a pack");
    let args = ["rules", "test", "shop.toml", "--update"];
    let refused = adsift(&folder.0, &args, "n\n");
    assert!(refused.status.code() == Some(1) && out(&refused).contains("nothing is changed"), "{}", out(&refused));
    assert_eq!(fs::read_to_string(&file).expect("the pack"), MISPLACED);
    let agreed = adsift(&folder.0, &args, "y\n");
    assert!(agreed.status.success() && out(&agreed).contains("4 examples of 1 rule: 0 failed"), "{}", out(&agreed));
    assert_eq!(fs::read_to_string(&file).expect("the pack"), MISPLACED.replace("⟦gizmo⟧ sale", "⟦gizmo sale⟧"));
    let again = adsift(&folder.0, &["rules", "test", "shop.toml", "--update", "--yes"], "");
    assert!(out(&again).contains("no mark has to be moved"), "{}", out(&again));
}

#[test]
fn the_worth_of_a_rule_is_told_on_labelled_texts() {
    let folder = Folder::new("worth");
    fs::write(folder.file("a.txt"), "big gizmo sale, telegram: @lumo_sales7").expect("a text");
    fs::write(folder.file("b.txt"), "the gizmo sale was fun").expect("a text");
    fs::write(folder.file("labels.tsv"), "file\tlabel\na.txt\tspam\nb.txt\tham\n").expect("labels");
    fs::write(folder.file("shop.toml"), MISPLACED).expect("a pack");
    let show = adsift(&folder.0, &["rules", "show", "shop.goods", "--pack", "shop.toml", "--worth", "."], "");
    let told = out(&show).replace("\n             ", " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("found in 1 of 1 spam and 1 of 1 honest texts; it counts in 1 and 0;"), "{told}");
    let none = adsift(&folder.0, &["rules", "show", "shop.goods", "--pack", "shop.toml", "--worth", "none"], "");
    assert!(none.status.code() == Some(2) && out(&none).contains("labels.tsv"), "{}", out(&none));
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let folder = Folder::new("pages");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = out(&adsift(&folder.0, &["completions", shell], ""));
        for word in ["contacts", "normalize", "schema", "why-not", "no-config"] {
            assert!(script.contains(word), "{word} for {shell}");
        }
    }
    assert!(adsift(&folder.0, &["man", "--output", "."], "").status.success());
    for page in ["adsift.1", "adsift-scan.1", "adsift-rules-check.1"] {
        assert!(fs::read_to_string(folder.file(page)).is_ok_and(|page| page.contains(".SH")), "{page}");
    }
    assert_eq!(adsift(&folder.0, &["man", "--output", "none"], "").status.code(), Some(2));
}
