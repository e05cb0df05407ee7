//! Takes compression off, and stops where a small file would become one that nobody can have meant.
use super::source::{BUFFER, Counted};
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) const GZIP: [u8; 3] = [0x1F, 0x8B, 8];
pub(super) const ZSTANDARD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// The most bytes that one compressed input may become.
const UNPACKED_LIMIT: u64 = 64 << 30;
/// How many times its size an input may become. Text becomes 3 to 20 times its size, logs of one line again and again some
/// 100 times; gzip ends at 1,032 and zstd nowhere.
const RATIO_LIMIT: u64 = 250;
/// Up to so many bytes the ratio says nothing: an empty table of rows is small, too.
const RATIO_FREE: u64 = 64 << 20;
/// The largest window, as a power of two, that zstd may ask for: 128 MiB of memory.
const WINDOW_LOG: u32 = 27;

/// What an input is, unpacked where it is compressed, with whether it was.
pub(super) fn unpack(start: &[u8], whole: Box<dyn Read + Send>) -> io::Result<(Box<dyn Read + Send>, bool)> {
    if !start.starts_with(&GZIP) && !start.starts_with(&ZSTANDARD) {
        return Ok((whole, false));
    }
    let packed = Arc::new(AtomicU64::new(0));
    let counted = Box::new(Counted { inner: whole, read: Arc::clone(&packed) }) as Box<dyn Read + Send>;
    let buffered = BufReader::with_capacity(BUFFER, counted);
    let inner: Box<dyn Read + Send> = if start.starts_with(&GZIP) {
        Box::new(flate2::bufread::MultiGzDecoder::new(buffered))
    } else {
        let mut decoder = zstd::Decoder::with_buffer(buffered)?;
        decoder.window_log_max(WINDOW_LOG)?;
        Box::new(decoder)
    };
    Ok((Box::new(Unpacked { inner, packed, unpacked: 0, limit: UNPACKED_LIMIT }), true))
}

/// What comes out of a decoder, counted beside what goes in.
struct Unpacked<R> {
    inner: R,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    limit: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.unpacked += length as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        let help = "if it is to be trusted, unpack it and hand it on through a pipe";
        if self.unpacked > self.limit {
            return Err(io::Error::other(format!("it unpacks to more than {} bytes, the most that are read; {help}", self.limit)));
        }
        if self.unpacked > RATIO_FREE && self.unpacked / RATIO_LIMIT > packed {
            let message = format!(
                "it unpacks to more than {RATIO_LIMIT} times its size ({} bytes from {packed}), as files do that are made to \
                 exhaust whoever reads them; {help}",
                self.unpacked
            );
            return Err(io::Error::other(message));
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(packed: u64, limit: u64, bytes: u64) -> io::Result<u64> {
        let mut unpacked = Unpacked { inner: io::repeat(b'a'), packed: Arc::new(packed.into()), unpacked: 0, limit };
        io::copy(&mut unpacked.by_ref().take(bytes), &mut io::sink())
    }

    #[test]
    fn what_grows_too_much_is_refused() {
        let (free, most) = (RATIO_FREE, u64::MAX);
        assert_eq!(read(1, most, free).expect("little is free"), free);
        assert!(read(1, most, free + 1).expect_err("too much of nothing").to_string().contains("250 times its size"));
        assert!(read(free / RATIO_LIMIT + 1, most, free + RATIO_LIMIT).is_ok(), "so much is still text");
        assert_eq!(read(50, 1000, 1000).expect("as much as may be"), 1000);
        assert!(read(50, 1000, 1001).expect_err("one more").to_string().contains("more than 1000 bytes"));
    }

    #[test]
    fn a_window_that_needs_much_memory_is_refused() {
        let mut packer = zstd::Encoder::new(Vec::new(), 1).expect("an encoder");
        packer.window_log(28).expect("a window");
        std::io::Write::write_all(&mut packer, b"text").expect("packs");
        let packed = packer.finish().expect("packs");
        let (mut plain, is_packed) = unpack(&packed[..4], Box::new(io::Cursor::new(packed.clone()))).expect("a frame");
        assert!(is_packed && plain.read_to_end(&mut Vec::new()).is_err());
    }
}
