//! What a person waits for in the real window, measured: `cargo xtask bench ui` calls this.
//!
//! Owns the measuring of this program and of Evince; how figures are compared and written down is
//! xtask's. Prints one line of JSON per figure. Trap: the program measured is the optimised one that
//! xtask names, with the doors for tests left open; this driver itself is not optimised, so nothing is
//! timed in it but what happens outside of it.

#![forbid(unsafe_code)]

mod evince;
mod figures;
mod ground;
mod laws;
mod memory;
mod reading;
mod screen;
mod searching;
mod start;

/// The machine and the window of the desktop specs.
#[path = "../e2e/desktop/first_hour.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "the specs use more of it than a bench"
)]
mod first_hour;
#[path = "../e2e/desktop/machine.rs"]
mod machine;
#[path = "../e2e/desktop/program.rs"]
#[allow(dead_code, reason = "the specs use more of it than a bench")]
mod program;
#[path = "../e2e/desktop/window.rs"]
#[allow(dead_code, reason = "the specs use more of it than a bench")]
mod window;

use std::path::PathBuf;

use ground::Ground;

/// One bench; what it finds it says itself.
type Bench = fn(&Ground);

/// Benches and their names.
const BENCHES: &[(&str, Bench)] = &[
    ("start", start::run),
    ("reading", reading::run),
    ("searching", searching::run),
    ("memory", memory::run),
    ("evince", evince::run),
];

fn main() {
    let mut words = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(sample), Some(folder)) = (words.next(), words.next()) else {
        figures::say("usage: SAMPLE FOLDER [BENCH]");
        std::process::exit(2);
    };
    let only = words.next();
    let Some(ground) = Ground::prepare(&sample, &folder) else {
        std::process::exit(2);
    };
    for (name, bench) in BENCHES {
        if only.as_ref().is_none_or(|only| only.as_os_str() == *name) {
            figures::say(name);
            bench(&ground);
        }
    }
}
