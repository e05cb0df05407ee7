//! A verdict as one row of a table, for spreadsheets and data frames.
use super::json::Unreadable;
use crate::offsets::Offsets;
use crate::points::Points;
use crate::scan::{Field, Places, Verdict};
use crate::span::Span;

/// The names of the columns.
pub const CSV_HEADER: &str = "id,level,score,categories,rules,rule_places,contacts,contact_places,error\n";

/// The row of a verdict. A cell of several values parts them by spaces: categories as `contact=2.00`, the rules that gave
/// points, contacts as `kind:value`. `rule_places` and `contact_places` say where each stands, in the same order: as
/// `start-end`, end excluded, or `title:start-end` where fields are named.
pub fn csv_row(id: &str, verdict: &Verdict<'_>, unit: Offsets) -> String {
    let places = Places::new(verdict, unit);
    let place = |field: Option<Field>, span: Span| {
        let (start, end) = places.of(field, span);
        let field = field.map_or(String::new(), |field| format!("{}:", field.name()));
        format!("{field}{start}-{end}")
    };
    let counted = || verdict.hits().iter().filter(|hit| hit.points > Points::ZERO);
    let contacts = verdict.contacts();
    row([
        id,
        verdict.level().name(),
        &verdict.score().to_string(),
        &spaced(verdict.categories().map(|(category, points)| format!("{category}={points}"))),
        &spaced(counted().map(|hit| verdict.rule(hit).id().to_owned())),
        &spaced(counted().map(|hit| place(hit.field, hit.span))),
        &spaced(contacts.iter().map(|contact| format!("{}:{}", contact.kind, contact.value))),
        &spaced(contacts.iter().map(|contact| place(contact.field, contact.span))),
        "",
    ])
}

/// The row of a record that could not be read: it has an id and what is wrong.
pub fn csv_error(id: &str, unreadable: &Unreadable) -> String {
    row([id, "", "", "", "", "", "", "", &unreadable.message()])
}

fn spaced(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" ")
}

/// Cells are quoted only where they must be, and quotation marks in them doubled.
fn row(cells: [&str; 9]) -> String {
    let cells = cells.map(|cell| match cell.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    });
    cells.join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let unreadable = Unreadable { code: "bad-json", line: 2, byte: None, what: "a \"b\",\nc".to_owned() };
        assert_eq!(csv_error("x,y", &unreadable), "\"x,y\",,,,,,,,\"line 2: a \"\"b\"\",\nc\"\n");
        assert_eq!(CSV_HEADER.split(',').count(), 9);
    }
}
