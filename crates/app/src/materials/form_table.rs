//! The form as a table: one row per application, one column per field, year and item of evidence.
//!
//! Owns the template, what a heading means, and turning rows into what `application.toml` says. The
//! folder stays the source. Trap: a cell that is wrong is named by sheet and cell, all of them at
//! once, and with one wrong cell nothing is taken.

use std::collections::BTreeMap;

use hengping_core::application::{FieldKey, PageRange};
use hengping_core::id::{ApplicationId, EvidenceCode, IndicatorCode, UnitCode};
use hengping_core::round::Unit;
use hengping_core::scheme::{Decider, Field, FieldKind, LeafMode, Scheme};
use toml::Value;

use super::application_file::page_range;
use crate::scheme_try::enterprise_type;
use crate::tables::{Row, Table, TableFault, TableFaultKind, TableFile};

/// The columns that stand before the fields: heading, key, other headings that mean the same.
const HEAD: [(&str, &str, &[&str]); 8] = [
    ("申报编号", "id", &["编号", "application", "id"]),
    ("企业名称", "name", &["enterprise", "name"]),
    ("统一社会信用代码", "credit_code", &["credit_code"]),
    (
        "法定代表人",
        "legal_representative",
        &["legal_representative"],
    ),
    ("所属集团", "group", &["集团", "group"]),
    ("主要股东", "shareholders", &["股东", "shareholders"]),
    ("推荐单位", "unit", &["推荐单位代码", "unit"]),
    ("申报类型", "type", &["企业类型", "类型", "type"]),
];
/// Head columns that may be empty.
const OPTIONAL: [&str; 2] = ["group", "shareholders"];
/// What parts several entries of one cell.
const BETWEEN: [char; 4] = ['；', ';', '\n', '、'];

/// An application as a row has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FormRow {
    pub(crate) id: ApplicationId,
    /// Keys `id`, `type`, `enterprise`, `fields` and, where there are such columns, `choices`.
    pub(crate) said: toml::Table,
    /// Evidence the row names: file and pages.
    pub(crate) evidence: BTreeMap<EvidenceCode, (String, Option<PageRange>)>,
}

/// What a column holds.
#[derive(Clone)]
enum Meaning {
    Head(&'static str),
    Field(FieldKey),
    Choice(IndicatorCode),
    Evidence(EvidenceCode),
}

/// The empty form: a CSV file that spreadsheets open as what it is.
#[must_use]
pub fn form_template(scheme: &Scheme) -> Vec<u8> {
    let mut headings: Vec<String> = HEAD.iter().map(|(name, ..)| (*name).to_owned()).collect();
    for field in &scheme.fields {
        headings.extend((0..field.years.max(1)).map(|back| heading(field, back)));
    }
    for leaf in scheme.leaves() {
        if is_decided_before(&leaf.leaf.mode) {
            let indicator = leaf.indicator;
            headings.push(format!("{} {}", indicator.code, indicator.name.zh));
        }
    }
    let evidence = scheme.evidence.iter();
    headings.extend(evidence.map(|kind| format!("{} {}", kind.code, kind.name.zh)));
    let mut writer = csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
    // Writing into memory cannot fail.
    let _ = writer.write_record(&headings);
    writer.into_inner().unwrap_or_default()
}

fn heading(field: &Field, back: u8) -> String {
    let key = FieldKey {
        code: field.code.clone(),
        years_back: back,
    };
    let unit = match field.unit.as_str() {
        "" => String::new(),
        unit => format!("（{unit}）"),
    };
    let year = match back {
        0 => String::new(),
        back => format!("，前 {back} 年"),
    };
    format!("{key} {}{unit}{year}", field.name.zh)
}

/// Choices that the form or the office's check decides; the others are the experts'.
fn is_decided_before(mode: &LeafMode) -> bool {
    matches!(mode, LeafMode::Choice { decides, .. } if !matches!(decides, Decider::Panel | Decider::Experts))
}

/// Reads the rows of a table in the form's layout.
///
/// # Errors
/// Every wrong cell.
pub(crate) fn read(
    bytes: &[u8],
    scheme: &Scheme,
    units: &BTreeMap<UnitCode, Unit>,
) -> Result<Vec<FormRow>, Vec<TableFault>> {
    let table = Table::read(TableFile::Form, bytes).map_err(|fault| vec![fault])?;
    let mut reader = Reader {
        scheme,
        units,
        table: &table,
        faults: Vec::new(),
    };
    let columns = reader.columns();
    let mut rows: Vec<FormRow> = Vec::new();
    for row in &table.rows {
        if let Some(read) = reader.row(row, &columns) {
            if rows.iter().any(|known| known.id == read.id) {
                let id = read.id.to_string();
                reader.fault(row.number, 0, TableFaultKind::DuplicateApplication(id));
            }
            rows.push(read);
        }
    }
    match reader.faults.is_empty() {
        true => Ok(rows),
        false => Err(reader.faults),
    }
}

struct Reader<'a> {
    scheme: &'a Scheme,
    units: &'a BTreeMap<UnitCode, Unit>,
    table: &'a Table,
    faults: Vec<TableFault>,
}

