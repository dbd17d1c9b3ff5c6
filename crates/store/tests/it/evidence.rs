//! Evidence stores.

use std::io::{Cursor, Read, Seek, SeekFrom};

use hengping_core::id::{Digest, PackageId};
use hengping_store::StoreError;
use hengping_store::evidence::{
    CHUNK_BYTES, EvidenceError, EvidenceStore, EvidenceWriter, ObjectEntry, delete, missing,
    remove_leftovers,
};
use proptest::prelude::*;

use crate::support::Bench;

fn bytes(length: usize) -> Vec<u8> {
    (0..length)
        .map(|i| u8::try_from(i * 7 % 251).unwrap())
        .collect()
}

fn entry(id: &str, bytes: &[u8]) -> ObjectEntry {
    ObjectEntry {
        id: id.parse().unwrap(),
        size: u64::try_from(bytes.len()).unwrap(),
        digest: Digest::of(bytes),
    }
}

fn package(id: &str) -> PackageId {
    id.parse().unwrap()
}

fn add(writer: &mut EvidenceWriter, id: &str, bytes: &[u8]) -> ObjectEntry {
    let entry = entry(id, bytes);
    writer.add(&entry, &mut Cursor::new(bytes)).unwrap();
    entry
}

#[test]
fn objects_come_back_as_they_went_in() {
    let bench = Bench::new();
    let folder = bench.path("evidence");
    let mut writer = EvidenceWriter::start(&folder, &package("p1")).unwrap();
    let lengths = [
        0,
        1,
        CHUNK_BYTES - 1,
        CHUNK_BYTES,
        CHUNK_BYTES + 1,
        3 * CHUNK_BYTES,
    ];
    let mut entries = Vec::new();
    for (index, length) in lengths.iter().enumerate() {
        entries.push(add(&mut writer, &format!("o{index}"), &bytes(*length)));
    }
    let store = writer.finish(&entries).unwrap();
    assert_eq!(store.objects().unwrap(), entries);
    for (entry, length) in entries.iter().zip(lengths) {
        let mut read = Vec::new();
        store
            .read(&entry.id)
            .unwrap()
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, bytes(length));
    }
    assert!(store.read(&"other".parse().unwrap()).is_err());
    let again = EvidenceWriter::start(&folder, &package("p1")).err();
    assert_eq!(again, Some(StoreError::AlreadyStored("evidence")));
}

#[test]
fn finished_objects_survive_an_interruption_and_the_unfinished_does_not() {
    let bench = Bench::new();
    let folder = bench.path("evidence");
    let mut writer = EvidenceWriter::start(&folder, &package("p1")).unwrap();
    let first = add(&mut writer, "o1", &bytes(5000));
    let second = entry("o2", &bytes(9000));
    let short = writer.add(&second, &mut Cursor::new(bytes(8999)));
    assert_eq!(short, Err(EvidenceError::Mismatch));
    let other = writer.add(&second, &mut Cursor::new(vec![0; 9000]));
    assert_eq!(other, Err(EvidenceError::Mismatch));
    let endless = writer.add(&second, &mut std::io::repeat(0));
    assert_eq!(endless, Err(EvidenceError::Mismatch));
    drop(writer);
    assert!(EvidenceStore::open(&folder, &package("p1")).is_err());

    let mut writer = EvidenceWriter::start(&folder, &package("p1")).unwrap();
    assert_eq!(writer.objects().unwrap(), std::slice::from_ref(&first));
    writer.add(&second, &mut Cursor::new(bytes(9000))).unwrap();
    assert!(writer.finish(&[first, second]).is_ok());
}

