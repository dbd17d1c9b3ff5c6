//! What a panel decides, as one list that only grows.
//!
//! Owns the forms of decisions and how they lie in the store; their rules are core's. Every act
//! carries who, why and when, so the list alone tells the whole story in an archive.

use std::collections::BTreeSet;

use hengping_core::id::{ApplicationId, Digest, IndicatorCode, RoundId, TicketId};
use hengping_core::merge::consensus::LayerMark;
use hengping_core::merge::correction::{Change, CorrectionGround};
use hengping_core::merge::facts::FactDecision;
use hengping_core::merge::{Naming, Ruling};
use hengping_core::time::Instant;
use hengping_store::table::decisions::{DecisionKind, DecisionRow};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::written;

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Act {
    /// A fact.
    Fact(FactDecision),
    /// A bundle that otherwise would not count.
    Ruling(Ruling),
    /// Which of several seals is the expert's.
    Naming(Naming),
    /// An agreed mark.
    Layer(LayerMark),
    /// A vote on a tie.
    Vote(VoteAct),
    /// Why a mark diverges.
    Explanation(Explanation),
    /// The panel's opinion with the list it proposes.
    Opinion(PanelOpinion),
    /// A change of what the opinion stands on.
    Correction(CorrectionAct),
    /// A card that came with a bundle and was compared with its person.
    Card(CardAct),
}

/// A card that was compared with its person, and whose key may sign under a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CardAct {
    pub(crate) ticket: TicketId,
    /// Fingerprint of the card.
    pub(crate) card: Digest,
    /// Fingerprint of its key.
    pub(crate) signer: Digest,
    pub(crate) by: Vec<String>,
    pub(crate) at: Instant,
}

/// A correction, with what it corrects and what that does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionAct {
    pub(crate) ground: CorrectionGround,
    /// Digest of the standing before and after.
    pub(crate) before: Digest,
    pub(crate) after: Digest,
    pub(crate) changes: Vec<Change>,
    pub(crate) what: Corrected,
    pub(crate) at: Instant,
}

/// What a correction consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Corrected {
    /// A decision.
    Act(Box<Act>),
    /// Bundles that were opened, by label.
    Opened(BTreeSet<Digest>),
    /// A later register.
    Register(u32),
    /// A later edition of the package.
    Package(Digest),
    /// Round notices, up to this number.
    Notice(u32),
}

/// A vote on applications that share a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoteAct {
    /// The order that was voted, the preferred first.
    pub(crate) order: Vec<ApplicationId>,
    /// What was asked and how many voted for what.
    pub(crate) reason: String,
    pub(crate) by: Vec<String>,
    pub(crate) at: Instant,
}

/// Why a mark diverges from the panel's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Explanation {
    pub(crate) application: ApplicationId,
    /// The leaf; absent for the judged total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) indicator: Option<IndicatorCode>,
    pub(crate) ticket: TicketId,
    pub(crate) text: String,
    pub(crate) by: Vec<String>,
    pub(crate) at: Instant,
}

/// An opinion that differs from the panel's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minority {
    /// What it says.
    pub text: String,
    /// Whose it is.
    pub by: String,
}

/// The panel's opinion on the result as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PanelOpinion {
    pub(crate) text: String,
    /// Opinions that differ from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) minority: Vec<Minority>,
    /// Digest of the result it stands on, as it is archived.
    pub(crate) results: Digest,
    /// Digest of the standing it freezes.
    pub(crate) standing: Digest,
    /// The proposed list, in order of places.
    pub(crate) proposed: Vec<ApplicationId>,
    pub(crate) by: Vec<String>,
    pub(crate) at: Instant,
}

impl Act {
    /// The decision itself, also where it is a correction; a correction without one is itself.
    pub(crate) fn decision(&self) -> &Act {
        match self {
            Self::Correction(CorrectionAct {
                what: Corrected::Act(act),
                ..
            }) => act,
            act => act,
        }
    }

