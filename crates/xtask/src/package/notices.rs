//! Whose work is shipped, and under which terms: one text for the whole package.
//!
//! Owns the gathering: crates from cargo's own graph, packages of npm from what the build of the
//! pages took in, PDFium and fonts from what came with them. A text that several share stands once.
//! Trap: a part without any stated licence is an error, a part that states one without enclosing
//! its text is named so.

mod crates;
mod pages;

use super::VERSION;
use crate::fonts;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// One thing by somebody else.
struct Part {
    name: String,
    /// As its maker states it, in SPDX's words where there are such.
    licence: String,
    /// What its maker says of it: licences, copyright, notices.
    texts: Vec<String>,
}

/// All notices of what is shipped.
pub(super) fn all(pdfium: &Path) -> Result<String> {
    let groups = [
        ("Rust crates in the programs", crates::shipped()?),
        ("Packages of npm in the window", pages::shipped()?),
        ("PDFium", vec![library(pdfium)?]),
        ("Fonts, the window's cut into slices", faces()?),
    ];
    let mut texts = Texts::default();
    let mut page = format!("Work of others in Hengping {VERSION}\n");
    for (title, parts) in &groups {
        // Writing into a text cannot fail.
        let _ = writeln!(page, "\n{title}: {}\n", parts.len());
        for part in parts {
            let _ = writeln!(page, "  {}", line(part, &mut texts));
        }
    }
    page.push_str(&texts.shown());
    Ok(page)
}

fn line(part: &Part, texts: &mut Texts) -> String {
    let numbers: Vec<String> = part
        .texts
        .iter()
        .map(|text| format!("[{}]", texts.number(text)))
        .collect();
    let numbers = match numbers.is_empty() {
        true => "(states its licence, encloses no text)".to_owned(),
        false => numbers.join(" "),
    };
    format!("{} – {} {numbers}", part.name, part.licence)
}

/// Texts in the order of their first use, each once.
#[derive(Default)]
struct Texts {
    known: BTreeMap<String, usize>,
    all: Vec<String>,
}

impl Texts {
    fn number(&mut self, text: &str) -> usize {
        // Line ends and margins differ between copies of one licence.
        let key: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let next = self.all.len() + 1;
        *self.known.entry(key).or_insert_with(|| {
            self.all.push(text.trim_end().to_owned());
            next
        })
    }

    fn shown(&self) -> String {
        let mut page = String::from("\nTexts\n");
        for (at, text) in self.all.iter().enumerate() {
            let rule = "-".repeat(78);
            let _ = write!(page, "\n{rule}\n[{}]\n\n{text}\n", at + 1);
        }
        page
    }
}

/// PDFium with everything that is compiled into it, as its wheel brings it.
fn library(pdfium: &Path) -> Result<Part> {
    let folder = pdfium.with_file_name("licences");
    let texts = texts_below(&folder, |_| true, 3)?;
    if texts.is_empty() {
        anyhow::bail!("no licences of PDFium in {}", folder.display());
    }
    Ok(Part {
        name: "PDFium and what it contains".into(),
        licence: "BSD-3-Clause and others".into(),
        texts,
    })
}

fn faces() -> Result<Vec<Part>> {
    let part = |(package, file): (&str, std::path::PathBuf)| {
        let text = std::fs::read_to_string(&file);
        let text = text.with_context(|| format!("{} is not there", file.display()))?;
        let licence = match package {
            "fonts-hanazono" => "Hanazono Font License",
            _ => "OFL-1.1",
        };
        Ok(Part {
            name: package.into(),
            licence: licence.into(),
            texts: vec![text],
        })
    };
    fonts::licences().into_iter().map(part).collect()
}

/// Texts of the files that `wanted` picks by name, at most `depth` folders down.
fn texts_below(folder: &Path, wanted: fn(&str) -> bool, depth: u32) -> Result<Vec<String>> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let mut texts = Vec::new();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            if depth > 1 {
                texts.extend(texts_below(&entry.path(), wanted, depth - 1)?);
            }
        } else if wanted(&name) {
            let bytes = std::fs::read(entry.path())?;
            texts.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(texts)
}

/// Whether a file's name says that it holds terms.
fn holds_terms(name: &str) -> bool {
    const WORDS: [&str; 6] = [
        "license",
        "licence",
        "copying",
        "copyright",
        "notice",
        "unlicense",
    ];
    // Sources may begin with the same words.
    const SOURCES: [&str; 5] = [".rs", ".js", ".ts", ".c", ".h"];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.starts_with(word))
        && !SOURCES.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_text_stands_once_and_keeps_its_number() {
        let mut texts = Texts::default();
        assert_eq!(texts.number("MIT\n terms"), 1);
        assert_eq!(texts.number("other"), 2);
        assert_eq!(texts.number("MIT terms\r\n"), 1);
        assert_eq!(texts.shown().matches("MIT").count(), 1);
    }

    #[test]
    fn a_part_without_a_text_says_so() {
        let part = Part {
            name: "a 1.0".into(),
            licence: "MIT".into(),
            texts: Vec::new(),
        };
        assert!(line(&part, &mut Texts::default()).contains("encloses no text"));
    }

    #[test]
    fn terms_are_told_from_sources() {
        for name in [
            "LICENSE",
            "LICENSE-MIT",
            "COPYING.txt",
            "license.md",
            "NOTICE",
        ] {
            assert!(holds_terms(name), "{name}");
        }
        for name in ["license.rs", "README.md", "copyright.h"] {
            assert!(!holds_terms(name), "{name}");
        }
    }
}
