//! From bytes to what is judged: the text, or the fields of a record, and what can be wrong with them.
use super::super::args::{FieldArg, Place};
use super::batch::{Batch, Decoded, Raw};
use super::json::{Path, seek, string};
use super::row::cells;
use super::source::Form;
use crate::report::{Reading, Unreadable};
use crate::scan::{Field, Scanner, Verdict};
use encoding_rs::UTF_8;
use serde_json::Value;
use std::borrow::Cow;

/// Where the texts of records stand.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Places {
    pub(super) fields: Vec<(Field, Place)>,
    pub(super) id: Place,
    /// Whether there is one nameless field: then spans name none.
    single: bool,
    /// Whether nobody has said which field it is.
    unsaid: bool,
    /// Whether they are HTML.
    html: bool,
    /// The ways to the fields, then to the id, then to what a command asks for.
    paths: Vec<Path>,
}

impl Places {
    /// Checks what `--field` and `--id-field` say.
    pub fn new(fields: &[FieldArg], id: &Place) -> Result<Self, String> {
        let single = fields.len() < 2 && fields.iter().all(|arg| arg.field.is_none());
        let mut named: Vec<(Field, Place)> = Vec::new();
        for (index, arg) in fields.iter().enumerate() {
            let field = arg.field.unwrap_or(Field::Body);
            let earlier = fields[..index].iter().find(|earlier| earlier.field.unwrap_or(Field::Body) == field);
            if let Some(earlier) = earlier {
                let nameless = earlier.field.is_none() || arg.field.is_none();
                let why = if nameless { ": a field without a name is the body" } else { "" };
                return Err(format!("`--field {earlier}` and `--field {arg}` both give the {}{why}", field.name()));
            }
            named.push((field, arg.place.clone()));
        }
        if named.is_empty() {
            named.push((Field::Body, Place::Name("text".to_owned())));
        }
        let paths = named.iter().map(|(_, place)| place).chain([id]).map(path).collect();
        Ok(Places { fields: named, single, unsaid: fields.is_empty(), id: id.clone(), html: false, paths })
    }

    /// The same, where the texts are HTML or not.
    pub fn of_pages(self, html: bool) -> Self {
        Places { html, ..self }
    }

    /// Finds the value of one more key.
    pub fn with_key(mut self, key: &str) -> Self {
        self.paths.push(vec![key.to_owned()]);
        self
    }
}

fn path(place: &Place) -> Path {
    match place {
        Place::Name(name) => vec![name.clone()],
        Place::Pointer(pointer) => pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect(),
    }
}

