//! Times of statistics: marks streamed one application and leaf at a time, and a whole round.
//!
//! Marks follow from their place by arithmetic, so every run sees the same. Trap: what is streamed is
//! never kept, neither here nor in what takes it; only then does the number of marks not matter.

use anyhow::{Context, Result};
use hengping_core::amount::Hundredths;
use hengping_core::id::{ApplicationId, Digest};
use hengping_core::mark::Judgement;
use hengping_core::scheme::{LeafMode, Scheme, parse};
use hengping_core::score::{ApplicationInput, Exact, ExpertKey, ExpertMarks, Input, compute};
use hengping_core::stats::alpha::{Coincidences, Metric};
use hengping_core::stats::describe::Tally;
use hengping_core::stats::reviews::Reviews;
use hengping_core::stats::round::statistics;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

const EXPERTS: u32 = 7;
const APPLICATIONS: u32 = 370;
/// Steps of a scale from 0 to 10 in halves, in hundredths.
const STEP: i64 = 50;

/// Seconds for `marks` streamed marks and for a round of 370 applications by 7 experts.
pub(crate) fn run(scheme: &Path, marks: u32) -> Result<Value> {
    let text = std::fs::read_to_string(scheme)?;
    let scheme = parse(&text).ok().context("the scheme has faults")?;
    let units = marks / EXPERTS;
    let began = Instant::now();
    let streamed = stream(units)?;
    let seconds = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let sum = bare(units);
    let seconds_against = began.elapsed().as_secs_f64();
    let (round, ranked) = round(&scheme)?;
    Ok(json!({
        "marks": units * EXPERTS,
        "seconds": seconds,
        "seconds_against": seconds_against,
        "alpha": streamed.to_fixed(6),
        "sum": sum,
        "round_seconds": round,
        "round_ranked": ranked,
    }))
}

/// The mark of one expert of one unit, in hundredths.
fn mark(unit: u32, expert: u32) -> i64 {
    let level = 4 + unit % 13;
    let off = (unit / 13 * 7 + expert * 5 + unit * expert) % 5;
    i64::from(level + off) * STEP
}

/// Description and the four α of all units.
fn stream(units: u32) -> Result<hengping_core::stats::Figure> {
    let (mut tally, mut met) = (Tally::default(), Coincidences::default());
    for unit in 0..units {
        let marks: Vec<Exact> = (0..EXPERTS)
            .map(|expert| Exact::from(Hundredths(mark(unit, expert))))
            .collect();
        marks.iter().for_each(|mark| tally.take(mark));
        met.take(&marks);
    }
    tally.describe().context("there are marks")?;
    for metric in Metric::ALL {
        met.alpha(metric)?;
    }
    Ok(met.alpha(Metric::Interval)?)
}

/// The least anyone could do with the same marks: add them up.
fn bare(units: u32) -> i64 {
    let unit = |unit| (0..EXPERTS).map(move |expert| mark(unit, expert));
    (0..units).flat_map(unit).sum()
}

/// Seconds for all statistics of a round whose leaves that nobody marks are agreed, and how many of
/// its applications are ranked.
fn round(scheme: &Scheme) -> Result<(f64, usize)> {
    let applications: Result<Vec<_>> = (0..APPLICATIONS)
        .map(|at| application(scheme, at))
        .collect();
    let input = Input {
        scheme,
        applications: applications?,
        votes: Vec::new(),
    };
    let outcome = compute(&input);
    let began = Instant::now();
    let found = statistics(&input, &outcome, &Reviews::default(), Digest::of(b"bench"));
    let seconds = began.elapsed().as_secs_f64();
    let ranked = found.standing.map_or(0, |standing| standing.ranges.len());
    Ok((seconds, ranked))
}

fn application(scheme: &Scheme, at: u32) -> Result<ApplicationInput> {
    let kind = &scheme.types[at as usize % scheme.types.len()];
    let id = ApplicationId::new(format!("a{at:04}"))?;
    let mut made = ApplicationInput::new(id, kind.code.clone());
    for (place, leaf) in scheme.leaves().iter().enumerate() {
        let code = leaf.indicator.code.clone();
        let unit = at * 31 + u32::try_from(place)?;
        match &leaf.leaf.mode {
            LeafMode::Choice { options, .. } => {
                let option = options.first().context("a choice has options")?;
                made.agreed
                    .insert(code, Judgement::Choice(option.code.clone()));
            }
            LeafMode::Computed(_) => {
                made.agreed
                    .insert(code, Judgement::Score(Hundredths(mark(unit, 0))));
            }
            _ => {
                for expert in 0..EXPERTS {
                    let key = ExpertKey::new(&format!("x{expert}"));
                    let own = made.experts.entry(key).or_insert_with(ExpertMarks::present);
                    let value = Hundredths(mark(unit, expert));
                    own.marks.insert(code.clone(), Judgement::Score(value));
                }
            }
        }
    }
    Ok(made)
}
