//! The kit of a visit: the claims a team is to verify, drawn by the panel and sealed to the team.
//!
//! Trap: which facts experts dispute is nobody's business but the team's; outside stands the ticket
//! alone.

use std::collections::HashSet;

use hengping_core::id::{ApplicationId, Digest, RoundId, TicketId};
use hengping_core::time::Instant;
use hengping_core::visit::{LineReason, Subject};
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind, Signed, Verified};
use crate::json::{self, base64_bytes};
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::{
    DOCUMENT_BLOCK, Identity, Recipient, SigningKey, Suite, open_bytes, seal_bytes,
};

const MAX_LINES: u64 = 1024 * 1024;

/// The signed outside of a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kit {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// Ticket of the team.
    pub ticket: TicketId,
    /// The lines, encrypted to the team.
    #[serde(with = "base64_bytes")]
    pub sealed: Vec<u8>,
}

impl Document for Kit {
    const KIND: DocumentKind = DocumentKind::Kit;

    fn suite(&self) -> &Suite {
        &self.suite
    }
}

impl RoundDocument for Kit {
    fn round(&self) -> &RoundId {
        &self.round
    }
}

/// The sealed inside of a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitLines {
    /// Always `kit-lines.v1`.
    #[serde(rename = "type")]
    pub type_name: String,
    /// As outside.
    pub round: RoundId,
    /// As outside.
    pub ticket: TicketId,
    /// Seed of the sample.
    pub seed: Digest,
    /// The applications to be visited.
    pub visits: Vec<KitVisit>,
    /// When it was drawn.
    pub made_at: Instant,
}

/// What is to be verified of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitVisit {
    /// The application.
    pub application: ApplicationId,
    /// Its lines.
    pub lines: Vec<KitLine>,
}

/// One claim to be verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitLine {
    /// What is verified.
    pub subject: Subject,
    /// Why it is, ascending.
    pub reasons: Vec<LineReason>,
}

impl KitLines {
    /// Value of the member `type`.
    pub const TYPE: &'static str = "kit-lines.v1";

    /// Bounds that types alone do not express.
    fn check(&self) -> Result<()> {
        require(self.type_name == Self::TYPE, Reason::PayloadType, "type")?;
        let mut ids = HashSet::new();
        let once = self.visits.iter().all(|one| ids.insert(&one.application));
        require(once, Reason::Doubled, "visits")?;
        for visit in &self.visits {
            let mut subjects = HashSet::new();
            let once = visit.lines.iter().all(|one| subjects.insert(&one.subject));
            require(once, Reason::Doubled, "lines")?;
            let reasoned = visit.lines.iter().all(|one| is_ascending(&one.reasons));
            require(reasoned, Reason::FieldValue, "reasons")?;
        }
        Ok(())
    }
}

fn is_ascending(reasons: &[LineReason]) -> bool {
    let mut pairs = reasons.windows(2);
    !reasons.is_empty() && pairs.all(|pair| matches!(pair, [a, b] if a < b))
}

impl Kit {
    /// Seals lines to a team and signs them.
    ///
    /// # Errors
    /// [`Reason::Doubled`], [`Reason::FieldValue`] for lines no reader accepts; those of signing.
    pub fn make(lines: &KitLines, team: &Recipient, chair: &SigningKey) -> Result<Signed> {
        lines.check()?;
        let plain = json::write(lines)?;
        let kit = Self {
            suite: Suite::intl_1(),
            round: lines.round.clone(),
            ticket: lines.ticket.clone(),
            sealed: seal_bytes(team, DOCUMENT_BLOCK, &plain)?,
        };
        kit.sign(&[chair])
    }
}

impl Verified<Kit> {
    /// Opens a kit that was verified.
    ///
    /// # Errors
    /// [`Reason::NotForThisKey`], [`Reason::ScopeDiffers`], those of decryption and strict JSON.
    pub fn open(&self, identity: &Identity) -> Result<KitLines> {
        read_lines(self, identity).map_err(|refusal| refusal.with_document(DocumentKind::Kit))
    }
}

fn read_lines(kit: &Kit, identity: &Identity) -> Result<KitLines> {
    let sealed = |refusal: Refusal| refusal.with_field("sealed");
    let plain = open_bytes(&kit.sealed, identity, DOCUMENT_BLOCK, MAX_LINES).map_err(sealed)?;
    let lines: KitLines = json::read(&plain).map_err(sealed)?;
    lines.check()?;
    require(lines.round == kit.round, Reason::ScopeDiffers, "round")?;
    require(lines.ticket == kit.ticket, Reason::ScopeDiffers, "ticket")?;
    Ok(lines)
}
