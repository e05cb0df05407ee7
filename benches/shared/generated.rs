//! Texts made of word lists, the same on every machine and in every run.

/// A small generator of numbers that look random: xorshift in 64 bits.
pub struct Random(u64);

impl Random {
    /// A generator that starts from this number.
    pub fn new(start: u64) -> Self {
        Random(start.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    /// One of some things.
    pub fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

const CHINESE: &str = "我们 今天 下午 河边 走了 一圈 天气 很好 这个 问题 可以 通过 配置 文件 解决 首先 需要 安装 依赖 然后 运行 \
    命令 如果 出现 错误 请 检查 网络 连接 数据 结构 算法 函数 返回 一个 列表 用户 登录 系统 之后 能够 看到 图书馆 新到 的 书 \
    在 和 是 了 不 也 都 与 为 以及 由于 因此 但是 虽然 关于 方法 时间 工作 学习 生活 城市 老师 学生 公司 项目 版本 更新 测试 \
    代码 编译 内存 线程 服务器 客户端 请求 响应 页面 内容 标题 作者 文章 评论 阅读 地址 手机 号码 注册 群 加 联系 电话 服务";
const ENGLISH: &str = "the a of to and in is that it for was on are as with they at be this from have or by one had not but what \
    all were when we there can an your which their said if do will each about how up out them then she many some so these would \
    other into has more her two like him see time could no make than first been its who now people my made over did down only way \
    find use may water long little very after words called just where most know get through back much before go good new write our \
    used me man too any day same right look think also around another came come work three word must because does part even place \
    well such here take why things help put years different away again off went old number great tell men say small every found \
    still between name should home big give air line set own under read last never us left end along while might next sound below \
    saw something thought both few those always looked show large often together asked house world going want server request \
    library function string returns value example install version release branch commit phone call group contact service";
const OFFERS: &[&str] = &[
    "各国实体卡现货批发，加薇❤：lumo_ka{}，代办免实名。",
    "接码平台，短信群发，ＴＧ：＠lumo_cards{} 咨询。",
    "国外手机卡，QQ二九零零一五五{}，秒到账。",
    "SIM cards for every country, bulk price, WhatsApp +44 7700 9{} now!",
    "Verified accounts for sale, telegram: @lumo_shop{}, instant delivery.",
    "保号卡，流量卡，v x ： l u m o _ {}，一件代发。",
];
const HONEST: &[&str] = &["明天{}点开会，别忘了。", "ok see you at {}", "快递放在{}号柜子里了", "Thanks! The number is {}, I think."];

/// Some words one after the other.
fn words(random: &mut Random, chinese: &[&str], english: &[&str], in_chinese: bool, count: usize, out: &mut String) {
    for number in 0..count {
        if in_chinese {
            out.push_str(random.of(chinese));
            out.push_str(if number + 1 == count {
                "。"
            } else if random.below(7) == 0 {
                "，"
            } else {
                ""
            });
        } else {
            out.push_str(random.of(english));
            out.push_str(if number + 1 == count { ". " } else { " " });
        }
    }
}

/// Texts until there are `bytes` of them.
fn many(bytes: usize, mut text: impl FnMut() -> String) -> Vec<String> {
    let mut texts = Vec::new();
    let mut have = 0;
    while have < bytes {
        texts.push(text());
        have += texts[texts.len() - 1].len();
    }
    texts
}

/// Honest documents of some four kilobytes, with headings, links, code and numbers.
pub fn documents(in_chinese: bool, bytes: usize) -> Vec<String> {
    let (chinese, english): (Vec<&str>, Vec<&str>) = (CHINESE.split_whitespace().collect(), ENGLISH.split_whitespace().collect());
    let mut random = Random::new(if in_chinese { 1 } else { 2 });
    many(bytes, || {
        let mut text = String::from("# ");
        words(&mut random, &chinese, &english, in_chinese, 4, &mut text);
        text.push_str("\n\n");
        for paragraph in 0..8 {
            for _ in 0..5 {
                let count = 8 + random.below(12);
                let this_in_chinese = in_chinese && random.below(8) > 0;
                words(&mut random, &chinese, &english, this_in_chinese, count, &mut text);
            }
            match paragraph {
                2 => text.push_str("\n\n```\nlet x = call(0.0.1, [1, 2, 3]);\n```"),
                5 => text.push_str("[docs](https://example.org/guide/8.8.8.8)"),
                _ => {}
            }
            text.push_str("\n\n");
        }
        text
    })
}

/// An offer with a number of its own.
fn offer(random: &mut Random, list: &[&str]) -> String {
    let number = (1000 + random.below(9000)).to_string();
    random.of(list).replace("{}", &number)
}

/// Messages of a line: two honest ones to an advertisement.
pub fn messages(bytes: usize) -> Vec<String> {
    let mut random = Random::new(3);
    many(bytes, || if random.below(3) == 0 { offer(&mut random, OFFERS) } else { offer(&mut random, HONEST) })
}

/// Articles that sell in every third line.
pub fn advertisements(bytes: usize) -> Vec<String> {
    let mut random = Random::new(4);
    let chinese: Vec<&str> = CHINESE.split_whitespace().collect();
    many(bytes, || {
        let mut text = format!("# {}\n\n", offer(&mut random, OFFERS));
        for line in 0..24 {
            match line % 3 {
                0 => text.push_str(&offer(&mut random, OFFERS)),
                _ => words(&mut random, &chinese, &[], true, 20, &mut text),
            }
            text.push('\n');
        }
        text
    })
}
