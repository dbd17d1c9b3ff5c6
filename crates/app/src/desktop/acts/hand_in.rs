//! Check, seal, unseal, hand in, export, receipt.

use hengping_core::completeness::{Missing, Unusual};
use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::plausible_text::TextPlace;
use zeroize::Zeroizing;

use super::super::session::Session;
use super::super::views;
use super::super::wire::round::*;
use super::super::wire::start::{IntoFolder, Nothing, WrittenFile};
use super::tables::SHOWN_DIGITS;
use super::{round, text};
use crate::Language;
use crate::error::{Refused, Result};
use crate::expert::{ApplicationCheck, Expert};
use crate::files;
use crate::messages::Catalogue;

pub(in crate::desktop) fn check(session: &mut Session, _: Nothing) -> Result<CheckView> {
    let now = session.context().now;
    let expert = session.expert()?;
    let rows = round::rows(expert, now)?;
    let checks = expert.check()?;
    let mut applications = Vec::new();
    for check in checks {
        let id = check.application.to_string();
        let Some(row) = rows.iter().find(|row| row.application == id) else {
            continue;
        };
        applications.push(view(expert, row.clone(), &check)?);
    }
    Ok(CheckView {
        applications,
        notices: Vec::new(),
    })
}

fn view(
    expert: &Expert,
    row: ApplicationRow,
    check: &ApplicationCheck,
) -> Result<ApplicationCheckView> {
    let total = expert.score_sheet(&check.application)?.total;
    let seal = match check.sealed {
        true => expert.seal_of(&check.application)?,
        false => None,
    };
    Ok(ApplicationCheckView {
        row,
        missing: check.missing.iter().map(missing).collect(),
        unusual: check.unusual.iter().map(unusual).collect(),
        // No round says yet that totals are hidden until the seal.
        judged_points: Some(total.to_text(SHOWN_DIGITS)),
        seal: seal.map(views::fingerprint).transpose()?,
    })
}

fn item(kind: &str) -> CheckItem {
    CheckItem {
        kind: kind.to_owned(),
        indicator: None,
        field: None,
        other: None,
    }
}

fn missing(missing: &Missing) -> CheckItem {
    let of_leaf = |kind, leaf: &IndicatorCode| CheckItem {
        indicator: Some(leaf.to_string()),
        ..item(kind)
    };
    match missing {
        Missing::FactSheet => item("missing-fact-sheet"),
        Missing::Mark(leaf) => of_leaf("missing-mark", leaf),
        Missing::Comment(leaf) => of_leaf("missing-comment", leaf),
        Missing::OpinionField(field) => CheckItem {
            field: Some(field.to_string()),
            ..item("missing-opinion")
        },
        Missing::Recommendation => item("missing-recommendation"),
    }
}

fn unusual(unusual: &Unusual) -> CheckItem {
    let of_leaf = |kind, leaf: &IndicatorCode| CheckItem {
        indicator: Some(leaf.to_string()),
        ..item(kind)
    };
    let of_text = |kind, place: &TextPlace, other: Option<&ApplicationId>| {
        let (indicator, field) = match place {
            TextPlace::Comment(leaf) => (Some(leaf.to_string()), None),
            TextPlace::Opinion(field) => (None, Some(field.to_string())),
        };
        CheckItem {
            indicator,
            field,
            other: other.map(ToString::to_string),
            ..item(kind)
        }
    };
    match unusual {
        Unusual::ExtremeWithoutComment(leaf) => of_leaf("extreme-without-comment", leaf),
        Unusual::MarkWithoutEvidence(leaf) => of_leaf("mark-without-evidence", leaf),
        Unusual::EvidenceNeverOpened(leaf) => of_leaf("evidence-never-opened", leaf),
        Unusual::EqualText { place, other } => of_text("equal-text", place, Some(other)),
        Unusual::NameInText { place, whose } => of_text("name-in-text", place, whose.as_ref()),
        Unusual::TextContradictsMark { place } => of_text("text-contradicts-mark", place, None),
    }
}

