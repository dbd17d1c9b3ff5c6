//! Papers of the office: a letter per unit about what is missing, and blank sheets for reviewing on
//! paper.
//!
//! Owns what stands on them. Trap: a letter names applications of its own unit alone, and no blank sheet
//! names an expert. The day of a letter is that of the asking where it was asked, otherwise today.

use std::path::Path;

use hengping_core::application::Application;
use hengping_core::id::Digest;
use hengping_core::scheme::{LeafMode, LeafRef, Scheme};
use hengping_report::paper::{Block, Paper, PaperColumn, PaperRow, Table};

use super::intake::FindingLine;
use super::letters::Letter;
use super::{Office, scheme_of};
use crate::clock::in_round;
use crate::context::Context;
use crate::error::Result;
use crate::messages::{Catalogue, Param};
use crate::panel::{Names, words};
use crate::papers::{PaperWritten, Printing, Writing};

/// Two lines of room to write by hand.
const BLANK: &str = "\u{3000}\n\u{3000}";
/// Rows of the register of objections.
const OBJECTIONS: usize = 5;

impl Office {
    /// Writes the letter of each unit that has something to be asked into `folder`.
    ///
    /// # Errors
    /// When there is no round; no face for Chinese text; other files of these names.
    pub fn print_letters(
        &self,
        folder: &Path,
        say: &Catalogue,
        ctx: &Context,
    ) -> Result<Vec<PaperWritten>> {
        let letters = self.letters(ctx)?;
        let printing = Printing::new(say)?;
        let title = self.round()?.round.title;
        let round = title.in_language(say.language());
        let writing = Writing {
            say,
            zone: self.zone(),
        };
        let open = letters.iter().filter(|letter| !letter.findings.is_empty());
        let papers = open.map(|letter| {
            let at = letter.asked.unwrap_or(ctx.now);
            let title = writing.word("paper-letter");
            let paper = writing.paper(title, at, None, letter_blocks(letter, round, &writing));
            printing.write(&paper, folder.join(format!("letter-{}.pdf", letter.unit)))
        });
        papers.collect()
    }

    /// Writes blank sheets into `folder`: one to mark each application on, the page for fingerprints,
    /// the pledge, and the register of objections.
    ///
    /// # Errors
    /// When there is no round; no face for Chinese text; other files of these names.
    pub fn print_blanks(
        &self,
        folder: &Path,
        say: &Catalogue,
        ctx: &Context,
    ) -> Result<Vec<PaperWritten>> {
        let row = self.round()?;
        let scheme = scheme_of(&row)?;
        let printing = Printing::new(say)?;
        let forms = Forms {
            names: Names::of(&scheme),
            scheme: &scheme,
            round: row.round.title.in_language(say.language()),
            digest: row.round.scheme,
            writing: Writing {
                say,
                zone: self.zone(),
            },
            ctx,
        };
        let rows = self.applications(&row.round.id)?.into_iter();
        let applications: Vec<Application> = rows.map(|row| row.body).collect();
        let papers = [
            ("blank-marks", forms.marks(&applications)),
            ("blank-signature", forms.signature()),
            ("blank-pledge", forms.pledge(applications.len())),
            ("blank-objections", forms.objections()),
        ];
        let papers = papers.iter();
        papers
            .map(|(name, paper)| printing.write(paper, folder.join(format!("{name}.pdf"))))
            .collect()
    }
}

fn letter_blocks(letter: &Letter, round: &str, writing: &Writing<'_>) -> Vec<Block> {
    let rows = letter.findings.iter().enumerate().map(|(at, finding)| {
        let ids: Vec<String> = finding
            .applications
            .iter()
            .map(ToString::to_string)
            .collect();
        PaperRow::from(vec![
            (at + 1).to_string(),
            ids.join("\u{3001}"),
            sentence(finding, writing.say),
            BLANK.to_owned(),
        ])
    });
    let mut facts = vec![("fact-round", round.to_owned())];
    let zone = &writing.zone;
    facts.extend(
        letter
            .asked
            .map(|at| ("event-unit-asked", in_round(at, zone))),
    );
    facts.extend(
        letter
            .answered
            .map(|at| ("event-unit-answered", in_round(at, zone))),
    );
    let params = [
        ("round", round.into()),
        ("count", letter.findings.len().into()),
    ];
    vec![
        Block::Text {
            text: format!("{}\u{ff1a}", letter.name),
        },
        Block::Text {
            text: writing.say.say("paper-letter-text", &params),
        },
        writing.facts(&facts),
        Block::Table(Table {
            columns: vec![
                PaperColumn::number(writing.word("table-number")),
                PaperColumn::text(writing.word("table-application"), 3),
                PaperColumn::text(writing.word("table-finding"), 8),
                PaperColumn::text(writing.word("paper-answer"), 4),
            ],
            rows: rows.collect(),
        }),
        writing.signatures(&["paper-office"]),
    ]
}

