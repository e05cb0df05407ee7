//! What stands between a cue and its value: punctuation, emoji, and the few words people put there.
use std::sync::LazyLock;

/// Where the gap behind a cue ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// Where the value must begin.
    pub end: usize,
    /// Whether something said that a value follows: a colon, an arrow, a bracket, 是, 号.
    pub mark: bool,
    /// Whether white space stands there: less than a mark, more than nothing.
    pub space: bool,
}

/// Words between label and value. Those of the first list say themselves that a value follows.
const TELLING: &[&str] = &["号码", "账号", "帐号", "号", "是", "为", "id", "handle", "username", "user name", "number", "no"];
const FILLING: &[&str] = &[
    "客服",
    "群",
    "频道",
    "官方",
    "群组",
    "机器人",
    "联系",
    "咨询",
    "扫码",
    "搜索",
    "搜",
    "加我",
    "加",
    "私聊",
    "机器人",
    "自助",
    "取号",
    "下单",
    "說",
    "说",
    "添加",
    "我",
    "群号",
    "同号",
    "请",
    "群主",
    "搵",
    "揾",
    "联络",
    "里",
    "后",
    "索",
    "找",
    "管理员",
    "老师",
    "号主",
    "me at",
    "me on",
    "us at",
    "us on",
    "me",
    "us",
    "him",
    "her",
    "them",
    "搜寻",
    "at",
    "on",
    "is",
    "or",
    "the",
    "our",
    "my",
    "channel",
    "group",
    "support",
    "contact",
    "chat",
    "dm",
    "bot",
    "official",
    "account",
    "admin",
    "call",
    "text",
    "msg",
    "message",
    "via",
    "line",
    "phone",
    "app",
    "only",
    "to",
];

/// Crosses at most `limit` characters to where a value may begin: a letter, digit, `@` or `+` before a digit.
/// At most one line break is crossed. None where something else stands in the way.
pub(super) fn cross(view: &str, from: usize, limit: usize) -> Option<Gap> {
    let mut at = from;
    let mut left = limit;
    // A cue may hold its mark: `威信：`, 飞机号.
    let (mut mark, mut space) = (view[..from].ends_with(|c| is_mark(c) && !matches!(c, '+' | '*') || c == '号'), false);
    let mut breaks = 0;
    // A filler counts only where a word may begin: `telegramchannel` is one word.
    let mut boundary = !view[..from].ends_with(|c: char| c.is_ascii_alphanumeric());
    loop {
        let rest = &view[at..];
        let c = rest.chars().next()?;
        let plus = c == '+' && rest[1..].starts_with(|next: char| next.is_ascii_digit() || next == '(');
        // A star before a word is a gateway's id on Threema, or emphasis: only the grammar knows.
        if c == '@' || plus {
            return Some(Gap { end: at, mark, space });
        }
        if c.is_alphanumeric() {
            let Some((filler, tells)) = filler(rest, boundary) else { return Some(Gap { end: at, mark, space }) };
            let characters = filler.chars().count();
            if characters > left {
                return Some(Gap { end: at, mark, space });
            }
            mark |= tells;
            left -= characters;
            at += filler.len();
            boundary = !filler.is_ascii();
            continue;
        }
        left = left.checked_sub(1)?;
        breaks += usize::from(c == '\n');
        // A second line, or a text's own brackets closing, is another sentence.
        if breaks > 1 {
            return None;
        }
        mark |= is_mark(c);
        space |= c.is_whitespace();
        boundary = true;
        at += c.len_utf8();
    }
}

/// The words of both lists, sorted, and whether each tells that a value follows; of a word in both the telling one.
static FILLERS: LazyLock<Vec<(&'static str, bool)>> = LazyLock::new(|| {
    let telling = TELLING.iter().map(|&word| (word, true));
    let mut fillers: Vec<_> = telling.chain(FILLING.iter().map(|&word| (word, false))).collect();
    fillers.sort_by_key(|&(word, tells)| (word, !tells));
    fillers.dedup_by_key(|&mut (word, _)| word);
    fillers
});

/// The filler that `rest` begins with, longest first, and whether it tells that a value follows.
fn filler(rest: &str, boundary: bool) -> Option<(&'static str, bool)> {
    let fits = |word: &str| {
        rest.starts_with(word)
            && (!word.is_ascii()
                || boundary && !rest[word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@')))
    };
    // Those that begin with its first character stand together, the longer ones of one beginning last.
    let first = &rest[..rest.chars().next()?.len_utf8()];
    let from = FILLERS.partition_point(|&(word, _)| word < first);
    FILLERS[from..].iter().take_while(|(word, _)| word.starts_with(first)).filter(|(word, _)| fits(word)).last().copied()
}

/// Signs that announce a value. A space alone does not, nor does a comma.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        ':' | '：'
            | '='
            | '>'
            | '→'
            | '➡'
            | '⇒'
            | '+'
            | '【'
            | '['
            | '「'
            | '《'
            | '('
            | '（'
            | '—'
            | '|'
            | '｜'
            | '☞'
            | '~'
            | '*'
            | '"'
            | '“'
            | '∶'
            | '﹕'
    ) || matches!(c as u32, 0x2190..=0x21FF | 0x2600..=0x27BF | 0x1F300..=0x1FAFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_crossed_to_the_value() {
        for (behind, value, mark) in [
            ("：abc_1", "abc_1", true),
            ("💪+ @abc", "@abc", true),
            ("号是 abc", "abc", true),
            (" channel: @abc", "@abc", true),
            (" us at +44 1", "+44 1", false),
            ("abc", "abc", false),
            (" markdown", "markdown", false),
            ("客服：12345", "12345", true),
        ] {
            let gap = cross(behind, 0, 12).expect(behind);
            assert_eq!((&behind[gap.end..], gap.mark), (value, mark), "{behind}");
        }
    }

    #[test]
    fn a_gap_has_an_end() {
        for behind in ["", "：", "……………………………………………………abc", "\n\nabc"] {
            assert_eq!(cross(behind, 0, 12), None, "{behind:?}");
        }
    }
}
