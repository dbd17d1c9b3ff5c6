//! 统一社会信用代码: form and check character after GB 32100-2015.
//!
//! Owns the 18-character code as a whole; the inner organisation code (GB 11714) is not checked,
//! because codes issued before the change-over exist whose inner check does not hold.

use thiserror::Error;

/// The 31 characters of the code, in the order of their values; I, O, S, V and Z are not used.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Characters of a code.
pub const LENGTH: usize = 18;

/// Places of the administrative division, digits only.
const DIVISION: std::ops::Range<usize> = 2..8;

/// Why a text is no credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CreditCodeFault {
    /// Not 18 characters.
    #[error("credit code does not have 18 characters")]
    Length,
    /// A character that codes do not use (I, O, S, V, Z, lower case, anything else).
    #[error("credit code has an impossible character at place {place}")]
    Character {
        /// Place of the character, counted from 1.
        place: usize,
    },
    /// The check character does not fit: a typing error somewhere.
    #[error("check character of the credit code does not fit")]
    Checksum,
}

/// Checks form and check character.
///
/// # Errors
/// [`CreditCodeFault`].
pub fn check(code: &str) -> Result<(), CreditCodeFault> {
    if code.chars().count() != LENGTH {
        return Err(CreditCodeFault::Length);
    }
    let mut values = [0_u32; LENGTH];
    for ((at, character), slot) in code.chars().enumerate().zip(&mut values) {
        let place = at + 1;
        let value = value_of(character).ok_or(CreditCodeFault::Character { place })?;
        if DIVISION.contains(&at) && value > 9 {
            return Err(CreditCodeFault::Character { place });
        }
        *slot = value;
    }
    let [body @ .., last] = values;
    match check_value(&body) == last {
        true => Ok(()),
        false => Err(CreditCodeFault::Checksum),
    }
}

/// The check character that completes the first 17 characters of a code.
///
/// # Errors
/// [`CreditCodeFault`] when they are not 17 characters of a code.
pub fn check_character(body: &str) -> Result<char, CreditCodeFault> {
    let value = |(at, character)| {
        let place = at + 1;
        value_of(character).ok_or(CreditCodeFault::Character { place })
    };
    let values: Result<Vec<u32>, _> = body.chars().enumerate().map(value).collect();
    let values: [u32; LENGTH - 1] = values?.try_into().map_err(|_| CreditCodeFault::Length)?;
    let character = ALPHABET.get(check_value(&values) as usize);
    Ok(character.copied().map_or('0', char::from))
}

fn value_of(character: char) -> Option<u32> {
    let byte = u8::try_from(character).ok()?;
    let place = ALPHABET.iter().position(|known| *known == byte)?;
    u32::try_from(place).ok()
}

/// 31 less the sum of values weighted with powers of 3, modulo 31.
fn check_value(values: &[u32; LENGTH - 1]) -> u32 {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes of public companies, as printed on their licences.
    const KNOWN: &[&str] = &[
        "91110000802100433B",
        "91330100799655058B",
        "914403001922038216",
    ];

    #[test]
    fn codes_in_use_are_taken() {
        for code in KNOWN {
            assert_eq!(check(code), Ok(()), "{code}");
        }
    }

    #[test]
    fn every_single_wrong_character_is_noticed() {
        let code = KNOWN[0];
        for place in 0..LENGTH {
            for wrong in ALPHABET {
                let mut bytes = code.as_bytes().to_vec();
                if bytes[place] == *wrong {
                    continue;
                }
                bytes[place] = *wrong;
                let text = String::from_utf8(bytes).unwrap();
                assert!(check(&text).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn the_first_wrong_character_is_named() {
        let fault = |text| check(text).unwrap_err();
        assert_eq!(fault("9111000080210043"), CreditCodeFault::Length);
        let place = |place| CreditCodeFault::Character { place };
        assert_eq!(fault("9I110000802100433B"), place(2));
        assert_eq!(fault("91A10000802100433B"), place(3));
        assert_eq!(fault("9111000080210043３B"), place(17));
    }

    #[test]
    fn a_body_is_completed_to_a_valid_code() {
        let body = "91110108MA01TEST0";
        assert!(check_character(body).is_err(), "S is not used");
        let body = "91110108MA01TEYT0";
        let code = format!("{body}{}", check_character(body).unwrap());
        assert_eq!(check(&code), Ok(()));
    }
}
