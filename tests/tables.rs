//! `adsift filter` over Parquet: a table comes out as a table, whole or not at all.
#![cfg(feature = "parquet")]

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

/// A pack of four rules, and a text that it leaves out.
const RULES: [&str; 3] = ["--no-builtin", "--pack", "tests/cmd/packs/shop"];
const SPAM: &str = "流量卡批发，找我，TG：@lumo_cards8";

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("adsift-tables-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("in")).expect("a folder");
        Folder(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The text of a row: every fifth is spam, every seventh is missing.
fn text(row: usize) -> Option<&'static str> {
    match row {
        _ if row % 7 == 3 => None,
        _ if row.is_multiple_of(5) => Some(SPAM),
        _ => Some("午后天晴了"),
    }
}

/// Writes a table of groups of so many rows.
fn table(path: &str, groups: &[usize]) {
    let mut row = 0;
    let mut writer: Option<ArrowWriter<File>> = None;
    for &rows in groups {
        let numbers: Int64Array = (row..row + rows).map(|row| Some(row as i64)).collect();
        let texts: StringArray = (row..row + rows).map(text).collect();
        let notes: StringArray = (row..row + rows).map(|row| Some(format!("note {row}"))).collect();
        let columns: [(&str, ArrayRef, bool); 3] =
            [("id", Arc::new(numbers), false), ("text", Arc::new(texts), true), ("note", Arc::new(notes), true)];
        let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("a batch");
        let writer = writer.get_or_insert_with(|| {
            let file = File::create(path).expect("a file");
            ArrowWriter::try_new(file, batch.schema(), None).expect("a writer")
        });
        writer.write(&batch).expect("written");
        writer.flush().expect("flushed");
        row += rows;
    }
    writer.expect("a group").close().expect("closed");
}

fn filter(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_adsift")).arg("filter").args(RULES).args(args).output().expect("the program runs")
}

/// The rows of a table: number, note, level and score.
fn rows(path: &str, key: &str) -> Vec<(i64, String, Option<String>, Option<f64>)> {
    let reader = ParquetRecordBatchReader::try_new(File::open(path).expect("a table"), 1 << 20).expect("a table");
    let mut rows = Vec::new();
    for batch in reader {
        let batch = batch.expect("a batch");
        let column = |name: &str| Arc::clone(batch.column_by_name(name).expect("a column"));
        let (ids, notes) = (column("id"), column("note"));
        let (levels, scores) = (column(&format!("{key}_level")), column(&format!("{key}_score")));
        for at in 0..batch.num_rows() {
            let level = levels.is_valid(at).then(|| levels.as_string::<i32>().value(at).to_owned());
            let score = scores.is_valid(at).then(|| scores.as_primitive::<Float64Type>().value(at));
            let id = ids.as_primitive::<arrow_array::types::Int64Type>().value(at);
            rows.push((id, notes.as_string::<i32>().value(at).to_owned(), level, score));
        }
    }
    rows
}

/// The numbers of the rows of all groups.
fn groups(path: &str) -> Vec<i64> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("a table")).expect("a table");
    builder.metadata().row_groups().iter().map(|group| group.num_rows()).collect()
}

#[test]
fn a_table_is_written_with_its_verdicts_and_without_what_is_left_out() {
    let folder = Folder::new("whole");
    let (input, out, rejects) = (folder.path("in.parquet"), folder.path("out.parquet"), folder.path("rejects.jsonl"));
    table(&input, &[1_500, 1, 900]);
    let said = filter(&[&input, "--output", &out, "--rejects", &rejects, "--on-error", "keep"]);
    assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stderr));
    assert!(said.stdout.is_empty());

    let wanted = (0..2_401).filter(|&row| text(row) != Some(SPAM)).map(|row| {
        let known = text(row).is_some();
        (row as i64, format!("note {row}"), known.then(|| "clean".to_owned()), known.then_some(0.0))
    });
    assert_eq!(rows(&out, "adsift"), wanted.collect::<Vec<_>>());
    let kept = |range: std::ops::Range<usize>| range.filter(|&row| text(row) != Some(SPAM)).count() as i64;
    let wanted: Vec<i64> = [0..1_500, 1_500..1_501, 1_501..2_401].map(kept).into_iter().filter(|rows| *rows > 0).collect();
    assert_eq!(groups(&out), wanted, "rows stay in their groups");

    // What is left out is told with all of its columns.
    let lines = fs::read_to_string(&rejects).expect("the rejects");
    let first: serde_json::Value = serde_json::from_str(lines.lines().nth(1).expect("a line")).expect("JSON");
    assert_eq!((&first["id"], &first["note"], &first["adsift"]["level"]), (&5.into(), &"note 5".into(), &"spam".into()));
    assert_eq!(lines.lines().count() + rows(&out, "adsift").len(), 2_401);

    // Those alone, in columns of another name, and without rows that cannot be read.
    let said = filter(&[&input, "--output", &out, "--only", "spam", "--on-error", "reject", "--annotate", "second"]);
    assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stderr));
    let wanted = (0..2_401).filter(|&row| text(row) == Some(SPAM));
    let wanted = wanted.map(|row| (row as i64, format!("note {row}"), Some("spam".to_owned()), Some(5.0)));
    assert_eq!(rows(&out, "second"), wanted.collect::<Vec<_>>());
}

