//! The dossier 得分档案 of one application: everything that made its number.
//!
//! Owns what stands in it: facts as declared and as they hold, every mark, how the composite follows,
//! opinions, divergences, and decisions. Trap: experts are tickets here, and of other applications
//! nothing stands in it but how many there are.

use std::path::Path;

use hengping_core::id::ApplicationId;
use hengping_core::mark::{FactKey, FactValue};
use hengping_core::merge::Standing;
use hengping_core::merge::facts::{EffectiveFact, Provenance};
use hengping_core::review::Review;
use hengping_core::score::explain::{Label, Operation};
use hengping_core::score::{Derivation, explain};
use hengping_report::paper::{Block, Paper, PaperRow, Table};

use super::results::name_sources;
use super::statistics::figures;
use super::summary::Summary;
use super::{Panel, words};
use crate::context::Context;
use crate::error::Result;
use crate::messages::Catalogue;
use crate::papers::{self, PaperWritten, Printing, Writing};
use crate::written;

impl Panel {
    /// Writes the dossier of one application into `folder`, in the language of `say`.
    ///
    /// # Errors
    /// Before the opening; an unknown application; no face for Chinese text.
    pub fn dossier(
        &self,
        id: &ApplicationId,
        folder: &Path,
        say: &Catalogue,
        ctx: &Context,
    ) -> Result<PaperWritten> {
        let status = self.status(ctx)?;
        let seen = self.seen_opened(ctx)?;
        let zone = self.zone();
        let paper = seen.evaluate(|evaluation| -> Result<_> {
            let figures = figures(&seen.record, evaluation);
            let writing = Writing { say, zone };
            let summary = Summary::of(&seen.record, evaluation, &figures, &status, writing)?;
            summary.dossier(id)
        })?;
        Printing::new(say)?.write(&paper, papers::file_of(folder, id, "dossier"))
    }
}

