//! Text of evidence pages and its full-text index.
//!
//! Derived from documents, therefore not logged. The index holds pairs of neighbouring folded
//! characters (`fold.rs`); a hit is looked up again in the text. Trap: the index is
//! contentless, so a page must be taken out of it with exactly the tokens it was put in with.

use std::collections::BTreeSet;
use std::ops::Range;

use hengping_core::id::{Digest, RoundId};
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::fold::Folded;
use crate::migration::{Migration, Older};
use crate::sql::{self, Word, word};
use crate::table::applications::{ApplicationRef, Applications, AssignmentState, read_key};

pub(crate) const MIGRATIONS: &[Migration] = &[TABLES, WITHOUT_TEXT];

/// Every search says which pages it could not look at; without an index it would read them all.
const WITHOUT_TEXT: Migration = Migration {
    number: 20_261_201,
    older: Older::MayOpen,
    sql: "CREATE INDEX page_without_text ON page (round, application, document, number)
        WHERE NOT has_text",
};

const TABLES: Migration = Migration::first(
    "CREATE TABLE page (
        id INTEGER PRIMARY KEY,
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        document TEXT NOT NULL,
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        has_text INTEGER NOT NULL,
        recognised INTEGER NOT NULL,
        UNIQUE (round, application, document, number)
    ) STRICT;
    CREATE VIRTUAL TABLE page_index USING fts5 (text, content = '', tokenize = 'ascii');
    INSERT INTO page_index (page_index, rank) VALUES ('secure-delete', 1)",
);

/// Text of one page of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    /// Page of the file, counted from 1.
    pub number: u32,
    /// Its text; empty where it has none.
    pub text: String,
    /// Whether it can be searched.
    pub has_text: bool,
    /// Whether the text was recognised in a picture and may be wrong.
    pub recognised: bool,
}

/// Which pages a search looks at.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// All applications of a round.
    Round(&'a RoundId),
    /// One application.
    Application(&'a ApplicationRef),
    /// One document of an application.
    Document(&'a ApplicationRef, Digest),
}

/// One page on which a query occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Round and id of the application.
    pub key: ApplicationRef,
    /// Digest of the file.
    pub document: Digest,
    /// Page and its text.
    pub page: PageRow,
    /// Where in the text, in bytes.
    pub places: Vec<Range<usize>>,
}

/// What a search found, and how much it could not look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Pages with the query, by application, document and page.
    pub hits: Vec<Hit>,
    /// Pages of the scope without text.
    pub unsearchable: u64,
    /// Whether there were more pages than asked for.
    pub is_cut: bool,
}

/// Reads page texts.
pub struct Pages<'c>(pub(crate) &'c Connection);

/// Writes page texts.
pub struct PagesMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "page.round, page.application, page.document, page.number, page.text,
    page.has_text, page.recognised";

fn read_hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    Ok(Hit {
        key: read_key(row)?,
        document: word(row, 2)?,
        page: PageRow {
            number: row.get(3)?,
            text: row.get(4)?,
            has_text: row.get(5)?,
            recognised: row.get(6)?,
        },
        places: Vec::new(),
    })
}

/// By what hits are ordered.
fn place_of(hit: &Hit) -> (&ApplicationRef, Digest, u32) {
    (&hit.key, hit.document, hit.page.number)
}

/// A scope as values for `?1`, `?2`, `?3`, where nothing stands for everything.
type ScopeKey<'a> = (&'a str, Option<&'a str>, Option<String>);

const WITHIN: &str = "page.round = ?1 AND (?2 IS NULL OR page.application = ?2)
    AND (?3 IS NULL OR page.document = ?3)";

impl<'a> Scope<'a> {
    fn key(self) -> ScopeKey<'a> {
        match self {
            Self::Round(round) => (round.as_str(), None, None),
            Self::Application(key) => (key.round.as_str(), Some(key.application.as_str()), None),
            Self::Document(key, document) => {
                let (round, application) = key.key();
                (round, Some(application), Some(document.to_string()))
            }
        }
    }
}

