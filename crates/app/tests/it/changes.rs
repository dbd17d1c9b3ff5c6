//! What changes on the way: tickets, recusals, clocks, registers, bundles that were refused.

use std::rc::Rc;

use hengping_app::Language;
use hengping_app::context::Context;
use hengping_app::error::Refused;
use hengping_app::expert::Expert;
use hengping_app::messages::Catalogue;
use hengping_app::notice::Notice;
use hengping_app::office::PackRequest;
use hengping_app::panel::{ConsensusRequest, FactRequest, Panel, PanelFiles};
use hengping_app::visit::Visit;
use hengping_core::amount::Hundredths;
use hengping_core::id::ApplicationId;
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::ChangeGround;
use hengping_store::Event;
use hengping_store::panel::PanelStore;
use hengping_store::table::intake::IntakeRow;

use crate::support::{
    Round, card_of, copy_folder, id, import_files, is_refused, key, mark, settings, unlock,
};

/// Replaces the ticket of an expert for the same person; the panel knows of it.
fn replaced(round: &mut Round, name: &str) -> std::path::PathBuf {
    let place = Rc::clone(&round.place);
    let (old, card, out) = (round.ticket(name), card_of(round, name), place.at("again"));
    let made = round
        .office
        .replace_ticket(&old, &card, &out, &place.ctx())
        .unwrap();
    let names = std::fs::read_dir(&out).unwrap();
    let mut names = names.map(|entry| entry.unwrap().path());
    let register = names.find(|path| path.to_string_lossy().contains("register-"));
    round
        .panel
        .import_register(&register.unwrap(), &place.ctx())
        .unwrap();
    made.file
}

#[test]
fn what_was_sealed_under_a_replaced_ticket_is_sealed_anew_and_counts() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let first = round.review(0, (800, 700), (600, 600));
    let ticket = replaced(&mut round, "e1");
    let files = import_files(&round.packed, Some(ticket));
    let ctx = place.ctx();
    round.experts[0].import(&files, &ctx).unwrap();
    let none: [ApplicationId; 0] = [];
    let sealed = round.experts[0].seal(&none, &place.ctx()).unwrap();
    assert_eq!(sealed.len(), 2, "both were open again, with their marks");
    let second = round.hand_in(0, "under-the-new-ticket");
    round.panel.arrive(&[first, second], &place.ctx()).unwrap();
    round.open();
    let experts = round.panel.outcome_of(&id("a1"), &ctx).unwrap().experts;
    assert_eq!((experts.asked, experts.valid), (3, 1));
    let status = round.panel.status(&ctx).unwrap();
    assert_eq!(status.accepted, 1);
}

#[test]
fn a_round_is_packed_once() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let request = PackRequest {
        out: place.at("second-package"),
        panel: Vec::new(),
        visit: Vec::new(),
        due: None,
        ..PackRequest::default()
    };
    let again = round.office.pack(&request, &place.ctx());
    assert!(is_refused(again, &Refused::AlreadyPacked));
}

#[test]
fn a_recusal_after_a_hand_in_comes_with_the_next() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let first = round.review(0, (800, 700), (600, 600));
    round.experts[0]
        .recuse(&id("a2"), "kinship", &place.ctx())
        .unwrap();
    let second = round.hand_in(0, "second");
    round.panel.arrive(&[first, second], &place.ctx()).unwrap();
    round.open();
    let status = round.panel.status(&place.ctx()).unwrap();
    assert_eq!(status.recusals.len(), 1);
    let ctx = place.ctx();
    let experts = round.panel.outcome_of(&id("a2"), &ctx).unwrap().experts;
    assert_eq!((experts.recused, experts.valid), (1, 0));
    let experts = round.panel.outcome_of(&id("a1"), &ctx).unwrap().experts;
    assert_eq!((experts.recused, experts.valid), (0, 1));
}

#[test]
fn a_recusal_in_a_bundle_that_takes_no_part_is_none() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    round.experts[0]
        .recuse(&id("a2"), "kinship", &place.ctx())
        .unwrap();
    round.seal(0, "a1", (800, 700));
    let bundle = round.hand_in(0, "one");
    let arrived = round.panel.arrive(&[bundle], &place.ctx()).unwrap();
    round.open();
    let name = arrived.bundles[0].bundle.to_string();
    let recused = |round: &Round| round.panel.status(&place.ctx()).unwrap().recusals.len();
    assert_eq!(recused(&round), 1);
    round
        .panel
        .keep_out(&name, "not theirs", &place.ctx())
        .unwrap();
    assert_eq!(recused(&round), 0);
    round.panel.admit(&name, "it is", &place.ctx()).unwrap();
    assert_eq!(recused(&round), 1);
    replaced(&mut round, "e1");
    let ctx = place.ctx();
    let experts = round.panel.outcome_of(&id("a2"), &ctx).unwrap().experts;
    assert_eq!(
        (experts.asked, experts.recused),
        (3, 0),
        "the place is asked once"
    );
}

