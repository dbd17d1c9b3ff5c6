//! Feedback to units: what stands in the files, and what does not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use hengping_app::Language;
use hengping_app::expert::OpinionRequest;
use hengping_app::messages::Catalogue;

use crate::support::{Round, id};

/// What an expert says of an application, for the province and for the panel.
fn say(round: &mut Round, expert: usize, application: &str, (province, panel): (&str, &str)) {
    let texts = [("p", province), ("o", panel)];
    let texts = texts.iter().filter(|(_, text)| !text.is_empty());
    let fields: BTreeMap<_, _> = texts
        .map(|(field, text)| (id(field), (*text).to_owned()))
        .collect();
    let opinion = OpinionRequest {
        fields,
        recommendation: None,
    };
    let ctx = round.place.ctx();
    let expert = &mut round.experts[expert];
    expert
        .write_opinion(&id(application), &opinion, &ctx)
        .unwrap();
}

/// A reviewed and opened round of two provinces.
fn reviewed() -> Round {
    let mut round = Round::packed_in_two_provinces();
    say(
        &mut round,
        0,
        "a1",
        ("own merits stand out", "for the panel alone"),
    );
    say(&mut round, 1, "a1", ("own merits stand out", ""));
    say(
        &mut round,
        2,
        "a1",
        ("better than \u{5f7c}\u{5cb8}\u{516c}\u{53f8}", ""),
    );
    say(
        &mut round,
        0,
        "a2",
        ("needs more exports", "kept by the panel"),
    );
    let out = [
        ((800, 700), (500, 400)),
        ((750, 700), (550, 450)),
        ((700, 650), (500, 500)),
    ];
    let bundles: Vec<PathBuf> = (0..3)
        .map(|expert| {
            let (a1, a2) = out[expert];
            round.review(expert, a1, a2)
        })
        .collect();
    let ctx = round.place.ctx();
    round.panel.arrive(&bundles, &ctx).unwrap();
    round.open();
    round
}

/// Every text in a file: pages, properties and metadata of a PDF, every part of a DOCX, and the bytes.
fn everything(file: &Path) -> String {
    let run = |program: &str, words: &[&str]| {
        let output = Command::new(program).args(words).output().unwrap();
        assert!(output.status.success(), "{program}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let name = file.to_str().unwrap();
    let raw = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
    let parts = if name.ends_with(".pdf") {
        let outline = run("pdftohtml", &["-xml", "-stdout", "-i", name]);
        let text = run("pdftotext", &[name, "-"]);
        let (info, meta) = (run("pdfinfo", &[name]), run("pdfinfo", &["-meta", name]));
        [outline, text, info, meta].concat()
    } else {
        run("unzip", &["-p", name])
    };
    let all = [raw, parts].concat();
    all.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_province_reads_of_its_own_enterprises_and_of_nothing_else() {
    let round = reviewed();
    let folder = round.place.at("feedback");
    let catalogue = Catalogue::new(Language::Zh);
    let written = round
        .panel
        .feedback(&folder, &catalogue, &round.ctx())
        .unwrap();
    assert_eq!(written.papers.len(), 2);
    let results = round.panel.results(&round.ctx()).unwrap();
    let composite = |application: &str| {
        let mut lines = results.applications.iter();
        let line = lines
            .find(|line| line.application.as_str() == application)
            .unwrap();
        line.composite.clone().unwrap()
    };
    // Names, codes, persons, composite, and what was said, by unit.
    let of_own = |unit: &str| match unit {
        "ZJ" => [
            "\u{4f01}\u{4e1a}a1",
            "\u{67d0}\u{7701}",
            "ownmeritsstandout",
        ],
        _ => [
            "\u{5f7c}\u{5cb8}\u{516c}\u{53f8}",
            "\u{5f7c}\u{7701}",
            "needsmoreexports",
        ],
    };
    let (first, second) = (composite("a1"), composite("a2"));
    assert_ne!(first, second);
    for (unit, other, own, foreign) in
        [("ZJ", "GD", &first, &second), ("GD", "ZJ", &second, &first)]
    {
        for file in files(&folder.join(unit)) {
            let text = everything(&file);
            for word in of_own(unit).iter().copied().chain([own.as_str()]) {
                assert!(text.contains(word), "{unit}: {word}");
            }
            let shown = file.display();
            for word in of_own(other).iter().copied().chain([foreign.as_str()]) {
                assert!(!text.contains(word), "{shown}: {word}");
            }
            let persons = [
                "\u{5f7c}\u{65b9}\u{4eba}",
                "91990201MA9002850R",
                "91990101MA9001487F",
            ];
            for word in persons {
                assert!(!text.contains(word), "{shown}: {word}");
            }
            for word in ["forthepanelalone", "keptbythepanel", "unitofe", "chair"] {
                assert!(!text.contains(word), "{shown}: {word}");
            }
            for expert in ["e1", "e2", "e3"] {
                let ticket = round.ticket(expert);
                assert!(
                    !text.contains(ticket.as_str()),
                    "{shown}: ticket of {expert}"
                );
            }
        }
    }
}

#[test]
fn an_opinion_that_names_another_province_is_held_back_and_told() {
    let round = reviewed();
    let folder = round.place.at("feedback");
    let catalogue = Catalogue::new(Language::Zh);
    let written = round
        .panel
        .feedback(&folder, &catalogue, &round.ctx())
        .unwrap();
    let held: Vec<_> = written
        .held_back
        .iter()
        .map(|one| one.ticket.clone())
        .collect();
    assert_eq!(held, [round.ticket("e3").to_string()]);
    let text = everything(&folder.join("ZJ/feedback-ZJ.pdf"));
    assert!(!text.contains("betterthan"), "{text}");
    // The same words of two experts stand once.
    let plain = Command::new("pdftotext")
        .arg(folder.join("ZJ/feedback-ZJ.pdf"))
        .arg("-")
        .output();
    let plain = String::from_utf8_lossy(&plain.unwrap().stdout).into_owned();
    assert_eq!(plain.matches("own merits").count(), 1, "{plain}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "a PDF and a DOCX");
    files
}
