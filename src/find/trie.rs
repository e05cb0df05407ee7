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

/// All strings, below their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    bytes: Vec<u8>,
    /// Number of each string.
    ends: Vec<u32>,
    edge_bytes: Vec<u8>,
    edge_nodes: Vec<u32>,
    /// Key and node, in an open table of twice as many places; the node is one more than its number, zero for none.
    roots: [Vec<(u64, u32)>; Class::COUNT],
}

/// A string and its number.
type Numbered<'a> = (&'a [u8], u32);

impl Trie {
    /// Of strings that are not empty, with the grams of their first bytes.
    pub fn new<'a>(mut strings: Vec<Numbered<'a>>) -> (Self, Grams) {
        let key_of = |bytes: &[u8]| {
            let class = Class::of(bytes);
            let eight = bytes.iter().take(8).rev().fold(0, |eight, &byte| (eight << 8) | u64::from(byte));
            (class, class.key(eight))
        };
        strings.sort_by_key(|&(bytes, number)| (key_of(bytes), bytes, number));
        let groups: Vec<&[Numbered<'a>]> = strings.chunk_by(|a, b| key_of(a.0) == key_of(b.0)).collect();
        let mut trie = Trie::default();
        for class in groups.chunk_by(|a, b| Class::of(a[0].0) == Class::of(b[0].0)) {
            trie.roots[Class::of(class[0][0].0) as usize] = vec![(0, 0); (class.len() * 2).next_power_of_two()];
        }
        let beginning = |group: &&[Numbered<'a>]| {
            let class = Class::of(group[0].0);
            (class, &group[0].0[..class.known()])
        };
        let grams = Grams::new(groups.iter().map(beginning));
        for group in groups {
            let (class, key) = key_of(group[0].0);
            let node = trie.add(group, class.known());
            let table = &mut trie.roots[class as usize];
            let mut at = place(key, table.len());
            while table[at].1 != 0 {
                at = (at + 1) & (table.len() - 1);
            }
            table[at] = (key, node + 1);
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

    fn root(&self, class: Class, key: u64) -> Option<u32> {
        let table = &self.roots[class as usize];
        if table.is_empty() {
            return None;
        }
        let mut at = place(key, table.len());
        loop {
            match table.get(at)? {
                (_, 0) => return None,
                (known, node) if *known == key => return Some(node - 1),
                _ => at = (at + 1) & (table.len() - 1),
            }
        }
    }

    /// Calls `found` with each string that begins at a place, and where it ends.
    pub fn walk(&self, text: &[u8], start: usize, class: Class, key: u64, mut found: impl FnMut(u32, usize)) {
        let Some(root) = self.root(class, key) else { return };
        let mut node = &self.nodes[root as usize];
        let mut at = start + class.known();
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

/// Where a key is looked for first in a table of so many places, a power of two and at least two. By the highest bits of the
/// product: a key lies in the highest bytes, and leaves those below empty.
fn place(key: u64, places: usize) -> usize {
    (key.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> (64 - places.trailing_zeros())) as usize
}
