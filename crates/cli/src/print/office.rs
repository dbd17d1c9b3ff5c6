//! `hengping office …`.

pub(crate) mod materials;

use hengping_app::TicketKind;
use hengping_app::messages::Catalogue;
use hengping_app::office::{
    Assigned, CheckReport, CommitteeMade, Confirmed, DrawReport, Enrolled, FindingLine, Handed,
    HandoutLine, Invited, NextStep, NotPackable, OfficeMade, OfficeStatus, Packed, Received,
    Revised, Rewritten, RoundMade, TicketFile, TicketStatus,
};
use hengping_core::intake::Severity;
use indicatif::HumanBytes;

use super::page::{Column, Page};
use super::{joined, or_dash, params, said_or, shown, when, words_of, yes_no};

/// An office that was made.
pub(crate) fn made(made: &OfficeMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line(
        "office-made",
        &[("authority", made.authority.as_str().into())],
    );
    page.facts(&[
        ("fact-root-words", made.root.words.clone()),
        ("fact-spoken", made.root.spoken.clone()),
    ]);
    page.done()
}

/// A round that was made.
pub(crate) fn round(made: &RoundMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-round-made", &[]);
    page.facts(&[
        (
            "fact-round",
            format!("{} {}", made.round, made.title.in_language(say.language())),
        ),
        ("fact-applications", made.applications.to_string()),
        ("fact-items", made.items.to_string()),
    ]);
    page.note_if(made.practice, "office-has-practice");
    not_packable(&mut page, &made.not_packable, say);
    page.note("office-round-next");
    page.done()
}

fn not_packable(page: &mut Page<'_>, files: &[NotPackable], say: &Catalogue) {
    if files.is_empty() {
        return;
    }
    page.section("office-not-packable", &[("count", files.len().into())]);
    let columns = [
        Column::code("table-application"),
        Column::text("table-file"),
        Column::text("table-reason"),
    ];
    let rows = files.iter().map(|one| {
        let reason = say.say(&format!("media-{}", one.reason), &[]);
        vec![one.application.to_string(), one.file.clone(), reason]
    });
    page.table(&columns, rows);
}

/// Materials that were read again.
pub(crate) fn revised(revised: &Revised, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-revised", &[("count", revised.changed.len().into())]);
    if !revised.changed.is_empty() {
        let columns = [
            Column::code("table-application"),
            Column::number("table-version"),
            Column::text("table-note"),
        ];
        let rows = revised.changed.iter().map(|one| {
            let note = match one.practice {
                true => say.say("state-practice", &[]),
                false => String::new(),
            };
            let version = one.material_version.to_string();
            vec![one.application.to_string(), version, note]
        });
        page.table(&columns, rows);
    }
    page.note_if(revised.round_changed, "office-round-changed");
    not_packable(&mut page, &revised.not_packable, say);
    page.note_if(revised.outdated, "office-outdated");
    page.done()
}

/// Files that were written again.
pub(crate) fn rewritten(rewritten: &Rewritten, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-rewritten", &[]);
    page.facts(&[
        ("fact-root", shown(&rewritten.root)),
        ("fact-register", shown(&rewritten.register)),
    ]);
    let files: Vec<_> = rewritten.package.iter().chain(&rewritten.shares).collect();
    if !files.is_empty() {
        page.gap();
        let rows = files.iter().map(|file| vec![shown(file)]);
        page.table(&[Column::text("table-file")], rows);
    }
    let count = rewritten.tickets.len();
    page.section("office-tickets", &[("count", count.into())]);
    ticket_table(&mut page, &rewritten.tickets, say);
    slips(&mut page, &rewritten.slips);
    page.note_if(rewritten.package.is_empty(), "office-rewritten-no-package");
    page.done()
}

/// A person who was taken onto the roster without a card.
pub(crate) fn invited(invited: &Invited, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let params = [
        ("expert", invited.expert.as_str().into()),
        ("name", invited.name.as_str().into()),
    ];
    page.line("office-invited", &params);
    page.done()
}

fn slips(page: &mut Page<'_>, files: &[std::path::PathBuf]) {
    if files.is_empty() {
        return;
    }
    page.section("office-slips", &[("count", files.len().into())]);
    let rows = files.iter().map(|file| vec![shown(file)]);
    page.table(&[Column::text("table-file")], rows);
}

