//! The recipes of `docs/pipelines.md` answer as they say, as far as the programs that they need are there.
#![cfg(all(feature = "cli", unix))]

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const GUIDE: &str = "docs/pipelines.md";
const INPUT: &str = "docs/pipelines.in";

/// The fenced blocks of the guide, each with what stands behind its sign.
fn blocks() -> Vec<(String, String)> {
    let text = fs::read_to_string(GUIDE).expect("the guide");
    let parts: Vec<&str> = text.split("```").collect();
    assert!(parts.len() % 2 == 1, "every block ends");
    let block = |part: &&str| part.split_once('\n').map(|(sign, code)| (sign.to_owned(), code.to_owned())).expect("a line");
    parts.iter().skip(1).step_by(2).map(block).collect()
}

/// Puts what the recipes read into a folder.
fn furnish(folder: &Path, blocks: &[(String, String)]) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder.join("shards")).expect("a folder");
    for below in ["", "shards"] {
        for entry in fs::read_dir(Path::new(INPUT).join(below)).expect("the inputs").map(|entry| entry.expect("an input").path()) {
            if entry.is_file() {
                fs::copy(&entry, folder.join(below).join(entry.file_name().expect("a name"))).expect("copied");
            }
        }
    }
    let packed = File::create(folder.join("crawl.jsonl.gz")).expect("a file");
    let mut packed = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    packed.write_all(&fs::read(folder.join("posts.jsonl")).expect("the posts")).expect("packed");
    packed.finish().expect("packed");
    for (sign, code) in blocks {
        if let Some((_, name)) = sign.split_once(" file ") {
            fs::write(folder.join(name), code).expect("a file");
        }
    }
}

fn is_there(program: &str) -> bool {
    let status = Command::new(program).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

#[test]
fn every_recipe_answers_as_it_says() {
    let blocks = blocks();
    let folder: PathBuf = std::env::temp_dir().join(format!("adsift-recipes-{}", std::process::id()));
    furnish(&folder, &blocks);
    let program = Path::new(env!("CARGO_BIN_EXE_adsift")).parent().expect("a folder").to_owned();
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let path: OsString = std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&paths))).expect("paths");
    let (mut run, mut wrong) = (0, Vec::new());
    for (at, (sign, code)) in blocks.iter().enumerate() {
        let needs = sign.strip_prefix("sh needs ");
        if sign != "sh" && !needs.is_some_and(is_there) {
            continue;
        }
        let (answer, wanted) = blocks.get(at + 1).expect("a command has an answer");
        assert_eq!(answer, "text", "behind {code}");
        let mut shell = Command::new("sh");
        // Whatever the settings of those who test are, a recipe begins with none.
        shell.args(["-eu", "-c", code]).current_dir(&folder).env("PATH", &path).env("HOME", &folder).env("XDG_CONFIG_HOME", &folder);
        shell.env("GIT_CONFIG_NOSYSTEM", "1").env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
        let output = shell.stdin(Stdio::null()).output().expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout);
        // Some count with spaces before the number.
        let same = said.lines().map(str::trim_start).eq(wanted.lines().map(str::trim_start));
        if !same || !output.status.success() {
            wrong.push(format!("{code}answered {}\n{said}{}", output.status, String::from_utf8_lossy(&output.stderr)));
        }
        run += 1;
    }
    let _ = fs::remove_dir_all(&folder);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(run >= 3, "some recipes need nothing");
}
