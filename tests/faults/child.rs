//! The child: started, read, killed.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::acts::Stage;

/// What a child that was killed had said.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Whether it had come to the named point.
    pub(crate) reached: bool,
    /// Its lines: a word and what follows.
    pub(crate) lines: Vec<(String, String)>,
}

impl Told {
    fn take(&mut self, line: &str) {
        let line = line.trim_end();
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "stopped" => self.reached = true,
            _ => self.lines.push((word.to_owned(), rest.to_owned())),
        }
    }

    /// What followed the last line with this word.
    pub(crate) fn last(&self, word: &str) -> Option<&str> {
        let mut said = self.lines.iter().rev();
        said.find(|line| line.0 == word).map(|line| line.1.as_str())
    }

    /// What followed every line with this word.
    pub(crate) fn all<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        self.lines
            .iter()
            .filter(move |line| line.0 == word)
            .map(|line| line.1.as_str())
    }
}

/// Kills a child `micros` after it was ready.
pub(crate) fn killed_after(stage: &Stage, act: &str, micros: u64) -> Told {
    let (mut child, mut output) = start(stage.command(act));
    let mut told = Told::default();
    read_until(&mut output, &mut told, "ready");
    let reader = thread::spawn(move || {
        let mut rest = String::new();
        // A line that the kill cut off acknowledges nothing.
        let _ = output.read_to_string(&mut rest);
        rest
    });
    thread::sleep(Duration::from_micros(micros));
    kill(&mut child);
    take_rest(&mut told, &reader.join().expect("a reader"));
    told
}

/// Kills a child at a named point, which it passes for the `hits`th time.
pub(crate) fn killed_at(stage: &Stage, act: &str, point: &str, hits: u32) -> Told {
    let mut command = stage.command(act);
    command
        .env("HENGPING_TEST_FAILPOINT", point)
        .env("HENGPING_TEST_HITS", hits.to_string());
    let (mut child, mut output) = start(command);
    let mut told = Told::default();
    read_until(&mut output, &mut told, "stopped");
    kill(&mut child);
    told
}

fn start(mut command: Command) -> (Child, BufReader<ChildStdout>) {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let mut child = command.spawn().expect("a child");
    let output = BufReader::new(child.stdout.take().expect("its output"));
    (child, output)
}

fn read_until(output: &mut impl BufRead, told: &mut Told, word: &str) {
    let mut line = String::new();
    while output.read_line(&mut line).expect("its output") > 0 {
        let is_it = line.starts_with(word);
        told.take(&line);
        line.clear();
        if is_it {
            return;
        }
    }
}

fn take_rest(told: &mut Told, rest: &str) {
    let whole = rest.rfind('\n').map_or("", |end| &rest[..=end]);
    whole.lines().for_each(|line| told.take(line));
}

fn kill(child: &mut Child) {
    child.kill().expect("a kill");
    child.wait().expect("an end");
}
