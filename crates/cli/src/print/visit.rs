//! `hengping visit …`: the sheet of a visit and what was found.

use hengping_app::expert::{Imported, Sealed};
use hengping_app::messages::Catalogue;
use hengping_app::visit::{
    Finding, FindingMade, FindingsTaken, KitTaken, SheetLine, VisitSheet, treatment_word,
    verdict_word,
};
use hengping_core::id::ApplicationId;
use hengping_core::visit::{LineReason, VisitFault};

use super::page::{Column, Page};
use super::{joined, or_dash, words_of};

/// What was imported.
pub(crate) fn imported(imported: &Imported, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("visit-imported", &[]);
    page.facts(&[
        (
            "fact-round",
            imported.round.in_language(say.language()).to_owned(),
        ),
        ("fact-authority", imported.authority.clone()),
        ("fact-words", words_of(imported.digest)),
        ("fact-applications", joined(&imported.applications)),
        (
            "fact-due",
            hengping_app::clock::in_round(imported.due, &imported.time_zone),
        ),
    ]);
    page.done()
}

/// The sheets of applications.
pub(crate) fn sheets(sheets: &[VisitSheet], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    for (at, sheet) in sheets.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        let params = [
            ("application", sheet.application.as_str().into()),
            ("enterprise", sheet.enterprise.as_str().into()),
        ];
        page.line(
            if sheet.sealed {
                "visit-sheet-sealed"
            } else {
                "visit-sheet"
            },
            &params,
        );
        let columns = [
            Column::code("table-indicator"),
            Column::text("table-fact"),
            Column::text("table-name-of"),
            Column::number("table-declared"),
            Column::number("table-verified"),
            Column::text("table-verdict"),
            Column::code("table-treatment"),
            Column::text("table-kit"),
        ];
        page.table(&columns, sheet.lines.iter().map(|line| line_row(line, say)));
    }
    page.done()
}

fn line_row(line: &SheetLine, say: &Catalogue) -> Vec<String> {
    let indicator = line
        .indicator
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mut row = vec![
        or_dash(&indicator),
        line.subject.clone(),
        line.name.in_language(say.language()).to_owned(),
        or_dash(line.declared.as_deref().unwrap_or_default()),
    ];
    match &line.finding {
        Some(found) => row.extend(finding_cells(found, say)),
        None => row.extend([String::new(), say.say("word-open", &[]), String::new()]),
    }
    let reasons = line.reasons.iter();
    let reasons: Vec<String> = reasons.map(|one| say.say(reason(*one), &[])).collect();
    row.push(joined(&reasons));
    row
}

fn finding_cells(found: &Finding, say: &Catalogue) -> [String; 3] {
    let verified = or_dash(found.verified.as_deref().unwrap_or_default());
    let verified = match &found.difference_percent {
        Some(percent) => format!("{verified} ({percent}%)"),
        None => verified,
    };
    let verdict = say.say(verdict_word(found.verdict), &[]);
    let verdict = match found.note.as_str() {
        "" => verdict,
        note => format!("{verdict}\n{note}"),
    };
    [
        verified,
        verdict,
        say.say(treatment_word(found.treatment), &[]),
    ]
}

/// A kit that was taken in.
pub(crate) fn kit(kit: &KitTaken, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("visit-kit-taken", &[]);
    kit_lines(&mut page, &kit.visits);
    page.facts(&[("fact-seed-words", kit.seed.words.clone())]);
    page.done()
}

/// How many lines a kit has for each application.
pub(super) fn kit_lines(page: &mut Page<'_>, visits: &[(ApplicationId, usize)]) {
    let columns = [
        Column::code("table-application"),
        Column::number("table-lines"),
    ];
    let rows = visits.iter();
    page.table(
        &columns,
        rows.map(|(application, lines)| vec![application.to_string(), lines.to_string()]),
    );
}

fn reason(reason: LineReason) -> &'static str {
    match reason {
        LineReason::Flagged => "kit-flagged",
        LineReason::OpenIssue => "kit-open",
        LineReason::Sample => "kit-sample",
    }
}

/// A finding that was recorded.
pub(crate) fn finding(made: &FindingMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let [verified, _, treatment] = finding_cells(&made.finding, say);
    let params = [
        ("application", made.application.as_str().into()),
        ("number", made.number.into()),
    ];
    page.line("visit-finding", &params);
    page.facts(&[
        (
            "table-fact",
            format!("{} {}", made.subject, made.name.in_language(say.language()))
                .trim()
                .to_owned(),
        ),
        (
            "table-declared",
            or_dash(made.declared.as_deref().unwrap_or_default()),
        ),
        ("table-verified", verified),
        (
            "table-verdict",
            say.say(verdict_word(made.finding.verdict), &[]),
        ),
        ("table-treatment", treatment),
    ]);
    page.done()
}

/// What was taken from a file.
pub(crate) fn taken(taken: &FindingsTaken, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("visit-taken", &[]);
    page.facts(&[
        ("fact-applications", joined(&taken.applications)),
        ("fact-findings", taken.findings.to_string()),
    ]);
    let refused = taken.refused.iter().map(|one| {
        let entry = format!("{} {}", one.application, one.entry);
        (entry, &one.notice)
    });
    page.refused("entries-refused", refused);
    page.done()
}

/// What a record lacks.
pub(crate) fn faults(application: &str, faults: &[VisitFault], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    if faults.is_empty() {
        page.line("visit-complete", &[("application", application.into())]);
        return page.done();
    }
    let params = [
        ("application", application.into()),
        ("count", faults.len().into()),
    ];
    page.line("visit-lacks", &params);
    for fault in faults {
        page.raw(&format!("  {}", fault_sentence(*fault, say)));
    }
    page.done()
}

fn fault_sentence(fault: VisitFault, say: &Catalogue) -> String {
    let (key, line) = match fault {
        VisitFault::Repeated(line) => ("visit-fault-repeated", line),
        VisitFault::Kind(line) => ("visit-fault-kind", line),
        VisitFault::NoteMissing(line) => ("visit-fault-note", line),
        VisitFault::VerdictAndValue(line) => ("visit-fault-verdict", line),
        VisitFault::ValueMissing(line) => ("visit-fault-value", line),
        VisitFault::NoMembers => ("visit-fault-members", 0),
        VisitFault::NoConclusion => ("visit-fault-conclusion", 0),
        VisitFault::Enterprise => ("visit-fault-enterprise", 0),
        VisitFault::Unnamed => ("visit-fault-unnamed", 0),
        VisitFault::Signature => ("visit-fault-signature", 0),
    };
    say.say(key, &[("line", (line + 1).into())])
}

/// A record that was sealed.
pub(crate) fn sealed(sealed: &Sealed, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let params = [
        ("application", sealed.application.as_str().into()),
        ("seal", sealed.seal.into()),
    ];
    page.line("visit-sealed", &params);
    page.facts(&[("fact-words", sealed.digest.words.clone())]);
    page.done()
}
