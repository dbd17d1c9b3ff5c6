//! The independent verifier (Python) and this crate read the same things out of the same bytes,
//! and refuse the same damaged ones.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hengping_format::DocumentKind;
use hengping_format::suite::{DOCUMENT_BLOCK, SigningKey, seal_bytes};
use serde_json::{Value, json};

use crate::faults::{Kind, packages, valid_vectors};
use crate::mutate::{mutations, sign_value, without_defaults};
use crate::support::{in_ci, repository};
use crate::vectors::{committed, folder, run_line};
use crate::world::*;

/// Where the verifier's one package lies; without it the comparison is skipped, said aloud.
fn python_path() -> Option<PathBuf> {
    let home = env::var_os("HOME").map(PathBuf::from);
    let usual = home.map(|home| home.join(".cache/hengping/python"));
    let path = env::var_os("HENGPING_PYTHONPATH")
        .map(PathBuf::from)
        .or(usual);
    let found = path.filter(|path| path.join("cryptography").is_dir());
    assert!(
        found.is_some() || !in_ci(),
        "the Python package `cryptography` is missing"
    );
    if found.is_none() {
        println!("skipped: no Python package `cryptography`");
    }
    found
}

/// Answers of the verifier to these requests, in order.
fn ask(python_path: PathBuf, requests: &[Value]) -> Vec<Value> {
    let mut child = Command::new("python3")
        .arg(repository().join("review-packages/verifier/verify.py"))
        .arg("serve")
        .arg(folder())
        .env("PYTHONPATH", python_path)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    let mut input = child.stdin.take().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let answers: Vec<Value> = std::thread::scope(|scope| {
        scope.spawn(move || {
            for request in requests {
                writeln!(input, "{request}").expect("the verifier still listens");
            }
        });
        output
            .lines()
            .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
            .collect()
    });
    assert!(child.wait().unwrap().success());
    assert_eq!(answers.len(), requests.len());
    answers
}

fn request(line: &Value, bytes: &[u8]) -> Value {
    let mut request = line.clone();
    request["data"] = json!(BASE64_STANDARD.encode(bytes));
    request
}

/// Compares both readers on these inputs; how many both accepted and refused.
fn compare(python_path: PathBuf, inputs: &[(Value, Vec<u8>)]) -> (usize, usize) {
    let requests: Vec<Value> = inputs
        .iter()
        .map(|(line, bytes)| request(line, bytes))
        .collect();
    let (mut accepted, mut refused) = (0, 0);
    for ((line, bytes), theirs) in inputs.iter().zip(ask(python_path, &requests)) {
        let name = &line["file"];
        match run_line(line, bytes) {
            Ok(ours) => {
                assert_eq!(
                    theirs["ok"], true,
                    "{name}: only ours accepts: {}",
                    theirs["reason"]
                );
                let theirs = without_defaults(theirs["content"].clone());
                assert_eq!(without_defaults(ours), theirs, "{name}");
                accepted += 1;
            }
            Err(refusal) => {
                assert_eq!(
                    theirs["ok"], false,
                    "{name}: only theirs accepts; ours: {refusal}"
                );
                refused += 1;
            }
        }
    }
    (accepted, refused)
}

#[test]
fn both_readers_agree_on_every_vector() {
    let Some(path) = python_path() else { return };
    let (accepted, refused) = compare(path, &committed());
    assert!(accepted >= 8 && refused >= 80, "{accepted} {refused}");
}

fn line(kind: Kind, name: String) -> Value {
    json!({ "file": name, "kind": kind.slug(), "clock": now() })
}

/// Damage to the bytes of valid files at places that differ from file to file.
fn damaged() -> Vec<(Value, Vec<u8>)> {
    let mut inputs = Vec::new();
    for vector in valid_vectors() {
        let length = vector.bytes.len();
        let mut place = 7;
        for nth in 0..120 {
            place = (place * 48_271 + nth) % length;
            let mut bytes = vector.bytes.clone();
            match nth % 4 {
                0 => bytes.truncate(place),
                1 => bytes.insert(place, b' '),
                2 => drop(bytes.remove(place)),
                _ => bytes[place] ^= 1 << (nth % 8),
            }
            let name = format!(
                "{}/{} damaged {nth} at {place}",
                vector.kind.slug(),
                vector.name
            );
            inputs.push((line(vector.kind, name), bytes));
        }
    }
    inputs
}

/// Every change of `value`, signed anew as a document of `kind` and wrapped into a file.
fn resigned(
    kind: Kind,
    value: &Value,
    every: usize,
    wrap: &dyn Fn(&Value) -> Vec<u8>,
) -> Vec<(Value, Vec<u8>)> {
    let changed = mutations(value).into_iter().step_by(every);
    changed
        .map(|(path, value)| (line(kind, path), wrap(&value)))
        .collect()
}

