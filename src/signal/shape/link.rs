//! Links: those that are a contact by themselves, and those that a cue makes one.
use super::address::{decoded, is_domain};
use super::handle::{is_stand_in, is_telegram_handle};
use super::phone::of_link;
use super::{Found, Reader, run};
use crate::span::{Span, View};

/// The longest link that is read; longer ones are cut there.
const LINK_LIMIT: usize = 2048;

/// How far before a parameter its link may begin, in bytes.
const PARAMETER_REACH: usize = 400;

/// Paths of t.me that lead to a function of the service, not to a person.
const TELEGRAM_PATHS: &[&str] = &[
    "share",
    "proxy",
    "socks",
    "addstickers",
    "addemoji",
    "addlist",
    "iv",
    "login",
    "setlanguage",
    "bg",
    "boost",
    "invoice",
    "confirmphone",
    "contact",
    "giftcode",
    "addtheme",
];

/// Parameters whose value names who gets the commission.
const REFERRAL: &[&str] = &[
    "ref",
    "aff",
    "affid",
    "aff_id",
    "affiliate",
    "invite",
    "invite_code",
    "invitecode",
    "inviter",
    "code",
    "refcode",
    "ref_code",
    "referral",
    "referrer",
    "partner",
    "promo",
    "promocode",
    "sponsor",
    "rid",
    "via",
    "yqm",
];

/// Hosts that other shapes read; a link to them is no contact of the kind `url`.
const CHANNEL_HOSTS: &[&str] = &[
    "t.me",
    "telegram.me",
    "telegram.dog",
    "wa.me",
    "api.whatsapp.com",
    "chat.whatsapp.com",
    "u.wechat.com",
    "weixin.qq.com",
    "qm.qq.com",
    "jq.qq.com",
    "work.weixin.qq.com",
];

/// A channel link of Telegram at its cue, the host with its slash or `tg://`.
pub(super) fn telegram(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let start = scheme_start(reader, cue.start)?;
    let text = &reader.view[cue.range()];
    let mut at = cue.end;
    if text.starts_with("tg://") {
        let rest = &reader.view[at..];
        let parameter = ["resolve?domain=", "join?invite="].into_iter().find(|known| rest.starts_with(known))?;
        at += parameter.len();
        if parameter.starts_with("join") {
            return invite_hash(reader, start, at);
        }
        return name(reader, start, at);
    }
    for prefix in ["joinchat/", "+", "%2b"] {
        if reader.view[at..].starts_with(prefix) {
            return invite_hash(reader, start, at + prefix.len());
        }
    }
    if reader.view[at..].starts_with("s/") {
        at += 2;
    }
    if reader.view[at..].starts_with('@') {
        at += 1;
    }
    name(reader, start, at)
}

