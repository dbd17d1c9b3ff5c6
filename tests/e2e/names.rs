//! Long names and rare characters: whatever people and enterprises are called, the files the
//! program writes have short, plain names that every disk takes.

use std::path::{Path, PathBuf};

use hengping_app::TicketKind;
use hengping_tests::{Applicant, Moment, Person, Plan, Round, disk, evidence, person, today};

/// The shortest limit in use: bytes of one name on disks that some sticks and portals bring.
const MOST_BYTES: usize = 80;
/// Names Windows keeps for devices, whatever ending they have.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

fn long(text: &str, length: usize) -> String {
    text.chars().cycle().take(length).collect()
}

fn plain(path: &Path) {
    let name = path.file_name().unwrap().to_str().expect("a readable name");
    assert!(name.len() <= MOST_BYTES, "{} bytes: {name}", name.len());
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    assert!(name.chars().all(allowed), "{name}");
    assert!(!name.ends_with('.') && !name.starts_with('-'), "{name}");
    let stem = name.split('.').next().unwrap_or_default();
    assert!(
        !DEVICES.contains(&stem.to_ascii_lowercase().as_str()),
        "{name}"
    );
}

fn plan() -> Plan {
    let file = evidence::pdf(&["one page"]);
    let named = |id: &str, name: String, file_name: String| {
        Applicant::new(id, &name).with_files(vec![(format!("{file_name}.pdf"), file.clone())])
    };
    // A file name of 255 bytes is the most a disk takes here.
    Plan {
        authority: long("某省商务厅评审办公室", 40),
        applicants: vec![
            named(
                "a01",
                long("浙江省某某电子商务股份有限公司", 40),
                long("佐证", 80),
            ),
            named("a02", long("𠀀𠮷𪚥", 40), long("𠀀𪚥", 60)),
            named("con", long("con", 40), "con".to_owned()),
        ],
        ..Plan::default()
    }
}

#[test]
fn every_file_that_is_written_has_a_short_plain_name() {
    let plan = plan();
    let round = Round::of(&plan);
    let exported = round.review(0, 6, &long("意见𠀀", 400));
    let mut expert = round.experts[0].open(&round.moment);
    let stick = round.path("stick");
    expert.back_up(&stick, &round.moment.context()).unwrap();
    let mut written: Vec<PathBuf> = disk::files_under(&round.path("out"));
    written.extend(disk::files_under(&stick));
    written.extend(disk::files_under(&round.path("shares")));
    written.push(exported.file);
    assert!(written.len() > 8, "{written:?}");
    written.iter().for_each(|path| plain(path));
    let mut names: Vec<String> = written
        .iter()
        .map(|path| path.to_string_lossy().to_lowercase())
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), written.len(), "names that differ in case only");
}

#[test]
fn long_names_of_enterprises_and_files_arrive_whole() {
    let plan = plan();
    let round = Round::of(&plan);
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let list = expert.list().unwrap();
    let store = drop_and_read(expert, &round);
    for applicant in &plan.applicants {
        let entry = list
            .iter()
            .find(|entry| entry.application.to_string() == applicant.id)
            .unwrap();
        assert_eq!(entry.enterprise, applicant.name);
        assert!(store.contains(&applicant.files[0].0), "{}", applicant.id);
    }
}

/// Names of all evidence files in the store.
fn drop_and_read(expert: hengping_app::expert::Expert, round: &Round) -> Vec<String> {
    drop(expert);
    let store = round.experts[0].store(&round.moment);
    let applications = store
        .read()
        .applications()
        .of_round(&"r2026".parse().unwrap())
        .unwrap();
    let bodies = applications.into_iter().filter_map(|row| row.body);
    bodies
        .flat_map(|body| body.evidence)
        .map(|item| item.file_name)
        .collect()
}

/// Names at the bound of a card enrol; one character more, or a control character, is refused.
#[test]
fn names_on_cards_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let moment: Moment = today();
    let enrol = |number: usize, name: &str| {
        let home = folder.path().join(number.to_string());
        let settings = hengping_tests::settings();
        let about = (name, "某大学");
        hengping_app::expert::enrol(
            &home,
            hengping_tests::PASSPHRASE,
            about,
            TicketKind::Expert,
            &settings,
            &moment.context(),
        )
        .map(|(_, enrolment)| enrolment.name)
    };
    let most = long("𠀀欧阳", 200);
    assert_eq!(enrol(1, &most).unwrap(), most);
    let too_long = format!("{most}某");
    for (number, name) in [(2, too_long.as_str()), (3, "甲\u{1b}[2J"), (4, " ")] {
        assert!(enrol(number, name).is_err(), "{name:?}");
    }
    let person: Person = Person::enrol(
        folder.path(),
        &long("欧阳", 40),
        TicketKind::Expert,
        &moment,
    );
    assert_eq!(person.name.chars().count(), 40);
}
