//! Reading formulas: derived ones with their order, those of leaves, plausibility conditions.

use std::collections::{BTreeMap, BTreeSet};

use super::super::fault::FaultKind;
use super::super::formula::{self, Details, Issue, Kind, Parsed};
use super::super::source::{Item, Node};
use super::super::{Formula, PlausibilityRule};
use super::{Codes, Context, is_numeric};
use crate::application::FieldKey;

/// Derived formulas that could be parsed, by name, with the item they stand in.
type Drafts<'a> = BTreeMap<&'a str, (Item<'a>, &'a str, Parsed)>;

impl<'a> Context<'a> {
    /// Reads `[derived]`: parses all, refuses circles, then infers types from the leaves up.
    pub(super) fn read_derived(&mut self, root: &Node<'a>) {
        let Some(section) = root.get("derived").and_then(|item| item.table()) else {
            return;
        };
        let mut drafts = Drafts::new();
        for (name, item) in section.entries() {
            self.derived_kinds.insert(name.to_owned(), None);
            self.check_derived_name(name, &item);
            let text = item.text();
            if let Some((text, parsed)) = text.and_then(|t| Some((t, parse(&item, t)?))) {
                drafts.insert(name, (item, text, parsed));
            }
        }
        for name in in_order(&drafts) {
            if let Some((item, text, parsed)) = drafts.remove(name) {
                let kind = self.infer(&item, &parsed, None);
                self.derived_kinds.insert(name.to_owned(), kind);
                let formula = parsed.into_formula(text);
                self.derived.insert(name.to_owned(), formula);
            }
        }
    }

    fn check_derived_name(&self, name: &str, item: &Item<'_>) {
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(letters) {
            item.bad_value::<()>(name, "a name of letters, digits and '_'");
        }
        let field = name.parse::<FieldKey>();
        if field.is_ok_and(|key| self.field_codes.has(key.code.as_str())) {
            item.bad_value::<()>(name, "a name that no field has");
        }
    }

    /// A formula whose value must be of `expected` type.
    pub(super) fn formula(&self, item: &Item<'_>, expected: Kind) -> Option<Formula> {
        let text = item.text()?;
        let parsed = parse(item, text)?;
        self.infer(item, &parsed, Some(expected))?;
        Some(parsed.into_formula(text))
    }

    fn infer(&self, item: &Item<'_>, parsed: &Parsed, expected: Option<Kind>) -> Option<Kind> {
        let mut issues = Vec::new();
        let names = |name: &str| self.name_kind(name);
        let kind = formula::check_types(&parsed.program, expected, &names, &mut issues);
        for issue in &issues {
            report(item, issue);
        }
        kind
    }

    /// Type of a variable, or what is wrong with it.
    fn name_kind(&self, name: &str) -> Result<Option<Kind>, (FaultKind, Details)> {
        if let Some(kind) = self.derived_kinds.get(name) {
            return Ok(*kind);
        }
        self.field_variable(name)
            .map(|()| Some(Kind::Number))
            .or_else(|fault| match fault {
                None => Ok(None),
                Some(fault) => Err(fault),
            })
    }

    /// Checks that `name` is a numeric field in a declared year; `Err(None)` when the field's own
    /// declaration is faulty.
    pub(super) fn field_variable(&self, name: &str) -> Result<(), Option<(FaultKind, Details)>> {
        let code = |text: &str| vec![("code", text.to_owned())];
        let unknown = || Some((FaultKind::UnknownVariable, code(name)));
        let key: FieldKey = name.parse().map_err(|_| unknown())?;
        if !self.field_codes.has(key.code.as_str()) {
            return Err(unknown());
        }
        let field = self.field(key.code.as_str()).ok_or(None)?;
        if !is_numeric(&field.kind) {
            return Err(Some((
                FaultKind::FieldNotNumeric,
                code(field.code.as_str()),
            )));
        }
        if key.years_back >= field.years {
            let mut details = code(field.code.as_str());
            details.push(("years", field.years.to_string()));
            return Err(Some((FaultKind::UndeclaredYear, details)));
        }
        Ok(())
    }

