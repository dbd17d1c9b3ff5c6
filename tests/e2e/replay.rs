//! Old tickets and packages, and clocks that are wrong.

use std::path::PathBuf;

use hengping_app::Unlock;
use hengping_app::expert::ImportFiles;
use hengping_core::id::ObjectId;
use hengping_format::doc::{Assignment, Supersedes, TicketSecrets};
use hengping_format::package::{
    self, Material, MemoryFolder, ObjectSource, PackageKeys, PackageSpec,
};
use hengping_format::suite::SigningKey;
use hengping_format::{Reason, ticket};
use hengping_store::office::OfficeStore;
use hengping_store::table::secrets::SecretPurpose;
use hengping_tests::{Moment, PASSPHRASE, Plan, Round, disk, settings};

use crate::{outsider, reason};

fn import_at(round: &Round, moment: &Moment) -> Reason {
    let mut expert = round.experts[0].open(moment);
    reason(expert.import(&round.import_files(0), &moment.context()))
}

#[test]
fn an_expired_package_is_not_imported() {
    let round = Round::of(&Plan::default());
    let late = Moment::at("2026-05-01T00:00:01Z");
    assert_eq!(import_at(&round, &late), Reason::Expired);
}

#[test]
fn a_package_is_not_imported_before_its_time() {
    let plan = Plan {
        valid_from: "2026-04-10T09:00:00Z".to_owned(),
        ..Plan::default()
    };
    let round = Round::of(&plan);
    assert_eq!(import_at(&round, &round.moment), Reason::NotYetValid);
}

#[test]
fn what_was_imported_in_time_can_be_finished_after_expiry() {
    let round = Round::of(&Plan::default());
    let mut expert = round.experts[0].open(&round.moment);
    hengping_tests::person::begin(&mut expert, &round.import_files(0), &round.moment);
    drop(expert);
    let late = Moment::at("2026-05-03T00:00:00Z");
    let mut expert = round.experts[0].open(&late);
    hengping_tests::person::judge(&mut expert, "a01", 6, "迟", &late);
    hengping_tests::person::deliver(&mut expert, &round.path("bundles"), &late);
}

#[test]
fn what_was_signed_a_day_ahead_of_the_clock_is_refused() {
    let round = Round::of(&Plan::default());
    let hour = 3600;
    assert_eq!(
        import_at(&round, &round.moment.later(-25 * hour)),
        Reason::SignedInFuture
    );
    let mut expert = round.experts[0].open(&round.moment.later(-23 * hour));
    expert
        .import(
            &round.import_files(0),
            &round.moment.later(-23 * hour).context(),
        )
        .unwrap();
}

/// The machine has seen a later signed time; its clock was set back since.
#[test]
fn a_clock_a_day_behind_what_was_seen_signed_is_refused() {
    let mut round = Round::of(&Plan::default());
    round.moment = round.moment.later(5 * 24 * 3600);
    let later = round.pack_again("later");
    let mut expert = round.experts[0].open(&round.moment);
    expert
        .import(&round.import_of(&later, 0), &round.moment.context())
        .unwrap();
    let back = round.moment.later(-2 * 24 * 3600);
    let refused = reason(expert.import(&round.import_of(&later, 0), &back.context()));
    assert!(
        matches!(refused, Reason::ClockBehind | Reason::SignedInFuture),
        "{refused:?}"
    );
    let refused = reason(expert.import(&round.import_files(0), &back.context()));
    assert_eq!(refused, Reason::ClockBehind);
}

#[test]
fn an_older_ticket_is_refused_after_the_one_that_replaced_it() {
    let mut round = Round::of(&Plan::default());
    let old = round.ticket_of(&round.packed, 0).ticket.clone();
    let out = round.path("replaced");
    let card = round.experts[0].card.clone();
    let new = round
        .office
        .replace_ticket(&old, &card, &out, &round.moment.context())
        .unwrap();
    let mut expert = round.experts[0].open(&round.moment);
    let files = ImportFiles {
        ticket: Some(new.file),
        ..round.import_files(0)
    };
    expert.import(&files, &round.moment.context()).unwrap();
    let refused = reason(expert.import(&round.import_files(0), &round.moment.context()));
    assert_eq!(refused, Reason::TicketRollback);
    expert.import(&files, &round.moment.context()).unwrap();
}

