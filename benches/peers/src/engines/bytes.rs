//! A regex over characters as one over bytes, for engines that know no other.
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use regex_syntax::utf8::Utf8Sequences;
use std::fmt::Write as _;

/// The same language, written with classes of bytes alone.
pub fn over_bytes(regex: &str) -> Result<String, String> {
    let hir = regex_syntax::parse(regex).map_err(|error| error.to_string())?;
    let mut out = String::new();
    write(&hir, &mut out);
    Ok(out)
}

fn byte(byte: u8, out: &mut String) {
    let _ = write!(out, "\\x{byte:02x}");
}

fn range(start: u8, end: u8, out: &mut String) {
    if start == end {
        return byte(start, out);
    }
    out.push('[');
    byte(start, out);
    out.push('-');
    byte(end, out);
    out.push(']');
}

fn write(hir: &Hir, out: &mut String) {
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => literal.0.iter().for_each(|&part| byte(part, out)),
        HirKind::Class(Class::Unicode(class)) => {
            out.push_str("(?:");
            let ranges = class.iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
            for (index, sequence) in ranges.enumerate() {
                if index > 0 {
                    out.push('|');
                }
                sequence.as_slice().iter().for_each(|part| range(part.start, part.end, out));
            }
            out.push(')');
        }
        HirKind::Class(Class::Bytes(class)) => {
            out.push('[');
            for part in class.iter() {
                byte(part.start(), out);
                out.push('-');
                byte(part.end(), out);
            }
            out.push(']');
        }
        // Every boundary of the packs is one of ASCII, and so are those of such engines.
        HirKind::Look(Look::WordAscii | Look::WordUnicode) => out.push_str("\\b"),
        HirKind::Look(Look::Start) => out.push('^'),
        HirKind::Look(Look::End) => out.push('$'),
        HirKind::Look(_) => {}
        HirKind::Repetition(repetition) => {
            out.push_str("(?:");
            write(&repetition.sub, out);
            let most = repetition.max.map_or(String::new(), |max| max.to_string());
            // Whether it takes as much as it can says only where matches end, and not every engine lets both stand in one.
            let _ = write!(out, "){{{},{most}}}", repetition.min);
        }
        HirKind::Capture(capture) => write(&capture.sub, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, out)),
        HirKind::Alternation(parts) => {
            out.push_str("(?:");
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    out.push('|');
                }
                write(part, out);
            }
            out.push(')');
        }
    }
}