#[test]
fn only_an_experts_ticket_is_replaced_and_a_person_holds_one() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let card = card_of(&round, "e2");
    for holder in ["chair", "team"] {
        let (old, out) = (round.ticket(holder), place.at("refused"));
        let refused = round.office.replace_ticket(&old, &card, &out, &place.ctx());
        assert_eq!(key(refused), "not-an-experts-ticket", "{holder}");
    }
    let (old, out) = (round.ticket("e1"), place.at("refused"));
    let refused = round.office.replace_ticket(&old, &card, &out, &place.ctx());
    assert_eq!(key(refused), "holds-a-ticket");
    assert!(!out.exists());
}

#[test]
fn a_store_is_opened_as_what_it_was_made_for() {
    let round = Round::packed();
    let place = &round.place;
    let (expert, team) = (place.at("e1-copy"), place.at("team-copy"));
    copy_folder(&place.at("e1"), &expert);
    copy_folder(&place.at("team"), &team);
    let ctx = place.ctx();
    assert_eq!(
        key(Visit::open(&expert, unlock(), &settings(), &ctx)),
        "foreign"
    );
    assert_eq!(
        key(Expert::open(&team, unlock(), &settings(), &ctx)),
        "foreign"
    );
    Expert::open(&expert, unlock(), &settings(), &ctx).unwrap();
}

#[test]
fn a_bundle_that_was_refused_is_tried_again_and_no_longer_held() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    let twin = place.at("chair-twin");
    copy_folder(&place.at("chair"), &twin);
    {
        let now = place.ctx().now;
        let mut store = PanelStore::open(&twin, unlock(), now, &settings()).unwrap();
        let label = store.read().arrivals().all().unwrap()[0].label;
        let held = store.write(now, |write| {
            write.arrivals().set_held(label, Some("key-unknown"))?;
            Ok::<_, hengping_store::StoreError>(((), Event::act("tried")))
        });
        held.unwrap();
    }
    round.panel = Panel::open_store(&twin, unlock(), &settings(), &place.ctx()).unwrap();
    let opened = round.open();
    assert_eq!((opened.opened, opened.refused.len()), (3, 0));
    drop(round.panel);
    let store = PanelStore::open_read_only(&twin, unlock(), &settings()).unwrap();
    let arrivals = store.read().arrivals().all().unwrap();
    assert!(arrivals.iter().all(|row| row.held.is_none()));
}

#[test]
fn the_later_decision_holds_though_the_clock_was_set_back() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let decide = |value: &str| FactRequest {
        application: id("a1"),
        fact: "F1".to_owned(),
        value: Some(value.to_owned()),
        reason: "seen".to_owned(),
        by: vec!["chair".to_owned()],
    };
    let ctx = place.ctx();
    round.panel.decide_fact(&decide("1200"), &ctx).unwrap();
    let back = Context {
        now: ctx.now.plus_seconds(-600),
        ..place.ctx()
    };
    let decided = round.panel.decide_fact(&decide("90"), &back).unwrap();
    assert_eq!(decided.after.as_deref(), Some("90"));
    let bundle = round.panel.status(&ctx).unwrap().arrivals[0]
        .bundle
        .to_string();
    round.panel.keep_out(&bundle, "not theirs", &ctx).unwrap();
    round.panel.admit(&bundle, "it is", &back).unwrap();
    assert_eq!(round.panel.status(&back).unwrap().held, 0);
}

#[test]
fn an_agreed_mark_is_refused_for_what_is_wrong_with_it() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let request = |indicator: &str, by: &[&str], reason: &str| ConsensusRequest {
        application: id("a1"),
        indicator: id(indicator),
        ticket: None,
        judgement: Some(Judgement::Score(Hundredths(500))),
        ground: ChangeGround::Unreasonable,
        reason: reason.to_owned(),
        by: by.iter().map(|name| (*name).to_owned()).collect(),
    };
    let ctx = place.ctx();
    let computed = round
        .panel
        .consensus(&request("A1", &["clerk"], "agreed"), &ctx);
    assert_eq!(key(computed), "computed-leaf");
    let argument = |name: &str| Refused::BadArgument {
        name: name.to_owned(),
    };
    let nobody = round.panel.consensus(&request("A2", &[], "agreed"), &ctx);
    assert!(is_refused(nobody, &argument("by")));
    let silent = round.panel.consensus(&request("A2", &["clerk"], " "), &ctx);
    assert!(is_refused(silent, &argument("reason")));
}

