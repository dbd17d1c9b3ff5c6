//! The independent verifier (Python) and this crate read the same things out of the same bytes,
//! and refuse the same damaged ones.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::changed;
use crate::mutate::without_defaults;
use crate::support::{in_ci, repository};
use crate::vectors::{committed, folder, run_line};

/// Where the verifier's one package lies; without it the comparison is skipped, said aloud.
fn python_path() -> Option<PathBuf> {
    let home = env::var_os("HOME").map(PathBuf::from);
    let usual = home.map(|home| home.join(".cache/hengping/python"));
    let path = env::var_os("HENGPING_PYTHONPATH")
        .map(PathBuf::from)
        .or(usual);
    let found = path.filter(|path| has_cryptography(path));
    assert!(
        found.is_some() || !in_ci(),
        "the Python package `cryptography` is missing"
    );
    if found.is_none() {
        println!("skipped: no Python package `cryptography`");
    }
    found
}

/// Whether Python can load the package: from the folder, or because the machine had it before.
fn has_cryptography(folder: &Path) -> bool {
    let mut python = Command::new("python3");
    python.args(["-c", "import cryptography"]);
    python.env("PYTHONPATH", folder).stderr(Stdio::null());
    python.status().is_ok_and(|status| status.success())
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

#[test]
fn both_readers_agree_on_thousands_of_changed_inputs() {
    let Some(path) = python_path() else { return };
    let inputs = changed::every_field();
    let (accepted, refused) = compare(path, &inputs);
    println!("{accepted} accepted and {refused} refused by both");
    assert!(
        inputs.len() > 2000 && accepted > 50,
        "{} {accepted}",
        inputs.len()
    );
}

/// As many as `HENGPING_MUTATIONS` says, from a seed that `HENGPING_SEED` repeats.
#[test]
fn both_readers_agree_on_random_changes() {
    let Some(path) = python_path() else { return };
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse().ok());
    let count = number("HENGPING_MUTATIONS").unwrap_or(1_500);
    let seed = number("HENGPING_SEED").unwrap_or_else(rand_seed);
    let inputs = changed::at_random(seed, usize::try_from(count).unwrap());
    println!("HENGPING_SEED={seed}");
    let (accepted, refused) = compare(path, &inputs);
    println!("{accepted} accepted and {refused} refused by both");
    assert!(accepted + refused == inputs.len() && accepted > 0 && refused > 0);
}

fn rand_seed() -> u64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap();
    u64::from_le_bytes(bytes)
}
