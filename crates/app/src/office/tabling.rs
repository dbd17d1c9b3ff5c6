//! A table in the form's layout, taken into a folder of materials.
//!
//! Owns finding the evidence of a row: named in a cell, or by its name in the application's folder
//! (`E04 audit.pdf`). Writes `application.toml` files and nothing else; the round is read from them.
//! Trap: what somebody wrote by hand into such a file and the table says nothing of stays.

use std::path::{Path, PathBuf};

use hengping_core::application::PageRange;
use hengping_core::id::EvidenceCode;
use hengping_core::scheme::{self, Scheme};
use serde::Serialize;
use toml::{Table, Value};

use super::intake::scheme_text;
use crate::error::{Error, Refused, Result};
use crate::files;
use crate::materials::{self, FormRow};

/// A table that was taken in.
#[derive(Debug, Serialize)]
pub struct TableTaken {
    /// Applications written.
    pub applications: usize,
    /// Evidence items found for them.
    pub items: usize,
    /// The files.
    pub files: Vec<PathBuf>,
}

/// Takes a table into the folder of a round.
///
/// # Errors
/// Every wrong cell, and then nothing is written; faults of the round file or its scheme.
pub fn take_table(folder: &Path, table: &Path) -> Result<TableTaken> {
    let round = materials::read_round(folder).map_err(Error::Materials)?;
    let scheme = scheme::parse(&scheme_text(folder, &round.scheme)?).map_err(Error::Scheme)?;
    let bytes = files::read(table)?;
    let rows = materials::read_form(&bytes, &scheme, &round.units).map_err(Error::Table)?;
    let mut taken = TableTaken {
        applications: 0,
        items: 0,
        files: Vec::new(),
    };
    for row in rows {
        let home = folder.join("applications").join(row.id.as_str());
        let (text, items) = application_text(&home, row, &scheme)?;
        let file = home.join("application.toml");
        files::replace(&file, text.as_bytes())?;
        taken.applications += 1;
        taken.items += items;
        taken.files.push(file);
    }
    Ok(taken)
}

/// The empty form for the round of a folder, or for a scheme file.
///
/// # Errors
/// Faults of the round file or the scheme.
pub fn write_form(scheme_or_folder: &Path, out: &Path) -> Result<()> {
    let text = match scheme_or_folder.is_dir() {
        true => {
            let round = materials::read_round(scheme_or_folder).map_err(Error::Materials)?;
            scheme_text(scheme_or_folder, &round.scheme)?
        }
        false => scheme_text(Path::new(""), scheme_or_folder)?,
    };
    let scheme = scheme::parse(&text).map_err(Error::Scheme)?;
    files::write_same(out, &materials::form_template(&scheme))
}

fn application_text(home: &Path, row: FormRow, scheme: &Scheme) -> Result<(String, usize)> {
    let file = home.join("application.toml");
    let mut said = match file.is_file() {
        true => files::read_text(&file)?.parse().unwrap_or_default(),
        false => Table::new(),
    };
    said.extend(row.said);
    let known = said.remove("evidence");
    let mut items: Vec<Table> = match known {
        Some(Value::Array(items)) => items.into_iter().filter_map(table_of).collect(),
        _ => Vec::new(),
    };
    let names = names_in(home);
    for kind in &scheme.evidence {
        let by_name = || Some((named(&names, &kind.code)?, None));
        let Some((file, pages)) = row.evidence.get(&kind.code).cloned().or_else(by_name) else {
            continue;
        };
        let title = &kind.name.zh;
        items.retain(|item| item.get("code").and_then(Value::as_str) != Some(kind.code.as_str()));
        items.push(item(&kind.code, title, file, pages));
    }
    let count = items.len();
    let items = items.into_iter().map(Value::Table).collect();
    said.insert("evidence".to_owned(), Value::Array(items));
    let text = toml::to_string(&said).map_err(|_| Refused::Internal)?;
    Ok((text, count))
}

