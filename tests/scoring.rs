//! The scoring, sentence by sentence of the design, on a small pack of its own.
use adsift::{Compiler, ContactKind, Effect, Field, Level, Points, Profile, RuleSet, Source, Verdict};

const POLICY: &str = r#"
[policy]
format = 1
[policy.review]
score = 2.0
[policy.spam]
score = 4.0
categories = 3
one-of = ["contact", "doorway"]
[[category]]
id = "contact"
cap = 2.0
[[category]]
id = "doorway"
cap = 2.0
[[category]]
id = "offer"
cap = 2.5
[[category]]
id = "call"
cap = 1.0
[[category]]
id = "placement"
cap = 3.0
whole-text = true
"#;

const PACK: &str = r##"
[pack]
id = "t"
format = 1
[[contact]]
id = "tg"
kind = "telegram"
category = "contact"
weight = 2.0
cues = ["tg"]
shape = "telegram-handle"
glue = "any"
[[literal]]
id = "sale"
category = "offer"
weight = 1.5
any = ["批发"]
[[literal]]
id = "stock"
category = "offer"
weight = 1.5
any = ["现货"]
[[literal]]
id = "ask"
category = "call"
weight = 1.0
any = ["找我"]
[[literal]]
id = "fact"
any = ["说明书"]
[[structure]]
id = "title"
category = "placement"
weight = 2.0
feature = "contact-in-title"
[[structure]]
id = "tail"
category = "placement"
weight = 1.0
feature = "contact-in-tail"
[[composite]]
id = "seller"
category = "offer"
weight = 1.0
when = "sale and ask and not fact"
[[composite]]
id = "seller-with-contact"
category = "offer"
weight = 0.5
when = "seller and tg"
[[allow]]
id = "covers"
any = ["不要批发"]
suppresses = ["sale"]
[[allow]]
id = "line"
any = ["警方提醒"]
scope = "line"
suppresses = ["category:offer", "category:call"]
[[allow]]
id = "section"
any = ["# 社区"]
scope = "section"
suppresses = ["ask"]
[[allow]]
id = "text"
any = ["防骗手册"]
scope = "text"
caps = { offer = 1.0 }
[[allow]]
id = "code"
within = "code"
suppresses = ["sale"]
"##;

fn rules() -> RuleSet {
    Compiler::new().add(Source::new("policy.toml", POLICY)).add(Source::new("t.toml", PACK)).build().expect("the pack is sound")
}

fn judge(text: &str) -> Verdict<'static> {
    rules().scanner().scan(text).to_owned()
}

fn effects(verdict: &Verdict<'_>) -> Vec<(String, Effect, i32)> {
    verdict.hits().iter().map(|hit| (verdict.rule(hit).id().to_owned(), hit.effect, hit.points.hundredths())).collect()
}

fn effect(verdict: &Verdict<'_>, rule: &str) -> Option<(Effect, i32)> {
    effects(verdict).into_iter().find(|(id, ..)| id == rule).map(|(_, effect, points)| (effect, points))
}

fn filler(characters: usize) -> String {
    "雨".repeat(characters)
}

#[test]
fn a_rule_adds_its_weight_once_and_counts_its_places() {
    let verdict = judge("批发批发 TG @lumo_cards8 批发");
    let hit = verdict.hits().iter().find(|hit| verdict.rule(hit).id() == "t.sale").expect("a hit");
    assert_eq!((hit.points.hundredths(), hit.count, hit.also.len()), (150, 3, 2));
}

#[test]
fn a_category_gives_no_more_than_its_cap_and_the_one_that_crosses_it_gets_the_rest() {
    let verdict = judge("现货批发 TG @lumo_cards8 找我");
    assert_eq!(effect(&verdict, "t.stock"), Some((Effect::Counted, 150)), "equal weights go by start");
    assert_eq!(effect(&verdict, "t.sale"), Some((Effect::Capped, 100)));
    assert_eq!(effect(&verdict, "t.seller"), Some((Effect::Capped, 0)));
    assert_eq!(verdict.score(), Points::from_hundredths(200 + 250 + 100));
}

