//! Notes, signatures and kits.

use hengping_app::messages::Catalogue;
use hengping_app::panel::{KitMade, StatementLine, StatementMade, Statements};

use super::super::page::{Column, Page};
use super::super::visit::kit_lines;
use super::super::{joined, shown};

/// A statement that was written.
pub(crate) fn stated(made: &StatementMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-stated", &[]);
    page.facts(&[
        ("fact-name", made.statement.name.clone()),
        ("fact-words", made.statement.card.words.clone()),
        ("fact-file", shown(&made.file)),
    ]);
    page.note("panel-stated-next");
    page.done()
}

/// Notes, and who has signed the list.
pub(crate) fn statements(all: &Statements, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-record-notes", &[("count", all.notes.len().into())]);
    table(&mut page, &all.notes);
    if let Some(decision) = &all.decision {
        page.gap();
        page.line("panel-signed", &[("words", decision.words.as_str().into())]);
        table(&mut page, &all.signed);
        if !all.missing.is_empty() {
            let missing = joined(&all.missing);
            page.line("panel-unsigned", &[("tickets", missing.into())]);
        }
        if !all.chair_signed {
            page.line("panel-chair-unsigned", &[]);
        }
    }
    page.done()
}

fn table(page: &mut Page<'_>, lines: &[StatementLine]) {
    let columns = [
        Column::text("table-name"),
        Column::text("table-unit"),
        Column::text("table-words"),
        Column::text("table-text"),
    ];
    let row = |one: &StatementLine| {
        let (name, unit) = (one.name.clone(), one.unit.clone());
        vec![name, unit, one.card.words.clone(), one.words.clone()]
    };
    page.table(&columns, lines.iter().map(row));
}

/// A kit that was written.
pub(crate) fn kit(made: &KitMade, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-kit", &[("name", made.team.as_str().into())]);
    kit_lines(&mut page, &made.visits);
    page.facts(&[
        ("fact-seed-words", made.seed.words.clone()),
        ("fact-words", made.digest.words.clone()),
        ("fact-file", shown(&made.file)),
    ]);
    page.done()
}
