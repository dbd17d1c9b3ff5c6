//! A program that is killed: what it had acknowledged is there, and the next start is clean.
//!
//! The child is this test binary itself, started for one ignored test. It prints the number of
//! each mark after its commit; the parent kills it and compares.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;
use hengping_store::Access;

use crate::support::{Bench, key, mark, open, set_mark};

const FOLDER: &str = "HENGPING_TEST_STORE";
#[cfg(feature = "failpoints")]
const FAILPOINT: &str = "HENGPING_TEST_FAILPOINT";
const ACKNOWLEDGED: &str = "acknowledged ";

#[test]
#[ignore = "the child of the tests below"]
fn child() {
    let folder = std::env::var(FOLDER).unwrap();
    let mut store = open(Path::new(&folder));
    let last = store.read().log().head().unwrap().length;
    let first = i64::try_from(last).unwrap() * 1000;
    for number in first.. {
        #[cfg(feature = "failpoints")]
        abort_at_failpoint(number - first);
        set_mark(&mut store, "a01", &mark("A1.1", number, ""), number * 61).unwrap();
        writeln!(std::io::stdout(), "{ACKNOWLEDGED}{number}").unwrap();
    }
}

/// After some commits, the next one dies at the failpoint the parent named.
#[cfg(feature = "failpoints")]
fn abort_at_failpoint(done: i64) {
    if let (5, Ok(name)) = (done, std::env::var(FAILPOINT)) {
        fail::cfg_callback(name, || std::process::abort()).unwrap();
    }
}

fn start(folder: &Path, failpoint: Option<&str>) -> (Child, BufReader<ChildStdout>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--ignored", "--exact", "kills::child", "--nocapture"])
        .env(FOLDER, folder)
        .envs(failpoint.map(|name| ("HENGPING_TEST_FAILPOINT", name)))
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    (child, output)
}

/// Number of the last acknowledged mark among the lines.
fn last_acknowledged(output: impl BufRead) -> Option<i64> {
    let lines = output.lines().map_while(Result::ok);
    lines
        .filter_map(|line| Some(line.split_once(ACKNOWLEDGED)?.1.parse().unwrap()))
        .last()
}

/// The mark in the store, which must open clean.
fn stored(folder: &Path) -> i64 {
    let store = open(folder);
    assert_eq!(store.access(), Access::Full);
    store.read().log().verify().unwrap();
    let marks = store.read().marks().of(&key("a01")).unwrap();
    match marks.first().map(|row| &row.mark.judgement) {
        Some(Judgement::Score(Hundredths(number))) => *number,
        _ => -1,
    }
}

#[test]
fn a_program_killed_at_any_time_loses_nothing_it_acknowledged() {
    let bench = Bench::new();
    drop(bench.with_applications("wang"));
    let folder = bench.path("wang");
    for round in 0..8_u64 {
        let (mut child, mut output) = start(&folder, None);
        let mut line = String::new();
        while !line.contains(ACKNOWLEDGED) {
            line.clear();
            assert!(
                output.read_line(&mut line).unwrap() > 0,
                "the child did not start"
            );
        }
        std::thread::sleep(Duration::from_micros(round * 2_711));
        child.kill().unwrap();
        child.wait().unwrap();
        let first = line
            .split_once(ACKNOWLEDGED)
            .unwrap()
            .1
            .trim()
            .parse()
            .unwrap();
        let last = last_acknowledged(output).unwrap_or(first);
        let stored = stored(&folder);
        // The last commit may have been durable before it could be acknowledged.
        assert!(
            stored == last || stored == last + 1,
            "{stored} after {last}"
        );
    }
}

#[cfg(feature = "failpoints")]
#[test]
fn a_commit_is_all_or_nothing_on_both_sides_of_its_failpoints() {
    let bench = Bench::new();
    drop(bench.with_applications("wang"));
    let folder = bench.path("wang");
    for (failpoint, more) in [
        ("store::save::before_commit", 0),
        ("store::save::after_commit", 1),
    ] {
        let (mut child, output) = start(&folder, Some(failpoint));
        let last = last_acknowledged(output).unwrap();
        assert!(!child.wait().unwrap().success());
        assert_eq!(stored(&folder), last + more, "{failpoint}");
    }
}
