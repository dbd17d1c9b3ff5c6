//! Reports as people read them in a terminal: a title, aligned facts, tables without heavy rules.
//!
//! Owns layout and nothing else: every fixed word is in the catalogue (`reports.ftl`), every number
//! in the report. Trap: Chinese characters take two columns, so nothing here counts characters;
//! widths are left to comfy-table.

pub(crate) mod expert;
pub(crate) mod formats;
pub(crate) mod installed;
pub(crate) mod materials;
pub(crate) mod notices;
pub(crate) mod office;
mod page;
pub(crate) mod panel;
pub(crate) mod scheme;
mod tree;
pub(crate) mod visit;

use std::path::Path;

use hengping_app::clock::in_round;
use hengping_app::identity::Enrolment;
use hengping_app::messages::{Catalogue, Param, Params};
use hengping_app::papers::PaperWritten;
use hengping_app::records::LogReport;
use hengping_app::{BackupMade, Paper, StoreContinued, StoreRestored};
use hengping_core::id::Digest;
use hengping_core::time::Instant;
use hengping_core::words;
use zeroize::Zeroizing;

use page::{Column, Page};

/// Digits of a digest that tell entries of a log apart.
const SHORT_DIGEST: usize = 12;

/// A log, entry by entry.
pub(crate) fn log(log: &LogReport, say: &Catalogue) -> String {
    let columns = [
        Column::number("table-number"),
        Column::text("table-at"),
        Column::text("table-event"),
        Column::text("table-subjects"),
    ];
    let rows = log.entries.iter().map(|entry| {
        let key = format!("event-{}", entry.kind);
        let event = if say.has(&key) {
            say.say(&key, &[])
        } else {
            entry.kind.clone()
        };
        let subjects: Vec<String> = entry.subjects.iter().map(|text| short(text)).collect();
        vec![
            entry.number.to_string(),
            in_round(entry.at, &log.time_zone),
            event,
            subjects.join(" "),
        ]
    });
    let mut page = Page::new(say);
    page.line("log-title", &[("count", log.entries.len().into())]);
    page.table(&columns, rows);
    page.facts(&[("log-head", words_of(log.head))]);
    page.done()
}

/// Papers that were written, with what no face has.
pub(crate) fn printed(papers: &[PaperWritten], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("papers-written", &[("count", papers.len().into())]);
    let columns = [
        Column::text("fact-file"),
        Column::number("table-pages"),
        Column::text("papers-missing"),
    ];
    let rows = papers.iter();
    page.table(
        &columns,
        rows.map(|one| {
            vec![
                shown(&one.file),
                one.pages.to_string(),
                or_dash(&one.missing.join(" ")),
            ]
        }),
    );
    if let Some(first) = papers.first() {
        page.section("papers-face", &[("face", first.face.as_str().into())]);
    }
    page.done()
}

/// A backup that was made.
pub(crate) fn backup(backup: &BackupMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("backup-made", &[]);
    page.facts(&[
        ("fact-made-at", in_round(backup.at, &backup.time_zone)),
        ("fact-log-length", backup.log_length.to_string()),
    ]);
    page.note_if(!backup.packages.is_empty(), "backup-without-evidence");
    page.done()
}

/// A store that was restored.
pub(crate) fn restored(restored: &StoreRestored, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("restored", &[]);
    page.facts(&[
        (
            "fact-backup-of",
            in_round(restored.made_at, &restored.time_zone),
        ),
        ("fact-log-length", restored.log_length.to_string()),
        ("fact-packages", joined(&restored.packages)),
    ]);
    page.note_if(restored.older_generation, "restored-older");
    page.note_if(!restored.packages.is_empty(), "restored-import-again");
    page.done()
}

/// An old copy that was put back and goes on.
pub(crate) fn continued(continued: &StoreContinued, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("continued", &[]);
    page.facts(&[
        ("fact-lineage", continued.lineage.to_string()),
        ("fact-log-length", continued.log_length.to_string()),
    ]);
    page.done()
}

/// The recovery sheet as a file, where one is named.
pub(crate) fn recovery_sheet(code: &str, sheet: Option<&Path>, say: &Catalogue) -> Option<Paper> {
    let text = format!("# {}\n{code}\n", say.say("recovery-sheet", &[]));
    sheet.map(|path| Paper {
        path: path.to_owned(),
        bytes: Zeroizing::new(text.into_bytes()),
    })
}

