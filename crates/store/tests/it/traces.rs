//! Nothing readable on the disk, in any encoding a reader of disks would try.

use std::fs;
use std::path::Path;

use hengping_core::id::Digest;
use hengping_store::table::pages::PageRow;

use crate::support::{Bench, at, key, mark, set_mark};

const CANARY: &str = "金丝雀评语壹贰叁";
/// The same in GB 18030.
const CANARY_GB: &[u8] = &[
    0xbd, 0xf0, 0xcb, 0xbf, 0xc8, 0xb8, 0xc6, 0xc0, 0xd3, 0xef, 0xd2, 0xbc, 0xb7, 0xa1, 0xc8, 0xfe,
];

fn encodings() -> Vec<Vec<u8>> {
    let utf16 = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![CANARY.as_bytes().to_vec(), utf16, CANARY_GB.to_vec()]
}

/// Files under `folder` that contain the canary.
fn found_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(found_in(&path));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let has = |needle: &Vec<u8>| bytes.windows(needle.len()).any(|window| window == needle);
        if encodings().iter().any(has) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn the_search_would_find_a_canary() {
    let bench = Bench::new();
    for (name, bytes) in ["utf8", "utf16", "gb18030"].iter().zip(encodings()) {
        let folder = bench.path(name);
        fs::create_dir(&folder).unwrap();
        fs::write(
            folder.join("file"),
            [b"xyz".as_slice(), &bytes, b"!"].concat(),
        )
        .unwrap();
        assert_eq!(found_in(&folder).len(), 1, "{name}");
    }
}

#[test]
#[cfg_attr(not(unix), ignore = "copies with another program, cp")]
fn no_word_of_the_user_is_on_the_disk() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    set_mark(&mut store, "a01", &mark("A1.1", 750, CANARY), 10).unwrap();
    let page = PageRow {
        number: 1,
        text: CANARY.repeat(50),
        has_text: true,
        recognised: false,
    };
    let document = Digest::of(b"file");
    store
        .write_pages(|tx| tx.put(&key("a01"), document, &[page]))
        .unwrap();
    store.back_up(&bench.path("stick"), &[], at(20)).unwrap();
    // A second connection would lose its locks if this process opened the database file, so what a
    // crash would leave is looked at in a copy made by another program.
    let copy = bench.path("copy");
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(bench.path("wang"))
        .arg(&copy)
        .status();
    assert!(copied.unwrap().success());
    assert!(fs::metadata(copy.join("store.db-wal")).unwrap().len() > 0);
    assert_eq!(found_in(&copy), Vec::<String>::new());
    assert_eq!(found_in(&bench.path("stick")), Vec::<String>::new());
    drop(store);
    assert_eq!(found_in(&bench.path("wang")), Vec::<String>::new());
}
