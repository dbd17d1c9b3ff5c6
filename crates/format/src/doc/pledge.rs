//! The pledge of an expert: every application of the round declared, one by one, before any is read.
//! Signed by the identity key, it travels in each result bundle of the expert.

use std::collections::HashSet;

use hengping_core::id::{ApplicationId, RoundId, TicketId};
use hengping_core::panel::recusal::Ground;
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// What an expert declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// The ticket in force when it was signed; a later one of the round does not undo it.
    pub ticket: TicketId,
    /// The sentence that was signed. FORMAT.md has the words.
    pub sentence: Sentence,
    /// How many applications the sentence covers: those declared without a ground.
    pub count: u32,
    /// Every application that was shown, once.
    pub declarations: Vec<Declaration>,
    /// When it was signed.
    pub made_at: Instant,
}

/// Sentences that are signed. A sentence never changes; other words have another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sentence {
    /// No relation with the applicants it covers; independent, confidential and fair.
    #[serde(rename = "no-ties-1")]
    NoTies1,
}

impl Sentence {
    /// The name in documents.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoTies1 => "no-ties-1",
        }
    }
}

/// What was declared of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// The application.
    pub application: ApplicationId,
    /// Why the expert is recused from it; absent when the sentence covers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
}

impl Pledge {
    /// How many of these the sentence covers.
    #[must_use]
    pub fn count_of(declarations: &[Declaration]) -> u32 {
        let free = declarations.iter().filter(|row| row.ground.is_none());
        u32::try_from(free.count()).unwrap_or(u32::MAX)
    }

    /// Whether the application was declared free of conflict.
    #[must_use]
    pub fn covers(&self, application: &ApplicationId) -> bool {
        let mut rows = self.declarations.iter();
        rows.any(|row| row.application == *application && row.ground.is_none())
    }
}

impl Document for Pledge {
    const KIND: DocumentKind = DocumentKind::Pledge;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        let mut ids = HashSet::new();
        let mut rows = self.declarations.iter();
        let once = rows.all(|row| ids.insert(&row.application));
        require(once, Reason::Doubled, "declarations")?;
        let counted = self.count == Self::count_of(&self.declarations);
        require(counted, Reason::FieldValue, "count")
    }
}

impl RoundDocument for Pledge {
    fn round(&self) -> &RoundId {
        &self.round
    }
}
