//! What is saved at the desk: one mark, one comment, one field at a time, each with its way back.
//!
//! Every call is one durable action. What was written about a leaf before its mark goes into the
//! mark when it is made, and comes back when the mark is taken away. Trap: the log leaves the
//! machine with the bundle, so drafts and notes, which stay, are not in it.

use hengping_core::id::{ApplicationId, IndicatorCode, OpinionFieldCode, RecommendationCode};
use hengping_core::mark::{Judgement, Mark};
use hengping_store::Event;
use hengping_store::table::changes::{Change, ChangeKind, ChangeRow, Direction, Piece};
use hengping_store::table::drafts::Draft;
use hengping_store::table::marks::MarkRow;

use super::marking::{MarkRequest, OpinionRequest, check_opinion};
use super::{Desk, Expert, OpenApplication};
use crate::context::Context;
use crate::error::{Refused, Result};

/// How far an application is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Leaves that are marked.
    pub marked: usize,
    /// Leaves that are to be marked.
    pub asked: usize,
    /// Things missing before it can be sealed.
    pub missing: usize,
}

/// One leaf in the rail.
#[derive(Debug, Clone)]
pub struct LeafState {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// The mark, if any.
    pub mark: Option<MarkRow>,
    /// Whether a comment is required and missing.
    pub needs_comment: bool,
    /// Whether something was written although there is no mark.
    pub has_draft: bool,
}

/// What can be taken back and brought back next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WayBack {
    /// Kind of change that is undone next.
    pub undo: Option<ChangeKind>,
    /// Kind of change that is redone next.
    pub redo: Option<ChangeKind>,
}

/// A change that was undone or redone, to jump there.
#[derive(Debug, Clone)]
pub struct Turned {
    /// The application.
    pub application: ApplicationId,
    /// The leaf, if it is about one.
    pub indicator: Option<IndicatorCode>,
    /// The field of the opinion, if it is about one.
    pub field: Option<OpinionFieldCode>,
}

impl Expert {
    /// Gives a leaf a judgement, keeping what was written about it; without one the mark is
    /// taken away.
    ///
    /// # Errors
    /// A judgement the leaf does not take, a sealed review.
    pub fn save_judgement(
        &mut self,
        id: &ApplicationId,
        indicator: &IndicatorCode,
        judgement: Option<Judgement>,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let old = self.store.read().marks().get(&open.key, indicator)?;
        let old = old.map(|row| row.mark);
        let draft = self.store.read().drafts().get(&open.key, indicator)?;
        let (kept, new) = match judgement {
            Some(judgement) => {
                let mark = marked(&open, indicator, judgement, old.as_ref(), &draft);
                self.accept(&desk, &open, &request_of(&mark))?;
                (
                    old.as_ref().map_or_else(Draft::default, |_| draft.clone()),
                    Some(mark),
                )
            }
            None => (old.as_ref().map_or_else(|| draft.clone(), left_by), None),
        };
        let change = Change {
            kind: ChangeKind::Mark,
            indicator: Some(indicator.clone()),
            field: None,
            pieces: vec![
                (mark_piece(indicator, old), mark_piece(indicator, new)),
                (draft_piece(indicator, draft), draft_piece(indicator, kept)),
            ],
        };
        let event = Event::edit("mark").about(id).about(indicator);
        self.change(&open, &change, Some(event), ctx)
    }

    /// Writes the comment of a leaf: into its mark, or beside it while there is none.
    ///
    /// # Errors
    /// An unknown leaf, a sealed review.
    pub fn save_comment(
        &mut self,
        id: &ApplicationId,
        indicator: &IndicatorCode,
        comment: &str,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        know_leaf(&desk, indicator)?;
        let row = self.store.read().marks().get(&open.key, indicator)?;
        let (pieces, event) = match row {
            Some(MarkRow { mark, .. }) => {
                let comment = comment.to_owned();
                let new = Mark {
                    comment,
                    ..mark.clone()
                };
                let event = Event::edit("mark").about(id).about(indicator);
                let pieces = (
                    mark_piece(indicator, Some(mark)),
                    mark_piece(indicator, Some(new)),
                );
                (pieces, Some(event))
            }
            None => {
                let old = self.store.read().drafts().get(&open.key, indicator)?;
                let comment = comment.to_owned();
                let new = Draft {
                    comment,
                    ..old.clone()
                };
                (
                    (draft_piece(indicator, old), draft_piece(indicator, new)),
                    None,
                )
            }
        };
        let change = Change {
            kind: ChangeKind::Comment,
            indicator: Some(indicator.clone()),
            field: None,
            pieces: vec![pieces],
        };
        self.change(&open, &change, event, ctx)
    }

    /// Writes a private note, about a leaf or about the application as a whole. It has no way out
    /// of this machine but the screen, and is allowed on sealed reviews.
    ///
    /// # Errors
    /// An unknown leaf, an application that is not on the desk.
    pub fn save_note(
        &mut self,
        id: &ApplicationId,
        indicator: Option<&IndicatorCode>,
        note: &str,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        indicator.map_or(Ok(()), |indicator| know_leaf(&desk, indicator))?;
        self.store
            .write_private(|write| write.notes().put(&open.key, indicator, note, ctx.now))?;
        Ok(())
    }

