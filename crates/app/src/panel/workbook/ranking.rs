//! Sheets of places: overall, by type, by unit.

use hengping_core::score::exact::PRINTED_DIGITS;
use hengping_report::workbook::{Cell, Row, Sheet};

use super::super::results::ResultLine;
use super::super::words;
use super::Book;

impl Book<'_> {
    pub(super) fn ranking(&self) -> Sheet {
        let lines = self.results.applications.iter();
        self.sheet(
            "sheet-ranking",
            3,
            &[
                ("table-rank", 6),
                ("table-application", 10),
                ("table-enterprise", 34),
                ("table-type", 18),
                ("sheet-place-in-type", 8),
                ("table-unit-code", 16),
                ("sheet-place-in-unit", 8),
                ("table-composite", 10),
                ("table-grade", 12),
                ("sheet-valid", 8),
                ("sheet-asked", 8),
                ("table-range", 8),
                ("table-deviation", 8),
                ("table-bonus", 8),
                ("table-deductions", 8),
                ("table-proposed", 16),
                ("table-state", 20),
                ("sheet-decided-by", 16),
                ("table-note", 50),
            ],
            lines.map(|line| self.ranked(line)).collect(),
        )
    }

    fn ranked(&self, line: &ResultLine) -> Row {
        let place = |place: Option<u32>| Cell::some(place, Cell::count);
        let spread = line.spread.as_ref();
        let grade = line.grade.as_deref().unwrap_or_default();
        let fate = self.fate(line);
        let proposed = self
            .results
            .selection
            .iter()
            .any(|one| one.application == line.application && one.proposed);
        let by = line.decided_by.map(|by| words::criterion(by, self.say));
        Row {
            cells: vec![
                place(line.place),
                Cell::text(line.application.as_str()),
                Cell::text(&line.enterprise),
                self.of_type(line),
                place(line.place_in_type),
                self.of_unit(line),
                place(line.place_in_unit),
                Cell::some(line.composite.as_deref(), Cell::printed),
                self.named(grade, self.names.grade(grade)),
                Cell::count(line.experts.valid),
                Cell::count(line.experts.asked),
                Cell::some(spread, |spread| Cell::printed(&spread.range)),
                Cell::some(spread, |spread| Cell::printed(&spread.deviation)),
                Cell::printed(&line.bonus.to_text(PRINTED_DIGITS)),
                Cell::printed(&line.deductions.to_text(PRINTED_DIGITS)),
                fate,
                self.status(&line.status),
                Cell::some(by, Cell::text),
                self.notes(line),
            ],
            depth: 0,
            strong: proposed,
        }
    }

    fn fate(&self, line: &ResultLine) -> Cell {
        let mut lines = self.results.selection.iter();
        let found = lines.find(|one| one.application == line.application);
        Cell::some(found, |one| Cell::text(words::fate(&one.fate, self.say)))
    }

    fn of_type(&self, line: &ResultLine) -> Cell {
        let code = line.enterprise_type.as_str();
        self.named(code, self.names.enterprise_type(code))
    }

    fn of_unit(&self, line: &ResultLine) -> Cell {
        Cell::some(line.unit.as_ref(), |unit| {
            let known = self.record.sources.round.units.get(unit);
            let name = known.map_or("", |known| known.name.as_str());
            Cell::text(format!("{unit} {name}").trim_end())
        })
    }

    fn notes(&self, line: &ResultLine) -> Cell {
        let notes = line.notes.iter();
        let mut notes: Vec<String> = notes
            .map(|note| self.say.phrase(&note.to_string()))
            .collect();
        if let Some(other) = &line.other_method {
            let params = [
                ("method", other.method.as_str().into()),
                ("composite", other.text.as_str().into()),
            ];
            notes.push(self.say.say("panel-other-method", &params));
        }
        if let Some(items) = self.results.undecided_items.get(&line.application) {
            let params = [("items", items.join(" ").into())];
            notes.push(self.say.say("panel-undecided-items", &params));
        }
        Cell::text(notes.join("\n"))
    }

    pub(super) fn by_type(&self) -> Sheet {
        let groups = self.results.types.iter();
        let rows = groups.flat_map(|group| {
            let places = group.places.iter();
            places.filter_map(|one| {
                let line = self.line(&one.application)?;
                Some(self.in_group(self.of_type(line), line.place_in_type, line))
            })
        });
        self.sheet("sheet-by-type", 1, &grouped("table-type"), rows.collect())
    }

    pub(super) fn by_unit(&self) -> Sheet {
        let groups = self.results.units.values();
        let lines = groups.flatten().filter_map(|id| self.line(id));
        let rows = lines.map(|line| self.in_group(self.of_unit(line), line.place_in_unit, line));
        let columns = grouped("table-unit-code");
        self.sheet("sheet-by-unit", 1, &columns, rows.collect())
    }

    fn in_group(&self, group: Cell, place: Option<u32>, line: &ResultLine) -> Row {
        Row::from(vec![
            group,
            Cell::some(place, Cell::count),
            Cell::some(line.place, Cell::count),
            Cell::text(line.application.as_str()),
            Cell::text(&line.enterprise),
            Cell::some(line.composite.as_deref(), Cell::printed),
        ])
    }

    pub(super) fn line(&self, id: &hengping_core::id::ApplicationId) -> Option<&ResultLine> {
        let mut lines = self.results.applications.iter();
        lines.find(|line| line.application == *id)
    }
}

/// Columns of a sheet of places within groups.
fn grouped(group: &'static str) -> [(&'static str, u16); 6] {
    [
        (group, 22),
        ("sheet-place-in-group", 10),
        ("table-rank", 8),
        ("table-application", 10),
        ("table-enterprise", 40),
        ("table-composite", 10),
    ]
}
