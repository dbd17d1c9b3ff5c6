//! `scheme check` and `scheme try`.

use std::fs;

use crate::{run, shipped, text};

#[test]
fn shipped_schemes_have_no_faults() {
    let folder = shipped().join("schemes");
    let mut checked = 0;
    for entry in fs::read_dir(&folder).expect("schemes are shipped") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let ran = run(&["--json", "scheme", "check", text(&path)]);
            assert_eq!(ran.code, 0, "{}", ran.out);
            assert_eq!(ran.json()["faults"], serde_json::json!([]));
            assert!(
                ran.json()["summary"]["leaves"]
                    .as_u64()
                    .is_some_and(|leaves| leaves > 0)
            );
            assert_eq!(run(&["scheme", "check", text(&path)]).code, 0);
            checked += 1;
        }
    }
    assert!(checked >= 3, "{checked}");
}

#[test]
fn faults_are_listed_with_their_lines_in_both_languages_and_end_with_1() {
    let folder = tempfile::tempdir().expect("a folder");
    let scheme = fs::read_to_string(shipped().join("schemes/horizon-style.toml")).expect("shipped");
    let broken = folder.path().join("broken.toml");
    fs::write(
        &broken,
        scheme.replacen("mode = \"scored\"", "mode = \"scord\"", 1),
    )
    .expect("written");
    let line = scheme
        .lines()
        .position(|line| line == "mode = \"scored\"")
        .expect("a leaf")
        + 1;
    let chinese = run(&["scheme", "check", text(&broken)]);
    assert_eq!((chinese.code, chinese.err.as_str()), (1, ""));
    assert!(chinese.out.contains(&format!("{line}:")), "{}", chinese.out);
    assert!(
        chinese.out.contains("scord") && chinese.out.contains("其中之一"),
        "{}",
        chinese.out
    );
    let english = run(&["--lang", "en", "scheme", "check", text(&broken)]);
    assert!(english.out.contains("is not one of"), "{}", english.out);
    let data = run(&["--json", "scheme", "check", text(&broken)]);
    assert_eq!(data.code, 1);
    assert_eq!(data.json()["faults"][0]["line"], line);
}

const MARKS: &str = "application,expert,indicator,value
青竹,甲,excellence,4.5
青竹,乙,excellence,4
青竹,甲,impact,4
青竹,乙,impact,4
青竹,甲,implementation,3.5
青竹,乙,implementation,4
白杨,甲,excellence,3
白杨,乙,excellence,3.5
白杨,甲,impact,4
白杨,乙,impact,3
白杨,甲,implementation,4
白杨,乙,implementation,4
";

#[test]
fn a_small_table_is_tried() {
    let folder = tempfile::tempdir().expect("a folder");
    let marks = folder.path().join("marks.csv");
    fs::write(&marks, MARKS).expect("written");
    let scheme = shipped().join("schemes/horizon-style.toml");
    let words = ["scheme", "try", text(&scheme), "--marks", text(&marks)];
    let data = run(&[&["--json"][..], &words].concat());
    assert_eq!(data.code, 0, "{}", data.out);
    assert_eq!(
        data.json()["applications"].as_array().map(Vec::len),
        Some(2)
    );
    let people = run(&words);
    assert_eq!(people.code, 0, "{}", people.err);
    assert!(
        people.out.contains("青竹") && people.out.contains("综合得分"),
        "{}",
        people.out
    );
}

#[test]
fn a_wrong_cell_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let marks = folder.path().join("marks.csv");
    fs::write(&marks, MARKS.replacen("4.5", "45", 1)).expect("written");
    let scheme = shipped().join("schemes/horizon-style.toml");
    let ran = run(&["scheme", "try", text(&scheme), "--marks", text(&marks)]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.contains("R010") && ran.err.contains("marks:D2"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("45 超出"), "{}", ran.err);
}
