//! What stays of a crash: when, which version, where in the code. Never what was being said.
//!
//! Owns the file `crashes.txt` beside the store, which the help desk may ask for. Trap: the message
//! of a panic may quote what a person wrote, so it is not kept, and a release does not print it.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};

use chrono::{SecondsFormat, Utc};

/// Above this the file begins anew; one crash takes about a hundred bytes.
const LARGEST: u64 = 64 << 10;

/// Notes every panic from now on.
pub(crate) fn note_into(folder: &Path) {
    let file = folder.join("crashes.txt");
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        note(&file, &line(panic));
        if cfg!(debug_assertions) {
            usual(panic);
        }
    }));
}

fn line(panic: &PanicHookInfo<'_>) -> String {
    let now = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut line = format!("{now} {}", env!("CARGO_PKG_VERSION"));
    if let Some(place) = panic.location() {
        let file = file_name(place.file());
        // Writing into a text cannot fail.
        let _ = write!(line, " {file}:{}:{}", place.line(), place.column());
    }
    let thread = std::thread::current();
    let _ = writeln!(line, " in {}", thread.name().unwrap_or("a thread"));
    line
}

/// The place within its crate: what comes before is of the machine that built the program.
fn file_name(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let from = parts.iter().rposition(|part| *part == "src").unwrap_or(0);
    parts[from.saturating_sub(1)..].join("/")
}

fn note(file: &PathBuf, line: &str) {
    let full = fs::metadata(file).is_ok_and(|meta| meta.len() > LARGEST);
    let opened = match full {
        true => File::create(file),
        false => File::options().create(true).append(true).open(file),
    };
    // A disk that takes nothing more must not turn one panic into two.
    let _ = opened.and_then(|mut file| file.write_all(line.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_is_noted_with_its_place_and_without_its_words() {
        let folder = tempfile::tempdir().unwrap();
        note_into(folder.path());
        let words = String::from("丙公司的审计报告");
        let _ = panic::catch_unwind(move || panic!("{words}"));
        let _ = panic::take_hook();
        let text = fs::read_to_string(folder.path().join("crashes.txt")).unwrap();
        assert!(text.contains("src/crash.rs:"), "{text}");
        assert!(!text.contains("公司"), "{text}");
    }

    #[test]
    fn places_do_not_tell_where_the_program_was_built() {
        assert_eq!(
            file_name("/home/someone/registry/wry-0.57.1/src/lib.rs"),
            "wry-0.57.1/src/lib.rs"
        );
        assert_eq!(file_name("crates\\app\\src\\a.rs"), "app/src/a.rs");
        assert_eq!(file_name("main.rs"), "main.rs");
    }
}
