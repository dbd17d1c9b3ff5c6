//! Making and opening a store: where passphrases come from and where they never go.

use std::fs;
use std::path::Path;

use crate::{PASSPHRASE, Ran, program, run, text};

fn enrol(folder: &Path, name: &str, json: bool) -> Ran {
    let passphrase = folder.join("pass.txt");
    fs::write(&passphrase, format!("{PASSPHRASE}\r\nsecond line\n")).expect("written");
    let mut command = program();
    if json {
        command.arg("--json");
    }
    command
        .arg("--home")
        .arg(folder.join(name))
        .arg("--passphrase-file")
        .arg(&passphrase)
        .args([
            "expert",
            "enrol",
            "--name",
            "甲",
            "--unit",
            "某大学",
            "--out",
        ])
        .arg(folder.join(format!("{name}.card")))
        .arg("--recovery-sheet")
        .arg(folder.join(format!("{name}.sheet")))
        .output()
        .expect("the program starts")
        .into()
}

#[test]
fn an_identity_is_made_with_a_passphrase_file_and_its_secrets_are_not_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, json) in [("e1", false), ("e2", true)] {
        let ran = enrol(folder.path(), name, json);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let sheet = fs::read_to_string(folder.path().join(format!("{name}.sheet"))).expect("sheet");
        let code = sheet
            .lines()
            .nth(1)
            .expect("the code stands in the second line");
        for secret in [PASSPHRASE, code] {
            assert!(
                !ran.out.contains(secret) && !ran.err.contains(secret),
                "{}",
                ran.out
            );
        }
        assert!(folder.path().join(format!("{name}.card")).is_file());
    }
}

#[test]
fn without_a_sheet_the_recovery_code_is_told_once_to_people_and_marked_secret_in_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let passphrase = folder.path().join("pass.txt");
    fs::write(&passphrase, PASSPHRASE).expect("written");
    let init = |name: &str, json: &[&str]| -> Ran {
        program()
            .args(json)
            .arg("--home")
            .arg(folder.path().join(name))
            .arg("--passphrase-file")
            .arg(&passphrase)
            .args(["office", "init"])
            .output()
            .expect("the program starts")
            .into()
    };
    let people = init("o1", &[]);
    assert_eq!(people.code, 0, "{}", people.err);
    assert!(people.out.contains("恢复码只显示这一次"), "{}", people.out);
    let data = init("o2", &["--json"]);
    assert_eq!(data.code, 0);
    let told = data.json();
    let keys: Vec<&String> = told.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["authority", "root", "secret"]);
    let code = told["secret"]["recovery_code"].as_str().expect("the code");
    assert!(
        hengping_app::recovery_code(code).is_ok(),
        "it opens the store"
    );
}

/// The code is nowhere else: a store without its sheet would be one that nobody can recover.
#[test]
fn where_the_sheet_cannot_be_written_no_store_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("e1.sheet"), "another's").expect("written");
    let ran = enrol(folder.path(), "e1", true);
    assert_eq!((ran.code, ran.refusal().as_str()), (1, "R007"));
    assert!(!folder.path().join("e1").exists(), "no store");
    assert!(!folder.path().join("e1.card").exists(), "no card");
    let kept = fs::read_to_string(folder.path().join("e1.sheet")).expect("there");
    assert_eq!(kept, "another's");
}

#[cfg(unix)]
#[test]
fn a_passphrase_is_read_from_a_descriptor() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(enrol(folder.path(), "e1", false).code, 0);
    let shell = |passphrase: &str| -> Ran {
        let line =
            "exec 7<<<\"$PASS\"; exec \"$0\" --json --passphrase-fd 7 --home \"$HOME1\" expert log";
        std::process::Command::new("bash")
            .args(["-c", line, env!("CARGO_BIN_EXE_hengping")])
            .env("PASS", passphrase)
            .env("HOME1", folder.path().join("e1"))
            .output()
            .expect("bash starts")
            .into()
    };
    let ran = shell(PASSPHRASE);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(
        ran.json()["entries"]
            .as_array()
            .is_some_and(|entries| !entries.is_empty())
    );
    assert_eq!(shell("another passphrase").refusal(), "S011");
}

