//! Names on Telegram and WeChat. Source of the grammars: the services' own validators, as published.
use super::gap::Gap;
use super::{ContactKind, Found, Reader, phone, run};

/// Handles that documentation uses to stand for a handle, and Telegram's own accounts.
const STAND_INS: &[&str] = &[
    "username",
    "user_name",
    "yourusername",
    "your_username",
    "yourname",
    "your_name",
    "channelname",
    "channel_name",
    "channelusername",
    "channel_username",
    "mychannel",
    "yourchannel",
    "your_channel",
    "yourbot",
    "your_bot",
    "mybot",
    "my_bot",
    "botusername",
    "bot_username",
    "groupname",
    "example",
    "handle",
    "botfather",
    "telegram",
    "gif",
    "spambot",
    "admin",
    "everyone",
    "localhost",
];

/// Whether a handle stands for no one: a placeholder of documentation.
pub(super) fn is_stand_in(handle: &str) -> bool {
    STAND_INS.contains(&handle)
        || handle.starts_with("example")
        || handle.starts_with("your")
        || handle.starts_with("xxx")
        || handle.bytes().all(|byte| byte == b'x' || byte == b'_')
}

/// `[a-z][a-z0-9_]{4,31}`, no `__`, no `_` at the end.
pub(super) fn is_telegram_handle(handle: &str) -> bool {
    (5..=32).contains(&handle.len())
        && handle.as_bytes()[0].is_ascii_lowercase()
        && handle.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !handle.contains("__")
        && !handle.ends_with('_')
}

/// A Telegram handle where a gap ends: with `@`, or behind a mark with a digit or underscore of its own.
pub(super) fn telegram(reader: &Reader<'_>, gap: Gap) -> Option<Found> {
    let at_sign = reader.view[gap.end..].starts_with('@');
    let start = gap.end + usize::from(at_sign);
    let end = start + run(reader.view, start, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let handle = &reader.view[start..end];
    if !is_telegram_handle(handle) || is_stand_in(handle) || continues(reader, end) {
        return None;
    }
    let own_mark = handle.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_');
    // Right behind a Han label stands a name, unless it is one of the service's own parameters.
    let adjacent = !gap.space && reader.before(gap.end).is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) && own_mark;
    let parameter = ["api_", "bot_", "tg_", "telegram_", "chat_", "user_"].iter().any(|prefix| handle.starts_with(prefix));
    // Set off by a space alone it must end its phrase.
    let alone = gap.space && own_mark && stands_apart(reader, end);
    // Letters alone are a name where a mark announces them and nothing follows in their line.
    let lone = gap.mark && handle.len() >= FEWEST_LETTERS && !is_prose(handle) && ends_line(reader, end);
    if !at_sign && !(gap.mark && own_mark) && !lone && !((adjacent || alone) && !parameter) {
        return None;
    }
    Some(Found::new(gap.end, end, handle.to_owned()))
}

/// The fewest letters of a name that has nothing but letters.
const FEWEST_LETTERS: usize = 6;

/// Whether a word stands behind a channel's name in prose, and names no one.
fn is_prose(word: &str) -> bool {
    WORDS.contains(&word) || super::name::WORDS.contains(&word)
}

/// Whether the line has no letter or digit behind a place.
pub(crate) fn ends_line(reader: &Reader<'_>, end: usize) -> bool {
    reader.view[end..].chars().take_while(|&c| c != '\n').take(LINE_REST).all(|c| !c.is_alphanumeric())
}

/// How many signs behind a name may end its line.
const LINE_REST: usize = 40;

/// A handle before its label: `@name on Telegram`.
pub(super) fn telegram_before(reader: &Reader<'_>, label: usize) -> Option<Found> {
    let before = reader.view[..label].trim_end_matches([' ', '(', '（', '[']);
    let before = [" on", " in", " via", " at"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before).trim_end_matches(' ');
    let len = before.bytes().rev().take(33).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let start = before.len() - len;
    let name = &before[start..];
    let at = before[..start].ends_with('@') && !before[..start - 1].ends_with(|c: char| c.is_ascii_alphanumeric());
    (at && is_telegram_handle(name) && !is_stand_in(name)).then(|| Found::new(start - 1, before.len(), name.to_owned()))
}

