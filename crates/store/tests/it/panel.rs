//! Office and panel stores.

use std::collections::BTreeSet;

use hengping_core::id::{Digest, PackageId};
use hengping_store::office::OfficeStore;
use hengping_store::panel::PanelStore;
use hengping_store::table::arrivals::ArrivalRow;
use hengping_store::table::decisions::{DecisionKind, DecisionRow};
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use hengping_store::table::handins::BundleKind;
use hengping_store::table::intake::IntakeRow;
use hengping_store::table::openings::{OpenedRow, OpeningRow, SealedRow};
use hengping_store::table::register::{Holder, IssuedRow};
use hengping_store::table::roster::RosterRow;
use hengping_store::table::rounds::RoundRow;
use hengping_store::table::secrets::{SecretPurpose, SecretRow};
use hengping_store::{Event, Secret, StoreError, Unlock};

use crate::support::{Bench, PASSPHRASE, at, body, key, lineage, package, settings};

fn act<T>(value: T) -> Result<(T, Event), StoreError> {
    Ok((value, Event::act("test")))
}

fn round() -> RoundRow {
    RoundRow {
        round: package("p1").round,
        scheme: "scheme".to_owned(),
        valid_from: at(0),
        valid_until: at(1000),
        at: at(0),
    }
}

fn issued(seq: u32) -> IssuedRow {
    IssuedRow {
        ticket: "t1".parse().unwrap(),
        seq,
        round: key("a01").round,
        package: "p1".parse().unwrap(),
        holder: Holder::Expert,
        expert: Some("wang".parse().unwrap()),
        signer: None,
        label_key: "label".to_owned(),
        assigned: BTreeSet::from([key("a01").application]),
        replaces: None,
        digest: Digest::of(&seq.to_be_bytes()),
        bytes: b"ticket".to_vec(),
        due: at(900),
        revoked_at: None,
        at: at(1),
    }
}

fn arrival(label: &[u8]) -> ArrivalRow {
    ArrivalRow {
        number: 0,
        label: Digest::of(label),
        bundle: "b1".parse().unwrap(),
        ticket: "t1".parse().unwrap(),
        seq: 1,
        previous: None,
        kind: BundleKind::Review,
        payload: Digest::of(b"payload"),
        bytes: b"bundle".to_vec(),
        late: false,
        held: None,
        at: at(5),
    }
}

#[test]
fn an_office_keeps_rounds_people_keys_and_tickets() {
    let bench = Bench::new();
    let folder = bench.path("office");
    let n1 = lineage("n1");
    let made = OfficeStore::create(&folder, PASSPHRASE, None, &n1, at(0), &settings());
    let mut store = made.unwrap();
    let member = serde_json::json!({"name": "王", "unit": "大学"});
    let expert = RosterRow {
        expert: "wang".parse().unwrap(),
        kind: Holder::Expert,
        fingerprint: Digest::of(b"card"),
        card: b"card".to_vec(),
        member: serde_json::from_value(member).unwrap(),
        confirmed: None,
        revoked_at: None,
        at: at(1),
    };
    let secret = |name: &str| SecretRow {
        purpose: SecretPurpose::Application,
        name: name.to_owned(),
        public: "age1".to_owned(),
        secret: Secret::new(b"key".to_vec()),
        at: at(1),
    };
    let intake = IntakeRow {
        position: 0,
        practice: false,
        directory: "a01".to_owned(),
        body: body("a01", "某公司"),
        at: at(1),
    };
    let written = store.write(at(1), |tx| {
        tx.rounds().put(&round())?;
        tx.intake().put(&round().round.id, &intake)?;
        tx.roster().add(&expert)?;
        tx.roster().confirm(&expert.expert, "李", at(2))?;
        for name in ["p1.a01", "p1.a02", "p10.a01"] {
            tx.secrets().add(&secret(name))?;
        }
        tx.register().add(&issued(1))?;
        tx.register().add(&issued(2))?;
        tx.register()
            .set_signer(&issued(1).ticket, Digest::of(b"k1"))?;
        act(())
    });
    written.unwrap();
    drop(store);

    let unlock = Unlock::Passphrase(PASSPHRASE);
    let mut store = OfficeStore::open(&folder, unlock, at(0), &settings()).unwrap();
    let read = store.read();
    assert_eq!(read.rounds().all().unwrap(), [round()]);
    assert_eq!(read.intake().of_round(&round().round.id).unwrap(), [intake]);
    let found = read
        .roster()
        .with_fingerprint(Digest::of(b"card"))
        .unwrap()
        .unwrap();
    assert_eq!(found.confirmed.unwrap().by, "李");
    let p1 = PackageId::new("p1").unwrap();
    let names = read
        .secrets()
        .of_package(&p1)
        .unwrap()
        .into_iter()
        .map(|row| row.name);
    assert_eq!(names.collect::<Vec<_>>(), ["p1.a01", "p1.a02"]);
    assert_eq!(
        read.register().get(&issued(1).ticket).unwrap().unwrap().seq,
        2
    );
    let second_key = store.write(at(3), |tx| {
        tx.register()
            .set_signer(&issued(1).ticket, Digest::of(b"k2"))?;
        act(())
    });
    assert_eq!(second_key, Err(StoreError::AlreadyStored("signer")));
}