#[test]
fn what_stands_far_from_every_contact_counts_nothing() {
    let near = judge(&format!("TG @lumo_cards8{}批发", filler(290)));
    assert_eq!(effect(&near, "t.sale"), Some((Effect::Counted, 150)));
    let far = judge(&format!("TG @lumo_cards8{}批发{}", filler(600), filler(900)));
    assert_eq!(effect(&far, "t.sale"), Some((Effect::Elsewhere, 0)));
}

#[test]
fn the_windows_of_one_contact_are_one() {
    let text = format!("批发 TG @lumo_cards8{}找我 TG: @LUMO_cards8", filler(2000));
    assert_eq!(judge(&text).level(), Level::Spam);
    let text = format!("批发 TG @lumo_cards8{}找我 TG: @harbor_sim_desk", filler(2000));
    assert_ne!(judge(&text).level(), Level::Spam, "two sellers are not one");
}

#[test]
fn two_clean_texts_glued_together_stay_clean() {
    let offers = format!("批发的历史。现货市场的由来。\n{}", filler(1500));
    let contact = format!("{}\n作者 TG @lumo_cards8", filler(1500));
    for text in [&offers, &contact] {
        assert!(judge(text).level() <= Level::Review && judge(text).score() < Points::from_hundredths(400));
    }
    assert_ne!(judge(&format!("{offers}\n\n{contact}")).level(), Level::Spam);
    assert_ne!(judge(&format!("{contact}\n\n{offers}")).level(), Level::Spam);
}

#[test]
fn an_allow_rule_of_scope_span_must_cover_the_hit() {
    assert_eq!(effect(&judge("不要批发 TG @lumo_cards8"), "t.sale"), Some((Effect::Suppressed, 0)));
    assert_eq!(effect(&judge("不要批发，批发 TG @lumo_cards8"), "t.sale"), Some((Effect::Counted, 150)));
}

#[test]
fn an_allow_rule_of_scope_line_reaches_its_line_alone() {
    let verdict = judge("警方提醒：有人批发，叫你找我\nTG @lumo_cards8");
    assert_eq!(effect(&verdict, "t.sale"), Some((Effect::Suppressed, 0)));
    assert_eq!(effect(&verdict, "t.seller"), None, "what is suppressed is evidence for nothing later");
    assert_eq!(effect(&judge("警方提醒\n批发 TG @lumo_cards8"), "t.sale"), Some((Effect::Counted, 150)));
    // Each of several lines by itself, and none between them.
    let verdict = judge("警方提醒：批发\n现货\n警方提醒：警方提醒：找我\nTG @lumo_cards8");
    assert_eq!(effect(&verdict, "t.sale"), Some((Effect::Suppressed, 0)));
    assert_eq!(effect(&verdict, "t.ask"), Some((Effect::Suppressed, 0)));
    assert_eq!(effect(&verdict, "t.stock"), Some((Effect::Counted, 150)));
}

#[test]
fn a_regex_that_allows_is_found_only_where_it_can_take_something_away() {
    let told = "\n[[allow]]\nid = \"told\"\npattern = '听说.{0,9}'\nneeds = [\"听说\"]\nscope = \"line\"\nsuppresses = [\"sale\"]\n";
    let named = "[[composite]]\nid = \"rumour\"\ncategory = \"offer\"\nweight = 0.5\nwhen = \"told and ask\"\n";
    let found = |more: &str, text: &str| effect(&changed(POLICY, &[], more).scanner().scan(text), "t.told").is_some();
    assert!(found(told, "听说在批发 TG @lumo_cards8"));
    assert!(!found(told, "听说可以找我 TG @lumo_cards8"), "nothing that it takes away stands in the text");
    assert!(found(&format!("{told}{named}"), "听说可以找我 TG @lumo_cards8"), "a condition asks for it");
}

