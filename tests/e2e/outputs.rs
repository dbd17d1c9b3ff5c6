//! Hostile texts in what is given out as data: every report of every role is JSON that reads back
//! as it was written, with the texts in it as they are. The program writes no CSV.

use std::collections::BTreeSet;
use std::fs;

use hengping_app::scheme_try::try_scheme;
use hengping_app::{inspect, marks_file};
use hengping_tests::{Applicant, Plan, Round, data, disk, evidence, person, plan};
use serde::Serialize;
use serde_json::Value;

/// Texts of the list of naughty strings, with what spreadsheets and terminals obey.
fn texts() -> Option<Vec<String>> {
    let list = fs::read_to_string(data::find("text/blns.txt")?).unwrap();
    let lines = list
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    // Every eighth of the list: the whole of it goes another way, from names to results.
    let mut texts: Vec<String> = lines.step_by(8).map(str::to_owned).collect();
    texts.extend(
        [
            "=HYPERLINK(\"x\")",
            "+1",
            "-1",
            "@SUM(A1)",
            "甲\u{1b}[2K\u{9b}8m",
            "\u{202e}倒\u{2028}",
            "\"},\"rank\":1,{\"",
        ]
        .map(str::to_owned),
    );
    Some(texts)
}

/// All texts in a value, members' names included.
fn collect(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(into.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
        Value::Object(members) => members.iter().for_each(|(name, item)| {
            into.insert(name.clone());
            collect(item, into);
        }),
        _ => {}
    }
}

/// What was given out, by the name of the command.
#[derive(Default)]
struct Given {
    reports: Vec<(&'static str, BTreeSet<String>)>,
}

impl Given {
    /// Writes the report, reads it, compares; keeps its texts.
    fn out(&mut self, name: &'static str, report: &impl Serialize) {
        let value = serde_json::to_value(report).unwrap();
        for text in [
            serde_json::to_string(report).unwrap(),
            serde_json::to_string_pretty(&value).unwrap(),
        ] {
            let read: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(read, value, "{name} reads back otherwise");
        }
        let mut texts = BTreeSet::new();
        collect(&value, &mut texts);
        self.reports.push((name, texts));
    }

    /// The report holds every one of these texts as it is.
    fn holds(&self, name: &str, texts: &[String]) {
        let found = self.reports.iter().find(|report| report.0 == name);
        let (_, held) = found.unwrap();
        for text in texts {
            assert!(held.contains(text), "{name} lacks {text:?}");
        }
    }
}

fn plan_of(texts: &[String]) -> Plan {
    let file = ("申请书.pdf".to_owned(), evidence::pdf(&["one page"]));
    let applicant = |(number, name): (usize, &String)| {
        Applicant::new(&format!("a{number:04}"), name).with_files(vec![file.clone()])
    };
    Plan {
        applicants: texts.iter().enumerate().map(applicant).collect(),
        ..Plan::default()
    }
}

fn marks(texts: &[String]) -> String {
    let mut file = String::new();
    for (number, text) in texts.iter().enumerate() {
        let text = toml::Value::String(text.clone());
        file.push_str(&format!("[[application]]\nid = \"a{number:04}\"\n"));
        for leaf in plan::LEAVES {
            file.push_str(&format!(
                "[[application.mark]]\nindicator = \"{leaf}\"\nscore = \"4.5\"\ncomment = {text}\n"
            ));
        }
        let field = plan::OPINION;
        file.push_str(&format!("[application.opinion.fields]\n{field} = {text}\n"));
    }
    file
}

#[test]
fn every_report_is_data_that_reads_back() {
    let Some(texts) = texts() else { return };
    let mut round = Round::of(&plan_of(&texts));
    let mut given = Given::default();
    let context = round.moment.context();
    given.out("office round", &round.made);
    given.out("office check", &round.office.check(&context).unwrap());
    given.out("office status", &round.office.status(&context).unwrap());
    given.out("office log", &round.office.log().unwrap());
    let files = round.import_files(0);
    let mut expert = round.experts[0].open(&round.moment);
    given.out("import", &expert.import(&files, &context).unwrap());
    given.out("pledge", &expert.pledge(&context).unwrap());
    let read = marks_file::read(&marks(&texts)).unwrap();
    given.out("mark", &expert.take_marks(&read, &context).unwrap());
    given.out("conflicts", &expert.conflicts().unwrap());
    given.out("list", &expert.list().unwrap());
    given.out("check", &expert.check().unwrap());
    let sheet = expert.fact_sheet(&person::id("a0000"));
    given.out("fact sheet", &sheet.unwrap());
    given.out("seal", &expert.seal(&[], &context).unwrap());
    given.out("status", &expert.status(&context).unwrap());
    given.out("log", &expert.log().unwrap());
    let exported = person::deliver(&mut expert, &round.path("bundles"), &round.moment);
    given.out("export", &exported);
    let bundle = exported.file;
    given.out("bundle show", &inspect::show_bundle(&bundle).unwrap());
    let shown = inspect::show_package(&files.package, &files.root, &context);
    given.out("package show", &shown.unwrap());
    at_the_panel(&mut given, &mut round, bundle, &texts);
    for name in ["conflicts", "list", "panel results"] {
        given.holds(name, &texts);
    }
}

fn at_the_panel(
    given: &mut Given,
    round: &mut Round,
    bundle: std::path::PathBuf,
    texts: &[String],
) {
    let context = round.moment.context();
    let out = round.path("receipts");
    let received = round
        .office
        .receive(std::slice::from_ref(&bundle), &out, &context);
    given.out("receipt", &received.unwrap());
    let mut panel = round.panel();
    given.out("arrive", &panel.arrive(&[bundle], &context).unwrap());
    given.out("open", &round.unlock_bundles(&mut panel, &round.moment));
    given.out("panel status", &panel.status(&context).unwrap());
    given.out("panel results", &panel.results(&context).unwrap());
    given.out("divergences", &panel.divergences(&context).unwrap());
    given.out("facts", &panel.facts(&context).unwrap());
    given.out(
        "explain",
        &panel.explain(&person::id("a0000"), &context).unwrap(),
    );
    given.out("panel log", &panel.log().unwrap());
    let archive = round.path("archive");
    given.out("archive", &panel.archive(&archive, &context).unwrap());
    let mut held = BTreeSet::new();
    for path in disk::files_under(&archive) {
        if path.extension().is_some_and(|ending| ending == "json") {
            let value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            collect(&value, &mut held);
        }
    }
    for text in texts {
        assert!(held.contains(text), "the archive lacks {text:?}");
    }
}

/// A table somebody else made: ids and names of experts are whatever stands there.
#[test]
fn a_table_of_hostile_ids_comes_out_as_it_went_in() {
    let Some(texts) = texts() else { return };
    let mut table = String::from("application,expert,indicator,value\n");
    let quoted = |text: &str| format!("\"{}\"", text.trim().replace('"', "\"\""));
    for text in &texts {
        for leaf in plan::LEAVES {
            for expert in ["=1+1", "e2", "e3"] {
                table.push_str(&format!("{},{expert},{leaf},4.5\n", quoted(text)));
            }
        }
    }
    let scheme = Plan::default().scheme();
    let report = try_scheme(&scheme, table.as_bytes(), None);
    let mut given = Given::default();
    match report {
        Ok(report) => {
            given.out("scheme try", &report);
            let wanted: Vec<String> = texts.iter().map(|text| text.trim().to_owned()).collect();
            given.holds("scheme try", &wanted);
        }
        Err(error) => panic!("{error:?}"),
    }
}
