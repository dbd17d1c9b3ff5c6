//! Applications as taken in, the check of them, the form as a table.

use hengping_core::application::{Application, FieldKey, FieldValue, Media};
use hengping_core::id::ApplicationId;
use hengping_core::scheme::Scheme;
use hengping_store::table::intake::IntakeRow;

use super::super::super::session::Session;
use super::super::super::wire::TextView;
use super::super::super::wire::office::materials::*;
use super::super::super::wire::start::{Nothing, WrittenFile};
use super::super::round::count;
use super::super::text;
use super::faults::{self, Said};
use super::home::word;
use super::scheme::{key, path_of};
use crate::error::{Refused, Result};
use crate::files;
use crate::materials::form_template;
use crate::office::{FindingLine, Office, take_table, write_form};

/// Name of the empty form.
const FORM: &str = "form.csv";

pub(in crate::desktop) fn office_materials(
    session: &mut Session,
    _: Nothing,
) -> Result<OfficeMaterials> {
    let office = session.office()?;
    let scheme = office.scheme()?;
    let round = office.round()?.round;
    let rows = office.intake()?;
    let unit = |(code, unit): (&hengping_core::id::UnitCode, &hengping_core::round::Unit)| {
        let own = |row: &&IntakeRow| !row.practice && row.body.enterprise.unit == *code;
        OfficeUnit {
            code: code.to_string(),
            name: unit.name.clone(),
            quota: unit.quota,
            found: count(rows.iter().filter(own).count()),
        }
    };
    Ok(OfficeMaterials {
        units: round.units.iter().map(unit).collect(),
        rows: rows.iter().map(|row| view(row, &scheme)).collect(),
    })
}

fn view(row: &IntakeRow, scheme: &Scheme) -> OfficeApplication {
    let body = &row.body;
    let kind = scheme.enterprise_type(&body.enterprise_type);
    let mut files: Vec<_> = body
        .evidence
        .iter()
        .map(|item| (item.digest, item.size))
        .collect();
    files.sort_unstable();
    files.dedup();
    OfficeApplication {
        application: body.id.to_string(),
        enterprise: body.enterprise.name.clone(),
        credit_code: body.enterprise.credit_code.clone(),
        unit: body.enterprise.unit.to_string(),
        kind: kind.map_or_else(TextView::empty, |kind| TextView::from(&kind.name)),
        items: count(body.evidence.len()),
        fields: count(body.fields.len()),
        bytes: files.iter().map(|(_, size)| size).sum(),
        version: body.material_version,
        practice: row.practice,
        file: format!("{}/application.toml", row.directory),
    }
}

pub(in crate::desktop) fn office_application(
    session: &mut Session,
    request: OfficeOfApplication,
) -> Result<OfficeApplicationView> {
    let id: ApplicationId = text::id(&request.application)?;
    let office = session.office()?;
    let scheme = office.scheme()?;
    let row = office.intake()?.into_iter().find(|row| row.body.id == id);
    let row = row.ok_or_else(|| Refused::UnknownApplication {
        application: id.to_string(),
    })?;
    let enterprise = &row.body.enterprise;
    let people = std::iter::once(&enterprise.legal_representative)
        .chain(&enterprise.group)
        .chain(&enterprise.shareholders);
    Ok(OfficeApplicationView {
        people: people.cloned().collect(),
        evidence: evidence(&row.body, &scheme),
        fields: declared(&row.body, &scheme),
        row: view(&row, &scheme),
    })
}

fn evidence(body: &Application, scheme: &Scheme) -> Vec<OfficeEvidence> {
    let line = |kind: &hengping_core::scheme::EvidenceKind| {
        let item = body.evidence.iter().find(|item| item.code == kind.code);
        OfficeEvidence {
            code: kind.code.to_string(),
            name: TextView::from(&kind.name),
            required: kind.required,
            file: item.map(|item| item.file_name.clone()),
            pages: item
                .and_then(|item| item.pages)
                .map(|range| (range.first, range.last)),
            bytes: item.map_or(0, |item| item.size),
            media: item.map_or("", |item| media(item.media)).to_owned(),
        }
    };
    scheme.evidence.iter().map(line).collect()
}

fn media(media: Media) -> &'static str {
    match media {
        Media::Pdf => "pdf",
        Media::Jpeg => "jpeg",
        Media::Png => "png",
    }
}

fn declared(body: &Application, scheme: &Scheme) -> Vec<OfficeDeclared> {
    let mut lines = Vec::new();
    for field in &scheme.fields {
        for back in 0..field.years.max(1) {
            let code = field.code.clone();
            let value = body.fields.get(&FieldKey {
                code,
                years_back: back,
            });
            let source = value.and_then(|value| value.source.as_ref());
            lines.push(OfficeDeclared {
                key: key(field.code.as_str(), back),
                name: TextView::from(&field.name),
                unit: field.unit.clone(),
                required: field.required,
                value: value.map(|value| shown(&value.value)),
                source: source.map(|source| (source.evidence.to_string(), source.page)),
            });
        }
    }
    lines
}

fn shown(value: &FieldValue) -> String {
    match value {
        FieldValue::Money(fen) => fen.to_wan().normalize().to_string(),
        FieldValue::Number(number) => number.normalize().to_string(),
        FieldValue::Text(text) | FieldValue::Date(text) | FieldValue::Code(text) => text.clone(),
        FieldValue::List(entries) => entries.join("；"),
    }
}

pub(in crate::desktop) fn office_check(session: &mut Session, _: Nothing) -> Result<OfficeCheck> {
    let office: &Office = session.office()?;
    let checked = office.check(&session.context());
    session.progress_ends();
    let report = checked?;
    Ok(OfficeCheck {
        applications: count(report.applications),
        documents: count(report.documents),
        blocks: report.blocks(),
        findings: report.findings.iter().map(finding).collect::<Result<_>>()?,
    })
}

/// A finding as the window shows it.
pub(super) fn finding(line: &FindingLine) -> Result<OfficeFinding> {
    let key = format!("finding-{}", line.kind);
    Ok(OfficeFinding {
        severity: word(&line.severity)?,
        kind: line.kind.to_owned(),
        applications: line.applications.iter().map(ToString::to_string).collect(),
        codes: line.codes.clone(),
        said: faults::sentence(&key, &line.details, &line.text),
    })
}

pub(in crate::desktop) fn office_form(
    session: &mut Session,
    request: OfficeForm,
) -> Result<WrittenFile> {
    let out = session.files.path(&request.folder)?.join(FORM);
    match &request.scheme {
        Some(choice) => write_form(&path_of(session, choice)?, &out)?,
        None => files::write_same(&out, &form_template(&session.office()?.scheme()?))?,
    }
    let bytes = std::fs::metadata(&out).map_or(0, |meta| meta.len());
    Ok(WrittenFile {
        name: FORM.to_owned(),
        bytes,
    })
}

pub(in crate::desktop) fn office_take_table(
    session: &mut Session,
    request: OfficeTable,
) -> Result<OfficeTableTaken> {
    session.office()?;
    let table = session.files.path(&request.table)?;
    let folder = session.files.path(&request.folder)?;
    let taken = faults::said(take_table(&folder, &table))?;
    Ok(match taken {
        Said::Done(taken) => OfficeTableTaken {
            faults: Vec::new(),
            applications: count(taken.applications),
            items: count(taken.items),
        },
        Said::Faulty(faults) => OfficeTableTaken {
            faults,
            applications: 0,
            items: 0,
        },
    })
}
