//! The office's input: a folder with one round, one folder per application, and one for practice.
//!
//! Owns reading `round.toml` and `application.toml` into core values and listing the evidence
//! files beside them. Judges nothing: whether something is missing or implausible is
//! `hengping_core::intake`'s business. Trap: a value is only typed once the scheme's field
//! definitions are known, so reading needs the scheme.

mod application_file;
mod form_table;
mod round_file;
mod source;

pub use application_file::{EvidenceFile, Submission};
pub use form_table::form_template;
pub(crate) use form_table::{FormRow, read as read_form};
pub use round_file::RoundFile;
pub use source::{MediaFault, Probe, probe};

use std::path::{Path, PathBuf};

use hengping_core::id::ApplicationId;
use hengping_core::scheme::Scheme;

/// What is wrong with a file of the folder, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFault {
    /// The file, relative to the folder.
    pub file: PathBuf,
    /// Key or place in the file, `fields.F16[1]` for instance; empty for the whole file.
    pub place: String,
    /// What is wrong.
    pub kind: InputFaultKind,
}

/// Kinds of faults in the office's input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputFaultKind {
    /// The file is not there or cannot be read.
    Unreadable,
    /// Not TOML, or a key is missing, unknown or of the wrong type.
    Malformed(String),
    /// A field, type, unit, indicator or evidence code that scheme or round do not know.
    UnknownCode(String),
    /// A value that is not of its field's kind.
    BadValue(String),
    /// A path that leaves the application's folder.
    OutsideFolder,
    /// Two applications with the same id.
    DuplicateId(ApplicationId),
}

/// A folder of materials, read.
#[derive(Debug)]
pub struct Materials {
    /// The round.
    pub round: RoundFile,
    /// The applications, by folder name.
    pub submissions: Vec<Submission>,
    /// The practice application.
    pub practice: Option<Submission>,
}

/// Reads the round file alone; the scheme it names is needed to read the rest.
///
/// # Errors
/// The faults of `round.toml`.
pub fn read_round(folder: &Path) -> Result<RoundFile, Vec<InputFault>> {
    round_file::read(folder)
}

/// Reads every application of `folder`.
///
/// # Errors
/// All faults of all files, in the order of the files.
pub fn read(
    folder: &Path,
    round: RoundFile,
    scheme: &Scheme,
) -> Result<Materials, Vec<InputFault>> {
    let mut faults = Vec::new();
    let mut submissions: Vec<Submission> = Vec::new();
    for file in application_files(folder).map_err(|fault| vec![fault])? {
        match application_file::read(folder, &file, scheme) {
            Ok(submission) => submissions.push(submission),
            Err(found) => faults.extend(found),
        }
    }
    let practice = match read_practice(folder, &round, scheme) {
        Ok(practice) => practice,
        Err(found) => {
            faults.extend(found);
            None
        }
    };
    faults.extend(duplicate_ids(submissions.iter().chain(&practice)));
    match faults.is_empty() {
        true => Ok(Materials {
            round,
            submissions,
            practice,
        }),
        false => Err(faults),
    }
}

/// The practice application lies in a folder of its own, which `round.toml` names.
fn read_practice(
    folder: &Path,
    round: &RoundFile,
    scheme: &Scheme,
) -> Result<Option<Submission>, Vec<InputFault>> {
    let Some(named) = &round.practice else {
        return Ok(None);
    };
    let mut parts = named.components();
    if !parts.all(|part| matches!(part, std::path::Component::Normal(_))) {
        return Err(vec![InputFault {
            file: PathBuf::from("round.toml"),
            place: "practice".into(),
            kind: InputFaultKind::OutsideFolder,
        }]);
    }
    application_file::read(folder, &named.join("application.toml"), scheme).map(Some)
}

fn application_files(folder: &Path) -> Result<Vec<PathBuf>, InputFault> {
    let applications = Path::new("applications");
    let unreadable = || InputFault {
        file: applications.to_owned(),
        place: String::new(),
        kind: InputFaultKind::Unreadable,
    };
    let entries = std::fs::read_dir(folder.join(applications)).map_err(|_| unreadable())?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|_| unreadable())?;
        if entry.path().join("application.toml").is_file() {
            files.push(
                applications
                    .join(entry.file_name())
                    .join("application.toml"),
            );
        }
    }
    files.sort();
    Ok(files)
}

fn duplicate_ids<'a>(submissions: impl Iterator<Item = &'a Submission>) -> Vec<InputFault> {
    let mut seen = std::collections::BTreeSet::new();
    submissions
        .filter(|submission| !seen.insert(submission.id.clone()))
        .map(|submission| InputFault {
            file: submission.file.clone(),
            place: "id".into(),
            kind: InputFaultKind::DuplicateId(submission.id.clone()),
        })
        .collect()
}
