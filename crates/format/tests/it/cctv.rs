//! The community's age vectors through our reader: what it opens is what it should, and what the
//! suite does not have (passphrases, hybrid keys, armor) is refused and never misread.

use std::collections::BTreeMap;
use std::io::Read;

use hengping_core::id::Digest;
use hengping_format::suite::{Identity, raw_open};

use crate::support::{data, files};

struct Vector {
    headers: BTreeMap<String, String>,
    identities: Vec<String>,
    body: Vec<u8>,
}

fn parse(bytes: &[u8]) -> Vector {
    let end = bytes
        .windows(2)
        .position(|pair| pair == b"\n\n")
        .expect("a header");
    let text = std::str::from_utf8(&bytes[..end]).expect("UTF-8");
    let lines = text.lines().filter_map(|line| line.split_once(": "));
    let pairs: Vec<_> = lines.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    let identities = pairs
        .iter()
        .filter(|(name, _)| name == "identity")
        .map(|(_, v)| v.clone())
        .collect();
    let headers: BTreeMap<String, String> = pairs.into_iter().collect();
    assert!(!headers.contains_key("compressed") || headers["compressed"] == "zlib");
    Vector {
        headers,
        identities,
        body: bytes[end + 2..].to_vec(),
    }
}

/// What our reader makes of it: the whole plaintext, or nothing.
fn open(vector: &Vector) -> Option<Vec<u8>> {
    vector.identities.iter().find_map(|text| {
        let identity = Identity::from_secret_text(text).ok()?;
        let mut plain = Vec::new();
        raw_open(&*vector.body, &identity)
            .ok()?
            .read_to_end(&mut plain)
            .ok()?;
        Some(plain)
    })
}

#[test]
fn age_vectors_behave_as_their_headers_say() {
    let Some(folder) = data("age-cctv") else {
        return;
    };
    let (mut opened, mut refused) = (0, 0);
    for path in files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let vector = parse(&std::fs::read(&path).unwrap());
        if vector.headers.contains_key("compressed") {
            // Only very long hybrid files are stored compressed; the suite does not have them.
            refused += 1;
            continue;
        }
        let ours = !name.starts_with("armor")
            && vector
                .identities
                .iter()
                .any(|id| id.starts_with("AGE-SECRET-KEY-1"));
        let result = open(&vector);
        if vector.headers["expect"] == "success" && ours {
            let plain = result.unwrap_or_else(|| panic!("{name} must open"));
            assert_eq!(
                Digest::of(&plain).to_string(),
                vector.headers["payload"],
                "{name}"
            );
            opened += 1;
        } else {
            assert!(result.is_none(), "{name} must be refused");
            refused += 1;
        }
    }
    println!("{opened} opened, {refused} refused");
    assert!(opened >= 5 && refused >= 100);
}
