//! What was changed after the panel had decided, with before and after.

use hengping_app::messages::Catalogue;
use hengping_app::panel::CorrectionLine;
use hengping_core::merge::correction::Position;

use super::super::office::kebab;
use super::super::page::{Column, Page};
use super::super::{or_dash, yes_no};

/// Corrections in order, each with the applications it moves; nothing where there are none.
pub(super) fn corrections(page: &mut Page<'_>, lines: &[CorrectionLine], say: &Catalogue) {
    if lines.is_empty() {
        return;
    }
    page.section("panel-corrections", &[("count", lines.len().into())]);
    for (number, line) in (1_u64..).zip(lines) {
        let ground = say.say(&format!("ground-{}", kebab(line.ground.slug())), &[]);
        let what = serde_json::to_value(line.what).ok();
        let what = what
            .as_ref()
            .and_then(|what| what.as_str())
            .unwrap_or_default();
        let params = [
            ("number", number.into()),
            ("ground", ground.into()),
            ("what", say.say(&format!("corrected-{what}"), &[]).into()),
            ("subject", line.subject.as_str().into()),
            ("note", line.note.as_str().into()),
            ("by", line.by.join("、").into()),
        ];
        page.section("panel-correction", &params);
        let columns = [
            Column::code("table-application"),
            Column::number("table-composite-before"),
            Column::number("table-composite-after"),
            Column::number("table-rank-before"),
            Column::number("table-rank-after"),
            Column::code("table-proposed-before"),
            Column::code("table-proposed-after"),
        ];
        let rows = line.changes.iter().map(|change| {
            let mut row = vec![change.application.to_string()];
            let pair = [change.before.as_ref(), change.after.as_ref()];
            for part in [composite, place] {
                row.extend(pair.map(|position| or_dash(&position.map(part).unwrap_or_default())));
            }
            let proposed = |position: &Position| yes_no(position.proposed, say);
            row.extend(pair.map(|position| or_dash(&position.map(proposed).unwrap_or_default())));
            row
        });
        page.table(&columns, rows);
    }
}

fn composite(position: &Position) -> String {
    position.composite.clone().unwrap_or_default()
}

fn place(position: &Position) -> String {
    position
        .place
        .map(|place| place.to_string())
        .unwrap_or_default()
}
