//! Digits in every notation: Chinese numerals, radio digits, circles, letters that look like digits, English words.
use crate::text::{Class, Local};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The fewest symbols of a number: fewer are counts, years and idioms.
const FEWEST: usize = 5;
/// How many characters may stand between a cue and the first symbol.
const GAP: usize = 16;

/// Chinese numerals, in view spelling: plain, formal, radio, Hangzhou; circles for zero.
fn numeral(c: char) -> Option<char> {
    // Nearly every character is none: one bit for each code modulo 256 says so of five in six.
    if c.is_ascii() || (MAYBE_NUMERAL[c as usize / 64 % 4] >> (c as usize % 64)) & 1 == 0 {
        return None;
    }
    Some(match c {
        '零' | '〇' | '洞' | '○' | '◎' | '●' | '◍' | '◐' | '◯' | '◉' | '⚪' | '⚫' | '⭕' => '0',
        '一' | '幺' | '壹' | '弌' | '〡' => '1',
        '二' | '两' | '贰' | '弍' | '〢' => '2',
        '三' | '叁' | '弎' | '仨' | '〣' => '3',
        '四' | '肆' | '〤' => '4',
        '五' | '伍' | '〥' => '5',
        '六' | '陆' | '〦' => '6',
        '七' | '拐' | '柒' | '〧' => '7',
        '八' | '捌' | '〨' => '8',
        '九' | '勾' | '玖' | '〩' => '9',
        _ => return None,
    })
}

/// The numerals of the table above.
const NUMERALS: &str = "零〇洞○◎●◍◐◯◉⚪⚫⭕一幺壹弌〡二两贰弍〢三叁弎仨〣四肆〤五伍〥六陆〦七拐柒〧八捌〨九勾玖〩";
static MAYBE_NUMERAL: LazyLock<[u64; 4]> = LazyLock::new(|| {
    let mut bits = [0; 4];
    NUMERALS.chars().for_each(|c| bits[c as usize / 64 % 4] |= 1 << (c as usize % 64));
    bits
});

/// Letters that are drawn like a digit. Cyrillic and Greek ones too: a number mixes no scripts, so nothing folded them.
fn letter(c: char) -> Option<char> {
    Some(match c {
        'o' | 'о' | 'ο' => '0',
        'l' | 'i' | '|' | 'і' | 'ι' => '1',
        'z' => '2',
        'з' | 'э' => '3',
        's' | 'ѕ' => '5',
        'b' => '8',
        _ => return None,
    })
}

