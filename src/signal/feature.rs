//! What the structure of a text tells: where its contacts stand, and how often.
use super::{ContactKind, links};
use crate::span::{Span, View};
use crate::text::{Layout, chart};
use serde::{Deserialize, Serialize};

/// One place where a contact stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The channel.
    pub kind: ContactKind,
    /// Number of the contact among those of the text: equal for equal contacts.
    pub contact: usize,
    /// Cue and value.
    pub span: Span<View>,
    /// How many stretches of cue and value are disguised.
    pub cost: u32,
}

/// A structural number that a rule can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// How many contacts stand in the title.
    ContactInTitle,
    /// How many contacts stand in the tail.
    ContactInTail,
    /// How many contacts stand in the title and again in the tail.
    ContactInTitleAndTail,
    /// How many contacts stand in the last 200 characters of a text that has a tail.
    ContactAtEnd,
    /// In how many places, at least 60 bytes apart, the most repeated contact stands.
    ContactRepeats,
    /// How many contacts have an image behind them in the same line, within 200 bytes.
    ImageAfterContact,
    /// How many links name in their text the contact that they lead to.
    LinkNamesItself,
    /// How many contacts are in disguise: their label or value is written so that a filter would miss it.
    ContactInDisguise,
    /// How many links outside the title have a text that stands in the title.
    LinkTextInTitle,
    /// How many links to the web stand in a text of no more columns than a message has.
    LinksInMessage,
    /// How many links to the web stand in the title.
    LinksInTitle,
    /// How many lines hold a link to the web and hardly anything else; the first few.
    LinksAlone,
    /// How many columns the text has: a Han character is two, a Latin letter one. Stands at the first contact.
    TextColumns,
}

impl Feature {
    /// Every feature, for messages.
    pub const ALL: &[Feature] = &[
        Feature::ContactInTitle,
        Feature::ContactInTail,
        Feature::ContactInTitleAndTail,
        Feature::ContactAtEnd,
        Feature::ContactRepeats,
        Feature::ImageAfterContact,
        Feature::LinkNamesItself,
        Feature::ContactInDisguise,
        Feature::LinkTextInTitle,
        Feature::LinksInMessage,
        Feature::LinksInTitle,
        Feature::LinksAlone,
        Feature::TextColumns,
    ];
}

/// How many columns a message has at most, and how many bytes no message has.
const MESSAGE: u32 = 480;
const MESSAGE_BYTES: usize = 4 * MESSAGE as usize;
/// How near the end of a text its end is, in characters.
const END_REACH: usize = 200;
/// Mentions nearer to each other than this, in bytes, are one: an address and its own link.
const APART: usize = 60;
/// How far behind a contact an image still belongs to it, in bytes.
const IMAGE_REACH: usize = 200;

/// A view with its layout and the contacts that count.
#[derive(Clone, Copy, Debug)]
pub struct Structure<'a> {
    /// The view.
    pub view: &'a str,
    /// How it is laid out.
    pub layout: &'a Layout,
    /// The contacts, sorted by start.
    pub mentions: &'a [Mention],
}

