//! Round notices: given by the office, followed by experts, visit team and panel.

use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use hengping_app::expert::{ApplicationState, ImportFiles, MarkRequest};
use hengping_app::panel::{CorrectedThing, replay};
use hengping_core::amount::Hundredths;
use hengping_core::id::Digest;
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::ChangeGround;
use hengping_core::round_notice::Word;
use hengping_core::time::Instant;
use hengping_format::Document;
use hengping_format::doc::RoundNotice;
use hengping_format::envelope::Envelope;
use hengping_format::suite::SigningKey;
use hengping_store::office::OfficeStore;
use hengping_store::table::secrets::SecretPurpose;

use crate::support::{Round, card_of, copy_folder, id, import_files, key, mark, settings, unlock};

fn withdraw(application: &str) -> Word {
    Word::Withdraw {
        application: id(application),
        reason: "企业已注销".to_owned(),
    }
}

fn extend(due: &str, tickets: &[&str]) -> Word {
    Word::Extend {
        due: id(due),
        tickets: tickets.iter().map(|text| id(text)).collect(),
    }
}

/// Gives a notice; its file.
fn give(round: &mut Round, word: Word) -> PathBuf {
    let out = round.place.at("notices");
    let ctx = round.place.ctx();
    round.office.give_notice(word, &out, &ctx).unwrap().file
}

/// The office's key for notices, as whoever holds the office's store has it.
fn publisher(round: &Round) -> SigningKey {
    let ctx = round.ctx();
    let twin = round.place.at(&format!("office-{}", ctx.now));
    copy_folder(&round.place.at("office"), &twin);
    let store = OfficeStore::open(&twin, unlock(), ctx.now, &settings()).unwrap();
    let row = store.read().secrets();
    let row = row.get(SecretPurpose::Publisher, "publisher").unwrap();
    let secret = row.unwrap().secret;
    SigningKey::from_secret(secret.expose().try_into().unwrap())
}

/// The notice in a file, changed and signed again by the office's key.
fn forged(round: &Round, file: &PathBuf, change: impl FnOnce(&mut RoundNotice)) -> PathBuf {
    let bytes = fs::read(file).unwrap();
    let envelope = Envelope::read(&bytes, 1 << 16).unwrap();
    let mut notice: RoundNotice = serde_json::from_slice(envelope.payload()).unwrap();
    change(&mut notice);
    let path = round.place.at(&format!("forged-{}.orn", round.ctx().now));
    let signed = notice.sign(&[&publisher(round)]).unwrap();
    fs::write(&path, signed.bytes()).unwrap();
    path
}

#[test]
fn a_withdrawn_application_keeps_what_was_marked_and_counts_nowhere() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    // The first expert had marked it, the second had sealed it, the third never hears of it.
    mark(&mut round.experts[0], "a2", (600, 600), &place.ctx());
    round.seal(0, "a1", (800, 700));
    round.seal(1, "a2", (650, 600));
    round.seal(1, "a1", (850, 750));
    let notice = give(&mut round, withdraw("a2"));
    for expert in &mut round.experts[..2] {
        let taken = expert.take_notices(std::slice::from_ref(&notice), &place.ctx());
        assert_eq!(taken.unwrap().notices.len(), 1);
    }

    let list = round.experts[0].list().unwrap();
    let of = |id: &str| list.iter().find(|one| one.application.as_str() == id);
    let gone = of("a2").unwrap();
    assert_eq!((gone.state, gone.marked), (ApplicationState::Withdrawn, 2));
    let status = round.experts[0].status(&place.ctx()).unwrap();
    let numbers = (status.assigned, status.withdrawn, status.last_notice);
    assert_eq!(numbers, (1, 1, 1));
    let ctx = place.ctx();
    let sealed = round.experts[0].seal(&[id("a2")], &ctx);
    assert_eq!(key(sealed), "withdrawn");
    let unsealed = round.experts[1].unseal(&id("a2"), "once more", &ctx);
    assert_eq!(key(unsealed), "withdrawn");

    let bundles = [
        round.hand_in(0, "one"),
        round.hand_in(1, "two"),
        round.review(2, (900, 800), (700, 600)),
    ];
    round.panel.arrive(&bundles, &place.ctx()).unwrap();
    round.open();
    let ranked = |round: &Round| {
        let results = round.panel.results(&place.ctx()).unwrap();
        let ids = results
            .applications
            .iter()
            .filter(|line| line.place.is_some());
        ids.map(|line| line.application.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(ranked(&round), ["a1", "a2"]);
    let taken = round.panel.take_notices(&[notice], &place.ctx());
    assert_eq!(taken.unwrap().last, 1);
    assert_eq!(ranked(&round), ["a1"]);
    let results = round.panel.results(&place.ctx()).unwrap();
    let [left] = &results.withdrawn[..] else {
        panic!("one application left");
    };
    let said = (left.application.as_str(), left.notice, left.kept);
    assert_eq!(said, ("a2", 1, 2));

    let folder = place.at("archive");
    round.panel.archive(&folder, &place.ctx()).unwrap();
    replay(&folder, &place.ctx()).unwrap();
}

#[test]
fn marks_that_come_after_a_withdrawal_are_refused() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let notice = give(&mut round, withdraw("a2"));
    let ctx = place.ctx();
    round.experts[0].take_notices(&[notice], &ctx).unwrap();
    let request = MarkRequest {
        indicator: id("A2"),
        judgement: Judgement::Score(Hundredths(500)),
        comment: String::new(),
        citations: Vec::new(),
    };
    let marked = round.experts[0].mark(&id("a2"), request, &ctx);
    assert_eq!(key(marked), "withdrawn");
    // The same package once more does not bring it back.
    let files = import_files(&round.packed, None);
    let ticket = round.packed.tickets.iter().find(|one| one.holder == "e1");
    let files = ImportFiles {
        ticket: Some(ticket.unwrap().file.clone()),
        ..files
    };
    round.experts[0].import(&files, &place.ctx()).unwrap();
    let list = round.experts[0].list().unwrap();
    assert!(
        list.iter()
            .any(|one| one.state == ApplicationState::Withdrawn)
    );
}

