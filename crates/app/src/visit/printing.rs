//! The paper of a sealed visit 现场核查记录, for both sides to sign.
//!
//! Owns what stands on it. Trap: it carries the words of the seal, so it is written from the signed
//! document itself and never from what is being worked on.

use std::path::Path;

use hengping_core::id::ApplicationId;
use hengping_core::visit::{
    DocumentSeen, EnterpriseStatement, Subject, Treatment, Verdict, VisitLine, VisitRecord,
};
use hengping_format::doc;
use hengping_format::document::verify_with_key;
use hengping_report::paper::{Block, Paper, PaperColumn, PaperRow, Table};
use hengping_store::table::seals::SealRow;

use super::Visit;
use super::lines::percent;
use crate::clock::in_round;
use crate::error::{Refused, Result};
use crate::messages::Catalogue;
use crate::panel::{Names, words};
use crate::papers::{self, PaperWritten, Printing, Writing};
use crate::written;

impl Visit {
    /// Writes the record of one sealed visit into `folder`, in the language of `say`.
    ///
    /// # Errors
    /// A record that is not sealed; no face for Chinese text.
    pub fn print(
        &self,
        id: &ApplicationId,
        folder: &Path,
        say: &Catalogue,
    ) -> Result<PaperWritten> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let seal = self.expert.store.read().seals().last(&open.key)?;
        let seal = seal.filter(|seal| seal.unsealed.is_none());
        let seal = seal.ok_or_else(|| Refused::NotSealed {
            application: id.to_string(),
        })?;
        let key = self.expert.keys.signing.verifying_key();
        let signed = verify_with_key::<doc::VisitRecord>(&seal.signed, &key)?.into_content();
        let record: VisitRecord =
            serde_json::from_value(signed.record).map_err(|_| Refused::Internal)?;
        let on_paper = OnPaper {
            writing: Writing {
                say,
                zone: self.expert.zone(),
            },
            names: Names::of(&desk.scheme),
            record: &record,
            seal: &seal,
            enterprise: &open.body.enterprise.name,
            round: desk.package.round.title.in_language(say.language()),
        };
        Printing::new(say)?.write(&on_paper.paper(), papers::file_of(folder, id, "visit"))
    }
}

/// A sealed record with what is needed to read it.
struct OnPaper<'a> {
    writing: Writing<'a>,
    names: Names,
    record: &'a VisitRecord,
    seal: &'a SealRow,
    enterprise: &'a str,
    round: &'a str,
}