    /// Writes one field of the opinion, the recommendation, or both; what is absent stays.
    ///
    /// # Errors
    /// An unknown field or recommendation, a sealed review.
    pub fn save_opinion(
        &mut self,
        id: &ApplicationId,
        field: Option<(OpinionFieldCode, String)>,
        recommendation: Option<Option<RecommendationCode>>,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let request = OpinionRequest {
            fields: field.clone().into_iter().collect(),
            recommendation: recommendation.clone().flatten(),
        };
        check_opinion(&desk.scheme, &request)?;
        let old = self.store.read().opinions().get(&open.key)?;
        let mut new = old.clone();
        new.fields.extend(field.clone());
        new.fields.retain(|_, text| !text.is_empty());
        new.recommendation = recommendation.unwrap_or(new.recommendation);
        let change = Change {
            kind: ChangeKind::Opinion,
            indicator: None,
            field: field.map(|(code, _)| code),
            pieces: vec![(Piece::Opinion(old), Piece::Opinion(new))],
        };
        self.change(&open, &change, Some(Event::edit("opinion").about(id)), ctx)
    }

    /// Takes the last change back, or brings the last one back that was taken back.
    ///
    /// # Errors
    /// When there is none; sealed and recused applications are passed over.
    pub fn turn(&mut self, direction: Direction, ctx: &Context) -> Result<Turned> {
        let desk = self.pledged_desk()?;
        let changes = self.store.read().changes();
        let next = changes.next(&desk.package.round.id, direction)?;
        let row = next.ok_or(Refused::NothingToTurn)?;
        match event_of(&row) {
            Some(event) => self.store.write(ctx.now, |write| -> Result<_> {
                write.changes().turn(&row, direction, ctx.now)?;
                Ok(((), event))
            })?,
            None => self
                .store
                .write_private(|write| write.changes().turn(&row, direction, ctx.now))?,
        }
        Ok(Turned {
            application: row.key.application,
            indicator: row.change.indicator,
            field: row.change.field,
        })
    }

    /// What can be taken back and brought back next.
    ///
    /// # Errors
    /// When the pledge is not signed.
    pub fn way_back(&self) -> Result<WayBack> {
        let round = self.package()?.round.id;
        let next = |direction| -> Result<_> {
            let row = self.store.read().changes().next(&round, direction)?;
            Ok(row.map(|row| row.change.kind))
        };
        Ok(WayBack {
            undo: next(Direction::Undo)?,
            redo: next(Direction::Redo)?,
        })
    }

    /// Makes a change with its way back; without an event it is not logged.
    pub(super) fn change(
        &mut self,
        open: &OpenApplication,
        change: &Change,
        event: Option<Event>,
        ctx: &Context,
    ) -> Result<()> {
        if change.is_empty() {
            return Ok(());
        }
        match event {
            Some(event) => self.store.write(ctx.now, |write| -> Result<_> {
                write.changes().make(&open.key, change, ctx.now)?;
                Ok(((), event))
            }),
            None => Ok(self
                .store
                .write_private(|write| write.changes().make(&open.key, change, ctx.now))?),
        }
    }

    /// How far an application is.
    ///
    /// # Errors
    /// When it is not on the desk.
    pub fn progress(&self, id: &ApplicationId) -> Result<Progress> {
        let desk = self.pledged_desk()?;
        let check = self.check_one(&desk, id)?;
        Ok(Progress {
            marked: check.marked,
            asked: check.asked,
            missing: check.missing.len(),
        })
    }
}

/// The event of a change, unless it is all about drafts.
fn event_of(row: &ChangeRow) -> Option<Event> {
    let pieces = &row.change.pieces;
    if pieces
        .iter()
        .all(|(old, _)| matches!(old, Piece::Draft(..)))
    {
        return None;
    }
    let id = &row.key.application;
    Some(match (row.change.kind, &row.change.indicator) {
        (ChangeKind::Mark | ChangeKind::Comment, Some(leaf)) => {
            Event::edit("mark").about(id).about(leaf)
        }
        (ChangeKind::Opinion, _) => Event::edit("opinion").about(id),
        _ => Event::edit("citation").about(id),
    })
}

/// The mark that a judgement makes, with what was written before.
fn marked(
    open: &OpenApplication,
    indicator: &IndicatorCode,
    judgement: Judgement,
    old: Option<&Mark>,
    draft: &Draft,
) -> Mark {
    let (comment, citations) = match old {
        Some(mark) => (mark.comment.clone(), mark.citations.clone()),
        None => (draft.comment.clone(), draft.citations.clone()),
    };
    Mark {
        indicator: indicator.clone(),
        judgement,
        comment,
        citations,
        material_version: open.body.material_version,
    }
}

fn request_of(mark: &Mark) -> MarkRequest {
    MarkRequest {
        indicator: mark.indicator.clone(),
        judgement: mark.judgement.clone(),
        comment: mark.comment.clone(),
        citations: mark.citations.clone(),
    }
}

/// What stays of a mark that is taken away.
fn left_by(mark: &Mark) -> Draft {
    Draft {
        comment: mark.comment.clone(),
        citations: mark.citations.clone(),
    }
}

pub(super) fn mark_piece(indicator: &IndicatorCode, mark: Option<Mark>) -> Piece {
    Piece::Mark(indicator.clone(), mark)
}

pub(super) fn draft_piece(indicator: &IndicatorCode, draft: Draft) -> Piece {
    Piece::Draft(indicator.clone(), draft)
}

/// Refuses what is no leaf of the scheme.
pub(super) fn know_leaf(desk: &Desk, indicator: &IndicatorCode) -> Result<()> {
    let unknown = || Refused::UnknownIndicator {
        indicator: indicator.to_string(),
    };
    desk.scheme.leaf(indicator).ok_or_else(unknown)?;
    Ok(())
}
