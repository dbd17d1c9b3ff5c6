//! Reading and checking the bands of computed leaves.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::super::fault::FaultKind;
use super::super::formula::Kind;
use super::super::source::{Item, Node};
use super::super::{Band, Bands, FieldKind, Otherwise, Points};
use super::Context;
use crate::id::{FieldCode, TypeCode};

/// Common bands, those of types that differ, and types that take another's by a code field.
type BandSet = (
    Bands,
    BTreeMap<TypeCode, Bands>,
    BTreeMap<TypeCode, FieldCode>,
);

impl<'a> Context<'a> {
    pub(super) fn read_bands(&self, node: &Node<'a>, points: Option<&Points>) -> Option<BandSet> {
        let otherwise = self.otherwise(node, points);
        let own = node.get("bands_by_type").and_then(|item| item.table());
        let types_as = self.bands_as(node);
        let mut steps_by_type = BTreeMap::new();
        for (name, item) in own.iter().flat_map(Node::entries) {
            let code = self.type_key(name, &item);
            let steps = steps(&item);
            if let (Some(code), Some(steps)) = (code, steps) {
                self.check_steps(&item, &steps, points, &[&code]);
                steps_by_type.insert(code, steps);
            }
        }
        let rest = self.types_without(own.as_ref(), &types_as);
        let common = match node.get("bands") {
            Some(item) => {
                let steps = steps(&item)?;
                self.check_steps(&item, &steps, points, &rest);
                steps
            }
            None => {
                for code in &rest {
                    node.fault(FaultKind::BandsMissing, &[("type", code)]);
                }
                Vec::new()
            }
        };
        let otherwise = otherwise?;
        let lists = std::iter::once(&common).chain(steps_by_type.values());
        check_below(node, &otherwise, lists.filter_map(|steps| steps.last()));
        let bands = |steps| Bands {
            steps,
            otherwise: otherwise.clone(),
        };
        let by_type = steps_by_type.into_iter().map(|(code, s)| (code, bands(s)));
        Some((bands(common), by_type.collect(), types_as))
    }

    /// Types that neither have bands of their own nor take those of another.
    fn types_without(
        &self,
        own: Option<&Node<'a>>,
        types_as: &BTreeMap<TypeCode, FieldCode>,
    ) -> Vec<&TypeCode> {
        let has_own = |code: &TypeCode| {
            own.is_some_and(|node| node.entries().any(|(name, _)| name == code.as_str()))
        };
        let codes = self.types.iter().map(|named| &named.code);
        codes
            .filter(|code| !has_own(code) && !types_as.contains_key(*code))
            .collect()
    }

    /// `bands_as = { C = "F13" }`: type C takes the bands of the type that field F13 names.
    fn bands_as(&self, node: &Node<'a>) -> BTreeMap<TypeCode, FieldCode> {
        let table = node.get("bands_as").and_then(|item| item.table());
        let mut types = BTreeMap::new();
        for (name, item) in table.iter().flat_map(Node::entries) {
            let code = self.type_key(name, &item);
            let field = self.type_field(name, &item);
            types.extend(code.zip(field));
        }
        types
    }

    /// A code field each of whose codes is an enterprise type other than `own`.
    fn type_field(&self, own: &str, item: &Item<'a>) -> Option<FieldCode> {
        let kind = FaultKind::UnknownField;
        let code: FieldCode = super::known(item, &self.field_codes, kind)?;
        let field = self.field(code.as_str())?;
        let FieldKind::Code(codes) = &field.kind else {
            return item.bad_value(code.as_str(), "a field of kind code");
        };
        for named in codes {
            if !self.type_codes.has(&named.code) {
                item.fault(FaultKind::UnknownType, &[("code", &named.code)]);
            } else if named.code == own {
                item.bad_value::<()>(own, "a type with bands of its own");
            }
        }
        Some(code)
    }

    /// What holds below the lowest band; 0 points unless the file says otherwise.
    fn otherwise(&self, node: &Node<'a>, points: Option<&Points>) -> Option<Otherwise> {
        let Some(item) = node.get("otherwise") else {
            return Some(Otherwise::Points(Decimal::ZERO));
        };
        if !item.is_table() {
            return within(&item, points).map(Otherwise::Points);
        }
        let table = item.table()?;
        let condition = table.need("condition");
        let condition = condition.and_then(|item| self.condition(&item));
        let when_true = table.need("when_true").and_then(|i| within(&i, points));
        let when_false = table.need("when_false").and_then(|i| within(&i, points));
        table.finish();
        Some(Otherwise::Condition {
            condition: condition?,
            when_true: when_true?,
            when_false: when_false?,
        })
    }

