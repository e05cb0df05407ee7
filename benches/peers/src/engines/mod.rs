//! The engines that are compared: each finds the same patterns.
use crate::patterns::{Pair, Patterns};

mod adsift;
mod aho;
#[cfg(hyperscan)]
mod hyperscan;
mod set;
#[cfg(feature = "yara-x")]
mod bytes;
#[cfg(feature = "yara-x")]
mod yara;

/// Something that finds patterns in a text.
pub trait Engine {
    /// Adds every match: overlapping ones, each rule and end as often as the engine tells it.
    fn find(&mut self, text: &str, found: &mut Vec<Pair>);

    /// Whether it tells where a match ends; else the end is 0.
    fn tells_ends(&self) -> bool {
        true
    }
}

/// How an engine is built.
pub type Build = fn(&Patterns) -> Result<Box<dyn Engine>, String>;

/// All engines, by name; those that are not there say why.
pub fn all() -> Vec<(&'static str, Build)> {
    vec![
        ("adsift, matcher alone", |patterns| Ok(Box::new(adsift::Alone::new(patterns)))),
        ("adsift, full verdicts", |_| Ok(Box::new(adsift::Full::new()))),
        #[cfg(hyperscan)]
        ("Hyperscan", |patterns| Ok(Box::new(hyperscan::Hyperscan::new(patterns)?))),
        #[cfg(not(hyperscan))]
        ("Hyperscan", |_| Err("the library is not there: install libhyperscan-dev and pkg-config".to_owned())),
        ("aho-corasick + regex", |patterns| Ok(Box::new(aho::Loop::new(patterns)?))),
        ("RegexSet", |patterns| Ok(Box::new(set::Set::new(patterns)?))),
        #[cfg(feature = "yara-x")]
        ("YARA-X", |patterns| Ok(Box::new(yara::Yara::new(patterns)?))),
        #[cfg(not(feature = "yara-x"))]
        ("YARA-X", |_| Err("not compiled in: `--features yara-x`".to_owned())),
    ]
}
