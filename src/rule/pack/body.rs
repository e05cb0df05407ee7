//! What only one kind of rule has.
use super::super::fields::{Fields, error};
use super::super::meant::among;
use super::names::{FEATURES, SHAPES, kind_names};
use super::{CompositeRegion, Region, Scope, Written, WrittenAllow};
use crate::signal::{ContactKind, Glue, Shape};

/// The most characters that a contact's gap may have.
pub(in crate::rule) const GAP_LIMIT: u32 = 40;
/// The gap of a contact rule that names none, in characters: what stood between label and id in the texts seen.
const GAP: usize = 12;

/// Where the rules of a composite must stand.
pub(in crate::rule) const WITHIN: &[(&str, CompositeRegion)] = &[
    ("window", CompositeRegion::Window),
    ("title", CompositeRegion::Title),
    ("link-text", CompositeRegion::LinkText),
    ("line", CompositeRegion::Line),
];
/// What the gap between a cue and its value needs.
pub(in crate::rule) const GLUES: &[(&str, Glue)] =
    &[("any", Glue::Any), ("mark", Glue::Mark), ("at", Glue::At), ("colon", Glue::Colon), ("certain", Glue::Certain)];
/// How far an allow rule reaches.
pub(in crate::rule) const SCOPES: &[(&str, Scope)] =
    &[("span", Scope::Span), ("line", Scope::Line), ("section", Scope::Section), ("text", Scope::Text)];
/// The parts of a text that an allow rule can speak of.
pub(in crate::rule) const REGIONS: &[(&str, Region)] = &[("code", Region::Code), ("quote", Region::Quote)];

/// Reads the keys of a rule's kind. None where one that must be there is missing or wrong, which is reported.
pub(super) fn read_body(kind: &str, fields: &mut Fields<'_, '_>) -> Option<Written> {
    Some(match kind {
        "literal" => {
            let any = fields.required_texts("any");
            Written::Literal { any, inside_words: fields.flag("inside-words").unwrap_or(false) }
        }
        "regex" => Written::Regex {
            needs: fields.texts("needs"),
            inside_words: fields.flag("inside-words").unwrap_or(false),
            pattern: fields.required_text("pattern")?,
        },
        "contact" => read_contact(fields)?,
        "structure" => read_structure(fields)?,
        "composite" => {
            let region = fields.choice("within", WITHIN);
            Written::Composite {
                when: fields.required_text("when")?,
                region: region.map_or(CompositeRegion::Window, |region| region.value),
            }
        }
        _ => read_allow(fields),
    })
}

fn read_contact(fields: &mut Fields<'_, '_>) -> Option<Written> {
    let cues = fields.texts("cues");
    let disguised = fields.texts("disguised");
    let respelled = fields.texts("respelled");
    let hosts = fields.texts("hosts");
    let before = fields.flag("before").unwrap_or(false);
    let gap = fields.whole("gap", GAP_LIMIT).map_or(GAP, |gap| gap.value as usize);
    let glue = fields.choice("glue", GLUES).map_or(Glue::Mark, |glue| glue.value);
    let kind = fields.required_choice("kind", &kind_names());
    let shape = fields.required_choice("shape", SHAPES);
    let (kind, shape) = (kind?, shape?);
    let named = ["cues", "disguised", "respelled"].iter().any(|key| fields.is_wrong(key));
    let none = cues.is_empty() && disguised.is_empty() && respelled.is_empty() && !named;
    if none && !shape.value.needs_no_cue() {
        fields.report(error(
            "missing-key",
            &shape,
            "a contact of this shape needs `cues`".to_owned(),
            "add `cues = [\"...\"]`: the words that announce it",
        ));
    }
    if let Some(host) = hosts.first().filter(|_| shape.value != Shape::Email) {
        let message = "`hosts` goes with the shape `email`".to_owned();
        fields.report(error("bad-value", host, message, "leave it out"));
    }
    Some(Written::Contact { kind: kind.value, cues, disguised, respelled, hosts, before, gap, glue, shape })
}

