//! From bytes to what is judged: decoding, the fields of JSON records, and what can be wrong with them.
use super::args::{FieldArg, Place};
use crate::report::Unreadable;
use crate::scan::{Field, Scanner, Verdict};
use serde_json::Value;

/// What a piece of input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// A JSON object that holds one.
    Json,
}

/// A piece of input, not yet read: `name` is its path, or `path:line`.
pub(super) struct Piece {
    pub name: String,
    pub line: Option<usize>,
    pub kind: Kind,
    /// Whether a byte-order mark stood before it.
    pub marked: bool,
    pub bytes: Result<Vec<u8>, Unreadable>,
}

/// Where the texts of JSON records stand.
#[derive(Clone, Debug)]
pub(super) struct Places {
    fields: Vec<(Field, Place)>,
    /// Whether there is one nameless field: then spans name none.
    single: bool,
    /// Whether nobody has said which field it is.
    unsaid: bool,
    id: Place,
    /// Whether they are HTML.
    html: bool,
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
        Ok(Places { fields: named, single, unsaid: fields.is_empty(), id: id.clone(), html: false })
    }

    /// The same, where the texts are HTML or not.
    pub fn of_pages(self, html: bool) -> Self {
        Places { html, ..self }
    }
}

/// What was read: one text, or the named fields of a record.
#[derive(Debug)]
pub(super) enum Texts {
    One(String),
    Fields(Vec<(Field, String)>),
}

/// One record, ready to be judged.
#[derive(Debug)]
pub(super) struct Record {
    pub id: String,
    /// Its path, or `path:line`.
    pub name: String,
    /// The line that holds it, where it is one of several.
    pub line: Option<usize>,
    pub replaced: usize,
    /// Whether its text has the very bytes of its file, from the first on.
    pub is_verbatim: bool,
    /// What it was read from.
    pub kind: Kind,
    pub texts: Texts,
    /// Whether only what they show as HTML is judged.
    pub html: bool,
    /// What else a JSON record holds: labels and the like.
    pub rest: Value,
}

impl Record {
    /// Reads a piece of input.
    ///
    /// # Errors
    /// What is wrong, with the record's own id where that much could be read.
    pub fn read(piece: Piece, places: &Places) -> Result<Record, (Option<String>, Unreadable)> {
        let is_verbatim = piece.kind == Kind::Text && piece.line.is_none() && !piece.marked;
        let (text, replaced) = decode(piece.bytes.map_err(|unreadable| (None, unreadable))?);
        let (id, texts, rest) = match piece.kind {
            Kind::Text => (piece.name.clone(), Texts::One(text), Value::Null),
            Kind::Json => fields(&piece.name, piece.line.unwrap_or(1), &text, places)?,
        };
        Ok(Record {
            id,
            name: piece.name,
            line: piece.line,
            replaced,
            is_verbatim: is_verbatim && replaced == 0,
            kind: piece.kind,
            texts,
            html: places.html,
            rest,
        })
    }

    /// The file that it stands in.
    pub fn path(&self) -> &str {
        path_of(&self.name, self.line)
    }

    /// Judges the record.
    pub fn judge(&self, scanner: &mut Scanner) -> Verdict<'_> {
        match &self.texts {
            #[cfg(feature = "markup")]
            Texts::One(text) if self.html => scanner.scan_html(text),
            Texts::One(text) => scanner.scan(text),
            Texts::Fields(fields) => {
                let fields: Vec<(Field, &str)> = fields.iter().map(|(field, text)| (*field, text.as_str())).collect();
                #[cfg(feature = "markup")]
                if self.html {
                    return scanner.scan_html_fields(&fields);
                }
                scanner.scan_fields(&fields)
            }
        }
    }
}

/// The path of a name that is `path`, or `path:line`.
pub(super) fn path_of(name: &str, line: Option<usize>) -> &str {
    match (line, name.rsplit_once(':')) {
        (Some(_), Some((path, _))) => path,
        _ => name,
    }
}

/// UTF-8 as it is; each invalid sequence becomes U+FFFD and is counted.
fn decode(bytes: Vec<u8>) -> (String, usize) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, 0),
        Err(invalid) => {
            let mut text = String::with_capacity(invalid.as_bytes().len() + 16);
            let mut replaced = 0;
            for chunk in invalid.as_bytes().utf8_chunks() {
                text.push_str(chunk.valid());
                if !chunk.invalid().is_empty() {
                    text.push(char::REPLACEMENT_CHARACTER);
                    replaced += 1;
                }
            }
            (text, replaced)
        }
    }
}

