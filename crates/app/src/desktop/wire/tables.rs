//! The other views of the same marks: fact sheet, score sheet, across; the opinion; comparison.

use super::desk::{JudgementView, LeafEvidence, MarkView, MarkingWay, ProgressLine};
use super::round::NamedView;
use super::{TextView, wire};

wire! {
    /// Answer of `fact_sheet`.
    pub struct FactSheetView {
        /// Application.
        pub application: String,
        /// Whether it was read as a whole.
        pub read: bool,
        /// Plausibility warnings, first.
        pub doubts: Vec<TextView>,
        /// Computed leaves.
        pub lines: Vec<FactLineView>,
        /// Facts decided by choice or office that an expert may dispute.
        pub choices: Vec<ChoiceFact>,
        /// Own proposals.
        pub proposals: Vec<ProposalView>,
    }

    /// One computed leaf.
    pub struct FactLineView {
        /// Leaf.
        pub indicator: String,
        /// Name.
        pub name: TextView,
        /// Points at most.
        pub most: String,
        /// Formula as the scheme has it.
        pub formula: String,
        /// Formula with the numbers filled in.
        pub filled: String,
        /// Declared values it reads.
        pub claims: Vec<super::desk::ClaimView>,
        /// Value that came out, rounded for reading.
        pub value: Option<String>,
        /// Unit of the value.
        pub unit: String,
        /// Bands for this enterprise type, highest first: from, points.
        pub bands: Vec<(String, String)>,
        /// Which band applied, from 0.
        pub band: Option<u32>,
        /// Points.
        pub points: Option<String>,
        /// `points`, `zero`, `open` or `turned_over`.
        pub outcome: String,
        /// Required evidence.
        pub evidence: Vec<LeafEvidence>,
    }

    /// A choice that is a fact.
    pub struct ChoiceFact {
        /// The fact as written in proposals.
        pub fact: String,
        /// Name.
        pub name: TextView,
        /// Options.
        pub options: Vec<NamedView>,
        /// The one declared.
        pub declared: Option<String>,
    }

    /// A proposal of this expert.
    pub struct ProposalView {
        /// The fact as written: `F16`, `F16_1`, `choice:C2.2`, `type`, `item:J1`.
        pub fact: String,
        /// Name of the fact.
        pub name: TextView,
        /// Value declared.
        pub declared: Option<String>,
        /// Value proposed.
        pub value: String,
        /// Why.
        pub reason: String,
        /// Citations.
        pub citations: Vec<String>,
    }

    /// Request of `propose`.
    pub struct Propose {
        /// Application.
        pub application: String,
        /// The fact as written.
        pub fact: String,
        /// Value as typed.
        pub value: String,
        /// Why.
        pub reason: String,
        /// Citations, at least one.
        pub citations: Vec<String>,
    }

    /// Request of `withdraw_proposal`.
    pub struct OfFact {
        /// Application.
        pub application: String,
        /// The fact as written.
        pub fact: String,
    }

    /// Answer of `score_sheet`.
    pub struct ScoreSheet {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Rows of the whole tree, in order, depth first.
        pub rows: Vec<SheetRow>,
        /// Total so far; absent when the round hides totals before sealing.
        pub total: Option<String>,
        /// Progress.
        pub progress: ProgressLine,
    }

    /// One row of the score sheet.
    pub struct SheetRow {
        /// Indicator.
        pub indicator: String,
        /// Name.
        pub name: TextView,
        /// Depth, from 0.
        pub depth: u32,
        /// Points at most.
        pub points: String,
        /// Points so far (own marks, computed leaves); absent where unmarked or hidden.
        pub reached: Option<String>,
        /// How it is marked; absent for nodes and computed leaves.
        pub way: Option<MarkingWay>,
        /// The mark.
        pub mark: Option<MarkView>,
        /// Whether it is computed.
        pub computed: bool,
    }

    /// Request of `across`.
    pub struct OfIndicator {
        /// Leaf.
        pub indicator: String,
    }

    /// Answer of `across`: one leaf over all applications of the expert.
    pub struct AcrossView {
        /// Leaf.
        pub indicator: String,
        /// Name.
        pub name: TextView,
        /// How it is marked.
        pub way: Option<MarkingWay>,
        /// In reading order.
        pub rows: Vec<AcrossRow>,
        /// Mean of the first and of the second half in order of marking; absent below four marks.
        pub drift: Option<(String, String)>,
    }

    /// One application in the view across.
    pub struct AcrossRow {
        /// Application.
        pub application: String,
        /// Place in the reading order.
        pub number: u32,
        /// Enterprise.
        pub enterprise: String,
        /// Mark.
        pub mark: Option<MarkView>,
        /// Declared values the leaf looks at.
        pub claims: Vec<super::desk::ClaimView>,
        /// Whether it is sealed.
        pub sealed: bool,
        /// Whether it is marked by the expert here (a computed leaf that was not turned over is not).
        pub asked: bool,
        /// Required evidence.
        pub evidence: Vec<LeafEvidence>,
    }

    /// Answer of `opinion`.
    pub struct OpinionView {
        /// Application.
        pub application: String,
        /// Fields.
        pub fields: Vec<OpinionFieldView>,
        /// Recommendations to choose from.
        pub recommendations: Vec<NamedView>,
        /// The one chosen.
        pub recommendation: Option<String>,
        /// Own leaf comments and citations to start from.
        pub material: Vec<OpinionMaterial>,
        /// Own phrases kept on this machine.
        pub phrases: Vec<String>,
        /// Whether it is sealed.
        pub sealed: bool,
    }

    /// A field of the opinion.
    pub struct OpinionFieldView {
        /// Code.
        pub code: String,
        /// Name.
        pub name: TextView,
        /// Who reads it: `province`, `panel`, `visit`.
        pub readers: Vec<String>,
        /// Whether it is required.
        pub required: bool,
        /// Text.
        pub text: String,
    }

    /// Something of one's own to start an opinion from.
    pub struct OpinionMaterial {
        /// Leaf.
        pub indicator: String,
        /// Name.
        pub name: TextView,
        /// Mark.
        pub judgement: Option<JudgementView>,
        /// Comment.
        pub comment: String,
        /// Citations as shown: `E02 p.9 «…»`.
        pub citations: Vec<String>,
    }

    /// Request of `save_opinion`; what is absent stays.
    pub struct SaveOpinion {
        /// Application.
        pub application: String,
        /// Field and text.
        pub field: Option<(String, String)>,
        /// Recommendation; an empty one clears it.
        pub recommendation: Option<String>,
    }

    /// Request of `save_phrases`.
    pub struct SavePhrases {
        /// All phrases.
        pub phrases: Vec<String>,
    }
}