impl Pages<'_> {
    /// Pages of a document, in order.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef, document: Digest) -> Result<Vec<PageRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM page WHERE {WITHIN} ORDER BY number");
        let found = sql::rows(self.0, &sql, Scope::Document(key, document).key(), read_hit)?;
        Ok(found.into_iter().map(|hit| hit.page).collect())
    }

    /// Searches for `query`; at most `limit` pages, of more the ones that were stored first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn search(&self, query: &str, scope: Scope<'_>, limit: usize) -> Result<Found, StoreError> {
        let query = Folded::of(query);
        let mut found = Found {
            unsearchable: self.unsearchable(scope)?,
            ..Found::default()
        };
        let Some(terms) = query.index_query() else {
            return Ok(found);
        };
        // In the order of the index, so that nothing behind the last page wanted is read; the scope
        // is told by another index, so that no text is read for it. The sign keeps it a filter.
        let sql = format!(
            "SELECT {COLUMNS} FROM page_index JOIN page ON page.id = page_index.rowid
            WHERE page_index MATCH ?4 AND +page_index.rowid IN (SELECT id FROM page WHERE {WITHIN})
            ORDER BY page_index.rowid"
        );
        let (round, application, document) = scope.key();
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map((round, application, document, terms), read_hit)?;
        for hit in rows {
            let mut hit = hit?;
            hit.places = Folded::of(&hit.page.text).find(&query);
            if hit.places.is_empty() {
                continue;
            }
            if found.hits.len() == limit {
                found.is_cut = true;
                break;
            }
            found.hits.push(hit);
        }
        found.hits.sort_by(|a, b| place_of(a).cmp(&place_of(b)));
        Ok(found)
    }

    /// Which pages of the scope have no text, by application, document and page.
    ///
    /// # Errors
    /// What reading meets.
    pub fn without_text(
        &self,
        scope: Scope<'_>,
    ) -> Result<Vec<(ApplicationRef, Digest, u32)>, StoreError> {
        let sql = format!(
            "SELECT round, application, document, number FROM page
            WHERE {WITHIN} AND NOT has_text ORDER BY application, document, number"
        );
        sql::rows(self.0, &sql, scope.key(), |row| {
            Ok((read_key(row)?, word(row, 2)?, row.get(3)?))
        })
    }

    /// Which documents of the scope were read for search.
    ///
    /// # Errors
    /// What reading meets.
    pub fn documents(
        &self,
        scope: Scope<'_>,
    ) -> Result<BTreeSet<(ApplicationRef, Digest)>, StoreError> {
        let sql = format!("SELECT DISTINCT round, application, document FROM page WHERE {WITHIN}");
        let read = |row: &Row<'_>| Ok((read_key(row)?, word(row, 2)?));
        Ok(sql::rows(self.0, &sql, scope.key(), read)?
            .into_iter()
            .collect())
    }

    /// How many pages are known of the scope.
    ///
    /// # Errors
    /// What reading meets.
    pub fn count(&self, scope: Scope<'_>) -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM page WHERE {WITHIN}");
        let count = sql::row(self.0, &sql, scope.key(), |row| row.get::<_, i64>(0))?;
        Ok(count.unwrap_or(0).cast_unsigned())
    }

    /// Pages of the scope that have no text.
    ///
    /// # Errors
    /// What reading meets.
    pub fn unsearchable(&self, scope: Scope<'_>) -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM page WHERE {WITHIN} AND NOT has_text");
        let count = sql::row(self.0, &sql, scope.key(), |row| row.get::<_, i64>(0))?;
        Ok(count.unwrap_or(0).cast_unsigned())
    }
}

impl PagesMut<'_> {
    /// Stores the pages of a document in place of what was known of it.
    ///
    /// # Errors
    /// [`StoreError::Recused`] when the application was recused meanwhile,
    /// [`StoreError::NotStored`] when it is not assigned.
    pub fn put(
        &self,
        key: &ApplicationRef,
        document: Digest,
        pages: &[PageRow],
    ) -> Result<(), StoreError> {
        require_assigned(self.0, key)?;
        remove(self.0, Scope::Document(key, document).key())?;
        pages
            .iter()
            .try_for_each(|page| self.add(key.key(), document, page))
    }

    /// Stores a part of a document in a transaction that is short, however thick the document is.
    /// Nothing of it is found before [`PagesMut::finish`]; the first part takes the place of what
    /// an attempt that was broken off left.
    ///
    /// # Errors
    /// As for [`PagesMut::put`].
    pub fn stage(
        &self,
        key: &ApplicationRef,
        document: Digest,
        part: &[PageRow],
        is_first: bool,
    ) -> Result<(), StoreError> {
        require_assigned(self.0, key)?;
        let aside = staged(key);
        if is_first {
            let name = document.to_string();
            remove(self.0, (&aside, Some(key.application.as_str()), Some(name)))?;
        }
        let place = (aside.as_str(), key.application.as_str());
        part.iter()
            .try_for_each(|page| self.add(place, document, page))
    }

    /// Puts what was staged in place of what was known of a document.
    ///
    /// # Errors
    /// As for [`PagesMut::put`].
    pub fn finish(&self, key: &ApplicationRef, document: Digest) -> Result<(), StoreError> {
        require_assigned(self.0, key)?;
        remove(self.0, Scope::Document(key, document).key())?;
        let sql = "UPDATE page SET round = ?1 WHERE round = ?2 AND application = ?3
            AND document = ?4";
        let (round, application) = key.key();
        let values = (round, staged(key), application, Word(document));
        sql::execute(self.0, sql, values).map(drop)
    }

    fn add(
        &self,
        (round, application): (&str, &str),
        document: Digest,
        page: &PageRow,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO page (round, application, document, number, text, has_text,
            recognised) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let content = (&page.text, page.has_text, page.recognised);
        let place = (round, application, Word(document), page.number);
        let values = (
            place.0, place.1, place.2, place.3, content.0, content.1, content.2,
        );
        sql::insert(self.0, "page", sql, values)?;
        let index = "INSERT INTO page_index (rowid, text) VALUES (?1, ?2)";
        let tokens = Folded::of(&page.text).index_tokens();
        sql::execute(self.0, index, (self.0.last_insert_rowid(), tokens)).map(drop)
    }
}

