//! Charts, codes and bookmarks: what Poppler finds of them.

use hengping_report::paper::{Axis, Block, Chart, ChartRow, Heat, HeatCell, HeatRow, Paper};

use crate::pages::{paper, press, tool};

fn chart(axis: Axis) -> Block {
    let row = |at: u16| {
        let value = f64::from(60 + at);
        ChartRow {
            label: format!(
                "a{at} \u{67d0}\u{7535}\u{5b50}\u{5546}\u{52a1}\u{80a1}\u{4efd}\u{6709}\u{9650}\u{516c}\u{53f8}"
            ),
            value: format!("{value:.2}"),
            at: Some(axis.at(value)),
            span: Some((axis.at(value - 3.0), axis.at(value + 4.0))),
            middle: (at.is_multiple_of(2)).then(|| (axis.at(value - 1.0), axis.at(value + 2.0))),
            dots: vec![axis.at(value - 2.0), axis.at(value + 3.0)],
            strong: at < 5,
            cut: at == 4,
        }
    };
    Block::Chart(Chart {
        caption: "\u{6392}\u{540d}".to_owned(),
        legend: "\u{56fe}\u{4f8b}".to_owned(),
        ticks: axis.ticks(),
        line: Some(axis.at(70.0)),
        rows: (0..30).map(row).collect(),
    })
}

fn heat() -> Block {
    let cell = |at: u16| HeatCell {
        text: format!("{:.1}", f64::from(at) / 100.0),
        shade: (at != 300).then_some(at),
    };
    Block::Heat(Heat {
        caption: "\u{77e9}\u{9635}".to_owned(),
        legend: String::new(),
        columns: (0..6).map(|at| format!("C{at}")).collect(),
        rows: (0..5)
            .map(|row| HeatRow {
                label: format!("a{row}"),
                cells: (0..6).map(|at| cell(at * 200 - at * 10 * row)).collect(),
            })
            .collect(),
    })
}

pub(crate) fn pictures() -> Paper {
    let code = Block::Code {
        label: "\u{6307}\u{7eb9}".to_owned(),
        rows: (0..21)
            .map(|row| {
                (0..21)
                    .map(|at| if (row * at) % 3 == 0 { '1' } else { '0' })
                    .collect()
            })
            .collect(),
    };
    let heading = Block::Heading {
        text: "\u{56fe}".to_owned(),
    };
    let part = Block::Part {
        title: "\u{7b2c}\u{4e8c}\u{4efd}".to_owned(),
    };
    let lines = Block::Lines {
        label: "\u{610f}\u{89c1}".to_owned(),
        count: 4,
    };
    let axis = Axis::over([55.0, 97.0]);
    paper(vec![
        heading.clone(),
        chart(axis),
        heat(),
        part,
        heading,
        lines,
        code,
    ])
}

#[test]
fn charts_and_fields_keep_their_numbers_as_text() {
    let printed = press(true).print(&pictures()).unwrap();
    let text = tool("pdftotext", &["-layout", "@", "-"], &printed.pdf);
    for found in [
        "60.00",
        "89.00",
        "\u{77e9}\u{9635}",
        "10.0",
        "\u{56fe}\u{4f8b}",
    ] {
        assert!(text.contains(found), "{found}\n{text}");
    }
}

#[test]
fn the_paper_its_parts_and_their_headings_are_bookmarks() {
    let printed = press(true).print(&pictures()).unwrap();
    let outline = tool("pdftohtml", &["-xml", "-stdout", "-i", "@"], &printed.pdf);
    let items: Vec<&str> = outline
        .lines()
        .filter(|line| line.contains("<item"))
        .collect();
    for wanted in [
        "\u{4e13}\u{5bb6}\u{8bc4}\u{5206}\u{8868}",
        "\u{4e00}\u{3001} \u{56fe}",
        "\u{7b2c}\u{4e8c}\u{4efd}",
    ] {
        assert!(
            items.iter().any(|item| item.contains(wanted)),
            "{wanted}: {items:?}"
        );
    }
    let numbered = items
        .iter()
        .filter(|item| item.contains("\u{4e00}\u{3001}"));
    assert_eq!(
        numbered.count(),
        2,
        "each part numbers its headings anew: {items:?}"
    );
}
