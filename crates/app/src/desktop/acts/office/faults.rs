//! Faults that come in numbers, as lines with their places and sentences in both languages.

use hengping_core::scheme::Fault;

use super::super::super::wire::TextView;
use super::super::super::wire::office::OfficeFault;
use super::super::super::wire::office::scheme::OfficeSchemeFault;
use crate::Language;
use crate::error::{Error, Result};
use crate::materials::{InputFault, InputFaultKind};
use crate::messages::{Catalogue, Param};
use crate::tables::TableFault;

/// A message with values that may themselves be phrases of the crates below; `text` where the
/// catalogue has none.
pub(super) fn sentence(key: &str, details: &[(&'static str, String)], text: &str) -> TextView {
    let say = |language| {
        let catalogue = Catalogue::new(language);
        if !catalogue.has(key) {
            return text.to_owned();
        }
        let params: Vec<(&str, Param)> = details
            .iter()
            .map(|(name, value)| (*name, catalogue.phrase(value).into()))
            .collect();
        catalogue.say(key, &params)
    };
    TextView {
        zh: say(Language::Zh),
        en: say(Language::En),
    }
}

/// What a use case said: its answer, or the faults that stood in the way.
pub(super) enum Said<T> {
    Done(T),
    Faulty(Vec<OfficeFault>),
}

/// Takes faults that come in numbers out of the refusals.
pub(super) fn said<T>(result: Result<T>) -> Result<Said<T>> {
    match result {
        Ok(done) => Ok(Said::Done(done)),
        Err(Error::Materials(faults)) => Ok(Said::Faulty(faults.iter().map(input).collect())),
        Err(Error::Table(faults)) => Ok(Said::Faulty(faults.iter().map(table).collect())),
        Err(Error::Scheme(faults)) => Ok(Said::Faulty(faults.iter().map(of_scheme).collect())),
        Err(other) => Err(other),
    }
}

fn input(fault: &InputFault) -> OfficeFault {
    let (key, detail) = match &fault.kind {
        InputFaultKind::Unreadable => ("input-unreadable", String::new()),
        InputFaultKind::Malformed(text) => ("input-malformed", text.clone()),
        InputFaultKind::UnknownCode(code) => ("input-unknown-code", code.clone()),
        InputFaultKind::BadValue(text) => ("input-bad-value", text.clone()),
        InputFaultKind::OutsideFolder => ("input-outside-folder", String::new()),
        InputFaultKind::DuplicateId(id) => ("input-duplicate-id", id.to_string()),
    };
    OfficeFault {
        file: fault.file.display().to_string(),
        place: fault.place.clone(),
        said: sentence(key, &[("detail", detail)], ""),
    }
}

fn table(fault: &TableFault) -> OfficeFault {
    let key = format!("table-fault-{}", fault.kind.code());
    let place = match fault.cell.row {
        0 => String::new(),
        _ => fault.cell.to_string(),
    };
    OfficeFault {
        file: fault.file.as_str().to_owned(),
        place,
        said: sentence(&key, &fault.kind.details(), ""),
    }
}

fn of_scheme(fault: &Fault) -> OfficeFault {
    OfficeFault {
        file: "scheme".to_owned(),
        place: format!("{}:{}", fault.line, fault.column),
        said: scheme_sentence(fault),
    }
}

fn scheme_sentence(fault: &Fault) -> TextView {
    let key = format!("fault-{}", fault.kind.code());
    sentence(&key, &fault.details, "")
}

/// A fault of a scheme with the line it stands in.
pub(super) fn in_place(fault: &Fault, text: &str) -> OfficeSchemeFault {
    let line = text.lines().nth(fault.line.saturating_sub(1));
    OfficeSchemeFault {
        line: u32::try_from(fault.line).unwrap_or(u32::MAX),
        column: u32::try_from(fault.column).unwrap_or(u32::MAX),
        subject: fault.subject.clone(),
        said: scheme_sentence(fault),
        text: line.unwrap_or_default().to_owned(),
    }
}
