//! Telephone, WhatsApp and QQ numbers. Grammars: the national numbering plans and E.164.
use super::calling::{is_international, is_mainland_landline, is_mainland_mobile, is_north_american, is_toll_free};
use super::number::{self, Number, pattern};
use super::{ContactKind, Found, Reader};
use crate::text::chart::Chart;

/// The number of every form and manual on the mainland; it reaches nobody.
const PLACEHOLDER: &str = "13800138000";

/// Words before a number that say that it is no telephone number.
const NO_PHONE: &[&str] = &[
    "订单",
    "单号",
    "编号",
    "流水",
    "运单",
    "快递",
    "学号",
    "工号",
    "证号",
    "卡号",
    "账号",
    "帐号",
    "型号",
    "序列号",
    "isbn",
    "issn",
    "id",
    "uid",
    "order",
    "tracking",
    "ref",
    "sn",
    "serial",
    "timestamp",
    "invoice",
    "ticket",
    "case",
    "part",
    "sku",
    "imei",
    "iccid",
    "qq",
    "version",
    "v",
    "rev",
    "build",
    "会议",
    "会议号",
    "群号",
    "时间戳",
    "备案",
    "许可证",
    "no",
    "no.",
    "nr",
    "hash",
    "commit",
    "doi",
    "patent",
    "account",
    "iban",
    "vat",
    "port",
];

/// How certain a number must look.
#[derive(Clone, Copy, PartialEq)]
enum Label {
    /// It stands alone, and must look like a telephone number and nothing else.
    None,
    /// A label says what it is.
    Phone,
    /// A label says that it is international, with or without `+`.
    Whatsapp,
}

/// Every telephone number that needs no label, in order. One pass over the digits of the view, which the chart tells.
pub(crate) fn phones(reader: &Reader<'_>, chart: &Chart, mut found: impl FnMut(Found)) {
    let bytes = reader.view.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // A sign that opens a number stands right before a digit.
        let Some(digit) = chart.next(at, |row| row.digits) else { return };
        let digits = chart.window(digit, |row| row.digits);
        // Years, prices and lists: fewer digits near by than any number has.
        if (digits & (!0 >> (64 - WITHIN))).count_ones() < FEWEST_DIGITS {
            at = digit + digits.trailing_ones() as usize;
            continue;
        }
        at = if digit > at && matches!(bytes[digit - 1], b'+' | b'(') { digit - 1 } else { digit };
        let byte = bytes[at];
        let Some(number) = number::read(reader, at) else {
            // A run of more digits than any number has is skipped whole, or it would be read from each of its digits.
            at += super::run(reader.view, at, |byte| byte.is_ascii_digit()).max(1);
            continue;
        };
        // Behind a bracket that opens words, the digits themselves may begin the number.
        if number.digit_count() >= FEWEST_DIGITS
            && standing_alone(reader, &number)
            && let Some(phone) = best(reader, &number, Label::None)
            && nothing_else(reader, &number)
        {
            at = phone.span.end.max(number.start + 1);
            found(phone);
        } else if number.plus || byte == b'(' {
            at += 1;
        } else {
            at = number.end;
        }
    }
}

/// The fewest digits of a number that stands without a label, and within how many bytes they stand: in groups of one, with
/// a separator of three bytes and spaces round it, they need no more.
const FEWEST_DIGITS: u32 = 7;
const WITHIN: u32 = 48;

/// A telephone number behind a label.
pub(super) fn labelled(reader: &Reader<'_>, start: usize) -> Option<Found> {
    behind_label(reader, start, Label::Phone)
}

/// A WhatsApp number behind a label.
pub(super) fn whatsapp(reader: &Reader<'_>, start: usize) -> Option<Found> {
    behind_label(reader, start, Label::Whatsapp)
}

/// A Zalo number: with its country, or a Vietnamese one with its leading zero.
pub(super) fn zalo(reader: &Reader<'_>, start: usize) -> Option<Found> {
    let found = behind_label(reader, start, Label::Whatsapp)?;
    Some(match found.value.strip_prefix('0').filter(|_| found.national) {
        Some(rest) => Found { value: format!("+84{rest}"), national: false, ..found },
        None => found,
    })
}

/// The mobile number that is also a WeChat id.
pub(super) fn same_number(reader: &Reader<'_>, start: usize) -> Option<Found> {
    let found = behind_label(reader, start, Label::Phone)?;
    let mobile = found.value.strip_prefix("+86").filter(|digits| is_mainland_mobile(digits))?.to_owned();
    Some(Found { kind: Some(ContactKind::Wechat), value: mobile, shared: true, ..found })
}

