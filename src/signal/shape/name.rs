//! Names on the smaller channels: one grammar of a user name, and what a few services have of their own.
use super::gap::Gap;
use super::handle::{continues, is_stand_in};
use super::{ContactKind, Found, Reader, phone, run};

/// Words that stand behind a channel's name in prose, and are no names though they look like one.
pub(super) const WORDS: &[&str] = &[
    "account",
    "accounts",
    "android",
    "application",
    "available",
    "business",
    "channel",
    "client",
    "clients",
    "community",
    "contact",
    "desktop",
    "developer",
    "developers",
    "discord",
    "download",
    "facebook",
    "follow",
    "github",
    "group",
    "instagram",
    "install",
    "invite",
    "iphone",
    "kakaotalk",
    "message",
    "messages",
    "messenger",
    "mobile",
    "official",
    "online",
    "options",
    "password",
    "premium",
    "private",
    "public",
    "server",
    "service",
    "settings",
    "signal",
    "skype",
    "support",
    "telegram",
    "twitter",
    "username",
    "version",
    "video",
    "viber",
    "wechat",
    "whatsapp",
    "windows",
    "youtube",
];

/// `[a-z0-9][a-z0-9._-]{2,31}` behind an `@`, or behind a mark; letters alone must end their phrase.
pub(super) fn user(reader: &Reader<'_>, gap: Gap) -> Option<Found> {
    let at_sign = reader.view[gap.end..].starts_with('@');
    let start = gap.end + usize::from(at_sign);
    let (end, name) = dotted(reader, start)?;
    if !(3..=32).contains(&name.len()) || !is_name(reader, start, end) {
        return None;
    }
    // 8.119 and 7.4 are versions and measures.
    if name.bytes().filter(u8::is_ascii_alphabetic).count() < 2 {
        return None;
    }
    let own_mark = name.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'.');
    // `twitter:title` is a property of a page: letters right behind a colon and a Latin label are no name.
    if !own_mark
        && !at_sign
        && !gap.space
        && reader.view[..start].strip_suffix(':').is_some_and(|label| label.ends_with(|c: char| c.is_ascii_alphabetic()))
    {
        return None;
    }
    let set_off = at_sign || gap.mark && (own_mark || name.len() >= 5 && ends_phrase(reader, end)) || gap.space && own_mark;
    set_off.then(|| Found::new(start, end, name.to_owned()))
}

/// A LINE id: 4 to 20 characters, official ones behind `@`.
pub(super) fn line(reader: &Reader<'_>, gap: Gap) -> Option<Found> {
    let at_sign = reader.view[gap.end..].starts_with('@');
    let start = gap.end + usize::from(at_sign);
    let (end, name) = dotted(reader, start)?;
    let digits_only = name.bytes().all(|byte| byte.is_ascii_digit());
    if !(4..=20).contains(&name.len()) || digits_only || !is_name(reader, start, end) {
        return None;
    }
    if name.bytes().filter(u8::is_ascii_alphabetic).count() < 2 {
        return None;
    }
    let own_mark = name.bytes().any(|byte| !byte.is_ascii_lowercase());
    // `line: String` is code; letters alone are an id only where the label says id.
    let label = &reader.view[reader.view.floor_char_boundary(start.saturating_sub(12))..start];
    if !own_mark && !at_sign && !label.contains("id") && !label.contains('赖') {
        return None;
    }
    (at_sign || gap.mark && (own_mark || ends_phrase(reader, end)) || gap.space && own_mark || own_mark && ends_phrase(reader, end))
        .then(|| Found::new(start, end, name.to_owned()))
}

