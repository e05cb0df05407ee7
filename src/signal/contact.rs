//! The channels through which a reader can be reached.
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The channel of a contact. The names in output and packs are [`ContactKind::name`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum ContactKind { $($(#[$doc])* $variant,)* }

        impl ContactKind {
            /// Every kind, in the order of their declaration.
            pub const ALL: &[ContactKind] = &[$(ContactKind::$variant,)*];

            /// The kind's name in output and packs, such as `qq-group`.
            pub const fn name(self) -> &'static str {
                match self { $(ContactKind::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    /// Handle in lower case, without `@`; an invite as `+HASH` in its own case.
    Telegram = "telegram",
    /// Id in lower case, or the digits of a mobile or QQ number; a link as host and path.
    Wechat = "wechat",
    /// Digits.
    Qq = "qq",
    /// Digits, or an invite link as host and path.
    QqGroup = "qq-group",
    /// E.164, or an invite link as host and path.
    Whatsapp = "whatsapp",
    /// LINE id.
    Line = "line",
    /// Signal user name or number.
    Signal = "signal",
    /// Skype name.
    Skype = "skype",
    /// Discord name or invite.
    Discord = "discord",
    /// Viber number.
    Viber = "viber",
    /// Zalo number.
    Zalo = "zalo",
    /// KakaoTalk id.
    Kakao = "kakao",
    /// Potato id.
    Potato = "potato",
    /// BatChat id.
    Batchat = "batchat",
    /// SafeW id.
    Safew = "safew",
    /// Session id.
    Session = "session",
    /// Threema id.
    Threema = "threema",
    /// Wickr id.
    Wickr = "wickr",
    /// Teams address.
    Teams = "teams",
    /// Messenger name.
    Messenger = "messenger",
    /// Facebook page.
    Facebook = "facebook",
    /// Instagram name.
    Instagram = "instagram",
    /// X name.
    X = "x",
    /// E.164, or digits as written where the country is not known.
    Phone = "phone",
    /// Address in lower case.
    Email = "email",
    /// Host and path without scheme; of the query only a referral parameter.
    Url = "url",
    /// Address of a wallet.
    Crypto = "crypto",
}

impl fmt::Display for ContactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
