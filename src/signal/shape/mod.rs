//! The grammars that read a contact's value at a cue. One file a family; `Shape` is the list.
mod address;
mod calling;
mod crypto;
mod gap;
mod handle;
mod link;
mod name;
mod number;
mod phone;
mod reader;

use super::ContactKind;
use crate::span::{Span, View};
use crate::text::{Hidden, Local};
use serde::{Deserialize, Serialize};

pub(crate) use address::emails;
pub(crate) use handle::ends_line;
pub(crate) use phone::phones;
pub(crate) use reader::Reader;

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
    /// How a decoder found it hidden.
    pub hidden: Hidden,
    /// It stands on the digits of another contact, beside which it counts.
    pub shared: bool,
}

impl Found {
    fn new(start: usize, end: usize, value: String) -> Self {
        Found { span: Span::new(start, end), value, kind: None, national: false, hidden: Hidden::default(), shared: false }
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
    /// Anything at all: for cues that are written for no other purpose, such as a label in disguise.
    Certain,
    /// A mark, and no mere space: for cues that prose puts before any word (line, 威信).
    Colon,
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
    /// Behind the cue: a name of letters, digits, dots, `_` and `-`.
    UserName,
    /// Behind the cue: a LINE id.
    LineId,
    /// Behind the cue: a Signal name with its number, or a telephone number.
    SignalName,
    /// Behind the cue: a Skype name.
    SkypeName,
    /// Behind the cue: 66 hexadecimal digits that begin with 05.
    SessionId,
    /// Behind the cue: eight capitals and digits.
    ThreemaId,
    /// Behind the cue: 6 to 12 digits, or a user name.
    NumberOrName,
    /// Behind the cue: a Vietnamese number, with or without its country.
    ZaloNumber,
    /// Behind the cue: an e-mail address.
    EmailBehind,
    /// Behind the cue: the address of a wallet, whose checksum proves it.
    Wallet,
    /// At the cue (`bc1`, `0x`): the address of a wallet.
    WalletHere,
    /// Beside the cue (微信同号): the mobile number that is also the id.
    SameNumber,
    /// At the cue (a host with its slash): the first part of the path, a name.
    ProfileLink,
    /// At the cue: a number in a link.
    NumberLink,
    /// Before the cue (`.t.me`): a name as part of the host.
    TelegramHost,
    /// Before the cue (`](https://t.me/`): a handle in a link's text.
    TelegramText,
    /// At the cue: an e-mail address in a link.
    EmailLink,
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
        matches!(
            self,
            Shape::TelegramLink
                | Shape::InviteLink
                | Shape::WhatsappLink
                | Shape::UrlHere
                | Shape::UrlAround
                | Shape::WalletHere
                | Shape::ProfileLink
                | Shape::NumberLink
                | Shape::TelegramHost
                | Shape::TelegramText
                | Shape::EmailLink
        )
    }

    /// Whether a rule of this shape may stand without cues.
    pub const fn needs_no_cue(self) -> bool {
        matches!(self, Shape::Phone | Shape::Email)
    }

    /// Whether a cue may begin or end inside a word: signs of a link are no words.
    pub const fn cue_is_part_of_link(self) -> bool {
        matches!(self, Shape::UrlAround | Shape::TelegramHost | Shape::TelegramText | Shape::ProfileLink | Shape::WalletHere)
    }

    /// Whether the value is made of digits, which decoders may have to write.
    pub(crate) const fn is_number(self) -> bool {
        matches!(
            self,
            Shape::QqNumber
                | Shape::WhatsappNumber
                | Shape::Phone
                | Shape::ZaloNumber
                | Shape::WechatId
                | Shape::WechatIdLetters
                | Shape::SameNumber
                | Shape::NumberOrName
        )
    }

    /// Whether the value is a name, whose signs may be written as words.
    pub(crate) const fn is_name(self) -> bool {
        matches!(
            self,
            Shape::TelegramHandle
                | Shape::WechatId
                | Shape::WechatIdLetters
                | Shape::LineId
                | Shape::UserName
                | Shape::SkypeName
                | Shape::NumberOrName
        )
    }

