//! The office after packing: corrections and later editions, declarations before applications, the
//! list of what was handed out, files written again.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use hengping_app::error::Refused;
use hengping_app::expert::{ApplicationState, Imported};
use hengping_app::office::{
    HandStep, IssueRequest, PackRequest, Packed, RewriteRequest, SupersedeRequest,
};
use hengping_app::panel::PanelFiles;
use hengping_core::id::{ApplicationId, TicketId};
use hengping_store::panel::PanelStore;

use crate::support::{Round, id, import_files, is_refused, key, mark, settings, unlock};

/// Corrects the sales of an application.
fn correct(round: &Round, application: &str, from: &str, to: &str) {
    let file = format!("materials/applications/{application}/application.toml");
    let file = round.place.at(&file);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from));
    fs::write(&file, text.replace(from, to)).unwrap();
}

fn revise(round: &mut Round) -> hengping_app::office::Revised {
    let place = Rc::clone(&round.place);
    let folder = place.at("materials");
    round.office.revise(&folder, &place.ctx()).unwrap()
}

fn supersede(round: &mut Round, out: &str) -> Packed {
    let place = Rc::clone(&round.place);
    let request = SupersedeRequest {
        out: place.at(out),
        ..SupersedeRequest::default()
    };
    round.office.supersede(&request, &place.ctx()).unwrap()
}

fn ticket_file(packed: &Packed, holder: &str) -> PathBuf {
    let mut tickets = packed.tickets.iter();
    let found = tickets.find(|ticket| ticket.holder == holder);
    found.unwrap().file.clone()
}

fn import(round: &mut Round, packed: &Packed, expert: usize) -> Imported {
    let name = format!("e{}", expert + 1);
    let files = import_files(packed, Some(ticket_file(packed, &name)));
    let place = Rc::clone(&round.place);
    round.experts[expert].import(&files, &place.ctx()).unwrap()
}

fn panel_import(round: &mut Round, packed: &Packed) {
    let files = PanelFiles {
        package: packed.files[0].0.clone(),
        ticket: Some(ticket_file(packed, "chair")),
        register: None,
        root: packed.root.clone(),
    };
    let place = Rc::clone(&round.place);
    round.panel.import(&files, &place.ctx()).unwrap();
}

fn files_under(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files_under(&path)),
            false => found.push((path.clone(), fs::read(&path).unwrap())),
        }
    }
    found.sort();
    found
}

#[test]
fn marks_of_the_first_edition_stand_in_the_second() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    round.seal(0, "a1", (800, 700));
    mark(&mut round.experts[0], "a2", (600, 500), &place.ctx());
    let first = round.hand_in(0, "first");
    correct(&round, "a2", "1500", "1600");
    let revised = revise(&mut round);
    assert_eq!(revised.changed.len(), 1);
    assert_eq!(revised.changed[0].material_version, 2);
    assert!(revised.outdated);
    let packed = supersede(&mut round, "second-edition");
    assert_eq!(
        (packed.package.clone(), packed.seq),
        (round.packed.package.clone(), 2)
    );
    let imported = import(&mut round, &packed, 0);
    assert!(imported.not_carried.is_empty());
    let list = round.experts[0].list().unwrap();
    let state = |name: &str| {
        let found = list.iter().find(|one| one.application == id(name)).unwrap();
        (found.state, found.marked)
    };
    assert_eq!(
        state("a1"),
        (ApplicationState::Sealed, 2),
        "what did not change stays sealed"
    );
    assert_eq!(
        state("a2"),
        (ApplicationState::Open, 2),
        "marks stay; the facts are read anew"
    );
    round.experts[0]
        .read_fact_sheet(&id("a2"), &place.ctx())
        .unwrap();
    round.experts[0].seal(&[id("a2")], &place.ctx()).unwrap();
    let second = round.hand_in(0, "second");
    panel_import(&mut round, &packed);
    round.panel.arrive(&[first, second], &place.ctx()).unwrap();
    round.open();
    let ctx = place.ctx();
    for name in ["a1", "a2"] {
        let experts = round.panel.outcome_of(&id(name), &ctx).unwrap().experts;
        assert_eq!((experts.asked, experts.valid), (3, 1), "{name}");
    }
    assert_eq!(round.panel.status(&ctx).unwrap().held, 0);
}