#[test]
fn a_short_passphrase_and_an_occupied_folder_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(enrol(folder.path(), "e1", true).code, 0);
    assert_eq!(enrol(folder.path(), "e1", true).refusal(), "S014");
    let short = folder.path().join("short.txt");
    fs::write(&short, "1234567\n").expect("written");
    let home = folder.path().join("e2");
    let words = [
        "--json",
        "--home",
        text(&home),
        "--passphrase-file",
        text(&short),
        "office",
        "init",
    ];
    assert_eq!(run(&words).refusal(), "R003");
}

#[test]
fn the_store_of_another_kind_is_not_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(enrol(folder.path(), "e1", false).code, 0);
    let (home, pass) = (folder.path().join("e1"), folder.path().join("pass.txt"));
    let words = [
        "--json",
        "--home",
        text(&home),
        "--passphrase-file",
        text(&pass),
        "office",
        "log",
    ];
    let ran = run(&words);
    assert_eq!((ran.code, ran.refusal().as_str()), (1, "S015"));
}

#[test]
fn the_log_is_printed_in_the_language_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(enrol(folder.path(), "e1", false).code, 0);
    let (home, pass) = (folder.path().join("e1"), folder.path().join("pass.txt"));
    let words = [
        "--home",
        text(&home),
        "--passphrase-file",
        text(&pass),
        "expert",
        "log",
    ];
    assert!(run(&words).out.contains("建立身份"));
    assert!(
        run(&[&["--lang", "en"][..], &words].concat())
            .out
            .contains("identity made")
    );
}

#[test]
fn a_fresh_recovery_sheet_takes_the_place_of_the_old_one() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(enrol(folder.path(), "e1", false).code, 0);
    let sheet = |name: &str| {
        let text = fs::read_to_string(folder.path().join(name)).expect("a sheet");
        text.lines().nth(1).expect("a code").to_owned()
    };
    let renew = |out: &str| -> Ran {
        program()
            .arg("--home")
            .arg(folder.path().join("e1"))
            .arg("--passphrase-file")
            .arg(folder.path().join("pass.txt"))
            .args(["expert", "recovery-sheet", "--out"])
            .arg(folder.path().join(out))
            .output()
            .expect("the program starts")
            .into()
    };
    let taken = renew("e1.sheet");
    assert_eq!(taken.code, 1, "a sheet that is there is not overwritten");
    let renewed = renew("e1.new");
    assert_eq!(renewed.code, 0, "{}", renewed.err);
    let (old, new) = (sheet("e1.sheet"), sheet("e1.new"));
    assert_ne!(old, new);
    assert!(!renewed.out.contains(&new), "{}", renewed.out);
}

/// An old copy was once shown as if nothing had happened, and there was no way to go on with it.
#[test]
fn an_old_copy_that_was_put_back_is_announced_and_goes_on_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(enrol(folder.path(), "e1", false).code, 0);
    let home = folder.path().join("e1");
    let expert = |words: &[&str]| -> Ran {
        let mut command = program();
        command.arg("--json").arg("--home").arg(&home);
        command
            .arg("--passphrase-file")
            .arg(folder.path().join("pass.txt"));
        command.arg("expert").args(words);
        command.output().expect("the program starts").into()
    };
    assert_eq!(expert(&["continue"]).refusal(), "R098");
    let old = fs::read(home.join("store.db")).expect("the store");
    let sheet = expert(&["recovery-sheet"]);
    assert_eq!((sheet.code, sheet.err.as_str()), (0, ""));
    fs::write(home.join("store.db"), old).expect("written");
    let log = expert(&["log"]);
    assert_eq!(log.code, 0);
    assert!(log.err.contains("旧副本"), "{}", log.err);
    assert_eq!(expert(&["recovery-sheet"]).refusal(), "S023");
    let continued = expert(&["continue"]);
    assert_eq!((continued.code, continued.err.as_str()), (0, ""));
    assert_eq!(expert(&["recovery-sheet"]).code, 0);
}
