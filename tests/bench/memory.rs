//! Memory of every process of a program, shared pages counted once (PSS).

use std::fs;
use std::time::Duration;

use serde_json::json;

use crate::figures;
use crate::ground::{Ground, LONG_OF, MIDDLE};
use crate::program::children;
use crate::reading::{at, open, script};

/// Goes through pages as a reader does.
const READ: &str = "
    const [pages] = arguments;
    for (let page = 0; page < pages; page += 1) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', code: 'PageDown', bubbles: true }));
        await until(isShown);
        await new Promise((resolve) => setTimeout(resolve, 60));
    }
    done(true);
";

pub(crate) fn run(ground: &Ground) {
    let Some(machine) = ground.machine() else {
        return;
    };
    let window = at(&machine, LONG_OF);
    open(&window, &format!("{MIDDLE}.pdf"));
    script(&window, READ, vec![json!(40)]);
    std::thread::sleep(Duration::from_secs(3));
    let (total, parts) = of(window.process());
    figures::number(
        "memory with 100 pages open",
        "MB",
        "Hengping",
        total,
        &parts,
    );
    window.close();
}

/// Megabytes of a process and all it started, and what takes how much.
pub(crate) fn of(process: u32) -> (f64, String) {
    let mut all = vec![process];
    let mut next = 0;
    while let Some(&one) = all.get(next) {
        all.extend(children(one));
        next += 1;
    }
    let parts: Vec<(String, f64)> = all.iter().map(|one| (name(*one), pss(*one))).collect();
    let told = parts
        .iter()
        .map(|(name, size)| format!("{name} {size:.0}"))
        .collect::<Vec<_>>();
    (parts.iter().map(|part| part.1).sum(), told.join(", "))
}

fn name(process: u32) -> String {
    let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    name.trim().to_owned()
}

fn pss(process: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
