//! Changes of the work that can be taken back and brought back, across restarts.
//!
//! A change is a list of pieces of the work, as they were and as they became. Owns the order of
//! taking back and the rule that a change is only touched while the work still is as the change
//! left it. Trap: sealed and recused applications are passed over, never changed.

use hengping_core::citation::Citation;
use hengping_core::id::{CitationId, IndicatorCode, OpinionFieldCode, RoundId};
use hengping_core::mark::{FactKey, FactProposal, Mark};
use hengping_core::opinion::Opinion;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::event::EDIT_SECONDS;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};
use crate::table::applications::{ApplicationRef, read_key, require_open};
use crate::table::citations::{Citations, CitationsMut};
use crate::table::drafts::{Draft, Drafts, DraftsMut};
use crate::table::marks::{Marks, MarksMut};
use crate::table::opinions::{Opinions, OpinionsMut};
use crate::table::proposals::{Proposals, ProposalsMut};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::desk(
    "CREATE TABLE change (
        number INTEGER PRIMARY KEY,
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        content TEXT NOT NULL,
        undone INTEGER NOT NULL,
        at TEXT NOT NULL
    ) STRICT",
)];

/// Changes that are kept.
const MOST: i64 = 500;

/// A piece of the work with its state; `None` where it is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// The mark of a leaf.
    Mark(IndicatorCode, Option<Mark>),
    /// What was written about a leaf before its mark.
    Draft(IndicatorCode, Draft),
    /// A citation.
    Citation(CitationId, Option<Citation>),
    /// A proposal.
    Proposal(FactKey, Option<FactProposal>),
    /// The opinion.
    Opinion(Opinion),
}

/// What kind of change it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A mark was made, changed or taken away.
    Mark,
    /// A comment was written.
    Comment,
    /// The opinion was written.
    Opinion,
    /// A citation was made, assigned or removed.
    Citation,
}

/// A change of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What kind of change.
    pub kind: ChangeKind,
    /// The leaf it is about.
    pub indicator: Option<IndicatorCode>,
    /// The field of the opinion it is about.
    pub field: Option<OpinionFieldCode>,
    /// Each piece before and after.
    pub pieces: Vec<(Piece, Piece)>,
}

/// A change with its application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    number: i64,
    /// Round and id of the application.
    pub key: ApplicationRef,
    /// The change.
    pub change: Change,
    /// When it began.
    pub at: Instant,
}

/// Taking back or bringing back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Takes the last change back.
    Undo,
    /// Brings the change back that was taken back last.
    Redo,
}

/// Reads changes.
pub struct Changes<'c>(pub(crate) &'c Connection);

/// Writes changes.
pub struct ChangesMut<'c>(pub(crate) &'c Connection);

impl ChangeKind {
    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Comment => "comment",
            Self::Opinion => "opinion",
            Self::Citation => "citation",
        }
    }

    /// Whether it is typed letter by letter.
    fn is_typed(self) -> bool {
        matches!(self, Self::Comment | Self::Opinion)
    }
}

