//! Corrections 更正: what changes after the panel has decided, and on which of the four grounds.
//!
//! Owns the record of one correction and the chain they form; what a result is made of is the
//! caller's. Trap: a correction is known by the result before and after it, so a change that is no
//! correction, made by whatever way, breaks the chain.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::consensus::ChangeGround;
use crate::id::{ApplicationId, Digest};

/// On which ground a decided result may change, as the panel words it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionGround {
    /// One of the four.
    pub ground: ChangeGround,
    /// In words.
    pub note: String,
    /// Who corrects.
    pub by: Vec<String>,
}

/// Where an application stands in a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The published composite.
    pub composite: Option<String>,
    /// The place; absent unless ranked.
    pub place: Option<u32>,
    /// Whether it is on the proposed list.
    pub proposed: bool,
}

/// What a correction does to one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The application.
    pub application: ApplicationId,
    /// Before the correction; absent where it was not in the round.
    pub before: Option<Position>,
    /// After it.
    pub after: Option<Position>,
}

/// What a correction, or the decision it corrects, leads from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The panel decides: on this result.
    Decision(Digest),
    /// A correction: from one result to another.
    Correction(Digest, Digest),
}

/// Why a correction cannot be recorded, or a chain of them does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CorrectionError {
    /// No note is given.
    #[error("a correction needs a note")]
    NoteMissing,
    /// Nobody is named.
    #[error("nobody corrects")]
    Anonymous,
    /// A step does not begin where the one before ended.
    #[error("step {0} does not begin where the one before ended")]
    Gap(usize),
    /// The result is not the one the last step led to.
    #[error("the result is not the one the last step led to")]
    Result,
}

impl CorrectionGround {
    /// Checks what must be recorded with a correction.
    ///
    /// # Errors
    /// [`CorrectionError`] for what is missing.
    pub fn check(&self) -> Result<(), CorrectionError> {
        if self.note.trim().is_empty() {
            return Err(CorrectionError::NoteMissing);
        }
        match self.by.iter().all(|name| name.trim().is_empty()) {
            true => Err(CorrectionError::Anonymous),
            false => Ok(()),
        }
    }
}

/// Checks that every step begins where the one before ended, and that the last led to `now`.
/// Before the first decision anything goes.
///
/// # Errors
/// [`CorrectionError::Gap`] with the number of the step, from 0; [`CorrectionError::Result`].
pub fn check_chain(steps: &[Step], now: Digest) -> Result<(), CorrectionError> {
    let mut held: Option<Digest> = None;
    for (number, step) in steps.iter().enumerate() {
        let begins = match *step {
            Step::Decision(on) => held.is_none_or(|held| held == on),
            // Nothing is corrected that was not decided.
            Step::Correction(before, _) => held == Some(before),
        };
        if !begins {
            return Err(CorrectionError::Gap(number));
        }
        held = Some(match *step {
            Step::Decision(on) => on,
            Step::Correction(_, after) => after,
        });
    }
    match held.is_none_or(|held| held == now) {
        true => Ok(()),
        false => Err(CorrectionError::Result),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(text: &str) -> Digest {
        Digest::of(text.as_bytes())
    }

    fn from_to(before: &str, after: &str) -> Step {
        Step::Correction(result(before), result(after))
    }

    #[test]
    fn steps_that_follow_each_other_hold() {
        let decided = Step::Decision(result("a"));
        assert_eq!(check_chain(&[], result("anything")), Ok(()));
        assert_eq!(check_chain(&[decided], result("a")), Ok(()));
        let again = Step::Decision(result("c"));
        let steps = [decided, from_to("a", "b"), from_to("b", "c"), again];
        assert_eq!(check_chain(&steps, result("c")), Ok(()));
    }

    #[test]
    fn a_change_that_is_no_correction_breaks_the_chain() {
        let decided = Step::Decision(result("a"));
        let found = |steps: &[Step]| check_chain(steps, result("b"));
        assert_eq!(found(&[decided]), Err(CorrectionError::Result));
        assert_eq!(
            found(&[decided, from_to("x", "b")]),
            Err(CorrectionError::Gap(1))
        );
        assert_eq!(found(&[from_to("a", "b")]), Err(CorrectionError::Gap(0)));
        let other = Step::Decision(result("b"));
        assert_eq!(found(&[decided, other]), Err(CorrectionError::Gap(1)));
    }

    #[test]
    fn a_correction_says_why_and_who() {
        let mut ground = CorrectionGround {
            ground: ChangeGround::Arithmetic,
            note: " ".into(),
            by: vec!["chair".into()],
        };
        assert_eq!(ground.check(), Err(CorrectionError::NoteMissing));
        ground.note = "the sum was wrong".into();
        assert_eq!(ground.check(), Ok(()));
        ground.by = vec![String::new()];
        assert_eq!(ground.check(), Err(CorrectionError::Anonymous));
    }
}