#[test]
fn an_allow_rule_of_scope_section_reaches_to_the_next_heading() {
    let text = "# 社区\n找我\n# 买卖\nTG @lumo_cards8";
    assert_eq!(effect(&judge(text), "t.ask"), Some((Effect::Suppressed, 0)));
    assert_eq!(effect(&judge(&text.replace("找我\n# 买卖", "# 买卖\n找我")), "t.ask"), Some((Effect::Counted, 100)));
}

#[test]
fn a_pasted_warning_clears_nobody() {
    let advertisement = "现货批发，找我，TG @lumo_cards8";
    assert_eq!(judge(advertisement).level(), Level::Spam);
    for warning in ["警方提醒\n{}", "{}\n警方提醒：谨防诈骗", "# 社区\n\n# 出\n{}"] {
        assert_eq!(judge(&warning.replace("{}", advertisement)).level(), Level::Spam, "{warning}");
    }
    // The scope `text` lowers a cap, and leaves the contact and everything else.
    let verdict = judge(&format!("防骗手册\n{advertisement}"));
    assert_eq!(verdict.score(), Points::from_hundredths(200 + 100 + 100));
    assert_eq!(effect(&verdict, "t.tg"), Some((Effect::Counted, 200)));
    assert_eq!(verdict.level(), Level::Spam);
}

#[test]
fn code_is_a_region() {
    assert_eq!(effect(&judge("```\n批发\n```\nTG @lumo_cards8"), "t.sale"), Some((Effect::Suppressed, 0)));
}

#[test]
fn a_one_line_message_has_no_title_and_no_tail() {
    for text in ["TG @lumo_cards8".to_owned(), format!("TG @lumo_cards8 {}", filler(400)), "TG @lumo_cards8\n二\n三".to_owned()] {
        let verdict = judge(&text);
        assert_eq!((effect(&verdict, "t.title"), effect(&verdict, "t.tail")), (None, None), "{text}");
    }
    let article = format!("题 TG @lumo_cards8\n{}\n完", filler(400));
    assert_eq!(effect(&judge(&article), "t.title"), Some((Effect::Counted, 200)));
}

#[test]
fn composites_rest_on_what_stands_together() {
    let verdict = judge("批发 找我 TG @lumo_cards8");
    let seller = verdict.hits().iter().find(|hit| verdict.rule(hit).id() == "t.seller").expect("a composite");
    assert_eq!(verdict.from(seller).collect::<Vec<_>>(), ["t.ask", "t.sale"]);
    assert_eq!(verdict.quote(seller), "批发", "the place of its strongest member");
    assert!(effect(&verdict, "t.seller-with-contact").is_some(), "a composite may rest on another");
    assert_eq!(effect(&judge("批发 找我 说明书 TG @lumo_cards8"), "t.seller"), None);
}

#[test]
fn spam_needs_its_score_its_categories_and_a_way_to_the_seller() {
    assert_eq!(judge("现货批发，找我").level(), Level::Clean, "a word list alone is nothing");
    assert_eq!(judge("现货批发 TG @lumo_cards8").level(), Level::Review, "two categories are not three");
    assert_eq!(judge("现货批发，找我 TG @lumo_cards8").level(), Level::Spam);
}

#[test]
fn points_sum_to_the_score_and_hits_are_in_order() {
    let verdict = judge(&format!("题 TG @lumo_cards8 现货\n{}\n批发找我 TG @lumo_cards8", filler(400)));
    let sum: Points = verdict.hits().iter().map(|hit| hit.points).sum();
    assert_eq!(sum, verdict.score());
    assert!(verdict.hits().is_sorted_by_key(|hit| hit.span));
}

