//! In which encoding an input is written: as said, by its mark, or by its bytes.
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8};
use std::borrow::Cow;

/// How much of an input is looked at to tell its encoding.
const SNIFF: usize = 1 << 16;

/// What `--encoding` says: None is `auto`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct EncodingArg(pub Option<&'static Encoding>);

impl std::str::FromStr for EncodingArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(EncodingArg(None)),
            _ => Encoding::for_label(text.as_bytes())
                .map(|encoding| EncodingArg(Some(encoding)))
                .ok_or_else(|| "known are auto, utf-8, gb18030, gbk, big5, utf-16le, utf-16be and the labels of the web".to_owned()),
        }
    }
}

/// The encoding that a byte-order mark tells, and how long the mark is.
pub(super) fn mark(start: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(start)
}

/// The encoding of bytes of which some are not ASCII: UTF-8, unless they are none and all of them make sense as Chinese.
/// None where all are ASCII: what follows may tell.
pub(super) fn detect(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.is_ascii() {
        return None;
    }
    let first = bytes.iter().position(|byte| !byte.is_ascii())?;
    // From the beginning of a line: a character of two bytes may begin anywhere in it.
    let start = memchr::memrchr(b'\n', &bytes[..first]).map_or(0, |at| at + 1);
    let mut sample = &bytes[start..];
    if sample.len() > SNIFF {
        let end = memchr::memrchr(b'\n', &sample[..SNIFF]).filter(|end| *end >= first - start);
        sample = &sample[..end.unwrap_or(SNIFF)];
    }
    let (mut valid, mut invalid) = (0, 0);
    for chunk in sample.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if invalid == 0 || valid > invalid {
        return Some(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let chinese = [GBK, GB18030, BIG5].contains(&guess);
    Some(if chinese && reads_as(guess, sample) { guess } else { UTF_8 })
}

/// Whether bytes decode without an error, but for a character that the sample cuts in two. A stray byte or two are none.
fn reads_as(encoding: &'static Encoding, sample: &[u8]) -> bool {
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    let mut text = String::with_capacity(sample.len() * 2);
    let (_, _, errors) = encoding.new_decoder_without_bom_handling().decode_to_string(sample, &mut text, false);
    high >= 6 && !errors && text.chars().filter(|c| matches!(*c as u32, 0x3000..=0x9FFF | 0xFF00..=0xFFEF)).count() * 4 >= high
}

/// Bytes as text. Each sequence that has no meaning becomes U+FFFD and is counted.
pub(super) fn decode<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> (Cow<'a, str>, usize) {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), 0),
            Err(_) => lossy(bytes),
        };
    }
    match encoding.decode_without_bom_handling(bytes) {
        (text, false) => (text, 0),
        (text, true) => {
            // What stands for an error also stands in a text of its own right in no encoding but GB18030, and there rarely.
            let replaced = text.matches(char::REPLACEMENT_CHARACTER).count();
            (text, replaced)
        }
    }
}

fn lossy(bytes: &[u8]) -> (Cow<'_, str>, usize) {
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut replaced = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            replaced += 1;
        }
    }
    (Cow::Owned(text), replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_encodings_are_told_by_their_bytes() {
        let simplified = "午后天晴了，我们去河边走了一圈，看见有人在钓鱼。\n";
        let traditional = "午後天晴了，我們去河邊走了一圈，看見有人在釣魚。\n";
        for (text, encoding) in [(simplified, UTF_8), (simplified, GBK), (traditional, UTF_8), (traditional, BIG5)] {
            let (bytes, _, _) = encoding.encode(text);
            let guess = detect(&bytes).expect("not ASCII");
            assert_eq!(guess, encoding, "{text}");
            assert_eq!(decode(&bytes, guess), (Cow::Borrowed(text), 0));
            // Behind ASCII of any length, too.
            assert_eq!(detect(&[b"plain\n".repeat(20_000), bytes.to_vec()].concat()), Some(encoding));
        }
        assert_eq!(detect(b"plain"), None);
    }

    #[test]
    fn stray_bytes_are_no_encoding() {
        for bytes in [&b"a\xff\xfeb\xe5\xbe"[..], b"caf\xe9", b"\xc4\xe3 and \xe2\x80\x99 \xe2\x80\x99"] {
            assert_eq!(detect(bytes), Some(UTF_8), "{bytes:?}");
        }
        assert_eq!(decode(b"a\xff\xfeb\xe5\xbe", UTF_8), (Cow::Borrowed("a\u{fffd}\u{fffd}b\u{fffd}"), 3));
    }
}