pub(in crate::desktop) fn seal(session: &mut Session, request: Seal) -> Result<SealedView> {
    session.confirm_passphrase(&Zeroizing::new(request.passphrase))?;
    let ids = request.applications.iter().map(|id| text::id(id));
    let ids: Vec<ApplicationId> = ids.collect::<Result<_>>()?;
    let (expert, ctx) = session.expert_mut()?;
    let sealed = expert.seal(&ids, &ctx)?;
    session.copy.completed = true;
    let views = sealed.into_iter().map(|seal| {
        Ok(SealView {
            application: seal.application.to_string(),
            seal: seal.seal,
            digest: views::fingerprint(seal.digest.digest)?,
        })
    });
    Ok(SealedView {
        sealed: views.collect::<Result<_>>()?,
    })
}

pub(in crate::desktop) fn unseal(session: &mut Session, request: Unseal) -> Result<Nothing> {
    let id = text::id(&request.application)?;
    let (expert, ctx) = session.holder_mut()?;
    expert.unseal(&id, &request.reason, &ctx)?;
    Ok(Nothing {})
}

pub(in crate::desktop) fn hand_ins(session: &mut Session, _: Nothing) -> Result<HandIns> {
    let ctx = session.context();
    let expert = session.holder()?;
    let bundles = expert.bundles(&ctx)?.into_iter().map(|bundle| {
        Ok(BundleView {
            seq: bundle.status.seq,
            digest: views::fingerprint(bundle.status.digest.digest)?,
            at: bundle.status.at.to_string(),
            exported: bundle.exported,
            receipt: bundle.status.receipt,
        })
    });
    Ok(HandIns {
        bundles: bundles.collect::<Result<_>>()?,
        waiting: round::count(expert.sealed_since_hand_in()?),
    })
}

pub(in crate::desktop) fn hand_in(session: &mut Session, request: HandIn) -> Result<HandIns> {
    session.confirm_passphrase(&Zeroizing::new(request.passphrase))?;
    let (expert, ctx) = session.holder_mut()?;
    expert.hand_in(&ctx)?;
    session.copy.completed = true;
    hand_ins(session, Nothing {})
}

pub(in crate::desktop) fn export_bundle(
    session: &mut Session,
    request: ExportBundle,
) -> Result<BundleExported> {
    let folder = session.files.path(&request.folder)?;
    let (expert, ctx) = session.holder_mut()?;
    let exported = expert.export_of(request.seq, &folder, &ctx)?;
    let name = exported.file.file_name().ok_or(Refused::Internal)?;
    Ok(BundleExported {
        files: vec![WrittenFile {
            name: name.to_string_lossy().into_owned(),
            bytes: exported.size as u64,
        }],
    })
}

/// Score sheets and opinions of everything that is sealed, and the cover of the last bundle; Chinese, as
/// what is signed is.
pub(in crate::desktop) fn print_sheets(
    session: &mut Session,
    request: IntoFolder,
) -> Result<BundleExported> {
    let folder = session.files.path(&request.folder)?;
    let (expert, _) = session.holder_mut()?;
    let papers = expert.print(&[], &folder, &Catalogue::new(Language::Zh))?;
    let files = papers.iter().map(|paper| {
        let name = paper.file.file_name().ok_or(Refused::Internal)?;
        Ok(WrittenFile {
            name: name.to_string_lossy().into_owned(),
            bytes: std::fs::metadata(&paper.file).map_or(0, |meta| meta.len()),
        })
    });
    Ok(BundleExported {
        files: files.collect::<Result<_>>()?,
    })
}

pub(in crate::desktop) fn load_receipt(
    session: &mut Session,
    request: LoadReceipt,
) -> Result<HandIns> {
    let bytes = files::read(&session.files.path(&request.file)?)?;
    let (expert, ctx) = session.holder_mut()?;
    expert.load_receipt(&bytes, &ctx)?;
    hand_ins(session, Nothing {})
}