#[test]
fn a_profile_allows_blocks_disables_and_sets_levels() {
    let rules = rules();
    let mut scanner = rules.scanner();
    let text = "现货批发，找我 TG @lumo_cards8";
    let allowed = Profile::default().allow(ContactKind::Telegram, "lumo_cards8");
    let verdict = scanner.scan_with(&allowed, text);
    assert_eq!((verdict.level(), effect(&verdict, "t.tg")), (Level::Clean, Some((Effect::Suppressed, 0))));
    let blocked = Profile::default().block(ContactKind::Telegram, "lumo_cards8");
    assert_eq!(scanner.scan_with(&blocked, "TG @lumo_cards8").level(), Level::Spam);
    let disabled = Profile::default().disable("t.ask");
    assert_eq!(scanner.scan_with(&disabled, text).level(), Level::Review);
    let strict = Profile::default().levels(Points::from_hundredths(100), Points::from_hundredths(900));
    assert_eq!(scanner.scan_with(&strict, text).level(), Level::Review);
}

#[test]
fn fields_are_one_advertisement() {
    let rules = rules();
    let mut scanner = rules.scanner();
    let verdict = scanner.scan_fields(&[(Field::Author, "TG @lumo_cards8"), (Field::Body, "现货批发，找我")]);
    assert_eq!(verdict.level(), Level::Spam);
    let sale = verdict.hits().iter().find(|hit| verdict.rule(hit).id() == "t.sale").expect("a hit");
    assert_eq!((sale.field, verdict.quote(sale)), (Some(Field::Body), "批发"));
    let title = scanner.scan_fields(&[(Field::Title, "TG @lumo_cards8"), (Field::Body, "短")]);
    assert_eq!(effect(&title, "t.title"), Some((Effect::Counted, 200)), "a named title is one, however short");
}

#[test]
fn an_override_and_a_disabled_rule_lie_on_top() {
    let layer = "[pack]\nid = \"u\"\nformat = 1\ndisable = [\"t.ask\"]\n[override]\n\"t.sale\" = 0.5\n";
    let rules = Compiler::new()
        .add(Source::new("policy.toml", POLICY))
        .add(Source::new("t.toml", PACK))
        .add(Source::new("u.toml", layer))
        .build()
        .expect("sound");
    let rule = rules.rule("t.sale").expect("a rule");
    assert_eq!((rule.weight().hundredths(), rule.written_weight().hundredths()), (50, 150));
    assert!(!rules.rule("t.ask").expect("a rule").enabled());
    let verdict = rules.scanner().scan("批发 找我 TG @lumo_cards8").to_owned();
    assert_eq!((effect(&verdict, "t.sale"), effect(&verdict, "t.ask")), (Some((Effect::Counted, 50)), None));
}

#[test]
fn the_public_types_can_be_shared() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<RuleSet>();
    shared::<Verdict<'static>>();
    fn sent<T: Send + 'static>() {}
    sent::<adsift::Scanner>();
}

/// The rules with categories, levels or rules changed.
fn changed(policy: &str, changes: &[(&str, &str)], more: &str) -> RuleSet {
    let policy = changes.iter().fold(policy.to_owned(), |policy, (from, to)| {
        assert!(policy.contains(from), "{from}");
        policy.replace(from, to)
    });
    let pack = format!("{PACK}{more}");
    Compiler::new().add(Source::new("policy.toml", policy)).add(Source::new("t.toml", pack)).build().expect("a rule set")
}

#[test]
fn spam_may_ask_for_one_category_more() {
    let rules = changed(POLICY, &[("one-of = [\"contact\", \"doorway\"]", "one-of = [\"contact\"]\nand-one-of = [\"placement\"]")], "");
    let mut scanner = rules.scanner();
    assert_eq!(scanner.scan("现货批发，找我 TG @lumo_cards8").level(), Level::Review, "a shop's own page says as much");
    let article = format!("题 TG @lumo_cards8\n{}\n现货批发，找我 TG @lumo_cards8", filler(300));
    assert_eq!(scanner.scan(&article).level(), Level::Spam);
}

