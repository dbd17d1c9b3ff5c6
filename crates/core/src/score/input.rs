//! What a composite is computed from.
//!
//! Owns the shape of the input: facts, decisions, marks and who was asked. Does not read tables or
//! bundles; merge and `scheme try` fill these types. Trap: *not scored* is the absence of an entry
//! in [`ExpertMarks::marks`], never a score of 0, and an expert who was asked but gave nothing
//! still stands in [`ApplicationInput::experts`], or the denominators are wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::id::{
    ApplicationId, EvidenceCode, FieldCode, IndicatorCode, OptionCode, TypeCode, UnitCode,
};
use crate::mark::Judgement;
use crate::scheme::{Facts, Scheme};

/// Everything a result is a function of.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// The applications, in any order.
    pub applications: Vec<ApplicationInput>,
    /// Recorded votes on ties.
    pub votes: Vec<Vote>,
}

/// One application with all that was said of it.
#[derive(Debug, Clone)]
pub struct ApplicationInput {
    /// The application.
    pub id: ApplicationId,
    /// Its type; decides bands and points.
    pub enterprise_type: TypeCode,
    /// The unit that recommends it, where one is known.
    pub unit: Option<UnitCode>,
    /// Numbers of the form by variable name (`F20`, `F20_1`), money in 万元.
    pub facts: BTreeMap<String, Decimal>,
    /// Declared codes of code fields.
    pub codes: BTreeMap<FieldCode, String>,
    /// Which evidence is there.
    pub evidence: EvidencePresence,
    /// Decided options of choice leaves.
    pub choices: BTreeMap<IndicatorCode, OptionCode>,
    /// Decisions on bonus, deduction and veto items.
    pub items: BTreeMap<IndicatorCode, ItemDecision>,
    /// Everyone who was asked, by key.
    pub experts: BTreeMap<ExpertKey, ExpertMarks>,
    /// The consensus layer: agreed marks that stand in place of the aggregate.
    pub agreed: BTreeMap<IndicatorCode, Judgement>,
}

impl ApplicationInput {
    /// An application of which nothing is known yet.
    #[must_use]
    pub fn new(id: ApplicationId, enterprise_type: TypeCode) -> Self {
        Self {
            id,
            enterprise_type,
            unit: None,
            facts: BTreeMap::new(),
            codes: BTreeMap::new(),
            evidence: EvidencePresence::NotChecked,
            choices: BTreeMap::new(),
            items: BTreeMap::new(),
            experts: BTreeMap::new(),
            agreed: BTreeMap::new(),
        }
    }
}

impl Facts for ApplicationInput {
    fn number(&self, variable: &str) -> Option<Decimal> {
        self.facts.get(variable).copied()
    }

    fn code(&self, field: &FieldCode) -> Option<String> {
        self.codes.get(field).cloned()
    }

    fn has_evidence(&self, evidence: &EvidenceCode) -> bool {
        match &self.evidence {
            EvidencePresence::NotChecked => true,
            EvidencePresence::Present(present) => present.contains(evidence),
        }
    }
}

/// Which evidence of the catalogue is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidencePresence {
    /// Nobody looked (a plain table): no leaf counts as lacking evidence.
    NotChecked,
    /// Exactly these items are there.
    Present(BTreeSet<EvidenceCode>),
}

/// A decision on a bonus, deduction or veto item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemDecision {
    /// It applies so many times; 0 says that it does not apply.
    Count(u32),
    /// Nobody has decided; it is not applied, with a note.
    Undecided,
}

/// Who marked: a ticket id, or the name used in a table. Order of keys is order of print.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpertKey(Arc<str>);

impl ExpertKey {
    /// The key for `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExpertKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ExpertKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExpertKey({})", self.0)
    }
}

impl std::borrow::Borrow<str> for ExpertKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for ExpertKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

/// What one expert said of one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpertMarks {
    /// Whether the expert took part.
    pub attendance: Attendance,
    /// Judgements by leaf; marks of anyone not present are kept and not counted.
    pub marks: BTreeMap<IndicatorCode, Judgement>,
    /// How often bonus, deduction and veto items apply, in this expert's view.
    pub items: BTreeMap<IndicatorCode, u32>,
}

impl ExpertMarks {
    /// An expert who takes part and has said nothing yet.
    #[must_use]
    pub fn present() -> Self {
        Self::with(Attendance::Present)
    }

    /// An expert without marks in the given state.
    #[must_use]
    pub fn with(attendance: Attendance) -> Self {
        Self {
            attendance,
            marks: BTreeMap::new(),
            items: BTreeMap::new(),
        }
    }
}

/// Whether an expert took part in judging an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// Took part; leaves without a mark are not scored.
    Present,
    /// 回避: not counted, never as zero.
    Recused,
    /// Was asked and handed in nothing: not counted, never as zero.
    Absent,
}

/// A recorded vote: the applications of a tie, the preferred first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The order that was voted.
    pub order: Vec<ApplicationId>,
}
