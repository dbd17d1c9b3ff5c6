//! The rhai engine as the scheme format allows it: checked decimal arithmetic and four functions.
//!
//! Every operator is registered for every pair of number types, because rhai's own operators on
//! two whole numbers would truncate; for the same reason its fast paths are off.

use std::cmp::Ordering;
use std::sync::LazyLock;

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use rhai::{Dynamic, Engine, EvalAltResult, INT, OptimizationLevel, Position};
use rust_decimal::Decimal;

use super::FormulaError;
use crate::amount::{BAND_DIGITS, half_up};

/// Deepest nesting of an expression.
pub(super) const MAX_DEPTH: usize = 32;

/// Most operations of one evaluation.
const MAX_OPERATIONS: u64 = 10_000;

/// The one engine; it holds no state of an evaluation.
pub(super) static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_fast_operators(false);
    engine.set_max_operations(MAX_OPERATIONS);
    engine.set_max_expr_depths(MAX_DEPTH);
    engine.set_max_string_size(super::MAX_FORMULA_CHARS);
    register_operators(&mut engine);
    engine
});

type Outcome<T> = Result<T, Box<EvalAltResult>>;

fn fail<T>(error: FormulaError) -> Outcome<T> {
    let value = Dynamic::from(error);
    Err(EvalAltResult::ErrorRuntime(value, Position::NONE).into())
}

fn or_overflow(value: Option<Decimal>) -> Outcome<Decimal> {
    value.map_or_else(|| fail(FormulaError::Overflow), Ok)
}

fn divide(a: Decimal, b: Decimal) -> Outcome<Decimal> {
    if b.is_zero() {
        return fail(FormulaError::DivisionByZero);
    }
    or_overflow(a.checked_div(b))
}

/// Compares as bands do: after rounding to [`BAND_DIGITS`], so that a third times three is one.
fn order(a: Decimal, b: Decimal) -> Ordering {
    half_up(a, BAND_DIGITS).cmp(&half_up(b, BAND_DIGITS))
}

/// Registers one operator or function of two numbers for all four pairs of number types.
macro_rules! register_pair {
    ($engine:ident, $name:literal, $function:expr) => {{
        let f = $function;
        $engine.register_fn($name, move |a: Decimal, b: Decimal| f(a, b));
        $engine.register_fn($name, move |a: INT, b: Decimal| f(Decimal::from(a), b));
        $engine.register_fn($name, move |a: Decimal, b: INT| f(a, Decimal::from(b)));
        $engine.register_fn($name, move |a: INT, b: INT| f(a.into(), b.into()));
    }};
}

/// The same for one number.
macro_rules! register_single {
    ($engine:ident, $name:literal, $function:expr) => {{
        let f = $function;
        $engine.register_fn($name, move |a: Decimal| f(a));
        $engine.register_fn($name, move |a: INT| f(Decimal::from(a)));
    }};
}

fn register_operators(engine: &mut Engine) {
    register_pair!(engine, "+", |a: Decimal, b| or_overflow(a.checked_add(b)));
    register_pair!(engine, "-", |a: Decimal, b| or_overflow(a.checked_sub(b)));
    register_pair!(engine, "*", |a: Decimal, b| or_overflow(a.checked_mul(b)));
    register_pair!(engine, "/", divide);
    register_pair!(engine, "==", |a, b| order(a, b).is_eq());
    register_pair!(engine, "!=", |a, b| order(a, b).is_ne());
    register_pair!(engine, "<", |a, b| order(a, b).is_lt());
    register_pair!(engine, "<=", |a, b| order(a, b).is_le());
    register_pair!(engine, ">", |a, b| order(a, b).is_gt());
    register_pair!(engine, ">=", |a, b| order(a, b).is_ge());
    register_pair!(engine, "min", |a: Decimal, b| a.min(b));
    register_pair!(engine, "max", |a: Decimal, b| a.max(b));
    register_single!(engine, "-", |a: Decimal| -a);
    register_single!(engine, "+", |a: Decimal| a);
    register_single!(engine, "abs", |a: Decimal| a.abs());
    register_single!(engine, "sqrt", sqrt);
    engine.register_fn("!", |a: bool| !a);
}

fn sqrt(value: Decimal) -> Outcome<Decimal> {
    if value.is_sign_negative() && !value.is_zero() {
        return fail(FormulaError::NegativeRoot);
    }
    or_overflow(exact_root(value))
}

/// The root, truncated at the last digit a decimal can hold; exact when the root is.
///
/// An integer root of the scaled number: the same digits on every machine.
pub(super) fn exact_root(value: Decimal) -> Option<Decimal> {
    let value = value.normalize();
    let mantissa = BigInt::from(value.mantissa());
    for digits in (0..=Decimal::MAX_SCALE).rev() {
        let shift = (2 * digits).checked_sub(value.scale());
        let scaled = match shift {
            Some(shift) => &mantissa * BigInt::from(10).pow(shift),
            None => &mantissa / BigInt::from(10).pow(value.scale() - 2 * digits),
        };
        let root = scaled.sqrt().to_i128();
        let fits = root.and_then(|r| Decimal::try_from_i128_with_scale(r, digits).ok());
        if let Some(root) = fits {
            return Some(root.normalize());
        }
    }
    None
}
