//! Computed leaves, choices, evidence: leaves that do not stand on experts' marks.

use super::*;

/// SMALL with A1 computed (growth of F1 in percent) and A2 a choice of the office.
fn with_facts() -> Scheme {
    let scored = |code: &str| {
        format!(
            "code = \"{code}\"\nparent = \"A\"\nname = {{ zh = \"甲{}\" }}",
            if code == "A1" { "一" } else { "二" }
        )
    };
    let a1 = format!(
        "{}\npoints = 6\nmode = \"scored\"\nscale = \"ten\"",
        scored("A1")
    );
    let a2 = format!(
        "{}\npoints = 4\nmode = \"scored\"\nscale = \"ten\"",
        scored("A2")
    );
    assert!(SMALL.contains(&a1) && SMALL.contains(&a2));
    let computed = format!(
        "{}\npoints = 6\nmode = \"computed\"\nformula = \"(F1 - F1_1) / F1_1 * 100.0\"\nunit = \"%\"\nbase = [\"F1_1\"]\nbands = [[15, 6], [0, 3]]\notherwise = 0\nfallback_scale = \"ten\"\ndecides = \"form\"\nevidence = [\"E1\"]\nmissing_evidence = \"panel\"",
        scored("A1")
    );
    let choice = format!(
        "{}\npoints = 4\nmode = \"choice\"\ndecides = \"office_check\"\nevidence = [\"E1\"]\nmissing_evidence = \"zero\"\noptions = [{{ code = \"all\", name = {{ zh = \"全\" }}, points = 4 }}, {{ code = \"some\", name = {{ zh = \"部\" }}, points = 1 }}, {{ code = \"bad\", name = {{ zh = \"否\" }}, veto = \"V1\" }}, {{ code = \"na\", name = {{ zh = \"无\" }}, not_applicable = true }}]",
        scored("A2")
    );
    read(&SMALL.replace(&a1, &computed).replace(&a2, &choice))
}

fn given(now: &str, before: &str) -> ApplicationInput {
    let mut given = marked(application("a"), &[("B1", "0 0"), ("B2", "0 0")]);
    given.facts.insert("F1".into(), decimal(now));
    given.facts.insert("F1_1".into(), decimal(before));
    given
        .choices
        .insert(code("A2"), OptionCode::new("some").unwrap());
    given
}

#[test]
fn fifteen_percent_is_fifteen_percent() {
    // 8.0 → 9.2 is 15 %: the upper band, 6 points, and 1 of the choice.
    let outcome = only(&with_facts(), given("9.2", "8.0"));
    assert_eq!(text(&outcome), "7");
    assert_eq!(
        outcome
            .leaf(&code("A1"))
            .unwrap()
            .mark
            .as_ref()
            .unwrap()
            .to_string(),
        "15"
    );
}

#[test]
fn a_zero_base_year_turns_the_leaf_over_to_the_experts() {
    let mut given = marked(given("9.2", "0"), &[("A1", "5 6")]);
    let outcome = only(&with_facts(), given.clone());
    // 6 × 5.5/10 = 3.3, and 1.
    assert_eq!(text(&outcome), "4.3");
    let by = TurnedOverBy::ZeroBase("F1_1".into());
    assert!(has_note(&outcome, &NoteKind::TurnedOver(by)));
    // Marks of a leaf that facts decide are shown and not counted.
    given.facts.insert("F1_1".into(), decimal("8"));
    let outcome = only(&with_facts(), given);
    assert_eq!(text(&outcome), "7");
    assert!(has_note(&outcome, &NoteKind::MarksOnFacts { marks: 2 }));
}

#[test]
fn missing_evidence_does_what_each_leaf_says() {
    let mut given = given("9.2", "8");
    given.evidence = EvidencePresence::Present(BTreeSet::new());
    let outcome = only(&with_facts(), given.clone());
    let open = Undecided::LeafOpen {
        indicator: code("A1"),
    };
    assert_eq!(outcome.status, Status::NotDecidable(vec![open]));
    assert_eq!(points(&outcome, "A2"), "0");
    let missing = NoteKind::EvidenceMissing {
        missing: vec![EvidenceCode::new("E1").unwrap()],
        rule: MissingRule::Zero,
    };
    assert!(has_note(&outcome, &missing));
    // The panel decides by an agreed mark: 6 × 5/10.
    given.agreed.insert(code("A1"), judgement("5"));
    assert_eq!(text(&only(&with_facts(), given)), "3");
}

#[test]
fn an_option_may_veto_or_not_apply() {
    let mut given = given("9.2", "8");
    given
        .choices
        .insert(code("A2"), OptionCode::new("bad").unwrap());
    assert_eq!(
        only(&with_facts(), given.clone()).status,
        Status::Vetoed(vec![code("V1")])
    );
    given
        .choices
        .insert(code("A2"), OptionCode::new("na").unwrap());
    let outcome = only(&with_facts(), given);
    assert_eq!((points(&outcome, "A"), text(&outcome)), ("10".into(), "10"));
}

#[test]
fn equal_statements_decide_a_choice_and_unlike_ones_are_aggregated() {
    let mut stated = marked(given("9.2", "8"), &[("A2", "=all =all")]);
    stated.choices.clear();
    let outcome = only(&with_facts(), stated.clone());
    assert_eq!(
        (points(&outcome, "A2"), outcome.notes.len()),
        ("4".into(), 0)
    );
    let unlike = marked(stated.clone(), &[("A2", "=all =some")]);
    let outcome = only(&with_facts(), unlike);
    assert_eq!(points(&outcome, "A2"), "2.5");
    assert!(has_note(&outcome, &NoteKind::OptionsDiffer));
    // Nobody said anything: open, not zero.
    for expert in stated.experts.values_mut() {
        expert.marks.remove(&code("A2"));
    }
    let open = Undecided::LeafOpen {
        indicator: code("A2"),
    };
    assert_eq!(
        only(&with_facts(), stated).status,
        Status::NotDecidable(vec![open])
    );
}
