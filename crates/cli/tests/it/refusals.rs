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