/// Tickets with their way to the holder and back.
pub(crate) fn handouts(lines: &[HandoutLine], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-handouts", &[("count", lines.len().into())]);
    let columns = [
        Column::code("table-ticket"),
        Column::number("table-seq"),
        Column::code("table-kind"),
        Column::text("table-holder"),
        Column::text("table-handed-out"),
        Column::text("table-acknowledged"),
        Column::text("table-returned"),
        Column::number("table-bundles"),
        Column::code("table-note"),
    ];
    let rows = lines.iter().map(|line| {
        let revoked = line
            .revoked
            .map(|at| say.say("word-revoked", &[("at", when(at).into())]));
        vec![
            line.ticket.to_string(),
            line.seq.to_string(),
            say.say(&format!("kind-{}", line.kind), &[]),
            or_dash(&line.holder),
            handed(line.handed_out.as_ref()),
            handed(line.acknowledged.as_ref()),
            handed(line.returned.as_ref()),
            line.bundles.to_string(),
            revoked.unwrap_or_default(),
        ]
    });
    page.table(&columns, rows);
    page.done()
}

fn handed(step: Option<&Handed>) -> String {
    match step {
        Some(step) => [when(step.at), step.by.clone(), step.way.clone()]
            .join(" ")
            .trim_end()
            .to_owned(),
        None => or_dash(""),
    }
}

/// What the check of materials found.
pub(crate) fn check(report: &CheckReport, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let count = |severity| {
        report
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    page.line("office-checked", &[]);
    page.facts(&[
        ("fact-applications", report.applications.to_string()),
        ("fact-documents", report.documents.to_string()),
        ("severity-refused", count(Severity::Refused).to_string()),
        ("severity-ask", count(Severity::Ask).to_string()),
        ("severity-note", count(Severity::Note).to_string()),
    ]);
    page.gap();
    let columns = [
        Column::code("table-severity"),
        Column::text("table-application"),
        Column::text("table-finding"),
    ];
    let rows = report.findings.iter().map(|finding| {
        vec![
            say.say(severity(finding.severity), &[]),
            joined(&finding.applications),
            finding_sentence(finding, say),
        ]
    });
    page.table(&columns, rows);
    page.note(if report.blocks() {
        "office-check-blocks"
    } else {
        "office-check-passes"
    });
    page.done()
}

fn finding_sentence(finding: &FindingLine, say: &Catalogue) -> String {
    let key = format!("finding-{}", finding.kind);
    said_or(say, &key, &params(&finding.details, say), &finding.text)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused => "severity-refused",
        Severity::Ask => "severity-ask",
        Severity::Note => "severity-note",
    }
}

/// The step as the key of its message.
fn next(status: &OfficeStatus) -> &'static str {
    match status.next {
        NextStep::Enrol => "enrol",
        NextStep::Confirm => "confirm",
        NextStep::Committee => "committee",
        NextStep::Draw => "draw",
        NextStep::Assign => "assign",
        NextStep::Pack => "pack",
        NextStep::HandOut => "hand-out",
        NextStep::Collect => "collect",
        NextStep::Done => "done",
    }
}

/// Cards that were taken in.
pub(crate) fn enrolled(enrolled: &[Enrolled], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-enrolled", &[("count", enrolled.len().into())]);
    let columns = [
        Column::code("table-expert"),
        Column::code("table-kind"),
        Column::text("table-name"),
        Column::text("table-unit"),
        Column::code("table-fingerprint"),
    ];
    let rows = enrolled.iter().map(|one| {
        vec![
            one.expert.to_string(),
            say.say(kind(one.kind), &[]),
            one.name.clone(),
            one.unit.clone(),
            one.fingerprint.words.clone(),
        ]
    });
    page.table(&columns, rows);
    page.note("office-enrolled-next");
    page.done()
}

/// Fingerprints that were confirmed.
pub(crate) fn confirmed(confirmed: &[Confirmed], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-confirmed", &[("count", confirmed.len().into())]);
    let columns = [Column::code("table-expert"), Column::text("table-name")];
    let rows = confirmed
        .iter()
        .map(|one| vec![one.expert.to_string(), one.name.clone()]);
    page.table(&columns, rows);
    page.done()
}

