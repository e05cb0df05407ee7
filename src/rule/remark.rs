//! Moves the marks ⟦⟧ of an example as it is written in its file.
use super::place;
use crate::span::Span;
use toml::de::DeTable;

/// The example as written, `raw`, with its marks round these bytes of its text. None where that cannot be done without
/// rewriting what somebody wrote: it holds `{filler}`, or does not read as an example.
pub(crate) fn remark(raw: &str, quoted: Span) -> Option<String> {
    let bare = raw.replace(['⟦', '⟧'], "");
    if bare.contains("{filler}") {
        return None;
    }
    let head = "x = ";
    let file = format!("{head}{bare}");
    let document = DeTable::parse(&file).ok()?;
    let example = document.get_ref().get("x")?;
    let text = match example.get_ref().as_table() {
        Some(table) => table.get("text")?,
        None => example,
    };
    let place = text.span();
    let (start, end) = place::inside(file.get(place.clone())?, text.get_ref().as_str()?, quoted.start, quoted.end)?;
    let at = |byte: usize| place.start - head.len() + byte;
    Some(format!("{}⟦{}⟧{}", bare.get(..at(start))?, bare.get(at(start)..at(end))?, bare.get(at(end)..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_move_and_nothing_else() {
        for (raw, start, end, expected) in [
            (r#""big ⟦gizmo⟧ sale""#, 4, 14, Some(r#""big ⟦gizmo sale⟧""#)),
            (r#""⟦a⟧\tb""#, 2, 3, Some(r#""a\t⟦b⟧""#)),
            ("'⟦a⟧ b'", 2, 3, Some("'a ⟦b⟧'")),
            (r#"{ text = "加⟦薇信⟧:lumo", value = "lumo" }"#, 3, 14, Some(r#"{ text = "加⟦薇信:lumo⟧", value = "lumo" }"#)),
            ("\"\"\"\n⟦a⟧\nb\"\"\"", 2, 3, Some("\"\"\"\na\n⟦b⟧\"\"\"")),
            (r#""{filler} ⟦a⟧""#, 0, 1, None),
            ("5", 0, 1, None),
        ] {
            assert_eq!(remark(raw, Span::new(start, end)).as_deref(), expected, "{raw}");
        }
    }
}
