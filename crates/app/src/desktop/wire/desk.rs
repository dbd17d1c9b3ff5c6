//! The desk: one application with its leaves, documents, marks.

use super::round::{NamedView, WorkState};
use super::{TextView, wire};

wire! {
    /// Answer of `open_application`: everything of one application that the desk shows at once.
    pub struct ApplicationView {
        /// Application.
        pub application: String,
        /// Place in the reading order; 0 for practice.
        pub number: u32,
        /// Enterprise.
        pub enterprise: String,
        /// Enterprise type.
        pub kind: TextView,
        /// Recommending unit.
        pub unit: String,
        /// State.
        pub state: WorkState,
        /// Rail: sections in the order of the scheme.
        pub sections: Vec<RailSection>,
        /// Evidence in catalogue order.
        pub evidence: Vec<EvidenceView>,
        /// Evidence that is required somewhere and missing.
        pub missing_evidence: Vec<NamedView>,
        /// Fact sheet in one line.
        pub facts: FactsLine,
        /// Where the expert stopped in this application.
        pub place: PlaceView,
        /// Leaves marked, leaves asked, things missing.
        pub progress: ProgressLine,
        /// Material version.
        pub material_version: u32,
    }

    /// Progress of one application.
    pub struct ProgressLine {
        /// Leaves marked.
        pub marked: u32,
        /// Leaves asked.
        pub asked: u32,
        /// Things missing.
        pub missing: u32,
    }

    /// The fact sheet in one line of the rail.
    pub struct FactsLine {
        /// Computed leaves.
        pub leaves: u32,
        /// Points they give now.
        pub points: String,
        /// Whether the sheet was read as a whole.
        pub read: bool,
        /// Plausibility warnings.
        pub doubts: u32,
    }

    /// A first-level indicator with the leaves an expert marks.
    pub struct RailSection {
        /// Code.
        pub code: String,
        /// Name.
        pub name: TextView,
        /// Leaves.
        pub leaves: Vec<RailLeaf>,
    }

    /// One leaf of the rail.
    pub struct RailLeaf {
        /// Code.
        pub indicator: String,
        /// Name.
        pub name: TextView,
        /// The mark, if any.
        pub mark: Option<MarkView>,
        /// Whether a comment is required and missing.
        pub needs_comment: bool,
        /// Loose ends: draft comment without a mark.
        pub has_draft: bool,
    }

    /// A mark.
    pub struct MarkView {
        /// What was judged.
        pub judgement: JudgementView,
        /// Comment.
        pub comment: String,
        /// Citations.
        pub citations: Vec<String>,
        /// When it was last changed.
        pub at: String,
    }

    /// A judgement.
    #[serde(rename_all = "snake_case", tag = "kind", content = "value")]
    pub enum JudgementView {
        /// A score as a decimal.
        Score(String),
        /// An option of a choice leaf.
        Choice(String),
        /// Passed or failed.
        Pass(bool),
        /// Not applicable.
        NotApplicable,
    }

    /// An evidence item.
    pub struct EvidenceView {
        /// Code of the catalogue.
        pub code: String,
        /// Title.
        pub title: String,
        /// Document it lies in: opaque key for `open_document` and citations (digest of the file).
        pub document: String,
        /// First and last page of the file that belong to it; absent when all do.
        pub pages: Option<(u32, u32)>,
        /// Bytes of the file.
        pub bytes: u64,
        /// `pdf`, `jpeg` or `png`.
        pub media: String,
        /// Pages of the item that were seen, counted in the file.
        pub seen: Vec<u32>,
    }

    /// Where an expert stopped.
    pub struct PlaceView {
        /// Leaf.
        pub indicator: Option<String>,
        /// Open documents in the order of their tabs.
        pub tabs: Vec<String>,
        /// Evidence item shown.
        pub evidence: Option<String>,
        /// Page of the file.
        pub page: u32,
        /// What the UI wants remembered besides: fit, split, rotation; opaque JSON of the UI.
        pub layout: String,
        /// When.
        pub at: Option<String>,
    }

    /// Request of `save_place`.
    pub struct SavePlace {
        /// Application.
        pub application: String,
        /// Where.
        pub place: PlaceView,
    }

    /// Request of `pages_seen`.
    pub struct PagesSeen {
        /// Application.
        pub application: String,
        /// Document.
        pub document: String,
        /// Pages of the file.
        pub pages: Vec<u32>,
    }

    /// Request of commands about one leaf.
    pub struct OfLeaf {
        /// Application.
        pub application: String,
        /// Leaf.
        pub indicator: String,
    }

    /// Answer of `leaf_card`.
    pub struct LeafCard {
        /// Leaf.
        pub indicator: String,
        /// Name.
        pub name: TextView,
        /// Names of the indicators above it.
        pub path: Vec<TextView>,
        /// Points it contributes at most, for this enterprise type.
        pub points: String,
        /// What the scheme says beside it.
        pub note: TextView,
        /// How it is marked.
        pub way: MarkingWay,
        /// Required evidence.
        pub evidence: Vec<LeafEvidence>,
        /// Declared values it looks at.
        pub claims: Vec<ClaimView>,
        /// The mark.
        pub mark: Option<MarkView>,
        /// Comment typed before there is a mark.
        pub draft: String,
        /// Private note; never exported.
        pub private_note: String,
        /// Own marks of this leaf on all applications.
        pub own: Vec<OwnMark>,
        /// Earlier values of the mark, newest first.
        pub history: Vec<MarkChange>,
        /// Why it was turned over to the expert, when it is a computed leaf.
        pub turned_over: Option<String>,
        /// Whether changes are refused because the review is sealed.
        pub sealed: bool,
    }

    /// How a leaf is marked.
    #[serde(rename_all = "snake_case", tag = "kind")]
    pub enum MarkingWay {
        /// On a scale.
        Scale {
            /// Least.
            min: String,
            /// Greatest.
            max: String,
            /// Step.
            step: String,
            /// Anchors, best first.
            anchors: Vec<AnchorView>,
        },
        /// By choosing an option.
        Choice {
            /// Options.
            options: Vec<NamedView>,
            /// Whether the expert may only propose another option (a fact).
            proposed_only: bool,
        },
        /// Passed or failed.
        PassFail {},
    }

    /// An anchor of a scale.
    pub struct AnchorView {
        /// Name.
        pub name: TextView,
        /// Meaning.
        pub meaning: TextView,
        /// From, inclusive.
        pub from: String,
        /// To, inclusive.
        pub to: String,
    }

    /// Required evidence of a leaf.
    pub struct LeafEvidence {
        /// Code of the catalogue.
        pub code: String,
        /// Name in the catalogue.
        pub name: TextView,
        /// Items of the application under this code; empty when missing.
        pub items: Vec<LeafEvidenceItem>,
    }

    /// An item that a leaf requires.
    pub struct LeafEvidenceItem {
        /// Title.
        pub title: String,
        /// Document.
        pub document: String,
        /// Page of the file to open: named by the applicant, last seen, or the first of the item.
        pub page: u32,
        /// Whether some page of it was seen.
        pub seen: bool,
    }

    /// A declared value with its trend.
    pub struct ClaimView {
        /// Field.
        pub field: String,
        /// Name.
        pub name: TextView,
        /// Unit.
        pub unit: String,
        /// Values, the review year first; absent when nothing was declared.
        pub values: Vec<Option<String>>,
        /// Review year of the first value.
        pub year: i32,
        /// Evidence named as the source, with the page of the item.
        pub source: Option<(String, u32)>,
    }

    /// An own mark of a leaf, on one application.
    pub struct OwnMark {
        /// Application.
        pub application: String,
        /// Place in the reading order.
        pub number: u32,
        /// Enterprise.
        pub enterprise: String,
        /// Judgement.
        pub judgement: JudgementView,
        /// First citation of it.
        pub citation: Option<String>,
        /// When it was made.
        pub at: String,
    }

    /// One change of a mark.
    pub struct MarkChange {
        /// When.
        pub at: String,
        /// What it was from then on; absent when cleared.
        pub judgement: Option<JudgementView>,
    }

    /// Request of `save_mark`. Without a judgement the mark is cleared.
    pub struct SaveMark {
        /// Application.
        pub application: String,
        /// Leaf.
        pub indicator: String,
        /// Judgement.
        pub judgement: Option<JudgementView>,
    }

    /// Request of `save_comment`.
    pub struct SaveComment {
        /// Application.
        pub application: String,
        /// Leaf.
        pub indicator: String,
        /// Comment.
        pub comment: String,
    }

    /// Request of `save_note`.
    pub struct SaveNote {
        /// Application.
        pub application: String,
        /// Leaf; absent for the note about the whole application.
        pub indicator: Option<String>,
        /// Note.
        pub note: String,
    }

    /// Answer of everything that changes the work: durable when it arrives.
    pub struct Saved {
        /// When.
        pub at: String,
        /// The leaf as it is now, when a leaf was changed.
        pub leaf: Option<RailLeaf>,
        /// Progress of the application.
        pub progress: ProgressLine,
        /// What can be undone next: `mark`, `comment`, `opinion` or `citation`.
        pub undo: Option<String>,
        /// What can be redone next, as for `undo`.
        pub redo: Option<String>,
    }

    /// Answer of `undo` and `redo`: what was changed, to jump there.
    pub struct Undone {
        /// Application.
        pub application: String,
        /// Leaf.
        pub indicator: Option<String>,
        /// Opinion field.
        pub field: Option<String>,
        /// As of every change.
        pub saved: Saved,
    }
}
