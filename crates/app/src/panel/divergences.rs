//! Marks that diverge, by what they do to a place, with the explanations on record.

use hengping_core::id::{ApplicationId, IndicatorCode, TicketId};
use hengping_core::score::Exact;
use hengping_core::score::outcome::DivergenceFlag;
use serde::Serialize;

use super::Panel;
use super::acts::{Act, Explanation};
use super::arrivals::needs;
use super::record::Record;
use crate::context::Context;
use crate::error::{Refused, Result};

/// A mark or a total that diverges.
#[derive(Debug, Serialize)]
pub struct DivergenceLine {
    /// The application.
    pub application: ApplicationId,
    /// The leaf; `None` for the judged total.
    pub indicator: Option<IndicatorCode>,
    /// The ticket of the expert.
    pub ticket: String,
    /// The mark, or the judged total.
    pub mark: String,
    /// The panel's mean.
    pub mean: String,
    /// How many values make the mean.
    pub valid: u32,
    /// The deviation in percent of the mean.
    pub percent: Option<String>,
    /// What leaving it out would do; `None` when the application is not ranked.
    pub effect: Option<DivergenceEffect>,
    /// The explanation, where one is recorded.
    pub explanation: Option<String>,
}

/// What leaving a mark out would do.
#[derive(Debug, Serialize)]
pub struct DivergenceEffect {
    /// The place as it is.
    pub place: u32,
    /// The place without the mark.
    pub place_without: u32,
    /// The composite without the mark.
    pub composite_without: String,
}

/// An explanation that was recorded.
#[derive(Debug, Serialize)]
pub struct Explained {
    /// The application.
    pub application: ApplicationId,
    /// The leaf; `None` for the judged total.
    pub indicator: Option<IndicatorCode>,
    /// The ticket of the expert.
    pub ticket: TicketId,
}

/// Digits of printed means and percentages.
const DIGITS: u32 = 2;

impl Panel {
    /// Marks and totals that diverge, the one with the greatest effect first.
    ///
    /// # Errors
    /// Before the opening.
    pub fn divergences(&self, ctx: &Context) -> Result<Vec<DivergenceLine>> {
        let seen = self.seen_opened(ctx)?;
        let record = &seen.record;
        Ok(seen.evaluate(|evaluation| {
            let flags = evaluation.outcome.divergences.iter();
            flags.map(|flag| line(record, flag)).collect()
        }))
    }

    /// Records why a mark diverges; `indicator` absent for the judged total.
    ///
    /// # Errors
    /// An unknown application, leaf or ticket; no text.
    pub fn explain_divergence(
        &mut self,
        application: &ApplicationId,
        indicator: Option<&IndicatorCode>,
        ticket: &TicketId,
        text: &str,
        ctx: &Context,
    ) -> Result<Explained> {
        let mut record = self.opened_record(ctx)?;
        self.explain_in(&mut record, application, indicator, ticket, text, ctx)
    }

    pub(super) fn explain_in(
        &mut self,
        record: &mut Record,
        application: &ApplicationId,
        indicator: Option<&IndicatorCode>,
        ticket: &TicketId,
        text: &str,
        ctx: &Context,
    ) -> Result<Explained> {
        record.application(application)?;
        needs("text", text)?;
        if let Some(leaf) = indicator.filter(|leaf| record.scheme.leaf(leaf).is_none()) {
            return Err(Refused::UnknownIndicator {
                indicator: leaf.to_string(),
            }
            .into());
        }
        if !record
            .register
            .tickets
            .iter()
            .any(|row| row.ticket == *ticket)
        {
            return Err(Refused::UnknownTicket {
                ticket: ticket.to_string(),
            }
            .into());
        }
        let explanation = Explanation {
            application: application.clone(),
            indicator: indicator.cloned(),
            ticket: ticket.clone(),
            text: text.to_owned(),
            by: vec![self.own_name()?],
            at: ctx.now,
        };
        let act = Act::Explanation(explanation);
        self.add_act(record, act, "divergence-explained", ctx.now)?;
        Ok(Explained {
            application: application.clone(),
            indicator: indicator.cloned(),
            ticket: ticket.clone(),
        })
    }
}

pub(super) fn line(record: &Record, flag: &DivergenceFlag) -> DivergenceLine {
    let explanation = record
        .acts
        .iter()
        .rev()
        .find_map(|act| match act.decision() {
            Act::Explanation(one)
                if one.application == flag.application
                    && one.indicator == flag.leaf
                    && one.ticket.as_str() == flag.expert.as_str() =>
            {
                Some(one.text.clone())
            }
            _ => None,
        });
    let fixed = |value: &Exact| value.to_fixed(DIGITS);
    DivergenceLine {
        application: flag.application.clone(),
        indicator: flag.leaf.clone(),
        ticket: flag.expert.to_string(),
        mark: fixed(&flag.mark),
        mean: fixed(&flag.panel_mean),
        valid: flag.valid,
        percent: flag.percent.as_ref().map(fixed),
        effect: flag.effect.as_ref().map(|effect| DivergenceEffect {
            place: effect.place,
            place_without: effect.place_without,
            composite_without: fixed(&effect.composite_without),
        }),
        explanation,
    }
}