impl Reader<'_> {
    fn fault(&mut self, row: u32, column: usize, kind: TableFaultKind) {
        let cell = self.table.name(row, column);
        let file = TableFile::Form;
        self.faults.push(TableFault { file, cell, kind });
    }

    fn columns(&mut self) -> Vec<(usize, Meaning)> {
        let mut columns = Vec::new();
        for column in self.table.columns(TableFile::Form, &mut self.faults) {
            match meaning(self.scheme, &column.heading, &column.key) {
                Some(meaning) => columns.push((column.position, meaning)),
                None => {
                    let kind = TableFaultKind::UnknownColumn(column.heading);
                    self.fault(self.table.header.number, column.position, kind);
                }
            }
        }
        for (name, key, _) in HEAD {
            let is_there = |(_, meaning): &(usize, Meaning)| matches!(meaning, Meaning::Head(known) if *known == key);
            if !OPTIONAL.contains(&key) && !columns.iter().any(is_there) {
                let kind = TableFaultKind::MissingColumn(name);
                self.fault(self.table.header.number, 0, kind);
            }
        }
        columns
    }

    fn row(&mut self, row: &Row, columns: &[(usize, Meaning)]) -> Option<FormRow> {
        let mut draft = Draft::default();
        for (position, meaning) in columns {
            let text = row.cell(*position);
            let read = match meaning {
                Meaning::Head(key) => self.head(key, text, &mut draft),
                Meaning::Field(key) => self.field(key, text, &mut draft),
                Meaning::Choice(leaf) => self.choice(leaf, text, &mut draft),
                Meaning::Evidence(code) => {
                    draft.evidence(code, text);
                    Ok(())
                }
            };
            if let Err(kind) = read {
                self.fault(row.number, *position, kind);
            }
        }
        draft.finish(self.scheme)
    }

    fn head(&self, key: &'static str, text: &str, draft: &mut Draft) -> Result<(), TableFaultKind> {
        if text.is_empty() {
            let (name, ..) = HEAD
                .iter()
                .find(|(_, known, _)| *known == key)
                .unwrap_or(&HEAD[0]);
            return match OPTIONAL.contains(&key) {
                true => Ok(()),
                false => Err(TableFaultKind::MissingValue(name)),
            };
        }
        let value = match key {
            "id" => {
                let id = ApplicationId::new(text);
                draft.id = Some(id.map_err(|_| TableFaultKind::BadId(text.to_owned()))?);
                return Ok(());
            }
            "type" => {
                draft.kind = Some(enterprise_type(self.scheme, text)?.to_string());
                return Ok(());
            }
            "unit" => Value::String(self.unit(text)?),
            "shareholders" => Value::Array(entries(text).map(Value::String).collect()),
            _ => Value::String(text.to_owned()),
        };
        draft.enterprise.insert(key.to_owned(), value);
        Ok(())
    }

    /// A unit of the round by its code or its name.
    fn unit(&self, text: &str) -> Result<String, TableFaultKind> {
        let fits = |(code, unit): &(&UnitCode, &Unit)| code.as_str() == text || unit.name == text;
        let found = self.units.iter().find(fits);
        let unknown = || TableFaultKind::UnknownUnit(text.to_owned());
        found.map(|(code, _)| code.to_string()).ok_or_else(unknown)
    }

    fn field(&self, key: &FieldKey, text: &str, draft: &mut Draft) -> Result<(), TableFaultKind> {
        let Some(field) = self.scheme.field(&key.code).filter(|_| !text.is_empty()) else {
            return Ok(());
        };
        let (value, read) = match field.kind {
            FieldKind::List => {
                let entries: Vec<String> = entries(text).collect();
                let read = field.parse_list(&entries);
                (
                    Value::Array(entries.into_iter().map(Value::String).collect()),
                    read,
                )
            }
            _ => (Value::String(text.to_owned()), field.parse(text)),
        };
        read.map_err(|fault| TableFaultKind::BadField {
            value: text.to_owned(),
            reason: fault.kind.to_string(),
        })?;
        draft.fields.insert(key.clone(), value);
        Ok(())
    }

    fn choice(
        &self,
        leaf: &IndicatorCode,
        text: &str,
        draft: &mut Draft,
    ) -> Result<(), TableFaultKind> {
        let mode = self.scheme.leaf(leaf).map(|found| &found.leaf.mode);
        let Some(LeafMode::Choice { options, .. }) = mode.filter(|_| !text.is_empty()) else {
            return Ok(());
        };
        let fits = options.iter().find(|option| {
            option.code.as_str() == text
                || option.name.zh == text
                || option.name.en.as_deref() == Some(text)
        });
        let unknown = || TableFaultKind::UnknownOption(text.to_owned());
        let code = fits.ok_or_else(unknown)?.code.to_string();
        draft.choices.insert(leaf.to_string(), Value::String(code));
        Ok(())
    }
}

