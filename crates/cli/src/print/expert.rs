//! `hengping expert …`.

mod sheet;

use hengping_app::clock::in_round;
use hengping_app::expert::{
    ApplicationCheck, ApplicationState, CitationMade, Conflicts, DeskEntry, Examined, ExpertStatus,
    Exported, HandedIn, Imported, Marked, MarksTaken, Pledged, Recusal, Returned, Sealed,
    SearchReport, TranscriptChecked, Unsealed,
};
use hengping_app::messages::Catalogue;
use hengping_core::completeness::{Missing, Unusual};
use hengping_core::mark::Judgement;
use indicatif::HumanBytes;
use serde::Serialize;

use super::office::{days, kebab};
use super::page::{Column, Page};
use super::{joined, or_dash, said_or, shown, words_of, yes_no};

pub(crate) use sheet::facts;

/// What was imported, and what reading every document found.
pub(crate) fn imported(
    imported: &Imported,
    examined: Option<&Examined>,
    say: &Catalogue,
) -> String {
    let mut page = Page::new(say);
    page.line("expert-imported", &[]);
    page.facts(&[
        (
            "fact-round",
            imported.round.in_language(say.language()).to_owned(),
        ),
        ("fact-authority", imported.authority.clone()),
        ("fact-package", imported.package.to_string()),
        ("fact-size", HumanBytes(imported.bytes).to_string()),
        ("fact-words", words_of(imported.digest)),
        ("fact-assigned", joined(&imported.applications)),
        ("fact-recused", joined(&imported.recused)),
        ("fact-due", in_round(imported.due, &imported.time_zone)),
    ]);
    match examined {
        Some(examined) => documents(&mut page, examined, say),
        None => page.note("expert-not-examined"),
    }
    page.note("expert-imported-next");
    page.done()
}

/// What reading every document found.
pub(crate) fn examined(examined: &Examined, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    documents(&mut page, examined, say);
    page.done()
}

fn documents(page: &mut Page<'_>, examined: &Examined, say: &Catalogue) {
    page.section("expert-examined", &[]);
    page.facts(&[
        ("fact-documents", examined.documents.to_string()),
        ("fact-pages", examined.pages.to_string()),
        ("fact-scans", examined.pages_without_text.to_string()),
    ]);
    if !examined.unreadable.is_empty() {
        page.section(
            "expert-unreadable",
            &[("count", examined.unreadable.len().into())],
        );
        let columns = [
            Column::code("table-application"),
            Column::code("table-evidence"),
            Column::text("table-reason"),
            Column::code("table-note"),
        ];
        let rows = examined.unreadable.iter().map(|one| {
            let known = one.known.then(|| say.say("word-not-tried", &[]));
            vec![
                one.application.to_string(),
                one.evidence.to_string(),
                say.say(
                    "unreadable-reason",
                    &[("reason", one.reason.as_str().into())],
                ),
                known.unwrap_or_default(),
            ]
        });
        page.table(&columns, rows);
        let known = examined.unreadable.iter().any(|one| one.known);
        page.note_if(known, "expert-unreadable-known");
    }
}

/// The table of conflicts.
pub(crate) fn conflicts(table: &Conflicts, words: &str, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("expert-conflicts", &[("count", table.rows.len().into())]);
    page.gap();
    let columns = [
        Column::code("table-application"),
        Column::text("table-enterprise"),
        Column::text("table-representative"),
        Column::text("table-group"),
        Column::text("table-shareholders"),
        Column::code("table-assigned"),
        Column::text("table-conflict"),
    ];
    let rows = table.rows.iter().map(|row| {
        let enterprise = &row.enterprise;
        vec![
            row.application.to_string(),
            enterprise.name.clone(),
            enterprise.legal_representative.clone(),
            or_dash(enterprise.group.as_deref().unwrap_or_default()),
            or_dash(&enterprise.shareholders.join("\n")),
            if row.assigned {
                say.say("word-mine", &[])
            } else {
                String::new()
            },
            row.recused
                .as_deref()
                .map_or_else(String::new, |ground| ground_name(ground, say)),
        ]
    });
    page.table(&columns, rows);
    match table.pledged_at {
        Some(at) => page.section(
            "expert-pledged-at",
            &[("at", in_round(at, &table.time_zone).into())],
        ),
        None => {
            page.section("expert-conflicts-words", &[("words", words.into())]);
            page.note("expert-conflicts-next");
        }
    }
    page.done()
}

fn ground_name(code: &str, say: &Catalogue) -> String {
    said_or(say, &format!("ground-{}", kebab(code)), &[], code)
}