impl Change {
    /// Whether anything changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|(old, new)| old == new)
    }

    /// `later` as the same change going on, if it is: typing in one field.
    fn joined(&self, later: &Self) -> Option<Self> {
        let same = (self.kind, &self.indicator, &self.field)
            == (later.kind, &later.indicator, &later.field);
        let goes_on = self.pieces.len() == later.pieces.len()
            && self
                .pieces
                .iter()
                .zip(&later.pieces)
                .all(|((_, reached), (from, _))| reached == from);
        let pieces = self.pieces.iter().zip(&later.pieces);
        (same && goes_on && self.kind.is_typed()).then(|| Self {
            pieces: pieces
                .map(|((old, _), (_, new))| (old.clone(), new.clone()))
                .collect(),
            ..self.clone()
        })
    }

    fn before(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().map(|(old, _)| old)
    }

    fn after(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().map(|(_, new)| new)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<ChangeRow> {
    Ok(ChangeRow {
        key: read_key(row)?,
        number: row.get(2)?,
        change: json(row, 3)?,
        at: word(row, 4)?,
    })
}

const COLUMNS: &str = "SELECT round, application, number, content, at FROM change";

impl Changes<'_> {
    /// The change that comes next in this direction, in `round`.
    ///
    /// # Errors
    /// What reading meets.
    pub fn next(
        &self,
        round: &RoundId,
        direction: Direction,
    ) -> Result<Option<ChangeRow>, StoreError> {
        let order = match direction {
            Direction::Undo => "NOT undone ORDER BY number DESC",
            Direction::Redo => "undone ORDER BY number",
        };
        let sql = format!("{COLUMNS} WHERE round = ?1 AND {order}");
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([round.as_str()], read)?;
        for row in rows {
            let row = row?;
            match require_open(self.0, &row.key) {
                Ok(()) if self.stands(&row, direction)? => return Ok(Some(row)),
                Ok(())
                | Err(
                    StoreError::Sealed
                    | StoreError::Recused
                    | StoreError::Withdrawn
                    | StoreError::NotStored(_),
                ) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Whether the work is as the change left it.
    fn stands(&self, row: &ChangeRow, direction: Direction) -> Result<bool, StoreError> {
        let mut expected: Box<dyn Iterator<Item = &Piece>> = match direction {
            Direction::Undo => Box::new(row.change.after()),
            Direction::Redo => Box::new(row.change.before()),
        };
        expected.try_fold(true, |so_far, piece| {
            Ok(so_far && now(self.0, &row.key, piece)? == *piece)
        })
    }
}

impl ChangesMut<'_> {
    /// Makes a change and notes it; what was taken back before cannot be brought back any more.
    /// Typing that goes on within a minute is one change.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn make(
        &self,
        key: &ApplicationRef,
        change: &Change,
        at: Instant,
    ) -> Result<(), StoreError> {
        for piece in change.after() {
            put(self.0, key, piece, at)?;
        }
        sql::execute(self.0, "DELETE FROM change WHERE undone", [])?;
        let last = format!("{COLUMNS} ORDER BY number DESC LIMIT 1");
        let last = sql::row(self.0, &last, [], read)?;
        let last = last.filter(|last| {
            last.key == *key && (0..EDIT_SECONDS).contains(&at.seconds_since(last.at))
        });
        let joined = last.and_then(|last| Some((last.number, last.change.joined(change)?)));
        if let Some((number, joined)) = joined {
            let sql = "UPDATE change SET content = ?2 WHERE number = ?1";
            return sql::execute(self.0, sql, (number, Json(&joined))).map(drop);
        }
        let sql = "INSERT INTO change (round, application, content, undone, at)
            VALUES (?1, ?2, ?3, 0, ?4)";
        let (round, application) = key.key();
        sql::execute(self.0, sql, (round, application, Json(change), Word(at)))?;
        let trim = "DELETE FROM change WHERE number <= ?1";
        sql::execute(self.0, trim, [self.0.last_insert_rowid() - MOST]).map(drop)
    }

    /// Takes the change back, or brings it back.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn turn(
        &self,
        row: &ChangeRow,
        direction: Direction,
        at: Instant,
    ) -> Result<(), StoreError> {
        let undone = direction == Direction::Undo;
        let pieces: Box<dyn Iterator<Item = &Piece>> = if undone {
            Box::new(row.change.before())
        } else {
            Box::new(row.change.after())
        };
        for piece in pieces {
            put(self.0, &row.key, piece, at)?;
        }
        let sql = "UPDATE change SET undone = ?2 WHERE number = ?1";
        sql::change(self.0, "change", sql, (row.number, undone))
    }
}

/// The state a piece is in.
fn now(connection: &Connection, key: &ApplicationRef, piece: &Piece) -> Result<Piece, StoreError> {
    Ok(match piece {
        Piece::Mark(leaf, _) => {
            let row = Marks(connection).get(key, leaf)?;
            Piece::Mark(leaf.clone(), row.map(|row| row.mark))
        }
        Piece::Draft(leaf, _) => Piece::Draft(leaf.clone(), Drafts(connection).get(key, leaf)?),
        Piece::Citation(id, _) => Piece::Citation(id.clone(), Citations(connection).get(key, id)?),
        Piece::Proposal(fact, _) => {
            let mut all = Proposals(connection).of(key)?.into_iter();
            Piece::Proposal(fact.clone(), all.find(|proposal| proposal.fact == *fact))
        }
        Piece::Opinion(_) => Piece::Opinion(Opinions(connection).get(key)?),
    })
}

/// Brings a piece into a state.
fn put(
    connection: &Connection,
    key: &ApplicationRef,
    piece: &Piece,
    at: Instant,
) -> Result<(), StoreError> {
    if now(connection, key, piece)? == *piece {
        return require_open(connection, key);
    }
    match piece {
        Piece::Mark(_, Some(mark)) => MarksMut(connection).set(key, mark, at).map(drop),
        Piece::Mark(leaf, None) => MarksMut(connection).remove(key, leaf, at).map(drop),
        Piece::Draft(leaf, draft) => DraftsMut(connection).put(key, leaf, draft, at),
        Piece::Citation(_, Some(citation)) => CitationsMut(connection).put(key, citation, at),
        Piece::Citation(id, None) => CitationsMut(connection).remove(key, id),
        Piece::Proposal(_, Some(proposal)) => ProposalsMut(connection).put(key, proposal, at),
        Piece::Proposal(fact, None) => ProposalsMut(connection).remove(key, fact),
        Piece::Opinion(opinion) => OpinionsMut(connection).put(key, opinion, at),
    }
}
