//! What a pool needs to know before it can start a worker.
//!
//! Owns the settings, the search for PDFium and the font, and what is reported of the sandbox.
//! Trap: PDFium is loaded from one named absolute path only; a bare name would let the system's
//! search path decide which library reads hostile documents.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// First argument that turns the program into a worker.
pub const WORKER_ARGUMENT: &str = "--render-worker";

/// The build of PDFium this crate was tested with.
pub const PDFIUM_BUILD: &str = "8149";

/// Why a pool cannot be set up on this machine.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// No PDFium at any of the expected places.
    #[error("PDFium was not found")]
    NoPdfium,
    /// The path is not absolute or no file is there.
    #[error("{what} must be an existing file with an absolute path")]
    BadPath {
        /// Which setting.
        what: &'static str,
    },
    /// The path of the running program is unknown.
    #[error("the program's own path is unknown")]
    NoProgram(#[source] std::io::Error),
}

/// Whether workers are confined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SandboxPolicy {
    /// No worker without full confinement.
    Required,
    /// As much as the system offers.
    #[default]
    IfAvailable,
    /// None; for comparison in tests.
    Off,
}

/// What confinement a worker reports of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SandboxState {
    /// No file can be opened and no port be used any more.
    pub landlock: Enforcement,
    /// Only listed system calls work.
    pub seccomp: bool,
    /// Memory and processor time are limited.
    pub limits: bool,
}

/// How far a confinement holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enforcement {
    /// Everything asked for.
    Full,
    /// What this kernel knows.
    Partial,
    /// Nothing.
    #[default]
    None,
}

impl SandboxState {
    /// Whether everything asked for is in force.
    pub fn is_full(&self) -> bool {
        self.landlock == Enforcement::Full && self.seccomp && self.limits
    }
}

/// How documents and pictures move between client and worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Memory files whose descriptors are passed (Linux).
    Descriptors,
    /// Bytes through pipes (everywhere).
    Pipes,
}

impl Default for Transport {
    fn default() -> Self {
        if cfg!(target_os = "linux") {
            Transport::Descriptors
        } else {
            Transport::Pipes
        }
    }
}

/// Settings of a [`crate::Pool`].
#[derive(Debug, Clone)]
pub struct Config {
    /// Program that becomes a worker when called with [`WORKER_ARGUMENT`].
    pub program: PathBuf,
    /// PDFium's library, absolute.
    pub pdfium: PathBuf,
    /// Font for Chinese text without an embedded font, absolute; pages lack it without.
    pub font: Option<PathBuf>,
    /// Applications whose documents may be open at the same time, one worker each.
    pub workers: usize,
    /// Whether one more worker is kept warm.
    pub spare: bool,
    /// Longest time one request may take.
    pub timeout: Duration,
    /// Address space of a worker in bytes.
    pub memory: u64,
    /// Processor time of a worker in seconds.
    pub processor_seconds: u64,
    /// Confinement.
    pub sandbox: SandboxPolicy,
    /// How bytes move.
    pub transport: Transport,
}

impl Config {
    /// The usual settings for a named PDFium; the worker is the running program.
    ///
    /// # Errors
    /// [`SetupError::BadPath`] unless `pdfium` is absolute and there.
    pub fn new(pdfium: impl Into<PathBuf>) -> Result<Config, SetupError> {
        let pdfium = existing("PDFium", pdfium.into())?;
        Ok(Config {
            program: std::env::current_exe().map_err(SetupError::NoProgram)?,
            pdfium,
            font: find_font(),
            workers: 1,
            spare: true,
            timeout: Duration::from_secs(10),
            memory: 2 << 30,
            processor_seconds: 600,
            sandbox: SandboxPolicy::default(),
            transport: Transport::default(),
        })
    }

    /// The usual settings with PDFium from its usual places (see [`find_pdfium`]).
    ///
    /// # Errors
    /// [`SetupError::NoPdfium`] when it is at none of them.
    pub fn locate() -> Result<Config, SetupError> {
        Config::new(find_pdfium().ok_or(SetupError::NoPdfium)?)
    }

