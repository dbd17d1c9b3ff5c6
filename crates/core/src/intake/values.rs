//! Declared values of one application: valid in themselves, plausible together, sources that exist.

use super::{FileState, Finding, FindingKind, Submitted, SubmittedItem};
use crate::application::{DeclaredValue, FieldKey, FieldValue, Source};
use crate::credit_code;
use crate::scheme::{FieldKind, Scheme, declared_number};

pub(super) fn check(scheme: &Scheme, one: &Submitted, findings: &mut Vec<Finding>) {
    check_credit_code(scheme, one, findings);
    for (key, declared) in &one.fields {
        check_value(scheme, one, key, declared, findings);
    }
    check_plausibility(scheme, one, findings);
}

fn check_value(
    scheme: &Scheme,
    one: &Submitted,
    key: &FieldKey,
    declared: &DeclaredValue,
    findings: &mut Vec<Finding>,
) {
    let known = scheme.field(&key.code);
    let Some(field) = known.filter(|field| key.years_back < field.years) else {
        findings.push(Finding::of(FindingKind::UnknownField, one).code(key));
        return;
    };
    if let Err(fault) = field.check(&declared.value) {
        let finding = Finding::of(FindingKind::InvalidValue, one).code(key);
        findings.push(finding.with("reason", &fault.kind));
    }
    if let Some(source) = &declared.source
        && !source_exists(one, source)
    {
        let finding = Finding::of(FindingKind::SourceNotFound, one).code(key);
        let finding = finding.with("evidence", &source.evidence);
        findings.push(finding.with("page", &source.page));
    }
}

/// Whether the named evidence is there and has the named page, as far as pages are known.
fn source_exists(one: &Submitted, source: &Source) -> bool {
    let has_page = |item: &SubmittedItem| match (item.pages, item.file) {
        (_, FileState::Missing) => false,
        (Some(range), _) => source.page <= range.last.saturating_sub(range.first) + 1,
        (None, FileState::Readable { pages }) => source.page <= pages,
        (None, _) => true,
    };
    let items = one.evidence.iter();
    let mut items = items.filter(|item| item.code == source.evidence);
    source.page > 0 && items.any(has_page)
}

fn check_credit_code(scheme: &Scheme, one: &Submitted, findings: &mut Vec<Finding>) {
    let own = &one.enterprise.credit_code;
    if let Err(fault) = credit_code::check(own) {
        let finding = Finding::of(FindingKind::InvalidCreditCode, one);
        let finding = finding.with("credit_code", own);
        findings.push(finding.with("reason", &fault));
    }
    let fields = scheme.fields.iter();
    for field in fields.filter(|field| field.kind == FieldKind::CreditCode) {
        let declared = one.fields.get(&FieldKey::current(field.code.clone()));
        let Some(FieldValue::Text(text)) = declared.map(|declared| &declared.value) else {
            continue;
        };
        if text != own {
            let finding = Finding::of(FindingKind::CreditCodeDiffers, one).code(&field.code);
            let finding = finding.with("declared", text);
            findings.push(finding.with("credit_code", own));
        }
    }
}

/// Rules whose values are all there and that hold; a rule that cannot be evaluated says nothing.
fn check_plausibility(scheme: &Scheme, one: &Submitted, findings: &mut Vec<Finding>) {
    let values = |name: &str| {
        let key: FieldKey = name.parse().ok()?;
        declared_number(&one.fields.get(&key)?.value)
    };
    for rule in &scheme.plausibility {
        if scheme.holds(&rule.when, &values) == Ok(true) {
            let finding = Finding::of(FindingKind::Implausible, one).code(&rule.code);
            findings.push(finding.with("message", &rule.message.zh));
        }
    }
}
