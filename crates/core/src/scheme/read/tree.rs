//! Reading the indicator tree: a flat list whose entries name their parent, and sums of points.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::fault::FaultKind;
use super::super::source::{Item, Node, Span};
use super::super::{Indicator, IndicatorKind, Leaf, Points};
use super::Context;
use crate::id::{IndicatorCode, TypeCode};
use crate::text::Text;

/// Deepest tree.
const MAX_LEVELS: usize = 6;

/// One `[[indicator]]` before it has found its place.
struct Entry {
    code: IndicatorCode,
    name: Option<Text>,
    points: Option<Points>,
    leaf: Option<Leaf>,
    has_mode: bool,
    span: Span,
    path: String,
    level: usize,
    /// Whether an entry below it could not be read, so that sums say nothing.
    incomplete: bool,
    children: Vec<usize>,
}

impl<'a> Context<'a> {
    pub(super) fn read_tree(&mut self, root: &Node<'a>) -> Vec<Indicator> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut places = BTreeMap::new();
        let mut roots = Vec::new();
        for node in root.tables("indicator") {
            let Some((entry, parent)) = self.entry(&node, &mut entries, &places) else {
                continue;
            };
            let place = entries.len();
            match parent.and_then(|parent| entries.get_mut(parent)) {
                Some(parent) => parent.children.push(place),
                None => roots.push(place),
            }
            places.insert(entry.code.to_string(), place);
            entries.push(entry);
        }
        if entries.is_empty() {
            root.fault(FaultKind::NothingToMark, &[("what", &"[[indicator]]")]);
        }
        for entry in &entries {
            self.check_entry(entry, &entries);
        }
        self.check_full_score(root, &roots, &entries);
        roots
            .iter()
            .filter_map(|at| indicator(*at, &entries))
            .collect()
    }

    /// Reads one entry and finds the place of its parent.
    fn entry(
        &mut self,
        node: &Node<'a>,
        entries: &mut [Entry],
        places: &BTreeMap<String, usize>,
    ) -> Option<(Entry, Option<usize>)> {
        let code: Option<IndicatorCode> = Self::declare(node, &mut self.indicator_codes);
        self.tree_codes.extend(code.iter().map(ToString::to_string));
        let name = node.need("name").and_then(|item| item.bilingual());
        let parent = node.get("parent");
        let place = parent.as_ref().and_then(|item| find_parent(item, places));
        let points = node.need("points").and_then(|item| self.points(&item));
        let has_mode = node.get("mode").is_some();
        let leaf = has_mode.then(|| self.read_leaf(node, points.as_ref()));
        node.finish();
        let leaf = leaf.flatten();
        let broken = code.is_none() || (has_mode && leaf.is_none()) || points.is_none();
        let level = place
            .and_then(|at| entries.get(at))
            .map_or(1, |p| p.level + 1);
        if let Some(parent) = place.and_then(|at| entries.get_mut(at)) {
            parent.incomplete |= broken && points.is_none();
        }
        let orphan = parent.is_some() && place.is_none();
        let entry = Entry {
            code: code?,
            name,
            points,
            leaf,
            has_mode,
            span: node.span.clone(),
            path: node.path.clone(),
            level,
            incomplete: false,
            children: Vec::new(),
        };
        (!orphan).then_some((entry, place))
    }

    /// Points: a number, or `common` with the types that differ.
    fn points(&self, item: &Item<'a>) -> Option<Points> {
        if !item.is_table() {
            let common = super::catalogue::positive(item)?;
            let by_type = BTreeMap::new();
            return Some(Points { common, by_type });
        }
        let node = item.table()?;
        let common = node.need("common");
        let common = common.and_then(|item| super::catalogue::positive(&item));
        let mut by_type = BTreeMap::new();
        for (name, entry) in node.entries().filter(|(name, _)| *name != "common") {
            let code = self.type_key(name, &entry);
            let points = super::catalogue::positive(&entry);
            by_type.extend(code.zip(points));
        }
        Some(Points {
            common: common?,
            by_type,
        })
    }

    /// A key that names an enterprise type.
    pub(super) fn type_key(&self, name: &str, item: &Item<'_>) -> Option<TypeCode> {
        if !self.type_codes.has(name) {
            item.fault(FaultKind::UnknownType, &[("code", &name)]);
            return None;
        }
        name.parse().ok()
    }

