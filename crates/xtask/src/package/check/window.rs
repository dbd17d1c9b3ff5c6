//! The installed window: it opens, shows its first screen, and a second start hands over its file.
//!
//! Owns what is seen from outside. Trap: without a window manager nothing has the keyboard, so keys
//! are typed into a window that was given it by name.

use super::Findings;
use super::ground::{Ground, Running, wait};
use super::screen::Picture;
use crate::package::said;
use crate::{external, places, say};
use anyhow::{Context, Result, bail};
use std::process::Command;
use std::time::{Duration, Instant};

/// Fewer are a blank window, a border, a cursor.
const LEAST_COLOURS: usize = 60;
/// What a new screen changes at least.
const NEW_SCREEN: f64 = 0.01;
/// The store of the window, as the system places it for this program.
const STORE: &str = "home/.local/share/org.hengping.desktop/work";
const PASSPHRASE: &str = "river walk after supper 3171";

/// The whole of it; the picture of the first screen is kept beside the package.
pub(super) fn opens_and_takes_files(ground: &Ground, findings: &mut Findings) -> Result<()> {
    let began = Instant::now();
    let window = start(ground, &[])?;
    let seen = first_screen(ground, began);
    let opened = seen.is_ok();
    findings.note("the window opens and shows its first screen", seen);
    findings.note("its title", title(ground));
    findings.note("it ends when asked to", window.end().map(|()| "yes".into()));
    if opened {
        findings.note(
            "a second start hands its file to the first",
            second_start(ground),
        );
    }
    Ok(())
}

/// Starts the window as a person does.
pub(super) fn start(ground: &Ground, variables: &[(&str, &str)]) -> Result<Running> {
    let mut program = ground.person("hengping-desktop");
    program.envs(variables.iter().copied());
    Running::start(&mut program)
}

fn first_screen(ground: &Ground, began: Instant) -> Result<String> {
    let picture = settled(ground)?;
    let file = places::target()?.join("package/first-screen.ppm");
    picture.keep(&file)?;
    Ok(format!(
        "{} colours, at rest after {} ({})",
        picture.colours(),
        say::duration(began.elapsed()),
        file.display()
    ))
}

/// The picture once it is no blank one and has come to rest.
pub(super) fn settled(ground: &Ground) -> Result<Picture> {
    let mut before: Option<Picture> = None;
    wait("a picture that is not blank", || {
        let now = Picture::of(&ground.path("screen"))?;
        let rests = before.as_ref().is_some_and(|before| *before == now);
        if rests && now.colours() >= LEAST_COLOURS {
            return Ok(Some(now));
        }
        before = Some(now);
        std::thread::sleep(Duration::from_millis(100));
        Ok(None)
    })
}

/// Windows of the program that are large enough to be looked at.
pub(super) fn windows(ground: &Ground) -> Result<Vec<String>> {
    let mut tool = tool(ground, "xwininfo");
    let tree = said(tool.args(["-root", "-tree"]))?;
    let ours = tree
        .lines()
        .filter(|line| line.contains("\"hengping-desktop\""));
    let large = ours.filter(|line| width(line).is_some_and(|width| width >= 400));
    Ok(large
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}

/// Of `0x40001 "…": ("…" "…")  1366x720+0+0  +0+0`.
fn width(line: &str) -> Option<u32> {
    let geometry = line.rsplit(')').next()?.split_whitespace().next()?;
    geometry.split('x').next()?.parse().ok()
}

fn title(ground: &Ground) -> Result<String> {
    let windows = windows(ground)?;
    let [window] = windows.as_slice() else {
        bail!("{} windows instead of one", windows.len());
    };
    let mut tool = tool(ground, "xprop");
    let said = said(tool.args(["-id", window, "_NET_WM_NAME"]))?;
    if !said.contains("衡评") {
        bail!("{said}");
    }
    Ok("衡评".into())
}

/// A program that looks at the display or types into it.
fn tool(ground: &Ground, name: &str) -> Command {
    let mut command = Command::new(name);
    command
        .env("DISPLAY", ground.display())
        .env("LANG", "C.UTF-8");
    command
}

/// Unlocks a window over a store with its keyboard, then starts the program with a file: the one
/// start ends, the one window shows something new.
fn second_start(ground: &Ground) -> Result<String> {
    make_store(ground)?;
    let mut first = start(ground, &[])?;
    let locked = settled(ground)?;
    type_passphrase(ground)?;
    let open = wait("the screen behind the lock", || {
        let now = settled(ground)?;
        Ok((now.differs(&locked) > NEW_SCREEN).then_some(now))
    })?;
    let package = ground.lay("elsewhere/handed.orp", b"x")?;
    let mut second = ground.person("hengping-desktop");
    Running::start(second.arg(&package))?.ends_well()?;
    let shown = wait("a screen with the file", || {
        let now = settled(ground)?;
        Ok((now.differs(&open) > NEW_SCREEN).then_some(now))
    })?;
    shown.keep(&places::target()?.join("package/handed-over.ppm"))?;
    let windows = windows(ground)?;
    if !first.runs() || windows.len() != 1 {
        bail!(
            "{} windows, the first runs: {}",
            windows.len(),
            first.runs()
        );
    }
    first.end()?;
    Ok("the second ended, the one window shows the file".into())
}

/// A person's store, made with the installed command-line program.
fn make_store(ground: &Ground) -> Result<()> {
    let secret = ground.lay("home/passphrase.txt", PASSPHRASE.as_bytes())?;
    // The folders above are the window's own from its first start.
    let mut program = ground.person("hengping");
    program.args(["expert", "enrol", "--name", "陈秀英", "--unit", "研究院"]);
    program.arg("--home").arg(ground.path(STORE));
    program.arg("--out").arg(ground.path("home/card.json"));
    program.arg("--passphrase-file").arg(&secret);
    external::output(&mut program).map(drop)?;
    Ok(std::fs::remove_file(secret)?)
}

fn type_passphrase(ground: &Ground) -> Result<()> {
    let windows = windows(ground)?;
    let window = windows.first().context("no window")?;
    let focus = ["windowfocus", "--sync", window];
    external::output(tool(ground, "xdotool").args(focus))?;
    let typed = ["type", "--delay", "30", PASSPHRASE];
    external::output(tool(ground, "xdotool").args(typed))?;
    external::output(tool(ground, "xdotool").args(["key", "Return"])).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_stands_behind_the_names() {
        let line = r#"     0x400003 "a (b) c": ("hengping-desktop" "Hengping-desktop")  1366x720+0+0  +0+0"#;
        assert_eq!(width(line), Some(1366));
        assert_eq!(width("nothing"), None);
    }
}
