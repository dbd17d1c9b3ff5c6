//! The code on the recovery sheet: 24 characters in six groups, made to be copied by hand.
//!
//! The alphabet has 32 letters without look-alikes, so 24 characters hold 120 bits: 110 are
//! random, 10 are two check characters. With symbols `c(0) … c(23)` of the field GF(32), the sums
//! `Σ c(i)` and `Σ aⁱ·c(i)` are zero; one wrong character makes the second sum `aʲ` times the
//! first, which names its place `j`. Trap: the sums find typing errors, they prove nothing; that
//! is the work of the wrap.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::random_bytes;
use crate::error::OpenError;

/// Digits and letters without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code.
const LENGTH: usize = 24;
/// Characters of a group.
const GROUP: usize = 4;

/// A recovery code. Prints as `XXXX-XXXX-…`; its `Debug` form shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; LENGTH]>);

/// Why a text is not a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecoveryTypo {
    /// It has another number of characters than 24.
    #[error("{found} characters instead of 24")]
    Length {
        /// Characters found, spaces and hyphens not counted.
        found: usize,
    },
    /// A character that no code has.
    #[error("group {group} has a character that no code has")]
    Character {
        /// Group of four, counted from 1.
        group: usize,
    },
    /// One character is wrong, most likely in this group.
    #[error("group {group} has a wrong character")]
    Group {
        /// Group of four, counted from 1.
        group: usize,
    },
    /// More than one character is wrong.
    #[error("more than one character is wrong")]
    Several,
}

impl RecoveryCode {
    /// A fresh random code.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn random() -> Result<Self, OpenError> {
        let bytes: Zeroizing<[u8; LENGTH]> = Zeroizing::new(random_bytes()?);
        let mut symbols = Zeroizing::new([0; LENGTH]);
        for (symbol, byte) in symbols.iter_mut().zip(bytes.iter()).take(LENGTH - 2) {
            *symbol = byte & 31;
        }
        complete(&mut symbols);
        Ok(Self(symbols))
    }

    /// The code as the bytes that are stretched: 24 characters without hyphens.
    pub(super) fn canonical(&self) -> Zeroizing<String> {
        let letters = self.0.iter().map(|symbol| letter(*symbol));
        Zeroizing::new(letters.collect())
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, symbol) in self.0.iter().enumerate() {
            if index > 0 && index % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", letter(*symbol))?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

impl FromStr for RecoveryCode {
    type Err = RecoveryTypo;

    fn from_str(text: &str) -> Result<Self, RecoveryTypo> {
        let typed: Zeroizing<Vec<char>> = Zeroizing::new(
            text.nfkc()
                .filter(|c| !c.is_whitespace() && !is_hyphen(*c))
                .collect(),
        );
        let mut symbols = Zeroizing::new([0; LENGTH]);
        for (index, (symbol, typed)) in symbols.iter_mut().zip(typed.iter()).enumerate() {
            *symbol = symbol_of(*typed).ok_or(RecoveryTypo::Character {
                group: index / GROUP + 1,
            })?;
        }
        if typed.len() != LENGTH {
            return Err(RecoveryTypo::Length { found: typed.len() });
        }
        check(&symbols)?;
        Ok(Self(symbols))
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn letter(symbol: u8) -> char {
    char::from(ALPHABET.get(usize::from(symbol)).copied().unwrap_or(b'0'))
}

/// The symbol of a typed character; look-alikes count as what they look like.
fn symbol_of(typed: char) -> Option<u8> {
    let upper = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|letter| char::from(*letter) == upper)?;
    u8::try_from(place).ok()
}

/// Product in GF(32) with the polynomial x⁵ + x² + 1.
fn times(a: u8, b: u8) -> u8 {
    let mut product = 0;
    let mut shifted = a;
    for bit in 0..5 {
        if b >> bit & 1 == 1 {
            product ^= shifted;
        }
        shifted <<= 1;
        if shifted & 32 != 0 {
            shifted ^= 0b10_0101;
        }
    }
    product
}

/// `aⁱ` for the generator a = 2.
fn power(exponent: usize) -> u8 {
    (0..exponent % 31).fold(1, |value, _| times(value, 2))
}

fn inverse(value: u8) -> u8 {
    (1..32).find(|other| times(value, *other) == 1).unwrap_or(0)
}

/// The two sums that are zero for a correct code.
fn sums(symbols: &[u8; LENGTH]) -> (u8, u8) {
    let terms = symbols.iter().enumerate();
    terms.fold((0, 0), |(plain, weighted), (index, symbol)| {
        (plain ^ symbol, weighted ^ times(power(index), *symbol))
    })
}

/// Sets the last two symbols so that both sums become zero.
fn complete(symbols: &mut [u8; LENGTH]) {
    let (plain, weighted) = sums(symbols);
    let (first, second) = (power(LENGTH - 2), power(LENGTH - 1));
    // x + y = plain and first·x + second·y = weighted.
    let y = times(weighted ^ times(first, plain), inverse(first ^ second));
    let [.., a, b] = symbols;
    (*a, *b) = (plain ^ y, y);
}

fn check(symbols: &[u8; LENGTH]) -> Result<(), RecoveryTypo> {
    let (plain, weighted) = sums(symbols);
    if plain == 0 && weighted == 0 {
        return Ok(());
    }
    if plain == 0 || weighted == 0 {
        return Err(RecoveryTypo::Several);
    }
    let ratio = times(weighted, inverse(plain));
    match (0..LENGTH).find(|index| power(*index) == ratio) {
        Some(index) => Err(RecoveryTypo::Group {
            group: index / GROUP + 1,
        }),
        None => Err(RecoveryTypo::Several),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> RecoveryCode {
        RecoveryCode::random().unwrap()
    }

    #[test]
    fn a_code_is_read_as_people_copy_it() {
        let code = code();
        let printed = code.to_string();
        assert_eq!(printed.len(), 29);
        for typed in [
            printed.clone(),
            printed.to_lowercase(),
            printed.replace('-', " "),
            printed.replace('0', "o").replace('1', "l"),
            printed.replace('-', ""),
            printed.replace('A', "Ａ"),
        ] {
            assert_eq!(typed.parse(), Ok(code.clone()), "{typed}");
        }
    }

    #[test]
    fn every_single_typo_names_its_group() {
        let printed = code().canonical().to_string();
        for place in 0..LENGTH {
            for wrong in ALPHABET {
                let mut typed = printed.clone().into_bytes();
                if typed[place] == *wrong {
                    continue;
                }
                typed[place] = *wrong;
                let read = String::from_utf8(typed).unwrap().parse::<RecoveryCode>();
                assert_eq!(
                    read,
                    Err(RecoveryTypo::Group {
                        group: place / 4 + 1
                    })
                );
            }
        }
    }

    #[test]
    fn two_exchanged_characters_are_never_taken() {
        let printed = code().canonical().to_string();
        for place in 1..LENGTH {
            let mut typed = printed.clone().into_bytes();
            typed.swap(place - 1, place);
            let typed = String::from_utf8(typed).unwrap();
            assert!(typed == printed || typed.parse::<RecoveryCode>().is_err());
        }
    }

    #[test]
    fn other_lengths_and_characters_are_named() {
        assert_eq!(
            "ABCD".parse::<RecoveryCode>(),
            Err(RecoveryTypo::Length { found: 4 })
        );
        let typo = Err(RecoveryTypo::Character { group: 2 });
        assert_eq!("ABCDE!GH".parse::<RecoveryCode>(), typo);
    }
}