#[test]
fn a_full_disk_is_told_and_the_import_goes_on_later() {
    let bench = Bench::new();
    let folder = bench.path("evidence");
    let mut writer = EvidenceWriter::start(&folder, &package("p1")).unwrap();
    let first = add(&mut writer, "o1", &bytes(5000));
    writer.limit_pages(40).unwrap();
    let large = bytes(3 * CHUNK_BYTES);
    let second = entry("o2", &large);
    let full = writer.add(&second, &mut Cursor::new(&large));
    assert_eq!(full, Err(EvidenceError::Store(StoreError::DiskFull)));
    assert_eq!(writer.objects().unwrap(), std::slice::from_ref(&first));
    drop(writer);
    let mut writer = EvidenceWriter::start(&folder, &package("p1")).unwrap();
    writer.add(&second, &mut Cursor::new(&large)).unwrap();
    assert!(writer.finish(&[first, second]).is_ok());
}

#[test]
fn evidence_is_complete_or_not_published() {
    let bench = Bench::new();
    let folder = bench.path("evidence");
    let mut writer = EvidenceWriter::start(&folder, &package("p1")).unwrap();
    let first = add(&mut writer, "o1", b"one");
    let wanted = [first, entry("o2", b"two")];
    assert_eq!(writer.finish(&wanted).err(), Some(EvidenceError::Mismatch));
    assert_eq!(missing(&folder, &[package("p1")]), [package("p1")]);
}

#[test]
fn leftovers_go_and_foreign_files_stay() {
    let bench = Bench::new();
    let folder = bench.path("evidence");
    for id in ["p1", "p2"] {
        let mut writer = EvidenceWriter::start(&folder, &package(id)).unwrap();
        let entry = add(&mut writer, "o1", b"one");
        writer.finish(&[entry]).unwrap();
    }
    drop(EvidenceWriter::start(&folder, &package("p3")).unwrap());
    drop(EvidenceWriter::start(&folder, &package("p4")).unwrap());
    std::fs::write(folder.join("notes.txt"), b"mine").unwrap();
    let removed = remove_leftovers(&folder, &[package("p1")], &[package("p4")]).unwrap();
    assert!(removed.contains(&"p2.evidence".to_owned()));
    assert!(removed.contains(&"p3.partial".to_owned()));
    assert!(folder.join("notes.txt").exists() && folder.join("p4.partial").exists());
    assert!(EvidenceStore::open(&folder, &package("p1")).is_ok());
    let known = [package("p1"), package("p2")];
    assert_eq!(missing(&folder, &known), [package("p2")]);
    delete(&folder, &package("p1")).unwrap();
    delete(&folder, &package("p1")).unwrap();
    assert_eq!(missing(&folder, &known), known);
}

#[test]
fn evidence_of_another_package_is_not_taken() {
    let bench = Bench::new();
    let folder = bench.path("evidence");
    let mut writer = EvidenceWriter::start(&folder, &package("p1")).unwrap();
    let entry = add(&mut writer, "o1", b"one");
    writer.finish(&[entry]).unwrap();
    std::fs::copy(folder.join("p1.evidence"), folder.join("p2.evidence")).unwrap();
    let opened = EvidenceStore::open(&folder, &package("p2")).err();
    assert_eq!(opened, Some(StoreError::Damaged));
    std::fs::write(folder.join("p3.evidence"), b"%PDF").unwrap();
    let opened = EvidenceStore::open(&folder, &package("p3")).err();
    assert_eq!(opened, Some(StoreError::Damaged));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn a_read_anywhere_fills_the_buffer_or_reaches_the_end(
        reads in prop::collection::vec((0_u64..3_200_000, 0_usize..2_200_000), 1..8)
    ) {
        let bench = Bench::new();
        let folder = bench.path("evidence");
        let content = bytes(3_000_000);
        let mut writer = EvidenceWriter::start(&folder, &package("p1")).unwrap();
        let entry = add(&mut writer, "o1", &content);
        let store = writer.finish(std::slice::from_ref(&entry)).unwrap();
        let mut reader = store.read(&entry.id).unwrap();
        for (from, length) in reads {
            let mut buffer = vec![0; length];
            reader.seek(SeekFrom::Start(from)).unwrap();
            let read = reader.read(&mut buffer).unwrap();
            let start = usize::try_from(from).unwrap().min(content.len());
            let end = (start + length).min(content.len());
            prop_assert_eq!(&buffer[..read], &content[start..end]);
        }
    }
}
