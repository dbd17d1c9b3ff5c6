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

/// `4,5` for 4.5 was once read as 4.
#[test]
fn a_cell_without_a_heading_is_a_fault_in_text_and_a_note_in_a_workbook() {
    let mut faults = Vec::new();
    let table = Table::read(TableFile::Marks, b"a,b\n1,4,5\n2,3,,\n").unwrap();
    table.columns(TableFile::Marks, &mut faults);
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].cell.to_string(), "C2");
    let kind = TableFaultKind::SurplusCell("5".to_owned());
    assert_eq!(faults[0].kind, kind);
    let beside = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>2</v></c></row>"#;
    let table = Table::read(TableFile::Marks, &workbook(beside)).unwrap();
    faults.clear();
    table.columns(TableFile::Marks, &mut faults);
    assert_eq!(faults, []);
}

/// A workbook with one sheet of these cells, as a stored ZIP.
fn workbook(cells: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let entries = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="评分" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(r#"<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>"#),
        ),
    ];
    stored(&entries)
}

fn stored(entries: &[(&str, String)]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let offset = u32::try_from(file.len()).unwrap();
        let size = u32::try_from(content.len()).unwrap();
        let mut fields = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        for number in [crc32(content.as_bytes()), size, size] {
            fields.extend(number.to_le_bytes());
        }
        fields.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        fields.extend([0, 0]);
        file.extend(b"PK\x03\x04".iter().chain(&fields).chain(name.as_bytes()));
        file.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00".iter().chain(&fields));
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let (start, size) = (file.len(), directory.len());
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0".iter().chain(&count).chain(&count));
    for number in [size, start] {
        file.extend(u32::try_from(number).unwrap().to_le_bytes());
    }
    file.extend([0, 0]);
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[test]
fn a_workbook_reads_as_what_was_typed() {
    let cells = r#"<row r="2"><c r="B2" t="inlineStr"><is><t>value</t></is></c></row><row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4"><v>8.4000000000000004</v></c><c r="C4"><v>9</v></c><c r="D4" t="e"><v>#DIV/0!</v></c></row>"#;
    let table = Table::read(TableFile::Marks, &workbook(cells)).unwrap();
    assert_eq!((table.header.number, table.header.cell(1)), (2, "value"));
    let row = &table.rows[0];
    assert_eq!(
        [row.cell(0), row.cell(1), row.cell(2), row.cell(3)],
        ["1", "8.4", "9", "#DIV/0!"]
    );
    assert_eq!(table.name(row.number, 2).to_string(), "评分!C4");
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>"#;
    let table = Table::read(TableFile::Marks, &workbook(far)).unwrap();
    assert_eq!((table.rows.len(), table.rows[0].number), (1, 1_048_576));
    let right = r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#;
    let fault = Table::read(TableFile::Marks, &workbook(right)).unwrap_err();
    assert_eq!(fault.kind, TableFaultKind::TooLarge);
}

/// Small as a file, 100 GB laid out: the empty cells to the left of each take room too.
#[test]
fn cells_far_to_the_right_of_many_rows_are_too_many() {
    let far = |row: u32| format!(r#"<row r="{row}"><c r="EZZ{row}"><v>1</v></c></row>"#);
    let rows: String = (1..=5000).map(far).collect();
    let fault = Table::read(TableFile::Marks, &workbook(&rows)).unwrap_err();
    assert_eq!(fault.kind, TableFaultKind::TooLarge);
}

/// Programs that write workbooks leave the value out; it was once read as an empty cell, which
/// says "not scored".
#[test]
fn a_formula_that_was_never_computed_is_read_as_its_text() {
    let cells = r#"<row r="1"><c r="A1"><f>2+2</f></c><c r="B1"><f>2+2</f><v>4</v></c></row>"#;
    let table = Table::read(TableFile::Marks, &workbook(cells)).unwrap();
    assert_eq!((table.header.cell(0), table.header.cell(1)), ("=2+2", "4"));
}
