//! A round from a folder of materials, and the check of what was handed in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hengping_core::application::{Application, EvidenceItem, Media};
use hengping_core::id::{ApplicationId, Digest, ObjectId, RoundId};
use hengping_core::intake::{self, FileState, Finding, Severity, Submitted, SubmittedItem};
use hengping_core::scheme::{self, Scheme};
use hengping_core::text::Text;
use hengping_store::Event;
use hengping_store::table::intake::IntakeRow;
use hengping_store::table::rounds::RoundRow;
use serde::Serialize;

use super::{Office, scheme_of};
use crate::context::{Context, Unit};
use crate::documents::kind_of;
use crate::error::{Error, Refused, Result};
use crate::files;
use crate::materials::{self, MediaFault, Probe, Submission};

/// A round that was made.
#[derive(Debug, Serialize)]
pub struct RoundMade {
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub title: Text,
    /// Applications read.
    pub applications: usize,
    /// Whether there is one for practice besides.
    pub practice: bool,
    /// Evidence items listed.
    pub items: usize,
    /// Files that cannot be packed, with the reason; their units are asked for others.
    pub not_packable: Vec<NotPackable>,
}

/// A file that cannot be packed.
#[derive(Debug, Serialize)]
pub struct NotPackable {
    /// The application.
    pub application: ApplicationId,
    /// The file as listed.
    pub file: String,
    /// Why, as a word.
    pub reason: &'static str,
}

/// What the check of materials found.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    /// Applications checked.
    pub applications: usize,
    /// Documents opened.
    pub documents: usize,
    /// Findings, the gravest first.
    pub findings: Vec<FindingLine>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct FindingLine {
    /// How grave it is.
    pub severity: Severity,
    /// Stable word for its kind.
    pub kind: &'static str,
    /// Applications it is about.
    pub applications: Vec<ApplicationId>,
    /// Fields, evidence, indicators, rules or units it is about.
    pub codes: Vec<String>,
    /// What it says, in English; people read the message of its kind.
    pub text: String,
    /// Parameters of the message.
    pub details: Vec<(&'static str, String)>,
}

impl CheckReport {
    /// Whether something must be settled before packing.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Refused)
    }
}

/// Schemes that come with the program.
const SHIPPED: &[(&str, &str)] = &[
    (
        "ecommerce-demonstration.toml",
        include_str!("../../../../review-packages/schemes/ecommerce-demonstration.toml"),
    ),
    (
        "horizon-style.toml",
        include_str!("../../../../review-packages/schemes/horizon-style.toml"),
    ),
    (
        "baldrige-style.toml",
        include_str!("../../../../review-packages/schemes/baldrige-style.toml"),
    ),
];

/// The schemes that come with the program: name and text.
pub fn shipped_schemes() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHIPPED.iter().copied()
}

/// A scheme beside the round file, or one of those that come with the program.
pub(super) fn scheme_text(folder: &Path, named: &Path) -> Result<String> {
    let beside = folder.join(named);
    if beside.is_file() {
        return files::read_text(&beside);
    }
    let shipped = SHIPPED.iter().find(|(name, _)| Path::new(name) == named);
    match shipped {
        Some((_, text)) => Ok((*text).to_owned()),
        None => files::read_text(&beside),
    }
}

impl Office {
    /// Makes a round from a folder of materials.
    ///
    /// # Errors
    /// Faults of the scheme or of the folder, all of them; a round that exists already.
    pub fn new_round(&mut self, folder: &Path, ctx: &Context) -> Result<RoundMade> {
        if !self.store.read().rounds().all()?.is_empty() {
            return Err(Refused::RoundExists.into());
        }
        let taken = take(folder, &[], ctx)?;
        let (round, rows) = (&taken.round, &taken.rows);
        self.store.write(ctx.now, |write| -> Result<_> {
            write.rounds().put(round)?;
            rows.iter()
                .try_for_each(|row| write.intake().put(&round.round.id, row))?;
            Ok((
                (),
                Event::act("round-made")
                    .about(&round.round.id)
                    .about(&round.round.scheme),
            ))
        })?;
        let items = rows
            .iter()
            .map(|row| row.body.evidence.len())
            .sum::<usize>();
        Ok(RoundMade {
            round: round.round.id.clone(),
            title: round.round.title.clone(),
            applications: rows.iter().filter(|row| !row.practice).count(),
            practice: rows.iter().any(|row| row.practice),
            items: items + taken.not_packable.len(),
            not_packable: taken.not_packable,
        })
    }