#[test]
fn a_table_that_cannot_be_read_leaves_no_part_of_one() {
    let folder = Folder::new("broken");
    for name in ["a", "b", "c", "d"] {
        table(&folder.path(&format!("in/{name}.parquet")), &[700, 700]);
    }
    fs::write(folder.path("in/e.jsonl"), format!("{{\"text\":\"{SPAM}\"}}\n{{\"text\":\"午后\"}}\n")).expect("a file");
    // One of them ends too early, and of another one a column is broken that nobody judges.
    let half = fs::read(folder.path("in/b.parquet")).expect("a table");
    fs::write(folder.path("in/b.parquet"), &half[..half.len() / 2]).expect("a file");
    let path = folder.path("in/c.parquet");
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(&path).expect("a table")).expect("a table");
    let at = usize::try_from(builder.metadata().row_group(1).column(2).byte_range().0).expect("a place");
    let mut bytes = fs::read(&path).expect("a table");
    bytes[at..at + 40].fill(0xFF);
    fs::write(&path, &bytes).expect("a file");

    let (input, out) = (folder.path("in"), folder.path("out"));
    let run = || filter(&[&input, "--output", &out, "--resume", "--on-error", "keep"]);
    let said = run();
    let notes = String::from_utf8(said.stderr).expect("UTF-8");
    assert_eq!(said.status.code(), Some(2), "{notes}");
    assert!(notes.contains("b.parquet: ") && notes.contains("c.parquet: "), "{notes}");
    let names = || {
        let files = fs::read_dir(&out).expect("a folder").map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = files.collect();
        names.sort();
        names
    };
    assert_eq!(names(), [".adsift-done.jsonl", "a.parquet", "d.parquet", "e.jsonl"]);

    // Once they are mended, only they are done.
    let changed = |name: &str| fs::metadata(Path::new(&out).join(name)).expect("a file").modified().expect("a time");
    let before = changed("a.parquet");
    for name in ["b", "c"] {
        fs::remove_file(folder.path(&format!("in/{name}.parquet"))).expect("removed");
        table(&folder.path(&format!("in/{name}.parquet")), &[700, 700]);
    }
    let said = run();
    assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stderr));
    assert!(String::from_utf8_lossy(&said.stderr).contains("5602 records read"), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(names(), [".adsift-done.jsonl", "a.parquet", "b.parquet", "c.parquet", "d.parquet", "e.jsonl"]);
    assert_eq!(changed("a.parquet"), before);
    assert_eq!(rows(&folder.path("out/b.parquet"), "adsift"), rows(&folder.path("out/a.parquet"), "adsift"));
}

#[test]
fn labels_of_a_table_are_read_from_its_columns() {
    let folder = Folder::new("labels");
    let (input, json) = (folder.path("in.parquet"), folder.path("figures.json"));
    table(&input, &[3]);
    let labels = ["--label", "note", "--spam", "note 0", "--ham", "note 1", "--ham", "note 2", "--json", &json];
    let said = Command::new(env!("CARGO_BIN_EXE_adsift")).arg("eval").args(RULES).args(labels).arg(&input).output().expect("it runs");
    assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stderr));
    let figures: serde_json::Value = serde_json::from_slice(&fs::read(&json).expect("figures")).expect("JSON");
    assert_eq!(figures["figures"]["precision"]["of"], 1, "{figures}");
}

#[test]
fn a_run_that_was_killed_within_a_table_writes_it_anew() {
    let folder = Folder::new("killed");
    for name in ["a", "b", "c"] {
        table(&folder.path(&format!("in/{name}.parquet")), &[9_000, 7_000, 4_000]);
    }
    let input = folder.path("in");
    let run = |out: &str, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_adsift"));
        command.arg("filter").args(RULES).args([&input, "--output", &folder.path(out), "--on-error", "keep"]).args(more);
        command.stderr(Stdio::null()).spawn().expect("the program runs")
    };
    let written = |out: &str| -> BTreeMap<String, Vec<u8>> {
        let files = fs::read_dir(folder.path(out)).into_iter().flatten().filter_map(|file| {
            let file = file.ok()?;
            // A part may get its name between the two.
            Some((file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).ok()?))
        });
        files.collect()
    };
    assert!(run("whole", &[]).wait().expect("it ends").success());
    let whole = written("whole");
    let size = |files: &BTreeMap<String, Vec<u8>>| files.values().map(Vec::len).sum::<usize>();
    let mut killed = 0;
    for share in [5, 40, 75] {
        let mut child = run("parts", &["--resume"]);
        while child.try_wait().expect("a state").is_none() {
            if size(&written("parts")) * 100 >= size(&whole) * share {
                child.kill().expect("it can be killed");
                killed += usize::from(child.wait().expect("it ends").code().is_none());
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }
    assert!(killed > 0 || cfg!(not(unix)), "it was too quick to be killed");
    assert!(run("parts", &["--resume"]).wait().expect("it ends").success());
    let parts = written("parts");
    assert_eq!(parts.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
    assert!(parts.iter().filter(|(name, _)| name.ends_with(".parquet")).all(|(name, bytes)| whole[name] == *bytes));
}
