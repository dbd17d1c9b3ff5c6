//! The panel's decision of a fact: what must be recorded with it, and which values a fact takes.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::ApplicationId;
use crate::mark::{FactKey, FactValue};
use crate::scheme::{LeafMode, Scheme};
use crate::time::Instant;

/// The panel's decision of one fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactDecision {
    /// The application.
    pub application: ApplicationId,
    /// The fact.
    pub fact: FactKey,
    /// What holds; absent for *as declared*.
    pub value: Option<FactValue>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided_by: Vec<String>,
    /// When.
    pub at: Instant,
}

/// Why a decision cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecisionError {
    /// The value is not of the kind of the fact.
    #[error("the value is not of the kind of the fact")]
    Kind,
    /// No reason is given.
    #[error("a decision needs a reason")]
    ReasonMissing,
    /// Nobody is named.
    #[error("a decision names who decided")]
    Anonymous,
}

impl FactDecision {
    /// Checks what must be recorded with a decision.
    ///
    /// # Errors
    /// [`DecisionError`] for the first thing that is wrong.
    pub fn check(&self) -> Result<(), DecisionError> {
        if self
            .value
            .as_ref()
            .is_some_and(|value| !fits(&self.fact, value))
        {
            return Err(DecisionError::Kind);
        }
        if self.reason.trim().is_empty() {
            return Err(DecisionError::ReasonMissing);
        }
        if self.decided_by.iter().all(|name| name.trim().is_empty()) {
            return Err(DecisionError::Anonymous);
        }
        Ok(())
    }
}

/// Whether `value` is of the kind that `fact` takes.
#[must_use]
pub fn fits(fact: &FactKey, value: &FactValue) -> bool {
    matches!(
        (fact, value),
        (FactKey::Field(_), FactValue::Field(_))
            | (FactKey::Choice(_), FactValue::Option(_))
            | (FactKey::EnterpriseType, FactValue::EnterpriseType(_))
            | (FactKey::Item(_), FactValue::Count(_))
    )
}

/// Whether `scheme` knows `fact` and takes `value` for it.
#[must_use]
pub fn is_known(scheme: &Scheme, fact: &FactKey, value: &FactValue) -> bool {
    match (fact, value) {
        (FactKey::Field(key), FactValue::Field(value)) => scheme
            .field(&key.code)
            .is_some_and(|field| field.check(value).is_ok()),
        (FactKey::Choice(code), FactValue::Option(option)) => {
            let mode = scheme.leaf(code).map(|at| &at.leaf.mode);
            matches!(mode, Some(LeafMode::Choice { options, .. })
                if options.iter().any(|known| known.code == *option))
        }
        (FactKey::EnterpriseType, FactValue::EnterpriseType(code)) => {
            scheme.enterprise_type(code).is_some()
        }
        (FactKey::Item(code), FactValue::Count(_)) => {
            scheme.item(code).is_some() || scheme.veto(code).is_some()
        }
        _ => false,
    }
}
