//! Makes inputs of others: the same ones from the same seed, so that a run can be repeated.

/// Numbers that look random.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// The longest input: longer ones say little more, and cost time that others could have.
const LONGEST: usize = 4_000;

/// What is put between other bytes: what steps and grammars look for, and what is no text at all.
const PIECES: &[&[u8]] = &[
    "加微信：".as_bytes(),
    "TG：@lumo_cards8".as_bytes(),
    "ＶＸ".as_bytes(),
    "一三八〇〇五七".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{336}".as_bytes(),
    "\u{fe0f}\u{20e3}".as_bytes(),
    "🇻🇽".as_bytes(),
    "倒着看：".as_bytes(),
    "点me斜杠".as_bytes(),
    b"base64 ",
    b"&#x5fae;",
    b"&amp;",
    b"%e5%be%ae",
    b"\\u5fae",
    b"<!--",
    b"-->",
    b"<b>",
    b"[](",
    b"```\n",
    b"\n\n# ",
    b"\n",
    b"\r\n",
    b"\t",
    b"\"",
    b"'''",
    b"{\"text\":\"",
    b"\"}\n",
    b"[[literal]]\n",
    b"any = [\"",
    b" and not (",
    b" of ",
    b"\0",
    b"\xff",
    b"\xe5\xbe",
    b"\xef\xbb\xbf",
    b"https://t.me/",
    b"@",
    b"+44 7700 900321",
    b"1-833-555-0142",
    b" (at) ",
];

/// What a target takes: what is shaped like it comes farther than what is not.
#[derive(Clone, Copy, PartialEq)]
pub enum Form {
    Text,
    /// Bytes that choose, each as likely as any other.
    Choices,
    /// Tables of packs.
    Pack,
    /// A form of input, and records written in it.
    Records,
}

/// What inputs are made of.
pub struct Seeds {
    texts: Vec<Vec<u8>>,
    /// Packs, table by table, each with what stands behind it.
    tables: Vec<Vec<u8>>,
}

impl Seeds {
    pub fn new(texts: Vec<Vec<u8>>, packs: &[Vec<u8>]) -> Self {
        let tables = packs.iter().flat_map(|pack| {
            let pack = String::from_utf8_lossy(pack).into_owned();
            let mut parts: Vec<String> = pack.split("\n[[").map(|table| format!("[[{table}\n")).collect();
            parts.remove(0);
            parts
        });
        Seeds { tables: tables.map(String::into_bytes).filter(|table| table.len() < LONGEST / 2).collect(), texts }
    }

    /// An input of a form: shaped as it should be, and then changed a few times or not at all.
    pub fn input(&self, random: &mut Random, form: Form) -> Vec<u8> {
        match form {
            Form::Text => {
                let start = part(random, &self.texts);
                let changes = random.below(8);
                changed(start, random, &self.texts, changes)
            }
            Form::Choices => (0..random.below(200)).map(|_| random.next() as u8).collect(),
            Form::Pack => {
                let tables: Vec<u8> = (0..1 + random.below(4)).flat_map(|_| random.pick(&self.tables).clone()).collect();
                let changes = random.below(4);
                changed(tables, random, &self.tables, changes)
            }
            Form::Records => {
                let form = random.next() as u8;
                let written = records(random, &self.texts, form);
                let changes = random.below(4);
                let mut bytes = vec![form];
                bytes.extend(changed(written, random, &self.texts, changes));
                bytes
            }
        }
    }
}

/// How records are written, by the number of their form: see `FORMS` of the targets.
pub const WRITTEN: usize = 6;

/// Records of parts of texts: lines, JSON lines, a JSON list, CSV, TSV, a text.
fn records(random: &mut Random, texts: &[Vec<u8>], form: u8) -> Vec<u8> {
    let end = *random.pick(&["\n", "\r\n", "\n\n"]);
    let mut rows: Vec<String> = Vec::new();
    for number in 0..1 + random.below(5) {
        let mut text = part(random, texts);
        text.truncate(300);
        let text = String::from_utf8_lossy(&text).into_owned();
        let json = || format!("{{\"id\":{number},\"text\":{}}}", serde_json::json!(text));
        let line = || text.replace(['\n', '\r', '\t', '\0'], " ");
        rows.push(match form as usize % WRITTEN {
            1 | 2 => json(),
            3 => format!("{number},\"{}\"", text.replace('"', "\"\"")),
            4 => line() + "\t" + &number.to_string(),
            5 => text,
            _ => line(),
        });
    }
    match form as usize % WRITTEN {
        2 => format!("[{}]{end}", rows.join(*random.pick(&[",", " ,\n ", ",\r\n"]))),
        3 => format!("id,text{end}{}{end}", rows.join(end)),
        // The last record may end without a line break.
        _ => rows.join(end) + *random.pick(&[end, ""]),
    }
    .into_bytes()
}

/// Bytes after so many changes.
fn changed(mut bytes: Vec<u8>, random: &mut Random, seeds: &[Vec<u8>], changes: usize) -> Vec<u8> {
    for _ in 0..changes {
        let at = random.below(bytes.len() + 1);
        let to = at + random.below((bytes.len() - at).min(60) + 1);
        match random.below(8) {
            0 => drop(bytes.drain(at..to)),
            1 => drop(bytes.splice(at..at, random.pick(PIECES).iter().copied())),
            2 => drop(bytes.splice(at..to, random.pick(PIECES).iter().copied())),
            3 => drop(bytes.splice(at..at, part(random, seeds))),
            4 => {
                let again = bytes[at..to].repeat(random.below(20));
                drop(bytes.splice(at..at, again));
            }
            5 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            6 => {
                let piece = random.pick(PIECES).repeat(random.below(40));
                drop(bytes.splice(at..at, piece));
            }
            _ => bytes.truncate(to.max(bytes.len() / 2)),
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// A seed, or a part of it: what is whole has a title and an end, where the rules look first.
fn part(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let seed = random.pick(seeds);
    if random.below(2) == 0 {
        return seed[..seed.len().min(LONGEST)].to_vec();
    }
    let from = random.below(seed.len() + 1);
    seed[from..from + random.below((seed.len() - from).min(LONGEST) + 1)].to_vec()
}
