//! Applications as the tables describe them, before anything is computed.
//!
//! Owns what several rows on one decision mean: equal rows decide it, unlike rows leave an item
//! undecided and a choice to be aggregated. Trap: whoever only states such decisions was not asked
//! for marks and must not enter the denominators.

use std::collections::{BTreeMap, BTreeSet};

use hengping_core::id::{
    ApplicationId, EvidenceCode, FieldCode, IndicatorCode, TypeCode, UnitCode,
};
use hengping_core::mark::Judgement;
use hengping_core::scheme::Scheme;
use hengping_core::score::{
    ApplicationInput, EvidencePresence, ExpertKey, ExpertMarks, ItemDecision,
};
use rust_decimal::Decimal;

/// Names under which applications stand in the tables, and what the tables leave open.
#[derive(Default)]
pub(super) struct Names {
    pub(super) by_id: BTreeMap<ApplicationId, String>,
    /// Applications without a type, which take the first type of the scheme.
    pub(super) without_type: BTreeSet<ApplicationId>,
}

/// All applications by the name in the tables.
pub(super) struct Draft<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) applications: BTreeMap<String, ApplicationDraft>,
}

/// One application.
#[derive(Default)]
pub(super) struct ApplicationDraft {
    pub(super) enterprise_type: Option<TypeCode>,
    pub(super) unit: Option<UnitCode>,
    pub(super) facts: BTreeMap<String, Decimal>,
    pub(super) codes: BTreeMap<FieldCode, String>,
    pub(super) evidence: Option<BTreeSet<EvidenceCode>>,
    pub(super) experts: BTreeMap<ExpertKey, ExpertMarks>,
    /// What was stated of choices that experts do not decide, with who stated it.
    pub(super) options: BTreeMap<IndicatorCode, Vec<(String, Judgement)>>,
    /// How often items apply, as stated.
    pub(super) counts: BTreeMap<IndicatorCode, BTreeSet<u32>>,
}

impl ApplicationDraft {
    /// The expert with this name, who is from now on among those asked.
    pub(super) fn expert(&mut self, name: &str) -> &mut ExpertMarks {
        let key = ExpertKey::new(name);
        self.experts.entry(key).or_insert_with(ExpertMarks::present)
    }

    fn finish(self, id: ApplicationId, assumed_type: &TypeCode) -> ApplicationInput {
        let enterprise_type = self.enterprise_type.unwrap_or_else(|| assumed_type.clone());
        let mut input = ApplicationInput::new(id, enterprise_type);
        input.unit = self.unit;
        input.facts = self.facts;
        input.codes = self.codes;
        input.experts = self.experts;
        if let Some(evidence) = self.evidence {
            input.evidence = EvidencePresence::Present(evidence);
        }
        for (code, stated) in self.options {
            decide_option(&mut input, code, stated);
        }
        for (code, counts) in self.counts {
            let decision = match counts.first() {
                Some(count) if counts.len() == 1 => ItemDecision::Count(*count),
                _ => ItemDecision::Undecided,
            };
            input.items.insert(code, decision);
        }
        input
    }
}

/// Equal statements decide; unlike ones are handed on as they were made.
fn decide_option(
    input: &mut ApplicationInput,
    code: IndicatorCode,
    stated: Vec<(String, Judgement)>,
) {
    let same = stated
        .iter()
        .all(|(_, judgement)| Some(judgement) == stated.first().map(|s| &s.1));
    if let (true, Some((_, Judgement::Choice(option)))) = (same, stated.first()) {
        input.choices.insert(code, option.clone());
        return;
    }
    for (name, judgement) in stated {
        let expert = input.experts.entry(ExpertKey::new(&name));
        let expert = expert.or_insert_with(ExpertMarks::present);
        expert.marks.insert(code.clone(), judgement);
    }
}

impl<'a> Draft<'a> {
    pub(super) fn new(scheme: &'a Scheme) -> Self {
        Self {
            scheme,
            applications: BTreeMap::new(),
        }
    }

    /// The application with this name.
    pub(super) fn application(&mut self, name: &str) -> &mut ApplicationDraft {
        self.applications.entry(name.to_owned()).or_default()
    }

    /// The type of an application, or the first of the scheme where none is given.
    pub(super) fn type_of(&self, name: &str) -> Option<&TypeCode> {
        let given = self.applications.get(name);
        let given = given.and_then(|draft| draft.enterprise_type.as_ref());
        given.or_else(|| self.scheme.types.first().map(|first| &first.code))
    }

    /// The applications as the composite takes them, with ids in the order of their names.
    pub(super) fn finish(self) -> (Names, Vec<ApplicationInput>) {
        let mut names = Names::default();
        let mut inputs = Vec::with_capacity(self.applications.len());
        let Some(first) = self.scheme.types.first() else {
            return (names, inputs);
        };
        for (index, (name, draft)) in self.applications.into_iter().enumerate() {
            // Names of tables are any text; ids of the engine are not.
            let Ok(id) = ApplicationId::new(format!("t{index:09}")) else {
                continue;
            };
            if draft.enterprise_type.is_none() {
                names.without_type.insert(id.clone());
            }
            names.by_id.insert(id.clone(), name);
            inputs.push(draft.finish(id, &first.code));
        }
        (names, inputs)
    }
}
