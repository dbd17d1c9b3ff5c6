//! Reading the rules over marks: aggregation, thresholds, ties, divergence, opinion, panel.

use rust_decimal::Decimal;

use super::super::fault::FaultKind;
use super::super::source::{Item, Node};
use super::super::{
    Aggregation, Basis, Divergence, Grades, Indicator, LeafMode, Measure, Method, OpinionField,
    OpinionForm, PanelRules, Reader, Selection, Statistics, Threshold, TieBreak,
};
use super::catalogue::{named, positive};
use super::{Codes, Context, is_numeric, known};
use crate::id::{FieldCode, RecommendationCode};

/// Most members of a panel.
const MAX_PANEL: u32 = 99;

/// Most digits of a rounding stage.
const MAX_ROUND_DIGITS: u32 = 12;

/// The sections that refer to the tree and to nothing after it.
pub(super) struct Rules {
    pub(super) aggregation: Aggregation,
    pub(super) thresholds: Vec<Threshold>,
    pub(super) tie_breaks: Vec<TieBreak>,
    pub(super) grades: Grades,
    pub(super) selection: Option<Selection>,
    pub(super) divergence: Divergence,
    pub(super) opinion: OpinionForm,
    pub(super) panel: PanelRules,
    pub(super) statistics: Option<Statistics>,
}

impl<'a> Context<'a> {
    pub(super) fn read_rules(&self, root: &Node<'a>, tree: &[Indicator]) -> Option<Rules> {
        let panel = read_panel(root);
        let aggregation = read_aggregation(root, panel.as_ref());
        let thresholds = self.thresholds(root, tree);
        let tie_breaks = self.tie_breaks(root, tree);
        let grades = super::selection::read_grades(root);
        let selection = self.read_selection(root);
        let divergence = read_divergence(root);
        let opinion = read_opinion(root);
        let statistics = super::statistics::read_statistics(root);
        Some(Rules {
            aggregation: aggregation?,
            thresholds,
            tie_breaks,
            grades,
            selection: selection?,
            divergence: divergence?,
            opinion: opinion?,
            panel: panel?,
            statistics: statistics?,
        })
    }

    fn thresholds(&self, root: &Node<'a>, tree: &[Indicator]) -> Vec<Threshold> {
        let mut thresholds = Vec::new();
        for node in root.tables("threshold") {
            thresholds.extend(self.threshold(&node, tree));
            node.finish();
        }
        thresholds
    }

    fn threshold(&self, node: &Node<'a>, tree: &[Indicator]) -> Option<Threshold> {
        let indicator = node.get("indicator");
        let indicator = indicator.map(|item| self.known_indicator(&item, tree));
        let words = [("points", Measure::Points), ("mark", Measure::Mark)];
        let measure = node.get("measure").map(|item| item.word(&words));
        let least_item = node.need("least");
        let least = least_item.as_ref().and_then(positive);
        let threshold = Threshold {
            indicator: indicator.map_or(Some(None), |code| code.map(Some))?,
            measure: measure.unwrap_or(Some(Measure::Points))?,
            least: least?,
        };
        let most = self.most(&threshold, tree);
        if let (Some(item), Some(most)) = (least_item, most.filter(|m| *m < threshold.least)) {
            let details: [(&str, &dyn ToString); 2] =
                [("least", &threshold.least), ("most", &most)];
            item.fault(FaultKind::ThresholdUnreachable, &details);
        }
        Some(threshold)
    }

    /// The most that the measured quantity can be, for any type.
    fn most(&self, threshold: &Threshold, tree: &[Indicator]) -> Option<Decimal> {
        let scope: Vec<&Indicator> = match &threshold.indicator {
            Some(code) => vec![super::super::lookup::find(tree, code.as_str())?],
            None => tree.iter().collect(),
        };
        match threshold.measure {
            Measure::Mark => self.most_marks(&scope),
            Measure::Points => self
                .types
                .iter()
                .map(|named| {
                    let points = scope.iter().map(|i| i.points.of(&named.code));
                    points.fold(Decimal::ZERO, Decimal::saturating_add)
                })
                .max(),
        }
    }