    /// Everything that was taken in, the application for practice first.
    pub(crate) fn intake(&self) -> Result<Vec<IntakeRow>> {
        let round = self.round()?.round.id;
        Ok(self.store.read().intake().of_round(&round)?)
    }

    /// The applications that are to be judged.
    pub(super) fn applications(&self, round: &RoundId) -> Result<Vec<IntakeRow>> {
        let mut rows = self.store.read().intake().of_round(round)?;
        rows.retain(|row| !row.practice);
        Ok(rows)
    }

    /// Checks the materials; documents are opened when a PDF worker is there.
    ///
    /// # Errors
    /// When there is no round.
    pub fn check(&self, ctx: &Context) -> Result<CheckReport> {
        let round = self.round()?;
        let scheme = scheme_of(&round)?;
        let rows = self.applications(&round.round.id)?;
        let mut pages = PageCounts::default();
        ctx.progress
            .begin("task-check", rows.len() as u64, Unit::Items);
        let mut submitted = Vec::new();
        for (done, row) in (1..).zip(&rows) {
            submitted.push(submitted_of(row, &mut pages, ctx));
            ctx.progress.at(done);
        }
        ctx.progress.end();
        let mut findings = intake::check(&scheme, &round.round.units, &submitted);
        findings.sort_by_key(|finding| finding.severity);
        Ok(CheckReport {
            applications: submitted.len(),
            documents: pages.known.len(),
            findings: findings.into_iter().map(line).collect(),
        })
    }

    /// The scheme of the round.
    pub(crate) fn scheme(&self) -> Result<Scheme> {
        scheme_of(&self.round()?)
    }
}

fn line(finding: Finding) -> FindingLine {
    FindingLine {
        severity: finding.severity,
        kind: finding.kind.code(),
        text: finding.to_string(),
        applications: finding.applications,
        codes: finding.codes,
        details: finding.details,
    }
}

/// A folder of materials as it was taken in.
pub(super) struct Taken {
    pub(super) round: RoundRow,
    pub(super) rows: Vec<IntakeRow>,
    pub(super) not_packable: Vec<NotPackable>,
}

/// Reads a folder of materials. What `known` has of an application stays as it is where nothing
/// changed; what changed gets the next material version.
pub(super) fn take(folder: &Path, known: &[IntakeRow], ctx: &Context) -> Result<Taken> {
    let file = materials::read_round(folder).map_err(Error::Materials)?;
    let text = scheme_text(folder, &file.scheme)?;
    let scheme = scheme::parse(&text).map_err(Error::Scheme)?;
    let materials = materials::read(folder, file, &scheme).map_err(Error::Materials)?;
    let mut taken = Taken {
        round: RoundRow {
            round: materials.round.to_round(scheme.digest),
            scheme: text,
            valid_from: materials.round.valid_from,
            valid_until: materials.round.valid_until,
            at: ctx.now,
        },
        rows: Vec::new(),
        not_packable: Vec::new(),
    };
    let practice = materials.practice.iter().map(|one| (0, one));
    let all: Vec<_> = practice.chain((1..).zip(&materials.submissions)).collect();
    let total = all.iter().map(|(_, one)| one.evidence.len() as u64).sum();
    let mut done = 0;
    ctx.progress.begin("task-round", total, Unit::Items);
    for (position, submission) in all {
        let before = known.iter().find(|row| row.body.id == submission.id);
        let row = intake_row(submission, folder, before, &mut taken.not_packable, ctx)?;
        taken.rows.push(IntakeRow {
            position,
            practice: position == 0,
            ..row
        });
        done += submission.evidence.len() as u64;
        ctx.progress.at(done);
    }
    ctx.progress.end();
    Ok(taken)
}