#[test]
fn a_category_that_goes_along_with_others_is_no_kind_of_evidence() {
    let text = "现货批发，找我 TG @lumo_cards8";
    let rules = changed(POLICY, &[("id = \"call\"\n", "id = \"call\"\ncounts = false\n")], "");
    let verdict = rules.scanner().scan(text).to_owned();
    assert_eq!((verdict.level(), verdict.score()), (Level::Review, judge(text).score()), "its points add up all the same");
}

#[test]
fn the_title_counts_beside_the_contacts_of_its_writing_where_the_category_says_so() {
    let rules = changed(POLICY, &[("id = \"offer\"\n", "id = \"offer\"\nfrom-title = true\n")], "");
    let mut scanner = rules.scanner();
    let article = format!("# 批发\n{}\n找我 TG @lumo_cards8\n{}", filler(600), filler(600));
    assert_eq!(effect(&scanner.scan(&article), "t.sale"), Some((Effect::Counted, 150)));
    assert_eq!(effect(&judge(&article), "t.sale"), Some((Effect::Elsewhere, 0)), "no other category's hits do");
    let glued = format!("# 批发\n{}\n# 散步\n{}\n找我 TG @lumo_cards8", filler(600), filler(600));
    assert_eq!(effect(&scanner.scan(&glued), "t.sale"), Some((Effect::Elsewhere, 0)), "another writing has another title");
}

#[test]
fn a_composite_may_ask_where_its_rules_stand() {
    let more = "[[composite]]\nid = \"sale-in-title\"\ncategory = \"placement\"\nweight = 1.0\nwithin = \"title\"\nwhen = \"sale\"\n\
                [[composite]]\nid = \"sale-in-link\"\ncategory = \"doorway\"\nweight = 1.0\nwithin = \"link-text\"\nwhen = \"sale\"\n\
                [[composite]]\nid = \"one-line\"\ncategory = \"call\"\nweight = 0.5\nwithin = \"line\"\nwhen = \"sale and tg\"\n\
                [[composite]]\nid = \"lone\"\ncategory = \"call\"\nweight = 0.5\nwithin = \"line\"\nwhen = \"tg\"\n";
    let rules = changed(POLICY, &[], more);
    let mut scanner = rules.scanner();
    let title = format!("# 批发\n{}\nTG @lumo_cards8 在此\n{}\n完", filler(100), filler(300));
    let title = title.replace("TG", &format!("{} TG", filler(100)));
    let verdict = scanner.scan(&title).to_owned();
    assert_eq!((effect(&verdict, "t.sale-in-title"), effect(&verdict, "t.sale-in-link")), (Some((Effect::Counted, 100)), None));
    let from_title = changed(POLICY, &[("id = \"offer\"\n", "id = \"offer\"\nfrom-title = true\n")], more);
    let far = format!("# 批发\n{}\n找我 TG @lumo_cards8\n{}", filler(600), filler(600));
    assert_eq!(effect(&from_title.scanner().scan(&far), "t.sale-in-title"), Some((Effect::Counted, 100)), "beside the window");
    let verdict = scanner.scan("看 [批发](https://kada.example) 去").to_owned();
    assert_eq!((effect(&verdict, "t.sale-in-title"), effect(&verdict, "t.sale-in-link")), (None, Some((Effect::Counted, 100))));
    assert_eq!(effect(&scanner.scan("批发 [看](https://kada.example) TG @lumo_cards8"), "t.sale-in-link"), None);
    assert_eq!(effect(&scanner.scan("雨停了\n批发 TG @lumo_cards8"), "t.one-line"), Some((Effect::Counted, 50)));
    assert_eq!(effect(&scanner.scan("批发\nTG @lumo_cards8"), "t.one-line"), None);
    assert_eq!(effect(&scanner.scan("说明书\n批发\nTG @lumo_cards8"), "t.lone"), Some((Effect::Counted, 50)), "the line of the last rule");
}

