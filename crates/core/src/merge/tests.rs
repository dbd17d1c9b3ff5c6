//! What merge must do with each thing that can happen to bundles.

mod facts;
mod history;
mod laws;
mod scoring;

use super::*;
use history::{Desk, id, naming, round};

fn standing(pieces: &Pieces, ticket: &str, application: &str) -> Standing {
    merge(pieces).standings[&id::<TicketId>(ticket)][&id::<ApplicationId>(application)].clone()
}

fn counted(pieces: &Pieces, ticket: &str, application: &str) -> Option<Digest> {
    merge(pieces).counted(&id(ticket), &id(application))
}

fn status(pieces: &Pieces, bundle: &Bundle) -> BundleStatus {
    merge(pieces).bundles[&bundle.digest].status.clone()
}

fn with(mut pieces: Pieces, bundles: &[&Bundle]) -> Pieces {
    for bundle in bundles {
        pieces.insert_bundle((*bundle).clone());
    }
    pieces
}

#[test]
fn the_highest_seal_counts_whenever_it_arrives() {
    let mut desk = Desk::new("t1");
    let first_seal = desk.seal("a1", 700);
    let first = desk.hand_in();
    let second_seal = desk.seal("a1", 800);
    let second = desk.hand_in();
    for order in [[&first, &second], [&second, &first]] {
        let pieces = with(round(), &order);
        assert_eq!(counted(&pieces, "t1", "a1"), Some(second_seal));
        let Standing::Counts(counted) = standing(&pieces, "t1", "a1") else {
            panic!("counts");
        };
        assert_eq!(counted.supersedes, BTreeSet::from([first_seal]));
        assert_eq!(
            status(&pieces, &first),
            BundleStatus::Superseded { by: second.digest }
        );
        assert_eq!(status(&pieces, &second), BundleStatus::Accepted);
        assert_eq!(merge(&pieces).transcript(), BTreeSet::from([second.digest]));
    }
}

#[test]
fn a_later_hand_in_without_an_application_deletes_nothing() {
    let mut desk = Desk::new("t1");
    let kept = desk.seal("a1", 700);
    let first = desk.hand_in();
    desk.forget("a1");
    desk.seal("a2", 500);
    let second = desk.hand_in();
    let pieces = with(round(), &[&first, &second]);
    assert_eq!(counted(&pieces, "t1", "a1"), Some(kept));
    assert_eq!(status(&pieces, &first), BundleStatus::Accepted);
    assert_eq!(status(&pieces, &second), BundleStatus::Accepted);
}

#[test]
fn a_missing_predecessor_is_a_recorded_gap_and_holds_nothing() {
    let mut desk = Desk::new("t1");
    let first_seal = desk.seal("a1", 700);
    let first = desk.hand_in();
    let second_seal = desk.seal("a1", 800);
    let second = desk.hand_in();
    let pieces = with(round(), &[&second]);
    let merged = merge(&pieces);
    assert_eq!(counted(&pieces, "t1", "a1"), Some(second_seal));
    let (ticket, application) = (id::<TicketId>("t1"), id::<ApplicationId>("a1"));
    let seal = Gap::Seal {
        ticket: ticket.clone(),
        application,
        seal: 1,
        missing: first_seal,
    };
    let bundle = Gap::Bundle {
        ticket,
        seq: 1,
        missing: first.digest,
    };
    assert_eq!(merged.gaps, BTreeSet::from([seal, bundle]));
    assert_eq!(status(&pieces, &second), BundleStatus::Accepted);
    assert!(merge(&with(pieces, &[&first])).gaps.is_empty());
}