/// A Signal name, `name.NN`, or a number.
pub(super) fn signal(reader: &Reader<'_>, gap: Gap) -> Option<Found> {
    if reader.after(gap.end).is_some_and(|c| c == '+' || c.is_ascii_digit()) {
        return phone::whatsapp(reader, gap.end)
            .filter(|found| !found.national)
            .map(|found| Found { kind: Some(ContactKind::Signal), ..found });
    }
    let start = gap.end + usize::from(reader.view[gap.end..].starts_with('@'));
    let (end, name) = dotted(reader, start)?;
    let (user, number) = name.rsplit_once('.')?;
    let sound = (3..=32).contains(&user.len()) && (2..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (sound && !user.contains('.') && !user.starts_with(|c: char| c.is_ascii_digit()) && is_name(reader, start, end))
        .then(|| Found::new(start, end, name.to_owned()))
}

/// A Skype name: `live:name`, `live:.cid.HEX`, or a user name.
pub(super) fn skype(reader: &Reader<'_>, gap: Gap) -> Option<Found> {
    let rest = &reader.view[gap.end..];
    let Some(live) = rest.strip_prefix("live:") else {
        return user(reader, Gap { mark: gap.mark, ..gap });
    };
    let len = run(live, 0, |byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    let name = live[..len].trim_end_matches(['.', '-', '_']);
    (name.len() >= 3).then(|| Found::new(gap.end, gap.end + 5 + name.len(), format!("live:{name}")))
}

/// A Session id: 66 hexadecimal digits that begin with 05.
pub(super) fn session(reader: &Reader<'_>, gap: Gap) -> Option<Found> {
    let len = run(reader.view, gap.end, |byte| byte.is_ascii_alphanumeric());
    let id = &reader.view[gap.end..gap.end + len];
    (len == 66 && id.starts_with("05") && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| Found::new(gap.end, gap.end + len, id.to_owned()))
}

/// A Threema id: eight capitals and digits, or a gateway's `*` and seven. Written small it needs a digit.
pub(super) fn threema(reader: &Reader<'_>, start: usize) -> Option<Found> {
    // The gap took the star for a mark.
    let star = usize::from(reader.view[..start].ends_with('*'));
    let start = start - star;
    let end = start + star + run(reader.view, start + star, |byte| byte.is_ascii_alphanumeric());
    let id = &reader.view[start..end];
    let digit = id.bytes().any(|byte| byte.is_ascii_digit());
    (id.len() == 8 && (digit || star == 1) && !continues(reader, end)).then(|| Found::new(start, end, id.to_ascii_uppercase()))
}

/// A number of 6 to 12 digits, or a user name: the ids of BatChat, Potato, SafeW.
pub(super) fn number_or_name(reader: &Reader<'_>, gap: Gap) -> Option<Found> {
    let len = run(reader.view, gap.end, |byte| byte.is_ascii_digit());
    if (6..=12).contains(&len) && (gap.mark || gap.space) && !continues(reader, gap.end + len) {
        return Some(Found::new(gap.end, gap.end + len, reader.view[gap.end..gap.end + len].to_owned()));
    }
    if reader.after(gap.end).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    user(reader, gap).filter(|found| found.value.len() >= 4)
}

/// A run of name characters, without the punctuation of the sentence at its end.
fn dotted<'v>(reader: &Reader<'v>, start: usize) -> Option<(usize, &'v str)> {
    let len = run(reader.view, start, |byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    let name = reader.view[start..start + len].trim_end_matches(['.', '-']);
    (!name.is_empty() && name.as_bytes()[0].is_ascii_alphanumeric()).then_some((start + name.len(), name))
}

fn is_name(reader: &Reader<'_>, start: usize, end: usize) -> bool {
    let name = &reader.view[start..end];
    let rest = &reader.view[end..];
    // `name.` before a space ended the sentence; `name.x` would have been part of the run.
    let goes_on = !rest.starts_with('.') && continues(reader, end);
    let host = name.contains('.')
        && super::address::is_domain(name)
        && !name.ends_with(".example")
        && (name.ends_with(".com") || name.ends_with(".org") || name.ends_with(".net"));
    !rest.starts_with("://")
        && !rest.starts_with(['(', '<', '['])
        && !is_stand_in(name)
        && !WORDS.contains(&name)
        && !goes_on
        && !host
        && !reader.is_code(start, end)
        && !reader.is_string_literal(start, end)
}

/// Whether a phrase ends here: behind it is punctuation or the end of the line.
fn ends_phrase(reader: &Reader<'_>, end: usize) -> bool {
    let rest = reader.view[end..].trim_start_matches([' ', '\u{3000}']);
    let same_word = reader.view[end..].starts_with(char::is_alphanumeric);
    !same_word && !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}
