//! The acts that are killed, where they happen, and what must hold afterwards.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hengping_app::Unlock;
use hengping_app::error::Error;
use hengping_app::expert::{self, Expert, ImportFiles};
use hengping_app::panel::{self, Panel};
use hengping_core::id::Digest;
use hengping_core::mark::Judgement;
use hengping_store::later::LaterWork;
use hengping_store::panel::PanelStore;
use hengping_store::table::applications::ApplicationRef;
use hengping_store::work::WorkStore;
use hengping_store::{Access, OpenError, Store, evidence};
use hengping_tests::{
    Applicant, Moment, PASSPHRASE, Plan, Round, disk, evidence as files, patiently, person, plan,
    settings, today,
};

use crate::child::Told;

/// A packed round, an expert who works on it through all kills, and room for the others.
pub(crate) struct Stage {
    round: Round,
    bundles: Vec<PathBuf>,
    tally: RefCell<BTreeMap<&'static str, u64>>,
}

/// A copy of the second expert's store before anything was imported.
const ENROLLED: &str = "enrolled";

/// Within what time after it is ready an act is killed: a little longer than it takes.
pub(crate) fn span_micros(act: &str) -> u64 {
    match act {
        "work" => 400_000,
        "import" => 200_000,
        "merge" => 250_000,
        _ => 120_000,
    }
}

impl Stage {
    pub(crate) fn new() -> Self {
        let large = |id: &str, name: &str| {
            let file = |number: usize| {
                let text = format!("{id} file {number}");
                (format!("{number}.pdf"), files::large_pdf(&text, 300_000))
            };
            Applicant::new(id, name).with_files((1..=4).map(file).collect())
        };
        let applicants = vec![large("a01", "甲公司"), large("a02", "乙公司")];
        let round = Round::of(&Plan {
            applicants,
            ..Plan::default()
        });
        let mut worker = round.experts[0].open(&round.moment);
        person::begin(&mut worker, &round.import_files(0), &round.moment);
        drop(worker);
        disk::copy_folder(&round.experts[1].home, &round.path(ENROLLED));
        let bundles = vec![
            round.review(1, 7, "二号").file,
            round.review(2, 5, "三号").file,
        ];
        drop(round.panel());
        Self {
            round,
            bundles,
            tally: RefCell::default(),
        }
    }

    /// The child that does `act` once more.
    pub(crate) fn command(&self, act: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hengping-tests-actor"));
        command.arg(act).arg(self.home(act));
        match act {
            "work" => {
                command
                    .arg(self.round.path("exports"))
                    .arg(self.round.path("stick"));
            }
            "import" => {
                let fresh = self.home(act);
                let _ = fs::remove_dir_all(&fresh);
                disk::copy_folder(&self.round.path(ENROLLED), &fresh);
                let files = self.round.import_files(1);
                command.args([files.package, files.ticket.expect("a ticket"), files.root]);
            }
            "upgrade" => {
                let fresh = self.home(act);
                let _ = fs::remove_dir_all(&fresh);
                disk::copy_folder(&self.home("work"), &fresh);
            }
            "merge" => {
                let (fresh, archive) = (self.home(act), self.round.path("archive"));
                let _ = fs::remove_dir_all(&fresh);
                let _ = fs::remove_dir_all(&archive);
                disk::copy_folder(&self.round.holders[0].home, &fresh);
                command.args([self.round.share(0), self.round.share(1)]);
                command.args([&self.round.holders[1].home, &archive]);
                command.args(&self.bundles);
            }
            _ => {
                let _ = fs::remove_dir_all(self.home(act));
            }
        }
        command
    }

    fn home(&self, act: &str) -> PathBuf {
        match act {
            "work" => self.round.experts[0].home.clone(),
            _ => self.round.path(act),
        }
    }

    fn count(&self, what: &'static str) {
        *self.tally.borrow_mut().entry(what).or_default() += 1;
    }