    /// The same settings with another worker program.
    #[must_use]
    pub fn with_program(mut self, program: impl Into<PathBuf>) -> Config {
        self.program = program.into();
        self
    }

    pub(crate) fn check(&self) -> Result<(), SetupError> {
        existing("the worker program", self.program.clone())?;
        existing("PDFium", self.pdfium.clone())?;
        if let Some(font) = &self.font {
            existing("the font", font.clone())?;
        }
        Ok(())
    }

    /// Arguments of a worker, read back by `worker::Setup`.
    pub(crate) fn worker_arguments(&self) -> Vec<OsString> {
        let sandbox = match self.sandbox {
            SandboxPolicy::Off => "off",
            SandboxPolicy::IfAvailable | SandboxPolicy::Required => "on",
        };
        let transport = match self.transport {
            Transport::Descriptors => "socket",
            Transport::Pipes => "pipes",
        };
        vec![
            WORKER_ARGUMENT.into(),
            self.pdfium.clone().into_os_string(),
            self.font
                .clone()
                .map(PathBuf::into_os_string)
                .unwrap_or_default(),
            self.memory.to_string().into(),
            self.processor_seconds.to_string().into(),
            sandbox.into(),
            transport.into(),
        ]
    }
}

fn existing(what: &'static str, path: PathBuf) -> Result<PathBuf, SetupError> {
    if path.is_absolute() && path.is_file() {
        Ok(path)
    } else {
        Err(SetupError::BadPath { what })
    }
}

fn from_environment(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

fn pdfium_file_name() -> &'static str {
    if cfg!(windows) {
        "pdfium.dll"
    } else if cfg!(target_os = "macos") {
        "libpdfium.dylib"
    } else {
        "libpdfium.so"
    }
}

/// PDFium's library: named by `HENGPING_PDFIUM`, beside the program, or, for a program that cargo
/// built, in the cache that set-up fills.
///
/// A set variable that names no file yields nothing rather than another library, and an installed
/// program without its own library has none.
pub fn find_pdfium() -> Option<PathBuf> {
    let usable = |path: PathBuf| existing("PDFium", path).ok();
    if let Some(named) = from_environment("HENGPING_PDFIUM") {
        return usable(named);
    }
    let file = pdfium_file_name();
    let program = std::env::current_exe().ok()?;
    let beside = program.parent().map(|folder| folder.join(file));
    let cache = from_environment("HOME").filter(|_| lies_in_a_build_folder(&program));
    let cache = cache.map(|home| {
        home.join(".cache/hengping/pdfium")
            .join(PDFIUM_BUILD)
            .join(file)
    });
    [beside, cache].into_iter().flatten().find_map(usable)
}

/// Whether cargo built a program where it lies: its lock is beside it, or above the tests.
fn lies_in_a_build_folder(program: &Path) -> bool {
    let folders = program.ancestors().skip(1).take(2);
    folders
        .map(|folder| folder.join(".cargo-lock"))
        .any(|lock| lock.is_file())
}

/// The font for Chinese text: named by `HENGPING_CJK_FONT`, beside the program, or Debian's Noto.
pub fn find_font() -> Option<PathBuf> {
    let usable = |path: PathBuf| existing("the font", path).ok();
    if let Some(named) = from_environment("HENGPING_CJK_FONT") {
        return usable(named);
    }
    let beside = std::env::current_exe()
        .ok()
        .and_then(|program| Some(program.parent()?.join("NotoSansCJK-Regular.ttc")));
    let debian = Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").to_path_buf();
    [beside, Some(debian)]
        .into_iter()
        .flatten()
        .find_map(usable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_program_in_a_build_folder_looks_into_the_cache() {
        let test = std::env::current_exe().unwrap();
        assert!(lies_in_a_build_folder(&test), "{}", test.display());
        assert!(!lies_in_a_build_folder(Path::new(
            "/usr/lib/hengping/hengping"
        )));
    }
}