fn read_structure(fields: &mut Fields<'_, '_>) -> Option<Written> {
    let feature = fields.required_choice("feature", FEATURES);
    let (at_least, at_most) = (fields.whole("at-least", u32::MAX), fields.whole("at-most", u32::MAX));
    if let (Some(least), Some(most)) = (&at_least, &at_most)
        && least.value > most.value
    {
        let message = format!("no number is at least {} and at most {}", least.value, most.value);
        let mut empty = error("bad-value", least, message, "`at-least` is the lower of the two, `at-most` the higher");
        empty.labels.push(most.label("and here"));
        fields.report(empty);
    }
    let names = kind_names();
    let mut kinds: Vec<ContactKind> = Vec::new();
    for name in fields.texts("kinds") {
        match names.iter().find(|(known, _)| *known == name.value) {
            Some(&(_, kind)) => kinds.push(kind),
            None => {
                let known: Vec<&str> = names.iter().map(|(known, _)| *known).collect();
                let message = format!("`{}` is no kind of contact", name.value);
                fields.report(error("bad-value", &name, message, &among(&name.value, &known)));
            }
        }
    }
    let at_least = at_least.map_or(1, |number| number.value);
    Some(Written::Structure { feature: feature?.value, at_least, at_most: at_most.map(|number| number.value), kinds })
}

fn read_allow(fields: &mut Fields<'_, '_>) -> Written {
    let place = fields.place();
    let scope = fields.choice("scope", SCOPES).map_or(Scope::Span, |scope| scope.value);
    let suppresses = fields.texts("suppresses");
    let caps = fields.points_by_name("caps", "write `caps = { offer = 1.0 }`");
    let (any, needs, pattern, when) = (fields.texts("any"), fields.texts("needs"), fields.text("pattern"), fields.text("when"));
    let within = fields.choice("within", REGIONS);

    // A condition may go along with a region, and with nothing else.
    let alone = when.is_some() && within.is_none();
    if let Some(gate) = needs.first().filter(|_| pattern.is_none() && !fields.is_wrong("pattern")) {
        let message = "`needs` goes with `pattern`: it says near what the regex runs".to_owned();
        fields.report(error("bad-allow", gate, message, "leave it out, or write a `pattern`"));
    }
    let given = [("any", !any.is_empty()), ("pattern", pattern.is_some()), ("when", alone), ("within", within.is_some())];
    // What is given wrongly is given: that is told already.
    let given: Vec<String> =
        given.iter().filter(|(key, there)| *there || fields.is_wrong(key)).map(|(key, _)| format!("`{key}`")).collect();
    let told = match given.as_slice() {
        [] => {
            Some(("an allow rule is found by `any`, `pattern`, `when` or `within`, and here by none of them".to_owned(), "add one of them"))
        }
        [_] => None,
        several => Some((format!("an allow rule is found by one thing, and here by {}", several.join(" and ")), "keep one of them")),
    };
    if let Some((message, help)) = told {
        fields.report(error("bad-allow", &place, message, help));
    }
    let (suppresses_given, caps_given) =
        (!suppresses.is_empty() || fields.is_wrong("suppresses"), !caps.is_empty() || fields.is_wrong("caps"));
    // A text that may clear itself by a pasted sentence is no filter: the whole text only lowers caps.
    let crossed = if scope == Scope::Text { suppresses_given } else { caps_given };
    if crossed && !fields.is_wrong("scope") {
        fields.report(error(
            "bad-allow",
            &place,
            "`suppresses` goes with the scopes span, line and section, `caps` with text".to_owned(),
            "a `text` scope lowers caps, and suppresses nothing",
        ));
    }
    if !suppresses_given && !caps_given {
        fields.report(error(
            "missing-key",
            &place,
            "an allow rule that suppresses nothing does nothing".to_owned(),
            "add `suppresses = [\"pack.rule\"]`, or `caps` with the scope `text`",
        ));
    }
    for key in ["weight", "category"] {
        if let Some(at) = fields.get(key) {
            let message = format!("an allow rule has no `{key}`: it gives no points");
            fields.report(error("bad-allow", &at, message, "leave it out"));
        }
    }
    let by = match (pattern, when, within) {
        (Some(pattern), ..) => WrittenAllow::Pattern(pattern, needs),
        (_, when, Some(within)) => WrittenAllow::Within(within.value, when),
        (_, Some(when), None) => WrittenAllow::When(when),
        _ => WrittenAllow::Any(any),
    };
    Written::Allow { by, scope, suppresses, caps }
}