/// A row while its cells are read.
#[derive(Default)]
struct Draft {
    id: Option<ApplicationId>,
    kind: Option<String>,
    enterprise: toml::Table,
    fields: BTreeMap<FieldKey, Value>,
    choices: toml::Table,
    evidence: BTreeMap<EvidenceCode, (String, Option<PageRange>)>,
}

impl Draft {
    fn evidence(&mut self, code: &EvidenceCode, text: &str) {
        if text.is_empty() {
            return;
        }
        // `bound volume.pdf 3-12`: the item is these pages of the file.
        let last = text.rsplit_once(char::is_whitespace);
        let paged = last.and_then(|(file, pages)| Some((file.trim(), page_range(pages)?)));
        let (file, pages) = paged.map_or((text, None), |(file, pages)| (file, Some(pages)));
        self.evidence.insert(code.clone(), (file.to_owned(), pages));
    }

    fn finish(self, scheme: &Scheme) -> Option<FormRow> {
        let id = self.id?;
        let mut said = toml::Table::new();
        said.insert("id".to_owned(), Value::String(id.to_string()));
        said.insert("type".to_owned(), Value::String(self.kind?));
        said.insert("enterprise".to_owned(), Value::Table(self.enterprise));
        let mut fields = toml::Table::new();
        for field in &scheme.fields {
            if let Some(value) = of_years(field, &self.fields) {
                fields.insert(field.code.to_string(), value);
            }
        }
        said.insert("fields".to_owned(), Value::Table(fields));
        if !self.choices.is_empty() {
            said.insert("choices".to_owned(), Value::Table(self.choices));
        }
        Some(FormRow {
            id,
            said,
            evidence: self.evidence,
        })
    }
}

