//! Programs and libraries of the distribution: probed one by one, installed with apt when that is
//! allowed (root, or sudo without a password).
//!
//! Trap: `apt-get` may wait for another installation or a dead network; its output goes to a log
//! whose place is said, so that a long silence can be looked into.

use super::Purpose;
use crate::{external, places, say};
use anyhow::{Context, Result};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One Debian package and how to tell that it is not needed.
pub(crate) struct Package {
    /// Its name for apt.
    pub(crate) name: &'static str,
    /// What it is for, said when it is missing.
    pub(crate) reason: &'static str,
    /// The least purpose that needs it.
    pub(crate) purpose: Purpose,
    /// Nothing can be compiled without it.
    pub(crate) compiles: bool,
    present: fn() -> bool,
}

const fn tool(
    name: &'static str,
    reason: &'static str,
    purpose: Purpose,
    present: fn() -> bool,
) -> Package {
    Package {
        name,
        reason,
        purpose,
        compiles: false,
        present,
    }
}

const fn compiler(name: &'static str, reason: &'static str, present: fn() -> bool) -> Package {
    Package {
        name,
        reason,
        purpose: Purpose::Round,
        compiles: true,
        present,
    }
}

const fn window(name: &'static str, reason: &'static str, present: fn() -> bool) -> Package {
    Package {
        name,
        reason,
        purpose: Purpose::Window,
        compiles: true,
        present,
    }
}

const PACKAGES: &[Package] = &[
    compiler("build-essential", "compiles SQLCipher", || {
        external::has("cc")
    }),
    compiler("pkg-config", "finds OpenSSL", || {
        external::has("pkg-config")
    }),
    compiler("libssl-dev", "OpenSSL for SQLCipher", openssl_found),
    tool(
        "perl",
        "configures OpenSSL where it is built from source",
        Purpose::Round,
        || external::has("perl"),
    ),
    tool(
        "python3-pip",
        "fetches the pinned PDFium",
        Purpose::Round,
        pip_found,
    ),
    tool(
        "fonts-noto-cjk",
        "sets Chinese text",
        Purpose::Round,
        super::font::installed,
    ),
    window(
        "libwebkit2gtk-4.1-dev",
        "the web view of the window",
        || library("webkit2gtk-4.1"),
    ),
    window("libgtk-3-dev", "the window and its dialogs", || {
        library("gtk+-3.0")
    }),
    window("librsvg2-dev", "icons of the window", || {
        library("librsvg-2.0")
    }),
    tool(
        "libharfbuzz-bin",
        "cuts the window's fonts",
        Purpose::Window,
        || external::has("hb-subset"),
    ),
    tool("woff2", "packs the window's fonts", Purpose::Window, || {
        external::has("woff2_compress")
    }),
    tool(
        "fonts-hanazono",
        "sets rare Chinese characters in the window",
        Purpose::Window,
        || Path::new("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf").is_file(),
    ),
    tool(
        "xvfb",
        "a display nobody sees, for tests of the window",
        Purpose::Tests,
        || external::has("Xvfb"),
    ),
    tool(
        "webkit2gtk-driver",
        "drives the window in tests",
        Purpose::Tests,
        || external::has("WebKitWebDriver"),
    ),
    tool(
        "dbus-daemon",
        "the bus over which a second start finds the first, in tests",
        Purpose::Tests,
        || external::has("dbus-daemon"),
    ),
    tool(
        "chromium",
        "shows the pages in browser specs",
        Purpose::Tests,
        || external::has("chromium"),
    ),
    tool(
        "strace",
        "counts sockets of the window, in tests",
        Purpose::Tests,
        || external::has("strace"),
    ),
    tool(
        "x11-utils",
        "names the windows of the installed program, in its check",
        Purpose::Tests,
        || external::has("xwininfo") && external::has("xprop"),
    ),
    tool(
        "xdotool",
        "types into the installed program, in its check",
        Purpose::Tests,
        || external::has("xdotool"),
    ),
    tool(
        "xdg-utils",
        "asks which program opens a file, in the check of the package",
        Purpose::Tests,
        || external::has("xdg-mime"),
    ),
    tool(
        "desktop-file-utils",
        "reads the desktop entry, in the check of the package",
        Purpose::Tests,
        || external::has("desktop-file-validate"),
    ),
    tool(
        "libglib2.0-bin",
        "tells the kind of a file, in the check of the package",
        Purpose::Tests,
        || external::has("gio"),
    ),
    tool(
        "age",
        "opens bundles without the program, in tests",
        Purpose::Tests,
        || external::has("age"),
    ),
    tool(
        "jq",
        "reads envelopes without the program, in tests",
        Purpose::Tests,
        || external::has("jq"),
    ),
    tool(
        "unzip",
        "opens containers without the program, in tests",
        Purpose::Tests,
        || external::has("unzip"),
    ),
    tool(
        "poppler-utils",
        "reads printed papers in tests; pdftoppm is measured against",
        Purpose::Tests,
        || external::has("pdftoppm"),
    ),
    tool(
        "mupdf-tools",
        "mutool draw, measured against",
        Purpose::Benches,
        || external::has("mutool"),
    ),
    tool("pdfgrep", "measured against", Purpose::Benches, || {
        external::has("pdfgrep")
    }),
    tool("evince", "measured against", Purpose::Benches, || {
        external::has("evince")
    }),
];

/// What building for Windows and running it here needs besides.
const FOR_WINDOWS: &[Package] = &[
    tool(
        "gcc-mingw-w64-x86-64-posix",
        "links for Windows",
        Purpose::Round,
        || external::has("x86_64-w64-mingw32-gcc"),
    ),
    tool(
        "wine64",
        "runs programs of Windows",
        Purpose::Round,
        crate::windows::has_wine,
    ),
];