    /// The row that keeps it.
    pub(crate) fn to_row(&self, round: &RoundId, at: Instant) -> Result<DecisionRow> {
        let (kind, application, subject) = self.place();
        let (by, reason) = self.grounds();
        Ok(DecisionRow {
            number: 0,
            round: round.clone(),
            kind,
            application,
            subject,
            content: DecisionRow::write_content(self)?,
            by: by.join("; "),
            reason: reason.to_owned(),
            at,
        })
    }

    /// Sets when it was decided.
    pub(crate) fn set_at(&mut self, at: Instant) {
        let place = match self {
            Self::Fact(act) => &mut act.at,
            Self::Ruling(act) => &mut act.at,
            Self::Naming(act) => &mut act.at,
            Self::Layer(act) => &mut act.at,
            Self::Vote(act) => &mut act.at,
            Self::Explanation(act) => &mut act.at,
            Self::Opinion(act) => &mut act.at,
            Self::Card(act) => &mut act.at,
            Self::Correction(act) => {
                if let Corrected::Act(inner) = &mut act.what {
                    inner.set_at(at);
                }
                &mut act.at
            }
        };
        *place = at;
    }

    /// When it was decided.
    pub(super) fn at(&self) -> Instant {
        match self {
            Self::Fact(act) => act.at,
            Self::Ruling(act) => act.at,
            Self::Naming(act) => act.at,
            Self::Layer(act) => act.at,
            Self::Vote(act) => act.at,
            Self::Explanation(act) => act.at,
            Self::Opinion(act) => act.at,
            Self::Card(act) => act.at,
            Self::Correction(act) => act.at,
        }
    }

    pub(crate) fn place(&self) -> (DecisionKind, Option<ApplicationId>, String) {
        match self {
            Self::Fact(act) => (
                DecisionKind::Fact,
                Some(act.application.clone()),
                written::fact(&act.fact),
            ),
            Self::Ruling(act) => (DecisionKind::Late, None, act.bundle.to_string()),
            Self::Naming(act) => (
                DecisionKind::Held,
                Some(act.application.clone()),
                act.ticket.to_string(),
            ),
            Self::Layer(act) => (
                DecisionKind::Consensus,
                Some(act.application.clone()),
                act.indicator.to_string(),
            ),
            Self::Vote(act) => {
                let ids: Vec<&str> = act.order.iter().map(ApplicationId::as_str).collect();
                (DecisionKind::Vote, None, ids.join(" "))
            }
            Self::Explanation(act) => {
                let leaf = act
                    .indicator
                    .as_ref()
                    .map_or("total", IndicatorCode::as_str);
                let subject = format!("{leaf} {}", act.ticket);
                (
                    DecisionKind::Divergence,
                    Some(act.application.clone()),
                    subject,
                )
            }
            Self::Opinion(_) => (DecisionKind::Opinion, None, String::new()),
            Self::Card(act) => (DecisionKind::Other, None, act.ticket.to_string()),
            Self::Correction(act) => {
                let application = match &act.what {
                    Corrected::Act(inner) => inner.place().1,
                    _ => None,
                };
                let ground = act.ground.ground.slug().to_owned();
                (DecisionKind::Correction, application, ground)
            }
        }
    }

    pub(super) fn grounds(&self) -> (&[String], &str) {
        match self {
            Self::Fact(act) => (&act.decided_by, &act.reason),
            Self::Ruling(act) => (&act.decided_by, &act.reason),
            Self::Naming(act) => (&act.recorded_by, &act.reason),
            Self::Layer(act) => (&act.keyed_by, &act.reason),
            Self::Vote(act) => (&act.by, &act.reason),
            Self::Explanation(act) => (&act.by, &act.text),
            Self::Opinion(act) => (&act.by, &act.text),
            Self::Card(act) => (&act.by, "card-confirmed"),
            Self::Correction(act) => (&act.ground.by, &act.ground.note),
        }
    }
}