#[test]
fn an_edition_that_would_change_nothing_is_refused() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let folder = place.at("materials");
    let again = round.office.revise(&folder, &place.ctx());
    assert!(is_refused(again, &Refused::NothingChanged));
    let mut request = SupersedeRequest {
        out: place.at("second-edition"),
        ..SupersedeRequest::default()
    };
    let again = round.office.supersede(&request, &place.ctx());
    assert!(is_refused(again, &Refused::NothingChanged));
    assert!(!request.out.exists());
    request.lost = true;
    let packed = round.office.supersede(&request, &place.ctx()).unwrap();
    assert_eq!(packed.seq, 2);
}

#[test]
fn a_correction_neither_adds_applications_nor_changes_the_rules() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let folder = place.at("materials");
    let scheme = folder.join("scheme.toml");
    let text = fs::read_to_string(&scheme).unwrap();
    fs::write(&scheme, format!("{text}\n# a word more\n")).unwrap();
    let refused = round.office.revise(&folder, &place.ctx());
    let name = "scheme".to_owned();
    assert!(is_refused(refused, &Refused::RoundDiffers { name }));
    fs::write(&scheme, text).unwrap();
    fs::remove_dir_all(folder.join("applications/a2")).unwrap();
    let refused = round.office.revise(&folder, &place.ctx());
    let application = "a2".to_owned();
    assert!(is_refused(
        refused,
        &Refused::ApplicationsDiffer { application }
    ));
}

#[test]
fn a_revoked_ticket_opens_nothing_of_a_later_edition() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let keys = |round: &Round| {
        let store = hengping_store::office::OfficeStore::open_read_only(
            &round.place.at("office"),
            unlock(),
            &settings(),
        );
        let store = store.unwrap();
        let rows = store
            .read()
            .secrets()
            .of_package(&round.packed.package)
            .unwrap();
        rows.into_iter()
            .map(|row| row.public)
            .collect::<std::collections::BTreeSet<_>>()
    };
    let first = keys(&round);
    correct(&round, "a1", "120", "130");
    revise(&mut round);
    let packed = supersede(&mut round, "second-edition");
    let both = keys(&round);
    assert_eq!(
        (first.len(), both.len()),
        (2, 4),
        "identities of its own for each edition"
    );
    let old = import_files(&packed, Some(ticket_file(&round.packed, "e1")));
    let refused = round.experts[0].import(&old, &place.ctx());
    assert_eq!(key(refused), "scope-differs");
}

/// A round whose experts declare themselves first.
fn declaring() -> (Round, Packed) {
    let mut round = Round::packed_with(|request| request.declarations_first = true);
    let place = Rc::clone(&round.place);
    for expert in &mut round.experts {
        assert!(expert.list().unwrap().is_empty(), "nothing is open yet");
        assert_eq!(expert.conflicts().unwrap().rows.len(), 2);
    }
    round.experts[0]
        .recuse(&id("a2"), "kinship", &place.ctx())
        .unwrap();
    let tickets = round.office.status(&place.ctx()).unwrap().tickets;
    assert_eq!(tickets.len(), 5);
    let again = round.packed.clone();
    (round, again)
}

#[test]
fn applications_are_opened_after_the_declarations() {
    let (mut round, mut packed) = declaring();
    let place = Rc::clone(&round.place);
    let e1 = round.ticket("e1");
    let request = IssueRequest {
        tickets: Vec::new(),
        recused: vec![(e1.clone(), id("a2"))],
        out: place.at("issued"),
    };
    packed.tickets = round.office.issue(&request, &place.ctx()).unwrap();
    assert_eq!(
        packed.tickets.len(),
        3,
        "chairs and visit teams had everything at once"
    );
    assert!(packed.tickets.iter().all(|ticket| ticket.seq == 2));
    let imported = import(&mut round, &packed, 0);
    assert_eq!(imported.applications, [id("a1")]);
    assert_eq!(import(&mut round, &packed, 1).applications.len(), 2);
    round.seal(0, "a1", (800, 700));
    let bundle = round.hand_in(0, "one");
    let register = place.at("issued/register-0002.json");
    round
        .panel
        .import_register(&register, &place.ctx())
        .unwrap();
    round.panel.arrive(&[bundle], &place.ctx()).unwrap();
    round.open();
    let status = round.panel.status(&place.ctx()).unwrap();
    assert_eq!((status.recusals.len(), status.held), (1, 0));
    let again = round.office.issue(&request, &place.ctx());
    assert!(is_refused(again, &Refused::NothingToIssue));
}