impl Summary<'_> {
    fn dossier(&self, id: &ApplicationId) -> Result<Paper> {
        let outcome = self.evaluation.outcome.application(id);
        let outcome = outcome.ok_or_else(|| super::unknown_application(id))?;
        let mut lines = self.results.applications.iter();
        let line = lines.find(|line| line.application == *id);
        let line = line.ok_or_else(|| super::unknown_application(id))?;
        let (state, reasons) = words::status(&line.status, self.say());
        let ranked = self.results.applications.iter();
        let ranked = ranked.filter(|line| line.place.is_some()).count();
        let place = line.place.map(|place| format!("{place} / {ranked}"));
        let kind = line.enterprise_type.as_str();
        let state = std::iter::once(state).chain(reasons).collect::<Vec<_>>();
        let mut blocks = vec![self.writing.facts(&[
            ("table-enterprise", line.enterprise.clone()),
            ("table-application", id.to_string()),
            (
                "table-type",
                words::with_name(kind, self.names.enterprise_type(kind), self.say()),
            ),
            (
                "table-composite",
                line.composite.clone().unwrap_or_default(),
            ),
            ("table-rank", place.unwrap_or_default()),
            ("table-state", state.join("\u{ff1b}")),
            (
                "table-experts",
                format!("{}/{}", line.experts.valid, line.experts.asked),
            ),
        ])];
        blocks.push(self.heading("sheet-facts"));
        blocks.push(self.facts_of(id));
        blocks.push(self.heading("sheet-matrix"));
        blocks.extend(self.matrix_of(outcome).into_iter().skip(1));
        blocks.push(self.heading("sheet-derivation"));
        blocks.extend(self.derivation_of(id));
        blocks.extend(self.opinions_of(id));
        blocks.extend(self.divergences_of(id));
        blocks.extend(self.decisions_of(id));
        blocks.push(self.writing.signatures(&["paper-chair", "paper-observer"]));
        Ok(self.sheet("paper-dossier", blocks))
    }

    fn facts_of(&self, id: &ApplicationId) -> Block {
        let facts = self.evaluation.facts.of(id);
        let rows = facts.iter().map(|(key, fact)| self.fact_row(key, fact));
        Block::Table(Table {
            columns: vec![
                self.text("table-fact", 5),
                self.text("table-declared", 4),
                self.text("sheet-holds", 4),
                self.text("table-source", 2),
                self.text("table-reason", 4),
            ],
            rows: rows.collect(),
        })
    }

    fn fact_row(&self, key: &FactKey, fact: &EffectiveFact) -> PaperRow {
        let code = written::fact(key);
        let (source, reason) = match &fact.provenance {
            Provenance::Declared => ("from-declared", String::new()),
            Provenance::Office => ("from-office", String::new()),
            Provenance::Decided { reason, .. } => ("from-decided", reason.clone()),
            Provenance::Visited { .. } => ("from-visited", String::new()),
        };
        let with_unit = |value: &FactValue| {
            let value = written::value(value);
            let unit = self.names.unit(&code);
            if unit.is_empty() {
                value
            } else {
                format!("{value} {unit}")
            }
        };
        let is_declared = matches!(fact.provenance, Provenance::Declared | Provenance::Office);
        let declared = fact.before.as_ref().or(is_declared.then_some(&fact.value));
        PaperRow {
            strong: fact.before.is_some(),
            ..PaperRow::from(vec![
                words::with_name(&code, self.names.fact(&code), self.say()),
                declared.map(with_unit).unwrap_or_default(),
                with_unit(&fact.value),
                self.writing.word(source),
                reason,
            ])
        }
    }

    fn derivation_of(&self, id: &ApplicationId) -> Option<Block> {
        let mut tree = explain(self.evaluation.input, id)?;
        name_sources(&mut tree, &self.evaluation.facts.of(id));
        let mut rows = Vec::new();
        self.steps(&tree, 0, &mut rows);
        Some(Block::Table(Table {
            columns: vec![
                self.text("sheet-step", 8),
                self.text("sheet-how", 6),
                self.number("table-value"),
            ],
            rows,
        }))
    }

    fn steps(&self, step: &Derivation, depth: u8, rows: &mut Vec<PaperRow>) {
        let value = match &step.operation {
            Operation::Raw { state, .. } => words::mark_text(state, self.say()),
            _ => step
                .printed
                .clone()
                .unwrap_or_else(|| "\u{2014}".to_owned()),
        };
        rows.push(PaperRow {
            cells: vec![
                self.step(&step.label),
                words::operation(step, &self.names, self.say()),
                value,
            ],
            depth,
            strong: depth < 2,
            cut: false,
        });
        for child in &step.children {
            self.steps(child, depth.saturating_add(1), rows);
        }
    }

    fn step(&self, label: &Label) -> String {
        match label {
            Label::Expert(key) => self.expert(key.as_str()),
            label => words::step(label, &self.names, self.say()),
        }
    }

    /// Reviews of an application that count, by ticket.
    pub(super) fn reviews_of(&self, id: &ApplicationId) -> Vec<&Review> {
        let known = self.evaluation.pieces.reviews();
        let rows = self.evaluation.merged.standings.values();
        let standings = rows.filter_map(|row| row.get(id));
        standings
            .filter_map(|standing| match standing {
                Standing::Counts(counted) => known.get(&counted.digest).copied(),
                Standing::Absent(_) => None,
            })
            .collect()
    }

    fn opinions_of(&self, id: &ApplicationId) -> Vec<Block> {
        let language = self.say().language();
        let fields = &self.record.scheme.opinion.fields;
        let rows = self.reviews_of(id).into_iter().flat_map(|review| {
            fields.iter().filter_map(move |field| {
                let text = review.opinion.fields.get(&field.code)?;
                let said = !text.trim().is_empty();
                said.then(|| {
                    PaperRow::from(vec![
                        self.expert(review.ticket.as_str()),
                        field.name.in_language(language).to_owned(),
                        text.clone(),
                    ])
                })
            })
        });
        let columns = vec![
            self.text("table-expert", 0),
            self.text("paper-field", 3),
            self.text("paper-said", 10),
        ];
        let rows = rows.collect();
        self.part("paper-opinion", columns, rows)
    }
}
