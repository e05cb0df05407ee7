//! Contacts by channel: what is read, and what must not be.
use adsift::RuleSet;

fn contacts(text: &str) -> Vec<String> {
    let mut scanner = RuleSet::builtin().scanner();
    let verdict = scanner.scan(text);
    let mut found: Vec<String> = verdict.contacts().iter().map(|contact| format!("{}:{}", contact.kind, contact.value)).collect();
    found.dedup();
    found
}

#[test]
fn contacts_are_canonical() {
    for (text, expected) in [
        ("TG：@Lumo_Cards8", "telegram:lumo_cards8"),
        ("Ｔｅｌｅｇｒａｍ　＠ｌｕｍｏ＿ｃａｒｄｓ８", "telegram:lumo_cards8"),
        ("電報群 @lumo_cards8", "telegram:lumo_cards8"),
        ("tg: lumo_cards8", "telegram:lumo_cards8"),
        ("https://telegram.me/lumo_cards8?start=1", "telegram:lumo_cards8"),
        ("t.me/s/LUMO_cards8/42", "telegram:lumo_cards8"),
        ("t.me/joinchat/AbC-12_xYzQ", "telegram:+AbC-12_xYzQ"),
        ("微信号：Lumo-8842", "wechat:lumo-8842"),
        ("加微信：138 0057 1500", "wechat:13800571500"),
        ("WeChat: lumo_8842", "wechat:lumo_8842"),
        ("扣扣：2900155512", "qq:2900155512"),
        ("QQ群 88015550", "qq-group:88015550"),
        ("加QQ群：88015550", "qq-group:88015550"),
        ("https://qm.qq.com/q/DemoKey001", "qq-group:qm.qq.com/q/DemoKey001"),
        ("WhatsApp +44 (0) 7700 900321", "whatsapp:+447700900321"),
        ("whatsapp: 85255500117", "whatsapp:+85255500117"),
        ("wa.me/447700900321", "whatsapp:+447700900321"),
        ("https://api.whatsapp.com/send?phone=%2B447700900321&text=hi", "whatsapp:+447700900321"),
        ("电话：138-0057-1500", "phone:+8613800571500"),
        ("+86 138 0057 1500", "phone:+8613800571500"),
        ("0086 13800571500", "phone:+8613800571500"),
        ("(010) 5550 0123 转 8", "phone:+861055500123"),
        ("热线 400-555-0123", "phone:+864005550123"),
        ("call 1-833-555-0142", "phone:+18335550142"),
        ("1.833.555.0142 help", "phone:+18335550142"),
        ("(202) 555-0151", "phone:+12025550151"),
        ("Tel. +852 5550 0117", "phone:+85255500117"),
        ("Desk.Lumo+ad@Mail.Example", "email:desk.lumo+ad@mail.example"),
        ("https://bit.ly/LumoDemo", "url:bit.ly/LumoDemo"),
        ("https://www.sms.example/r/?ref=Jx81&utm=2", "url:sms.example/r?ref=Jx81"),
    ] {
        assert_eq!(contacts(text), [expected], "{text}");
    }
}

#[test]
fn a_local_number_behind_a_label_is_national() {
    let mut scanner = RuleSet::builtin().scanner();
    let verdict = scanner.scan("联系电话：8555 0123");
    assert_eq!((verdict.contacts()[0].value.as_str(), verdict.contacts()[0].national), ("85550123", true));
}

#[test]
fn what_hides_is_told_and_region_is_not() {
    let mut scanner = RuleSet::builtin().scanner();
    let mut classes = |text: &str| {
        let verdict = scanner.scan(text);
        (verdict.contacts()[0].classes.clone(), verdict.contacts()[0].cost)
    };
    assert_eq!(classes("TG：@lumo\u{200b}_cards8"), (vec!["invisible"], 1));
    assert_eq!(classes("𝐓𝐆：@lumo_cards8"), (vec!["styled"], 2));
    assert_eq!(classes("T\u{335}G\u{335}：@lumo_cards8"), (vec!["combining"], 2));
    assert_eq!(classes("電報：@ｌｕｍｏ_cards8"), (vec![], 0), "width and Traditional script are no evidence");
}

#[test]
fn look_alikes_give_nothing() {
    for text in [
        // Telegram
        "import { Telegram } from '@types/node'",
        "telegram and @Override on a method",
        "npm i @telegram/bot-api",
        "mail telegram@localhost",
        "telegram: see the docs",
        "tg = torch.Generator()",
        "https://t.me/share/url?url=x",
        "https://example.org/t.me-list",
        "telegram handle: @your_channel",
        "电报机发明于 1837 年",
        // WeChat
        "他在村里很有威信：德高望重 1234567",
        "卫星：fengyun_3d 在轨",
        "微信 Markdown 渲染",
        "微信支付：V3 密钥",
        "微信：getUserInfo() 接口",
        "wx.login 返回 code",
        "WX station_7781 reports rain",
        "VX-7200 cables",
        "微信小程序 app-config.json",
        // QQ
        "企鹅 1234567 只",
        "Q-Q plot 1234567",
        "QQ 2019年改版 98765 人",
        "qq.com 的 12345678 次访问",
        "扣扣子 5 元",
        "群里 12345678 条消息",
        // WhatsApp
        "WhatsApp 2.24.11.79 changelog",
        "PHONE_NUMBER_ID=105550123456789 for the WhatsApp API",
        "whatsapp has 2000000000 users",
        "https://faq.whatsapp.com/447700900321",
        // phones
        "订单号：13800571500",
        "快递单号 13800571500",
        "ISBN 978-7-5550-0142-3",
        "192.168.138.200",
        "v1.833.555.0142",
        "2026-11-24 13:05:00",
        "sha256 13800571500abcdef",
        "commit 8335550142",
        "id=13800571500",
        "{\"phone\": \"13800571500\"}",
        "`curl -d 13800571500`",
        "138****1500",
        "13800138000",
        "+123456789",
        "1234567890123456",
        "0.13800571500",
        "10086",
        "3.14159265358",
        // mail and links
        "git@github.com:lumo/kada.git",
        "package@1.2.3",
        "user@host",
        "noreply@mail.example",
        "@media (max-width: 600px)",
        "https://docs.example/guide?page=2",
        "rabbit.ly/abc",
        "飞机晚点了 @ 登机口",
    ] {
        assert_eq!(contacts(text), Vec::<String>::new(), "{text}");
    }
}
