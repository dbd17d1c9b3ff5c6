//! Exact rational numbers: what every composite is made of.
//!
//! Owns arithmetic without any rounding and the one rounding rule, half-up (away from zero at the
//! exact half). Does not decide *when* to round; the scheme's stages do. Trap: a value has one
//! representation only (lowest terms, small form whenever it fits), so equality may be derived.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::{Signed, ToPrimitive};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::amount::Hundredths;

/// Most digits a value is rounded to or printed with; what a [`Decimal`] can hold.
const MOST_DIGITS: u32 = 28;

/// Digits of printed intermediate values.
pub const PRINTED_DIGITS: u32 = 12;

/// An exact rational number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Exact(Form);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    /// Lowest terms, denominator positive.
    Small(i64, i64),
    /// Anything that does not fit the small form.
    Big(BigRational),
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self(Form::Small(0, 1));
    /// One.
    pub const ONE: Self = Self(Form::Small(1, 1));

    /// `numerator / denominator`, or nothing when the denominator is zero.
    #[must_use]
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        let (n, d) = (i128::from(numerator), i128::from(denominator));
        match d.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Greater => Some(Self::lowest(n, d)),
            Ordering::Less => Some(Self::lowest(-n, -d)),
        }
    }

    /// A count as a number.
    #[must_use]
    pub fn count(count: usize) -> Self {
        i64::try_from(count).map_or_else(
            |_| Self::fit(BigRational::from_integer(BigInt::from(count))),
            |n| Self(Form::Small(n, 1)),
        )
    }

    /// Whether the value is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self == &Self::ZERO
    }

    /// Whether the value is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small(n, _) => *n < 0,
            Form::Big(value) => value.is_negative(),
        }
    }

    /// The distance from zero.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() {
            -self.clone()
        } else {
            self.clone()
        }
    }

    /// The quotient, or nothing when `divisor` is zero.
    #[must_use]
    pub fn over(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        Some(match (&self.0, &divisor.0) {
            (Form::Small(a, b), Form::Small(c, d)) => {
                let numerator = i128::from(*a) * i128::from(*d);
                let denominator = i128::from(*b) * i128::from(*c);
                let sign = if denominator < 0 { -1 } else { 1 };
                Self::lowest(numerator * sign, denominator * sign)
            }
            _ => Self::fit(self.big() / divisor.big()),
        })
    }

    /// The value rounded half-up to `digits` places (at most 28).
    #[must_use]
    pub fn round_half_up(&self, digits: u32) -> Self {
        let digits = digits.min(MOST_DIGITS);
        let units = self.rounded_units(digits);
        Self::fit(BigRational::new(units, BigInt::from(10).pow(digits)))
    }

    /// Rounded half-up when digits are given, else unchanged.
    #[must_use]
    pub fn at_stage(&self, digits: Option<u32>) -> Self {
        digits.map_or_else(|| self.clone(), |digits| self.round_half_up(digits))
    }

    /// The value with exactly `digits` places, rounded half-up: `85.30`.
    #[must_use]
    pub fn to_fixed(&self, digits: u32) -> String {
        let digits = digits.min(MOST_DIGITS);
        let units = self.rounded_units(digits);
        let places = digits as usize;
        let text = format!("{:0>1$}", units.abs().to_string(), places + 1);
        let (whole, fraction) = text.split_at(text.len() - places);
        let sign = if units.is_negative() { "-" } else { "" };
        let point = if places == 0 { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }

    /// The value with at most `digits` places, rounded half-up, without trailing zeros: `85.3`.
    #[must_use]
    pub fn to_text(&self, digits: u32) -> String {
        let text = self.to_fixed(digits);
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    }

    /// The value as published: with exactly `digits` places where a stage declares them, else
    /// with at most [`PRINTED_DIGITS`].
    #[must_use]
    pub fn published(&self, digits: Option<u32>) -> String {
        digits.map_or_else(
            || self.to_text(PRINTED_DIGITS),
            |digits| self.to_fixed(digits),
        )
    }

    /// The value as a decimal rounded to `digits`, or nothing when it is too large for one.
    #[must_use]
    pub fn to_decimal(&self, digits: u32) -> Option<Decimal> {
        self.to_text(digits).parse().ok()
    }

    /// The float nearest to numerator over denominator, for statistics; never for an official number.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Form::Small(n, d) => *n as f64 / *d as f64,
            Form::Big(value) => value.to_f64().unwrap_or(f64::NAN),
        }
    }

    /// The largest whole number not above the value, or nothing when it does not fit.
    #[must_use]
    pub fn floor(&self) -> Option<i64> {
        match &self.0 {
            Form::Small(n, d) => Some(n.div_euclid(*d)),
            Form::Big(value) => value.floor().to_integer().to_i64(),
        }
    }

    /// Whether the value is a whole multiple of `step`.
    #[must_use]
    pub fn is_multiple_of(&self, step: &Self) -> bool {
        self.over(step).is_some_and(|count| count.is_whole())
    }

    fn is_whole(&self) -> bool {
        match &self.0 {
            Form::Small(_, d) => *d == 1,
            Form::Big(value) => value.is_integer(),
        }
    }

    /// `|self| × 10^digits` rounded half-up, with the sign of `self`.
    fn rounded_units(&self, digits: u32) -> BigInt {
        if let (Form::Small(n, d), true) = (&self.0, digits <= 18) {
            // |n| < 2^63, 10^18 < 2^60: the doubled product stays below 2^124.
            let doubled = 2 * i128::from(*n).abs() * 10_i128.pow(digits);
            let units = (doubled + i128::from(*d)) / (2 * i128::from(*d));
            return BigInt::from(units * i128::from(n.signum()));
        }
        let value = self.big() * BigInt::from(10).pow(digits);
        let (n, d) = (value.numer().abs(), value.denom());
        let units: BigInt = (n * 2 + d) / (d * 2);
        if value.is_negative() { -units } else { units }
    }

    /// Brings a fraction with a positive denominator to its one form.
    fn lowest(numerator: i128, denominator: i128) -> Self {
        let (n, d) = if denominator == 1 {
            (numerator, 1)
        } else if let (Ok(n), Ok(d)) = (i64::try_from(numerator), i64::try_from(denominator)) {
            // Most values are small; the narrow reduction is several times as fast.
            let (n, d) = Ratio::new(n, d).into_raw();
            return Self(Form::Small(n, d));
        } else {
            Ratio::new(numerator, denominator).into_raw()
        };
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) => Self(Form::Small(n, d)),
            _ => Self(Form::Big(BigRational::new_raw(n.into(), d.into()))),
        }
    }

    fn fit(value: BigRational) -> Self {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(n), Some(d)) => Self(Form::Small(n, d)),
            _ => Self(Form::Big(value)),
        }
    }

    fn big(&self) -> BigRational {
        match &self.0 {
            Form::Small(n, d) => BigRational::new_raw((*n).into(), (*d).into()),
            Form::Big(value) => value.clone(),
        }
    }

    fn sum_of(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) if b == d => {
                Self::lowest(i128::from(*a) + i128::from(*c), i128::from(*b))
            }
            (Form::Small(a, b), Form::Small(c, d)) => {
                // Two products below 2^126 each: the sum stays inside i128.
                let (a, b, c, d) = (
                    i128::from(*a),
                    i128::from(*b),
                    i128::from(*c),
                    i128::from(*d),
                );
                Self::lowest(a * d + c * b, b * d)
            }
            _ => Self::fit(self.big() + other.big()),
        }
    }

    fn product_with(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) => Self::lowest(
                i128::from(*a) * i128::from(*c),
                i128::from(*b) * i128::from(*d),
            ),
            _ => Self::fit(self.big() * other.big()),
        }
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        let value = value.normalize();
        let scale = value.scale();
        match i64::try_from(value.mantissa()) {
            Ok(mantissa) if scale <= 18 => Self::lowest(i128::from(mantissa), 10_i128.pow(scale)),
            _ => Self::fit(BigRational::new(
                BigInt::from(value.mantissa()),
                BigInt::from(10).pow(scale),
            )),
        }
    }
}

