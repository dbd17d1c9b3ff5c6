//! What the window's commands refuse: files that are not there, sticks that are not in, numbers that
//! nobody has.

use std::rc::Rc;

use hengping_app::TicketKind;
use hengping_app::desktop::Workspace;
use hengping_app::error::Refused;
use hengping_app::expert;
use serde_json::json;

use crate::support::{PASSPHRASE, Round, key, settings};
use crate::window::{Window, code};

#[test]
fn files_that_do_not_make_an_import_are_named() {
    let drawn = Round::drawn();
    let place = Rc::clone(&drawn.place);
    drop(drawn.experts);
    let window = Window::of(Workspace::Expert, &place.at("e1"), &place);
    window.unlock();
    let inspect = |files: &[&str]| window.refused("inspect_import", json!({ "files": files }));
    assert_eq!(inspect(&["f99"]), code(Refused::UnknownFile));
    let scheme = window.offer(&place.at("materials/round.toml"));
    assert_eq!(inspect(&[&scheme]), code(Refused::NoPackageFile));
    let round = Round::packed();
    let package = window.offer(&round.packed.files[0].0);
    let import = json!({ "files": [package], "ticket": null, "compared": true });
    assert_eq!(window.refused("import", import), code(Refused::NoRootFile));
}

#[test]
fn what_is_not_there_any_more_is_said() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    round.experts.clear();
    let window = Window::of(Workspace::Expert, &place.at("e1"), &place);
    window.unlock();
    let refused = window.refused("copy_now", json!({}));
    assert_eq!(refused, code(Refused::NoStick));
    let stick = window.folder(&place.at("stick"));
    let export = json!({ "seq": 9, "folder": stick });
    let refused = window.refused("export_bundle", export);
    assert_eq!(refused, code(Refused::HandInUnknown));
    let sheet = window.folder(&place.at("papers"));
    let refused = window.refused("save_recovery_sheet", json!({ "folder": sheet }));
    assert_eq!(refused, code(Refused::RecoveryGone));
}

#[test]
fn nobody_takes_over_what_they_are_barred_from() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    // Employed by the recommending unit of every application.
    let (home, who) = (place.at("barred"), ("barred", "ZJ"));
    let made = expert::enrol(
        &home,
        PASSPHRASE,
        who,
        TicketKind::Expert,
        &settings(),
        &place.ctx(),
    );
    let card = place.at("barred.card");
    std::fs::write(&card, &made.unwrap().1.card).unwrap();
    let cards = [(TicketKind::Expert, card.clone())];
    let taken = round.office.enrol(&cards, &place.ctx()).unwrap();
    let print = taken[0].fingerprint.digest.to_string();
    round.office.confirm(&[print], &place.ctx()).unwrap();
    let (old, out) = (round.ticket("e1"), place.at("again"));
    let refused = round.office.replace_ticket(&old, &card, &out, &place.ctx());
    assert_eq!(key(refused), "barred-from");
}