#[test]
fn notices_are_taken_in_order_once_and_from_this_office_alone() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let first = give(&mut round, withdraw("a2"));
    let second = give(&mut round, extend("2036-04-20T08:00:00Z", &[]));
    let take = |round: &mut Round, files: &[PathBuf]| {
        let ctx = place.ctx();
        round.experts[0].take_notices(files, &ctx)
    };
    assert_eq!(
        key(take(&mut round, std::slice::from_ref(&second))),
        "notice-missing"
    );
    // A folder with all of them may be given in any order and every time.
    let both = [second.clone(), first.clone()];
    assert_eq!(take(&mut round, &both).unwrap().notices.len(), 2);
    assert_eq!(take(&mut round, &both).unwrap().notices.len(), 0);

    let other = forged(&round, &second, |notice| notice.word = withdraw("a1"));
    assert_eq!(key(take(&mut round, &[other])), "notice-differs");
    let third = |notice: &mut RoundNotice, previous| {
        (notice.number, notice.previous) = (3, Some(previous));
    };
    let digest = Digest::of(b"another series");
    let apart = forged(&round, &second, |notice| third(notice, digest));
    assert_eq!(key(take(&mut round, &[apart])), "notice-differs");
    let bytes = fs::read(&second).unwrap();
    let last = Digest::of(Envelope::read(&bytes, 1 << 16).unwrap().payload());
    let twice = forged(&round, &second, |notice| {
        third(notice, last);
        notice.word = withdraw("a2");
    });
    assert_eq!(key(take(&mut round, &[twice])), "notice-contradicts");
    let elsewhere = forged(&round, &second, |notice| notice.round = id("another"));
    assert_eq!(key(take(&mut round, &[elsewhere])), "notice-foreign");
    let stranger = Round::packed();
    let foreign = forged(&stranger, &second, |notice| third(notice, last));
    assert_eq!(key(take(&mut round, &[foreign])), "unknown-signer");
    assert_eq!(round.experts[0].notices().unwrap().last, 2);
}

#[test]
fn an_extension_moves_the_date_of_those_it_names() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let ticket = round.ticket("e1");
    let before = round.experts[0].status(&place.ctx()).unwrap().due;
    let (later, last) = (before.plus_seconds(86_400), before.plus_seconds(172_800));
    let word = |due: Instant, tickets: &[&str]| extend(&due.to_string(), tickets);
    let for_all = give(&mut round, word(later, &[]));
    let for_one = give(&mut round, word(last, &[ticket.as_str()]));
    for expert in &mut round.experts {
        let files = [for_all.clone(), for_one.clone()];
        expert.take_notices(&files, &place.ctx()).unwrap();
    }
    let due = |at: usize, round: &Round| round.experts[at].status(&place.ctx()).unwrap().due;
    assert_eq!((due(0, &round), due(1, &round)), (last, later));
    let status = round.office.status(&place.ctx()).unwrap();
    let left = |holder: &str| {
        let found = status.tickets.iter().find(|one| one.holder == holder);
        found.unwrap().days_left
    };
    assert_eq!(left("e1") - left("e2"), 1);
    let (out, ctx) = (place.at("notices"), place.ctx());
    let shorter = round.office.give_notice(word(before, &[]), &out, &ctx);
    assert_eq!(key(shorter), "not-later");
    let unknown = round.office.give_notice(withdraw("a9"), &out, &ctx);
    assert_eq!(key(unknown), "unknown-application");
}

