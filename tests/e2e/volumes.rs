//! Packages in several volumes: taken in when all are there and their own, refused otherwise, with
//! the file named that is wrong and nothing stored.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use hengping_app::error::{Error, Refused};
use hengping_app::expert::{Expert, ImportFiles};
use hengping_app::{TicketKind, inspect};
use hengping_format::Reason;
use hengping_tests::publisher::{APPLICATION, Packed, Publisher};
use hengping_tests::{Moment, Person, evidence, person, today};
use tempfile::TempDir;

use crate::rule;

/// An expert and two packages for them, each of several volumes.
struct Desk {
    folder: TempDir,
    moment: Moment,
    expert: Person,
    publisher: Publisher,
    packed: Packed,
    other: Packed,
}

fn files(text: &str) -> Vec<Vec<u8>> {
    let file = |nth: usize| evidence::large_pdf(&format!("{text} {nth}"), 90_000 + 40_000 * nth);
    (1..=4).map(file).collect()
}

fn desk() -> Desk {
    let (folder, moment) = (tempfile::tempdir().unwrap(), today());
    let expert = Person::enrol(folder.path(), "专家", TicketKind::Expert, &moment);
    let publisher = Publisher::new(&moment);
    let packed = publisher.pack("p1", &files("owned"), 1, &moment);
    let other = publisher.pack("p2", &files("other"), 1, &moment);
    assert_eq!(packed.files.len(), 5, "a volume for each object");
    Desk {
        folder,
        moment,
        expert,
        publisher,
        packed,
        other,
    }
}

impl Desk {
    fn deliver(&self, name: &str, files: &BTreeMap<String, Vec<u8>>) -> ImportFiles {
        let keys = (&self.packed.index, &self.packed.application);
        let package = ("p1", self.packed.digest);
        let own = self.expert.keys(&self.moment);
        let ticket = self.publisher.ticket(package, keys, &own, &self.moment);
        self.publisher.deliver(&self.path(name), files, &ticket)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> Expert {
        self.expert.open(&self.moment)
    }

    /// Imports and verifies a delivery of which something is wrong: both say why, and where.
    fn refused(
        &self,
        name: &str,
        change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>),
    ) -> (Reason, String) {
        let mut files = self.packed.files.clone();
        change(&mut files);
        let files = self.deliver(name, &files);
        let context = self.moment.context();
        let verified = inspect::verify_package(&files.package, &files.root, &context);
        let mut expert = self.open();
        let before = expert.log().unwrap().head;
        let imported = expert.import(&files, &context);
        assert_eq!(
            expert.log().unwrap().head,
            before,
            "{name}: something was stored"
        );
        assert_eq!(rule(expert.conflicts()), Refused::NoPackage, "{name}");
        let (Err(Error::Format(verified)), Err(Error::Format(imported))) = (verified, imported)
        else {
            panic!("{name} was not refused")
        };
        assert_eq!(verified.reason, imported.reason, "{name}");
        (imported.reason, imported.place.to_string())
    }
}

#[test]
fn a_package_in_five_volumes_is_taken_in_whole() {
    let desk = desk();
    let files = desk.deliver("whole", &desk.packed.files);
    let verified =
        inspect::verify_package(&files.package, &files.root, &desk.moment.context()).unwrap();
    assert_eq!(verified.entries, 6);
    let mut expert = desk.open();
    let imported = expert.import(&files, &desk.moment.context()).unwrap();
    assert_eq!(imported.applications, [person::id(APPLICATION)]);
    let total: usize = desk.packed.files.values().map(Vec::len).sum();
    assert_eq!(imported.bytes, total as u64);
    expert.pledge(&desk.moment.context()).unwrap();
    person::judge(&mut expert, APPLICATION, 7, "齐全", &desk.moment);
}

#[test]
fn volumes_in_another_order_are_refused() {
    let desk = desk();
    let (reason, place) = desk.refused("shuffled", |files| {
        let first = files["v0001.orp"].clone();
        let third = files.insert("v0003.orp".to_owned(), first).unwrap();
        files.insert("v0001.orp".to_owned(), third);
    });
    assert!(
        matches!(
            reason,
            Reason::HeaderBytes | Reason::Truncated | Reason::FileSize
        ),
        "{reason}"
    );
    assert!(place.contains("v0001.orp"), "{place}");
}

#[test]
fn a_missing_volume_is_named() {
    let desk = desk();
    let (reason, place) = desk.refused("missing", |files| drop(files.remove("v0002.orp")));
    assert_eq!(reason, Reason::VolumeMissing);
    assert!(place.contains("v0002.orp"), "{place}");
}

#[test]
fn a_volume_of_another_package_is_refused() {
    let desk = desk();
    let (reason, place) = desk.refused("mixed", |files| {
        let foreign = desk.other.files["v0002.orp"].clone();
        files.insert("v0002.orp".to_owned(), foreign);
    });
    // Ciphertexts of one content differ in length by what age puts into their headers.
    assert!(
        matches!(
            reason,
            Reason::HeaderBytes | Reason::Truncated | Reason::FileSize
        ),
        "{reason}"
    );
    assert!(place.contains("v0002.orp"), "{place}");
}

#[test]
fn a_first_volume_in_the_place_of_another_is_refused() {
    let desk = desk();
    let (reason, place) = desk.refused("first", |files| {
        let first = files["package.orp"].clone();
        files.insert("v0004.orp".to_owned(), first);
    });
    assert_eq!(reason, Reason::Mimetype);
    assert!(place.contains("v0004.orp"), "{place}");
}

#[test]
fn a_volume_that_was_cut_off_is_refused_at_every_length() {
    let desk = desk();
    let whole = desk.packed.files["v0003.orp"].len();
    for length in [0, 29, 100, whole / 2, whole - 1] {
        let (reason, place) = desk.refused(&format!("cut-{length}"), |files| {
            files.get_mut("v0003.orp").unwrap().truncate(length);
        });
        assert_eq!(reason, Reason::Truncated, "{length}");
        assert!(place.contains("v0003.orp"), "{place}");
    }
}

#[test]
fn once_the_right_volume_is_there_the_import_goes_on() {
    let desk = desk();
    desk.refused("late", |files| drop(files.remove("v0004.orp")));
    fs::write(
        desk.path("late").join("v0004.orp"),
        &desk.packed.files["v0004.orp"],
    )
    .unwrap();
    let files = desk.deliver("late", &BTreeMap::new());
    let mut expert = desk.open();
    expert.import(&files, &desk.moment.context()).unwrap();
}
