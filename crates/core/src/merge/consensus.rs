//! Consensus 合议: marks agreed after the bundles were opened, on top of what was sealed.
//!
//! Owns the layer and its rules. Never touches a sealed review: a layer is looked through, not
//! written into. Trap: the order that counts is that of recording (`at`), so a mark can be taken
//! back by a later entry without a judgement; nothing is ever deleted.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::{ApplicationId, Digest, IndicatorCode, TicketId};
use crate::mark::Judgement;
use crate::time::Instant;

/// One agreed mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerMark {
    /// The application.
    pub application: ApplicationId,
    /// The leaf.
    pub indicator: IndicatorCode,
    /// Whose mark it is.
    pub whose: Whose,
    /// The mark; absent to take an earlier one back.
    pub judgement: Option<Judgement>,
    /// Why a result may change at all.
    pub ground: ChangeGround,
    /// The reason in words.
    pub reason: String,
    /// Where it was said.
    pub source: LayerSource,
    /// Who keyed it; two people for an answer on paper.
    pub keyed_by: Vec<String>,
    /// When it was keyed.
    pub at: Instant,
}

/// Whose mark a layer mark is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Whose {
    /// The panel's: stands in place of the aggregate.
    Panel,
    /// One expert's: stands in place of the sealed mark.
    Expert(TicketId),
}

/// The only four reasons for which a signed result may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeGround {
    /// 计算错误.
    Arithmetic,
    /// 超出评分范围.
    OutOfRange,
    /// 成员对客观事实认定不一致.
    MembersDiffer,
    /// 评分畸高畸低.
    Unreasonable,
}

impl ChangeGround {
    /// Its name in data.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Arithmetic => "arithmetic",
            Self::OutOfRange => "out_of_range",
            Self::MembersDiffer => "members_differ",
            Self::Unreasonable => "unreasonable",
        }
    }
}

/// Where an agreed mark was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum LayerSource {
    /// In the panel's meeting.
    Meeting,
    /// In a signed answer to a query slip.
    Answer(Digest),
    /// In an answer on paper.
    Paper,
}

/// Why a layer mark cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LayerError {
    /// No reason is given.
    #[error("an agreed mark needs a reason")]
    ReasonMissing,
    /// Nobody, or for paper fewer than two different people, keyed it.
    #[error("{found} people keyed the mark, {needed} are needed")]
    Keyed {
        /// How many did.
        found: usize,
        /// How many must.
        needed: usize,
    },
}

impl LayerMark {
    /// Checks what must be recorded with an agreed mark.
    ///
    /// # Errors
    /// [`LayerError`] for what is missing.
    pub fn check(&self) -> Result<(), LayerError> {
        if self.reason.trim().is_empty() {
            return Err(LayerError::ReasonMissing);
        }
        let people: BTreeSet<&str> = self.keyed_by.iter().map(|name| name.trim()).collect();
        let found = people.iter().filter(|name| !name.is_empty()).count();
        let needed = if self.source == LayerSource::Paper {
            2
        } else {
            1
        };
        if found < needed {
            return Err(LayerError::Keyed { found, needed });
        }
        Ok(())
    }
}

/// The layer of one application as it stands: per owner and leaf the latest entry, without those
/// taken back. Of two at one instant the one recorded later in `marks` holds.
#[must_use]
pub fn layer<'m>(
    marks: &'m [LayerMark],
    application: &ApplicationId,
) -> BTreeMap<(&'m Whose, &'m IndicatorCode), &'m Judgement> {
    let mut latest: BTreeMap<(&Whose, &IndicatorCode), &LayerMark> = BTreeMap::new();
    for mark in marks.iter().filter(|mark| mark.application == *application) {
        let place = latest.entry((&mark.whose, &mark.indicator)).or_insert(mark);
        if mark.at >= place.at {
            *place = mark;
        }
    }
    latest
        .into_iter()
        .filter_map(|(key, mark)| Some((key, mark.judgement.as_ref()?)))
        .collect()
}
