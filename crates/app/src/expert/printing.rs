//! The papers of one's own sealed reviews: score sheet 评分表 and opinion 评审意见表, to be signed.
//!
//! Owns what stands on them. Trap: a paper carries the words of the seal, so only what is sealed is
//! printed; and no name, because whose ticket it is only the office knows until the end.

use std::collections::BTreeMap;
use std::path::Path;

use hengping_core::citation::Citation;
use hengping_core::id::{ApplicationId, CitationId};
use hengping_core::mark::{Judgement, Mark};
use hengping_core::scheme::{LeafMode, Scheme};
use hengping_core::score::exact::PRINTED_DIGITS;
use hengping_core::score::outcome::MarkState;
use hengping_report::paper::{Block, Paper, PaperColumn, PaperRow, Table};
use hengping_store::table::seals::SealRow;

use super::sheet::{OwnSheet, SheetLine};
use super::{Desk, Expert, OpenApplication};
use crate::clock::in_round;
use crate::error::{Refused, Result};
use crate::messages::Catalogue;
use crate::panel::words;
use crate::papers::{self, PaperWritten, Printing, Writing};

impl Expert {
    /// Writes the papers of these applications into `folder`, or those of all sealed ones when none
    /// is named; in the language of `say`.
    ///
    /// # Errors
    /// A named application that is not sealed; nothing sealed at all; no face for Chinese text.
    pub fn print(
        &self,
        ids: &[ApplicationId],
        folder: &Path,
        say: &Catalogue,
    ) -> Result<Vec<PaperWritten>> {
        let desk = self.pledged_desk()?;
        let wanted = match ids {
            [] => self.sealed_ids(&desk)?,
            ids => ids.to_vec(),
        };
        if wanted.is_empty() {
            return Err(Refused::NothingToHandIn.into());
        }
        let printing = Printing::new(say)?;
        let paper = |id| {
            let paper = self.score_paper(&desk, id, say)?;
            printing.write(&paper, papers::file_of(folder, id, "scores"))
        };
        let mut papers: Vec<PaperWritten> = wanted.iter().map(paper).collect::<Result<_>>()?;
        if ids.is_empty()
            && let Some((name, cover)) = self.cover(&desk, say)?
        {
            papers.push(printing.write(&cover, folder.join(name))?);
        }
        Ok(papers)
    }

    /// The cover 结果包封面 of what was handed in last, with its words and its code; nothing before.
    fn cover(&self, desk: &Desk, say: &Catalogue) -> Result<Option<(String, Paper)>> {
        let rows = self.store.read().handins().bundles(&desk.ticket.id)?;
        let Some(row) = rows.last() else {
            return Ok(None);
        };
        let writing = Writing {
            say,
            zone: self.zone(),
        };
        let title = desk.package.round.title.in_language(say.language());
        let mut sealed = Vec::new();
        for open in self.assigned(desk)? {
            let last = self.store.read().seals().last(&open.key)?;
            if let Some(seal) = last.filter(|seal| seal.unsealed.is_none() && seal.at <= row.at) {
                sealed.push(PaperRow::from(vec![
                    open.key.application.to_string(),
                    open.body.enterprise.name.clone(),
                    in_round(seal.at, &writing.zone),
                    hengping_core::words::words_text(seal.digest),
                ]));
            }
        }
        let mut blocks = vec![
            writing.facts(&[
                ("fact-round", title.to_owned()),
                ("table-ticket", row.ticket.to_string()),
                ("fact-bundle", row.id.to_string()),
                ("fact-seq", row.seq.to_string()),
                ("fact-made-at", in_round(row.at, &writing.zone)),
            ]),
            Block::Table(Table {
                columns: vec![
                    PaperColumn::text(writing.word("table-application"), 2),
                    PaperColumn::text(writing.word("table-enterprise"), 5),
                    PaperColumn::text(writing.word("paper-sealed-at"), 4),
                    PaperColumn::text(writing.word("table-words"), 5),
                ],
                rows: sealed,
            }),
            writing.signatures(&["paper-expert"]),
            writing.boxes("paper-bundle-boxes", row.label),
        ];
        blocks.extend(writing.code("paper-code-bundle", row.label));
        let title = writing.word("paper-bundle");
        let paper = writing.paper(title, row.at, Some(row.label), blocks);
        Ok(Some((
            format!("{}-{}-bundle.pdf", row.ticket, row.seq),
            paper,
        )))
    }

