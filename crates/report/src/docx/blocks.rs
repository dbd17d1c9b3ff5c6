//! The blocks of a paper, set as paragraphs and tables.
//!
//! Owns sizes and widths. Trap: the crate numbers paragraphs over the whole run of the program, so
//! every paragraph gets its number here; otherwise no two documents would be the same.

use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, Paragraph, Run, Shading, Table, TableCell,
    TableCellBorder, TableCellBorderPosition, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::{Words, faces, number};
use crate::paper::{self, Block, Heat, Paper, PaperColumn, PaperLanguage, PaperRow};

/// Width of the text block, in twentieths of a point: 156 mm, on its side 225 mm.
const WIDTHS: (usize, usize) = (8845, 12757);
/// Half points of small letters.
const SMALL: usize = 21;
/// Half points in wide tables.
const TINY: usize = 18;
/// Columns from which a table is wide.
const MANY: usize = 9;
/// Boxes for the words of a digest.
const BOXES: usize = 12;
/// Name of the face for headings.
const GOTHIC: &str = "\u{9ed1}\u{4f53}";

/// A paper being set.
pub(super) struct Setting<'a> {
    language: PaperLanguage,
    words: Words<'a>,
    width: usize,
    headings: usize,
    paragraphs: usize,
}

impl<'a> Setting<'a> {
    pub(super) fn new(paper: &Paper, words: Words<'a>) -> Self {
        Self {
            language: paper.language,
            words,
            width: if paper.wide { WIDTHS.1 } else { WIDTHS.0 },
            headings: 0,
            paragraphs: 0,
        }
    }

    /// A paragraph with the next number.
    pub(super) fn paragraph(&mut self) -> Paragraph {
        self.paragraphs += 1;
        Paragraph::new().id(format!("{:08X}", self.paragraphs))
    }

    pub(super) fn title(&mut self, docx: Docx, text: &str) -> Docx {
        self.headings = 0;
        let run = gothic(Run::new().add_text(text)).size(44);
        let title = self.paragraph().add_run(run).align(AlignmentType::Center);
        docx.add_paragraph(title.outline_lvl(0).keep_next(true))
    }

    pub(super) fn block(&mut self, docx: Docx, block: &Block) -> Docx {
        match block {
            Block::Heading { text } => self.heading(docx, text),
            Block::Text { text } => self.text(docx, text),
            Block::Remark { text } => self.remark(docx, text),
            Block::Facts { facts } => self.facts(docx, facts),
            Block::Table(table) => self.table(docx, table),
            Block::Signatures { who, day } => self.signatures(docx, who, day),
            Block::Boxes { label, characters } => self.boxes(docx, label, characters),
            Block::Code { label, .. } => self.remark(docx, label),
            Block::Lines { label, count } => self.lines(docx, label, *count),
            Block::Chart(chart) => self.chart(docx, &chart.caption),
            Block::Heat(heat) => self.heat(docx, heat),
            Block::Part { title } => {
                let docx = self.page_break(docx);
                self.title(docx, title)
            }
            Block::Page => self.page_break(docx),
        }
    }

    fn heading(&mut self, docx: Docx, text: &str) -> Docx {
        self.headings += 1;
        let text = format!("{}{text}", number(self.headings, self.language));
        let paragraph = self.paragraph().add_run(gothic(Run::new().add_text(text)));
        docx.add_paragraph(paragraph.outline_lvl(1).keep_next(true))
    }

    fn text(&mut self, docx: Docx, text: &str) -> Docx {
        text.lines().fold(docx, |docx, line| {
            let paragraph = self.paragraph().add_run(Run::new().add_text(line));
            docx.add_paragraph(match self.language {
                PaperLanguage::Zh => paragraph.first_line_chars(200),
                PaperLanguage::En => paragraph,
            })
        })
    }

    fn remark(&mut self, docx: Docx, text: &str) -> Docx {
        text.lines().fold(docx, |docx, line| {
            let run = Run::new().add_text(line).size(SMALL);
            docx.add_paragraph(self.paragraph().add_run(run))
        })
    }

    fn chart(&mut self, docx: Docx, caption: &str) -> Docx {
        let text = format!("{caption} {}", self.words.chart);
        self.remark(docx, &text)
    }

    fn page_break(&mut self, docx: Docx) -> Docx {
        let run = Run::new().add_break(BreakType::Page);
        docx.add_paragraph(self.paragraph().add_run(run))
    }

    fn facts(&mut self, docx: Docx, facts: &[(String, String)]) -> Docx {
        let rows = facts.iter().map(|(label, value)| {
            let label = self.cell(label, 24, self.width / 4, Kind::Head);
            let value = self.cell(value, 24, self.width / 4 * 3, Kind::Text);
            TableRow::new(vec![label, value])
        });
        let rows: Vec<TableRow> = rows.collect();
        docx.add_table(Table::without_borders(rows).width(self.width, WidthType::Dxa))
    }

    fn table(&mut self, docx: Docx, table: &paper::Table) -> Docx {
        let size = if table.columns.len() >= MANY {
            TINY
        } else {
            SMALL
        };
        let widths = self.widths(table);
        let heads = table.columns.iter().zip(&widths);
        let heads = heads.map(|(column, width)| {
            let cell = self.cell(&column.heading, size, *width, Kind::Head);
            cell.shading(Shading::new().fill("EBEBEB"))
        });
        // Not torn: repeated on every page.
        let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
        for row in &table.rows {
            rows.push(self.row(row, &table.columns, &widths, size));
        }
        self.set(docx, rows, widths)
    }

