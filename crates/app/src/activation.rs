//! Activation codes: a ticket for somebody whose keys are not made yet.
//!
//! Owns the code on the slip. Trap: a ticket and its slip open everything the ticket opens, for
//! whoever has both; they travel apart, and what is handed in waits until the card in the bundle was
//! compared with the person.

use std::fmt;
use std::str::FromStr;

use hengping_format::suite::Identity;
use hengping_store::{RecoveryCode, RecoveryTypo};
use zeroize::Zeroizing;

use crate::error::{Error, Refused, Result};

/// The code on a slip: 24 characters that tell where a typing error is.
#[derive(Clone, PartialEq, Eq)]
pub struct ActivationCode(RecoveryCode);

impl ActivationCode {
    /// A fresh random code.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn random() -> Result<Self> {
        Ok(Self(RecoveryCode::random()?))
    }

    /// Reads a slip: its first line is the code.
    ///
    /// # Errors
    /// [`Refused::ActivationCodeTypo`].
    pub fn of_slip(text: &str) -> Result<Self> {
        text.lines().next().unwrap_or_default().parse()
    }

    /// The identity to which the ticket is sealed.
    ///
    /// # Errors
    /// Never for a code that was read.
    pub fn identity(&self) -> Result<Identity> {
        let text = Zeroizing::new(self.0.to_string());
        let plain: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|character| *character != '-').collect());
        Ok(Identity::of_activation_code(&plain).map_err(|_| Refused::Internal)?)
    }
}

impl fmt::Display for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationCode(..)")
    }
}

impl FromStr for ActivationCode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let typo = |typo| {
            let group = match typo {
                RecoveryTypo::Character { group } | RecoveryTypo::Group { group } => group as u64,
                RecoveryTypo::Length { .. } | RecoveryTypo::Several => 0,
            };
            Refused::ActivationCodeTypo { group }
        };
        Ok(Self(text.trim().parse().map_err(typo)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_the_slip_and_makes_one_identity() {
        let code = ActivationCode::random().unwrap();
        let typed = ActivationCode::of_slip(&format!("{code}\nt01\n")).unwrap();
        let (one, other) = (code.identity().unwrap(), typed.identity().unwrap());
        assert_eq!(one.recipient(), other.recipient());
        let another = ActivationCode::random().unwrap().identity().unwrap();
        assert_ne!(one.recipient(), another.recipient());
        assert!(ActivationCode::of_slip("ABCD").is_err());
    }
}
