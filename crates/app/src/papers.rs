//! What every printed paper needs: faces of this machine, the day in the round's zone, words.
//!
//! Owns the search for faces and the writing of files; what stands on a paper is the business of
//! the use case that prints it, how it looks that of `report`. Trap: a face that is not installed
//! changes where lines break, never what stands on a paper.

mod faces;

use std::path::{Path, PathBuf};

use chrono::Datelike;
use hengping_core::id::Digest;
use hengping_core::text::Language;
use hengping_core::time::Instant;
use hengping_core::words;
use hengping_report::docx;
use hengping_report::paper::{Block, Day, Paper, PaperLanguage};
use hengping_report::press::{Faces, Press};
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

use crate::clock::{TimeZoneName, day_in_round};
use crate::error::{Refused, Result};
use crate::files;
use crate::messages::Catalogue;

/// A paper that was written.
#[derive(Debug, Serialize)]
pub struct PaperWritten {
    /// Where it lies.
    pub file: PathBuf,
    /// The same for an office suite, beside it.
    pub document: PathBuf,
    /// Its pages.
    pub pages: usize,
    /// The face of its body.
    pub face: String,
    /// Characters that no face of this machine has, as their codes; they stand so on the paper.
    pub missing: Vec<String>,
}

/// The press of this machine.
pub(crate) struct Printing {
    press: Press,
    /// What stands in documents where the print has a chart.
    chart: String,
}

impl Printing {
    /// A press with the faces of this machine.
    ///
    /// # Errors
    /// [`Refused::NoFace`] where none has Chinese characters.
    pub(crate) fn new(say: &Catalogue) -> Result<Self> {
        let faces = Faces::of(faces::files()).map_err(|_| Refused::NoFace)?;
        let press = Press::new(faces).map_err(|_| Refused::Internal)?;
        Ok(Self {
            press,
            chart: say.say("paper-chart-printed", &[]),
        })
    }

    /// Prints `paper` into a file that is not there, or is there with the same bytes, and writes the same
    /// as a document beside it.
    pub(crate) fn write(&self, paper: &Paper, file: PathBuf) -> Result<PaperWritten> {
        let printed = self.press.print(paper).map_err(|_| Refused::Internal)?;
        let words = docx::Words { chart: &self.chart };
        let bytes = docx::write(paper, words).map_err(|_| Refused::Internal)?;
        let document = file.with_extension("docx");
        files::write_same(&file, &printed.pdf)?;
        files::write_same(&document, &bytes)?;
        let missing = printed.missing.iter();
        Ok(PaperWritten {
            file,
            document,
            pages: printed.pages,
            face: self.press.faces().body().to_owned(),
            missing: missing
                .map(|c| format!("U+{:04X}", u32::from(*c)))
                .collect(),
        })
    }
}

/// What the papers of one round share.
#[derive(Clone, Copy)]
pub(crate) struct Writing<'a> {
    pub(crate) say: &'a Catalogue,
    pub(crate) zone: TimeZoneName,
}

impl Writing<'_> {
    /// A paper of the day of `at`, with the words of `digest` at the foot of each page.
    pub(crate) fn paper(
        &self,
        title: String,
        at: Instant,
        digest: Option<Digest>,
        blocks: Vec<Block>,
    ) -> Paper {
        let day = day_in_round(at, &self.zone);
        let dated = [
            ("year", day.year().to_string().into()),
            ("month", day.month().to_string().into()),
            ("day", day.day().to_string().into()),
        ];
        let foot = digest.map(|digest| {
            let words = words::words_text(digest);
            self.say.say("paper-foot", &[("words", words.into())])
        });
        Paper {
            title,
            language: match self.say.language() {
                Language::Zh => PaperLanguage::Zh,
                Language::En => PaperLanguage::En,
            },
            date: Day {
                year: day.year(),
                month: day.month(),
                day: day.day(),
            },
            dated: self.say.say("paper-dated", &dated),
            foot: foot.unwrap_or_default(),
            wide: false,
            blocks,
        }
    }

    /// A message without parameters.
    pub(crate) fn word(&self, key: &str) -> String {
        self.say.say(key, &[])
    }

    /// A heading from the catalogue.
    pub(crate) fn heading(&self, key: &str) -> Block {
        Block::Heading {
            text: self.word(key),
        }
    }

    /// Labels from the catalogue with their values.
    pub(crate) fn facts(&self, facts: &[(&str, String)]) -> Block {
        let facts = facts.iter();
        Block::Facts {
            facts: facts
                .map(|(key, value)| (self.word(key), value.clone()))
                .collect(),
        }
    }

    /// Lines for people with these parts to sign on.
    pub(crate) fn signatures(&self, who: &[&str]) -> Block {
        Block::Signatures {
            who: who.iter().map(|key| self.word(key)).collect(),
            day: self.word("paper-day"),
        }
    }

    /// A digest as a QR code, beside what it is of; nothing where it does not fit one.
    pub(crate) fn code(&self, key: &str, digest: Digest) -> Option<Block> {
        let text = digest.to_string();
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
        let colors = code.to_colors();
        let rows = colors.chunks(code.width());
        let square = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
        Some(Block::Code {
            label: format!("{}\n{text}", self.word(key)),
            rows: rows.map(|row| row.iter().map(square).collect()).collect(),
        })
    }

    /// Twelve boxes with the words of a digest.
    pub(crate) fn boxes(&self, key: &str, digest: Digest) -> Block {
        let text = words::words_text(digest);
        let characters = text.chars().filter(|c| !c.is_whitespace());
        Block::Boxes {
            label: self.word(key),
            characters: characters.map(String::from).collect(),
        }
    }
}

/// The file of a paper about `id`.
pub(crate) fn file_of(folder: &Path, id: &impl std::fmt::Display, kind: &str) -> PathBuf {
    folder.join(format!("{id}-{kind}.pdf"))
}
