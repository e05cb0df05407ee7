//! What tells rule sets apart in output.

/// FNV-1a in 64 bits: the standard library's hash may change with its version, and a rule set's must mean the same
/// wherever it is written and compared. It guards against mistakes, not against malice.
pub(in crate::rule) struct Fnv(u64);

impl Fnv {
    pub fn new() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }

    /// Takes the bytes of one text and its end, which no text in UTF-8 holds: two texts are not one long one.
    pub fn text(&mut self, text: &str) {
        for &byte in text.as_bytes().iter().chain(&[0xFF]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// As it is written.
    pub fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Fnv;

    fn of(texts: &[&str]) -> String {
        let mut hash = Fnv::new();
        texts.iter().for_each(|text| hash.text(text));
        hash.hex()
    }

    #[test]
    fn a_hash_is_the_same_everywhere() {
        assert_eq!(of(&[]), "cbf29ce484222325");
        assert_eq!(of(&["流量卡", ""]), "3bddebdbfb58f103");
        assert_ne!(of(&["ab"]), of(&["a", "b"]));
        assert_ne!(of(&["a"]), of(&["a", ""]));
    }
}