    /// How often what was acknowledged when the kill came.
    pub(crate) fn tally(&self) -> String {
        let tally = self.tally.borrow();
        let parts: Vec<String> = tally
            .iter()
            .map(|(what, count)| format!("{what} {count}"))
            .collect();
        parts.join(", ")
    }
}

/// Compares what a killed child had said with what is there, and goes on where it stopped.
pub(crate) fn check(stage: &Stage, act: &str, told: &Told) {
    match act {
        "enrol" => check_enrol(stage, told),
        "import" => check_import(stage, told),
        "upgrade" => check_upgrade(stage, told),
        "merge" => check_merge(stage, told),
        _ => check_work(stage, told),
    }
}

/// A moment after everything the child did.
fn afterwards() -> Moment {
    today().later(20 * 365 * 24 * 3600)
}

fn open(home: &Path) -> WorkStore {
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let moment = afterwards();
    let open = || Ok(WorkStore::open(home, unlock, moment.now, &settings())?);
    let store = patiently(open).expect("a clean start");
    assert_eq!(store.access(), Access::Full);
    store.read().log().verify().expect("a whole log");
    store
}

fn check_enrol(stage: &Stage, told: &Told) {
    let home = stage.home("enrol");
    let moment = afterwards();
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let again = || Expert::open(&home, unlock, &settings(), &moment.context());
    let opened = patiently(again).map(drop);
    match (told.last("enrolled"), opened) {
        (Some(card), Ok(())) => {
            stage.count("enrolled");
            let identity = open(&home)
                .read()
                .identity()
                .get()
                .unwrap()
                .expect("an identity");
            let card_there = hengping_format::doc::verify_card(&identity.card).unwrap();
            assert_eq!(card_there.digest(), card.parse().unwrap());
        }
        (Some(_), Err(error)) => panic!("an acknowledged identity is lost: {error:?}"),
        (None, Ok(())) => stage.count("enrolled unsaid"),
        (None, Err(_)) => {
            stage.count("not enrolled");
            enrol_again(&home, &moment);
        }
    }
}

/// What is left of an enrolment that was killed must not stand in the way of the next.
fn enrol_again(home: &Path, moment: &Moment) {
    let made = expert::enrol(
        home,
        PASSPHRASE,
        ("专家", "大学"),
        hengping_app::TicketKind::Expert,
        &settings(),
        &moment.context(),
    );
    let store_without_identity = matches!(
        made,
        Err(hengping_app::error::Error::Open(OpenError::AlreadyExists))
    );
    assert!(
        !store_without_identity,
        "a store without an identity stands in the way"
    );
    made.expect("an identity");
}

fn check_import(stage: &Stage, told: &Told) {
    let home = stage.home("import");
    let moment = today();
    if told.last("imported").is_some() {
        stage.count("imported");
        whole_evidence(&home, 1);
    } else {
        stage.count("import broken off");
        whole_evidence(&home, 0);
    }
    let mut expert = person::open(&home, &moment);
    let ImportFiles {
        package,
        ticket,
        root,
    } = stage.round.import_files(1);
    let files = ImportFiles {
        package,
        ticket,
        root,
    };
    let imported = expert
        .import(&files, &moment.context())
        .expect("an import that goes on");
    assert_eq!(imported.applications.len(), 2);
    drop(expert);
    whole_evidence(&home, 1);
}

/// Every package the store calls its own has its evidence whole; there are at least `least`.
fn whole_evidence(home: &Path, least: usize) {
    let store = open(home);
    let packages = store.read().packages().all().unwrap().len();
    assert!(packages >= least, "an acknowledged import is lost");
    let folder = store.evidence_folder();
    let files = if folder.is_dir() {
        disk::files_under(&folder)
    } else {
        Vec::new()
    };
    let whole = files.iter().filter(|file| is_whole(&folder, file)).count();
    assert!(
        whole >= packages,
        "{whole} whole stores of evidence for {packages} packages"
    );
}

