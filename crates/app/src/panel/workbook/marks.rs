//! Sheets of marks: every leaf by expert, and what diverges.

use std::collections::BTreeSet;

use hengping_core::score::ExpertKey;
use hengping_core::score::outcome::{ApplicationOutcome, LeafOutcome, LeafState, MarkState};
use hengping_report::workbook::{Cell, Column, Row, Sheet};

use super::super::divergences::{self, DivergenceLine};
use super::super::words;
use super::Book;

impl Book<'_> {
    /// The marks of each leaf, an expert a column.
    pub(super) fn matrix(&self) -> Sheet {
        let outcomes = &self.evaluation.outcome.applications;
        let leaves = outcomes.iter().flat_map(|one| &one.leaves);
        let experts: BTreeSet<&ExpertKey> = leaves
            .flat_map(|leaf| &leaf.marks)
            .map(|mark| &mark.expert)
            .collect();
        let rows = outcomes.iter().flat_map(|one| {
            let leaves = one.leaves.iter().filter(|leaf| !leaf.marks.is_empty());
            leaves.map(|leaf| self.of_leaf(one, leaf, &experts))
        });
        let mut sheet = self.sheet(
            "sheet-matrix",
            3,
            &[
                ("table-application", 10),
                ("table-enterprise", 28),
                ("table-indicator", 34),
                ("sheet-valid", 8),
                ("sheet-asked", 8),
                ("table-mark", 10),
                ("table-points", 10),
            ],
            rows.collect(),
        );
        let columns = experts.iter();
        let columns = columns.map(|key| Column::new(key.to_string(), 10));
        sheet.columns.extend(columns);
        sheet
    }

    fn of_leaf(
        &self,
        one: &ApplicationOutcome,
        leaf: &LeafOutcome,
        experts: &BTreeSet<&ExpertKey>,
    ) -> Row {
        let code = leaf.indicator.as_str();
        let points = match leaf.state {
            LeafState::NotApplicable => {
                Cell::text(words::mark_text(&MarkState::NotApplicable, self.say))
            }
            _ => Cell::some(leaf.points.as_ref(), |points| Cell::exact(points, None)),
        };
        let mut cells = vec![
            Cell::text(one.id.as_str()),
            Cell::text(self.record.enterprise(&one.id)),
            self.named(code, self.names.indicator(code)),
            Cell::count(leaf.valid),
            Cell::count(leaf.asked),
            Cell::some(leaf.mark.as_ref(), |mark| Cell::exact(mark, None)),
            points,
        ];
        cells.extend(experts.iter().map(|key| {
            let mark = leaf.marks.iter().find(|mark| mark.expert == **key);
            Cell::some(mark, |mark| match &mark.state {
                MarkState::Scored(value) => Cell::exact(value, None),
                state => Cell::text(words::mark_text(state, self.say)),
            })
        }));
        Row::from(cells)
    }

    /// What diverges, with the explanations on record.
    pub(super) fn divergences(&self) -> Sheet {
        let flags = self.evaluation.outcome.divergences.iter();
        let lines = flags.map(|flag| divergences::line(self.record, flag));
        self.sheet(
            "sheet-divergences",
            2,
            &[
                ("table-application", 10),
                ("table-enterprise", 30),
                ("table-indicator", 34),
                ("table-ticket", 14),
                ("table-mark", 10),
                ("stats-mean", 10),
                ("table-valid", 8),
                ("sheet-percent", 10),
                ("table-rank", 8),
                ("sheet-place-without", 10),
                ("sheet-composite-without", 12),
                ("table-explanation", 60),
            ],
            lines.map(|line| self.diverging(&line)).collect(),
        )
    }

    fn diverging(&self, line: &DivergenceLine) -> Row {
        let leaf = line.indicator.as_ref();
        let leaf = leaf.map_or_else(
            || Cell::text(self.say.say("word-total", &[])),
            |code| self.named(code.as_str(), self.names.indicator(code.as_str())),
        );
        let effect = line.effect.as_ref();
        Row::from(vec![
            Cell::text(line.application.as_str()),
            Cell::text(self.record.enterprise(&line.application)),
            leaf,
            Cell::text(&line.ticket),
            Cell::printed(&line.mark),
            Cell::printed(&line.mean),
            Cell::count(line.valid),
            Cell::some(line.percent.as_deref(), Cell::printed),
            Cell::some(effect, |effect| Cell::count(effect.place)),
            Cell::some(effect, |effect| Cell::count(effect.place_without)),
            Cell::some(effect, |effect| Cell::printed(&effect.composite_without)),
            Cell::text(line.explanation.as_deref().unwrap_or_default()),
        ])
    }
}
