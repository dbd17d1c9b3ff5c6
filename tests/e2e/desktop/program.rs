//! The program started as a person starts it, without a driver beside it.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::machine::Machine;

/// Longest wait for anything; the machine may be busy with other tests.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// A running program; ended with the test.
pub(crate) struct Program {
    child: Child,
}

impl Program {
    /// Starts the program with `script` running in its window.
    pub(crate) fn with_script(
        machine: &Machine,
        script: &str,
        dress: impl Fn(&mut Command),
    ) -> Self {
        let file = machine.path("script.js");
        std::fs::write(&file, script).expect("a file");
        let mut command = Command::new(machine.program());
        machine.dress(&mut command);
        dress(&mut command);
        command.env("HENGPING_TEST_SCRIPT", file);
        Self::of(command)
    }

    pub(crate) fn of(mut command: Command) -> Self {
        let child = command.spawn().expect("the program");
        Self { child }
    }

    /// Waits until `done`, which looks at what can be seen from outside.
    pub(crate) fn until(&mut self, what: &str, done: impl Fn() -> bool) {
        let began = Instant::now();
        while !done() {
            let ended = self.child.try_wait().expect("its state");
            assert!(ended.is_none(), "{what}: the program ended: {ended:?}");
            assert!(
                began.elapsed() < PATIENCE,
                "{what}: not within {PATIENCE:?}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends the program and what started it; a tracer lets go of what it looked at.
    pub(crate) fn end_all(self) {
        let mut all = vec![self.child.id()];
        let mut next = 0;
        while let Some(&process) = all.get(next) {
            all.extend(children(process));
            next += 1;
        }
        for process in all.iter().rev() {
            let _ = Command::new("kill")
                .args(["-9", &process.to_string()])
                .status();
        }
    }

    /// Waits until the program ends by itself.
    pub(crate) fn ends(mut self) -> std::process::ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processes that `parent` started.
pub(crate) fn children(parent: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").expect("processes").flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers
        .filter(|number| parent_of(*number) == Some(parent))
        .collect()
}

fn parent_of(process: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in parentheses may contain anything; the parent stands two fields behind it.
    stat.rsplit_once(')')?
        .1
        .split_whitespace()
        .nth(1)?
        .parse()
        .ok()
}

/// Whether a process runs.
pub(crate) fn runs(process: u32) -> bool {
    Path::new(&format!("/proc/{process}")).exists() && !is_zombie(process)
}

fn is_zombie(process: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(')')
        .is_none_or(|(_, rest)| rest.trim_start().starts_with('Z'))
}
