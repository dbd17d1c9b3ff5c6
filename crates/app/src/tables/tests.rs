//! Cells keep their names and numbers stay what was typed.

use super::*;

#[test]
fn columns_are_named_as_in_a_spreadsheet() {
    let name = |column| letters(column);
    assert_eq!(
        [name(0), name(25), name(26), name(701), name(702)],
        ["A", "Z", "AA", "ZZ", "AAA"]
    );
    let cell = CellName {
        sheet: Some("Sheet1".into()),
        row: 7,
        column: 2,
    };
    assert_eq!(cell.to_string(), "Sheet1!C7");
}

#[test]
fn lines_keep_their_numbers_over_empty_ones() {
    let table = Table::read(TableFile::Marks, b"a,b\n\n 1 ,\"x,y\"\n,\n2\n").unwrap();
    assert_eq!(table.header.number, 1);
    let rows: Vec<(u32, &str, &str)> = table
        .rows
        .iter()
        .map(|row| (row.number, row.cell(0), row.cell(1)))
        .collect();
    assert_eq!(rows, [(3, "1", "x,y"), (5, "2", "")]);
}

#[test]
fn the_same_heading_twice_is_a_fault() {
    let table = Table::read(TableFile::Marks, b"Value,value\n1,2\n").unwrap();
    let mut faults = Vec::new();
    assert_eq!(table.columns(TableFile::Marks, &mut faults).len(), 1);
    assert_eq!(faults[0].cell.to_string(), "B1");
}
