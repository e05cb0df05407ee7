//! Dots, ats and slashes written as words or in brackets, and links defanged.
use crate::text::{Class, Local};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// How far before and behind a gate an address is looked for, in bytes.
const REACH: usize = 90;

/// Ways to write a sign between the parts of an address. Longer ones first; words need spaces or brackets round them,
/// unless Han separates them anyhow.
const SIGNS: &[(&str, &str)] = &[
    ("(dot)", "."),
    ("[dot]", "."),
    ("{dot}", "."),
    ("<dot>", "."),
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("(at)", "@"),
    ("[at]", "@"),
    ("{at}", "@"),
    ("<at>", "@"),
    ("[@]", "@"),
    ("(@)", "@"),
    ("[:]", ":"),
    ("[/]", "/"),
    (" underscore ", "_"),
    (" dot ", "."),
    (" at ", "@"),
    (" slash ", "/"),
    ("小老鼠", "@"),
    ("艾特", "@"),
    ("下划线", "_"),
    ("下横线", "_"),
    ("波浪号", "~"),
    ("反斜杠", "\\"),
    ("斜杠", "/"),
    ("斜线", "/"),
    ("冒号", ":"),
    ("横杠", "-"),
    ("减号", "-"),
    ("点", "."),
    ("。", "."),
    ("｡", "."),
    ("，", "."),
    ("·", "."),
    ("•", "."),
    ("・", "."),
    ("／", "/"),
    ("：", ":"),
];

/// Dots that stand before the last part of a host.
const DOTS: &[&str] =
    &["。", "｡", "，", "·", "•", "・", "点", "点 ", "[.]", "(.)", "(dot)", "[dot]", "{dot}", "(dot) ", "[dot] ", "{dot} ", " dot "];
/// Last parts of hosts that promoters use.
const LAST: &[&str] =
    &["com", "me", "net", "cn", "org", "cc", "gg", "ee", "ly", "io", "vip", "top", "xyz", "shop", "site", "club", "example"];

/// The gates: a written dot before a last part, and a defanged scheme.
pub(super) fn gates() -> Vec<String> {
    let mut gates: Vec<String> = DOTS.iter().flat_map(|dot| LAST.iter().map(move |last| format!("{dot}{last}"))).collect();
    gates.extend(["hxxp", "(at)", "[at]", "{at}", "小老鼠", "xn--"].map(str::to_owned));
    gates
}

/// The text round a gate with its signs written as signs, where they stand between parts of an address.
pub(crate) fn address(view: &str, gate: usize) -> Local {
    let start = view.floor_char_boundary(gate.saturating_sub(REACH));
    let start = view[start..gate].rfind('\n').map_or(start, |at| start + at + 1);
    let end = view.floor_char_boundary((gate + REACH).min(view.len()));
    let end = view[gate..end].find('\n').map_or(end, |at| gate + at);
    let mut local = Local::default();
    rewrite(&view[start..end], start, &mut local);
    local
}

pub(super) fn rewrite(text: &str, outer: usize, local: &mut Local) {
    let mut kept = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("hxxp") {
            local.keep(outer + kept, &text[kept..at]);
            local.put(outer + at..outer + at + 4, "http", Class::Spoken);
            at += 4;
            kept = at;
            continue;
        }
        if let Some((from, to, sign)) = sign_at(text, at).filter(|&(from, to, _)| from >= kept && to > from) {
            local.keep(outer + kept, &text[kept..from]);
            local.put(outer + from..outer + to, sign, Class::Spoken);
            kept = to;
            at = to;
            continue;
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    local.keep(outer + kept, &text[kept..]);
}

/// A written sign at a place, with the spaces round it, where parts of an address stand on both sides.
fn sign_at(text: &str, at: usize) -> Option<(usize, usize, &'static str)> {
    let &(written, sign) = SIGNS.iter().find(|(written, _)| text[at..].starts_with(written))?;
    let before = text[..at].trim_end_matches(' ');
    let after = text[at + written.len()..].trim_start_matches(' ');
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '~' | '/' | '+');
    // A scheme's colon has a slash behind it; a path may end in its slash.
    let begins = before.ends_with(part) || SIGNS.iter().any(|(written, _)| before.ends_with(written.trim_end()));
    let fits = begins
        && (after.starts_with(part)
            || after.starts_with(['.', '/'])
            || SIGNS.iter().any(|(written, _)| after.starts_with(written.trim_start())));
    fits.then(|| (before.len(), text.len() - after.len(), sign))
}

