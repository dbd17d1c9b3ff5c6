//! Hostile and long texts as names, comments and opinions: the same bytes at the other end.

use std::fs;

use hengping_app::marks_file;
use hengping_core::id::ApplicationId;
use hengping_tests::{Applicant, Plan, Round, data, evidence, person};
use serde_json::Value;

/// Lines of the list of naughty strings, without its remarks.
fn naughty() -> Option<Vec<String>> {
    let text = fs::read_to_string(data::find("text/blns.txt")?).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    assert!(lines.len() > 400, "{} lines", lines.len());
    Some(lines)
}

fn applicants(names: &[String]) -> Vec<Applicant> {
    let file = ("申请书.pdf".to_owned(), evidence::pdf(&["one page"]));
    let named = |(number, name): (usize, &String)| {
        Applicant::new(&format!("a{number:04}"), name).with_files(vec![file.clone()])
    };
    names.iter().enumerate().map(named).collect()
}

/// A marks file that says each text of the application as comment and as opinion.
fn marks_toml(texts: &[(ApplicationId, String)]) -> String {
    let mut file = String::new();
    for (application, text) in texts {
        let text = toml::Value::String(text.clone()).to_string();
        file.push_str(&format!("[[application]]\nid = \"{application}\"\n"));
        for leaf in hengping_tests::plan::LEAVES {
            file.push_str(&format!(
                "[[application.mark]]\nindicator = \"{leaf}\"\nscore = \"4.5\"\ncomment = {text}\n"
            ));
        }
        file.push_str(&format!(
            "[application.opinion.fields]\ncomments = {text}\n"
        ));
    }
    file
}

/// Names, comments and opinions `texts` from the office's folder to the panel's results.
fn arrive_unchanged(texts: &[String]) {
    let round = Round::of(&Plan {
        applicants: applicants(texts),
        ..Plan::default()
    });
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let listed: Vec<String> = expert
        .list()
        .unwrap()
        .into_iter()
        .map(|entry| entry.enterprise)
        .collect();
    let mut wanted = texts.to_vec();
    let mut sorted = listed.clone();
    wanted.sort();
    sorted.sort();
    assert_eq!(sorted, wanted);
    let ids = (0..texts.len()).map(|number| person::id(&format!("a{number:04}")));
    let pairs: Vec<_> = ids.zip(texts.iter().cloned()).collect();
    let file = marks_file::read(&marks_toml(&pairs)).unwrap();
    let taken = expert.take_marks(&file, &round.moment.context()).unwrap();
    assert!(taken.refused.is_empty(), "{:?}", taken.refused.first());
    let blank = |text: &str| text.trim().is_empty();
    let sealed = expert.seal(&[], &round.moment.context()).unwrap();
    assert_eq!(
        sealed.len(),
        texts.iter().filter(|text| !blank(text)).count()
    );
    let exported = person::deliver(&mut expert, &round.path("bundles"), &round.moment);
    for (_, review) in round.open_bundle(&exported.file).sealed_reviews() {
        let text = &pairs
            .iter()
            .find(|pair| pair.0 == review.application)
            .unwrap()
            .1;
        assert!(review.marks.iter().all(|mark| mark.comment == *text));
        assert_eq!(
            review.opinion.fields.values().collect::<Vec<_>>(),
            vec![text]
        );
    }
    shown_by_the_panel(&round, exported.file, texts);
}

/// Every name in the results, and what is written as JSON reads back as the same texts.
fn shown_by_the_panel(round: &Round, bundle: std::path::PathBuf, texts: &[String]) {
    let mut panel = round.panel();
    panel.arrive(&[bundle], &round.moment.context()).unwrap();
    round.unlock_bundles(&mut panel, &round.moment);
    let results = panel.results(&round.moment.context()).unwrap();
    let json = serde_json::to_string(&results).unwrap();
    let read: Value = serde_json::from_str(&json).unwrap();
    let lines = read["applications"].as_array().unwrap().iter();
    let mut names: Vec<String> = lines
        .map(|line| line["enterprise"].as_str().unwrap().to_owned())
        .collect();
    let mut wanted = texts.to_vec();
    names.sort();
    wanted.sort();
    assert_eq!(names, wanted);
}

#[test]
fn names_of_forty_characters_arrive_unchanged() {
    let long = |text: &str| text.chars().cycle().take(40).collect::<String>();
    let texts = [
        "浙江省某某电子商务股份有限公司",
        "𠀀𠮷喆珺玥堃",
        "Ünïcödé & <b>\"', ",
        "甲\u{200b}乙",
    ];
    arrive_unchanged(&texts.map(long));
}

#[test]
fn naughty_strings_arrive_unchanged() {
    let Some(texts) = naughty() else { return };
    arrive_unchanged(&texts);
}
