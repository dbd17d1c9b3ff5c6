//! Declared values: from the text of a form to a [`FieldValue`], and whether a value is allowed.
//!
//! Money is declared in 万元 and kept in fen; what is finer than a fen is refused, never rounded.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use thiserror::Error;

use super::{Field, FieldKind};
use crate::amount::Fen;
use crate::application::FieldValue;
use crate::credit_code::{self, CreditCodeFault};
use crate::id::FieldCode;

/// Longest text of a field, in characters.
pub const MAX_TEXT_CHARS: usize = 20_000;

/// Most entries of a list field.
pub const MAX_LIST_ENTRIES: usize = 500;

/// A declared value that its field does not take.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("field {field}: {kind}")]
pub struct FieldFault {
    /// The field.
    pub field: FieldCode,
    /// What is wrong.
    pub kind: FieldFaultKind,
}

/// What is wrong with a declared value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FieldFaultKind {
    /// Nothing but blanks.
    #[error("empty")]
    Empty,
    /// Not a decimal number.
    #[error("not a number")]
    NotANumber,
    /// More places than the field takes (money: six places of 万元, one fen).
    #[error("more than {digits} decimal places")]
    TooFine {
        /// Most places.
        digits: u32,
    },
    /// Larger than can be stored.
    #[error("too large")]
    TooLarge,
    /// Below the field's least value.
    #[error("below {0}")]
    BelowMinimum(Decimal),
    /// Above the field's greatest value.
    #[error("above {0}")]
    AboveMaximum(Decimal),
    /// Not a day written as `2026-11-22`.
    #[error("not a date of the form YYYY-MM-DD")]
    NotADate,
    /// Not in the field's code list.
    #[error("not in the code list")]
    UnknownCode,
    /// Not a valid 统一社会信用代码.
    #[error(transparent)]
    CreditCode(CreditCodeFault),
    /// A list where one value is needed, one value where a list is, or another kind of value.
    #[error("another kind of value is needed")]
    WrongKind,
    /// Longer than a form can be.
    #[error("too long")]
    TooLong,
}

impl Field {
    /// Takes the text of one value, as a form or table has it; blanks around it do not count.
    ///
    /// # Errors
    /// [`FieldFault`] naming the field; a list field takes [`Field::parse_list`].
    pub fn parse(&self, text: &str) -> Result<FieldValue, FieldFault> {
        let value = self.read(text.trim()).map_err(|kind| self.fault(kind))?;
        self.check(&value)?;
        Ok(value)
    }

    /// Takes the entries of a list field.
    ///
    /// # Errors
    /// [`FieldFault`] when this is no list field or an entry is empty or too long.
    pub fn parse_list(&self, entries: &[String]) -> Result<FieldValue, FieldFault> {
        let value = FieldValue::List(entries.to_vec());
        self.check(&value)?;
        Ok(value)
    }

    /// Checks a value that is already typed, for instance a proposed or verified one.
    ///
    /// # Errors
    /// [`FieldFault`] naming the field.
    pub fn check(&self, value: &FieldValue) -> Result<(), FieldFault> {
        let outcome = match (&self.kind, value) {
            (FieldKind::Money, FieldValue::Money(fen)) => self.within(fen.to_wan()),
            (FieldKind::Number { digits }, FieldValue::Number(number)) => {
                within_digits(*number, *digits).and_then(|()| self.within(*number))
            }
            (FieldKind::Text, FieldValue::Text(text)) => check_text(text),
            (FieldKind::CreditCode, FieldValue::Text(text)) => {
                credit_code::check(text).map_err(FieldFaultKind::CreditCode)
            }
            (FieldKind::Date, FieldValue::Date(day)) => check_date(day),
            (FieldKind::Code(codes), FieldValue::Code(code)) => {
                let known = codes.iter().any(|named| named.code == *code);
                known.then_some(()).ok_or(FieldFaultKind::UnknownCode)
            }
            (FieldKind::List, FieldValue::List(entries)) => check_list(entries),
            _ => Err(FieldFaultKind::WrongKind),
        };
        outcome.map_err(|kind| self.fault(kind))
    }

    fn fault(&self, kind: FieldFaultKind) -> FieldFault {
        FieldFault {
            field: self.code.clone(),
            kind,
        }
    }

    fn read(&self, text: &str) -> Result<FieldValue, FieldFaultKind> {
        if text.is_empty() {
            return Err(FieldFaultKind::Empty);
        }
        match &self.kind {
            FieldKind::Money => {
                let wan = number(text)?;
                within_digits(wan, Fen::WAN_DIGITS)?;
                let fen = Fen::from_wan(wan).ok_or(FieldFaultKind::TooLarge)?;
                Ok(FieldValue::Money(fen))
            }
            FieldKind::Number { .. } => number(text).map(FieldValue::Number),
            FieldKind::Text => Ok(FieldValue::Text(text.to_owned())),
            FieldKind::CreditCode => Ok(FieldValue::Text(text.to_owned())),
            FieldKind::Date => Ok(FieldValue::Date(text.to_owned())),
            FieldKind::Code(_) => Ok(FieldValue::Code(text.to_owned())),
            FieldKind::List => Err(FieldFaultKind::WrongKind),
        }
    }

    fn within(&self, number: Decimal) -> Result<(), FieldFaultKind> {
        match (self.min, self.max) {
            (Some(min), _) if number < min => Err(FieldFaultKind::BelowMinimum(min)),
            (_, Some(max)) if number > max => Err(FieldFaultKind::AboveMaximum(max)),
            _ => Ok(()),
        }
    }
}

/// Digits with at most one point and a sign; no grouping, no exponent, nothing rounded.
fn number(text: &str) -> Result<Decimal, FieldFaultKind> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let whole = digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.ends_with('.');
    if !plain || !whole || digits.matches('.').count() > 1 {
        return Err(FieldFaultKind::NotANumber);
    }
    let number = Decimal::from_str_exact(text).map_err(|_| FieldFaultKind::TooLarge)?;
    Ok(number.normalize())
}

fn within_digits(number: Decimal, digits: u32) -> Result<(), FieldFaultKind> {
    match number.normalize().scale() > digits {
        true => Err(FieldFaultKind::TooFine { digits }),
        false => Ok(()),
    }
}

fn check_text(text: &str) -> Result<(), FieldFaultKind> {
    if text.trim().is_empty() {
        return Err(FieldFaultKind::Empty);
    }
    match text.chars().nth(MAX_TEXT_CHARS) {
        Some(_) => Err(FieldFaultKind::TooLong),
        None => Ok(()),
    }
}

fn check_list(entries: &[String]) -> Result<(), FieldFaultKind> {
    if entries.len() > MAX_LIST_ENTRIES {
        return Err(FieldFaultKind::TooLong);
    }
    entries.iter().try_for_each(|entry| check_text(entry))
}

/// One written form per day: what does not print back as it came is refused.
fn check_date(text: &str) -> Result<(), FieldFaultKind> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let same = day.is_some_and(|day| day.format("%Y-%m-%d").to_string() == text);
    same.then_some(()).ok_or(FieldFaultKind::NotADate)
}
