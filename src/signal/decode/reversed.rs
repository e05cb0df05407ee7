//! Text written backwards, where it says so or where a label itself is turned around.
use crate::text::{Class, Local};

/// What announces it, and labels turned around. In view spelling.
pub(super) const GATES: &[&str] = &[
    "倒着",
    "反着",
    "倒过来",
    "反过来",
    "倒读",
    "反读",
    "倒念",
    "倒序",
    "从后往前",
    "backwards",
    "reversed",
    "in reverse",
    "信微加",
    "号信微",
    "信微：",
    "信微:",
    "扣扣加",
    "margelet",
    "ppastahw",
    "tahcew",
    "报电加",
    "号机飞",
];
/// The longest line that is turned around, in bytes.
const LINE_LIMIT: usize = 400;
/// The longest value, in characters.
const VALUE_LIMIT: usize = 40;

/// The line round a gate, turned around. None where it is too long.
pub(crate) fn reversed_line(view: &str, gate: usize) -> Option<Local> {
    let from = view.floor_char_boundary(gate.saturating_sub(LINE_LIMIT));
    let start = view[from..gate].rfind('\n').map_or(from, |at| from + at + 1);
    let to = view.floor_char_boundary((gate + LINE_LIMIT).min(view.len()));
    let end = view[gate..to].find('\n').map_or(to, |at| gate + at);
    (end - start <= LINE_LIMIT).then(|| turned(view, start, end))
}

/// The run of letters, digits and signs of a value behind an announcement, turned around.
pub(crate) fn reversed_value(view: &str, gate_end: usize) -> Option<Local> {
    let zone = &view[gate_end..view.floor_char_boundary((gate_end + 60).min(view.len()))];
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | '+');
    let at = zone.char_indices().take(14).find(|&(_, c)| part(c) && c != '@')?.0;
    let len: usize = zone[at..].chars().take(VALUE_LIMIT).take_while(|&c| part(c)).map(char::len_utf8).sum();
    // A word of the announcement itself: `backwards: ...` ends before its colon.
    (len >= 5).then(|| turned(view, gate_end + at, gate_end + at + len))
}

fn turned(view: &str, start: usize, end: usize) -> Local {
    let mut local = Local::default();
    for (at, c) in view[start..end].char_indices().rev() {
        let place = start + at;
        // Brackets turn with the text.
        let turned = match c {
            '(' => ")",
            ')' => "(",
            '（' => "）",
            '）' => "（",
            _ => &view[place..place + c.len_utf8()],
        };
        local.put(place..place + c.len_utf8(), turned, Class::Reversed);
    }
    local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_turned_around_with_its_brackets() {
        let view = "前\n8842_omul（信微）：信微加\n后";
        assert_eq!(reversed_line(view, 10).expect("a short line").text(), "加微信：（微信）lumo_2488");
    }

    #[test]
    fn a_value_is_what_stands_behind_the_announcement() {
        let view = "微信号倒着看：37naun_naun。";
        let gate = view.find("倒着").expect("the gate") + "倒着".len();
        assert_eq!(reversed_value(view, gate).expect("a value").text(), "nuan_nuan73");
        assert!(reversed_value("倒着走路的人", 6).is_none());
    }
}