/// A WeChat id where a gap ends: 6 to 20 characters, letter first; or a mobile or QQ number.
pub(super) fn wechat(reader: &Reader<'_>, gap: Gap, letters: bool) -> Option<Found> {
    let start = gap.end + usize::from(reader.view[gap.end..].starts_with('@'));
    let first = reader.after(start)?;
    if first.is_ascii_digit() || first == '+' {
        let number = phone::qq(reader, start).or_else(|| phone::labelled(reader, start).filter(|found| !found.national))?;
        // The digits as they are typed into the search field: a mobile number without its country.
        let value = number.value.trim_start_matches("+86").to_owned();
        return Some(Found { kind: Some(ContactKind::Wechat), value, ..number });
    }
    let end = start + run(reader.view, start, |byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let id = reader.view[start..end].trim_end_matches(['-', '_']);
    let end = start + id.len();
    if !(6..=20).contains(&id.len()) || !first.is_ascii_lowercase() || is_stand_in(id) || continues(reader, end) {
        return None;
    }
    let own_mark = id.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'-');
    if is_prose(id) || !own_mark && !(gap.mark && (letters || ends_line(reader, end))) {
        return None;
    }
    // Letters alone may be the first word of the next line.
    if !own_mark
        && reader.view[..start].ends_with(|c: char| c.is_whitespace())
        && reader.view[..start].trim_end_matches([' ', '\t']).ends_with('\n')
    {
        return None;
    }
    // A space alone: prose names products so (微信 JS-SDK, 微信 api_v3 接口). An id stands apart and has a digit or `_`.
    let written = id.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_');
    if !letters && !gap.mark && !(written && stands_apart(reader, end)) {
        return None;
    }
    Some(Found::new(start, end, id.to_owned()))
}

/// Whether an id right behind a Han label holds a digit, ends its phrase, and is none of the service's own parameters.
pub(super) fn is_id_of_its_own(reader: &Reader<'_>, start: usize) -> bool {
    let id = &reader.view[start..start + run(reader.view, start, |byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')];
    let parameter = ["wx", "wechat", "api", "pay", "js", "sdk", "v2", "v3", "open", "mini"].iter().any(|prefix| id.starts_with(prefix));
    let behind_han = reader.before(start).is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    behind_han && !parameter && id.bytes().any(|byte| byte.is_ascii_digit()) && stands_apart(reader, start + id.len())
}

/// Whether a run ends a phrase: behind it is punctuation or the end.
fn stands_apart(reader: &Reader<'_>, end: usize) -> bool {
    !reader.view[end..].trim_start_matches([' ', '\u{3000}']).starts_with(char::is_alphanumeric)
}

/// Words that stand behind 微信 in prose, and are no ids though long enough.
const WORDS: &[&str] = &[
    "wechat",
    "weixin",
    "telegram",
    "whatsapp",
    "facebook",
    "twitter",
    "discord",
    "official",
    "android",
    "windows",
    "markdown",
    "github",
    "download",
    "service",
    "support",
    "program",
    "developer",
    "developers",
    "browser",
    "desktop",
    "payment",
    "article",
    "articles",
    "public",
    "account",
    "accounts",
    "mini-program",
    "follow",
    "wechaty",
    "contact",
    "alipay",
    "python",
    "golang",
    "javascript",
    "supported",
    "unsupported",
    "enabled",
    "disabled",
    "required",
    "optional",
    "pending",
    "default",
    "unknown",
    "undefined",
    "string",
    "boolean",
    "number",
    "integer",
    "object",
    "notifications",
    "notification",
    "chinese",
    "english",
    "planned",
    "experimental",
    "deprecated",
    "missing",
    "coming",
    "success",
    "failed",
    "connected",
    "disconnected",
    "yesterday",
    "tomorrow",
    "nothing",
    "something",
    "anonymous",
    "placeholder",
    "below",
    "none",
];

/// Whether what follows makes the run part of something longer: a path, a package, a call, an address.
pub(super) fn continues(reader: &Reader<'_>, end: usize) -> bool {
    let rest = &reader.view[end..];
    let mut chars = rest.chars();
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    match chars.next() {
        Some('/' | '.' | '@' | '=' | ':' | '#' | '\\') => word(chars.next()),
        Some('(') => chars.next() == Some(')') || rest[1..].starts_with(['"', '\'']),
        Some(c) => c.is_ascii_alphanumeric() || c == '_',
        None => false,
    }
}