fn intake_row(
    submission: &Submission,
    folder: &Path,
    before: Option<&IntakeRow>,
    not_packable: &mut Vec<NotPackable>,
    ctx: &Context,
) -> Result<IntakeRow> {
    let home = submission.file.parent().unwrap_or(Path::new(""));
    let directory = std::path::absolute(folder.join(home));
    let directory = directory.map_err(|error| Error::file(folder, error))?;
    let mut body = application(submission, before, not_packable, ctx)?;
    if let Some(before) = before
        && before.body != body
    {
        body.material_version += 1;
    }
    Ok(IntakeRow {
        position: 0,
        practice: false,
        directory: directory.to_string_lossy().into_owned(),
        body,
        at: ctx.now,
    })
}

/// An application as it will be packed: each file read once, equal files shared, known files under
/// the ids they had.
fn application(
    submission: &Submission,
    before: Option<&IntakeRow>,
    not_packable: &mut Vec<NotPackable>,
    ctx: &Context,
) -> Result<Application> {
    let known = before.iter().flat_map(|row| &row.body.evidence);
    let mut objects: BTreeMap<Digest, ObjectId> = known
        .map(|item| (item.digest, item.object.clone()))
        .collect();
    let mut evidence = Vec::new();
    for file in &submission.evidence {
        let Probe {
            media,
            size,
            digest,
        } = match materials::probe(&file.path) {
            Ok(probe) => probe,
            Err(fault) => {
                not_packable.push(NotPackable {
                    application: submission.id.clone(),
                    file: file.file_name.clone(),
                    reason: reason_of(fault),
                });
                continue;
            }
        };
        let fresh = ObjectId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?;
        evidence.push(EvidenceItem {
            code: file.code.clone(),
            title: file.title.clone(),
            file_name: file.file_name.clone(),
            object: objects.entry(digest).or_insert(fresh).clone(),
            digest,
            size,
            media,
            pages: file.pages,
        });
    }
    Ok(Application {
        id: submission.id.clone(),
        enterprise: submission.enterprise.clone(),
        enterprise_type: submission.enterprise_type.clone(),
        fields: submission.fields.clone(),
        choices: submission.choices.clone(),
        evidence,
        material_version: before.map_or(1, |row| row.body.material_version),
    })
}

fn reason_of(fault: MediaFault) -> &'static str {
    match fault {
        MediaFault::Unreadable => "unreadable",
        MediaFault::Empty => "empty",
        MediaFault::OtherFormat => "other-format",
        MediaFault::TooLarge => "too-large",
    }
}

/// Pages of each document, so that a bound volume is opened once.
#[derive(Default)]
struct PageCounts {
    known: BTreeMap<Digest, FileState>,
}

impl PageCounts {
    fn of(&mut self, path: &Path, item: &EvidenceItem, ctx: &Context) -> FileState {
        let state = || match item.media {
            Media::Jpeg | Media::Png => FileState::Readable { pages: 1 },
            Media::Pdf => pages_of(path, item, ctx),
        };
        *self.known.entry(item.digest).or_insert_with(state)
    }
}

fn pages_of(path: &Path, item: &EvidenceItem, ctx: &Context) -> FileState {
    let Some(pool) = ctx.pool else {
        return FileState::Unknown;
    };
    let Ok(bytes) = std::fs::read(path) else {
        return FileState::Missing;
    };
    match pool.open("intake", kind_of(item.media), &bytes) {
        Ok(document) => FileState::Readable {
            pages: document.info().page_count(),
        },
        Err(_) => FileState::Unreadable,
    }
}

fn submitted_of(row: &IntakeRow, pages: &mut PageCounts, ctx: &Context) -> Submitted {
    let body = &row.body;
    let items = body.evidence.iter().map(|item| SubmittedItem {
        code: item.code.clone(),
        file_name: item.file_name.clone(),
        digest: Some(item.digest),
        file: pages.of(
            &PathBuf::from(&row.directory).join(&item.file_name),
            item,
            ctx,
        ),
        pages: item.pages,
    });
    Submitted {
        id: body.id.clone(),
        enterprise: body.enterprise.clone(),
        enterprise_type: body.enterprise_type.clone(),
        fields: body.fields.clone(),
        choices: body.choices.clone(),
        evidence: items.collect(),
    }
}
