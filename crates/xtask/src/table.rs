//! Plain tables for a terminal, in which a Chinese character is two columns wide.

/// Lays out rows under a heading; columns whose cells are all numbers are aligned right.
pub(crate) fn table(heading: &[&str], rows: &[Vec<String>]) -> String {
    let columns = heading.len();
    let cell = |row: &'_ Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
    let mut widths: Vec<usize> = heading.iter().map(|text| width(text)).collect();
    for row in rows {
        for (at, widest) in widths.iter_mut().enumerate() {
            *widest = (*widest).max(width(&cell(row, at)));
        }
    }
    let right: Vec<bool> = (0..columns)
        .map(|at| rows.iter().all(|row| numeric(&cell(row, at))))
        .collect();
    let line = |cells: Vec<String>| {
        let padded = (0..columns).map(|at| pad(&cells[at], widths[at], right[at]));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let head = line(heading.iter().map(ToString::to_string).collect());
    let body = rows
        .iter()
        .map(|row| line((0..columns).map(|at| cell(row, at)).collect()));
    std::iter::once(head)
        .chain(body)
        .collect::<Vec<_>>()
        .join("\n")
}

fn numeric(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || ".-+%/× ".contains(c))
}

fn pad(text: &str, to: usize, right: bool) -> String {
    let gap = " ".repeat(to.saturating_sub(width(text)));
    if right {
        gap + text
    } else {
        text.to_owned() + &gap
    }
}

/// Columns that a text takes in a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

fn wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns_and_numbers_stand_right() {
        let rows = vec![
            vec!["甲公司".into(), "7.50".into()],
            vec!["ab".into(), "10.00".into()],
        ];
        let lines: Vec<String> = table(&["name", "mark"], &rows)
            .lines()
            .map(String::from)
            .collect();
        assert_eq!(lines, ["name     mark", "甲公司   7.50", "ab      10.00"]);
    }
}
