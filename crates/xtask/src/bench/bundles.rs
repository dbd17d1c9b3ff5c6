//! 10 000 result bundles verified and merged, against decrypting their payloads and nothing else.

use super::clock::Pair;
use super::{Ground, Row};
use anyhow::{Context, Result};
use std::time::Duration;

const BUNDLES: &str = "10000";

pub(super) fn run(ground: &Ground) -> Result<Vec<Row>> {
    let answer = ground.probe(&["bundles", BUNDLES])?;
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
    let note = format!("{BUNDLES} bundles, {} bytes", answer["bytes"]);
    Ok(vec![Row {
        what: "verify and merge".into(),
        against: "bare decryption",
        pair,
        note,
    }])
}
