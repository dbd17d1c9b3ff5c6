//! The committee key: m of n open, everything else is refused with its own reason.

use hengping_format::shares::{Ceremony, OpenShare, open, recombine, split, verify};
use hengping_format::suite::Identity;
use hengping_format::trust::{Purpose, TrustState};
use hengping_format::{Document, Reason, Refusal};

use crate::support::refused;
use crate::world::*;

fn state() -> TrustState {
    trust()
        .accept(&trust_json(), now(), Purpose::Import)
        .unwrap()
}

pub(crate) fn ceremony() -> Ceremony {
    Ceremony {
        authority: AUTHORITY.to_owned(),
        round: "r2026".parse().unwrap(),
        ceremony: "c1".parse().unwrap(),
        needed: 2,
        holders: ["holder1", "holder2", "holder3"]
            .map(|n| identity(n).recipient())
            .to_vec(),
    }
}

pub(crate) fn dealt() -> Vec<Vec<u8>> {
    let shares = split(&ceremony(), &identity("committee"), &[&signing("root1")]).unwrap();
    shares
        .into_iter()
        .map(hengping_format::Signed::into_bytes)
        .collect()
}

fn open_as(bytes: &[u8], holder: &str) -> Result<OpenShare, Refusal> {
    open(verify(bytes, &state())?, &identity(holder))
}

#[test]
fn any_two_of_three_open_and_one_does_not() {
    let dealt = dealt();
    let names = ["holder1", "holder2", "holder3"];
    for (a, b) in [(0, 1), (0, 2), (1, 2), (2, 0)] {
        let shares = [
            open_as(&dealt[a], names[a]).unwrap(),
            open_as(&dealt[b], names[b]).unwrap(),
        ];
        let key = recombine(&shares).unwrap();
        assert_eq!(key.recipient(), identity("committee").recipient());
    }
    let one = [open_as(&dealt[0], "holder1").unwrap()];
    assert_eq!(refused(recombine(&one)), Reason::SharesTooFew);
    assert_eq!(refused(recombine(&[])), Reason::SharesTooFew);
}

#[test]
fn a_repeated_share_counts_once() {
    let dealt = dealt();
    let twice = [
        open_as(&dealt[0], "holder1").unwrap(),
        open_as(&dealt[0], "holder1").unwrap(),
    ];
    assert_eq!(refused(recombine(&twice)), Reason::SharesTooFew);
    let with_second = [
        open_as(&dealt[0], "holder1").unwrap(),
        open_as(&dealt[0], "holder1").unwrap(),
        open_as(&dealt[1], "holder2").unwrap(),
    ];
    assert!(recombine(&with_second).is_ok());
}

#[test]
fn a_share_opens_for_its_holder_only() {
    assert_eq!(
        refused(open_as(&dealt()[0], "holder2")),
        Reason::NotForThisKey
    );
}

#[test]
fn shares_of_two_deals_do_not_mix() {
    let (first, second) = (dealt(), dealt());
    let mixed = [
        open_as(&first[0], "holder1").unwrap(),
        open_as(&second[1], "holder2").unwrap(),
    ];
    assert_eq!(refused(recombine(&mixed)), Reason::SharesMixed);
}

#[test]
fn a_corrupt_share_is_named_before_it_does_harm() {
    let content = verify(&dealt()[0], &state()).unwrap().into_content();
    let corrupt = hengping_format::doc::Share {
        sealed: hengping_format::suite::seal_bytes(
            &identity("holder1").recipient(),
            hengping_format::suite::DOCUMENT_BLOCK,
            &[1; 75],
        )
        .unwrap(),
        ..content
    };
    let signed = corrupt.sign(&[&signing("root1")]).unwrap();
    assert_eq!(
        refused(open_as(signed.bytes(), "holder1")),
        Reason::ShareCorrupt
    );
}

/// Shares of one secret signed under the recipient of another: what recombining them yields.
pub(crate) fn recombined_of_another_secret() -> Reason {
    let wrong = split(&ceremony(), &Identity::generate(), &[&signing("root1")]).unwrap();
    let relabelled: Vec<_> = wrong
        .iter()
        .zip(["holder1", "holder2"])
        .map(|(share, holder)| {
            let mut envelope: serde_json::Value = serde_json::from_slice(share.bytes()).unwrap();
            let payload = envelope["payload"].take();
            let mut content = decode_share(payload.as_str().unwrap());
            content.recipient = identity("committee").recipient();
            let signed = content.sign(&[&signing("root1")]).unwrap();
            open_as(signed.bytes(), holder).unwrap()
        })
        .collect();
    refused(recombine(&relabelled))
}

#[test]
fn shares_of_another_secret_are_found_out_by_the_recipient() {
    assert_eq!(recombined_of_another_secret(), Reason::RecipientDiffers);
}

fn decode_share(payload: &str) -> hengping_format::doc::Share {
    use base64::Engine as _;
    let bytes = base64::prelude::BASE64_STANDARD.decode(payload).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

#[test]
fn impossible_numbers_are_not_dealt() {
    let deal = |change: fn(&mut Ceremony)| {
        let mut ceremony = ceremony();
        change(&mut ceremony);
        refused(split(
            &ceremony,
            &identity("committee"),
            &[&signing("root1")],
        ))
    };
    assert_eq!(deal(|c| c.needed = 1), Reason::FieldValue);
    assert_eq!(deal(|c| c.needed = 4), Reason::FieldValue);
    assert_eq!(
        deal(|c| c.holders.push(identity("holder1").recipient())),
        Reason::Doubled
    );
}
