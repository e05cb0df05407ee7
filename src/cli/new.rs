//! `adsift rules new`: a pack with one rule that passes `rules check` and `rules test` as it stands, to be written over.
use super::args::NewKind;
use super::exit::Exit;
use super::output::{Output, note, reason};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

const HEAD: &str = r#"# Check it with `adsift rules check FILE`, run its examples with `adsift rules test FILE`.
[pack]
id = "PACK"
format = 1
title = "What the pack is about, in a few words"
description = "Whom it finds, and whom it leaves alone."

"#;

const LITERAL: &str = r#"[[literal]]
id = "RULE"
category = "offer"
weight = 1.0
why = "Names the goods of one seller."
any = ["gizmo sale", "急售小玩意"]
# ⟦⟧ marks what must be quoted. Two texts that it must find, two that look nearly alike.
hits = ["big ⟦gizmo sale⟧ today", "⟦急售小玩意⟧，速来"]
misses = ["gizmo salesman", "小玩意急需维修"]
"#;

const REGEX: &str = r#"[[regex]]
id = "RULE"
category = "offer"
weight = 1.0
why = "Offers gizmos by the dozen."
# The text is folded: write small letters. The regex runs only near the strings of `needs`.
pattern = '\d{1,4} (?:dozen )?gizmos\b'
needs = ["gizmos"]
hits = ["send for ⟦20 dozen gizmos⟧", "⟦40 gizmos⟧, cheap"]
misses = ["many gizmos", "20 gizmosaurs"]
"#;

const CONTACT: &str = r#"[[contact]]
id = "RULE"
kind = "telegram"
category = "contact"
weight = 2.0
why = "A handle behind the name of one seller's desk."
shape = "telegram-handle"
cues = ["gizmo desk"]
hits = [
  { text = "write to ⟦gizmo desk: @gizmo_sales7⟧ today", value = "gizmo_sales7" },
  { text = "找⟦Gizmo Desk：@other_desk5⟧", value = "other_desk5" },
]
misses = ["the gizmo desk is closed", "a desk: @gizmo_sales7"]
"#;

const STRUCTURE: &str = r#"[[structure]]
id = "RULE"
category = "placement"
weight = 1.0
why = "Two links and more in one short message."
feature = "links-in-message"
at-least = 2
hits = ["for sale: ⟦https://one.example/a⟧ and https://two.example/b", "现货 ⟦https://one.example/a⟧\nhttps://two.example/b"]
misses = ["for sale: https://one.example/a", "no link at all"]
"#;

const COMPOSITE: &str = r#"[[composite]]
id = "RULE"
category = "call"
weight = 1.0
why = "Gizmos, and a way to their seller."
when = "gizmos and any of category:contact"
hits = ["gizmo sale, ⟦telegram: @gizmo_sales7⟧", "gizmo sale\n⟦微信：lumo_8842⟧"]
misses = ["gizmo sale", "telegram: @gizmo_sales7"]

[[literal]]
id = "gizmos"
why = "Names the goods; a fact for the condition above, and no points."
any = ["gizmo sale"]
hits = ["big ⟦gizmo sale⟧ today", "a ⟦gizmo sale⟧"]
misses = ["gizmo salesman", "a sale of a gizmo"]
"#;

const ALLOW: &str = r#"[[allow]]
id = "RULE"
why = "Our own screens are named like a channel."
any = ["微信息屏"]
# With the scope `span` it must cover the hit.
suppresses = ["category:contact", "category:topic"]
hits = ["一楼的⟦微信息屏⟧坏了", "⟦微信息屏⟧ 已修好"]
misses = ["微信", "信息屏"]
"#;

/// The text of a new pack. None where the id is not `pack.rule`.
fn pack(id: &str, kind: NewKind) -> Option<String> {
    let (pack, rule) = id.split_once('.')?;
    let sound = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let body = match kind {
        NewKind::Literal => LITERAL,
        NewKind::Regex => REGEX,
        NewKind::Contact => CONTACT,
        NewKind::Structure => STRUCTURE,
        NewKind::Composite => COMPOSITE,
        NewKind::Allow => ALLOW,
    };
    (sound(pack) && sound(rule)).then(|| format!("{HEAD}{body}").replace("PACK", pack).replace("RULE", rule))
}

pub(super) fn new(id: &str, kind: NewKind, file: Option<&Path>, output: &mut Output) -> io::Result<Exit> {
    let Some(text) = pack(id, kind) else {
        note(&format!("`{id}` is no id: write it as `my-pack.my-rule`, in lower-case letters, digits and hyphens"));
        return Ok(Exit::Error);
    };
    let Some(file) = file else {
        output.write(&text)?;
        return Ok(Exit::Nothing);
    };
    // A file that is there may hold a day's work.
    match OpenOptions::new().write(true).create_new(true).open(file).and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => {
            output.write(&format!("{} is written: `adsift rules check {0}`, `adsift rules test {0}`\n", file.display()))?;
            Ok(Exit::Nothing)
        }
        Err(error) => {
            note(&format!("{}: {}", file.display(), reason(&error)));
            Ok(Exit::Error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Compiler, Source};
    use clap::ValueEnum as _;

    #[test]
    fn every_new_pack_has_no_lints_and_its_examples_hold() {
        for kind in NewKind::value_variants() {
            let text = pack("shop.first", *kind).expect("an id");
            let rules = Compiler::with_builtin().add(Source::new("shop.toml", text)).build().expect("a sound pack");
            assert!(rules.lints().items.is_empty(), "{}", rules.lints());
            assert!(
                rules.rule("shop.first").is_some_and(|rule| rule.kind().name() == kind.to_possible_value().expect("a name").get_name())
            );
            let failures = crate::verify::verify_where(&rules, &[None], |rule| rule.id().starts_with("shop.")).1;
            assert!(failures.is_empty(), "{failures:?}");
        }
        assert_eq!(pack("shop", NewKind::Literal), None);
        assert_eq!(pack("Shop.first", NewKind::Literal), None);
    }
}
