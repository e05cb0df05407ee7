//! Judges the records of a batch, and parts what passes from what is left out.
#[cfg(feature = "parquet")]
use super::super::parquet::Decision;
use super::super::read::{Batch, Form, Long, Places, Raw, Record};
use super::args::{FilterArgs, OnError};
use super::mark::{self, Said};
#[cfg(feature = "parquet")]
use super::table::decision;
use super::tally::Tally;
use crate::report::{Unreadable, escape, line};
use crate::scan::{Scanner, Verdict};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::UTF_8;
use std::sync::Arc;

/// The key under which a record that was left out says why.
pub(super) const REASON: &str = "adsift";

/// What is done with records.
pub(super) struct Sift {
    pub args: FilterArgs,
    pub places: Arc<Places>,
}

/// What became of a batch.
#[derive(Default)]
pub(super) struct Sifted {
    /// What passes, as it stood in the input.
    pub kept: Vec<u8>,
    /// What was left out, a JSON line each.
    pub rejects: Vec<u8>,
    /// A record over the limit, and whether it passes. The rejects then hold what comes before its bytes.
    pub long: Option<(Long, bool)>,
    /// Of rows of a table, which are copied elsewhere, what becomes of each.
    #[cfg(feature = "parquet")]
    pub rows: Vec<Decision>,
    pub tally: Tally,
    /// What is to be said of single records.
    pub notes: Vec<String>,
    /// Why nothing more is to be read.
    pub fatal: bool,
}

/// What becomes of a record.
enum Fate {
    Passes,
    PassesAs(Vec<u8>),
    LeftOut(String),
    Ends,
}

impl Sift {
    /// Judges a batch.
    pub fn sift(&self, scanner: &mut Scanner, mut batch: Batch) -> Sifted {
        let mut sifted = Sifted::default();
        let mut from = 0;
        let mut passes = true;
        for raw in batch.records() {
            let fate = batch.read(&raw, &self.places, |read| match read {
                Ok(record) => self.judge(scanner, &batch, &raw, record, &mut sifted),
                Err((id, unreadable)) => self.unreadable(&batch, &raw, id, &unreadable, &mut sifted),
            });
            let range = raw.range;
            match fate {
                Fate::Passes => continue,
                Fate::PassesAs(bytes) => {
                    sifted.kept.extend_from_slice(&batch.bytes[from..range.start]);
                    sifted.kept.extend_from_slice(&bytes);
                }
                Fate::LeftOut(line) => {
                    passes = false;
                    sifted.kept.extend_from_slice(&batch.bytes[from..range.start]);
                    sifted.rejects.extend_from_slice(line.as_bytes());
                }
                Fate::Ends => {
                    sifted.fatal = true;
                    sifted.kept.extend_from_slice(&batch.bytes[from..range.start]);
                    return sifted;
                }
            }
            from = range.end;
        }
        if from == 0 && sifted.kept.is_empty() {
            sifted.kept = std::mem::take(&mut batch.bytes);
        } else {
            sifted.kept.extend_from_slice(&batch.bytes[from..]);
        }
        sifted.long = batch.long.take().map(|long| (long, passes));
        sifted
    }

    fn judge(&self, scanner: &mut Scanner, batch: &Batch, raw: &Raw, record: &Record<'_>, sifted: &mut Sifted) -> Fate {
        let verdict = record.judge(scanner);
        let passes = self.args.passes(verdict.level());
        let tally = &mut sifted.tally;
        tally.judged(&verdict, passes);
        tally.replaced += u64::from(record.reading.replaced > 0);
        tally.truncated += u64::from(record.reading.left_out.is_some());
        #[cfg(feature = "parquet")]
        if batch.source.table.is_some() {
            sifted.rows.push(decision(&verdict, passes));
            if passes {
                return Fate::Passes;
            }
        }
        match (passes, &self.args.annotate) {
            (true, None) => Fate::Passes,
            (true, Some(key)) => Fate::PassesAs(self.annotated(key, batch, raw, record, &verdict)),
            (false, _) if self.args.rejects.is_none() => Fate::LeftOut(String::new()),
            (false, _) => {
                let said = line(&Said { verdict: &verdict, reading: &record.reading });
                Fate::LeftOut(if batch.source.form.has_fields() && !matches!(batch.source.form, Form::Rows { .. }) {
                    let own = mark::object(record.json.trim().as_bytes(), REASON, None, &said);
                    // A line break outside strings is white space, and inside them there is none.
                    String::from_utf8_lossy(&own).replace(['\n', '\r'], " ") + "\n"
                } else {
                    reject(batch, raw, &record.id, &said)
                })
            }
        }
    }

