//! An archive in other hands: what is changed in it is found.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use hengping_app::panel::{ListState, replay};
use hengping_core::id::Digest;
use hengping_core::merge::consensus::ChangeGround;
use hengping_format::Document;
use hengping_format::doc::{Archive, Opening, claimed_archive};
use hengping_format::suite::SigningKey;
use hengping_store::panel::PanelStore;
use hengping_store::table::secrets::SecretPurpose;

use crate::panel::fact;
use crate::support::{Round, copy_folder, id, key, settings, unlock};

/// Lists a changed file as it is now; the chair signs the list.
pub(crate) fn relist(round: &Round, folder: &Path, name: &str) {
    let path = folder.join("manifest.json");
    let mut list: Archive = claimed_archive(&fs::read(&path).unwrap()).unwrap();
    let bytes = fs::read(folder.join(name)).unwrap();
    for file in &mut list.files {
        if file.name == name {
            (file.sha256, file.size) = (Digest::of(&bytes), bytes.len() as u64);
        }
    }
    fs::write(path, list.sign(&[&chair(round)]).unwrap().bytes()).unwrap();
}

/// The chair's own key.
fn chair(round: &Round) -> SigningKey {
    let (place, ctx) = (&round.place, round.ctx());
    let twin = place.at(&format!("chair-{}", ctx.now));
    copy_folder(&place.at("chair"), &twin);
    let store = PanelStore::open(&twin, unlock(), ctx.now, &settings()).unwrap();
    let row = store.read().secrets().get(SecretPurpose::Panel, "identity");
    let secret = row.unwrap().unwrap().secret;
    let keys: serde_json::Value = serde_json::from_slice(secret.expose()).unwrap();
    serde_json::from_value(keys["signing"].clone()).unwrap()
}

/// A decided round with its archive.
fn archived() -> (Round, std::path::PathBuf) {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    round
        .panel
        .decide_fact(&fact("a1", "item:J1", "1"), &place.ctx())
        .unwrap();
    let folder = place.at("archive");
    round.panel.archive(&folder, &place.ctx()).unwrap();
    // Within the bag: what is signed counts, whatever the bag says.
    (round, folder.join("data"))
}

#[test]
fn the_list_counts_only_as_the_chair_signed_it() {
    let (round, folder) = archived();
    let path = folder.join("manifest.json");
    let original = fs::read(&path).unwrap();
    let list = claimed_archive(&original).unwrap();
    let stranger = SigningKey::generate().unwrap();
    fs::write(&path, list.sign(&[&stranger]).unwrap().bytes()).unwrap();
    assert_eq!(key(replay(&folder, &round.ctx())), "unknown-signer");
    let mut changed = original.clone();
    let middle = changed.len() / 2;
    changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
    fs::write(&path, changed).unwrap();
    assert_ne!(key(replay(&folder, &round.ctx())), "nothing refused");
    let mut outside = list;
    outside.files[0].name = "../opening.json".to_owned();
    assert!(
        outside.sign(&[&chair(&round)]).is_err(),
        "no name leads out of the folder"
    );
    fs::write(&path, original).unwrap();
    replay(&folder, &round.ctx()).unwrap();
}

#[test]
fn the_frozen_list_counts_only_as_the_chair_signed_it() {
    let (round, folder) = archived();
    let path = folder.join("opening.json");
    let envelope: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(
        envelope["payloadType"],
        "application/vnd.hengping.opening.v1+json"
    );
    let forged = Opening {
        suite: hengping_format::suite::Suite::intl_1(),
        round: id("r1"),
        ceremony: id("c1"),
        labels: Vec::new(),
        present: vec!["chair".to_owned()],
        opened_at: round.ctx().now,
    };
    let stranger = SigningKey::generate().unwrap();
    fs::write(&path, forged.sign(&[&stranger]).unwrap().bytes()).unwrap();
    relist(&round, &folder, "opening.json");
    assert_eq!(key(replay(&folder, &round.ctx())), "unknown-signer");
    // Without a label on the list every bundle is late.
    fs::write(&path, forged.sign(&[&chair(&round)]).unwrap().bytes()).unwrap();
    relist(&round, &folder, "opening.json");
    assert_eq!(key(replay(&folder, &round.ctx())), "archive-differs");
}

#[test]
fn a_replay_finds_every_change() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let ctx = place.ctx();
    round
        .panel
        .decide_fact(&fact("a1", "item:J1", "1"), &ctx)
        .unwrap();
    let folder = round.place.at("archive");
    round.panel.archive(&folder, &ctx).unwrap();
    replay(&folder, &ctx).unwrap();
    let folder = folder.join("data");
    let first = |sub: &str| {
        let mut names: Vec<_> = fs::read_dir(folder.join(sub))
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        names.sort();
        format!("{sub}/{}", names[0].to_string_lossy())
    };
    // A mark that was changed, its file alone or together with the list.
    let opened = first("opened");
    for (name, listed, unlisted) in [
        (opened.as_str(), "signature-invalid", "archive-damaged"),
        ("decisions.json", "archive-differs", "archive-damaged"),
        ("applications/a1.json", "archive-differs", "archive-damaged"),
        ("results.json", "archive-differs", "archive-damaged"),
    ] {
        let copy = round
            .place
            .at(&format!("changed-{}", Digest::of(name.as_bytes())));
        copy_folder(&folder, &copy);
        change(&copy.join(name), name);
        assert_eq!(key(replay(&copy, &ctx)), unlisted, "{name}");
        relist(&round, &copy, name);
        assert_eq!(key(replay(&copy, &ctx)), listed, "{name}, listed");
    }
}

