//! E-mail addresses. Grammar: the dot-atom of RFC 5322, a host name, and a top-level domain that exists.
use super::{Found, Reader};
use crate::text::{Class, Hidden};

/// Local parts that nobody reads.
const UNREAD: &[&str] = &["noreply", "no-reply", "donotreply", "do-not-reply", "notreply", "git"];
/// The longest local part and host that RFC 5321 allows; also what bounds the work at one `@`.
const LOCAL_LIMIT: usize = 64;
const HOST_LIMIT: usize = 253;

/// Every e-mail address, in order. Finds each `@` and looks a bounded way to both sides.
pub(crate) fn emails(reader: &Reader<'_>, mut found: impl FnMut(Found)) {
    let at = |at| email_at(reader, at).or_else(|| email_apart(reader, at));
    memchr::memchr_iter(b'@', reader.view.as_bytes()).filter_map(at).for_each(&mut found);
}

/// The great mailbox hosts, and their last parts. They alone are known without their dot.
const MAILBOXES: &[&str] = &[
    "gmail",
    "googlemail",
    "yahoo",
    "ymail",
    "hotmail",
    "outlook",
    "aol",
    "protonmail",
    "proton",
    "icloud",
    "qq",
    "163",
    "126",
    "foxmail",
];
const MAILBOX_ENDS: &[&str] = &["com", "net", "me", "org"];
/// The shortest name that is read before an `@` set off by spaces: `see you @ gmail com` names nobody.
const FEWEST_APART: usize = 5;

/// An address at a great mailbox whose parts stand apart or lack their dot: `name @ gmail. com`, `name@gmailcom`.
fn email_apart(reader: &Reader<'_>, at: usize) -> Option<Found> {
    let before = reader.view[..at].trim_end_matches(' ');
    let local = before.bytes().rev().take(LOCAL_LIMIT + 1).take_while(|&byte| is_local(byte)).count();
    let name = before[before.len() - local..].trim_start_matches(['.', '-', '+', '_']);
    let apart = before.len() < at;
    if local > LOCAL_LIMIT || at - before.len() > 2 || name.len() < if apart { FEWEST_APART } else { 2 } || UNREAD.contains(&name) {
        return None;
    }
    let after = reader.view[at + 1..].trim_start_matches(' ');
    let known = MAILBOXES.iter().find(|host| after.starts_with(**host));
    let label = after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let host = known.map_or(&after[..label], |host| host);
    let rest = after[host.len()..].trim_start_matches(' ');
    let dotted = rest.strip_prefix('.');
    let rest = dotted.unwrap_or(rest).trim_start_matches(' ');
    let last = match known {
        Some(_) => MAILBOX_ENDS.iter().find(|last| rest.starts_with(**last))?,
        // Any other host has its dot, and a last part that exists.
        None => {
            let last = &rest[..rest.bytes().take_while(u8::is_ascii_lowercase).count()];
            let set_apart = after[..after.len() - rest.len()].contains(' ') && !before[..before.len() - name.len()].ends_with('@');
            dotted.filter(|_| !apart && set_apart && is_domain(&format!("{host}.{last}")))?;
            last
        }
    };
    let behind = &rest[last.len()..];
    let end = reader.view.len() - behind.len();
    let start = before.len() - name.len();
    if behind.starts_with(|c: char| c.is_alphanumeric() || c == '_') || end - at > host.len() + last.len() + 8 {
        return None;
    }
    Some(Found { hidden: Hidden::by(Class::Spaced, 1), ..Found::new(start, end, format!("{name}@{host}.{last}")) })
}

/// The address that begins at a place.
pub(super) fn email_from(reader: &Reader<'_>, start: usize) -> Option<Found> {
    let local = reader.view.as_bytes()[start..].iter().take(LOCAL_LIMIT + 1).take_while(|&&byte| is_local(byte)).count();
    if reader.view.as_bytes().get(start + local) != Some(&b'@') {
        return None;
    }
    email_at(reader, start + local).filter(|found| found.span.start == start)
}

/// The address round an `@`.
pub(super) fn email_at(reader: &Reader<'_>, at: usize) -> Option<Found> {
    let bytes = reader.view.as_bytes();
    let local = bytes[..at].iter().rev().take(LOCAL_LIMIT + 1).take_while(|&&byte| is_local(byte)).count();
    if local == 0 || local > LOCAL_LIMIT {
        return None;
    }
    let start = at - local;
    let host = bytes[at + 1..].iter().take(HOST_LIMIT + 1).take_while(|&&byte| is_host(byte)).count();
    let name = reader.view[start..at].trim_start_matches(['.', '-', '+', '_']);
    let start = at - name.len();
    let domain = reader.view[at + 1..at + 1 + host].trim_end_matches(['.', '-']);
    let end = at + 1 + domain.len();
    let rest = &reader.view[end..];
    let path = rest.starts_with([':', '/']) && rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    let link = reader.view[..start].ends_with("//") || reader.view[..start].ends_with('@') || rest.starts_with('@');
    if name.is_empty() || name.ends_with('.') || path || link || !is_domain(domain) || UNREAD.contains(&name) {
        return None;
    }
    Some(Found::new(start, end, format!("{name}@{}", decoded(domain))))
}

/// The name that people read where a host is written in Punycode, folded: `xn--rdhub-3ve2j` is `саrdhub`.
pub(super) fn decoded(domain: &str) -> String {
    if !domain.contains("xn--") {
        return domain.to_owned();
    }
    let label = |label: &str| label.strip_prefix("xn--").and_then(|code| punycode::decode(code).ok()).unwrap_or_else(|| label.to_owned());
    crate::text::folded(&domain.split('.').map(label).collect::<Vec<_>>().join(".")).into_owned()
}

/// Whether a host name has a registrable part under a suffix that exists. `.example` stands for itself (RFC 2606).
pub(super) fn is_domain(host: &str) -> bool {
    let labels = host.split('.');
    let sound = labels.clone().all(|label| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-'));
    if !sound || labels.clone().count() < 2 || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return false;
    }
    host.ends_with(".example")
        || psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix.as_bytes().len() < host.len())
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-_+%".contains(&byte)
}

fn is_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-".contains(&byte)
}
