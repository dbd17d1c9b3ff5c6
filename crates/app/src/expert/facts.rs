//! The fact sheet as it is shown: formulas with their numbers, bands, evidence, own proposals.
//!
//! Owns what the command line's short form (`fact_sheet`) leaves out, and taking proposals back.

use std::rc::Rc;

use hengping_core::amount::half_up;
use hengping_core::application::{Application, FieldKey};
use hengping_core::id::{ApplicationId, OptionCode, TypeCode};
use hengping_core::mark::{FactKey, FactProposal, FactValue};
use hengping_core::scheme::{
    Band, Bands, Computed, ComputedOutcome, Decider, Facts, Formula, LeafMode, LeafRef, Scheme,
    computed_leaf,
};
use hengping_core::text::Text;
use hengping_store::Event;
use hengping_store::table::seen::SeenPage;
use rust_decimal::Decimal;

use super::fact_sheet::{doubts, unfolded};
use super::leaf::{Claim, NeededEvidence, claims, needed};
use super::{Desk, Expert};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::{marks_file, written};

/// The fact sheet of one application.
pub struct FactsShown {
    /// The rules.
    pub scheme: Rc<Scheme>,
    /// Whether it was read as a whole.
    pub read: bool,
    /// Warnings about declared values.
    pub doubts: Vec<Text>,
    /// Computed leaves, in the order of the scheme.
    pub computed: Vec<ComputedShown>,
    /// Choices that others than experts decide.
    pub choices: Vec<ChoiceShown>,
    /// Own proposals.
    pub proposals: Vec<ProposalShown>,
}

/// One computed leaf.
pub struct ComputedShown {
    /// The leaf.
    pub indicator: hengping_core::id::IndicatorCode,
    /// Its name.
    pub name: Text,
    /// Points at most.
    pub most: Decimal,
    /// The formula as the scheme has it, and after `; ` each derived one it reads.
    pub formula: String,
    /// The formula with the numbers filled in; what is missing is a dash.
    pub filled: String,
    /// Declared values it reads.
    pub claims: Vec<Claim>,
    /// Unit of its value.
    pub unit: String,
    /// Bands for the type that holds, highest first.
    pub bands: Vec<Band>,
    /// What came out.
    pub outcome: ComputedOutcome,
    /// Required evidence.
    pub evidence: Vec<NeededEvidence>,
}

/// A choice that is a fact.
pub struct ChoiceShown {
    /// The leaf.
    pub indicator: hengping_core::id::IndicatorCode,
    /// Its name.
    pub name: Text,
    /// The options.
    pub options: Vec<(OptionCode, Text)>,
    /// The one declared.
    pub declared: Option<OptionCode>,
}

/// A proposal with the name and the declared value of its fact.
pub struct ProposalShown {
    /// The proposal.
    pub proposal: FactProposal,
    /// Name of the fact.
    pub name: Text,
    /// Value declared, as written in a proposal.
    pub declared: Option<String>,
    /// Value proposed, as written in a proposal.
    pub value: String,
}

/// Stands where a value is missing.
const MISSING: &str = "—";
/// Places of a number in a formula.
const SHOWN_DIGITS: u32 = 4;
/// Depth to which derived formulas are unfolded; schemes are checked against circles.
const DEEPEST: u32 = 16;

impl Expert {
    /// The fact sheet of an application, with everything beside its lines.
    ///
    /// # Errors
    /// An application that is not on the desk.
    pub fn facts_shown(&self, id: &ApplicationId) -> Result<FactsShown> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let read = self.store.read();
        let seen = read.seen().of(&open.key)?;
        let (scheme, body) = (&desk.scheme, &open.body);
        let leaves = scheme.leaves();
        let computed = leaves
            .iter()
            .filter_map(|at| computed(&desk, body, *at, &seen));
        let choices = leaves.iter().filter_map(|at| choice(body, *at));
        let proposals = read.proposals().of(&open.key)?.into_iter();
        Ok(FactsShown {
            read: open.row.fact_sheet_read.is_some(),
            doubts: doubts(scheme, &open)
                .into_iter()
                .map(|doubt| doubt.message)
                .collect(),
            computed: computed.collect(),
            choices: choices.collect(),
            proposals: proposals
                .map(|proposal| proposed(scheme, body, proposal))
                .collect(),
            scheme: Rc::clone(scheme),
        })
    }

    /// Takes a proposal back.
    ///
    /// # Errors
    /// A fact that was not proposed, a sealed review.
    pub fn withdraw_proposal(
        &mut self,
        id: &ApplicationId,
        fact: &str,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let unknown = || Refused::UnknownFact {
            fact: fact.to_owned(),
        };
        let key = marks_file::fact_key(fact).map_err(|_| unknown())?;
        let known = self.store.read().proposals().of(&open.key)?;
        if !known.iter().any(|proposal| proposal.fact == key) {
            return Err(unknown().into());
        }
        self.store.write(ctx.now, |write| -> Result<_> {
            write.proposals().remove(&open.key, &key)?;
            Ok(((), Event::act("fact-proposal-withdrawn").about(id)))
        })
    }
}

