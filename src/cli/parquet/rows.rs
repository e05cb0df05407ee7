//! The rows of a Parquet file as JSON lines of the columns that are asked for.
use super::super::args::Place;
use super::cell::lines;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many rows are held at once.
pub(super) const ROWS: usize = 512;

/// Reads the rows of a file, each as one line of JSON. Of its columns only those are read that hold one of `fields` or
/// the id, unless `whole` rows are wanted. `read` counts the bytes of the file, as far as its rows were read.
///
/// # Errors
/// The file is no Parquet, or has none of the fields: the message names those that it has.
pub(in crate::cli) fn rows(file: File, fields: &[&Place], id: &Place, whole: bool, read: &Arc<AtomicU64>) -> io::Result<Rows> {
    let size = file.metadata()?.len();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(unreadable)?;
    let names: Vec<&str> = builder.schema().fields().iter().map(|field| field.name().as_str()).collect();
    let found = |place: &Place| names.iter().position(|name| *name == column(place));
    let wanted: Vec<usize> = fields.iter().filter_map(|place| found(place)).collect();
    if wanted.is_empty() {
        let asked: Vec<String> = fields.iter().map(|place| format!("`{}`", place.as_str())).collect();
        let message = format!("no column {}; `--field NAME` names one of {}", asked.join(" or "), names.join(", "));
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    let mask = match whole {
        true => ProjectionMask::all(),
        false => ProjectionMask::roots(builder.parquet_schema(), wanted.into_iter().chain(found(id))),
    };
    let all = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default();
    let batches = builder.with_batch_size(ROWS).with_projection(mask).build().map_err(unreadable)?;
    Ok(Rows { batches, ready: Cursor::default(), read: Arc::clone(read), size, all, rows: 0 })
}

/// The column that holds a place: of a pointer its first step.
fn column(place: &Place) -> String {
    match place {
        Place::Name(name) => name.clone(),
        Place::Pointer(pointer) => pointer.split('/').nth(1).unwrap_or_default().replace("~1", "/").replace("~0", "~"),
    }
}

/// An error of the format as one of reading.
pub(super) fn unreadable(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

/// The lines, as they are read.
pub(in crate::cli) struct Rows {
    batches: ParquetRecordBatchReader,
    ready: Cursor<Vec<u8>>,
    read: Arc<AtomicU64>,
    /// How large the file is, how many rows it has, and how many of them were read.
    size: u64,
    all: u64,
    rows: u64,
}

impl Rows {
    /// So many more rows were read. Which bytes they took nobody tells; on the whole each takes as many as another.
    fn count(&mut self, rows: usize) {
        let bytes = |rows: u64| (u128::from(self.size) * u128::from(rows) / u128::from(self.all.max(1))) as u64;
        let more = bytes(self.rows + rows as u64) - bytes(self.rows);
        self.read.fetch_add(more, Ordering::Relaxed);
        self.rows += rows as u64;
    }
}

impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.ready.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some(batch) = self.batches.next() else { return Ok(0) };
            let batch = batch.map_err(unreadable)?;
            self.count(batch.num_rows());
            let mut bytes = Vec::new();
            for line in lines(&batch) {
                bytes.extend_from_slice(line.as_bytes());
                bytes.push(b'\n');
            }
            self.ready = Cursor::new(bytes);
        }
    }
}
