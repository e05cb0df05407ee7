//! The texts that are judged: those of labelled corpora in the folder that `ADSIFT_CORPORA` names, and generated ones
//! where there are none. All stand in memory before anything is measured.
use super::generated;
use super::timing::quick;
use serde_json::Value;
use std::path::PathBuf;

/// Texts of one kind.
pub struct Texts {
    /// What they are.
    pub name: String,
    /// Themselves.
    pub texts: Vec<String>,
    /// How many bytes of UTF-8 they are together.
    pub bytes: usize,
}

impl Texts {
    /// Texts under a name; of many megabytes only the first ones where a try is enough.
    pub fn new(name: &str, texts: Vec<String>) -> Self {
        let limit = if quick() { 2_000_000 } else { usize::MAX };
        let mut bytes = 0;
        let kept = |text: &String| {
            let fits = bytes < limit;
            bytes += if fits { text.len() } else { 0 };
            fits
        };
        let texts = texts.into_iter().take_while(kept).collect();
        Texts { name: name.to_owned(), texts, bytes }
    }
}

/// The texts of a file of the corpora that are wanted. None where there is no such file.
fn corpus(file: &str, wanted: impl Fn(&Value) -> bool) -> Option<Vec<String>> {
    let path = PathBuf::from(std::env::var_os("ADSIFT_CORPORA")?).join("dev").join(file);
    let rows = std::fs::read_to_string(path).ok()?;
    let records = rows.lines().filter_map(|row| serde_json::from_str::<Value>(row).ok());
    let texts: Vec<String> = records.filter(&wanted).filter_map(|record| Some(record["text"].as_str()?.to_owned())).collect();
    (!texts.is_empty()).then_some(texts)
}

/// The texts of a file, or generated ones, which their name then says.
fn corpus_or(name: &str, file: &str, wanted: impl Fn(&Value) -> bool, generate: impl FnOnce() -> Vec<String>) -> Texts {
    match corpus(file, wanted) {
        Some(texts) => Texts::new(name, texts),
        None => Texts::new(&format!("{name} (generated)"), generate()),
    }
}

/// How much is generated where there are no corpora.
const GENERATED: usize = 8_000_000;

/// Honest web documents, Chinese and English apart.
pub fn clean() -> [Texts; 2] {
    let of = |language: &'static str| move |record: &Value| record["id"].as_str().is_some_and(|id| id.contains(&format!("-{language}-")));
    [
        corpus_or("clean, Chinese", "web.jsonl", of("zh"), || generated::documents(true, GENERATED)),
        corpus_or("clean, English", "web.jsonl", of("en"), || generated::documents(false, GENERATED)),
    ]
}

/// Short messages, honest ones and advertisements.
pub fn short() -> Texts {
    corpus_or("short messages", "short.jsonl", |_| true, || generated::messages(GENERATED))
}

/// Advertisements of the length of an article.
pub fn spam() -> Texts {
    corpus_or("spam", "long.jsonl", |record| record["label"] == "spam", || generated::advertisements(GENERATED / 4))
}
