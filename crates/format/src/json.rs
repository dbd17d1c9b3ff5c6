//! Strict JSON: what serde would let pass is refused before serde sees it.
//!
//! Refused: duplicate members, numbers that are not integers of 64 bits, nesting deeper than
//! [`MAX_DEPTH`], unknown members (every type says `deny_unknown_fields`).
//!
//! Trap: parse only bytes whose signature or digest has been verified; the one exception is the
//! envelope, which is compared with its only byte form right after.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use crate::refusal::{Reason, Refusal, Result};

/// Deepest nesting of arrays and objects.
pub const MAX_DEPTH: u32 = 24;

/// Reads `bytes` as a `T`, strictly.
///
/// # Errors
/// [`Reason::JsonSyntax`], [`Reason::JsonDuplicate`], [`Reason::JsonNumber`],
/// [`Reason::JsonDepth`], [`Reason::JsonShape`].
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    check(bytes)?;
    serde_json::from_slice(bytes).map_err(|_| Refusal::new(Reason::JsonShape))
}

/// Writes `value` compactly.
///
/// # Errors
/// [`Reason::JsonShape`] for a value that JSON cannot hold; our documents have none.
pub fn write<T: serde::Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|_| Refusal::new(Reason::JsonShape))
}

/// Checks that `bytes` are strict JSON, whatever they say.
///
/// # Errors
/// As for [`read`], without [`Reason::JsonShape`].
pub fn check(bytes: &[u8]) -> Result<()> {
    let fault = Cell::new(None);
    let mut from = serde_json::Deserializer::from_slice(bytes);
    let seed = Strict {
        fault: &fault,
        depth: 0,
    };
    let result = seed.deserialize(&mut from).and_then(|()| from.end());
    match (result, fault.get()) {
        (Ok(()), None) => Ok(()),
        (_, Some(reason)) => Err(reason.into()),
        (Err(_), None) => Err(Reason::JsonSyntax.into()),
    }
}

/// Walks a value without keeping it; notes which rule it broke.
#[derive(Clone, Copy)]
struct Strict<'a> {
    fault: &'a Cell<Option<Reason>>,
    depth: u32,
}

impl Strict<'_> {
    fn refuse<E: Error>(&self, reason: Reason) -> E {
        self.fault.set(Some(reason));
        E::custom(reason)
    }

    fn deeper<E: Error>(&self) -> std::result::Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.refuse(Reason::JsonDepth));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..*self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = ();
    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        from: D,
    ) -> std::result::Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("strict JSON")
    }
    fn visit_bool<E: Error>(self, _: bool) -> std::result::Result<(), E> {
        Ok(())
    }
    fn visit_unit<E: Error>(self) -> std::result::Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> std::result::Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> std::result::Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: Error>(self, _: u64) -> std::result::Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> std::result::Result<(), E> {
        Err(self.refuse(Reason::JsonNumber))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<(), A::Error> {
        let inner = self.deeper()?;
        while items.next_element_seed(inner)?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> std::result::Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if !names.insert(name) {
                return Err(self.refuse(Reason::JsonDuplicate));
            }
            members.next_value_seed(inner)?;
        }
        Ok(())
    }
}

/// Byte strings as standard padded base64, one written form.
pub mod base64_bytes {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    /// Writes base64.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    /// Reads base64; line breaks, missing padding and stray bits are refused.
    ///
    /// # Errors
    /// When the text is not base64.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        BASE64_STANDARD
            .decode(text)
            .map_err(|_| D::Error::custom("not base64"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> Option<Reason> {
        check(text.as_bytes()).err().map(|refusal| refusal.reason)
    }

    #[test]
    fn only_what_has_one_meaning_is_read() {
        assert_eq!(reason(r#"{"a":[1,-2,null,true,"x"]}"#), None);
        for (text, expected) in [
            (r#"{"a":1,"a":1}"#, Reason::JsonDuplicate),
            (r#"{"a":1,"\u0061":1}"#, Reason::JsonDuplicate),
            (r#"{"a":1.0}"#, Reason::JsonNumber),
            (r#"{"a":1e2}"#, Reason::JsonNumber),
            (r#"{"a":-0}"#, Reason::JsonNumber),
            (r#"{"a":18446744073709551616}"#, Reason::JsonNumber),
            (r#"{"a":1}x"#, Reason::JsonSyntax),
            (r#"{"a":1,}"#, Reason::JsonSyntax),
            ("\u{feff}{}", Reason::JsonSyntax),
            (r#"{"a":NaN}"#, Reason::JsonSyntax),
            (r#"{"a":"\ud800"}"#, Reason::JsonSyntax),
        ] {
            assert_eq!(reason(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded_without_recursion_trouble() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert_eq!(reason(&nested(24)), None);
        assert_eq!(reason(&nested(25)), Some(Reason::JsonDepth));
        assert_eq!(reason(&"[".repeat(1_000_000)), Some(Reason::JsonDepth));
    }
}
