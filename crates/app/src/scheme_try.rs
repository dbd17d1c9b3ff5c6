//! `scheme try`: a scheme applied to plain tables, without any package.
//!
//! Owns reading the two tables against a scheme and the report. The numbers are
//! `hengping_core::score`'s, the same as in a round. Trap: every finding is reported, not the
//! first one only, and with findings nothing is computed: a number left out of a mean is worse
//! than no mean.

mod draft;
mod fields;
mod marks;
mod report;
mod workbook;

pub(crate) use fields::enterprise_type;
pub use report::{TryApplication, TryLeaf, TryReport, TryScheme};
pub use workbook::workbook;

use hengping_core::scheme;
use hengping_core::score::{self, Input};

use crate::error::{Error, Result};
use crate::tables::{Table, TableFault, TableFile};

/// Applies a scheme (its TOML text) to a table of marks and, if there is one, a table of fields.
///
/// Tables are the bytes of CSV or XLSX files. Marks: `application,expert,indicator,value`; an
/// empty value is not scored, `NA` is not applicable. Fields: `application,type`, optionally
/// `unit`, fields (`F20`, `F20_1`), decided choices and items by code, evidence by catalogue
/// number (yes or no).
///
/// # Errors
/// All faults of the scheme, or all faults of both tables.
pub fn try_scheme(scheme: &str, marks: &[u8], fields: Option<&[u8]>) -> Result<TryReport> {
    let scheme = scheme::parse(scheme).map_err(Error::Scheme)?;
    let mut faults: Vec<TableFault> = Vec::new();
    let mut draft = draft::Draft::new(&scheme);
    let tables = (
        read(TableFile::Marks, Some(marks), &mut faults),
        read(TableFile::Fields, fields, &mut faults),
    );
    // The fields first: which marks a leaf takes may depend on the enterprise type.
    if let Some(fields) = &tables.1 {
        fields::read(fields, &mut draft, &mut faults);
    }
    if let Some(marks) = &tables.0 {
        marks::read(marks, &mut draft, &mut faults);
    }
    if !faults.is_empty() {
        faults.sort();
        return Err(Error::Table(faults));
    }
    let (names, applications) = draft.finish();
    let input = Input {
        scheme: &scheme,
        applications,
        votes: Vec::new(),
    };
    Ok(report::report(&scheme, &score::compute(&input), &names))
}

fn read(file: TableFile, bytes: Option<&[u8]>, faults: &mut Vec<TableFault>) -> Option<Table> {
    match Table::read(file, bytes?) {
        Ok(table) => Some(table),
        Err(fault) => {
            faults.push(fault);
            None
        }
    }
}

#[cfg(test)]
mod tests;
