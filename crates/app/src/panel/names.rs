//! What the codes of a scheme are called: for reports that people read.
//!
//! Data carries codes alone; a code without a name in the scheme stays as it is.

use std::collections::BTreeMap;

use hengping_core::application::FieldKey;
use hengping_core::scheme::{Grades, Indicator, NamedCode, Scheme};
use hengping_core::text::Text;

use super::Panel;
use crate::context::Context;
use crate::error::Result;

/// Names by code.
#[derive(Debug, Clone, Default)]
pub struct Names {
    indicators: BTreeMap<String, Text>,
    fields: BTreeMap<String, (Text, String)>,
    types: BTreeMap<String, Text>,
    grades: BTreeMap<String, Text>,
}

impl Panel {
    /// The names of the round's scheme.
    ///
    /// # Errors
    /// When nothing was imported.
    pub fn names(&self, ctx: &Context) -> Result<Names> {
        Ok(Names::of(&self.record(ctx)?.scheme))
    }
}

impl Names {
    /// The names that `scheme` gives.
    #[must_use]
    pub fn of(scheme: &Scheme) -> Self {
        let tree = scheme.tree.iter().flat_map(Indicator::walk);
        let tree = tree.map(|one| (one.code.to_string(), one.name.clone()));
        let groups = [&scheme.bonus, &scheme.deductions].into_iter();
        let items = groups.flat_map(|group| &group.items);
        let items = items.map(|item| (item.code.to_string(), item.name.clone()));
        let vetoes = scheme.vetoes.iter();
        let vetoes = vetoes.map(|veto| (veto.code.to_string(), veto.name.clone()));
        let fields = scheme.fields.iter();
        let types = scheme.types.iter();
        Self {
            indicators: tree.chain(items).chain(vetoes).collect(),
            fields: fields
                .map(|field| {
                    (
                        field.code.to_string(),
                        (field.name.clone(), field.unit.clone()),
                    )
                })
                .collect(),
            types: types
                .map(|one| (one.code.to_string(), one.name.clone()))
                .collect(),
            grades: grades(&scheme.grades),
        }
    }

    /// Of an indicator, a bonus item, a deduction or a veto.
    #[must_use]
    pub fn indicator(&self, code: &str) -> Option<&Text> {
        self.indicators.get(code)
    }

    /// Of an enterprise type.
    #[must_use]
    pub fn enterprise_type(&self, code: &str) -> Option<&Text> {
        self.types.get(code)
    }

    /// Of a grade.
    #[must_use]
    pub fn grade(&self, code: &str) -> Option<&Text> {
        self.grades.get(code)
    }

    /// Of a fact as it is written, `F16_1` or `choice:C2.2`.
    #[must_use]
    pub fn fact(&self, fact: &str) -> Option<&Text> {
        match fact.split_once(':') {
            Some((_, code)) => self.indicator(code),
            None => self.field(fact).map(|(name, _)| name),
        }
    }

    /// The unit in which a fact is written; empty for facts without one.
    #[must_use]
    pub fn unit(&self, fact: &str) -> &str {
        self.field(fact).map_or("", |(_, unit)| unit)
    }

    fn field(&self, fact: &str) -> Option<&(Text, String)> {
        let key: FieldKey = fact.parse().ok()?;
        self.fields.get(key.code.as_str())
    }
}

fn grades(grades: &Grades) -> BTreeMap<String, Text> {
    let grades: Vec<&NamedCode<String>> = match grades {
        Grades::None => Vec::new(),
        Grades::ByScore(all) => all.iter().map(|one| &one.grade).collect(),
        Grades::ByRank(all) => all.iter().map(|one| &one.grade).collect(),
    };
    let named = grades.into_iter();
    named
        .map(|grade| (grade.code.clone(), grade.name.clone()))
        .collect()
}
