//! The grammars that read a contact's value at a cue. One file a family; `Shape` is the list.
mod address;
mod calling;
mod gap;
mod handle;
mod link;
mod number;
mod phone;

use super::ContactKind;
use crate::span::{Span, View};
use crate::text::{Layout, OffsetMap};
use serde::{Deserialize, Serialize};

pub(crate) use address::emails;
pub(crate) use phone::phones;

/// A text under reading: the view that grammars see, and what stands behind it.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub source: &'a str,
    pub view: &'a str,
    pub map: &'a OffsetMap,
    pub layout: &'a Layout,
}

/// A value that a grammar read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The value's own bytes, without the cue.
    pub span: Span<View>,
    /// The canonical value.
    pub value: String,
    /// Set where the grammar knows better than the rule: a mobile number behind a QQ label is a phone.
    pub kind: Option<ContactKind>,
    /// A number whose country is not known.
    pub national: bool,
}

impl Found {
    fn new(start: usize, end: usize, value: String) -> Self {
        Found { span: Span::new(start, end), value, kind: None, national: false }
    }
}

/// What may stand between a cue and its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Glue {
    /// Anything of the gap, also nothing: for cues that are said of nothing else (加微信).
    Any,
    /// A mark such as a colon, an arrow or 是: for cues that are ordinary words (微信).
    #[default]
    Mark,
    /// Anything, when the value begins with `@`: for cues that are ordinary words and no labels (飞机).
    At,
}

/// What a contact's value looks like, and where it stands from the cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Behind the cue: `@name`, or `name` with a digit or underscore behind a mark. 5 to 32 characters.
    TelegramHandle,
    /// At the cue (`t.me/`): a name, `s/name`, `+hash`, `joinchat/hash`.
    TelegramLink,
    /// Behind the cue: 6 to 20 characters, letter first, with a digit, `_` or `-`; or a mobile or QQ number.
    WechatId,
    /// The same, and also letters alone: for cues that ask to be added.
    WechatIdLetters,
    /// At the cue: host and path of an invite.
    InviteLink,
    /// Behind the cue: 5 to 11 digits without a leading zero.
    QqNumber,
    /// Behind the cue: an international number, with or without `+`.
    WhatsappNumber,
    /// At the cue (`wa.me/`): a number or an invite.
    WhatsappLink,
    /// Behind the cue: any telephone number. Without cues: a number that no label is needed for.
    Phone,
    /// An e-mail address. Takes no cues.
    Email,
    /// Behind the cue: a link.
    Url,
    /// At the cue: a link that begins there, such as that of a shortener.
    UrlHere,
    /// Round the cue: the link that holds it, such as a referral parameter.
    UrlAround,
}

impl Shape {
    /// Whether the value begins at the cue or before it, not behind it.
    pub const fn holds_cue(self) -> bool {
        matches!(self, Shape::TelegramLink | Shape::InviteLink | Shape::WhatsappLink | Shape::UrlHere | Shape::UrlAround)
    }

    /// Whether a rule of this shape may stand without cues.
    pub const fn needs_no_cue(self) -> bool {
        matches!(self, Shape::Phone | Shape::Email)
    }

    /// Whether a cue may begin or end inside a word: signs of a link are no words.
    pub const fn cue_is_part_of_link(self) -> bool {
        matches!(self, Shape::UrlAround)
    }

    /// Reads the value that belongs to a cue. Looks at no more than the gap and one value, so it is constant in the text.
    pub(crate) fn read(self, reader: &Reader<'_>, cue: Span<View>, gap: usize, glue: Glue) -> Option<Found> {
        match self {
            Shape::TelegramLink => link::telegram(reader, cue),
            Shape::WhatsappLink => link::whatsapp(reader, cue),
            Shape::InviteLink => link::invite(reader, cue),
            Shape::UrlHere => link::url_here(reader, cue),
            Shape::UrlAround => link::url_around(reader, cue),
            Shape::Email => None,
            Shape::Url => {
                let gap = gap::cross(reader.view, cue.end, gap)?;
                link::url_behind(reader, gap.end)
            }
            _ => {
                let gap = gap::cross(reader.view, cue.end, gap)?;
                let at_sign = reader.view[gap.end..].starts_with('@');
                let set_off = gap.mark || gap.space || reader.view[gap.end..].starts_with('+');
                if glue == Glue::Mark && !set_off && !at_sign || glue == Glue::At && !at_sign {
                    return None;
                }
                match self {
                    Shape::TelegramHandle => handle::telegram(reader, gap),
                    Shape::WechatId => handle::wechat(reader, gap, false),
                    Shape::WechatIdLetters => handle::wechat(reader, gap, true),
                    Shape::QqNumber => phone::qq(reader, gap.end),
                    Shape::WhatsappNumber => phone::whatsapp(reader, gap.end),
                    _ => phone::labelled(reader, gap.end),
                }
            }
        }
    }
}

impl Reader<'_> {
    /// The characters that the caller wrote, where they differ from the view's in case alone: hashes keep their case.
    fn original(&self, span: Span<View>) -> String {
        self.view[span.range()]
            .char_indices()
            .map(|(at, c)| {
                let start = span.start + at;
                let source = self.map.to_source(Span::new(start, start + c.len_utf8()));
                let mut written = self.source[source.range()].chars();
                match (written.next(), written.next()) {
                    (Some(letter), None) if letter.to_ascii_lowercase() == c => letter,
                    _ => c,
                }
            })
            .collect()
    }

    /// The character before a byte of the view.
    fn before(&self, at: usize) -> Option<char> {
        self.view[..at].chars().next_back()
    }

    /// The character that begins at a byte of the view.
    fn after(&self, at: usize) -> Option<char> {
        self.view[at..].chars().next()
    }

    /// Whether a value stands between two equal quotation marks, as strings of code and JSON do.
    fn is_string_literal(&self, start: usize, end: usize) -> bool {
        matches!((self.before(start), self.after(end)), (Some('"'), Some('"')) | (Some('\''), Some('\'')))
    }
}

/// How many bytes from `at` are characters that `of` accepts.
fn run(view: &str, at: usize, of: impl Fn(u8) -> bool) -> usize {
    view.as_bytes()[at..].iter().take_while(|&&byte| of(byte)).count()
}
