//! The world's country calling codes, and how long the numbers behind the commoner ones are.
//! Source: ITU-T E.164 and the national numbering plans as published.

/// Country calling codes of one, two and three digits. Unassigned ones are left out.
const ONE: &[u16] = &[1, 7];
const TWO: &[u16] = &[
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81,
    82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];
/// Three-digit codes begin with one of these two digits and are then dense enough to accept whole.
const THREE: &[u16] = &[21, 22, 23, 24, 25, 26, 29, 35, 37, 38, 42, 50, 59, 67, 68, 69, 80, 85, 87, 88, 96, 97, 99];

/// Fewest and most digits behind a code, where the plan is narrower than E.164.
const LENGTHS: &[(u16, usize, usize)] = &[
    (1, 10, 10),
    (7, 10, 10),
    (33, 9, 9),
    (34, 9, 9),
    (44, 9, 10),
    (61, 9, 9),
    (62, 8, 12),
    (63, 10, 10),
    (65, 8, 8),
    (66, 8, 9),
    (81, 9, 10),
    (82, 8, 10),
    (84, 9, 10),
    (86, 10, 11),
    (91, 10, 10),
    (92, 9, 10),
    (234, 8, 10),
    (237, 8, 9),
    (254, 9, 9),
    (852, 8, 8),
    (853, 8, 8),
    (855, 8, 9),
    (856, 8, 10),
    (886, 8, 9),
    (971, 8, 9),
];

/// Whether the digits behind a `+` are a number of some country: a code that is assigned, and a fitting length.
pub(super) fn is_international(digits: &str) -> bool {
    if !(8..=15).contains(&digits.len()) || is_counting(digits) {
        return false;
    }
    let code = |len: usize| digits[..len].parse::<u16>().unwrap_or(0);
    let len = if ONE.contains(&code(1)) {
        1
    } else if TWO.contains(&code(2)) {
        2
    } else if THREE.contains(&code(2)) {
        3
    } else {
        return false;
    };
    let (fewest, most) = LENGTHS.iter().find(|&&(known, _, _)| known == code(len)).map_or((6, 13), |&(_, fewest, most)| (fewest, most));
    let national = &digits[len..];
    (fewest..=most).contains(&national.len()) && (code(len) != 1 || is_north_american(national))
}

/// Whether ten digits are a number of the North American plan: area and exchange begin with 2 to 9.
pub(super) fn is_north_american(national: &str) -> bool {
    let bytes = national.as_bytes();
    bytes.len() == 10 && bytes[0] >= b'2' && bytes[3] >= b'2' && &national[1..3] != "11" && &national[4..6] != "11"
}

/// Whether a North American number costs its caller nothing.
pub(super) fn is_toll_free(national: &str) -> bool {
    is_north_american(national) && ["800", "888", "877", "866", "855", "844", "833"].contains(&&national[..3])
}

/// Whether eleven digits are a mainland mobile number. Prefixes as the ministry has assigned them.
pub(super) fn is_mainland_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if bytes.len() != 11 || bytes[0] != b'1' {
        return false;
    }
    match bytes[1] {
        b'3' | b'8' => true,
        b'4' => matches!(bytes[2], b'5' | b'7'),
        b'5' => bytes[2] != b'4',
        b'6' => matches!(bytes[2], b'2' | b'5' | b'6' | b'7'),
        b'7' => matches!(bytes[2], b'0'..=b'3' | b'5'..=b'8') || bytes[2] == b'4' && bytes[3] == b'0' && bytes[4] <= b'5',
        b'9' => matches!(bytes[2], b'0' | b'1' | b'3' | b'5'..=b'9'),
        _ => false,
    }
}

/// Whether digits are a mainland landline with its area code: 010, 02x or 0xxx, then seven or eight digits.
pub(super) fn is_mainland_landline(digits: &str) -> bool {
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', _, ..] => 3,
        [b'0', b'3'..=b'9', _, _, ..] => 4,
        _ => return false,
    };
    let local = &digits[area..];
    // Eight digits everywhere since the plans were widened; seven in the smaller areas.
    matches!(local.as_bytes().first(), Some(b'2'..=b'8')) && (local.len() == 8 || local.len() == 7 && area == 4)
}

/// Digits that count up, down or stand still: what people type when they mean no number.
fn is_counting(digits: &str) -> bool {
    let steps = |by: i16| digits.as_bytes().windows(2).all(|pair| (i16::from(pair[1]) - i16::from(pair[0]) - by).rem_euclid(10) == 0);
    steps(1) || steps(9) || steps(0)
}
