//! Reading what a scheme lists: types, fields, evidence, vetoes, bonus and deduction items.

use super::super::fault::FaultKind;
use super::super::source::{Item, Node};
use super::super::{
    Decider, EvidenceKind, Field, FieldKind, Item as GroupItem, ItemGroup, NamedCode,
};
use super::{Codes, Context, is_numeric};
use crate::id::{FieldCode, IndicatorCode, TypeCode};

/// Most years a field can declare: t to t−9.
const MAX_YEARS: u32 = 10;

/// Most decimal places of a number field.
const MAX_DIGITS: u32 = 12;

/// Most times an item can count.
const MAX_TIMES: u32 = 1000;

/// Words for deciders.
pub(super) const DECIDERS: &[(&str, Decider)] = &[
    ("form", Decider::Form),
    ("office_check", Decider::OfficeCheck),
    ("panel", Decider::Panel),
    ("experts", Decider::Experts),
];

impl<'a> Context<'a> {
    pub(super) fn read_types(&mut self, root: &Node<'a>) {
        for node in root.tables("type") {
            let code: Option<TypeCode> = Self::declare(&node, &mut self.type_codes);
            self.types.extend(named(&node, code));
            node.finish();
        }
        if self.type_codes.0.is_empty() {
            root.fault(FaultKind::NothingToMark, &[("what", &"[[type]]")]);
        }
    }

    pub(super) fn read_fields(&mut self, root: &Node<'a>) {
        for node in root.tables("field") {
            let field = read_field(&node, &mut self.field_codes);
            self.fields.extend(field);
            node.finish();
        }
    }

    pub(super) fn read_evidence(&mut self, root: &Node<'a>) {
        for node in root.tables("evidence") {
            let code = Self::declare(&node, &mut self.evidence_codes);
            let name = node.need("name").and_then(|item| item.bilingual());
            let required = node.get("required").and_then(|item| item.flag());
            node.finish();
            if let (Some(code), Some(name)) = (code, name) {
                let required = required.unwrap_or(false);
                self.evidence.push(EvidenceKind {
                    code,
                    name,
                    required,
                });
            }
        }
    }

    pub(super) fn read_vetoes(&mut self, root: &Node<'a>) -> Vec<NamedCode<IndicatorCode>> {
        let mut vetoes = Vec::new();
        for node in root.tables("veto") {
            let code: Option<IndicatorCode> = Self::declare(&node, &mut self.indicator_codes);
            self.vetoes.extend(code.iter().map(ToString::to_string));
            vetoes.extend(named(&node, code));
            node.finish();
        }
        vetoes
    }

    /// Bonus or deductions; without the section there are none.
    pub(super) fn item_group(&mut self, root: &Node<'a>, key: &'static str) -> Option<ItemGroup> {
        let Some(section) = root.get(key) else {
            return Some(ItemGroup {
                limit: rust_decimal::Decimal::ZERO,
                decides: Decider::Panel,
                items: Vec::new(),
            });
        };
        let node = section.table()?;
        let limit = node.need("limit").and_then(|item| positive(&item));
        let decides = node.get("decides").and_then(|item| item.word(DECIDERS));
        let mut items = Vec::new();
        for entry in node.tables("item") {
            items.extend(self.group_item(&entry));
            entry.finish();
        }
        node.finish();
        Some(ItemGroup {
            limit: limit?,
            decides: decides.unwrap_or(Decider::Panel),
            items,
        })
    }

    fn group_item(&mut self, node: &Node<'a>) -> Option<GroupItem> {
        let code = Self::declare(node, &mut self.indicator_codes);
        let name = node.need("name").and_then(|item| item.bilingual());
        let points = node.need("points").and_then(|item| positive(&item));
        let most = match node.get("most") {
            None => Some(1),
            Some(item) => item.count(MAX_TIMES).and_then(|most| {
                let some = (most > 0).then_some(most);
                some.or_else(|| item.bad_value("0", "1 or more"))
            }),
        };
        Some(GroupItem {
            code: code?,
            name: name?,
            points: points?,
            most: most?,
        })
    }
}

