//! The fields table: one row per application.
//!
//! Owns which column means what: enterprise type, unit, fields by year, decided choices and items,
//! evidence. Trap: without any evidence column nobody checked evidence; with one, an empty cell
//! says that the item is missing.

use std::collections::BTreeMap;

use hengping_core::application::FieldKey;
use hengping_core::id::{EvidenceCode, FieldCode, IndicatorCode, TypeCode, UnitCode};
use hengping_core::scheme::{FieldKind, LeafMode, Scheme};
use rust_decimal::Decimal;

use super::draft::Draft;
use super::marks::{self, Subject};
use crate::tables::{CellName, Column, Row, Table, TableFault, TableFaultKind, TableFile};

const APPLICATION: &[&str] = marks::APPLICATION;
const TYPE: &[&str] = &[
    "type",
    "enterprise_type",
    "类型",
    "企业类型",
    "示范类型",
    "申报类型",
];
const UNIT: &[&str] = &["unit", "推荐单位", "单位", "推荐单位代码"];

/// What a column holds.
enum Meaning<'a> {
    Application,
    Type,
    Unit,
    /// A number under this variable name.
    Number(String),
    Code(FieldCode),
    /// A field no formula reads.
    Unread,
    Decision(Subject<'a>),
    Evidence(EvidenceCode),
}

/// Reads the fields table into `draft`.
pub(super) fn read(table: &Table, draft: &mut Draft<'_>, faults: &mut Vec<TableFault>) {
    let scheme = draft.scheme;
    let columns = columns(scheme, table, faults);
    let application = columns
        .iter()
        .find(|(_, m)| matches!(m, Meaning::Application));
    let Some((application, _)) = application else {
        let kind = TableFaultKind::MissingColumn("application");
        faults.push(fault(table.name(table.header.number, 0), kind));
        return;
    };
    let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &table.rows {
        let name = row.cell(application.position);
        let cell = || table.name(row.number, application.position);
        if name.is_empty() {
            faults.push(fault(cell(), TableFaultKind::MissingValue("application")));
        } else if rows.insert(name, row.number).is_some() {
            let kind = TableFaultKind::DuplicateApplication(name.to_owned());
            faults.push(fault(cell(), kind));
        } else {
            read_row(table, row, name, &columns, draft, faults);
        }
    }
}

fn fault(cell: CellName, kind: TableFaultKind) -> TableFault {
    let file = TableFile::Fields;
    TableFault { file, cell, kind }
}

fn columns<'a>(
    scheme: &'a Scheme,
    table: &Table,
    faults: &mut Vec<TableFault>,
) -> Vec<(Column, Meaning<'a>)> {
    let mut columns = Vec::new();
    for column in table.columns(TableFile::Fields, faults) {
        match meaning(scheme, &column) {
            Some(meaning) => columns.push((column, meaning)),
            None => {
                let cell = table.name(table.header.number, column.position);
                faults.push(fault(cell, TableFaultKind::UnknownColumn(column.heading)));
            }
        }
    }
    columns
}

fn meaning<'a>(scheme: &'a Scheme, column: &Column) -> Option<Meaning<'a>> {
    let key = column.key.as_str();
    if APPLICATION.contains(&key) {
        return Some(Meaning::Application);
    }
    if TYPE.contains(&key) {
        return Some(Meaning::Type);
    }
    if UNIT.contains(&key) {
        return Some(Meaning::Unit);
    }
    // `F20_1 上年交易额` names the same column as `F20_1`.
    let end = column
        .heading
        .find(|c: char| c.is_whitespace() || matches!(c, '(' | '\u{ff08}'));
    let code = column.heading.get(..end.unwrap_or(column.heading.len()))?;
    field(scheme, code).or_else(|| decision(scheme, code))
}

fn field<'a>(scheme: &Scheme, text: &str) -> Option<Meaning<'a>> {
    let key: FieldKey = text.parse().ok()?;
    let field = scheme.field(&key.code)?;
    if key.years_back >= field.years {
        return None;
    }
    Some(match field.kind {
        FieldKind::Money | FieldKind::Number { .. } => Meaning::Number(key.to_string()),
        FieldKind::Code(_) => Meaning::Code(key.code),
        _ => Meaning::Unread,
    })
}

fn decision<'a>(scheme: &'a Scheme, text: &str) -> Option<Meaning<'a>> {
    if let Ok(code) = EvidenceCode::new(text)
        && scheme.evidence_kind(&code).is_some()
    {
        return Some(Meaning::Evidence(code));
    }
    let code = IndicatorCode::new(text).ok()?;
    match Subject::find(scheme, &code)? {
        Subject::Leaf(at) if !matches!(at.leaf.mode, LeafMode::Choice { .. }) => None,
        subject => Some(Meaning::Decision(subject)),
    }
}

fn read_row(
    table: &Table,
    row: &Row,
    name: &str,
    columns: &[(Column, Meaning<'_>)],
    draft: &mut Draft<'_>,
    faults: &mut Vec<TableFault>,
) {
    let scheme = draft.scheme;
    let application = draft.application(name);
    for (column, meaning) in columns {
        let text = row.cell(column.position);
        if let Meaning::Evidence(code) = meaning {
            let present = application.evidence.get_or_insert_default();
            match yes_or_no(text) {
                Some(true) => {
                    present.insert(code.clone());
                }
                Some(false) => {}
                None => {
                    let kind = TableFaultKind::NotYesOrNo(text.to_owned());
                    faults.push(fault(table.name(row.number, column.position), kind));
                }
            }
            continue;
        }
        if text.is_empty() || marks::is_not_applicable(text) && !is_choice(meaning) {
            continue;
        }
        let read = match meaning {
            Meaning::Application | Meaning::Unread | Meaning::Evidence(_) => Ok(()),
            Meaning::Type => {
                enterprise_type(scheme, text).map(|found| application.enterprise_type = Some(found))
            }
            Meaning::Unit => UnitCode::new(text)
                .map(|unit| application.unit = Some(unit))
                .map_err(|_| TableFaultKind::BadUnit(text.to_owned())),
            Meaning::Number(variable) => number(text).map(|value| {
                application.facts.insert(variable.clone(), value);
            }),
            Meaning::Code(field) => {
                application.codes.insert(field.clone(), text.to_owned());
                Ok(())
            }
            Meaning::Decision(subject) => marks::state(application, *subject, "", text),
        };
        if let Err(kind) = read {
            faults.push(fault(table.name(row.number, column.position), kind));
        }
    }
}

fn is_choice(meaning: &Meaning<'_>) -> bool {
    matches!(meaning, Meaning::Decision(Subject::Leaf(_)))
}

fn number(text: &str) -> Result<Decimal, TableFaultKind> {
    Decimal::from_str_exact(text).map_err(|_| TableFaultKind::NotANumber(text.to_owned()))
}

/// A type by its code or its name.
pub(crate) fn enterprise_type(scheme: &Scheme, text: &str) -> Result<TypeCode, TableFaultKind> {
    let named = scheme.types.iter().find(|known| {
        let english = known.name.en.as_deref();
        known.code.as_str() == text || known.name.zh == text || english == Some(text)
    });
    let unknown = || TableFaultKind::UnknownType(text.to_owned());
    named.map(|known| known.code.clone()).ok_or_else(unknown)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "1" | "yes" | "y" | "true" | "有" | "是" | "√" | "✓" => Some(true),
        "" | "0" | "no" | "n" | "false" | "无" | "否" | "×" => Some(false),
        _ => None,
    }
}
