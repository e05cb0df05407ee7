//! The names that packs use for what is built in.
use crate::signal::{ContactKind, Feature, Shape};

/// What a structure rule measures.
pub(in crate::rule) const FEATURES: &[(&str, Feature)] = &[
    ("contact-in-title", Feature::ContactInTitle),
    ("contact-in-tail", Feature::ContactInTail),
    ("contact-in-title-and-tail", Feature::ContactInTitleAndTail),
    ("contact-at-end", Feature::ContactAtEnd),
    ("contact-repeats", Feature::ContactRepeats),
    ("image-after-contact", Feature::ImageAfterContact),
    ("link-names-itself", Feature::LinkNamesItself),
    ("contact-in-disguise", Feature::ContactInDisguise),
    ("link-text-in-title", Feature::LinkTextInTitle),
    ("links-in-message", Feature::LinksInMessage),
    ("links-in-title", Feature::LinksInTitle),
    ("links-alone", Feature::LinksAlone),
    ("text-columns", Feature::TextColumns),
];

/// What a contact's value looks like.
pub(in crate::rule) const SHAPES: &[(&str, Shape)] = &[
    ("telegram-handle", Shape::TelegramHandle),
    ("telegram-link", Shape::TelegramLink),
    ("wechat-id", Shape::WechatId),
    ("wechat-id-letters", Shape::WechatIdLetters),
    ("invite-link", Shape::InviteLink),
    ("qq-number", Shape::QqNumber),
    ("whatsapp-number", Shape::WhatsappNumber),
    ("whatsapp-link", Shape::WhatsappLink),
    ("phone", Shape::Phone),
    ("user-name", Shape::UserName),
    ("line-id", Shape::LineId),
    ("signal-name", Shape::SignalName),
    ("skype-name", Shape::SkypeName),
    ("session-id", Shape::SessionId),
    ("threema-id", Shape::ThreemaId),
    ("number-or-name", Shape::NumberOrName),
    ("zalo-number", Shape::ZaloNumber),
    ("email-behind", Shape::EmailBehind),
    ("wallet", Shape::Wallet),
    ("wallet-here", Shape::WalletHere),
    ("same-number", Shape::SameNumber),
    ("profile-link", Shape::ProfileLink),
    ("number-link", Shape::NumberLink),
    ("telegram-host", Shape::TelegramHost),
    ("telegram-text", Shape::TelegramText),
    ("email-link", Shape::EmailLink),
    ("email", Shape::Email),
    ("url", Shape::Url),
    ("url-here", Shape::UrlHere),
    ("url-around", Shape::UrlAround),
];

/// The channels of contacts.
pub(in crate::rule) fn kind_names() -> Vec<(&'static str, ContactKind)> {
    ContactKind::ALL.iter().map(|&kind| (kind.name(), kind)).collect()
}
