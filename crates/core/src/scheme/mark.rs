//! Which judgements a leaf takes.
//!
//! Owns the rule per mode; whether a comment or a citation is missing is the sealing's business.

use rust_decimal::Decimal;
use thiserror::Error;

use super::{Decider, LeafMode, LeafRef, Scale, Scheme};
use crate::id::{IndicatorCode, OptionCode, TypeCode};
use crate::mark::Judgement;

/// Why a judgement is no mark of a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MarkFault {
    /// The scheme has no such indicator.
    #[error("no indicator {0}")]
    UnknownIndicator(IndicatorCode),
    /// Only leaves are marked.
    #[error("{0} is not a leaf")]
    NotALeaf(IndicatorCode),
    /// The leaf is computed from declared values; a value is disputed by a proposal.
    #[error("{0} is computed")]
    Computed(IndicatorCode),
    /// The leaf is a fact that someone else decides.
    #[error("{indicator} is decided by {decider:?}")]
    DecidedElsewhere {
        /// The leaf.
        indicator: IndicatorCode,
        /// Who decides it.
        decider: Decider,
    },
    /// A score where an option is needed, or the other way round.
    #[error("{0} takes another kind of judgement")]
    WrongKind(IndicatorCode),
    /// The score lies outside the scale.
    #[error("mark {mark} is outside {min} to {max}")]
    OffScale {
        /// The score.
        mark: Decimal,
        /// Least mark.
        min: Decimal,
        /// Greatest mark.
        max: Decimal,
    },
    /// The score is between two marks of the scale.
    #[error("mark {mark} is not on a step of {step}")]
    OffStep {
        /// The score.
        mark: Decimal,
        /// Distance of two marks.
        step: Decimal,
    },
    /// The leaf has no such option.
    #[error("no option {0}")]
    UnknownOption(OptionCode),
    /// The scheme has no such enterprise type.
    #[error("no enterprise type {0}")]
    UnknownType(TypeCode),
}

impl Scheme {
    /// Whether an expert may give `judgement` for the leaf `code`.
    ///
    /// # Errors
    /// [`MarkFault`]; a computed leaf takes no mark, see [`Scheme::accepts_turned_over`].
    pub fn accepts(
        &self,
        code: &IndicatorCode,
        judgement: &Judgement,
        enterprise_type: &TypeCode,
    ) -> Result<(), MarkFault> {
        let at = self.markable(code, enterprise_type)?;
        match &at.leaf.mode {
            LeafMode::Computed(_) => Err(MarkFault::Computed(code.clone())),
            _ => self.judge(at, judgement, enterprise_type),
        }
    }

    /// The same for a computed leaf that was turned over to the experts: they mark it on its
    /// fallback scale.
    ///
    /// # Errors
    /// [`MarkFault`].
    pub fn accepts_turned_over(
        &self,
        code: &IndicatorCode,
        judgement: &Judgement,
        enterprise_type: &TypeCode,
    ) -> Result<(), MarkFault> {
        let at = self.markable(code, enterprise_type)?;
        self.judge(at, judgement, enterprise_type)
    }

    fn markable(
        &self,
        code: &IndicatorCode,
        enterprise_type: &TypeCode,
    ) -> Result<LeafRef<'_>, MarkFault> {
        if self.enterprise_type(enterprise_type).is_none() {
            return Err(MarkFault::UnknownType(enterprise_type.clone()));
        }
        let unknown = || MarkFault::UnknownIndicator(code.clone());
        let indicator = self.indicator(code).ok_or_else(unknown)?;
        let not_a_leaf = || MarkFault::NotALeaf(code.clone());
        let leaf = indicator.leaf().ok_or_else(not_a_leaf)?;
        Ok(LeafRef { indicator, leaf })
    }

    fn judge(
        &self,
        at: LeafRef<'_>,
        judgement: &Judgement,
        enterprise_type: &TypeCode,
    ) -> Result<(), MarkFault> {
        let code = &at.indicator.code;
        if let LeafMode::Choice { decides, .. } = &at.leaf.mode
            && *decides != Decider::Experts
        {
            let (indicator, decider) = (code.clone(), *decides);
            return Err(MarkFault::DecidedElsewhere { indicator, decider });
        }
        match (judgement, &at.leaf.mode) {
            (Judgement::NotApplicable, _) => Ok(()),
            (Judgement::Choice(option), LeafMode::Choice { options, .. }) => {
                let known = options.iter().any(|known| known.code == *option);
                let unknown = || MarkFault::UnknownOption(option.clone());
                known.then_some(()).ok_or_else(unknown)
            }
            (Judgement::Choice(_), _) | (Judgement::Score(_), LeafMode::Choice { .. }) => {
                Err(MarkFault::WrongKind(code.clone()))
            }
            (Judgement::Score(mark), _) => {
                let scale = self.marking_scale(at, enterprise_type);
                let wrong_kind = || MarkFault::WrongKind(code.clone());
                on_scale(mark.to_decimal(), &scale.ok_or_else(wrong_kind)?)
            }
        }
    }

    /// The scale on which experts mark a leaf; nothing for a choice.
    ///
    /// A deducted leaf is marked by what is taken off: from 0 to all points of the type.
    #[must_use]
    pub fn marking_scale(&self, at: LeafRef<'_>, enterprise_type: &TypeCode) -> Option<Scale> {
        let plain = |max, step| Scale {
            min: Decimal::ZERO,
            max,
            step,
            zero: Decimal::ZERO,
            anchors: Vec::new(),
        };
        match &at.leaf.mode {
            LeafMode::Scored { .. } | LeafMode::Computed(_) => self.scale_of(at.leaf).cloned(),
            LeafMode::PassFail => Some(plain(Decimal::ONE, Decimal::ONE)),
            LeafMode::Deducted { step } => {
                let points = at.indicator.points.of(enterprise_type);
                Some(plain(points, *step))
            }
            LeafMode::Choice { .. } => None,
        }
    }
}

fn on_scale(mark: Decimal, scale: &Scale) -> Result<(), MarkFault> {
    if !scale.covers(mark) {
        let (min, max) = (scale.min, scale.max);
        return Err(MarkFault::OffScale { mark, min, max });
    }
    if !scale.is_on_step(mark) {
        let step = scale.step;
        return Err(MarkFault::OffStep { mark, step });
    }
    Ok(())
}
