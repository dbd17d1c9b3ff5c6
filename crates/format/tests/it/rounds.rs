//! What is written is read again; what is meant for one is closed to the other.

use std::io::Cursor;

use hengping_core::id::Digest;
use hengping_format::doc::*;
use hengping_format::package::*;
use hengping_format::suite::*;
use hengping_format::trust::{Memory, Purpose, Seen};
use hengping_format::{Document, Reason, bundle, ticket};

use crate::support::refused;
use crate::world::*;

#[test]
fn a_package_opens_as_it_was_written() {
    let (folder, written) = write_package(&spec());
    let (package, inner, bodies) = opened(&folder.files["package.orp"]).unwrap();
    assert_eq!(package.manifest().digest(), written.digest);
    assert_eq!(inner.scheme, SCHEME);
    assert_eq!(inner.applications.len(), 2);
    assert_eq!(bodies[1].application, application("a02"));
}

#[test]
fn objects_spread_over_volumes_and_a_missing_volume_is_named() {
    let mut spec = spec();
    // Room for the documents and one object in the first file.
    spec.volume_limit = 2 * 1024 * 1024 + 10 * 1024 + 4 * 70_000;
    let (mut folder, written) = write_package(&spec);
    assert_eq!(written.files.len(), 2);
    let check = |folder: &mut MemoryFolder| {
        verify(folder, &trust(), now(), Purpose::Import, &mut |_| {}).map(|_| ())
    };
    check(&mut folder).unwrap();
    let damaged = {
        let mut copy = folder.clone();
        let mut bytes = copy.files["v0001.orp"].to_vec();
        bytes[1000] ^= 1;
        copy.files.insert("v0001.orp".to_owned(), bytes.into());
        check(&mut copy).unwrap_err()
    };
    assert_eq!(damaged.reason, Reason::ContentDigest);
    assert_eq!(
        damaged.place.entry.as_deref(),
        Some("v0001.orp/objects/o-a02.age")
    );
    folder.files.remove("v0001.orp");
    assert_eq!(refused(check(&mut folder)), Reason::VolumeMissing);
}

#[test]
fn an_import_hands_on_all_ciphertext_once_and_skips_what_is_there() {
    let (folder, _) = write_package(&spec());
    let mut package = verify_bytes(&folder.files["package.orp"]).unwrap();
    let mut objects = Vec::new();
    let mut bytes = Vec::new();
    package
        .import::<hengping_format::Refusal>(
            &mut |entry| entry.name.name() == "objects/o-a01.age",
            &mut |step| {
                match step {
                    ImportStep::Begin(entry) => objects.push(entry.name.name()),
                    ImportStep::Chunk(chunk) => bytes.extend_from_slice(chunk),
                    ImportStep::End(_) => {}
                }
                Ok(())
            },
        )
        .unwrap();
    assert_eq!(objects, ["objects/o-a01.age"]);
    let file = file_of("o-a01");
    let size = file.len() as u64;
    let plain = decrypt_document(&*bytes, &identity("a01"), Digest::of(&file), size).unwrap();
    assert_eq!(*plain, file);
    let wrong = decrypt_document(&*bytes, &identity("a01"), Digest::of(b"other"), size);
    assert_eq!(refused(wrong), Reason::PlainDigest);
}

#[test]
fn the_one_file_form_holds_package_and_ticket_as_they_are() {
    let (folder, written) = write_package(&spec());
    let package = folder.files["package.orp"].clone();
    let ticket_bytes = make_ticket(&ticket_secrets(), written.digest);
    let mut bytes = Vec::new();
    write_combined(&mut Cursor::new(package.clone()), &ticket_bytes, &mut bytes).unwrap();
    let mut combined = Combined::open(Box::new(Cursor::new(bytes.clone()))).unwrap();
    assert_eq!(combined.ticket(), ticket_bytes);
    verify(&mut combined, &trust(), now(), Purpose::Import, &mut |_| {}).unwrap();
    for position in (0..bytes.len()).filter(|p| *p < 200 || *p + 300 > bytes.len() || p % 97 == 0) {
        let mut flipped = bytes.clone();
        flipped[position] ^= 1;
        let result = Combined::open(Box::new(Cursor::new(flipped))).and_then(|mut combined| {
            let package = verify(&mut combined, &trust(), now(), Purpose::Import, &mut |_| {})?;
            ticket::verify(combined.ticket(), package.manifest(), package.trust())
        });
        assert!(result.is_err(), "byte {position}");
    }
}

#[test]
fn a_ticket_opens_for_its_holder_and_only_forward() {
    let (folder, written) = write_package(&spec());
    let package = verify_bytes(&folder.files["package.orp"]).unwrap();
    let open = |seq: u32, state: &mut hengping_format::trust::TrustState| {
        let bytes = ticket::make(
            &ticket_secrets(),
            written.digest,
            seq,
            None,
            &identity("expert").recipient(),
            &[&signing("publisher")],
        )
        .unwrap();
        let outside = ticket::verify(bytes.bytes(), package.manifest(), state)?;
        let own = signing("expert").verifying_key();
        ticket::open(
            outside,
            &identity("expert"),
            Some(&own),
            package.manifest(),
            state,
        )
    };
    let mut state = package.trust().clone();
    assert_eq!(open(2, &mut state).unwrap().secrets().assignments.len(), 1);
    assert_eq!(refused(open(1, &mut state)), Reason::TicketRollback);
    assert!(open(3, &mut state).is_ok());
}