#[test]
fn two_seals_of_one_number_from_one_lineage_are_an_equivocation() {
    let mut desk = Desk::new("t1");
    let mut copy = desk.clone();
    let one_seal = desk.seal("a1", 700);
    let one = desk.hand_in();
    let other_seal = copy.seal("a1", 900);
    let untouched = copy.seal("a2", 500);
    let other = copy.hand_in();
    let pieces = with(round(), &[&one, &other]);
    let conflict = Conflict {
        seal: 1,
        kind: ConflictKind::Equivocation,
        claims: BTreeSet::from([one_seal, other_seal]),
    };
    let held = Absence::Conflicting(vec![conflict]);
    assert_eq!(standing(&pieces, "t1", "a1"), Standing::Absent(held));
    let hold = BTreeSet::from([Hold::Equivocation {
        application: id("a1"),
    }]);
    assert_eq!(status(&pieces, &one), BundleStatus::Held(hold.clone()));
    assert_eq!(status(&pieces, &other), BundleStatus::Held(hold));
    assert_eq!(
        counted(&pieces, "t1", "a2"),
        Some(untouched),
        "the rest counts"
    );
    let reviews = pieces.reviews();
    let differing = difference::differences(reviews[&one_seal], reviews[&other_seal]);
    assert!(matches!(
        &differing[..],
        [difference::Difference::Judgement { .. }]
    ));
}

/// Which of the two had the greater digest decided once which of them the transcript listed.
#[test]
fn hand_ins_of_one_number_both_stand_for_what_both_carry() {
    let mut desk = Desk::new("t1");
    let shared = desk.seal("a2", 500);
    let mut copy = desk.clone();
    let own_seal = desk.seal("a1", 700);
    let own = desk.hand_in();
    copy.seal("a1", 900);
    let other = copy.hand_in();
    let mut pieces = with(round(), &[&own, &other]);
    pieces.namings.insert(naming("t1", "a1", own_seal));
    let merged = merge(&pieces);
    let through = |bundle: &Bundle| merged.bundles[&bundle.digest].counted.clone();
    let (a1, a2) = (id::<ApplicationId>("a1"), id::<ApplicationId>("a2"));
    assert_eq!(
        through(&own),
        BTreeMap::from([(a1, own_seal), (a2.clone(), shared)])
    );
    assert_eq!(through(&other), BTreeMap::from([(a2, shared)]));
    let both = BTreeSet::from([own.digest, other.digest]);
    assert_eq!(merged.transcript(), both);
    assert_eq!(status(&pieces, &other), BundleStatus::Accepted);
}

#[test]
fn a_fork_waits_until_the_expert_names_a_line() {
    let mut desk = Desk::new("t1");
    desk.seal("a1", 600);
    let mut restored = desk.restore("l2");
    let lost = desk.seal("a1", 700);
    let one = desk.hand_in();
    let named = restored.seal("a1", 800);
    let on_top = restored.seal("a1", 900);
    let other = restored.hand_in();
    let mut pieces = with(round(), &[&one, &other]);
    let Standing::Absent(Absence::Conflicting(conflicts)) = standing(&pieces, "t1", "a1") else {
        panic!("held");
    };
    assert_eq!(
        (conflicts[0].seal, conflicts[0].kind),
        (2, ConflictKind::Fork)
    );
    assert_eq!(conflicts[0].claims, BTreeSet::from([lost, named]));
    pieces.namings.insert(history::naming("t1", "a1", named));
    assert_eq!(counted(&pieces, "t1", "a1"), Some(on_top));
    pieces.namings.clear();
    pieces.namings.insert(history::naming("t1", "a1", lost));
    assert_eq!(
        counted(&pieces, "t1", "a1"),
        Some(lost),
        "not the higher seal of the other line"
    );
}

#[test]
fn a_predecessor_nobody_has_seen_can_contradict_one_that_is_there() {
    let mut desk = Desk::new("t1");
    let mut copy = desk.clone();
    desk.seal("a1", 700);
    let one = desk.hand_in();
    copy.seal("a1", 900);
    copy.seal("a1", 950);
    let other = copy.hand_in();
    let pieces = with(round(), &[&one, &other]);
    assert_eq!(counted(&pieces, "t1", "a1"), None);
}

