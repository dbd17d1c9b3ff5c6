//! `application.toml`: one application's form and its list of evidence files.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use hengping_core::application::{
    DeclaredValue, Enterprise, FieldKey, FieldValue, PageRange, Source,
};
use hengping_core::id::{
    ApplicationId, EvidenceCode, FieldCode, IndicatorCode, OptionCode, TypeCode,
};
use hengping_core::scheme::{Field, FieldFault, FieldKind, Scheme};
use serde::Deserialize;

use super::{InputFault, InputFaultKind};
use crate::files;

/// One application as submitted: the form, and where its evidence files lie.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Id.
    pub id: ApplicationId,
    /// The file it was read from, relative to the folder of materials.
    pub file: PathBuf,
    /// Who applies.
    pub enterprise: Enterprise,
    /// Type.
    pub enterprise_type: TypeCode,
    /// Declared values.
    pub fields: BTreeMap<FieldKey, DeclaredValue>,
    /// Options the form or the office's check has decided.
    pub choices: BTreeMap<IndicatorCode, OptionCode>,
    /// Evidence files.
    pub evidence: Vec<EvidenceFile>,
}

/// One line of the evidence list.
#[derive(Debug, Clone)]
pub struct EvidenceFile {
    /// Catalogue number.
    pub code: EvidenceCode,
    /// Title.
    pub title: String,
    /// The file, absolute or relative to the working directory.
    pub path: PathBuf,
    /// Its name as submitted: relative to the application's folder, with `/`.
    pub file_name: String,
    /// Pages that belong to the item.
    pub pages: Option<PageRange>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicationToml {
    id: ApplicationId,
    #[serde(rename = "type")]
    enterprise_type: TypeCode,
    enterprise: Enterprise,
    #[serde(default)]
    fields: BTreeMap<FieldCode, FieldToml>,
    #[serde(default)]
    sources: BTreeMap<FieldCode, Source>,
    #[serde(default)]
    choices: BTreeMap<IndicatorCode, OptionCode>,
    #[serde(default)]
    evidence: Vec<EvidenceToml>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FieldToml {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceToml {
    code: EvidenceCode,
    title: String,
    file: PathBuf,
    pages: Option<String>,
}

/// Collects faults of one file.
struct Faults<'a> {
    file: &'a Path,
    found: Vec<InputFault>,
}

impl Faults<'_> {
    fn add(&mut self, place: impl Into<String>, kind: InputFaultKind) {
        self.found.push(InputFault {
            file: self.file.to_owned(),
            place: place.into(),
            kind,
        });
    }
}

pub(super) fn read(
    folder: &Path,
    file: &Path,
    scheme: &Scheme,
) -> Result<Submission, Vec<InputFault>> {
    let mut faults = Faults {
        file,
        found: Vec::new(),
    };
    let Some(read) = read_toml(&folder.join(file), &mut faults) else {
        return Err(faults.found);
    };
    if !scheme
        .types
        .iter()
        .any(|known| known.code == read.enterprise_type)
    {
        faults.add(
            "type",
            InputFaultKind::UnknownCode(read.enterprise_type.to_string()),
        );
    }
    let fields = declared_values(&read, scheme, &mut faults);
    let home = folder.join(file.parent().unwrap_or(Path::new("")));
    let evidence = evidence_files(&read.evidence, &home, scheme, &mut faults);
    if !faults.found.is_empty() {
        return Err(faults.found);
    }
    Ok(Submission {
        id: read.id,
        file: file.to_owned(),
        enterprise: read.enterprise,
        enterprise_type: read.enterprise_type,
        fields,
        choices: read.choices,
        evidence,
    })
}

fn read_toml(path: &Path, faults: &mut Faults) -> Option<ApplicationToml> {
    let Ok(text) = std::fs::read_to_string(path) else {
        faults.add("", InputFaultKind::Unreadable);
        return None;
    };
    match toml::from_str(&text) {
        Ok(read) => Some(read),
        Err(error) => {
            let fault = files::toml_fault(&text, &error);
            faults.add("", InputFaultKind::Malformed(fault));
            None
        }
    }
}

fn declared_values(
    read: &ApplicationToml,
    scheme: &Scheme,
    faults: &mut Faults,
) -> BTreeMap<FieldKey, DeclaredValue> {
    let mut values = BTreeMap::new();
    for (code, declared) in &read.fields {
        let Some(field) = scheme.fields.iter().find(|field| field.code == *code) else {
            faults.add(
                format!("fields.{code}"),
                InputFaultKind::UnknownCode(code.to_string()),
            );
            continue;
        };
        let source = read.sources.get(code);
        values.extend(values_of_field(field, declared, source, faults));
    }
    values
}

/// The values of one field: a list of years for a field of several years, one value otherwise.
fn values_of_field(
    field: &Field,
    declared: &FieldToml,
    source: Option<&Source>,
    faults: &mut Faults,
) -> Vec<(FieldKey, DeclaredValue)> {
    let texts: Vec<&[String]> = match declared {
        FieldToml::One(text) => vec![std::slice::from_ref(text)],
        FieldToml::Several(texts) if field.years > 1 => {
            texts.iter().map(std::slice::from_ref).collect()
        }
        FieldToml::Several(texts) => vec![texts.as_slice()],
    };
    let mut values = Vec::new();
    for (years_back, text) in (0_u8..).zip(texts) {
        let key = FieldKey {
            code: field.code.clone(),
            years_back,
        };
        if text.iter().all(|part| part.trim().is_empty()) {
            continue;
        }
        match read_value(field, text) {
            Ok(value) if years_back < field.years.max(1) => {
                values.push((
                    key,
                    DeclaredValue {
                        value,
                        source: source.cloned(),
                    },
                ));
            }
            Ok(_) => faults.add(
                format!("fields.{key}"),
                InputFaultKind::UnknownCode(key.into()),
            ),
            Err(fault) => {
                faults.add(
                    format!("fields.{key}"),
                    InputFaultKind::BadValue(fault.to_string()),
                );
            }
        }
    }
    values
}

fn read_value(field: &Field, text: &[String]) -> Result<FieldValue, FieldFault> {
    match (&field.kind, text) {
        (FieldKind::List, entries) => field.parse_list(entries),
        (_, [text]) => field.parse(text),
        (_, entries) => field.parse_list(entries),
    }
}

fn evidence_files(
    listed: &[EvidenceToml],
    home: &Path,
    scheme: &Scheme,
    faults: &mut Faults,
) -> Vec<EvidenceFile> {
    let mut files = Vec::new();
    for (number, item) in listed.iter().enumerate() {
        let place = format!("evidence[{number}]");
        if !scheme.evidence.iter().any(|known| known.code == item.code) {
            faults.add(&place, InputFaultKind::UnknownCode(item.code.to_string()));
        }
        if !stays_inside(&item.file) {
            faults.add(&place, InputFaultKind::OutsideFolder);
        }
        let pages = match item.pages.as_deref().map(page_range) {
            Some(None) => {
                faults.add(
                    format!("{place}.pages"),
                    InputFaultKind::BadValue("pages".into()),
                );
                None
            }
            pages => pages.flatten(),
        };
        files.push(EvidenceFile {
            code: item.code.clone(),
            title: item.title.clone(),
            path: home.join(&item.file),
            file_name: relative_name(&item.file),
            pages,
        });
    }
    files
}

fn relative_name(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn stays_inside(path: &Path) -> bool {
    path.components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// `3-12` or `7`.
pub(super) fn page_range(text: &str) -> Option<PageRange> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let range = PageRange {
        first: first.trim().parse().ok()?,
        last: last.trim().parse().ok()?,
    };
    (range.first >= 1 && range.first <= range.last).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_range_is_two_pages_in_order_or_one() {
        assert_eq!(page_range("3-12"), Some(PageRange { first: 3, last: 12 }));
        assert_eq!(page_range("7"), Some(PageRange { first: 7, last: 7 }));
        for bad in ["", "0-3", "5-4", "a-b", "3-"] {
            assert_eq!(page_range(bad), None, "{bad}");
        }
    }

    #[test]
    fn evidence_stays_in_its_folder() {
        assert!(stays_inside(Path::new("scans/E04.pdf")));
        for bad in ["../E04.pdf", "/etc/passwd", "a/../../b"] {
            assert!(!stays_inside(Path::new(bad)), "{bad}");
        }
    }
}
