//! Who is on the roster, as what, and what may follow from it.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use hengping_app::TicketKind;
use hengping_app::error::Refused;
use hengping_app::office::PackRequest;

use crate::support::{Founded, Round, digits, is_refused, key, take_in};

fn unconfirmed(name: &str) -> Refused {
    let name = name.to_owned();
    Refused::UnconfirmedCard { name }
}

fn not_enrolled_as(name: &str) -> Refused {
    let name = name.to_owned();
    Refused::NotEnrolledAs { name }
}

/// Takes a card in without comparing the fingerprint.
fn only_enrol(at: &mut Founded, kind: TicketKind, cards: &[PathBuf]) {
    let place = Rc::clone(&at.place);
    let named: Vec<_> = cards.iter().map(|card| (kind, card.clone())).collect();
    at.office.enrol(&named, &place.ctx()).unwrap();
}

fn committee(at: &mut Founded, shares: &str) -> hengping_app::error::Result<()> {
    let place = Rc::clone(&at.place);
    let (holders, out) = (at.holders.clone(), place.at(shares));
    let made = at.office.make_committee(&holders, 2, &out, &place.ctx());
    made.map(drop)
}

fn pack(at: &mut Founded, panel: &Path, visit: &Path) -> hengping_app::error::Result<()> {
    let place = Rc::clone(&at.place);
    let request = PackRequest {
        out: place.at("package"),
        panel: vec![panel.to_owned()],
        visit: vec![visit.to_owned()],
        ..PackRequest::default()
    };
    at.office.pack(&request, &place.ctx()).map(drop)
}

/// Everybody taken in as what they are, a panel drawn, a committee key made.
fn drawn() -> Founded {
    let mut at = Round::founded();
    let place = Rc::clone(&at.place);
    let (experts, holders) = (at.experts.clone(), at.holders.clone());
    take_in(&mut at.office, TicketKind::Expert, &experts, &place.ctx());
    take_in(&mut at.office, TicketKind::Panel, &holders, &place.ctx());
    committee(&mut at, "shares").unwrap();
    at.office.draw(None, digits(), None, &place.ctx()).unwrap();
    at.office.assign(&place.ctx()).unwrap();
    at
}

#[test]
fn a_share_goes_to_nobody_whose_fingerprint_was_not_compared() {
    let mut at = Round::founded();
    let place = Rc::clone(&at.place);
    let refused = committee(&mut at, "shares");
    assert!(is_refused(refused, &not_enrolled_as("chair")));
    let holders = at.holders.clone();
    only_enrol(&mut at, TicketKind::Panel, &holders);
    let refused = committee(&mut at, "shares");
    assert!(is_refused(refused, &unconfirmed("chair")));
    assert!(!place.at("shares").exists());
    take_in(&mut at.office, TicketKind::Panel, &holders, &place.ctx());
    committee(&mut at, "shares").unwrap();
}

#[test]
fn one_person_holds_one_share() {
    let mut at = Round::founded();
    let place = Rc::clone(&at.place);
    let holders = at.holders.clone();
    take_in(&mut at.office, TicketKind::Panel, &holders, &place.ctx());
    at.holders[1] = at.holders[0].clone();
    assert!(is_refused(
        committee(&mut at, "shares"),
        &Refused::HoldersOdd
    ));
}

#[test]
fn an_experts_card_is_no_holders() {
    let mut at = Round::founded();
    let place = Rc::clone(&at.place);
    let holders = at.holders.clone();
    take_in(&mut at.office, TicketKind::Expert, &holders, &place.ctx());
    let refused = committee(&mut at, "shares");
    assert!(is_refused(refused, &not_enrolled_as("chair")));
}

#[test]
fn a_ticket_goes_to_nobody_whose_fingerprint_was_not_compared() {
    let mut at = drawn();
    let place = Rc::clone(&at.place);
    let (chair, team, expert) = (
        at.holders[0].clone(),
        at.team.clone(),
        at.experts[0].clone(),
    );
    let refused = pack(&mut at, &chair, &team);
    assert!(is_refused(refused, &not_enrolled_as("team")));
    only_enrol(&mut at, TicketKind::Visit, std::slice::from_ref(&team));
    let refused = pack(&mut at, &chair, &team);
    assert!(is_refused(refused, &unconfirmed("team")));
    let refused = pack(&mut at, &expert, &team);
    assert!(is_refused(refused, &not_enrolled_as("e1")));
    assert!(!place.at("package").exists());
    let team_card = std::slice::from_ref(&team);
    take_in(&mut at.office, TicketKind::Visit, team_card, &place.ctx());
    pack(&mut at, &chair, &team).unwrap();
}

#[test]
fn only_experts_are_drawn() {
    let mut at = Round::founded();
    let place = Rc::clone(&at.place);
    let (experts, holders, team) = (at.experts.clone(), at.holders.clone(), at.team.clone());
    only_enrol(&mut at, TicketKind::Panel, &holders);
    only_enrol(&mut at, TicketKind::Visit, std::slice::from_ref(&team));
    take_in(
        &mut at.office,
        TicketKind::Expert,
        &experts[..2],
        &place.ctx(),
    );
    // Three seats, and five cards of which two are experts'.
    let short = at.office.draw(None, digits(), None, &place.ctx());
    assert_eq!(key(short), "draw");
    take_in(
        &mut at.office,
        TicketKind::Expert,
        &experts[2..],
        &place.ctx(),
    );
    let drawn = at.office.draw(None, digits(), None, &place.ctx()).unwrap();
    let mut names: Vec<_> = drawn.seats.into_iter().map(|seat| seat.name).collect();
    names.sort();
    assert_eq!(names, ["e1", "e2", "e3"]);
}

#[test]
fn a_mistaken_kind_is_corrected_until_something_followed_from_it() {
    let mut at = Round::founded();
    let place = Rc::clone(&at.place);
    let (experts, holders) = (at.experts.clone(), at.holders.clone());
    take_in(&mut at.office, TicketKind::Expert, &holders, &place.ctx());
    // The comparison was of the card and stands.
    only_enrol(&mut at, TicketKind::Panel, &holders);
    committee(&mut at, "shares").unwrap();
    let mut again = |card: &PathBuf, kind| {
        let card = [(kind, card.clone())];
        at.office.enrol(&card, &place.ctx()).map(drop)
    };
    let has_a_part = |name: &str| Refused::HasAPart {
        name: name.to_owned(),
    };
    let refused = again(&holders[1], TicketKind::Expert);
    assert!(is_refused(refused, &has_a_part("second")));
    again(&holders[1], TicketKind::Panel).unwrap();
    take_in(&mut at.office, TicketKind::Expert, &experts, &place.ctx());
    at.office.draw(None, digits(), None, &place.ctx()).unwrap();
    let mut again = |card: &PathBuf, kind| {
        let card = [(kind, card.clone())];
        at.office.enrol(&card, &place.ctx()).map(drop)
    };
    let refused = again(&experts[0], TicketKind::Observer);
    assert!(is_refused(refused, &has_a_part("e1")));
}