    /// The sum of the greatest marks; nothing when a scale among them has a fault of its own.
    fn most_marks(&self, scope: &[&Indicator]) -> Option<Decimal> {
        let mut sum = Decimal::ZERO;
        for indicator in scope.iter().flat_map(|indicator| indicator.walk()) {
            if let Some(LeafMode::Scored { scale, .. }) = indicator.leaf().map(|leaf| &leaf.mode) {
                sum = sum.saturating_add(self.scales.get(scale)?.max);
            }
        }
        Some(sum)
    }

    fn tie_breaks(&self, root: &Node<'a>, tree: &[Indicator]) -> Vec<TieBreak> {
        let mut ties = Vec::new();
        for node in root.tables("tie_break") {
            ties.extend(self.tie_break(&node, tree));
            node.finish();
        }
        ties
    }

    /// Exactly one of `indicator`, `field`, `median_total`.
    fn tie_break(&self, node: &Node<'a>, tree: &[Indicator]) -> Option<TieBreak> {
        let given = (
            node.get("indicator"),
            node.get("field"),
            node.get("median_total"),
        );
        match given {
            (Some(item), None, None) => self.known_indicator(&item, tree).map(TieBreak::Indicator),
            (None, Some(item), None) => self.numeric_field(&item).map(TieBreak::Field),
            (None, None, Some(item)) => match item.flag()? {
                true => Some(TieBreak::MedianTotal),
                false => item.bad_value("false", "true (leave the criterion out otherwise)"),
            },
            _ => {
                let key = "indicator, field or median_total, exactly one of them";
                node.fault(FaultKind::MissingKey, &[("key", &key)]);
                None
            }
        }
    }

    fn numeric_field(&self, item: &Item<'a>) -> Option<FieldCode> {
        let code: FieldCode = known(item, &self.field_codes, FaultKind::UnknownField)?;
        let field = self.field(code.as_str())?;
        if !is_numeric(&field.kind) {
            item.fault(FaultKind::FieldNotNumeric, &[("code", &code)]);
            return None;
        }
        Some(code)
    }
}

fn read_aggregation(root: &Node<'_>, panel: Option<&PanelRules>) -> Option<Aggregation> {
    let node = root.need("aggregation")?.table()?;
    let bases = [("leaf", Basis::Leaf), ("expert_total", Basis::ExpertTotal)];
    let basis = node.need("basis").and_then(|item| item.word(&bases));
    let method = read_method(&node);
    let digits = |key| {
        let item = node.get(key);
        item.map_or(Some(None), |item| item.count(MAX_ROUND_DIGITS).map(Some))
    };
    let (mark, leaf, total) = (
        digits("round_mark"),
        digits("round_leaf"),
        digits("round_total"),
    );
    let least_item = node.need("least_valid");
    let least = least_item.as_ref().and_then(|item| item.count(MAX_PANEL));
    if let (Some(item), Some(least), Some(panel)) = (&least_item, least, panel)
        && (least == 0 || least > panel.size)
    {
        let expected = format!("between 1 and the panel's {} members", panel.size);
        item.bad_value::<()>(&least.to_string(), &expected);
    }
    node.finish();
    Some(Aggregation {
        basis: basis?,
        method: method?,
        round_mark: mark?,
        round_leaf: leaf?,
        round_total: total?,
        least_valid: least?,
    })
}

