//! The program as somebody at a terminal, or another program, meets it.
//!
//! Owns what only the whole program shows: exit codes, what goes to which stream, help in two
//! languages, that no prompt waits where nobody can answer. What the use cases do is tested where
//! they are.

mod help;
mod identities;
mod keys;
mod refusals;
mod schemes;
#[cfg(target_os = "linux")]
mod terminal;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Passphrase of the tests.
const PASSPHRASE: &str = "correct horse battery";

/// A finished run.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    fn refusal(&self) -> String {
        self.json()["refused"]["notice"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            code: output.status.code().expect("the program was not killed"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// The program without anything of the tester's environment that it reads.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hengping"));
    command.stdin(Stdio::null());
    for name in ["HENGPING_HOME", "HENGPING_LANG", "HENGPING_CLOCK"] {
        command.env_remove(name);
    }
    command
}

fn run(words: &[&str]) -> Ran {
    program()
        .args(words)
        .output()
        .expect("the program starts")
        .into()
}

/// The folder with what is shipped beside the crates.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../review-packages")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path is UTF-8")
}
