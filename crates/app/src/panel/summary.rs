//! The papers that a panel signs: the summary 评审汇总表 with ranking, charts, opinion, divergences and
//! recusals, and what the sheets below it share.
//!
//! Owns what stands on them; every number is core's. Trap: the day of a paper is that of what it rests
//! on, the decision or the opening, so that printing it again gives the same bytes; experts stand on it
//! by their tickets, and write their names themselves.

mod charts;
mod decided;
mod marks;
mod people;

use hengping_core::id::{ApplicationId, Digest, IndicatorCode};
use hengping_core::stats::round::RoundStatistics;
use hengping_core::time::Instant;
use hengping_format::doc::TicketKind;
use hengping_report::paper::{Block, Paper, PaperColumn, PaperRow, Table};

use super::acts::{Act, PanelOpinion};
use super::evaluation::Evaluation;
use super::record::Record;
use super::results::{self, ResultLine, Results};
use super::status::PanelStatus;
use super::{Names, archive, words};
use crate::error::{Refused, Result};
use crate::messages::Catalogue;
use crate::papers::Writing;

/// Papers with the names of their files.
pub(super) type Named = Vec<(String, Paper)>;

/// What the papers are written from.
pub(super) struct Summary<'a> {
    pub(super) record: &'a Record,
    pub(super) evaluation: &'a Evaluation<'a>,
    figures: &'a RoundStatistics,
    status: &'a PanelStatus,
    pub(super) results: Results,
    pub(super) names: Names,
    pub(super) writing: Writing<'a>,
    /// Digest of the result, as it is archived.
    digest: Digest,
    at: Instant,
}

impl<'a> Summary<'a> {
    /// # Errors
    /// Before the opening.
    pub(super) fn of(
        record: &'a Record,
        evaluation: &'a Evaluation<'a>,
        figures: &'a RoundStatistics,
        status: &'a PanelStatus,
        writing: Writing<'a>,
    ) -> Result<Self> {
        let opened = record.opening.as_ref().ok_or(Refused::NotOpened)?.at;
        let decided = opinion(record).map(|opinion| opinion.at);
        Ok(Self {
            record,
            evaluation,
            figures,
            status,
            results: results::results(record, evaluation),
            names: Names::of(&record.scheme),
            digest: Digest::of(&archive::results_json(record)?),
            at: decided.unwrap_or(opened),
            writing,
        })
    }

    /// Every sheet of the round.
    pub(super) fn sheets(&self) -> Named {
        let named = |(name, paper): (&str, Paper)| (name.to_owned(), paper);
        let sheets = [
            ("summary", self.paper()),
            ("sign-in", self.sign_in()),
            ("opening-list", self.opening_list()),
            ("pledges", self.pledges()),
            ("recusals", self.recusal_list()),
            ("matrix", self.matrix()),
            ("opinion", self.opinion_sheet()),
            ("divergences", self.divergence_sheet()),
            ("decisions", self.decision_list()),
            ("duty", self.duty_record()),
        ];
        sheets.into_iter().map(named).collect()
    }

    /// The summary 评审汇总表.
    pub(super) fn paper(&self) -> Paper {
        let mut blocks = vec![self.head(), self.heading("paper-ranking"), self.ranking()];
        blocks.extend(self.not_ranked());
        blocks.extend(self.charts());
        blocks.extend(self.opinion());
        blocks.extend(self.divergences());
        blocks.extend(self.recusals());
        blocks.push(self.writing.signatures(&["paper-chair", "paper-observer"]));
        blocks.push(self.writing.boxes("paper-result-boxes", self.digest));
        blocks.extend(self.writing.code("paper-code-result", self.digest));
        self.writing.paper(
            self.writing.word("paper-summary"),
            self.at,
            Some(self.digest),
            blocks,
        )
    }

    pub(super) fn say(&self) -> &Catalogue {
        self.writing.say
    }

    pub(super) fn heading(&self, key: &str) -> Block {
        self.writing.heading(key)
    }

    pub(super) fn text(&self, key: &str, share: u16) -> PaperColumn {
        PaperColumn::text(self.writing.word(key), share)
    }

    pub(super) fn number(&self, key: &str) -> PaperColumn {
        PaperColumn::number(self.writing.word(key))
    }

    fn round(&self) -> Block {
        let title = self.results.title.in_language(self.say().language());
        self.writing.facts(&[("fact-round", title.to_owned())])
    }

    fn head(&self) -> Block {
        let title = self.results.title.in_language(self.say().language());
        let scheme = &self.results.scheme;
        self.writing.facts(&[
            ("fact-round", title.to_owned()),
            ("fact-scheme", format!("{} {}", scheme.id, scheme.version)),
            ("fact-method", self.results.method.to_owned()),
            (
                "table-applications",
                self.results.applications.len().to_string(),
            ),
            ("fact-divergences", self.results.divergences.to_string()),
        ])
    }

