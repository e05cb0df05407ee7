//! Contacts at cues and without one.
use crate::rule::{Inner, Target};
use crate::signal::shape::{Found, Glue, Reader, emails, ends_line, phones};
use crate::signal::{ContactKind, decode};
use crate::span::{Span, View};
use crate::text::chart::Chart;
use crate::text::{Class, Hidden, is_word};

/// A cue that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub contact: u32,
    pub span: Span<View>,
    /// How it is spelled otherwise, and whether that is an ordinary word.
    respelled: Option<(Class, bool)>,
    /// How it hides the channel that it names.
    disguise: Option<Class>,
}

impl Cue {
    /// The cue that a string of the matcher stands for, where no word goes on round it.
    pub fn of(rules: &Inner, reader: &Reader<'_>, target: Target, span: Span<View>) -> Option<Cue> {
        let (contact, respelled, disguise) = match target {
            Target::Cue { contact, disguise } => (contact, None, disguise),
            Target::Respelled { contact, class, word } => (contact, Some((class, word)), Some(class)),
            _ => return None,
        };
        let inside_words = rules.body.contacts[contact as usize].shape.cue_is_part_of_link();
        (inside_words || is_cue(reader, span)).then_some(Cue { contact, span, respelled, disguise })
    }
}

impl Cue {
    /// A cue that is a whole run of its own.
    pub fn whole(contact: u32, span: Span<View>, disguise: Option<Class>) -> Cue {
        Cue { contact, span, respelled: None, disguise }
    }
}

/// A contact as read: which rule, where cue and value stand.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub contact: u32,
    pub span: Span<View>,
    /// Length of the cue alone.
    pub cue: usize,
    pub found: Found,
}

/// Reads the values at cues, behind them and, where the rule says so, before them.
pub(super) fn at_cues(rules: &Inner, reader: &Reader<'_>, cues: &[Cue], mut read: impl FnMut(Reading)) {
    for cue in cues {
        let Some(reading) = behind(rules, reader, cue).or_else(|| before(rules, reader, cue)) else { continue };
        // 微信同号: the number is a telephone number as well, also where only the decoder at this label could read it.
        if reading.found.shared
            && let Some(contact) = rules.body.phones
        {
            let value = format!("+86{}", reading.found.value);
            let found = Found { value, kind: Some(ContactKind::Phone), shared: false, ..reading.found.clone() };
            read(Reading { contact: contact as u32, span: found.span, cue: 0, found });
        }
        read(reading);
    }
}

/// Reads the contacts that need no cue. `chart` is that of the text.
pub(super) fn without_cue(rules: &Inner, reader: &Reader<'_>, chart: &Chart, mut read: impl FnMut(Reading)) {
    let mut alone = |contact: usize, found: Found| read(Reading { contact: contact as u32, span: found.span, cue: 0, found });
    if let Some(contact) = rules.body.phones {
        phones(reader, chart, |found| alone(contact, found));
    }
    if !rules.body.emails.is_empty() {
        emails(reader, |found| {
            if let Some(contact) = rules.body.email_rule(&found.value) {
                alone(contact, found);
            }
        });
    }
}

fn behind(rules: &Inner, reader: &Reader<'_>, cue: &Cue) -> Option<Reading> {
    let rule = &rules.body.contacts[cue.contact as usize];
    // An ordinary word is a label only before a mark; any other spelling, a label pulled apart too, is written for
    // no other purpose. Behind a word that asks to be added all of them are labels.
    let glue = match cue.respelled {
        None => rule.glue,
        Some((_, true)) if !asks(reader.view, cue.span.start) => Glue::Colon,
        Some(_) => Glue::Certain,
    };
    let found = decode::read(reader, rule.shape, cue.span, rule.gap, glue)?;
    let respelled = matches!(cue.respelled, Some((class, _)) if class != Class::Spaced);
    // Letters alone behind a homophone may be any word.
    if respelled
        && !found.value.bytes().any(|byte| byte.is_ascii_digit() || byte == b'_' || byte == b'-')
        && !reader.view[..found.span.start + 1].ends_with('@')
        && !(reader.view[cue.span.end..found.span.start.max(cue.span.end)].contains([':', '：', '=', '＝'])
            && ends_line(reader, found.span.end))
    {
        return None;
    }
    let span = Span::new(cue.span.start.min(found.span.start), found.span.end.max(cue.span.end));
    Some(reading(cue, span, found))
}

fn before(rules: &Inner, reader: &Reader<'_>, cue: &Cue) -> Option<Reading> {
    let rule = &rules.body.contacts[cue.contact as usize];
    if !rule.before {
        return None;
    }
    let found = decode::read_before(reader, rule.shape, cue.span.start)?;
    Some(reading(cue, Span::new(found.span.start, cue.span.end), found))
}

fn reading(cue: &Cue, span: Span<View>, found: Found) -> Reading {
    let spelled = cue.disguise.map_or(Hidden::default(), |class| Hidden::by(class, 1));
    Reading { contact: cue.contact, span, cue: cue.span.len(), found: Found { hidden: found.hidden.and(spelled), ..found } }
}

/// Whether a word that asks to be added, or what promoters write for it, stands before a place.
fn asks(view: &str, at: usize) -> bool {
    view[..at]
        .trim_end_matches([' ', '个', '我', '一', '下', '~'])
        .ends_with(['加', '伽', '佳', '咖', '嘉', '枷', '茄', '迦', '珈', '十', '+', '➕', '╋', '找'])
}

/// Whether a cue neither begins nor ends inside a word. A digit behind it begins the value: qq2900155512.
fn is_cue(reader: &Reader<'_>, span: Span<View>) -> bool {
    let view = reader.view;
    let bytes = view.as_bytes();
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let hyphen = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| b"-_".contains(byte));
    // data-wechat-id and telegram_bot are names of things in a program.
    let identifier =
        hyphen(span.start.checked_sub(1)) && letter(span.start.checked_sub(2)) || hyphen(Some(span.end)) && letter(Some(span.end + 1));
    if bytes[span.end - 1].is_ascii_alphanumeric() && identifier {
        return false;
    }
    let digit_follows = bytes.get(span.end).is_some_and(u8::is_ascii_digit);
    // 加Vlumo_88: the capital is the label, the small letters are the id.
    let case_parts = bytes[span.end - 1] == b'v' && bytes[span.start] >= 0x80 && letter(Some(span.end)) && reader.turns_small(span.end);
    is_word(view, if digit_follows || case_parts { Span::new(span.start, view.len()) } else { span })
}