    pub(super) fn read_plausibility(&self, root: &Node<'a>) -> Vec<PlausibilityRule> {
        let mut codes = Codes::default();
        let mut rules = Vec::new();
        for node in root.tables("plausibility") {
            let code: Option<crate::id::OptionCode> = Self::declare(&node, &mut codes);
            let message = node.need("message").and_then(|item| item.bilingual());
            let when = node.need("when");
            let when = when.and_then(|item| self.formula(&item, Kind::Flag));
            node.finish();
            if let (Some(code), Some(message), Some(when)) = (code, message, when) {
                rules.push(PlausibilityRule {
                    code: code.to_string(),
                    message,
                    when,
                });
            }
        }
        rules
    }
}

fn parse(item: &Item<'_>, text: &str) -> Option<Parsed> {
    formula::parse(text)
        .map_err(|issue| report(item, &issue))
        .ok()
}

/// Notes an issue at its place inside the formula where the text allows, else at its start.
fn report(item: &Item<'_>, issue: &Issue) {
    let details: Vec<(&'static str, &dyn ToString)> = issue
        .details
        .iter()
        .map(|(name, value)| (*name, value as &dyn ToString))
        .collect();
    let span = item.span();
    let source = item.report.source(&span);
    let text = item.text().unwrap_or_default();
    // Only a one-line string without escapes maps its columns onto the file's.
    let plain = source.get(1..source.len().saturating_sub(1)) == Some(text);
    let within = text.char_indices().nth(issue.column.saturating_sub(1));
    let start = match within {
        Some((offset, _)) if plain && issue.line == 1 => span.start + 1 + offset,
        _ => span.start,
    };
    item.report
        .add(&(start..span.end), issue.kind, &item.path, &details);
}

/// Names in an order in which each comes after those it reads; circles are reported and left out.
fn in_order<'a>(drafts: &Drafts<'a>) -> Vec<&'a str> {
    let mut order = Vec::new();
    let mut done = BTreeSet::new();
    let ready = |parsed: &Parsed, done: &BTreeSet<&str>| {
        let mut inner = parsed.variables.iter().map(String::as_str);
        inner.all(|name| !drafts.contains_key(name) || done.contains(name))
    };
    loop {
        let next: Vec<&'a str> = drafts
            .iter()
            .filter(|(name, (_, _, parsed))| !done.contains(*name) && ready(parsed, &done))
            .map(|(name, _)| *name)
            .collect();
        if next.is_empty() {
            break;
        }
        done.extend(next.iter().copied());
        order.extend(next);
    }
    for (name, (item, ..)) in drafts.iter().filter(|(name, _)| !done.contains(*name)) {
        if let Some(cycle) = cycle_through(name, drafts) {
            item.fault(FaultKind::FormulaCycle, &[("cycle", &cycle.join(" → "))]);
        }
    }
    order
}

/// The shortest way from `start` back to itself, if there is one.
fn cycle_through<'a>(start: &'a str, drafts: &'a Drafts<'_>) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(name) = queue.pop_front() {
        for next in drafts.get(name)?.2.variables.iter().map(String::as_str) {
            if next == start {
                return Some(way_back(start, name, &came_from));
            }
            if drafts.contains_key(next) && !came_from.contains_key(next) {
                came_from.insert(next, name);
                queue.push_back(next);
            }
        }
    }
    None
}

fn way_back<'a>(
    start: &'a str,
    last: &'a str,
    came_from: &BTreeMap<&'a str, &'a str>,
) -> Vec<&'a str> {
    let mut way = vec![start, last];
    let mut at = last;
    while at != start {
        let Some(before) = came_from.get(at) else {
            break;
        };
        at = before;
        way.push(at);
    }
    way.reverse();
    way
}
