//! The office by the window's commands: a round made by them says what one made by the use cases
//! says; faults come with their places; the desk gives tickets out; sticks and letters.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use hengping_app::TicketKind;
use hengping_app::context::{Context, Ids, Silent};
use hengping_app::desktop::{Desktop, Ground, Identities, Workspace};
use hengping_app::office::{HandStep, LetterStep, Office, PackRequest};
use hengping_core::time::Instant;
use hengping_format::envelope::Envelope;
use hengping_store::office::OfficeStore;
use serde_json::{Value, json};

use crate::support::{
    Founded, PASSPHRASE, Round, copy_folder, digits, id, settings, take_in, unlock,
};

struct Window(Desktop);

impl Window {
    fn over(home: &Path) -> Self {
        let ground = Ground {
            identities: Identities::Only(Workspace::Office, home.to_owned()),
            preferences: home.with_extension("preferences.json"),
            settings: settings(),
            now: Box::new(noon),
            ids: counted(),
            pool: None,
        };
        let window = Self(Desktop::start(ground).unwrap());
        let secret = json!({ "secret": PASSPHRASE, "is_recovery_code": false });
        assert_eq!(window.call("unlock", secret)["stage"], "open");
        window
    }

    fn call(&self, name: &str, request: Value) -> Value {
        let answer = self.0.call(name, request);
        answer.unwrap_or_else(|notice| panic!("{name}: {} {}", notice.code, notice.en))
    }

    fn ask(&self, name: &str) -> Value {
        self.call(name, json!({}))
    }

    fn refused(&self, name: &str, request: Value) -> String {
        self.0.call(name, request).unwrap_err().code
    }

    fn offer(&self, path: &Path) -> String {
        self.0.files().offer(path).id
    }

    fn offers(&self, paths: &[PathBuf]) -> Vec<String> {
        paths.iter().map(|path| self.offer(path)).collect()
    }

    fn folder(&self, path: &Path) -> String {
        fs::create_dir_all(path).unwrap();
        self.offer(path)
    }

    /// Takes cards in and compares each fingerprint.
    fn take_in(&self, kind: &str, cards: &[PathBuf]) {
        let files = self.offers(cards);
        let roster = self.call("office_take_cards", json!({ "files": files, "kind": kind }));
        let rows = roster["rows"].as_array().unwrap();
        let own = rows.iter().filter(|row| row["kind"] == kind);
        for row in own.filter(|row| row["confirmed"].is_null()) {
            let words: String = row["words"]
                .as_array()
                .unwrap()
                .iter()
                .map(|word| word.as_str().unwrap())
                .collect();
            let confirm = json!({ "expert": row["expert"], "typed": words });
            self.call("office_confirm", confirm);
        }
    }
}

fn noon() -> Instant {
    id("2026-03-02T12:00:00Z")
}

fn counted() -> Ids {
    Ids::Counted {
        prefix: "w".to_owned(),
        last: 0.into(),
    }
}

/// Cards and materials, and two copies of an office without a round.
fn twins() -> (Founded, PathBuf, PathBuf) {
    let at = Round::founded();
    let one = at.place.at("twin-one");
    let two = at.place.at("twin-two");
    let made = Office::create(&one, PASSPHRASE, "authority", &settings(), &at.place.ctx());
    drop(made.unwrap());
    copy_folder(&one, &two);
    (at, one, two)
}

/// What a store says of its last package, without what encryption draws anew each time, and the
/// digest of everything that was packed, before it was encrypted.
fn manifest_of(home: &Path) -> Value {
    let store = OfficeStore::open(home, unlock(), noon(), &settings()).unwrap();
    let packed = store.read().packed().of_round(&id("r1")).unwrap().pop();
    let signed = packed.unwrap().signed;
    let envelope = Envelope::read(&signed, signed.len()).unwrap();
    let mut manifest: Value = serde_json::from_slice(envelope.payload()).unwrap();
    for volume in manifest["volumes"].as_array_mut().unwrap() {
        for entry in volume["entries"].as_array_mut().unwrap() {
            // Encryption pads headers at random, so not even sizes are the same twice.
            for drawn in ["sha256", "crc32", "size"] {
                entry[drawn].take();
            }
        }
    }
    let notes = store.read().meta().kept("office-notes").unwrap().unwrap();
    let notes: Value = serde_json::from_str(&notes).unwrap();
    manifest["packed_from"] = notes["packed_from"].clone();
    assert!(manifest["packed_from"].is_string());
    manifest
}