/// What was read: one text, or the named fields of a record.
#[derive(Debug)]
pub(in crate::cli) enum Texts<'a> {
    One(Cow<'a, str>),
    Fields(Vec<(Field, Cow<'a, str>)>),
}

/// One record, ready to be judged.
#[derive(Debug)]
pub(in crate::cli) struct Record<'a> {
    pub id: Cow<'a, str>,
    /// The file that it stands in.
    pub path: &'a str,
    /// The line in which it begins, where it is one of several.
    pub line: Option<usize>,
    /// Whether its text has the very bytes of its file, from the first on.
    pub is_verbatim: bool,
    /// What it was read from.
    pub form: Form,
    /// How.
    pub reading: Reading,
    pub texts: Texts<'a>,
    /// Whether only what they show as HTML is judged.
    pub html: bool,
    /// All of a JSON record.
    pub json: &'a str,
    /// Where in `json` the value of a command's own key stands.
    pub key: Option<std::ops::Range<usize>>,
}

impl Batch {
    /// Reads a record and hands it, or what is wrong with it and its own id where that much could be read, to `then`.
    pub fn read<T>(&self, raw: &Raw, places: &Places, then: impl FnOnce(Result<&Record<'_>, (Option<String>, Unreadable)>) -> T) -> T {
        let form = self.source.form;
        let line = raw.line;
        if form.has_fields() && (self.long.is_some() || raw.range.len() > self.limit) {
            let length = self.long.as_ref().map_or(raw.range.len() as u64, |long| long.length);
            let what = format!("a record has at most {} bytes, and this one has {length}; `--max-record` allows more", self.limit);
            return then(Err((None, Unreadable { code: "too-long", line, byte: None, what })));
        }
        let Decoded { text, replaced, left_out } = self.decoded(raw);
        let shown = self.source.utf16.unwrap_or(self.encoding);
        let reading = Reading { replaced, encoding: (shown != UTF_8).then(|| shown.name()), left_out };
        let whole = form == Form::Text;
        let mut record = Record {
            id: Cow::Borrowed(""),
            path: &self.source.name,
            line: (!whole).then_some(line),
            is_verbatim: whole && self.source.is_plain && reading == Reading::default(),
            form,
            reading,
            texts: Texts::Fields(Vec::new()),
            html: places.html,
            json: "",
            key: None,
        };
        let read = match form {
            Form::Text | Form::Lines(_) => {
                record.texts = Texts::One(text);
                Ok(None)
            }
            Form::Jsonl | Form::List => record.json(line, &text, places),
            Form::Rows { between, .. } => record.row(line, &text, between, self, places),
        };
        match read {
            Ok(own) => {
                record.id = own.unwrap_or_else(|| Cow::Owned(self.name(raw)));
                then(Ok(&record))
            }
            Err(wrong) => then(Err(wrong)),
        }
    }
}

type Own<'a> = Result<Option<Cow<'a, str>>, (Option<String>, Unreadable)>;

impl<'a> Record<'a> {
    /// Judges the record.
    pub fn judge(&self, scanner: &mut Scanner) -> Verdict<'_> {
        match &self.texts {
            #[cfg(feature = "markup")]
            Texts::One(text) if self.html => scanner.scan_html(text),
            Texts::One(text) => scanner.scan(text),
            Texts::Fields(fields) => {
                let fields: Vec<(Field, &str)> = fields.iter().map(|(field, text)| (*field, text.as_ref())).collect();
                #[cfg(feature = "markup")]
                if self.html {
                    return scanner.scan_html_fields(&fields);
                }
                scanner.scan_fields(&fields)
            }
        }
    }

    /// All that a JSON record holds: labels and the like.
    pub fn value(&self) -> Value {
        serde_json::from_str(self.json).unwrap_or_default()
    }

    fn json(&mut self, line: usize, text: &'a str, places: &Places) -> Own<'a> {
        if !text.trim_start().starts_with('{') {
            return Err((None, no_object(line, text)));
        }
        let found = seek(text, &places.paths).map_err(|wrong| (None, bad_json(line, &wrong, 0)))?;
        let fields = places.fields.len();
        let own = match found[fields].map(|value| (value, string(value))) {
            Some((_, Some(Ok(id)))) => Some(id),
            Some((value, None)) if value.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Some(Cow::Borrowed(value)),
            _ => None,
        };
        // Both are parts of one text.
        let at = |value: &str| value.as_ptr() as usize - text.as_ptr() as usize;
        self.key = found.get(fields + 1).copied().flatten().map(|value| at(value)..at(value) + value.len());
        self.json = text;
        let wrong = |unreadable| (own.as_deref().map(str::to_owned), unreadable);
        let mut texts = Vec::with_capacity(fields);
        for ((field, place), value) in places.fields.iter().zip(&found) {
            match value.map(|value| (value, string(value))) {
                Some((_, Some(Ok(text)))) => texts.push((*field, text)),
                Some((value, Some(Err(error)))) => return Err(wrong(bad_json(line, &error, at(value)))),
                // Of several fields most records lack one or the other: a title, what authors say of themselves.
                None | Some(("null", None)) if !places.single => {}
                None => return Err(wrong(places.missing(line, place, "field"))),
                Some((value, None)) => {
                    let what = format!("field `{}` must be a string, and is {}", place.as_str(), kind_of(value));
                    return Err(wrong(Unreadable { code: "not-a-string", line, byte: None, what }));
                }
            }
        }
        self.texts = places.texts(line, texts).map_err(wrong)?;
        Ok(own)
    }

    fn row(&mut self, line: usize, text: &str, between: u8, batch: &Batch, places: &Places) -> Own<'a> {
        let mut cells = cells(text, between);
        let Some(columns) = &batch.columns else { return Ok(None) };
        let own = columns.id.and_then(|column| cells.get(column)).filter(|id| !id.is_empty()).cloned();
        let mut texts = Vec::with_capacity(places.fields.len());
        for ((field, place), column) in places.fields.iter().zip(&columns.fields) {
            match column.and_then(|column| cells.get_mut(column)) {
                Some(cell) => texts.push((*field, Cow::Owned(std::mem::take(cell)))),
                None if !places.single => {}
                None => return Err((own, places.missing(line, place, "column"))),
            }
        }
        self.texts = places.texts(line, texts).map_err(|unreadable| (own.clone(), unreadable))?;
        Ok(own.map(Cow::Owned))
    }
}

impl Places {
    fn missing(&self, line: usize, place: &Place, what: &str) -> Unreadable {
        let help = if self.unsaid { format!("; `--field NAME` says which {what} holds the text") } else { String::new() };
        missing(line, &format!("{what} `{}` is missing{help}", place.as_str()))
    }

    fn texts<'a>(&self, line: usize, mut texts: Vec<(Field, Cow<'a, str>)>) -> Result<Texts<'a>, Unreadable> {
        match texts.pop() {
            None => {
                if let [(_, place)] = self.fields.as_slice() {
                    return Err(missing(line, &format!("field `{}` is missing", place.as_str())));
                }
                let names: Vec<String> = self.fields.iter().map(|(_, place)| format!("`{}`", place.as_str())).collect();
                Err(missing(line, &format!("each of the fields {} is missing", names.join(", "))))
            }
            Some((_, text)) if self.single => Ok(Texts::One(text)),
            Some(last) => {
                texts.push(last);
                Ok(Texts::Fields(texts))
            }
        }
    }
}

