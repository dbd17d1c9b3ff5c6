//! What a window needs around it: a display, a home, the program, PDFium.
//!
//! Trap: a session bus of the machine would let two tests meet, and an accessibility bus outlives
//! them; neither is offered.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hengping_app::RenderConfig;
use hengping_tests::data;
use tempfile::TempDir;

/// The moment at which every spec takes place.
pub(crate) const NOW: &str = "2026-04-12T08:00:00Z";

/// A display of its own; ended with the machine.
struct Display {
    name: String,
    server: Child,
}

impl Display {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1366x768x24"])
            .args(["-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a display");
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("its output"))
            .read_line(&mut number)
            .expect("the number of the display");
        Self {
            name: format!(":{}", number.trim()),
            server,
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A machine on which the program was never started.
pub(crate) struct Machine {
    display: Display,
    folder: TempDir,
    program: PathBuf,
    pdfium: PathBuf,
}

impl Machine {
    /// A fresh machine; without what windows need here the test is skipped, which is said.
    pub(crate) fn fresh() -> Option<Self> {
        for needed in ["Xvfb", "WebKitWebDriver"] {
            data::program(needed)?;
        }
        let program = program()?;
        let pdfium = match RenderConfig::locate() {
            Ok(config) => config.pdfium,
            Err(error) => {
                assert!(!data::is_ci(), "{error}");
                data::skipped("the window", "PDFium is not there");
                return None;
            }
        };
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["home", "user", "run", "stick", "in"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Some(Self {
            display: Display::start(),
            folder,
            program,
            pdfium,
        })
    }

    /// A folder or file of this machine: `home` is the program's, `user` the person's, `run` what
    /// lies in memory, `stick` what folder dialogs give, `in` where files to import lie.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Sets what every program of this machine is started with.
    pub(crate) fn dress(&self, command: &mut Command) {
        let picked =
            ["package.orp", "ticket.ort", "root.json"].map(|name| self.path("in").join(name));
        let picked = std::env::join_paths(picked).expect("paths");
        command
            .env("DISPLAY", &self.display.name)
            .env("HOME", self.path("user"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("HENGPING_HOME", self.path("home"))
            .env("HENGPING_PDFIUM", &self.pdfium)
            .env("HENGPING_TEST_CLOCK", NOW)
            .env("HENGPING_TEST_FILES", picked)
            .env("HENGPING_TEST_FOLDER", self.path("stick"))
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", "C.UTF-8")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CACHE_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
    }
}

/// The program that `HENGPING_TEST_PROGRAM` names, else the one that was built beside this test.
fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("HENGPING_TEST_PROGRAM") {
        return Some(PathBuf::from(named));
    }
    let test = std::env::current_exe().expect("the test's own path");
    let program = test.ancestors().nth(2)?.join("hengping-desktop");
    if program.is_file() {
        return Some(program);
    }
    assert!(!data::is_ci(), "the program was not built");
    data::skipped("the window", "hengping-desktop was not built");
    None
}