fn fields(name: &str, line: usize, text: &str, places: &Places) -> Result<(String, Texts, Value), (Option<String>, Unreadable)> {
    let mut value: Value = serde_json::from_str(text).map_err(|wrong| {
        let message = wrong.to_string();
        let what = message.rfind(" at line ").map_or(message.as_str(), |end| &message[..end]);
        (None, Unreadable { code: "bad-json", line, byte: Some(wrong.column()), what: what.to_owned() })
    })?;
    if !value.is_object() {
        let what = format!("a record must be an object, and this is {}", kind_of(&value));
        return Err((None, Unreadable { code: "bad-json", line, byte: None, what }));
    }
    let own_id = match find(&mut value, &places.id) {
        Some(Value::String(id)) => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    let texts = texts(line, &mut value, places).map_err(|unreadable| (own_id.clone(), unreadable))?;
    Ok((own_id.unwrap_or_else(|| name.to_owned()), texts, value))
}

fn texts(line: usize, value: &mut Value, places: &Places) -> Result<Texts, Unreadable> {
    let mut texts = Vec::with_capacity(places.fields.len());
    for (field, place) in &places.fields {
        match find(value, place) {
            Some(Value::String(text)) => texts.push((*field, std::mem::take(text))),
            // Of several fields most records lack one or the other: a title, what authors say of themselves.
            None | Some(Value::Null) if !places.single => {}
            None => {
                let help = if places.unsaid { "; `--field NAME` says which field holds the text" } else { "" };
                return Err(missing(line, &format!("field `{}` is missing{help}", place.as_str())));
            }
            Some(other) => {
                let what = format!("field `{}` must be a string, and is {}", place.as_str(), kind_of(other));
                return Err(Unreadable { code: "not-a-string", line, byte: None, what });
            }
        }
    }
    match texts.pop() {
        None => {
            if let [(_, place)] = places.fields.as_slice() {
                return Err(missing(line, &format!("field `{}` is missing", place.as_str())));
            }
            let names: Vec<String> = places.fields.iter().map(|(_, place)| format!("`{}`", place.as_str())).collect();
            Err(missing(line, &format!("each of the fields {} is missing", names.join(", "))))
        }
        Some((_, text)) if places.single => Ok(Texts::One(text)),
        Some(last) => {
            texts.push(last);
            Ok(Texts::Fields(texts))
        }
    }
}

fn missing(line: usize, what: &str) -> Unreadable {
    Unreadable { code: "missing-field", line, byte: None, what: what.to_owned() }
}

fn find<'v>(value: &'v mut Value, place: &Place) -> Option<&'v mut Value> {
    match place {
        Place::Name(name) => value.get_mut(name),
        Place::Pointer(pointer) => value.pointer_mut(pointer),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, fields: &[&str]) -> Result<(String, Texts, Value), Unreadable> {
        let args: Vec<FieldArg> = fields.iter().map(|field| field.parse().expect("a field")).collect();
        let places = Places::new(&args, &Place::Name("id".to_owned())).expect("sound places");
        super::fields("-:7", 7, line, &places).map_err(|(_, unreadable)| unreadable)
    }

    #[test]
    fn ids_are_the_records_own() {
        for (line, id) in [
            (r#"{"id":"a","text":""}"#, "a"),
            (r#"{"id":12,"text":""}"#, "12"),
            (r#"{"id":12345678901234567890123456789,"text":""}"#, "12345678901234567890123456789"),
            (r#"{"id":1.50,"text":""}"#, "1.50"),
            (r#"{"id":0.1234567890123456789,"text":""}"#, "0.1234567890123456789"),
            (r#"{"text":""}"#, "-:7"),
            (r#"{"id":null,"text":""}"#, "-:7"),
        ] {
            assert_eq!(read(line, &[]).expect("a sound record").0, id);
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (line, fields, code) in [
            ("{", &[][..], "bad-json"),
            ("[1]", &[], "bad-json"),
            ("{}", &[], "missing-field"),
            (r#"{"text":null}"#, &[], "not-a-string"),
            (r#"{"a":{"b":1}}"#, &["/a/b"], "not-a-string"),
            (r#"{"x":1}"#, &["title=t", "body=b"], "missing-field"),
        ] {
            let wrong = read(line, fields).expect_err(line);
            assert_eq!(wrong.code, code, "{line}");
            assert!(wrong.message().starts_with("line 7"), "{}", wrong.message());
            assert!(!wrong.in_line().contains("line"), "{}", wrong.in_line());
        }
    }

    #[test]
    fn what_cannot_be_read_keeps_its_own_id() {
        for (line, id) in [
            (r#"{"id":"a3"}"#, Some("a3")),
            (r#"{"text":7,"id":3}"#, Some("3")),
            (r#"{"text":7}"#, None),
            (r#"{"id":"a3","text":"#, None),
            ("[]", None),
        ] {
            let places = Places::new(&[], &Place::default()).expect("sound places");
            let (own, _) = super::fields("-:7", 7, line, &places).expect_err(line);
            assert_eq!(own.as_deref(), id, "{line}");
        }
    }

    #[test]
    fn of_several_fields_one_is_enough() {
        let (_, texts, _) = read(r#"{"t":null,"c":"x"}"#, &["title=t", "c"]).expect("a sound record");
        assert!(matches!(texts, Texts::Fields(fields) if fields == [(Field::Body, "x".to_owned())]));
        assert!(Places::new(&["a".parse().expect("a field"), "body=b".parse().expect("a field")], &Place::default()).is_err());
    }

    #[test]
    fn invalid_sequences_are_counted() {
        assert_eq!(decode(b"a\xff\xfeb\xe5\xbe".to_vec()), ("a\u{fffd}\u{fffd}b\u{fffd}".to_owned(), 3));
    }
}
