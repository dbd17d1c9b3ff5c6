//! Papers of a whole round: the chair's workbook and summary, an expert's own sheets.

use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use hengping_app::Language;
use hengping_app::error::Refused;
use hengping_app::messages::Catalogue;
use hengping_app::panel::Minority;

use crate::support::{Round, id, is_refused};

/// What Poppler reads in a PDF, without blanks.
pub(crate) fn text_of(file: &Path) -> String {
    let output = Command::new("pdftotext").arg(file).arg("-").output();
    let output = output.expect("Poppler");
    assert!(output.status.success());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn properties_of(file: &Path) -> String {
    let output = Command::new("pdfinfo").arg(file).output().expect("Poppler");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_workbook_says_what_the_results_say_and_names_no_expert() {
    let say = Catalogue::new(Language::Zh);
    let mut round = Round::reviewed();
    let folder = round.place.at("reports");
    let early = round.panel.report(&folder, &say, &round.ctx());
    assert!(is_refused(early, &Refused::NotOpened));
    assert!(!folder.exists(), "nothing is written before the opening");
    round.open();
    let reported = round.panel.report(&folder, &say, &round.ctx()).unwrap();
    let bytes = std::fs::read(&reported.workbook).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let results = round.panel.results(&round.ctx()).unwrap();
    let ranking = book
        .worksheet_range(&say.say("sheet-ranking", &[]))
        .unwrap();
    for (at, line) in results.applications.iter().enumerate() {
        let row = u32::try_from(at + 1).unwrap();
        let composite: f64 = line.composite.as_ref().unwrap().parse().unwrap();
        assert_eq!(ranking.get_value((row, 7)), Some(&Data::Float(composite)));
    }
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).unwrap();
        for (_, _, cell) in sheet.used_cells() {
            let text = cell.to_string();
            assert!(!text.contains("unit of"), "{name}: {text}");
        }
    }
    let again = round.panel.report(&folder, &say, &round.ctx()).unwrap();
    assert_eq!(
        reported.digest.digest, again.digest.digest,
        "the same bytes"
    );
}

#[test]
fn an_expert_prints_what_is_sealed_and_nothing_else() {
    let say = Catalogue::new(Language::Zh);
    let mut round = Round::packed();
    let folder = round.place.at("paper");
    let open = round.experts[0].print(&[id("a1")], &folder, &say);
    let refused = Refused::NotSealed {
        application: "a1".to_owned(),
    };
    assert!(is_refused(open, &refused));
    round.seal(0, "a1", (800, 700));
    let printed = round.experts[0].print(&[], &folder, &say).unwrap();
    assert_eq!(printed.len(), 1, "what is not sealed is not printed");
    assert!(printed[0].missing.is_empty());
    let text = text_of(&printed[0].file);
    for word in ["paper-scores", "paper-opinion", "paper-expert"] {
        assert!(text.contains(&say.say(word, &[])), "{text}");
    }
    assert!(!text.contains("unitof"), "{text}");
    assert!(!properties_of(&printed[0].file).contains("Author"));
    let again = round.experts[0].print(&[id("a1")], &folder, &say).unwrap();
    assert_eq!(
        printed[0].pages, again[0].pages,
        "the same bytes are no fault"
    );
}

#[test]
fn the_summary_carries_ranking_opinion_and_minority_and_no_name_of_an_expert() {
    let say = Catalogue::new(Language::Zh);
    let mut round = Round::reviewed();
    round.open();
    let minority = Minority {
        text: "a2 should wait".to_owned(),
        by: "Deng".to_owned(),
    };
    let ctx = round.place.ctx();
    let decided = round.panel.decide_with("a1 is proposed", &[minority], &ctx);
    decided.unwrap();
    let folder = round.place.at("reports");
    let reported = round.panel.report(&folder, &say, &round.ctx()).unwrap();
    let text = text_of(&reported.papers[0].file);
    let results = round.panel.results(&round.ctx()).unwrap();
    for line in &results.applications {
        assert!(text.contains(line.composite.as_ref().unwrap()), "{text}");
    }
    for said in ["a1isproposed", "Deng", "a2shouldwait"] {
        assert!(text.contains(said), "{text}");
    }
    let sign_in = text_of(&reported.papers[1].file);
    for text in [&text, &sign_in] {
        assert!(!text.contains("unitof"), "{text}");
    }
    assert!(sign_in.contains(round.ticket("e1").as_str()), "{sign_in}");
}