fn by_use_cases(at: &Founded, home: &Path) -> Value {
    let ids = counted();
    let ctx = Context {
        now: noon(),
        progress: &Silent,
        ids: &ids,
        pool: None,
    };
    let mut office = Office::open(home, unlock(), &settings(), &ctx).unwrap();
    office.new_round(&at.place.at("materials"), &ctx).unwrap();
    take_in(&mut office, TicketKind::Expert, &at.experts, &ctx);
    take_in(&mut office, TicketKind::Panel, &at.holders, &ctx);
    let shares = at.place.at("shares-one");
    office
        .make_committee(&at.holders, 2, &shares, &ctx)
        .unwrap();
    office.draw(None, digits(), None, &ctx).unwrap();
    office.assign(&ctx).unwrap();
    let request = PackRequest {
        out: at.place.at("out-one"),
        panel: vec![at.holders[0].clone()],
        ..PackRequest::default()
    };
    office.pack(&request, &ctx).unwrap();
    serde_json::to_value(office.status(&ctx).unwrap()).unwrap()
}

fn by_window(at: &Founded, home: &Path) -> Window {
    let window = Window::over(home);
    assert_eq!(window.ask("office_home")["next"], "round");
    let materials = window.offer(&at.place.at("materials"));
    let made = window.call("office_new_round", json!({ "folder": materials }));
    assert_eq!(
        (&made["applications"], &made["faults"]),
        (&json!(2), &json!([]))
    );
    window.take_in("expert", &at.experts);
    assert_eq!(window.ask("office_home")["next"], "committee");
    window.take_in("panel", &at.holders);
    let (cards, shares) = (window.offers(&at.holders), at.place.at("shares-two"));
    let folder = window.folder(&shares);
    let committee = json!({ "cards": cards, "threshold": 2, "folder": folder });
    let made = window.call("office_make_committee", committee);
    assert_eq!(made["shares"].as_array().unwrap().len(), 3);
    let typed = json!([["one", "123456"], ["two", "123456"]]);
    let drawn = window.call(
        "office_draw",
        json!({ "contributions": typed, "reason": null }),
    );
    assert_eq!(drawn["draws"][0]["seats"].as_array().unwrap().len(), 3);
    window.ask("office_assign");
    assert_eq!(window.ask("office_home")["next"], "pack");
    let folder = window.folder(&at.place.at("out-two"));
    let panel = window.offers(&at.holders[..1]);
    let packed = window.call(
        "office_pack",
        json!({ "folder": folder, "panel": panel, "visit": [], "declarations_first": false, "slips": null }),
    );
    assert_eq!(packed["seq"], 1);
    window
}

#[test]
fn a_round_made_by_window_commands_says_what_one_made_by_the_use_cases_says() {
    let (at, one, two) = twins();
    let status = by_use_cases(&at, &one);
    drop(by_window(&at, &two));
    assert_eq!(manifest_of(&one), manifest_of(&two));
    let ids = counted();
    let ctx = Context {
        now: noon(),
        progress: &Silent,
        ids: &ids,
        pool: None,
    };
    let office = Office::open(&two, unlock(), &settings(), &ctx).unwrap();
    assert_eq!(
        status,
        serde_json::to_value(office.status(&ctx).unwrap()).unwrap()
    );
}

