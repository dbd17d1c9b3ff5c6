//! Statistics 统计: how far experts agree, how severe each is, and how sure a ranking is.
//!
//! Owns figures that stand beside the official numbers; nothing here changes a composite or a place.
//! Pure like the rest of this crate. Here alone binary floats are allowed, under three conditions that
//! make every printed digit the same on every machine and in every run: sums go through ordered
//! maps, so that the order of input never matters; transcendental functions are those of `libm`; no
//! library chooses instructions at run time. Trap: input without variation, without overlap or with
//! too little in it has no value, and says so ([`StatsError`]), instead of giving 0 or 1.

use serde::Serialize;
use thiserror::Error;

pub mod alpha;
pub mod alternatives;
pub mod ballots;
pub mod components;
pub mod concordance;
pub mod describe;
mod distributions;
pub mod drift;
pub mod figure;
pub mod icc;
pub mod kappa;
pub mod kemeny;
pub mod ratings;
pub mod resample;
pub mod reviews;
pub mod round;
pub mod severity;
pub mod standing;
pub mod triage;
pub mod weights;

pub use figure::Figure;
pub use ratings::Ratings;

/// Why a statistic has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatsError {
    /// No two values belong to the same thing.
    #[error("no two experts marked the same application")]
    NoPairs,
    /// All values are equal, so that chance cannot be told from agreement.
    #[error("all values are equal")]
    NoVariation,
    /// Fewer experts or applications than the statistic needs, or a layout it does not have.
    #[error("too few experts or applications")]
    TooSmall,
    /// Negative values on a ratio scale.
    #[error("a ratio scale has no negative values")]
    Negative,
}

#[cfg(test)]
mod tests;
