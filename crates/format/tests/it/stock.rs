//! The last resort: everything opens with unzip, age, jq and base64 alone, and with one expert's
//! ticket nothing opens that was not assigned.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::in_ci;
use crate::world::*;

fn tools_present() -> bool {
    let present = |tool: &str| {
        let found = Command::new("sh")
            .args(["-c", &format!("command -v {tool}")])
            .output();
        found.is_ok_and(|output| output.status.success())
    };
    let missing: Vec<_> = ["unzip", "age", "jq", "base64"]
        .into_iter()
        .filter(|tool| !present(tool))
        .collect();
    assert!(missing.is_empty() || !in_ci(), "missing: {missing:?}");
    if !missing.is_empty() {
        println!("skipped: missing {missing:?}");
    }
    missing.is_empty()
}

/// Runs a shell script in `folder`; its output when it succeeds.
fn sh(folder: &Path, script: &str) -> Option<String> {
    let script = format!("set -eu; {script}");
    let mut bash = Command::new("bash");
    let output = bash
        .args(["-o", "pipefail", "-c", &script])
        .current_dir(folder)
        .output();
    let output = output.expect("bash");
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).expect("UTF-8"))
}

/// FORMAT.md's recipe: the size line names how much of what follows is content.
const UNSEAL: &str = r#"unseal() { age -d -i "$1" "$2" > plain; size=$((10#$(head -c 15 plain))); tail -c +17 plain > rest; head -c "$size" rest; };"#;

fn unseal(folder: &Path, call: &str) -> Option<String> {
    sh(folder, &format!("{UNSEAL} {call}"))
}

#[test]
fn a_package_opens_with_stock_tools_as_far_as_the_ticket_reaches() {
    if !tools_present() {
        return;
    }
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    let (folder, written) = write_package(&spec());
    fs::write(dir.join("package.orp"), &folder.files["package.orp"]).unwrap();
    fs::write(
        dir.join("t1.ort"),
        make_ticket(&ticket_secrets(), written.digest),
    )
    .unwrap();
    fs::write(
        dir.join("me.key"),
        identity("expert").to_secret_text().as_bytes(),
    )
    .unwrap();
    sh(dir, "unzip -q package.orp").expect("unzip opens a package");
    let manifest = sh(
        dir,
        "jq -r .payload manifest.dsse.json | base64 -d | jq -r .package",
    );
    assert_eq!(manifest.as_deref(), Some("p1\n"));
    sh(
        dir,
        "jq -r .payload t1.ort | base64 -d | jq -r .sealed | base64 -d > sealed.age",
    )
    .unwrap();
    let secrets = unseal(dir, "unseal me.key sealed.age | tee secrets.json").unwrap();
    assert!(serde_json::from_str::<Value>(&secrets).is_ok());
    sh(
        dir,
        "jq -r '.assignments[0].identity' secrets.json > a01.key",
    )
    .unwrap();
    sh(dir, "jq -r .index secrets.json > index.key").unwrap();
    let title = unseal(dir, "unseal index.key inner.age | jq -r .round.title.zh").unwrap();
    assert_eq!(title, "2026 年度遴选\n");
    let own = unseal(
        dir,
        "unseal a01.key applications/a01.age | jq -r .application.id",
    );
    assert_eq!(own.as_deref(), Some("a01\n"));
    let file = unseal(dir, "unseal a01.key objects/o-a01.age").unwrap();
    assert_eq!(file.into_bytes(), file_of("o-a01"));
    // Every key the ticket brings, tried on what was not assigned.
    for key in ["me.key", "index.key", "a01.key"] {
        for entry in ["applications/a02.age", "objects/o-a02.age"] {
            assert!(
                sh(dir, &format!("age -d -i {key} {entry}")).is_none(),
                "{key} {entry}"
            );
        }
    }
}

#[test]
fn a_bundle_opens_with_stock_tools_and_the_committee_key() {
    if !tools_present() {
        return;
    }
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path();
    fs::write(dir.join("b1.orb"), make_bundle(&bundle_spec()).bytes).unwrap();
    fs::write(
        dir.join("c.key"),
        identity("committee").to_secret_text().as_bytes(),
    )
    .unwrap();
    sh(dir, "unzip -q b1.orb").expect("unzip opens a bundle");
    let recipe = "unseal c.key payload.age | jq -r .payload | base64 -d \
                  | jq -r '.documents[0].payload' | base64 -d | jq .review.marks[0].judgement.score";
    assert_eq!(unseal(dir, recipe).as_deref(), Some("750\n"));
}
