//! Evince on the same files, the same display, the same keys.
//!
//! It comes with a document or not at all, so its start is compared with both of ours. Trap: without
//! a window manager it takes the size it likes, so its page lies in the upper left of the display.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use hengping_tests::data;

use crate::ground::{Ground, LONG, MIDDLE};
use crate::machine::Machine;
use crate::screen::{KEY_PAGE_DOWN, Screen};
use crate::{figures, memory};

const STARTS: usize = 8;
const TURNS: usize = 20;
/// Where its page lies.
const REGION: (i16, i16, u16, u16) = (200, 150, 200, 300);
const MOST: Duration = Duration::from_secs(20);

/// A running Evince; ended with the value.
struct Evince(Child);

impl Evince {
    fn start(machine: &Machine, file: &Path) -> Self {
        let mut command = Command::new("evince");
        machine.dress(&mut command);
        command.env("GSETTINGS_BACKEND", "memory").arg(file);
        Self(command.spawn().expect("evince"))
    }
}

impl Drop for Evince {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) fn run(ground: &Ground) {
    if data::program("evince").is_none() {
        return;
    }
    let Some(machine) = Machine::fresh() else {
        return;
    };
    let Some(screen) = Screen::of(&machine) else {
        return;
    };
    let screen = screen.looking_at(REGION);
    let starts = ground.papers.iter().take(STARTS).filter_map(|file| {
        let began = Instant::now();
        let _running = Evince::start(&machine, file);
        let taken = screen.settles(began, MOST)?;
        let ended = screen.has_page().then_some(taken);
        drop(_running);
        std::thread::sleep(Duration::from_millis(400));
        ended
    });
    figures::times(
        "start with a document, first page",
        "Evince",
        starts.collect(),
    );
    turn(ground, &machine, &screen);
}

fn turn(ground: &Ground, machine: &Machine, screen: &Screen) {
    let began = Instant::now();
    let running = Evince::start(machine, &ground.bound(LONG));
    let opened = screen.settles(began, MOST);
    figures::times(
        "open 500 pages, first page",
        "Evince",
        opened.into_iter().collect(),
    );
    std::thread::sleep(Duration::from_secs(1));
    let turns = (0..TURNS).filter_map(|_| {
        std::thread::sleep(Duration::from_millis(350));
        let began = Instant::now();
        screen.press(KEY_PAGE_DOWN);
        screen.settles(began, Duration::from_secs(3))
    });
    figures::times("next page, key to display", "Evince", turns.collect());
    drop(running);
    let running = Evince::start(machine, &ground.bound(MIDDLE));
    let began = Instant::now();
    screen.settles(began, MOST);
    for _ in 0..40 {
        screen.press(KEY_PAGE_DOWN);
        std::thread::sleep(Duration::from_millis(120));
    }
    std::thread::sleep(Duration::from_secs(2));
    let (total, parts) = memory::of(running.0.id());
    figures::number("memory with 100 pages open", "MB", "Evince", total, &parts);
}