/// Whoever brings several shares is told which of them is the wrong one, and nothing of tickets.
#[test]
fn a_share_of_somebody_who_is_not_here_is_named() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    let shares = [round.shares[0].clone(), round.shares[2].clone()];
    let second = round.holder("second");
    let refused = round.panel.rehearse(&shares, &[second], &place.ctx());
    let notice = Notice::from(&refused.unwrap_err());
    assert_eq!((notice.code, notice.key), ("F043", "not-for-this-key"));
    assert_eq!(notice.place.to_string(), "03.share share");
    let sentences = [Language::Zh, Language::En].map(|language| {
        let catalogue = Catalogue::new(language);
        let place = notice.place.sentence(&catalogue).unwrap();
        format!("{} {place}", notice.sentence(&catalogue))
    });
    assert!(sentences[0].contains("份额") && !sentences[0].contains("评审券"));
    assert!(sentences[1].contains("share") && !sentences[1].contains("ticket"));
    assert!(sentences.iter().all(|text| text.contains("03.share")));
}

#[test]
fn a_share_named_twice_is_one_person() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    let (first, second) = (round.shares[0].clone(), round.shares[1].clone());
    let holder = round.holder("second");
    let shares = [first.clone(), first, second];
    let rehearsed = round
        .panel
        .rehearse(&shares, &[holder], &place.ctx())
        .unwrap();
    assert_eq!(rehearsed.shares, 2);
    assert_eq!(rehearsed.present, ["chair", "second"]);
}

#[test]
fn a_seal_of_a_bundle_that_is_kept_out_cannot_be_named() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    mark(&mut round.experts[0], "a1", (800, 700), &place.ctx());
    let sealed = round.experts[0].seal(&[id("a1")], &place.ctx()).unwrap();
    let seal = sealed[0].digest.digest;
    let bundle = round.hand_in(0, "one");
    let arrived = round.panel.arrive(&[bundle], &place.ctx()).unwrap();
    round.open();
    let (ticket, name) = (round.ticket("e1"), arrived.bundles[0].bundle.to_string());
    let named = |round: &mut Round| {
        let ctx = place.ctx();
        let named = round
            .panel
            .name_seal(&ticket, &id("a1"), seal, "says so", &ctx);
        key(named)
    };
    assert_eq!(named(&mut round), "nothing refused");
    round
        .panel
        .keep_out(&name, "not theirs", &place.ctx())
        .unwrap();
    assert_eq!(named(&mut round), "bad-argument");
}

#[test]
fn a_register_is_taken_in_by_a_clock_that_can_be_right() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let register = round.packed.register.clone();
    let behind = Context {
        now: place.ctx().now.plus_seconds(-3 * 24 * 3600),
        ..place.ctx()
    };
    let refused = round.panel.import_register(&register, &behind);
    assert_eq!(key(refused), "clock-behind");
    round
        .panel
        .import_register(&register, &place.ctx())
        .unwrap();
}

#[test]
fn an_edition_takes_the_place_of_the_one_before_with_its_applications() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let twin = place.at("chair-twin");
    copy_folder(&place.at("chair"), &twin);
    {
        let now = place.ctx().now;
        let mut store = PanelStore::open(&twin, unlock(), now, &settings()).unwrap();
        let round = store.read().rounds().all().unwrap()[0].round.id.clone();
        let mut packed = store.read().packed().of_round(&round).unwrap().remove(0);
        packed.signed = b"the edition before".to_vec();
        let known = store.read().intake().of_round(&round).unwrap().remove(0);
        let mut body = known.body.clone();
        body.id = id("a9");
        let dropped = IntakeRow {
            position: 9,
            body,
            ..known
        };
        let before = store.write(now, |write| {
            write.packed().put(&packed)?;
            write.intake().put(&round, &dropped)?;
            Ok::<_, hengping_store::StoreError>(((), Event::act("edition")))
        });
        before.unwrap();
    }
    round.panel = Panel::open_store(&twin, unlock(), &settings(), &place.ctx()).unwrap();
    let chair = round
        .packed
        .tickets
        .iter()
        .find(|one| one.holder == "chair");
    let files = PanelFiles {
        package: place.at("package/package.orp"),
        ticket: Some(chair.unwrap().file.clone()),
        register: None,
        root: round.packed.root.clone(),
    };
    round.panel.import(&files, &place.ctx()).unwrap();
    let bundle = round.review(0, (800, 700), (600, 600));
    round.panel.arrive(&[bundle], &place.ctx()).unwrap();
    round.open();
    let results = round.panel.results(&place.ctx()).unwrap();
    assert_eq!(results.applications.len(), 2, "a9 is not in the edition");
}
