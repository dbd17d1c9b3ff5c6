//! A paper as a document of an office suite: the same blocks as the press prints, to be worked on.
//!
//! Owns page, footer, faces and properties; `docx/blocks.rs` sets the blocks. Faces are named, not
//! embedded: the suite takes what it has in their place. Trap: charts are drawn by the press alone, and
//! the document says so where one stands; what people wrote is text and never markup.

mod blocks;

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, NumPages, PageMargin, PageNum, PageOrientationType, Paragraph,
    Run, RunFonts,
};
use thiserror::Error;

use crate::paper::{Paper, PaperLanguage};

/// A paper cannot be written as a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the document cannot be written")]
pub struct DocxError;

/// Twentieths of a point in a millimetre, as the format counts lengths, times ten.
const TEN_MM: u32 = 567;
/// Half points of 三号.
const BODY: usize = 32;
/// What made the file, in its properties.
const CREATOR: &str = concat!("Hengping ", env!("CARGO_PKG_VERSION"));

/// Words of a document that no paper brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    /// What stands in place of a chart: the printed paper has it.
    pub chart: &'a str,
}

/// The bytes of `paper` as DOCX; the same for the same paper.
///
/// # Errors
/// [`DocxError`].
pub fn write(paper: &Paper, words: Words<'_>) -> Result<Vec<u8>, DocxError> {
    let mut setting = blocks::Setting::new(paper, words);
    let mut docx = page(paper);
    docx = setting.title(docx, &paper.title);
    for block in &paper.blocks {
        docx = setting.block(docx, block);
    }
    if !paper.dated.is_empty() {
        docx = docx.add_paragraph(setting.dated(&paper.dated));
    }
    let footer = Footer::new().add_paragraph(setting.foot(&paper.foot));
    let mut parts = docx.footer(footer).build();
    // A row that may not be torn is a heading here, and is repeated: the crate has no word for that.
    parts.document = replaced(
        parts.document,
        "<w:cantSplit />",
        "<w:cantSplit /><w:tblHeader />",
    )?;
    let date = format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        paper.date.year, paper.date.month, paper.date.day
    );
    let end = "</cp:coreProperties>";
    let title = format!("<dc:title>{}</dc:title>{end}", escaped(&paper.title));
    let core = replaced(parts.doc_props.core, "unknown", CREATOR)?;
    let core = replaced(core, "1970-01-01T00:00:00Z", &date)?;
    parts.doc_props.core = replaced(core, end, &title)?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|_| DocxError)?;
    Ok(bytes.into_inner())
}

/// The official page: A4, the text block 156 × 225 mm.
fn page(paper: &Paper) -> Docx {
    let mm = |mm: u32| mm * TEN_MM / 10;
    let signed = |of: u32| i32::try_from(mm(of)).unwrap_or_default();
    let (wide, high) = (mm(210), mm(297));
    let (top, bottom, left, right) = if paper.wide {
        (28, 26, 35, 37)
    } else {
        (37, 35, 28, 26)
    };
    let margin = PageMargin {
        top: signed(top),
        bottom: signed(bottom),
        left: signed(left),
        right: signed(right),
        header: signed(15),
        footer: signed(22),
        gutter: 0,
    };
    let docx = Docx::new()
        .default_size(BODY)
        .default_fonts(faces("\u{4eff}\u{5b8b}"))
        .page_margin(margin);
    if paper.wide {
        let docx = docx.page_size(high, wide);
        docx.page_orient(PageOrientationType::Landscape)
    } else {
        docx.page_size(wide, high)
    }
}

/// A Chinese face beside the one for Latin letters and digits.
fn faces(chinese: &str) -> RunFonts {
    let latin = "Times New Roman";
    RunFonts::new()
        .east_asia(chinese)
        .ascii(latin)
        .hi_ansi(latin)
}

impl blocks::Setting<'_> {
    fn foot(&mut self, text: &str) -> Paragraph {
        let run = |text: &str| Run::new().add_text(text).size(18);
        self.paragraph()
            .add_run(run(&format!("{text}\u{3000}\u{3000}")))
            .add_page_num(PageNum::new())
            .add_run(run(" / "))
            .add_num_pages(NumPages::new())
            .align(AlignmentType::Right)
    }

    fn dated(&mut self, text: &str) -> Paragraph {
        let run = Run::new().add_text(text);
        self.paragraph().add_run(run).align(AlignmentType::Right)
    }
}

/// The number before a heading, in the language of the paper.
fn number(of: usize, language: PaperLanguage) -> String {
    match language {
        PaperLanguage::En => format!("{of}. "),
        PaperLanguage::Zh => format!("{}\u{3001}", chinese(of)),
    }
}

/// A number below ten thousand in Chinese.
fn chinese(of: usize) -> String {
    const DIGITS: [&str; 10] = [
        "\u{96f6}", "\u{4e00}", "\u{4e8c}", "\u{4e09}", "\u{56db}", "\u{4e94}", "\u{516d}",
        "\u{4e03}", "\u{516b}", "\u{4e5d}",
    ];
    let places = [
        (1000, "\u{5343}"),
        (100, "\u{767e}"),
        (10, "\u{5341}"),
        (1, ""),
    ];
    let mut text = String::new();
    let mut gap = false;
    for (place, word) in places {
        let digit = of / place % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push_str(DIGITS[0]);
        }
        gap = false;
        let is_teen = place == 10 && digit == 1 && text.is_empty();
        if !is_teen {
            text.push_str(DIGITS.get(digit).copied().unwrap_or_default());
        }
        text.push_str(word);
    }
    text
}

fn replaced(part: Vec<u8>, from: &str, to: &str) -> Result<Vec<u8>, DocxError> {
    let text = String::from_utf8(part).map_err(|_| DocxError)?;
    Ok(text.replace(from, to).into_bytes())
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_as_people_count() {
        let counted = [1, 10, 12, 20, 101, 110, 370, 1005].map(chinese);
        let expected = [
            "\u{4e00}",
            "\u{5341}",
            "\u{5341}\u{4e8c}",
            "\u{4e8c}\u{5341}",
            "\u{4e00}\u{767e}\u{96f6}\u{4e00}",
            "\u{4e00}\u{767e}\u{4e00}\u{5341}",
            "\u{4e09}\u{767e}\u{4e03}\u{5341}",
            "\u{4e00}\u{5343}\u{96f6}\u{4e94}",
        ];
        assert_eq!(counted, expected);
    }
}
