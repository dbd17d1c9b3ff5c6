//! Round notices, one line each.

use hengping_app::clock::in_round;
use hengping_app::messages::Catalogue;
use hengping_app::office::NoticeMade;
use hengping_app::round_notices::{NoticeLine, Notices};
use hengping_core::round_notice::Word;

use super::page::{Column, Page};
use super::{joined, shown};

/// A notice that was signed.
pub(crate) fn made(made: &NoticeMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let number = made.notices.last;
    page.line("notice-made", &[("number", number.into())]);
    table(&mut page, &made.notices);
    page.facts(&[
        ("fact-words", made.digest.words.clone()),
        ("fact-file", shown(&made.file)),
    ]);
    page.note("notice-made-next");
    page.done()
}

/// Notices that were taken in.
pub(crate) fn taken(notices: &Notices, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let count = notices.notices.len();
    let said = [("count", count.into()), ("last", notices.last.into())];
    page.line("notices-taken", &said);
    table(&mut page, notices);
    page.done()
}

/// The notices that are known.
pub(crate) fn known(notices: &Notices, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("notices-known", &[("last", notices.last.into())]);
    table(&mut page, notices);
    page.done()
}

fn table(page: &mut Page<'_>, notices: &Notices) {
    if notices.notices.is_empty() {
        return;
    }
    let columns = [
        Column::number("table-number"),
        Column::code("table-at"),
        Column::text("table-notice"),
    ];
    let say = page.catalogue();
    let row = |line: &NoticeLine| {
        vec![
            line.number.to_string(),
            in_round(line.issued, &notices.time_zone),
            sentence(&line.word, notices, say),
        ]
    };
    let rows: Vec<_> = notices.notices.iter().map(row).collect();
    page.table(&columns, rows.into_iter());
}

fn sentence(word: &Word, notices: &Notices, say: &Catalogue) -> String {
    match word {
        Word::Extend { due, tickets } => {
            let due = in_round(*due, &notices.time_zone);
            match tickets.is_empty() {
                true => say.say("notice-extend", &[("due", due.into())]),
                false => {
                    let named: Vec<String> = tickets.iter().map(ToString::to_string).collect();
                    let said = [("due", due.into()), ("tickets", joined(&named).into())];
                    say.say("notice-extend-some", &said)
                }
            }
        }
        Word::Withdraw {
            application,
            reason,
        } => {
            let said = [
                ("application", application.to_string().into()),
                ("reason", reason.as_str().into()),
            ];
            say.say("notice-withdraw", &said)
        }
        Word::Replace { ticket, by } => {
            let said = [
                ("ticket", ticket.to_string().into()),
                ("by", by.to_string().into()),
            ];
            say.say("notice-replace", &said)
        }
        Word::Revoke { ticket } => {
            say.say("notice-revoke", &[("ticket", ticket.to_string().into())])
        }
    }
}
