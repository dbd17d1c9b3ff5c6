//! A plain table of marks as large as one asks for, over the leaves that experts mark.
//!
//! Marks follow from their place by arithmetic, so every run makes the same table.

use anyhow::{Context, Result, bail};
use hengping_core::scheme::{LeafMode, Scheme, parse};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

const EXPERTS: usize = 7;

/// Writes `marks.csv` and `fields.csv`; returns what they hold.
pub(crate) fn write(scheme: &Path, into: &Path, least: usize) -> Result<Value> {
    let text = std::fs::read_to_string(scheme)?;
    let scheme = parse(&text)
        .ok()
        .context("the scheme has faults; see `hengping scheme check`")?;
    let leaves = marked(&scheme);
    if leaves.is_empty() {
        bail!("experts mark nothing in this scheme");
    }
    let applications = least.div_ceil(EXPERTS * leaves.len());
    std::fs::create_dir_all(into)?;
    std::fs::write(into.join("marks.csv"), marks(&leaves, applications)?)?;
    std::fs::write(into.join("fields.csv"), fields(&scheme, applications)?)?;
    Ok(json!({
        "applications": applications,
        "experts": EXPERTS,
        "leaves": leaves.len(),
        "marks": applications * EXPERTS * leaves.len(),
    }))
}

/// Leaves on a scale, with the values that may be given.
fn marked(scheme: &Scheme) -> Vec<(String, Vec<Decimal>)> {
    let values = |name: &str| {
        let scale = scheme.scales.get(name)?;
        let next = |value: &Decimal| Some(*value + scale.step).filter(|value| *value <= scale.max);
        Some(std::iter::successors(Some(scale.min), next).collect())
    };
    let all = scheme.tree.iter().flat_map(|indicator| indicator.walk());
    all.filter_map(|indicator| match &indicator.leaf()?.mode {
        LeafMode::Scored { scale, .. } => {
            Some((indicator.code.as_str().to_owned(), values(scale)?))
        }
        _ => None,
    })
    .collect()
}

fn marks(leaves: &[(String, Vec<Decimal>)], applications: usize) -> Result<String> {
    let mut text = String::from("application,expert,indicator,value\n");
    for application in 0..applications {
        for expert in 0..EXPERTS {
            for (at, (leaf, values)) in leaves.iter().enumerate() {
                // Neighbours differ, and so do the sums of neighbours.
                let place =
                    (application * 31 + expert * 7 + at * 13 + application * at) % values.len();
                writeln!(text, "a{application:05},x{expert},{leaf},{}", values[place])?;
            }
        }
    }
    Ok(text)
}

fn fields(scheme: &Scheme, applications: usize) -> Result<String> {
    let mut text = String::from("application,type\n");
    for application in 0..applications {
        let kind = &scheme.types[application % scheme.types.len()];
        writeln!(text, "a{application:05},{}", kind.code)?;
    }
    Ok(text)
}
