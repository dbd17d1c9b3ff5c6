//! Everything an open store holds, cell by cell: what a test asks after something was destroyed.
//!
//! Owns no table, so that a table added later is looked at too. Trap: the full-text index keeps
//! its terms in a packed form; they are shown one by one as cells of the index.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::error::StoreError;
use crate::sql;
use crate::store::Read;

const INDEX: &str = "page_index";

impl<K> Read<'_, K> {
    /// Shows the bytes of every text and blob of every table, with the table's name.
    ///
    /// # Errors
    /// What reading meets.
    pub fn cells(&self, mut show: impl FnMut(&str, &[u8])) -> Result<(), StoreError> {
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        for table in sql::rows(self.connection, names, [], |row| row.get::<_, String>(0))? {
            cells_of(self.connection, &table, |bytes| show(&table, bytes))?;
            if table == INDEX {
                let terms = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.page_terms
                    USING fts5vocab ('main', 'page_index', 'row')";
                sql::execute(self.connection, terms, [])?;
                cells_of(self.connection, "page_terms", |bytes| show(INDEX, bytes))?;
            }
        }
        Ok(())
    }
}

fn cells_of(
    connection: &Connection,
    table: &str,
    mut show: impl FnMut(&[u8]),
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(column)? {
                show(bytes);
            }
        }
    }
    Ok(())
}
