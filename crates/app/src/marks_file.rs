//! The marks file of an expert: marks, proposals and opinions of several applications as TOML.
//!
//! Owns its shape and the typing of what needs no scheme. Looking quotes up in documents and
//! checking marks against scales is `expert::marking`'s business.

use std::collections::BTreeMap;

use hengping_core::amount::Hundredths;
use hengping_core::application::FieldKey;
use hengping_core::id::{
    ApplicationId, EvidenceCode, IndicatorCode, OpinionFieldCode, OptionCode, RecommendationCode,
};
use hengping_core::mark::{FactKey, Judgement};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::files;

/// A marks file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarksFile {
    /// One entry per application.
    #[serde(default)]
    pub application: Vec<ApplicationMarks>,
}

/// What the file says of one application.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationMarks {
    /// The application.
    pub id: ApplicationId,
    /// Whether the fact sheet was read as a whole.
    #[serde(default)]
    pub fact_sheet_read: bool,
    /// Ground of a recusal; nothing else of the application is taken then.
    pub recuse: Option<String>,
    /// Marks.
    #[serde(default)]
    pub mark: Vec<MarkEntry>,
    /// Proposed facts.
    #[serde(default)]
    pub proposal: Vec<ProposalEntry>,
    /// The opinion.
    pub opinion: Option<OpinionEntry>,
}

/// One mark.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkEntry {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// A value on the scale, as a decimal string.
    pub score: Option<String>,
    /// An option.
    pub choice: Option<OptionCode>,
    /// Whether the leaf does not apply.
    #[serde(default)]
    pub not_applicable: bool,
    /// Comment.
    #[serde(default)]
    pub comment: String,
    /// Citations.
    #[serde(default)]
    pub cite: Vec<CiteEntry>,
}

/// A citation to be made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CiteEntry {
    /// Evidence item.
    pub evidence: EvidenceCode,
    /// Page counted from 1 within the item.
    pub page: u32,
    /// Words to be found on the page.
    pub quote: Option<String>,
    /// Box in points, left, bottom, right, top, as decimal strings.
    #[serde(rename = "box")]
    pub rectangle: Option<[String; 4]>,
}

/// A proposed fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalEntry {
    /// `F16_1`, `choice:C2.2`, `type` or `item:J1`.
    pub fact: String,
    /// The value, as the form would have it.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Citations.
    #[serde(default)]
    pub cite: Vec<CiteEntry>,
}

/// An opinion.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionEntry {
    /// Recommendation.
    pub recommendation: Option<RecommendationCode>,
    /// Texts.
    #[serde(default)]
    pub fields: BTreeMap<OpinionFieldCode, String>,
}

/// Reads a marks file.
///
/// # Errors
/// What is wrong with it and in which line.
pub fn read(text: &str) -> Result<MarksFile, String> {
    toml::from_str(text).map_err(|error| files::toml_fault(text, &error))
}

/// An entry of a marks file that says nothing or two things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry of the marks file is not clear")]
pub struct UnclearEntry;

impl MarkEntry {
    /// The judgement this entry states.
    ///
    /// # Errors
    /// [`UnclearEntry`] unless exactly one of score, choice and not applicable is given.
    pub fn judgement(&self) -> Result<Judgement, UnclearEntry> {
        match (&self.score, &self.choice, self.not_applicable) {
            (Some(score), None, false) => {
                let value: Decimal = score.trim().parse().map_err(|_| UnclearEntry)?;
                Hundredths::from_decimal(value)
                    .map(Judgement::Score)
                    .ok_or(UnclearEntry)
            }
            (None, Some(option), false) => Ok(Judgement::Choice(option.clone())),
            (None, None, true) => Ok(Judgement::NotApplicable),
            _ => Err(UnclearEntry),
        }
    }
}

/// Reads the written form of a fact: `F16_1`, `choice:C2.2`, `type` or `item:J1`.
///
/// # Errors
/// [`UnclearEntry`] when it is none of these.
pub fn fact_key(text: &str) -> Result<FactKey, UnclearEntry> {
    let unclear = |_| UnclearEntry;
    match text.split_once(':') {
        None if text == "type" => Ok(FactKey::EnterpriseType),
        None => text
            .parse::<FieldKey>()
            .map(FactKey::Field)
            .map_err(unclear),
        Some(("choice", code)) => IndicatorCode::new(code)
            .map(FactKey::Choice)
            .map_err(unclear),
        Some(("item", code)) => IndicatorCode::new(code).map(FactKey::Item).map_err(unclear),
        Some(_) => Err(UnclearEntry),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(toml: &str) -> MarkEntry {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn a_mark_says_exactly_one_thing() {
        let mark = entry("indicator = 'C3.1'\nscore = '7.5'");
        assert_eq!(mark.judgement(), Ok(Judgement::Score(Hundredths(750))));
        let mark = entry("indicator = 'C3.1'\nnot_applicable = true");
        assert_eq!(mark.judgement(), Ok(Judgement::NotApplicable));
        for unclear in ["", "score = '7.505'", "score = '7'\nnot_applicable = true"] {
            let mark = entry(&format!("indicator = 'C3.1'\n{unclear}"));
            assert_eq!(mark.judgement(), Err(UnclearEntry), "{unclear}");
        }
    }

    #[test]
    fn facts_are_written_in_four_ways() {
        assert!(matches!(fact_key("F16_1"), Ok(FactKey::Field(_))));
        assert!(matches!(fact_key("choice:C2.2"), Ok(FactKey::Choice(_))));
        assert!(matches!(fact_key("item:J1"), Ok(FactKey::Item(_))));
        assert_eq!(fact_key("type"), Ok(FactKey::EnterpriseType));
        assert!(fact_key("vote:J1").is_err());
    }
}
