//! The community's age files in every place where a package, a ticket or a bundle holds one: what
//! the suite does not have is refused, what it has does not hold what belongs there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hengping_app::error::Error;
use hengping_app::expert::{Expert, ImportFiles};
use hengping_app::notice::Notice;
use hengping_app::{TicketKind, inspect};
use hengping_format::doc::Entry;
use hengping_format::suite::{ENTRY_BLOCK, Identity, seal_bytes};
use hengping_tests::person::PersonKeys;
use hengping_tests::publisher::{APPLICATION, Packed, Publisher};
use hengping_tests::{Moment, Person, Plan, Round, data, disk, evidence, person, today};

use crate::rule;

/// A file of the collection: the age file, and the first key to it that our suite knows.
struct Sample {
    whole: PathBuf,
    body: Vec<u8>,
    identity: Option<Identity>,
}

fn samples() -> Option<Vec<Sample>> {
    let folder = data::find("age-cctv")?;
    let all: Vec<_> = disk::files_under(&folder).into_iter().map(sample).collect();
    assert!(all.len() > 100, "{}", all.len());
    Some(all)
}

fn sample(whole: PathBuf) -> Sample {
    let bytes = fs::read(&whole).unwrap();
    let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let named = head
        .lines()
        .filter_map(|line| line.strip_prefix("identity: "));
    let identity = named
        .filter_map(|text| Identity::from_secret_text(text).ok())
        .next();
    Sample {
        body: bytes[end + 2..].to_vec(),
        whole,
        identity,
    }
}

/// A desk at which packages of the test's own authority arrive.
struct Desk {
    folder: tempfile::TempDir,
    moment: Moment,
    person: Person,
    keys: PersonKeys,
    publisher: Publisher,
    good: Packed,
}

impl Desk {
    fn new() -> Self {
        let (folder, moment) = (tempfile::tempdir().unwrap(), today());
        let person = Person::enrol(folder.path(), "专家", TicketKind::Expert, &moment);
        let publisher = Publisher::new(&moment);
        let file = evidence::pdf(&["one page"]);
        let good = publisher.pack("good", &[file], u64::MAX, &moment);
        Self {
            folder,
            keys: person.keys(&moment),
            moment,
            person,
            publisher,
            good,
        }
    }

    /// A package that holds these parts, with a ticket that opens them with these keys.
    fn deliver(&self, contents: &[(Entry, Vec<u8>)], keys: (&Identity, &Identity)) -> ImportFiles {
        let (package, digest) = self.publisher.sign(contents, &self.moment);
        let named = ("signed", digest);
        let ticket = self.publisher.ticket(named, keys, &self.keys, &self.moment);
        let files = BTreeMap::from([("package.orp".to_owned(), package)]);
        self.publisher.deliver(self.folder.path(), &files, &ticket)
    }
}

/// Imports; the code of the refusal.
fn refused(expert: &mut Expert, files: &ImportFiles, moment: &Moment) -> String {
    let imported = expert.import(files, &moment.context());
    code(imported.expect_err("imported"))
}

fn code(error: Error) -> String {
    Notice::from(&error).code.to_owned()
}

fn application() -> Entry {
    Entry::Application(person::id(APPLICATION))
}

/// Signed by a publisher, so that only the reading of the age file stands against it.
#[test]
fn no_foreign_age_file_passes_for_a_part_of_a_package() {
    let Some(samples) = samples() else { return };
    let desk = Desk::new();
    let mut expert = desk.person.open(&desk.moment);
    let before = expert.log().unwrap().head;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let sealed = seal_bytes(&desk.good.application.recipient(), ENTRY_BLOCK, b"{}").unwrap();
    for sample in &samples {
        let key = sample.identity.as_ref().unwrap_or(&desk.good.index);
        let contents = [
            (Entry::Inner, sample.body.clone()),
            (application(), sealed.clone()),
        ];
        let files = desk.deliver(&contents, (key, &desk.good.application));
        let context = desk.moment.context();
        // The ciphertext is what the publisher signed; only opening it shows what it is.
        inspect::verify_package(&files.package, &files.root, &context).unwrap();
        let code = refused(&mut expert, &files, &desk.moment);
        *counts.entry(code).or_default() += 1;
        rule(expert.conflicts());
    }
    assert_eq!(expert.log().unwrap().head, before, "something was stored");
    data::report(&format!(
        "{} age files as a part, by code: {counts:?}",
        samples.len()
    ));
    assert!(counts.len() >= 4, "{counts:?}");
}

/// The raw file at every door that takes a file.
#[test]
fn no_foreign_age_file_passes_for_a_file_of_ours() {
    let Some(samples) = samples() else { return };
    let mut round = Round::of(&Plan::default());
    let mut expert = round.experts[0].open(&round.moment);
    let mut panel = round.panel();
    let good = round.import_files(0);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for sample in &samples {
        let body = round.path("body.age");
        fs::write(&body, &sample.body).unwrap();
        for file in [&sample.whole, &body] {
            let mut all = at_the_experts(&mut expert, file, &good, &round.moment);
            all.extend(looked_at(file, &good, &round.moment));
            let out = round.path("receipts");
            let files = std::slice::from_ref(file);
            let received = round
                .office
                .receive(files, &out, &round.moment.context())
                .unwrap();
            assert!(received.receipts.is_empty());
            all.push(received.refused[0].notice.code.to_owned());
            let card = [(TicketKind::Expert, file.clone())];
            let cards = round.office.enrol(&card, &round.moment.context());
            all.push(code(cards.expect_err("enrolled")));
            let arrived = panel.arrive(files, &round.moment.context()).unwrap();
            assert!(arrived.bundles.is_empty(), "{}", file.display());
            all.push(arrived.refused[0].notice.code.to_owned());
            for code in all {
                *counts.entry(code).or_default() += 1;
            }
        }
    }
    data::report(&format!(
        "{} age files as files, by code: {counts:?}",
        samples.len()
    ));
    assert_eq!(counts.values().sum::<usize>(), samples.len() * 2 * 9);
}

fn at_the_experts(
    expert: &mut Expert,
    file: &Path,
    good: &ImportFiles,
    moment: &Moment,
) -> Vec<String> {
    let file = file.to_owned();
    let wrong = [
        ImportFiles {
            package: file.clone(),
            ..good.clone()
        },
        ImportFiles {
            ticket: Some(file.clone()),
            ..good.clone()
        },
        ImportFiles {
            root: file,
            ..good.clone()
        },
    ];
    wrong
        .iter()
        .map(|files| refused(expert, files, moment))
        .collect()
}

fn looked_at(file: &Path, good: &ImportFiles, moment: &Moment) -> Vec<String> {
    let context = moment.context();
    vec![
        code(
            inspect::verify_package(file, &good.root, &context)
                .err()
                .unwrap(),
        ),
        code(inspect::show_ticket(file).err().unwrap()),
        code(inspect::show_bundle(file).err().unwrap()),
    ]
}
