//! Formulas: compiling, evaluating, and the errors of both.
//!
//! The expression language and its parser are rhai's; arithmetic is decimal and checked
//! (`formula/engine.rs`), types are inferred before anything runs (`formula/types.rs`). The trap:
//! `rust_decimal` operators panic on overflow, so nothing here uses `+ - * /` on decimals.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{AST, Dynamic, EvalAltResult, Scope};
use rust_decimal::Decimal;
use thiserror::Error;

use super::{Formula, Scheme};
use crate::amount::{BAND_DIGITS, half_up};

mod engine;
mod types;

pub(super) use types::{Details, Issue, Kind, check_types};

/// Longest formula, in characters.
pub(super) const MAX_FORMULA_CHARS: usize = 1000;

/// Why a formula gave no value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FormulaError {
    /// A variable has no value.
    #[error("no value for {0}")]
    MissingVariable(String),
    /// A divisor was zero.
    #[error("division by zero")]
    DivisionByZero,
    /// A value does not fit into 28 digits.
    #[error("value too large")]
    Overflow,
    /// The square root of a negative number.
    #[error("square root of a negative number")]
    NegativeRoot,
    /// A yes-or-no value where a number is needed, or the other way round.
    #[error("value of the wrong type")]
    WrongType,
    /// The engine gave up: too many operations.
    #[error("formula too expensive")]
    TooExpensive,
}

/// A formula that could be parsed, before its types are known.
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    pub(super) program: Arc<AST>,
    pub(super) variables: Vec<String>,
}

impl Parsed {
    pub(super) fn into_formula(self, text: &str) -> Formula {
        Formula {
            text: text.to_owned(),
            variables: self.variables,
            program: self.program,
        }
    }
}

/// Parses `text`; the issue says where it cannot be read.
pub(super) fn parse(text: &str) -> Result<Parsed, Issue> {
    if text.chars().count() > MAX_FORMULA_CHARS {
        return Err(Issue::too_long());
    }
    let compiled = engine::ENGINE.compile_expression(text);
    let program = compiled.map_err(|error| Issue::syntax(&error))?;
    let variables = types::variables(&program);
    Ok(Parsed {
        program: Arc::new(program),
        variables,
    })
}

/// A value of a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    Number(Decimal),
    Flag(bool),
}

impl Value {
    fn from_dynamic(result: &Dynamic) -> Result<Self, FormulaError> {
        if let Ok(number) = result.as_decimal() {
            return Ok(Self::Number(number));
        }
        if let Ok(whole) = result.as_int() {
            return Ok(Self::Number(Decimal::from(whole)));
        }
        let flag = result.as_bool().map_err(|_| FormulaError::WrongType)?;
        Ok(Self::Flag(flag))
    }

    fn to_dynamic(self) -> Dynamic {
        match self {
            Self::Number(number) => Dynamic::from_decimal(number),
            Self::Flag(flag) => Dynamic::from_bool(flag),
        }
    }
}

/// One evaluation: values of fields from outside, values of derived formulas remembered.
struct Evaluation<'a> {
    derived: &'a BTreeMap<String, Formula>,
    fields: &'a dyn Fn(&str) -> Option<Decimal>,
    known: RefCell<BTreeMap<&'a str, Value>>,
}

impl<'a> Evaluation<'a> {
    fn variable(&self, name: &str) -> Result<Value, FormulaError> {
        if let Some(value) = self.known.borrow().get(name) {
            return Ok(*value);
        }
        let Some((name, formula)) = self.derived.get_key_value(name) else {
            let missing = || FormulaError::MissingVariable(name.to_owned());
            return (self.fields)(name).map(Value::Number).ok_or_else(missing);
        };
        let value = self.run(formula)?;
        self.known.borrow_mut().insert(name, value);
        Ok(value)
    }

    fn run(&self, formula: &'a Formula) -> Result<Value, FormulaError> {
        let mut scope = Scope::new();
        for name in &formula.variables {
            scope.push_dynamic(name.as_str(), self.variable(name)?.to_dynamic());
        }
        let result = engine::ENGINE.eval_ast_with_scope::<Dynamic>(&mut scope, &formula.program);
        Value::from_dynamic(&result.map_err(|error| runtime_error(*error))?)
    }
}

fn runtime_error(error: EvalAltResult) -> FormulaError {
    match error {
        EvalAltResult::ErrorRuntime(value, _) => value
            .try_cast::<FormulaError>()
            .unwrap_or(FormulaError::WrongType),
        EvalAltResult::ErrorTooManyOperations(_) => FormulaError::TooExpensive,
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => runtime_error(*inner),
        _ => FormulaError::WrongType,
    }
}

impl Scheme {
    /// The number `formula` gives, exact as far as 28 digits reach.
    ///
    /// `values` is asked for field variables (`F20`, `F20_1`), money in 万元.
    ///
    /// # Errors
    /// [`FormulaError`]; never panics, whatever the values.
    pub fn evaluate(
        &self,
        formula: &Formula,
        values: &dyn Fn(&str) -> Option<Decimal>,
    ) -> Result<Decimal, FormulaError> {
        match self.value_of(formula, values)? {
            Value::Number(number) => Ok(number),
            Value::Flag(_) => Err(FormulaError::WrongType),
        }
    }

    /// Whether the condition `formula` holds.
    ///
    /// # Errors
    /// As [`Scheme::evaluate`].
    pub fn holds(
        &self,
        formula: &Formula,
        values: &dyn Fn(&str) -> Option<Decimal>,
    ) -> Result<bool, FormulaError> {
        match self.value_of(formula, values)? {
            Value::Flag(flag) => Ok(flag),
            Value::Number(_) => Err(FormulaError::WrongType),
        }
    }

    /// The number `formula` gives, rounded half-up to the digits at which it meets a band.
    ///
    /// # Errors
    /// As [`Scheme::evaluate`].
    pub fn band_value(
        &self,
        formula: &Formula,
        values: &dyn Fn(&str) -> Option<Decimal>,
    ) -> Result<Decimal, FormulaError> {
        let value = self.evaluate(formula, values)?;
        Ok(half_up(value, BAND_DIGITS).normalize())
    }

    fn value_of(
        &self,
        formula: &Formula,
        fields: &dyn Fn(&str) -> Option<Decimal>,
    ) -> Result<Value, FormulaError> {
        let evaluation = Evaluation {
            derived: &self.derived,
            fields,
            known: RefCell::default(),
        };
        evaluation.run(formula)
    }
}