#[test]
fn the_desk_gives_out_a_ticket_only_after_the_comparison() {
    let (at, _, two) = twins();
    let window = by_window(&at, &two);
    let card = window.offer(&at.experts[0]);
    let there = window.call("office_look_at_card", json!({ "file": card }));
    assert_eq!(
        (&there["confirmed"], &there["applications"]),
        (&json!(true), &json!(2))
    );
    let folder = window.folder(&at.place.at("stick"));
    let check_in = |compared: bool| json!({ "card": card, "compared": compared, "by": "Li", "folder": folder });
    window.refused("office_check_in", check_in(false));
    let board = window.ask("office_board");
    assert!(
        board["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["handed_out"].is_null())
    );
    let ticket = window.call("office_check_in", check_in(true));
    let name = ticket["name"].as_str().unwrap();
    assert!(at.place.at("stick/tickets").join(name).is_file());
    assert_eq!(
        window.call("office_look_at_card", json!({ "file": card }))["handed_out"],
        true
    );
    let stranger = window.offer(&at.holders[1]);
    assert!(window.call("office_look_at_card", json!({ "file": stranger }))["ticket"].is_null());
}

#[test]
fn one_bad_stick_does_not_cost_the_others() {
    let (at, _, two) = twins();
    let window = by_window(&at, &two);
    let bad = at.place.at("bad");
    fs::create_dir_all(&bad).unwrap();
    fs::write(bad.join("package.orp"), "another").unwrap();
    let sticks = [window.offer(&bad), window.folder(&at.place.at("good"))];
    let package = window.offer(&at.place.at("out-two/package.orp"));
    let done = window.call(
        "office_sticks",
        json!({ "package": package, "sticks": sticks }),
    );
    assert!(done["rows"][0]["refused"]["code"].is_string());
    assert_eq!(done["rows"][1]["refused"], Value::Null);
    let bytes = |folder: &str| fs::read(at.place.at(folder).join("package.orp")).unwrap();
    assert_eq!(bytes("out-two"), bytes("good"));
    assert_eq!(fs::read(bad.join("package.orp")).unwrap(), b"another");
}

#[test]
fn faults_of_a_folder_and_of_a_scheme_come_with_their_places() {
    let (at, _, two) = twins();
    let window = Window::over(&two);
    let file = at.place.at("materials/applications/a1/application.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("type = ", "sort = ")).unwrap();
    let materials = window.offer(&at.place.at("materials"));
    let made = window.call("office_new_round", json!({ "folder": materials }));
    assert_eq!(
        made["faults"][0]["file"],
        "applications/a1/application.toml"
    );
    assert_eq!(
        window.ask("office_home")["next"],
        "round",
        "nothing was made"
    );
    let scheme = at.place.at("materials/scheme.toml");
    let text = fs::read_to_string(&scheme).unwrap();
    fs::write(
        &scheme,
        text.replacen("scale = \"ten\"", "scale = \"no\"", 1),
    )
    .unwrap();
    let choice = json!({ "file": window.offer(&scheme), "shipped": null });
    let view = window.call("office_scheme", choice);
    let fault = &view["faults"][0];
    let line = fault["line"].as_u64().unwrap() as usize;
    let text = fs::read_to_string(&scheme).unwrap();
    assert_eq!(fault["text"], text.lines().nth(line - 1).unwrap());
}

#[test]
fn a_unit_is_asked_and_answers_and_may_be_asked_again() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let file = place.at("materials/applications/a1/application.toml");
    let text = fs::read_to_string(&file).unwrap();
    let line = text
        .lines()
        .find(|line| line.trim().starts_with("credit_code"));
    let spoilt = text.replace(line.unwrap(), "credit_code = \"91990101MA900148XX\"");
    fs::write(&file, spoilt).unwrap();
    round
        .office
        .revise(&place.at("materials"), &place.ctx())
        .unwrap();
    let letters = round.office.letters(&place.ctx()).unwrap();
    let own = |letter: &hengping_app::office::Letter| letter.findings.len();
    let asked = letters.iter().map(own).sum::<usize>();
    assert!(asked > 0, "a credit code that is none is asked for");
    let unit = letters[0].unit.clone();
    let answer = round
        .office
        .letter_step(&unit, LetterStep::Answered, &place.ctx());
    assert!(answer.is_err(), "nobody was asked yet");
    for step in [LetterStep::Asked, LetterStep::Answered] {
        round.office.letter_step(&unit, step, &place.ctx()).unwrap();
    }
    let letter = &round.office.letters(&place.ctx()).unwrap()[0];
    assert!(letter.asked < letter.answered);
    round
        .office
        .letter_step(&unit, LetterStep::Asked, &place.ctx())
        .unwrap();
    assert_eq!(
        round.office.letters(&place.ctx()).unwrap()[0].answered,
        None
    );
}

#[test]
fn a_card_takes_the_place_of_a_code_at_the_desk() {
    let mut round = Round::packed_with_code();
    let place = Rc::clone(&round.place);
    let invited = round.ticket("e1");
    let card = place.at("arrived.json");
    fs::copy(crate::support::card_of(&round, "e1"), &card).unwrap();
    let there = round.office.look_at_card(&card).unwrap();
    assert_eq!(there.ticket, Some(invited.clone()));
    let done = round
        .office
        .check_in(&card, (true, "Li"), &place.at("desk"), &place.ctx())
        .unwrap();
    assert_ne!(done.ticket.ticket, invited);
    let status = round.office.status(&place.ctx()).unwrap();
    let old = status.tickets.iter().find(|one| one.ticket == invited);
    assert!(old.unwrap().revoked.is_some());
    let lines = round.office.handouts().unwrap();
    let fresh = lines.iter().find(|line| line.ticket == done.ticket.ticket);
    assert!(fresh.unwrap().handed_out.is_some());
    let step = HandStep::Returned;
    let returned = round
        .office
        .hand_out(&done.ticket.ticket, step, ("", "Li"), &place.ctx());
    assert!(returned.is_ok());
}
