//! Examples that are alike prove the same thing twice.
use super::super::fields::At;
use super::super::pack::Example;
use crate::text::folded;
use std::collections::HashMap;

/// Tells of each example that repeats an earlier one: the same words, whatever their spelling, stops and digits are.
/// Respellings are tested mechanically, so that one written by hand shows nothing new.
pub(super) fn examples(examples: &[Example], say: &mut impl FnMut(&'static str, &At<()>, String, &str)) {
    let mut seen: HashMap<String, &Example> = HashMap::new();
    for example in examples {
        let letters = letters(&example.text);
        // An example without letters, such as a list of numbers, is told apart by nothing that is looked at here.
        if letters.is_empty() {
            continue;
        }
        if let Some(earlier) = seen.get(&letters) {
            let place = At { value: (), file: example.file, start: example.start, end: example.end };
            say(
                "alike-examples",
                &place,
                format!("this shows what `{}` shows", earlier.text.replace('\n', " ")),
                "give a text of another kind: respellings are tested anyway",
            );
        }
        seen.entry(letters).or_insert(example);
    }
}

/// The text without spaces and the signs that end a sentence or a part of one. Quotation marks, brackets and bullets stay:
/// they may be what the example is about.
fn letters(text: &str) -> String {
    let told_apart = |c: &char| !c.is_whitespace() && !",.!?;:，。！？；：、…".contains(*c);
    folded(text).chars().filter(told_apart).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}
