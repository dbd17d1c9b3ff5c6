//! Behaviour of the composite: worked examples, places, selection, divergence, and agreement with
//! a second scorer that knows nothing of the first.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::note::{MissingRule, TurnedOverBy};
use super::outcome::{
    AppliedMethod, Criterion, Fate, LeafState, LeftOut, MarkState, SeatRule, Undecided,
};
use super::*;
use crate::amount::Hundredths;
use crate::id::{EvidenceCode, FieldCode, IndicatorCode, OptionCode, TypeCode, UnitCode};
use crate::mark::Judgement;
use crate::scheme::{
    Basis, FillStep, GradeByRank, GradeByScore, Grades, Measure, Method, NamedCode, Scheme,
    Selection, Threshold, TieBreak, parse,
};
use crate::text::Text;

mod agreement;
mod facts;
mod golden;
mod naive;
mod order;
mod seats;
mod statistics;
mod whole;

/// Two branches: A with A1 (6 points) and A2 (4), both 0 to 10; B with B1 (7 points, 0 to 10) and
/// B2 (3 points, pass or fail). 20 points in all.
const SMALL: &str = r#"
format = 1
id = "small"
version = "1"
title = { zh = "小" }

[[type]]
code = "R"
name = { zh = "甲" }

[[type]]
code = "W"
name = { zh = "乙" }

[[field]]
code = "F1"
name = { zh = "额" }
kind = "money"
unit = "万元"
years = 2

[[evidence]]
code = "E1"
name = { zh = "证" }

[[veto]]
code = "V1"
name = { zh = "否决" }

[bonus]
limit = 2
decides = "panel"

[[bonus.item]]
code = "J1"
name = { zh = "加一" }
points = 1.5

[[bonus.item]]
code = "J2"
name = { zh = "加二" }
points = 1

[deductions]
limit = 3
decides = "panel"

[[deductions.item]]
code = "K1"
name = { zh = "扣" }
points = 1
most = 9

[scale.ten]
min = 0
max = 10
step = 0.5
anchors = [
  { name = { zh = "高" }, meaning = { zh = "高" }, from = 5, to = 10 },
  { name = { zh = "低" }, meaning = { zh = "低" }, from = 0, to = 4.5 },
]

[[indicator]]
code = "A"
name = { zh = "甲" }
points = 10

[[indicator]]
code = "A1"
parent = "A"
name = { zh = "甲一" }
points = 6
mode = "scored"
scale = "ten"

[[indicator]]
code = "A2"
parent = "A"
name = { zh = "甲二" }
points = 4
mode = "scored"
scale = "ten"

[[indicator]]
code = "B"
name = { zh = "乙" }
points = 10

[[indicator]]
code = "B1"
parent = "B"
name = { zh = "乙一" }
points = 7
mode = "scored"
scale = "ten"

[[indicator]]
code = "B2"
parent = "B"
name = { zh = "乙二" }
points = 3
mode = "pass_fail"

[aggregation]
basis = "leaf"
method = "mean"
least_valid = 1

[divergence]
leaf = true
judged_total = true
percent = 30
floor_steps = 2
floor_points = 2
explain = true

[opinion]

[[opinion.field]]
code = "o"
name = { zh = "意见" }
readers = ["panel"]

[panel]
size = 5
reserves = 1
same_unit_years = 3
"#;

fn read(text: &str) -> Scheme {
    parse(text).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

fn small() -> Scheme {
    read(SMALL)
}

fn code(text: &str) -> IndicatorCode {
    IndicatorCode::new(text).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A judgement as a test writes it: `7.5`, `NA`, or `=option`.
fn judgement(text: &str) -> Judgement {
    if text == "NA" {
        Judgement::NotApplicable
    } else if let Some(option) = text.strip_prefix('=') {
        Judgement::Choice(OptionCode::new(option).unwrap())
    } else {
        Judgement::Score(Hundredths::from_decimal(decimal(text)).unwrap())
    }
}

fn application(id: &str) -> ApplicationInput {
    ApplicationInput::new(ApplicationId::new(id).unwrap(), TypeCode::new("R").unwrap())
}

/// Adds marks leaf by leaf: one entry per expert, separated by spaces, `-` for not scored.
fn marked(mut application: ApplicationInput, leaves: &[(&str, &str)]) -> ApplicationInput {
    for (leaf, marks) in leaves {
        for (index, mark) in marks.split(' ').enumerate() {
            let key = ExpertKey::new(&format!("e{index}"));
            let expert = application.experts.entry(key);
            let expert = expert.or_insert_with(ExpertMarks::present);
            if mark != "-" {
                expert.marks.insert(code(leaf), judgement(mark));
            }
        }
    }
    application
}

/// An application with one expert whose marks are the same everywhere.
fn flat(id: &str, mark: &str) -> ApplicationInput {
    let leaves = [("A1", mark), ("A2", mark), ("B1", mark), ("B2", "1")];
    marked(application(id), &leaves)
}

fn run(scheme: &Scheme, applications: &[ApplicationInput]) -> Outcome {
    compute(&Input {
        scheme,
        applications: applications.to_vec(),
        votes: Vec::new(),
    })
}

fn only(scheme: &Scheme, application: ApplicationInput) -> ApplicationOutcome {
    run(scheme, &[application]).applications.remove(0)
}

fn text(outcome: &ApplicationOutcome) -> &str {
    outcome.composite.as_ref().map_or("-", |c| c.text.as_str())
}

fn has_note(outcome: &ApplicationOutcome, kind: &NoteKind) -> bool {
    outcome.notes.iter().any(|note| &note.kind == kind)
}

fn points(outcome: &ApplicationOutcome, indicator: &str) -> String {
    let found = outcome.points_of(&code(indicator));
    found.map_or_else(|| "-".to_owned(), ToString::to_string)
}
