//! The table of words of every day is what the honest fixtures make of it, give or take: it need not follow each new text.
use adsift::folded;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const TABLE: &str = "src/rule/tables/common.tsv";
const HEAD: &str =
    "# Words that stand in more than one of twelve honest texts of fixtures/, as folding leaves them; of the project's own\nword\n";

/// ASCII words and runs of two to four Han characters, each with the share of honest fixtures that hold it.
fn shares() -> BTreeMap<String, f64> {
    let labels = fs::read_to_string("fixtures/labels.tsv").expect("the labels");
    let honest: Vec<&str> =
        labels.lines().map(|line| line.split('\t').collect::<Vec<_>>()).filter(|cells| cells[1] == "ham").map(|cells| cells[0]).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in &honest {
        let text = fs::read_to_string(format!("fixtures/{file}")).expect(file);
        let mut words = BTreeSet::new();
        let view = folded(&text);
        words.extend(view.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 1).map(str::to_owned));
        for run in view.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c)) {
            let letters: Vec<char> = run.chars().collect();
            (2..=4).for_each(|length| words.extend(letters.windows(length).map(|part| part.iter().collect::<String>())));
        }
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    counts.into_iter().map(|(word, count)| (word, count as f64 / honest.len() as f64)).collect()
}

#[test]
fn words_of_every_day_are_those_of_the_honest_fixtures() {
    let shares = shares();
    if std::env::var_os("ADSIFT_BLESS").is_some() {
        let words: String = shares.iter().filter(|(_, share)| **share > 1.0 / 12.0).map(|(word, _)| format!("{word}\n")).collect();
        fs::write(TABLE, format!("{HEAD}{words}")).expect("the table can be written");
    }
    let table = fs::read_to_string(TABLE).expect("the table");
    assert!(table.starts_with(HEAD), "{TABLE} begins with where it comes from");
    let listed: BTreeSet<&str> = table.lines().skip(2).collect();
    assert!(listed.contains("可以") && listed.contains("the") && listed.len() > 50);
    let rare: Vec<_> = listed.iter().filter(|word| shares.get(**word).is_none_or(|share| *share < 1.0 / 24.0)).collect();
    let missing: Vec<_> = shares.iter().filter(|(word, share)| **share > 1.0 / 6.0 && !listed.contains(word.as_str())).collect();
    assert!(
        rare.is_empty() && missing.is_empty(),
        "{rare:?} are rare, {missing:?} are missing: ADSIFT_BLESS=1 cargo test --test common writes the table anew"
    );
}
