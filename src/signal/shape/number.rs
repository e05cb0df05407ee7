//! Runs of digits, read once for every channel that uses numbers.
use super::Reader;

/// The most digits that any number here has: E.164 has 15, `00` and an extension's start may stand before them.
const MOST_DIGITS: usize = 18;
/// The most groups that one number is written in.
const MOST_GROUPS: usize = 8;

/// Digits in groups, as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub start: usize,
    pub plus: bool,
    digits: [u8; MOST_DIGITS],
    /// For each group: how many digits up to its end, and the byte behind it.
    groups: [(u8, usize); MOST_GROUPS],
    group_count: usize,
    /// The run went on, in digits or groups, beyond what a number has.
    pub overlong: bool,
    /// Separators other than a space or hyphen stood between digits.
    pub dotted: bool,
    /// A bracket stood round a group, as round an area code.
    pub bracket: bool,
    /// Where the whole run ends.
    pub end: usize,
}

impl Number {
    /// The groups' sizes and the digits of the first `count` groups, with the byte behind them.
    pub fn prefix(&self, count: usize) -> (&str, usize) {
        let (digits, end) = self.groups[count - 1];
        (std::str::from_utf8(&self.digits[..digits as usize]).unwrap_or_default(), end)
    }

    /// How many digits its groups have.
    pub fn digit_count(&self) -> u32 {
        self.groups[..self.group_count].last().map_or(0, |&(digits, _)| u32::from(digits))
    }

    /// How many groups there are.
    pub fn group_count(&self) -> usize {
        self.group_count
    }

    /// The sizes of the first `count` groups, as a number in decimal: 3-4-4 is 344.
    pub fn pattern(&self, count: usize) -> u64 {
        let mut before = 0;
        self.groups[..count].iter().fold(0, |pattern, &(digits, _)| {
            let size = digits - before;
            before = digits;
            // Sizes of ten and more would run into the next decimal; two decimals each keep them apart.
            pattern * 100 + u64::from(size)
        })
    }
}

/// A pattern of group sizes, to compare with [`Number::pattern`].
pub(super) const fn pattern(sizes: &[u64]) -> u64 {
    let mut pattern = 0;
    let mut index = 0;
    while index < sizes.len() {
        pattern = pattern * 100 + sizes[index];
        index += 1;
    }
    pattern
}

/// Reads the run of digits at `start`, which is a digit, `+` or `(`. Ends before two separators too many, or a line's end.
pub(super) fn read(reader: &Reader<'_>, start: usize) -> Option<Number> {
    let bytes = reader.view.as_bytes();
    let mut number = Number {
        start,
        plus: false,
        digits: [0; MOST_DIGITS],
        groups: [(0, start); MOST_GROUPS],
        group_count: 0,
        overlong: false,
        dotted: false,
        bracket: false,
        end: start,
    };
    let mut at = start;
    if bytes.get(at) == Some(&b'+') {
        number.plus = true;
        at += 1;
    }
    let mut count = 0usize;
    let mut gap = separators(&reader.view[at..], true)?;
    loop {
        number.dotted |= gap.dotted;
        number.bracket |= gap.bracket;
        at += gap.len;
        let from = at;
        while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            if count < MOST_DIGITS {
                number.digits[count] = *digit;
            } else {
                number.overlong = true;
            }
            count += 1;
            at += 1;
        }
        if at == from {
            break;
        }
        number.end = at;
        if number.group_count == MOST_GROUPS || number.overlong {
            number.overlong = true;
        } else {
            number.groups[number.group_count] = (count as u8, at);
            number.group_count += 1;
        }
        match separators(&reader.view[at..], false) {
            Some(next) if next.len > 0 => gap = next,
            _ => break,
        }
    }
    (number.group_count > 0).then_some(number)
}

struct Separators {
    len: usize,
    dotted: bool,
    bracket: bool,
}

/// The separators before the next group: none, or up to three characters with a digit behind them.
fn separators(rest: &str, leading: bool) -> Option<Separators> {
    let mut found = Separators { len: 0, dotted: false, bracket: false };
    for (index, c) in rest.chars().take(4).enumerate() {
        if c.is_ascii_digit() {
            return Some(found);
        }
        if index == 3 {
            break;
        }
        match c {
            '(' | ')' => found.bracket = true,
            ' ' | '-' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' | '–' | '—' | '‑' if !leading || c == ' ' => {}
            '.' | '~' | '_' | '/' if !leading => found.dotted = true,
            _ => break,
        }
        found.len += c.len_utf8();
    }
    if leading { None } else { Some(Separators { len: 0, dotted: false, bracket: false }) }
}
