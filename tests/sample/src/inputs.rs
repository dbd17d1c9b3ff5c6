//! The inputs of the sample round: `round.toml`, `papers.toml`, one file per enterprise and one for
//! practice.
//!
//! Owns their shape as far as the generator needs it; what a template reads below `fields` and
//! `story` is between the template and the file. Trap: a key that is misspelt below `story` shows
//! only when the template asks for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use toml::Table;

/// Everything the generator reads.
pub struct Inputs {
    /// Folder it was read from.
    pub folder: PathBuf,
    /// Text of `round.toml`, handed on as it is.
    pub round: String,
    /// Text of `papers.toml`: names that only the papers print.
    pub papers: String,
    /// The scheme file that `round.toml` names, beside the shipped schemes.
    pub scheme: PathBuf,
    /// Enterprises in the order of their file names.
    pub enterprises: Vec<Enterprise>,
    /// The one for practice, whose folder `round.toml` names.
    pub practice: Enterprise,
    /// That folder.
    pub practice_folder: PathBuf,
}

/// One enterprise file.
pub struct Enterprise {
    /// Its text: the templates read it themselves.
    pub text: String,
    /// Its parsed form.
    pub content: Content,
}

/// What the generator itself needs of an enterprise file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Application id, also the name of its folder.
    pub id: String,
    /// Enterprise type.
    #[serde(rename = "type")]
    pub enterprise_type: String,
    /// Row of the conflict table.
    pub enterprise: Table,
    /// Declared values.
    pub fields: Table,
    /// Where they stand.
    #[serde(default)]
    pub sources: Table,
    /// Options the office has decided.
    #[serde(default)]
    pub choices: Table,
    /// Evidence catalogue.
    pub evidence: Vec<Item>,
    /// Files that are damaged after they were made: bytes kept of each.
    #[serde(default)]
    pub truncated: BTreeMap<String, usize>,
    /// Prose of the report and of the evidence.
    pub story: Table,
}

/// One evidence item to be made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Catalogue number; also chooses the template where none is named.
    pub code: String,
    /// Title in the catalogue.
    pub title: String,
    /// File of the item; items that name one file are bound into it in this order.
    pub file: String,
    /// Template, where it is not that of the catalogue number.
    #[serde(default, skip_serializing)]
    pub template: Option<String>,
    /// Whether its pages are scanned pictures without text.
    #[serde(default, skip_serializing)]
    pub scan: bool,
    /// Page range within the file, filled in when several items share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
}

/// `application.toml` as the office reads it.
#[derive(Serialize)]
pub struct ApplicationFile<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    enterprise_type: &'a str,
    enterprise: &'a Table,
    fields: &'a Table,
    sources: &'a Table,
    choices: &'a Table,
    evidence: &'a [Item],
}

#[derive(Deserialize)]
struct RoundHead {
    scheme: String,
    practice: PathBuf,
}

impl Inputs {
    /// Reads the inputs in `folder`.
    ///
    /// # Errors
    /// When a file is missing or has not the agreed form.
    pub fn read(folder: &Path) -> Result<Self> {
        let round = read_text(&folder.join("round.toml"))?;
        let papers = read_text(&folder.join("papers.toml"))?;
        let head: RoundHead = toml::from_str(&round).context("round.toml")?;
        let scheme = folder.join("../schemes").join(&head.scheme);
        let mut paths = enterprise_paths(&folder.join("enterprises"))?;
        paths.sort();
        let enterprises = paths.iter().map(|path| Enterprise::read(path));
        Ok(Self {
            folder: folder.to_owned(),
            round,
            papers,
            scheme,
            enterprises: enterprises.collect::<Result<_>>()?,
            practice: Enterprise::read(&folder.join("practice.toml"))?,
            practice_folder: head.practice,
        })
    }
}

impl Enterprise {
    fn read(path: &Path) -> Result<Self> {
        let text = read_text(path)?;
        let content = toml::from_str(&text).with_context(|| path.display().to_string())?;
        Ok(Self { text, content })
    }
}

impl Content {
    /// The text of `application.toml` with `evidence` as it was made.
    ///
    /// # Errors
    /// When a value has no TOML form.
    pub fn application_file(&self, evidence: &[Item]) -> Result<String> {
        Ok(toml::to_string(&ApplicationFile {
            id: &self.id,
            enterprise_type: &self.enterprise_type,
            enterprise: &self.enterprise,
            fields: &self.fields,
            sources: &self.sources,
            choices: &self.choices,
            evidence,
        })?)
    }
}

fn enterprise_paths(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let paths: Vec<_> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    let is_toml = |path: &PathBuf| path.extension().is_some_and(|e| e == "toml");
    Ok(paths.into_iter().filter(is_toml).collect())
}

fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
