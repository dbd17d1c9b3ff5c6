//! Sheets of what a panel said and decided: its opinion, divergences with their explanations, and every
//! decision in order.
//!
//! Owns what stands on them.

use std::str::FromStr;

use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_report::paper::{Block, Paper, PaperRow, Table};

use super::super::acts::Act;
use super::super::divergences;
use super::{Summary, opinion};
use crate::clock::in_round;

impl Summary<'_> {
    pub(super) fn opinion(&self) -> Vec<Block> {
        let mut blocks = vec![self.heading("paper-panel-opinion")];
        let Some(opinion) = opinion(self.record) else {
            blocks.push(Block::Text {
                text: self.writing.word("paper-undecided"),
            });
            return blocks;
        };
        blocks.push(Block::Text {
            text: opinion.text.clone(),
        });
        if !opinion.minority.is_empty() {
            blocks.push(self.heading("paper-minority"));
        }
        blocks.extend(opinion.minority.iter().map(|one| Block::Text {
            text: format!("{}\u{ff1a}{}", one.by, one.text),
        }));
        blocks
    }

    pub(super) fn divergences(&self) -> Vec<Block> {
        self.diverging(|_| true)
    }

    /// What diverges of one application.
    pub(in crate::panel) fn divergences_of(&self, id: &ApplicationId) -> Vec<Block> {
        self.diverging(|of| of == id)
    }

    fn diverging(&self, wanted: impl Fn(&ApplicationId) -> bool) -> Vec<Block> {
        let flags = self.evaluation.outcome.divergences.iter();
        let flags = flags.filter(|flag| wanted(&flag.application));
        let rows = flags.map(|flag| {
            let line = divergences::line(self.record, flag);
            let unexplained = || self.writing.word("paper-unexplained");
            PaperRow::from(vec![
                self.application(&line.application),
                self.leaf(line.indicator.as_ref()),
                self.expert(&line.ticket),
                line.mark,
                line.mean,
                line.explanation.unwrap_or_else(unexplained),
            ])
        });
        let columns = vec![
            self.text("table-application", 4),
            self.text("table-indicator", 3),
            self.text("table-expert", 0),
            self.number("table-mark"),
            self.number("stats-mean"),
            self.text("table-explanation", 5),
        ];
        self.part("paper-divergences", columns, rows.collect())
    }

    /// The opinion 专家组意见 with what the list is, for all members to sign.
    pub(super) fn opinion_sheet(&self) -> Paper {
        let mut blocks = self.opinion();
        let proposed = self.results.selection.iter().filter(|one| one.proposed);
        let rows = proposed.map(|one| {
            PaperRow::from(vec![
                one.place.to_string(),
                one.application.to_string(),
                one.enterprise.clone(),
            ])
        });
        let columns = vec![
            self.number("table-rank"),
            self.text("table-application", 3),
            self.text("table-enterprise", 9),
        ];
        blocks.extend(self.part("paper-proposed-list", columns, rows.collect()));
        let members = vec!["paper-member"; self.members()];
        let signing: Vec<&str> = std::iter::once("paper-chair").chain(members).collect();
        blocks.push(self.writing.signatures(&signing));
        blocks.push(self.writing.boxes("paper-result-boxes", self.digest));
        self.sheet("paper-panel-opinion", blocks)
    }

    /// How many sign beside the chair.
    fn members(&self) -> usize {
        let size = usize::try_from(self.record.scheme.panel.size).unwrap_or_default();
        size.max(1)
    }

    /// The explanations of divergences 分歧说明.
    pub(super) fn divergence_sheet(&self) -> Paper {
        let mut blocks = self.divergences();
        if blocks.is_empty() {
            blocks.push(self.none());
        }
        blocks.push(self.writing.signatures(&["paper-chair", "paper-observer"]));
        self.sheet("paper-divergences", blocks)
    }

    /// Every decision 决定清单, in order.
    pub(super) fn decision_list(&self) -> Paper {
        let mut blocks = match self.decided(|_| true) {
            Some(table) => vec![table],
            None => vec![self.none()],
        };
        blocks.push(self.writing.signatures(&["paper-chair", "paper-observer"]));
        self.sheet("paper-decisions", blocks)
    }

    /// What was decided of one application.
    pub(in crate::panel) fn decisions_of(&self, id: &ApplicationId) -> Vec<Block> {
        let table = self.decided(|act| act.place().1.as_ref() == Some(id));
        let blocks = table.map(|table| vec![self.heading("paper-decisions"), table]);
        blocks.unwrap_or_default()
    }

    fn decided(&self, wanted: impl Fn(&Act) -> bool) -> Option<Block> {
        let acts = self.record.acts.iter().enumerate();
        let acts = acts.filter(|(_, act)| wanted(act));
        let rows: Vec<PaperRow> = acts.map(|(at, act)| self.decision(at + 1, act)).collect();
        let columns = vec![
            self.number("table-number"),
            self.text("table-at", 4),
            self.text("paper-what", 4),
            self.text("table-application", 4),
            self.text("table-reason", 6),
            self.text("sheet-by", 3),
        ];
        (!rows.is_empty()).then_some(Block::Table(Table { columns, rows }))
    }

    fn decision(&self, number: usize, act: &Act) -> PaperRow {
        let key = match act {
            Act::Fact(_) => "event-fact-decided",
            Act::Ruling(_) => "event-bundle-ruled",
            Act::Naming(_) => "event-seal-named",
            Act::Layer(_) => "event-mark-agreed",
            Act::Vote(_) => "event-tie-voted",
            Act::Explanation(_) => "event-divergence-explained",
            Act::Opinion(_) => "event-panel-decided",
            Act::Card(_) => "event-card-confirmed",
            Act::Correction(_) => "paper-correction",
        };
        let (_, application, subject) = act.place();
        let (by, reason) = act.grounds();
        let reason = match act {
            Act::Card(_) => String::new(),
            _ => reason.to_owned(),
        };
        let what = [self.writing.word(key), self.subject(act, &subject)];
        let what: Vec<String> = what.into_iter().filter(|word| !word.is_empty()).collect();
        PaperRow::from(vec![
            number.to_string(),
            in_round(act.at(), &self.writing.zone),
            what.join("\n"),
            application
                .map(|id| self.application(&id))
                .unwrap_or_default(),
            reason,
            by.join("\u{3001}"),
        ])
    }

    /// What within an application or a round was decided, as people read it.
    fn subject(&self, act: &Act, subject: &str) -> String {
        match act {
            Act::Fact(_) => super::words::with_name(subject, self.names.fact(subject), self.say()),
            Act::Layer(_) => self.leaf(IndicatorCode::from_str(subject).ok().as_ref()),
            Act::Explanation(one) => {
                let expert = self.expert(one.ticket.as_str());
                format!("{}\n{expert}", self.leaf(one.indicator.as_ref()))
            }
            Act::Ruling(one) => hengping_core::words::words_text(one.bundle),
            Act::Correction(_) => self.writing.word(&format!("ground-{subject}")),
            Act::Naming(_) | Act::Card(_) => self.expert(subject),
            Act::Vote(_) => subject.to_owned(),
            Act::Opinion(_) => String::new(),
        }
    }
}
