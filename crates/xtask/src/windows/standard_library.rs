//! Rust's standard library for Windows: installed, compiled from the source that the distribution
//! packages, or fetched by rustup.
//!
//! Owns the ways and their order: packages come from where this machine fetches packages anyway,
//! rustup asks a host of its own. Trap: the source must be of exactly the compiler's version, and what
//! is compiled from it is kept under that version's name.

use super::{Missing, TARGET, of_rustc};
use crate::{external, places, say};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Releases of Debian that package the source of new compilers.
const SUITES: &str = "trixie-backports sid";
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
/// The package of the source, and where the library lies in it.
const PACKAGE: &str = "rust-src";

/// Where the library comes from.
pub(super) enum Library {
    /// The toolchain has it.
    Installed,
    /// Compiled here; the folder is a toolchain's root that holds nothing else.
    Compiled(PathBuf),
}

impl Library {
    /// What rustc has to be told.
    pub(super) fn flags(&self) -> Option<String> {
        match self {
            Self::Installed => None,
            Self::Compiled(root) => Some(format!("--sysroot={}", root.display())),
        }
    }
}

/// The library, compiled or fetched when it is not there yet.
pub(super) fn find_or_make() -> Result<Library> {
    let toolchain = external::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let toolchain = PathBuf::from(String::from_utf8(toolchain)?.trim());
    if holds_library(&toolchain) {
        return Ok(Library::Installed);
    }
    let version = of_rustc("release:")?;
    let place = places::cache()?.join("windows").join(&version);
    let root = place.join("root");
    if holds_library(&root) {
        return Ok(Library::Compiled(root));
    }
    match source(&version, &place) {
        Ok(source) => {
            compile(&source, &place, &root)?;
            Ok(Library::Compiled(root))
        }
        Err(error) => {
            say::line(format_args!(
                "  no source of the standard library: {error:#}"
            ));
            add_by_rustup(&version)
        }
    }
}

fn add_by_rustup(version: &str) -> Result<Library> {
    let added = Command::new("rustup")
        .args(["target", "add", TARGET])
        .status();
    if added.is_ok_and(|status| status.success()) {
        return Ok(Library::Installed);
    }
    bail!(Missing(format!(
        "Rust's standard library {version} for {TARGET} (not installed, not as source from the \
         distribution, not from rustup)"
    )))
}

fn folder_of(root: &Path) -> PathBuf {
    root.join("lib/rustlib").join(TARGET).join("lib")
}

fn holds_library(root: &Path) -> bool {
    let Ok(files) = std::fs::read_dir(folder_of(root)) else {
        return false;
    };
    let mut names = files.flatten().map(|file| file.file_name());
    names.any(|name| name.to_string_lossy().starts_with("libstd-"))
}

/// The source of the library, from the distribution's archive.
fn source(version: &str, place: &Path) -> Result<PathBuf> {
    let library = place.join(format!("usr/src/rustc-{version}/library"));
    if library.join("sysroot/Cargo.toml").is_file() {
        return Ok(library);
    }
    say::line(format_args!(
        "  fetching the standard library's source ({PACKAGE} {version})"
    ));
    let package = fetch(version, &place.join("apt"))?;
    external::output(Command::new("dpkg").arg("-x").arg(package).arg(place))?;
    library
        .join("sysroot/Cargo.toml")
        .is_file()
        .then_some(library)
        .context("the package holds no library")
}

/// The package's file, by an apt that knows of other releases and shares nothing with the system's.
fn fetch(version: &str, folder: &Path) -> Result<PathBuf> {
    for name in ["lists/partial", "archives/partial", "parts"] {
        std::fs::create_dir_all(folder.join(name))?;
    }
    let list = format!(
        "Types: deb\nURIs: {}\nSuites: {SUITES}\nComponents: main\nSigned-By: {KEYRING}\n",
        archive()?
    );
    std::fs::write(folder.join("parts/source.sources"), list)?;
    external::output(apt("apt-get", folder).arg("update"))?;
    let said = external::output(apt("apt-cache", folder).args(["madison", PACKAGE]))?;
    let said = String::from_utf8(said)?;
    let full = said
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|found| found.starts_with(&format!("{version}+")))
        .with_context(|| format!("{SUITES} have no {PACKAGE} {version}"))?;
    let wanted = format!("{PACKAGE}={full}");
    external::output(apt("apt-get", folder).args(["download", &wanted]))?;
    let mut files = std::fs::read_dir(folder)?.flatten().map(|file| file.path());
    files
        .find(|file| file.extension().is_some_and(|extension| extension == "deb"))
        .context("apt fetched no file")
}

/// Where this system fetches Debian's packages from.
fn archive() -> Result<String> {
    let mut apt = Command::new("apt-get");
    let words = ["indextargets", "--format", "$(REPO_URI)"];
    let said = external::output(
        apt.args(words)
            .args(["Created-By: Packages", "Origin: Debian"]),
    )?;
    let said = String::from_utf8(said)?;
    let first = said.lines().next().filter(|line| !line.is_empty());
    Ok(first.context("this is no Debian")?.to_owned())
}

fn apt(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    let mut set = |name: &str, path: PathBuf| {
        command.arg("-o").arg(format!("{name}={}", path.display()));
    };
    set("Dir::Etc::sourcelist", "/dev/null".into());
    set("Dir::Etc::sourceparts", folder.join("parts"));
    set("Dir::State::lists", folder.join("lists"));
    set("Dir::Cache", folder.to_owned());
    command
        .args(["-o", "Acquire::Languages=none"])
        .current_dir(folder);
    command
}

/// Compiles the library into a root of its own, as the toolchain's makers do.
fn compile(source: &Path, place: &Path, root: &Path) -> Result<()> {
    say::line("  compiling the standard library for Windows (some minutes, once)");
    let build = place.join("build");
    let folder = folder_of(root);
    std::fs::create_dir_all(&folder)?;
    start_objects(source, &folder)?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["build", "--release", "--locked", "--target", TARGET]);
    cargo.args(["--features", "panic-unwind backtrace"]);
    cargo
        .arg("--manifest-path")
        .arg(source.join("sysroot/Cargo.toml"))
        .arg("--target-dir")
        .arg(&build)
        .current_dir(source)
        // What the library is written in is reserved to itself.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Zforce-unstable-if-unmarked")
        .env("__CARGO_DEFAULT_LIB_METADATA", "hengping");
    external::output(&mut cargo)?;
    let made = build.join(TARGET).join("release/deps");
    for file in std::fs::read_dir(&made)?.flatten() {
        let path = file.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "rlib")
        {
            std::fs::copy(&path, folder.join(file.file_name()))?;
        }
    }
    holds_library(root)
        .then_some(())
        .context("nothing came of compiling the standard library")
}

/// The two objects that stand first and last in each program.
fn start_objects(source: &Path, folder: &Path) -> Result<()> {
    for name in ["rsbegin", "rsend"] {
        let mut rustc = Command::new("rustc");
        rustc.args(["--target", TARGET, "--emit=obj", "-O", "-o"]);
        rustc
            .arg(folder.join(format!("{name}.o")))
            .arg(source.join("rtstartup").join(format!("{name}.rs")))
            .env("RUSTC_BOOTSTRAP", "1");
        external::output(&mut rustc)?;
    }
    Ok(())
}
