//! Worked examples; every number was computed by hand.

use super::*;

#[test]
fn the_mean_of_each_leaf_carries_its_points() {
    // A1: (8+7+6)/3 = 7 → 4.2; A2: (5+5+6)/3 = 16/3 → 32/15; B1: 9 → 6.3; B2: 2/3 → 2.
    // 4.2 + 32/15 + 6.3 + 2 = 439/30 = 14.6333…
    let marks = [
        ("A1", "8 7 6"),
        ("A2", "5 5 6"),
        ("B1", "9 9 9"),
        ("B2", "1 1 0"),
    ];
    let mut scheme = small();
    let exact = only(&scheme, marked(application("a"), &marks));
    assert_eq!(
        exact.composite.as_ref().unwrap().exact.to_string(),
        "439/30"
    );
    assert_eq!(text(&exact), "14.633333333333");
    scheme.aggregation.round_total = Some(2);
    assert_eq!(
        text(&only(&scheme, marked(application("a"), &marks))),
        "14.63"
    );
}

#[test]
fn each_stage_of_rounding_is_its_own() {
    // B1: (7.5+7+7)/3 = 43/6 = 7.1666…
    let marks = [
        ("A1", "0 0 0"),
        ("A2", "0 0 0"),
        ("B1", "7.5 7 7"),
        ("B2", "0 0 0"),
    ];
    let rounded = |mark, leaf, total| {
        let mut scheme = small();
        scheme.aggregation.round_mark = mark;
        scheme.aggregation.round_leaf = leaf;
        scheme.aggregation.round_total = total;
        text(&only(&scheme, marked(application("a"), &marks))).to_owned()
    };
    // Exact 7 × 43/60 = 301/60 = 5.01666…
    assert_eq!(rounded(None, None, Some(3)), "5.017");
    // Mark 7.2 → 5.04.
    assert_eq!(rounded(Some(1), None, Some(3)), "5.040");
    // Points 5.0 after 5.01666….
    assert_eq!(rounded(None, Some(1), Some(3)), "5.000");
    // Mark 7.2 → 5.04 → 5.0.
    assert_eq!(rounded(Some(1), Some(1), Some(0)), "5");
}

#[test]
fn the_exact_half_rounds_up() {
    // 6 × 0.5/10 = 0.3 and 7 × 0.5/10 = 0.35: total 0.65 → 0.7.
    let marks = [("A1", "0.5"), ("A2", "0"), ("B1", "0.5"), ("B2", "0")];
    let mut scheme = small();
    scheme.aggregation.round_total = Some(1);
    assert_eq!(
        text(&only(&scheme, marked(application("a"), &marks))),
        "0.7"
    );
}

#[test]
fn a_trimmed_mean_begins_at_its_number_of_valid_marks() {
    let mut scheme = small();
    scheme.aggregation.method = Method::TrimmedMean {
        high: 1,
        low: 1,
        from: 5,
    };
    // A1 has five marks: (5+6+7)/3 = 6 → 3.6. A2 has four: (0+4+6+10)/4 = 5 → 2.
    let marks = [
        ("A1", "0 5 6 7 10"),
        ("A2", "0 4 6 10 -"),
        ("B1", "0 0 0 0 0"),
        ("B2", "0 0 0 0 0"),
    ];
    let outcome = only(&scheme, marked(application("a"), &marks));
    assert_eq!(
        (points(&outcome, "A1"), points(&outcome, "A2")),
        ("3.6".into(), "2".into())
    );
    assert!(has_note(
        &outcome,
        &NoteKind::NotTrimmed { valid: 4, from: 5 }
    ));
    let dropped: Vec<bool> = outcome
        .leaf(&code("A1"))
        .unwrap()
        .marks
        .iter()
        .map(|m| m.dropped)
        .collect();
    assert_eq!(dropped, [true, false, false, false, true]);
    assert_eq!(outcome.leaf(&code("A2")).unwrap().valid, 4);
    assert_eq!(outcome.leaf(&code("A2")).unwrap().asked, 5);
}

