//! A page of text: lines from the catalogue, aligned facts, tables.
//!
//! Owns spacing and widths. Trap: comfy-table pads every cell, so lines are trimmed at their end;
//! and what a terminal would obey is spelled out before anything is measured, not after.

use std::borrow::Cow;

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent, Width, presets,
};
use hengping_app::messages::{Catalogue, Params};
use hengping_app::notice::Notice;

use crate::outcome::inert;

/// Columns a page takes before cells are wrapped.
const WIDTH: u16 = 120;
/// Columns that what stays in one piece may take; names of strangers may be longer.
const WIDEST_PIECE: u16 = 48;

/// A column of a table: its heading in the catalogue and its alignment.
pub(super) struct Column {
    head: String,
    alignment: CellAlignment,
    wraps: bool,
}

impl Column {
    /// A column of text, wrapped where there is no room.
    pub(super) fn text(key: &str) -> Self {
        Self {
            head: key.to_owned(),
            alignment: CellAlignment::Left,
            wraps: true,
        }
    }

    /// A column of codes or words that stay in one piece.
    pub(super) fn code(key: &str) -> Self {
        Self {
            wraps: false,
            ..Self::text(key)
        }
    }

    /// A column of numbers.
    pub(super) fn number(key: &str) -> Self {
        Self {
            alignment: CellAlignment::Right,
            ..Self::code(key)
        }
    }
}

/// What is being written.
pub(super) struct Page<'a> {
    say: &'a Catalogue,
    text: String,
}

impl<'a> Page<'a> {
    /// The catalogue it speaks from.
    pub(super) fn catalogue(&self) -> &'a Catalogue {
        self.say
    }

    pub(super) fn new(say: &'a Catalogue) -> Self {
        Self {
            say,
            text: String::new(),
        }
    }

    /// A line as it is.
    pub(super) fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A line from the catalogue.
    pub(super) fn line(&mut self, key: &str, params: Params) {
        self.raw(&self.say.say(key, params));
    }

    /// A line from the catalogue, after an empty one.
    pub(super) fn section(&mut self, key: &str, params: Params) {
        self.gap();
        self.line(key, params);
    }

    /// What to do next or to know, set off from the facts.
    pub(super) fn note(&mut self, key: &str) {
        self.section(key, &[]);
    }

    /// The same where it applies.
    pub(super) fn note_if(&mut self, applies: bool, key: &str) {
        if applies {
            self.note(key);
        }
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Labels from the catalogue with their values, one below the other.
    pub(super) fn facts(&mut self, facts: &[(&str, String)]) {
        let mut table = plain();
        for (key, value) in facts {
            table.add_row([Cow::Owned(self.say.say(key, &[])), cell(value)]);
        }
        self.put(&table);
    }

    /// A table; nothing when it has no rows.
    pub(super) fn table(&mut self, columns: &[Column], rows: impl Iterator<Item = Vec<String>>) {
        let mut table = plain();
        table.set_style(TableComponent::HeaderLines, '─');
        table.set_style(TableComponent::MiddleHeaderIntersections, '─');
        table.set_header(columns.iter().map(|column| self.say.say(&column.head, &[])));
        table.add_rows(rows.map(|row| {
            row.iter()
                .map(|text| cell(text).into_owned())
                .collect::<Vec<_>>()
        }));
        let widths = table.column_max_content_widths();
        for (at, (column, width)) in columns.iter().zip(widths).enumerate() {
            if let Some(found) = table.column_mut(at) {
                found.set_cell_alignment(column.alignment);
                if !column.wraps {
                    found.set_constraint(in_one_piece(width));
                }
            }
        }
        if !table.is_empty() {
            self.put(&table);
        }
    }

    /// What was refused with its code and reason, below a line that counts it; nothing when nothing
    /// was.
    pub(super) fn refused<'n>(
        &mut self,
        title: &str,
        refused: impl ExactSizeIterator<Item = (String, &'n Notice)>,
    ) {
        if refused.len() == 0 {
            return;
        }
        self.section(title, &[("count", refused.len().into())]);
        let columns = [
            Column::text("table-refused"),
            Column::code("table-code"),
            Column::text("table-reason"),
        ];
        let say = self.say;
        let rows = refused.map(|(what, notice)| {
            let place = notice.place.sentence(say);
            let place = place.map_or_else(String::new, |place| format!(" ({place})"));
            let reason = notice.sentence(say) + place.as_str();
            vec![what, notice.code.to_owned(), reason]
        });
        self.table(&columns, rows);
    }

    fn put(&mut self, table: &Table) {
        for line in table.lines() {
            self.raw(line.trim_end());
        }
    }

    pub(super) fn done(self) -> String {
        self.text
    }
}

/// The text of a cell, so that it takes as many columns as it seems to.
fn cell(text: &str) -> Cow<'_, str> {
    match inert(text) {
        shown if shown.contains('\t') => Cow::Owned(shown.replace('\t', " ")),
        shown => shown,
    }
}

fn in_one_piece(width: u16) -> ColumnConstraint {
    if width <= WIDEST_PIECE {
        ColumnConstraint::ContentWidth
    } else {
        ColumnConstraint::UpperBoundary(Width::Fixed(WIDEST_PIECE))
    }
}

fn plain() -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    table
}

#[cfg(test)]
mod tests {
    use hengping_app::Language;

    use super::*;

    fn rows(names: &[&str]) -> String {
        let say = Catalogue::new(Language::Zh);
        let mut page = Page::new(&say);
        let columns = [
            Column::code("table-application"),
            Column::number("table-rank"),
        ];
        page.table(
            &columns,
            names
                .iter()
                .map(|name| vec![(*name).to_owned(), "1".to_owned()]),
        );
        page.done()
    }

    #[test]
    fn what_a_terminal_would_obey_is_spelled_out_before_it_is_measured() {
        let shown = rows(&["甲\u{202e}乙", "丙\t丁"]);
        let ends: Vec<usize> = shown.lines().skip(2).map(columns_of).collect();
        assert_eq!(ends, [ends[0], ends[0]], "{shown}");
        assert!(
            shown.contains("甲\\u202e乙") && shown.contains("丙 丁"),
            "{shown}"
        );
    }

    #[test]
    fn an_endless_name_does_not_make_an_endless_line() {
        let shown = rows(&["甲", &"长".repeat(5000)]);
        assert!(
            shown
                .lines()
                .all(|line| columns_of(line) <= usize::from(WIDTH))
        );
    }

    /// Columns of text without combining characters.
    fn columns_of(line: &str) -> usize {
        line.chars()
            .map(|c| if c as u32 >= 0x2e80 { 2 } else { 1 })
            .sum()
    }
}
