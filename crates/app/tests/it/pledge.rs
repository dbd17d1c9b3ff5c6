//! The pledge: signed by the expert, carried in the bundle, given anew when more is to be declared.

use std::rc::Rc;

use hengping_app::Language;
use hengping_app::error::Refused;
use hengping_app::expert::Expert;
use hengping_app::messages::Catalogue;
use hengping_core::id::ApplicationId;
use hengping_core::panel::recusal::Ground;
use hengping_format::doc::{Pledge, Sentence};
use hengping_format::document::verify_with_key;
use hengping_format::suite::SigningKey;
use hengping_store::table::conflicts::ConflictRow;
use hengping_store::table::packages::PackageRow;
use hengping_store::work::WorkStore;
use hengping_store::{Event, StoreError};

use crate::support::{Round, id, is_refused, settings, unlock};

fn store(round: &Round) -> WorkStore {
    let ctx = round.place.ctx();
    WorkStore::open(&round.place.at("e1"), unlock(), ctx.now, &settings()).unwrap()
}

fn package(store: &WorkStore) -> PackageRow {
    store.read().packages().all().unwrap().pop().unwrap()
}

/// The pledge in the expert's store, verified with the expert's key.
fn signed(store: &WorkStore) -> Pledge {
    let secret = store.read().identity().get().unwrap().unwrap().secret;
    let keys: serde_json::Value = serde_json::from_slice(secret.expose()).unwrap();
    let key: SigningKey = serde_json::from_value(keys["signing"].clone()).unwrap();
    let round = package(store).round.id;
    let row = store.read().conflicts().pledge(&round).unwrap().unwrap();
    let pledge = verify_with_key::<Pledge>(&row.signed, &key.verifying_key()).unwrap();
    assert_eq!(pledge.digest(), row.digest);
    pledge.into_content()
}

/// Words are signed by their name, so they must be the same wherever they are shown.
#[test]
fn the_words_are_those_of_the_format() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let format = read("review-packages/FORMAT.md");
    let languages = [(Language::Zh, "zh-CN"), (Language::En, "en")];
    for (language, folder) in languages {
        let key = format!("sentence-{}", Sentence::NoTies1.code());
        let words = Catalogue::new(language).say(&key, &[("count", "N".into())]);
        assert!(format.contains(&words), "{words}");
        let window = read(&format!("ui/src/i18n/{folder}/pledge.ftl"));
        let shown = format!("pledge-sentence = {}\n", words.replace('N', "{ $count }"));
        assert!(window.contains(&shown), "{shown}");
    }
}

/// The first expert's store, in the hands of the test until the round takes it back.
fn aside(round: &mut Round) -> WorkStore {
    drop(round.experts.remove(0));
    store(round)
}

fn back(round: &mut Round, store: WorkStore) {
    drop(store);
    let ctx = round.place.ctx();
    let expert = Expert::open(&round.place.at("e1"), unlock(), &settings(), &ctx).unwrap();
    round.experts.insert(0, expert);
}

/// As if an edition of the package brought one more application.
fn one_more(store: &mut WorkStore, round: &Round) {
    let package = package(store);
    let mut table = store
        .read()
        .conflicts()
        .of_round(&package.round.id)
        .unwrap();
    let late = ConflictRow {
        application: id("a3"),
        enterprise: table[0].enterprise.clone(),
    };
    table.push(late);
    let put = store.write(round.place.ctx().now, |write| {
        write
            .conflicts()
            .put(&package.round.id, &package.id, &table)?;
        Ok::<_, StoreError>(((), Event::act("edition")))
    });
    put.unwrap();
}

#[test]
fn the_pledge_is_signed_and_declares_every_application() {
    let mut round = Round::packed();
    let store = aside(&mut round);
    let pledge = signed(&store);
    assert_eq!(pledge.round, package(&store).round.id);
    assert_eq!(pledge.ticket, round.ticket("e1"));
    assert_eq!((pledge.sentence, pledge.count), (Sentence::NoTies1, 2));
    assert!(pledge.covers(&id("a1")) && pledge.covers(&id("a2")));
}

#[test]
fn what_a_later_edition_brings_is_declared_before_work_goes_on() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let again = round.experts[0].pledge(&place.ctx());
    assert!(is_refused(again, &Refused::AlreadyPledged));
    let mut store = aside(&mut round);
    one_more(&mut store, &round);
    back(&mut round, store);
    let expert = &mut round.experts[0];
    assert_eq!(expert.conflicts().unwrap().pledged_at, None);
    assert!(is_refused(expert.list(), &Refused::NotPledged));
    let late: ApplicationId = id("a3");
    expert.recuse(&late, "same_unit", &place.ctx()).unwrap();
    let pledged = expert.pledge(&place.ctx()).unwrap();
    assert_eq!((pledged.declared, pledged.recused), (2, 1));
    let store = aside(&mut round);
    let pledge = signed(&store);
    let row = pledge
        .declarations
        .iter()
        .find(|row| row.application == late);
    assert_eq!(row.unwrap().ground, Some(Ground::SameUnit));
    assert!(!pledge.covers(&late));
    // What is handed in under it is taken as before.
    back(&mut round, store);
    let file = round.review(0, (800, 700), (600, 600));
    round.panel.arrive(&[file], &place.ctx()).unwrap();
    assert_eq!(round.open().reviews, 2);
}
