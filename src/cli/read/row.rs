//! The cells of a row: which of them are the fields of a text.
use super::super::args::Place;
use super::cut::reader;
use super::record::Places;
use csv_core::ReadRecordResult;

/// Where the fields of rows stand, in the order of the places that were asked for; None where no column has the name.
#[derive(Debug)]
pub(in crate::cli) struct Columns {
    pub(super) fields: Vec<Option<usize>>,
    pub(super) id: Option<usize>,
}

impl Columns {
    /// By the row that names them.
    pub fn named(row: &str, between: u8, places: &Places) -> Self {
        let names = cells(row, between);
        Self::of(places, |place| match place {
            Place::Name(name) => names.iter().position(|cell| cell.trim() == name),
            Place::Pointer(_) => number(place),
        })
    }

    /// By their numbers, as in a list: the first one is `/0`.
    pub fn numbered(places: &Places) -> Self {
        Self::of(places, number)
    }

    fn of(places: &Places, column: impl Fn(&Place) -> Option<usize>) -> Self {
        Columns { fields: places.fields.iter().map(|(_, place)| column(place)).collect(), id: column(&places.id) }
    }
}

fn number(place: &Place) -> Option<usize> {
    place.as_str().strip_prefix('/')?.parse().ok()
}

/// What the cells of a row mean.
pub(super) fn cells(row: &str, between: u8) -> Vec<String> {
    let (mut output, mut ends) = (vec![0; row.len() + 1], vec![0; memchr::memchr_iter(between, row.as_bytes()).count() + 2]);
    let mut reader = reader(between);
    let (mut at, mut written, mut count) = (0, 0, 0);
    loop {
        let (result, used, wrote, ended) = reader.read_record(&row.as_bytes()[at..], &mut output[written..], &mut ends[count..]);
        at += used;
        written += wrote;
        count += ended;
        // Once all is read, an empty input tells the reader that nothing follows.
        if result != ReadRecordResult::InputEmpty {
            break;
        }
    }
    let mut start = 0;
    let cell = |end: &usize| String::from_utf8_lossy(&output[std::mem::replace(&mut start, *end)..*end]).into_owned();
    ends[..count].iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_are_read_as_they_are_meant() {
        for (row, wanted) in [
            ("a,b\r\n", &["a", "b"][..]),
            ("\r\n\"x\ny\",\"q\"\"\",\n", &["x\ny", "q\"", ""]),
            ("流量卡", &["流量卡"]),
            ("5\" disk,\"open", &["5\" disk", "open"]),
            ("", &[]),
        ] {
            assert_eq!(cells(row, b','), wanted, "{row:?}");
        }
    }
}
