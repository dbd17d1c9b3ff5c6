//! The charts of the summary: places with intervals and the cut, marks by leaf, severity, the matrix.
//!
//! Owns what is drawn; the numbers are core's. Trap: a chart stands beside the numbers and never in
//! their place, and reads without colour.

use hengping_core::scheme::LeafRef;
use hengping_core::score::Exact;
use hengping_core::score::outcome::{ApplicationOutcome, LeafOutcome, MarkState};
use hengping_core::stats::round::Fit;
use hengping_report::paper::{Axis, Block, Chart, ChartRow, Heat, HeatCell, HeatRow};

use super::Summary;

/// Places of means in fields.
const DIGITS: u32 = 1;
/// Places of offsets.
const OFFSET: usize = 2;
/// Length of an axis.
const FULL: f64 = 1000.0;

/// A mean mark, and where it lies between the ends of its scale.
type Field = Option<(Exact, f64)>;

impl Summary<'_> {
    /// All charts that have something to show.
    pub(super) fn charts(&self) -> Vec<Block> {
        let drawn = [self.places(), self.dots(), self.offsets(), self.fields()];
        let drawn: Vec<Block> = drawn.into_iter().flatten().collect();
        if drawn.is_empty() {
            return drawn;
        }
        let heading = self.heading("paper-charts");
        std::iter::once(heading).chain(drawn).collect()
    }

    fn places(&self) -> Option<Block> {
        let standing = self.figures.standing.as_ref()?;
        let ranges = &standing.ranges;
        let last = ranges
            .iter()
            .rposition(|one| self.proposes(&one.application));
        let ends = ranges
            .iter()
            .flat_map(|one| [one.best.value(), one.worst.value()]);
        let axis = Axis::over(ends.chain([1.0]));
        let rows = ranges.iter().enumerate().map(|(at, one)| ChartRow {
            label: self.application(&one.application),
            value: self.composite(&one.application),
            at: Some(axis.at(f64::from(one.place))),
            span: Some((axis.at(one.best.value()), axis.at(one.worst.value()))),
            strong: self.proposes(&one.application),
            cut: Some(at) == last,
            ..ChartRow::default()
        });
        Some(Block::Chart(Chart {
            caption: self.writing.word("chart-places"),
            legend: self.writing.word("chart-places-legend"),
            ticks: axis.ticks(),
            line: None,
            rows: rows.collect(),
        }))
    }

    fn proposes(&self, id: &hengping_core::id::ApplicationId) -> bool {
        let mut selection = self.results.selection.iter();
        selection.any(|one| one.application == *id && one.proposed)
    }

    fn composite(&self, id: &hengping_core::id::ApplicationId) -> String {
        let found = self.evaluation.outcome.application(id);
        let composite = found.and_then(|one| one.composite.as_ref());
        composite.map_or_else(String::new, |composite| composite.text.clone())
    }

    /// Marks of each leaf in percent of its scale.
    fn dots(&self) -> Option<Block> {
        let axis = Axis::over([0.0, 100.0]);
        let leaves = self.record.scheme.expert_leaves();
        let rows: Vec<ChartRow> = leaves
            .iter()
            .filter_map(|leaf| self.spread_of(*leaf, axis))
            .collect();
        (!rows.is_empty()).then(|| {
            Block::Chart(Chart {
                caption: self.writing.word("chart-leaves"),
                legend: self.writing.word("chart-leaves-legend"),
                ticks: axis.ticks(),
                line: None,
                rows,
            })
        })
    }

    fn spread_of(&self, at: LeafRef<'_>, axis: Axis) -> Option<ChartRow> {
        let code = &at.indicator.code;
        let outcomes = self.evaluation.outcome.applications.iter();
        let found = outcomes.filter_map(|one| Some((one, one.leaf(code)?)));
        let mut shares: Vec<f64> = found
            .flat_map(|(one, leaf)| {
                let marks = leaf.marks.iter().filter_map(|mark| scored(&mark.state));
                marks
                    .filter_map(|mark| self.share(at, one, mark))
                    .collect::<Vec<_>>()
            })
            .map(|share| share * 100.0)
            .collect();
        shares.sort_by(f64::total_cmp);
        let (least, greatest) = (*shares.first()?, *shares.last()?);
        let mean = shares.iter().sum::<f64>() / Exact::count(shares.len()).to_f64();
        let middle = (quantile(&shares, 1)?, quantile(&shares, 3)?);
        Some(ChartRow {
            label: self.leaf(Some(code)),
            value: format!("{mean:.0}%"),
            at: Some(axis.at(mean)),
            span: Some((axis.at(least), axis.at(greatest))),
            middle: Some((axis.at(middle.0), axis.at(middle.1))),
            ..ChartRow::default()
        })
    }

    /// Where a mark lies between the ends of its scale; of a choice, in the points of the leaf.
    fn share(&self, at: LeafRef<'_>, of: &ApplicationOutcome, mark: &Exact) -> Option<f64> {
        let scale = self.record.scheme.marking_scale(at, &of.enterprise_type);
        let (least, greatest) = match scale {
            Some(scale) => (Exact::from(scale.min), Exact::from(scale.max)),
            None => (
                Exact::ZERO,
                Exact::from(at.indicator.points.of(&of.enterprise_type)),
            ),
        };
        let share = (mark.clone() - least.clone()).over(&(greatest - least))?;
        Some(share.to_f64())
    }

    fn offsets(&self) -> Option<Block> {
        let Fit::Fitted { severity, .. } = &self.figures.severity else {
            return None;
        };
        let offsets = severity.experts.values().map(|one| one.offset.value());
        let axis = Axis::over(offsets.chain([0.0]));
        let zero = axis.at(0.0);
        let rows = severity.experts.iter().map(|(expert, one)| {
            let at = axis.at(one.offset.value());
            ChartRow {
                label: self.expert(expert.as_str()),
                value: one.offset.to_fixed(OFFSET).replace('-', "\u{2212}"),
                at: Some(at),
                span: Some((at.min(zero), at.max(zero))),
                ..ChartRow::default()
            }
        });
        Some(Block::Chart(Chart {
            caption: self.writing.word("chart-severity"),
            legend: self.writing.word("chart-severity-legend"),
            ticks: axis.ticks(),
            line: Some(zero),
            rows: rows.collect(),
        }))
    }

    /// Mean marks by application and leaf; the lightest field is the least of all, the darkest the
    /// greatest.
    fn fields(&self) -> Option<Block> {
        let leaves = self.record.scheme.expert_leaves();
        let lines = self.results.applications.iter();
        let outcomes =
            lines.filter_map(|line| self.evaluation.outcome.application(&line.application));
        let found: Vec<(&ApplicationOutcome, Vec<Field>)> = outcomes
            .map(|one| (one, leaves.iter().map(|at| self.field(*at, one)).collect()))
            .collect();
        let shares = found.iter().flat_map(|(_, cells)| cells.iter().flatten());
        let ends = shares.fold(None, |ends: Option<(f64, f64)>, (_, share)| {
            let (least, greatest) = ends.unwrap_or((*share, *share));
            Some((least.min(*share), greatest.max(*share)))
        });
        let (least, greatest) = ends?;
        let wide = if greatest > least {
            greatest - least
        } else {
            1.0
        };
        let axis = Axis::over([0.0, FULL]);
        let cell = |field: &Field| HeatCell {
            text: field
                .as_ref()
                .map(|(mark, _)| mark.to_fixed(DIGITS))
                .unwrap_or_default(),
            shade: field
                .as_ref()
                .map(|(_, share)| axis.at((share - least) / wide * FULL)),
        };
        let rows = found.iter().map(|(one, cells)| HeatRow {
            label: one.id.to_string(),
            cells: cells.iter().map(cell).collect(),
        });
        Some(Block::Heat(Heat {
            caption: self.writing.word("chart-matrix"),
            legend: self.writing.word("chart-matrix-legend"),
            columns: leaves
                .iter()
                .map(|at| at.indicator.code.to_string())
                .collect(),
            rows: rows.collect(),
        }))
    }

    fn field(&self, at: LeafRef<'_>, one: &ApplicationOutcome) -> Field {
        let mark = one.leaf(&at.indicator.code).and_then(mean)?;
        let share = self.share(at, one, &mark)?;
        Some((mark, share))
    }
}

