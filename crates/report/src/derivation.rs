//! The derivation of composites as rows whose numbers are live.
//!
//! Owns which cell follows from which others. Every number is core's; the formula beside it says
//! the same in the words of a spreadsheet, so that anybody can recompute it, and the last column
//! says how far both are apart. Trap: a spreadsheet computes in binary floats. It rounds half-up as
//! core does, on values that agree to 15 digits; decimals that no spreadsheet formula can say (a
//! condition with brackets) stand as numbers.

mod formula;

use std::collections::BTreeMap;

use hengping_core::id::{FieldCode, IndicatorCode, TypeCode};
use hengping_core::scheme::{Bands, LeafMode, LeafRef, Otherwise, Scheme};
use hengping_core::score::explain::{Label, Operation};
use hengping_core::score::outcome::MarkState;
use hengping_core::score::{ApplicationInput, Derivation, Exact};

use crate::workbook::{Cell, Number, Row};

/// Places of values beside each other in the last column.
const COMPARED: u32 = 9;
/// Places with which a formula of the scheme meets a band.
const BAND_PLACES: u32 = 12;

/// Columns of a derivation, from the left.
pub const COLUMNS: usize = 8;
/// The column with live values.
const VALUE: char = 'D';
/// The column with points, counts and limits that belong to the step.
const OF_STEP: char = 'E';
/// The column with a second such number.
const SECOND: char = 'F';
/// The column with core's own number.
const CORE: char = 'G';

/// What a derivation is laid out with.
pub struct Case<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// What the composite was computed from.
    pub input: &'a ApplicationInput,
    /// What a step is and how it follows, in words.
    pub words: &'a dyn Fn(&Derivation) -> (String, String),
}

/// The rows of one derivation; the first stands in row `first` of its sheet, counted from 1.
#[must_use]
pub fn rows(tree: &Derivation, first: usize, case: &Case<'_>) -> Vec<Row> {
    let mut layout = Layout {
        case,
        first,
        rows: Vec::new(),
    };
    layout.lay(tree, 0, None);
    layout.rows
}

struct Layout<'a> {
    case: &'a Case<'a>,
    first: usize,
    rows: Vec<Row>,
}

/// What stands in the cells of a step besides its words.
#[derive(Default)]
struct Numbers {
    formula: Option<String>,
    of_step: Option<Exact>,
    second: Option<Exact>,
}

impl Numbers {
    fn live(formula: String) -> Self {
        Self {
            formula: Some(formula),
            ..Self::default()
        }
    }
}