#[test]
fn a_region_is_allowed_under_a_condition() {
    let more = "[[allow]]\nid = \"quoted\"\nwithin = \"quote\"\nwhen = \"fact\"\nsuppresses = [\"t.tg\"]\n";
    let rules = changed(POLICY, &[], more);
    let mut scanner = rules.scanner();
    let told = "说明书\n> TG @lumo_cards8\nTG @harbor_sim_desk";
    let verdict = scanner.scan(told).to_owned();
    let spans = |verdict: &Verdict<'_>| verdict.hits().iter().filter(|hit| verdict.rule(hit).id() == "t.tg" && hit.count == 1).count();
    assert_eq!((effect(&verdict, "t.tg"), spans(&verdict)), (Some((Effect::Counted, 200)), 1), "what is not quoted stands");
    let untold = scanner.scan("> TG @lumo_cards8\nTG @harbor_sim_desk").to_owned();
    assert_eq!(untold.hits().iter().find(|hit| untold.rule(hit).id() == "t.tg").map(|hit| hit.count), Some(2));
}

#[test]
fn a_condition_allows_where_its_rules_stand() {
    let allow = "\n[[allow]]\nid = \"told\"\nwhen = \"fact and ask\"\nscope = \"line\"\nsuppresses = [\"sale\", \"stock\"]\n";
    let mut scanner = changed(POLICY, &[], allow).scanner();
    let mut effect_in = |text: &str, rule: &str| effect(&scanner.scan(text).to_owned(), rule).map(|(effect, _)| effect);
    let told = "说明书 批发\n找我\n现货 TG @lumo_cards8";
    assert_eq!(effect_in(told, "t.sale"), Some(Effect::Suppressed), "one of them stands in its line");
    assert_eq!(effect_in(told, "t.stock"), Some(Effect::Counted), "none stands in this line");
    assert_eq!(effect_in("找我 批发\n说明书\nTG @lumo_cards8", "t.sale"), Some(Effect::Suppressed), "in whatever order they stand");
    assert!(effect_in(told, "t.told").is_some(), "what took a hit away is told");
    assert_eq!(effect_in("说明书\n找我 TG @lumo_cards8", "t.told"), None, "what took nothing away is not");
    assert_eq!(effect_in("说明书 批发\n现货 TG @lumo_cards8", "t.sale"), Some(Effect::Counted), "the condition does not hold");
}

#[test]
fn of_windows_that_are_worth_the_same_the_first_decides() {
    let text = format!("批发 TG @lumo_cards8\n{}\n批发 TG @harbor_sim_desk", filler(2_000));
    let verdict = judge(&text);
    let sale = verdict.hits().iter().find(|hit| verdict.rule(hit).id() == "t.sale").expect("it is found");
    assert_eq!((sale.effect, sale.span.start), (Effect::Counted, 0));
    let verdict =
        judge(&format!("零\n批发 TG @lumo_cards8\n{}\n现货 TG @harbor_sim_desk\n{}\n一\n二\n三\n四", filler(2_000), filler(2_000)));
    assert_eq!(effect(&verdict, "t.sale"), Some((Effect::Counted, 150)));
    assert_eq!(effect(&verdict, "t.stock"), Some((Effect::Elsewhere, 0)));
}

#[test]
fn what_is_said_of_a_contact_counts_in_its_own_window_alone() {
    let seller = "批发 现货 找我 TG @harbor_sim_desk";
    let text = format!("TG @lumo_cards8\n\n{}\n\n{seller}\n\n{}\n一\n二\n三\n四", filler(2_000), filler(2_000));
    let verdict = judge(&text);
    assert_eq!(effect(&verdict, "t.ask"), Some((Effect::Counted, 100)), "the seller decides");
    assert_eq!(effect(&verdict, "t.title").map(|(effect, _)| effect), Some(Effect::Elsewhere), "the title has another contact");
}
