//! `hengping scheme …`.

use hengping_app::{files, scheme_try};
use hengping_core::scheme;
use serde::Serialize;

use super::Run;
use crate::args::{SchemeCommand, TryArgs};
use crate::outcome::{Outcome, Result};
use crate::print;

#[derive(Serialize)]
struct Checked {
    faults: Vec<scheme::Fault>,
    summary: Option<scheme::Summary>,
}

pub(super) fn run(run: &Run<'_>, command: SchemeCommand) -> Result {
    match command {
        SchemeCommand::Check { file } => {
            let (faults, summary) = scheme::inspect(&files::read_text(&file)?);
            let text = print::scheme::checked(&file, &faults, summary.as_ref(), run.say);
            let findings = !faults.is_empty();
            Ok(Outcome::new(&Checked { faults, summary }, text)?.with_findings(findings))
        }
        SchemeCommand::Try(args) => try_scheme(run, &args),
    }
}

fn try_scheme(run: &Run<'_>, args: &TryArgs) -> Result {
    let scheme = files::read_text(&args.scheme)?;
    let marks = files::read(&args.marks)?;
    let fields = args.fields.as_deref().map(files::read).transpose()?;
    let mut report = scheme_try::try_scheme(&scheme, &marks, fields.as_deref())?;
    for application in &mut report.applications {
        let notes = application.notes.iter();
        application.notes = notes.map(|note| run.say.phrase(note)).collect();
    }
    if let Some(file) = &args.xlsx {
        files::write_same(file, &scheme_try::workbook(&report, run.say)?)?;
    }
    let text = print::scheme::tried(&report, run.say);
    Outcome::new(&report, text)
}
