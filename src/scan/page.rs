//! Judges pages by what they show, and tells where that stands in the page.
use super::scanner::Scanner;
use super::verdict::{Field, Texts, Verdict};
use crate::span::Span;
use crate::text::Page;
use std::borrow::Cow;

impl Scanner {
    /// Judges what an HTML page shows: no scripts, styles, comments and hidden elements, a line for each block. Links count
    /// with their targets, pictures with their words. All spans are those of the page.
    ///
    /// ```
    /// use adsift::RuleSet;
    /// let mut scanner = RuleSet::builtin().scanner();
    /// let page = "<p>办卡<b>加微信</b>：<style>i{}</style><i>lumo_8842</i></p>";
    /// let verdict = scanner.scan_html(page);
    /// assert_eq!(verdict.contacts()[0].value, "lumo_8842");
    /// assert_eq!(verdict.quote_contact(&verdict.contacts()[0]), "加微信</b>：<style>i{}</style><i>lumo_8842");
    /// ```
    pub fn scan_html<'text>(&mut self, page: &'text str) -> Verdict<'text> {
        let read = Page::read(page);
        let profile = self.rules().profile();
        let mut verdict = self.judge_one(&profile, &read.text);
        lead_back(&mut verdict, |_, span| read.to_source(span));
        Verdict { texts: Texts::One(Cow::Borrowed(page)), ..verdict }
    }

    /// Judges the fields of one record together, each of them a page or a part of one.
    pub fn scan_html_fields<'text>(&mut self, fields: &[(Field, &'text str)]) -> Verdict<'text> {
        let read: Vec<(Field, Page)> = fields.iter().map(|&(field, page)| (field, Page::read(page))).collect();
        let shown: Vec<(Field, &str)> = read.iter().map(|(field, page)| (*field, page.text.as_str())).collect();
        let mut verdict = self.judge_fields(&shown);
        let page = |field: Option<Field>| read.iter().find(|(known, _)| Some(*known) == field).map(|(_, page)| page);
        lead_back(&mut verdict, |field, span| page(field).map_or(span, |page| page.to_source(span)));
        let texts = fields.iter().map(|&(field, page)| (field, Cow::Borrowed(page))).collect();
        Verdict { texts: Texts::Fields(texts), ..verdict }
    }
}

/// Puts the places of pages in place of those of their texts.
fn lead_back(verdict: &mut Verdict<'static>, source: impl Fn(Option<Field>, Span) -> Span) {
    for hit in &mut verdict.hits {
        hit.span = source(hit.field, hit.span);
        hit.also.iter_mut().for_each(|further| further.span = source(further.field, further.span));
    }
    for contact in &mut verdict.contacts {
        contact.span = source(contact.field, contact.span);
    }
    // What a tag stands for begins at one place.
    let rules = verdict.rules.clone();
    verdict.hits.sort_by_key(|hit| (hit.field, hit.span, rules.rules()[hit.rule].id()));
    verdict.contacts.sort_by_key(|contact| (contact.field, contact.span));
}
