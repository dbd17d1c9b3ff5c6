//! Reading leaves: what every leaf has, and what each mode adds. Bands are in `bands.rs`.

use rust_decimal::Decimal;

use super::super::fault::FaultKind;
use super::super::formula::Kind;
use super::super::source::{Item, Node};
use super::super::{
    ChoiceEffect, ChoiceOption, Computed, Decider, Leaf, LeafMode, MissingEvidence, Points,
};
use super::catalogue::DECIDERS;
use super::scales::{check_anchors, read_anchors};
use super::{Codes, Context, known};
use crate::amount::Hundredths;
use crate::id::{EvidenceCode, OptionCode};
use crate::text::Text;

const MISSING: &[(&str, MissingEvidence)] = &[
    ("zero", MissingEvidence::Zero),
    ("panel", MissingEvidence::Panel),
    ("keep_with_note", MissingEvidence::KeepWithNote),
];

impl<'a> Context<'a> {
    /// Reads a leaf; `points` are those of the node, when they could be read.
    pub(super) fn read_leaf(&self, node: &Node<'a>, points: Option<&Points>) -> Option<Leaf> {
        let evidence = self.evidence_list(node);
        let missing = node.get("missing_evidence");
        let missing = missing.map(|item| item.word(MISSING));
        let on_site = node.get("on_site").map(|item| item.flag());
        let note = node.get("note").map(|item| item.bilingual());
        let mode = self.read_mode(node, points);
        Some(Leaf {
            mode: mode?,
            evidence,
            missing_evidence: missing.unwrap_or(Some(MissingEvidence::KeepWithNote))?,
            on_site: on_site.unwrap_or(Some(false))?,
            note: note.unwrap_or_else(|| Some(Text::default()))?,
        })
    }

    fn evidence_list(&self, node: &Node<'a>) -> Vec<EvidenceCode> {
        let items = node.get("evidence").and_then(|item| item.list());
        let mut seen = Codes::default();
        let mut codes = Vec::new();
        for item in items.unwrap_or_default() {
            if let Some(text) = item.text() {
                seen.declare(&item, text);
            }
            let kind = FaultKind::UnknownEvidence;
            codes.extend(known::<EvidenceCode>(&item, &self.evidence_codes, kind));
        }
        codes
    }

    fn read_mode(&self, node: &Node<'a>, points: Option<&Points>) -> Option<LeafMode> {
        let item = node.need("mode")?;
        match item.text()? {
            "computed" => self.computed(node, points),
            "scored" => self.scored(node),
            "choice" => self.choice(node, points),
            "pass_fail" => Some(LeafMode::PassFail),
            "deducted" => self.deducted(node, points),
            other => item.bad_value(
                other,
                "one of computed, scored, choice, pass_fail, deducted",
            ),
        }
    }

    fn scored(&self, node: &Node<'a>) -> Option<LeafMode> {
        let scale = node.need("scale").and_then(|item| self.scale_name(&item));
        let anchors = read_anchors(node, "anchors");
        let scale = scale?;
        if let Some(scale) = self.scales.get(&scale) {
            check_anchors(node, scale, &anchors);
        }
        let anchors = anchors.into_iter().map(|(_, anchor)| anchor).collect();
        Some(LeafMode::Scored { scale, anchors })
    }

    fn deducted(&self, node: &Node<'a>, points: Option<&Points>) -> Option<LeafMode> {
        let item = node.need("step")?;
        let step = item.decimal()?;
        if step <= Decimal::ZERO || Hundredths::from_decimal(step).is_none() {
            item.fault(FaultKind::ScaleStep, &[("step", &step)]);
            return None;
        }
        for most in points.into_iter().flat_map(all_points) {
            if most.checked_rem(step).is_none_or(|rest| !rest.is_zero()) {
                let details: [(&str, &dyn ToString); 2] = [("range", &most), ("step", &step)];
                item.fault(FaultKind::ScaleStepNotDividing, &details);
            }
        }
        Some(LeafMode::Deducted { step })
    }

    fn computed(&self, node: &Node<'a>, points: Option<&Points>) -> Option<LeafMode> {
        let formula = node.need("formula");
        let formula = formula.and_then(|item| self.formula(&item, Kind::Number));
        let unit = node.get("unit").and_then(|item| item.text());
        let bands = self.read_bands(node, points);
        let base = self.base(node);
        let scale = node.need("fallback_scale");
        let scale = scale.and_then(|item| self.scale_name(&item));
        let decides = self.fact_decider(node, Decider::Form);
        let (common, by_type, types_as) = bands?;
        Some(LeafMode::Computed(Box::new(Computed {
            formula: formula?,
            unit: unit.unwrap_or_default().to_owned(),
            bands: common,
            bands_by_type: by_type,
            bands_as: types_as,
            base: base?,
            fallback_scale: scale?,
            decides: decides?,
        })))
    }

