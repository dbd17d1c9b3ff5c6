//! Tickets, packages, roots and keys that belong to somebody or something else.

use std::path::PathBuf;

use hengping_app::TicketKind;
use hengping_app::error::Refused;
use hengping_app::expert::ImportFiles;
use hengping_app::panel::PanelFiles;
use hengping_format::{Reason, bundle};
use hengping_tests::{Applicant, Person, Plan, Round};

use crate::{reason, rule};

fn other_round() -> Round {
    Round::of(&Plan {
        round: "r2027".to_owned(),
        authority: "另一评审办".to_owned(),
        applicants: vec![Applicant::new("a01", "丙公司")],
        ..Plan::default()
    })
}

/// Imports into the store of `person`; nothing may stay of an import that is refused.
fn refused_import(round: &Round, person: &Person, files: &ImportFiles) -> Reason {
    let mut expert = person.open(&round.moment);
    let before = expert.log().unwrap().head;
    let why = reason(expert.import(files, &round.moment.context()));
    assert_eq!(expert.log().unwrap().head, before, "something was stored");
    assert_eq!(rule(expert.conflicts()), Refused::NoPackage);
    why
}

#[test]
fn a_ticket_opens_for_its_expert_only() {
    let round = Round::of(&Plan::default());
    let files = ImportFiles {
        ticket: Some(round.ticket(1)),
        ..round.import_files(0)
    };
    assert_eq!(
        refused_import(&round, &round.experts[0], &files),
        Reason::NotForThisKey
    );
}

#[test]
fn a_ticket_of_another_package_of_the_round_is_refused() {
    let round = Round::of(&Plan::default());
    let again = round.pack_again("again");
    let ticket = Some(round.ticket_of(&again, 0).file.clone());
    let files = ImportFiles {
        ticket,
        ..round.import_files(0)
    };
    assert_eq!(
        refused_import(&round, &round.experts[0], &files),
        Reason::ScopeDiffers
    );
}

#[test]
fn a_ticket_of_another_round_is_refused() {
    let (round, other) = (Round::of(&Plan::default()), other_round());
    let files = ImportFiles {
        ticket: Some(other.ticket(0)),
        ..round.import_files(0)
    };
    let why = refused_import(&round, &round.experts[0], &files);
    assert_eq!(why, Reason::UnknownSigner);
}

#[test]
fn a_package_of_another_authority_does_not_lead_to_the_pinned_root() {
    let (round, other) = (Round::of(&Plan::default()), other_round());
    let files = ImportFiles {
        package: other.package(),
        ..round.import_files(0)
    };
    assert_eq!(
        refused_import(&round, &round.experts[0], &files),
        Reason::PinMismatch
    );
}

/// Whoever was in a round of one authority is not taken over by another under its own root.
#[test]
fn an_authority_once_pinned_stays_the_one() {
    let (round, other) = (Round::of(&Plan::default()), other_round());
    let mut expert = round.experts[0].open(&round.moment);
    expert
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
    let why = reason(expert.import(&other.import_files(0), &round.moment.context()));
    assert_eq!(why, Reason::AuthorityDiffers);
}

#[test]
fn a_ticket_for_the_panel_is_none_for_an_expert() {
    let round = Round::of(&Plan::default());
    // Keys made as an expert's, whose card the office took in as a chair's.
    let folder = round.path("");
    let odd = Person::enrol(&folder, "客", TicketKind::Expert, &round.moment);
    let packed = round.pack_for("odd", std::slice::from_ref(&odd));
    let panel = packed
        .tickets
        .iter()
        .find(|ticket| ticket.kind == TicketKind::Panel)
        .unwrap();
    let files = ImportFiles {
        ticket: Some(panel.file.clone()),
        ..round.import_of(&packed, 0)
    };
    let mut expert = odd.open(&round.moment);
    let refused = rule(expert.import(&files, &round.moment.context()));
    assert_eq!(refused, Refused::WrongTicketKind);
}

#[test]
fn a_ticket_for_an_expert_is_none_for_the_panel() {
    let round = Round::of(&Plan::default());
    let files = PanelFiles {
        ticket: Some(round.ticket(0)),
        ..round.panel_files(0)
    };
    let mut panel = round.open_panel(0, &round.moment);
    let refused = reason(panel.import(&files, &round.moment.context()));
    assert_eq!(refused, Reason::NotForThisKey);
}

#[test]
fn a_package_without_a_ticket_is_refused() {
    let round = Round::of(&Plan::default());
    let files = ImportFiles {
        ticket: None,
        ..round.import_files(0)
    };
    let mut expert = round.experts[0].open(&round.moment);
    assert_eq!(
        rule(expert.import(&files, &round.moment.context())),
        Refused::NoTicket
    );
}

#[test]
fn files_of_another_kind_are_refused_at_every_door() {
    let round = Round::of(&Plan::default());
    let exported = round.review(1, 6, "可");
    let good = round.import_files(0);
    let ticket = good.ticket.clone().unwrap();
    let wrong: Vec<PathBuf> = vec![exported.file, round.share(0), round.experts[0].card.clone()];
    for file in wrong {
        for files in [
            ImportFiles {
                package: file.clone(),
                ..good.clone()
            },
            ImportFiles {
                ticket: Some(file.clone()),
                ..good.clone()
            },
            ImportFiles {
                root: file.clone(),
                ..good.clone()
            },
            ImportFiles {
                package: ticket.clone(),
                ..good.clone()
            },
        ] {
            refused_import(&round, &round.experts[0], &files);
        }
    }
}

#[test]
fn a_bundle_opens_with_the_committee_key_of_its_round_only() {
    let (round, other) = (Round::of(&Plan::default()), other_round());
    let bytes = std::fs::read(round.review(0, 7, "可").file).unwrap();
    let foreign = other.committee(&[0, 1]).unwrap();
    let refused = bundle::open(&bytes, &foreign, &round.keys_of(&bytes))
        .err()
        .unwrap();
    assert_eq!(refused.reason, Reason::CommitteeDiffers);
}

#[test]
fn a_station_takes_only_bundles_of_tickets_it_issued() {
    let mut round = Round::of(&Plan::default());
    let other = other_round();
    let foreign = other.review(0, 7, "可").file;
    let own = round.review(0, 7, "可").file;
    let received = round
        .office
        .receive(
            &[foreign.clone(), own],
            &round.packed.root.with_file_name("receipts"),
            &round.moment.context(),
        )
        .unwrap();
    assert_eq!(received.receipts.len(), 1);
    assert_eq!(received.refused.len(), 1);
    assert_eq!(received.refused[0].file, foreign);
    assert_eq!(received.refused[0].notice.key, "unknown-ticket");
}
