//! Completeness of one application: fields, evidence, files, choices.

use std::collections::BTreeSet;

use super::{FileState, Finding, FindingKind, Submitted, SubmittedItem};
use crate::application::{FieldKey, FieldValue};
use crate::id::EvidenceCode;
use crate::scheme::{Computed, Decider, Field, LeafMode, LeafRef, Scheme};

pub(super) fn check(scheme: &Scheme, one: &Submitted, findings: &mut Vec<Finding>) {
    if scheme.enterprise_type(&one.enterprise_type).is_none() {
        let finding = Finding::of(FindingKind::UnknownType, one);
        findings.push(finding.code(&one.enterprise_type));
    }
    for field in &scheme.fields {
        check_field(field, one, findings);
    }
    check_catalogue(scheme, one, findings);
    let mut codes = BTreeSet::new();
    for item in &one.evidence {
        if !codes.insert(&item.code) {
            let finding = Finding::of(FindingKind::DoubledEvidence, one).code(&item.code);
            findings.push(finding.with("file", &item.file_name));
        }
        check_item(scheme, one, item, findings);
    }
    for at in scheme.leaves() {
        check_leaf(at, one, findings);
    }
    check_choices(scheme, one, findings);
}

fn check_field(field: &Field, one: &Submitted, findings: &mut Vec<Finding>) {
    let declared = |years_back| {
        let code = field.code.clone();
        one.fields.contains_key(&FieldKey { code, years_back })
    };
    let finding = |kind| {
        let finding = Finding::of(kind, one).code(&field.code);
        finding.with("name", &field.name.zh)
    };
    if !declared(0) {
        if field.required {
            findings.push(finding(FindingKind::MissingField));
        }
        return;
    }
    for years in (1..field.years).filter(|years| !declared(*years)) {
        findings.push(finding(FindingKind::MissingYear).with("years", &years));
    }
}

fn check_catalogue(scheme: &Scheme, one: &Submitted, findings: &mut Vec<Finding>) {
    let required = scheme.evidence.iter().filter(|kind| kind.required);
    for kind in required.filter(|kind| !has(one, &kind.code)) {
        let finding = Finding::of(FindingKind::MissingEvidence, one).code(&kind.code);
        findings.push(finding.with("name", &kind.name.zh));
    }
}

fn has(one: &Submitted, code: &EvidenceCode) -> bool {
    let there = |item: &&SubmittedItem| item.code == *code && item.file != FileState::Missing;
    one.evidence.iter().any(|item| there(&item))
}

fn check_item(scheme: &Scheme, one: &Submitted, item: &SubmittedItem, findings: &mut Vec<Finding>) {
    let finding = |kind| {
        let finding = Finding::of(kind, one).code(&item.code);
        finding.with("file", &item.file_name)
    };
    if scheme.evidence_kind(&item.code).is_none() {
        findings.push(finding(FindingKind::UnknownEvidence));
    }
    match item.file {
        FileState::Missing => findings.push(finding(FindingKind::MissingFile)),
        FileState::Unreadable => findings.push(finding(FindingKind::UnreadableFile)),
        FileState::WrongKind => findings.push(finding(FindingKind::FileKind)),
        FileState::Unknown => {}
        FileState::Readable { pages: count } => {
            let outside = |first, last| first == 0 || first > last || last > count;
            if let Some(pages) = item.pages.filter(|pages| outside(pages.first, pages.last)) {
                let range = format!("{}-{}", pages.first, pages.last);
                let finding = finding(FindingKind::PagesOutside);
                findings.push(finding.with("pages", &range).with("count", &count));
            }
        }
    }
}

/// Evidence of the leaf; and for a type that is measured like another, like which.
fn check_leaf(at: LeafRef<'_>, one: &Submitted, findings: &mut Vec<Finding>) {
    let evidence = &at.leaf.evidence;
    if !evidence.is_empty() && !evidence.iter().any(|code| has(one, code)) {
        let codes: Vec<&str> = evidence.iter().map(EvidenceCode::as_str).collect();
        let mut finding = Finding::of(FindingKind::LeafWithoutEvidence, one);
        finding.codes = codes.iter().map(ToString::to_string).collect();
        let finding = finding.with("indicator", &at.indicator.code);
        findings.push(finding.with("evidence", &codes.join(", ")));
    }
    if let LeafMode::Computed(computed) = &at.leaf.mode {
        check_main_type(at, computed, one, findings);
    }
}

fn check_main_type(
    at: LeafRef<'_>,
    computed: &Computed,
    one: &Submitted,
    findings: &mut Vec<Finding>,
) {
    let Some(field) = computed.bands_as.get(&one.enterprise_type) else {
        return;
    };
    let declared = one.fields.get(&FieldKey::current(field.clone()));
    if !declared.is_some_and(|declared| matches!(declared.value, FieldValue::Code(_))) {
        let finding = Finding::of(FindingKind::MissingMainType, one).code(field);
        findings.push(finding.with("indicator", &at.indicator.code));
    }
}

fn check_choices(scheme: &Scheme, one: &Submitted, findings: &mut Vec<Finding>) {
    for at in scheme.leaves() {
        let LeafMode::Choice { decides, .. } = &at.leaf.mode else {
            continue;
        };
        let early = matches!(decides, Decider::Form | Decider::OfficeCheck);
        if early && !one.choices.contains_key(&at.indicator.code) {
            let mut finding = Finding::of(FindingKind::MissingChoice, one);
            finding.codes.push(at.indicator.code.to_string());
            findings.push(finding.with("indicator", &at.indicator.code));
        }
    }
    for (indicator, option) in &one.choices {
        let options = scheme.leaf(indicator).map(|at| &at.leaf.mode);
        let known = matches!(options, Some(LeafMode::Choice { options, .. })
            if options.iter().any(|known| known.code == *option));
        if !known {
            let mut finding = Finding::of(FindingKind::UnknownChoice, one);
            finding.codes.push(indicator.to_string());
            let finding = finding.with("indicator", indicator);
            findings.push(finding.with("option", option));
        }
    }
}
