//! The shares of the committee key: too few, doubled, corrupt, foreign, of others.

use std::fs;

use hengping_format::envelope::Envelope;
use hengping_format::{Reason, shares};
use hengping_tests::{Plan, Round};

use crate::reason;

#[test]
fn any_two_of_three_open_and_one_does_not() {
    let round = Round::of(&Plan::default());
    let recipient = round.committee(&[0, 1]).unwrap().recipient();
    for two in [[0, 2], [1, 2], [2, 0]] {
        assert_eq!(round.committee(&two).unwrap().recipient(), recipient);
    }
    assert_eq!(round.committee(&[0, 1, 2]).unwrap().recipient(), recipient);
    for too_few in [vec![0], vec![1, 1], vec![2, 2, 2], vec![]] {
        assert_eq!(
            round.committee(&too_few).err().unwrap().reason,
            Reason::SharesTooFew
        );
    }
}

#[test]
fn a_share_opens_for_its_holder_only() {
    let round = Round::of(&Plan::default());
    let bytes = fs::read(round.share(0)).unwrap();
    let share = shares::verify(&bytes, &round.trust()).unwrap();
    let other = round.holders[1].holder_keys().identity;
    assert_eq!(
        shares::open(share, &other).err().unwrap().reason,
        Reason::NotForThisKey
    );
}

#[test]
fn a_corrupt_share_is_refused_before_it_could_spoil_the_key() {
    let round = Round::of(&Plan::default());
    let bytes = fs::read(round.share(1)).unwrap();
    let trust = round.trust();
    for place in (0..bytes.len()).step_by(97) {
        let mut corrupt = bytes.clone();
        corrupt[place] ^= 1;
        assert!(shares::verify(&corrupt, &trust).is_err(), "byte {place}");
    }
    assert!(Envelope::read(&bytes, bytes.len()).is_ok());
}

#[test]
fn shares_of_another_round_are_refused() {
    let (round, other) = (Round::of(&Plan::default()), Round::of(&Plan::default()));
    let bytes = fs::read(other.share(0)).unwrap();
    let refused = shares::verify(&bytes, &round.trust()).err().unwrap();
    assert_eq!(refused.reason, Reason::UnknownSigner);
}

/// The same through the panel's own door, where a wrong key would open nothing and say so late.
#[test]
fn the_panel_refuses_to_open_without_enough_different_shares() {
    let round = Round::of(&Plan::default());
    let exported = round.review(0, 7, "可");
    let mut panel = round.panel();
    panel
        .arrive(&[exported.file], &round.moment.context())
        .unwrap();
    let context = round.moment.context();
    let both = || [round.holders[1].holder(), round.holders[2].holder()];
    let doubled = [round.share(0), round.share(0)];
    for shares in [vec![round.share(0)], doubled.to_vec()] {
        assert_eq!(
            reason(panel.open(&shares, &both(), &context)),
            Reason::SharesTooFew
        );
        assert_eq!(
            reason(panel.rehearse(&shares, &both(), &context)),
            Reason::SharesTooFew
        );
    }
    let absent = [round.share(0), round.share(1)];
    assert_eq!(
        reason(panel.open(&absent, &[], &context)),
        Reason::NotForThisKey
    );
    let corrupt = round.path("corrupt.share");
    let mut bytes = fs::read(round.share(1)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&corrupt, bytes).unwrap();
    reason(panel.open(&[round.share(0), corrupt], &both(), &context));
    assert!(panel.status(&context).unwrap().opened.is_none());
    let opened = panel
        .open(&[round.share(1), round.share(2)], &both(), &context)
        .unwrap();
    assert_eq!((opened.opened, opened.reviews), (1, 2));
}
