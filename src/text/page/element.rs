//! What each element of HTML means to a reader: a new line, a heading, nothing at all.

/// Elements that are told from each other; all others only hold text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// `p`, a list, a table: set off by an empty line.
    Paragraph,
    /// `div` and the like: a line of its own.
    Block,
    /// `li`.
    Item,
    /// `dt` and `dd`.
    Term,
    /// `tr`.
    Row,
    /// `option`.
    Choice,
    /// `br`.
    Break,
    /// `td` and `th`: apart from its neighbours by a space.
    Cell,
    Title,
    Heading(u8),
    Quotation,
    Preformatted,
    Code,
    Link,
    Image,
    /// An element that has no end tag and shows no text.
    Void,
    /// What a browser shows no text of.
    Unseen,
    Other,
}

/// Names of elements, and those beyond which none of them is looked for.
type Ends = (&'static [&'static str], &'static [&'static str]);

/// Elements that end an open paragraph, and beyond which none is looked for.
const BORDERS: &[&str] = &[
    "body",
    "table",
    "td",
    "th",
    "li",
    "div",
    "section",
    "article",
    "blockquote",
    "button",
    "main",
    "aside",
    "header",
    "footer",
    "nav",
    "form",
];

impl Element {
    /// The element of a name, in any case.
    pub fn named(name: &[u8]) -> Element {
        let mut lower = [0; 12];
        let Some(room) = lower.get_mut(..name.len()) else { return Element::Other };
        room.copy_from_slice(name);
        room.make_ascii_lowercase();
        match &*room {
            b"p" | b"ul" | b"ol" | b"dl" | b"table" | b"hr" | b"figure" | b"fieldset" | b"menu" => Element::Paragraph,
            b"div" | b"section" | b"article" | b"main" | b"header" | b"footer" | b"nav" | b"aside" | b"address" | b"form" | b"legend"
            | b"caption" | b"figcaption" | b"details" | b"summary" | b"optgroup" | b"textarea" | b"body" | b"center" | b"dialog"
            | b"hgroup" | b"search" | b"button" => Element::Block,
            b"li" => Element::Item,
            b"dt" | b"dd" => Element::Term,
            b"tr" => Element::Row,
            b"option" => Element::Choice,
            b"br" => Element::Break,
            b"td" | b"th" => Element::Cell,
            b"title" => Element::Title,
            [b'h', level @ b'1'..=b'6'] => Element::Heading(level - b'0'),
            b"blockquote" => Element::Quotation,
            b"pre" | b"listing" | b"xmp" => Element::Preformatted,
            b"code" => Element::Code,
            b"a" => Element::Link,
            b"img" | b"image" => Element::Image,
            b"area" | b"base" | b"col" | b"embed" | b"input" | b"link" | b"meta" | b"param" | b"source" | b"track" | b"wbr" => {
                Element::Void
            }
            b"script" | b"style" | b"template" | b"noscript" | b"iframe" | b"object" | b"svg" | b"audio" | b"video" | b"canvas"
            | b"datalist" | b"noembed" | b"noframes" | b"frameset" => Element::Unseen,
            _ => Element::Other,
        }
    }

    /// Whether it has no end tag.
    pub fn is_void(self) -> bool {
        matches!(self, Element::Break | Element::Image | Element::Void)
    }

    /// How many line ends stand before and behind it.
    pub fn breaks(self) -> usize {
        match self {
            Element::Paragraph | Element::Heading(_) | Element::Quotation | Element::Preformatted => 2,
            Element::Block | Element::Item | Element::Term | Element::Row | Element::Choice | Element::Title => 1,
            _ => 0,
        }
    }

    /// What stands before its text.
    pub fn opening(self, in_preformatted: bool) -> Option<&'static str> {
        Some(match self {
            Element::Title => "<title>",
            Element::Heading(1) => "<h1>",
            Element::Heading(2) => "<h2>",
            Element::Heading(3) => "### ",
            Element::Heading(4) => "#### ",
            Element::Heading(5) => "##### ",
            Element::Heading(_) => "###### ",
            Element::Preformatted if !in_preformatted => "```\n",
            Element::Code if !in_preformatted => "`",
            // A picture is one, whether it has words or not.
            Element::Image => "<img>",
            _ => return None,
        })
    }

    /// What stands behind its text.
    pub fn closing(self, in_preformatted: bool) -> Option<&'static str> {
        Some(match self {
            Element::Title => "</title>",
            Element::Heading(1) => "</h1>",
            Element::Heading(2) => "</h2>",
            Element::Preformatted if !in_preformatted => "```",
            Element::Code if !in_preformatted => "`",
            Element::Link => "</a>",
            _ => return None,
        })
    }

    /// The open elements that end where it begins, and those beyond which none is looked for.
    pub fn ends(self) -> &'static [Ends] {
        const PARAGRAPH: Ends = (&["p"], BORDERS);
        match self {
            Element::Paragraph | Element::Heading(_) | Element::Quotation | Element::Preformatted | Element::Block => &[PARAGRAPH],
            Element::Item => &[PARAGRAPH, (&["li"], &["ul", "ol", "menu"])],
            Element::Term => &[PARAGRAPH, (&["dt", "dd"], &["dl"])],
            Element::Row => &[(&["tr"], &["table"])],
            Element::Cell => &[(&["td", "th"], &["tr", "table"])],
            Element::Choice => &[(&["option"], &["select", "datalist"])],
            _ => &[],
        }
    }
}

/// Whether a style hides its element. Spaces do not matter.
pub(super) fn style_hides(style: &[u8]) -> bool {
    let packed: String = String::from_utf8_lossy(style).to_ascii_lowercase().split_whitespace().collect();
    packed.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(name, value)| {
        let value = value.trim_end_matches("!important");
        let number = || value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse::<f64>();
        match name {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            "color" => value == "transparent",
            "font-size" | "opacity" => number().is_ok_and(|number| number == 0.0),
            // Far beside the screen, where only machines read.
            "left" | "right" | "top" | "margin-left" | "text-indent" => number().is_ok_and(|number| number <= -900.0),
            _ => false,
        }
    })
}

/// Whether a link leads to another page, or to somebody. Places of the same page and scripts do not.
pub(super) fn leads_away(target: &str) -> bool {
    let scheme = target.trim_start().split(['/', '?', '#']).next().and_then(|head| head.split_once(':')).map(|(scheme, _)| scheme);
    match scheme {
        Some(scheme) => !["javascript", "data", "blob", "about"].iter().any(|inner| scheme.eq_ignore_ascii_case(inner)),
        None => target.trim_start().starts_with("//"),
    }
}