    fn annotated(&self, key: &str, batch: &Batch, raw: &Raw, record: &Record<'_>, verdict: &Verdict<'_>) -> Vec<u8> {
        let bytes = batch.raw(raw);
        if let Form::Rows { between, .. } = batch.source.form {
            return mark::row(bytes, &mark::cells(verdict), between, batch.encoding);
        }
        let said = line(&Said { verdict, reading: &record.reading });
        // Where bytes and text are the same the value of an earlier run is replaced; else a second key, which counts,
        // is the lesser evil.
        let same = batch.encoding == UTF_8 && record.reading.replaced == 0;
        let lead = usize::from(batch.source.form == Form::List);
        let place = record.key.clone().filter(|_| same).map(|place| place.start + lead..place.end + lead);
        mark::object(bytes, key, place, &if batch.encoding == UTF_8 { said } else { mark::ascii(&said) })
    }

    fn unreadable(&self, batch: &Batch, raw: &Raw, id: Option<String>, unreadable: &Unreadable, sifted: &mut Sifted) -> Fate {
        let place = batch.name(raw);
        sifted.tally.unreadable(unreadable.code);
        sifted.notes.push(escape(&format!("{place}: {}", unreadable.in_line())).text);
        #[cfg(feature = "parquet")]
        if batch.source.table.is_some() {
            sifted.rows.push(Decision { keep: self.args.on_error.unwrap_or_default() == OnError::Keep, mark: None });
        }
        match (self.args.on_error.unwrap_or_default(), batch.source.form) {
            (OnError::Fail, _) => Fate::Ends,
            // A row keeps as many cells as its neighbours.
            (OnError::Keep, Form::Rows { between, .. }) if self.args.annotate.is_some() && batch.long.is_none() => {
                Fate::PassesAs(mark::row(batch.raw(raw), &Default::default(), between, batch.encoding))
            }
            (OnError::Keep, _) => Fate::Passes,
            (OnError::Reject, _) if self.args.rejects.is_none() => Fate::LeftOut(String::new()),
            (OnError::Reject, _) => Fate::LeftOut(reject(batch, raw, id.as_deref().unwrap_or(&place), &mark::error(unreadable))),
        }
    }
}

/// A line of what was left out, with the record as it stood in the input. Of a record over the limit the line ends before
/// its bytes.
fn reject(batch: &Batch, raw: &Raw, id: &str, said: &str) -> String {
    let head = format!("{{\"id\":{},\"{REASON}\":{said},", line(&id));
    if batch.long.is_some() {
        return head + "\"base64\":\"";
    }
    let bytes = batch.raw(raw);
    let whole = batch.source.form == Form::Text;
    let end = bytes.iter().rposition(|byte| whole || !b"\r\n".contains(byte)).map_or(0, |at| at + 1);
    let start = usize::from(batch.source.form == Form::List && !bytes.is_empty());
    let bytes = match batch.source.form {
        Form::Lines(0) => bytes.strip_suffix(&[0]).unwrap_or(bytes),
        _ => &bytes[start..end],
    };
    let (text, wrong) = batch.encoding.decode_without_bom_handling(bytes);
    match wrong {
        false => format!("{head}\"record\":{}}}\n", line(&text)),
        true => format!("{head}\"base64\":\"{}\"}}\n", STANDARD.encode(bytes)),
    }
}