/// Names are read to their end: a longer run, or one that goes on as a host, is no name.
fn name(reader: &Reader<'_>, start: usize, at: usize) -> Option<Found> {
    let end = at + run(reader.view, at, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let handle = &reader.view[at..end];
    let dotted = reader.view[end..].starts_with('.') && reader.view[end + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
    // Four letters are sold as collectible names; shorter runs are paths.
    let valid = is_telegram_handle(handle) || handle.len() == 4 && handle.bytes().all(|byte| byte.is_ascii_lowercase());
    if !valid || dotted || TELEGRAM_PATHS.contains(&handle) || is_stand_in(handle) {
        return None;
    }
    Some(Found::new(start, link_end(reader.view, start).max(end), handle.to_owned()))
}

/// The hash of an invite: 8 to 32 characters of base64url, in the case they were written in; or a number.
fn invite_hash(reader: &Reader<'_>, start: usize, at: usize) -> Option<Found> {
    let end = at + run(reader.view, at, |byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let hash = reader.original(Span::new(at, end));
    let stands_in = hash.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x')) || hash.to_ascii_lowercase().contains("invite");
    ((8..=32).contains(&hash.len()) && !stands_in).then(|| Found::new(start, link_end(reader.view, start).max(end), format!("+{hash}")))
}

/// `wa.me/NUMBER`, `api.whatsapp.com/send?phone=NUMBER`, and the invites of groups and businesses.
pub(super) fn whatsapp(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let start = scheme_start(reader, cue.start)?;
    let text = &reader.view[cue.range()];
    let end = link_end(reader.view, cue.end);
    let rest = &reader.view[cue.end..end];
    if text.starts_with("chat.") || rest.starts_with("message/") {
        let prefix = if rest.starts_with("message/") { "message/" } else { rest.strip_prefix("invite/").map_or("", |_| "invite/") };
        let at = cue.end + prefix.len();
        let code = at + run(reader.view, at, |byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        let hash = reader.original(Span::new(at, code));
        let path = if prefix == "message/" { "wa.me/message/" } else { "chat.whatsapp.com/" };
        return (hash.len() >= 8).then(|| Found::new(start, end.max(code), format!("{path}{hash}")));
    }
    let at = if text.contains("send") { rest.find("phone=")? + "phone=".len() } else { 0 };
    let number = rest[at..].trim_start_matches(['+', '/']).trim_start_matches("%2b");
    let at = cue.end + (rest.len() - number.len());
    let digits = at + run(reader.view, at, |byte| byte.is_ascii_digit() || byte == b'-');
    let written: String = reader.view[at..digits].chars().filter(char::is_ascii_digit).collect();
    let value = of_link(&written).or_else(|| of_link(written.strip_prefix("00")?))?;
    Some(Found::new(start, end.max(digits), value))
}

/// An invite whose host and path are the contact: groups of QQ and LINE, WeChat's and Discord's links.
pub(super) fn invite(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let start = scheme_start(reader, cue.start)?;
    let end = link_end(reader.view, cue.end);
    let rest = &reader.view[cue.end..end];
    // The group of signal.group stands behind its `#`.
    let path = if reader.view[cue.range()].ends_with('#') { rest.len() } else { rest.find(['?', '#']).unwrap_or(rest.len()) };
    // The host is a name in small letters; the path is a key.
    let host = &reader.view[cue.start..cue.end];
    let mut value = format!("{host}{}", reader.original(Span::new(cue.end, cue.end + path))).trim_end_matches('/').to_owned();
    let mut bare = path == 0;
    // qm.qq.com/cgi-bin/qm/qr?k=KEY and jq.qq.com/?k=KEY keep their key: it is the group.
    if let Some(key) = rest[path..].split(['?', '&']).find(|part| part.starts_with("k=") && part.len() > 4) {
        let at = cue.end + path + rest[path..].find(key)?;
        value = format!(
            "{}?{}",
            format!("{host}{}", reader.original(Span::new(cue.end, cue.end + path))).trim_end_matches('?'),
            reader.original(Span::new(at, at + key.len()))
        );
        bare = false;
    }
    (!bare).then(|| Found::new(start, end, value))
}

/// Parts of paths that lead to a function of a service, not to somebody.
const RESERVED: &[&str] = &[
    "share",
    "sharer",
    "sharer.php",
    "intent",
    "home",
    "login",
    "signup",
    "i",
    "search",
    "hashtag",
    "explore",
    "p",
    "reel",
    "reels",
    "stories",
    "tv",
    "dialog",
    "plugins",
    "groups",
    "events",
    "watch",
    "marketplace",
    "help",
    "policies",
    "policy",
    "privacy",
    "about",
    "settings",
    "messages",
    "pages",
    "photo",
    "photo.php",
    "permalink.php",
    "story.php",
    "profile.php",
    "business",
    "legal",
    "terms",
    "tos",
    "tr",
    "v2",
    "docs",
    "download",
    "web",
    "developers",
    "oauth",
    "accounts",
    "direct",
    "compose",
    "status",
    "notifications",
    "jobs",
    "people",
    "public",
    "hashtags",
    "media",
    "ads",
    "t",
    "n",
    "j",
    "invite",
    "l",
    "en",
    "zh",
    "your",
    "yourname",
    "username",
    "user",
    "security",
    "blog",
    "notes",
    "gaming",
    "fundraisers",
    "lite",
    "logout",
];

/// A profile: the first part of the path behind a host, and nothing behind it but a query.
pub(super) fn profile(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let start = host_start(reader, cue)?;
    let end = cue.end + run(reader.view, cue.end, |byte| byte.is_ascii_alphanumeric() || b"._-*".contains(&byte));
    let name = reader.view[cue.end..end].trim_end_matches(['.', '-']);
    let end = cue.end + name.len();
    let rest = reader.view[end..].strip_prefix('/').unwrap_or(&reader.view[end..]);
    let longer = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '%');
    if name.len() < 2 || longer || RESERVED.contains(&name) || is_stand_in(name) || name.contains(".php") {
        return None;
    }
    let upper = reader.view[cue.range()].starts_with("threema");
    let value = if upper { name.to_ascii_uppercase() } else { name.to_owned() };
    Some(Found::new(start, link_end(reader.view, start).max(end), value))
}

/// A number in a link: `zalo.me/84905550117`, `viber://chat?number=%2B84905550148`, `signal.me/#p/+447700900482`.
pub(super) fn number(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let start = scheme_start(reader, cue.start)?;
    let rest = &reader.view[cue.end..];
    let prefix =
        rest.len() - rest.trim_start_matches('/').trim_start_matches("?number=").trim_start_matches("%2b").trim_start_matches('+').len();
    let at = cue.end + prefix;
    let digits = run(reader.view, at, |byte| byte.is_ascii_digit());
    let written = &reader.view[at..at + digits];
    let zalo = reader.view[cue.range()].starts_with("zalo");
    let value = of_link(written).or_else(|| written.strip_prefix('0').filter(|_| zalo).and_then(|rest| of_link(&format!("84{rest}"))))?;
    Some(Found::new(start, at + digits, value))
}

/// The handle in a link's text, before the cue `](https://t.me/`: text and target may name two accounts.
pub(super) fn telegram_text(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let before = &reader.view.as_bytes()[..cue.start];
    let len = before.iter().rev().take(33).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let name = &reader.view[cue.start - len..cue.start];
    let at = reader.view[..cue.start - len].ends_with('@');
    (at && is_telegram_handle(name) && !is_stand_in(name)).then(|| Found::new(cue.start - len - 1, cue.start, name.to_owned()))
}

/// A name that stands as part of the host: `name.t.me`.
pub(super) fn telegram_host(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let before =
        reader.view.as_bytes()[..cue.start].iter().rev().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let start = cue.start - before;
    let name = &reader.view[start..cue.start];
    let begins = scheme_start(reader, start)?;
    let goes_on = reader.view[cue.end..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    (is_telegram_handle(name) && !goes_on && !is_stand_in(name) && name != "www").then(|| Found::new(begins, cue.end, name.to_owned()))
}

/// An e-mail address in a link, as that of a chat.
pub(super) fn email(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let start = scheme_start(reader, cue.start)?;
    let found = super::address::email_from(reader, cue.end)?;
    Some(Found::new(start, found.span.end, found.value))
}

/// Where a link begins whose host ends with the cue: before its subdomains (`zh-tw.`, `m.`, `www.`) and scheme.
fn host_start(reader: &Reader<'_>, cue: Span<View>) -> Option<usize> {
    let bytes = &reader.view.as_bytes()[..cue.start];
    let len = bytes.iter().rev().take(24).take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte)).count();
    let host = &reader.view[cue.start - len..cue.start];
    let subdomain = host.is_empty() || host.ends_with('.') && host.len() > 1;
    if subdomain { scheme_start(reader, cue.start - len) } else { None }
}

/// A link behind a cue: with a scheme, `www.` or a known domain.
pub(super) fn url_behind(reader: &Reader<'_>, start: usize) -> Option<Found> {
    url(reader, start)
}

/// A link that begins with its cue, a shortener's host with its slash.
pub(super) fn url_here(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let start = scheme_start(reader, cue.start)?;
    let found = url(reader, start)?;
    // `s.id/10` divides.
    let path = &reader.view[cue.end.min(found.span.end)..found.span.end];
    path.bytes().any(|byte| byte.is_ascii_alphabetic()).then_some(found)
}

/// The link that holds a cue, from the last white space, quotation mark or bracket before it.
pub(super) fn url_around(reader: &Reader<'_>, cue: Span<View>) -> Option<Found> {
    let before = &reader.view.as_bytes()[..cue.start];
    let len = before.iter().rev().take(PARAMETER_REACH).take_while(|&&byte| is_link(byte) && !b"()[]".contains(&byte)).count();
    let found = url(reader, cue.start - len)?;
    // Branches of repositories and the codes of a login refer nobody.
    let link = &reader.view[found.span.range()];
    let technical = ["ref=main", "ref=master", "ref=dev", "state=", "oauth", "callback", "/api.", "client_id="];
    if technical.iter().any(|part| link.contains(part)) {
        return None;
    }
    (found.span.end > cue.end && found.value.contains('?')).then_some(found)
}

/// Reads a link: canonical host and path, and of the query the referral parameter, which tells whose link it is.
fn url(reader: &Reader<'_>, start: usize) -> Option<Found> {
    let view = reader.view;
    let end = link_end(view, start);
    let link = &view[start..end];
    let scheme = link.find("://").map_or(0, |at| at + 3);
    let bare = &link[scheme..];
    let host = bare.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let name = host.strip_prefix("www.").unwrap_or(host);
    if !is_domain(name) || host.contains('@') || CHANNEL_HOSTS.contains(&name) {
        return None;
    }
    // Without a scheme only a host with a path or www. is a link: `node.js` and `v2.io` are names.
    if scheme == 0 && name == host && bare.len() == host.len() && !COMMON.iter().any(|tld| host.ends_with(tld)) {
        return None;
    }
    let rest = &bare[host.len()..];
    let path_len = rest.find(['?', '#']).unwrap_or(rest.len());
    let port = if rest.starts_with(':') { rest[..path_len].find('/').unwrap_or(path_len) } else { 0 };
    let path_start = start + scheme + host.len() + port;
    let path = reader.original(Span::new(path_start, start + scheme + host.len() + path_len));
    let mut value = format!("{}{}", decoded(name), path.trim_end_matches('/'));
    if let Some(parameter) = rest[path_len..]
        .split(['?', '&', '#'])
        .find(|part| part.split_once('=').is_some_and(|(key, value)| REFERRAL.contains(&key) && !value.is_empty()))
    {
        let at = start + scheme + host.len() + path_len + rest[path_len..].find(parameter)?;
        let key = parameter.find('=').map_or(0, |equals| equals + 1);
        value = format!("{value}?{}{}", &parameter[..key], reader.original(Span::new(at + key, at + parameter.len())));
    }
    Some(Found::new(start, end, value))
}

/// Domains that are read as links without scheme, `www.` or path.
const COMMON: &[&str] =
    &[".com", ".net", ".org", ".cn", ".cc", ".vip", ".top", ".xyz", ".shop", ".club", ".site", ".online", ".store", ".example"];

/// Where a link begins whose host begins at `at`: before its scheme and `www.`. None inside a word or a longer host.
fn scheme_start(reader: &Reader<'_>, at: usize) -> Option<usize> {
    let before = &reader.view[..at];
    let start = ["https://www.", "http://www.", "https://", "http://", "www.", "//"]
        .into_iter()
        .find(|prefix| before.ends_with(prefix))
        .map_or(at, |prefix| at - prefix.len());
    let glued = reader.view[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@'));
    (!glued).then_some(start)
}

/// The end of a link that begins at `start`: at the first character that no link has, less punctuation of the sentence.
fn link_end(view: &str, start: usize) -> usize {
    let bytes = &view.as_bytes()[start..];
    let mut depth = 0i32;
    let mut len = 0;
    for &byte in bytes.iter().take(LINK_LIMIT) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            _ if !is_link(byte) => break,
            _ => {}
        }
        len += 1;
    }
    while len > 0 && b".,;:!?'*_~[]".contains(&bytes[len - 1]) {
        len -= 1;
    }
    start + len
}

fn is_link(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%[]".contains(&byte) && byte != b']' && byte != b'['
}
