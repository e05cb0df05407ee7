//! Runs the stages over one text after the other, in buffers of its own.
use super::allow::{self, Place};
use super::assemble::{Found, Frame, WayBack, live};
use super::matcher::Matches;
use super::room::{give_back, make_room};
use super::score::{Regions, judge};
use super::verdict::{Field, Level, Texts, Verdict};
use super::window::{Window, windows};
use crate::points::Points;
use crate::rule::{LevelNeeds, Profile, RuleSet};
use crate::signal::shape::Reader;
#[cfg(feature = "cli")]
use crate::signal::{ContactKind, Feature};
use crate::signal::{Mention, Structure, link_texts};
use crate::span::Span;
use crate::text::chart::Chart;
use crate::text::{Layout, LazyLayout, ViewBuffer};
use std::borrow::Cow;

/// The longest text that is judged whole, in bytes. Of a longer one both ends are, half as long each.
pub const TEXT_LIMIT: usize = 64 << 20;

/// Judges texts. One a thread: it reuses its buffers, so that a warm scanner judges a clean text without allocating.
/// Holds its rule set by `Arc` and has no lifetime.
///
/// Cost: linear in the text. A message of 200 bytes takes some microseconds.
///
/// ```
/// use adsift::{Field, Level, RuleSet};
/// let mut scanner = RuleSet::builtin().scanner();
/// let verdict = scanner.scan_fields(&[(Field::Author, "办卡加微信 lumo_8842"), (Field::Body, "出售各国实体卡，现货批发")]);
/// assert_eq!(verdict.contacts()[0].field, Some(Field::Author));
/// assert!(verdict.level() > Level::Clean);
/// ```
#[derive(Debug)]
pub struct Scanner {
    rules: RuleSet,
    view: ViewBuffer,
    chart: Chart,
    layout: Layout,
    matches: Matches,
    places: Vec<Place>,
    mentions: Vec<Mention>,
}

/// A text made of fields, and where each begins in it.
struct Joined {
    text: String,
    parts: Vec<(Field, Span)>,
}

impl Scanner {
    pub(crate) fn new(rules: RuleSet) -> Self {
        Scanner {
            rules,
            view: ViewBuffer::default(),
            chart: Chart::default(),
            layout: Layout::default(),
            matches: Matches::default(),
            places: Vec::new(),
            mentions: Vec::new(),
        }
    }

    /// A scanner that finds every allow rule, also where it has nothing to suppress.
    pub(crate) fn thorough(rules: RuleSet) -> Self {
        let mut scanner = Scanner::new(rules);
        scanner.matches.thorough = true;
        scanner
    }

