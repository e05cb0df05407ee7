//! The steps for letters that are not what they look like: other scripts inside a word, and regional indicators.
use std::ops::Range;

use super::notable::Notable;
use super::step::{Rewriter, Step, Summary};
use super::tables::{Class, accented, is_overlay, look_alike, spelling};

/// Look-alikes of another script become Latin inside a token that mixes scripts, or that has digits or `_` or an `@`
/// before it and no letter that looks like none of ours. Whole words of Russian or Greek are left alone, and so are
/// French and Vietnamese ones: marks on letters go only where a word wears them like a costume.
pub(super) struct Alike;

impl Step for Alike {
    fn name(&self) -> &'static str {
        "look-alikes"
    }

    fn needed(&self, summary: &Summary) -> bool {
        summary.alike || summary.accents
    }

    fn asks(&self) -> bool {
        true
    }

    fn rewrite(&self, text: &str, notable: &Notable, out: &mut Rewriter<'_>) {
        let mut kept = 0;
        for Range { start, end } in tokens(text, notable) {
            let token = Token::read(&text[start..end], text[..start].ends_with(['@', '＠']));
            if !token.alike && !token.marked {
                continue;
            }
            for (offset, c) in text[start..end].char_indices() {
                let letter = look_alike(c).filter(|_| token.alike).map(|letter| (letter, Class::LookAlike));
                let letter = letter.or_else(|| accented(c).filter(|_| token.marked).map(|letter| (letter, Class::Combining)));
                if let Some((letter, class)) = letter {
                    let place = start + offset;
                    out.keep(&text[kept..place]);
                    out.replace(c.len_utf8(), letter.encode_utf8(&mut [0; 4]), class);
                    kept = place + c.len_utf8();
                }
            }
            // What the last letter wore belonged to its script.
            if kept == end {
                for mark in text[end..].chars().take_while(|&c| is_overlay(c)) {
                    out.drop(mark.len_utf8(), Class::Combining);
                    kept += mark.len_utf8();
                }
            }
        }
        out.keep(&text[kept..]);
    }
}

/// Names that are no word of any language with marks.
const CHANNELS: &[&str] = &["telegram", "whatsapp", "wechat", "weixin", "signal", "skype", "discord", "viber", "instagram", "messenger"];

/// What a token of letters and digits is to be rewritten for.
struct Token {
    alike: bool,
    marked: bool,
}

impl Token {
    fn read(token: &str, handle: bool) -> Self {
        let (mut latin, mut alike, mut marked, mut other, mut digits) = (0, 0, 0, 0, 0);
        let mut scripts = [false; 2];
        for c in token.chars() {
            if c.is_ascii_alphabetic() {
                latin += 1;
            } else if c.is_ascii_digit() || c == '_' {
                digits += 1;
            } else if look_alike(c).is_some() {
                alike += 1;
                scripts[usize::from(c >= '\u{400}')] = true;
            } else if accented(c).is_some() {
                marked += 1;
            } else if let Some((text, _)) = spelling(c) {
                // Full width, styled and enclosed letters are Latin ones.
                latin += usize::from(text.starts_with(|c: char| c.is_ascii_alphabetic()));
                digits += usize::from(text.starts_with(|c: char| c.is_ascii_digit() || c == '_'));
            } else {
                other += 1;
            }
        }
        let plain = || -> String { token.chars().map(|c| accented(c).unwrap_or(c.to_ascii_lowercase())).collect() };
        let costume =
            marked >= 3 && marked * 2 >= latin + marked + alike || marked > 0 && (digits > 0 || CHANNELS.contains(&plain().as_str()));
        let mixed = latin + marked > 0 || digits > 0 || handle || scripts == [true; 2];
        Token { alike: alike > 0 && other == 0 && mixed, marked: costume && other == 0 }
    }
}