/// Words of English, whole.
const WORDS: &[(&str, &str)] = &[
    ("zero", "0"),
    ("oh", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("plus", "+"),
];
/// Words that repeat the next digit.
const REPEATS: &[(&str, usize)] = &[("double", 2), ("triple", 3), ("treble", 3)];
/// What may stand between two symbols.
const SEPARATORS: &str = " -.()/~+_·*=^|、，,—–‐‑‒―−→⟶➔➖\u{a0}";

/// Whether a sign may stand between two symbols: arrows are worn as ornaments.
fn is_separator(c: char) -> bool {
    SEPARATORS.contains(c) || matches!(c as u32, 0x2190..=0x21FF | 0x27F0..=0x27FF | 0x2900..=0x297F)
}

/// A symbol of a number.
struct Symbol {
    len: usize,
    digits: Cow<'static, str>,
    class: Option<Class>,
}

/// The symbol at the beginning of `rest`; `word` where a word may begin there.
fn symbol(rest: &str, word: bool) -> Option<Symbol> {
    let c = rest.chars().next()?;
    // A slice of what is there for good: a number has a dozen of them.
    let one = |digit: char, class| {
        let at = digit as usize - '0' as usize;
        Some(Symbol { len: c.len_utf8(), digits: Cow::Borrowed(&"0123456789"[at..=at]), class })
    };
    if c.is_ascii_digit() {
        return one(c, None);
    }
    if let Some(digit) = numeral(c) {
        return one(digit, Some(Class::Numeral));
    }
    // The words of digits begin with these; most words of a text do not.
    if word && matches!(c, 'z' | 'o' | 't' | 'f' | 's' | 'e' | 'n' | 'p' | 'd') {
        let len = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let name = &rest[..len];
        if let Some((_, digit)) = WORDS.iter().find(|(known, _)| *known == name) {
            // Nine hundred is how 900 is read out.
            let hundred = rest[len..].strip_prefix([' ', '-']).filter(|_| *digit != "0" && *digit != "+");
            let hundred = hundred.filter(|rest| rest.strip_prefix("hundred").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
            return Some(match hundred {
                Some(_) => Symbol { len: len + " hundred".len(), digits: format!("{digit}00").into(), class: Some(Class::Numeral) },
                None => Symbol { len, digits: Cow::Borrowed(*digit), class: Some(Class::Numeral) },
            });
        }
        if let Some((_, times)) = REPEATS.iter().find(|(known, _)| *known == name) {
            let gap = rest[len..].len() - rest[len..].trim_start().len();
            let next = symbol(&rest[len + gap..], true).filter(|next| next.digits.len() == 1 && next.digits != "+")?;
            return Some(Symbol { len: len + gap + next.len, digits: next.digits.repeat(*times).into(), class: Some(Class::Numeral) });
        }
    }
    letter(c).and_then(|digit| one(digit, Some(Class::DigitAlike)))
}

/// A number read from the beginning of `rest`.
struct Run {
    symbols: Vec<(usize, Symbol)>,
    end: usize,
}

fn run(rest: &str) -> Run {
    let mut symbols: Vec<(usize, Symbol)> = Vec::new();
    let mut at = 0;
    let mut end = 0;
    let mut skipped = 0;
    let mut word = true;
    while at < rest.len() && symbols.len() < 32 {
        let c = rest[at..].chars().next().unwrap_or(' ');
        if let Some(symbol) = symbol(&rest[at..], word) {
            let next = rest[at + symbol.len..].chars().next();
            // A letter inside a word is a letter.
            let in_word = symbol.class == Some(Class::DigitAlike)
                && c.is_ascii_alphabetic()
                && next.is_some_and(|next| next.is_ascii_alphabetic() && letter(next).is_none());
            if in_word {
                break;
            }
            at += symbol.len;
            end = at;
            skipped = 0;
            word = symbol.class == Some(Class::Numeral) && c.is_ascii_alphabetic();
            symbols.push((at - symbol.len, symbol));
            continue;
        }
        // A comma parts single digits and spoken ones; between groups it begins another number.
        let comma = matches!(c, '、' | '，' | ',') && !symbols.is_empty();
        let spoken = symbols.iter().any(|(_, symbol)| symbol.len > 1 && symbol.class == Some(Class::Numeral) && symbol.digits != "+");
        let single = symbols.len() < 2 || symbols[symbols.len() - 2].0 + symbols[symbols.len() - 2].1.len < symbols[symbols.len() - 1].0;
        if comma && !spoken && !single {
            break;
        }
        if !is_separator(c) || symbols.is_empty() && c != '+' && c != '(' || skipped >= 3 {
            break;
        }
        if symbols.is_empty() && c == '+' {
            symbols.push((at, Symbol { len: 1, digits: Cow::Borrowed("+"), class: None }));
        }
        skipped += 1;
        word = true;
        at += c.len_utf8();
    }
    // A group of letters alone behind the first one is the next word: `+44 77OO 9OO521 so we`.
    let apart = |pair: &[(usize, Symbol)]| pair[0].0 + pair[0].1.len < pair[1].0;
    if !symbols.windows(2).all(apart) {
        let mut first = 0;
        let lone = symbols.chunk_by(|a, b| a.0 + a.1.len == b.0).position(|group| {
            let letters = first > 0 && group.iter().all(|(_, symbol)| symbol.class == Some(Class::DigitAlike));
            first += group.len();
            letters
        });
        if let Some(group) = lone {
            let kept: usize = symbols.chunk_by(|a, b| a.0 + a.1.len == b.0).take(group).map(<[_]>::len).sum();
            symbols.truncate(kept);
            end = symbols.last().map_or(0, |(at, symbol)| at + symbol.len);
        }
    }
    Run { symbols, end }
}

impl Run {
    /// Whether the run is a number in disguise: enough symbols, some of them no digits, and letters the fewer of them.
    fn is_disguised(&self, behind: &str) -> bool {
        let digits =
            |class: Option<Class>| self.symbols.iter().filter(|(_, s)| s.class == class).map(|(_, s)| s.digits.len()).sum::<usize>();
        let (plain, numerals, letters) = (digits(None), digits(Some(Class::Numeral)), digits(Some(Class::DigitAlike)));
        let all = plain + numerals + letters;
        // 一九八四年, 二十万 and the like are quantities.
        let quantity = behind.starts_with(['年', '月', '日', '十', '百', '千', '万', '亿', '第', '个', '元', '岁', '米', '点', '分', '号']);
        self.letters_stand_among_digits()
            && all >= FEWEST
            && numerals + letters > 0
            && !quantity
            && (letters == 0 || all >= 7 && (plain + numerals) * 10 >= all * 6)
    }

    /// Whether each group that holds letters holds a digit too: `is 8041` is no number.
    fn letters_stand_among_digits(&self) -> bool {
        let groups = self.symbols.chunk_by(|a, b| a.0 + a.1.len == b.0);
        let lone = |group: &[(usize, Symbol)]| group.iter().all(|(_, symbol)| symbol.class == Some(Class::DigitAlike));
        let singles = self.symbols.windows(2).all(|pair| pair[0].0 + pair[0].1.len < pair[1].0);
        singles || !groups.into_iter().any(lone)
    }

    fn write(&self, zone: &str, outer: usize, start: usize, local: &mut Local) {
        let singles = self.symbols.windows(2).filter(|pair| pair[0].0 + pair[0].1.len < pair[1].0).count() + 1 >= self.symbols.len();
        let mut last = start;
        for (at, symbol) in &self.symbols {
            let place = start + at;
            let between = &zone[last..place];
            if !between.is_empty() && (!singles || between.contains([',', '，', '、']) && symbol.len > 3) {
                // Separators that no number grammar knows are written as the one that all know.
                let known = between.chars().all(|c| " -()./".contains(c));
                if known { local.keep(outer + last, between) } else { local.put(outer + last..outer + place, "-", Class::Spaced) }
            }
            match symbol.class {
                Some(class) => local.put(outer + place..outer + place + symbol.len, &symbol.digits, class),
                None => local.keep(outer + place, &symbol.digits),
            }
            last = place + symbol.len;
        }
    }
}

/// The zone behind a cue with its number in digits, where it is written otherwise.
pub(super) fn digits(zone: &str, outer: usize) -> Option<Local> {
    let mut before = None;
    for (at, c) in zone.char_indices().take(GAP) {
        let begins = c == '+' || c == '(' || symbol(&zone[at..], true).is_some();
        let inside = before.is_some_and(|before: char| before.is_ascii_alphabetic()) && c.is_ascii_alphabetic();
        before = Some(c);
        if !begins || inside {
            continue;
        }
        let run = run(&zone[at..]);
        let separated = run.symbols.len() >= FEWEST && run.symbols.windows(2).all(|pair| pair[0].0 + pair[0].1.len < pair[1].0);
        let digits: usize = run.symbols.iter().map(|(_, symbol)| symbol.digits.len()).sum();
        let letters = run.symbols.iter().any(|(_, symbol)| symbol.class == Some(Class::DigitAlike));
        let odd = has_odd_separator(&zone[at..at + run.end]);
        if run.is_disguised(&zone[at + run.end..]) || digits >= FEWEST && !letters && (separated || odd) {
            let mut local = Local::default();
            local.keep(outer, &zone[..at]);
            run.write(zone, outer, at, &mut local);
            local.keep(outer + at + run.end, &zone[at + run.end..]);
            return Some(local);
        }
        if run.symbols.len() >= FEWEST {
            return None;
        }
    }
    None
}

/// Whether a number is written with separators that the grammars of numbers do not know.
fn has_odd_separator(number: &str) -> bool {
    number.trim_start_matches('+').chars().any(|c| is_separator(c) && !" -().".contains(c))
}

/// The number before a cue in digits, where it is written otherwise. The local text ends at the cue.
pub(super) fn digits_before(view: &str, cue_start: usize) -> Option<Local> {
    let from = view.ceil_char_boundary(cue_start.saturating_sub(64));
    let before = &view[from..cue_start];
    // The first place from which one run reaches to the cue.
    for (at, _) in before.char_indices() {
        if before[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) || symbol(&before[at..], true).is_none() {
            continue;
        }
        let run = run(&before[at..]);
        let rest = &before[at + run.end..];
        if rest.chars().count() > 6 || rest.contains('\n') {
            continue;
        }
        let single = run.symbols.len() >= FEWEST && run.symbols.windows(2).all(|pair| pair[0].0 + pair[0].1.len < pair[1].0);
        let odd = has_odd_separator(&before[at..at + run.end]);
        if !run.is_disguised("") && !single && !odd {
            return None;
        }
        let mut local = Local::default();
        run.write(before, from, at, &mut local);
        local.keep(from + at + run.end, rest);
        return Some(local);
    }
    None
}

/// A name that goes on in Chinese numerals: `lin_八三零六七`.
pub(super) fn in_name(zone: &str, outer: usize) -> Option<Local> {
    let first = zone.char_indices().take(40).find(|&(_, c)| numeral(c).is_some())?.0;
    let before = &zone[..first];
    if first > 40 || !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
        return None;
    }
    let mut local = Local::default();
    local.keep(outer, before);
    let mut at = first;
    let mut count = 0;
    while let Some(c) = zone[at..].chars().next() {
        match numeral(c) {
            Some(digit) => {
                local.put(outer + at..outer + at + c.len_utf8(), digit.encode_utf8(&mut [0; 4]), Class::Numeral);
                count += 1;
            }
            None if c.is_ascii_alphanumeric() || c == '_' || c == '-' => local.keep(outer + at, &zone[at..at + 1]),
            None => break,
        }
        at += c.len_utf8();
    }
    local.keep(outer + at, &zone[at..]);
    (count >= 2).then_some(local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_in_every_notation() {
        for (zone, text) in [
            ("：一三八〇〇五七一五〇〇，", "：13800571500，"),
            ("：幺三八洞洞六两拐五洞洞", "：13800627500"),
            ("⟨138oo5715oo⟩", "⟨13800571500⟩"),
            (" plus four four seven double seven zero", " +447770"),
            (" one eight hundred five five five", " 1800555"),
            ("：1/3/8/0/0/5", "：138005"),
            ("：55+50+18+879。", "：55-50-18-879。"),
            ("29оо155з8", "29001553 8".replace(' ', "").as_str()),
        ] {
            assert_eq!(digits(zone, 0).map(|local| local.text().to_owned()).as_deref(), Some(text), "{zone}");
        }
    }

    #[test]
    fn every_numeral_passes_the_quick_check() {
        assert!(NUMERALS.chars().all(|c| numeral(c).is_some()));
        let table = include_str!("numeral.rs").split("Some(match c {").nth(1).and_then(|rest| rest.split("_ =>").next());
        let written = table.into_iter().flat_map(|table| table.split('\'').skip(1).step_by(2)).filter_map(|c| c.chars().next());
        let left_out: Vec<char> = written.filter(|c| !c.is_ascii() && !NUMERALS.contains(*c)).collect();
        assert!(left_out.is_empty(), "{left_out:?} stand in the table, and not in the list");
    }

    #[test]
    fn quantities_and_words_stay() {
        for zone in ["一九八四年", "：三心二意", " only one or two", "：13800571500", " 8.8.8.8", "oil", "一二三", " lose ol' bills"]
        {
            assert!(digits(zone, 0).is_none(), "{zone}: {:?}", digits(zone, 0).map(|local| local.text().to_owned()));
        }
    }
}
