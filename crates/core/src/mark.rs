//! Marks: one expert's judgement of one leaf.
//!
//! *Not scored* is the absence of a mark, *not applicable* is a judgement, and 0 is a score:
//! three different things everywhere.

use serde::{Deserialize, Serialize};

use crate::amount::Hundredths;
use crate::application::{FieldKey, FieldValue};
use crate::id::{CitationId, IndicatorCode, OptionCode, TypeCode};

/// What an expert says of a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Judgement {
    /// A value on the leaf's marking scale.
    Score(Hundredths),
    /// An option of a choice leaf.
    Choice(OptionCode),
    /// The leaf does not apply to this enterprise.
    NotApplicable,
}

/// One expert's mark of one leaf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// The judgement.
    pub judgement: Judgement,
    /// Comment; the scheme says when it must not be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// Citations it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<CitationId>,
    /// Version of the material it was made on.
    pub material_version: u32,
}

/// A fact of an application: something that is so or not, whoever looks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FactKey {
    /// A declared value.
    Field(FieldKey),
    /// The option of a choice leaf.
    Choice(IndicatorCode),
    /// The enterprise type.
    EnterpriseType,
    /// How often a bonus, deduction or veto item applies.
    Item(IndicatorCode),
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FactValue {
    /// Of a field.
    Field(FieldValue),
    /// Of a choice leaf.
    Option(OptionCode),
    /// Of the enterprise type.
    EnterpriseType(TypeCode),
    /// Of an item: 0 does not apply, 1 applies, more where it counts each time.
    Count(u32),
}

/// An expert's word that a fact is otherwise than declared. Changes nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactProposal {
    /// The fact.
    pub fact: FactKey,
    /// What it should be.
    pub value: FactValue,
    /// Why.
    pub reason: String,
    /// Where it can be read; at least one.
    pub citations: Vec<CitationId>,
}
