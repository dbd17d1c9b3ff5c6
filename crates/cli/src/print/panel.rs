//! `hengping panel …`: arrivals, opening, where the panel stands. Results and decisions have files
//! of their own below.

mod cards;
mod corrections;
mod decisions;
mod results;
mod statements;
mod statistics;
mod status;

use hengping_app::messages::Catalogue;
use hengping_app::panel::{
    Admitted, Archived, Arrived, FedBack, ListState, Opened, PanelImported, RegisterImported,
    Rehearsed, Replayed, Reported, SealNamed, TranscriptMade,
};

use super::page::{Column, Page};
use super::{joined, printed, shown, words_of};

pub(crate) use super::tree::tree;
pub(crate) use cards::cards;
pub(crate) use decisions::{
    consensus, decided, divergences, explained, fact_decided, facts, taken, voted,
};
pub(crate) use results::{outcome, results};
pub(crate) use statements::{kit, stated, statements};
pub(crate) use statistics::statistics;
pub(crate) use status::status;

/// What was imported.
pub(crate) fn imported(imported: &PanelImported, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-imported", &[]);
    page.facts(&[
        (
            "fact-round",
            imported.round.in_language(say.language()).to_owned(),
        ),
        ("fact-authority", imported.authority.clone()),
        ("fact-package", imported.package.to_string()),
        ("fact-words", words_of(imported.digest)),
        ("fact-applications", imported.applications.len().to_string()),
    ]);
    register_facts(&mut page, &imported.register);
    page.note("panel-imported-next");
    page.done()
}

/// A newer register.
pub(crate) fn register(register: &RegisterImported, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-register", &[]);
    register_facts(&mut page, register);
    page.done()
}

fn register_facts(page: &mut Page<'_>, register: &RegisterImported) {
    page.section("panel-register-is", &[("number", register.number.into())]);
    page.facts(&[
        ("kind-expert", register.experts.to_string()),
        ("kind-visit", register.visits.to_string()),
        ("fact-revoked", register.revoked.to_string()),
    ]);
}

/// Bundles that came in.
pub(crate) fn arrived(arrived: &Arrived, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-arrived", &[]);
    page.facts(&[
        ("fact-new", arrived.new.to_string()),
        ("fact-duplicates", arrived.duplicates.to_string()),
        ("fact-late", arrived.late.to_string()),
        ("fact-refused", arrived.refused.len().to_string()),
    ]);
    page.gap();
    let columns = [
        Column::number("table-number"),
        Column::code("table-ticket"),
        Column::code("table-bundle"),
        Column::number("table-seq"),
        Column::code("table-digest-words"),
        Column::text("table-note"),
    ];
    let rows = arrived.bundles.iter().map(|bundle| {
        let mut notes = Vec::new();
        if bundle.known {
            notes.push(say.say("word-known", &[]));
        }
        if bundle.late {
            notes.push(say.say("word-late", &[]));
        }
        vec![
            bundle.number.to_string(),
            bundle.ticket.to_string(),
            bundle.bundle.to_string(),
            bundle.seq.to_string(),
            words_of(bundle.label),
            notes.join(" "),
        ]
    });
    page.table(&columns, rows);
    let refused = arrived.refused.iter();
    page.refused(
        "files-refused",
        refused.map(|one| (shown(&one.file), &one.notice)),
    );
    page.done()
}

/// A rehearsal of the opening.
pub(crate) fn rehearsed(rehearsed: &Rehearsed, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-rehearsed", &[]);
    page.facts(&[
        ("fact-ceremony", rehearsed.ceremony.to_string()),
        (
            "fact-shares",
            format!("{} / {}", rehearsed.shares, rehearsed.of),
        ),
        ("fact-needed", rehearsed.needed.to_string()),
        ("fact-present", joined(&rehearsed.present)),
    ]);
    page.note("panel-rehearsed-next");
    page.done()
}

/// The opening.
pub(crate) fn opened(opened: &Opened, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line(
        if opened.late {
            "panel-opened-late"
        } else {
            "panel-opened"
        },
        &[],
    );
    page.facts(&[
        ("fact-ceremony", opened.ceremony.to_string()),
        ("fact-present", joined(&opened.present)),
        ("fact-list-words", opened.list.words.clone()),
        ("fact-listed", opened.listed.to_string()),
        ("fact-opened", opened.opened.to_string()),
        ("fact-reviews", opened.reviews.to_string()),
        ("fact-visits", opened.visits.to_string()),
    ]);
    let refused = opened.refused.iter().map(|one| {
        let what = format!("{} {}", one.bundle, one.ticket);
        (what, &one.notice)
    });
    page.refused("panel-unopened", refused);
    page.done()
}

