//! Addresses of wallets. They prove themselves by their checksums; without one, a digest would do as well.
use super::{Found, Reader, run};
use crate::span::Span;
use sha3::{Digest, Keccak256};

/// How far behind a cue an address is looked for, in bytes.
const REACH: usize = 160;

/// The first address behind a cue, words between them or not. At `bc1` and `0x` the cue is part of it.
pub(super) fn behind(reader: &Reader<'_>, from: usize) -> Option<Found> {
    let view = reader.view;
    let end = view.floor_char_boundary((from + REACH).min(view.len()));
    let mut at = from;
    while at < end {
        let Some(start) = view[at..end].find(|c: char| c.is_ascii_alphanumeric()).map(|found| at + found) else { break };
        let len = run(view, start, |byte| byte.is_ascii_alphanumeric());
        if let Some(found) = at_token(reader, start, start + len) {
            return Some(found);
        }
        at = start + len;
    }
    None
}

/// The address that begins at a place, if the token there is one.
pub(super) fn here(reader: &Reader<'_>, start: usize) -> Option<Found> {
    if reader.view[..start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    at_token(reader, start, start + run(reader.view, start, |byte| byte.is_ascii_alphanumeric()))
}

fn at_token(reader: &Reader<'_>, start: usize, end: usize) -> Option<Found> {
    if !(26..=62).contains(&(end - start)) {
        return None;
    }
    let address = reader.original(Span::new(start, end));
    (is_base58(&address) || is_bech32(&address) || is_ethereum(&address)).then(|| {
        // Bech32 is one case or the other, and means the same.
        let small = is_bech32(&address);
        Found::new(start, end, if small { address.to_ascii_lowercase() } else { address })
    })
}

/// Bitcoin (versions 0 and 5) and Tron (version 0x41): base58 with its double SHA-256.
fn is_base58(address: &str) -> bool {
    if !(26..=35).contains(&address.len()) || !address.starts_with(['1', '3', 'T']) {
        return false;
    }
    let decoded = bs58::decode(address).with_check(None).into_vec();
    decoded.is_ok_and(|bytes| bytes.len() == 21 && [0x00, 0x05, 0x41].contains(&bytes[0]))
}

/// Bitcoin's segregated witness: bech32 and bech32m.
fn is_bech32(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    address.starts_with("bc1") && bech32::segwit::decode(&address).is_ok()
}

/// `0x` and 40 hexadecimal digits whose capitals are the checksum of EIP-55. All small it is any hash.
fn is_ethereum(address: &str) -> bool {
    let Some(digits) =
        address.strip_prefix("0x").filter(|digits| digits.len() == 40 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    else {
        return false;
    };
    if !digits.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return false;
    }
    let hash = Keccak256::digest(digits.to_ascii_lowercase().as_bytes());
    digits.bytes().enumerate().all(|(index, byte)| {
        let nibble = if index % 2 == 0 { hash[index / 2] >> 4 } else { hash[index / 2] & 15 };
        !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() == (nibble >= 8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_prove_themselves() {
        assert!(is_base58("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"));
        assert!(is_bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"));
        assert!(is_ethereum("0x000000000000000000000000000000000000dEaD"));
    }

    #[test]
    fn one_wrong_letter_and_they_do_not() {
        assert!(!is_base58("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"));
        assert!(!is_bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"));
        assert!(!is_ethereum("0x000000000000000000000000000000000000DEAD"));
        assert!(!is_ethereum("0x000000000000000000000000000000000000dead"), "any digest is all small");
    }
}