fn table_of(value: Value) -> Option<Table> {
    match value {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

fn item(code: &EvidenceCode, title: &str, file: String, pages: Option<PageRange>) -> Table {
    let mut item = Table::new();
    item.insert("code".to_owned(), Value::String(code.to_string()));
    item.insert("title".to_owned(), Value::String(title.to_owned()));
    item.insert("file".to_owned(), Value::String(file));
    if let Some(PageRange { first, last }) = pages {
        item.insert("pages".to_owned(), Value::String(format!("{first}-{last}")));
    }
    item
}

/// Names of the files in a folder, in order.
fn names_in(home: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(home).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// The file whose name begins with the code: `E04.pdf`, `E04 audit.pdf`, `e04_审计报告.pdf`.
fn named(names: &[String], code: &EvidenceCode) -> Option<String> {
    let is_named = |name: &&String| {
        let mut rest = name.chars();
        let begins = code.as_str().chars().all(|c| {
            rest.next()
                .is_some_and(|there| there.eq_ignore_ascii_case(&c))
        });
        begins
            && rest
                .next()
                .is_some_and(|next| !next.is_ascii_alphanumeric())
    };
    names.iter().find(is_named).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "编号,企业名称,统一社会信用代码,法定代表人,推荐单位,类型,F16,E05\n\
        a1,甲,91990101MA9001487F,罗见山,YL,R,12.5,bound.pdf 2-4\n";
    const ROUND: &str = "id = \"r\"\ntitle = \"r\"\nkind = \"selection\"\nreview_year = 2025\n\
        scheme = \"ecommerce-demonstration.toml\"\nvalid_from = \"2026-01-01T00:00:00Z\"\n\
        valid_until = \"2026-02-01T00:00:00Z\"\n[units.YL]\nname = \"云岭\"\nquota = 5\n";

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("applications/a1");
        std::fs::create_dir_all(&home).unwrap();
        std::fs::write(folder.path().join("round.toml"), ROUND).unwrap();
        std::fs::write(folder.path().join("form.csv"), TABLE).unwrap();
        for name in ["E04 审计.pdf", "bound.pdf", "E040.pdf"] {
            std::fs::write(home.join(name), "%PDF-1.4").unwrap();
        }
        folder
    }

    #[test]
    fn a_row_and_the_files_beside_it_become_an_application() {
        let folder = folder();
        let taken = take_table(folder.path(), &folder.path().join("form.csv")).unwrap();
        assert_eq!((taken.applications, taken.items), (1, 2));
        let round = materials::read_round(folder.path()).unwrap();
        let scheme = scheme::parse(&scheme_text(folder.path(), &round.scheme).unwrap()).unwrap();
        let read = materials::read(folder.path(), round, &scheme).unwrap();
        let one = &read.submissions[0];
        let items: Vec<_> = one
            .evidence
            .iter()
            .map(|item| (item.code.as_str(), item.file_name.as_str(), item.pages))
            .collect();
        let pages = Some(PageRange { first: 2, last: 4 });
        assert_eq!(
            items,
            [("E04", "E04 审计.pdf", None), ("E05", "bound.pdf", pages)]
        );
        assert_eq!((one.enterprise.name.as_str(), one.fields.len()), ("甲", 1));
    }

    #[test]
    fn what_was_written_by_hand_stays_where_the_table_is_silent() {
        let folder = folder();
        let file = folder.path().join("applications/a1/application.toml");
        let hand = "id = \"old\"\n[choices]\n\"D1.1\" = \"a\"\n[[evidence]]\ncode = \"E09\"\ntitle = \"t\"\nfile = \"x.pdf\"\n";
        std::fs::write(&file, hand).unwrap();
        take_table(folder.path(), &folder.path().join("form.csv")).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            text.contains("id = \"a1\"") && text.contains("E09"),
            "{text}"
        );
        assert!(text.contains("D1.1"), "{text}");
    }

    #[test]
    fn with_one_wrong_cell_nothing_is_written() {
        let folder = folder();
        let wrong = TABLE.replace("12.5", "many");
        std::fs::write(folder.path().join("form.csv"), wrong).unwrap();
        let refused = take_table(folder.path(), &folder.path().join("form.csv")).unwrap_err();
        let Error::Table(faults) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(faults[0].place(), "form:G2");
        assert!(
            !folder
                .path()
                .join("applications/a1/application.toml")
                .exists()
        );
    }
}
