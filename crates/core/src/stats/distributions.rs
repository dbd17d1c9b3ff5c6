//! The distributions of F and χ², the same to the last digit on every machine.
//!
//! Owns the way to the special functions of a library whose exponentials and logarithms are those
//! of `libm`, never the system's. F: `P(F ≤ x) = I(d₁x / (d₁x + d₂); d₁/2, d₂/2)` with the regularised
//! incomplete beta function; χ²: `P(χ² ≤ x) = P(x/2; d/2)` with that of gamma (M. Abramowitz,
//! I. A. Stegun, *Handbook of Mathematical Functions*, 26.6 and 26.4). Trap: an infinite ratio is a
//! certainty, not an error; degrees of freedom that are no positive number are.

use special::{Beta, Gamma};

/// Fewest degrees of freedom that are computed with; a quantile over fewer is no number of use, and
/// the series of the incomplete beta function would hardly end.
const LEAST_FREEDOM: f64 = 1e-3;

/// Halvings of an interval of floats until no float lies within.
const HALVINGS: usize = 1_100;

/// Probability that F with so many degrees of freedom is above `x`.
pub(super) fn f_above(x: f64, above: f64, below: f64) -> Option<f64> {
    if x.is_nan() || !is_freedom(above) || !is_freedom(below) {
        return None;
    }
    if x <= 0.0 {
        return Some(1.0);
    }
    if x.is_infinite() {
        return Some(0.0);
    }
    // The complement, so that small probabilities keep their digits.
    Some(incomplete_beta(
        below / (above * x + below),
        below / 2.0,
        above / 2.0,
    ))
}

/// The value that F with so many degrees of freedom does not exceed with probability `p`.
///
/// Halves intervals of the incomplete beta function's argument: slower than an iteration of Newton's,
/// and never astray.
pub(super) fn f_quantile(p: f64, above: f64, below: f64) -> Option<f64> {
    let inside = p > 0.0 && p < 1.0;
    if !inside || !is_freedom(above) || !is_freedom(below) {
        return None;
    }
    // Over y = d₂ / (d₁x + d₂), which falls from 1 to 0 as x grows.
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if incomplete_beta(middle, below / 2.0, above / 2.0) < 1.0 - p {
            low = middle;
        } else {
            high = middle;
        }
    }
    let x = below * (1.0 - high) / (above * high);
    x.is_finite().then_some(x)
}

/// Probability that χ² with so many degrees of freedom is above `x`.
pub(super) fn chi_squared_above(x: f64, freedom: f64) -> Option<f64> {
    if x.is_nan() || !is_freedom(freedom) {
        return None;
    }
    if x <= 0.0 {
        return Some(1.0);
    }
    Some((1.0 - (x / 2.0).inc_gamma(freedom / 2.0)).clamp(0.0, 1.0))
}

fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    x.inc_beta(a, b, a.ln_beta(b)).clamp(0.0, 1.0)
}

fn is_freedom(freedom: f64) -> bool {
    freedom.is_finite() && freedom >= LEAST_FREEDOM
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        let off = (found - expected).abs();
        assert!(off <= expected.abs() * 1e-9, "{found} is not {expected}");
    }

    /// Percentage points of F with one degree of freedom are squares of Student's t, whose first two
    /// distributions have closed forms.
    #[test]
    fn closed_forms_are_met() {
        near(f_above(1.0, 1.0, 1.0), 0.5);
        near(f_above(3.0, 2.0, 2.0), 0.25);
        near(f_above(9.0, 2.0, 4.0), 1.0 / (5.5 * 5.5));
        near(f_quantile(0.975, 2.0, 2.0), 39.0);
        near(f_quantile(0.75, 1.0, 1.0), 5.828_427_124_746_19);
        near(chi_squared_above(2.0, 2.0), 0.367_879_441_171_442_3);
        near(
            chi_squared_above(10.0, 4.0),
            6.0 * 0.006_737_946_999_085_467,
        );
    }

    #[test]
    fn ends_and_nonsense() {
        assert_eq!(f_above(f64::INFINITY, 3.0, 4.0), Some(0.0));
        assert_eq!(f_above(-1.0, 3.0, 4.0), Some(1.0));
        assert_eq!(f_above(1.0, 0.0, 4.0), None);
        assert_eq!(f_above(f64::NAN, 1.0, 4.0), None);
        assert_eq!(f_quantile(1.0, 3.0, 4.0), None);
        assert_eq!(f_quantile(0.5, f64::NAN, 4.0), None);
        assert_eq!(f_quantile(0.975, 3.0, 1e-30), None);
        assert_eq!(f_quantile(0.975, 3.0, 1e-3), None);
        assert_eq!(chi_squared_above(0.0, 3.0), Some(1.0));
        assert_eq!(chi_squared_above(1.0, -3.0), None);
    }

    #[test]
    fn quantiles_and_probabilities_agree() {
        for (above, below) in [(1.0, 30.0), (5.0, 15.0), (9.0, 2.5), (369.0, 2_214.0)] {
            for p in [0.025, 0.5, 0.975, 0.999] {
                let x = f_quantile(p, above, below).unwrap();
                near(f_above(x, above, below).map(|q| 1.0 - q), p);
            }
        }
    }
}
