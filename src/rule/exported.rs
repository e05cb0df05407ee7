//! The literals and regexes of a rule set as they are matched, for other engines and for comparisons with them.
use super::pack::{Written, WrittenAllow, read};
use super::pattern::ascii_shorthands;
use super::set::RuleSet;
use crate::text::folded;

/// One string or regex that is looked for in the folded view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// Id of the rule that it belongs to.
    pub rule: String,
    /// Whether `text` is a regex; else it is found as it stands.
    pub regex: bool,
    /// The folded literal, or the regex with `\d \w \s \b` written out in ASCII.
    pub text: String,
    /// Whether a match may neither begin nor end inside a word of ASCII letters and digits.
    pub word: bool,
    /// Of a regex: the words of which one must stand near a match. Without any it runs over every text.
    pub needs: Vec<String>,
}

impl RuleSet {
    /// The patterns of all enabled literal, regex and allow rules, in the order of their ids. Cost: every pack is read once
    /// more, so that a rule set need not keep what only this asks for.
    pub(crate) fn patterns(&self) -> Vec<Pattern> {
        let mut written = Vec::new();
        for (file, source) in self.lints().files.iter().enumerate() {
            // What could be wrong was found when the set was built.
            written.extend(read(&source.text, file, &mut Vec::new()).rules);
        }
        written.sort_by(|a, b| a.id.value.cmp(&b.id.value));
        written.retain(|rule| self.rule(&rule.id.value).is_some_and(|known| known.enabled()));
        let mut patterns = Vec::new();
        for rule in written {
            let id = &rule.id.value;
            let (literals, regex, inside_words) = match rule.body {
                Written::Literal { any, inside_words } => (any, None, inside_words),
                Written::Regex { pattern, needs, inside_words } => (Vec::new(), Some((pattern, needs)), inside_words),
                Written::Allow { by: WrittenAllow::Any(any), .. } => (any, None, false),
                Written::Allow { by: WrittenAllow::Pattern(pattern, needs), .. } => (Vec::new(), Some((pattern, needs)), false),
                _ => continue,
            };
            for literal in literals {
                let text = folded(&literal.value).into_owned();
                patterns.push(Pattern { rule: id.clone(), regex: false, text, word: !inside_words, needs: Vec::new() });
            }
            if let Some((pattern, needs)) = regex {
                let (text, _) = ascii_shorthands(&pattern.value);
                let needs = needs.iter().map(|gate| folded(&gate.value).into_owned()).collect();
                patterns.push(Pattern { rule: id.clone(), regex: true, text, word: false, needs });
            }
        }
        patterns
    }
}

#[cfg(test)]
mod tests {
    use crate::rule::{Compiler, Source};

    #[test]
    fn what_is_matched_is_exported_and_disabled_rules_are_not() {
        let pack = r#"
            [pack]
            id = "mine"
            format = 1
            disable = ["off"]
            [[category]]
            id = "offer"
            cap = 1.0
            [[literal]]
            id = "word"
            category = "offer"
            weight = 1.0
            any = ["流量卡", "SIM Cards"]
            [[literal]]
            id = "off"
            any = ["別的"]
            [[regex]]
            id = "number"
            pattern = '卡\d+\b'
            needs = ["電話"]
            [[allow]]
            id = "honest"
            any = ["谨防"]
            scope = "line"
            suppresses = ["word"]
        "#;
        let policy = "[policy]\nformat = 1\nreview = { score = 1.0, categories = 1 }\nspam = { score = 2.0, categories = 1 }\n";
        let sources = [Source::new("mine.toml", pack), Source::new("policy.toml", policy)];
        let rules = sources.into_iter().fold(Compiler::new(), Compiler::add).build().expect("a rule set");
        let told: Vec<_> = rules.patterns().into_iter().map(|p| (p.rule, p.regex, p.text, p.word, p.needs.concat())).collect();
        let row =
            |rule: &str, regex: bool, text: &str, needs: &str| (format!("mine.{rule}"), regex, text.to_owned(), !regex, needs.to_owned());
        assert_eq!(
            told,
            [
                row("honest", false, "谨防", ""),
                row("number", true, r"卡[0-9]+(?-u:\b)", "电话"),
                row("word", false, "流量卡", ""),
                row("word", false, "sim cards", ""),
            ]
        );
    }
}