/// Where the recovery code is: in the file that was named, otherwise on the screen, this once.
pub(crate) fn recovery(code: &str, sheet: Option<&Path>, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.gap();
    if let Some(sheet) = sheet {
        page.line("recovery-written", &[("file", shown(sheet).into())]);
    } else {
        page.line("recovery-shown", &[]);
        page.raw(&format!("  {code}"));
    }
    page.done()
}

/// A recovery code that took the place of the old one.
pub(crate) fn recovery_renewed(
    code: &str,
    sheet: Option<&Path>,
    say: &Catalogue,
) -> crate::outcome::Result {
    let data = serde_json::json!({ "renewed": true });
    let data = with_secret(&data, code, sheet);
    let data = data.map_err(|_| hengping_app::error::Refused::Internal)?;
    let mut page = Page::new(say);
    page.line("recovery-renewed", &[]);
    let text = page.done() + recovery(code, sheet, say).as_str();
    crate::outcome::Outcome::new(&data, text)
}

/// A report with the recovery code under `secret`, where no sheet takes it: it is told once, and
/// without it a forgotten passphrase costs the work.
pub(crate) fn with_secret(
    report: &impl serde::Serialize,
    code: &str,
    sheet: Option<&Path>,
) -> serde_json::Result<serde_json::Value> {
    let mut data = serde_json::to_value(report)?;
    if sheet.is_none()
        && let Some(members) = data.as_object_mut()
    {
        members.insert(
            "secret".to_owned(),
            serde_json::json!({ "recovery_code": code }),
        );
    }
    Ok(data)
}

/// What enrolling hands to a person: the card, and the recovery sheet where one is named.
pub(crate) fn papers(
    enrolment: &Enrolment,
    card: &Path,
    sheet: Option<&Path>,
    say: &Catalogue,
) -> Vec<Paper> {
    let card = Paper {
        path: card.to_owned(),
        bytes: Zeroizing::new(enrolment.card.clone()),
    };
    let sheet = recovery_sheet(&enrolment.recovery_code, sheet, say);
    std::iter::once(card).chain(sheet).collect()
}

/// An identity that was made with its papers.
pub(crate) fn enrolled(
    enrolment: &Enrolment,
    (card, sheet): (&Path, Option<&Path>),
    say: &Catalogue,
) -> crate::outcome::Result {
    let text = self::enrolment(enrolment, card, say);
    let data = with_secret(enrolment, &enrolment.recovery_code, sheet);
    let data = data.map_err(|_| hengping_app::error::Refused::Internal)?;
    let recovery = recovery(&enrolment.recovery_code, sheet, say);
    crate::outcome::Outcome::new(&data, text + recovery.as_str())
}

/// An identity that was made.
pub(crate) fn enrolment(enrolment: &Enrolment, card: &Path, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("enrolment-made", &[]);
    page.facts(&[
        ("fact-name", enrolment.name.clone()),
        ("fact-unit", enrolment.unit.clone()),
        ("fact-card", shown(card)),
        ("fact-words", enrolment.fingerprint.words.clone()),
        ("fact-spoken", enrolment.fingerprint.spoken.clone()),
    ]);
    page.note("enrolment-next");
    page.done()
}

/// An instant as the log of an office writes it.
fn when(at: Instant) -> String {
    at.to_utc().format("%Y-%m-%d %H:%M UTC").to_string()
}

fn words_of(digest: Digest) -> String {
    words::words_text(digest)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The beginning of a digest; anything else as it is.
fn short(text: &str) -> String {
    let is_digest = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.get(..SHORT_DIGEST) {
        Some(start) if is_digest => format!("{start}…"),
        _ => text.to_owned(),
    }
}

/// Ids in a row; a dash where there are none.
fn joined<T: ToString>(things: &[T]) -> String {
    let texts: Vec<String> = things.iter().map(ToString::to_string).collect();
    or_dash(&texts.join(" "))
}

fn or_dash(text: &str) -> String {
    if text.is_empty() {
        "—".to_owned()
    } else {
        text.to_owned()
    }
}

fn yes_no(yes: bool, say: &Catalogue) -> String {
    say.say(if yes { "word-yes" } else { "word-no" }, &[])
}

/// The message of `key`, or `text` where the catalogue has none.
fn said_or(say: &Catalogue, key: &str, params: Params, text: &str) -> String {
    if say.has(key) {
        say.say(key, params)
    } else {
        text.to_owned()
    }
}

/// Parameters of a message from the details of a finding or fault.
fn params<'a>(details: &'a [(&'static str, String)], say: &Catalogue) -> Vec<(&'a str, Param)> {
    details
        .iter()
        .map(|(name, value)| (*name, say.phrase(value).into()))
        .collect()
}
