//! Where test data lies and when its absence is a failure.

use std::env;
use std::path::{Path, PathBuf};

use hengping_format::{Reason, Refusal};

/// The repository root.
pub(crate) fn repository() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = manifest
        .ancestors()
        .find(|dir| dir.join("review-packages").is_dir());
    root.expect("review-packages above the crate").to_owned()
}

/// Whether a missing part must fail instead of being passed over.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some()
}

/// A folder of the shared test data, or nothing, said aloud.
pub(crate) fn data(folder: &str) -> Option<PathBuf> {
    let root = env::var_os("HENGPING_DATA")
        .map(PathBuf::from)
        .or_else(find_data);
    let found = root
        .as_ref()
        .map(|root| root.join(folder))
        .filter(|path| path.is_dir());
    if found.is_none() {
        assert!(root.is_none() || !in_ci(), "test data lacks {folder}");
        println!("skipped: no test data {folder}");
    }
    found
}

fn find_data() -> Option<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut candidates = manifest.ancestors().map(|dir| dir.join("shared/data"));
    candidates.find(|path| path.is_dir())
}

/// The files of a folder in a fixed order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a readable folder");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    paths
}

/// The reason of a refusal; an acceptance is a failure.
pub(crate) fn refused<T>(result: Result<T, Refusal>) -> Reason {
    match result {
        Ok(_) => panic!("accepted"),
        Err(refusal) => refusal.reason,
    }
}