impl Layout<'_> {
    /// Lays out a step and everything below it; returns the row it stands in.
    fn lay(&mut self, step: &Derivation, depth: u8, leaf: Option<&IndicatorCode>) -> usize {
        let at = self.first + self.rows.len();
        self.rows.push(Row::default());
        let leaf = match &step.label {
            Label::Indicator(code) => Some(code),
            _ => leaf,
        };
        let below = step.children.iter();
        let below: Vec<usize> = below
            .map(|child| self.lay(child, depth + 1, leaf))
            .collect();
        let numbers = match step.exact {
            Some(_) => self.numbers(step, at, &below, leaf),
            None => Numbers::default(),
        };
        let row = self.row(step, at, depth, numbers);
        if let Some(place) = self.rows.get_mut(at - self.first) {
            *place = row;
        }
        at
    }

    fn row(&self, step: &Derivation, at: usize, depth: u8, numbers: Numbers) -> Row {
        let (what, how) = (self.case.words)(step);
        let indent = "\u{3000}".repeat(usize::from(depth));
        let value = step.exact.as_ref().map(|value| Number::of(value, None));
        let live = match (numbers.formula, value) {
            (Some(formula), Some(value)) => Cell::Live { formula, value },
            (None, Some(value)) => Cell::Number(value),
            (_, None) => Cell::Empty,
        };
        let apart = Cell::some(value, |_| Cell::Live {
            formula: format!("ROUND({VALUE}{at}-{CORE}{at},{COMPARED})"),
            value: Number {
                value: 0.0,
                digits: None,
            },
        });
        let exact = |value: Option<Exact>| Cell::some(value, |value| Cell::exact(&value, None));
        Row {
            cells: vec![
                Cell::text(self.case.input.id.as_str()),
                Cell::Text(format!("{indent}{what}")),
                Cell::text(how),
                live,
                exact(numbers.of_step),
                exact(numbers.second),
                Cell::some(value, Cell::Number),
                apart,
            ],
            depth,
            strong: depth == 0,
        }
    }

    fn numbers(
        &self,
        step: &Derivation,
        at: usize,
        below: &[usize],
        leaf: Option<&IndicatorCode>,
    ) -> Numbers {
        match &step.operation {
            Operation::Rounded(digits) => {
                only(below).map_or_else(Numbers::default, |cell| live_rounded(&cell, *digits))
            }
            Operation::Sum => Numbers::live(sum(below)),
            Operation::Rescaled {
                declared,
                applicable,
            } => Numbers {
                formula: Some(format!("{}*{OF_STEP}{at}/{SECOND}{at}", sum(below))),
                of_step: Some(declared.clone()),
                second: Some(applicable.clone()),
            },
            Operation::BonusLessDeductions => bonus_less_deductions(below),
            Operation::PointsOfMark { points, digits } => {
                self.points_of_mark(points, *digits, at, below, leaf)
            }
            Operation::Aggregated { digits, .. } => aggregated(step, below, *digits),
            Operation::Bands { .. } => self.bands(step, below, leaf),
            Operation::Formula => self.formula(step, below),
            Operation::Limited { limit } if !below.is_empty() => Numbers {
                formula: Some(format!("MIN({},{OF_STEP}{at})", sum(below))),
                of_step: Some(limit.abs()),
                second: None,
            },
            Operation::Item { count } => Numbers {
                of_step: count.clone(),
                ..Numbers::default()
            },
            Operation::Raw { .. } => only(below).map_or_else(Numbers::default, Numbers::live),
            _ => Numbers::default(),
        }
    }

    /// points × (mark − zero) / (best − zero); of a deducted leaf points − mark.
    fn points_of_mark(
        &self,
        points: &Exact,
        digits: Option<u32>,
        at: usize,
        below: &[usize],
        leaf: Option<&IndicatorCode>,
    ) -> Numbers {
        let found = leaf.and_then(|code| self.leaf(code));
        let (Some(mark), Some(of)) = (only(below), found) else {
            return Numbers::default();
        };
        let scale = self
            .case
            .scheme
            .marking_scale(of, &self.case.input.enterprise_type);
        let (formula, best) = match (&of.leaf.mode, scale) {
            (LeafMode::Deducted { .. }, _) => (format!("{OF_STEP}{at}-{mark}"), None),
            (_, Some(scale)) => {
                let zero = scale.zero.normalize();
                let worth = format!("{OF_STEP}{at}*({mark}-{zero})/({SECOND}{at}-{zero})");
                (worth, Some(Exact::from(scale.max)))
            }
            (_, None) => (mark, None),
        };
        Numbers {
            second: best,
            of_step: Some(points.clone()),
            ..live_rounded(&formula, digits)
        }
    }

    fn leaf(&self, code: &IndicatorCode) -> Option<LeafRef<'_>> {
        let indicator = self.case.scheme.indicator(code)?;
        let leaf = indicator.leaf()?;
        Some(LeafRef { indicator, leaf })
    }

    /// The value of the leaf's formula, band by band.
    fn bands(&self, step: &Derivation, below: &[usize], leaf: Option<&IndicatorCode>) -> Numbers {
        let computed = leaf.and_then(|code| match &self.leaf(code)?.leaf.mode {
            LeafMode::Computed(computed) => Some(computed),
            _ => None,
        });
        let (Some(value), Some(computed)) = (only(below), computed) else {
            return Numbers::default();
        };
        let bands = bands_of(
            &computed.bands_as,
            &computed.bands_by_type,
            &computed.bands,
            self.case.input,
        );
        let lowest = match &bands.otherwise {
            Otherwise::Points(points) => points.normalize().to_string(),
            // The condition reads other facts; what it came to is core's number where it mattered.
            Otherwise::Condition { when_false, .. } => {
                let value = step.children.first().and_then(|child| child.exact.clone());
                let below_all = bands.steps.iter().all(|band| {
                    value
                        .as_ref()
                        .is_some_and(|value| *value < Exact::from(band.from))
                });
                let printed = step.printed.clone().filter(|_| below_all);
                printed.unwrap_or_else(|| when_false.normalize().to_string())
            }
        };
        let steps = bands.steps.iter().rev();
        let formula = steps.fold(lowest, |rest, band| {
            let (from, points) = (band.from.normalize(), band.points.normalize());
            format!("IF({value}>={from},{points},{rest})")
        });
        Numbers::live(formula)
    }

    /// The scheme's own formula over the cells of the facts below.
    fn formula(&self, step: &Derivation, below: &[usize]) -> Numbers {
        let Label::Fact(text) = &step.label else {
            return Numbers::default();
        };
        let facts = step.children.iter().zip(below);
        let cells: BTreeMap<&str, String> = facts
            .filter_map(|(child, at)| match &child.label {
                Label::Fact(name) => Some((name.as_str(), cell(*at))),
                _ => None,
            })
            .collect();
        let said = formula::translate(text, &self.case.scheme.derived, &cells);
        said.map_or_else(Numbers::default, |said| {
            live_rounded(&said, Some(BAND_PLACES))
        })
    }
}

