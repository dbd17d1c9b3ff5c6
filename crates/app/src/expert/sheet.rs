//! The score sheet 评分表: the whole tree of one application with own marks and what they come to.

use std::collections::BTreeMap;
use std::rc::Rc;

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::scheme::Scheme;
use hengping_core::score::{Exact, own_points};
use hengping_store::table::marks::MarkRow;

use super::Expert;
use super::card::asked_leaf;
use crate::error::Result;

/// The score sheet of one application.
pub struct OwnSheet {
    /// The rules.
    pub scheme: Rc<Scheme>,
    /// Its content.
    pub body: Application,
    /// The whole tree, parents before children.
    pub lines: Vec<SheetLine>,
    /// Points so far.
    pub total: Exact,
}

/// One indicator on the sheet.
pub struct SheetLine {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Depth, from 0.
    pub depth: u32,
    /// Points so far; nothing where nothing is known yet or it does not apply.
    pub reached: Option<Exact>,
    /// The mark.
    pub mark: Option<MarkRow>,
    /// Whether the expert marks it.
    pub asked: bool,
}

impl Expert {
    /// The score sheet of an application.
    ///
    /// # Errors
    /// An application that is not on the desk.
    pub fn score_sheet(&self, id: &ApplicationId) -> Result<OwnSheet> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let rows = self.store.read().marks().of(&open.key)?.into_iter();
        let mut marks: BTreeMap<IndicatorCode, MarkRow> =
            rows.map(|row| (row.mark.indicator.clone(), row)).collect();
        let judgements = marks
            .iter()
            .map(|(code, row)| (code.clone(), row.mark.judgement.clone()))
            .collect();
        let mut own = own_points(&desk.scheme, &open.body, &judgements);
        let mut lines = Vec::new();
        for top in &desk.scheme.tree {
            for (indicator, depth) in with_depth(top, 0) {
                let code = &indicator.code;
                lines.push(SheetLine {
                    depth,
                    reached: own.points.remove(code),
                    mark: marks.remove(code),
                    asked: asked_leaf(&desk, &open, code).is_some(),
                    indicator: code.clone(),
                });
            }
        }
        Ok(OwnSheet {
            lines,
            total: own.total,
            scheme: desk.scheme,
            body: open.body,
        })
    }
}

/// An indicator and everything below it with its depth, parents before children.
fn with_depth(
    indicator: &hengping_core::scheme::Indicator,
    depth: u32,
) -> Vec<(&hengping_core::scheme::Indicator, u32)> {
    let below = indicator.children().iter();
    let below = below.flat_map(|child| with_depth(child, depth + 1));
    std::iter::once((indicator, depth)).chain(below).collect()
}
