//! Printed pages: what Poppler finds in them.

use std::path::Path;
use std::process::Command;

use hengping_report::paper::{Block, Day, Paper, PaperColumn, PaperLanguage, PaperRow, Table};
use hengping_report::press::{Faces, Press};

/// The faces of Debian's `fonts-noto-cjk` and `fonts-hanazono`.
pub(crate) fn press(rare: bool) -> Press {
    let noto = Path::new("/usr/share/fonts/opentype/noto");
    let hanazono = Path::new("/usr/share/fonts/truetype/hanazono");
    let mut files = vec![
        noto.join("NotoSerifCJK-Regular.ttc"),
        noto.join("NotoSansCJK-Regular.ttc"),
        noto.join("NotoSansCJK-Bold.ttc"),
    ];
    if rare {
        files.push(hanazono.join("HanaMinB.ttf"));
    }
    let files = files.iter().filter_map(|path| std::fs::read(path).ok());
    Press::new(Faces::of(files).expect("a face")).expect("a press")
}

pub(crate) fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "\u{4e13}\u{5bb6}\u{8bc4}\u{5206}\u{8868}".to_owned(),
        language: PaperLanguage::Zh,
        date: Day {
            year: 2026,
            month: 11,
            day: 22,
        },
        dated: "2026\u{5e74}11\u{6708}22\u{65e5}".to_owned(),
        foot: "\u{6307}\u{7eb9}\u{ff1a}\u{7532}\u{4e59}\u{4e19}".to_owned(),
        wide: false,
        blocks,
    }
}

pub(crate) fn long_table() -> Block {
    let row = |at: usize| {
        PaperRow::from(vec![
            format!("A{at} \u{4e3b}\u{8425}\u{4e1a}\u{52a1}\u{89c4}\u{6a21}"),
            format!("{at}.50"),
            "=1+1 #let x = 2 *bold* \u{8bc4}\u{8bed}\u{ff1a}\u{5951}\u{5408}\u{8981}\u{6c42}"
                .repeat(2),
        ])
    };
    Block::Table(Table {
        columns: vec![
            PaperColumn::text("\u{6307}\u{6807}", 4),
            PaperColumn::number("\u{8bc4}\u{5206}"),
            PaperColumn::text("\u{8bc4}\u{8bed}", 6),
        ],
        rows: (0..80).map(row).collect(),
    })
}

pub(crate) fn tool(program: &str, words: &[&str], pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).expect("a file");
    let file = file.to_str().expect("a name");
    let words = words
        .iter()
        .map(|word| if *word == "@" { file } else { word });
    let output = Command::new(program).args(words).output().expect("Poppler");
    assert!(output.status.success(), "{program}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn every_page_has_its_number_the_words_and_the_head_of_the_table() {
    let heading = Block::Heading {
        text: "\u{8bc4}\u{5206}".to_owned(),
    };
    let printed = press(true)
        .print(&paper(vec![heading, long_table()]))
        .unwrap();
    assert!(printed.pages > 2, "{} pages", printed.pages);
    let text = tool("pdftotext", &["-layout", "@", "-"], &printed.pdf);
    let pages: Vec<&str> = text
        .split('\u{c}')
        .filter(|page| !page.trim().is_empty())
        .collect();
    assert_eq!(pages.len(), printed.pages);
    for (at, page) in pages.iter().enumerate() {
        let plain: String = page.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(
            plain.ends_with(&format!("{}/{}", at + 1, printed.pages)),
            "{page}"
        );
        assert!(page.contains("\u{7532}\u{4e59}\u{4e19}"), "{page}");
        assert!(page.contains("\u{6307}\u{6807}"), "{page}");
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // What people wrote is never markup.
    assert!(plain.contains("=1+1#letx=2*bold*"), "{plain}");
    assert!(
        plain.contains("2026\u{5e74}11\u{6708}22\u{65e5}"),
        "{plain}"
    );
}

#[test]
fn the_same_paper_has_the_same_bytes_and_properties_without_names() {
    let press = press(true);
    let first = press.print(&paper(vec![long_table()])).unwrap().pdf;
    assert_eq!(first, press.print(&paper(vec![long_table()])).unwrap().pdf);
    let info = tool("pdfinfo", &["@"], &first);
    assert!(
        info.contains("Page size:       595.276 x 841.89 pts (A4)"),
        "{info}"
    );
    assert!(!info.contains("Author"), "{info}");
    let meta = tool("pdfinfo", &["-meta", "@"], &first);
    assert!(meta.contains("<pdfaid:part>2</pdfaid:part>"), "{meta}");
    assert!(
        meta.contains("<pdfaid:conformance>B</pdfaid:conformance>"),
        "{meta}"
    );
    let fonts = tool("pdffonts", &["@"], &first);
    for line in fonts.lines().skip(2) {
        assert!(
            line.contains("yes yes yes"),
            "embedded, subset, searchable: {line}"
        );
    }
}

#[test]
fn a_character_that_no_face_has_stands_as_its_code_and_is_named() {
    let text = Block::Text {
        text: "\u{5f20}\u{2a6d6}\u{4e09}".to_owned(),
    };
    let printed = press(false).print(&paper(vec![text.clone()])).unwrap();
    assert_eq!(printed.missing.into_iter().collect::<String>(), "\u{2a6d6}");
    let found = tool("pdftotext", &["@", "-"], &printed.pdf);
    assert!(
        found.contains("\u{5f20}\u{3014}U+2A6D6\u{3015}\u{4e09}"),
        "{found}"
    );
    let with_rare = press(true).print(&paper(vec![text])).unwrap();
    assert!(with_rare.missing.is_empty());
    let found = tool("pdftotext", &["@", "-"], &with_rare.pdf);
    assert!(found.contains("\u{5f20}\u{2a6d6}\u{4e09}"), "{found}");
}
