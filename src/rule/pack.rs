//! A pack as it is written: one TOML file, read into rules that still name each other.
use super::fields::{At, Fields, error};
use super::policy::{WrittenCategory, WrittenPolicy, category, level};
use crate::diagnostic::Diagnostic;
use crate::points::Points;
use crate::signal::{ContactKind, Feature, Glue, Shape};
use crate::span::Span;
use toml::de::{DeTable, DeValue};

/// The version of the pack format that this library reads.
pub(super) const FORMAT: u32 = 1;
/// The largest pack, in bytes.
pub(super) const PACK_LIMIT: usize = 4 << 20;
/// The most characters that a contact's gap may have.
const GAP_LIMIT: u32 = 40;
/// The gap of a contact rule that names none, in characters: what stood between label and id in the texts seen.
const GAP: usize = 12;

/// How far an allow rule reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// It must cover the hit.
    Span,
    /// Hits in its line.
    Line,
    /// Hits in its section: from its heading to the next.
    Section,
    /// The whole text: it lowers caps, and suppresses nothing.
    Text,
}

/// A part of a text that an allow rule can speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    Code,
    Quote,
}

/// A text that stands beside a rule to prove it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The text, without the marks.
    pub text: String,
    /// The bytes that ⟦⟧ mark: what the rule must quote.
    pub quoted: Option<Span>,
    /// The contact's value, where one is stated.
    pub value: Option<String>,
    pub(super) file: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What stands for `{filler}` in an example: honest text that makes a message an article, in both languages.
const FILLER: &str = "窗外的雨下了一整夜，早晨起来院子里的桂花落了一地。祖母把花瓣收进竹匾，摊在屋檐下晾着，说等天晴了可以做糖。\
我蹲在旁边看蚂蚁搬家，数到第三十七只的时候，邻居家的猫从墙头跳下来，把队伍冲散了。那天的粥里放了红豆，甜得刚好。\
The path along the river is closed in winter, when the water stands in the meadow and the geese come down from the north. \
We walked there in October, past the mill and the old orchard, and counted the herons. 傍晚的时候风停了，远处的山露出一点轮廓，\
像用淡墨画上去的。祖父坐在门口修一把旧椅子，木屑落在他的鞋面上，他也不去拍。";

/// What kind of rule it is, with what only that kind has.
#[derive(Clone, Debug)]
pub(super) enum Written {
    Literal { any: Vec<At<String>>, inside_words: bool },
    Regex { pattern: At<String>, needs: Vec<At<String>> },
    Contact { kind: ContactKind, cues: Vec<At<String>>, respelled: Vec<At<String>>, before: bool, gap: usize, glue: Glue, shape: At<Shape> },
    Structure { feature: Feature, at_least: u32, at_most: Option<u32>, kinds: Vec<ContactKind> },
    Composite { when: At<String> },
    Allow { by: WrittenAllow, scope: Scope, suppresses: Vec<At<String>>, caps: Vec<(At<String>, Points)> },
}

/// What an allow rule is found by.
#[derive(Clone, Debug)]
pub(super) enum WrittenAllow {
    Any(Vec<At<String>>),
    Pattern(At<String>, Vec<At<String>>),
    When(At<String>),
    Within(Region),
}

/// A rule as written.
#[derive(Clone, Debug)]
pub(super) struct WrittenRule {
    /// `pack.rule`, at the place of the rule's own id.
    pub id: At<String>,
    pub category: Option<At<String>>,
    pub weight: Option<At<Points>>,
    pub why: String,
    pub lang: Vec<String>,
    pub hits: Vec<Example>,
    pub misses: Vec<Example>,
    pub body: Written,
}

/// One file as written.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenFile {
    pub pack: Option<At<String>>,
    pub rules: Vec<WrittenRule>,
    pub categories: Vec<WrittenCategory>,
    pub disable: Vec<At<String>>,
    pub overrides: Vec<(At<String>, Points)>,
    pub policy: Option<WrittenPolicy>,
}