    fn set(&mut self, docx: Docx, rows: Vec<TableRow>, widths: Vec<usize>) -> Docx {
        let table = Table::new(rows)
            .set_grid(widths)
            .layout(TableLayoutType::Fixed)
            .width(self.width, WidthType::Dxa);
        let gap = self.paragraph().add_run(Run::new().size(SMALL));
        docx.add_table(table).add_paragraph(gap)
    }

    fn row(
        &mut self,
        row: &PaperRow,
        columns: &[PaperColumn],
        widths: &[usize],
        size: usize,
    ) -> TableRow {
        let mut cells = Vec::new();
        for (at, ((text, column), width)) in row.cells.iter().zip(columns).zip(widths).enumerate() {
            let text = match at {
                0 => format!("{}{text}", "\u{2002}".repeat(usize::from(row.depth))),
                _ => text.clone(),
            };
            let kind = match (row.strong, column.number) {
                (true, _) => Kind::Strong,
                (false, true) => Kind::Number,
                (false, false) => Kind::Text,
            };
            let cell = self.cell(&text, size, *width, kind);
            cells.push(if row.cut {
                let border = TableCellBorder::new(TableCellBorderPosition::Bottom);
                cell.set_border(border.size(16).border_type(BorderType::Single))
            } else {
                cell
            });
        }
        TableRow::new(cells)
    }

    /// Widths by shares; a column without a share takes what its longest line needs.
    fn widths(&self, table: &paper::Table) -> Vec<usize> {
        let size = if table.columns.len() >= MANY {
            TINY
        } else {
            SMALL
        };
        let wide = |text: &str| {
            let half = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
            half.sum::<usize>() * size * 5 + 320
        };
        let own = |at: usize, column: &PaperColumn| {
            let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
            let lines = cells.flat_map(|cell| cell.lines()).map(wide);
            lines
                .chain([wide(&column.heading)])
                .max()
                .unwrap_or_default()
        };
        let columns = table.columns.iter().enumerate();
        let fixed: Vec<Option<usize>> = columns
            .map(|(at, column)| (column.share == 0).then(|| own(at, column)))
            .collect();
        let taken: usize = fixed.iter().flatten().sum();
        let shares: usize = table.columns.iter().map(|one| usize::from(one.share)).sum();
        let left = self.width.saturating_sub(taken).max(self.width / 4);
        let columns = table.columns.iter().zip(&fixed);
        columns
            .map(|(column, fixed)| match fixed {
                Some(width) => *width,
                None => left * usize::from(column.share) / shares.max(1),
            })
            .collect()
    }

    fn cell(&mut self, text: &str, size: usize, width: usize, kind: Kind) -> TableCell {
        let cell = TableCell::new()
            .width(width, WidthType::Dxa)
            .vertical_align(VAlignType::Center);
        let lines: Vec<&str> = if text.is_empty() {
            vec![""]
        } else {
            text.lines().collect()
        };
        lines.iter().fold(cell, |cell, line| {
            let run = Run::new().add_text(*line).size(size);
            let run = match kind {
                Kind::Head | Kind::Strong => gothic(run),
                Kind::Text | Kind::Number => run,
            };
            let paragraph = self.paragraph().add_run(run);
            cell.add_paragraph(match kind {
                Kind::Number => paragraph.align(AlignmentType::Right),
                Kind::Head => paragraph.align(AlignmentType::Left).keep_next(true),
                _ => paragraph.align(AlignmentType::Left),
            })
        })
    }

    fn signatures(&mut self, docx: Docx, who: &[String], day: &str) -> Docx {
        who.iter().fold(docx, |docx, who| {
            let line = format!("{who} {}  {day} {}", "_".repeat(24), "_".repeat(12));
            let run = Run::new().add_text(line);
            docx.add_paragraph(self.paragraph().add_run(run).keep_lines(true))
        })
    }

    fn boxes(&mut self, docx: Docx, label: &str, characters: &[String]) -> Docx {
        let docx = self.remark(docx, label);
        let width = self.width / 14;
        let cells = (0..BOXES).map(|at| {
            let text = characters.get(at).map_or("", String::as_str);
            self.cell(text, 32, width, Kind::Text)
        });
        let row = TableRow::new(cells.collect());
        self.set(docx, vec![row], vec![width; BOXES])
    }

    fn lines(&mut self, docx: Docx, label: &str, count: u8) -> Docx {
        let docx = self.text(docx, label);
        let width = self.width;
        let rows = (0..count).map(|_| TableRow::new(vec![self.cell("", 32, width, Kind::Text)]));
        let rows = rows.collect();
        self.set(docx, rows, vec![width])
    }

    fn heat(&mut self, docx: Docx, heat: &Heat) -> Docx {
        let docx = self.remark(docx, &heat.caption);
        let count = heat.columns.len() + 1;
        let width = self.width / count;
        let words = std::iter::once("").chain(heat.columns.iter().map(String::as_str));
        let heads = words.map(|word| self.cell(word, TINY, width, Kind::Head));
        let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
        for row in &heat.rows {
            let mut cells = vec![self.cell(&row.label, TINY, width, Kind::Head)];
            for one in &row.cells {
                let cell = self.cell(&one.text, TINY, width, Kind::Number);
                // Light enough for black letters everywhere.
                let grey = 255 - u32::from(one.shade.unwrap_or(0).min(1000)) * 110 / 1000;
                cells.push(cell.shading(Shading::new().fill(format!("{grey:02X}").repeat(3))));
            }
            rows.push(TableRow::new(cells));
        }
        let docx = self.set(docx, rows, vec![width; count]);
        self.remark(docx, &heat.legend)
    }
}

/// How a cell is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Head,
    Strong,
    Text,
    Number,
}

fn gothic(run: Run) -> Run {
    run.fonts(faces(GOTHIC)).bold()
}
