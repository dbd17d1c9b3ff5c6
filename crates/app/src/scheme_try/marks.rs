//! The marks table: one row per application, expert and indicator.
//!
//! Owns reading a value as the judgement its indicator takes. Trap: an empty value still says that
//! the expert was asked; without the row the denominator would be one less.

use std::collections::HashMap;

use hengping_core::amount::Hundredths;
use hengping_core::id::{IndicatorCode, TypeCode};
use hengping_core::mark::Judgement;
use hengping_core::scheme::{
    ChoiceEffect, ChoiceOption, Decider, Item, LeafMode, LeafRef, Scale, Scheme,
};
use rust_decimal::Decimal;

use super::draft::{ApplicationDraft, Draft};
use crate::tables::{Row, Table, TableFault, TableFaultKind, TableFile};

/// Headings of the column of applications, in lower case.
pub(super) const APPLICATION: &[&str] = &[
    "application",
    "app",
    "申报材料",
    "申报编号",
    "申请编号",
    "申报企业",
    "申报单位",
    "企业",
    "企业名称",
    "编号",
];
const EXPERT: &[&str] = &["expert", "专家", "评委", "评审专家", "专家编号", "专家姓名"];
const INDICATOR: &[&str] = &[
    "indicator",
    "指标",
    "指标编号",
    "指标代码",
    "指标编码",
    "三级指标",
];
const VALUE: &[&str] = &[
    "value", "mark", "score", "评分", "打分", "分值", "得分", "分数", "值",
];

/// What a row is about.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Leaf(LeafRef<'a>),
    /// A bonus or deduction item; whether each expert decides it.
    Item(&'a Item, bool),
    Veto(&'a IndicatorCode),
}

impl<'a> Subject<'a> {
    /// The leaf, item or veto with this code.
    pub(super) fn find(scheme: &'a Scheme, code: &IndicatorCode) -> Option<Self> {
        if let Some(leaf) = scheme.leaf(code) {
            return Some(Self::Leaf(leaf));
        }
        for group in [&scheme.bonus, &scheme.deductions] {
            if let Some(item) = group.items.iter().find(|item| &item.code == code) {
                return Some(Self::Item(item, group.decides == Decider::Experts));
            }
        }
        scheme.veto(code).map(|veto| Self::Veto(&veto.code))
    }

    fn code(self) -> &'a IndicatorCode {
        match self {
            Self::Leaf(at) => &at.indicator.code,
            Self::Item(item, _) => &item.code,
            Self::Veto(code) => code,
        }
    }

    /// Whether whoever has a row on it counts as asked.
    fn asks(self) -> bool {
        match self {
            Self::Leaf(at) => {
                at.leaf.is_marked_by_experts() || matches!(at.leaf.mode, LeafMode::Computed(_))
            }
            Self::Item(_, by_experts) => by_experts,
            Self::Veto(_) => false,
        }
    }
}

/// Positions of the four columns.
struct Columns {
    application: usize,
    expert: usize,
    indicator: usize,
    value: usize,
}

/// What rows are recognised as the same by.
type RowKey<'t> = (&'t str, &'t str, &'t str);

struct Reading<'t, 's> {
    table: &'t Table,
    columns: Columns,
    scheme: &'s Scheme,
    subjects: HashMap<&'t str, Result<Subject<'s>, TableFaultKind>>,
    scales: HashMap<(IndicatorCode, TypeCode), Option<Scale>>,
    seen: HashMap<RowKey<'t>, &'t Row>,
}

/// Reads the marks table into `draft`.
pub(super) fn read(table: &Table, draft: &mut Draft<'_>, faults: &mut Vec<TableFault>) {
    let Some(columns) = columns(table, faults) else {
        return;
    };
    let mut reading = Reading {
        table,
        columns,
        scheme: draft.scheme,
        subjects: HashMap::new(),
        scales: HashMap::new(),
        seen: HashMap::with_capacity(table.rows.len()),
    };
    for row in &table.rows {
        if let Err((column, kind)) = reading.row(row, draft) {
            let cell = table.name(row.number, column);
            let file = TableFile::Marks;
            faults.push(TableFault { file, cell, kind });
        }
    }
}