/// The values of a field: one, or a list from the year under review back.
fn of_years(field: &Field, values: &BTreeMap<FieldKey, Value>) -> Option<Value> {
    let of_year = |years_back| {
        let code = field.code.clone();
        values.get(&FieldKey { code, years_back }).cloned()
    };
    if field.years <= 1 {
        return of_year(0);
    }
    let all: Vec<Option<Value>> = (0..field.years).map(of_year).collect();
    let last = all.iter().rposition(Option::is_some)?;
    let empty = || Value::String(String::new());
    let list = all.into_iter().take(last + 1);
    Some(Value::Array(
        list.map(|one| one.unwrap_or_else(empty)).collect(),
    ))
}

fn entries(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(BETWEEN).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned)
}

fn meaning(scheme: &Scheme, heading: &str, key: &str) -> Option<Meaning> {
    let head = HEAD
        .iter()
        .find(|(name, _, others)| *name == heading || others.contains(&key));
    if let Some((_, key, _)) = head {
        return Some(Meaning::Head(key));
    }
    let end = heading.find(|c: char| c.is_whitespace() || matches!(c, '(' | '（'));
    let code = heading.get(..end.unwrap_or(heading.len()))?;
    if let Ok(key) = code.parse::<FieldKey>()
        && let Some(field) = scheme.field(&key.code)
    {
        return (key.years_back < field.years.max(1)).then_some(Meaning::Field(key));
    }
    if let Ok(code) = EvidenceCode::new(code)
        && scheme.evidence_kind(&code).is_some()
    {
        return Some(Meaning::Evidence(code));
    }
    let code = IndicatorCode::new(code).ok()?;
    let mode = &scheme.leaf(&code)?.leaf.mode;
    is_decided_before(mode).then_some(Meaning::Choice(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEME: &str =
        include_str!("../../../../review-packages/schemes/ecommerce-demonstration.toml");

    fn units() -> BTreeMap<UnitCode, Unit> {
        let unit = Unit {
            name: "云岭省商务厅".to_owned(),
            quota: 5,
        };
        [("YL".parse().unwrap(), unit)].into()
    }

    fn read_rows(text: &str) -> Result<Vec<FormRow>, Vec<TableFault>> {
        let scheme = hengping_core::scheme::parse(SCHEME).unwrap();
        read(text.as_bytes(), &scheme, &units())
    }

    const HEADINGS: &str = "编号,企业名称,统一社会信用代码,法定代表人,股东,推荐单位,类型";

    #[test]
    fn the_template_names_only_columns_that_are_read() {
        let scheme = hengping_core::scheme::parse(SCHEME).unwrap();
        let rows = read(&form_template(&scheme), &scheme, &units());
        assert_eq!(rows, Ok(Vec::new()));
    }

    #[test]
    fn a_row_says_what_the_application_file_says() {
        let text = format!(
            "{HEADINGS},F16 营业收入,F16_1,F30,E02\na1,甲,91990101MA9001487F,罗见山,罗见山；青禾,云岭省商务厅,R,12.5,11,证一；证二,合订本.pdf 3-12\n"
        );
        let rows = read_rows(&text).unwrap();
        let said = rows[0].said.to_string();
        assert!(
            said.contains("unit = \"YL\"") && said.contains("F16 = [\"12.5\", \"11\"]"),
            "{said}"
        );
        assert!(
            said.contains("shareholders = [\"罗见山\", \"青禾\"]"),
            "{said}"
        );
        let pages = Some(PageRange { first: 3, last: 12 });
        let named = &rows[0].evidence["E02"];
        assert_eq!(*named, ("合订本.pdf".to_owned(), pages));
    }

    #[test]
    fn every_wrong_cell_is_named() {
        let text = format!(
            "{HEADINGS},F16,F99\na1,甲,91990101MA9001487F,罗见山,,海外,R,很多,\n,乙,91990101MA9001487F,罗,,YL,无此类型,1,\n"
        );
        let mut faults: Vec<String> = read_rows(&text)
            .unwrap_err()
            .iter()
            .map(|fault| format!("{} {}", fault.cell, fault.kind.code()))
            .collect();
        faults.sort();
        let expected = [
            "A3 missing-value",
            "F2 unknown-unit",
            "G3 unknown-type",
            "H2 bad-field",
            "I1 unknown-column",
        ];
        assert_eq!(faults, expected);
    }
}
