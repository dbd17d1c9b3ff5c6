//! Steps out of order and inputs that do not fit: each is refused by its own name, and the step goes
//! through once what was missing is there.

use std::collections::BTreeMap;
use std::fs;
use std::rc::Rc;

use hengping_app::TicketKind;
use hengping_app::expert::{MarkRequest, OpinionRequest, ProposalRequest};
use hengping_app::office::{Office, PackRequest, SupersedeRequest};
use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;

use crate::support::{PASSPHRASE, Place, Round, card_of, digits, id, key, settings, take_in};

fn office(place: &Place, name: &str) -> Office {
    let (home, settings) = (place.at(name), settings());
    let made = Office::create(&home, PASSPHRASE, "authority", &settings, &place.ctx());
    made.unwrap().0
}

fn request(place: &Place) -> PackRequest {
    PackRequest {
        out: place.at("package"),
        ..PackRequest::default()
    }
}

#[test]
fn an_office_is_told_which_step_comes_first() {
    let mut at = Round::founded();
    let place = Rc::clone(&at.place);
    let pack = request(&place);
    assert_eq!(key(office(&place, "new").check(&place.ctx())), "no-round");
    let office = &mut at.office;
    let materials = place.at("materials");
    let again = office.new_round(&materials, &place.ctx());
    assert_eq!(key(again), "round-exists");
    assert_eq!(key(office.assign(&place.ctx())), "no-draw");
    take_in(office, TicketKind::Expert, &at.experts, &place.ctx());
    office.draw(None, digits(), None, &place.ctx()).unwrap();
    assert_eq!(key(office.pack(&pack, &place.ctx())), "not-assigned");
    office.assign(&place.ctx()).unwrap();
    assert_eq!(key(office.pack(&pack, &place.ctx())), "no-committee");
    take_in(office, TicketKind::Panel, &at.holders, &place.ctx());
    let mut committee = || {
        let out = place.at("shares");
        office.make_committee(&at.holders, 2, &out, &place.ctx())
    };
    committee().unwrap();
    assert_eq!(key(committee()), "committee-exists");
    let later = SupersedeRequest {
        out: place.at("later"),
        ..SupersedeRequest::default()
    };
    assert_eq!(key(office.supersede(&later, &place.ctx())), "not-packed");
    office.pack(&pack, &place.ctx()).unwrap();
}

#[test]
fn an_office_is_told_what_does_not_fit() {
    let mut at = Round::founded();
    let place = Rc::clone(&at.place);
    let office = &mut at.office;
    let unknown = office.confirm(&["一丁七万丈三".to_owned()], &place.ctx());
    assert_eq!(key(unknown), "unknown-fingerprint");
    take_in(office, TicketKind::Expert, &at.experts, &place.ctx());
    let pool = place.at("pool.toml");
    let mut draw = |text: &str| {
        fs::write(&pool, text).unwrap();
        key(office.draw(Some(&pool), digits(), None, &place.ctx()))
    };
    assert_eq!(draw("[[expert]]\nname = 7\n"), "pool-file");
    let stranger = "[[expert]]\nname = \"x\"\nunit = \"y\"\n";
    assert_eq!(draw(stranger), "not-in-pool");
    assert_eq!(draw(""), "nothing refused");
}

#[test]
fn materials_are_packed_as_they_were_checked() {
    let mut drawn = Round::drawn();
    let place = Rc::clone(&drawn.place);
    let evidence = place.at("materials/applications/a1/e1.pdf");
    let text = fs::read_to_string(&evidence).unwrap();
    let pack = request(&place);
    for changed in [text.replace("a1", "a3"), text.clone() + " and more"] {
        fs::write(&evidence, changed).unwrap();
        let refused = drawn.office.pack(&pack, &place.ctx());
        assert_eq!(key(refused), "material-changed");
        assert!(!place.at("package/package.orp").exists());
    }
    fs::write(&evidence, text).unwrap();
    drawn.office.pack(&pack, &place.ctx()).unwrap();
}

