//! What the panel decides: facts, divergences, agreed marks, votes, the list; the log.

use super::application::PanelCitation;
use super::{PanelGround, PanelName, PanelWho};
use crate::desktop::wire::desk::JudgementView;
use crate::desktop::wire::{TextView, wire};

wire! {
    /// Answer of `panel_facts`.
    pub struct PanelFacts {
        /// Facts that experts want otherwise.
        pub facts: Vec<PanelFact>,
        /// Facts that a visit has verified: application, enterprise, fact, declared, verified.
        pub visited: Vec<PanelVisited>,
    }

    /// One fact with all that is proposed for it.
    pub struct PanelFact {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// The fact as written.
        pub fact: String,
        /// Name.
        pub name: TextView,
        /// Unit.
        pub unit: String,
        /// What holds now.
        pub now: Option<String>,
        /// Where that comes from.
        pub from: TextView,
        /// What the application says, where something else holds.
        pub declared: Option<String>,
        /// Options, where it is a choice or the type.
        pub options: Vec<PanelName>,
        /// Proposed values, the most supported first.
        pub proposals: Vec<PanelProposal>,
        /// Whether the panel has decided.
        pub decided: bool,
        /// Why.
        pub reason: Option<String>,
        /// When.
        pub decided_at: Option<String>,
    }

    /// A proposed value.
    pub struct PanelProposal {
        /// The value.
        pub value: String,
        /// Who proposes it, why, and what they cite.
        pub by: Vec<PanelBacking>,
    }

    /// One expert behind a proposed value.
    pub struct PanelBacking {
        /// Who.
        pub who: PanelWho,
        /// Why.
        pub reason: String,
        /// Where it can be read.
        pub citations: Vec<PanelCitation>,
    }

    /// A fact that a visit has verified.
    pub struct PanelVisited {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Name of the fact.
        pub name: TextView,
        /// Declared, with its unit or its name.
        pub declared: Option<TextView>,
        /// Verified.
        pub verified: TextView,
    }

    /// Request of `panel_decide_fact` and `panel_try_fact`.
    pub struct PanelDecideFact {
        /// Application.
        pub application: String,
        /// The fact as written.
        pub fact: String,
        /// The value; absent for *as declared*.
        pub value: Option<String>,
        /// Why.
        pub reason: String,
        /// Who decided.
        pub by: Vec<String>,
        /// On which ground a decided list changes.
        pub correction: Option<PanelGround>,
    }

    /// Answer of `panel_divergences`.
    pub struct PanelDivergences {
        /// By effect on the place.
        pub rows: Vec<PanelDivergence>,
    }

    /// A mark or total that diverges.
    pub struct PanelDivergence {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Leaf; absent for the judged total.
        pub indicator: Option<String>,
        /// Its name, or the words for the total.
        pub name: TextView,
        /// Who.
        pub who: PanelWho,
        /// The mark.
        pub mark: String,
        /// The panel's mean.
        pub mean: String,
        /// How many values make the mean.
        pub valid: u32,
        /// Deviation in percent.
        pub percent: Option<String>,
        /// Place as it is.
        pub place: Option<u32>,
        /// Place without the mark.
        pub place_without: Option<u32>,
        /// Composite without the mark.
        pub composite_without: Option<String>,
        /// The explanation on record.
        pub explanation: Option<String>,
    }

    /// Request of `panel_explain`.
    pub struct PanelExplain {
        /// Application.
        pub application: String,
        /// Leaf; absent for the judged total.
        pub indicator: Option<String>,
        /// Ticket.
        pub ticket: String,
        /// The explanation.
        pub text: String,
        /// On which ground a decided list changes.
        pub correction: Option<PanelGround>,
    }

    /// Request of `panel_agree`.
    pub struct PanelAgree {
        /// Application.
        pub application: String,
        /// Leaf.
        pub indicator: String,
        /// Whose mark it replaces; the aggregate when absent.
        pub ticket: Option<String>,
        /// The mark; absent to take an earlier one back.
        pub judgement: Option<JudgementView>,
        /// One of the four grounds.
        pub ground: String,
        /// Why.
        pub reason: String,
        /// Who keyed it.
        pub by: Vec<String>,
        /// On which ground a decided list changes.
        pub correction: Option<PanelGround>,
    }

    /// Request of `panel_vote`.
    pub struct PanelVote {
        /// Applications, the preferred first.
        pub order: Vec<String>,
        /// What was asked and how many voted for what.
        pub reason: String,
        /// Who voted; the chair alone when empty.
        pub by: Vec<String>,
        /// On which ground a decided list changes.
        pub correction: Option<PanelGround>,
    }

    /// Request of `panel_decide`.
    pub struct PanelDecide {
        /// The panel's opinion.
        pub opinion: String,
        /// Minority opinions.
        pub minority: Vec<PanelMinority>,
        /// The passphrase of the chair, asked again.
        pub passphrase: String,
    }

    /// A minority opinion.
    pub struct PanelMinority {
        /// What it says.
        pub text: String,
        /// Whose it is.
        pub by: String,
    }

    /// Answer of `panel_list` and `panel_decide`: the proposed list as it was decided last.
    pub struct PanelList {
        /// The opinion; absent before the first decision.
        pub opinion: Option<String>,
        /// Minority opinions.
        pub minority: Vec<PanelMinority>,
        /// Who decided.
        pub by: String,
        /// When.
        pub at: Option<String>,
        /// Digest of the result it stands on.
        pub results: Vec<String>,
        /// Whether something was corrected since.
        pub corrected: bool,
        /// The proposed list in order of places: application, enterprise.
        pub proposed: Vec<(String, String)>,
        /// Facts and items nobody has decided.
        pub undecided: u32,
        /// Seats a tie leaves open.
        pub open_seats: u32,
    }

    /// Answer of `panel_decisions`.
    pub struct PanelDecisions {
        /// Oldest first.
        pub rows: Vec<PanelDecision>,
    }

    /// One decision.
    pub struct PanelDecision {
        /// Its number.
        pub number: u64,
        /// `fact`, `late`, `held`, `divergence`, `consensus`, `vote`, `opinion`, `correction`, `other`.
        pub kind: String,
        /// Application.
        pub application: Option<String>,
        /// What about.
        pub subject: String,
        /// Why.
        pub reason: String,
        /// Who.
        pub by: String,
        /// When.
        pub at: String,
    }

    /// Answer of `panel_log`.
    pub struct PanelLog {
        /// Digest of its head as twelve characters.
        pub head: Vec<String>,
        /// Oldest first.
        pub entries: Vec<PanelLogEntry>,
    }

    /// One entry of the log.
    pub struct PanelLogEntry {
        /// Its number.
        pub number: u64,
        /// When.
        pub at: String,
        /// What.
        pub kind: String,
        /// About what: ids and digests.
        pub subjects: Vec<String>,
    }

    /// Answer of `panel_feedback`.
    pub struct PanelFedBack {
        /// Papers written, one for each unit.
        pub files: u32,
        /// Opinions that were held back, as they speak of what the unit may not read.
        pub held_back: u32,
    }

    /// Answer of `panel_archive`, `panel_report` and `panel_transcript`.
    pub struct PanelWritten {
        /// Files written.
        pub files: u32,
        /// Digest it is known by, as twelve characters.
        pub words: Vec<String>,
    }
}