/// The run of digits and separators that ends before a label, at most six characters away.
pub(super) fn digits_before(reader: &Reader<'_>, label: usize) -> Option<(usize, usize)> {
    let before = &reader.view[..label];
    let mut end = None;
    for (index, (at, c)) in before.char_indices().rev().enumerate() {
        if c.is_ascii_digit() {
            end = Some(at + 1);
            break;
        }
        if index >= 6 || c == '\n' || !(matches!(c, '加' | '是' | '的' | '搜' | '也') || !c.is_alphanumeric()) {
            return None;
        }
    }
    let end = end?;
    // Forty bytes are more than the longest number with its separators.
    let bytes = before.as_bytes();
    let run = bytes[..end].iter().rev().take(40).take_while(|byte| byte.is_ascii_digit() || b" -+().".contains(byte)).count();
    let text = &before[end - run..end];
    let skipped = text.len() - text.trim_start_matches([' ', '-', '.', ')', '(']).len();
    let start = end - run + skipped;
    let glued = before[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    (!glued).then_some((start, end))
}

fn behind_label(reader: &Reader<'_>, start: usize, label: Label) -> Option<Found> {
    if !reader.after(start).is_some_and(|c| c.is_ascii_digit() || c == '+') {
        return None;
    }
    let number = number::read(reader, start)?;
    let in_code = reader.is_code(start, number.end) || reader.is_string_literal(start, number.end);
    if in_code || runs_on(reader, number.end) {
        return None;
    }
    best(reader, &number, label)
}

/// A QQ number or that of a group: 5 to 11 digits, no leading zero, in at most three groups.
pub(super) fn qq(reader: &Reader<'_>, start: usize) -> Option<Found> {
    if !matches!(reader.after(start), Some('1'..='9')) {
        return None;
    }
    let number = number::read(reader, start)?;
    let first = number.prefix(1).0.len();
    // `QQ3 2009` is a car of that year.
    let whole =
        number.group_count() <= 4 && (number.group_count() == 1 || first >= 2) && !number.dotted && !number.bracket && !number.overlong;
    let counts = if whole { [number.group_count(), 1] } else { [1, 1] };
    for count in counts {
        let (digits, end) = number.prefix(count);
        let rest = &reader.view[end..];
        // 5.20 and 10000+ are versions and counts; 年, 元 and the like make any number a quantity.
        let unit = ['年', '月', '元', '人', '万', '个', '次', '%', '块', '米', '岁', '点', '倍', '条', '分', '天', '版', '款', '只', '+'];
        let spaced = ['年', '人', '个', '次', '条', '款', '只', '元', '克'];
        let quantity = rest.starts_with(unit) || rest.trim_start_matches(' ').starts_with(spaced);
        let longer = rest.starts_with(['.', '/', ':']) && rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if (5..=11).contains(&digits.len()) && !quantity && !longer && !runs_on(reader, end) && !reader.is_string_literal(start, end) {
            if digits.len() == 11 && is_mainland_mobile(digits) {
                return Some(Found { kind: Some(ContactKind::Phone), ..Found::new(start, end, format!("+86{digits}")) });
            }
            return Some(Found::new(start, end, digits.to_owned()));
        }
    }
    None
}

/// The longest prefix of the groups that is a number. What follows a shorter one must be set off by a space.
fn best(reader: &Reader<'_>, number: &Number, label: Label) -> Option<Found> {
    if number.overlong && label == Label::None {
        return None;
    }
    for count in (1..=number.group_count()).rev() {
        let (_, end) = number.prefix(count);
        if count < number.group_count() && !reader.view[end..].starts_with([' ', '(', '/', '\u{a0}']) {
            continue;
        }
        if let Some((value, national)) = canonical(reader, number, count, label) {
            return Some(Found { national, ..Found::new(number.start, end, value) });
        }
    }
    None
}

/// E.164 of the first `count` groups, or the digits as written (`true`) where a label vouches for a local number.
fn canonical(reader: &Reader<'_>, number: &Number, count: usize, label: Label) -> Option<(String, bool)> {
    let (digits, _) = number.prefix(count);
    let shape = number.pattern(count);
    let is = |sizes: &[u64]| shape == pattern(sizes);
    let labelled = label != Label::None;
    let international = |digits: &str| {
        // A trunk zero behind the country code, as in +44 (0) 20, is not dialled from abroad.
        let written = match digits.split_at_checked(2) {
            Some((code @ ("44" | "86" | "49" | "33" | "61" | "39"), rest)) if code != "39" && rest.starts_with('0') => {
                format!("{code}{}", &rest[1..])
            }
            _ => digits.to_owned(),
        };
        is_international(&written).then(|| (format!("+{written}"), false))
    };
    if number.plus {
        // +8335550142 is a toll-free number whose 1 was forgotten.
        let forgotten = || is_toll_free(digits).then(|| (format!("+1{digits}"), false));
        return international(digits).or_else(forgotten);
    }
    if let Some(rest) = digits.strip_prefix("00").filter(|rest| !rest.starts_with('0')) {
        return international(rest).filter(|_| labelled || digits.starts_with("0086"));
    }
    // Mainland, 11 digits: together or 3-4-4. With 86 before it.
    if is_mainland_mobile(digits) && digits != PLACEHOLDER {
        let usual = is(&[11]) || is(&[3, 4, 4]) || is(&[3, 8]) || is(&[7, 4]);
        if (usual || labelled) && !(number.dotted && !labelled) && !(is(&[1, 10]) || is(&[1, 3, 7]) || is(&[1, 3, 3, 4])) {
            return Some((format!("+86{digits}"), false));
        }
    }
    if let Some(mobile) = digits.strip_prefix("86").filter(|mobile| is_mainland_mobile(mobile))
        && (is(&[2, 11]) || is(&[2, 3, 4, 4]) || labelled)
    {
        return Some((format!("+86{mobile}"), false));
    }
    let short = is(&[3, 3, 4]) || is(&[3, 4, 3]) || is(&[4, 3, 3]) || is(&[3, 7]);
    if digits.len() == 10 && digits.starts_with("400") && (short && !number.dotted || labelled) {
        return Some((format!("+86{digits}"), false));
    }
    let landline = is(&[3, 8]) || is(&[4, 7]) || is(&[4, 8]) || is(&[3, 4, 4]) || is(&[4, 4, 4]) || is(&[4, 3, 4]);
    if is_mainland_landline(digits) && (landline && !number.dotted || labelled) {
        return Some((format!("+86{}", &digits[1..]), false));
    }
    // North America: toll-free in its usual groups, others only with 1 or a label before them.
    let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(digits);
    let grouped = is(&[3, 3, 4]) || is(&[1, 3, 3, 4]) || is(&[4, 3, 4]) || is(&[1, 3, 7]) || is(&[4, 7]);
    if is_toll_free(national) && digits.starts_with("800") && reader.view[..number.start].chars().rev().take(12).any(is_han) {
        return Some((format!("+86{digits}"), false));
    }
    if is_north_american(national)
        && (is_toll_free(national) && (grouped || labelled)
            || digits.len() == 11 && is(&[1, 3, 3, 4])
            || labelled
            || number.bracket && grouped)
    {
        return Some((format!("+1{national}"), false));
    }
    match label {
        Label::None => None,
        // Behind a label a long number is one with its country, a short one is somebody's local number.
        _ if digits.len() >= 11 && !digits.starts_with('0') && is_international(digits) => Some((format!("+{digits}"), false)),
        Label::Whatsapp if (8..=12).contains(&digits.len()) && !number.dotted => Some((digits.to_owned(), true)),
        Label::Phone
            if (7..=8).contains(&digits.len())
                && !digits.starts_with(['0', '1'])
                && (is(&[7]) || is(&[8]) || is(&[4, 4]) || is(&[3, 4])) =>
        {
            Some((digits.to_owned(), true))
        }
        _ => None,
    }
}

/// Whether nothing right beside a number makes it part of something else.
fn standing_alone(reader: &Reader<'_>, number: &Number) -> bool {
    let before = &reader.view[..number.start];
    let last = before.chars().next_back();
    let before_last = &before[..before.len() - last.map_or(0, char::len_utf8)];
    let continues_word = |c: char| c.is_ascii_alphanumeric() || c == '/';
    // Three groups and more are written for the eye: signs before them are decoration, not part of an identifier.
    let decorated = number.group_count() >= 3 && before.ends_with(['#', '*', '@', '.', '_', '=']);
    let glued = match last {
        Some('_' | '#' | '=' | '&' | '%' | '$' | '@' | '\\' | '.' | '^' | '<' | '*') => !decorated || before_last.ends_with(continues_word),
        Some('-' | ',' | '/' | '+' | '–') => before_last.ends_with(continues_word),
        // The sign sets a number written in groups off from the word before it: `not working+1-833-555-0142`.
        Some(c) => c.is_ascii_alphanumeric() && !(number.plus && number.group_count() >= 3 && c.is_ascii_alphabetic()),
        None => false,
    };
    let time = before.ends_with(':') && before[..before.len() - 1].ends_with(|c: char| c.is_ascii_digit());
    !glued && !time && !runs_on(reader, number.end)
}

/// Whether nothing farther off says that what looks like a telephone number is another kind of number. Asked last: most
/// numbers look like none, and whether a place is code is known only when all of the text was laid out.
fn nothing_else(reader: &Reader<'_>, number: &Number) -> bool {
    !reader.is_string_literal(number.start, number.end)
        && !is_named_otherwise(&reader.view[..number.start])
        && !reader.is_code(number.start, number.end)
}

/// Whether the run goes on behind its digits: letters, or a separator with more behind it.
fn runs_on(reader: &Reader<'_>, end: usize) -> bool {
    let rest = &reader.view[end..];
    rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '%')
        || rest.starts_with(['/', ':', '=', '@']) && rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether the last word before a number names another kind of number.
fn is_named_otherwise(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '\n' || matches!(c, '是' | '为' | '：'));
    NO_PHONE
        .iter()
        .any(|word| before.strip_suffix(word).is_some_and(|rest| !word.is_ascii() || !rest.ends_with(|c: char| c.is_ascii_alphanumeric())))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Whether ten digits make a number that nobody need vouch for. For links, whose digits are written together.
pub(super) fn of_link(digits: &str) -> Option<String> {
    if is_international(digits) {
        return Some(format!("+{digits}"));
    }
    is_north_american(digits).then(|| format!("+1{digits}"))
}
