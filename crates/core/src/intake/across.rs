//! What only shows when applications are seen together: quotas, duplicates, groups, shared files.
//!
//! Names are compared folded (NFKC, without blanks, brackets alike), because the same enterprise
//! is written with full-width brackets in one form and half-width ones in the next.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{Finding, FindingKind, Submitted};
use crate::id::{ApplicationId, Digest, UnitCode};
use crate::round::Unit;

pub(super) fn check(
    units: &BTreeMap<UnitCode, Unit>,
    submitted: &[Submitted],
    findings: &mut Vec<Finding>,
) {
    check_ids(submitted, findings);
    check_units(units, submitted, findings);
    check_enterprises(submitted, findings);
    check_shareholders(submitted, findings);
    check_files(submitted, findings);
}

/// Applications by a key; those without one are left out.
fn by_key<'a, K: Ord>(
    submitted: &'a [Submitted],
    key: impl Fn(&'a Submitted) -> Option<K>,
) -> BTreeMap<K, Vec<&'a Submitted>> {
    let mut groups: BTreeMap<K, Vec<&'a Submitted>> = BTreeMap::new();
    for one in submitted {
        if let Some(key) = key(one) {
            groups.entry(key).or_default().push(one);
        }
    }
    groups
}

fn ids(members: &[&Submitted]) -> Vec<ApplicationId> {
    members.iter().map(|one| one.id.clone()).collect()
}

/// A name as it is compared: compatibility forms and blanks folded; nothing when it is blank.
fn folded(name: &str) -> Option<String> {
    let folded: String = name
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    (!folded.is_empty()).then_some(folded)
}

fn check_ids(submitted: &[Submitted], findings: &mut Vec<Finding>) {
    for (id, members) in by_key(submitted, |one| Some(&one.id)) {
        if members.len() > 1 {
            let finding = Finding::new(FindingKind::DuplicateId, ids(&members));
            findings.push(finding.with("id", id));
        }
    }
}

fn check_units(
    units: &BTreeMap<UnitCode, Unit>,
    submitted: &[Submitted],
    findings: &mut Vec<Finding>,
) {
    for (code, members) in by_key(submitted, |one| Some(&one.enterprise.unit)) {
        let Some(unit) = units.get(code) else {
            let finding = Finding::new(FindingKind::UnknownUnit, ids(&members));
            findings.push(finding.code(code));
            continue;
        };
        let found = members.len();
        if found > usize::try_from(unit.quota).unwrap_or(usize::MAX) {
            let finding = Finding::new(FindingKind::QuotaExceeded, ids(&members)).code(code);
            let finding = finding.with("unit", &unit.name);
            findings.push(finding.with("found", &found).with("quota", &unit.quota));
        }
    }
}

fn check_enterprises(submitted: &[Submitted], findings: &mut Vec<Finding>) {
    let several = |members: &&Vec<&Submitted>| members.len() > 1;
    let by_code = by_key(submitted, |one| folded(&one.enterprise.credit_code));
    for members in by_code.values().filter(several) {
        let finding = Finding::new(FindingKind::DuplicateCreditCode, ids(members));
        let code = members
            .first()
            .map_or("", |one| &one.enterprise.credit_code);
        findings.push(finding.with("credit_code", &code));
    }
    for members in by_key(submitted, |one| folded(&one.enterprise.name)).values() {
        if members.len() > 1 {
            let finding = Finding::new(FindingKind::DuplicateName, ids(members));
            let name = members.first().map_or("", |one| &one.enterprise.name);
            findings.push(finding.with("name", &name));
        }
    }
    let by_group = by_key(submitted, |one| folded(one.enterprise.group.as_deref()?));
    for members in by_group.values().filter(several) {
        let finding = Finding::new(FindingKind::SameGroup, ids(members));
        let group = members.first().and_then(|one| one.enterprise.group.clone());
        let finding = finding.with("group", &group.unwrap_or_default());
        findings.push(finding.with("found", &members.len()));
    }
    let by_person = by_key(submitted, |one| {
        folded(&one.enterprise.legal_representative)
    });
    for members in by_person.values().filter(several) {
        let finding = Finding::new(FindingKind::SameRepresentative, ids(members));
        let name = members
            .first()
            .map_or("", |one| &one.enterprise.legal_representative);
        findings.push(finding.with("name", &name).with("found", &members.len()));
    }
}

/// An applicant that holds shares in another one.
fn check_shareholders(submitted: &[Submitted], findings: &mut Vec<Finding>) {
    let by_name = by_key(submitted, |one| folded(&one.enterprise.name));
    for held in submitted {
        for shareholder in &held.enterprise.shareholders {
            let holders = folded(shareholder).and_then(|name| by_name.get(&name));
            for holder in holders
                .into_iter()
                .flatten()
                .filter(|one| one.id != held.id)
            {
                let applications = vec![holder.id.clone(), held.id.clone()];
                let finding = Finding::new(FindingKind::Shareholder, applications);
                let finding = finding.with("holder", &holder.enterprise.name);
                findings.push(finding.with("held", &held.enterprise.name));
            }
        }
    }
}

/// One file under two enterprises; the same bound volume under several items of one is normal.
fn check_files(submitted: &[Submitted], findings: &mut Vec<Finding>) {
    let mut places: BTreeMap<Digest, Vec<(&Submitted, &super::SubmittedItem)>> = BTreeMap::new();
    for one in submitted {
        for item in &one.evidence {
            if let Some(digest) = item.digest {
                places.entry(digest).or_default().push((one, item));
            }
        }
    }
    for members in places.values() {
        let mut applications: Vec<ApplicationId> = Vec::new();
        let mut codes: Vec<String> = Vec::new();
        for (one, item) in members {
            if !applications.contains(&one.id) {
                applications.push(one.id.clone());
            }
            codes.push(item.code.to_string());
        }
        if applications.len() > 1 {
            codes.dedup();
            let mut finding = Finding::new(FindingKind::IdenticalFile, applications);
            finding.codes = codes;
            let file = members.first().map_or("", |(_, item)| &item.file_name);
            findings.push(finding.with("file", &file));
        }
    }
}
