//! A sheet as the window shows it, and what the window gives back.

use hengping_core::id::ApplicationId;
use hengping_core::scheme::Scheme;
use hengping_core::visit::{
    DocumentSeen, DocumentShown, EnterpriseStatement, Interview, LineReason, Side, Signature,
    Treatment, Verdict, VisitFault,
};
use hengping_store::table::photos::PhotoRow;

use super::super::super::leaf_views as leaf;
use super::super::super::views::fingerprint;
use super::super::super::wire::TextView;
use super::super::super::wire::visit::*;
use super::super::round::count;
use super::super::text;
use crate::context::Context;
use crate::error::Result;
use crate::visit::{LeafEffect, LineOnDesk, Statement, ValueWay, Visit};

/// One application with its sheet.
pub(super) fn sheet(visit: &Visit, id: &ApplicationId, ctx: &Context) -> Result<VisitView> {
    let open = visit.open_visit(id, ctx)?;
    let kind = open.scheme.enterprise_type(&open.body.enterprise_type);
    let recorded = |at: usize| open.recorded.get(at).cloned();
    Ok(VisitView {
        application: id.to_string(),
        round: TextView::from(&open.round),
        enterprise: open.body.enterprise.name.clone(),
        credit_code: open.body.enterprise.credit_code.to_string(),
        kind: kind.map_or_else(TextView::empty, |kind| TextView::from(&kind.name)),
        unit: open.unit.clone(),
        lines: open
            .lines
            .iter()
            .map(|line| self::line(&open.scheme, open.year, line))
            .collect(),
        signatures: open.signed.signatures.iter().map(signature).collect(),
        fallen: count(open.signed.fallen),
        faults: open
            .faults
            .iter()
            .map(|one| fault(*one, recorded))
            .collect(),
        changed: open.changed.iter().map(leaf_effect).collect(),
        sealed: open.sealed.map(fingerprint).transpose()?,
        seal: open.seal,
        statement: statement(open.statement),
    })
}

/// A line of a sheet.
pub(super) fn line(scheme: &Scheme, year: u16, on_desk: &LineOnDesk) -> VisitLineView {
    let line = &on_desk.line;
    let named = line
        .indicator
        .as_ref()
        .and_then(|code| scheme.indicator(code));
    let seen = on_desk.seen.iter().map(|seen| VisitSeen {
        title: seen.title.clone(),
        page: seen.page,
        evidence: seen.evidence.as_ref().map(ToString::to_string),
    });
    let has_year = on_desk.way == ValueWay::Number;
    VisitLineView {
        subject: line.subject.clone(),
        indicator: line.indicator.as_ref().map(ToString::to_string),
        indicator_name: named.map_or_else(TextView::empty, |leaf| TextView::from(&leaf.name)),
        name: TextView::from(&line.name),
        year: has_year.then(|| year.saturating_sub(on_desk.years_back.into())),
        unit: on_desk.unit.clone(),
        declared: line.declared.clone(),
        way: way(&on_desk.way),
        evidence: leaf::evidence(&on_desk.evidence),
        seen: seen.collect(),
        photos: on_desk.photos.iter().map(photo).collect(),
        reasons: line
            .reasons
            .iter()
            .map(|one| reason(*one).to_owned())
            .collect(),
        finding: line.finding.as_ref().map(|found| VisitFinding {
            verified: found.verified.clone(),
            verdict: verdict_view(found.verdict),
            treatment: treatment_view(found.treatment),
            note: found.note.clone(),
            difference_percent: found.difference_percent.clone(),
        }),
    }
}

fn reason(reason: LineReason) -> &'static str {
    match reason {
        LineReason::Flagged => "flagged",
        LineReason::OpenIssue => "open_issue",
        LineReason::Sample => "sample",
    }
}

fn way(way: &ValueWay) -> VisitValueWay {
    match way {
        ValueWay::Number => VisitValueWay::Number,
        ValueWay::Options(options) => {
            let named = options.iter().map(|(code, name)| leaf::named(code, name));
            VisitValueWay::Options(named.collect())
        }
        ValueWay::Written => VisitValueWay::Written,
        ValueWay::None => VisitValueWay::Nothing,
    }
}

fn photo(row: &PhotoRow) -> VisitPhoto {
    VisitPhoto {
        photo: row.digest.to_string(),
        original: row.original.map(|original| original.to_string()),
        taken_at: row.taken_at.to_string(),
    }
}

fn signature(one: &Signature) -> VisitSignature {
    VisitSignature {
        side: match one.side {
            Side::Team => VisitSide::Team,
            Side::Enterprise => VisitSide::Enterprise,
            Side::Witness => VisitSide::Witness,
        },
        name: one.name.clone(),
        strokes: one.strokes.clone(),
        at: one.at.to_string(),
    }
}

pub(super) fn side(side: &VisitSide) -> Side {
    match side {
        VisitSide::Team => Side::Team,
        VisitSide::Enterprise => Side::Enterprise,
        VisitSide::Witness => Side::Witness,
    }
}