#[test]
fn a_bundle_opens_as_it_was_made_and_its_label_without_a_key() {
    let made = make_bundle(&bundle_spec());
    let claimed = bundle::claimed_label(&made.bytes).unwrap();
    assert_eq!(claimed.ticket.as_str(), "t1");
    let label = bundle::read_label(&made.bytes, &signing("label").verifying_key()).unwrap();
    assert_eq!(label.digest(), made.digest);
    let content = bundle::open(&made.bytes, &identity("committee"), &ticket_keys()).unwrap();
    let (_, opened) = content.sealed_reviews().next().unwrap();
    assert_eq!(*opened, review());
    assert_eq!(content.payload.not_done.len(), 1);
}

#[test]
fn a_card_may_travel_in_the_bundle_of_an_activation_code() {
    let mut spec = bundle_spec();
    let card = card().sign(&[&signing("expert")]).unwrap();
    spec.card = Some(card.bytes().to_vec());
    let keys = bundle::TicketKeys {
        holder: None,
        ..ticket_keys()
    };
    let content = bundle::open(&make_bundle(&spec).bytes, &identity("committee"), &keys).unwrap();
    assert_eq!(content.card.unwrap().digest(), card.digest());
    let without = bundle::open(
        &make_bundle(&bundle_spec()).bytes,
        &identity("committee"),
        &keys,
    );
    assert_eq!(refused(without), Reason::KeyDiffers);
}

#[test]
fn a_rotated_root_needs_the_keys_of_both() {
    let new_root = Root {
        version: 2,
        keys: vec![signing("root2").verifying_key()],
        issued: at("2026-04-01T00:00:00Z"),
        ..root()
    };
    let (one, two) = (signing("root1"), signing("root2"));
    let file = |signers: &[&SigningKey]| {
        let roots = [
            root().sign(&[&one]).unwrap(),
            new_root.sign(signers).unwrap(),
        ];
        let roots: Vec<&[u8]> = roots.iter().map(|root| root.bytes()).collect();
        let roles = roles().sign(&[&two]).unwrap();
        let round = round_record().sign(&[&two]).unwrap();
        hengping_format::trust::write_trust_file(&roots, roles.bytes(), &[round.bytes()]).unwrap()
    };
    let accept = |bytes: &[u8]| trust().accept(bytes, now(), Purpose::Import);
    let state = accept(&file(&[&one, &two])).unwrap();
    assert_eq!(state.root().version, 2);
    assert_eq!(refused(accept(&file(&[&two]))), Reason::RootChain);
    assert_eq!(refused(accept(&file(&[&one]))), Reason::RootChain);
    // Whoever has seen the new root is not led back to the old one.
    let later = trust().with_memory(state.memory().clone());
    assert_eq!(
        refused(later.accept(&trust_json(), now(), Purpose::Import)),
        Reason::TrustRollback
    );
}

#[test]
fn thresholds_count_distinct_keys() {
    let root = Root {
        keys: ["root1", "root2"]
            .map(|name| signing(name).verifying_key())
            .to_vec(),
        threshold: 2,
        ..root()
    };
    let (one, two) = (signing("root1"), signing("root2"));
    assert!(root.sign(&[&one, &one]).is_err(), "one key twice");
    let pin = root.sign(&[&one, &two]).unwrap();
    let trust = hengping_format::trust::Trust::pinned(pin.digest());
    let file = |signers: &[&SigningKey]| {
        let roles = roles().sign(signers).unwrap();
        let round = round_record().sign(&[&one, &two]).unwrap();
        let roots = [pin.bytes()];
        hengping_format::trust::write_trust_file(&roots, roles.bytes(), &[round.bytes()]).unwrap()
    };
    assert!(
        trust
            .accept(&file(&[&one, &two]), now(), Purpose::Import)
            .is_ok()
    );
    let short = trust.accept(&file(&[&one]), now(), Purpose::Import);
    assert_eq!(refused(short), Reason::Threshold);
}

#[test]
fn expiry_blocks_imports_and_not_the_reading_of_what_is_there() {
    let bytes = tiny_package();
    let late = at("2027-01-15T00:00:00Z");
    let run = |purpose| {
        let mut folder = MemoryFolder::single("package.orp", &bytes);
        verify(&mut folder, &trust(), late, purpose, &mut |_| {}).map(|_| ())
    };
    assert_eq!(refused(run(Purpose::Import)), Reason::Expired);
    assert!(run(Purpose::Reading).is_ok());
}

#[test]
fn an_old_clock_does_not_bring_an_expired_package_back() {
    let memory = Memory {
        latest: Some(at("2026-12-16T00:00:00Z")),
        ..Memory::default()
    };
    let trust = trust().with_memory(memory);
    let run = |clock| {
        let mut folder = MemoryFolder::single("package.orp", &tiny_package());
        verify(&mut folder, &trust, at(clock), Purpose::Import, &mut |_| {}).map(|_| ())
    };
    assert_eq!(refused(run("2026-12-15T12:00:00Z")), Reason::Expired);
    assert_eq!(refused(run("2026-12-01T00:00:00Z")), Reason::ClockBehind);
}

#[test]
fn memory_is_returned_and_never_half_taken() {
    let package = verify_bytes(&tiny_package()).unwrap();
    let memory = package.trust().memory();
    let expected = Seen {
        number: 1,
        digest: package.manifest().digest(),
    };
    assert_eq!(memory.packages.values().next(), Some(&expected));
    assert_eq!(memory.latest, Some(at("2026-11-10T00:00:00Z")));
    let text = serde_json::to_string(memory).unwrap();
    assert_eq!(serde_json::from_str::<Memory>(&text).unwrap(), *memory);
}
