//! Feedback 反馈 to each recommending unit: the places of its enterprises and the opinions meant for it.
//!
//! Owns what a unit may read: of its own applications the composite, the places and the opinions in fields
//! that the scheme gives to provinces. No expert stands in it, not even by number, and nothing of other
//! units. Trap: experts write freely; an opinion that names another unit's enterprise, person or code, or a
//! ticket, is held back and told to whoever writes the files.

use std::collections::BTreeSet;
use std::path::Path;

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, OpinionFieldCode, UnitCode};
use hengping_core::scheme::Reader;
use hengping_report::paper::{Block, Paper, PaperRow, Table};
use serde::Serialize;

use super::results::ResultLine;
use super::statistics::figures;
use super::summary::Summary;
use super::{Panel, words};
use crate::context::Context;
use crate::error::Result;
use crate::messages::Catalogue;
use crate::papers::{PaperWritten, Printing, Writing};

/// Shortest text that is looked for: a name of one character is in half of all texts.
const SHORTEST: usize = 2;

/// Feedback that was written.
#[derive(Debug, Serialize)]
pub struct FedBack {
    /// The papers, a unit each.
    pub papers: Vec<PaperWritten>,
    /// Opinions that were held back, as they speak of what the unit may not read.
    pub held_back: Vec<HeldBack>,
}

/// An opinion that was held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldBack {
    /// The application.
    pub application: ApplicationId,
    /// The field.
    pub field: OpinionFieldCode,
    /// The ticket of its expert.
    pub ticket: String,
}

impl Panel {
    /// Writes the feedback of every unit that has applications into `folder`, in the language of `say`.
    ///
    /// # Errors
    /// Before the opening; no face for Chinese text; other files of these names.
    pub fn feedback(&self, folder: &Path, say: &Catalogue, ctx: &Context) -> Result<FedBack> {
        let status = self.status(ctx)?;
        let seen = self.seen_opened(ctx)?;
        let zone = self.zone();
        let mut held_back = Vec::new();
        let sheets = seen.evaluate(|evaluation| -> Result<_> {
            let figures = figures(&seen.record, evaluation);
            let writing = Writing { say, zone };
            let summary = Summary::of(&seen.record, evaluation, &figures, &status, writing)?;
            let bodies = seen.record.applications().values();
            let units: BTreeSet<&UnitCode> = bodies.map(|body| &body.enterprise.unit).collect();
            let sheets = units.into_iter();
            let sheets = sheets.map(|unit| (unit.clone(), summary.feedback(unit, &mut held_back)));
            Ok(sheets.collect::<Vec<_>>())
        })?;
        let printing = Printing::new(say)?;
        let papers = sheets.iter().map(|(unit, paper)| {
            let file = folder
                .join(unit.as_str())
                .join(format!("feedback-{unit}.pdf"));
            printing.write(paper, file)
        });
        Ok(FedBack {
            papers: papers.collect::<Result<_>>()?,
            held_back,
        })
    }
}