pub(super) fn leaf_effect(effect: &LeafEffect) -> VisitLeafEffect {
    VisitLeafEffect {
        indicator: effect.indicator.to_string(),
        name: TextView::from(&effect.name),
        most: leaf::decimal(effect.most),
        before: effect.before.map(leaf::decimal),
        after: effect.after.map(leaf::decimal),
    }
}

fn fault(fault: VisitFault, subject: impl Fn(usize) -> Option<String>) -> VisitFaultView {
    let (kind, line) = match fault {
        VisitFault::Repeated(line) => ("repeated", Some(line)),
        VisitFault::Kind(line) => ("kind", Some(line)),
        VisitFault::NoteMissing(line) => ("note", Some(line)),
        VisitFault::VerdictAndValue(line) => ("verdict", Some(line)),
        VisitFault::ValueMissing(line) => ("value", Some(line)),
        VisitFault::NoMembers => ("members", None),
        VisitFault::NoConclusion => ("conclusion", None),
        VisitFault::Enterprise => ("enterprise", None),
        VisitFault::Unnamed => ("unnamed", None),
        VisitFault::Signature => ("signature", None),
    };
    VisitFaultView {
        kind: format!("visit-fault-{kind}"),
        subject: line.and_then(subject),
    }
}

pub(super) fn verdict(verdict: &VisitVerdict) -> Verdict {
    match verdict {
        VisitVerdict::Consistent => Verdict::Consistent,
        VisitVerdict::MostlyConsistent => Verdict::MostlyConsistent,
        VisitVerdict::Inconsistent => Verdict::Inconsistent,
        VisitVerdict::Unverifiable => Verdict::Unverifiable,
    }
}

fn verdict_view(verdict: Verdict) -> VisitVerdict {
    match verdict {
        Verdict::Consistent => VisitVerdict::Consistent,
        Verdict::MostlyConsistent => VisitVerdict::MostlyConsistent,
        Verdict::Inconsistent => VisitVerdict::Inconsistent,
        Verdict::Unverifiable => VisitVerdict::Unverifiable,
    }
}

pub(super) fn treatment(treatment: &VisitTreatment) -> Treatment {
    match treatment {
        VisitTreatment::Keep => Treatment::Keep,
        VisitTreatment::UseVerified => Treatment::UseVerified,
        VisitTreatment::CountZero => Treatment::CountZero,
        VisitTreatment::Deduct => Treatment::Deduct,
        VisitTreatment::ReferToVeto => Treatment::ReferToVeto,
    }
}

fn treatment_view(treatment: Treatment) -> VisitTreatment {
    match treatment {
        Treatment::Keep => VisitTreatment::Keep,
        Treatment::UseVerified => VisitTreatment::UseVerified,
        Treatment::CountZero => VisitTreatment::CountZero,
        Treatment::Deduct => VisitTreatment::Deduct,
        Treatment::ReferToVeto => VisitTreatment::ReferToVeto,
    }
}

pub(super) fn read_seen(seen: VisitSeen) -> Result<DocumentSeen> {
    let evidence = seen.evidence.as_deref().map(text::id).transpose()?;
    Ok(DocumentSeen {
        title: seen.title,
        page: seen.page,
        evidence,
    })
}

fn statement(statement: Statement) -> VisitStatement {
    let talks = statement.interviews.into_iter().map(|talk| VisitTalk {
        with: talk.with,
        said: talk.said,
    });
    let documents = statement.documents.into_iter().map(|shown| VisitShown {
        title: shown.title,
        kept_by: shown.kept_by,
        note: shown.note,
    });
    VisitStatement {
        members: statement.members,
        conclusion: statement.conclusion,
        enterprise: match statement.enterprise {
            EnterpriseStatement::Agrees { signatory } => VisitAttitude::Agrees { signatory },
            EnterpriseStatement::Objects {
                signatory,
                statement,
            } => VisitAttitude::Objects {
                signatory,
                statement,
            },
            EnterpriseStatement::RefusedToSign { witnesses } => {
                VisitAttitude::RefusedToSign { witnesses }
            }
        },
        interviews: talks.collect(),
        documents: documents.collect(),
    }
}

pub(super) fn read_statement(view: VisitStatement) -> Statement {
    let talks = view.interviews.into_iter().map(|talk| Interview {
        with: talk.with,
        said: talk.said,
    });
    let documents = view.documents.into_iter().map(|shown| DocumentShown {
        title: shown.title,
        kept_by: shown.kept_by,
        note: shown.note,
    });
    Statement {
        members: view.members,
        conclusion: view.conclusion,
        enterprise: match view.enterprise {
            VisitAttitude::Agrees { signatory } => EnterpriseStatement::Agrees { signatory },
            VisitAttitude::Objects {
                signatory,
                statement,
            } => EnterpriseStatement::Objects {
                signatory,
                statement,
            },
            VisitAttitude::RefusedToSign { witnesses } => {
                EnterpriseStatement::RefusedToSign { witnesses }
            }
        },
        interviews: talks.collect(),
        documents: documents.collect(),
    }
}
