// The scanner of the examples in scoring.md: a policy and a pack that are small enough to reckon with.
{
    let policy = r#"
        [policy]
        format = 1
        [policy.review]
        score = 2.0
        [policy.spam]
        score = 4.0
        categories = 3
        one-of = ["contact"]
        [[category]]
        id = "contact"
        cap = 2.0
        [[category]]
        id = "offer"
        cap = 2.5
        [[category]]
        id = "call"
        cap = 1.0
        [[category]]
        id = "topic"
        cap = 1.0
        counts = false
        [[category]]
        id = "placement"
        cap = 3.0
        whole-text = true
    "#;
    let pack = r##"
        [pack]
        id = "shop"
        format = 1
        [[contact]]
        id = "tg"
        kind = "telegram"
        category = "contact"
        weight = 2.0
        cues = ["tg"]
        shape = "telegram-handle"
        [[literal]]
        id = "sale"
        category = "offer"
        weight = 1.5
        any = ["for sale"]
        [[literal]]
        id = "stock"
        category = "offer"
        weight = 1.25
        any = ["in stock"]
        [[literal]]
        id = "ask"
        category = "call"
        weight = 1.0
        any = ["write to me"]
        [[literal]]
        id = "gizmo"
        category = "topic"
        weight = 1.0
        any = ["gizmo"]
        [[literal]]
        id = "manual"
        any = ["manual"]
        [[structure]]
        id = "in-title"
        category = "placement"
        weight = 2.0
        feature = "contact-in-title"
        [[composite]]
        id = "seller"
        category = "call"
        weight = 0.5
        when = "sale and tg and not manual"
        [[allow]]
        id = "not-for-sale"
        any = ["not for sale"]
        suppresses = ["sale"]
        [[allow]]
        id = "police"
        any = ["the police warn"]
        scope = "line"
        suppresses = ["category:offer", "category:call"]
        [[allow]]
        id = "handbook"
        any = ["guard handbook"]
        scope = "text"
        caps = { offer = 1.0 }
    "##;
    let compiler = adsift::Compiler::new().add(adsift::Source::new("policy.toml", policy));
    compiler.add(adsift::Source::new("shop.toml", pack)).build().expect("the example is sound").scanner()
}