/// The mean of what was scored.
fn mean(leaf: &LeafOutcome) -> Option<Exact> {
    let marks: Vec<&Exact> = leaf
        .marks
        .iter()
        .filter_map(|mark| scored(&mark.state))
        .collect();
    marks
        .iter()
        .copied()
        .sum::<Exact>()
        .over(&Exact::count(marks.len()))
}

fn scored(state: &MarkState) -> Option<&Exact> {
    match state {
        MarkState::Scored(value) => Some(value),
        _ => None,
    }
}

/// A quarter point of sorted values: linear between neighbours, at (n − 1) · k / 4 (type 7 of Hyndman and
/// Fan, "Sample Quantiles in Statistical Packages", 1996).
fn quantile(sorted: &[f64], quarter: usize) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? * quarter;
    let below = *sorted.get(place / 4)?;
    let above = sorted.get(place / 4 + 1).copied().unwrap_or(below);
    let part = Exact::count(place % 4).to_f64() / 4.0;
    Some(below + (above - below) * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarter_points_lie_between_neighbours() {
        let values = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(quantile(&values, 1), Some(1.75));
        assert_eq!(quantile(&values, 2), Some(2.5));
        assert_eq!(quantile(&values, 3), Some(3.25));
        assert_eq!(quantile(&[7.0], 3), Some(7.0));
        assert_eq!(quantile(&[], 1), None);
    }
}