/// The words of the pledge with the number of applications they cover.
pub(crate) fn pledge_words(table: &Conflicts, say: &Catalogue) -> String {
    let key = format!("sentence-{}", table.sentence.code());
    say.say(&key, &[("count", table.covered.into())])
}

/// A report with the words it is about.
#[derive(Serialize)]
pub(crate) struct Worded<'a, T> {
    #[serde(flatten)]
    report: &'a T,
    words: String,
}

impl<'a, T> Worded<'a, T> {
    pub(crate) fn of(report: &'a T, words: String) -> Self {
        Self { report, words }
    }
}

/// A pledge that was signed.
pub(crate) fn pledged(pledged: &Pledged, words: &str, say: &Catalogue) -> String {
    let params = [
        ("words", words.into()),
        ("declared", pledged.declared.into()),
        ("recused", pledged.recused.into()),
    ];
    say.say("expert-pledged", &params)
}

/// A recusal that was carried out.
pub(crate) fn recused(recusal: &Recusal, say: &Catalogue) -> String {
    let ground = recusal.ground.name();
    let params = [
        ("application", recusal.application.as_str().into()),
        ("ground", ground.in_language(say.language()).into()),
    ];
    say.say("expert-recused", &params)
}

/// The applications with their progress.
pub(crate) fn list(list: &[DeskEntry], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let judged = list.iter().filter(|entry| !entry.practice).count();
    page.line("expert-list", &[("count", judged.into())]);
    let columns = [
        Column::code("table-application"),
        Column::text("table-enterprise"),
        Column::code("table-state"),
        Column::number("table-marked"),
        Column::number("table-missing"),
    ];
    let rows = list.iter().map(|entry| {
        vec![
            entry.application.to_string(),
            or_dash(&entry.enterprise),
            match entry.practice {
                true => say.say("state-practice", &[]),
                false => say.say(state(entry.state), &[]),
            },
            format!("{}/{}", entry.marked, entry.asked),
            entry.missing.to_string(),
        ]
    });
    page.table(&columns, rows);
    page.done()
}

fn state(state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Untouched => "state-untouched",
        ApplicationState::Open => "state-open",
        ApplicationState::Complete => "state-complete",
        ApplicationState::Sealed => "state-sealed",
        ApplicationState::Recused => "state-recused",
        ApplicationState::Withdrawn => "state-withdrawn",
    }
}

/// What a search found.
pub(crate) fn search(report: &SearchReport, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("expert-search", &[("count", report.hits.len().into())]);
    let columns = [
        Column::code("table-application"),
        Column::code("table-evidence"),
        Column::number("table-page"),
        Column::number("table-hits"),
        Column::text("table-context"),
    ];
    let rows = report.hits.iter().map(|hit| {
        vec![
            hit.application.to_string(),
            hit.evidence
                .as_ref()
                .map_or_else(|| "—".to_owned(), ToString::to_string),
            hit.page.to_string(),
            hit.count.to_string(),
            hit.context.split_whitespace().collect::<Vec<_>>().join(" "),
        ]
    });
    page.table(&columns, rows);
    page.note_if(report.more, "expert-search-more");
    // Never a silent zero: what could not be searched is named each time.
    page.section(
        "expert-search-scans",
        &[("count", report.unsearchable_pages.into())],
    );
    page.done()
}

/// What each application lacks before it can be sealed.
pub(crate) fn checks(checks: &[ApplicationCheck], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let ready = checks
        .iter()
        .filter(|check| check.missing.is_empty())
        .count();
    page.line(
        "expert-check",
        &[("ready", ready.into()), ("count", checks.len().into())],
    );
    let columns = [
        Column::code("table-application"),
        Column::text("table-enterprise"),
        Column::number("table-marked"),
        Column::text("table-missing"),
        Column::text("table-unusual"),
    ];
    let rows = checks.iter().map(|check| {
        vec![
            check.application.to_string(),
            check.enterprise.clone(),
            format!("{}/{}", check.marked, check.asked),
            check_state(check, say),
            unusual(&check.unusual, say),
        ]
    });
    page.table(&columns, rows);
    page.done()
}

