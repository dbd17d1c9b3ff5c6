//! The walls between the crates and the rules that every source file keeps.
//!
//! Owns what ARCHITECTURE.md promises about structure, as tests. Trap: a wall that is moved here
//! without ARCHITECTURE.md saying why is a wall torn down.

#![forbid(unsafe_code)]

#[path = "walls/graph.rs"]
mod graph;
#[path = "walls/sources.rs"]
mod sources;

use std::path::{Path, PathBuf};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("workspace")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
