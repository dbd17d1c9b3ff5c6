//! Rules that every source file keeps, read from the files themselves.

use super::{read, workspace};
use std::path::{Path, PathBuf};

/// The point where a file is split, tests included.
const LINES: usize = 700;

/// Places of one machine and hosts of registries say nothing to a reader elsewhere. Written in
/// halves so that this list does not find itself.
const FORBIDDEN: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("py", "pi.org"),
    concat!("files.python", "hosted.org"),
    concat!("index.cra", "tes.io"),
    concat!("static.cra", "tes.io"),
    concat!("registry.npm", "js.org"),
    concat!("deb.deb", "ian.org"),
];

/// Words that name nothing of reviewing.
const EMPTY_NAMES: &[&str] = &["Manager", "Service", "Helper", "Util", "Utils", "Processor"];

fn files(extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![workspace()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let kind = entry.file_type().expect("a kind");
            let skipped = ["target", ".git", "node_modules", "dist"]
                .iter()
                .any(|skip| path.ends_with(skip));
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if kind.is_dir() && !skipped => open.push(path),
                Some(extension) if kind.is_file() && extensions.contains(&extension) => {
                    found.push(path)
                }
                _ => {}
            }
        }
    }
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(workspace())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Lines of code, comments left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn unsafe_code_is_in_render_only() {
    let render = workspace().join("crates/render");
    let word = concat!("uns", "afe ");
    let mut faults = Vec::new();
    for path in files(&["rs"])
        .iter()
        .filter(|path| !path.starts_with(&render))
    {
        let text = read(path);
        let opens = |line: &str| {
            ["{", "fn", "impl", "trait", "extern"]
                .iter()
                .any(|next| line.contains(&format!("{word}{next}")))
        };
        faults.extend(
            code(&text)
                .filter(|(_, line)| opens(line))
                .map(|(at, _)| format!("{}:{at}", shown(path))),
        );
    }
    none(faults);
}

#[test]
fn every_crate_but_render_forbids_unsafe_code() {
    let roots = files(&["rs"]).into_iter().filter(|path| {
        ["src/lib.rs", "src/main.rs", "support/lib.rs"]
            .iter()
            .any(|root| path.ends_with(root))
    });
    let strict = roots.filter(|path| !path.starts_with(workspace().join("crates/render")));
    none(
        strict
            .filter(|path| !read(path).contains("#![forbid(unsafe_code)]"))
            .map(|path| shown(&path))
            .collect(),
    );
}

#[test]
fn no_file_is_too_long() {
    let count = |path: PathBuf| (read(&path).lines().count(), shown(&path));
    let long = files(&["rs", "py"])
        .into_iter()
        .map(count)
        .filter(|(lines, _)| *lines > LINES);
    none(
        long.map(|(lines, path)| format!("{path}: {lines} lines"))
            .collect(),
    );
}

/// A full disk leaves files of no bytes behind, and a commit takes them.
#[test]
fn no_page_or_picture_is_empty() {
    let bytes = |path: &PathBuf| path.metadata().map_or(0, |metadata| metadata.len());
    let empty = files(&["md", "png", "svg", "toml", "ftl", "svelte", "ts"]);
    let empty = empty.iter().filter(|path| bytes(path) == 0);
    none(empty.map(|path| shown(path)).collect());
}

#[test]
fn every_file_says_first_what_it_owns() {
    let silent = files(&["rs"])
        .into_iter()
        .filter(|path| !read(path).starts_with("//!"));
    none(silent.map(|path| shown(&path)).collect());
}

#[test]
fn modules_are_named_by_their_file() {
    none(
        files(&["rs"])
            .iter()
            .filter(|path| path.ends_with("mod.rs"))
            .map(|path| shown(path))
            .collect(),
    );
}

#[test]
fn types_are_named_after_the_domain() {
    let mut faults = Vec::new();
    for path in files(&["rs"]) {
        let text = read(&path);
        for (at, line) in code(&text) {
            let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            let declared = words
                .by_ref()
                .any(|word| ["struct", "enum", "trait"].contains(&word));
            let name = words.next().filter(|_| declared).unwrap_or_default();
            if EMPTY_NAMES.iter().any(|empty| name.ends_with(empty)) {
                faults.push(format!("{}:{at}: {name}", shown(&path)));
            }
        }
    }
    none(faults);
}

#[test]
fn nothing_names_a_machine_or_a_registry() {
    let mut faults = Vec::new();
    for path in files(&["rs", "toml", "md", "py", "typ", "json", "yml", "yaml", "sh"]) {
        // Some vectors are not text; they name nothing either.
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        for (at, line) in text.lines().enumerate() {
            if let Some(word) = FORBIDDEN.iter().find(|word| names(line, word)) {
                faults.push(format!("{}:{}: {word}", shown(&path), at + 1));
            }
        }
    }
    none(faults);
}

/// A path counts only where it begins: `data/work/x` is one of our own.
fn names(line: &str, word: &str) -> bool {
    let begins = |at: usize| {
        let before = line[..at].chars().next_back();
        !word.starts_with('/')
            || !before.is_some_and(|c| c.is_alphanumeric() || "._-}>~".contains(c))
    };
    line.match_indices(word).any(|(at, _)| begins(at))
}

#[test]
fn core_and_format_are_held_to_the_same_prohibitions() {
    let rules = |name: &str| {
        let text = read(&workspace().join("crates").join(name).join("clippy.toml"));
        let kept = text.lines().filter(|line| !line.starts_with('#'));
        kept.map(String::from).collect::<Vec<_>>()
    };
    assert!(
        rules("core")
            .iter()
            .any(|line| line.contains("std::time::SystemTime::now"))
    );
    assert_eq!(rules("core"), rules("format"));
}