fn computed(
    desk: &Desk,
    body: &Application,
    at: LeafRef<'_>,
    seen: &[SeenPage],
) -> Option<ComputedShown> {
    let LeafMode::Computed(computed) = &at.leaf.mode else {
        return None;
    };
    let scheme = &desk.scheme;
    let claims = claims(&desk.scheme, body, at, desk.package.round.review_year);
    let formula = spelled_out(scheme, &computed.formula);
    Some(ComputedShown {
        indicator: at.indicator.code.clone(),
        name: at.indicator.name.clone(),
        most: at.indicator.points.of(&body.enterprise_type),
        formula: unfolded(scheme, formula).0,
        filled: filled(scheme, formula, body, 0),
        evidence: needed(scheme, body, at, &claims, seen),
        claims,
        unit: computed.unit.clone(),
        bands: bands(computed, body).steps.clone(),
        outcome: computed_leaf(scheme, at.leaf, &body.enterprise_type, body)?,
    })
}

/// The bands of the type that holds.
fn bands<'a>(computed: &'a Computed, body: &Application) -> &'a Bands {
    let field = computed.bands_as.get(&body.enterprise_type);
    let named: Option<TypeCode> = field
        .and_then(|field| body.code(field))
        .and_then(|code| code.parse().ok());
    let kind = named.as_ref().unwrap_or(&body.enterprise_type);
    computed.bands_by_type.get(kind).unwrap_or(&computed.bands)
}

/// The formula behind a name, where a leaf is nothing but a derived one.
fn spelled_out<'a>(scheme: &'a Scheme, formula: &'a Formula) -> &'a Formula {
    let derived = |formula: &&'a Formula| scheme.derived.get(formula.text.trim());
    let steps = std::iter::successors(Some(formula), derived);
    steps.take(DEEPEST as usize).last().unwrap_or(formula)
}

/// A formula with the numbers in place of its variables.
fn filled(scheme: &Scheme, formula: &Formula, body: &Application, depth: u32) -> String {
    let mut text = String::new();
    let mut rest = formula.text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '_') {
        let (before, word) = rest.split_at(start);
        let end = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (name, after) = word.split_at(end.unwrap_or(word.len()));
        text.push_str(before);
        if formula.variables.iter().any(|known| known == name) {
            text.push_str(&value_of(scheme, name, body, depth));
        } else {
            text.push_str(name);
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

fn value_of(scheme: &Scheme, name: &str, body: &Application, depth: u32) -> String {
    if let Some(derived) = scheme.derived.get(name) {
        return match depth {
            DEEPEST.. => name.to_owned(),
            _ => format!("({})", filled(scheme, derived, body, depth + 1)),
        };
    }
    match body.number(name) {
        Some(number) if number.is_sign_negative() => format!("({})", number.normalize()),
        Some(number) => number.normalize().to_string(),
        None => MISSING.to_owned(),
    }
}

fn choice(body: &Application, at: LeafRef<'_>) -> Option<ChoiceShown> {
    let LeafMode::Choice { decides, options } = &at.leaf.mode else {
        return None;
    };
    let code = &at.indicator.code;
    let options = options
        .iter()
        .map(|option| (option.code.clone(), option.name.clone()));
    (*decides != Decider::Experts).then(|| ChoiceShown {
        indicator: code.clone(),
        name: at.indicator.name.clone(),
        options: options.collect(),
        declared: body.choices.get(code).cloned(),
    })
}

fn proposed(scheme: &Scheme, body: &Application, proposal: FactProposal) -> ProposalShown {
    let (name, declared) = match &proposal.fact {
        FactKey::Field(key) => (
            scheme.field(&key.code).map(|field| field.name.clone()),
            declared_text(body, key),
        ),
        FactKey::Choice(leaf) => (
            scheme
                .indicator(leaf)
                .map(|indicator| indicator.name.clone()),
            body.choices.get(leaf).map(ToString::to_string),
        ),
        FactKey::EnterpriseType => (None, Some(body.enterprise_type.to_string())),
        FactKey::Item(item) => {
            let bonus = scheme.item(item).map(|item| item.name.clone());
            let veto = scheme.veto(item).map(|veto| veto.name.clone());
            (bonus.or(veto), None)
        }
    };
    ProposalShown {
        name: name.unwrap_or_default(),
        declared,
        value: written::value(&proposal.value),
        proposal,
    }
}

fn declared_text(body: &Application, key: &FieldKey) -> Option<String> {
    let declared = body.fields.get(key)?;
    Some(written::value(&FactValue::Field(declared.value.clone())))
}

/// A fact as it is written in proposals: `F16_1`, `choice:C2.2`, `type`, `item:J1`.
#[must_use]
pub fn fact_text(fact: &FactKey) -> String {
    match fact {
        FactKey::Field(key) => key.to_string(),
        FactKey::Choice(leaf) => format!("choice:{leaf}"),
        FactKey::EnterpriseType => "type".to_owned(),
        FactKey::Item(item) => format!("item:{item}"),
    }
}

impl ComputedShown {
    /// The value that came out, for reading.
    #[must_use]
    pub fn value(&self) -> Option<String> {
        match &self.outcome {
            ComputedOutcome::Value { value, .. } => {
                Some(half_up(*value, SHOWN_DIGITS).normalize().to_string())
            }
            _ => None,
        }
    }
}
