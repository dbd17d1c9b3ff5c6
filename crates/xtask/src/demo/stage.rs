//! Where the round is played: a folder, people with homes of their own, and calls of the real
//! program with one line of progress each.
//!
//! Owns the calling and the protocol of what was called; knows nothing of reviewing. Trap: calls
//! come from several threads at once, so nothing may be printed except under the lock.

use crate::setup::Ready;
use crate::{external, say};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Somebody who uses the program: a home folder and a passphrase of their own.
#[derive(Clone)]
pub(crate) struct Person {
    /// Short name, also that of the folder.
    pub(crate) key: String,
    /// What the program calls its home.
    pub(crate) home: PathBuf,
    /// File that holds the passphrase.
    pub(crate) passphrase: PathBuf,
}

/// What a call of the program gave back.
pub(crate) struct Reply {
    /// What it printed with `--json`.
    pub(crate) data: Value,
}

/// The scene of one round.
pub(crate) struct Stage {
    folder: PathBuf,
    program: PathBuf,
    /// Language in which the program answers.
    language: &'static str,
    environment: Vec<(&'static str, OsString)>,
    progress: Mutex<Progress>,
}

struct Progress {
    done: usize,
    expected: usize,
    protocol: File,
    refused: Vec<Value>,
    /// Name of each act and how long it took.
    acts: Vec<(&'static str, Duration)>,
}

impl Stage {
    /// Prepares an empty folder.
    pub(crate) fn new(
        folder: &Path,
        ready: &Ready,
        program: &Path,
        language: &'static str,
    ) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let protocol = File::create(folder.join("protocol.jsonl"))?;
        Ok(Self {
            folder: folder.to_path_buf(),
            program: program.to_path_buf(),
            language,
            environment: ready.environment(),
            progress: Mutex::new(Progress {
                done: 0,
                expected: 0,
                protocol,
                refused: Vec::new(),
                acts: Vec::new(),
            }),
        })
    }

    /// Everything that the program refused so far: to whom, what, why.
    pub(crate) fn refused(&self) -> Value {
        let progress = self.progress.lock();
        progress.map_or(Value::Null, |progress| progress.refused.clone().into())
    }

    /// Plays an act and keeps how long it took.
    pub(crate) fn act<T>(&self, name: &'static str, play: impl FnOnce() -> Result<T>) -> Result<T> {
        let began = Instant::now();
        let played = play()?;
        if let Ok(mut progress) = self.progress.lock() {
            progress.acts.push((name, began.elapsed()));
        }
        Ok(played)
    }

    /// How many calls there were and how long the acts took, those at the same time included.
    pub(crate) fn times(&self) -> Value {
        let Ok(progress) = self.progress.lock() else {
            return Value::Null;
        };
        let acts = progress.acts.iter();
        let acts = acts.map(|(act, time)| json!({ "act": act, "seconds": time.as_secs_f64() }));
        json!({ "calls": progress.done, "acts": acts.collect::<Vec<_>>() })
    }

    /// A place below the folder of the round, made when missing.
    pub(crate) fn place(&self, name: &str) -> Result<PathBuf> {
        let path = self.folder.join(name);
        std::fs::create_dir_all(&path)?;
        Ok(path)
    }

    /// A person with an empty home.
    pub(crate) fn person(&self, key: &str) -> Result<Person> {
        let root = self.place("people")?.join(key);
        std::fs::create_dir_all(root.join("home"))?;
        let passphrase = root.join("passphrase");
        std::fs::write(&passphrase, format!("演示口令 {key} of the demo\n"))?;
        Ok(Person {
            key: key.to_owned(),
            home: root.join("home"),
            passphrase,
        })
    }

    /// Says how many more calls will come, for the bar.
    pub(crate) fn expect(&self, calls: usize) {
        if let Ok(mut progress) = self.progress.lock() {
            progress.expected += calls;
        }
    }