    /// Reads the value that belongs to a cue. Looks at no more than the gap and one value, so it is constant in the text.
    pub(crate) fn read(self, reader: &Reader<'_>, cue: Span<View>, gap: usize, glue: Glue) -> Option<Found> {
        match self {
            Shape::TelegramLink => link::telegram(reader, cue),
            Shape::WhatsappLink => link::whatsapp(reader, cue),
            Shape::InviteLink => link::invite(reader, cue),
            Shape::UrlHere => link::url_here(reader, cue),
            Shape::UrlAround => link::url_around(reader, cue),
            Shape::ProfileLink => link::profile(reader, cue),
            Shape::NumberLink => link::number(reader, cue),
            Shape::TelegramHost => link::telegram_host(reader, cue),
            Shape::TelegramText => link::telegram_text(reader, cue),
            Shape::EmailLink => link::email(reader, cue),
            Shape::WalletHere => crypto::here(reader, cue.start),
            Shape::Email => None,
            _ => self.behind(reader, cue.end, gap, glue),
        }
    }

    /// Reads the value behind a place.
    pub(crate) fn behind(self, reader: &Reader<'_>, from: usize, gap: usize, glue: Glue) -> Option<Found> {
        if self == Shape::Wallet {
            return crypto::behind(reader, from);
        }
        let mut gap = gap::cross(reader.view, from, gap)?;
        gap.mark |= glue == Glue::Certain;
        if self == Shape::Url {
            return link::url_behind(reader, gap.end);
        }
        let at_sign = reader.view[gap.end..].starts_with('@');
        let set_off = gap.mark || gap.space || reader.view[gap.end..].starts_with('+');
        // A number of so many digits needs no mark behind 微信: it is nothing else.
        let wechat = matches!(self, Shape::WechatId | Shape::WechatIdLetters);
        if glue == Glue::Mark && !set_off && wechat && reader.after(gap.end).is_some_and(|c| c.is_ascii_digit()) {
            return handle::wechat(reader, gap, false).filter(|found| found.value.len() >= 8);
        }
        // An id with a digit that ends its phrase, right behind 微信: a product's name has none, or goes on.
        if glue == Glue::Mark && !set_off && wechat && !at_sign && handle::is_id_of_its_own(reader, gap.end) {
            return handle::wechat(reader, gap::Gap { mark: true, ..gap }, false);
        }
        if glue == Glue::Mark && !set_off && !at_sign || glue == Glue::At && !at_sign || glue == Glue::Colon && !gap.mark && !at_sign {
            return None;
        }
        match self {
            Shape::TelegramHandle => handle::telegram(reader, gap),
            Shape::WechatId => handle::wechat(reader, gap, false),
            Shape::WechatIdLetters => handle::wechat(reader, gap, true),
            Shape::QqNumber => phone::qq(reader, gap.end),
            Shape::WhatsappNumber => phone::whatsapp(reader, gap.end),
            Shape::ZaloNumber => phone::zalo(reader, gap.end),
            Shape::UserName => name::user(reader, gap),
            Shape::LineId => name::line(reader, gap),
            Shape::SignalName => name::signal(reader, gap),
            Shape::SkypeName => name::skype(reader, gap),
            Shape::SessionId => name::session(reader, gap),
            Shape::ThreemaId => name::threema(reader, gap.end),
            Shape::NumberOrName => name::number_or_name(reader, gap),
            Shape::EmailBehind => address::email_from(reader, gap.end),
            Shape::SameNumber => phone::same_number(reader, gap.end),
            _ => phone::labelled(reader, gap.end),
        }
    }

    /// Reads the number that ends before a place, as in `33015550 加扣扣`: at most six signs or spaces lie between.
    pub(crate) fn before(self, reader: &Reader<'_>, cue_start: usize) -> Option<Found> {
        if self == Shape::TelegramHandle {
            return handle::telegram_before(reader, cue_start);
        }
        let (start, end) = phone::digits_before(reader, cue_start)?;
        // The number alone: what follows it is its label, not its unit.
        let mut local = Local::default();
        local.keep(start, &reader.view[start..end]);
        let alone = Reader::over(&local, reader);
        let found = match self {
            Shape::QqNumber => phone::qq(&alone, 0),
            Shape::SameNumber => phone::same_number(&alone, 0),
            Shape::WhatsappNumber => phone::whatsapp(&alone, 0),
            Shape::Phone => phone::labelled(&alone, 0),
            _ => None,
        }?;
        (found.span.end == end - start).then(|| Found { span: Span::new(start, end), ..found })
    }
}

/// How many bytes from `at` are characters that `of` accepts.
fn run(view: &str, at: usize, of: impl Fn(u8) -> bool) -> usize {
    view.as_bytes()[at..].iter().take_while(|&&byte| of(byte)).count()
}