#[test]
fn what_is_withheld_stays_closed_in_later_editions() {
    let (mut round, mut packed) = declaring();
    let place = Rc::clone(&round.place);
    let e1 = round.ticket("e1");
    let request = IssueRequest {
        tickets: vec![e1.clone()],
        recused: vec![(e1.clone(), id("a2"))],
        out: place.at("issued"),
    };
    packed.tickets = round.office.issue(&request, &place.ctx()).unwrap();
    assert_eq!(packed.tickets.len(), 1);
    import(&mut round, &packed, 0);
    correct(&round, "a1", "120", "130");
    revise(&mut round);
    let second = supersede(&mut round, "second-edition");
    assert_eq!(import(&mut round, &second, 0).applications, [id("a1")]);
    let untold = import(&mut round, &second, 1);
    assert!(untold.applications.is_empty(), "e2 still declares first");
    let unassigned = IssueRequest {
        recused: vec![(round.ticket("e2"), id("a9"))],
        ..IssueRequest::default()
    };
    let refused = round.office.issue(&unassigned, &place.ctx());
    assert_eq!(key(refused), "unknown-application");
}

#[test]
fn the_list_says_what_was_handed_out_and_came_back() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let ticket = round.ticket("e1");
    let step = |round: &mut Round, step: HandStep| {
        let way = ("at the desk", "clerk");
        round.office.hand_out(&ticket, step, way, &place.ctx())
    };
    let early = step(&mut round, HandStep::Acknowledged);
    assert_eq!(key(early), "not-handed-out");
    step(&mut round, HandStep::HandedOut).unwrap();
    step(&mut round, HandStep::Acknowledged).unwrap();
    let line = step(&mut round, HandStep::Returned).unwrap();
    assert!(line.handed_out.is_some() && line.acknowledged.is_some() && line.returned.is_some());
    assert_eq!((line.holder.as_str(), line.kind), ("e1", "expert"));
    let out = |round: &Round| {
        let lines = round.office.handouts().unwrap();
        lines
            .iter()
            .filter(|line| line.handed_out.is_some())
            .count()
    };
    assert_eq!(
        (round.office.handouts().unwrap().len(), out(&round)),
        (5, 1)
    );
    correct(&round, "a1", "120", "130");
    revise(&mut round);
    supersede(&mut round, "second-edition");
    assert_eq!(
        out(&round),
        0,
        "the ticket of the new edition is still here"
    );
    let unknown: TicketId = id("nobody");
    let way = ("at the desk", "clerk");
    let refused = round
        .office
        .hand_out(&unknown, HandStep::HandedOut, way, &place.ctx());
    assert_eq!(key(refused), "unknown-ticket");
}

#[test]
fn files_are_written_again_with_the_same_bytes() {
    let round = Round::packed();
    let place = Rc::clone(&round.place);
    let request = RewriteRequest {
        out: place.at("stick"),
        package: Some(round.packed.files[0].0.clone()),
        shares: true,
        ..RewriteRequest::default()
    };
    let rewritten = round.office.rewrite(&request, &place.ctx()).unwrap();
    assert_eq!((rewritten.tickets.len(), rewritten.shares.len()), (5, 3));
    let bytes = |folder: &str| -> Vec<(PathBuf, Vec<u8>)> {
        let folder = place.at(folder);
        let all = files_under(&folder).into_iter();
        all.map(|(path, bytes)| (path.strip_prefix(&folder).unwrap().to_owned(), bytes))
            .collect()
    };
    let mut expected = bytes("package");
    let shares = bytes("shares").into_iter();
    expected.extend(shares.map(|(path, bytes)| (Path::new("shares").join(path), bytes)));
    expected.sort();
    assert_eq!(bytes("stick"), expected);
    round.office.rewrite(&request, &place.ctx()).unwrap();
    fs::write(place.at("stick/package.orp"), b"something else").unwrap();
    let refused = round.office.rewrite(&request, &place.ctx());
    assert_eq!(key(refused), "file-exists");
}

#[test]
fn a_pack_whose_tickets_found_no_room_is_finished_by_writing_again() {
    let mut round = Round::drawn();
    let place = Rc::clone(&round.place);
    let out = place.at("package-on-a-bad-stick");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("tickets"), b"a file where a folder should be").unwrap();
    let request = PackRequest {
        out: out.clone(),
        panel: vec![round.chair_card.clone()],
        ..PackRequest::default()
    };
    assert_eq!(
        key(round.office.pack(&request, &place.ctx())),
        "file-unwritable"
    );
    let again = round.office.pack(&request, &place.ctx());
    assert!(is_refused(again, &Refused::AlreadyPacked));
    let request = RewriteRequest {
        out: place.at("good-stick"),
        package: Some(out.join("package.orp")),
        shares: false,
        ..RewriteRequest::default()
    };
    let rewritten = round.office.rewrite(&request, &place.ctx()).unwrap();
    let ticket = rewritten
        .tickets
        .iter()
        .find(|one| one.holder == "e1")
        .unwrap();
    let files = hengping_app::expert::ImportFiles {
        package: rewritten.package[0].clone(),
        ticket: Some(ticket.file.clone()),
        root: rewritten.root.clone(),
    };
    round.experts[0].import(&files, &place.ctx()).unwrap();
}