/// Changes a value in a file, so that it stays well-formed.
fn change(path: &Path, name: &str) {
    let text = fs::read_to_string(path).unwrap();
    let changed = match name {
        "decisions.json" => text.replace("\"count\": 1", "\"count\": 0"),
        "applications/a1.json" => text.replace("120000000", "1200000000"),
        "results.json" => text.replacen("76.50", "96.50", 1),
        _ => {
            // The payload lies in the envelope as base64.
            let at = text.find("\"payload\":\"").unwrap() + 400;
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            String::from_utf8(bytes).unwrap()
        }
    };
    assert_ne!(changed, text, "{name}");
    fs::write(path, changed).unwrap();
}

/// What the log tells last of an act of this kind, besides digests.
fn told(round: &Round, kind: &str) -> String {
    let log = round.panel.log().unwrap();
    let entry = log.entries.iter().rfind(|entry| entry.kind == kind);
    entry.unwrap().subjects.last().unwrap().clone()
}

/// A round may end without a decision, so both are written before one; but nobody can take them
/// for the panel's list.
#[test]
fn what_is_written_before_the_decision_says_so() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let write = |round: &mut Round, name: &str| {
        let ctx = place.ctx();
        let file = place.at(&format!("{name}.json"));
        let listed = round.panel.transcript(&file, &ctx).unwrap().list;
        let folder = place.at(name);
        assert_eq!(round.panel.archive(&folder, &ctx).unwrap().list, listed);
        assert_eq!(replay(&folder, &ctx).unwrap().list, listed);
        assert_eq!(told(round, "archived"), told(round, "transcript-signed"));
        (listed, told(round, "archived"))
    };
    let early = write(&mut round, "early");
    assert_eq!(early, (ListState::Undecided, "undecided".to_owned()));
    round.panel.decide("可以", &place.ctx()).unwrap();
    let decided = write(&mut round, "decided");
    assert_eq!(decided, (ListState::Decided, "decided".to_owned()));
    let ground = (ChangeGround::MembersDiffer, "两人看法不同".to_owned());
    round.panel.correct_on(Some(ground)).unwrap();
    let decision = fact("a1", "item:J1", "1");
    round.panel.decide_fact(&decision, &place.ctx()).unwrap();
    let corrected = write(&mut round, "corrected");
    assert_eq!(corrected, (ListState::Corrected, "corrected".to_owned()));
}

#[test]
fn the_bag_is_what_stock_tools_take_for_one_and_holds_nothing_more() {
    let (round, data) = archived();
    let bag = data.parent().unwrap();
    for list in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let mut sum = std::process::Command::new("sha256sum");
        let checked = sum
            .args(["--strict", "--quiet", "-c", list])
            .current_dir(bag);
        assert!(checked.status().unwrap().success(), "{list}");
    }
    let manifest = fs::read_to_string(bag.join("manifest-sha256.txt")).unwrap();
    for name in [
        "data/manifest.json",
        "data/tables/ranking.csv",
        "data/format.md",
        "data/metadata.json",
    ] {
        assert!(manifest.contains(&format!("  {name}\n")), "{name}");
    }
    let info = fs::read_to_string(bag.join("bag-info.txt")).unwrap();
    let files = manifest.lines().count();
    assert!(info.contains(&format!(".{files}\n")), "{info}");
    replay(bag, &round.ctx()).unwrap();
    fs::write(data.join("surplus.txt"), "x").unwrap();
    assert_eq!(key(replay(bag, &round.ctx())), "archive-damaged");
}

#[test]
fn the_numbers_in_the_tables_are_those_of_the_result_and_are_compared() {
    let (round, folder) = archived();
    let ranking = fs::read_to_string(folder.join("tables/ranking.csv")).unwrap();
    let results = round.panel.results(&round.ctx()).unwrap();
    for line in &results.applications {
        let row = ranking
            .lines()
            .find(|row| row.contains(line.application.as_str()));
        let composite = line.composite.as_deref().unwrap();
        assert!(row.unwrap().contains(composite), "{ranking}");
    }
    let marks = fs::read_to_string(folder.join("tables/marks.csv")).unwrap();
    assert!(
        marks.contains(&format!("a1,A2,{},scored,8,0", round.ticket("e1"))),
        "{marks}"
    );
    let changed = ranking.replace("76.50", "96.50");
    assert_ne!(changed, ranking);
    fs::write(folder.join("tables/ranking.csv"), changed).unwrap();
    relist(&round, &folder, "tables/ranking.csv");
    assert_eq!(key(replay(&folder, &round.ctx())), "archive-differs");
}