#[test]
fn the_median_of_totals_takes_only_complete_experts() {
    let mut scheme = small();
    scheme.aggregation.basis = Basis::ExpertTotal;
    scheme.aggregation.method = Method::Median;
    // e0: 6+4+7+3 = 20; e1: 0; e2: 3+2+3.5+3 = 11.5; e3 lacks B2 and does not count.
    let marks = [
        ("A1", "10 0 5 10"),
        ("A2", "10 0 5 10"),
        ("B1", "10 0 5 10"),
        ("B2", "1 0 1 -"),
    ];
    let outcome = only(&scheme, marked(application("a"), &marks));
    assert_eq!(text(&outcome), "11.5");
    assert_eq!((outcome.experts.valid, outcome.experts.asked), (3, 4));
    assert!(has_note(
        &outcome,
        &NoteKind::IncompleteExperts { experts: 1 }
    ));
    // With at least four it is not decidable.
    scheme.aggregation.least_valid = 4;
    let outcome = only(&scheme, marked(application("a"), &marks));
    assert_eq!(
        outcome.status,
        Status::NotDecidable(vec![Undecided::TooFewExperts { valid: 3, least: 4 }])
    );
}

#[test]
fn a_leaf_that_does_not_apply_rescales_its_parent() {
    // A2 does not apply: A = 4.2 × 10/6 = 7. B = 7 + 3.
    let marks = [
        ("A1", "7 7"),
        ("A2", "NA NA"),
        ("B1", "10 10"),
        ("B2", "1 1"),
    ];
    let outcome = only(&small(), marked(application("a"), &marks));
    assert_eq!((points(&outcome, "A"), text(&outcome)), ("7".into(), "17"));
    assert_eq!(
        outcome.leaf(&code("A2")).unwrap().state,
        LeafState::NotApplicable
    );
    assert!(has_note(&outcome, &NoteKind::NotApplicable));
    // The whole of A does not apply: the tree is B × 20/10.
    let marks = [
        ("A1", "NA NA"),
        ("A2", "NA NA"),
        ("B1", "5 5"),
        ("B2", "1 1"),
    ];
    let outcome = only(&small(), marked(application("a"), &marks));
    assert_eq!((points(&outcome, "A"), text(&outcome)), ("-".into(), "13"));
}

#[test]
fn a_number_beside_not_applicable_counts_with_a_note() {
    let marks = [
        ("A1", "8 NA NA"),
        ("A2", "0 0 0"),
        ("B1", "0 0 0"),
        ("B2", "0 0 0"),
    ];
    let outcome = only(&small(), marked(application("a"), &marks));
    assert_eq!(text(&outcome), "4.8");
    let partly = NoteKind::PartlyNotApplicable {
        numeric: 1,
        not_applicable: 2,
    };
    assert!(has_note(&outcome, &partly));
}

#[test]
fn not_applicable_under_expert_totals_rescales_each_expert() {
    let mut scheme = small();
    scheme.aggregation.basis = Basis::ExpertTotal;
    // e0: A = 6 × 5/10 × 10/6 = 5, B = 0 → 5. e1: A = 3 + 0 = 3 → 3. Mean 4.
    let marks = [("A1", "5 5"), ("A2", "NA 0"), ("B1", "0 0"), ("B2", "0 0")];
    assert_eq!(text(&only(&scheme, marked(application("a"), &marks))), "4");
}

#[test]
fn six_states_are_six_different_things() {
    let mut given = marked(
        application("a"),
        &[
            ("A1", "0 - NA 9 9 99"),
            ("A2", "0"),
            ("B1", "0"),
            ("B2", "0"),
        ],
    );
    given.experts.get_mut("e3").unwrap().attendance = Attendance::Recused;
    given.experts.get_mut("e4").unwrap().attendance = Attendance::Absent;
    let outcome = only(&small(), given);
    let marks = &outcome.leaf(&code("A1")).unwrap().marks;
    let states: Vec<&MarkState> = marks.iter().map(|mark| &mark.state).collect();
    let expected = [
        &MarkState::Scored(Exact::ZERO),
        &MarkState::NotScored,
        &MarkState::NotApplicable,
        &MarkState::Recused,
        &MarkState::Absent,
        &MarkState::Refused,
    ];
    assert_eq!(states, expected);
    let count = outcome.experts;
    assert_eq!(
        (count.asked, count.valid, count.recused, count.absent),
        (6, 1, 1, 1)
    );
    assert!(has_note(
        &outcome,
        &NoteKind::MarksNotCounted { experts: 2 }
    ));
    assert_eq!(text(&outcome), "0");
}