/// A bundle that was let in.
pub(crate) fn admitted(admitted: &Admitted, say: &Catalogue) -> String {
    let key = if admitted.opened {
        "panel-admitted"
    } else {
        "panel-admitted-closed"
    };
    ruling(key, admitted, say)
}

/// A bundle that was kept out.
pub(crate) fn kept_out(kept_out: &Admitted, say: &Catalogue) -> String {
    ruling("panel-kept-out", kept_out, say)
}

fn ruling(key: &str, ruled: &Admitted, say: &Catalogue) -> String {
    let (bundle, ticket) = (ruled.bundle.as_str().into(), ruled.ticket.as_str().into());
    say.say(key, &[("bundle", bundle), ("ticket", ticket)])
}

/// A seal that was named.
pub(crate) fn named(named: &SealNamed, say: &Catalogue) -> String {
    let params = [
        ("ticket", named.ticket.as_str().into()),
        ("application", named.application.as_str().into()),
        ("words", words_of(named.seal).into()),
    ];
    say.say("panel-seal-named", &params)
}

/// The list of counted bundles.
pub(crate) fn transcript(made: &TranscriptMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-transcript", &[]);
    page.facts(&[
        ("fact-counted", made.counted.to_string()),
        ("fact-words", made.digest.words.clone()),
        ("fact-file", shown(&made.file)),
    ]);
    list_state(&mut page, made.list);
    page.note("panel-transcript-next");
    page.done()
}

/// Warns where what was written does not rest on a decision.
fn list_state(page: &mut Page<'_>, state: ListState) {
    match state {
        ListState::Decided => {}
        ListState::Undecided => page.note("panel-list-undecided"),
        ListState::Corrected => page.note("panel-list-corrected"),
    }
}

/// Reports that were written.
pub(crate) fn reported(reported: &Reported, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-reported", &[]);
    page.facts(&[
        ("fact-file", shown(&reported.workbook)),
        ("fact-words", reported.digest.words.clone()),
    ]);
    page.gap();
    page.raw(printed(&reported.papers, say).trim_end());
    page.note("panel-reported-next");
    page.done()
}

/// Feedback to units, with what was held back.
pub(crate) fn fed_back(written: &FedBack, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.raw(printed(&written.papers, say).trim_end());
    if !written.held_back.is_empty() {
        page.section(
            "panel-held-back",
            &[("count", written.held_back.len().into())],
        );
        let rows = written.held_back.iter().map(|one| {
            vec![
                one.application.to_string(),
                one.field.to_string(),
                one.ticket.clone(),
            ]
        });
        page.table(
            &[
                Column::code("table-application"),
                Column::code("paper-field"),
                Column::code("table-ticket"),
            ],
            rows,
        );
    }
    page.done()
}

/// An archive.
pub(crate) fn archived(archived: &Archived, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-archived", &[]);
    page.facts(&[
        ("fact-folder", shown(&archived.folder)),
        ("fact-files", archived.files.to_string()),
        ("fact-bundles", archived.bundles.to_string()),
        ("fact-words", archived.digest.words.clone()),
        ("fact-results-words", archived.results.words.clone()),
    ]);
    list_state(&mut page, archived.list);
    page.note("panel-archived-next");
    page.done()
}

/// A replay that came to the same result.
pub(crate) fn replayed(replayed: &Replayed, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-replayed", &[]);
    page.facts(&[
        ("fact-round", replayed.round.to_string()),
        ("fact-files", replayed.files.to_string()),
        ("fact-bundles", replayed.bundles.to_string()),
        ("fact-signed", replayed.documents.to_string()),
        ("fact-decisions", replayed.decisions.to_string()),
        ("fact-corrections", replayed.corrections.len().to_string()),
        ("fact-words", replayed.digest.words.clone()),
        ("fact-results-words", replayed.results.words.clone()),
        ("fact-root-words", replayed.root.words.clone()),
    ]);
    corrections::corrections(&mut page, &replayed.corrections, say);
    list_state(&mut page, replayed.list);
    page.note("panel-replayed-next");
    page.done()
}
