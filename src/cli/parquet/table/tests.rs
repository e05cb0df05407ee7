//! Tables that are written again keep what they hold.
use super::*;
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, DictionaryArray, Int64Array, LargeStringArray, TimestampMicrosecondArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use proptest::prelude::*;
use std::path::PathBuf;

const COLUMNS: [&str; 4] = ["adsift_level", "adsift_score", "adsift_rules", "adsift_contacts"];

/// A file that goes when its test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Scratch(std::env::temp_dir().join(format!("adsift-{name}-{}.parquet", std::process::id())))
    }

    fn write(&self, groups: &[RecordBatch], compression: Compression) -> File {
        let notes = vec![KeyValue::new("origin".to_owned(), "a crawl".to_owned())];
        let properties = WriterProperties::builder().set_compression(compression).set_key_value_metadata(Some(notes)).build();
        let file = File::create(&self.0).expect("a file");
        let mut writer = ArrowWriter::try_new(file, groups[0].schema(), Some(properties)).expect("a writer");
        for group in groups {
            writer.write(group).expect("written");
            writer.flush().expect("flushed");
        }
        writer.close().expect("closed");
        File::open(&self.0).expect("the file")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A batch of columns of several kinds, some of whose values are missing.
fn batch(texts: &[Option<String>]) -> RecordBatch {
    let numbers: Int64Array = (0..texts.len()).map(|row| (row % 3 > 0).then_some(i64::MAX - row as i64)).collect();
    let kinds: DictionaryArray<Int32Type> = (0..texts.len()).map(|row| Some(if row % 2 == 0 { "post" } else { "reply" })).collect();
    let times: TimestampMicrosecondArray = (0..texts.len()).map(|row| Some(row as i64 * 1_000_001)).collect();
    let columns: [(&str, ArrayRef, bool); 4] = [
        ("id", Arc::new(numbers), true),
        ("text", Arc::new(LargeStringArray::from(texts.to_vec())), true),
        ("kind", Arc::new(kinds), false),
        ("time", Arc::new(times.with_timezone("UTC")), true),
    ];
    RecordBatch::try_from_iter_with_nullable(columns).expect("a batch")
}

fn mark(row: usize) -> Option<Mark> {
    (row % 5 != 4).then(|| Mark {
        level: if row.is_multiple_of(2) { "spam" } else { "clean" }.to_owned(),
        score: row as f64 / 4.0,
        rules: (0..row % 3).map(|rule| format!("pack.rule-{rule}")).collect(),
        contacts: vec![format!("qq:{row}")],
    })
}

fn read(file: File) -> Vec<RecordBatch> {
    ParquetRecordBatchReader::try_new(file, 1 << 20).expect("a table").map(|batch| batch.expect("a batch")).collect()
}

/// Writes a table again, and leaves out the rows that `keep` does not want. The new file, and the lines that were judged.
fn written(source: &File, name: &str, keep: impl Fn(usize) -> bool) -> (Scratch, Vec<String>) {
    let (target, mut seen) = (Scratch::new(name), Vec::new());
    let file = File::create(&target.0).expect("a file");
    rewrite(source, file, |rows| {
        let first = seen.len();
        seen.extend_from_slice(rows);
        (first..seen.len()).map(|row| Decision { keep: keep(row), mark: mark(row) }).collect()
    })
    .expect("written again");
    (target, seen)
}

#[test]
fn columns_groups_compression_and_notes_are_kept() {
    let texts = |count: usize| (0..count).map(|row| (row % 7 != 6).then(|| format!("文本 {row} \"x\"\n"))).collect::<Vec<_>>();
    let scratch = Scratch::new("kept");
    let groups = [batch(&texts(1_300)), batch(&texts(1)), batch(&texts(700))];
    let source = scratch.write(&groups, Compression::ZSTD(ZstdLevel::default()));
    let (target, seen) = written(&source, "kept-again", |_| true);
    assert_eq!(seen.len(), 2_001);
    let first: serde_json::Value = serde_json::from_str(&seen[1]).expect("JSON");
    assert_eq!(first["text"], "文本 1 \"x\"\n");
    assert_eq!((first["id"].to_string(), &first["kind"]), ((i64::MAX - 1).to_string(), &"reply".into()));

    let metadata = ArrowReaderMetadata::load(&File::open(&target.0).expect("a file"), ArrowReaderOptions::new()).expect("a table");
    let rows: Vec<i64> = metadata.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
    assert_eq!(rows, [1_300, 1, 700]);
    assert!(metadata.metadata().row_group(0).columns().iter().all(|column| matches!(column.compression(), Compression::ZSTD(_))));
    let notes = metadata.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    assert_eq!(notes.iter().filter(|note| note.key == "origin" && note.value.as_deref() == Some("a crawl")).count(), 1);
    assert_eq!(notes.iter().filter(|note| note.key == SCHEMA_KEY).count(), 1);

    // A second pass puts its verdicts in place of the first one's.
    let (twice, _) = written(&File::open(&target.0).expect("a file"), "kept-twice", |_| true);
    let (once, twice) = (read(File::open(&target.0).expect("a file")), read(File::open(&twice.0).expect("a file")));
    assert_eq!(once, twice);
    let names: Vec<_> = once[0].schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["id", "text", "kind", "time", COLUMNS[0], COLUMNS[1], COLUMNS[2], COLUMNS[3]]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is left out, every other row has its own values and its own verdict, in its order.
    #[test]
    fn rows_keep_their_values_and_get_their_verdicts(
        groups in prop::collection::vec(prop::collection::vec(any::<Option<String>>(), 1..12), 1..4),
        drop in prop::collection::vec(any::<bool>(), 40),
    ) {
        let scratch = Scratch::new("rows");
        let batches: Vec<RecordBatch> = groups.iter().map(|texts| batch(texts)).collect();
        let source = scratch.write(&batches, Compression::SNAPPY);
        let (target, seen) = written(&source, "rows-again", |row| !drop[row % drop.len()]);
        let mut wanted = Vec::new();
        for (row, (text, line)) in groups.iter().flatten().zip(&seen).enumerate() {
            let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
            prop_assert_eq!(value["text"].as_str(), text.as_deref());
            if !drop[row % drop.len()] {
                wanted.push((row, text.clone()));
            }
        }
        let mut wanted = wanted.into_iter();
        for batch in read(File::open(&target.0).expect("a file")) {
            let column = |name: &str| batch.column_by_name(name).expect("a column");
            let (texts, levels, rules) = (column("text").as_string::<i64>(), column(COLUMNS[0]).as_string::<i32>(), column(COLUMNS[2]).as_list::<i32>());
            for at in 0..batch.num_rows() {
                let (row, text) = wanted.next().expect("no row too many");
                prop_assert_eq!(texts.is_valid(at).then(|| texts.value(at)), text.as_deref());
                let mark = mark(row);
                prop_assert_eq!(levels.is_valid(at).then(|| levels.value(at)), mark.as_ref().map(|mark| mark.level.as_str()));
                let named = |list: ArrayRef| list.as_string::<i32>().iter().map(|rule| rule.unwrap_or_default().to_owned()).collect::<Vec<_>>();
                prop_assert_eq!(rules.is_valid(at).then(|| named(rules.value(at))), mark.map(|mark| mark.rules));
            }
        }
        prop_assert!(wanted.next().is_none(), "no row too few");
    }
}

#[test]
fn other_files_are_refused() {
    let scratch = Scratch::new("none");
    std::fs::write(&scratch.0, "no table").expect("a file");
    let error = rewrite(&File::open(&scratch.0).expect("the file"), Vec::new(), |_| Vec::new()).expect_err("no table");
    assert!(error.to_string().contains("Parquet"), "{error}");
}