#[test]
fn too_few_marks_of_one_leaf_leave_the_application_undecided() {
    let mut scheme = small();
    scheme.aggregation.least_valid = 2;
    let marks = [("A1", "8 7"), ("A2", "5 -"), ("B1", "9 9"), ("B2", "1 1")];
    let outcome = run(&scheme, &[marked(application("a"), &marks), flat("b", "5")]);
    let first = &outcome.applications[0];
    let reason = Undecided::TooFewMarks {
        indicator: code("A2"),
        valid: 1,
        least: 2,
    };
    assert_eq!(first.status, Status::NotDecidable(vec![reason]));
    assert_eq!((text(first), first.places), ("-", None));
    assert!(outcome.ranking.overall.is_empty());
}

#[test]
fn one_voice_does_not_take_a_leaf_out_where_two_are_needed() {
    let mut scheme = small();
    scheme.aggregation.least_valid = 2;
    let marks = [("A1", "8 7"), ("A2", "NA -"), ("B1", "9 9"), ("B2", "1 1")];
    let outcome = only(&scheme, marked(application("a"), &marks));
    assert!(matches!(outcome.status, Status::NotDecidable(_)));
}

#[test]
fn bonus_and_deductions_stop_at_their_limits() {
    let mut given = flat("a", "5");
    let decide = |count| ItemDecision::Count(count);
    given.items.insert(code("J1"), decide(1));
    given.items.insert(code("J2"), decide(1));
    given.items.insert(code("K1"), decide(7));
    let outcome = only(&small(), given);
    // 3 + 2 + 3.5 + 3 = 11.5, + 2 (of 2.5), − 3 (of 7).
    assert_eq!(text(&outcome), "10.5");
    assert_eq!(
        (outcome.bonus.to_string(), outcome.deductions.to_string()),
        ("2".into(), "3".into())
    );
}

#[test]
fn items_that_are_said_but_not_decided_do_nothing() {
    let mut given = marked(
        flat("a", "5"),
        &[("A1", "5 5"), ("A2", "5 5"), ("B1", "5 5"), ("B2", "1 1")],
    );
    given
        .experts
        .get_mut("e0")
        .unwrap()
        .items
        .insert(code("J1"), 1);
    given
        .experts
        .get_mut("e1")
        .unwrap()
        .items
        .insert(code("J1"), 0);
    given.items.insert(code("V1"), ItemDecision::Undecided);
    let outcome = only(&small(), given.clone());
    assert_eq!((text(&outcome), &outcome.status), ("11.5", &Status::Ranked));
    assert!(has_note(&outcome, &NoteKind::ItemUndecided));
    // Equal words decide.
    given
        .experts
        .get_mut("e1")
        .unwrap()
        .items
        .insert(code("J1"), 1);
    assert_eq!(text(&only(&small(), given)), "13");
}

#[test]
fn vetoes_and_thresholds_take_out_with_the_reason() {
    let mut scheme = small();
    scheme.thresholds = vec![
        Threshold {
            indicator: Some(code("A")),
            measure: Measure::Points,
            least: decimal("5"),
        },
        Threshold {
            indicator: None,
            measure: Measure::Mark,
            least: decimal("14"),
        },
    ];
    let mut vetoed = flat("v", "10");
    vetoed.items.insert(code("V1"), ItemDecision::Count(1));
    // Marks sum to 3 × 5 = 15 and A has exactly 5: both thresholds are reached.
    let outcome = run(&scheme, &[vetoed, flat("ok", "5"), flat("low", "4.5")]);
    let status = |id: &str| {
        &outcome
            .application(&ApplicationId::new(id).unwrap())
            .unwrap()
            .status
    };
    assert_eq!(status("v"), &Status::Vetoed(vec![code("V1")]));
    assert_eq!(status("ok"), &Status::Ranked);
    let Status::BelowThreshold(missed) = status("low") else {
        panic!("{:?}", status("low"));
    };
    let reached: Vec<String> = missed.iter().map(|m| m.reached.to_string()).collect();
    assert_eq!(reached, ["4.5", "13.5"]);
    assert_eq!(outcome.ranking.overall.len(), 1);
}

