//! The workbook of a round: what results say, as an office suite opens it.
//!
//! Owns which sheets there are and what stands in them; how they look is `report`'s, every number
//! core's. Trap: experts stand here by their tickets. Names come back only at the final signature,
//! and never by way of a table.

mod figures;
mod marks;
mod ranking;
mod record;

use hengping_core::score::{Derivation, Status, explain};
use hengping_core::stats::round::RoundStatistics;
use hengping_core::text::Text;
use hengping_report::derivation::{self, Case};
use hengping_report::workbook::{Cell, Column, Row, Sheet, Workbook};

use super::evaluation::Evaluation;
use super::record::Record;
use super::results::{self, Results, name_sources};
use super::{Names, words};
use crate::messages::Catalogue;
use crate::records::LogReport;

/// What the sheets are called as files, in their order.
pub(super) const FILES: [&str; 11] = [
    "ranking",
    "by-type",
    "by-unit",
    "matrix",
    "agreement",
    "severity",
    "standing",
    "divergences",
    "facts",
    "derivation",
    "log",
];

/// What all sheets are written from.
struct Book<'a> {
    record: &'a Record,
    evaluation: &'a Evaluation<'a>,
    results: Results,
    names: Names,
    log: LogReport,
    say: &'a Catalogue,
}

/// The result with all that it follows from; the same for the same record and log.
pub(super) fn book(
    record: &Record,
    evaluation: &Evaluation<'_>,
    figures: &RoundStatistics,
    log: LogReport,
    say: &Catalogue,
) -> Workbook {
    let book = Book {
        record,
        evaluation,
        results: results::results(record, evaluation),
        names: Names::of(&record.scheme),
        log,
        say,
    };
    book.bind(figures)
}

impl Book<'_> {
    fn bind(&self, figures: &RoundStatistics) -> Workbook {
        Workbook {
            title: self.text(&self.results.title).to_owned(),
            sheets: vec![
                self.ranking(),
                self.by_type(),
                self.by_unit(),
                self.matrix(),
                self.agreement(figures),
                self.severity(figures),
                self.standing(figures),
                self.divergences(),
                self.facts(),
                self.derivations(),
                self.logged(),
            ],
        }
    }

    /// How every composite follows from marks and facts, in formulas that can be computed anew.
    fn derivations(&self) -> Sheet {
        let mut rows: Vec<Row> = Vec::new();
        // Headings stand in the first row.
        let first = |rows: &Vec<Row>| rows.len() + 2;
        for line in &self.results.applications {
            let input = &self.evaluation.input;
            let mut all = input.applications.iter();
            let found = all.find(|one| one.id == line.application);
            let tree = explain(input, &line.application);
            let (Some(application), Some(mut tree)) = (found, tree) else {
                continue;
            };
            name_sources(&mut tree, &self.evaluation.facts.of(&line.application));
            let case = Case {
                scheme: &self.record.scheme,
                input: application,
                words: &|step: &Derivation| {
                    (
                        words::step(&step.label, &self.names, self.say),
                        words::operation(step, &self.names, self.say),
                    )
                },
            };
            let below = derivation::rows(&tree, first(&rows), &case);
            rows.extend(below);
        }
        self.sheet(
            "sheet-derivation",
            2,
            &[
                ("table-application", 10),
                ("sheet-step", 46),
                ("sheet-how", 34),
                ("sheet-live", 14),
                ("sheet-of-step", 12),
                ("sheet-applicable", 12),
                ("sheet-computed", 14),
                ("sheet-apart", 10),
            ],
            rows,
        )
    }

    fn sheet(&self, name: &str, fixed: u16, columns: &[(&str, u16)], rows: Vec<Row>) -> Sheet {
        let columns = columns.iter();
        Sheet {
            name: self.say.say(name, &[]),
            fixed,
            columns: columns
                .map(|(key, width)| Column::new(self.say.say(key, &[]), *width))
                .collect(),
            rows,
        }
    }

    fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.in_language(self.say.language())
    }

    /// A code with its name in the scheme.
    fn named(&self, code: &str, name: Option<&Text>) -> Cell {
        Cell::text(words::with_name(code, name, self.say))
    }

    /// Whether an application is ranked, and why not.
    fn status(&self, status: &Status) -> Cell {
        let (state, reasons) = words::status(status, self.say);
        let all: Vec<String> = std::iter::once(state).chain(reasons).collect();
        Cell::text(all.join("\n"))
    }
}