fn check_state(check: &ApplicationCheck, say: &Catalogue) -> String {
    if check.sealed {
        return say.say("state-sealed", &[]);
    }
    if check.missing.is_empty() {
        return say.say("state-complete", &[]);
    }
    let of = |pick: fn(&Missing) -> Option<String>| -> Vec<String> {
        check.missing.iter().filter_map(pick).collect()
    };
    let marks = of(|one| match one {
        Missing::Mark(code) => Some(code.to_string()),
        _ => None,
    });
    let comments = of(|one| match one {
        Missing::Comment(code) => Some(code.to_string()),
        _ => None,
    });
    let fields = of(|one| match one {
        Missing::OpinionField(code) => Some(code.to_string()),
        _ => None,
    });
    let mut lines = Vec::new();
    for (key, codes) in [
        ("missing-marks", marks),
        ("missing-comments", comments),
        ("missing-opinion", fields),
    ] {
        if !codes.is_empty() {
            lines.push(say.say(key, &[("codes", codes.join(" ").into())]));
        }
    }
    if check.missing.contains(&Missing::FactSheet) {
        lines.push(say.say("missing-fact-sheet", &[]));
    }
    if check.missing.contains(&Missing::Recommendation) {
        lines.push(say.say("missing-recommendation", &[]));
    }
    lines.join("\n")
}

