//! One letter per recommending unit: what is missing or in doubt, whether it was asked and answered.
//!
//! Owns which findings go to which unit and the memory of the asking. The paper is not its
//! business. Trap: a finding about applications of several units stays with the office, or a unit
//! would learn what another handed in.

use std::collections::BTreeMap;

use hengping_core::id::{ApplicationId, UnitCode};
use hengping_core::intake::Severity;
use hengping_core::time::Instant;
use hengping_store::Event;
use serde::{Deserialize, Serialize};

use super::Office;
use super::intake::FindingLine;
use crate::context::Context;
use crate::error::{Refused, Result};

/// Name under which the asking is kept.
const LETTERS: &str = "office-letters";

/// The letter of one unit.
#[derive(Debug, Serialize)]
pub struct Letter {
    /// The unit.
    pub unit: UnitCode,
    /// Its name.
    pub name: String,
    /// What is to be asked, the gravest first.
    pub findings: Vec<FindingLine>,
    /// When it was asked.
    pub asked: Option<Instant>,
    /// When it answered.
    pub answered: Option<Instant>,
}

/// A step of a letter's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterStep {
    /// The unit was asked; an answer to an earlier letter does not count any more.
    Asked,
    /// It answered.
    Answered,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asking {
    asked: Option<Instant>,
    answered: Option<Instant>,
}

impl Office {
    /// The letters of all units that have something to be asked or were asked.
    ///
    /// # Errors
    /// When there is no round.
    pub fn letters(&self, ctx: &Context) -> Result<Vec<Letter>> {
        let round = self.round()?.round;
        let unit_of: BTreeMap<ApplicationId, UnitCode> = self
            .intake()?
            .into_iter()
            .map(|row| (row.body.id, row.body.enterprise.unit))
            .collect();
        let asking = self.asking()?;
        let mut by_unit: BTreeMap<UnitCode, Vec<FindingLine>> = BTreeMap::new();
        for finding in self.check(ctx)?.findings {
            if let Some(unit) = addressee(&finding, &unit_of) {
                by_unit.entry(unit).or_default().push(finding);
            }
        }
        for unit in asking.keys() {
            by_unit.entry(unit.clone()).or_default();
        }
        let letter = |(unit, findings): (UnitCode, Vec<FindingLine>)| {
            let known = asking.get(&unit).copied().unwrap_or_default();
            let name = round.units.get(&unit).map(|known| known.name.clone());
            Letter {
                name: name.unwrap_or_else(|| unit.to_string()),
                unit,
                findings,
                asked: known.asked,
                answered: known.answered,
            }
        };
        Ok(by_unit.into_iter().map(letter).collect())
    }

    /// Records that a unit was asked, or that it answered.
    ///
    /// # Errors
    /// A unit the round does not have; an answer to nothing.
    pub fn letter_step(&mut self, unit: &UnitCode, step: LetterStep, ctx: &Context) -> Result<()> {
        let refused = |name: &str| Refused::BadArgument {
            name: name.to_owned(),
        };
        if !self.round()?.round.units.contains_key(unit) {
            return Err(refused("unit").into());
        }
        let mut asking = self.asking()?;
        let known = asking.entry(unit.clone()).or_default();
        let event = match step {
            LetterStep::Asked => {
                *known = Asking {
                    asked: Some(ctx.now),
                    answered: None,
                };
                "unit-asked"
            }
            LetterStep::Answered if known.asked.is_some() => {
                known.answered = Some(ctx.now);
                "unit-answered"
            }
            LetterStep::Answered => return Err(refused("step").into()),
        };
        let text = serde_json::to_string(&asking).map_err(|_| Refused::Internal)?;
        self.store.write(ctx.now, |write| -> Result<_> {
            write.meta().keep(LETTERS, &text)?;
            Ok(((), Event::act(event).about(unit)))
        })
    }

    fn asking(&self) -> Result<BTreeMap<UnitCode, Asking>> {
        match self.store.read().meta().kept(LETTERS)? {
            Some(text) => Ok(serde_json::from_str(&text).map_err(|_| Refused::Internal)?),
            None => Ok(BTreeMap::new()),
        }
    }
}

/// The unit a finding goes to: the one that all its applications are of.
fn addressee(
    finding: &FindingLine,
    unit_of: &BTreeMap<ApplicationId, UnitCode>,
) -> Option<UnitCode> {
    if finding.severity == Severity::Note {
        return None;
    }
    let mut units = finding.applications.iter().map(|id| unit_of.get(id));
    let first = units.next()??;
    units.all(|unit| unit == Some(first)).then(|| first.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_concerns_several_units_goes_to_none_of_them() {
        let id = |text: &str| text.parse::<ApplicationId>().unwrap();
        let unit = |text: &str| text.parse::<UnitCode>().unwrap();
        let unit_of = [("a1", "YL"), ("a2", "YL"), ("a3", "JY")];
        let unit_of = unit_of.map(|(one, of)| (id(one), unit(of))).into();
        let finding = |severity, of: &[&str]| FindingLine {
            severity,
            kind: "identical-file",
            applications: of.iter().map(|one| id(one)).collect(),
            codes: Vec::new(),
            text: String::new(),
            details: Vec::new(),
        };
        let goes_to = |severity, of: &[&str]| addressee(&finding(severity, of), &unit_of);
        assert_eq!(goes_to(Severity::Ask, &["a1", "a2"]), Some(unit("YL")));
        assert_eq!(goes_to(Severity::Ask, &["a1", "a3"]), None);
        assert_eq!(goes_to(Severity::Ask, &[]), None);
        assert_eq!(goes_to(Severity::Note, &["a1"]), None);
    }
}