    /// Calls the program for somebody and reads its answer, whatever the answer is.
    pub(crate) fn call(&self, who: &Person, words: &[&dyn AsRef<OsStr>]) -> Result<Reply> {
        let mut command = Command::new(&self.program);
        command.args(["--json", "--quiet", "--lang", self.language]);
        command
            .arg("--home")
            .arg(&who.home)
            .arg("--passphrase-file")
            .arg(&who.passphrase);
        command.args(words.iter().map(|word| word.as_ref()));
        command
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::null());
        let began = Instant::now();
        let output = command
            .output()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let code = output.status.code().unwrap_or(-1);
        let data = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
        self.note(who, words, &data, code, began.elapsed())?;
        if !(0..=1).contains(&code) || data.is_null() {
            let shown = external::shown(&command);
            bail!(
                "`{shown}` ended with code {code}\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(Reply { data })
    }

    /// Calls the program and insists that it did what was asked.
    pub(crate) fn must(&self, who: &Person, words: &[&dyn AsRef<OsStr>]) -> Result<Value> {
        let reply = self.call(who, words)?;
        match reply.refusal() {
            Some(refusal) => bail!("{} was refused: {}", who.key, refusal["sentence"]),
            None => Ok(reply.data),
        }
    }

    fn note(
        &self,
        who: &Person,
        words: &[&dyn AsRef<OsStr>],
        data: &Value,
        code: i32,
        time: Duration,
    ) -> Result<()> {
        let words: Vec<String> = words
            .iter()
            .map(|word| word.as_ref().to_string_lossy().into_owned())
            .collect();
        let mut progress = self.progress.lock().ok().context("another call failed")?;
        progress.done += 1;
        progress.expected = progress.expected.max(progress.done);
        let entry = json!({ "who": who.key, "command": words, "code": code, "seconds": time.as_secs_f64(), "answer": data });
        writeln!(progress.protocol, "{entry}")?;
        let action = words.iter().take(2).cloned().collect::<Vec<_>>().join(" ");
        progress.refused.extend(refusals(&who.key, &action, data));
        let mark = if code == 0 { " " } else { "!" };
        progress.line(&format!(
            "{mark} {:<10} {action:<24} {}",
            who.key,
            say::duration(time)
        ));
        Ok(())
    }

    /// Takes the bar away before other text is printed.
    pub(crate) fn pause(&self) {
        if say::watched() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

impl Progress {
    fn line(&self, text: &str) {
        let (done, expected) = (self.done, self.expected);
        if !say::watched() {
            say::line(format_args!("[{done:>3}/{expected}] {text}"));
            return;
        }
        let full = 30 * done / expected.max(1);
        let bar: String = (0..30)
            .map(|at| if at < full { '█' } else { '·' })
            .collect();
        // The bar stays on the last line; finished calls scroll above it.
        let _ = write!(std::io::stderr(), "\r\x1b[K{text}\n{bar} {done}/{expected}");
    }
}

impl Reply {
    /// The refusal, when the answer is one.
    pub(crate) fn refusal(&self) -> Option<&Value> {
        self.data
            .get("refused")
            .filter(|refused| refused.is_object())
    }
}

/// What an answer refuses: the whole command, or entries of a list.
fn refusals(who: &str, command: &str, data: &Value) -> Vec<Value> {
    let one = |about: String, notice: &Value, sentence: &Value| {
        json!({
            "who": who, "command": command, "about": about, "code": notice["code"],
            "key": notice["key"], "sentence": sentence,
        })
    };
    let refused = &data["refused"];
    if refused.is_object() {
        return vec![one(String::new(), &refused["notice"], &refused["sentence"])];
    }
    let entries = refused.as_array().into_iter().flatten();
    entries
        .map(|entry| {
            let words = ["application", "entry", "file", "bundle"].into_iter();
            let words = words.filter_map(|name| entry[name].as_str());
            let about = words.collect::<Vec<_>>().join(" ");
            one(about, &entry["notice"], &entry["notice"]["sentence"])
        })
        .collect()
}
