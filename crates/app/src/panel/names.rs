//! What the codes of a scheme are called: for reports that people read.
//!
//! Data carries codes alone; a code without a name in the scheme stays as it is.

use std::collections::BTreeMap;

use hengping_core::application::FieldKey;
use hengping_core::scheme::{FieldKind, Grades, Indicator, LeafMode, NamedCode, Scheme};
use hengping_core::text::Text;

use super::Panel;
use super::words::with_name;
use crate::context::Context;
use crate::error::Result;
use crate::messages::Catalogue;

/// Names by code.
#[derive(Debug, Clone, Default)]
pub struct Names {
    indicators: BTreeMap<String, Text>,
    fields: BTreeMap<String, (Text, String)>,
    types: BTreeMap<String, Text>,
    grades: BTreeMap<String, Text>,
    /// Options of a choice leaf, entries of a field's code list: by indicator or field, then code.
    options: BTreeMap<(String, String), Text>,
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
            options: options(scheme),
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

    /// Of an option of a choice leaf.
    #[must_use]
    pub fn option(&self, indicator: &str, option: &str) -> Option<&Text> {
        self.named(indicator, option)
    }

    /// The value of a fact as people read it: what is chosen by its name, all else with its unit.
    #[must_use]
    pub fn value(&self, fact: &str, value: &str, say: &Catalogue) -> String {
        let name = match fact.split_once(':') {
            Some((_, code)) => self.option(code, value),
            None if fact == "type" => self.enterprise_type(value),
            None => {
                let key: Option<FieldKey> = fact.parse().ok();
                key.and_then(|key| self.named(key.code.as_str(), value))
            }
        };
        let unit = self.unit(fact);
        match name {
            None if !value.is_empty() && !unit.is_empty() => format!("{value} {unit}"),
            name => with_name(value, name, say),
        }
    }

    fn named(&self, of: &str, code: &str) -> Option<&Text> {
        self.options.get(&(of.to_owned(), code.to_owned()))
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

fn options(scheme: &Scheme) -> BTreeMap<(String, String), Text> {
    let mut options = BTreeMap::new();
    let tree = scheme.tree.iter().flat_map(Indicator::walk);
    for (indicator, leaf) in tree.filter_map(|one| Some((one, one.leaf()?))) {
        if let LeafMode::Choice { options: all, .. } = &leaf.mode {
            let named = all.iter().map(|one| {
                let key = (indicator.code.to_string(), one.code.to_string());
                (key, one.name.clone())
            });
            options.extend(named);
        }
    }
    for field in &scheme.fields {
        if let FieldKind::Code(all) = &field.kind {
            let named = all
                .iter()
                .map(|one| ((field.code.to_string(), one.code.clone()), one.name.clone()));
            options.extend(named);
        }
    }
    options
}