fn signed_as(kind: DocumentKind, key: SigningKey) -> impl Fn(&Value) -> Vec<u8> {
    move |value| sign_value(kind, value, &key)
}

/// The content of a signed document of the valid vectors.
fn content(kind: Kind) -> Value {
    let vector = valid_vectors()
        .into_iter()
        .find(|vector| vector.kind == kind)
        .unwrap();
    let envelope: Value = serde_json::from_slice(&vector.bytes).unwrap();
    let payload = BASE64_STANDARD
        .decode(envelope["payload"].as_str().unwrap())
        .unwrap();
    serde_json::from_slice(&payload).unwrap()
}

fn changed_documents() -> Vec<(Value, Vec<u8>)> {
    use DocumentKind as D;
    let simple = [
        (Kind::Receipt, D::Receipt, "receiver"),
        (Kind::Transcript, D::Transcript, "chair"),
        (Kind::Register, D::Register, "registrar"),
        (Kind::Card, D::Card, "expert"),
        (Kind::Share, D::Share, "root1"),
        (Kind::Ticket, D::Ticket, "publisher"),
    ];
    let mut inputs = Vec::new();
    for (kind, document, key) in simple {
        inputs.extend(resigned(
            kind,
            &content(kind),
            1,
            &signed_as(document, signing(key)),
        ));
    }
    let ticket = content(Kind::Ticket);
    inputs.extend(resigned(
        Kind::Ticket,
        &json!(ticket_secrets()),
        1,
        &|secrets| {
            let plain = serde_json::to_vec(secrets).unwrap();
            let sealed =
                seal_bytes(&identity("expert").recipient(), DOCUMENT_BLOCK, &plain).unwrap();
            let mut outside = ticket.clone();
            outside["sealed"] = json!(BASE64_STANDARD.encode(sealed));
            sign_value(D::Ticket, &outside, &signing("publisher"))
        },
    ));
    inputs
}

fn changed_packages() -> Vec<(Value, Vec<u8>)> {
    use DocumentKind as D;
    let contents = tiny_contents();
    let manifest = json!(manifest_of(&contents));
    let mut inputs = resigned(Kind::Package, &manifest, 1, &|manifest| {
        let signed = sign_value(D::Manifest, manifest, &signing("publisher"));
        container(&parts(&trust_json(), &signed, &contents))
    });
    let list = sign_value(D::Manifest, &manifest, &signing("publisher"));
    let with_trust = |roles: &[u8], round: &[u8]| {
        let root = root();
        let root = hengping_format::Document::sign(&root, &[&signing("root1")]).unwrap();
        let file = hengping_format::trust::write_trust_file(&[root.bytes()], roles, &[round]);
        container(&parts(&file.unwrap(), &list, &contents))
    };
    let key = signing("root1");
    let (roles, round) = (json!(roles()), json!(round_record()));
    inputs.extend(resigned(Kind::Package, &roles, 1, &|changed| {
        with_trust(
            &sign_value(D::Roles, changed, &key),
            &sign_value(D::Round, &round, &key),
        )
    }));
    inputs.extend(resigned(Kind::Package, &round, 1, &|changed| {
        with_trust(
            &sign_value(D::Roles, &roles, &key),
            &sign_value(D::Round, changed, &key),
        )
    }));
    let (inner, body) = packages::documents();
    inputs.extend(resigned(Kind::PackageOpen, &inner, 3, &|inner| {
        packages::packed(inner, &body)
    }));
    inputs.extend(resigned(Kind::PackageOpen, &body, 3, &|body| {
        packages::packed(&inner, body)
    }));
    inputs
}

fn changed_reviews() -> Vec<(Value, Vec<u8>)> {
    let review = json!(sealed_review(review()));
    resigned(Kind::Bundle, &review, 2, &|review| {
        let mut spec = bundle_spec();
        spec.documents = vec![sign_value(DocumentKind::Review, review, &signing("expert"))];
        make_bundle(&spec).bytes
    })
}

#[test]
fn both_readers_agree_on_thousands_of_changed_inputs() {
    let Some(path) = python_path() else { return };
    let mut inputs = damaged();
    inputs.extend(changed_documents());
    inputs.extend(changed_packages());
    inputs.extend(changed_reviews());
    let (accepted, refused) = compare(path, &inputs);
    println!("{accepted} accepted and {refused} refused by both");
    assert!(
        inputs.len() > 2000 && accepted > 50,
        "{} {accepted}",
        inputs.len()
    );
}
