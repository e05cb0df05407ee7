//! The tables of a pack and their keys.
use super::{GAP_LIMIT, Key, KeyKind, Table};
use KeyKind::*;

const fn key(name: &'static str, kind: KeyKind, default: &'static str, why: &'static str, example: &'static str) -> Key {
    Key { name, kind, default, why, example }
}

/// The keys of every rule.
pub(super) const RULE: &[Key] = &[
    key("id", Id, "required", "Its name in the pack; `pack.rule` is its full id, at most 64 bytes each, never reused.", r#"id = "goods""#),
    key("category", Text, "none", "The category that its points go to. A rule with a weight needs one.", r#"category = "offer""#),
    key("weight", Points, "none: a fact", "What a hit adds, once a text. Without it the rule is a fact for conditions.", "weight = 1.5"),
    key("why", Text, "empty", "Why it is there: one sentence with a full stop, shown beside its hits.", r#"why = "Names the goods.""#),
    key(
        "lang",
        Texts,
        "any",
        "The languages that it was written for. Documentation: it does not change what matches.",
        r#"lang = ["zh", "en"]"#,
    ),
    key(
        "expires",
        Day,
        "never",
        "From that day on `rules check` asks whether the rule is still needed. Verdicts do not change.",
        r#"expires = "2030-01-01""#,
    ),
    key(
        "hits",
        Examples,
        "none",
        "Texts that it must find; `⟦⟧` marks what must be quoted, `{filler}` stands for honest prose.",
        r#"hits = ["big ⟦gizmo sale⟧"]"#,
    ),
    key("misses", Examples, "none", "Texts that it must not find, and that look nearly alike.", r#"misses = ["gizmo salesman"]"#),
];

const CONTACT: &[Key] = &[
    key("kind", ContactKind, "required", "The channel.", r#"kind = "telegram""#),
    key("shape", Shape, "required", "The grammar of the value.", r#"shape = "telegram-handle""#),
    key("cues", Texts, "none", "What announces the value: folded, at most 500 bytes each.", r#"cues = ["telegram"]"#),
    key(
        "disguised",
        Texts,
        "none",
        "Cues that hide what they stand for; what they announce is a contact in disguise.",
        r#"disguised = ["🦊"]"#,
    ),
    key(
        "respelled",
        Texts,
        "none",
        "Labels that are also found by sound, in parts, in pictures, with digits, pulled apart.",
        r#"respelled = ["微信"]"#,
    ),
    key("hosts", Texts, "all", "Of the shape `email`: the hosts that the rule is for.", r#"hosts = ["mail.example"]"#),
    key("before", Flag, "false", "The value may stand before its cue, too.", "before = true"),
    key("gap", Whole(GAP_LIMIT), "12", "The most characters between cue and value.", "gap = 6"),
    key(
        "glue",
        Glue,
        "mark",
        "What the gap needs: a colon or the like or a space; a colon; an `@`; nothing; nothing, read as if it had a mark.",
        r#"glue = "at""#,
    ),
];

const ALLOW: &[Key] = &[
    key("any", Texts, "one of four", "Words that speak for a text.", r#"any = ["微信息屏"]"#),
    key("pattern", Text, "one of four", "A regular expression that speaks for it.", r"pattern = 'notice[^\n]*'"),
    key("when", Text, "one of four", "A condition over literal, regex and contact rules.", r#"when = "guard-words""#),
    key("within", Region, "one of four", "A part of the text; alone, or with `when`.", r#"within = "quote""#),
    key("needs", Texts, "none", "Of a `pattern`: strings of which every match holds one.", r#"needs = ["notice"]"#),
    key(
        "scope",
        Scope,
        "span",
        "How far it reaches: what it covers, its line, its section, or the whole text, where it lowers caps.",
        r#"scope = "line""#,
    ),
    key(
        "suppresses",
        Texts,
        "none",
        "What it takes away where it reaches: `rule`, `pack.rule`, `pack.*`, `category:NAME`.",
        r#"suppresses = ["category:offer"]"#,
    ),
    key("caps", PointsByName, "none", "Of the scope `text`: the lower caps of categories.", "caps = { offer = 1.0 }"),
];

/// The tables of `adsift.toml`, which may also hold `[override]`.
pub const CONFIG_TABLES: &[Table] = &[
    Table {
        name: "adsift",
        several: false,
        rule: false,
        why: "Begins `adsift.toml`. Paths mean places beside the file.",
        keys: &[
            key("format", Format, "required", "The version of this format.", "format = 1"),
            key("packs", Texts, "none", "Files and folders of packs.", r#"packs = ["packs"]"#),
            key("builtin", Flag, "true", "The built-in packs and their policy are used.", "builtin = false"),
            key("disable", Texts, "none", "Rules that do not count: `pack.rule`, `pack.*`, `category:NAME`.", r#"disable = ["tickets.*"]"#),
            key("profile", Text, "none", "A file with a profile.", r#"profile = "group.toml""#),
        ],
    },
    Table {
        name: "profile",
        several: false,
        rule: false,
        why: "What one group wants otherwise; of a file of its own for `--profile`, with `format = 1`, or of `adsift.toml`.",
        keys: &[
            key(
                "allow-contacts",
                Texts,
                "none",
                "Contacts that are evidence for nothing: `kind:value` as `adsift contacts` writes them.",
                r#"allow-contacts = ["telegram:lumo_help"]"#,
            ),
            key(
                "allow-domains",
                Texts,
                "none",
                "Domains, with all below them, whose links and addresses are evidence for nothing.",
                r#"allow-domains = ["shop.example"]"#,
            ),
            key("allow-phrases", Texts, "none", "Phrases that take away whatever they cover.", r#"allow-phrases = ["微信息屏"]"#),
            key("block-contacts", Texts, "none", "Contacts that are spam alone.", r#"block-contacts = ["wechat:lumo_8842"]"#),
            key(
                "block-lists",
                Texts,
                "none",
                "Files of such contacts, one a line, below 4 GB each; lines that begin with `#` say nothing.",
                r#"block-lists = ["blocked.txt"]"#,
            ),
            key("disable", Texts, "none", "Rules that do not count here.", r#"disable = ["iptv.*"]"#),
            key(
                "levels",
                PointsByName,
                "as the policy says",
                "Other least scores of `review` and `spam`.",
                "levels = { review = 4.0, spam = 6.0 }",
            ),
        ],
    },
];

/// Every table of a pack and of a policy.
pub const TABLES: &[Table] = &[
    Table {
        name: "pack",
        several: false,
        rule: false,
        why: "Begins a pack.",
        keys: &[
            key("id", Id, "required", "The first part of its rules' ids.", r#"id = "my-shop""#),
            key("format", Format, "required", "The version of this format. A pack of an unknown version is refused.", "format = 1"),
            key("title", Text, "empty", "What the pack is about, in a few words.", r#"title = "Goods of one seller""#),
            key("description", Text, "empty", "Whom it finds, and whom it leaves alone.", r#"description = "Gizmos.""#),
            key(
                "extends",
                Texts,
                "none",
                "Packs that it rests on: they must be there, and short names mean their rules, too.",
                r#"extends = ["sim-cards"]"#,
            ),
            key(
                "disable",
                Texts,
                "none",
                "Rules that do not count: `rule`, `pack.rule`, `pack.*`, `category:NAME`.",
                r#"disable = ["tickets.*"]"#,
            ),
        ],
    },
    Table {
        name: "literal",
        several: true,
        rule: true,
        why: "Words, found wherever they stand in the folded view.",
        keys: &[
            key(
                "any",
                Texts,
                "required",
                "The words: folded like the text, at most 500 bytes each; ASCII words match whole.",
                r#"any = ["gizmo sale"]"#,
            ),
            key("inside-words", Flag, "false", "Also inside an ASCII word.", "inside-words = true"),
        ],
    },
    Table {
        name: "regex",
        several: true,
        rule: true,
        why: "A regular expression over the folded view; in it `\\d \\w \\s \\b` mean ASCII. At most 1 MB compiled, 50 deep.",
        keys: &[
            key(
                "pattern",
                Text,
                "required",
                "The expression, in small letters: a match reaches at most 240 bytes from its gate, and has at most 800.",
                r"pattern = '\d+ gizmos'",
            ),
            key(
                "needs",
                Texts,
                "none",
                "Gates: strings of which every match holds one. The regex runs only near them.",
                r#"needs = ["gizmos"]"#,
            ),
            key("inside-words", Flag, "false", "A gate of letters may begin inside an ASCII word.", "inside-words = true"),
        ],
    },
    Table { name: "contact", several: true, rule: true, why: "A way to reach somebody: a cue and the value behind it.", keys: CONTACT },
    Table {
        name: "structure",
        several: true,
        rule: true,
        why: "A number that tells how a text is built.",
        keys: &[
            key("feature", Feature, "required", "What is measured.", r#"feature = "contact-repeats""#),
            key("at-least", Whole(u32::MAX), "1", "The least number that counts.", "at-least = 3"),
            key("at-most", Whole(u32::MAX), "any", "The highest number that counts.", "at-most = 8"),
            key("kinds", ContactKinds, "all", "The kinds of contacts that are measured.", r#"kinds = ["telegram", "wechat"]"#),
        ],
    },
    Table {
        name: "composite",
        several: true,
        rule: true,
        why: "A condition over other rules. It is quoted where its heaviest member stands.",
        keys: &[
            key(
                "when",
                Text,
                "required",
                "The condition: names, `and`, `or`, `not`, `any of`, `all of`, `N of (...)`, at most 32 deep.",
                r#"when = "any of category:offer and not goods""#,
            ),
            key("within", Within, "window", "Where all of it must stand.", r#"within = "title""#),
        ],
    },
    Table {
        name: "allow",
        several: true,
        rule: true,
        why: "What speaks for a text: it takes hits away before anything rests on them. Found by one of `any`, `pattern`, `when`, `within`.",
        keys: ALLOW,
    },
    Table {
        name: "category",
        several: true,
        rule: false,
        why: "A kind of evidence, with the most points that it can give together.",
        keys: &[
            key("id", Id, "required", "Its name in rules and output.", r#"id = "offer""#),
            key("title", Text, "empty", "What it is, in a few words.", r#"title = "offers something for sale""#),
            key("cap", Points, "required", "The most that its hits add together.", "cap = 2.5"),
            key("whole-text", Flag, "false", "Its hits count wherever they stand, not only inside a window.", "whole-text = true"),
            key("from-title", Flag, "false", "Its hits in a title count beside every contact of that writing.", "from-title = true"),
            key("counts", Flag, "true", "It is among the categories that a level asks for.", "counts = false"),
        ],
    },
    Table {
        name: "override",
        several: false,
        rule: false,
        why: "Other weights: the key is a rule, `pack.*` or `category:NAME` in quotation marks, the value its points.",
        keys: &[],
    },
    Table {
        name: "policy",
        several: false,
        rule: false,
        why: "What a score means. A file is a pack or a policy; the last policy counts.",
        keys: &[
            key("format", Format, "required", "The version of this format.", "format = 1"),
            key("review", Level, "required", "What `review` needs.", "[policy.review]"),
            key("spam", Level, "required", "What `spam` needs.", "[policy.spam]"),
        ],
    },
    Table {
        name: "policy.spam",
        several: false,
        rule: false,
        why: "What a level needs; `[policy.review]` has the same keys.",
        keys: &[
            key("score", Points, "required", "The least score.", "score = 4.5"),
            key("categories", Whole(64), "0", "How many categories must give points.", "categories = 3"),
            key("one-of", Texts, "none", "One of these categories must be among them.", r#"one-of = ["contact", "doorway"]"#),
            key("and-one-of", Texts, "none", "And one of these.", r#"and-one-of = ["trade"]"#),
        ],
    },
];
