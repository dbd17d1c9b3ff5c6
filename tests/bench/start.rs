//! From starting the program to a window one can type into.

use std::time::{Duration, Instant};

use crate::figures;
use crate::ground::Ground;
use crate::program::Program;

const STARTS: usize = 8;

/// Saves the preferences, which lie on the disk, once the field for the passphrase is painted.
const USABLE: &str = "
    (async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const invoke = window.__TAURI_INTERNALS__.invoke;
        while (!document.querySelector('form input:not([type=radio]), form textarea')) await frame();
        await frame();
        await frame();
        const saved = await invoke('preferences', { request: {} });
        await invoke('save_preferences', { request: saved });
    })();
";

pub(crate) fn run(ground: &Ground) {
    let Some(machine) = ground.machine() else {
        return;
    };
    let preferences = machine.path("home/preferences.json");
    let mut values = Vec::new();
    // The first start reads the program from the disk and counts as any other.
    for _ in 0..STARTS {
        let _ = std::fs::remove_file(&preferences);
        let began = Instant::now();
        let mut program = Program::with_script(&machine, USABLE, |_| {});
        program.until("a field for the passphrase", || preferences.is_file());
        values.push(began.elapsed().as_secs_f64() * 1000.0);
        program.end_all();
        std::thread::sleep(Duration::from_millis(300));
    }
    figures::times("start to usable", "Hengping", values);
}