fn columns(table: &Table, faults: &mut Vec<TableFault>) -> Option<Columns> {
    let found = table.columns(TableFile::Marks, faults);
    let mut find = |name: &'static str, headings: &[&str]| {
        let column = found.iter().find(|c| headings.contains(&c.key.as_str()));
        if column.is_none() {
            faults.push(TableFault {
                file: TableFile::Marks,
                cell: table.name(table.header.number, 0),
                kind: TableFaultKind::MissingColumn(name),
            });
        }
        column.map(|column| column.position)
    };
    let (application, expert) = (find("application", APPLICATION), find("expert", EXPERT));
    let (indicator, value) = (find("indicator", INDICATOR), find("value", VALUE));
    Some(Columns {
        application: application?,
        expert: expert?,
        indicator: indicator?,
        value: value?,
    })
}

impl<'t> Reading<'t, '_> {
    /// Reads one row; the column and kind of what is wrong with it.
    fn row(&mut self, row: &'t Row, draft: &mut Draft<'_>) -> Result<(), (usize, TableFaultKind)> {
        let c = &self.columns;
        let (application, expert) = (row.cell(c.application), row.cell(c.expert));
        let (indicator, value) = (row.cell(c.indicator), row.cell(c.value));
        let at = (c.application, c.expert, c.indicator, c.value);
        let missing = TableFaultKind::MissingValue;
        if application.is_empty() {
            return Err((at.0, missing("application")));
        }
        let subject = self.subject(indicator).map_err(|kind| (at.2, kind))?;
        if expert.is_empty() && subject.asks() {
            return Err((at.1, missing("expert")));
        }
        if let Some(first) = self.seen.insert((application, expert, indicator), row) {
            if first.cell(at.3) == value {
                return Ok(());
            }
            let other = self.table.name(first.number, at.3);
            return Err((at.3, TableFaultKind::Contradicts(other)));
        }
        if !subject.asks() {
            let application = draft.application(application);
            return state(application, subject, expert, value).map_err(|kind| (at.3, kind));
        }
        let judgement = self.judgement(subject, application, draft, value);
        let expert = draft.application(application).expert(expert);
        match judgement.map_err(|kind| (at.3, kind))? {
            Some(Value::Judgement(judgement)) => {
                expert.marks.insert(subject.code().clone(), judgement);
            }
            Some(Value::Count(count)) => {
                expert.items.insert(subject.code().clone(), count);
            }
            None => {}
        }
        Ok(())
    }

    fn judgement(
        &mut self,
        subject: Subject<'_>,
        application: &str,
        draft: &Draft<'_>,
        value: &str,
    ) -> Result<Option<Value>, TableFaultKind> {
        let Subject::Leaf(at) = subject else {
            return decided(subject, value);
        };
        if value.is_empty() || is_not_applicable(value) || options(at).is_some() {
            return decided(subject, value);
        }
        let mark = number(value)?;
        let Some(kind) = draft.type_of(application) else {
            return Err(TableFaultKind::NotANumber(value.to_owned()));
        };
        let key = (at.indicator.code.clone(), kind.clone());
        let scheme = self.scheme;
        let scale = self.scales.entry(key);
        let scale = scale.or_insert_with(|| scheme.marking_scale(at, kind));
        let scale = scale.as_ref();
        let scale = scale.ok_or_else(|| TableFaultKind::NotANumber(value.to_owned()))?;
        let mark = on_scale(mark, scale)?;
        Ok(Some(Value::Judgement(Judgement::Score(mark))))
    }
}