    /// Variables that must be there and not zero.
    fn base(&self, node: &Node<'a>) -> Option<Vec<String>> {
        let Some(list) = node.get("base") else {
            return Some(Vec::new());
        };
        let read = |item: Item<'a>| {
            let name = item.text()?;
            if let Err(Some((kind, details))) = self.field_variable(name) {
                let details: Vec<(&str, &dyn ToString)> =
                    details.iter().map(|(n, v)| (*n, v as _)).collect();
                item.fault(kind, &details);
                return None;
            }
            Some(name.to_owned())
        };
        Some(list.list()?.into_iter().filter_map(read).collect())
    }

    /// Who decides a fact of a computed leaf: never each expert for themselves.
    fn fact_decider(&self, node: &Node<'a>, default: Decider) -> Option<Decider> {
        match node.get("decides") {
            None => Some(default),
            Some(item) => {
                let facts = DECIDERS.get(..3).unwrap_or(DECIDERS);
                item.word(facts)
            }
        }
    }

    fn choice(&self, node: &Node<'a>, points: Option<&Points>) -> Option<LeafMode> {
        let decides = node.need("decides").and_then(|item| item.word(DECIDERS));
        let mut codes = Codes::default();
        let mut options = Vec::new();
        let mut complete = true;
        for entry in node.tables("options") {
            let option = self.option(&entry, &mut codes, points);
            entry.finish();
            complete &= option.is_some();
            options.extend(option);
        }
        if codes.0.is_empty() {
            node.fault(FaultKind::NothingToMark, &[("what", &"options")]);
        }
        if complete && let Some(points) = points {
            check_best_option(node, &options, points);
        }
        Some(LeafMode::Choice {
            decides: decides?,
            options,
        })
    }

    fn option(
        &self,
        node: &Node<'a>,
        codes: &mut Codes,
        points: Option<&Points>,
    ) -> Option<ChoiceOption> {
        let code: Option<OptionCode> = Self::declare(node, codes);
        let name = node.need("name").and_then(|item| item.bilingual());
        let effect = self.effect(node, points);
        Some(ChoiceOption {
            code: code?,
            name: name?,
            effect: effect?,
        })
    }

    /// Exactly one of `points`, `veto`, `not_applicable`.
    fn effect(&self, node: &Node<'a>, points: Option<&Points>) -> Option<ChoiceEffect> {
        let given = (
            node.get("points"),
            node.get("veto"),
            node.get("not_applicable"),
        );
        match given {
            (Some(item), None, None) => {
                let value = item.decimal()?;
                check_within(&item, value, points);
                Some(ChoiceEffect::Points(value))
            }
            (None, Some(item), None) => self.veto(&item).map(ChoiceEffect::Veto),
            (None, None, Some(item)) => match item.flag()? {
                true => Some(ChoiceEffect::NotApplicable),
                false => item.bad_value("false", "true (leave the key out otherwise)"),
            },
            (None, None, None) => {
                node.fault(FaultKind::MissingKey, &[("key", &"points")]);
                None
            }
            _ => {
                let expected = "one of points, veto, not_applicable";
                let details: [(&str, &dyn ToString); 2] =
                    [("found", &"several effects"), ("expected", &expected)];
                node.fault(FaultKind::BadValue, &details);
                None
            }
        }
    }

    fn veto(&self, item: &Item<'a>) -> Option<crate::id::IndicatorCode> {
        let code = item.text()?;
        if !self.vetoes.contains(code) {
            item.fault(FaultKind::UnknownVeto, &[("code", &code)]);
            return None;
        }
        code.parse().ok()
    }
}

/// Every number of points a leaf can have.
fn all_points(points: &Points) -> impl Iterator<Item = Decimal> {
    std::iter::once(points.common).chain(points.by_type.values().copied())
}

/// Points of a band or option lie between 0 and those of the leaf.
pub(super) fn check_within(item: &Item<'_>, value: Decimal, points: Option<&Points>) {
    let Some(points) = points else { return };
    let most = all_points(points).min().unwrap_or(points.common);
    if value > most || value < Decimal::ZERO {
        let details: [(&str, &dyn ToString); 3] =
            [("points", &value), ("most", &most), ("type", &"any type")];
        item.fault(FaultKind::BeyondPoints, &details);
    }
}

fn check_best_option(node: &Node<'_>, options: &[ChoiceOption], points: &Points) {
    let given = options.iter().filter_map(|option| match option.effect {
        ChoiceEffect::Points(points) => Some(points),
        ChoiceEffect::Veto(_) | ChoiceEffect::NotApplicable => None,
    });
    let best = given.max().unwrap_or(Decimal::ZERO);
    let least = all_points(points).min().unwrap_or(points.common);
    if best < least || all_points(points).any(|p| p > best) {
        let details: [(&str, &dyn ToString); 3] = [
            ("best", &best),
            ("points", &points.common),
            ("type", &"any type"),
        ];
        node.fault(FaultKind::FullPointsUnreachable, &details);
    }
}
