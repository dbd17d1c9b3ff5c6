//! The committed vectors: every valid file is accepted, every invalid one refused for its reason.
//!
//! `HENGPING_WRITE_VECTORS=1` writes them anew (encryption is random, so the files change; keys,
//! names and reasons do not).

use std::fs;
use std::path::PathBuf;

use hengping_format::Reason;
use serde_json::{Value, json};

use crate::faults::{Kind, Vector, read, valid_vectors, vectors};
use crate::support::repository;
use crate::world::{at, trust};

pub(crate) fn folder() -> PathBuf {
    repository().join("review-packages/vectors")
}

fn file_name(vector: &Vector) -> String {
    let side = if vector.expect.is_none() {
        "valid"
    } else {
        "invalid"
    };
    format!(
        "{side}/{}/{}.{}",
        vector.kind.slug(),
        vector.name,
        vector.kind.extension()
    )
}

fn line(vector: &Vector) -> Value {
    let mut line = json!({
        "file": file_name(vector),
        "kind": vector.kind.slug(),
        "expect": vector.expect.map_or("ok", Reason::slug),
        "clock": vector.clock,
    });
    if vector.memory != Default::default() {
        line["memory"] = json!(vector.memory);
    }
    line
}

fn write_all() {
    let all: Vec<Vector> = valid_vectors().into_iter().chain(vectors()).collect();
    for side in ["valid", "invalid"] {
        let _ = fs::remove_dir_all(folder().join(side));
    }
    for vector in &all {
        let path = folder().join(file_name(vector));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &vector.bytes).unwrap();
    }
    fs::write(folder().join("trust.json"), crate::world::trust_json()).unwrap();
    let index = json!({
        "pin": trust().pin(),
        "vectors": all.iter().map(line).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&index).unwrap() + "\n";
    fs::write(folder().join("manifest.json"), text).unwrap();
}

/// The lines of the vectors' manifest with the bytes of their files.
pub(crate) fn committed() -> Vec<(Value, Vec<u8>)> {
    let index: Value =
        serde_json::from_slice(&fs::read(folder().join("manifest.json")).unwrap()).unwrap();
    assert_eq!(index["pin"], json!(trust().pin()));
    let lines = index["vectors"].as_array().unwrap();
    lines
        .iter()
        .map(|line| {
            let path = folder().join(line["file"].as_str().unwrap());
            (line.clone(), fs::read(path).unwrap())
        })
        .collect()
}

pub(crate) fn kind_of(line: &Value) -> Kind {
    let slug = line["kind"].as_str().unwrap();
    *Kind::ALL
        .iter()
        .find(|kind| kind.slug() == slug)
        .expect("a kind")
}

pub(crate) fn run_line(line: &Value, bytes: &[u8]) -> hengping_format::refusal::Result<Value> {
    let memory = match &line["memory"] {
        Value::Null => Default::default(),
        memory => serde_json::from_value(memory.clone()).unwrap(),
    };
    let clock = at(line["clock"].as_str().unwrap());
    read(kind_of(line), bytes, &trust().with_memory(memory), clock)
}

#[test]
fn committed_vectors_behave_as_their_manifest_says() {
    if std::env::var_os("HENGPING_WRITE_VECTORS").is_some() {
        write_all();
    }
    let committed = committed();
    for (line, bytes) in &committed {
        let outcome = match run_line(line, bytes) {
            Ok(_) => "ok",
            Err(refusal) => refusal.reason.slug(),
        };
        assert_eq!(line["expect"], outcome, "{}", line["file"]);
    }
    let names: Vec<Value> = committed
        .iter()
        .map(|(line, _)| line["file"].clone())
        .collect();
    let made = valid_vectors().into_iter().chain(vectors());
    let made: Vec<Value> = made.map(|vector| json!(file_name(&vector))).collect();
    assert_eq!(
        names, made,
        "vectors written anew are missing: HENGPING_WRITE_VECTORS=1"
    );
    no_file_lies_there_unread(&committed);
}

fn no_file_lies_there_unread(committed: &[(Value, Vec<u8>)]) {
    let listed: Vec<PathBuf> = committed
        .iter()
        .map(|(line, _)| folder().join(line["file"].as_str().unwrap()))
        .collect();
    for side in ["valid", "invalid"] {
        for kind in Kind::ALL {
            let path = folder().join(side).join(kind.slug());
            if path.is_dir() {
                for file in crate::support::files(&path) {
                    assert!(listed.contains(&file), "{}", file.display());
                }
            }
        }
    }
}
