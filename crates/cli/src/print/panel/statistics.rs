//! Statistics as text: agreement and severity here, what they say of the ranking in `ranking.rs`.
//!
//! Trap: every figure here stands beside an official number, never in its place; the page says so
//! before the first of them.

mod ranking;

use hengping_app::messages::Catalogue;
use hengping_app::panel::{Names, Statistics};
use hengping_core::stats::alpha::Metric;
use hengping_core::stats::describe::Description;
use hengping_core::stats::icc::{Form, Icc};
use hengping_core::stats::round::{
    Agreement, BlockStatistics, Fit, LeafStatistics, Parameters, Said,
};
use hengping_core::stats::severity::{Severity, SeverityError};
use hengping_core::stats::{Figure, StatsError};

use super::super::page::{Column, Page};
use super::super::{joined, or_dash};
use super::results::apart;

/// Places of coefficients.
const COEFFICIENT: usize = 3;
/// Places of marks and points.
const POINTS: usize = 2;

/// The statistics of a round.
pub(crate) fn statistics(found: &Statistics, names: &Names, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let title = found.title.in_language(say.language());
    page.line("panel-stats", &[("title", title.into())]);
    let figures = &found.figures;
    match &figures.parameters {
        Some(stated) => page.facts(&parameters(stated)),
        None => page.note("stats-not-stated"),
    }
    page.note("stats-beside");
    apart(&mut page, &figures.apart);
    leaves(&mut page, &figures.leaves, say);
    overall(&mut page, &figures.overall, say);
    severity(&mut page, &figures.severity, say);
    ranking::ranking(&mut page, figures, names, say);
    page.done()
}