    /// Takes the code of a declared indicator of the tree.
    pub(super) fn known_indicator(
        &self,
        item: &Item<'_>,
        tree: &[Indicator],
    ) -> Option<IndicatorCode> {
        let code: IndicatorCode = item.code()?;
        let declared = self.tree_codes.contains(code.as_str());
        if !declared && super::super::lookup::find(tree, code.as_str()).is_none() {
            item.fault(FaultKind::UnknownIndicator, &[("code", &code)]);
            return None;
        }
        Some(code)
    }

    fn check_entry(&self, entry: &Entry, entries: &[Entry]) {
        let fault = |kind, details: &[(&'static str, &dyn ToString)]| {
            self.report.add(&entry.span, kind, &entry.path, details);
        };
        if entry.level > MAX_LEVELS {
            fault(FaultKind::TreeTooDeep, &[("most", &MAX_LEVELS)]);
        }
        match (entry.has_mode, entry.children.is_empty()) {
            (true, false) => fault(FaultKind::LeafWithChildren, &[]),
            (false, true) if !entry.incomplete => fault(FaultKind::BranchWithoutChildren, &[]),
            _ => {}
        }
        let Some(points) = entry.points.as_ref().filter(|_| !entry.incomplete) else {
            return;
        };
        if entry.children.is_empty() {
            return;
        }
        for (label, own, sum) in self.sums(&entry.children, entries, &|t| match t {
            Some(code) => points.of(code),
            None => points.common,
        }) {
            fault(
                FaultKind::PointsSum,
                &[("found", &own), ("type", &label), ("sum", &sum)],
            );
        }
    }

    /// Types for which `own` differs from the sum of the children; one line for all of them when
    /// nothing depends on the type.
    fn sums(
        &self,
        children: &[usize],
        entries: &[Entry],
        own: &dyn Fn(Option<&TypeCode>) -> Decimal,
    ) -> Vec<(String, Decimal, Decimal)> {
        let mut differing = Vec::new();
        for named in &self.types {
            let parts = children.iter().filter_map(|at| entries.get(*at));
            let parts = parts.filter_map(|entry| entry.points.as_ref());
            let sum = parts.fold(Decimal::ZERO, |sum, points| {
                sum.saturating_add(points.of(&named.code))
            });
            let own = own(Some(&named.code));
            if own != sum {
                differing.push((named.code.to_string(), own, sum.normalize()));
            }
        }
        let same = |a: &[(String, Decimal, Decimal)]| {
            a.len() == self.types.len()
                && a.windows(2)
                    .all(|w| matches!(w, [a, b] if a.1 == b.1 && a.2 == b.2))
        };
        if same(&differing) {
            differing.truncate(1);
            differing
                .iter_mut()
                .for_each(|line| line.0 = "all types".to_owned());
        }
        differing
    }

    fn check_full_score(&self, root: &Node<'a>, roots: &[usize], entries: &[Entry]) {
        let Some(item) = root.get("full_score") else {
            return;
        };
        let Some(full) = super::catalogue::positive(&item) else {
            return;
        };
        for (label, expected, sum) in self.sums(roots, entries, &|_| full) {
            item.fault(
                FaultKind::FullScore,
                &[("expected", &expected), ("type", &label), ("sum", &sum)],
            );
        }
    }
}

fn find_parent(item: &Item<'_>, places: &BTreeMap<String, usize>) -> Option<usize> {
    let code = item.text()?;
    let place = places.get(code).copied();
    if place.is_none() {
        item.fault(FaultKind::UnknownParent, &[("code", &code)]);
    }
    place
}

/// The indicator at `at` with everything below it; levels are bounded, so is the recursion.
fn indicator(at: usize, entries: &[Entry]) -> Option<Indicator> {
    let entry = entries.get(at).filter(|entry| entry.level <= MAX_LEVELS)?;
    let kind = match &entry.leaf {
        Some(leaf) if entry.children.is_empty() => IndicatorKind::Leaf(Box::new(leaf.clone())),
        _ => {
            let children = entry.children.iter();
            IndicatorKind::Branch(children.filter_map(|at| indicator(*at, entries)).collect())
        }
    };
    Some(Indicator {
        code: entry.code.clone(),
        name: entry.name.clone()?,
        points: entry.points.clone()?,
        kind,
    })
}
