//! Help, version and completions.

use crate::run;

/// Names in the list of commands of an English help text.
fn commands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    // What a long text goes on with stands further in.
    list.take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

fn walk(path: &mut Vec<String>, visited: &mut Vec<String>) {
    let mut words: Vec<&str> = path.iter().map(String::as_str).collect();
    words.push("--help");
    let chinese = run(&words);
    words.extend(["--lang", "en"]);
    let english = run(&words);
    for (ran, usage, example) in [(&english, "Usage", "Example"), (&chinese, "用法", "示例")] {
        assert_eq!(ran.code, 0, "{path:?}");
        assert!(ran.out.contains(usage), "{path:?}: {}", ran.out);
        assert!(
            !ran.out.contains("arg-") && !ran.out.contains("cmd-"),
            "{path:?}: {}",
            ran.out
        );
        let is_leaf = commands(&english.out).is_empty();
        assert!(
            !is_leaf || ran.out.contains(example),
            "{path:?}: {}",
            ran.out
        );
    }
    assert!(!english.out.contains("[default") && !chinese.out.contains("Print help"));
    assert!(
        !chinese.out.contains("[OPTIONS]"),
        "{path:?}: {}",
        chinese.out
    );
    visited.push(path.join(" "));
    for name in commands(&english.out) {
        path.push(name);
        walk(path, visited);
        path.pop();
    }
}

#[test]
fn every_command_explains_itself_in_both_languages_with_an_example() {
    let mut visited = Vec::new();
    walk(&mut Vec::new(), &mut visited);
    for expected in [
        "office pack",
        "expert mark",
        "visit finding",
        "panel explain",
        "scheme try",
    ] {
        assert!(
            visited.iter().any(|path| path == expected),
            "{expected} of {visited:?}"
        );
    }
}

#[test]
fn the_language_of_help_can_be_chosen_anywhere_on_the_line() {
    assert!(
        run(&["--lang", "en", "scheme", "--help"])
            .out
            .contains("Commands:")
    );
    assert!(
        run(&["scheme", "--help", "--lang=en"])
            .out
            .contains("Commands:")
    );
    assert!(run(&["scheme", "--help"]).out.contains("用法"));
}

#[test]
fn the_version_is_shown() {
    let ran = run(&["--version"]);
    assert_eq!(
        (ran.code, ran.out.trim()),
        (0, concat!("hengping ", env!("CARGO_PKG_VERSION")))
    );
}

#[test]
fn completions_are_made_for_the_common_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = run(&["completions", shell]);
        assert_eq!(ran.code, 0, "{shell}");
        assert!(
            ran.out.contains("hengping") && ran.out.contains("hand-in"),
            "{shell}"
        );
    }
}

#[test]
fn a_mistake_is_answered_with_the_usage_in_the_language_asked_for() {
    let ran = run(&["office", "pak"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("没有命令") && ran.err.contains("[选项]"),
        "{}",
        ran.err
    );
    let english = run(&["--lang", "en", "office", "pak"]);
    assert!(english.err.contains("[OPTIONS]"), "{}", english.err);
}

#[test]
fn what_an_argument_means_for_one_command_alone_is_said_there() {
    assert!(
        run(&["expert", "recuse", "--help"])
            .out
            .contains("same_unit")
    );
    let mark = run(&["expert", "mark", "--help"]).out;
    assert!(
        mark.contains("不适用写 na") && !mark.contains("核定时"),
        "{mark}"
    );
}
