//! The leaf matrix 逐项评分表: every mark of every expert, application by application.
//!
//! Owns what stands on it. Trap: a mark that was left out by trimming stands in brackets, so that the
//! mean can be computed with a pencil.

use hengping_core::score::ExpertKey;
use hengping_core::score::exact::PRINTED_DIGITS;
use hengping_core::score::outcome::{
    ApplicationOutcome, LeafOutcome, LeafState, MarkState, RawMark,
};
use hengping_report::paper::{Block, Paper, PaperColumn, PaperRow, Table};

use super::super::words;
use super::Summary;

/// Digits of points and means on paper.
const DIGITS: u32 = 2;

impl Summary<'_> {
    /// The matrix, lying on its side.
    pub(super) fn matrix(&self) -> Paper {
        let lines = self.results.applications.iter();
        let outcomes =
            lines.filter_map(|line| self.evaluation.outcome.application(&line.application));
        let mut blocks = vec![Block::Remark {
            text: self.writing.word("paper-matrix-legend"),
        }];
        blocks.extend(outcomes.flat_map(|one| self.matrix_of(one)));
        blocks.push(self.writing.signatures(&["paper-chair", "paper-observer"]));
        Paper {
            wide: true,
            ..self.sheet("paper-matrix", blocks)
        }
    }

    /// The marks of one application.
    pub(in crate::panel) fn matrix_of(&self, one: &ApplicationOutcome) -> Vec<Block> {
        let marks = one.leaves.iter().flat_map(|leaf| &leaf.marks);
        let mut experts: Vec<&ExpertKey> = marks.map(|mark| &mark.expert).collect();
        experts.sort();
        experts.dedup();
        let leaves = one.leaves.iter().filter(|leaf| !leaf.marks.is_empty());
        let rows = leaves.map(|leaf| PaperRow::from(self.leaf_row(leaf, &experts)));
        let mut columns = vec![self.text("table-indicator", 1)];
        columns.extend(
            experts
                .iter()
                .map(|key| PaperColumn::number(self.expert(key.as_str()))),
        );
        columns.extend(["table-valid", "table-mark", "table-points"].map(|key| self.number(key)));
        let composite = one.composite.as_ref();
        let composite =
            composite.map_or_else(String::new, |found| format!("\u{3000}{}", found.text));
        vec![
            Block::Heading {
                text: format!("{}{composite}", self.application(&one.id)),
            },
            Block::Table(Table {
                columns,
                rows: rows.collect(),
            }),
        ]
    }

    fn leaf_row(&self, leaf: &LeafOutcome, experts: &[&ExpertKey]) -> Vec<String> {
        let mut cells = vec![self.leaf(Some(&leaf.indicator))];
        cells.extend(experts.iter().map(|key| {
            let mut marks = leaf.marks.iter();
            let mark = marks.find(|mark| mark.expert == **key);
            mark.map_or_else(String::new, |mark| self.raw(mark))
        }));
        cells.push(format!("{}/{}", leaf.valid, leaf.asked));
        let fixed = |value: Option<&hengping_core::score::Exact>| {
            value
                .map(|value| value.to_fixed(DIGITS))
                .unwrap_or_default()
        };
        cells.push(fixed(leaf.mark.as_ref()));
        cells.push(match leaf.state {
            LeafState::NotApplicable => words::mark_text(&MarkState::NotApplicable, self.say()),
            _ => fixed(leaf.points.as_ref()),
        });
        cells
    }

    fn raw(&self, mark: &RawMark) -> String {
        let text = match &mark.state {
            MarkState::Scored(value) => value.to_text(PRINTED_DIGITS),
            state => words::mark_text(state, self.say()),
        };
        if mark.dropped {
            format!("({text})")
        } else {
            text
        }
    }
}
