//! Reading what statistics go by.

use rust_decimal::Decimal;

use super::super::Statistics;
use super::super::source::{Item, Node};

/// Most resamples that may be asked for.
const MOST_RESAMPLES: u32 = 100_000;

/// `[statistics]`, which may be left out.
pub(super) fn read_statistics(root: &Node<'_>) -> Option<Option<Statistics>> {
    let Some(item) = root.get("statistics") else {
        return Some(None);
    };
    let node = item.table()?;
    let share = |key, most| node.need(key).and_then(|item| percent(&item, most));
    let interval = share("interval_percent", 100);
    let weight = share("weight_percent", 100);
    let trim = share("trim_percent", 50);
    let shrinkage = node
        .get("shrinkage")
        .map(|item| super::catalogue::positive(&item));
    let resamples = node.need("resamples").and_then(|item| resamples(&item));
    node.finish();
    Some(Some(Statistics {
        interval_percent: interval?,
        weight_percent: weight?,
        trim_percent: trim?,
        shrinkage: shrinkage.map_or(Some(None), |value| value.map(Some))?,
        resamples: resamples?,
    }))
}

/// A percentage between 0 and `most`, neither of them.
fn percent(item: &Item<'_>, most: u32) -> Option<Decimal> {
    let value = item.decimal()?;
    if value <= Decimal::ZERO || value >= Decimal::from(most) {
        let expected = format!("a percentage between 0 and {most}");
        return item.bad_value(&value.to_string(), &expected);
    }
    Some(value)
}

fn resamples(item: &Item<'_>) -> Option<u32> {
    let count = item.count(MOST_RESAMPLES)?;
    match count {
        0 => item.bad_value("0", "at least 1"),
        count => Some(count),
    }
}
