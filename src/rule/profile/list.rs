//! A list of contacts that may have a million lines: its own bytes, sorted.
use super::super::compile::Fnv;
use crate::signal::ContactKind;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Contacts by kind and canonical value. A clone shares what was read.
///
/// ```
/// use adsift::{ContactKind, ContactList};
/// let list = ContactList::parse("# of last week\nqq:2900155512\ntelegram:lumo_sales7\n")?;
/// assert!(list.contains(ContactKind::Qq, "2900155512") && !list.contains(ContactKind::Telegram, "2900155512"));
/// # Ok::<(), adsift::ListError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ContactList {
    /// The lines as they were read.
    text: Arc<str>,
    /// Where each line begins that holds a contact, sorted by the lines' bytes: four bytes a contact, where a set of strings
    /// would take ninety.
    starts: Arc<[u32]>,
    /// Those that were added one by one.
    few: BTreeSet<String>,
}

/// A line that is no contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for ListError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}

impl std::error::Error for ListError {}

impl ContactList {
    /// Reads lines of `kind:value`, as `adsift contacts` names them. Empty lines and those that begin with `#` say nothing,
    /// nor does what stands behind a tab, such as the counts of `adsift contacts --count`.
    /// Cost: the text is kept, with four bytes for each contact; a question takes some twenty comparisons.
    ///
    /// # Errors
    /// The first line that is no contact, or a text of 4 GB and more.
    pub fn parse(text: impl Into<Arc<str>>) -> Result<Self, ListError> {
        let text: Arc<str> = text.into();
        if u32::try_from(text.len()).is_err() {
            return Err(ListError { line: 1, message: "a list has less than 4 GB: split it".to_owned() });
        }
        let mut starts = Vec::new();
        let mut start = 0;
        for (index, whole) in text.split('\n').enumerate() {
            let line = named(whole);
            if !line.is_empty() && !line.starts_with('#') {
                contact(line).map_err(|message| ListError { line: index + 1, message })?;
                starts.push(start as u32);
            }
            start += whole.len() + 1;
        }
        starts.sort_unstable_by(|&a, &b| line_at(&text, a).cmp(line_at(&text, b)));
        starts.dedup_by(|a, b| line_at(&text, *a) == line_at(&text, *b));
        Ok(ContactList { text, starts: starts.into(), few: BTreeSet::new() })
    }

    /// Adds one.
    pub(super) fn insert(&mut self, kind: ContactKind, value: &str) {
        self.few.insert(format!("{kind}:{value}"));
    }

    /// Adds those of another that were added one by one.
    pub(super) fn extend(&mut self, other: &ContactList) {
        self.few.extend(other.few.iter().cloned());
    }

    /// Whether it holds a contact.
    pub fn contains(&self, kind: ContactKind, value: &str) -> bool {
        // Most profiles have none, and then nothing is copied.
        if self.is_empty() {
            return false;
        }
        let wanted = format!("{kind}:{value}");
        self.few.contains(&wanted) || self.starts.binary_search_by(|&start| line_at(&self.text, start).cmp(&wanted)).is_ok()
    }

    /// How many contacts it holds.
    pub fn len(&self) -> usize {
        self.starts.len() + self.few.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same for equal lists, whatever the order of their lines.
    pub(super) fn digest(&self) -> String {
        let mut lines: Vec<&str> = self.starts.iter().map(|&start| line_at(&self.text, start)).collect();
        lines.extend(self.few.iter().map(String::as_str));
        lines.sort_unstable();
        lines.dedup();
        let mut hash = Fnv::new();
        lines.into_iter().for_each(|line| hash.text(line));
        hash.hex()
    }
}

fn line_at(text: &str, start: u32) -> &str {
    let rest = &text[start as usize..];
    named(&rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())])
}

/// What a line names: all before a tab.
fn named(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default().trim_end()
}

/// Kind and value of a line, or what is wrong with it.
pub(super) fn contact(line: &str) -> Result<(ContactKind, &str), String> {
    let example = "write `telegram:lumo_sales7`, as `adsift contacts` names kind and value";
    let (kind, value) = line.split_once(':').ok_or_else(|| format!("`{}` is no contact: {example}", shown(line)))?;
    let kind = ContactKind::ALL.iter().find(|known| known.name() == kind);
    let kind = kind.ok_or_else(|| format!("`{}` begins with no kind of contact: {example}", shown(line)))?;
    if value.is_empty() {
        return Err(format!("`{line}` has no value: {example}"));
    }
    // A value in another spelling would never be equal to one that is found.
    let small = match kind {
        ContactKind::Wechat | ContactKind::Email | ContactKind::Line | ContactKind::Skype | ContactKind::Instagram => true,
        ContactKind::Telegram => !value.starts_with('+'),
        _ => false,
    };
    let spelled =
        value.starts_with('@') || value.contains(char::is_whitespace) || small && value.contains(|c: char| c.is_ascii_uppercase());
    if spelled { Err(format!("`{}` is not spelled as values are: {example}", shown(line))) } else { Ok((*kind, value)) }
}

/// The beginning of a line that may be anything.
fn shown(line: &str) -> &str {
    &line[..line.floor_char_boundary(60)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_find_what_they_hold() {
        let list = ContactList::parse("# a list\r\nwechat:lumo_88\r\n\nqq:1\t7\t9\nurl:a.example/x:y\nqq:1").expect("a list");
        assert_eq!(list.len(), 3);
        for (kind, value, expected) in [
            (ContactKind::Wechat, "lumo_88", true),
            (ContactKind::Qq, "1", true),
            (ContactKind::Qq, "11", false),
            (ContactKind::Url, "a.example/x:y", true),
            (ContactKind::Telegram, "lumo_88", false),
        ] {
            assert_eq!(list.contains(kind, value), expected, "{kind}:{value}");
        }
        let other = ContactList::parse("url:a.example/x:y\nqq:1\nwechat:lumo_88").expect("a list");
        assert_eq!(list.digest(), other.digest());
    }

    #[test]
    fn a_line_that_is_no_contact_is_named() {
        for (text, line) in [("qq:1\nlumo", 2), ("quiqui:1", 1), ("#\n\nqq:", 3), ("telegram:@lumo", 1), ("wechat:Lumo_8", 1)] {
            assert_eq!(ContactList::parse(text).expect_err(text).line, line);
        }
    }

    /// Four bytes beside its own for each of a million.
    #[test]
    fn a_million_contacts_take_little_more_than_their_text() {
        let text: String = (0..1_000_000).map(|number| format!("telegram:seller_{number:07}\n")).collect();
        let bytes = text.len();
        let list = ContactList::parse(text).expect("a list");
        assert_eq!((list.len(), list.text.len() + list.starts.len() * 4), (1_000_000, bytes + 4_000_000));
        assert!(bytes + 4_000_000 < 100_000_000);
        assert!(list.contains(ContactKind::Telegram, "seller_0765432") && !list.contains(ContactKind::Telegram, "seller_1000000"));
    }
}
