//! Results: the ranking, the proposed list, what changed.

use crate::desktop::wire::{TextView, wire};

wire! {
    /// Answer of `panel_results`.
    pub struct PanelResults {
        /// Version of the method.
        pub method: String,
        /// Scheme and version.
        pub scheme: String,
        /// Every application: ranked ones in order of places, then the others.
        pub rows: Vec<PanelResultRow>,
        /// Whether the scheme has a rule for a proposed list.
        pub selects: bool,
        /// Row after which the cut line is drawn, from 0.
        pub cut: Option<u32>,
        /// Applications that share a place after every criterion.
        pub ties: Vec<Vec<String>>,
        /// Seats that a tie leaves open.
        pub open_seats: u32,
        /// What was changed after the panel had decided.
        pub corrections: Vec<PanelCorrection>,
        /// What changed since the panel looked last; absent when it never did.
        pub changes: Option<PanelChanges>,
    }

    /// The result of one application.
    pub struct PanelResultRow {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Code of its type.
        pub kind: String,
        /// Code of its unit.
        pub unit: String,
        /// Place among all; absent unless ranked.
        pub place: Option<u32>,
        /// Place among those of its type.
        pub place_in_kind: Option<u32>,
        /// Place among those of its unit.
        pub place_in_unit: Option<u32>,
        /// Published composite.
        pub composite: Option<String>,
        /// The composite under the other method, where its own differs from the rest.
        pub other_method: Option<TextView>,
        /// Totals of the experts, least first: what the strip draws.
        pub totals: Vec<String>,
        /// Difference of the greatest and the least.
        pub range: Option<String>,
        /// Standard deviation.
        pub deviation: Option<String>,
        /// Grade.
        pub grade: Option<TextView>,
        /// `ranked`, `vetoed`, `below_threshold` or `not_decidable`.
        pub status: String,
        /// The same in words.
        pub status_text: TextView,
        /// Why it is not ranked.
        pub reasons: Vec<TextView>,
        /// Experts who count.
        pub valid: u32,
        /// Experts who were asked.
        pub asked: u32,
        /// Experts who recused themselves.
        pub recused: u32,
        /// Experts who handed in nothing.
        pub absent: u32,
        /// Bonus points.
        pub bonus: String,
        /// Deducted points.
        pub deductions: String,
        /// What put it behind the one before it.
        pub decided_by: Option<TextView>,
        /// Whether it is proposed.
        pub proposed: bool,
        /// By which rule, or why not.
        pub fate: Option<TextView>,
        /// What the reader has to know.
        pub notes: Vec<TextView>,
    }

    /// A correction of a decided list.
    pub struct PanelCorrection {
        /// Ground.
        pub ground: String,
        /// In words.
        pub note: String,
        /// Who.
        pub by: String,
        /// When.
        pub at: String,
        /// Applications whose place or composite changed.
        pub applications: Vec<String>,
    }

    /// What changed since the panel looked last.
    pub struct PanelChanges {
        /// When it looked.
        pub since: String,
        /// What changed.
        pub rows: Vec<PanelChange>,
    }

    /// A change of one application.
    pub struct PanelChange {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Before.
        pub before: PanelPlace,
        /// Now.
        pub after: PanelPlace,
    }

    /// Where an application stands.
    pub struct PanelPlace {
        /// Place; absent unless ranked.
        pub place: Option<u32>,
        /// Published composite.
        pub composite: Option<String>,
    }

    /// Before and after.
    pub struct PanelEffect {
        /// What held before.
        pub value_before: Option<String>,
        /// What holds now.
        pub value_after: Option<String>,
        /// Before.
        pub before: PanelPlace,
        /// After.
        pub after: PanelPlace,
    }
}
