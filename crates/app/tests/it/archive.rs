//! An archive in other hands: what is changed in it is found.

use std::fs;
use std::path::Path;

use hengping_core::id::Digest;

/// Lists a changed file as it is now.
pub(crate) fn relist(folder: &Path, name: &str) {
    let bytes = fs::read(folder.join(name)).unwrap();
    let path = folder.join("manifest.json");
    let mut list: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for file in list["files"].as_array_mut().unwrap() {
        if file["name"] == name {
            file["sha256"] = Digest::of(&bytes).to_string().into();
            file["size"] = bytes.len().into();
        }
    }
    fs::write(path, serde_json::to_vec(&list).unwrap()).unwrap();
}
