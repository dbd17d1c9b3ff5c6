//! Installs what the other commands need and says what it could not install.
//!
//! Owns the order and the outcome; the parts know how. Nothing here decides by the name of a
//! distribution: each need has a probe, and only what is missing is installed. Trap: this runs
//! before every demo and test, so when everything is there it must be done in well under a second.

pub(crate) mod font;
pub(crate) mod packages;
mod pdfium;
mod python;

use crate::say;
use anyhow::{Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What the machine is being prepared for; each includes the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Purpose {
    /// Compiling and running the sample round.
    Round,
    /// Also compiling the window.
    Window,
    /// Also the tests that compare with stock tools or drive the window.
    Tests,
    /// Also the programs that benches measure against.
    Benches,
}

/// What was found or installed.
pub(crate) struct Ready {
    pdfium: Option<PathBuf>,
    font: Option<PathBuf>,
    python: Option<PathBuf>,
    openssl: Option<PathBuf>,
}

impl Ready {
    /// PDFium's library, where it could be had.
    pub(crate) fn pdfium(&self) -> Option<&Path> {
        self.pdfium.as_deref()
    }

    /// The environment of children: where the parts lie that no package manager put in place.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let mut all = Vec::new();
        let mut add = |name, path: &Option<PathBuf>| {
            all.extend(
                path.as_ref()
                    .map(|path| (name, path.clone().into_os_string())),
            );
        };
        add("HENGPING_PDFIUM", &self.pdfium);
        add("HENGPING_CJK_FONT", &self.font);
        add("HENGPING_PYTHONPATH", &self.python);
        add(
            "OPENSSL_INCLUDE_DIR",
            &self.openssl.as_ref().map(|root| root.join("include")),
        );
        add(
            "OPENSSL_LIB_DIR",
            &self.openssl.as_ref().map(|root| root.join("lib")),
        );
        all
    }
}

/// `cargo xtask setup`: everything, for all purposes.
pub(crate) fn command() -> Result<()> {
    prepare(Purpose::Benches).map(drop)
}

/// Makes the machine ready for a purpose. Fails only when the purpose cannot be served at all.
pub(crate) fn prepare(purpose: Purpose) -> Result<Ready> {
    let began = Instant::now();
    let missing = packages::install(purpose);
    let openssl = packages::openssl_without_root(&missing)?;
    let font = font::find_or_unpack();
    let pdfium = pdfium::find_or_fetch();
    let python = (purpose >= Purpose::Tests).then(python::find_or_install);
    for package in &missing {
        if !(package.name == "libssl-dev" && openssl.is_some()) {
            say::line(format_args!(
                "  missing: {} ({})",
                package.name, package.reason
            ));
        }
    }
    refuse_without_compiler(&missing, openssl.is_some(), purpose)?;
    let ready = Ready {
        pdfium: told("PDFium", pdfium)?,
        font: told("Chinese font", font)?,
        python: python
            .map(|outcome| told("Python packages cryptography and ironcalc", outcome))
            .transpose()?
            .flatten(),
        openssl,
    };
    say::line(format_args!(
        "setup: done in {}",
        say::duration(began.elapsed())
    ));
    Ok(ready)
}

/// Installs what building for Windows needs; name and reason of what is missing afterwards.
pub(crate) fn install_for_windows() -> Vec<(&'static str, &'static str)> {
    let missing = packages::install_for_windows();
    let named = missing
        .into_iter()
        .map(|package| (package.name, package.reason));
    named.collect()
}

/// A part that could not be had is said and left out; what depends on it says so again.
fn told(what: &str, outcome: Result<PathBuf>) -> Result<Option<PathBuf>> {
    match outcome {
        Ok(path) => Ok(Some(path)),
        Err(error) => {
            say::line(format_args!("  {what}: not available: {error:#}"));
            Ok(None)
        }
    }
}

fn refuse_without_compiler(
    missing: &[&packages::Package],
    openssl_unpacked: bool,
    purpose: Purpose,
) -> Result<()> {
    let needed = |package: &&&packages::Package| {
        package.purpose <= purpose
            && package.compiles
            && !(openssl_unpacked && ["libssl-dev", "pkg-config"].contains(&package.name))
    };
    let names: Vec<&str> = missing
        .iter()
        .filter(needed)
        .map(|package| package.name)
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    bail!(
        "nothing can be compiled without {}; as root run: apt-get install {}",
        names.join(", "),
        names.join(" ")
    );
}
