//! A scheme before it rules a round: its checker, and a trial of an application that does not exist.

use std::path::{Path, PathBuf};

use hengping_core::id::EvidenceCode;
use hengping_core::scheme::{self, FieldKind, LeafMode, LeafRef, Scheme};
use rust_decimal::Decimal;

use super::super::super::session::Session;
use super::super::super::wire::TextView;
use super::super::super::wire::office::scheme::*;
use super::super::super::wire::round::NamedView;
use super::super::super::wire::start::Nothing;
use super::super::round::count;
use super::faults::{self, Said};
use crate::error::{Refused, Result};
use crate::files;
use crate::office::shipped_schemes;
use crate::scheme_try::try_scheme;

/// Name of the fictitious application in the tables of a trial.
const FICTITIOUS: &str = "fictitious";

pub(in crate::desktop) fn office_schemes(
    session: &mut Session,
    _: Nothing,
) -> Result<OfficeSchemes> {
    session.office()?;
    let shipped = shipped_schemes().filter_map(|(name, text)| {
        let scheme = scheme::parse(text).ok()?;
        Some(named(name, &scheme.title))
    });
    Ok(OfficeSchemes {
        shipped: shipped.collect(),
    })
}

fn named(code: impl ToString, name: &hengping_core::text::Text) -> NamedView {
    NamedView {
        code: code.to_string(),
        name: TextView::from(name),
    }
}

/// The file of a scheme, or the name of one that comes with the program.
pub(super) fn path_of(session: &Session, choice: &OfficeSchemeChoice) -> Result<PathBuf> {
    match (&choice.file, &choice.shipped) {
        (Some(file), None) => session.files.path(file),
        (None, Some(name)) => Ok(PathBuf::from(name)),
        _ => Err(Refused::BadArgument {
            name: "scheme".to_owned(),
        }
        .into()),
    }
}

/// The text of a scheme. A shipped one is known by its name alone.
fn text_of(session: &Session, choice: &OfficeSchemeChoice) -> Result<(String, String)> {
    let path = path_of(session, choice)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let shipped =
        shipped_schemes().find(|(known, _)| choice.file.is_none() && path == Path::new(known));
    let text = match shipped {
        Some((_, text)) => text.to_owned(),
        None => files::read_text(&path)?,
    };
    Ok((name.into_owned(), text))
}

pub(in crate::desktop) fn office_scheme(
    session: &mut Session,
    choice: OfficeSchemeChoice,
) -> Result<OfficeSchemeView> {
    session.office()?;
    let (name, text) = text_of(session, &choice)?;
    let (faults, scheme) = match scheme::parse(&text) {
        Ok(scheme) => (Vec::new(), Some(view(&scheme))),
        Err(faults) => (faults, None),
    };
    let faults = faults.iter().map(|fault| faults::in_place(fault, &text));
    Ok(OfficeSchemeView {
        name,
        faults: faults.collect(),
        scheme,
    })
}

fn view(scheme: &Scheme) -> OfficeScheme {
    let summary = scheme.summary();
    let types = scheme.types.iter();
    OfficeScheme {
        title: TextView::from(&scheme.title),
        version: format!("{} {}", scheme.id, scheme.version),
        types: types.map(|one| named(&one.code, &one.name)).collect(),
        leaves: scheme.leaves().iter().map(|at| leaf(scheme, at)).collect(),
        fields: fields(scheme),
        evidence: count(scheme.evidence.len()),
        bonus: summary.bonus,
        deductions: summary.deductions,
        vetoes: count(scheme.vetoes.len()),
        seats: scheme.panel.size,
        reserves: scheme.panel.reserves,
    }
}

fn leaf(scheme: &Scheme, at: &LeafRef<'_>) -> OfficeLeaf {
    let mode = &at.leaf.mode;
    let options = match mode {
        LeafMode::Choice { options, .. } => options.as_slice(),
        _ => &[],
    };
    OfficeLeaf {
        code: at.indicator.code.to_string(),
        name: TextView::from(&at.indicator.name),
        mode: mode.name().to_owned(),
        points: at.indicator.points.common.normalize().to_string(),
        typed: !matches!(mode, LeafMode::Computed(_)),
        middle: middle(scheme, at),
        options: options
            .iter()
            .map(|one| named(&one.code, &one.name))
            .collect(),
    }
}

