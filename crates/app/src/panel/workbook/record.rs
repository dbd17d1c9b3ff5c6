//! Sheets of what was recorded: facts as they hold, and the log.

use hengping_core::application::FieldValue;
use hengping_core::id::ApplicationId;
use hengping_core::mark::{FactKey, FactValue};
use hengping_core::merge::facts::{EffectiveFact, Provenance};
use hengping_report::workbook::{Cell, Row, Sheet};

use super::Book;
use crate::clock::in_round;
use crate::written;

impl Book<'_> {
    /// Declared values and what holds in their place.
    pub(super) fn facts(&self) -> Sheet {
        let lines = self.results.applications.iter();
        let rows = lines.flat_map(|line| {
            let facts = self.evaluation.facts.of(&line.application);
            let facts = facts.into_iter();
            facts
                .map(|(key, fact)| self.fact(&line.application, &key, &fact))
                .collect::<Vec<_>>()
        });
        self.sheet(
            "sheet-facts",
            2,
            &[
                ("table-application", 10),
                ("table-fact", 34),
                ("table-unit", 10),
                ("table-declared", 22),
                ("sheet-holds", 22),
                ("table-source", 12),
                ("table-reason", 44),
                ("sheet-by", 20),
                ("table-at", 22),
            ],
            rows.collect(),
        )
    }

    fn fact(&self, id: &ApplicationId, key: &FactKey, fact: &EffectiveFact) -> Row {
        let code = written::fact(key);
        let declared = match (&fact.before, &fact.provenance) {
            (Some(before), _) => value(before),
            (None, Provenance::Declared | Provenance::Office) => value(&fact.value),
            (None, _) => Cell::Empty,
        };
        let (source, reason, by, at) = match &fact.provenance {
            Provenance::Declared => ("from-declared", "", String::new(), None),
            Provenance::Office => ("from-office", "", String::new(), None),
            Provenance::Decided { reason, by, at } => (
                "from-decided",
                reason.as_str(),
                by.join("\u{3001}"),
                Some(*at),
            ),
            Provenance::Visited { at, .. } => ("from-visited", "", String::new(), Some(*at)),
        };
        let at = at.map(|at| in_round(at, &self.log.time_zone));
        Row {
            strong: fact.before.is_some(),
            ..Row::from(vec![
                Cell::text(id.as_str()),
                self.named(&code, self.names.fact(&code)),
                Cell::text(self.names.unit(&code)),
                declared,
                value(&fact.value),
                Cell::text(self.say.say(source, &[])),
                Cell::text(reason),
                Cell::text(by),
                Cell::some(at, Cell::text),
            ])
        }
    }

    /// The log of the panel's store.
    pub(super) fn logged(&self) -> Sheet {
        let rows = self.log.entries.iter().map(|entry| {
            let key = format!("event-{}", entry.kind);
            let known = self.say.has(&key).then(|| self.say.say(&key, &[]));
            Row::from(vec![
                Cell::count(entry.number),
                Cell::text(in_round(entry.at, &self.log.time_zone)),
                Cell::text(known.unwrap_or_else(|| entry.kind.clone())),
                Cell::text(entry.subjects.join(" ")),
            ])
        });
        self.sheet(
            "sheet-log",
            1,
            &[
                ("table-number", 8),
                ("table-at", 24),
                ("table-event", 30),
                ("table-subjects", 80),
            ],
            rows.collect(),
        )
    }
}

/// A value in the units of the form. Digits that are a code or a name stay text: as a number a credit
/// code would lose its last digits.
fn value(value: &FactValue) -> Cell {
    let written = written::value(value);
    match value {
        FactValue::Field(FieldValue::Money(_) | FieldValue::Number(_)) | FactValue::Count(_) => {
            Cell::printed(&written)
        }
        _ => Cell::text(written),
    }
}
