//! Reading grades and the selection rule, and whether each is consistent in itself.

use rust_decimal::Decimal;

use super::super::fault::FaultKind;
use super::super::source::{Item, Node};
use super::super::{FillStep, GradeByRank, GradeByScore, Grades, NamedCode, Selection};
use super::catalogue::named;
use super::{Codes, Context, known};
use crate::id::TypeCode;

/// Most seats of a selection.
const MAX_SEATS: u32 = 100_000;

const STEPS: &[(&str, FillStep)] = &[
    ("unit_floor", FillStep::UnitFloor),
    ("type_seats", FillStep::TypeSeats),
    ("rank", FillStep::Rank),
];

/// A grade with the bound it has: by score (true) or by rank.
type Graded = (NamedCode<String>, Decimal, bool);

/// `[[grade]]`, best first, all with `from` or all with `up_to_percent`.
pub(super) fn read_grades(root: &Node<'_>) -> Grades {
    let mut codes = Codes::default();
    let mut grades: Vec<Graded> = Vec::new();
    for node in root.tables("grade") {
        let grade = read_grade(&node, &mut codes, &grades);
        grades.extend(grade);
        node.finish();
    }
    match grades.first() {
        None => Grades::None,
        Some((_, _, true)) => {
            let by_score = |(grade, from, _)| GradeByScore { grade, from };
            Grades::ByScore(grades.into_iter().map(by_score).collect())
        }
        Some((_, _, false)) => {
            let by_rank = |(grade, up_to_percent, _)| GradeByRank {
                grade,
                up_to_percent,
            };
            Grades::ByRank(grades.into_iter().map(by_rank).collect())
        }
    }
}

fn read_grade(node: &Node<'_>, codes: &mut Codes, above: &[Graded]) -> Option<Graded> {
    let code: Option<crate::id::OptionCode> = Context::declare(node, codes);
    let name = named(node, code.map(|code| code.to_string()));
    let (item, by_score) = match (node.get("from"), node.get("up_to_percent")) {
        (Some(item), None) => (item, true),
        (None, Some(item)) => (item, false),
        _ => {
            node.fault(FaultKind::GradesMixed, &[]);
            return None;
        }
    };
    let bound = item.decimal()?;
    check_bound(&item, bound, by_score, above.last());
    Some((name?, bound, by_score))
}

fn check_bound(item: &Item<'_>, bound: Decimal, by_score: bool, above: Option<&Graded>) {
    if !by_score && (bound <= Decimal::ZERO || bound > Decimal::ONE_HUNDRED) {
        item.bad_value::<()>(&bound.to_string(), "a percentage above 0 and at most 100");
    }
    let Some((_, before, same)) = above else {
        return;
    };
    if *same != by_score {
        item.fault(FaultKind::GradesMixed, &[]);
    } else if (by_score && bound >= *before) || (!by_score && bound <= *before) {
        let details: [(&str, &dyn ToString); 2] = [("found", &bound), ("above", before)];
        item.fault(FaultKind::GradesNotFalling, &details);
    }
}

impl<'a> Context<'a> {
    /// The selection rule; `Some(None)` when the scheme has none.
    pub(super) fn read_selection(&self, root: &Node<'a>) -> Option<Option<Selection>> {
        let Some(section) = root.get("selection") else {
            return Some(None);
        };
        let node = section.table()?;
        let seats = |key| {
            let item = node.get(key);
            item.map_or(Some(None), |item| item.count(MAX_SEATS).map(Some))
        };
        let (count, ceiling, floor) = (seats("count"), seats("unit_ceiling"), seats("unit_floor"));
        let least = node.get("least_score").map(|item| item.decimal());
        let seats_by_type = self.type_seats(&node);
        let order = fill_order(&node);
        node.finish();
        let selection = Selection {
            count: count?,
            least_score: least.map_or(Some(None), |least| least.map(Some))?,
            seats_by_type,
            unit_ceiling: ceiling?,
            unit_floor: floor?,
            order: order?,
        };
        let kept = node.get("type_seats").is_some();
        check_selection(&node, &selection, kept);
        Some(Some(selection))
    }

    fn type_seats(&self, node: &Node<'a>) -> Vec<(TypeCode, u32)> {
        let mut seen = Codes::default();
        let mut seats = Vec::new();
        for entry in node.tables("type_seats") {
            let item = entry.need("type");
            let code = item.and_then(|item| {
                seen.declare(&item, item.text()?);
                known(&item, &self.type_codes, FaultKind::UnknownType)
            });
            let number = entry.need("seats").and_then(|item| item.count(MAX_SEATS));
            entry.finish();
            seats.extend(code.zip(number));
        }
        seats
    }
}

fn fill_order(node: &Node<'_>) -> Option<Vec<FillStep>> {
    let item = node.need("order")?;
    let mut order: Vec<FillStep> = Vec::new();
    for entry in item.list()? {
        let step = entry.word(STEPS)?;
        if order.contains(&step) {
            let reason = "a step stands twice in the order";
            entry.fault(FaultKind::SelectionInconsistent, &[("reason", &reason)]);
        }
        order.push(step);
    }
    Some(order)
}

fn check_selection(node: &Node<'_>, selection: &Selection, kept_for_types: bool) {
    let fault = |reason: &str| {
        node.fault(FaultKind::SelectionInconsistent, &[("reason", &reason)]);
    };
    let has = |step| selection.order.contains(&step);
    if selection.count.is_none() && selection.least_score.is_none() {
        fault("neither count nor least_score limits the list");
    }
    if has(FillStep::TypeSeats) != kept_for_types {
        fault("type_seats must stand both in the order and as a table");
    }
    if has(FillStep::UnitFloor) != selection.unit_floor.is_some() {
        fault("unit_floor must stand both in the order and as a number");
    }
    if selection.order.last() != Some(&FillStep::Rank) {
        fault("the last step of the order must be rank");
    }
    if let (Some(floor), Some(ceiling)) = (selection.unit_floor, selection.unit_ceiling)
        && floor > ceiling
    {
        fault("unit_floor is above unit_ceiling");
    }
    let kept = selection
        .seats_by_type
        .iter()
        .map(|(_, seats)| u64::from(*seats));
    if selection
        .count
        .is_some_and(|count| kept.sum::<u64>() > u64::from(count))
    {
        fault("more seats are kept for types than there are");
    }
}
