//! Notes: what the reader of a result has to know besides the numbers.
//!
//! Owns the kinds of notes, their stable codes and their English sentences; other languages
//! translate by code and details. Trap: a note carries codes and counts only, never text that a
//! person wrote.

use std::fmt;

use serde::Serialize;

use crate::id::{EvidenceCode, FieldCode, IndicatorCode};
use crate::scheme::{MissingEvidence, TurnOver};

use super::outcome::{AppliedMethod, ItemKind, MissedThreshold, ThresholdMeasure, Undecided};

/// Something the reader of a result has to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// The indicator it is about, if it is about one.
    pub indicator: Option<IndicatorCode>,
    /// What.
    pub kind: NoteKind,
}

/// Kinds of notes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The leaf does not apply; its parent is rescaled.
    NotApplicable,
    /// Some hold that the leaf does not apply; the others' marks count.
    PartlyNotApplicable {
        /// Marks that count.
        numeric: u32,
        /// Experts who hold that it does not apply.
        not_applicable: u32,
    },
    /// Too few valid values to trim; the plain mean was taken.
    NotTrimmed {
        /// Valid values.
        valid: u32,
        /// From how many on values are dropped.
        from: u32,
    },
    /// Required evidence is missing; this rule holds.
    EvidenceMissing {
        /// The evidence.
        missing: Vec<EvidenceCode>,
        /// The rule.
        rule: MissingRule,
    },
    /// The leaf cannot be computed; the experts mark it.
    TurnedOver(TurnedOverBy),
    /// Marks were made of a leaf that its facts decide; they are not counted.
    MarksOnFacts {
        /// How many of them.
        marks: u32,
    },
    /// The option was stated several times and not alike; the points were aggregated.
    OptionsDiffer,
    /// The item was not decided, or stated several times and not alike; it is not applied.
    ItemUndecided,
    /// A mark that its leaf cannot have was not counted.
    MarkRefused {
        /// How many of them.
        count: u32,
    },
    /// Marks of someone who recused themselves or was absent are kept and not counted.
    MarksNotCounted {
        /// How many people.
        experts: u32,
    },
    /// The panel agreed on a mark; it stands in place of the aggregate.
    AgreedMark,
    /// Experts without complete marks are not counted.
    IncompleteExperts {
        /// How many of them.
        experts: u32,
    },
    /// The method differs from that of most applications of the round.
    MethodDiffers {
        /// Of this application.
        here: AppliedMethod,
        /// Of most.
        usual: AppliedMethod,
    },
    /// The limit of the bonus or deduction group was reached.
    LimitReached {
        /// Which group.
        kind: ItemKind,
    },
    /// A threshold is not looked at because its indicator does not apply.
    ThresholdNotApplied,
    /// The input names an indicator the scheme does not have.
    UnknownIndicator,
}

/// [`TurnOver`] in a form that travels with results.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnedOverBy {
    /// This base variable has no value.
    MissingBase(String),
    /// This base variable is zero.
    ZeroBase(String),
    /// The formula gave no value.
    NoValue,
    /// This field does not name a type whose bands hold.
    NoBands(FieldCode),
}

impl From<TurnOver> for TurnedOverBy {
    fn from(reason: TurnOver) -> Self {
        match reason {
            TurnOver::MissingBase(variable) => Self::MissingBase(variable),
            TurnOver::ZeroBase(variable) => Self::ZeroBase(variable),
            TurnOver::NoValue(_) => Self::NoValue,
            TurnOver::NoBands(field) => Self::NoBands(field),
        }
    }
}

/// [`MissingEvidence`] in a form that travels with results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingRule {
    /// No points.
    Zero,
    /// Open until the panel decides.
    Panel,
    /// The value stands.
    Keep,
}

impl From<MissingEvidence> for MissingRule {
    fn from(rule: MissingEvidence) -> Self {
        match rule {
            MissingEvidence::Zero => Self::Zero,
            MissingEvidence::Panel => Self::Panel,
            MissingEvidence::KeepWithNote => Self::Keep,
        }
    }
}