/// What a trial begins with: the middle of the scale, the first option, a pass.
fn middle(scheme: &Scheme, at: &LeafRef<'_>) -> String {
    match &at.leaf.mode {
        LeafMode::Scored { .. } => {
            let values: Vec<Decimal> = scheme
                .scale_of(at.leaf)
                .map(|scale| scale.values().collect())
                .unwrap_or_default();
            let middle = values.get(values.len() / 2).copied().unwrap_or_default();
            middle.normalize().to_string()
        }
        LeafMode::Choice { options, .. } => {
            let first = options.first().map(|option| option.code.to_string());
            first.unwrap_or_default()
        }
        LeafMode::PassFail => "1".to_owned(),
        LeafMode::Deducted { .. } => "0".to_owned(),
        LeafMode::Computed(_) => String::new(),
    }
}

fn fields(scheme: &Scheme) -> Vec<OfficeField> {
    let mut fields = Vec::new();
    for field in &scheme.fields {
        let codes = match &field.kind {
            FieldKind::Code(codes) => codes.as_slice(),
            _ => &[],
        };
        for back in 0..field.years.max(1) {
            fields.push(OfficeField {
                key: key(field.code.as_str(), back),
                name: TextView::from(&field.name),
                unit: field.unit.clone(),
                number: matches!(field.kind, FieldKind::Money | FieldKind::Number { .. }),
                codes: codes
                    .iter()
                    .map(|one| named(&one.code, &one.name))
                    .collect(),
            });
        }
    }
    fields
}

/// Key of a field so many years back.
pub(super) fn key(code: &str, back: u8) -> String {
    match back {
        0 => code.to_owned(),
        back => format!("{code}_{back}"),
    }
}

pub(in crate::desktop) fn office_try(
    session: &mut Session,
    request: OfficeTry,
) -> Result<OfficeTried> {
    session.office()?;
    let (_, text) = text_of(session, &request.scheme)?;
    let scheme = scheme::parse(&text).map_err(crate::error::Error::Scheme)?;
    let marks = marks_table(&request)?;
    let fields = fields_table(&request, &scheme)?;
    let report = match faults::said(try_scheme(&text, &marks, Some(&fields)))? {
        Said::Done(report) => report,
        Said::Faulty(faults) => {
            return Ok(OfficeTried {
                faults,
                composite: None,
                status: String::new(),
                grade: None,
                leaves: Vec::new(),
            });
        }
    };
    let one = report.applications.into_iter().next();
    let one = one.ok_or(Refused::Internal)?;
    let leaves = one.leaves.into_iter().map(|leaf| OfficeTriedLeaf {
        indicator: leaf.indicator,
        state: leaf.state.to_owned(),
        mark: leaf.mark,
        points: leaf.points,
    });
    Ok(OfficeTried {
        faults: Vec::new(),
        composite: one.composite,
        status: one.status.to_owned(),
        grade: one.grade,
        leaves: leaves.collect(),
    })
}

fn table(rows: Vec<Vec<&str>>) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|_| Refused::Internal)?;
    }
    Ok(writer.into_inner().map_err(|_| Refused::Internal)?)
}

fn marks_table(request: &OfficeTry) -> Result<Vec<u8>> {
    let mut rows = vec![vec!["application", "expert", "indicator", "value"]];
    for (leaf, mark) in &request.marks {
        rows.push(vec![FICTITIOUS, "1", leaf, mark]);
    }
    table(rows)
}

/// All evidence is there: the trial is about marks and formulas.
fn fields_table(request: &OfficeTry, scheme: &Scheme) -> Result<Vec<u8>> {
    let evidence: Vec<&EvidenceCode> = scheme.evidence.iter().map(|kind| &kind.code).collect();
    let mut headings = vec!["application", "type"];
    let mut values = vec![FICTITIOUS, request.enterprise_type.as_str()];
    for (field, value) in &request.fields {
        headings.push(field);
        values.push(value);
    }
    for code in evidence {
        headings.push(code.as_str());
        values.push("1");
    }
    table(vec![headings, values])
}
