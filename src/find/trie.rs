//! The second stage: which strings begin at a place whose first bytes are known. Tries whose single paths are one
//! comparison, behind a table of first bytes.
use super::class::Class;
use super::grams::Grams;

/// The strings that share their first bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// Bytes that all of them go on with: where in `bytes`, and how many.
    path: u32,
    length: u32,
    /// The strings that end behind the path: where in `ends`, and how many.
    first_end: u32,
    ends: u32,
    /// Where they part: the edges, sorted by byte.
    first_edge: u32,
    edges: u32,
}

/// The strings that share their first bytes, as they are looked for first. Most such strings are one, and what follows its
/// first bytes stands here as well: a walk down the trie waits for memory at every step, and this is one look.
#[derive(Clone, Copy, Debug, Default)]
struct Root {
    key: u64,
    /// Bytes that all of them go on with, up to eight, the first one lowest.
    next: u64,
    /// How many bytes of `next` there are.
    length: u8,
    /// Whether they are one string, which ends behind these bytes.
    only: bool,
    /// The number of the string, or that of the node of all; one more than it, zero for an empty place.
    number: u32,
}

/// All strings, below their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    bytes: Vec<u8>,
    /// Number of each string.
    ends: Vec<u32>,
    edge_bytes: Vec<u8>,
    edge_nodes: Vec<u32>,
    /// In open tables of twice as many places.
    roots: [Vec<Root>; Class::COUNT],
}

/// A string and its number.
type Numbered<'a> = (&'a [u8], u32);

impl Trie {
    /// Of strings that are not empty, with the grams of their first bytes.
    pub fn new<'a>(mut strings: Vec<Numbered<'a>>) -> (Self, Grams) {
        let key_of = |bytes: &[u8]| {
            let class = Class::of(bytes);
            (class, class.key(eight(bytes)))
        };
        strings.sort_by_key(|&(bytes, number)| (key_of(bytes), bytes, number));
        let groups: Vec<&[Numbered<'a>]> = strings.chunk_by(|a, b| key_of(a.0) == key_of(b.0)).collect();
        let mut trie = Trie::default();
        for class in groups.chunk_by(|a, b| Class::of(a[0].0) == Class::of(b[0].0)) {
            trie.roots[Class::of(class[0][0].0) as usize] = vec![Root::default(); (class.len() * 2).next_power_of_two()];
        }
        let beginning = |group: &&[Numbered<'a>]| {
            let class = Class::of(group[0].0);
            (class, &group[0].0[..class.known()])
        };
        let grams = Grams::new(groups.iter().map(beginning));
        for group in groups {
            let (class, key) = key_of(group[0].0);
            let node = trie.add(group, class.known());
            let path = trie.nodes[node as usize].path as usize..;
            let length = (trie.nodes[node as usize].length as usize).min(8);
            let only = group.len() == 1 && group[0].0.len() == class.known() + length;
            let root = Root {
                key,
                next: eight(&trie.bytes[path][..length]),
                length: length as u8,
                only,
                number: 1 + if only { group[0].1 } else { node },
            };
            let table = &mut trie.roots[class as usize];
            let mut at = place(key, table.len());
            while table[at].number != 0 {
                at = (at + 1) & (table.len() - 1);
            }
            table[at] = root;
        }
        (trie, grams)
    }

    /// Adds the node of sorted strings that share their first `depth` bytes, and all below it. Returns its number.
    fn add(&mut self, group: &[Numbered<'_>], depth: usize) -> u32 {
        // Sorted, so what the first and the last share is shared by all.
        let (first, last) = (group[0].0, group[group.len() - 1].0);
        let shared = first[depth..].iter().zip(&last[depth..]).take_while(|(a, b)| a == b).count();
        let parted = depth + shared;
        let here = group.iter().take_while(|(bytes, _)| bytes.len() == parted).count();
        let number = self.nodes.len();
        self.nodes.push(Node {
            path: self.bytes.len() as u32,
            length: shared as u32,
            first_end: self.ends.len() as u32,
            ends: here as u32,
            ..Node::default()
        });
        self.bytes.extend_from_slice(&first[depth..parted]);
        self.ends.extend(group[..here].iter().map(|&(_, string)| string));
        let below: Vec<_> = group[here..].chunk_by(|a, b| a.0[parted] == b.0[parted]).collect();
        let first_edge = self.edge_bytes.len();
        self.edge_bytes.extend(below.iter().map(|part| part[0].0[parted]));
        self.edge_nodes.resize(first_edge + below.len(), 0);
        for (index, part) in below.iter().enumerate() {
            self.edge_nodes[first_edge + index] = self.add(part, parted + 1);
        }
        (self.nodes[number].first_edge, self.nodes[number].edges) = (first_edge as u32, below.len() as u32);
        number as u32
    }

    fn root(&self, class: Class, key: u64) -> Option<&Root> {
        let table = &self.roots[class as usize];
        if table.is_empty() {
            return None;
        }
        let mut at = place(key, table.len());
        loop {
            match table.get(at)? {
                Root { number: 0, .. } => return None,
                root if root.key == key => return Some(root),
                _ => at = (at + 1) & (table.len() - 1),
            }
        }
    }

    /// Calls `found` with each string that begins at a place, and where it ends.
    #[inline]
    pub fn walk(&self, text: &[u8], start: usize, class: Class, key: u64, mut found: impl FnMut(u32, usize)) {
        let Some(root) = self.root(class, key) else { return };
        let mut at = start + class.known();
        let next = match text.get(at..at + 8) {
            Some(next) => u64::from_le_bytes(next.try_into().unwrap_or_default()),
            None => eight(text.get(at..).unwrap_or_default()),
        };
        let end = at + usize::from(root.length);
        // A text that ends reads as zeros, which a string may hold as well.
        if (next ^ root.next).trailing_zeros() < 8 * u32::from(root.length) || end > text.len() {
            return;
        }
        if root.only {
            return found(root.number - 1, end);
        }
        let mut node = &self.nodes[root.number as usize - 1];
        loop {
            let path = &self.bytes[node.path as usize..(node.path + node.length) as usize];
            // Byte by byte: paths are short, and most part at once.
            let Some(here) = text.get(at..at + path.len()) else { return };
            if !here.iter().zip(path).all(|(a, b)| a == b) {
                return;
            }
            at += path.len();
            for &string in &self.ends[node.first_end as usize..(node.first_end + node.ends) as usize] {
                found(string, at);
            }
            let Some(&byte) = text.get(at) else { return };
            let edges = node.first_edge as usize..(node.first_edge + node.edges) as usize;
            let Some(edge) = self.edge_bytes[edges.clone()].iter().position(|&known| known == byte) else { return };
            node = &self.nodes[self.edge_nodes[edges.start + edge] as usize];
            at += 1;
        }
    }
}

/// The first eight bytes of some, the first one lowest; zeros for those that are not there.
fn eight(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte))
}

/// Where a key is looked for first in a table of so many places, a power of two and at least two. By the highest bits of the
/// product: a key lies in the highest bytes, and leaves those below empty.
fn place(key: u64, places: usize) -> usize {
    (key.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> (64 - places.trailing_zeros())) as usize
}
