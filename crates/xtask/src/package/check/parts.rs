//! What was laid by the package, what the system makes of it, and what stays when it is gone.

use super::Findings;
use super::ground::{Ground, files_below};
use super::window;
use crate::package::said;
use crate::{external, places};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PDFIUM: &str = "/usr/lib/hengping/libpdfium.so";
/// Kinds of files and their endings.
const KINDS: [(&str, &str); 4] = [
    ("package", "orp"),
    ("ticket", "ort"),
    ("bundle", "orb"),
    ("notice", "orn"),
];

/// Every file lies there as it was packed.
pub(super) fn whole(findings: &mut Findings) {
    let sums = said(Command::new("dpkg").args(["--verify", "hengping"]));
    let outcome = sums.and_then(|said| match said.is_empty() {
        true => Ok("nothing differs".into()),
        false => bail!(said),
    });
    findings.note("files as packed", outcome);
    let entry = "/usr/share/applications/hengping.desktop";
    let outcome = said(Command::new("desktop-file-validate").arg(entry));
    findings.note("the desktop entry", outcome.map(|_| "valid".into()));
}

/// PDFium, font and confinement, with other libraries of that name where a careless program would
/// look; and no other library when its own is gone.
pub(super) fn stands_on_its_own(ground: &Ground, findings: &mut Findings) -> Result<()> {
    let trap = ground.lay("elsewhere/libpdfium.so", b"not a library")?;
    ground.lay(
        "home/.cache/hengping/pdfium/8149/libpdfium.so",
        &fs::read(PDFIUM)?,
    )?;
    let found = about(ground, &trap);
    findings.note(
        "PDFium, font, confinement",
        found.and_then(|said| own_parts(&said)),
    );
    let aside = format!("{PDFIUM}.aside");
    fs::rename(PDFIUM, &aside)?;
    let found = about(ground, &trap);
    fs::rename(&aside, PDFIUM)?;
    let outcome = found.and_then(|said| match said["pdfium"].is_null() {
        true => Ok("none is taken".into()),
        false => bail!("{}", said["pdfium"]),
    });
    findings.note("without its own PDFium", outcome);
    fs::remove_dir_all(ground.path("home/.cache"))?;
    Ok(())
}

fn about(ground: &Ground, trap: &Path) -> Result<Value> {
    let mut program = ground.person("hengping");
    program.args(["about", "--json"]);
    program.env("LD_LIBRARY_PATH", trap.parent().context("a folder")?);
    // Something that is lacking is said by the exit code too.
    let said = program.output()?;
    serde_json::from_slice(&said.stdout).context("no answer of `hengping about`")
}

fn own_parts(said: &Value) -> Result<String> {
    ensure!(said["pdfium"]["file"] == PDFIUM, "{}", said["pdfium"]);
    let font = "/usr/lib/hengping/NotoSansCJK-Regular.ttc";
    ensure!(said["font"] == font, "{}", said["font"]);
    let lacking = said["pdfium"]["unconfined"].as_array();
    let confined = match lacking.is_some_and(Vec::is_empty) {
        true => "fully confined".to_owned(),
        // Kernels without Landlock exist; the program says so, and so does this.
        false => format!("not in force here: {}", said["pdfium"]["unconfined"]),
    };
    Ok(format!(
        "its own; build {}, {confined}",
        said["pdfium"]["build"]
    ))
}

/// Where a signed word lies beside the package, a program of this version refuses it as not newer;
/// where none does, updates cannot be looked at, which is said.
pub(super) fn update(ground: &Ground, file: &Path, findings: &mut Findings) {
    let about = ground.person("hengping").args(["about", "--json"]).output();
    let about = about
        .ok()
        .and_then(|said| serde_json::from_slice::<Value>(&said.stdout).ok());
    let key = about.and_then(|about| Some(about["release_key"].as_str()?.to_owned()));
    let Some(key) = key else {
        let seen = "none is built in: updates ask for --release-key";
        return findings.note("the release key", Ok(seen.into()));
    };
    findings.note("the release key", Ok(key));
    let word = PathBuf::from(format!("{}.release", file.display()));
    let copied = [file, &word].map(|from| {
        let name = from.file_name().unwrap_or_default().to_string_lossy();
        ground.lay(
            &format!("elsewhere/{name}"),
            &fs::read(from).unwrap_or_default(),
        )
    });
    let outcome = copied
        .into_iter()
        .next()
        .context("a copy")
        .and_then(|copy| {
            let mut program = ground.person("hengping");
            program.args(["update", "verify", "--json"]).arg(copy?);
            let said: Value = serde_json::from_slice(&program.output()?.stdout)?;
            let code = &said["refused"]["notice"]["key"];
            ensure!(code == "not-newer", "{said}");
            Ok("signed by the built-in key, and not newer than itself".to_owned())
        });
    findings.note("its signed word", outcome);
}