    fn ranking(&self) -> Block {
        let lines = self.results.applications.iter();
        let ranked: Vec<&ResultLine> = lines.filter(|line| line.place.is_some()).collect();
        let last = ranked.iter().rposition(|line| self.is_proposed(line));
        let rows = ranked.iter().enumerate().map(|(at, line)| PaperRow {
            strong: self.is_proposed(line),
            cut: Some(at) == last,
            ..PaperRow::from(self.ranked(line))
        });
        Block::Table(Table {
            columns: vec![
                self.number("table-rank"),
                self.text("table-application", 2),
                self.text("table-enterprise", 6),
                self.text("table-type", 3),
                self.number("table-composite"),
                self.number("table-range"),
                self.number("table-experts"),
                self.text("table-proposed", 3),
            ],
            rows: rows.collect(),
        })
    }

    fn ranked(&self, line: &ResultLine) -> Vec<String> {
        let code = line.enterprise_type.as_str();
        let spread = line.spread.as_ref();
        let mut selection = self.results.selection.iter();
        let fate = selection.find(|one| one.application == line.application);
        vec![
            line.place.unwrap_or_default().to_string(),
            line.application.to_string(),
            line.enterprise.clone(),
            words::with_name(code, self.names.enterprise_type(code), self.say()),
            line.composite.clone().unwrap_or_default(),
            spread.map(|one| one.range.clone()).unwrap_or_default(),
            format!("{}/{}", line.experts.valid, line.experts.asked),
            fate.map_or_else(String::new, |one| words::fate(&one.fate, self.say())),
        ]
    }

    fn is_proposed(&self, line: &ResultLine) -> bool {
        let mut selection = self.results.selection.iter();
        selection.any(|one| one.application == line.application && one.proposed)
    }

    fn not_ranked(&self) -> Vec<Block> {
        let lines = self.results.applications.iter();
        let others = lines.filter(|line| line.place.is_none());
        let rows = others.map(|line| {
            let (state, reasons) = words::status(&line.status, self.say());
            let why: Vec<String> = std::iter::once(state).chain(reasons).collect();
            PaperRow::from(vec![
                line.application.to_string(),
                line.enterprise.clone(),
                why.join("\n"),
            ])
        });
        let columns = vec![
            self.text("table-application", 2),
            self.text("table-enterprise", 5),
            self.text("table-reason", 7),
        ];
        self.part("paper-not-ranked", columns, rows.collect())
    }

    /// A heading with a table, or nothing where it would be empty.
    pub(super) fn part(
        &self,
        key: &str,
        columns: Vec<PaperColumn>,
        rows: Vec<PaperRow>,
    ) -> Vec<Block> {
        if rows.is_empty() {
            return Vec::new();
        }
        vec![self.heading(key), Block::Table(Table { columns, rows })]
    }

    /// A leaf as people read it; the judged total without one.
    fn leaf(&self, code: Option<&IndicatorCode>) -> String {
        let named = code.map(|code| {
            let code = code.as_str();
            words::with_name(code, self.names.indicator(code), self.say())
        });
        named.unwrap_or_else(|| self.writing.word("word-total"))
    }

    /// A ticket as its number among those of its kind: identifiers are too long for most columns. Sign-in
    /// sheet, pledges and record of duties say which is which.
    pub(super) fn expert(&self, ticket: &str) -> String {
        let tickets = &self.record.register.tickets;
        let found = tickets.iter().find(|row| row.ticket.as_str() == ticket);
        let Some(found) = found else {
            return ticket.to_owned();
        };
        let mut alike = tickets.iter().filter(|row| row.kind == found.kind);
        let place = alike.position(|row| row.ticket == found.ticket);
        let key = match found.kind {
            TicketKind::Visit => "paper-team-number",
            _ => "paper-expert-number",
        };
        self.say()
            .say(key, &[("number", place.map_or(0, |at| at + 1).into())])
    }

    /// An application with its enterprise.
    pub(super) fn application(&self, id: &ApplicationId) -> String {
        format!("{id} {}", self.record.enterprise(id))
    }

    /// A sheet about the round, with the words of the result on every page.
    pub(super) fn sheet(&self, title: &str, blocks: Vec<Block>) -> Paper {
        let blocks = std::iter::once(self.round()).chain(blocks).collect();
        let title = self.writing.word(title);
        self.writing
            .paper(title, self.at, Some(self.digest), blocks)
    }

    /// A sentence in place of a table that would be empty.
    fn none(&self) -> Block {
        Block::Text {
            text: self.writing.word("paper-none"),
        }
    }
}

/// What the panel decided last.
fn opinion(record: &Record) -> Option<&PanelOpinion> {
    let mut acts = record.acts.iter().rev();
    acts.find_map(|act| match act.decision() {
        Act::Opinion(opinion) => Some(opinion),
        _ => None,
    })
}
