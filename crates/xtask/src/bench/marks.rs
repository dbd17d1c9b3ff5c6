//! `hengping scheme try` on 250 000 marks, against the least that anyone could do with the same
//! table: read it with Python's csv module and add up exact decimals per application and leaf.

use super::clock::compare;
use super::{Ground, Row, word};
use crate::{external, places};
use anyhow::Result;
use std::process::{Command, Stdio};

const MARKS: &str = "250000";
const SCHEME: &str = "review-packages/schemes/ecommerce-demonstration.toml";

const NAIVE: &str = "
import csv, sys
from collections import defaultdict
from decimal import Decimal
sums = defaultdict(Decimal)
with open(sys.argv[1], newline='') as file:
    for row in csv.DictReader(file):
        sums[row['application'], row['indicator']] += Decimal(row['value'])
print(len(sums))
";

pub(super) fn run(ground: &Ground) -> Result<Vec<Row>> {
    let place = ground.place("marks")?;
    let scheme = places::workspace().join(SCHEME);
    let made = ground.probe(&["table", word(&scheme)?, word(&place)?, MARKS])?;
    let (marks, fields) = (place.join("marks.csv"), place.join("fields.csv"));
    let words = [
        "scheme",
        "try",
        word(&scheme)?,
        "--marks",
        word(&marks)?,
        "--fields",
        word(&fields)?,
    ];
    let mut ours = || external::run(ground.hengping(&words).stdout(Stdio::null()));
    let mut theirs = || {
        let mut python = Command::new("python3");
        external::run(python.args(["-c", NAIVE]).arg(&marks).stdout(Stdio::null()))
    };
    let pair = compare(&mut ours, &mut theirs)?;
    let note = format!(
        "{} marks of {} applications",
        made["marks"], made["applications"]
    );
    Ok(vec![Row {
        what: "scheme try".into(),
        against: "csv sums in Python",
        pair,
        note,
    }])
}