fn decision(subject: &str, content: &str) -> DecisionRow {
    DecisionRow {
        number: 0,
        round: key("a01").round,
        kind: DecisionKind::Fact,
        application: Some(key("a01").application),
        subject: subject.to_owned(),
        content: DecisionRow::write_content(&content).unwrap(),
        by: "组长".to_owned(),
        reason: "审计报告第九页".to_owned(),
        at: at(9),
    }
}

#[test]
fn a_panel_keeps_what_came_what_was_opened_and_what_was_decided() {
    let bench = Bench::new();
    let folder = bench.path("panel");
    let n1 = lineage("n1");
    let made = PanelStore::create(&folder, PASSPHRASE, None, &n1, at(0), &settings());
    let mut store = made.unwrap();
    let numbers = store.write(at(5), |tx| {
        let first = tx.arrivals().add(&arrival(b"one"))?;
        act((first, tx.arrivals().add(&arrival(b"two"))?))
    });
    assert_eq!(numbers, Ok((1, 2)));
    let twice = store.write(at(6), |tx| act(tx.arrivals().add(&arrival(b"one"))?));
    assert_eq!(twice, Err(StoreError::AlreadyStored("arrival")));

    let opening = OpeningRow {
        round: key("a01").round,
        ceremony: "c1".parse().unwrap(),
        labels: vec![Digest::of(b"one")],
        list: b"list".to_vec(),
        present: vec!["组长".to_owned()],
        at: at(7),
    };
    let opened = |name: &[u8]| OpenedRow {
        digest: Digest::of(name),
        label: Digest::of(b"one"),
        document: b"document".to_vec(),
        at: at(7),
    };
    let sealed = |bundle: &[u8]| SealedRow {
        digest: Digest::of(b"review"),
        bundle: Digest::of(bundle),
        kind: BundleKind::Review,
        ticket: "t1".parse().unwrap(),
        application: key("a01").application,
        number: 1,
        signed: b"review".to_vec(),
    };
    let written = store.write(at(7), |tx| {
        tx.openings().add(&opening)?;
        tx.openings().add_bundle(&opened(b"x"), &[sealed(b"x")])?;
        tx.openings().add_bundle(&opened(b"y"), &[sealed(b"y")])?;
        for row in [
            decision("F16", "1"),
            decision("F17", "2"),
            decision("F16", "3"),
        ] {
            tx.decisions().add(&row)?;
        }
        act(())
    });
    written.unwrap();
    let read = store.read();
    assert_eq!(read.openings().of_round(&opening.round).unwrap(), [opening]);
    assert_eq!(read.openings().sealed().unwrap(), [sealed(b"x")]);
    let round = key("a01").round;
    let decided = read
        .decisions()
        .in_force(&round, DecisionKind::Fact)
        .unwrap();
    let decided = decided
        .iter()
        .map(|row| row.read_content::<String>().unwrap());
    assert_eq!(decided.collect::<Vec<_>>(), ["2", "3"]);
    assert_eq!(read.decisions().of_round(&round).unwrap().len(), 3);
}

#[test]
fn the_latest_document_is_the_one_with_the_highest_number() {
    let bench = Bench::new();
    let n1 = lineage("n1");
    let folder = bench.path("office");
    let made = OfficeStore::create(&folder, PASSPHRASE, None, &n1, at(0), &settings());
    let mut store = made.unwrap();
    let document = |number: u32| DocumentRow {
        digest: Digest::of(&number.to_be_bytes()),
        kind: DocumentKind::Roles,
        round: None,
        subject: String::new(),
        number,
        signed: b"signed".to_vec(),
        at: at(0),
    };
    let written = store.write(at(1), |tx| {
        for number in [2, 10, 1] {
            tx.documents().add(&document(number))?;
        }
        act(())
    });
    written.unwrap();
    let latest = store
        .read()
        .documents()
        .latest(DocumentKind::Roles, None)
        .unwrap();
    assert_eq!(latest, Some(document(10)));
}