impl Structure<'_> {
    /// The feature's number over the contacts of `kinds` (empty: all), with the places it rests on in `spans`.
    ///
    /// Cost: linear in the contacts for each feature, and in the line behind a contact for images.
    pub fn measure(&self, feature: Feature, kinds: &[ContactKind], spans: &mut Vec<Span<View>>) -> u32 {
        spans.clear();
        let mentions = || self.mentions.iter().filter(|mention| kinds.is_empty() || kinds.contains(&mention.kind));
        let inside = |part: Option<Span<View>>, mention: &Mention| part.is_some_and(|part| part.covers(mention.span));
        match feature {
            Feature::ContactInTitle => spans.extend(mentions().filter(|m| inside(self.layout.title, m)).map(|m| m.span)),
            Feature::ContactInTail => spans.extend(mentions().filter(|m| inside(self.layout.tail, m)).map(|m| m.span)),
            Feature::ContactInTitleAndTail => {
                if self.layout.title == self.layout.tail {
                    return 0;
                }
                let title: Vec<usize> = mentions().filter(|m| inside(self.layout.title, m)).map(|m| m.contact).collect();
                let mut both: Vec<usize> =
                    mentions().filter(|m| inside(self.layout.tail, m) && title.contains(&m.contact)).map(|m| m.contact).collect();
                both.sort_unstable();
                both.dedup();
                let placed = |m: &&Mention| inside(self.layout.title, m) || inside(self.layout.tail, m);
                spans.extend(mentions().filter(|m| both.contains(&m.contact)).filter(placed).map(|m| m.span));
                return both.len() as u32;
            }
            Feature::ContactAtEnd => {
                let end = self.layout.tail.map(|tail| self.view[..tail.end].char_indices().rev().nth(END_REACH).map_or(0, |(at, _)| at));
                spans.extend(mentions().filter(|m| end.is_some_and(|end| m.span.start >= end)).map(|m| m.span));
            }
            Feature::ContactRepeats => return self.repeats(mentions(), spans),
            Feature::ImageAfterContact => spans.extend(mentions().filter(|m| self.image_follows(m)).map(|m| m.span)),
            Feature::LinkNamesItself => spans.extend(mentions().filter(|m| self.is_named_by_its_text(m)).map(|m| m.span)),
            Feature::LinkTextInTitle => {
                if let Some(title) = self.layout.title {
                    links::named_in_title(self.view, title, spans);
                }
            }
            Feature::LinksInMessage => {
                if self.view.len() <= MESSAGE_BYTES && self.columns() <= MESSAGE {
                    links::addresses(self.view, spans);
                    self.leave_contacts_out(spans);
                }
            }
            Feature::LinksInTitle => {
                if let Some(title) = self.layout.title {
                    links::addresses(self.view, spans);
                    spans.retain(|span| title.covers(*span));
                    self.leave_contacts_out(spans);
                }
            }
            Feature::LinksAlone => {
                links::alone(self.view, self.layout, spans);
                self.leave_contacts_out(spans);
            }
            Feature::TextColumns => {
                let Some(first) = mentions().next() else { return 0 };
                spans.push(first.span);
                return self.columns();
            }
            Feature::ContactInDisguise => spans.extend(mentions().filter(|m| m.cost > 0).map(|m| m.span)),
        }
        spans.len() as u32
    }

    /// A link that is a contact says so itself.
    fn leave_contacts_out(&self, spans: &mut Vec<Span<View>>) {
        spans.retain(|span| !self.mentions.iter().any(|mention| mention.span.overlaps(*span)));
    }

    /// A Han character is two, a Latin letter one.
    fn columns(&self) -> u32 {
        let (blocks, rest) = self.view.as_bytes().as_chunks::<16>();
        let byte = |byte: &u8| match byte {
            0xC0.. => 2,
            0x80.. => 0,
            _ => 1,
        };
        (blocks.iter().map(|&block| chart::columns(block)).sum::<usize>() + rest.iter().map(byte).sum::<usize>()) as u32
    }

    /// Places of the contact that has most of them.
    fn repeats<'m>(&self, mentions: impl Iterator<Item = &'m Mention>, spans: &mut Vec<Span<View>>) -> u32 {
        let mut places: Vec<(usize, Span<View>)> = mentions.map(|mention| (mention.contact, mention.span)).collect();
        places.sort_unstable();
        places.dedup_by(|next, kept| next.0 == kept.0 && next.1.start < kept.1.end + APART);
        let most = places.chunk_by(|a, b| a.0 == b.0).max_by_key(|group| group.len());
        spans.extend(most.into_iter().flatten().map(|&(_, span)| span));
        spans.len() as u32
    }

    /// Whether a Markdown link's target is a contact whose name stands in the link's text.
    fn is_named_by_its_text(&self, target: &Mention) -> bool {
        let Some(before) = self.view[..target.span.start].strip_suffix("](") else { return false };
        let text = before.rfind('[').map_or("", |open| &before[open + 1..]);
        let link = self.view[target.span.range()].split(['?', '#']).next().unwrap_or_default();
        let name = link.trim_end_matches('/').rsplit(['/', '+', '=']).next().unwrap_or_default();
        name.len() >= 4 && text.contains('@') && text.contains(name)
    }

    fn image_follows(&self, mention: &Mention) -> bool {
        // Looks no farther than the image may stand: a line may be as long as the text, and hold ten thousand contacts.
        let bytes = self.view.as_bytes();
        let near = &bytes[mention.span.end..(mention.span.end + IMAGE_REACH).min(bytes.len())];
        let behind = &near[..memchr::memchr(b'\n', near).unwrap_or(near.len())];
        memchr::memmem::find(behind, b"![").is_some() || memchr::memmem::find(behind, b"<img").is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::chart::Chart;

    /// Measures over the places of `@a` (contact 0) and `@b` (contact 1) in a text.
    fn measure(view: &str, feature: Feature) -> (u32, Vec<String>) {
        let mut layout = Layout::default();
        layout.read(view, &Chart::of(view));
        let mentions: Vec<Mention> = view
            .match_indices('@')
            .map(|(at, _)| {
                let len = view[at..].find(|c: char| c != '@' && !c.is_ascii_lowercase()).unwrap_or(view.len() - at);
                Mention {
                    kind: ContactKind::Telegram,
                    contact: usize::from(view[at..].starts_with("@b")),
                    span: Span::new(at, at + len),
                    cost: 0,
                }
            })
            .collect();
        let mut spans = Vec::new();
        let number = Structure { view, layout: &layout, mentions: &mentions }.measure(feature, &[], &mut spans);
        (number, spans.iter().map(|span| view[span.range()].to_owned()).collect())
    }

    fn article(title: &str, tail: &str) -> String {
        format!("# {title}\n\n{}\n\n{tail}", "正文。".repeat(120))
    }

    #[test]
    fn places_are_told_apart() {
        assert_eq!(measure(&article("题 @a", "尾 @b"), Feature::ContactInTitle).1, ["@a"]);
        assert_eq!(measure(&article("题 @a", "尾 @b"), Feature::ContactInTail).1, ["@b"]);
        assert_eq!(measure(&article("题 @a", "尾 @b"), Feature::ContactInTitleAndTail).0, 0);
        assert_eq!(measure(&article("题 @a", "尾 @a"), Feature::ContactInTitleAndTail), (1, vec!["@a".into(), "@a".into()]));
        assert_eq!(measure("@a 一行", Feature::ContactInTitle).0, 0, "a message has no title");
    }

    #[test]
    fn repetition_counts_places_of_one_contact() {
        let apart = "x".repeat(APART);
        assert_eq!(measure(&format!("@a @a\n@b\n{apart}@a\n"), Feature::ContactRepeats), (2, vec!["@a".into(), "@a".into()]));
        assert_eq!(measure("", Feature::ContactRepeats).0, 0);
    }

    #[test]
    fn an_image_belongs_to_the_contact_before_it() {
        assert_eq!(measure("[@a](x) ![i](u)\n@b\n![i](u)", Feature::ImageAfterContact).1, ["@a"]);
    }

    #[test]
    fn a_link_that_names_itself_is_seen() {
        assert_eq!(measure("[tg @anna](@anna)", Feature::LinkNamesItself).1, ["@anna"]);
        for other in ["[@anna](@berta) @anna", "[anna](@anna)", "(@anna)"] {
            assert_eq!(measure(other, Feature::LinkNamesItself).0, 0, "{other}");
        }
    }
}