/// How far into a zone such a word may begin, and the longest of them, in bytes.
const NAME_REACH: usize = 80;
const LONGEST_IN_NAMES: usize = 12;
/// Words that stand for a sign inside a name.
const IN_NAMES: &[(&str, &str)] = &[
    (" underscore ", "_"),
    (" dash ", "-"),
    (" hyphen ", "-"),
    (" dot ", "."),
    ("下划线", "_"),
    ("下横线", "_"),
    ("横杠", "-"),
    ("减号", "-"),
    ("点", "."),
];

/// Finds any of those words, and the words for `@`. Made once: making it costs more than all zones of most texts.
static ANY_IN_NAMES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = IN_NAMES.iter().map(|(written, _)| *written).chain(["at-sign ", "艾特", "小老鼠"]);
    AhoCorasick::new(words).unwrap_or_else(|error| unreachable!("a dozen words are no large automaton: {error}"))
});

/// The zone behind a cue with the signs of a name written as signs, and words for `@` as one.
pub(super) fn name(zone: &str, outer: usize) -> Option<Local> {
    // Most zones hold none of the words, and are left at once.
    let end = zone.floor_char_boundary((NAME_REACH + LONGEST_IN_NAMES).min(zone.len()));
    if !ANY_IN_NAMES.is_match(&zone[..end]) {
        return None;
    }
    let mut local = Local::default();
    let mut kept = 0;
    let mut at = 0;
    let mut changed = false;
    while at < zone.len() && at < NAME_REACH {
        let rest = &zone[at..];
        if let Some(word) = ["at-sign ", "艾特 ", "艾特", "小老鼠"].into_iter().find(|word| rest.starts_with(word)) {
            local.keep(outer + kept, &zone[kept..at]);
            local.put(outer + at..outer + at + word.len(), "@", Class::Spoken);
            at += word.len();
            (kept, changed) = (at, true);
            continue;
        }
        if let Some(&(written, sign)) = IN_NAMES.iter().find(|(written, _)| rest.starts_with(written)) {
            let before = zone[..at].trim_end_matches(' ');
            let after = zone[at + written.len()..].trim_start_matches(' ');
            let part = |c: char| c.is_ascii_alphanumeric();
            if before.ends_with(part) && after.starts_with(part) && before.len() >= kept {
                let end = zone.len() - after.len();
                local.keep(outer + kept, &zone[kept..before.len()]);
                local.put(outer + before.len()..outer + end, sign, Class::Spoken);
                (at, kept, changed) = (end, end, true);
                continue;
            }
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    local.keep(outer + kept, &zone[kept..]);
    changed.then_some(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        let mut local = Local::default();
        rewrite(text, 0, &mut local);
        local.text().to_owned()
    }

    #[test]
    fn addresses_are_written_with_their_signs() {
        for (text, address) in [
            ("desk (at) kada (dot) example", "desk@kada.example"),
            ("看 t 点 me 斜杠 kada_card ，", "看 t.me/kada_card ，"),
            ("hxxps://t[.]me/kada", "https://t.me/kada"),
            ("u。wechat。com", "u.wechat.com"),
            ("discord dot gg slash hk29", "discord.gg/hk29"),
        ] {
            assert_eq!(rewritten(text), address);
        }
    }

    #[test]
    fn sentences_stay() {
        for text in ["设置。com 口", "三点半见", "好，再见。", "第 3 点 说明"] {
            assert_eq!(rewritten(text), text);
        }
    }
}