fn openssl_found() -> bool {
    library("openssl")
}

/// Whether a library can be linked against.
fn library(name: &str) -> bool {
    external::succeeds(Command::new("pkg-config").args(["--exists", name]))
}

fn pip_found() -> bool {
    super::pdfium::kept() || external::succeeds(&mut super::python::pip(&["--version"]))
}

/// Installs what is missing for a purpose; returns what is missing afterwards.
pub(crate) fn install(purpose: Purpose) -> Vec<&'static Package> {
    install_of(PACKAGES, purpose)
}

/// Installs what is missing for Windows; returns what is missing afterwards.
pub(crate) fn install_for_windows() -> Vec<&'static Package> {
    install_of(FOR_WINDOWS, Purpose::Round)
}

fn install_of(packages: &'static [Package], purpose: Purpose) -> Vec<&'static Package> {
    let absent = |package: &&Package| package.purpose <= purpose && !(package.present)();
    let missing: Vec<&Package> = packages.iter().filter(absent).collect();
    if missing.is_empty() {
        return missing;
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    if let Err(error) = apt_install(&names) {
        say::line(format_args!("  not installed with apt: {error:#}"));
        say::line(format_args!(
            "  as root run: apt-get install {}",
            names.join(" ")
        ));
    }
    missing.into_iter().filter(absent).collect()
}

fn apt_install(names: &[&str]) -> Result<()> {
    let apt = Apt::allowed()?;
    say::line(format_args!("  installing with apt: {}", names.join(" ")));
    if !lists_present() {
        apt.run(&["update"])?;
    }
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(names);
    // Old lists name files that are gone; fresh ones cost ten seconds, so only then.
    apt.run(&words)
        .or_else(|_| apt.run(&["update"]).and_then(|()| apt.run(&words)))
}

fn lists_present() -> bool {
    let lists = std::fs::read_dir("/var/lib/apt/lists");
    lists.is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
    })
}

/// apt with the rights to install.
struct Apt {
    sudo: bool,
}

impl Apt {
    fn allowed() -> Result<Self> {
        external::find("apt-get").context("there is no apt-get on this system")?;
        let user = external::output(Command::new("id").arg("-u"))?;
        if user.trim_ascii() == b"0" {
            return Ok(Self { sudo: false });
        }
        let sudo = external::succeeds(Command::new("sudo").args(["-n", "true"]));
        sudo.then_some(Self { sudo: true })
            .context("neither root nor sudo without a password")
    }

    fn run(&self, words: &[&str]) -> Result<()> {
        let log = log_file()?;
        let mut command = Command::new(if self.sudo { "sudo" } else { "apt-get" });
        if self.sudo {
            command.args(["-n", "apt-get"]);
        }
        command.args(["-o", "DPkg::Lock::Timeout=120"]).args(words);
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(std::process::Stdio::null());
        command.stdout(log.try_clone()?).stderr(log);
        external::run(&mut command).with_context(|| format!("see {}", log_path().display()))
    }
}

fn log_path() -> PathBuf {
    places::cache()
        .unwrap_or_else(|_| std::env::temp_dir())
        .join("setup.log")
}

fn log_file() -> Result<File> {
    let path = log_path();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(File::options().create(true).append(true).open(path)?)
}

/// Fetches packages and unpacks them into a folder, which needs no rights.
pub(crate) fn unpack(names: &[&str], into: &Path) -> Result<()> {
    external::find("dpkg").context("there is no dpkg on this system")?;
    let fetched = into.with_extension("fetched");
    std::fs::create_dir_all(&fetched)?;
    std::fs::create_dir_all(into)?;
    external::output(
        Command::new("apt-get")
            .arg("download")
            .args(names)
            .current_dir(&fetched),
    )?;
    for file in std::fs::read_dir(&fetched)? {
        external::output(Command::new("dpkg").arg("-x").arg(file?.path()).arg(into))?;
    }
    Ok(std::fs::remove_dir_all(fetched)?)
}

/// Headers and library of OpenSSL in the cache, for those who may not install them.
pub(crate) fn openssl_without_root(missing: &[&Package]) -> Result<Option<PathBuf>> {
    if !missing.iter().any(|package| package.name == "libssl-dev") {
        return Ok(None);
    }
    let root = places::cache()?.join("openssl");
    if root.join("lib").is_dir() {
        return Ok(Some(root));
    }
    say::line("  unpacking OpenSSL's headers into the cache");
    let outcome = unpack(&["libssl-dev", "libssl3"], &root).and_then(|()| arrange_openssl(&root));
    if let Err(error) = &outcome {
        say::line(format_args!("  OpenSSL: not unpacked: {error:#}"));
    }
    Ok(outcome.is_ok().then_some(root))
}

/// Debian spreads headers over two folders and names the library's folder by machine; builds want
/// one folder of each.
fn arrange_openssl(root: &Path) -> Result<()> {
    let headers = root.join("include");
    let machine = format!("{}-linux-gnu", std::env::consts::ARCH);
    std::fs::create_dir_all(&headers)?;
    for folder in [
        root.join("usr/include/openssl"),
        root.join("usr/include").join(&machine).join("openssl"),
    ] {
        external::output(Command::new("cp").arg("-r").arg(folder).arg(&headers))?;
    }
    Ok(std::fs::rename(
        root.join("usr/lib").join(machine),
        root.join("lib"),
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_package_is_named_once_with_a_reason() {
        let mut names: Vec<&str> = PACKAGES.iter().map(|package| package.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), PACKAGES.len());
        assert!(PACKAGES.iter().all(|package| !package.reason.is_empty()));
    }
}