    /// The rule set that it judges by.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Judges one text. Never fails, never panics, whatever the text.
    pub fn scan<'text>(&mut self, text: &'text str) -> Verdict<'text> {
        let profile = self.rules.profile();
        self.scan_with(&profile, text)
    }

    /// Judges one text as a tenant wants it, by the shared rules.
    pub fn scan_with<'text>(&mut self, profile: &Profile, text: &'text str) -> Verdict<'text> {
        Verdict { texts: Texts::One(Cow::Borrowed(text)), ..self.judge_one(profile, text) }
    }

    /// Judges one text, and leaves it out of the verdict.
    pub(super) fn judge_one(&mut self, profile: &Profile, text: &str) -> Verdict<'static> {
        if text.len() > TEXT_LIMIT {
            return self.judge_ends(profile, text);
        }
        self.judge(profile, Frame { source: text, parts: &[] })
    }

    /// Judges the fields of one record together: a contact in the author's name and an offer in the body are one
    /// advertisement. Title, author, bio and link belong to every window. Of two fields of one name the first counts.
    pub fn scan_fields<'text>(&mut self, fields: &[(Field, &'text str)]) -> Verdict<'text> {
        let texts = fields.iter().map(|&(field, text)| (field, Cow::Borrowed(text))).collect();
        Verdict { texts: Texts::Fields(texts), ..self.judge_fields(fields) }
    }

    /// Judges fields, and leaves them out of the verdict.
    pub(super) fn judge_fields(&mut self, fields: &[(Field, &str)]) -> Verdict<'static> {
        let mut joined = Joined { text: String::new(), parts: Vec::new() };
        for &(field, text) in fields {
            if joined.parts.iter().any(|&(known, _)| known == field) {
                continue;
            }
            // Two line breaks: no label reaches over them for a value.
            if !joined.parts.is_empty() {
                joined.text.push_str("\n\n");
            }
            let kept = &text[..text.floor_char_boundary(TEXT_LIMIT)];
            let start = joined.text.len();
            joined.text.push_str(kept);
            joined.parts.push((field, Span::new(start, joined.text.len())));
        }
        let verdict = self.judge(&self.rules.profile(), Frame { source: &joined.text, parts: &joined.parts });
        let truncated = fields.iter().any(|(_, text)| text.len() > TEXT_LIMIT);
        Verdict { truncated, ..verdict }
    }

    /// The number of a feature in a text, whatever a rule asks of it: for those who ask why a rule is not found.
    #[cfg(feature = "cli")]
    pub(crate) fn measure(&mut self, text: &str, feature: Feature, kinds: &[ContactKind]) -> u32 {
        self.judge(&self.rules.profile(), Frame { source: text, parts: &[] });
        let (view, _) = self.view.view(text);
        self.layout.read(view, &self.chart);
        Structure { view, layout: &self.layout, mentions: &self.mentions }.measure(feature, kinds, &mut Vec::new())
    }

    /// The two ends of a text over the limit: the worse verdict of the two, with spans of the whole text.
    fn judge_ends(&mut self, profile: &Profile, text: &str) -> Verdict<'static> {
        let head = &text[..text.floor_char_boundary(TEXT_LIMIT / 2)];
        let tail_start = text.floor_char_boundary(text.len() - TEXT_LIMIT / 2);
        let first = self.judge(profile, Frame { source: head, parts: &[] });
        let mut last = self.judge(profile, Frame { source: &text[tail_start..], parts: &[] });
        let shift = |span: &mut Span| *span = Span::new(span.start + tail_start, span.end + tail_start);
        for hit in &mut last.hits {
            shift(&mut hit.span);
            hit.also.iter_mut().for_each(|further| shift(&mut further.span));
        }
        last.contacts.iter_mut().for_each(|contact| shift(&mut contact.span));
        let (first_left_out, last_left_out) = (first.contacts_left_out, last.contacts_left_out);
        let mut contacts = first.contacts.clone();
        contacts.extend(last.contacts.iter().cloned());
        let worse = if (last.level, last.score) > (first.level, first.score) { last } else { first };
        let contacts_left_out = first_left_out + last_left_out;
        let mut verdict = Verdict { contacts_left_out, truncated: true, ..worse };
        verdict.list(contacts);
        verdict
    }

    /// The stages, in the order of the plan: facts, allow rules, structure, windows with composites, level.
    fn judge(&mut self, profile: &Profile, frame: Frame<'_>) -> Verdict<'static> {
        let rules = &*self.rules.0;
        let (view, map) = self.view.view(frame.source);
        self.chart.read(view);
        let mut layout = LazyLayout::new(view, &self.chart, std::mem::take(&mut self.layout));
        let everywhere = frame.lay_out(view, map, &mut layout);
        let reader = Reader::of_view(frame.source, view, map, &layout);
        self.matches.find(rules, &reader, &self.chart);
        make_room(&mut self.places, view.len());
        make_room(&mut self.mentions, view.len());
        Found { rules: &self.rules, profile, matches: &self.matches, view }.places(&mut self.places);
        give_back(&mut self.matches.spans);
        let found = Found { rules: &self.rules, profile, matches: &self.matches, view };
        let mut verdict = Verdict::clean(&self.rules);
        if self.places.is_empty() {
            self.layout = layout.into_room();
            return verdict;
        }
        layout.get();
        self.layout = layout.into_room();

        let mut caps: Vec<Points> = rules.categories.iter().map(|category| category.cap).collect();
        let allowed_by = allow::apply(rules, view, &self.layout, &mut self.places, &mut caps);
        found.mentions(&self.places, map, &mut self.mentions);
        let mut evidence = live(&self.places);
        evidence.extend(allowed_by);
        let structure = Structure { view, layout: &self.layout, mentions: &self.mentions };
        evidence.extend(found.structures(&structure));
        let link_texts = link_texts(view);
        let doors = found.doors(&evidence, &link_texts);
        let windows = windows(view, &self.layout, &self.mentions, &doors, &everywhere);
        // A copy only for a tenant with levels of its own.
        let needs = |needs, score: Option<Points>| match score {
            Some(score) => Cow::Owned(LevelNeeds { score, ..LevelNeeds::clone(needs) }),
            None => Cow::Borrowed(needs),
        };
        let (review, spam) = (needs(&rules.levels.review, profile.review), needs(&rules.levels.spam, profile.spam));
        let regions = Regions { view, title: Window::new(self.layout.title.into_iter().collect()), link_texts: Window::new(link_texts) };
        let sum = judge(rules, &evidence, (&windows, &regions), &caps, (&review, &spam));

        let way_back = WayBack { frame, map };
        verdict.hits = way_back.hits(&self.places, &evidence, &sum);
        (verdict.contacts, verdict.contacts_left_out) = found.contacts(&way_back);
        verdict.level = if found.is_blocked() { Level::Spam } else { sum.level };
        (verdict.score, verdict.categories) = (sum.score, sum.categories);
        verdict
    }
}