/// Reads one file, and reports all that is wrong with it.
pub(super) fn read(text: &str, file: usize, problems: &mut Vec<Diagnostic>) -> WrittenFile {
    let mut written = WrittenFile::default();
    let whole = At { value: (), file, start: 0, end: text.lines().next().map_or(0, str::len) };
    if text.len() > PACK_LIMIT {
        problems.push(error(
            "pack-too-large",
            &whole,
            format!("a pack has at most {PACK_LIMIT} bytes, and this one {}", text.len()),
            "split it into several packs",
        ));
        return written;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for syntax in &errors {
        let span = syntax.span().unwrap_or(0..0);
        let place = At { value: (), file, start: span.start, end: span.end };
        problems.push(error("syntax", &place, syntax.message().to_owned(), "the file must be TOML 1.0"));
    }
    let table = table.get_ref();
    let mut fields = Fields::new(table, whole.clone(), problems);
    let head = fields.get("pack");
    let policy = fields.get("policy");
    let mut sections = Vec::new();
    for kind in ["literal", "regex", "contact", "structure", "composite", "allow", "category"] {
        sections.extend(fields.items(kind).into_iter().map(|item| (kind, item)));
    }
    let overrides = fields.points_by_name("override");
    fields.finish();
    written.overrides = overrides;

    match (head, policy) {
        (Some(head), _) => read_head(&head, &mut written, problems),
        (None, Some(policy)) => written.policy = read_policy(&policy, problems),
        (None, None) if errors.is_empty() => problems.push(error(
            "missing-key",
            &whole,
            "a pack begins with a `[pack]` table, a policy with `[policy]`".to_owned(),
            "add `[pack]` with `id = \"my-pack\"` and `format = 1`",
        )),
        (None, None) => {}
    }
    let pack = written.pack.as_ref().map_or("", |pack| &pack.value).to_owned();
    for (kind, item) in sections {
        let place = item.with(());
        let Some(table) = item.value.as_table() else {
            problems.push(error("wrong-type", &place, format!("each `{kind}` must be a table"), &format!("write `[[{kind}]]`")));
            continue;
        };
        let fields = Fields::new(table, place, problems);
        if kind == "category" {
            written.categories.extend(category(fields));
        } else {
            written.rules.extend(read_rule(kind, &pack, fields));
        }
    }
    written
}

fn read_head(head: &At<&DeValue<'_>>, written: &mut WrittenFile, problems: &mut Vec<Diagnostic>) {
    let Some(table) = head.value.as_table() else {
        problems.push(error("wrong-type", head, "`pack` must be a table".to_owned(), "write `[pack]`"));
        return;
    };
    let mut fields = Fields::new(table, head.with(()), problems);
    written.pack = fields.required_text("id");
    if let Some(id) = &written.pack {
        check_id(id, &id.value, &mut fields);
    }
    read_format(&mut fields);
    fields.text("title");
    fields.text("description");
    written.disable = fields.texts("disable");
    fields.finish();
}

fn read_format(fields: &mut Fields<'_, '_>) {
    let place = fields.place();
    match fields.whole("format", u32::MAX) {
        Some(format) if format.value == FORMAT => {}
        Some(format) => fields.report(error(
            "unknown-format",
            &format,
            format!("format {} is not known to this version", format.value),
            &format!("this version reads format {FORMAT}"),
        )),
        None => fields.report(error("missing-key", &place, "`format` is missing".to_owned(), &format!("add `format = {FORMAT}`"))),
    }
}

fn read_policy(policy: &At<&DeValue<'_>>, problems: &mut Vec<Diagnostic>) -> Option<WrittenPolicy> {
    let table = policy.value.as_table()?;
    let mut fields = Fields::new(table, policy.with(()), problems);
    read_format(&mut fields);
    let (review, spam) = (fields.get("review"), fields.get("spam"));
    fields.finish();
    let mut read = |at: Option<At<&DeValue<'_>>>, name: &str| {
        let Some((at, table)) = at.as_ref().and_then(|at| Some((at, at.value.as_table()?))) else {
            problems.push(error("missing-key", policy, format!("`[policy.{name}]` is missing"), "each level says what it needs"));
            return None;
        };
        level(Fields::new(table, at.with(()), problems))
    };
    let (review, spam) = (read(review, "review"), read(spam, "spam"));
    Some(WrittenPolicy { place: policy.with(()), review, spam })
}