#[test]
fn a_restore_that_continues_is_no_fork() {
    let mut desk = Desk::new("t1");
    desk.seal("a1", 700);
    let first = desk.hand_in();
    let mut restored = desk.restore("l2");
    let second_seal = restored.seal("a1", 800);
    let second = restored.hand_in();
    let pieces = with(round(), &[&first, &second]);
    assert_eq!(counted(&pieces, "t1", "a1"), Some(second_seal));
}

#[test]
fn what_is_late_counts_only_by_ruling_and_raises_no_conflict() {
    let mut desk = Desk::new("t1");
    let mut copy = desk.clone();
    let in_time = desk.seal("a1", 700);
    let one = desk.hand_in();
    copy.seal("a1", 900);
    let late = copy.hand_in();
    let mut pieces = with(round(), &[&one, &late]);
    pieces.opening = Some(BTreeSet::from([one.label]));
    assert_eq!(counted(&pieces, "t1", "a1"), Some(in_time));
    assert_eq!(
        status(&pieces, &late),
        BundleStatus::Held(BTreeSet::from([Hold::Late]))
    );
    pieces.rulings.insert(history::ruling(&late, 1, false));
    assert_eq!(
        counted(&pieces, "t1", "a1"),
        None,
        "admitted, it contradicts"
    );
    pieces.rulings.insert(history::ruling(&late, 2, true));
    assert_eq!(counted(&pieces, "t1", "a1"), Some(in_time));
    assert_eq!(
        status(&pieces, &late),
        BundleStatus::Held(BTreeSet::from([Hold::Refused]))
    );
}

#[test]
fn a_replacing_ticket_takes_the_whole_place() {
    let mut desk = Desk::new("t1");
    let kept = desk.seal("a1", 700);
    let bundle = desk.hand_in();
    let mut pieces = with(round(), &[&bundle]);
    pieces.tickets.insert(history::ticket("t9", Some("t1")));
    let by = id::<TicketId>("t9");
    let replaced = Absence::Replaced {
        by: by.clone(),
        kept: Some(kept),
    };
    assert_eq!(standing(&pieces, "t1", "a1"), Standing::Absent(replaced));
    assert_eq!(
        status(&pieces, &bundle),
        BundleStatus::TicketReplaced { by }
    );
    assert_eq!(
        standing(&pieces, "t9", "a1"),
        Standing::Absent(Absence::NotHandedIn)
    );
}

#[test]
fn withdrawn_and_recused_applications_keep_what_was_sealed() {
    let mut desk = Desk::new("t1");
    let one = desk.seal("a1", 700);
    let two = desk.seal("a2", 700);
    let mut pieces = with(round(), &[&desk.hand_in()]);
    pieces.withdrawn.insert(id("a1"));
    pieces.recusals.insert(Recused {
        ticket: id("t1"),
        application: id("a2"),
    });
    let withdrawn = Absence::Withdrawn { kept: Some(one) };
    assert_eq!(standing(&pieces, "t1", "a1"), Standing::Absent(withdrawn));
    let recused = Absence::Recused { kept: Some(two) };
    assert_eq!(standing(&pieces, "t1", "a2"), Standing::Absent(recused));
}

#[test]
fn strangers_are_held_with_the_reason() {
    let mut desk = Desk::new("t1");
    desk.seal("a1", 700);
    let good = desk.hand_in();
    let held = |change: &dyn Fn(&mut Bundle, &mut Pieces)| {
        let (mut bundle, mut pieces) = (good.clone(), round());
        change(&mut bundle, &mut pieces);
        let pieces = with(pieces, &[&bundle]);
        assert_eq!(counted(&pieces, "t1", "a1"), None);
        match status(&pieces, &bundle) {
            BundleStatus::Held(holds) => holds,
            other => panic!("{other:?}"),
        }
    };
    assert!(held(&|b, _| b.package = id("other")).contains(&Hold::UnknownPackage));
    assert!(held(&|b, _| b.ticket = id("t77")).contains(&Hold::UnknownTicket));
    assert!(held(&|b, _| b.signer = Digest::of(b"x")).contains(&Hold::ForeignKey));
    assert!(held(&|_, p| p.keys.clear()).contains(&Hold::UnconfirmedKey));
    assert!(held(&|b, _| b.content = Content::Visits(vec![])).contains(&Hold::WrongKind));
    let revoke = |_: &mut Bundle, p: &mut Pieces| p.revoked.extend([id("t1")]);
    assert!(held(&revoke).contains(&Hold::TicketRevoked));
    let old_scheme = |_: &mut Bundle, p: &mut Pieces| p.schemes = BTreeSet::from([Digest::of(b"")]);
    assert!(matches!(
        held(&old_scheme).first(),
        Some(Hold::UnknownScheme { .. })
    ));
}

