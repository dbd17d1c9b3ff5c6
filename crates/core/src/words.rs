//! Digests for people: twelve Chinese characters beside paper, twelve groups of digits by voice.
//!
//! Owns both forms and reading them back. Does not say which digest belongs to what. Trap: both
//! forms carry the *beginning* of a digest; what was read back is compared with a digest that is
//! at hand ([`agrees`]), never completed to one.
//!
//! # Characters
//! The first 16 bytes of the digest are the entropy of a BIP-39 mnemonic in the list
//! *Chinese (Simplified)*: 128 bits and the first 4 bits of their SHA-256, in twelve groups of 11
//! bits, most significant first, each the number of a character in the list. Printed in three
//! blocks of four.
//!
//! # Digits
//! The first 24 bytes of the digest are twelve 16-bit numbers, most significant byte first, each
//! written as five decimal digits with leading zeros. 192 bits, injective; a group above `65535`
//! has been misheard.

use bip39::{Language, Mnemonic};
use thiserror::Error;

use crate::id::Digest;

/// Bytes of a digest that the characters carry.
pub const WORDS_BYTES: usize = 16;
/// Bytes of a digest that the groups of digits carry.
pub const DIGITS_BYTES: usize = 24;
/// Number of characters and of groups.
pub const COUNT: usize = 12;

/// Why characters or digits say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WordsError {
    /// Not twelve of them.
    #[error("{found} characters or groups where 12 were due")]
    Count {
        /// How many there were.
        found: usize,
    },
    /// One is not in the list, not five digits, or above the greatest group.
    #[error("character or group {position} cannot be")]
    Unknown {
        /// Which, counted from 1.
        position: usize,
    },
    /// All are known, but together they cannot be.
    #[error("the characters contradict their check bits")]
    Checksum,
}

/// The twelve characters of `digest`.
#[must_use]
pub fn words(digest: Digest) -> [&'static str; COUNT] {
    let mut words = [""; COUNT];
    let (entropy, _) = digest.0.split_at(WORDS_BYTES);
    if let Ok(mnemonic) = Mnemonic::from_entropy_in(Language::SimplifiedChinese, entropy) {
        for (slot, word) in words.iter_mut().zip(mnemonic.words()) {
            *slot = word;
        }
    }
    words
}

/// The twelve characters of `digest` in three blocks of four.
#[must_use]
pub fn words_text(digest: Digest) -> String {
    let words = words(digest);
    let blocks: Vec<String> = words.chunks(4).map(<[&str]>::concat).collect();
    blocks.join(" ")
}

/// The bytes that twelve characters stand for; white space between them does not matter.
///
/// # Errors
/// [`WordsError`] when they are not what [`words`] gives for any digest.
pub fn read_words(text: &str) -> Result<[u8; WORDS_BYTES], WordsError> {
    let characters: Vec<String> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(String::from)
        .collect();
    if characters.len() != COUNT {
        return Err(WordsError::Count {
            found: characters.len(),
        });
    }
    let mnemonic =
        Mnemonic::parse_in_normalized(Language::SimplifiedChinese, &characters.join(" "))
            .map_err(misread)?;
    let (entropy, _) = mnemonic.to_entropy_array();
    let mut bytes = [0; WORDS_BYTES];
    bytes.copy_from_slice(&entropy[..WORDS_BYTES]);
    Ok(bytes)
}

fn misread(error: bip39::Error) -> WordsError {
    match error {
        bip39::Error::UnknownWord(index) => WordsError::Unknown {
            position: index + 1,
        },
        _ => WordsError::Checksum,
    }
}

/// The twelve groups of digits of `digest`, separated by spaces.
#[must_use]
pub fn digits(digest: Digest) -> String {
    let (carried, _) = digest.0.split_at(DIGITS_BYTES);
    let (pairs, _) = carried.as_chunks::<2>();
    let groups: Vec<String> = pairs
        .iter()
        .map(|pair| format!("{:05}", u16::from_be_bytes(*pair)))
        .collect();
    groups.join(" ")
}