/// Whether a file is a finished store of evidence; every object in one has its digest.
fn is_whole(folder: &Path, file: &Path) -> bool {
    let name = file
        .file_stem()
        .and_then(|name| name.to_str()?.parse().ok());
    let opened = name.and_then(|name| evidence::EvidenceStore::open(folder, &name).ok());
    let Some(evidence) = opened else { return false };
    let objects = evidence.objects().unwrap();
    for object in &objects {
        let mut bytes = Vec::new();
        let mut reader = evidence.read(&object.id).unwrap();
        std::io::Read::read_to_end(&mut reader, &mut bytes).unwrap();
        assert_eq!(Digest::of(&bytes), object.digest);
    }
    !objects.is_empty()
}

/// Either the upgrade happened or it did not: the store opens and nothing of it is missing.
fn check_upgrade(stage: &Stage, told: &Told) {
    let (home, moment) = (stage.home("upgrade"), afterwards());
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let before = open(&stage.home("work"));
    let log = before.read().log().head().unwrap();
    drop(before);
    let as_before = || Ok(WorkStore::open(&home, unlock, moment.now, &settings())?);
    match patiently(as_before) {
        // The program of before finds its own form, whole.
        Ok(store) => {
            assert!(
                told.last("upgraded").is_none(),
                "an acknowledged upgrade is lost"
            );
            assert_eq!(store.read().log().head().unwrap(), log);
            stage.count("upgrade broken off");
        }
        Err(Error::Open(OpenError::Newer)) => stage.count("upgraded"),
        Err(error) => panic!("neither form: {error:?}"),
    }
    let as_later = || {
        Ok(Store::<LaterWork>::open(
            &home,
            unlock,
            moment.now,
            &settings(),
        )?)
    };
    let later = patiently(as_later).expect("an upgrade that is finished or done again");
    assert_eq!(later.access(), Access::Full);
    later.read().log().verify().expect("a whole log");
    assert_eq!(later.read().log().head().unwrap(), log);
    let (marks, carried) = later.marks_carried().unwrap();
    assert_eq!(marks, carried);
}

fn check_work(stage: &Stage, told: &Told) {
    let store = open(&stage.home("work"));
    let round = "r2026".parse().unwrap();
    let key = ApplicationRef::new(&round, &person::id("a01"));
    check_marks(&store, &key, told);
    for sealed in told.all("sealed") {
        stage.count("sealed");
        let (number, digest) = sealed.split_once(' ').unwrap();
        let seals = store.read().seals().of(&key).unwrap();
        let kept = seals.iter().find(|seal| seal.number.to_string() == number);
        assert_eq!(
            kept.expect("an acknowledged seal").digest,
            digest.parse().unwrap()
        );
    }
    let ticket = store.read().tickets().in_force(&round).unwrap().unwrap();
    for handed_in in told.all("handed-in") {
        stage.count("handed in");
        let (seq, digest) = handed_in.split_once(' ').unwrap();
        let bundles = store.read().handins().bundles(&ticket.id).unwrap();
        let kept = bundles.iter().find(|bundle| bundle.seq.to_string() == seq);
        assert_eq!(
            kept.expect("an acknowledged hand-in").label,
            digest.parse().unwrap()
        );
    }
    check_exports(&store, &ticket.id, told);
    drop(store);
    if let Some(length) = told.last("backed-up") {
        stage.count("backed up");
        check_backup(stage, length.parse().unwrap());
    }
}

/// Marks carry growing numbers, so the last one acknowledged is the least that may be there, and
/// at most the next act of the child may have come after it.
fn check_marks(store: &WorkStore, key: &ApplicationRef, told: &Told) {
    let marks = store.read().marks().of(key).unwrap();
    let value = |leaf: &str| -> u64 {
        let row = marks.iter().find(|row| row.mark.indicator.as_str() == leaf);
        row.map_or(0, |row| {
            assert!(matches!(row.mark.judgement, Judgement::Score(_)));
            row.mark.comment.parse().unwrap()
        })
    };
    for (number, leaf) in (1..).zip(plan::LEAVES) {
        let said = told
            .all("marked")
            .filter_map(|text| text.parse::<u64>().ok());
        if let Some(last) = said.filter(|value| value % 100 == number).max() {
            let there = value(leaf);
            assert!(
                there == last || there == last + 100,
                "{leaf}: {there} after {last}"
            );
        }
    }
    let opinion = store.read().opinions().get(key).unwrap();
    let text = opinion.fields.values().next().map_or("0", String::as_str);
    let there: u64 = text.parse().unwrap();
    if let Some(last) = told.last("opined") {
        let last: u64 = last.parse().unwrap();
        assert!(
            there == last || there == last + 100,
            "opinion {there} after {last}"
        );
    }
}