#[test]
fn a_copy_of_another_edition_is_not_passed_on() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let old = round.packed.files[0].0.clone();
    correct(&round, "a1", "120", "130");
    revise(&mut round);
    supersede(&mut round, "second-edition");
    let request = RewriteRequest {
        out: place.at("stick"),
        package: Some(old.clone()),
        shares: false,
        ..RewriteRequest::default()
    };
    let refused = round.office.rewrite(&request, &place.ctx());
    let file = old.display().to_string();
    assert!(is_refused(refused, &Refused::NotTheEdition { file }));
    let bytes = fs::read(&old).unwrap();
    let damaged = place.at("damaged.orp");
    let mut flipped = bytes.clone();
    let last = flipped.len() / 2;
    flipped[last] ^= 1;
    fs::write(&damaged, flipped).unwrap();
    let request = RewriteRequest {
        package: Some(damaged),
        ..request
    };
    assert!(round.office.rewrite(&request, &place.ctx()).is_err());
    assert!(!place.at("stick/package.orp").exists());
}

#[test]
fn marks_of_the_practice_application_go_nowhere() {
    let mut round = Round::packed_with_practice();
    let place = Rc::clone(&round.place);
    assert!(round.packed.practice);
    assert_eq!(round.packed.applications, 2);
    let packed = round.packed.clone();
    let imported = import(&mut round, &packed, 0);
    assert_eq!(imported.practice, Some(id("p0")));
    assert_eq!(imported.applications.len(), 2);
    let expert = &mut round.experts[0];
    let list = expert.list().unwrap();
    let practice: Vec<&ApplicationId> = list
        .iter()
        .filter(|entry| entry.practice)
        .map(|entry| &entry.application)
        .collect();
    assert_eq!(practice, [&id::<ApplicationId>("p0")]);
    mark(expert, "p0", (350, 450), &place.ctx());
    assert_eq!(expert.list().unwrap()[0].marked, 2);
    let refused = expert.seal(&[id("p0")], &place.ctx());
    let application = "p0".to_owned();
    assert!(is_refused(refused, &Refused::PracticeStays { application }));
    assert_eq!(
        key(expert.recuse(&id("p0"), "kinship", &place.ctx())),
        "unknown-application"
    );
    assert_eq!(expert.check().unwrap().len(), 2);
    assert_eq!(expert.status(&place.ctx()).unwrap().assigned, 2);
    let bundle = round.review(0, (800, 700), (600, 600));
    round.panel.arrive(&[bundle], &place.ctx()).unwrap();
    round.open();
    let status = round.panel.status(&place.ctx()).unwrap();
    assert!(status.grid.iter().all(|row| row.cells.len() == 2));
    let results = round.panel.results(&place.ctx()).unwrap();
    assert_eq!(results.applications.len(), 2);
    let plain = opened_payload(&round);
    // The log that travels along names what was worked on, as it must to be whole; it has no marks.
    for word in ["\"application\":\"p0\"", "\"score\":350", "\"score\":450"] {
        assert!(!plain.contains(word), "{word}");
    }
    assert!(
        plain.contains("\"score\":800"),
        "the search would find a mark"
    );
    let office = round.office.status(&place.ctx()).unwrap();
    assert_eq!(office.applications, 2);
    assert!(round.office.check(&place.ctx()).unwrap().applications == 2);
}

/// What lay inside the bundles that were opened, with everything that is encoded in it.
fn opened_payload(round: &Round) -> String {
    let folder = round.place.at("chair");
    let store = PanelStore::open_read_only(&folder, unlock(), &settings()).unwrap();
    let bundles = store.read().openings().bundles().unwrap();
    assert!(!bundles.is_empty());
    bundles.iter().map(|row| decoded(&row.document)).collect()
}

