//! Amounts: marks in hundredths, money in fen, declared numbers as decimals.
//!
//! Owns the integer forms that travel in signed documents and the one rounding rule of the
//! program, half-up (away from zero at the exact half). Does not own the rational arithmetic of
//! the composite (`score::exact`).

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Digits to which a computed value is rounded before it meets a band.
pub const BAND_DIGITS: u32 = 12;

/// Rounds half-up to `digits` decimal places: 0.125 becomes 0.13, −0.125 becomes −0.13.
#[must_use]
pub fn half_up(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// A mark or a number of points in hundredths: `750` is 7.50.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Hundredths(pub i64);

impl Hundredths {
    /// The value as a decimal.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2).normalize()
    }

    /// The hundredths of `value`, or nothing when it has more than two decimal places.
    #[must_use]
    pub fn from_decimal(value: Decimal) -> Option<Self> {
        exact_units(value, 2).map(Self)
    }
}

/// An amount of money in fen: `150` is 1.50 yuan; 1 万元 is 1 000 000 fen.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// Decimal places between 万元 and fen.
const WAN_TO_FEN_DIGITS: u32 = Fen::WAN_DIGITS;

impl Fen {
    /// Decimal places of an amount in 万元 that is exact to the fen.
    pub const WAN_DIGITS: u32 = 6;

    /// The amount in 万元 (10 000 yuan), the unit of most forms.
    #[must_use]
    pub fn to_wan(self) -> Decimal {
        Decimal::new(self.0, WAN_TO_FEN_DIGITS).normalize()
    }

    /// The fen of an amount in 万元, or nothing when it is finer than a fen or too large.
    #[must_use]
    pub fn from_wan(value: Decimal) -> Option<Self> {
        exact_units(value, WAN_TO_FEN_DIGITS).map(Self)
    }
}

/// `value × 10^digits` when that is a whole number that fits.
fn exact_units(value: Decimal, digits: u32) -> Option<i64> {
    let value = value.normalize();
    if value.scale() > digits {
        return None;
    }
    let factor = Decimal::from(10_i64.pow(digits));
    value.checked_mul(factor)?.normalize().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn half_up_leaves_the_half_behind_on_both_sides_of_zero() {
        assert_eq!(half_up(decimal("0.125"), 2), decimal("0.13"));
        assert_eq!(half_up(decimal("-0.125"), 2), decimal("-0.13"));
        assert_eq!(half_up(decimal("2.5"), 0), decimal("3"));
    }

    #[test]
    fn a_mark_finer_than_a_hundredth_is_no_mark() {
        assert_eq!(
            Hundredths::from_decimal(decimal("7.50")),
            Some(Hundredths(750))
        );
        assert_eq!(Hundredths::from_decimal(decimal("7.505")), None);
        assert_eq!(Hundredths(750).to_decimal(), decimal("7.5"));
    }

    #[test]
    fn money_survives_the_way_through_wan() {
        assert_eq!(Fen::from_wan(decimal("1.5")), Some(Fen(1_500_000)));
        assert_eq!(Fen(123_456_789).to_wan(), decimal("123.456789"));
        assert_eq!(Fen::from_wan(decimal("99999999999999999999")), None);
    }
}