/// The bytes that twelve groups of digits stand for; white space and hyphens do not matter.
///
/// # Errors
/// [`WordsError`] when they are not what [`digits`] gives for any digest.
pub fn read_digits(text: &str) -> Result<[u8; DIGITS_BYTES], WordsError> {
    let dense: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let groups: Vec<&[char]> = dense.chunks(5).collect();
    if groups.len() != COUNT {
        return Err(WordsError::Count {
            found: groups.len(),
        });
    }
    let mut bytes = [0; DIGITS_BYTES];
    for (index, (group, pair)) in groups.iter().zip(bytes.chunks_exact_mut(2)).enumerate() {
        let number = group_number(group).ok_or(WordsError::Unknown {
            position: index + 1,
        })?;
        pair.copy_from_slice(&number.to_be_bytes());
    }
    Ok(bytes)
}

fn group_number(group: &[char]) -> Option<u16> {
    if group.len() != 5 || !group.iter().all(char::is_ascii_digit) {
        return None;
    }
    group.iter().collect::<String>().parse().ok()
}

/// Whether bytes that were read back are the beginning of `digest`.
#[must_use]
pub fn agrees(read: &[u8], digest: Digest) -> bool {
    read.len() >= WORDS_BYTES && digest.0.starts_with(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VECTORS: &str = include_str!("../../../review-packages/vectors/words/words.json");

    #[derive(serde::Deserialize)]
    struct Vectors {
        cases: Vec<Case>,
    }

    #[derive(serde::Deserialize)]
    struct Case {
        digest: Digest,
        words: String,
        digits: String,
    }

    #[test]
    fn the_vectors_hold_in_both_directions() {
        let vectors: Vectors = serde_json::from_str(VECTORS).unwrap();
        assert!(vectors.cases.len() >= 4);
        for case in vectors.cases {
            assert_eq!(words_text(case.digest), case.words);
            assert_eq!(digits(case.digest), case.digits);
            assert!(agrees(&read_words(&case.words).unwrap(), case.digest));
            assert!(agrees(&read_digits(&case.digits).unwrap(), case.digest));
        }
    }

    #[test]
    fn the_list_is_the_one_of_the_standard() {
        // Entropy of zeros: the mnemonic published with BIP-39 implementations for this list.
        assert_eq!(words_text(Digest([0; 32])), "的的的的 的的的的 的的的在");
        assert_eq!(words_text(Digest([255; 32])), "歇歇歇歇 歇歇歇歇 歇歇歇逻");
    }

    #[test]
    fn what_was_misread_is_named() {
        assert_eq!(read_words("的的的"), Err(WordsError::Count { found: 3 }));
        assert_eq!(
            read_words("的的的的 的的的的 的的x在"),
            Err(WordsError::Unknown { position: 11 })
        );
        assert_eq!(
            read_words("的的的的 的的的的 的的的的"),
            Err(WordsError::Checksum)
        );
        let zeros = "00000 ".repeat(11);
        assert_eq!(
            read_digits(&format!("{zeros}65536")),
            Err(WordsError::Unknown { position: 12 })
        );
        assert_eq!(
            read_digits(&format!("{zeros}6553")),
            Err(WordsError::Unknown { position: 12 })
        );
        assert_eq!(read_digits("1"), Err(WordsError::Count { found: 1 }));
    }

    proptest! {
        #[test]
        fn both_forms_come_back(bytes: [u8; 32]) {
            let digest = Digest(bytes);
            prop_assert_eq!(&read_words(&words(digest).concat()).unwrap()[..], &bytes[..16]);
            prop_assert_eq!(&read_digits(&digits(digest)).unwrap()[..], &bytes[..24]);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = read_words(&text);
            let _ = read_digits(&text);
        }
    }
}
