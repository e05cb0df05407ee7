//! Local decoders: what is written in the place of a value, turned into the value. They run only at a cue or where a
//! text says itself that something is encoded, look a bounded way ahead, and never change the view.
mod base64;
mod numeral;
mod reversed;
mod separated;
mod spoken;
#[cfg(test)]
mod tests;
mod vertical;

use super::shape::{Found, Glue, Reader, Shape};
use crate::span::{Span, View};
use crate::text::Local;

pub(crate) use base64::encoded;
pub(crate) use reversed::{reversed_line, reversed_value};
pub(crate) use separated::{Run, runs};
pub(crate) use spoken::address;
pub(crate) use vertical::columns;

/// How far behind a cue a decoder looks, in bytes.
const ZONE: usize = 160;

/// A gate of a decoder: a string that tells where it is worth looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decoder {
    /// Dots, ats and slashes as words or in brackets.
    Spoken,
    /// Base64.
    Base64,
    /// Written backwards.
    Reversed,
}

/// Every gate, in view spelling.
pub(crate) fn gates() -> impl Iterator<Item = (String, Decoder)> {
    let spoken = spoken::gates().into_iter().map(|gate| (gate, Decoder::Spoken));
    let base64 = base64::GATES.iter().map(|gate| ((*gate).to_owned(), Decoder::Base64));
    let reversed = reversed::GATES.iter().map(|gate| ((*gate).to_owned(), Decoder::Reversed));
    spoken.chain(base64).chain(reversed)
}

/// Reads the value behind a cue: as it stands, or as the decoders write it; the longer one of the two.
pub(crate) fn read(reader: &Reader<'_>, shape: Shape, cue: Span<View>, gap: usize, glue: Glue) -> Option<Found> {
    let plain = shape.read(reader, cue, gap, glue);
    if shape.holds_cue() {
        return plain;
    }
    let end = reader.view.floor_char_boundary((cue.end + ZONE).min(reader.view.len()));
    let zone = &reader.view[cue.end..end];
    let mut best = plain;
    let attempt = |decoded: Option<Local>, best: &mut Option<Found>| {
        let Some(local) = decoded else { return };
        // Numbers pulled apart may be written in words as well: the second decoder reads what the first one wrote.
        let found = over(reader, &local, shape, gap, glue);
        let longer = |found: &Found| best.as_ref().is_none_or(|best| found.span.len() > best.span.len());
        if let Some(found) = found.filter(|found| longer(found)) {
            *best = Some(found);
        }
    };
    if let Some(at) = separated::begins(zone) {
        attempt(separated::joined(zone, cue.end, at), &mut best);
    }
    if shape.is_number() {
        attempt(numeral::digits(zone, cue.end), &mut best);
    }
    if best.is_none() && shape.is_name() {
        attempt(numeral::in_name(zone, cue.end), &mut best);
        if let Some(local) = spoken::name(zone, cue.end) {
            // Nobody spells the signs of what is no name.
            best = over(reader, &local, shape, gap, Glue::Certain);
        }
    }
    if best.is_none() {
        attempt(vertical::joined(zone, cue.end), &mut best);
    }
    best
}

/// Reads the number before a cue: as it stands, or as the decoders write it.
pub(crate) fn read_before(reader: &Reader<'_>, shape: Shape, cue_start: usize) -> Option<Found> {
    let Some(local) = numeral::digits_before(reader.view, cue_start) else {
        return shape.before(reader, cue_start);
    };
    let inner = Reader::over(&local, reader);
    let found = shape.before(&inner, local.text().len())?;
    Some(led_back(&local, found))
}

/// Reads a decoded zone, and leads the value's span back.
fn over(reader: &Reader<'_>, local: &Local, shape: Shape, gap: usize, glue: Glue) -> Option<Found> {
    let inner = Reader::over(local, reader);
    let found = shape.behind(&inner, 0, gap, glue)?;
    Some(led_back(local, found))
}

/// Reads `value` as what stands behind a label, for decoders that found it elsewhere than right behind.
pub(crate) fn read_value(reader: &Reader<'_>, local: &Local, shape: Shape) -> Option<Found> {
    over(reader, local, shape, 4, Glue::Certain)
}

/// A value of a decoded text, in the bytes of the text that was decoded.
pub(crate) fn led_back(local: &Local, found: Found) -> Found {
    let hidden = found.hidden.and(local.hidden(found.span));
    Found { span: local.outer(found.span), hidden, ..found }
}