    fn sealed_ids(&self, desk: &Desk) -> Result<Vec<ApplicationId>> {
        let mut sealed = Vec::new();
        for open in self.assigned(desk)? {
            let last = self.store.read().seals().last(&open.key)?;
            if last.is_some_and(|seal| seal.unsealed.is_none()) {
                sealed.push(open.key.application);
            }
        }
        Ok(sealed)
    }

    /// The paper of one sealed review.
    fn score_paper(&self, desk: &Desk, id: &ApplicationId, say: &Catalogue) -> Result<Paper> {
        let open = self.application(desk, id)?;
        let seal = self.store.read().seals().last(&open.key)?;
        let seal = seal.filter(|seal| seal.unsealed.is_none());
        let seal = seal.ok_or_else(|| Refused::NotSealed {
            application: id.to_string(),
        })?;
        let citations = self.store.read().citations().of(&open.key)?.into_iter();
        let review = Reviewed {
            writing: Writing {
                say,
                zone: self.zone(),
            },
            desk,
            open: &open,
            sheet: self.score_sheet(id)?,
            citations: citations.map(|one| (one.id.clone(), one)).collect(),
            seal: &seal,
        };
        let mut blocks = review.scores();
        blocks.extend(self.opinion_blocks(&review)?);
        let title = review.writing.word("paper-scores");
        Ok(review
            .writing
            .paper(title, seal.at, Some(seal.digest), blocks))
    }

    fn opinion_blocks(&self, review: &Reviewed<'_>) -> Result<Vec<Block>> {
        let opinion = self.store.read().opinions().get(&review.open.key)?;
        let form = &review.desk.scheme.opinion;
        let writing = &review.writing;
        let language = writing.say.language();
        let mut blocks = vec![Block::Page, writing.heading("paper-opinion")];
        let mut facts = vec![];
        for field in &form.fields {
            let text = opinion.fields.get(&field.code);
            let said = text.filter(|text| !text.trim().is_empty()).cloned();
            let name = field.name.in_language(language).to_owned();
            facts.push(PaperRow::from(vec![
                name,
                said.unwrap_or_else(|| writing.word("paper-nothing")),
            ]));
        }
        if let Some(code) = &opinion.recommendation {
            let mut all = form.recommendations.iter();
            let named = all.find(|one| one.code == *code);
            let name = named.map_or(code.as_str(), |one| one.name.in_language(language));
            facts.push(PaperRow {
                strong: true,
                ..PaperRow::from(vec![writing.word("panel-recommendation"), name.to_owned()])
            });
        }
        blocks.push(Block::Table(Table {
            columns: vec![
                PaperColumn::text(writing.word("paper-field"), 3),
                PaperColumn::text(writing.word("paper-said"), 11),
            ],
            rows: facts,
        }));
        blocks.push(writing.signatures(&["paper-expert"]));
        blocks.push(writing.boxes("paper-boxes", review.seal.digest));
        blocks.extend(writing.code("paper-code-seal", review.seal.digest));
        Ok(blocks)
    }
}

/// A sealed review with what is needed to read it.
struct Reviewed<'a> {
    writing: Writing<'a>,
    desk: &'a Desk,
    open: &'a OpenApplication,
    sheet: OwnSheet,
    citations: BTreeMap<CitationId, Citation>,
    seal: &'a SealRow,
}