#[test]
fn importing_the_same_twice_changes_nothing_that_was_marked() {
    let round = Round::of(&Plan::default());
    let mut expert = round.experts[0].open(&round.moment);
    hengping_tests::person::begin(&mut expert, &round.import_files(0), &round.moment);
    hengping_tests::person::mark(&mut expert, "a01", "impact", (7, "留"), &round.moment);
    expert
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
    let listed = expert.list().unwrap();
    assert_eq!(listed.iter().map(|entry| entry.marked).sum::<usize>(), 1);
}

/// The office corrects a package: the next edition under the same id supersedes the first.
fn second_edition(round: &Round) -> (PathBuf, PathBuf) {
    let office = office_store(round);
    let secret = office
        .read()
        .secrets()
        .get(SecretPurpose::Publisher, "publisher")
        .unwrap();
    let secret: [u8; 32] = secret.unwrap().secret.expose().try_into().unwrap();
    let publisher = SigningKey::from_secret(&secret);
    let mut opened = round.opened_package();
    let own = outsider::secrets_of(round, 0);
    let first = opened.manifest().clone();
    let inner = opened.open_inner(&own.index).unwrap();
    let application = &own.assignments[0];
    let identity = application.identity.clone().unwrap();
    let body = opened
        .open_application(&inner, &application.application, &identity)
        .unwrap();
    let spec = PackageSpec {
        package: first.package.clone(),
        seq: 2,
        supersedes: Some(Supersedes {
            manifest: first.digest(),
            seq: first.seq,
        }),
        round: inner.round.clone(),
        scheme: inner.scheme.clone(),
        issued: first.issued,
        valid_from: first.valid_from,
        valid_until: first.valid_until,
        practice: None,
        applications: vec![Material {
            application: body.into_content().application,
            recognised: Vec::new(),
        }],
        volume_limit: 1_000_000_000,
    };
    let keys = PackageKeys::generate([&application.application]);
    let trust = opened.trust_json().to_vec();
    let materials = round
        .path("materials")
        .join("applications")
        .join(application.application.as_str());
    let mut source = Evidence {
        files: materials,
        spec: spec.clone(),
    };
    let mut folder = MemoryFolder::default();
    let written = package::write(
        &spec,
        &keys,
        &trust,
        &[&publisher],
        &mut source,
        &mut folder,
        &mut |_| {},
    );
    let secrets = TicketSecrets {
        ticket: "second".parse().unwrap(),
        index: keys.index.clone(),
        assignments: vec![Assignment {
            application: application.application.clone(),
            identity: keys.applications.get(&application.application).cloned(),
        }],
        ..own
    };
    let to = round.experts[0].keys(&round.moment).identity.recipient();
    let signed = ticket::make(
        &secrets,
        written.unwrap().digest,
        2,
        None,
        &to,
        &[&publisher],
    )
    .unwrap();
    let (file, ticket) = (round.path("second.orp"), round.path("second.ort"));
    std::fs::write(&file, &folder.files["package.orp"]).unwrap();
    std::fs::write(&ticket, signed.bytes()).unwrap();
    (file, ticket)
}

fn office_store(round: &Round) -> OfficeStore {
    let copy = round.path("office-copy");
    disk::copy_folder(&round.path("office"), &copy);
    let unlock = Unlock::Passphrase(PASSPHRASE);
    OfficeStore::open(&copy, unlock, round.moment.now, &settings()).unwrap()
}

/// The evidence files of one application, as the office has them.
struct Evidence {
    files: PathBuf,
    spec: PackageSpec,
}

impl ObjectSource for Evidence {
    fn open(&mut self, object: &ObjectId) -> std::io::Result<Box<dyn std::io::Read + '_>> {
        let mut items = self.spec.applications[0].application.evidence.iter();
        let item = items.find(|item| item.object == *object);
        let name = &item.ok_or(std::io::ErrorKind::NotFound)?.file_name;
        Ok(Box::new(std::fs::File::open(self.files.join(name))?))
    }
}

#[test]
fn an_older_edition_of_a_package_is_refused_after_the_newer_one() {
    let round = Round::of(&Plan::default());
    let (package, ticket) = second_edition(&round);
    let mut expert = round.experts[0].open(&round.moment);
    let first = round.import_files(0);
    expert.import(&first, &round.moment.context()).unwrap();
    let second = ImportFiles {
        package,
        ticket: Some(ticket),
        ..first.clone()
    };
    expert.import(&second, &round.moment.context()).unwrap();
    assert_eq!(
        reason(expert.import(&first, &round.moment.context())),
        Reason::PackageRollback
    );
    expert.import(&second, &round.moment.context()).unwrap();
}
