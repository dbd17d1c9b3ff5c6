//! A laptop to check on: a user without rights, a home, a display nobody sees, a session bus.
//!
//! Owns what is started and that it ends. Trap: the environment of whoever runs the check must not
//! reach the program, or it finds the parts of the sources instead of its own.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The user `nobody`, who owns nothing.
const NOBODY: u32 = 65534;
/// Longest wait for anything; the machine may be busy.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// The laptop.
pub(super) struct Ground {
    folder: PathBuf,
    display: String,
    bus: String,
    /// Ended with the ground, the last first.
    servers: Vec<Running>,
}

impl Ground {
    /// A laptop on which the program was never started.
    pub(super) fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("hengping-check-{}", std::process::id()));
        for name in ["", "home", "run", "elsewhere", "screen"] {
            let made = folder.join(name);
            fs::create_dir(&made)?;
            fs::set_permissions(&made, PermissionsExt::from_mode(0o700))?;
            chown(&made, Some(NOBODY), Some(NOBODY))?;
        }
        let mut ground = Self {
            folder,
            display: String::new(),
            bus: String::new(),
            servers: Vec::new(),
        };
        ground.start_display()?;
        ground.start_bus()?;
        Ok(ground)
    }

    fn start_display(&mut self) -> Result<()> {
        let mut server = Command::new("Xvfb");
        server
            .args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-ac"])
            .args(["-nolisten", "tcp", "-noreset", "-fbdir"])
            .arg(self.path("screen"));
        let (server, number) = first_line(server).context("the display Xvfb")?;
        self.display = format!(":{number}");
        self.servers.push(server);
        Ok(())
    }

    fn start_bus(&mut self) -> Result<()> {
        let mut server = self.person("dbus-daemon");
        server.args(["--session", "--nofork", "--print-address"]);
        let (server, address) = first_line(server).context("the session bus dbus-daemon")?;
        self.bus = address;
        self.servers.push(server);
        Ok(())
    }

    /// A folder or file of the laptop: `home` is the person's, `elsewhere` where they stand.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The display, for tools that look at it.
    pub(super) fn display(&self) -> &str {
        &self.display
    }

    /// A file that belongs to the person.
    pub(super) fn lay(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let file = self.path(name);
        let mut folder = file.parent();
        let mut made = Vec::new();
        while let Some(missing) = folder.filter(|folder| !folder.is_dir()) {
            made.push(missing);
            folder = missing.parent();
        }
        for folder in made.into_iter().rev() {
            fs::create_dir(folder)?;
            chown(folder, Some(NOBODY), Some(NOBODY))?;
        }
        fs::write(&file, bytes)?;
        chown(&file, Some(NOBODY), Some(NOBODY))?;
        Ok(file)
    }

    /// A program started by the person, by a name as they type it.
    pub(super) fn person(&self, program: &str) -> Command {
        let mut command = Command::new("setpriv");
        let user = format!("--reuid={NOBODY}");
        let group = format!("--regid={NOBODY}");
        command.args([&user, &group, "--clear-groups", "--", program]);
        command
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", self.path("home"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("LANG", "C.UTF-8")
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("NO_AT_BRIDGE", "1")
            .current_dir(self.path("elsewhere"))
            .stdin(Stdio::null())
            .process_group(0);
        command
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        while self.servers.pop().is_some() {}
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A program that runs, with everything it starts; ended with this.
pub(super) struct Running {
    child: Child,
}

impl Running {
    /// Starts a command of [`Ground::person`].
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self { child })
    }

    /// Whether it runs still.
    pub(super) fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks it to end, as a session that closes does, and waits for it.
    pub(super) fn end(mut self) -> Result<()> {
        let number = self.child.id().to_string();
        Command::new("kill").arg(&number).status()?;
        wait(
            "the end of the program",
            || Ok((!self.runs()).then_some(())),
        )
    }

    /// Waits until it ends by itself, with success.
    pub(super) fn ends_well(mut self) -> Result<()> {
        let status = wait("the end of the program", || Ok(self.child.try_wait()?))?;
        if !status.success() {
            bail!("it ended with {status}");
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Its group: a web view has processes of its own.
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill")
            .args(["-9", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.child.wait();
    }
}

/// Starts a server and reads the one line in which it says where it is.
fn first_line(mut command: Command) -> Result<(Running, String)> {
    command.process_group(0).stdin(Stdio::null());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let output = child.stdout.take().context("no output")?;
    let running = Running { child };
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    Ok((running, line.trim().to_owned()))
}

/// Asks until there is an answer.
pub(super) fn wait<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if began.elapsed() > PATIENCE {
            bail!("{what}: not within {} s", PATIENCE.as_secs());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Every file below a folder.
pub(super) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let below = entries.flat_map(|entry| match entry.path() {
        path if path.is_dir() => files_below(&path),
        path => vec![path],
    });
    below.collect()
}