impl Summary<'_> {
    fn feedback(&self, unit: &UnitCode, held_back: &mut Vec<HeldBack>) -> Paper {
        let of_unit = |line: &&ResultLine| {
            let body = self.record.applications().get(&line.application);
            body.is_some_and(|body| body.enterprise.unit == *unit)
        };
        let lines: Vec<&ResultLine> = self.results.applications.iter().filter(of_unit).collect();
        let secret = self.secret_to(unit);
        let names = &self.record.sources.round.units;
        let name = names
            .get(unit)
            .map_or_else(|| unit.to_string(), |known| known.name.clone());
        let mut blocks = vec![
            self.writing.facts(&[("table-unit", name)]),
            self.heading("feedback-places"),
            self.own_places(&lines),
        ];
        for line in lines {
            let said = self.opinions_for(line, &secret, held_back);
            if !said.is_empty() {
                blocks.push(Block::Heading {
                    text: self.application(&line.application),
                });
                blocks.push(Block::Table(Table {
                    columns: vec![self.text("paper-field", 3), self.text("paper-said", 11)],
                    rows: said,
                }));
            }
        }
        blocks.push(Block::Remark {
            text: self.writing.word("feedback-legend"),
        });
        self.sheet("feedback", blocks)
    }

    fn own_places(&self, lines: &[&ResultLine]) -> Block {
        let rows = lines.iter().map(|line| {
            let place =
                |place: Option<u32>| place.map(|place| place.to_string()).unwrap_or_default();
            let kind = line.enterprise_type.as_str();
            let mut selection = self.results.selection.iter();
            let fate = selection.find(|one| one.application == line.application);
            let state = match fate {
                Some(one) => words::fate(&one.fate, self.say()),
                None => words::status(&line.status, self.say()).0,
            };
            PaperRow::from(vec![
                line.application.to_string(),
                line.enterprise.clone(),
                words::with_name(kind, self.names.enterprise_type(kind), self.say()),
                line.composite.clone().unwrap_or_default(),
                place(line.place),
                place(line.place_in_type),
                place(line.place_in_unit),
                state,
            ])
        });
        Block::Table(Table {
            columns: vec![
                self.text("table-application", 0),
                self.text("table-enterprise", 5),
                self.text("table-type", 3),
                self.number("table-composite"),
                self.number("table-rank"),
                self.number("feedback-in-type"),
                self.number("feedback-in-unit"),
                self.text("table-state", 3),
            ],
            rows: rows.collect(),
        })
    }

    /// Opinions on one application that its unit reads, each text once, in order of their fields.
    fn opinions_for(
        &self,
        line: &ResultLine,
        secret: &BTreeSet<&str>,
        held_back: &mut Vec<HeldBack>,
    ) -> Vec<PaperRow> {
        let fields = self.record.scheme.opinion.fields.iter();
        let fields = fields.filter(|field| field.readers.contains(&Reader::Province));
        let reviews = self.reviews_of(&line.application);
        let mut rows = Vec::new();
        for field in fields {
            // By their text: the order of experts would tell them apart from one paper to the next.
            let mut texts = BTreeSet::new();
            for review in &reviews {
                let said = review.opinion.fields.get(&field.code);
                let Some(text) = said.map(|text| text.trim()).filter(|text| !text.is_empty())
                else {
                    continue;
                };
                if secret.iter().any(|word| text.contains(word)) {
                    held_back.push(HeldBack {
                        application: line.application.clone(),
                        field: field.code.clone(),
                        ticket: review.ticket.to_string(),
                    });
                } else {
                    texts.insert(text);
                }
            }
            let name = field.name.in_language(self.say().language());
            rows.extend(
                texts
                    .into_iter()
                    .map(|text| PaperRow::from(vec![name.to_owned(), text.to_owned()])),
            );
        }
        rows
    }

    /// Words that a unit may not read: what names other units' enterprises, and tickets.
    fn secret_to(&self, unit: &UnitCode) -> BTreeSet<&str> {
        let bodies = self.record.applications().values();
        let others: Vec<&Application> = bodies
            .filter(|body| body.enterprise.unit != *unit)
            .collect();
        let names = others.iter().flat_map(|body| {
            let one = &body.enterprise;
            let fixed = [
                one.name.as_str(),
                one.credit_code.as_str(),
                one.legal_representative.as_str(),
            ];
            fixed.into_iter().chain(one.group.as_deref())
        });
        let tickets = self
            .record
            .register
            .tickets
            .iter()
            .map(|row| row.ticket.as_str());
        let own = self.record.applications().values();
        let own: BTreeSet<&str> = own
            .filter(|body| body.enterprise.unit == *unit)
            .flat_map(|body| {
                [
                    body.enterprise.name.as_str(),
                    body.enterprise.legal_representative.as_str(),
                ]
            })
            .collect();
        let long = |word: &&str| word.chars().count() >= SHORTEST && !own.contains(*word);
        names.chain(tickets).filter(long).collect()
    }
}
