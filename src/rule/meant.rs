//! What was probably meant by a name that nobody knows.

/// What to say of an unknown name: the known one that it looks like, or all of them.
pub(super) fn among(written: &str, names: &[&str]) -> String {
    meant(written, names).map_or_else(|| format!("one of {}", names.join(", ")), asked)
}

/// The question whether this name was meant.
pub(crate) fn asked(name: &str) -> String {
    format!("is `{name}` meant?")
}

/// The known name that was most likely meant: at most a third of its letters differ.
pub(crate) fn meant<'n>(written: &str, names: &[&'n str]) -> Option<&'n str> {
    names
        .iter()
        .map(|&name| (distance(written, name), name))
        .filter(|&(distance, name)| distance * 3 <= name.chars().count().max(3))
        .min()
        .map(|(_, name)| name)
}

/// Letters to insert, leave out or change, and neighbours to exchange: the slip of quick fingers (`titel`) is one.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // The rows of the two letters before, and of this one.
    let (mut earlier, mut before) = (vec![0; b.len() + 1], (0..=b.len()).collect::<Vec<usize>>());
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, &y) in b.iter().enumerate() {
            let change = before[j] + usize::from(x != y);
            row[j + 1] = change.min(row[j] + 1).min(before[j + 1] + 1);
            if j > 0 && last == Some(y) && x == b[j - 1] {
                row[j + 1] = row[j + 1].min(earlier[j - 1] + 1);
            }
        }
        earlier = std::mem::replace(&mut before, row);
        last = Some(x);
    }
    before[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_once() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "ab", 2),
            ("titel", "title", 1),
            ("offre", "offer", 1),
            ("wieght", "weight", 1),
            ("ba", "ab", 1),
            ("kind", "kinds", 1),
            ("微信电报", "电报微信", 4),
            ("报电", "电报", 1),
            ("abc", "xyz", 3),
        ] {
            assert_eq!((distance(a, b), distance(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn names_that_look_alike_are_proposed_and_others_listed() {
        let names = ["offer", "title", "contact"];
        assert_eq!(among("offre", &names), "is `offer` meant?");
        assert_eq!(among("titel", &names), "is `title` meant?");
        assert_eq!(among("wares", &names), "one of offer, title, contact");
    }
}
