//! Materials before and beside the round; people before the draw; sticks; the registration desk.

use std::path::Path;

use hengping_app::messages::Catalogue;
use hengping_app::office::{
    AtDesk, CheckedIn, Described, LaidOut, Letter, LetterStep, SizePlan, StickDone, TableTaken,
};
use hengping_core::id::UnitCode;
use indicatif::HumanBytes;

use super::super::page::{Column, Page};
use super::super::{or_dash, shown, when, yes_no};
use super::{finding_sentence, handouts, tickets};

/// A folder that was laid out.
pub(crate) fn laid_out(laid: &LaidOut, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-laid-out", &[("file", shown(&laid.folder).into())]);
    page.facts(&[
        (
            "fact-title",
            laid.scheme.title.in_language(say.language()).to_owned(),
        ),
        ("fact-leaves", laid.scheme.leaves.to_string()),
        ("fact-fields", laid.scheme.fields.to_string()),
        ("fact-form", shown(&laid.form)),
    ]);
    page.note("office-laid-out-next");
    page.done()
}

/// The empty form.
pub(crate) fn form(out: &Path, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-form", &[("file", shown(out).into())]);
    page.done()
}

/// A table that was taken in.
pub(crate) fn table(taken: &TableTaken, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let counts = [
        ("count", taken.applications.into()),
        ("items", taken.items.into()),
    ];
    page.line("office-table-taken", &counts);
    page.done()
}

/// Letters by unit.
pub(crate) fn letters(letters: &[Letter], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("office-letters", &[("count", letters.len().into())]);
    for letter in letters {
        let at = |at: Option<_>| at.map_or_else(|| or_dash(""), when);
        page.gap();
        page.raw(&format!("{} {}", letter.unit, letter.name));
        page.facts(&[
            ("event-unit-asked", at(letter.asked)),
            ("event-unit-answered", at(letter.answered)),
        ]);
        for finding in &letter.findings {
            page.raw(&format!("- {}", finding_sentence(finding, say)));
        }
    }
    page.done()
}

/// A step of a letter's way.
pub(crate) fn letter(unit: &UnitCode, step: LetterStep, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let event = match step {
        LetterStep::Asked => "event-unit-asked",
        LetterStep::Answered => "event-unit-answered",
    };
    page.raw(&format!("{unit} {}", say.say(event, &[])));
    page.done()
}

/// A person as the draw will know them.
pub(crate) fn described(described: &Described, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let member = &described.member;
    let ties = member.affiliations.iter().map(|tie| match tie.until {
        Some(year) => format!("{} ({year})", tie.organisation),
        None => tie.organisation.clone(),
    });
    let fields: Vec<&str> = member.fields.iter().map(String::as_str).collect();
    page.facts(&[
        ("fact-name", member.name.clone()),
        ("fact-unit", member.unit.clone()),
        ("fact-expertise", or_dash(&fields.join(", "))),
        ("fact-ties", or_dash(&ties.collect::<Vec<_>>().join(", "))),
    ]);
    page.done()
}

/// What the package will need.
pub(crate) fn sizes(plan: &SizePlan, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.facts(&[
        ("fact-documents", plan.documents.to_string()),
        ("fact-size", HumanBytes(plan.bytes).to_string()),
        ("fact-volumes", plan.files.to_string()),
    ]);
    let columns = [Column::number("table-stick"), Column::code("table-fits")];
    let rows = plan.sticks.iter().map(|stick| {
        let size = format!("{} GB", stick.gigabytes);
        vec![size, yes_no(stick.fits, say)]
    });
    page.gap();
    page.table(&columns, rows);
    page.done()
}

/// What became of each stick.
pub(crate) fn sticks(done: &[StickDone], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let (good, bad): (Vec<_>, Vec<_>) = done.iter().partition(|stick| stick.refused.is_none());
    page.line("office-sticks", &[("count", good.len().into())]);
    let columns = [
        Column::text("table-file"),
        Column::number("fact-volumes"),
        Column::number("table-ticket"),
    ];
    let rows = good.iter().map(|stick| {
        let counts = [stick.files.to_string(), stick.tickets.to_string()];
        std::iter::once(shown(&stick.folder))
            .chain(counts)
            .collect()
    });
    page.table(&columns, rows);
    let refused: Vec<_> = bad
        .iter()
        .filter_map(|stick| Some((shown(&stick.folder), stick.refused.as_ref()?)))
        .collect();
    page.refused("office-sticks-refused", refused.into_iter());
    page.done()
}

/// A card at the desk.
pub(crate) fn at_desk(there: &AtDesk, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let ticket = there.ticket.as_ref().map(ToString::to_string);
    page.facts(&[
        ("fact-name", there.name.clone()),
        ("fact-unit", there.unit.clone()),
        ("fact-words", there.fingerprint.words.clone()),
        ("fact-spoken", there.fingerprint.spoken.clone()),
        ("fact-ticket", or_dash(&ticket.unwrap_or_default())),
        ("fact-applications", there.applications.to_string()),
    ]);
    page.note("office-desk-next");
    page.done()
}

/// A person who was checked in.
pub(crate) fn checked_in(done: &CheckedIn, say: &Catalogue) -> String {
    let ticket = tickets(std::slice::from_ref(&done.ticket), say);
    let line = handouts(std::slice::from_ref(&done.line), say);
    format!("{ticket}\n{line}")
}
