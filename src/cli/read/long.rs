//! A record over the limit: its two ends, and where all of it is kept if somebody asks for it back.
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// A record of which only the ends are held.
pub(in crate::cli) struct Long {
    /// Its first bytes, half of the limit.
    pub head: Vec<u8>,
    /// Its last bytes, half of the limit.
    pub tail: Vec<u8>,
    /// How long it is, with what ends it.
    pub length: u64,
    /// How many lines end in it.
    pub lines: usize,
    /// All of it, where it is to be written again.
    kept: Option<File>,
    half: usize,
}

impl Long {
    /// Begins with bytes that are over the limit already.
    pub fn begin(bytes: &[u8], limit: usize, keep: bool) -> io::Result<Self> {
        let half = limit / 2;
        let kept = keep.then(tempfile::tempfile).transpose()?;
        let mut long = Long { head: bytes[..half.min(bytes.len())].to_vec(), tail: Vec::new(), length: 0, lines: 0, kept, half };
        long.add(bytes)?;
        Ok(long)
    }

    /// More of it.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.lines += memchr::memchr_iter(b'\n', bytes).count();
        if let Some(kept) = &mut self.kept {
            kept.write_all(bytes)?;
        }
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(self.half)..]);
        // Seldom, so that a byte is not moved for each block that comes.
        if self.tail.len() > self.half * 2 {
            self.trim();
        }
        Ok(())
    }

    /// Nothing follows: holds no more than it must.
    pub fn finish(mut self) -> Self {
        self.trim();
        self.tail.shrink_to_fit();
        self
    }

    fn trim(&mut self) {
        let over = self.tail.len().saturating_sub(self.half);
        self.tail.drain(..over);
    }

    /// Writes all of it.
    pub fn copy(&self, mut to: impl Write) -> io::Result<()> {
        let Some(mut kept) = self.kept.as_ref() else { return Ok(()) };
        kept.seek(SeekFrom::Start(0))?;
        io::copy(&mut kept.take(self.length), &mut to).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_and_the_whole_are_kept() {
        let bytes: Vec<u8> = (0..1000u32).map(|number| (number % 251) as u8).collect();
        let mut long = Long::begin(&bytes[..120], 100, true).expect("a temporary file");
        for block in bytes[120..].chunks(77) {
            long.add(block).expect("room");
        }
        let long = long.finish();
        let mut all = Vec::new();
        long.copy(&mut all).expect("the file");
        assert_eq!((&long.head[..], &long.tail[..]), (&bytes[..50], &bytes[950..]));
        assert_eq!((long.length, all), (1000, bytes));
    }
}