fn unusual(found: &[Unusual], say: &Catalogue) -> String {
    let line = |one: &Unusual| {
        let (key, code) = match one {
            Unusual::ExtremeWithoutComment(code) => ("unusual-extreme", code.as_str()),
            Unusual::MarkWithoutEvidence(code) => ("unusual-without-evidence", code.as_str()),
            Unusual::EvidenceNeverOpened(code) => ("unusual-never-opened", code.as_str()),
            Unusual::EqualText { place, .. } => ("unusual-equal-text", place.code()),
            Unusual::NameInText { place, .. } => ("unusual-name", place.code()),
            Unusual::TextContradictsMark { place } => ("unusual-contradiction", place.code()),
        };
        say.say(key, &[("code", code.into())])
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reviews that were sealed.
pub(crate) fn sealed(sealed: &[Sealed], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("expert-sealed", &[("count", sealed.len().into())]);
    let columns = [
        Column::code("table-application"),
        Column::number("table-seal"),
        Column::code("table-digest-words"),
    ];
    let rows = sealed.iter().map(|one| {
        vec![
            one.application.to_string(),
            one.seal.to_string(),
            one.digest.words.clone(),
        ]
    });
    page.table(&columns, rows);
    page.note("expert-sealed-next");
    page.done()
}

/// A review that was opened again.
pub(crate) fn unsealed(unsealed: &Unsealed, say: &Catalogue) -> String {
    let application = unsealed.application.as_str().into();
    say.say(
        "expert-unsealed",
        &[("application", application), ("seal", unsealed.seal.into())],
    )
}

/// What one call of `hand-in` did, as data: the hand-in itself, and what it was asked to do besides.
#[derive(Serialize)]
pub(crate) struct HandIn {
    #[serde(flatten)]
    pub(crate) handed_in: HandedIn,
    pub(crate) seals: Vec<Sealed>,
    pub(crate) exported: Option<Exported>,
}

impl HandIn {
    /// The same for people.
    pub(crate) fn text(&self, say: &Catalogue) -> String {
        let mut text = String::new();
        if !self.seals.is_empty() {
            text += &sealed(&self.seals, say);
        }
        text += &handed_in(&self.handed_in, self.exported.is_none(), say);
        if let Some(file) = &self.exported {
            text += &exported(file, say);
        }
        text
    }
}

/// What was handed in; what comes next, unless that was done too.
fn handed_in(handed_in: &HandedIn, with_next: bool, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("expert-handed-in", &[]);
    page.facts(&[
        ("fact-bundle", handed_in.bundle.to_string()),
        ("fact-seq", handed_in.seq.to_string()),
        ("fact-sealed", joined(&handed_in.sealed)),
        ("fact-not-done", joined(&handed_in.not_done)),
        ("fact-words", handed_in.digest.words.clone()),
        ("fact-spoken", handed_in.digest.spoken.clone()),
    ]);
    if with_next {
        page.note("expert-handed-in-next");
    }
    page.done()
}

/// Where a bundle was exported to.
pub(crate) fn exported(exported: &Exported, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("expert-exported", &[]);
    page.facts(&[
        ("fact-file", shown(&exported.file)),
        ("fact-size", HumanBytes(exported.size as u64).to_string()),
        ("fact-words", exported.digest.words.clone()),
    ]);
    page.note("expert-exported-next");
    page.done()
}

/// What came back after handing in.
pub(crate) fn returned(returned: &Returned, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    for loaded in &returned.receipts {
        let bundle = loaded.bundle.as_str().into();
        let said = [("number", loaded.number.into()), ("bundle", bundle)];
        page.line("expert-receipt", &said);
    }
    for checked in &returned.transcripts {
        transcript(&mut page, checked);
    }
    let refused = returned.refused.iter();
    page.refused(
        "files-refused",
        refused.map(|one| (shown(&one.file), &one.notice)),
    );
    page.done()
}

/// What a transcript says of one's own bundles.
fn transcript(page: &mut Page<'_>, checked: &TranscriptChecked) {
    page.line("expert-transcript", &[]);
    let own: Vec<String> = checked.own.iter().map(|digest| words_of(*digest)).collect();
    page.facts(&[
        ("fact-counted", checked.counted.to_string()),
        ("fact-own-bundles", own.join("\n")),
        ("fact-words", checked.digest.words.clone()),
    ]);
}

/// Where an expert stands.
pub(crate) fn status(status: &ExpertStatus, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let title = status.round.in_language(say.language());
    page.line("expert-status", &[("title", title.into())]);
    let due = format!(
        "{} ({})",
        in_round(status.due, &status.time_zone),
        days(status.days_left, say)
    );
    page.facts(&[
        ("fact-ticket", status.ticket.to_string()),
        ("fact-due", due),
        ("fact-assigned", status.assigned.to_string()),
        ("fact-complete", status.complete.to_string()),
        ("fact-sealed", status.sealed.to_string()),
        ("fact-recused", status.recused.to_string()),
        ("fact-withdrawn", status.withdrawn.to_string()),
        ("fact-last-notice", status.last_notice.to_string()),
        ("fact-evidence-here", yes_no(status.evidence, say)),
    ]);
    if let Some(latest) = status.clock_behind {
        let latest = in_round(latest, &status.time_zone);
        page.section("expert-clock-behind", &[("latest", latest.into())]);
    }
    if !status.bundles.is_empty() {
        page.gap();
    }
    let columns = [
        Column::number("table-seq"),
        Column::code("table-bundle"),
        Column::code("table-at"),
        Column::code("table-digest-words"),
        Column::code("table-receipt"),
    ];
    let rows = status.bundles.iter().map(|bundle| {
        let none = || say.say("word-no-receipt", &[]);
        vec![
            bundle.seq.to_string(),
            bundle.bundle.to_string(),
            in_round(bundle.at, &status.time_zone),
            bundle.digest.words.clone(),
            bundle
                .receipt
                .map_or_else(none, |number| number.to_string()),
        ]
    });
    page.table(&columns, rows);
    page.done()
}

/// What was taken from a marks file.
pub(crate) fn taken(taken: &MarksTaken, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("expert-taken", &[]);
    page.facts(&[
        ("fact-applications", taken.applications.to_string()),
        ("fact-marks", taken.marks.to_string()),
        ("fact-citations", taken.citations.to_string()),
        ("fact-proposals", taken.proposals.to_string()),
        ("fact-opinions", taken.opinions.to_string()),
        ("fact-recused", taken.recused.to_string()),
    ]);
    let refused = taken.refused.iter().map(|one| {
        let entry = format!("{} {}", one.application, one.entry);
        (entry, &one.notice)
    });
    page.refused("entries-refused", refused);
    page.done()
}

/// A mark that was made.
pub(crate) fn marked(marked: &Marked, say: &Catalogue) -> String {
    let mut params = vec![
        ("application", marked.application.as_str().into()),
        ("indicator", marked.indicator.as_str().into()),
        ("new", judgement(&marked.new, say).into()),
    ];
    match &marked.old {
        None => say.say("expert-marked", &params),
        Some(old) => {
            params.push(("old", judgement(old, say).into()));
            say.say("expert-remarked", &params)
        }
    }
}

/// A judgement as people write it.
pub(super) fn judgement(judgement: &Judgement, say: &Catalogue) -> String {
    match judgement {
        Judgement::Score(score) => score.to_decimal().normalize().to_string(),
        Judgement::Choice(option) => option.to_string(),
        Judgement::NotApplicable => say.say("word-not-applicable", &[]),
    }
}

/// A citation that was made.
pub(crate) fn cited(made: &CitationMade, say: &Catalogue) -> String {
    let citation = &made.citation;
    let mut page = Page::new(say);
    page.line("expert-cited", &[]);
    page.facts(&[
        ("fact-citation", citation.id.to_string()),
        ("fact-evidence", citation.evidence.to_string()),
        ("fact-page", citation.page.to_string()),
        ("fact-quote", or_dash(&citation.quote)),
        ("fact-occurrences", made.occurrences.to_string()),
    ]);
    page.done()
}