/// A committee key that was made.
pub(crate) fn committee(made: &CommitteeMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let shares = made.shares.len();
    let threshold = u32::from(made.threshold);
    page.line(
        "office-committee",
        &[("shares", shares.into()), ("threshold", threshold.into())],
    );
    page.facts(&[("fact-ceremony", made.ceremony.to_string())]);
    page.gap();
    let columns = [
        Column::text("table-holder"),
        Column::code("table-fingerprint"),
        Column::text("table-file"),
    ];
    let rows = made.shares.iter().map(|share| {
        vec![
            share.holder.clone(),
            share.fingerprint.words.clone(),
            shown(&share.file),
        ]
    });
    page.table(&columns, rows);
    page.note("office-committee-next");
    page.done()
}

/// A draw that was made.
pub(crate) fn drawn(report: &DrawReport, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-drawn", &[("number", report.number.into())]);
    page.facts(&[("fact-pool", words_of(report.pool))]);
    page.gap();
    let columns = [
        Column::text("table-place-drawn"),
        Column::code("table-expert"),
        Column::text("table-name"),
        Column::text("table-unit"),
    ];
    let groups = [
        ("draw-seat", &report.seats),
        ("draw-reserve", &report.reserves),
        ("draw-excluded", &report.excluded),
    ];
    let rows = groups.iter().flat_map(|(key, people)| {
        people.iter().enumerate().map(|(at, one)| {
            let place = say.say(key, &[("place", (at + 1).into())]);
            vec![
                place,
                one.expert.to_string(),
                one.name.clone(),
                one.unit.clone(),
            ]
        })
    });
    page.table(&columns, rows);
    page.done()
}

/// An assignment that was made.
pub(crate) fn assigned(assigned: &Assigned, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-assigned", &[("count", assigned.loads.len().into())]);
    let columns = [
        Column::code("table-expert"),
        Column::text("table-name"),
        Column::text("table-unit"),
        Column::number("table-applications"),
    ];
    let rows = assigned.loads.iter().map(|(one, load)| {
        vec![
            one.expert.to_string(),
            one.name.clone(),
            one.unit.clone(),
            load.to_string(),
        ]
    });
    page.table(&columns, rows);
    if !assigned.barred.is_empty() {
        page.section("office-barred", &[("count", assigned.barred.len().into())]);
        let columns = [
            Column::code("table-expert"),
            Column::code("table-application"),
            Column::text("table-ground"),
        ];
        let rows = assigned.barred.iter().map(|one| {
            let ground = said_or(
                say,
                &format!("ground-{}", kebab(&one.ground)),
                &[],
                &one.ground,
            );
            vec![one.expert.to_string(), one.application.to_string(), ground]
        });
        page.table(&columns, rows);
    }
    for (application, lacks) in &assigned.short {
        let params = [
            ("application", application.as_str().into()),
            ("count", (*lacks).into()),
        ];
        page.section("office-short", &params);
    }
    page.note_if(!assigned.connected, "office-not-connected");
    page.done()
}

/// Codes with underscores as keys of messages.
pub(super) fn kebab(code: &str) -> String {
    code.replace('_', "-")
}

/// What was packed.
pub(crate) fn packed(packed: &Packed, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-packed", &[]);
    page.facts(&[
        ("fact-package", packed.package.to_string()),
        ("fact-edition", packed.seq.to_string()),
        ("fact-applications", packed.applications.to_string()),
        ("fact-documents", packed.documents.to_string()),
        ("fact-words", packed.digest.words.clone()),
        ("fact-spoken", packed.digest.spoken.clone()),
        ("fact-root", shown(&packed.root)),
        ("fact-register", shown(&packed.register)),
    ]);
    page.section("office-packed-files", &[]);
    let columns = [Column::text("table-file"), Column::number("table-size")];
    let rows = packed
        .files
        .iter()
        .map(|(file, size)| vec![shown(file), HumanBytes(*size).to_string()]);
    page.table(&columns, rows);
    page.section("office-tickets", &[("count", packed.tickets.len().into())]);
    ticket_table(&mut page, &packed.tickets, say);
    slips(&mut page, &packed.slips);
    page.note_if(packed.practice, "office-has-practice");
    page.note("office-packed-next");
    page.done()
}

