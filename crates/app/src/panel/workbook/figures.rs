//! Sheets of statistics: agreement by leaf, severity of experts, how sure places are.

use hengping_core::stats::Figure;
use hengping_core::stats::alpha::Metric;
use hengping_core::stats::round::{Agreement, Fit, RoundStatistics, Said};
use hengping_report::workbook::{Cell, Row, Sheet};

use super::Book;

/// Places of coefficients.
const COEFFICIENT: u8 = 3;
/// Places of marks, points and places.
const POINTS: u8 = 2;

fn points(figure: Figure) -> Cell {
    Cell::figure(figure, POINTS)
}

fn coefficient(figure: Figure) -> Cell {
    Cell::figure(figure, COEFFICIENT)
}

impl Book<'_> {
    pub(super) fn agreement(&self, figures: &RoundStatistics) -> Sheet {
        let leaves = figures.leaves.iter().map(|leaf| {
            let code = leaf.indicator.as_str();
            let mut cells = vec![self.named(code, self.names.indicator(code))];
            cells.extend(agreed(&leaf.agreement));
            let fleiss = leaf.fleiss.value();
            cells.push(Cell::some(fleiss, |found| coefficient(found.kappa)));
            Row::from(cells)
        });
        let mut overall = vec![Cell::text(self.say.say("word-total", &[]))];
        overall.extend(agreed(&figures.overall));
        let overall = Row {
            strong: true,
            ..Row::from(overall)
        };
        self.sheet(
            "sheet-agreement",
            1,
            &[
                ("table-indicator", 40),
                ("table-valid", 8),
                ("stats-mean", 10),
                ("stats-median", 10),
                ("table-deviation", 10),
                ("sheet-least", 10),
                ("sheet-greatest", 10),
                ("table-range", 10),
                ("stats-alpha-ordinal", 12),
                ("stats-alpha-interval", 12),
                ("stats-icc-2", 12),
                ("stats-w", 12),
                ("stats-fleiss", 12),
            ],
            leaves.chain([overall]).collect(),
        )
    }

    pub(super) fn severity(&self, figures: &RoundStatistics) -> Sheet {
        let rows = match &figures.severity {
            Fit::Fitted { severity, .. } => severity
                .experts
                .iter()
                .map(|(expert, offset)| {
                    Row::from(vec![
                        Cell::text(expert.to_string()),
                        Cell::count(offset.count as u64),
                        points(offset.offset),
                    ])
                })
                .collect(),
            Fit::Refused(reason) => {
                vec![Row::from(vec![Cell::text(
                    self.say.phrase(&reason.to_string()),
                )])]
            }
        };
        let columns = [
            ("table-ticket", 30),
            ("table-applications", 12),
            ("stats-offset", 12),
        ];
        self.sheet("sheet-severity", 1, &columns, rows)
    }

    pub(super) fn standing(&self, figures: &RoundStatistics) -> Sheet {
        let ranges = figures.standing.iter().flat_map(|found| &found.ranges);
        let rows = ranges.map(|range| Row {
            strong: range.across_line,
            ..Row::from(vec![
                Cell::count(range.place),
                Cell::text(range.application.as_str()),
                Cell::text(self.record.enterprise(&range.application)),
                Cell::figure(range.best, 1),
                Cell::figure(range.worst, 1),
                Cell::some(range.above_line, coefficient),
                Cell::text(if range.across_line {
                    self.say.say("stats-across", &[])
                } else {
                    String::new()
                }),
            ])
        });
        self.sheet(
            "sheet-standing",
            3,
            &[
                ("table-rank", 6),
                ("table-application", 10),
                ("table-enterprise", 40),
                ("sheet-best", 10),
                ("sheet-worst", 10),
                ("stats-above", 12),
                ("stats-across", 12),
            ],
            rows.collect(),
        )
    }
}

/// Count to the concordance; nothing where there is no figure.
fn agreed(found: &Agreement) -> Vec<Cell> {
    let described = found.description.as_ref();
    let of = |pick: fn(&hengping_core::stats::describe::Description) -> Figure| {
        Cell::some(described, |found| points(pick(found)))
    };
    let alpha = |metric| {
        let value = found.alpha.get(&metric).and_then(Said::value);
        Cell::some(value, |alpha| coefficient(*alpha))
    };
    let block = found.block.as_ref();
    let icc = block.and_then(|block| block.icc.value()?.single_2.value);
    let concordance = block.and_then(|block| block.concordance.value());
    vec![
        Cell::some(described, |found| Cell::count(found.count)),
        of(|found| found.mean),
        of(|found| found.median),
        of(|found| found.deviation),
        of(|found| found.least),
        of(|found| found.greatest),
        of(|found| found.range),
        alpha(Metric::Ordinal),
        alpha(Metric::Interval),
        Cell::some(icc, coefficient),
        Cell::some(concordance, |found| coefficient(found.w)),
    ]
}