    /// Name of a derived formula that is a condition.
    fn condition(&self, item: &Item<'a>) -> Option<String> {
        let name = item.text()?;
        match self.derived_kinds.get(name) {
            None => item.fault(FaultKind::UnknownDerived, &[("code", &name)]),
            Some(Some(Kind::Whole | Kind::Number)) => item.fault(
                FaultKind::FormulaType,
                &[("expected", &"condition"), ("found", &"number")],
            ),
            Some(_) => return Some(name.to_owned()),
        }
        None
    }

    /// Bounds and points fall strictly, and the highest band gives exactly the leaf's points.
    fn check_steps(
        &self,
        item: &Item<'_>,
        steps: &[Band],
        points: Option<&Points>,
        types: &[&TypeCode],
    ) {
        for pair in steps.windows(2) {
            if let [above, band] = pair
                && (above.from <= band.from || above.points <= band.points)
            {
                let details: [(&str, &dyn ToString); 4] = [
                    ("from", &band.from),
                    ("points", &band.points),
                    ("above_from", &above.from),
                    ("above_points", &above.points),
                ];
                item.fault(FaultKind::BandsNotMonotone, &details);
            }
        }
        let Some(points) = points else { return };
        let best = steps.iter().map(|band| band.points).max();
        let best = best.unwrap_or(Decimal::ZERO);
        let lowest = steps.iter().map(|band| band.points).min();
        // Types of one worth share a line: the fault is one.
        let mut of_worth: BTreeMap<Decimal, BTreeSet<&str>> = BTreeMap::new();
        for code in types {
            of_worth
                .entry(points.of(code))
                .or_default()
                .insert(code.as_str());
        }
        for (most, codes) in of_worth {
            let codes = Vec::from_iter(codes).join(", ");
            let (kind, name) = if best > most || lowest.is_some_and(|p| p < Decimal::ZERO) {
                (FaultKind::BeyondPoints, "most")
            } else if best < most {
                (FaultKind::FullPointsUnreachable, "best")
            } else {
                continue;
            };
            let mut details: Vec<(&str, &dyn ToString)> = vec![("type", &codes)];
            match name {
                "most" => details.extend([("points", &best as &dyn ToString), ("most", &most)]),
                _ => details.extend([("best", &best as &dyn ToString), ("points", &most)]),
            }
            item.fault(kind, &details);
        }
    }
}

/// Below the lowest band there are never more points than in it.
fn check_below<'b>(node: &Node<'_>, otherwise: &Otherwise, lowest: impl Iterator<Item = &'b Band>) {
    let most = match otherwise {
        Otherwise::Points(points) => *points,
        Otherwise::Condition {
            when_true,
            when_false,
            ..
        } => *when_true.max(when_false),
    };
    if let Some(band) = lowest
        .min_by_key(|band| band.points)
        .filter(|b| b.points < most)
    {
        let details: [(&str, &dyn ToString); 4] = [
            ("from", &"otherwise"),
            ("points", &most),
            ("above_from", &band.from),
            ("above_points", &band.points),
        ];
        node.fault(FaultKind::BandsNotMonotone, &details);
    }
}

/// `[[500000, 6], [200000, 5]]`: lower bound and points, highest first.
fn steps(item: &Item<'_>) -> Option<Vec<Band>> {
    let mut steps = Vec::new();
    let mut complete = true;
    for entry in item.list()? {
        let band = band(&entry);
        complete &= band.is_some();
        steps.extend(band);
    }
    if steps.is_empty() && complete {
        return item.bad_value("[]", "a list of [lower bound, points]");
    }
    complete.then_some(steps)
}

fn band(item: &Item<'_>) -> Option<Band> {
    let pair = item.list()?;
    let [from, points] = pair.as_slice() else {
        return item.bad_value(&pair.len().to_string(), "two numbers: lower bound, points");
    };
    let (from, points) = (from.decimal(), points.decimal());
    Some(Band {
        from: from?,
        points: points?,
    })
}

/// Points that may not exceed those of the leaf for any type.
fn within(item: &Item<'_>, points: Option<&Points>) -> Option<Decimal> {
    let value = item.decimal()?;
    super::leaf::check_within(item, value, points);
    Some(value)
}
