//! How promoters spell a label otherwise: by sound, by the parts of its characters, by pictures, digits, separators.
use crate::text::{Class, folded};

include!(concat!(env!("OUT_DIR"), "/respelling.rs"));

/// The most spellings of one label that come from the table.
const LIMIT: usize = 1_000;
/// What stands between the characters of a label, the same sign between any two.
const SEPARATORS: &str = " *.·-_~^|/\\+=☆★❤♥、,，。░•⭐💬💪✨・'";
/// Labels of two syllables, which a sign may part as well: Whats🟢App. How many bytes the first one has.
const SYLLABLES: &[(&str, usize)] = &[("whatsapp", 5), ("telegram", 4), ("wechat", 2), ("weixin", 3)];
/// Signs that stand between syllables alone.
const PICTURES: &str = "🟢✈💬📱丨➕";
/// Ordinary words among the spellings: they are labels only before a mark or behind a word that asks to be added.
const WORDS: &[&str] = &[
    "威信", "卫星", "唯心", "维新", "维心", "微心", "微新", "微星", "威新", "伟新", "围心", "卫心", "卫新", "唯新", "惟新", "惟心", "维信",
    "喂心", "口口", "加味", "家味", "佳味", "家围", "加围", "佳卫", "家卫", "加卫", "加维", "家维", "佳维", "家唯", "加唯", "加惟", "架围",
    "家喂", "茄味", "咖味", "嘉味", "妃几", "咖新", "佳信", "嘉信", "家信", "佳新", "嘉新", "家新", "家心", "佳心",
];

/// One other spelling of a label.
pub(crate) struct Respelling {
    /// In view spelling.
    pub text: String,
    pub class: Class,
    /// Whether it is an ordinary word.
    pub word: bool,
}

/// The other spellings of a label in view spelling. The label itself is none of them.
pub(crate) fn respellings(label: &str) -> Vec<Respelling> {
    let parts: Vec<char> = label.chars().collect();
    let mut spelled: Vec<(String, Option<Class>)> = vec![(String::new(), None)];
    for part in &parts {
        let mut next = Vec::new();
        for (text, class) in &spelled {
            next.push((format!("{text}{part}"), *class));
            for (_, variant, kind) in RESPELLINGS.iter().filter(|(of, _, _)| of == part) {
                next.push((format!("{text}{variant}"), Some(*kind)));
            }
        }
        next.truncate(LIMIT);
        spelled = next;
    }
    let mut found: Vec<Respelling> = spelled
        .into_iter()
        .filter_map(|(text, class)| Some((folded(&text).into_owned(), class?)))
        .filter(|(text, _)| text != label)
        .map(|(text, class)| Respelling { word: WORDS.contains(&text.as_str()), text, class })
        .collect();
    for separator in SEPARATORS.chars() {
        let text = parts.iter().map(char::to_string).collect::<Vec<_>>().join(separator.encode_utf8(&mut [0; 4]));
        found.push(Respelling { text: folded(&text).into_owned(), class: Class::Spaced, word: false });
    }
    if let Some(&(_, first)) = SYLLABLES.iter().find(|(known, _)| *known == label) {
        for sign in SEPARATORS.chars().chain(PICTURES.chars()) {
            let text = format!("{}{sign}{}", &label[..first], &label[first..]);
            found.push(Respelling { text: folded(&text).into_owned(), class: Class::Spaced, word: false });
        }
    }
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found.dedup_by(|a, b| a.text == b.text);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_spelled_by_sound_parts_pictures_and_separators() {
        let spelled = respellings("微信");
        for text in ["薇信", "薇❤", "彳山兀攵亻言", "微*信", "嶶伈"] {
            assert!(spelled.iter().any(|respelling| respelling.text == folded(text)), "{text}");
        }
        assert!(spelled.iter().find(|respelling| respelling.text == "卫星").is_none_or(|respelling| respelling.word));
        assert!(spelled.iter().all(|respelling| respelling.text != "微信"));
        assert!(respellings("telegram").iter().any(|respelling| respelling.text == "te1egram"));
    }
}