/// A character of a token: a letter or digit of an alphabet. Han, Kana and Hangul set tokens off.
fn is_token(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    let folds = || spelling(c).is_some_and(|(text, _)| text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'));
    !matches!(c as u32, 0x2E80..=0xA48F | 0xAC00..=0xFAFF | 0x20000..) && (c.is_alphanumeric() || folds())
}

/// The tokens of the text that hold a letter to be asked about.
fn tokens<'text>(text: &'text str, notable: &'text Notable) -> impl Iterator<Item = Range<usize>> + 'text {
    let mut done = 0;
    let asked = notable.of(text).filter(|&(_, c)| (look_alike(c).is_some() || accented(c).is_some()) && is_token(c));
    asked.filter_map(move |(at, _)| {
        if at < done {
            return None;
        }
        // No token reaches back into the one before.
        let start = text[done..at].rfind(|c| !is_token(c)).map_or(done, |last| text.ceil_char_boundary(done + last + 1));
        done = text[at..].find(|c| !is_token(c)).map_or(text.len(), |next| at + next);
        Some(start..done)
    })
}

/// The longest stretches of the text whose characters are all of one kind, in bytes.
fn runs(text: &str, is: fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is)?;
        at = text[start..].find(|c| !is(c)).map_or(text.len(), |found| start + found);
        Some(start..at)
    })
}

/// Regional indicators that are no flag are letters.
pub(super) struct Regional;

impl Step for Regional {
    fn name(&self) -> &'static str {
        "regional"
    }

    fn needed(&self, summary: &Summary) -> bool {
        summary.regional
    }

    fn rewrite(&self, text: &str, _: &Notable, out: &mut Rewriter<'_>) {
        let mut kept = 0;
        for Range { start, end } in runs(text, is_regional) {
            let letters: String = text[start..end].chars().filter_map(regional).collect();
            if letters.len().is_multiple_of(2) && letters.as_bytes().chunks(2).all(is_flag) {
                continue;
            }
            out.keep(&text[kept..start]);
            for letter in letters.chars() {
                out.replace(4, letter.encode_utf8(&mut [0; 4]), Class::Enclosed);
            }
            kept = end;
        }
        out.keep(&text[kept..]);
    }
}

/// Whether the character is a regional indicator.
pub(super) fn is_regional(c: char) -> bool {
    regional(c).is_some()
}

fn regional(c: char) -> Option<char> {
    let index = (c as u32).checked_sub(0x1F1E6).filter(|index| *index < 26)?;
    char::from_u32(u32::from(b'a') + index)
}

/// Regions with a flag: ISO 3166-1, and the few more that have one.
const FLAGS: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz ca cc cd cf cg \
ch ci ck cl cm cn co cp cr cu cv cw cx cy cz de dg dj dk dm do dz ea ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq \
gr gs gt gu gw gy hk hm hn hr ht hu ic id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma \
mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa \
re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz ta tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um un us uy uz \
va vc ve vg vi vn vu wf ws xk ye yt za zm zw";

fn is_flag(pair: &[u8]) -> bool {
    FLAGS.as_bytes().chunks(3).any(|flag| flag[..2] == *pair)
}

#[cfg(test)]
mod tests {
    use crate::text::folded;

    #[test]
    fn look_alikes_become_latin_where_scripts_mix() {
        for (text, view) in
            [("Теlеgrаm", "telegram"), ("@еsіm_88", "@esim_88"), ("ΧΑТ731", "xat731"), ("Ѕіgnаl", "signal"), ("ｔｅlеgrаm", "telegram")]
        {
            assert_eq!(folded(text), view);
        }
    }

    #[test]
    fn words_of_other_languages_stay() {
        for text in ["привет мир", "αβγ", "café", "télégramme", "việt nam", "ёлка", "гост"] {
            assert_eq!(folded(text), text);
        }
    }

    #[test]
    fn marks_worn_like_a_costume_go() {
        assert_eq!(folded("ťéłèğŕàm ẅḧàťšàṗṗ"), "telegram whatsapp");
    }

    #[test]
    fn regional_indicators_are_letters_unless_they_are_flags() {
        assert_eq!(folded("🇻🇽 🇶 🇲 🇪 🇷418"), "vx q m e r418");
        assert_eq!(folded("🇺🇸🇬🇧 🇹🇬"), "🇺🇸🇬🇧 🇹🇬");
    }
}
