//! Statistics of a round beside its result.
//!
//! Owns the way from a record to core's figures: which reviews count, and the seed. Trap: the seed is
//! a function of round and scheme, so that everybody who asks is told the same probabilities.

use hengping_core::id::RoundId;
use hengping_core::merge::Standing;
use hengping_core::stats::resample;
use hengping_core::stats::reviews::Reviews;
use hengping_core::stats::round::{self, RoundStatistics};
use hengping_core::text::Text;
use serde::Serialize;

use super::Panel;
use super::evaluation::Evaluation;
use super::record::Record;
use super::results::{self, Results};
use crate::context::Context;
use crate::error::Result;

/// The statistics of a round.
#[derive(Debug, Serialize)]
pub struct Statistics {
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub title: Text,
    /// The figures.
    #[serde(flatten)]
    pub figures: RoundStatistics,
}

/// The result of a round with its statistics.
#[derive(Debug, Serialize)]
pub struct ResultsWithStatistics {
    /// The result.
    #[serde(flatten)]
    pub results: Results,
    /// The statistics, which change nothing of it.
    pub statistics: RoundStatistics,
}

impl Panel {
    /// How far experts agree, how severe each is, and how sure the ranking is.
    ///
    /// # Errors
    /// Before the opening.
    pub fn statistics(&self, ctx: &Context) -> Result<Statistics> {
        let record = self.opened_record(ctx)?;
        Ok(Statistics {
            round: record.sources.round.id.clone(),
            title: record.sources.round.title.clone(),
            figures: record.evaluate(|evaluation| figures(&record, evaluation)),
        })
    }

    /// The result as it stands, with its statistics.
    ///
    /// # Errors
    /// Before the opening.
    pub fn results_with_statistics(&self, ctx: &Context) -> Result<ResultsWithStatistics> {
        let record = self.opened_record(ctx)?;
        Ok(record.evaluate(|evaluation| ResultsWithStatistics {
            results: results::results(&record, evaluation),
            statistics: figures(&record, evaluation),
        }))
    }
}

pub(super) fn figures(record: &Record, evaluation: &Evaluation<'_>) -> RoundStatistics {
    let sources = &record.sources;
    let seed = resample::seed(&sources.round.id, sources.round.scheme);
    let reviews = counted(evaluation);
    round::statistics(evaluation.input, evaluation.outcome, &reviews, seed)
}

/// The reviews that count.
fn counted<'a>(evaluation: &Evaluation<'a>) -> Reviews<'a> {
    let known = evaluation.pieces.reviews();
    let standings = evaluation.merged.standings.values();
    let mut reviews = Reviews::default();
    for standing in standings.flat_map(|row| row.values()) {
        if let Standing::Counts(counted) = standing
            && let Some(review) = known.get(&counted.digest)
        {
            reviews.insert(review);
        }
    }
    reviews
}
