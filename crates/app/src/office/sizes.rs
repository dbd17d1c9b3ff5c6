//! How large a package will be, and onto which sticks it goes.
//!
//! Owns the estimate before packing. Trap: it is one; the package adds headers and padding to each
//! document, so a stick that fits only just is said not to fit.

use std::collections::BTreeMap;

use hengping_core::id::Digest;
use hengping_format::container::MAX_CONTAINER_BYTES;
use serde::Serialize;

use super::Office;
use crate::error::Result;

/// What a package needs.
#[derive(Debug, Serialize)]
pub struct SizePlan {
    /// Different documents.
    pub documents: usize,
    /// Bytes of the package, about.
    pub bytes: u64,
    /// Files it comes in, about; each fits every file system of a stick.
    pub files: u64,
    /// Sticks by what is printed on them.
    pub sticks: Vec<StickSize>,
}

/// A stick by what is printed on it.
#[derive(Debug, Serialize)]
pub struct StickSize {
    /// Gigabytes of a thousand millions of bytes.
    pub gigabytes: u64,
    /// Whether the package fits.
    pub fits: bool,
}

/// Sizes sticks are sold in.
const SOLD: [u64; 5] = [4, 8, 16, 32, 64];
/// What encryption and headers add to each document, at most: bytes, and one part in so many.
const ADDED: (u64, u64) = (4096, 1000);
/// Part of a stick, in hundredths, that its file system leaves.
const LEFT: u64 = 93;

impl Office {
    /// What the package of the round will need.
    ///
    /// # Errors
    /// When there is no round.
    pub fn size_plan(&self) -> Result<SizePlan> {
        let rows = self.intake()?;
        let items = rows.iter().flat_map(|row| &row.body.evidence);
        let documents: BTreeMap<Digest, u64> = items.map(|item| (item.digest, item.size)).collect();
        Ok(plan(&documents.into_values().collect::<Vec<_>>()))
    }
}

fn plan(sizes: &[u64]) -> SizePlan {
    let bytes = sizes
        .iter()
        .map(|size| size + ADDED.0 + size / ADDED.1)
        .sum();
    let stick = |gigabytes: u64| StickSize {
        gigabytes,
        fits: bytes <= gigabytes * 10_000_000 * LEFT,
    };
    SizePlan {
        documents: sizes.len(),
        bytes,
        files: bytes.div_ceil(MAX_CONTAINER_BYTES).max(1),
        sticks: SOLD.into_iter().map(stick).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stick_that_fits_only_just_is_said_not_to_fit() {
        let fits = |bytes: u64| plan(&[bytes]).sticks[0].fits;
        assert!(fits(3_700_000_000) && !fits(3_800_000_000));
        assert_eq!(plan(&[]).files, 1);
        assert!(plan(&[1_700_000_000, 1_700_000_000]).files >= 2);
    }
}
