//! `cargo xtask package`: a `.deb` of the window and the command-line program.
//!
//! Owns the order of the work; `tree` knows what lies where, `notices` whose work is shipped,
//! `check` whether the result can be installed, run and removed. Debian's own tools make the
//! package. Trap: everything in it was built from this workspace's lock files a moment before;
//! nothing is taken from an earlier run.

mod check;
mod notices;
mod tree;

use crate::arguments::Arguments;
use crate::setup::{self, Purpose, Ready};
use crate::{external, fonts, places, say, window};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The release that this workspace is.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Who answers for a package; builders put in themselves.
const MAINTAINER: &str = "HENGPING_MAINTAINER";

/// `cargo xtask package [--check] [--sign KEY]`.
pub(crate) fn run(mut given: Arguments) -> Result<()> {
    let checked = given.flag("--check");
    let key = given
        .value("--sign")?
        .map(std::path::absolute)
        .transpose()?;
    given.finish()?;
    external::find("dpkg-deb").context("a .deb is made with dpkg-deb, which is not here")?;
    say::heading("setup");
    let purpose = if checked {
        Purpose::Tests
    } else {
        Purpose::Window
    };
    let ready = setup::prepare(purpose)?;
    let programs = build(&ready)?;
    say::heading("the package");
    let file = pack(&programs, &ready)?;
    if let Some(key) = key {
        sign(&programs, &file, &key)?;
    }
    say::result(file.display());
    if checked {
        check::run(&file)?;
    }
    Ok(())
}

/// Pages and programs, as they are shipped; returns the folder of the programs.
fn build(ready: &Ready) -> Result<PathBuf> {
    say::heading("building the pages");
    window::install()?;
    if !fonts::prepare()? {
        bail!("a package is not made without its fonts");
    }
    external::output(&mut window::npm(&["run", "build"]))?;
    say::heading("compiling for release (many minutes the first time)");
    let began = Instant::now();
    let mut cargo = places::cargo()?;
    let words = ["build", "--release", "--locked", "--package", "hengping"];
    let cargo = cargo.args(words).args(["--package", "hengping-desktop"]);
    external::run(cargo.envs(ready.environment()))?;
    let time = say::duration(began.elapsed());
    say::line(format_args!("  compiled in {time}"));
    Ok(places::target()?.join("release"))
}

/// Lays the tree and closes it into a package.
fn pack(programs: &Path, ready: &Ready) -> Result<PathBuf> {
    let folder = places::target()?.join("package");
    let root = folder.join("tree");
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    std::fs::create_dir_all(&root)?;
    let pdfium = ready
        .pdfium()
        .context("a package is not made without PDFium")?;
    tree::lay(&root, &tree::Parts { programs, pdfium })?;
    let notices = notices::all(pdfium)?;
    tree::write(&root, "usr/share/doc/hengping/third-party.txt", &notices)?;
    let architecture = said(Command::new("dpkg").arg("--print-architecture"))?;
    describe(&root, &folder, &architecture)?;
    let file = folder.join(format!("hengping_{VERSION}_{architecture}.deb"));
    external::output(
        Command::new("dpkg-deb")
            .args(["--build", "--root-owner-group", "-Zxz", "-z3"])
            .args([&root, &file])
            .env("SOURCE_DATE_EPOCH", moment()?),
    )?;
    let size = std::fs::metadata(&file)?.len() >> 20;
    say::line(format_args!("  {} MiB", size));
    Ok(file)
}

/// The time of the last commit, so that one state of the sources gives one package.
fn moment() -> Result<String> {
    let mut git = Command::new("git");
    git.args(["log", "-1", "--format=%ct"])
        .current_dir(places::workspace());
    // Sources without their history are as old as dpkg likes.
    Ok(said(&mut git).unwrap_or_else(|_| "0".to_owned()))
}

/// The control file and the sums of what is installed.
fn describe(root: &Path, folder: &Path, architecture: &str) -> Result<()> {
    let depends = libraries(root, folder)?;
    let maintainer = std::env::var(MAINTAINER)
        .unwrap_or_else(|_| "Hengping, built from source <hengping@localhost>".to_owned());
    let kilobytes = said(
        Command::new("du")
            .args(["-sk", "--apparent-size"])
            .arg(root),
    )?;
    let kilobytes = kilobytes.split_whitespace().next().unwrap_or_default();
    let description = std::fs::read_to_string(tree::given("description.txt"))?;
    let sums = tree::sums(root)?;
    let control = format!(
        "Package: hengping\nVersion: {VERSION}\nArchitecture: {architecture}\n\
         Maintainer: {maintainer}\nInstalled-Size: {kilobytes}\nSection: misc\n\
         Priority: optional\nDepends: {depends}\n\
         Recommends: shared-mime-info, desktop-file-utils\nDescription: {description}"
    );
    tree::write(root, "DEBIAN/control", &control)?;
    tree::write(root, "DEBIAN/md5sums", &sums)
}

/// What the programs need of the distribution, with versions, as Debian's own tool finds it.
fn libraries(root: &Path, folder: &Path) -> Result<String> {
    let ground = folder.join("libraries");
    std::fs::create_dir_all(ground.join("debian"))?;
    // The tool wants to know for whom it works.
    std::fs::write(ground.join("debian/control"), "Source: hengping\n")?;
    let mut tool = Command::new("dpkg-shlibdeps");
    tool.arg("-O").current_dir(&ground);
    for program in tree::BINARIES {
        tool.arg(root.join(tree::HOME).join(program));
    }
    let found = said(&mut tool).context("dpkg-shlibdeps comes with build-essential")?;
    let depends = found
        .lines()
        .find_map(|line| line.strip_prefix("shlibs:Depends="));
    depends
        .map(str::to_owned)
        .context("dpkg-shlibdeps found no library")
}

/// Writes the signed word about the package beside it, with the program just built.
fn sign(programs: &Path, file: &Path, key: &Path) -> Result<()> {
    let mut program = Command::new(programs.join("hengping"));
    program.args(["--lang", "en", "update", "sign"]).arg(file);
    let target = tree::target(file)?;
    program
        .args(["--of", VERSION, "--for", &target, "--key"])
        .arg(key);
    external::run(&mut program)
}

/// What a program says, without white space around it.
fn said(command: &mut Command) -> Result<String> {
    let output = external::output(command)?;
    Ok(String::from_utf8_lossy(&output).trim().to_owned())
}
