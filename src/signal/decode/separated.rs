//! Characters pulled apart by one separator: values behind a cue, and runs in the text (the sparse reading).
use crate::text::chart::Chart;
use crate::text::{Class, Local};

/// The fewest single characters of a run.
const FEWEST: usize = 4;
/// The longest value that is joined.
const MOST: usize = 48;

/// Where a value pulled apart begins in the zone behind a cue: behind the gap's signs, at one character and a separator.
pub(super) fn begins(zone: &str) -> Option<usize> {
    let at = zone.char_indices().take(12).find(|&(_, c)| c.is_ascii_alphanumeric() || c == '@')?.0;
    // The sign may stand right before the first letter.
    let sign = usize::from(zone[at..].starts_with('@') && zone[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
    let mut chars = zone[at + sign..].chars();
    let (_, second, third) = (chars.next()?, chars.next()?, chars.next()?);
    // In `@ a b c` the sign stands apart from its handle as the letters do.
    (is_separator(second) && is_part(third)).then_some(at)
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | '+')
}

fn is_separator(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '@' | '\n' | '\r' | ':' | '：' | '(' | ')' | '"' | '\'')
}

/// The zone with the value joined.
pub(super) fn joined(zone: &str, outer: usize, at: usize) -> Option<Local> {
    let mut local = Local::default();
    local.keep(outer, &zone[..at]);
    let mut place = at;
    if zone[at..].starts_with('@') {
        local.keep(outer + at, "@");
        place += if zone[at..].starts_with("@ ") { 2 } else { 1 };
    }
    let separator = zone[place..].chars().nth(1)?;
    let mut count = 0;
    while count < MOST {
        let mut chars = zone[place..].chars();
        let Some(c) = chars.next().filter(|&c| is_part(c)) else { break };
        local.keep(outer + place, &zone[place..place + c.len_utf8()]);
        count += 1;
        place += c.len_utf8();
        let next = chars.next();
        let follows = chars.next().is_some_and(is_part) && !chars.next().is_some_and(|c| c.is_ascii_alphanumeric());
        if next == Some(separator) && !follows && count >= 2 {
            // The last part may be longer, when it is no word of the sentence.
            let last = place + separator.len_utf8();
            let len = zone[last..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            if zone[last..last + len].bytes().any(|byte| byte.is_ascii_digit()) {
                local.keep(outer + last, &zone[last..last + len]);
                count += len;
                place = last + len;
            }
        }
        if next != Some(separator) || !follows {
            break;
        }
        local.put(outer + place..outer + place + separator.len_utf8(), "", Class::Spaced);
        place += separator.len_utf8();
    }
    // The pieces of a joined value stand for themselves; what was taken out counts once for the whole.
    let mut whole = Local::default();
    if count < FEWEST {
        return None;
    }
    let text = local.text()[at.min(local.text().len())..].to_owned();
    whole.keep(outer, &zone[..at]);
    whole.put(outer + at..outer + place, &text, Class::Spaced);
    whole.keep(outer + place, &zone[place..]);
    Some(whole)
}

/// One run of the sparse reading: its place in the view, and its characters.
pub(crate) struct Run {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// The runs of at least three single characters that one separator pulls apart. The chart tells the few places where a
/// sign stands again behind one character.
pub(crate) fn runs(view: &str, chart: &Chart) -> Vec<Run> {
    let bytes = view.as_bytes();
    let mut found: Vec<Run> = Vec::new();
    let mut from = 0;
    for index in chart.places(|row| row.apart) {
        if index < from {
            continue;
        }
        let before = view[..index].chars().next_back().filter(|c| c.is_alphanumeric()).map_or(0, char::len_utf8);
        if before > 0
            && index - before >= from
            && let Some(run) = run_from(view, index - before, bytes[index] as char)
        {
            from = run.end;
            found.push(run);
        }
    }
    found
}

fn run_from(view: &str, start: usize, separator: char) -> Option<Run> {
    if !view.is_char_boundary(start) || view[..start].ends_with(char::is_alphanumeric) {
        return None;
    }
    let mut text = String::new();
    let mut place = start;
    let mut count = 0;
    let mut letters = 0;
    while count < 64 {
        let mut chars = view[place..].chars();
        let Some(c) = chars.next().filter(|&c| c.is_alphanumeric() || matches!(c, '@' | ':' | '：' | '_' | '+' | '.' | '-')) else {
            break;
        };
        let next = chars.next();
        let longer = c.is_ascii_alphanumeric() && next.is_some_and(|next| next.is_ascii_alphanumeric());
        if longer {
            break;
        }
        text.push(c);
        letters += usize::from(c.is_alphabetic());
        count += 1;
        place += c.len_utf8();
        if next != Some(separator) {
            break;
        }
        if !chars.next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | ':' | '：' | '_' | '+' | '.' | '-')) {
            break;
        }
        place += separator.len_utf8();
    }
    // Digits are never joined without a cue, and what ends in a separator ends before it.
    (count >= 3 && letters >= 2).then(|| Run { start, end: view[..place].trim_end_matches(separator).len(), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_joined() {
        for (view, text) in [
            ("加入 t g : @ s i m。", "tg:@sim"),
            ("短 信 群 发找我", "短信群发"),
            ("w.h.a.t.s.a.p.p +44", "whatsapp"),
            ("a t_e_l_e b", "tele"),
        ] {
            let found: Vec<String> = runs(view, &Chart::of(view)).into_iter().map(|run| run.text).collect();
            assert_eq!(found, [text], "{view}");
        }
    }

    #[test]
    fn ordinary_text_has_none() {
        for view in ["8.8.8.8", "0.0.1", "a b", "i am a man", "1 2 3 4 5", "中文 与 english 混排", "x, y, z", "e.g. this"] {
            assert!(
                runs(view, &Chart::of(view)).is_empty(),
                "{view}: {:?}",
                runs(view, &Chart::of(view)).into_iter().map(|run| run.text).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_value_behind_a_cue_is_joined() {
        for (zone, text) in [
            ("：j i e m a 7 7 x，进来", "：jiema77x，进来"),
            (" @ s i g n a l 4 before", " @signal4 before"),
            (" t.i.a.n.m.i.2.5", " tianmi25"),
        ] {
            let at = begins(zone).expect(zone);
            assert_eq!(joined(zone, 0, at).expect(zone).text(), text);
        }
    }
}
