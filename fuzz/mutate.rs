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

/// An input made of seeds by a few changes.
pub fn input(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = part(random, seeds);
    for _ in 0..random.below(8) {
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
            _ => bytes.truncate(to),
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// A part of a seed.
fn part(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let seed = random.pick(seeds);
    let from = random.below(seed.len() + 1);
    seed[from..from + random.below((seed.len() - from).min(LONGEST) + 1)].to_vec()
}
