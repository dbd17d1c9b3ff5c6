//! Statistics over 12 million streamed marks, against adding the same marks up; and all statistics
//! of a round of 370 applications by 7 experts.

use super::clock::Pair;
use super::{Ground, Row, word};
use crate::places;
use anyhow::{Context, Result};
use std::time::Duration;

const MARKS: &str = "12000000";
const SCHEME: &str = "review-packages/schemes/ecommerce-demonstration.toml";

pub(super) fn run(ground: &Ground) -> Result<Vec<Row>> {
    let scheme = places::workspace().join(SCHEME);
    let answer = ground.probe(&["statistics", word(&scheme)?, MARKS])?;
    let seconds = |name: &str| {
        answer[name]
            .as_f64()
            .map(Duration::from_secs_f64)
            .context("the probe gives seconds")
    };
    let pair = Pair {
        ours: seconds("seconds")?,
        theirs: seconds("seconds_against")?,
    };
    let round = seconds("round_seconds")?.as_secs_f64();
    let note = format!(
        "{} marks: description and four α; a round of {} ranked in {round:.2} s",
        answer["marks"], answer["round_ranked"]
    );
    Ok(vec![Row {
        what: "statistics".into(),
        against: "adding up",
        pair,
        note,
    }])
}
