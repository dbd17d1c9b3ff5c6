//! One application at the panel's table: marks of all experts, values, opinions, derivation.

use super::PanelWho;
use super::results::PanelResultRow;
use crate::desktop::wire::desk::EvidenceView;
use crate::desktop::wire::{TextView, wire};

wire! {
    /// Answer of `panel_application`.
    pub struct PanelApplication {
        /// Application.
        pub application: String,
        /// Its line of the results.
        pub row: PanelResultRow,
        /// Who was asked, with what became of it.
        pub experts: Vec<PanelExpert>,
        /// The tree, depth first.
        pub nodes: Vec<PanelNode>,
        /// Declared, decided and verified values.
        pub values: Vec<PanelValue>,
        /// Bonus, deduction and veto items that were looked at.
        pub items: Vec<PanelItem>,
        /// Opinions.
        pub opinions: Vec<PanelOpinionView>,
        /// Evidence in catalogue order.
        pub evidence: Vec<EvidenceView>,
    }

    /// An expert who was asked.
    pub struct PanelExpert {
        /// Who.
        pub who: PanelWho,
        /// As in the grid.
        pub state: String,
        /// Total over the whole tree, where the marks are complete.
        pub total: Option<String>,
        /// Whether the aggregation left it out.
        pub dropped: bool,
        /// Whether the judged total diverges.
        pub diverges: bool,
    }

    /// A node of the tree; a leaf has marks or facts.
    pub struct PanelNode {
        /// Code.
        pub indicator: String,
        /// Name.
        pub name: TextView,
        /// Depth, from 0.
        pub depth: u32,
        /// Points at most.
        pub most: String,
        /// Points reached; absent where it does not apply or is open.
        pub points: Option<String>,
        /// `scored`, `not_applicable` or `undecided`.
        pub state: String,
        /// What is particular to a leaf.
        pub leaf: Option<PanelLeaf>,
    }

    /// A leaf.
    pub struct PanelLeaf {
        /// Where its points come from, in words.
        pub source: TextView,
        /// Whether experts mark it.
        pub marked: bool,
        /// Valid marks.
        pub valid: u32,
        /// Everyone who was asked.
        pub asked: u32,
        /// The aggregated mark, or the value of the formula, or the option.
        pub mark: Option<String>,
        /// Least and greatest mark of the scale.
        pub scale: Option<(String, String)>,
        /// Marks, by expert.
        pub marks: Vec<PanelMark>,
        /// The mark the panel has agreed on.
        pub agreed: Option<PanelAgreed>,
    }

    /// One expert's mark.
    pub struct PanelMark {
        /// Who.
        pub who: PanelWho,
        /// The mark as a number, where it is one.
        pub value: Option<String>,
        /// The mark in words.
        pub text: TextView,
        /// Whether the aggregation left it out.
        pub dropped: bool,
        /// Whether it diverges.
        pub diverges: bool,
        /// The mark that was agreed for this expert, on top of the sealed one.
        pub agreed: Option<PanelAgreed>,
        /// Comment.
        pub comment: String,
        /// Citations.
        pub citations: Vec<PanelCitation>,
    }

    /// An agreed mark.
    pub struct PanelAgreed {
        /// The mark; empty when an earlier one was taken back.
        pub value: String,
        /// Ground.
        pub ground: String,
        /// Why.
        pub reason: String,
        /// Who keyed it.
        pub by: String,
        /// When.
        pub at: String,
    }

    /// A place in a document that was cited.
    pub struct PanelCitation {
        /// What it is found by among the citations of the open document.
        pub citation: String,
        /// Evidence code.
        pub evidence: String,
        /// Document.
        pub document: String,
        /// Page of the file.
        pub page: u32,
        /// The words, as cited.
        pub quote: String,
    }

    /// A value.
    pub struct PanelValue {
        /// The fact as written.
        pub fact: String,
        /// Name.
        pub name: TextView,
        /// Unit.
        pub unit: String,
        /// What the application says, where something else holds.
        pub declared: Option<String>,
        /// What holds.
        pub now: String,
        /// Where that comes from, in words.
        pub from: TextView,
    }

    /// An item.
    pub struct PanelItem {
        /// Code.
        pub indicator: String,
        /// Name.
        pub name: TextView,
        /// `bonus`, `deduction` or `veto`.
        pub kind: String,
        /// How often; absent while undecided.
        pub count: Option<String>,
        /// Points.
        pub points: String,
    }

    /// One expert's opinion.
    pub struct PanelOpinionView {
        /// Who.
        pub who: PanelWho,
        /// Recommendation.
        pub recommendation: Option<TextView>,
        /// Name of the field and text; empty ones are left out.
        pub fields: Vec<(TextView, String)>,
    }

    /// Answer of `panel_derivation`: one step with those it follows from.
    pub struct PanelStep {
        /// What it is.
        pub label: TextView,
        /// How it follows.
        pub how: TextView,
        /// Its value.
        pub value: TextView,
        /// What it follows from.
        pub children: Vec<PanelStep>,
    }
}