impl OnPaper<'_> {
    fn paper(&self) -> Paper {
        let (writing, record) = (&self.writing, self.record);
        let mut blocks = vec![
            writing.facts(&[
                ("fact-round", self.round.to_owned()),
                ("table-enterprise", self.enterprise.to_owned()),
                ("table-application", record.application.to_string()),
                ("paper-members", record.members.join("\u{3001}")),
                ("paper-sealed-at", in_round(self.seal.at, &writing.zone)),
                ("paper-seal-number", record.seal.to_string()),
            ]),
            writing.heading("paper-lines"),
            self.lines(),
        ];
        blocks.extend(self.heard());
        blocks.push(writing.heading("paper-conclusion"));
        blocks.push(Block::Text {
            text: record.conclusion.clone(),
        });
        blocks.push(writing.heading("paper-statement"));
        blocks.push(Block::Text {
            text: self.statement(),
        });
        blocks.push(writing.signatures(&["paper-team", "paper-enterprise"]));
        blocks.push(writing.boxes("paper-boxes", self.seal.digest));
        blocks.extend(writing.code("paper-code-seal", self.seal.digest));
        let title = writing.word("paper-visit");
        writing.paper(title, self.seal.at, Some(self.seal.digest), blocks)
    }

    fn lines(&self) -> Block {
        let word = |key: &str| self.writing.word(key);
        let lines = self.record.lines.iter().enumerate();
        Block::Table(Table {
            columns: vec![
                PaperColumn::number(word("table-number")),
                PaperColumn::text(word("table-fact"), 4),
                PaperColumn::text(word("table-declared"), 3),
                PaperColumn::text(word("table-verified"), 3),
                PaperColumn::text(word("table-verdict"), 3),
                PaperColumn::text(word("paper-seen"), 5),
            ],
            rows: lines.map(|(at, line)| self.line(at + 1, line)).collect(),
        })
    }

    fn line(&self, number: usize, line: &VisitLine) -> PaperRow {
        let value = |value: Option<&_>| value.map(written::value).unwrap_or_default();
        let mut verified = value(line.verified.as_ref());
        if let Some(percent) = percent(line) {
            verified = format!("{verified}\n{percent} %");
        }
        let verdict = [verdict_word(line.verdict), treatment_word(line.treatment)];
        let seen = line.seen.iter().map(|one| self.seen(one));
        let note = Some(line.note.clone()).filter(|note| !note.is_empty());
        PaperRow::from(vec![
            number.to_string(),
            self.subject(&line.subject),
            value(line.declared.as_ref()),
            verified,
            verdict.map(|key| self.writing.word(key)).join("\n"),
            seen.chain(note).collect::<Vec<_>>().join("\n"),
        ])
    }

    fn subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Fact(fact) => {
                let code = written::fact(fact);
                words::with_name(&code, self.names.fact(&code), self.writing.say)
            }
            Subject::Indicator(code) => {
                let code = code.as_str();
                words::with_name(code, self.names.indicator(code), self.writing.say)
            }
        }
    }

    fn seen(&self, seen: &DocumentSeen) -> String {
        let page = seen.page.map(|page| {
            let params = [
                ("evidence", seen.title.as_str().into()),
                ("page", page.into()),
            ];
            self.writing.say.say("paper-cited", &params)
        });
        page.unwrap_or_else(|| seen.title.clone())
    }

    /// Whom the team spoke with and what else it was shown.
    fn heard(&self) -> Vec<Block> {
        let talks = self.record.interviews.iter();
        let talks = talks.map(|one| vec![one.with.clone(), one.said.clone()]);
        let documents = self.record.documents.iter().map(|one| {
            let kept = [one.kept_by.as_str(), one.note.as_str()];
            let kept: Vec<&str> = kept.into_iter().filter(|text| !text.is_empty()).collect();
            vec![one.title.clone(), kept.join("\u{ff1b}")]
        });
        let rows: Vec<PaperRow> = talks.chain(documents).map(PaperRow::from).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let columns = vec![
            PaperColumn::text(self.writing.word("paper-with"), 4),
            PaperColumn::text(self.writing.word("table-note"), 10),
        ];
        let table = Block::Table(Table { columns, rows });
        vec![self.writing.heading("paper-heard"), table]
    }

    fn statement(&self) -> String {
        let say = self.writing.say;
        match &self.record.enterprise {
            EnterpriseStatement::Agrees { signatory } => {
                say.say("paper-agrees", &[("who", signatory.as_str().into())])
            }
            EnterpriseStatement::Objects {
                signatory,
                statement,
            } => {
                let params = [
                    ("who", signatory.as_str().into()),
                    ("statement", statement.as_str().into()),
                ];
                say.say("paper-objects", &params)
            }
            EnterpriseStatement::RefusedToSign { witnesses } => {
                let witnesses = witnesses.join("\u{3001}");
                say.say("paper-refused", &[("witnesses", witnesses.into())])
            }
        }
    }
}

/// The word for what was found.
#[must_use]
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Consistent => "verdict-consistent",
        Verdict::MostlyConsistent => "verdict-mostly",
        Verdict::Inconsistent => "verdict-inconsistent",
        Verdict::Unverifiable => "verdict-unverifiable",
    }
}

/// The word for what is done about it.
#[must_use]
pub fn treatment_word(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Keep => "treatment-keep",
        Treatment::UseVerified => "treatment-recompute",
        Treatment::CountZero => "treatment-zero",
        Treatment::Deduct => "treatment-deduct",
        Treatment::ReferToVeto => "treatment-veto",
    }
}
