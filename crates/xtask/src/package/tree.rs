//! What lies where in the package.
//!
//! Owns the list of files. Programs, PDFium and the fallback font lie in one folder, and the names
//! people type are links into it: a program looks for its parts beside its real file. Trap: a file
//! added here must be there after installing and gone after removing, which `check` looks at.

use super::said;
use crate::{external, fonts, places};
use anyhow::{Context, Result};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folder of programs and what they need beside them.
pub(super) const HOME: &str = "usr/lib/hengping";
/// Programs, as cargo names them.
pub(super) const PROGRAMS: [&str; 2] = ["hengping", "hengping-desktop"];
/// Everything of machine code.
pub(super) const BINARIES: [&str; 3] = ["hengping", "hengping-desktop", "libpdfium.so"];

/// What was built or fetched.
pub(super) struct Parts<'a> {
    /// Folder of the programs.
    pub(super) programs: &'a Path,
    /// PDFium's library.
    pub(super) pdfium: &'a Path,
}

/// Lays everything but notices and control files.
pub(super) fn lay(root: &Path, parts: &Parts) -> Result<()> {
    for program in PROGRAMS {
        let place = format!("{HOME}/{program}");
        copy(&parts.programs.join(program), root, &place, 0o755)?;
        link(
            root,
            &format!("usr/bin/{program}"),
            &format!("../lib/hengping/{program}"),
        )?;
    }
    copy(parts.pdfium, root, &format!("{HOME}/libpdfium.so"), 0o644)?;
    let font = format!("{HOME}/NotoSansCJK-Regular.ttc");
    copy(&fonts::fallback()?, root, &font, 0o644)?;
    for (from, to) in shared() {
        copy(&from, root, &to, 0o644)?;
    }
    link(
        root,
        "usr/share/man/man1/hengping-desktop.1.gz",
        "hengping.1.gz",
    )?;
    let manual = "usr/share/man/man1/hengping.1";
    copy(&given("hengping.1"), root, manual, 0o644)?;
    external::output(Command::new("gzip").args(["-9n"]).arg(root.join(manual)))?;
    completions(root)
}

/// Files of the sources that are installed as they are.
fn shared() -> Vec<(PathBuf, String)> {
    let sources = places::workspace();
    let icon = |name: &str| sources.join("src-tauri/icons").join(name);
    let sized = |size: &str, name: &str, ending: &str| {
        (
            icon(name),
            format!("usr/share/icons/hicolor/{size}/apps/hengping.{ending}"),
        )
    };
    let doc = |name: &str| (sources.join(name), format!("usr/share/doc/hengping/{name}"));
    vec![
        (
            given("hengping.desktop"),
            "usr/share/applications/hengping.desktop".to_owned(),
        ),
        (
            given("hengping.xml"),
            "usr/share/mime/packages/hengping.xml".to_owned(),
        ),
        sized("32x32", "32x32.png", "png"),
        sized("128x128", "128x128.png", "png"),
        sized("512x512", "icon.png", "png"),
        sized("scalable", "icon.svg", "svg"),
        doc("LICENSE-APACHE"),
        doc("LICENSE-MIT"),
        doc("SECURITY.md"),
        (
            given("copyright"),
            "usr/share/doc/hengping/copyright".to_owned(),
        ),
        (
            sources.join("review-packages/FORMAT.md"),
            "usr/share/doc/hengping/FORMAT.md".to_owned(),
        ),
    ]
}

/// What a shell offers while a command is typed, from the program itself.
fn completions(root: &Path) -> Result<()> {
    let shells = [
        ("bash", "usr/share/bash-completion/completions/hengping"),
        ("zsh", "usr/share/zsh/vendor-completions/_hengping"),
        ("fish", "usr/share/fish/vendor_completions.d/hengping.fish"),
    ];
    for (shell, place) in shells {
        let mut program = Command::new(root.join(HOME).join("hengping"));
        let script = said(program.args(["completions", shell]))?;
        write(root, place, &script)?;
    }
    Ok(())
}

/// A file of `packaging/`.
pub(super) fn given(name: &str) -> PathBuf {
    places::workspace().join("packaging").join(name)
}

/// What a package is for, in the words of a release: `debian-amd64`.
pub(super) fn target(file: &Path) -> Result<String> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let architecture = name.rsplit('_').next();
    let architecture = architecture.with_context(|| format!("{name} has no architecture"))?;
    Ok(format!("debian-{architecture}"))
}

/// Writes a text into the tree.
pub(super) fn write(root: &Path, place: &str, text: &str) -> Result<()> {
    let file = prepared(root, place)?;
    std::fs::write(&file, format!("{}\n", text.trim_end()))?;
    Ok(std::fs::set_permissions(
        file,
        PermissionsExt::from_mode(0o644),
    )?)
}

fn copy(from: &Path, root: &Path, place: &str, mode: u32) -> Result<()> {
    let file = prepared(root, place)?;
    std::fs::copy(from, &file).with_context(|| format!("{} is not there", from.display()))?;
    Ok(std::fs::set_permissions(
        file,
        PermissionsExt::from_mode(mode),
    )?)
}

fn link(root: &Path, place: &str, to: &str) -> Result<()> {
    Ok(symlink(to, prepared(root, place)?)?)
}

/// The place of a file, its folders made so that everybody may enter.
fn prepared(root: &Path, place: &str) -> Result<PathBuf> {
    let mut folder = root.to_path_buf();
    let parent = Path::new(place).parent().unwrap_or(Path::new(""));
    for part in parent {
        folder.push(part);
        if !folder.is_dir() {
            std::fs::create_dir(&folder)?;
        }
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o755))?;
    }
    Ok(root.join(place))
}

/// Sums by which an installed file can be compared later (`dpkg --verify`).
pub(super) fn sums(root: &Path) -> Result<String> {
    let list = "find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum";
    said(Command::new("sh").args(["-c", list]).current_dir(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_says_what_it_is_for() {
        let file = PathBuf::from("out/hengping_0.1.0_amd64.deb");
        assert_eq!(target(&file).unwrap(), "debian-amd64");
    }

    /// Endings are said in three places that no compiler compares.
    #[test]
    fn desktop_entry_kinds_of_files_and_windows_settings_agree() {
        let read = |path: PathBuf| std::fs::read_to_string(path).unwrap();
        let entry = read(given("hengping.desktop"));
        let named = entry
            .lines()
            .find_map(|line| line.strip_prefix("MimeType="));
        let mut opened: Vec<&str> = named.unwrap().split_terminator(';').collect();
        let kinds = read(given("hengping.xml"));
        let mut known: Vec<&str> = kinds
            .split("<mime-type type=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let settings = read(places::workspace().join("src-tauri/tauri.conf.json"));
        let settings: serde_json::Value = serde_json::from_str(&settings).unwrap();
        let associations = settings["bundle"]["fileAssociations"].as_array().unwrap();
        let mut windows: Vec<&str> = associations
            .iter()
            .map(|one| one["mimeType"].as_str().unwrap())
            .collect();
        for list in [&mut opened, &mut known, &mut windows] {
            list.sort_unstable();
        }
        assert_eq!(opened, known);
        assert_eq!(opened, windows);
        for one in associations {
            let ending = one["ext"][0].as_str().unwrap();
            assert!(
                kinds.contains(&format!("pattern=\"*.{ending}\"")),
                "{ending}"
            );
        }
    }
}