impl Reviewed<'_> {
    fn scores(&self) -> Vec<Block> {
        let (writing, seal) = (&self.writing, self.seal);
        let language = writing.say.language();
        let round = &self.desk.package.round;
        vec![
            writing.facts(&[
                ("fact-round", round.title.in_language(language).to_owned()),
                ("table-enterprise", self.sheet.body.enterprise.name.clone()),
                ("table-application", self.open.key.application.to_string()),
                ("table-ticket", self.desk.ticket.id.to_string()),
                ("paper-sealed-at", in_round(seal.at, &writing.zone)),
                ("paper-seal-number", seal.number.to_string()),
            ]),
            Block::Table(self.table()),
            Block::Remark {
                text: writing.word("paper-scores-legend"),
            },
            writing.signatures(&["paper-expert"]),
        ]
    }

    fn table(&self) -> Table {
        let word = |key: &str| self.writing.word(key);
        let mut rows: Vec<PaperRow> = self.sheet.lines.iter().map(|line| self.row(line)).collect();
        let total = self.sheet.total.to_text(PRINTED_DIGITS);
        rows.push(PaperRow {
            strong: true,
            ..PaperRow::from(vec![
                word("paper-total"),
                String::new(),
                String::new(),
                total,
                String::new(),
            ])
        });
        Table {
            columns: vec![
                PaperColumn::text(word("table-indicator"), 5),
                PaperColumn::number(word("paper-points")),
                PaperColumn::number(word("table-mark")),
                PaperColumn::number(word("table-points")),
                PaperColumn::text(word("paper-comment"), 6),
            ],
            rows,
        }
    }

    fn row(&self, line: &SheetLine) -> PaperRow {
        let scheme = &self.sheet.scheme;
        let of_type = &self.sheet.body.enterprise_type;
        let found = scheme.indicator(&line.indicator);
        let name = found.map(|one| &one.name);
        let points = found.map(|one| one.points.of(of_type).normalize().to_string());
        let mark = line.mark.as_ref().map(|row| &row.mark);
        let judged = mark.map(|mark| self.judged(scheme, mark));
        let reached = line.reached.as_ref();
        let is_leaf = found.is_some_and(|one| one.leaf().is_some());
        PaperRow {
            cells: vec![
                words::with_name(line.indicator.as_str(), name, self.writing.say),
                points.unwrap_or_default(),
                judged.unwrap_or_default(),
                reached
                    .map(|points| points.to_text(PRINTED_DIGITS))
                    .unwrap_or_default(),
                mark.map(|mark| self.comment(mark)).unwrap_or_default(),
            ],
            depth: u8::try_from(line.depth).unwrap_or(u8::MAX),
            strong: !is_leaf,
            cut: false,
        }
    }

    fn judged(&self, scheme: &Scheme, mark: &Mark) -> String {
        let say = self.writing.say;
        match &mark.judgement {
            Judgement::Score(score) => score.to_decimal().to_string(),
            Judgement::NotApplicable => words::mark_text(&MarkState::NotApplicable, say),
            Judgement::Choice(code) => {
                let mode = scheme.leaf(&mark.indicator).map(|at| &at.leaf.mode);
                let options = match mode {
                    Some(LeafMode::Choice { options, .. }) => options.as_slice(),
                    _ => &[],
                };
                let named = options.iter().find(|option| option.code == *code);
                named.map_or_else(
                    || code.to_string(),
                    |option| option.name.in_language(say.language()).to_owned(),
                )
            }
        }
    }

    /// The comment with the places it cites: 「E04 第 12 页」.
    fn comment(&self, mark: &Mark) -> String {
        let places = mark.citations.iter();
        let places = places.filter_map(|id| self.citations.get(id)).map(|one| {
            let params = [
                ("evidence", one.evidence.as_str().into()),
                ("page", one.page.into()),
            ];
            self.writing.say.say("paper-cited", &params)
        });
        let mut places: Vec<String> = places.collect();
        places.dedup();
        let comment = std::iter::once(mark.comment.clone()).filter(|text| !text.is_empty());
        comment.chain(places).collect::<Vec<_>>().join("\n")
    }
}