/// Points that must be greater than 0.
pub(super) fn positive(item: &Item<'_>) -> Option<rust_decimal::Decimal> {
    let points = item.decimal()?;
    if points <= rust_decimal::Decimal::ZERO {
        item.fault(FaultKind::PointsNotPositive, &[("found", &points)]);
        return None;
    }
    Some(points)
}

/// A code with the `name` of its node.
pub(super) fn named<C>(node: &Node<'_>, code: Option<C>) -> Option<NamedCode<C>> {
    let name = node.need("name").and_then(|item| item.bilingual());
    Some(NamedCode {
        code: code?,
        name: name?,
    })
}

fn read_field(node: &Node<'_>, codes: &mut Codes) -> Option<Field> {
    let code: Option<FieldCode> = Context::declare(node, codes);
    check_field_code(node, code.as_ref());
    let name = node.need("name").and_then(|item| item.bilingual());
    let kind = node.need("kind").and_then(|item| field_kind(node, &item));
    let unit = node.get("unit").and_then(|item| item.text());
    let years = node.get("years").map(|item| item.count(MAX_YEARS));
    let required = node.get("required").and_then(|item| item.flag());
    let (min, max) = bounds(node, kind.as_ref());
    let years = years.unwrap_or(Some(1)).map(u8::try_from);
    Some(Field {
        code: code?,
        name: name?,
        kind: kind?,
        unit: unit.unwrap_or_default().to_owned(),
        years: years?.unwrap_or(1).max(1),
        required: required.unwrap_or(false),
        min,
        max,
    })
}

/// `F20_1` is the field F20 a year back, so that a code itself has no `_`.
fn check_field_code(node: &Node<'_>, code: Option<&FieldCode>) {
    if let (Some(code), Some(item)) = (code, node.get("code"))
        && code.as_str().contains('_')
    {
        item.bad_value::<()>(code.as_str(), "a field code without '_'");
    }
}

fn bounds(
    node: &Node<'_>,
    kind: Option<&FieldKind>,
) -> (Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>) {
    let bound = |key| {
        let item = node.get(key)?;
        if kind.is_some_and(|kind| !is_numeric(kind)) {
            let field = &node.path;
            item.fault(FaultKind::FieldNotNumeric, &[("code", field)]);
        }
        item.decimal()
    };
    let (min, max) = (bound("min"), bound("max"));
    if let (Some(least), Some(most)) = (min, max)
        && least > most
    {
        let found = format!("{least} to {most}");
        node.fault(
            FaultKind::BadValue,
            &[("found", &found), ("expected", &"a range that rises")],
        );
    }
    (min, max)
}

fn field_kind(node: &Node<'_>, item: &Item<'_>) -> Option<FieldKind> {
    match item.text()? {
        "money" => Some(FieldKind::Money),
        "number" => {
            let digits = node.get("digits").map(|item| item.count(MAX_DIGITS));
            Some(FieldKind::Number {
                digits: digits.unwrap_or(Some(0))?,
            })
        }
        "text" => Some(FieldKind::Text),
        "credit_code" => Some(FieldKind::CreditCode),
        "date" => Some(FieldKind::Date),
        "code" => Some(FieldKind::Code(field_codes(node))),
        "list" => Some(FieldKind::List),
        other => {
            let kinds = "one of money, number, text, credit_code, date, code, list";
            item.bad_value(other, kinds)
        }
    }
}

fn field_codes(node: &Node<'_>) -> Vec<NamedCode<String>> {
    let mut codes = Codes::default();
    let mut list = Vec::new();
    for entry in node.tables("codes") {
        let item = entry.need("code");
        let code = item.as_ref().and_then(|item| item.words());
        if let (Some(item), Some(code)) = (&item, &code) {
            codes.declare(item, code);
        }
        list.extend(named(&entry, code));
        entry.finish();
    }
    if codes.0.is_empty() {
        node.fault(FaultKind::NothingToMark, &[("what", &"codes")]);
    }
    list
}