/// An envelope with its payload decoded, and the envelopes within.
fn decoded(envelope: &[u8]) -> String {
    let payload = hengping_format::envelope::Envelope::read(envelope, envelope.len());
    let payload = payload.unwrap().payload().to_vec();
    let value: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    let mut text = String::from_utf8(payload).unwrap();
    for document in value["documents"].as_array().into_iter().flatten() {
        let (kind, payload) = (&document["payloadType"], &document["payload"]);
        let signatures = &document["signatures"];
        let within =
            format!(r#"{{"payloadType":{kind},"payload":{payload},"signatures":{signatures}}}"#);
        text.push_str(&decoded(within.as_bytes()));
    }
    text
}

#[test]
fn a_bundle_under_an_activation_code_waits_for_its_card() {
    let mut round = Round::packed_with_code();
    let place = Rc::clone(&round.place);
    let bundle = round.review(0, (800, 700), (600, 600));
    round.panel.arrive(&[bundle], &place.ctx()).unwrap();
    round.open();
    let valid = |round: &Round| {
        let outcome = round.panel.outcome_of(&id("a1"), &place.ctx()).unwrap();
        outcome.experts.valid
    };
    let status = round.panel.status(&place.ctx()).unwrap();
    assert_eq!((status.held, valid(&round)), (1, 0));
    let cards = round.panel.cards(&place.ctx()).unwrap();
    assert_eq!((cards.len(), cards[0].name.as_str()), (1, "e1"));
    let (ticket, words) = (cards[0].ticket.clone(), cards[0].fingerprint.words.clone());
    let by = ["clerk".to_owned()];
    let confirm = |round: &mut Round, print: &str| {
        let ctx = place.ctx();
        round.panel.confirm_card(&ticket, print, &by, &ctx)
    };
    assert_eq!(key(confirm(&mut round, "another")), "no-card");
    assert!(confirm(&mut round, &words).unwrap().confirmed);
    let status = round.panel.status(&place.ctx()).unwrap();
    assert_eq!((status.held, valid(&round)), (0, 1));
}

#[test]
fn a_second_key_under_one_code_stays_out() {
    let mut round = Round::packed_with_code();
    let place = Rc::clone(&round.place);
    let first = round.review(0, (800, 700), (600, 600));
    let thief = hengping_app::expert::enrol(
        &place.at("thief"),
        crate::support::PASSPHRASE,
        ("e1", "unit of e1"),
        hengping_app::TicketKind::Expert,
        &settings(),
        &place.ctx(),
    );
    let mut thief = thief.unwrap().0;
    let files = import_files(&round.packed, Some(ticket_file(&round.packed, "e1")));
    assert_eq!(key(thief.import(&files, &place.ctx())), "not-for-this-key");
    thief.activate(&files, &round.code(), &place.ctx()).unwrap();
    thief.pledge(&place.ctx()).unwrap();
    mark(&mut thief, "a1", (100, 100), &place.ctx());
    thief.seal(&[id("a1")], &place.ctx()).unwrap();
    let second = crate::support::hand_in(&mut thief, &place.at("stolen"), &place.ctx());
    round.panel.arrive(&[first, second], &place.ctx()).unwrap();
    round.open();
    assert_eq!(round.panel.status(&place.ctx()).unwrap().held, 2);
    let own = fs::read(crate::support::card_of(&round, "e1")).unwrap();
    let own = hengping_format::doc::verify_card(&own).unwrap().digest();
    let cards = round.panel.cards(&place.ctx()).unwrap().into_iter();
    let (mine, other): (Vec<_>, Vec<_>) = cards.partition(|card| card.fingerprint.digest == own);
    let by = ["clerk".to_owned()];
    let mut confirm = |card: &hengping_app::panel::CardLine| {
        let print = card.fingerprint.digest.to_string();
        let ctx = place.ctx();
        key(round.panel.confirm_card(&card.ticket, &print, &by, &ctx))
    };
    assert_eq!(confirm(&mine[0]), "nothing refused");
    assert_eq!(confirm(&other[0]), "another-card");
    assert_eq!(round.panel.status(&place.ctx()).unwrap().held, 1);
}

#[test]
fn somebody_without_a_card_is_not_packed_for_without_a_slip() {
    let mut drawn = Round::drawn_with_code();
    let place = Rc::clone(&drawn.place);
    let request = PackRequest {
        out: place.at("package"),
        ..PackRequest::default()
    };
    let refused = drawn.office.pack(&request, &place.ctx());
    assert!(is_refused(refused, &Refused::NoSlips));
    assert!(!place.at("package").exists());
}