#[test]
fn documents_that_do_not_belong_are_held_and_the_rest_counts() {
    let mut desk = Desk::new("t1");
    let good = desk.seal("a1", 700);
    desk.seal("a8", 700);
    let mut other = Desk::new("t2");
    other.seal("a2", 700);
    let mut bundle = desk.hand_in();
    if let (Content::Reviews(mine), Content::Reviews(theirs)) =
        (&mut bundle.content, other.hand_in().content)
    {
        mine.extend(theirs);
    }
    let pieces = with(round(), &[&bundle]);
    assert_eq!(counted(&pieces, "t1", "a1"), Some(good));
    assert_eq!(counted(&pieces, "t2", "a2"), None);
    let BundleStatus::Held(holds) = status(&pieces, &bundle) else {
        panic!("held");
    };
    assert!(holds.contains(&Hold::Unassigned {
        application: id("a8")
    }));
    assert!(
        holds
            .iter()
            .any(|hold| matches!(hold, Hold::ForeignDocument { .. }))
    );
}

#[test]
fn a_log_that_does_not_continue_holds_the_bundle() {
    let mut desk = Desk::new("t1");
    let first_seal = desk.seal("a1", 700);
    let first = desk.hand_in();
    desk.rewrite_log();
    desk.seal("a1", 800);
    let second = desk.hand_in();
    let mut pieces = with(round(), &[&first, &second]);
    assert_eq!(
        status(&pieces, &second),
        BundleStatus::Held(BTreeSet::from([Hold::LogBroken]))
    );
    assert_eq!(counted(&pieces, "t1", "a1"), Some(first_seal));
    pieces.rulings.insert(history::ruling(&second, 1, false));
    assert_ne!(counted(&pieces, "t1", "a1"), Some(first_seal));
}

#[test]
fn of_one_hand_in_signed_twice_the_smaller_digest_stands_whatever_came_first() {
    let mut desk = Desk::new("t1");
    let sealed = desk.seal("a1", 700);
    let handed_in = desk.hand_in();
    // A digest on either side of the first one's.
    for digest in [Digest([0x00; 32]), Digest([0xff; 32])] {
        let mut again = handed_in.clone();
        again.digest = digest;
        let (stands, other) = match again.digest < handed_in.digest {
            true => (&again, &handed_in),
            false => (&handed_in, &again),
        };
        for order in [[stands, other], [other, stands]] {
            let pieces = with(round(), &order);
            let of = stands.digest;
            assert_eq!(status(&pieces, stands), BundleStatus::Accepted);
            assert_eq!(status(&pieces, other), BundleStatus::Duplicate { of });
            assert_eq!(merge(&pieces).transcript(), BTreeSet::from([of]));
            assert_eq!(counted(&pieces, "t1", "a1"), Some(sealed));
        }
    }
}

#[test]
fn what_no_bundle_brings_is_told_apart() {
    let mut desk = Desk::new("t1");
    desk.seal("a1", 700);
    let pieces = with(round(), &[&desk.hand_in()]);
    assert_eq!(
        standing(&pieces, "t1", "a2"),
        Standing::Absent(Absence::NotDone)
    );
    assert_eq!(
        standing(&pieces, "t2", "a2"),
        Standing::Absent(Absence::NotHandedIn)
    );
}
