//! Documents of an office suite: what lies in the container.

use std::process::Command;

use hengping_report::docx::{Words, write};
use hengping_report::paper::{Block, Paper};

use crate::pages::{long_table, paper};

fn written(blocks: Vec<Block>) -> Vec<u8> {
    write(
        &paper(blocks),
        Words {
            chart: "see the print",
        },
    )
    .unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.docx");
    std::fs::write(&file, bytes).unwrap();
    let output = Command::new("unzip")
        .arg("-p")
        .arg(&file)
        .arg(name)
        .output();
    let output = output.expect("unzip");
    assert!(output.status.success(), "{name}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_document_says_what_the_paper_says_and_no_text_is_markup() {
    let text = Block::Text {
        text: "<w:p> & \u{20000}\u{5409}".to_owned(),
    };
    let heading = Block::Heading {
        text: "\u{8bc4}\u{5206}".to_owned(),
    };
    let signed = Block::Signatures {
        who: vec!["\u{7b7e}\u{5b57}".to_owned()],
        day: "\u{65e5}\u{671f}".to_owned(),
    };
    let boxes = Block::Boxes {
        label: "\u{6307}\u{7eb9}".to_owned(),
        characters: vec!["\u{7532}".to_owned()],
    };
    let bytes = written(vec![heading, text, long_table(), signed, boxes]);
    let document = part(&bytes, "word/document.xml");
    for wanted in [
        "\u{4e00}\u{3001}\u{8bc4}\u{5206}",
        "&lt;w:p&gt; &amp; \u{20000}\u{5409}",
        "=1+1 #let x = 2",
        "\u{7532}",
        "2026\u{5e74}11\u{6708}22\u{65e5}",
        "<w:tblHeader />",
    ] {
        assert!(document.contains(wanted), "{wanted}");
    }
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>\u{4e13}\u{5bb6}\u{8bc4}\u{5206}\u{8868}</dc:title>"));
    assert!(
        core.contains("2026-11-22T00:00:00Z") && !core.contains("unknown"),
        "{core}"
    );
}

#[test]
fn the_same_paper_is_the_same_document() {
    let first = written(vec![long_table()]);
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(first, written(vec![long_table()]));
}

/// Shades were once reckoned in sixteen bits, and any but the lightest ended the program.
#[test]
fn fields_of_every_shade_can_be_written() {
    let words = Words {
        chart: "see the print",
    };
    let bytes = write(&crate::pictures::pictures(), words).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("see the print"));
    for fill in ["FFFFFF", "919191"] {
        assert!(document.contains(&format!("w:fill=\"{fill}\"")), "{fill}");
    }
}

#[test]
fn a_paper_on_its_side_is_a_page_on_its_side() {
    let wide = Paper {
        wide: true,
        ..paper(vec![long_table()])
    };
    let bytes = write(&wide, Words { chart: "" }).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("w:orient=\"landscape\""), "{document}");
}