/// What a finding says; its English where the catalogue has no message for it.
fn sentence(finding: &FindingLine, say: &Catalogue) -> String {
    let key = format!("finding-{}", finding.kind);
    if !say.has(&key) {
        return finding.text.clone();
    }
    let details = finding.details.iter();
    let params: Vec<(&str, Param)> = details
        .map(|(name, value)| (*name, say.phrase(value).into()))
        .collect();
    say.say(&key, &params)
}

/// What blank sheets are written from.
struct Forms<'a> {
    names: Names,
    scheme: &'a Scheme,
    round: &'a str,
    /// Digest of the scheme, by whose rules a sheet is filled in.
    digest: Digest,
    writing: Writing<'a>,
    ctx: &'a Context<'a>,
}

impl Forms<'_> {
    /// A form about the round, without a day: whoever fills it in writes that.
    fn form(&self, title: &str, blocks: Vec<Block>) -> Paper {
        let title = self.writing.word(title);
        let paper = self
            .writing
            .paper(title, self.ctx.now, Some(self.digest), blocks);
        Paper {
            dated: String::new(),
            ..paper
        }
    }

    fn round(&self) -> Block {
        self.writing.facts(&[("fact-round", self.round.to_owned())])
    }

    /// A sheet for each application, to be marked by hand and typed back.
    fn marks(&self, applications: &[Application]) -> Paper {
        let mut blocks = Vec::new();
        for (at, body) in applications.iter().enumerate() {
            if at > 0 {
                let title = self.writing.word("paper-blank-marks");
                blocks.push(Block::Part { title });
            }
            blocks.extend(self.marks_of(body));
        }
        self.form("paper-blank-marks", blocks)
    }

    fn marks_of(&self, body: &Application) -> Vec<Block> {
        let kind = body.enterprise_type.as_str();
        let leaves = self.scheme.expert_leaves();
        let leaves = leaves.iter().map(|at| self.leaf(*at, body));
        let word = |key: &str| self.writing.word(key);
        let language = self.writing.say.language();
        let form = &self.scheme.opinion;
        let fields = form.fields.iter().map(|field| Block::Lines {
            label: field.name.in_language(language).to_owned(),
            count: 2,
        });
        let offered = form.recommendations.iter();
        let offered: Vec<&str> = offered.map(|one| one.name.in_language(language)).collect();
        let mut blocks = vec![
            self.writing.facts(&[
                ("fact-round", self.round.to_owned()),
                ("table-application", body.id.to_string()),
                ("table-enterprise", body.enterprise.name.clone()),
                (
                    "table-type",
                    words::with_name(kind, self.names.enterprise_type(kind), self.writing.say),
                ),
                ("table-ticket", "\u{3000}".repeat(8)),
            ]),
            Block::Table(Table {
                columns: vec![
                    PaperColumn::text(word("table-indicator"), 6),
                    PaperColumn::text(word("paper-scale"), 5),
                    PaperColumn::text(word("table-mark"), 2),
                    PaperColumn::text(word("paper-comment"), 5),
                ],
                rows: leaves.collect(),
            }),
            Block::Remark {
                text: word("paper-blank-legend"),
            },
            Block::Page,
            self.writing.heading("paper-opinion"),
        ];
        blocks.extend(fields);
        if !offered.is_empty() {
            let boxes: Vec<String> = offered
                .iter()
                .map(|name| format!("\u{25a1} {name}"))
                .collect();
            blocks.push(
                self.writing
                    .facts(&[("panel-recommendation", boxes.join("\u{3000}"))]),
            );
        }
        blocks.push(self.writing.signatures(&[
            "paper-expert",
            "paper-typed-first",
            "paper-typed-again",
        ]));
        blocks
    }

    fn leaf(&self, at: LeafRef<'_>, body: &Application) -> PaperRow {
        let code = at.indicator.code.as_str();
        PaperRow::from(vec![
            words::with_name(code, Some(&at.indicator.name), self.writing.say),
            self.scale(at, body),
            BLANK.to_owned(),
            String::new(),
        ])
    }

    /// What a mark of a leaf may be.
    fn scale(&self, at: LeafRef<'_>, body: &Application) -> String {
        let language = self.writing.say.language();
        if let LeafMode::Choice { options, .. } = &at.leaf.mode {
            let options = options.iter();
            let options: Vec<String> = options
                .map(|one| format!("\u{25a1} {}", one.name.in_language(language)))
                .collect();
            return options.join("\n");
        }
        let Some(scale) = self.scheme.marking_scale(at, &body.enterprise_type) else {
            return String::new();
        };
        let params = [
            ("min", scale.min.normalize().to_string().into()),
            ("max", scale.max.normalize().to_string().into()),
            ("step", scale.step.normalize().to_string().into()),
        ];
        self.writing.say.say("paper-scale-of", &params)
    }

    /// The page for the words of a fingerprint where there is no printer beside the program.
    fn signature(&self) -> Paper {
        let empty = |key: &str| Block::Boxes {
            label: self.writing.word(key),
            characters: Vec::new(),
        };
        let facts = ["table-ticket", "table-application", "fact-bundle"];
        let facts = facts.map(|key| (key, "\u{3000}".to_owned()));
        let blocks = vec![
            self.round(),
            Block::Text {
                text: self.writing.word("paper-signature-text"),
            },
            self.writing.facts(&facts),
            empty("paper-boxes-seal"),
            empty("paper-boxes-bundle"),
            self.writing.signatures(&["paper-expert", "paper-witness"]),
        ];
        self.form("paper-signature-page", blocks)
    }

    fn pledge(&self, applications: usize) -> Paper {
        let text = self
            .writing
            .say
            .say("paper-pledge-blank", &[("count", applications.into())]);
        let rows = (1..=6).map(|at| {
            PaperRow::from(vec![
                at.to_string(),
                BLANK.to_owned(),
                String::new(),
                String::new(),
            ])
        });
        let table = Block::Table(Table {
            columns: vec![
                PaperColumn::number(self.writing.word("table-number")),
                PaperColumn::text(self.writing.word("table-application"), 3),
                PaperColumn::text(self.writing.word("table-enterprise"), 6),
                PaperColumn::text(self.writing.word("paper-ground"), 4),
            ],
            rows: rows.collect(),
        });
        let blocks = vec![
            self.round(),
            Block::Text { text },
            self.writing.heading("paper-recusals"),
            table,
            self.writing.signatures(&["paper-expert"]),
        ];
        self.form("paper-pledge", blocks)
    }

    /// The register of objections: who, when, about what, admissible, decided, answered.
    fn objections(&self) -> Paper {
        let columns = [
            ("paper-objects-at", 2),
            ("paper-objector", 3),
            ("table-application", 2),
            ("paper-objection", 5),
            ("paper-admissible", 2),
            ("paper-objection-decided", 4),
            ("paper-objection-answered", 3),
        ];
        let mut all = vec![PaperColumn::number(self.writing.word("table-number"))];
        all.extend(columns.map(|(key, share)| PaperColumn::text(self.writing.word(key), share)));
        let row = |at: usize| {
            let mut cells = vec![at.to_string(), "\u{3000}\n\u{3000}\n\u{3000}".to_owned()];
            cells.resize(all.len(), String::new());
            PaperRow::from(cells)
        };
        let rows = (1..=OBJECTIONS).map(row).collect();
        let table = Block::Table(Table {
            columns: all.clone(),
            rows,
        });
        let signed = self.writing.signatures(&["paper-office"]);
        Paper {
            wide: true,
            ..self.form("paper-objections", vec![self.round(), table, signed])
        }
    }
}
