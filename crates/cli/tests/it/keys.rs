//! Every message the program asks for is in the catalogue.
//!
//! Trap: keys that are put together at run time are not seen here; their parts are listed in the
//! tests of those who make them.

use std::fs;
use std::path::Path;

use hengping_app::Language;
use hengping_app::messages::Catalogue;

/// Words that look like keys and are values, names of options or ends of keys instead.
const VALUES: &[&str] = &["not-applicable", "hand-out", "valid-from", "valid-until"];

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("sources are there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(fs::read_to_string(&path).expect("a source file"));
        }
    }
}

fn is_key(literal: &str) -> bool {
    literal.contains('-')
        && literal.starts_with(|c: char| c.is_ascii_lowercase())
        && !literal.ends_with('-')
        && literal
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

#[test]
fn every_key_in_the_print_functions_has_a_message_in_both_languages() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/print"),
        &mut files,
    );
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/run"),
        &mut files,
    );
    let catalogues = [Catalogue::new(Language::Zh), Catalogue::new(Language::En)];
    let mut seen = 0;
    for literal in files
        .iter()
        .flat_map(|file| file.split('"').skip(1).step_by(2))
    {
        if is_key(literal) && !VALUES.contains(&literal) {
            seen += 1;
            for catalogue in &catalogues {
                assert!(
                    catalogue.has(literal),
                    "{:?}: {literal}",
                    catalogue.language()
                );
            }
        }
    }
    assert!(seen > 300, "{seen}");
}