impl NoteKind {
    /// Stable name of the kind.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::PartlyNotApplicable { .. } => "partly-not-applicable",
            Self::NotTrimmed { .. } => "not-trimmed",
            Self::EvidenceMissing { .. } => "evidence-missing",
            Self::TurnedOver(_) => "turned-over",
            Self::MarksOnFacts { .. } => "marks-on-facts",
            Self::OptionsDiffer => "options-differ",
            Self::ItemUndecided => "item-undecided",
            Self::MarkRefused { .. } => "mark-refused",
            Self::MarksNotCounted { .. } => "marks-not-counted",
            Self::AgreedMark => "agreed-mark",
            Self::IncompleteExperts { .. } => "incomplete-experts",
            Self::MethodDiffers { .. } => "method-differs",
            Self::LimitReached { .. } => "limit-reached",
            Self::ThresholdNotApplied => "threshold-not-applied",
            Self::UnknownIndicator => "unknown-indicator",
        }
    }
}

impl fmt::Display for NoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotApplicable => f.write_str("does not apply; its parent is rescaled"),
            Self::PartlyNotApplicable {
                numeric,
                not_applicable,
            } => write!(
                f,
                "{not_applicable} hold that it does not apply; the other {numeric} marks count"
            ),
            Self::NotTrimmed { valid, from } => {
                write!(f, "{valid} valid, trimmed from {from} on: plain mean")
            }
            Self::EvidenceMissing { missing, rule } => {
                write!(f, "no evidence (")?;
                for (position, code) in missing.iter().enumerate() {
                    let comma = if position == 0 { "" } else { "," };
                    write!(f, "{comma}{code}")?;
                }
                write!(f, "): {}", rule.sentence())
            }
            Self::TurnedOver(reason) => write!(f, "marked by the experts: {reason}"),
            Self::MarksOnFacts { marks } => {
                write!(f, "decided by facts; {marks} marks are not counted")
            }
            Self::OptionsDiffer => f.write_str("different options were stated; aggregated"),
            Self::ItemUndecided => f.write_str("not decided, not applied"),
            Self::MarkRefused { count } => {
                write!(f, "{count} marks it cannot have are not counted")
            }
            Self::MarksNotCounted { experts } => write!(
                f,
                "marks of {experts} experts who recused themselves or were absent are not counted"
            ),
            Self::AgreedMark => f.write_str("the agreed mark stands in place of the aggregate"),
            Self::IncompleteExperts { experts } => {
                write!(
                    f,
                    "{experts} experts without complete marks are not counted"
                )
            }
            Self::MethodDiffers { here, usual } => {
                write!(
                    f,
                    "method {} here, {} of most",
                    here.as_str(),
                    usual.as_str()
                )
            }
            Self::LimitReached { kind } => write!(f, "{}: limit reached", kind.as_str()),
            Self::ThresholdNotApplied => f.write_str("threshold not looked at: does not apply"),
            Self::UnknownIndicator => f.write_str("not an indicator of the scheme"),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.indicator {
            Some(indicator) => write!(f, "{indicator}: {}", self.kind),
            None => write!(f, "{}", self.kind),
        }
    }
}

impl MissingRule {
    fn sentence(self) -> &'static str {
        match self {
            Self::Zero => "no points",
            Self::Panel => "open until the panel decides",
            Self::Keep => "the value stands",
        }
    }
}

impl fmt::Display for TurnedOverBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingBase(variable) => write!(f, "{variable} is missing"),
            Self::ZeroBase(variable) => write!(f, "{variable} is 0"),
            Self::NoValue => f.write_str("the formula gives no value"),
            Self::NoBands(field) => write!(f, "{field} does not say which bands hold"),
        }
    }
}

impl AppliedMethod {
    /// Stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Trimmed => "trimmed mean",
            Self::PlainMean => "plain mean",
            Self::Median => "median",
            Self::Mixed => "mixed",
        }
    }
}

impl ItemKind {
    /// Stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bonus => "bonus",
            Self::Deduction => "deductions",
            Self::Veto => "veto",
        }
    }
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewMarks {
                indicator,
                valid,
                least,
            } => write!(
                f,
                "{indicator}: {valid} valid marks, at least {least} needed"
            ),
            Self::TooFewExperts { valid, least } => {
                write!(
                    f,
                    "{valid} experts with complete marks, at least {least} needed"
                )
            }
            Self::LeafOpen { indicator } => write!(f, "{indicator}: not decided"),
            Self::NothingApplies => f.write_str("no leaf applies"),
            Self::UnknownType => f.write_str("not a type of the scheme"),
        }
    }
}

impl fmt::Display for MissedThreshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self
            .indicator
            .as_ref()
            .map_or("total", |code| code.as_str());
        let measure = match self.measure {
            ThresholdMeasure::Points => "points",
            ThresholdMeasure::Mark => "marks",
        };
        let (reached, least) = (&self.reached, &self.least);
        write!(f, "{what}: {reached} {measure}, at least {least} needed")
    }
}