#[test]
fn more_applications_than_a_unit_may_send_are_not_packed() {
    let at = Round::founded();
    let place = Rc::clone(&at.place);
    let file = place.at("materials/round.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("quota = 2", "quota = 1")).unwrap();
    let mut office = office(&place, "strict");
    let materials = place.at("materials");
    office.new_round(&materials, &place.ctx()).unwrap();
    let refused = office.pack(&request(&place), &place.ctx());
    assert_eq!(key(refused), "blocking-findings");
}

#[test]
fn an_expert_is_told_what_does_not_fit() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let a1 = id("a1");
    let expert = &mut round.experts[0];
    let score = |indicator: &str, citations: &[&str]| MarkRequest {
        indicator: id(indicator),
        judgement: Judgement::Score(Hundredths(500)),
        comment: String::new(),
        citations: citations.iter().map(|text| id(text)).collect(),
    };
    let mut mark = |request| key(expert.mark(&a1, request, &place.ctx()));
    assert_eq!(mark(score("Z9", &[])), "unknown-indicator");
    assert_eq!(mark(score("A2", &["c99"])), "unknown-citation");
    let proposal = ProposalRequest {
        fact: "F1".to_owned(),
        value: "130".to_owned(),
        reason: "审计报告".to_owned(),
        citations: Vec::new(),
    };
    let refused = expert.propose(&a1, &proposal, &place.ctx());
    assert_eq!(key(refused), "proposal-uncited");
    let opinion = OpinionRequest {
        fields: BTreeMap::from([(id("nowhere"), "可".to_owned())]),
        recommendation: None,
    };
    let refused = expert.write_opinion(&a1, &opinion, &place.ctx());
    assert_eq!(key(refused), "unknown-opinion-field");
    assert_eq!(key(expert.unseal(&a1, " ", &place.ctx())), "no-reason");
    assert_eq!(key(expert.unseal(&a1, "误封", &place.ctx())), "not-sealed");
    assert_eq!(key(expert.hand_in(&place.ctx())), "nothing-to-hand-in");
    let exported = expert.export(&place.at("stick"));
    assert_eq!(key(exported), "nothing-handed-in");
}

#[test]
fn a_receipt_and_a_transcript_are_about_ones_own_bundle() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let first = round.review(0, (800, 700), (600, 600));
    let second = round.review(1, (850, 750), (650, 600));
    let files = [first.clone()];
    let received = round
        .office
        .receive(&files, &place.at("receipts"), &place.ctx())
        .unwrap();
    let receipt = fs::read(&received.receipts[0].file).unwrap();
    let of_another = round.experts[1].load_receipt(&receipt, &place.ctx());
    assert_eq!(key(of_another), "receipt-foreign");
    round.experts[0]
        .load_receipt(&receipt, &place.ctx())
        .unwrap();
    round.panel.arrive(&files, &place.ctx()).unwrap();
    round.open();
    let refused = round.panel.admit("nothing-like-it", "漏登", &place.ctx());
    assert_eq!(key(refused), "unknown-bundle");
    let transcript = place.at("transcript.json");
    round.panel.transcript(&transcript, &place.ctx()).unwrap();
    let transcript = fs::read(transcript).unwrap();
    let lacks = round.experts[1].check_transcript(&transcript, &place.ctx());
    assert_eq!(key(lacks), "transcript-lacks");
    let found = round.experts[0].check_transcript(&transcript, &place.ctx());
    found.unwrap();
    assert!(second.exists(), "handed in and not counted");
}

#[test]
fn whoever_nobody_waits_for_gets_no_ticket_at_the_desk() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let card = card_of(&round, "chair");
    let out = place.at("desk");
    let refused = round
        .office
        .check_in(&card, (true, "Li"), &out, &place.ctx());
    assert_eq!(key(refused), "nobody-waiting");
    let refused = round
        .office
        .check_in(&card, (false, "Li"), &out, &place.ctx());
    assert_eq!(key(refused), "unconfirmed-card");
    assert!(!out.exists());
}

#[test]
fn codes_with_a_typo_name_the_group() {
    use hengping_app::activation::ActivationCode;
    let slip = ActivationCode::of_slip("ABCD-EFGH\n");
    assert_eq!(key(slip), "activation-code-typo");
    assert_eq!(
        key(hengping_app::recovery_code("ABCD")),
        "recovery-code-typo"
    );
}

#[test]
fn without_a_renderer_nothing_is_quoted() {
    use hengping_app::expert::{CitationRequest, Place as Cited};
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let request = CitationRequest {
        evidence: id("E1"),
        page: 1,
        place: Cited::Quote("审计".to_owned()),
    };
    let refused = round.experts[0].cite_for(&id("a1"), &request, &[], &place.ctx());
    assert_eq!(key(refused), "no-renderer");
}

#[test]
fn an_entry_says_one_thing() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let entry = "[[fact]]\napplication = 'a1'\nfact = 'F1'\naccepted = true\nreason = '审计'\n";
    let taken = round.panel.take(entry, &place.ctx()).unwrap();
    let codes: Vec<&str> = taken.refused.iter().map(|entry| entry.notice.key).collect();
    assert_eq!(codes, ["unclear-entry"]);
}