/// The system knows the files by name and opens the program for them.
pub(super) fn files_are_known(ground: &Ground, findings: &mut Findings) -> Result<()> {
    for (kind, ending) in KINDS {
        let wanted = format!("application/vnd.hengping.{kind}");
        let file = ground.lay(&format!("elsewhere/a.{ending}"), b"x")?;
        let outcome = kind_of(ground, &file).and_then(|found| {
            ensure!(found == wanted, "{found}");
            let opened = opens(ground, &wanted)?;
            ensure!(opened == "hengping.desktop", "opened by `{opened}`");
            Ok(format!("{wanted}, opened by {opened}"))
        });
        findings.note(&format!("*.{ending}"), outcome);
    }
    let vector = "review-packages/vectors/valid/bundle/review.orb";
    let bytes = fs::read(places::workspace().join(vector))?;
    let file = ground.lay("elsewhere/without-ending", &bytes)?;
    let outcome = kind_of(ground, &file).and_then(|found| {
        ensure!(found == "application/vnd.hengping.bundle", "{found}");
        Ok(found)
    });
    findings.note("a bundle without its ending", outcome);
    Ok(())
}

fn kind_of(ground: &Ground, file: &Path) -> Result<String> {
    let mut gio = ground.person("gio");
    gio.args(["info", "-a", "standard::content-type"]).arg(file);
    let said = said(&mut gio)?;
    let kind = said.split("standard::content-type:").nth(1);
    Ok(kind.context("no kind")?.trim().to_owned())
}

fn opens(ground: &Ground, kind: &str) -> Result<String> {
    said(ground.person("xdg-mime").args(["query", "default", kind]))
}

/// What the program left with the person: their store, and nothing of the web view.
pub(super) fn only_user_data(ground: &Ground, findings: &mut Findings) {
    let home = ground.path("home");
    let files = files_below(&home);
    let strange: Vec<_> = files
        .iter()
        .filter(|file| is_of_the_web_view(file))
        .collect();
    let outcome = match strange.is_empty() {
        true => Ok(format!("{} files, none of the web view", files.len())),
        false => Err(anyhow::anyhow!("{strange:?}")),
    };
    findings.note("kept in the home", outcome);
    findings.note("left in memory", left_in_memory(ground));
}

/// The folder of a program that was killed goes with its next start, and that one's with its end.
fn left_in_memory(ground: &Ground) -> Result<String> {
    let last = window::start(ground, &[])?;
    window::settled(ground)?;
    last.end()?;
    let entries = fs::read_dir(ground.path("run"))?.collect::<Result<Vec<_>, _>>()?;
    let names = entries
        .iter()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let ours: Vec<String> = names.filter(|name| name.starts_with("hengping-")).collect();
    ensure!(ours.is_empty(), "{ours:?}");
    Ok("nothing, not even of the starts that were killed".into())
}

fn is_of_the_web_view(file: &Path) -> bool {
    let shown = file.to_string_lossy().to_lowercase();
    let words = [
        "webkit",
        "cache",
        "cookies",
        "hsts",
        "localstorage",
        "indexeddb",
    ];
    // The desktop's own have caches of theirs.
    let others = ["dconf", "fontconfig", "mesa"];
    words.iter().any(|word| shown.contains(word)) && !others.iter().any(|word| shown.contains(word))
}

/// Everything that was laid is gone, the system has forgotten the kinds, the store is there.
pub(super) fn removed(list: &[String], ground: &Ground, findings: &mut Findings) {
    let left: Vec<&String> = list
        .iter()
        .filter(|place| Path::new(place).symlink_metadata().is_ok())
        .collect();
    findings.note(
        "files removed",
        match left.is_empty() && !list.is_empty() {
            true => Ok(format!("{} of {}", list.len(), list.len())),
            false => Err(anyhow::anyhow!("{left:?}")),
        },
    );
    let opened = opens(ground, "application/vnd.hengping.package");
    let forgotten = opened.and_then(|opened| match opened.is_empty() {
        true => Ok("nobody opens *.orp".into()),
        false => bail!("still opened by {opened}"),
    });
    findings.note("associations removed", forgotten);
    let store = ground.path("home/.local/share/org.hengping.desktop");
    let kept = external::output(Command::new("find").arg(&store).args(["-type", "f"]));
    let kept = kept.and_then(|list| match list.is_empty() {
        true => bail!("nothing is left of it"),
        false => Ok("still there".into()),
    });
    findings.note("the person's store", kept);
}
