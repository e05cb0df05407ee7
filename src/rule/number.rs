//! Numbers of packs: which are taken, and what to do about those that are not.
use crate::points::Points;
use toml::de::DeValue;

/// A whole number that is not negative.
pub(super) fn whole(value: &DeValue<'_>) -> Option<u32> {
    let number = value.as_integer()?;
    u32::from_str_radix(number.as_str(), number.radix()).ok()
}

/// A number of points.
pub(super) fn points(value: &DeValue<'_>) -> Option<Points> {
    Points::parse(number(value)?)
}

/// What to do about a value that is no whole number up to `most`.
pub(super) fn whole_help(value: &DeValue<'_>, most: u32) -> String {
    match (number(value), value) {
        (Some(negative), _) if negative < 0.0 => "the least is 0".to_owned(),
        (Some(large), _) if large > f64::from(most) => format!("the most is {most}"),
        (_, DeValue::Float(_)) => "write it without a point".to_owned(),
        (_, DeValue::String(text)) if text.parse::<u32>().is_ok_and(|number| number <= most) => unquoted(),
        _ => "write it as a number, such as 1".to_owned(),
    }
}

/// What to do about a value that is no number of points. A rule's weight has a way to speak for a text instead.
pub(super) fn points_help(value: &DeValue<'_>, weight: bool) -> String {
    match (number(value), value) {
        (Some(negative), _) if negative < 0.0 && weight => {
            "no weight is negative: what speaks for a text is an `[[allow]]` rule".to_owned()
        }
        (Some(negative), _) if negative < 0.0 => "the least is 0".to_owned(),
        (Some(large), _) if large > Points::MAX.as_f64() => format!("the most is {}", Points::MAX.as_f64()),
        (Some(exact), _) if exact.is_finite() => {
            let hundredths = exact * 100.0;
            format!("points are exact hundredths: write {:.2} or {:.2}", hundredths.floor() / 100.0, hundredths.ceil() / 100.0)
        }
        (_, DeValue::String(text)) if text.parse().is_ok_and(|number| Points::parse(number).is_some()) => unquoted(),
        _ => "write it as a number, such as 1.5".to_owned(),
    }
}

/// Whether a text is a day of some month, as `2027-01-31`. Days that are in order as texts are in order in time.
pub(super) fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, len: usize| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    let (Ok(y), Ok(m), Ok(d)) = (year.parse::<u32>(), month.parse::<u32>(), day.parse::<u32>()) else { return false };
    let leap = y % 4 == 0 && y % 100 != 0 || y % 400 == 0;
    let days = match m {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    number(year, 4) && number(month, 2) && number(day, 2) && (1..=12).contains(&m) && (1..=days).contains(&d)
}

fn unquoted() -> String {
    "write it without quotation marks".to_owned()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        // More digits than an `i128` has are out of every range.
        DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix()).ok().map(|number| number as f64),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeTable;

    fn read<T>(written: &str, of: impl Fn(&DeValue<'_>) -> T) -> T {
        let text = format!("x = {written}");
        of(DeTable::parse(&text).expect(written).get_ref()["x"].get_ref())
    }

    #[test]
    fn numbers_mean_the_same_in_every_notation() {
        for (written, expected) in [("7", Some(7)), ("+7", Some(7)), ("0x1F", Some(31)), ("1_000", Some(1000)), ("-1", None), ("7.0", None)]
        {
            assert_eq!(read(written, whole), expected, "{written}");
        }
        for (written, expected) in [("1.25", 125), ("16", 1600), ("0x10", 1600), ("1e1", 1000), ("1_0.5", 1050)] {
            assert_eq!(read(written, points), Some(Points::from_hundredths(expected)), "{written}");
        }
        for written in ["-0.5", "0.125", "1000.01", "nan", "inf", "\"1\"", "true"] {
            assert_eq!(read(written, points), None, "{written}");
        }
    }

    #[test]
    fn days_are_days_of_the_calendar() {
        for (text, expected) in [
            ("2027-01-31", true),
            ("2028-02-29", true),
            ("2027-02-29", false),
            ("2027-04-31", false),
            ("2027-13-01", false),
            ("2027-1-1", false),
            ("27-01-01", false),
            ("2027-01-01-01", false),
            ("soon", false),
        ] {
            assert_eq!(is_day(text), expected, "{text}");
        }
    }

    #[test]
    fn the_way_out_fits_the_mistake() {
        for (written, expected) in [
            ("-1", "the least is 0"),
            ("99", "the most is 40"),
            ("99999999999", "the most is 40"),
            ("7.0", "write it without a point"),
            ("\"7\"", "write it without quotation marks"),
            ("\"x\"", "write it as a number, such as 1"),
            ("true", "write it as a number, such as 1"),
        ] {
            assert_eq!(read(written, |value| whole_help(value, 40)), expected, "{written}");
        }
        for (written, expected) in [
            ("-1", "the least is 0"),
            ("-0.5", "the least is 0"),
            ("1001", "the most is 1000"),
            ("inf", "the most is 1000"),
            ("0.125", "points are exact hundredths: write 0.12 or 0.13"),
            ("nan", "write it as a number, such as 1.5"),
            ("\"1.5\"", "write it without quotation marks"),
            ("[]", "write it as a number, such as 1.5"),
        ] {
            assert_eq!(read(written, |value| points_help(value, false)), expected, "{written}");
        }
        assert!(read("-1", |value| points_help(value, true)).contains("[[allow]]"));
    }
}