fn missing(line: usize, what: &str) -> Unreadable {
    Unreadable { code: "missing-field", line, byte: None, what: what.to_owned() }
}

fn bad_json(line: usize, wrong: &serde_json::Error, before: usize) -> Unreadable {
    let message = wrong.to_string();
    let what = message.rfind(" at line ").map_or(message.as_str(), |end| &message[..end]);
    Unreadable { code: "bad-json", line, byte: Some(before + wrong.column()), what: what.to_owned() }
}

fn no_object(line: usize, text: &str) -> Unreadable {
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Err(wrong) => bad_json(line, &wrong, 0),
        Ok(_) => {
            let what = format!("a record must be an object, and this is {}", kind_of(text.trim_start()));
            Unreadable { code: "bad-json", line, byte: None, what }
        }
    }
}

fn kind_of(value: &str) -> &'static str {
    match value.as_bytes().first() {
        Some(b'n') => "null",
        Some(b't' | b'f') => "a truth value",
        Some(b'"') => "a string",
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        _ => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Source;
    use super::*;

    /// What becomes of a line: its id with its texts, or what is wrong.
    fn read(line: &str, fields: &[&str]) -> Result<(String, Vec<String>), (Option<String>, Unreadable)> {
        let args: Vec<FieldArg> = fields.iter().map(|field| field.parse().expect("a field")).collect();
        let places = Places::new(&args, &Place::Name("id".to_owned())).expect("sound places");
        let source = Source {
            name: "-".to_owned(),
            index: 0,
            form: Form::Jsonl,
            utf16: None,
            mark: Vec::new(),
            is_plain: true,
            #[cfg(feature = "parquet")]
            table: None,
        };
        let batch = Batch {
            source: source.into(),
            encoding: UTF_8,
            columns: None,
            bytes: line.as_bytes().to_vec(),
            ends: Vec::new(),
            line: 7,
            before: 0,
            long: None,
            limit: 1 << 20,
            live: false,
        };
        let raw = batch.records().next().expect("a record");
        batch.read(&raw, &places, |read| {
            read.map(|record| match &record.texts {
                Texts::One(text) => (record.id.to_string(), vec![text.to_string()]),
                Texts::Fields(fields) => (record.id.to_string(), fields.iter().map(|(_, text)| text.to_string()).collect()),
            })
        })
    }

    #[test]
    fn ids_are_the_records_own() {
        for (line, id) in [
            (r#"{"id":"a","text":""}"#, "a"),
            (r#"{"id":"\u0061","text":""}"#, "a"),
            (r#"{"id":12,"text":""}"#, "12"),
            (r#"{"id":12345678901234567890123456789,"text":""}"#, "12345678901234567890123456789"),
            (r#"{"id":1.50,"text":""}"#, "1.50"),
            (r#"{"text":""}"#, "-:7"),
            (r#"{"id":null,"text":""}"#, "-:7"),
        ] {
            assert_eq!(read(line, &[]).expect("a sound record").0, id);
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_keeps_its_own_id() {
        for (line, fields, code, id) in [
            ("{", &[][..], "bad-json", None),
            ("[1]", &[], "bad-json", None),
            ("nul", &[], "bad-json", None),
            ("{} x", &[], "bad-json", None),
            (r#"{"id":"a3","text":"#, &[], "bad-json", None),
            (r#"{"id":"a3","text":"\ud800"}"#, &[], "bad-json", Some("a3")),
            (r#"{"id":"a3"}"#, &[], "missing-field", Some("a3")),
            (r#"{"text":null}"#, &[], "not-a-string", None),
            (r#"{"text":7,"id":3}"#, &[], "not-a-string", Some("3")),
            (r#"{"a":{"b":1}}"#, &["/a/b"], "not-a-string", None),
            (r#"{"x":1}"#, &["title=t", "body=b"], "missing-field", None),
        ] {
            let (own, wrong) = read(line, fields).expect_err(line);
            assert_eq!((wrong.code, own.as_deref()), (code, id), "{line}");
            assert!(wrong.message().starts_with("line 7"), "{}", wrong.message());
            assert!(!wrong.in_line().contains("line"), "{}", wrong.in_line());
        }
    }

    #[test]
    fn of_several_fields_one_is_enough() {
        assert_eq!(read(r#"{"t":null,"c":"x\ny"}"#, &["title=t", "c"]).expect("a sound record").1, ["x\ny"]);
        assert_eq!(read(r#"{"t":"a","c":"b"}"#, &["title=t", "c"]).expect("a sound record").1, ["a", "b"]);
        assert!(Places::new(&["a".parse().expect("a field"), "body=b".parse().expect("a field")], &Place::default()).is_err());
    }
}
