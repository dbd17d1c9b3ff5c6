//! Exit codes, and what a refusal looks like.

use crate::{program, run};

#[test]
fn a_line_that_does_not_parse_ends_with_2_and_says_what_is_wrong() {
    let unknown = run(&["office", "pak"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("pak") && unknown.err.contains("用法"),
        "{}",
        unknown.err
    );
    assert_eq!(unknown.out, "");
    let missing = run(&["--lang", "en", "office", "pack"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("Missing: --out"), "{}", missing.err);
    assert_eq!(run(&["expert"]).code, 2);
}

#[test]
fn a_mistaken_value_is_not_repeated() {
    let ran = run(&["--passphrase-fd", "a-secret-word", "office", "status"]);
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains("a-secret-word"), "{}", ran.err);
}

#[test]
fn an_unknown_file_is_refused_with_its_code() {
    let ran = run(&["scheme", "check", "/nowhere/scheme.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.contains("R005") && ran.err.contains("/nowhere/scheme.toml"),
        "{}",
        ran.err
    );
    let ran = run(&["--lang", "en", "ticket", "show", "/nowhere/e1.ort"]);
    assert!(ran.err.contains("cannot be read"), "{}", ran.err);
}

#[test]
fn a_refusal_is_data_when_data_is_asked_for() {
    let ran = run(&["--json", "scheme", "check", "/nowhere/scheme.toml"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert_eq!(ran.refusal(), "R005");
    assert!(
        ran.json()["refused"]["sentence"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
}

#[test]
fn a_store_needs_its_folder() {
    let ran = run(&["--json", "office", "status"]);
    assert_eq!((ran.code, ran.refusal().as_str()), (1, "R004"));
}

#[test]
fn nobody_is_asked_where_nobody_can_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    for words in [
        &["office", "status"][..],
        &["office", "init"],
        &["panel", "log"],
        &["visit", "lines"],
    ] {
        let ran: crate::Ran = program()
            .arg("--json")
            .arg("--home")
            .arg(folder.path())
            .args(words)
            .output()
            .expect("the program ends by itself")
            .into();
        assert_eq!((ran.code, ran.refusal().as_str()), (1, "R001"), "{words:?}");
    }
}

#[test]
fn the_clock_argument_takes_instants_only() {
    let ran = run(&["--json", "--clock", "yesterday", "completions", "bash"]);
    assert_eq!((ran.code, ran.refusal().as_str()), (1, "R065"));
}

/// Arguments and files that fail before anything else is looked at, each by its own code.
#[test]
fn what_cannot_be_is_refused_by_its_own_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let (binary, sheet) = (
        file("a.bin", b"\xff\xfe\xc0"),
        file("sheet", b"ABCD-EFGH\n"),
    );
    let (home, passphrase) = (file("none", b""), file("pass", b"correct horse battery"));
    let store = ["--home", &home, "--passphrase-file", &passphrase];
    let cases: [(&str, &[&str]); 4] = [
        ("R095", &["scheme", "check", &binary]),
        (
            "R067",
            &["expert", "restore", &sheet, "--recovery-sheet", &sheet],
        ),
        ("U006", &["update", "prepare", &binary]),
        (
            "S009",
            &["panel", "open", "--share", &sheet, "--holder", &sheet],
        ),
    ];
    for (code, words) in cases {
        let ran = run(&[&["--json"][..], &store, words].concat());
        assert_eq!((ran.code, ran.refusal().as_str()), (1, code), "{words:?}");
    }
}

#[test]
fn what_needs_something_named_says_so() {
    for words in [
        &["office", "confirm"][..],
        &["office", "receipt", "--out", "receipts"],
        &["panel", "vote", "a01", "--reason", "x"],
    ] {
        assert_eq!(run(words).code, 2, "{words:?}");
    }
}

#[test]
fn every_holder_has_a_passphrase_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = crate::text(&folder.path().join("chair")).to_owned();
    let card = crate::text(&folder.path().join("chair.card")).to_owned();
    let secret = folder.path().join("passphrase");
    std::fs::write(&secret, "a passphrase of the tests\n").expect("written");
    let common = [
        "--json",
        "--home",
        &home,
        "--passphrase-file",
        crate::text(&secret),
    ];
    let with = |words: &[&str]| run(&[&common, words].concat());
    let enrolled = with(&[
        "panel", "enrol", "--name", "x", "--unit", "y", "--out", &card,
    ]);
    assert_eq!(enrolled.code, 0, "{}", enrolled.err);
    let opened = with(&[
        "panel",
        "open",
        "--share",
        "share.json",
        "--holder",
        "second",
    ]);
    assert_eq!((opened.code, opened.refusal().as_str()), (1, "R059"));
}
