//! Ways into the window that a release must not have: inspector, driver, what tests may choose, a
//! network; and that the policy of the pages is the one in the sources.
//!
//! Each way is tried on the installed program. Trap: a way that is shut by never having been there
//! looks like one that the test fails to find; the desktop specs go through the same doors in a
//! debug build, where they are open.

use super::Findings;
use super::ground::{Ground, Running};
use super::window;
use crate::{external, places};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Longest wait for a driver that must get no session.
const DRIVER: Duration = Duration::from_secs(15);

/// Sources up to this length, such as `'none'`, stand in the code as numbers and cannot be found.
const TOO_SHORT: usize = 8;

/// The program was made with the content policy of the settings, source for source.
pub(super) fn policy_is_inside(findings: &mut Findings) -> Result<()> {
    let settings = fs::read(places::workspace().join("src-tauri/tauri.conf.json"))?;
    let settings: Value = serde_json::from_slice(&settings)?;
    let policy = settings["app"]["security"]["csp"]
        .as_object()
        .context("no policy")?;
    let program = fs::read("/usr/lib/hengping/hengping-desktop")?;
    let sources: Vec<&str> = policy.values().filter_map(Value::as_str).collect();
    let (short, long): (Vec<&str>, Vec<&str>) =
        sources.iter().partition(|source| source.len() <= TOO_SHORT);
    let missing: Vec<_> = long
        .iter()
        .filter(|source| !contains(&program, source.as_bytes()))
        .collect();
    let lax = sources
        .iter()
        .any(|source| source.contains("unsafe") || source.contains('*'));
    let outcome = match missing.is_empty() && !lax && !long.is_empty() {
        true => Ok(format!(
            "{} rules as in the settings, {} too short to be looked for",
            long.len(),
            short.len()
        )),
        false => Err(anyhow::anyhow!("missing {missing:?}, lax: {lax}")),
    };
    findings.note("content policy", outcome);
    Ok(())
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

/// Tries every door on a window that shows the same as always.
pub(super) fn are_shut(ground: &Ground, findings: &mut Findings) -> Result<()> {
    let usual = window::start(ground, &[])?;
    let picture = window::settled(ground)?;
    usual.end()?;
    let port = free_port()?.to_string();
    let inspector = format!("127.0.0.1:{port}");
    let script = ground.lay("elsewhere/script.js", SCRIPT.as_bytes())?;
    let script = script.to_string_lossy().into_owned();
    let opened = window::start(
        ground,
        &[
            ("WEBKIT_INSPECTOR_HTTP_SERVER", &inspector),
            ("WEBKIT_INSPECTOR_SERVER", &inspector),
            ("TAURI_WEBVIEW_AUTOMATION", "true"),
            ("HENGPING_TEST_SCRIPT", &script),
            // No instant: a program that heeds it does not start.
            ("HENGPING_TEST_CLOCK", "never"),
        ],
    )?;
    let now = window::settled(ground);
    findings.note(
        "what only tests may choose",
        now.and_then(|now| {
            let differs = now.differs(&picture);
            ensure!(differs < 0.01, "the window looks different ({differs:.3})");
            Ok("is passed over".into())
        }),
    );
    findings.note(
        "the inspector's port",
        match TcpStream::connect(&inspector) {
            Ok(_) => Err(anyhow::anyhow!("is open")),
            Err(_) => Ok("is shut".into()),
        },
    );
    opened.end()?;
    findings.note("a driver", driver(ground));
    findings.note("sockets of a network", sockets(ground));
    Ok(())
}

/// What a script of a test would do to the page at once.
const SCRIPT: &str = "addEventListener('DOMContentLoaded', () => \
    document.documentElement.style.setProperty('display', 'none'));";

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Asks the system's driver for a session with the installed program, as the desktop specs do.
fn driver(ground: &Ground) -> Result<String> {
    let port = free_port()?;
    let mut server = ground.person("WebKitWebDriver");
    server.arg(format!("--port={port}"));
    server.env("TAURI_WEBVIEW_AUTOMATION", "true");
    let _server = Running::start(&mut server)?;
    let mut stream = super::ground::wait("the driver", || {
        Ok(TcpStream::connect(("127.0.0.1", port)).ok())
    })?;
    let body = r#"{"capabilities":{"alwaysMatch":{"webkitgtk:browserOptions":{"binary":"/usr/bin/hengping-desktop","args":[]}}}}"#;
    write!(
        stream,
        "POST /session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    stream.set_read_timeout(Some(DRIVER))?;
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).unwrap_or(0);
    let answer = String::from_utf8_lossy(answer.get(..read).unwrap_or_default()).into_owned();
    if answer.contains("sessionId") {
        bail!("got a session");
    }
    Ok(match read {
        0 => format!("got no session in {} s", DRIVER.as_secs()),
        _ => "was refused".into(),
    })
}

/// Starts the window under strace and looks for addresses of a network.
fn sockets(ground: &Ground) -> Result<String> {
    if !external::has("strace") {
        return Ok("not looked at: strace is not here".into());
    }
    let log = ground.path("sockets.log");
    let inner = ground.person("hengping-desktop");
    let mut traced = Command::new("strace");
    traced
        .args(["-f", "-qq", "-e", "trace=network", "-o"])
        .arg(&log);
    traced
        .arg(inner.get_program())
        .args(inner.get_args())
        .env_clear();
    for (name, value) in inner.get_envs() {
        traced.env(name, value.unwrap_or_default());
    }
    if let Some(folder) = inner.get_current_dir() {
        traced.current_dir(folder);
    }
    std::os::unix::process::CommandExt::process_group(&mut traced, 0);
    let running = Running::start(&mut traced)?;
    let shown = window::settled(ground);
    drop(running);
    shown?;
    network_calls(&log)
}

fn network_calls(log: &Path) -> Result<String> {
    let text = fs::read_to_string(log)?;
    ensure!(text.contains("AF_UNIX"), "strace saw nothing");
    let of_network =
        |line: &&str| line.contains("socket(AF_INET") || line.contains("sa_family=AF_INET");
    let found: Vec<&str> = text.lines().filter(of_network).take(3).collect();
    ensure!(found.is_empty(), "{found:?}");
    Ok("none".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_to_a_network_is_found_in_a_log() {
        let file = std::env::temp_dir().join(format!("hengping-strace-{}", std::process::id()));
        fs::write(&file, "1 socket(AF_UNIX, SOCK_STREAM) = 3\n").unwrap();
        assert!(network_calls(&file).is_ok());
        fs::write(
            &file,
            "1 socket(AF_UNIX) = 3\n1 socket(AF_INET, SOCK_STREAM) = 4\n",
        )
        .unwrap();
        assert!(network_calls(&file).is_err());
        fs::remove_file(file).unwrap();
    }
}