impl From<Hundredths> for Exact {
    fn from(value: Hundredths) -> Self {
        Self::lowest(i128::from(value.0), 100)
    }
}

impl From<u32> for Exact {
    fn from(value: u32) -> Self {
        Self(Form::Small(i64::from(value), 1))
    }
}

macro_rules! operator {
    ($trait:ident, $name:ident, |$a:ident, $b:ident| $body:expr) => {
        impl $trait for &Exact {
            type Output = Exact;
            fn $name(self, other: &Exact) -> Exact {
                let ($a, $b) = (self, other);
                $body
            }
        }
        impl $trait for Exact {
            type Output = Exact;
            fn $name(self, other: Exact) -> Exact {
                $trait::$name(&self, &other)
            }
        }
    };
}

operator!(Add, add, |a, b| a.sum_of(b));
operator!(Sub, sub, |a, b| a.sum_of(&-b.clone()));
operator!(Mul, mul, |a, b| a.product_with(b));

impl Neg for Exact {
    type Output = Self;
    fn neg(self) -> Self {
        match self.0 {
            Form::Small(n, d) => Self::lowest(-i128::from(n), i128::from(d)),
            Form::Big(value) => Self::fit(-value),
        }
    }
}

impl<'a> std::iter::Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(values: I) -> Self {
        values.fold(Self::ZERO, |sum, value| &sum + value)
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(values: I) -> Self {
        values.fold(Self::ZERO, |sum, value| &sum + &value)
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Small(a, b), Form::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Default for Exact {
    fn default() -> Self {
        Self::ZERO
    }
}

/// As a decimal when it has one of at most [`PRINTED_DIGITS`] places, else as `n/d`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if &self.round_half_up(PRINTED_DIGITS) == self {
            return f.write_str(&self.to_text(PRINTED_DIGITS));
        }
        match &self.0 {
            Form::Small(n, d) => write!(f, "{n}/{d}"),
            Form::Big(value) => write!(f, "{value}"),
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        Exact::from(text.parse::<Decimal>().unwrap())
    }

    #[test]
    fn a_third_three_times_is_one() {
        let third = Exact::ratio(1, 3).unwrap();
        assert_eq!(&(&third + &third) + &third, Exact::ONE);
        assert_eq!(third.to_string(), "1/3");
        assert_eq!(third.to_text(12), "0.333333333333");
    }

    #[test]
    fn the_exact_half_moves_away_from_zero() {
        assert_eq!(exact("2.345").to_fixed(2), "2.35");
        assert_eq!(exact("-2.345").to_fixed(2), "-2.35");
        assert_eq!(exact("-0.004").to_fixed(2), "0.00");
        assert_eq!(exact("85.3").to_fixed(2), "85.30");
        assert_eq!(exact("85.30").to_text(2), "85.3");
        assert_eq!(exact("100").to_text(0), "100");
        // One part in 10^30 below the half stays below.
        let below =
            &exact("0.005") - &Exact::fit(BigRational::new(1.into(), BigInt::from(10).pow(30)));
        assert_eq!(below.to_fixed(2), "0.00");
    }

    #[test]
    fn numbers_that_leave_the_small_form_come_back() {
        let huge = exact("79228162514264337593543950335");
        let back = (&huge * &huge).over(&huge).unwrap().over(&huge).unwrap();
        assert_eq!(back, Exact::ONE);
        assert_eq!(
            Exact::ratio(i64::MIN, -1).unwrap().to_text(0),
            "9223372036854775808"
        );
        assert_eq!(
            -(-Exact::ratio(i64::MIN, 1).unwrap()),
            Exact::ratio(i64::MIN, 1).unwrap()
        );
    }

    proptest! {
        #[test]
        fn agrees_with_big_rationals(a in any::<i64>(), b in 1i64.., c in any::<i64>(), d in 1i64.., digits in 0u32..25) {
            let (x, y) = (Exact::ratio(a, b).unwrap(), Exact::ratio(c, d).unwrap());
            let (p, q) = (BigRational::new(a.into(), b.into()), BigRational::new(c.into(), d.into()));
            prop_assert_eq!((&x + &y).big(), &p + &q);
            prop_assert_eq!((&x - &y).big(), &p - &q);
            prop_assert_eq!((&x * &y).big(), &p * &q);
            prop_assert_eq!(x.cmp(&y), p.cmp(&q));
            if c != 0 {
                prop_assert_eq!(x.over(&y).unwrap().big(), &p / &q);
            }
            let ten = BigInt::from(10).pow(digits);
            let scaled = &p * &ten;
            let half = BigRational::new(1.into(), 2.into());
            let units = if p.is_negative() { (scaled - half).ceil() } else { (scaled + half).floor() };
            prop_assert_eq!(x.round_half_up(digits).big(), units / ten);
        }
    }
}
