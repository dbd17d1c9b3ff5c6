//! A paper as values: what stands on it, from the top.
//!
//! Owns the few kinds of blocks that every sheet is made of; `press.rs` sets them in the official
//! layout. Knows no sentence. Trap: what a paper says stands here in full, also what only its margin
//! shows, so that a test of the values is a test of the paper.

pub mod chart;

use serde::Serialize;

pub use chart::{Axis, Chart, ChartRow, Heat, HeatCell, HeatRow, Tick};

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// Its title, which stands above it and in the properties.
    pub title: String,
    /// The language it is written in.
    pub language: PaperLanguage,
    /// The day it is made on: year, month, day by the clocks of the round.
    pub date: Day,
    /// The same in the official form, for the end of the paper; empty for none.
    pub dated: String,
    /// What stands at the foot of every page beside its number: the digest words.
    pub foot: String,
    /// Whether the pages lie on their side.
    pub wide: bool,
    /// What stands on it, in order.
    pub blocks: Vec<Block>,
}

/// The language of a paper: decides numbers of headings and where lines break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperLanguage {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Year.
    pub year: i32,
    /// Month, from 1.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
}

/// What a paper is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading, numbered in its language; a bookmark.
    Heading {
        /// Its text.
        text: String,
    },
    /// Paragraphs, one for each line.
    Text {
        /// The lines.
        text: String,
    },
    /// A remark in small letters below what it is about.
    Remark {
        /// The text.
        text: String,
    },
    /// Labels with their values.
    Facts {
        /// Pairs of label and value.
        facts: Vec<(String, String)>,
    },
    /// A table, its head repeated on every page.
    Table(Table),
    /// Lines to sign on.
    Signatures {
        /// Who signs, line by line.
        who: Vec<String>,
        /// The word before the day.
        day: String,
    },
    /// Twelve boxes with a character each, to be compared or filled in.
    Boxes {
        /// What they are for.
        label: String,
        /// The characters; empty boxes where it is shorter.
        characters: Vec<String>,
    },
    /// A QR code beside what it says.
    Code {
        /// What it says, for people.
        label: String,
        /// Its squares, row by row: `1` is dark.
        rows: Vec<String>,
    },
    /// Room to write by hand.
    Lines {
        /// What is written there.
        label: String,
        /// How many lines.
        count: u8,
    },
    /// Numbers on an axis, a row for each thing.
    Chart(Chart),
    /// Numbers in shaded fields.
    Heat(Heat),
    /// A paper of its own within the file: begins a page, has a title and numbers its headings anew.
    Part {
        /// Its title.
        title: String,
    },
    /// The next block begins a page.
    Page,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Columns, from the left.
    pub columns: Vec<PaperColumn>,
    /// Its rows.
    pub rows: Vec<PaperRow>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperColumn {
    /// Its heading.
    pub heading: String,
    /// Its share of the width; 0 takes what its cells need.
    pub share: u16,
    /// Whether its cells stand at the right, as numbers do.
    pub number: bool,
}

impl PaperColumn {
    /// A column of text with its share of the width.
    #[must_use]
    pub fn text(heading: impl Into<String>, share: u16) -> Self {
        Self {
            heading: heading.into(),
            share,
            number: false,
        }
    }

    /// A column of numbers, as wide as they are.
    #[must_use]
    pub fn number(heading: impl Into<String>) -> Self {
        Self {
            number: true,
            ..Self::text(heading, 0)
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PaperRow {
    /// Its cells.
    pub cells: Vec<String>,
    /// How far its first cell is set in.
    pub depth: u8,
    /// Whether it stands out: sums, what is proposed.
    pub strong: bool,
    /// Whether a line is drawn below it: the cut.
    pub cut: bool,
}

impl From<Vec<String>> for PaperRow {
    fn from(cells: Vec<String>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}
