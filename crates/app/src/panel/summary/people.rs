//! Sheets about the people of a panel: sign-in, pledges, recusals, who did what, and the list that
//! opening froze.
//!
//! Owns what stands on them. Trap: an expert is a ticket here, and a name is written by hand.

use hengping_format::doc::{Registered, TicketKind};
use hengping_report::paper::{Block, Paper, PaperRow, Table};

use super::Summary;
use crate::clock::in_round;

/// Two lines of room to write by hand.
const BLANK: &str = "\u{3000}\n\u{3000}";

impl Summary<'_> {
    /// The sign-in sheet 签到表: tickets, with room for names.
    pub(super) fn sign_in(&self) -> Paper {
        let tickets = self.record.register.tickets.iter();
        let present = tickets.filter(|row| row.kind == TicketKind::Expert && !row.revoked);
        let rows = present.map(|row| {
            let blank = || "\u{3000}\n\u{3000}".to_owned();
            PaperRow::from(vec![
                self.expert(row.ticket.as_str()),
                row.ticket.to_string(),
                blank(),
                blank(),
                blank(),
                blank(),
            ])
        });
        let table = Block::Table(Table {
            columns: vec![
                self.text("table-expert", 0),
                self.text("table-ticket", 0),
                self.text("paper-name", 3),
                self.text("table-unit", 5),
                self.text("paper-signature", 3),
                self.text("table-at", 3),
            ],
            rows: rows.collect(),
        });
        let title = self.writing.word("paper-sign-in");
        let blocks = vec![self.round(), table];
        let mut paper = self
            .writing
            .paper(title, self.at, Some(self.digest), blocks);
        // Whoever signs writes the day.
        paper.dated.clear();
        paper
    }

    /// Tickets of experts that hold.
    fn experts(&self) -> impl Iterator<Item = &Registered> {
        let tickets = self.record.register.tickets.iter();
        tickets.filter(|row| row.kind == TicketKind::Expert && !row.revoked)
    }

    /// The pledges 承诺书, a page for each ticket.
    pub(super) fn pledges(&self) -> Paper {
        let mut blocks = Vec::new();
        for (at, row) in self.experts().enumerate() {
            if at > 0 {
                let title = self.writing.word("paper-pledge");
                blocks.push(Block::Part { title });
                blocks.push(self.round());
            }
            blocks.extend(self.pledge(row));
        }
        let mut paper = self.sheet("paper-pledge", blocks);
        paper.dated.clear();
        paper
    }

    fn pledge(&self, row: &Registered) -> Vec<Block> {
        let recusals = self.record.recusals().into_keys();
        let own = recusals.filter(|one| one.ticket == row.ticket);
        let own: Vec<String> = own.map(|one| self.application(&one.application)).collect();
        let others = row.assigned.len().saturating_sub(own.len());
        let mut blocks = vec![
            self.writing.facts(&[
                ("table-expert", self.expert(row.ticket.as_str())),
                ("table-ticket", row.ticket.to_string()),
                ("table-applications", row.assigned.len().to_string()),
            ]),
            Block::Text {
                text: self
                    .say()
                    .say("paper-pledge-text", &[("count", others.into())]),
            },
        ];
        if !own.is_empty() {
            blocks.push(self.heading("paper-recusals"));
            blocks.push(Block::Text {
                text: own.join("\n"),
            });
        }
        blocks.push(self.writing.signatures(&["paper-expert"]));
        blocks
    }

    /// The recusals 回避名单.
    pub(super) fn recusal_list(&self) -> Paper {
        let mut blocks = self.recusals();
        if blocks.is_empty() {
            blocks.push(self.none());
        }
        blocks.push(self.writing.signatures(&["paper-chair", "paper-observer"]));
        self.sheet("paper-recusal-list", blocks)
    }

    /// Who did what 履职记录.
    pub(super) fn duty_record(&self) -> Paper {
        let rows = self.experts().map(|row| PaperRow::from(self.duty(row)));
        let table = Block::Table(Table {
            columns: vec![
                self.text("table-expert", 0),
                self.text("table-ticket", 0),
                self.number("table-assigned"),
                self.number("paper-judged"),
                self.number("paper-recused"),
                self.number("paper-not-done"),
                self.number("table-bundles"),
                self.number("fact-divergences"),
                self.text("paper-signature", 1),
            ],
            rows: rows.collect(),
        });
        let legend = Block::Remark {
            text: self.writing.word("paper-duty-legend"),
        };
        let signed = self.writing.signatures(&["paper-chair", "paper-observer"]);
        self.sheet("paper-duty", vec![table, legend, signed])
    }

    fn duty(&self, row: &Registered) -> Vec<String> {
        let mut grid = self.status.grid.iter();
        let known = grid.find(|known| known.ticket == row.ticket);
        let count = |states: &[&str]| {
            let cells = known.into_iter().flat_map(|known| known.cells.values());
            cells
                .filter(|state| states.contains(state))
                .count()
                .to_string()
        };
        let flags = self.evaluation.outcome.divergences.iter();
        let diverging = flags.filter(|flag| flag.expert.as_str() == row.ticket.as_str());
        vec![
            self.expert(row.ticket.as_str()),
            row.ticket.to_string(),
            row.assigned.len().to_string(),
            count(&["counts"]),
            count(&["recused"]),
            count(&["not_done", "not_handed_in", "held", "conflicting"]),
            known.map_or(0, |known| known.bundles).to_string(),
            diverging.count().to_string(),
            BLANK.to_owned(),
        ]
    }

    /// The list that opening froze 开启清单, and what came later.
    pub(super) fn opening_list(&self) -> Paper {
        let (late, listed): (Vec<_>, Vec<_>) =
            self.status.arrivals.iter().partition(|one| one.late);
        let zone = &self.writing.zone;
        let opening = self.record.opening.as_ref();
        let mut blocks = vec![
            self.writing.facts(&[
                (
                    "fact-opened-at",
                    opening
                        .map(|opening| in_round(opening.at, zone))
                        .unwrap_or_default(),
                ),
                (
                    "fact-present",
                    opening
                        .map(|opening| opening.present.join("\u{3001}"))
                        .unwrap_or_default(),
                ),
                ("fact-listed", listed.len().to_string()),
            ]),
        ];
        for (heading, lines) in [("paper-listed", listed), ("paper-late", late)] {
            if lines.is_empty() {
                continue;
            }
            let rows = lines.iter().map(|line| {
                let words = hengping_core::words::words_text(line.label);
                PaperRow::from(vec![
                    line.number.to_string(),
                    self.expert(line.ticket.as_str()),
                    line.ticket.to_string(),
                    line.seq.to_string(),
                    in_round(line.at, zone),
                    words,
                ])
            });
            blocks.push(self.heading(heading));
            blocks.push(Block::Table(Table {
                columns: vec![
                    self.number("table-number"),
                    self.text("table-expert", 0),
                    self.text("table-ticket", 0),
                    self.number("table-seq"),
                    self.text("table-at", 3),
                    self.text("paper-label-words", 3),
                ],
                rows: rows.collect(),
            }));
        }
        let who = ["paper-chair", "paper-holders", "paper-observer"];
        blocks.push(self.writing.signatures(&who));
        self.sheet("paper-opening-list", blocks)
    }

    pub(super) fn recusals(&self) -> Vec<Block> {
        let recusals = self.record.recusals().into_iter();
        let rows = recusals.map(|(recused, ground)| {
            let key = format!("ground-{}", ground.code());
            PaperRow::from(vec![
                self.expert(recused.ticket.as_str()),
                recused.application.to_string(),
                self.record.enterprise(&recused.application),
                self.writing.word(&key),
            ])
        });
        let columns = vec![
            self.text("table-expert", 0),
            self.text("table-application", 2),
            self.text("table-enterprise", 5),
            self.text("paper-ground", 4),
        ];
        self.part("paper-recusals", columns, rows.collect())
    }
}
