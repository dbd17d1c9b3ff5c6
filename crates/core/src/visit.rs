//! On-site verification 现场核查: what was declared, what was seen, what follows.
//!
//! Owns the lines of a visit and the record a team seals, and how lines are drawn. Does not change
//! a fact: merge applies verified values (`merge::facts`). Trap: a visit may verify that a value
//! cannot be verified; such a line has no verified value and changes nothing by itself.

mod check;
mod heard;
mod lines;
mod seed;

pub use check::VisitFault;
pub use heard::{DocumentShown, Interview, Side, Signature, Stroke};
pub use lines::{DrawnLine, LineReason, draw_lines};
pub use seed::sample_seed;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::amount::Fen;
use crate::application::FieldValue;
use crate::id::{
    ApplicationId, Digest, EvidenceCode, IndicatorCode, Lineage, PackageId, RoundId, TicketId,
};
use crate::mark::{FactKey, FactValue};
use crate::time::Instant;

/// One sealed visit to one enterprise.
///
/// This is the content that is signed, the counterpart of [`crate::review::Review`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitRecord {
    /// The round.
    pub round: RoundId,
    /// The package it was made on.
    pub package: PackageId,
    /// The visit team's ticket.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// 1 for the first seal of this visit, one more after each unsealing.
    pub seal: u32,
    /// Payload digest of seal − 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Digest>,
    /// History of the store it was sealed in.
    pub lineage: Lineage,
    /// Digest of the scheme text it was made under.
    pub scheme: Digest,
    /// Version of the material when it was sealed.
    pub material_version: u32,
    /// Number of the last round notice known; 0 for none.
    pub last_notice: u32,
    /// Why the seal before was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseal_reason: Option<String>,
    /// What was verified.
    pub lines: Vec<VisitLine>,
    /// Members of the team who were there.
    pub members: Vec<String>,
    /// The team's conclusion.
    pub conclusion: String,
    /// What the enterprise says to it.
    pub enterprise: EnterpriseStatement,
    /// Whom the team spoke with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interviews: Vec<Interview>,
    /// Documents the team was shown besides those of a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentShown>,
    /// Signatures drawn on the screen. None are there where the record is signed on paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// When it was sealed.
    pub sealed_at: Instant,
}

/// One claim and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitLine {
    /// What is verified.
    pub subject: Subject,
    /// The value declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<FactValue>,
    /// Documents seen.
    pub seen: Vec<DocumentSeen>,
    /// The value verified; absent when it could not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<FactValue>,
    /// Verdict.
    pub verdict: Verdict,
    /// What is to follow.
    pub treatment: Treatment,
    /// Note; must not be empty unless the verdict is [`Verdict::Consistent`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Photographs taken of what was seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
}

/// A photograph, kept outside the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Photo {
    /// Digest of the file as it is kept.
    pub digest: Digest,
    /// Digest of the file as the camera made it, where its position was taken out on import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Digest>,
    /// When it was taken, by the clock of the camera or machine.
    pub taken_at: Instant,
}

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Subject {
    /// A fact; a verified value can take its place.
    Fact(FactKey),
    /// What experts judge under this leaf; the finding is in the note.
    Indicator(IndicatorCode),
}

/// A document shown to the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentSeen {
    /// Its number or title.
    pub title: String,
    /// Page looked at, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The evidence item it is the original of, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceCode>,
}

/// How declared and seen agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 一致.
    Consistent,
    /// 基本一致.
    MostlyConsistent,
    /// 不一致.
    Inconsistent,
    /// 无法核实.
    Unverifiable,
}

/// What follows from a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// The declared value stands.
    Keep,
    /// 按核实值重算.
    UseVerified,
    /// 计 0: the number declared counts as 0.
    CountZero,
    /// 扣分: a deduction item applies; which one is the panel's decision.
    Deduct,
    /// 转否决: the panel decides on a veto.
    ReferToVeto,
}

/// What the enterprise says to the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EnterpriseStatement {
    /// 同意.
    Agrees {
        /// Who signed for it.
        signatory: String,
    },
    /// 有异议.
    Objects {
        /// Who signed for it.
        signatory: String,
        /// What it objects to.
        statement: String,
    },
    /// It would not sign.
    RefusedToSign {
        /// Two who saw it.
        witnesses: [String; 2],
    },
}

impl VisitLine {
    /// Difference of the verified from the declared number in percent of the declared one, exact
    /// to 28 digits; nothing unless both are numbers and the declared one is not zero.
    #[must_use]
    pub fn difference_percent(&self) -> Option<Decimal> {
        let declared = number(self.declared.as_ref()?)?;
        let verified = number(self.verified.as_ref()?)?;
        verified
            .checked_sub(declared)?
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(declared)
    }
}

impl VisitLine {
    /// The value that takes the place of the fact, if the line gives it one by itself. Deductions,
    /// vetoes and lines on judged leaves wait for the panel.
    #[must_use]
    pub fn replacing_value(&self) -> Option<FactValue> {
        match self.treatment {
            Treatment::UseVerified => self.verified.clone(),
            Treatment::CountZero => match self.declared.as_ref()? {
                FactValue::Field(FieldValue::Money(_)) => {
                    Some(FactValue::Field(FieldValue::Money(Fen(0))))
                }
                FactValue::Field(FieldValue::Number(_)) => {
                    Some(FactValue::Field(FieldValue::Number(Decimal::ZERO)))
                }
                FactValue::Count(_) => Some(FactValue::Count(0)),
                _ => None,
            },
            Treatment::Keep | Treatment::Deduct | Treatment::ReferToVeto => None,
        }
    }
}

fn number(value: &FactValue) -> Option<Decimal> {
    match value {
        FactValue::Field(FieldValue::Money(fen)) => Some(fen.to_wan()),
        FactValue::Field(FieldValue::Number(number)) => Some(*number),
        FactValue::Count(count) => Some(Decimal::from(*count)),
        _ => None,
    }
}