fn read_method(node: &Node<'_>) -> Option<Method> {
    let item = node.need("method")?;
    match item.text()? {
        "mean" => Some(Method::Mean),
        "median" => Some(Method::Median),
        "trimmed_mean" => {
            let number = |key| node.need(key).and_then(|item| item.count(MAX_PANEL));
            let (high, low, from) = (number("high"), number("low"), number("from"));
            let (high, low, from) = (high?, low?, from?);
            if high + low == 0 || high + low >= from {
                let details: [(&str, &dyn ToString); 3] =
                    [("high", &high), ("low", &low), ("from", &from)];
                item.fault(FaultKind::AggregationImpossible, &details);
            }
            Some(Method::TrimmedMean { high, low, from })
        }
        other => item.bad_value(other, "one of mean, trimmed_mean, median"),
    }
}

fn read_divergence(root: &Node<'_>) -> Option<Divergence> {
    let node = root.need("divergence")?.table()?;
    let flag = |key| node.get(key).map_or(Some(false), |item| item.flag());
    let (leaf, judged_total, explain) = (flag("leaf"), flag("judged_total"), flag("explain"));
    let percent = node.need("percent").and_then(|item| positive(&item));
    let steps = node.get("floor_steps").map(|item| item.count(1000));
    let points = node.get("floor_points").map(|item| item.decimal());
    node.finish();
    if (leaf, judged_total) == (Some(false), Some(false)) {
        let reason = "neither leaf nor judged_total is looked at";
        node.fault(FaultKind::DivergenceImpossible, &[("reason", &reason)]);
    }
    Some(Divergence {
        leaf: leaf?,
        judged_total: judged_total?,
        percent: percent?,
        floor_steps: steps.unwrap_or(Some(0))?,
        floor_points: points.unwrap_or(Some(Decimal::ZERO))?,
        explain: explain?,
    })
}

const READERS: &[(&str, Reader)] = &[
    ("province", Reader::Province),
    ("panel", Reader::Panel),
    ("visit_team", Reader::VisitTeam),
];

fn read_opinion(root: &Node<'_>) -> Option<OpinionForm> {
    let node = root.need("opinion")?.table()?;
    let mut fields = Vec::new();
    let mut codes = Codes::default();
    for entry in node.tables("field") {
        fields.extend(opinion_field(&entry, &mut codes));
        entry.finish();
    }
    let mut recommendations = Vec::new();
    let mut codes = Codes::default();
    for entry in node.tables("recommendation") {
        let code: Option<RecommendationCode> = Context::declare(&entry, &mut codes);
        recommendations.extend(named(&entry, code));
        entry.finish();
    }
    node.finish();
    Some(OpinionForm {
        fields,
        recommendations,
    })
}

fn opinion_field(node: &Node<'_>, codes: &mut Codes) -> Option<OpinionField> {
    let code = Context::declare(node, codes);
    let name = node.need("name").and_then(|item| item.bilingual());
    let list = node.need("readers").and_then(|item| item.list())?;
    let readers: Vec<Reader> = list.iter().filter_map(|item| item.word(READERS)).collect();
    let required = node.get("required").map(|item| item.flag());
    if list.is_empty() {
        node.fault(FaultKind::NothingToMark, &[("what", &"readers")]);
    }
    Some(OpinionField {
        code: code?,
        name: name?,
        readers,
        required: required.unwrap_or(Some(false))?,
    })
}

fn read_panel(root: &Node<'_>) -> Option<PanelRules> {
    let node = root.need("panel")?.table()?;
    let item = node.need("size");
    let size = item.as_ref().and_then(|item| item.count(MAX_PANEL));
    if let (Some(item), Some(size)) = (&item, size.filter(|size| size % 2 == 0)) {
        item.fault(FaultKind::PanelSizeEven, &[("found", &size)]);
    }
    let reserves = node.get("reserves").map(|item| item.count(MAX_PANEL));
    let years = node.get("same_unit_years").map(|item| item.count(50));
    node.finish();
    Some(PanelRules {
        size: size?,
        reserves: reserves.unwrap_or(Some(0))?,
        same_unit_years: years.unwrap_or(Some(0))?,
    })
}
