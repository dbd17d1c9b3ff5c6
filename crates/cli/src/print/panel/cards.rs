//! Cards that came with bundles under activation codes.

use hengping_app::messages::Catalogue;
use hengping_app::panel::CardLine;

use super::super::page::{Column, Page};
use super::super::yes_no;

/// The cards, and whether they were compared.
pub(crate) fn cards(cards: &[CardLine], say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-cards", &[("count", cards.len().into())]);
    let columns = [
        Column::code("table-ticket"),
        Column::text("table-name"),
        Column::text("table-unit"),
        Column::code("table-fingerprint"),
        Column::code("table-confirmed"),
    ];
    let rows = cards.iter().map(|card| {
        vec![
            card.ticket.to_string(),
            card.name.clone(),
            card.unit.clone(),
            card.fingerprint.words.clone(),
            yes_no(card.confirmed, say),
        ]
    });
    page.table(&columns, rows);
    page.note_if(cards.iter().any(|card| !card.confirmed), "panel-cards-next");
    page.done()
}
