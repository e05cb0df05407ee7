//! A part of many files, so that several programs share them.
use super::files::Found;

/// Every `parts`th file, from the `index`th on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Shard {
    /// From 1.
    pub index: usize,
    pub parts: usize,
}

/// All of them.
impl Default for Shard {
    fn default() -> Self {
        Shard { index: 1, parts: 1 }
    }
}

impl Shard {
    /// The files of this part, in the order in which they came. Which they are depends on their names alone, and not on the
    /// order in which a shell or a list gave them; each file is of one part.
    pub fn of(self, files: Vec<Found>) -> Vec<Found> {
        let mut order: Vec<usize> = (0..files.len()).collect();
        order.sort_by_key(|&at| &files[at].path);
        let mut own = vec![false; files.len()];
        order.iter().skip(self.index - 1).step_by(self.parts).for_each(|&at| own[at] = true);
        files.into_iter().zip(own).filter_map(|(file, own)| own.then_some(file)).collect()
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(index, parts)| Some((index.parse().ok()?, parts.parse().ok()?)));
        match parts {
            Some((index, parts)) if (1..=parts).contains(&index) => Ok(Shard { index, parts }),
            _ => Err("write it as `2/4`: the second of four parts".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn parts_share_all_files_whatever_their_order() {
        let found = |names: &str| names.chars().map(|name| Found { path: Some(PathBuf::from(name.to_string())), folder: None }).collect();
        let part = |shard: &str, names: &str| {
            let files: Vec<Found> = shard.parse::<Shard>().expect("a part").of(found(names));
            files.iter().map(|file| file.path.as_ref().expect("a path").display().to_string()).collect::<String>()
        };
        assert_eq!(["1/3", "2/3", "3/3"].map(|shard| part(shard, "abcde")), ["ad", "be", "c"]);
        assert_eq!(["1/3", "2/3", "3/3"].map(|shard| part(shard, "edcba")), ["da", "eb", "c"]);
        assert_eq!((part("1/1", "ba"), part("3/9", "ab")), ("ba".to_owned(), String::new()));
        assert!(["0/2", "3/2", "1", "a/b", "1/0", "-1/2"].iter().all(|text| text.parse::<Shard>().is_err()));
    }
}