fn parameters(stated: &Parameters) -> [(&'static str, String); 5] {
    let percent = |value: &hengping_core::score::Exact| format!("{value} %");
    let shrinkage = stated.shrinkage.as_ref().map(ToString::to_string);
    [
        ("stats-interval", percent(&stated.interval_percent)),
        (
            "stats-weight",
            format!("± {}", percent(&stated.weight_percent)),
        ),
        ("stats-trim", percent(&stated.trim_percent)),
        ("stats-shrinkage", or_dash(&shrinkage.unwrap_or_default())),
        ("stats-resamples", stated.resamples.to_string()),
    ]
}

fn leaves(page: &mut Page<'_>, leaves: &[LeafStatistics], say: &Catalogue) {
    if leaves.is_empty() {
        return;
    }
    page.section("stats-leaves", &[]);
    // Eleven columns leave no room for names.
    let columns = [
        Column::code("table-indicator"),
        Column::number("table-valid"),
        Column::number("stats-mean"),
        Column::number("stats-median"),
        Column::number("table-deviation"),
        Column::number("stats-least-greatest"),
        Column::number("stats-alpha-ordinal"),
        Column::number("stats-alpha-interval"),
        Column::number("stats-icc-2"),
        Column::number("stats-w"),
        Column::number("stats-fleiss"),
    ];
    page.table(&columns, leaves.iter().map(|leaf| leaf_row(leaf, say)));
    page.note("stats-leaves-legend");
}

fn leaf_row(leaf: &LeafStatistics, say: &Catalogue) -> Vec<String> {
    let mut row = vec![leaf.indicator.to_string()];
    row.extend(described(leaf.agreement.description.as_ref()));
    row.push(alpha(&leaf.agreement, Metric::Ordinal, say));
    row.push(alpha(&leaf.agreement, Metric::Interval, say));
    let block = leaf.agreement.block.as_ref();
    row.push(of_block(block, say, |block| {
        said(&block.icc, say, |icc| form(&icc.single_2))
    }));
    row.push(of_block(block, say, |block| {
        said(&block.concordance, say, |found| {
            found.w.to_fixed(COEFFICIENT)
        })
    }));
    row.push(said(&leaf.fleiss, say, |found| {
        found.kappa.to_fixed(COEFFICIENT)
    }));
    row
}

fn described(found: Option<&Description>) -> Vec<String> {
    let Some(found) = found else {
        return vec![
            "0".to_owned(),
            "—".into(),
            "—".into(),
            "—".into(),
            "—".into(),
        ];
    };
    let shown = |figure: Figure| figure.to_fixed(POINTS);
    vec![
        found.count.to_string(),
        shown(found.mean),
        shown(found.median),
        shown(found.deviation),
        format!("{}–{}", shown(found.least), shown(found.greatest)),
    ]
}

fn alpha(agreement: &Agreement, metric: Metric, say: &Catalogue) -> String {
    let found = agreement.alpha.get(&metric);
    found.map_or_else(
        || "—".to_owned(),
        |found| said(found, say, |alpha| alpha.to_fixed(COEFFICIENT)),
    )
}

fn of_block(
    block: Option<&BlockStatistics>,
    say: &Catalogue,
    show: impl Fn(&BlockStatistics) -> String,
) -> String {
    block.map_or_else(|| missing(StatsError::TooSmall, say), show)
}

/// A figure, or in one word why there is none.
fn said<T>(found: &Said<T>, say: &Catalogue, show: impl Fn(&T) -> String) -> String {
    match found {
        Said::Value(value) => show(value),
        Said::Missing(error) => missing(*error, say),
    }
}

fn missing(error: StatsError, say: &Catalogue) -> String {
    let key = match error {
        StatsError::NoPairs => "stats-no-pairs",
        StatsError::NoVariation => "stats-no-variation",
        StatsError::TooSmall => "stats-too-small",
        StatsError::Negative => "stats-negative",
    };
    say.say(key, &[])
}

/// A correlation with its interval.
fn form(form: &Form) -> String {
    let value = optional(form.value, COEFFICIENT);
    match form.interval {
        Some((low, high)) => {
            format!(
                "{value} [{}, {}]",
                low.to_fixed(POINTS),
                high.to_fixed(POINTS)
            )
        }
        None => value,
    }
}

fn optional(figure: Option<Figure>, digits: usize) -> String {
    figure.map_or_else(|| "—".to_owned(), |figure| figure.to_fixed(digits))
}

fn overall(page: &mut Page<'_>, found: &Agreement, say: &Catalogue) {
    page.section("stats-overall", &[]);
    let mut facts = Vec::new();
    let [count, mean, median, deviation, range] = described(found.description.as_ref())
        .try_into()
        .unwrap_or_default();
    facts.push(("table-valid", count));
    facts.push(("stats-mean", mean));
    facts.push(("stats-median", median));
    facts.push(("table-deviation", deviation));
    facts.push(("stats-least-greatest", range));
    facts.push(("stats-alpha-interval", alpha(found, Metric::Interval, say)));
    facts.push(("stats-alpha-ordinal", alpha(found, Metric::Ordinal, say)));
    facts.push(("stats-alpha-ratio", alpha(found, Metric::Ratio, say)));
    page.facts(&facts);
    if let Some(block) = &found.block {
        block_of_totals(page, block, say);
    }
}

fn block_of_totals(page: &mut Page<'_>, block: &BlockStatistics, say: &Catalogue) {
    page.section(
        "stats-block",
        &[
            ("applications", block.applications.into()),
            ("of", block.of_applications.into()),
            ("experts", joined(&block.experts).into()),
        ],
    );
    let concordance = said(&block.concordance, say, |found| {
        format!(
            "{} (χ²({}) {}, p {})",
            found.w.to_fixed(COEFFICIENT),
            found.freedom,
            found.chi_squared.to_fixed(POINTS),
            found.p.to_fixed(4)
        )
    });
    let mut facts = vec![("stats-w", concordance)];
    match &block.icc {
        Said::Value(icc) => facts.extend(forms(icc)),
        Said::Missing(error) => facts.push(("stats-icc", missing(*error, say))),
    }
    if let Said::Value(found) = &block.components {
        let shown = |figure: Figure| figure.to_fixed(COEFFICIENT);
        facts.push(("stats-of-applications", shown(found.reml.rows)));
        facts.push(("stats-of-experts", shown(found.reml.columns)));
        facts.push(("stats-of-rest", shown(found.reml.residual)));
    }
    page.facts(&facts);
}

fn forms(icc: &Icc) -> [(&'static str, String); 6] {
    [
        ("stats-icc-1", form(&icc.single_1)),
        ("stats-icc-2", form(&icc.single_2)),
        ("stats-icc-3", form(&icc.single_3)),
        ("stats-icc-1k", form(&icc.mean_1)),
        ("stats-icc-2k", form(&icc.mean_2)),
        ("stats-icc-3k", form(&icc.mean_3)),
    ]
}

fn severity(page: &mut Page<'_>, fit: &Fit, say: &Catalogue) {
    page.section("stats-severity", &[]);
    match fit {
        Fit::Fitted { severity, .. } => offsets(page, severity),
        Fit::Refused(SeverityError::Disconnected { groups }) => {
            page.line("stats-disconnected", &[("count", groups.len().into())]);
            groups
                .iter()
                .for_each(|group| page.raw(&format!(" {}", joined(&Vec::from_iter(group)))));
        }
        Fit::Refused(SeverityError::TooSmall) => page.raw(&missing(StatsError::TooSmall, say)),
        Fit::Refused(SeverityError::Unsolvable) => page.line("stats-unsolvable", &[]),
    }
}

fn offsets(page: &mut Page<'_>, severity: &Severity) {
    let columns = [
        Column::code("table-ticket"),
        Column::number("table-applications"),
        Column::number("stats-offset"),
    ];
    let rows = severity.experts.iter();
    page.table(
        &columns,
        rows.map(|(key, one)| {
            let sign = if one.offset.value() > 0.0 { "+" } else { "" };
            let offset = format!("{sign}{}", one.offset.to_fixed(POINTS));
            vec![key.to_string(), one.count.to_string(), offset]
        }),
    );
    if let Some(test) = severity.variance.test {
        page.facts(&[
            ("stats-f", test.f.to_fixed(POINTS)),
            ("stats-p", test.p.to_fixed(4)),
        ]);
    }
}
