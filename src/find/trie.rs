//! The second stage: which strings begin at a place. A trie whose single paths are one comparison.
use super::{Place, Starts};

/// The strings below a prefix.
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

/// All strings. The first two bytes lead straight to a node; whatever fewer strings share them the walk ends there.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    bytes: Vec<u8>,
    /// Number of each string, and whether it may begin within a word.
    ends: Vec<(u32, bool)>,
    edge_bytes: Vec<u8>,
    edge_nodes: Vec<u32>,
    /// By the first byte: its node and, one more than a number, zero for none.
    roots: Vec<u32>,
}

impl Trie {
    pub fn new(strings: &[(&str, Starts)]) -> Self {
        let mut sorted: Vec<(&[u8], u32, bool)> = strings
            .iter()
            .enumerate()
            .filter(|(_, (string, _))| !string.is_empty())
            .map(|(number, (string, starts))| (string.as_bytes(), number as u32, *starts == Starts::Anywhere))
            .collect();
        sorted.sort_unstable();
        let mut trie = Trie { roots: vec![0; 256], ..Trie::default() };
        for group in sorted.chunk_by(|a, b| a.0[0] == b.0[0]) {
            let node = trie.add(group, 1);
            trie.roots[usize::from(group[0].0[0])] = node + 1;
        }
        trie
    }

    /// Adds the node of strings that share their first `depth` bytes, and all below it. Returns its number.
    fn add(&mut self, group: &[(&[u8], u32, bool)], depth: usize) -> u32 {
        // Sorted, so what the first and the last share is shared by all.
        let (first, last) = (group[0].0, group[group.len() - 1].0);
        let shared = first[depth..].iter().zip(&last[depth..]).take_while(|(a, b)| a == b).count();
        let parted = depth + shared;
        let here = group.iter().take_while(|(bytes, ..)| bytes.len() == parted).count();
        let number = self.nodes.len() as u32;
        self.nodes.push(Node {
            path: self.bytes.len() as u32,
            length: shared as u32,
            first_end: self.ends.len() as u32,
            ends: here as u32,
            ..Node::default()
        });
        self.bytes.extend_from_slice(&first[depth..parted]);
        self.ends.extend(group[..here].iter().map(|&(_, string, anywhere)| (string, anywhere)));
        let below: Vec<_> = group[here..].chunk_by(|a, b| a.0[parted] == b.0[parted]).collect();
        let first_edge = self.edge_bytes.len();
        self.edge_bytes.extend(below.iter().map(|part| part[0].0[parted]));
        self.edge_nodes.resize(first_edge + below.len(), 0);
        for (index, part) in below.iter().enumerate() {
            self.edge_nodes[first_edge + index] = self.add(part, parted + 1);
        }
        let node = &mut self.nodes[number as usize];
        (node.first_edge, node.edges) = (first_edge as u32, below.len() as u32);
        number
    }

    /// Calls `found` for each string that begins at a place; within a word only for those that may begin there.
    pub fn walk(&self, text: &[u8], start: usize, in_word: bool, found: &mut impl FnMut(Place)) {
        let mut next = self.roots[usize::from(text[start])];
        let mut at = start + 1;
        while let Some(node) = next.checked_sub(1).and_then(|number| self.nodes.get(number as usize)) {
            let path = &self.bytes[node.path as usize..(node.path + node.length) as usize];
            if !text[at..].starts_with(path) {
                return;
            }
            at += path.len();
            for &(string, anywhere) in &self.ends[node.first_end as usize..(node.first_end + node.ends) as usize] {
                if anywhere || !in_word {
                    found(Place { string, start, end: at });
                }
            }
            let Some(&byte) = text.get(at) else { return };
            let edges = node.first_edge as usize..(node.first_edge + node.edges) as usize;
            let bytes = &self.edge_bytes[edges.clone()];
            // A few bytes are compared at once; many are halved.
            let edge = if bytes.len() <= 16 { bytes.iter().position(|&known| known == byte) } else { bytes.binary_search(&byte).ok() };
            let Some(edge) = edge else { return };
            next = self.edge_nodes[edges.start + edge] + 1;
            at += 1;
        }
    }
}