#[test]
fn a_review_says_the_last_notice_its_expert_knew() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    round.seal(0, "a2", (600, 600));
    let notice = give(&mut round, extend("2036-04-20T08:00:00Z", &[]));
    let ctx = place.ctx();
    round.experts[0].take_notices(&[notice], &ctx).unwrap();
    round.seal(0, "a1", (800, 700));
    let bundle = round.hand_in(0, "one");
    round.panel.arrive(&[bundle], &place.ctx()).unwrap();
    round.open();
    let folder = place.at("archive");
    round.panel.archive(&folder, &place.ctx()).unwrap();
    let opened = fs::read_dir(folder.join("data/opened"))
        .unwrap()
        .next()
        .unwrap();
    let payload = Envelope::read(&fs::read(opened.unwrap().path()).unwrap(), 1 << 26).unwrap();
    let payload: serde_json::Value = serde_json::from_slice(payload.payload()).unwrap();
    let known = payload["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| {
            // Values order their members by name; envelopes have an order of their own.
            let [kind, payload, signatures] =
                ["payloadType", "payload", "signatures"].map(|name| &document[name]);
            let bytes = format!(
                r#"{{"payloadType":{kind},"payload":{payload},"signatures":{signatures}}}"#
            );
            let review = Envelope::read(bytes.as_bytes(), 1 << 26).unwrap();
            let review: serde_json::Value = serde_json::from_slice(review.payload()).unwrap();
            let name = review["review"]["application"].as_str().unwrap().to_owned();
            (name, review["review"]["last_notice"].as_u64().unwrap())
        });
    let mut known: Vec<_> = known.collect();
    known.sort();
    assert_eq!(known, [("a1".to_owned(), 1), ("a2".to_owned(), 0)]);
}

#[test]
fn after_the_list_is_decided_a_withdrawal_is_a_correction() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    let notice = give(&mut round, withdraw("a2"));
    round.open();
    round.panel.decide("all agree", &place.ctx()).unwrap();
    let ctx = place.ctx();
    let files = [notice];
    assert_eq!(key(round.panel.take_notices(&files, &ctx)), "decided");
    assert_eq!(round.panel.notices().unwrap().last, 0);
    let ground = (ChangeGround::Arithmetic, "it left the round".to_owned());
    round.panel.correct_on(Some(ground)).unwrap();
    round.panel.take_notices(&files, &ctx).unwrap();
    let results = round.panel.results(&place.ctx()).unwrap();
    assert_eq!(results.corrections[0].what, CorrectedThing::Notice);
    assert_eq!(results.withdrawn[0].kept, 3);
}

#[test]
fn a_ticket_that_is_revoked_or_replaced_is_told_of() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let (first, second) = (round.ticket("e1"), round.ticket("e2"));
    let card = card_of(&round, "e1");
    let out = place.at("again");
    let again = round
        .office
        .replace_ticket(&first, &card, &out, &place.ctx());
    let again = again.unwrap().ticket;
    let word = Word::Revoke {
        ticket: second.clone(),
    };
    let file = give(&mut round, word.clone());
    let notices = round.office.notices().unwrap().notices;
    let replaced = Word::Replace {
        ticket: first,
        by: again,
    };
    let words: Vec<Word> = notices.into_iter().map(|line| line.word).collect();
    assert_eq!(words, [replaced, word.clone()]);
    assert!(out.join("notice-0001.orn").exists() && file.exists());
    let status = round.office.status(&place.ctx()).unwrap();
    let revoked = status.tickets.iter().find(|one| one.ticket == second);
    assert!(revoked.unwrap().revoked.is_some());
    let (out, ctx) = (place.at("notices"), place.ctx());
    assert_eq!(
        key(round.office.give_notice(word, &out, &ctx)),
        "unknown-ticket"
    );
}
