//! Data that is not part of the repository, and what to do without it.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Says on the error stream that something is not shown by this run, and why.
pub fn skipped(what: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {what}: {why}");
}

/// Says on the error stream what a test counted.
pub fn report(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}

/// Whether this run must show everything.
#[must_use]
pub fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

/// The folder of test data: named by `HENGPING_DATA`, or `shared/data` beside the repository.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("HENGPING_DATA") {
        return Some(PathBuf::from(named));
    }
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above
        .map(|folder| folder.join("shared/data"))
        .find(|folder| folder.is_dir())
}

/// A file or folder of the test data. Without the data folder the test is skipped, which is said;
/// with it, the item has to be there.
///
/// # Panics
/// When the data folder is there (or named) and `item` is not in it.
#[must_use]
pub fn find(item: &str) -> Option<PathBuf> {
    let Some(folder) = folder() else {
        skipped(item, "the folder of test data is not there");
        return None;
    };
    let path = folder.join(item);
    assert!(path.exists(), "{} is missing", path.display());
    Some(path)
}

/// A program of the system. A missing one skips the test, which is said; not in CI.
///
/// # Panics
/// In CI, when the program is missing.
#[must_use]
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found = std::env::split_paths(&path).map(|folder| folder.join(name));
    let found = found.find(|path| path.is_file());
    if found.is_none() {
        assert!(!is_ci(), "{name} is not installed");
        skipped(name, "not installed");
    }
    found
}