/// Tickets that were written.
pub(crate) fn tickets(tickets: &[TicketFile], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-tickets", &[("count", tickets.len().into())]);
    ticket_table(&mut page, tickets, say);
    page.done()
}

fn ticket_table(page: &mut Page<'_>, tickets: &[TicketFile], say: &Catalogue) {
    let columns = [
        Column::code("table-ticket"),
        Column::code("table-kind"),
        Column::text("table-holder"),
        Column::number("table-applications"),
        Column::text("table-file"),
    ];
    let rows = tickets.iter().map(|ticket| {
        vec![
            ticket.ticket.to_string(),
            say.say(kind(ticket.kind), &[]),
            or_dash(&ticket.holder),
            ticket.applications.to_string(),
            shown(&ticket.file),
        ]
    });
    page.table(&columns, rows);
}

fn kind(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::Expert => "kind-expert",
        TicketKind::Panel => "kind-panel",
        TicketKind::Visit => "kind-visit",
        TicketKind::Observer => "kind-observer",
    }
}

/// Bundles that came in.
pub(crate) fn received(received: &Received, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line(
        "office-received",
        &[("count", received.receipts.len().into())],
    );
    let columns = [
        Column::code("table-ticket"),
        Column::code("table-bundle"),
        Column::number("table-receipt"),
        Column::code("table-digest-words"),
        Column::text("table-file"),
        Column::text("table-note"),
    ];
    let rows = received.receipts.iter().map(|receipt| {
        vec![
            receipt.ticket.to_string(),
            receipt.bundle.to_string(),
            receipt.number.to_string(),
            words_of(receipt.label),
            shown(&receipt.file),
            if receipt.known {
                say.say("word-known", &[])
            } else {
                String::new()
            },
        ]
    });
    page.table(&columns, rows);
    let refused = received.refused.iter();
    page.refused(
        "files-refused",
        refused.map(|one| (shown(&one.file), &one.notice)),
    );
    page.done()
}

/// Where the round stands.
pub(crate) fn status(status: &OfficeStatus, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line(
        "office-status",
        &[("title", status.title.in_language(say.language()).into())],
    );
    page.facts(&[
        ("fact-applications", status.applications.to_string()),
        ("fact-roster", status.roster.to_string()),
        ("fact-confirmed", status.confirmed.to_string()),
        ("fact-committee", yes_no(status.committee, say)),
        ("fact-draws", status.draws.to_string()),
        ("fact-next", say.say(&format!("next-{}", next(status)), &[])),
    ]);
    if status.tickets.is_empty() {
        page.note("office-status-no-tickets");
        return page.done();
    }
    page.gap();
    let columns = [
        Column::code("table-ticket"),
        Column::code("table-kind"),
        Column::text("table-holder"),
        Column::number("table-applications"),
        Column::code("table-handed-out"),
        Column::number("table-bundles"),
        Column::number("table-receipts"),
        Column::code("table-due"),
    ];
    page.table(
        &columns,
        status.tickets.iter().map(|ticket| ticket_row(ticket, say)),
    );
    page.done()
}

fn ticket_row(ticket: &TicketStatus, say: &Catalogue) -> Vec<String> {
    let due = match ticket.revoked {
        Some(at) => say.say("word-revoked", &[("at", when(at).into())]),
        None => days(ticket.days_left, say),
    };
    vec![
        ticket.ticket.to_string(),
        say.say(&format!("kind-{}", ticket.kind), &[]),
        or_dash(&ticket.holder),
        ticket.applications.to_string(),
        ticket.handed_out.map_or_else(|| "—".to_owned(), when),
        ticket.bundles.to_string(),
        ticket.receipts.to_string(),
        due,
    ]
}

/// Days that are left, or that have passed.
pub(super) fn days(left: i64, say: &Catalogue) -> String {
    let key = if left < 0 { "days-over" } else { "days-left" };
    say.say(key, &[("days", left.abs().into())])
}
