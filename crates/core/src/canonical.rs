//! Byte form of what is digested without being a signed document: log entries, frozen draws.
//!
//! Owns the encoding, nothing of its contents. Every item is a netstring: the length in bytes as
//! decimal digits, a colon, the bytes, a comma. Numbers are their decimal digits, digests their
//! hexadecimal text, a list is its length followed by its items, an absent item is an empty list.
//! The first item names what is encoded and its version, so no two kinds share bytes.
//! Trap: changing the order of items anywhere changes every digest ever printed.

use std::fmt::Display;

use crate::id::Digest;

/// Bytes under construction.
pub(crate) struct Canonical(Vec<u8>);

impl Canonical {
    /// Starts the encoding of `kind`.
    pub(crate) fn of(kind: &str) -> Self {
        Self(Vec::new()).item(kind)
    }

    /// Adds one item.
    #[must_use]
    pub(crate) fn item(mut self, item: impl Display) -> Self {
        let text = item.to_string();
        self.0
            .extend_from_slice(format!("{}:", text.len()).as_bytes());
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(b',');
        self
    }

    /// Adds the length of a list and each of its members through `add`.
    #[must_use]
    pub(crate) fn list<T>(
        self,
        members: impl ExactSizeIterator<Item = T>,
        add: impl Fn(Self, T) -> Self,
    ) -> Self {
        let start = self.item(members.len());
        members.fold(start, add)
    }

    /// The bytes.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// SHA-256 over the bytes.
    pub(crate) fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_bytes_so_neighbours_never_run_together() {
        let bytes = Canonical::of("x")
            .item("示范")
            .item("")
            .item(12)
            .into_bytes();
        assert_eq!(bytes, "1:x,6:示范,0:,2:12,".as_bytes());
        let list = |members: &[&str]| {
            Canonical::of("x")
                .list(members.iter(), Canonical::item)
                .into_bytes()
        };
        assert_ne!(list(&["ab"]), list(&["a", "b"]));
    }
}
