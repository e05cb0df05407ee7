//! Layers on each other: configuration, packs of the environment, profiles, and what each is told when it is wrong.
#![cfg(feature = "cli")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder of one test, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("adsift-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("below/deep")).expect("a folder");
        fs::write(folder.join("text.txt"), TEXT).expect("a text");
        fs::write(folder.join("gizmo.toml"), PACK).expect("a pack");
        Folder(folder)
    }

    fn write(&self, name: &str, text: &str) -> &Self {
        fs::write(self.0.join(name), text).expect("a file");
        self
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_in("", args, None)
    }

    fn run_in(&self, below: &str, args: &[&str], packs: Option<&str>) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_adsift"));
        command.current_dir(self.0.join(below)).args(args).env_remove("ADSIFT_PACKS");
        command.envs(packs.map(|packs| ("ADSIFT_PACKS", packs))).output().expect("adsift runs")
    }

    /// The verdict on the text.
    fn verdict(&self, args: &[&str]) -> serde_json::Value {
        let output = self.run(&[&["scan", "--format", "jsonl", "text.txt"], args].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const TEXT: &str = "gizmo sale 现货, telegram: @lumo_sales7, see https://www.shop.example/gizmo?ref=lumo1";
const PACK: &str = "[pack]\nid = \"gizmo\"\nformat = 1\n[[literal]]\nid = \"sale\"\ncategory = \"trade\"\nweight = 1.5\n\
    why = \"Names the goods.\"\nany = [\"gizmo sale\"]\nhits = [\"a ⟦gizmo sale⟧\", \"⟦gizmo sale⟧!\"]\nmisses = [\"a gizmo\", \"a sale\"]\n";

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// What a rule gave, in points.
fn points(verdict: &serde_json::Value, rule: &str) -> Option<f64> {
    let hits = verdict["hits"].as_array().expect("hits");
    hits.iter().find(|hit| hit["rule"] == rule).and_then(|hit| hit["points"].as_f64())
}

#[test]
fn a_configuration_is_found_above_and_never_through_an_input() {
    let folder = Folder::new("config");
    let scan = |below: &str, args: &[&str]| said(&folder.run_in(below, &[&["scan", "--format", "jsonl"], args].concat(), None));
    assert!(!scan("", &["text.txt"]).contains("ruleset"), "the built-in packs alone are not named");
    folder.write("adsift.toml", "[adsift]\nformat = 1\npacks = [\"gizmo.toml\"]\n");
    assert!(scan("below/deep", &["../../text.txt"]).contains("gizmo.sale"));
    assert!(!scan("below", &["../text.txt", "--no-config"]).contains("gizmo.sale"));
    folder.write("below/adsift.toml", "[adsift]\nformat = 1\n").write("below/text.txt", TEXT);
    assert!(!scan("below", &["text.txt"]).contains("gizmo.sale"), "the nearest one counts, alone");
    folder.write("below/adsift.toml", "[adsift]\nformat = 7\n");
    assert!(scan("", &["below/text.txt"]).contains("gizmo.sale"), "what lies beside an input is not read");
    assert!(scan("", &["--config", "below/adsift.toml", "text.txt"]).contains("format 7 is not known to this version"));
    let eval = folder.run(&["eval", "--help"]);
    assert!(said(&eval).contains("--config"));
}

#[test]
fn packs_of_the_environment_lie_on_top() {
    let folder = Folder::new("environment");
    let list = |args: &[&str], packs| said(&folder.run_in("", &[&["rules", "list", "--format", "tsv"], args].concat(), packs));
    assert!(list(&[], Some("gizmo.toml")).contains("gizmo.sale"));
    assert!(!list(&["--no-config"], Some("gizmo.toml")).contains("gizmo.sale"));
    assert!(!list(&[], None).contains("gizmo.sale"));
    folder.write("other.toml", "[adsift]\nformat = 1\n");
    assert!(list(&["--config", "other.toml"], Some("gizmo.toml")).contains("gizmo.sale"), "one does not hide the other");
    folder.write("rows.jsonl", "{\"id\": \"a\", \"label\": \"ham\", \"text\": \"gizmo sale, tg @lumo_sales7\"}\n");
    let eval = |args: &[&str]| said(&folder.run_in("", &[&["eval", "rows.jsonl", "--all-rules"], args].concat(), Some("gizmo.toml")));
    folder.write("adsift.toml", "[adsift]\nformat = 1\npacks = [\"gizmo.toml\"]\n");
    assert!(!eval(&[]).contains("gizmo.sale"), "what measures reads nothing that is not named");
    assert!(eval(&["--config", "adsift.toml"]).contains("gizmo.sale"));
}

#[test]
fn a_configuration_overrides_disables_and_is_listed() {
    let folder = Folder::new("override");
    let config = "[adsift]\nformat = 1\npacks = [\"gizmo.toml\"]\ndisable = [\"calls-and-offers.*\"]\n\n[override]\n\"gizmo.sale\" = 0.5\n\n\
        [profile]\nallow-phrases = [\"微信息屏\"]\nlevels = { review = 0.5, spam = 7.5 }\n";
    folder.write("adsift.toml", config);
    let verdict = folder.verdict(&[]);
    assert_eq!((points(&verdict, "gizmo.sale"), verdict["level"].as_str()), (Some(0.5), Some("review")), "{verdict}");
    assert!(verdict["hits"].as_array().is_some_and(|hits| hits.iter().all(|hit| !hit["rule"].to_string().contains("calls-and"))));
    let list = said(&folder.run(&["rules", "list", "--effective"]));
    let list = list.split_whitespace().collect::<Vec<_>>().join(" ").replace("  ", " ");
    for line in [
        "(written 1.50) by adsift.toml:7",
        "disabled by adsift.toml:4",
        "allow-phrases: 微信息屏 adsift.toml:10",
        "levels.spam: 7.50 adsift.toml:11",
        "ruleset ",
    ] {
        assert!(list.contains(line), "{line} in {list}");
    }
    assert!(list.contains(verdict["ruleset"].as_str().expect("a hash")), "one hash for one way to judge");
}

#[test]
fn a_profile_allows_and_blocks() {
    let folder = Folder::new("profile");
    folder.write("blocked.txt", "# known\ntelegram:lumo_sales7\n");
    folder.write("block.toml", "[profile]\nformat = 1\nblock-lists = [\"blocked.txt\"]\n");
    let blocked = folder.verdict(&["--profile", "block.toml"]);
    assert_eq!(blocked["level"], "spam", "{blocked}");
    let allow = "[profile]\nformat = 1\nallow-contacts = [\"telegram:lumo_sales7\"]\nallow-domains = [\"shop.example\"]\n\
        allow-phrases = [\"gizmo sale\"]\ndisable = [\"category:offer\"]\n";
    folder.write("allow.toml", allow);
    let allowed = folder.verdict(&["--profile", "allow.toml", "--pack", "gizmo.toml"]);
    assert_eq!((allowed["score"].as_f64(), points(&allowed, "gizmo.sale")), (Some(0.0), Some(0.0)), "{allowed}");
    assert_ne!(allowed["ruleset"], blocked["ruleset"]);
}

#[test]
fn mistakes_are_told_at_their_places() {
    let folder = Folder::new("mistakes");
    let told = |name: &str, text: &str, args: &[&str]| {
        folder.write(name, text);
        let output = folder.run(&[args, &["text.txt"]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        said(&output)
    };
    let config = ["--config", "c.toml"];
    for (text, expected) in [
        ("[adsift]\nformat = 1\npakcs = []\n", "is `packs` meant?"),
        ("[adsift]\npacks = []\n", "`format` is missing"),
        ("[pack]\nid = \"a\"\n", "a configuration begins with an `[adsift]` table"),
        ("[adsift]\nformat = 1\ndisable = [\"tikets.generators\"]\n", "is `tickets.generators` meant?"),
        ("[adsift]\nformat = 1\n[override]\n\"none.such\" = 1\n", "unknown rule `none.such`"),
        ("[adsift]\nformat = 1\npacks = [\"none.toml\"]\n", "none.toml: No such file"),
        ("[adsift]\nformat = 1\n[profile]\nallow-domains = [\"https://a.example\"]\n", "c.toml:4:18"),
        ("[adsift]\nformat = 1\n[profile]\nblock-contacts = [\"lumo\"]\n", "`lumo` is no contact"),
        ("[adsift", "error[syntax]"),
    ] {
        let found = told("c.toml", text, &config);
        assert!(found.contains(expected), "{expected} in {found}");
    }
    let large = format!("[adsift]\nformat = 1\n# {}\n", "x".repeat(4 << 20));
    assert!(told("c.toml", &large, &config).contains("at most 4194304 bytes"));
    let profile = ["--profile", "p.toml"];
    assert!(told("p.toml", &large.replace("adsift", "profile"), &profile).contains("at most 4194304 bytes"));
    for (text, expected) in [
        ("[profile]\nallow-contacts = []\n", "`format` is missing"),
        ("[profile]\nformat = 1\nlevels = { review = 5.0, spam = 4.0 }\n", "`review` needs a higher score than `spam`"),
        ("[profile]\nformat = 1\nblock-lists = [\"wrong.txt\"]\n", "wrong.txt:2: `lumo` is no contact"),
        ("[profile]\nformat = 1\ndisable = [\"none.such\"]\n", "unknown rule `none.such`"),
    ] {
        folder.write("wrong.txt", "qq:29001\nlumo\n");
        let found = told("p.toml", text, &profile);
        assert!(found.contains(expected), "{expected} in {found}");
    }
}

#[test]
fn what_a_rule_lacks_is_told() {
    let folder = Folder::new("why-not");
    let ask = |rule: &str| said(&folder.run(&["explain", "--why-not", rule, "--pack", "gizmo.toml", "text.txt"])).replace("\n    ", " ");
    for (rule, expected) in [
        ("gizmo.sale", "it is found at `gizmo sale`, and gives 1.50 points"),
        ("contact-channels.whatsapp-label", "none of its cues is there"),
        ("contact-channels.telegram-label", "it is found at `telegram: @lumo_sales7`"),
        ("structure.contact-in-three-places", "\"contact-repeats\" is "),
        ("structure.trade-in-title", "all of it must stand"),
        ("honest-context.quoted", "there is no rule"),
        ("sim-cards.card-goods", "none of its words is there"),
    ] {
        let told = ask(rule);
        assert!(told.contains(expected), "{rule}: {expected} in {told}");
    }
    folder.write("clean.txt", "a gizmo saleroom, telegram desk");
    let clean = |rule: &str| said(&folder.run(&["explain", "--why-not", rule, "--pack", "gizmo.toml", "clean.txt"])).replace("\n    ", " ");
    let told = clean("gizmo.sale");
    assert!(told.contains("`gizmo sale` is there, inside a longer word") && told.contains("review lacks 4.00 points"), "{told}");
    assert!(
        clean("contact-channels.telegram-label").contains("`telegram` is there, and no value"),
        "{}",
        clean("contact-channels.telegram-label")
    );
    let composite = clean("structure.message-that-sells");
    assert!(composite.contains("fails: "), "{composite}");
}