#[test]
fn an_agreed_mark_stands_beside_the_individual_ones() {
    let mut given = marked(
        application("a"),
        &[("A1", "2 9"), ("A2", "0 0"), ("B1", "0 0"), ("B2", "0 0")],
    );
    given.agreed.insert(code("A1"), judgement("8"));
    for basis in [Basis::Leaf, Basis::ExpertTotal] {
        let mut scheme = small();
        scheme.aggregation.basis = basis;
        let outcome = only(&scheme, given.clone());
        assert_eq!(text(&outcome), "4.8");
        assert_eq!(outcome.leaf(&code("A1")).unwrap().marks.len(), 2);
        assert!(has_note(&outcome, &NoteKind::AgreedMark));
    }
}

#[test]
fn a_different_method_says_so_and_gives_the_other_value() {
    let mut scheme = small();
    scheme.aggregation.round_total = Some(2);
    scheme.aggregation.method = Method::TrimmedMean {
        high: 1,
        low: 1,
        from: 5,
    };
    let full = |id: &str| {
        let marks = [
            ("A1", "0 5 5 5 5"),
            ("A2", "5 5 5 5 5"),
            ("B1", "5 5 5 5 5"),
            ("B2", "1 1 1 1 1"),
        ];
        marked(application(id), &marks)
    };
    let few = [
        ("A1", "0 5 5 10"),
        ("A2", "5 5 5 5"),
        ("B1", "5 5 5 5"),
        ("B2", "1 1 1 1"),
    ];
    let few = marked(application("few"), &few);
    let outcome = run(&scheme, &[full("a"), full("b"), few]);
    let few = &outcome.applications[2];
    let differs = NoteKind::MethodDiffers {
        here: AppliedMethod::PlainMean,
        usual: AppliedMethod::Trimmed,
    };
    assert!(has_note(few, &differs));
    let other = few
        .composite
        .as_ref()
        .unwrap()
        .other_method
        .as_ref()
        .unwrap();
    assert_eq!(
        (other.method, other.text.as_str()),
        (AppliedMethod::Trimmed, "11.50")
    );
    assert!(
        outcome.applications[0]
            .composite
            .as_ref()
            .unwrap()
            .other_method
            .is_none()
    );
}

#[test]
fn grades_go_by_published_composite_or_by_place() {
    let named = |code: &str| NamedCode {
        code: code.to_owned(),
        name: Text::default(),
    };
    let grades = |scheme: &Scheme| {
        let given = [
            flat("a", "10"),
            flat("b", "8"),
            flat("c", "8"),
            flat("d", "1"),
        ];
        let outcome = run(scheme, &given);
        outcome
            .applications
            .iter()
            .map(|a| a.grade.clone().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    let mut scheme = small();
    // 17 m / 10 + 3: 20, 16.6, 16.6, 4.7.
    let by_score = |code, from| GradeByScore {
        grade: named(code),
        from: decimal(from),
    };
    scheme.grades = Grades::ByScore(vec![by_score("top", "16.6"), by_score("low", "5")]);
    assert_eq!(grades(&scheme), ["top", "top", "top", ""]);
    // 50 % of four are two places; the two who share place 2 both get it.
    let by_rank = |code, percent| GradeByRank {
        grade: named(code),
        up_to_percent: decimal(percent),
    };
    scheme.grades = Grades::ByRank(vec![
        by_rank("first", "49"),
        by_rank("half", "50"),
        by_rank("all", "100"),
    ]);
    assert_eq!(grades(&scheme), ["first", "half", "half", "all"]);
}

#[test]
fn an_unknown_type_is_not_decidable() {
    let mut given = flat("a", "5");
    given.enterprise_type = TypeCode::new("Z").unwrap();
    let outcome = only(&small(), given);
    assert_eq!(
        outcome.status,
        Status::NotDecidable(vec![Undecided::UnknownType])
    );
}
