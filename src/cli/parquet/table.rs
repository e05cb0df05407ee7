//! Writes a table again with verdicts beside its rows, and without those that are left out.
use super::cell::lines;
use super::rows::{ROWS, unreadable};
use arrow_array::builder::{Float64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::filter::filter_record_batch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

/// The name under which the Arrow schema stands in a file; it is written anew with the added columns.
const SCHEMA_KEY: &str = "ARROW:schema";
/// What the names of the added columns begin with, where nobody says otherwise.
pub(in crate::cli) const KEY: &str = "adsift";

/// The columns that are added. Those of an earlier run are replaced.
fn added(key: &str) -> [String; 4] {
    ["level", "score", "rules", "contacts"].map(|name| format!("{key}_{name}"))
}

/// What is written beside a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The level's name.
    pub level: String,
    /// The score in points.
    pub score: f64,
    /// The rules that gave points.
    pub rules: Vec<String>,
    /// The contacts, as `kind:value`.
    pub contacts: Vec<String>,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Whether it is written.
    pub keep: bool,
    /// What is written beside it: nothing where it could not be judged.
    pub mark: Option<Mark>,
}

/// Copies a table from one file to another with four columns more: `adsift_level` and `adsift_score`, and the lists
/// `adsift_rules` and `adsift_contacts`. All other columns keep their types and values, and rows stay in their groups;
/// compression and the file's own metadata are kept. `judge` is given rows as JSON objects of all columns, and decides on
/// each of them, in their order. Returns how many rows were written. A few hundred rows are held at once, and one group of
/// the written file.
///
/// # Errors
/// The source is no Parquet, or one of the files cannot be read or written.
pub fn rewrite<W: Write + Send>(source: &File, target: W, mut judge: impl FnMut(&[String]) -> Vec<Decision>) -> io::Result<usize> {
    again(source, target, KEY, |batch| Ok(judge(&lines(batch))))
}

/// The same, with columns whose names begin with `key`, for whoever decides on rows without a look at them. An error of
/// `decide` is that of the whole.
pub(in crate::cli) fn again<W: Write + Send>(
    source: &File,
    target: W,
    key: &str,
    mut decide: impl FnMut(&RecordBatch) -> io::Result<Vec<Decision>>,
) -> io::Result<usize> {
    let metadata = ArrowReaderMetadata::load(source, ArrowReaderOptions::new()).map_err(unreadable)?;
    let added = added(key);
    let is_own = |index: &usize| !added.contains(metadata.schema().field(*index).name());
    let own: Vec<usize> = (0..metadata.schema().fields().len()).filter(is_own).collect();
    let schema = Arc::new(widened(&metadata.schema().project(&own).map_err(unreadable)?, added));
    let properties = properties(metadata.metadata());
    let mut writer = ArrowWriter::try_new(target, Arc::clone(&schema), Some(properties)).map_err(unreadable)?;
    let mut written = 0;
    for group in 0..metadata.metadata().num_row_groups() {
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(source.try_clone()?, metadata.clone());
        for batch in builder.with_row_groups(vec![group]).with_batch_size(ROWS).build().map_err(unreadable)? {
            let batch = batch.map_err(unreadable)?.project(&own).map_err(unreadable)?;
            let mut decisions = decide(&batch)?;
            decisions.resize(batch.num_rows(), Decision { keep: true, mark: None });
            let wide = beside(&batch, &schema, &decisions)?;
            let keep: BooleanArray = decisions.iter().map(|decision| Some(decision.keep)).collect();
            let kept = filter_record_batch(&wide, &keep).map_err(unreadable)?;
            written += kept.num_rows();
            writer.write(&kept).map_err(unreadable)?;
        }
        writer.flush().map_err(unreadable)?;
    }
    writer.close().map_err(unreadable)?;
    Ok(written)
}

/// The schema with the added columns behind its own.
fn widened(schema: &Schema, names: [String; 4]) -> Schema {
    let list = || DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, false)));
    let types = [DataType::Utf8, DataType::Float64, list(), list()];
    let added = names.into_iter().zip(types).map(|(name, kind)| Arc::new(Field::new(name, kind, true)));
    let fields: Vec<_> = schema.fields().iter().cloned().chain(added).collect();
    Schema::new_with_metadata(fields, schema.metadata().clone())
}

/// A batch with the verdicts beside its rows.
fn beside(batch: &RecordBatch, schema: &Arc<Schema>, decisions: &[Decision]) -> io::Result<RecordBatch> {
    let list = || ListBuilder::new(StringBuilder::new()).with_field(Field::new_list_field(DataType::Utf8, false));
    let (mut levels, mut scores, mut rules, mut contacts) = (StringBuilder::new(), Float64Builder::new(), list(), list());
    for decision in decisions {
        let mark = decision.mark.as_ref();
        levels.append_option(mark.map(|mark| mark.level.as_str()));
        scores.append_option(mark.map(|mark| mark.score));
        rules.append_option(mark.map(|mark| mark.rules.iter().map(Some)));
        contacts.append_option(mark.map(|mark| mark.contacts.iter().map(Some)));
    }
    let added: [ArrayRef; 4] =
        [Arc::new(levels.finish()), Arc::new(scores.finish()), Arc::new(rules.finish()), Arc::new(contacts.finish())];
    let columns: Vec<ArrayRef> = batch.columns().iter().cloned().chain(added).collect();
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(unreadable)
}

/// How the source was written, as far as it tells: the compression of each column, groups as large as the largest, and
/// what others have noted in it.
fn properties(metadata: &ParquetMetaData) -> WriterProperties {
    let largest = metadata.row_groups().iter().map(|group| group.num_rows()).max().unwrap_or(1);
    let notes = metadata.file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let notes: Vec<_> = notes.into_iter().filter(|note| note.key != SCHEMA_KEY).collect();
    let mut builder = WriterProperties::builder()
        .set_max_row_group_row_count(Some(usize::try_from(largest).unwrap_or(1).max(1)))
        .set_key_value_metadata(Some(notes));
    let columns = metadata.row_groups().first().map(|group| group.columns()).unwrap_or_default();
    for column in columns {
        builder = builder.set_column_compression(column.column_path().clone(), column.compression());
    }
    if let Some(first) = columns.first() {
        builder = builder.set_compression(first.compression());
    }
    builder.build()
}

#[cfg(test)]
mod tests;
