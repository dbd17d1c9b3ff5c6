//! What is signed at a real terminal: the words stand there, and nothing but a yes signs them.
//!
//! Trap: `script` gives the program a terminal; without one nothing is asked.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use hengping_tests::{PASSPHRASE, Plan, Round, data};

/// The command line's program, built beside this test.
fn program() -> Option<PathBuf> {
    let test = std::env::current_exe().expect("the test's own path");
    let program = test.ancestors().nth(2)?.join("hengping");
    if program.is_file() {
        return Some(program);
    }
    assert!(!data::is_ci(), "the program was not built");
    data::skipped("the pledge at a terminal", "hengping was not built");
    None
}

/// Exit code and what was shown, where `typed` answers the question.
fn pledge(program: &str, home: &str, passphrase: &str, typed: &str) -> (i32, String) {
    let line = format!(
        "{program} --home '{home}' --passphrase-file '{passphrase}' \
         --clock 2026-04-10T08:00:00Z expert pledge"
    );
    let mut script = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .env_remove("HENGPING_LANG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script is part of every Debian");
    let mut keys = script.stdin.take().expect("piped");
    keys.write_all(typed.as_bytes()).expect("typed");
    drop(keys);
    let out = script.wait_with_output().expect("ended");
    let shown = String::from_utf8_lossy(&out.stdout).into_owned();
    (out.status.code().expect("script ends by itself"), shown)
}

#[test]
fn nothing_but_a_yes_at_the_terminal_signs_the_pledge() {
    let (Some(program), Some(_)) = (program(), data::program("script")) else {
        return;
    };
    let round = Round::of(&Plan::default());
    let person = &round.experts[0];
    let files = round.import_files(0);
    let mut expert = person.open(&round.moment);
    expert
        .import(&files, &round.moment.context())
        .expect("an import");
    drop(expert);
    let passphrase = round.path("passphrase");
    std::fs::write(&passphrase, PASSPHRASE).expect("a file");
    let text = |path: &std::path::Path| path.to_str().expect("UTF-8").to_owned();
    let answer = |typed: &str| {
        let (program, home) = (text(&program), text(&person.home));
        pledge(&program, &home, &text(&passphrase), typed)
    };
    let pledged = || {
        let conflicts = person.open(&round.moment).conflicts();
        conflicts.expect("a table").pledged_at.is_some()
    };
    for typed in ["不\n", "\n", "yesterday\n"] {
        let (code, shown) = answer(typed);
        assert!(code == 1 && shown.contains("R093"), "{typed}: {shown}");
        assert!(!pledged(), "{typed}: {shown}");
    }
    let (code, shown) = answer("是\n");
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("申报企业没有任职"), "{shown}");
    assert!(pledged());
}
