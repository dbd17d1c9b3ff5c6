//! Reading and checking scales and anchors.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::fault::FaultKind;
use super::super::source::{Item, Node, Span};
use super::super::{Anchor, Scale};
use super::Context;
use crate::amount::Hundredths;

/// Most values of a scale; more than that nobody marks by hand.
const MAX_VALUES: usize = 2001;

impl<'a> Context<'a> {
    pub(super) fn read_scales(&mut self, root: &Node<'a>) {
        let Some(section) = root.get("scale").and_then(|item| item.table()) else {
            return;
        };
        let mut scales = BTreeMap::new();
        for (name, item) in section.entries() {
            self.scale_names.insert(name.to_owned());
            let scale = item.table().and_then(|node| read_scale(&node));
            scales.extend(scale.map(|scale| (name.to_owned(), scale)));
        }
        self.scales = scales;
    }

    /// Takes the name of a declared scale.
    pub(super) fn scale_name(&self, item: &Item<'_>) -> Option<String> {
        let name = item.text()?;
        if !self.scale_names.contains(name) {
            item.fault(FaultKind::UnknownScale, &[("code", &name)]);
            return None;
        }
        Some(name.to_owned())
    }
}

fn read_scale(node: &Node<'_>) -> Option<Scale> {
    let min = node.need("min").and_then(|item| item.decimal());
    let max = node.need("max").and_then(|item| item.decimal());
    let step = node.need("step").and_then(|item| item.decimal());
    let zero = node.get("zero").map(|item| item.decimal());
    let anchors = read_anchors(node, "anchors");
    node.finish();
    let (min, max) = (min?, max?);
    let scale = Scale {
        min,
        max,
        step: step?,
        zero: zero.unwrap_or(Some(min))?,
        anchors: anchors.iter().map(|(_, anchor)| anchor.clone()).collect(),
    };
    if !numbers_fit(node, &scale) {
        return None;
    }
    check_anchors(node, &scale, &anchors);
    Some(scale)
}

/// Checks range and step; anchors are looked at only when these fit.
fn numbers_fit(node: &Node<'_>, scale: &Scale) -> bool {
    let (min, max, zero, step) = (scale.min, scale.max, scale.zero, scale.step);
    if !(min <= zero && zero < max) || Hundredths::from_decimal(min).is_none() {
        let details: [(&str, &dyn ToString); 3] = [("min", &min), ("zero", &zero), ("max", &max)];
        node.fault(FaultKind::ScaleRange, &details);
        return false;
    }
    if step <= Decimal::ZERO || Hundredths::from_decimal(step).is_none() {
        node.fault(FaultKind::ScaleStep, &[("step", &step)]);
        return false;
    }
    let Some(range) = max.checked_sub(min) else {
        return false;
    };
    match range.checked_rem(step) {
        Some(rest) if rest.is_zero() => {}
        _ => {
            node.fault(
                FaultKind::ScaleStepNotDividing,
                &[("range", &range), ("step", &step)],
            );
            return false;
        }
    }
    let few = scale.values().take(MAX_VALUES + 1).count() <= MAX_VALUES;
    if !few {
        node.fault(FaultKind::ScaleTooFine, &[("most", &MAX_VALUES)]);
    }
    few
}

/// Most anchors of a scale; a card shows no more.
const MAX_ANCHORS: usize = 20;

/// Anchors with their places in the text.
pub(super) fn read_anchors(node: &Node<'_>, key: &'static str) -> Vec<(Span, Anchor)> {
    let read = |entry: Node<'_>| {
        let name = entry.need("name").and_then(|item| item.bilingual());
        let meaning = entry.need("meaning").and_then(|item| item.bilingual());
        let from = entry.need("from").and_then(|item| item.decimal());
        let to = entry.need("to").and_then(|item| item.decimal());
        entry.finish();
        let anchor = Anchor {
            name: name?,
            meaning: meaning?,
            from: from?,
            to: to?,
        };
        Some((entry.span.clone(), anchor))
    };
    let entries = node.tables(key);
    if entries.len() > MAX_ANCHORS {
        let found = format!("{} {key}", entries.len());
        let details: [(&str, &dyn ToString); 2] = [("found", &found), ("most", &MAX_ANCHORS)];
        node.fault(FaultKind::TooLong, &details);
        return Vec::new();
    }
    entries.into_iter().filter_map(read).collect()
}

/// Every mark lies in exactly one anchor, and every anchor holds a mark.
pub(super) fn check_anchors(node: &Node<'_>, scale: &Scale, anchors: &[(Span, Anchor)]) {
    if anchors.is_empty() {
        return;
    }
    let within = |anchor: &Anchor, mark: Decimal| anchor.from <= mark && mark <= anchor.to;
    let runs = |wanted: &dyn Fn(Decimal) -> bool| runs(scale, wanted);
    for (from, to) in runs(&|mark| !anchors.iter().any(|(_, a)| within(a, mark))) {
        node.fault(FaultKind::AnchorGap, &[("from", &from), ("to", &to)]);
    }
    for (n, (span, anchor)) in anchors.iter().enumerate() {
        if runs(&|mark| within(anchor, mark)).is_empty() {
            let details: [(&str, &dyn ToString); 2] = [("from", &anchor.from), ("to", &anchor.to)];
            let kind = FaultKind::AnchorUnreachable;
            node.report.add(span, kind, &node.path, &details);
        }
        for (_, above) in anchors.iter().take(n) {
            let both = |mark| within(anchor, mark) && within(above, mark);
            for (from, to) in runs(&both) {
                let other = &above.name.zh;
                let details: [(&str, &dyn ToString); 3] =
                    [("from", &from), ("to", &to), ("other", other)];
                let kind = FaultKind::AnchorOverlap;
                node.report.add(span, kind, &node.path, &details);
            }
        }
    }
}

/// Runs of neighbouring marks of the scale that are `wanted`, as first and last of each.
fn runs(scale: &Scale, wanted: &dyn Fn(Decimal) -> bool) -> Vec<(Decimal, Decimal)> {
    let mut runs: Vec<(Decimal, Decimal)> = Vec::new();
    let mut open = false;
    for mark in scale.values() {
        let hit = wanted(mark);
        match runs.last_mut() {
            Some(run) if hit && open => run.1 = mark,
            _ if hit => runs.push((mark, mark)),
            _ => {}
        }
        open = hit;
    }
    runs
}