/// Ids are kebab-case: they are said on command lines and stand in output for years.
fn check_id(at: &At<String>, id: &str, fields: &mut Fields<'_, '_>) {
    let sound = !id.is_empty()
        && id.len() <= 64
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !id.starts_with('-')
        && !id.ends_with('-');
    if !sound {
        fields.report(error(
            "bad-id",
            at,
            format!("`{id}` is no id"),
            "ids are kebab-case: lower-case letters, digits and hyphens, as in `keep-number`",
        ));
    }
}

fn read_rule(kind: &str, pack: &str, mut fields: Fields<'_, '_>) -> Option<WrittenRule> {
    let id = fields.required_text("id");
    if let Some(id) = &id {
        check_id(id, &id.value.clone(), &mut fields);
    }
    let category = fields.text("category");
    let weight = fields.points("weight");
    let why = fields.text("why").map(|why| why.value).unwrap_or_default();
    let lang = fields.texts("lang").into_iter().map(|lang| lang.value).collect();
    let hits = examples(&mut fields, "hits");
    let misses = examples(&mut fields, "misses");
    let body = read_body(kind, &mut fields);
    let place = fields.place();
    if weight.is_some() && category.is_none() && kind != "allow" {
        fields.report(error(
            "weight-without-category",
            &place,
            "a rule with a weight needs a category".to_owned(),
            "add `category = \"offer\"`, or leave the weight out: then it is a fact",
        ));
    }
    fields.finish();
    let id = id?;
    let full = id.with(format!("{pack}.{}", id.value));
    Some(WrittenRule { id: full, category, weight, why, lang, hits, misses, body: body? })
}

fn read_body(kind: &str, fields: &mut Fields<'_, '_>) -> Option<Written> {
    let place = fields.place();
    let some = |list: Vec<At<String>>, key: &str, fields: &mut Fields<'_, '_>| {
        if list.is_empty() {
            fields.report(error("missing-key", &place, format!("`{key}` is missing or empty"), &format!("add `{key} = [\"...\"]`")));
        }
        list
    };
    Some(match kind {
        "literal" => {
            let any = fields.texts("any");
            Written::Literal { any: some(any, "any", fields), inside_words: fields.flag("inside-words").unwrap_or(false) }
        }
        "regex" => Written::Regex { needs: fields.texts("needs"), pattern: fields.required_text("pattern")? },
        "contact" => {
            let cues = fields.texts("cues");
            let respelled = fields.texts("respelled");
            let before = fields.flag("before").unwrap_or(false);
            let gap = fields.whole("gap", GAP_LIMIT).map_or(GAP, |gap| gap.value as usize);
            let glue = fields
                .choice(
                    "glue",
                    &[("any", Glue::Any), ("mark", Glue::Mark), ("at", Glue::At), ("colon", Glue::Colon), ("certain", Glue::Certain)],
                )
                .map_or(Glue::Mark, |glue| glue.value);
            let kinds = kind_names();
            let kind = fields.choice("kind", &kinds);
            let shape = fields.choice("shape", SHAPES);
            for (key, missing) in [("kind", kind.is_none()), ("shape", shape.is_none())] {
                if missing && fields.get(key).is_none() {
                    fields.report(error("missing-key", &place, format!("`{key}` is missing"), ""));
                }
            }
            let (kind, shape) = (kind?, shape?);
            if cues.is_empty() && respelled.is_empty() && !shape.value.needs_no_cue() {
                fields.report(error(
                    "missing-key",
                    &shape,
                    "a contact of this shape needs `cues`".to_owned(),
                    "add `cues = [\"...\"]`: the words that announce it",
                ));
            }
            Written::Contact { kind: kind.value, cues, respelled, before, gap, glue, shape }
        }
        "structure" => {
            let feature = fields.choice("feature", FEATURES);
            let at_least = fields.whole("at-least", u32::MAX).map_or(1, |number| number.value);
            let at_most = fields.whole("at-most", u32::MAX).map(|number| number.value);
            let names = kind_names();
            let mut kinds = Vec::new();
            for name in fields.texts("kinds") {
                match names.iter().find(|(known, _)| *known == name.value) {
                    Some(&(_, kind)) => kinds.push(kind),
                    None => fields.report(error("bad-value", &name, format!("`{}` is no kind of contact", name.value), "")),
                }
            }
            Written::Structure { feature: feature?.value, at_least, at_most, kinds }
        }
        "composite" => Written::Composite { when: fields.required_text("when")? },
        _ => {
            let scope = fields
                .choice("scope", &[("span", Scope::Span), ("line", Scope::Line), ("section", Scope::Section), ("text", Scope::Text)])
                .map_or(Scope::Span, |scope| scope.value);
            let suppresses = fields.texts("suppresses");
            let caps = fields.points_by_name("caps");
            let (any, needs, pattern, when) = (fields.texts("any"), fields.texts("needs"), fields.text("pattern"), fields.text("when"));
            let within = fields.choice("within", &[("code", Region::Code), ("quote", Region::Quote)]);
            let given =
                usize::from(!any.is_empty()) + usize::from(pattern.is_some()) + usize::from(when.is_some()) + usize::from(within.is_some());
            if given != 1 {
                fields.report(error(
                    "bad-allow",
                    &place,
                    format!("an allow rule is found by one of `any`, `pattern`, `when` and `within`, and here by {given}"),
                    "keep one of them",
                ));
            }
            // A text that may clear itself by a pasted sentence is no filter: the whole text only lowers caps.
            if scope == Scope::Text && !suppresses.is_empty() || scope != Scope::Text && !caps.is_empty() {
                fields.report(error(
                    "bad-allow",
                    &place,
                    "`suppresses` goes with the scopes span, line and section, `caps` with text".to_owned(),
                    "a `text` scope lowers caps, and suppresses nothing",
                ));
            }
            if suppresses.is_empty() && caps.is_empty() {
                fields.report(error(
                    "missing-key",
                    &place,
                    "an allow rule that suppresses nothing does nothing".to_owned(),
                    "add `suppresses = [\"pack.rule\"]`, or `caps` with the scope `text`",
                ));
            }
            let by = match (pattern, when, within) {
                (Some(pattern), ..) => WrittenAllow::Pattern(pattern, needs),
                (_, Some(when), _) => WrittenAllow::When(when),
                (.., Some(within)) => WrittenAllow::Within(within.value),
                _ => WrittenAllow::Any(any),
            };
            Written::Allow { by, scope, suppresses, caps }
        }
    })
}

