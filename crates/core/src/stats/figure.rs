//! Numbers of statistics, and how they are printed.
//!
//! Owns the one way from a binary float to text. Trap: a float is compared after rounding to what is
//! printed, never bit by bit, so that two values that read the same are the same.

use serde::{Serialize, Serializer};

use crate::score::Exact;

/// Places with which figures are written as data.
pub const FIGURE_DIGITS: usize = 6;

/// A number of statistics; finite.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Figure(f64);

impl Figure {
    /// The figure, unless the value is no finite number.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// The figure nearest to an exact number; nothing when it is too large.
    #[must_use]
    pub fn of(value: &Exact) -> Option<Self> {
        Self::new(value.to_f64())
    }

    /// Its value.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }

    /// With exactly `digits` places; zero has no sign.
    #[must_use]
    pub fn to_fixed(self, digits: usize) -> String {
        let text = format!("{:.digits$}", self.0);
        let is_zero = text.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
        if is_zero {
            text.trim_start_matches('-').to_owned()
        } else {
            text
        }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_fixed(FIGURE_DIGITS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_has_no_sign_and_what_is_no_number_no_figure() {
        assert_eq!(Figure::new(-0.000_1).unwrap().to_fixed(3), "0.000");
        assert_eq!(Figure::new(-0.6).unwrap().to_fixed(0), "-1");
        assert_eq!(Figure::new(f64::NAN), None);
        assert_eq!(Figure::new(1.0 / 0.0), None);
        let third = Figure::of(&Exact::ratio(1, 3).unwrap()).unwrap();
        assert_eq!(serde_json::to_string(&third).unwrap(), "\"0.333333\"");
    }
}