/// The bands that hold: those of the type another field names, of its own type, or the common ones.
fn bands_of<'a>(
    named_by: &BTreeMap<TypeCode, FieldCode>,
    by_type: &'a BTreeMap<TypeCode, Bands>,
    common: &'a Bands,
    input: &ApplicationInput,
) -> &'a Bands {
    let own = &input.enterprise_type;
    let named = named_by.get(own).and_then(|field| input.codes.get(field));
    let named = named.and_then(|code| TypeCode::new(code.clone()).ok());
    by_type.get(named.as_ref().unwrap_or(own)).unwrap_or(common)
}

fn cell(row: usize) -> String {
    format!("{VALUE}{row}")
}

fn only(below: &[usize]) -> Option<String> {
    match below {
        [only] => Some(cell(*only)),
        _ => None,
    }
}

fn list(below: impl IntoIterator<Item = usize>) -> String {
    let cells: Vec<String> = below.into_iter().map(cell).collect();
    cells.join(",")
}

fn sum(below: &[usize]) -> String {
    format!("SUM({})", list(below.iter().copied()))
}

fn live_rounded(formula: &str, digits: Option<u32>) -> Numbers {
    Numbers::live(match digits {
        Some(digits) => format!("ROUND({formula},{digits})"),
        None => formula.to_owned(),
    })
}

fn bonus_less_deductions(below: &[usize]) -> Numbers {
    match below {
        [tree, bonus, deductions] => Numbers::live(format!(
            "{}+{}-{}",
            cell(*tree),
            cell(*bonus),
            cell(*deductions)
        )),
        _ => Numbers::default(),
    }
}

/// The mean of what trimming left; of a median, too, the mean of the one or two in the middle.
fn aggregated(step: &Derivation, below: &[usize], digits: Option<u32>) -> Numbers {
    let kept = step.children.iter().zip(below).filter(|(child, _)| {
        let left_out = matches!(
            child.operation,
            Operation::Raw { dropped: true, .. } | Operation::Undecided
        );
        let counts = match &child.operation {
            Operation::Raw { state, .. } => matches!(state, MarkState::Scored(_)),
            _ => child.exact.is_some(),
        };
        counts && !left_out
    });
    let kept: Vec<usize> = kept.map(|(_, at)| *at).collect();
    if kept.is_empty() {
        return Numbers::default();
    }
    live_rounded(&format!("AVERAGE({})", list(kept)), digits)
}