/// Destroys the text of an application and everything of it in the index.
pub(crate) fn forget(connection: &Connection, key: &ApplicationRef) -> Result<(), StoreError> {
    remove(connection, Scope::Application(key).key())?;
    remove(
        connection,
        (&staged(key), Some(key.application.as_str()), None),
    )
}

/// The round under which parts of documents wait: no round has such a name, so that nothing that
/// asks for a round comes upon them.
fn staged(key: &ApplicationRef) -> String {
    format!("~{}", key.round)
}

fn require_assigned(connection: &Connection, key: &ApplicationRef) -> Result<(), StoreError> {
    match Applications(connection).state(key)? {
        None => Err(StoreError::NotStored("application")),
        Some(AssignmentState::Recused) => Err(StoreError::Recused),
        Some(_) => Ok(()),
    }
}

fn remove(connection: &Connection, scope: ScopeKey<'_>) -> Result<(), StoreError> {
    let sql = format!("SELECT id, text FROM page WHERE {WITHIN}");
    let pages = sql::rows(connection, &sql, scope.clone(), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    })?;
    let unindex = "INSERT INTO page_index (page_index, rowid, text) VALUES ('delete', ?1, ?2)";
    for (id, text) in pages {
        sql::execute(connection, unindex, (id, Folded::of(&text).index_tokens()))?;
    }
    let sql = format!("DELETE FROM page WHERE {WITHIN}");
    sql::execute(connection, &sql, scope).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything the index keeps, as one heap of bytes.
    fn index_bytes(connection: &Connection) -> Vec<u8> {
        let sql = "SELECT block FROM page_index_data";
        let blocks = sql::rows(connection, sql, [], |row| row.get::<_, Vec<u8>>(0));
        blocks.unwrap().concat()
    }

    /// Terms share prefixes with the one before, so the first byte may be left out.
    fn contains(bytes: &[u8], word: &str) -> bool {
        let word = word.as_bytes().get(1..).unwrap();
        bytes.windows(word.len()).any(|window| window == word)
    }

    #[test]
    fn nothing_of_a_forgotten_page_stays_in_the_index() {
        let connection = Connection::open_in_memory().unwrap();
        for step in MIGRATIONS
            .iter()
            .chain(crate::table::applications::MIGRATIONS)
        {
            connection.execute_batch(step.sql).unwrap();
        }
        let key = |id: &str| ApplicationRef {
            round: "r1".parse().unwrap(),
            application: id.parse().unwrap(),
        };
        let page = |text: &str| PageRow {
            number: 1,
            text: text.to_owned(),
            has_text: true,
            recognised: false,
        };
        let document = Digest::of(b"file");
        for (id, text) in [("a01", "增值税"), ("a02", "零售额")] {
            PagesMut(&connection)
                .add(key(id).key(), document, &page(text))
                .unwrap();
        }
        // What was read in part and never finished goes too.
        let aside = staged(&key("a01"));
        PagesMut(&connection)
            .add((&aside, "a01"), document, &page("税收返还"))
            .unwrap();
        assert!(contains(&index_bytes(&connection), "增值"));
        forget(&connection, &key("a01")).unwrap();
        let left = index_bytes(&connection);
        assert!(!contains(&left, "增值") && !contains(&left, "值税") && !contains(&left, "税收"));
        assert!(contains(&left, "零售"));
    }
}