/// An export that was acknowledged is the bundle in the store, and none is a fragment.
fn check_exports(store: &WorkStore, ticket: &hengping_core::id::TicketId, told: &Told) {
    let bundles = store.read().handins().bundles(ticket).unwrap();
    for file in told.all("exported") {
        let bytes = fs::read(file).expect("an acknowledged export");
        assert!(bundles.iter().any(|bundle| bundle.bytes == bytes), "{file}");
        let _ = fs::remove_file(file);
    }
}

/// The newest backup holds at least what was acknowledged, and a machine can go on with it.
fn check_backup(stage: &Stage, acknowledged: u64) {
    let moment = afterwards();
    let home = stage.round.path("restored");
    let _ = fs::remove_dir_all(&home);
    let (_, restored) = Expert::restore(
        &stage.round.path("stick"),
        &home,
        Unlock::Passphrase(PASSPHRASE),
        &settings(),
        &moment.context(),
    )
    .expect("a backup that restores");
    assert!(
        restored.log_length >= acknowledged,
        "{} entries",
        restored.log_length
    );
}

/// Nothing that was taken in, opened, agreed or archived is lost, and merging can be finished.
fn check_merge(stage: &Stage, told: &Told) {
    let (home, moment) = (stage.home("merge"), today());
    let context = moment.context();
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let open = || Ok(PanelStore::open(&home, unlock, moment.now, &settings())?);
    let store = patiently(open).expect("a clean start");
    assert_eq!(store.access(), Access::Full);
    for label in told.all("arrived") {
        stage.count("arrived");
        let kept = store.read().arrivals().get(label.parse().unwrap()).unwrap();
        assert!(stage.bundles.iter().any(|file| {
            kept.as_ref()
                .is_some_and(|row| fs::read(file).unwrap() == row.bytes)
        }));
    }
    let round = "r2026".parse().unwrap();
    let agreed = store.read().decisions().of_round(&round).unwrap().len();
    drop(store);
    let said = told.all("agreed").count();
    assert!(
        agreed == said || agreed == said + 1,
        "{agreed} agreed after {said}"
    );
    let mut panel = person::open_panel(&home, &moment);
    panel.log().expect("a whole log");
    if told.last("opened").is_some() {
        stage.count("opened");
        panel.results(&context).expect("results");
    }
    if let Some(results) = told.last("archived") {
        stage.count("archived");
        let replayed = panel::replay(&stage.round.path("archive"), &context).expect("a replay");
        assert_eq!(replayed.results.digest, results.parse().unwrap());
    }
    finish_merge(stage, &mut panel, agreed);
}

/// What was broken off goes on from where it is; the result is the one without the agreed marks.
fn finish_merge(stage: &Stage, panel: &mut Panel, agreed: usize) {
    let context = stage.round.moment.context();
    let arrived = panel.arrive(&stage.bundles, &context).expect("arrivals");
    assert_eq!(
        (arrived.refused.len(), arrived.bundles.len()),
        (0, stage.bundles.len())
    );
    let status = panel.status(&context).expect("a status");
    if status.opened.is_none() {
        assert_eq!(agreed, 0, "agreed before the opening");
        stage.round.unlock_bundles(panel, &stage.round.moment);
    }
    let status = panel.status(&context).expect("a status");
    assert_eq!((status.accepted, status.held), (stage.bundles.len(), 0));
}