impl<'t, 's> Reading<'t, 's> {
    fn subject(&mut self, text: &'t str) -> Result<Subject<'s>, TableFaultKind> {
        let scheme = self.scheme;
        let found = self.subjects.entry(text);
        let found = found.or_insert_with(|| {
            if text.is_empty() {
                return Err(TableFaultKind::MissingValue("indicator"));
            }
            let unknown = || TableFaultKind::UnknownIndicator(text.to_owned());
            let code = IndicatorCode::new(text).map_err(|_| unknown())?;
            Subject::find(scheme, &code).ok_or_else(|| match scheme.indicator(&code) {
                Some(_) => TableFaultKind::NotALeaf(text.to_owned()),
                None => unknown(),
            })
        });
        found.clone()
    }
}

/// A value that could be read.
enum Value {
    Judgement(Judgement),
    Count(u32),
}

/// Enters a statement on a decision, of nobody in particular or of someone with a name.
pub(super) fn state(
    application: &mut ApplicationDraft,
    subject: Subject<'_>,
    name: &str,
    value: &str,
) -> Result<(), TableFaultKind> {
    let code = || subject.code().clone();
    match decided(subject, value)? {
        Some(Value::Judgement(judgement)) => {
            let stated = application.options.entry(code()).or_default();
            stated.push((name.to_owned(), judgement));
        }
        Some(Value::Count(count)) => {
            application.counts.entry(code()).or_default().insert(count);
        }
        None => {}
    }
    Ok(())
}

/// Reads a value that does not depend on the enterprise type.
fn decided(subject: Subject<'_>, value: &str) -> Result<Option<Value>, TableFaultKind> {
    if value.is_empty() {
        return Ok(None);
    }
    let Subject::Leaf(at) = subject else {
        return count(value).map(|count| Some(Value::Count(count)));
    };
    let judgement = if is_not_applicable(value) {
        Judgement::NotApplicable
    } else {
        let unknown = || TableFaultKind::UnknownOption(value.to_owned());
        let option = options(at).and_then(|options| option(options, value));
        Judgement::Choice(option.ok_or_else(unknown)?.code.clone())
    };
    Ok(Some(Value::Judgement(judgement)))
}

fn options(at: LeafRef<'_>) -> Option<&[ChoiceOption]> {
    match &at.leaf.mode {
        LeafMode::Choice { options, .. } => Some(options),
        _ => None,
    }
}

/// An option by its code, its name or its points.
fn option<'a>(options: &'a [ChoiceOption], text: &str) -> Option<&'a ChoiceOption> {
    let named = options.iter().find(|o| {
        o.code.as_str() == text || o.name.zh == text || o.name.en.as_deref() == Some(text)
    });
    named.or_else(|| {
        let points = Decimal::from_str_exact(text).ok()?;
        options
            .iter()
            .find(|o| o.effect == ChoiceEffect::Points(points))
    })
}

/// Whether a value says that the leaf does not apply.
pub(super) fn is_not_applicable(text: &str) -> bool {
    text.eq_ignore_ascii_case("na") || text.eq_ignore_ascii_case("n/a") || text == "不适用"
}

/// How often an item applies.
fn count(text: &str) -> Result<u32, TableFaultKind> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "是" | "有" => Ok(1),
        "no" | "false" | "否" | "无" => Ok(0),
        _ => {
            let not_a_count = || TableFaultKind::NotACount(text.to_owned());
            let value = Decimal::from_str_exact(text).map_err(|_| not_a_count())?;
            let value = value.normalize();
            if value.scale() > 0 {
                return Err(not_a_count());
            }
            u32::try_from(value).map_err(|_| not_a_count())
        }
    }
}

fn number(text: &str) -> Result<Decimal, TableFaultKind> {
    Decimal::from_str_exact(text).map_err(|_| TableFaultKind::NotANumber(text.to_owned()))
}

fn on_scale(mark: Decimal, scale: &Scale) -> Result<Hundredths, TableFaultKind> {
    let text = |value: Decimal| value.normalize().to_string();
    if !scale.covers(mark) {
        return Err(TableFaultKind::OffScale {
            value: text(mark),
            min: text(scale.min),
            max: text(scale.max),
        });
    }
    let on_step = scale.is_on_step(mark).then_some(mark);
    let off_step = || TableFaultKind::OffStep {
        value: text(mark),
        step: text(scale.step),
    };
    on_step
        .and_then(Hundredths::from_decimal)
        .ok_or_else(off_step)
}
