//! The selection rule on both sides of the line.

use super::*;

fn in_unit(mut application: ApplicationInput, unit: &str) -> ApplicationInput {
    application.unit = Some(UnitCode::new(unit).unwrap());
    application
}

fn of_type(mut application: ApplicationInput, kind: &str) -> ApplicationInput {
    application.enterprise_type = TypeCode::new(kind).unwrap();
    application
}

fn rule(count: u32) -> Selection {
    Selection {
        count: Some(count),
        least_score: None,
        seats_by_type: Vec::new(),
        unit_ceiling: None,
        unit_floor: None,
        order: vec![FillStep::Rank],
    }
}

fn fates(rule: Selection, applications: &[ApplicationInput]) -> (Vec<String>, u32) {
    let mut scheme = small();
    scheme.selection = Some(rule);
    let found = run(&scheme, applications).selection.unwrap();
    let lines = found.lines.iter();
    let fates = lines.map(|line| {
        let fate = match &line.fate {
            Fate::Selected(SeatRule::Rank) => "rank",
            Fate::Selected(SeatRule::TypeSeats) => "type",
            Fate::Selected(SeatRule::UnitFloor) => "floor",
            Fate::TiedOnTheLine => "tied",
            Fate::NotSelected(LeftOut::BelowScore) => "score",
            Fate::NotSelected(LeftOut::UnitCeiling) => "ceiling",
            Fate::NotSelected(LeftOut::NoSeatLeft { .. }) => "none",
        };
        format!("{}:{fate}", line.application)
    });
    (fates.collect(), found.open_seats)
}

#[test]
fn by_count_the_line_names_what_decided() {
    let mut scheme = small();
    scheme.selection = Some(rule(1));
    scheme.tie_breaks = vec![TieBreak::Field(FieldCode::new("F1").unwrap())];
    let (mut a, b) = (flat("a", "8"), flat("b", "8"));
    a.facts.insert("F1".into(), decimal("5"));
    let found = run(&scheme, &[b, a]).selection.unwrap();
    assert_eq!(found.lines[0].fate, Fate::Selected(SeatRule::Rank));
    let decided_by = Some(Criterion::TieBreak(0));
    let left = LeftOut::NoSeatLeft { decided_by };
    assert_eq!(found.lines[1].fate, Fate::NotSelected(left));
}

#[test]
fn a_tie_across_the_line_leaves_the_seats_open() {
    let given = [
        flat("a", "9"),
        flat("b", "8"),
        flat("c", "8"),
        flat("d", "8"),
        flat("e", "7"),
    ];
    let (fates, open) = fates(rule(3), &given);
    assert_eq!(fates, ["a:rank", "b:tied", "c:tied", "d:tied", "e:none"]);
    assert_eq!(open, 2);
}

#[test]
fn a_tie_that_fits_is_no_question() {
    let given = [
        flat("a", "9"),
        flat("b", "8"),
        flat("c", "8"),
        flat("d", "7"),
    ];
    assert_eq!(
        fates(rule(3), &given).0,
        ["a:rank", "b:rank", "c:rank", "d:none"]
    );
}

#[test]
fn score_and_ceiling_leave_out_with_their_own_reason() {
    let mut limits = rule(3);
    limits.unit_ceiling = Some(1);
    limits.least_score = Some(decimal("10"));
    let given = [
        in_unit(flat("a", "9"), "x"),
        in_unit(flat("b", "8"), "x"),
        in_unit(flat("c", "7"), "y"),
        in_unit(flat("d", "1"), "z"),
    ];
    assert_eq!(
        fates(limits, &given).0,
        ["a:rank", "b:ceiling", "c:rank", "d:score"]
    );
}

#[test]
fn the_order_of_filling_decides_who_takes_which_seat() {
    let given = [
        in_unit(flat("a", "9"), "x"),
        in_unit(flat("b", "8"), "x"),
        in_unit(flat("c", "7"), "y"),
        in_unit(of_type(flat("d", "6"), "W"), "y"),
    ];
    let mut limits = rule(3);
    limits.unit_floor = Some(1);
    limits.seats_by_type = vec![(TypeCode::new("W").unwrap(), 1)];
    limits.order = vec![FillStep::UnitFloor, FillStep::TypeSeats, FillStep::Rank];
    assert_eq!(
        fates(limits.clone(), &given).0,
        ["a:floor", "b:none", "c:floor", "d:type"]
    );
    limits.order = vec![FillStep::TypeSeats, FillStep::Rank];
    assert_eq!(
        fates(limits, &given).0,
        ["a:rank", "b:rank", "c:none", "d:type"]
    );
}

#[test]
fn without_a_count_the_score_alone_decides() {
    let limits = Selection {
        count: None,
        least_score: Some(decimal("16.6")),
        ..rule(0)
    };
    let given = [flat("a", "9"), flat("b", "8"), flat("c", "7.5")];
    assert_eq!(fates(limits, &given).0, ["a:rank", "b:rank", "c:score"]);
}