const FEATURES: &[(&str, Feature)] = &[
    ("contact-in-title", Feature::ContactInTitle),
    ("contact-in-tail", Feature::ContactInTail),
    ("contact-in-title-and-tail", Feature::ContactInTitleAndTail),
    ("contact-at-end", Feature::ContactAtEnd),
    ("contact-repeats", Feature::ContactRepeats),
    ("image-after-contact", Feature::ImageAfterContact),
    ("link-names-itself", Feature::LinkNamesItself),
    ("contact-in-disguise", Feature::ContactInDisguise),
    ("text-columns", Feature::TextColumns),
];

const SHAPES: &[(&str, Shape)] = &[
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

fn kind_names() -> Vec<(&'static str, ContactKind)> {
    ContactKind::ALL.iter().map(|&kind| (kind.name(), kind)).collect()
}

/// Examples: a string, or a table with `text` and the contact's `value`.
fn examples(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Example> {
    let mut examples = Vec::new();
    for item in fields.items(key) {
        let part = |name: &str| item.value.as_table()?.get(name)?.get_ref().as_str().map(str::to_owned);
        let (text, value) = match item.value.as_str() {
            Some(text) => (Some(text.to_owned()), None),
            None => (part("text"), part("value")),
        };
        let Some(written) = text else {
            fields.report(error(
                "wrong-type",
                &item,
                format!("each of `{key}` must be a string or `{{ text = \"...\", value = \"...\" }}`"),
                "",
            ));
            continue;
        };
        let written = written.replace("{filler}", FILLER);
        let quoted = match (written.find('⟦'), written.find('⟧')) {
            (None, None) => None,
            (Some(open), Some(close)) if open < close && written.matches(['⟦', '⟧']).count() == 2 => {
                Some(Span::new(open, close - '⟦'.len_utf8()))
            }
            _ => {
                fields.report(error(
                    "bad-marks",
                    &item,
                    "an example has one `⟦` and one `⟧` behind it".to_owned(),
                    "mark what the rule must quote, once",
                ));
                continue;
            }
        };
        let text = written.replace(['⟦', '⟧'], "");
        examples.push(Example { text, quoted, value, file: item.file, start: item.start, end: item.end });
    }
    examples
}
