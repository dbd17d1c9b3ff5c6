//! Opening documents, turning and scrolling pages, saving marks: timed within the page, from the event
//! to the frame that shows its outcome.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::figures;
use crate::first_hour::PASSPHRASE;
use crate::ground::{Ground, LONG, LONG_OF, MIDDLE, PAPERS_OF};
use crate::machine::Machine;
use crate::screen::{KEY_PAGE_DOWN, Screen};
use crate::window::Window;

const TURNS: usize = 40;
const MARKS: usize = 100;

/// What all scripts here begin with. `painted` resolves behind the frame that is due.
const COMMON: &str = "
    const done = arguments[arguments.length - 1];
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const painted = async () => {
        await frame();
        await new Promise((resolve) => {
            const channel = new MessageChannel();
            channel.port1.onmessage = resolve;
            channel.port2.postMessage(0);
        });
    };
    const one = (css) => document.querySelector(css);
    const until = async (look) => { while (!look()) await frame(); };
    const inSight = () => {
        const view = one('[data-scroller]').getBoundingClientRect();
        const pages = [...document.querySelectorAll('[data-viewer] [data-page]')];
        return pages.filter((page) => {
            const { top, bottom } = page.getBoundingClientRect();
            return bottom > view.top + 1 && top < view.bottom - 1;
        });
    };
    const isShown = () => inSight().length > 0 && inSight().every((page) => page.querySelector('.picture img'));
";

/// Chooses the entry of the open menu and waits for the first page.
const OPEN: &str = "
    const [title] = arguments;
    const items = [...document.querySelectorAll('.desk-evidence [role=menuitem]')];
    const item = items.find((one) => one.textContent.includes(title));
    const began = performance.now();
    item.click();
    await until(() => one(`[data-scroller][aria-label$='${title}'][aria-busy=false]`) && isShown());
    await painted();
    done(performance.now() - began);
";

/// One screenful on.
const TURN: &str = "
    const scroller = one('[data-scroller]');
    const [before, began] = [scroller.scrollTop, performance.now()];
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', code: 'PageDown', bubbles: true }));
    await until(() => scroller.scrollTop !== before && isShown());
    await painted();
    done(performance.now() - began);
";

/// Scrolls for some seconds as a wheel does and counts frames that came late, and frames on which a
/// page in sight had no picture yet.
const SCROLL: &str = "
    const [seconds, perFrame] = arguments;
    const scroller = one('[data-scroller]');
    scroller.scrollTop = 0;
    for (let wait = 0; wait < 30; wait += 1) await frame();
    const began = performance.now();
    let [frames, bare, last, late] = [0, 0, began, 0];
    while (performance.now() - began < seconds * 1000) {
        scroller.scrollBy({ top: perFrame, behavior: 'instant' });
        await frame();
        const now = performance.now();
        frames += 1;
        // A frame of 60 a second that took half as long again has missed the next one.
        if (now - last > 25) late += Math.round((now - last) / (1000 / 60)) - 1;
        if (!isShown()) bare += 1;
        last = now;
    }
    done({ frames, late, bare, screens: scroller.scrollTop / scroller.clientHeight });
";

/// Saves a mark many times; each answer comes after the commit.
const MARK: &str = "
    const [times] = arguments;
    const values = [];
    for (let time = 0; time < times; time += 1) {
        const judgement = { kind: 'score', value: String((time % 10) / 2) };
        const began = performance.now();
        await window.__TAURI_INTERNALS__.invoke('save_mark',
            { request: { application: 'a01', indicator: 'impact', judgement } });
        values.push(performance.now() - began);
    }
    done(values);
";

/// Runs a script of this file.
pub(crate) fn script(window: &Window, text: &str, arguments: Vec<Value>) -> Value {
    let text = format!(
        "{COMMON} (async () => {{ {} }})();",
        text.replace("arguments;", "given;")
    );
    window.run_async(&format!("const given = [...arguments]; {text}"), arguments)
}

/// A window at the desk of an application.
pub(crate) fn at(machine: &Machine, enterprise: &str) -> Window {
    let window = Window::open(machine);
    window.heading("解锁");
    window.type_into("form input:not([type=radio]), form textarea", 0, PASSPHRASE);
    window.press("解锁");
    window.heading("申报材料");
    window.press(enterprise);
    window.find(".desk-more");
    window
}

/// Opens a document of the application by its title; milliseconds to its first page.
pub(crate) fn open(window: &Window, title: &str) -> f64 {
    window.click(".desk-more");
    window.find(".desk-evidence [role=menuitem]");
    let taken = script(window, OPEN, vec![json!(title)]);
    taken.as_f64().expect("a time")
}

pub(crate) fn run(ground: &Ground) {
    let Some(machine) = ground.machine() else {
        return;
    };
    let window = at(&machine, PAPERS_OF);
    let titles = (0..ground.papers.len()).map(|number| format!("{number:02}.pdf"));
    // The worker of the application is warm afterwards, as it is at work.
    let times = titles.rev().map(|title| open(&window, &title)).skip(1);
    figures::times("open a document, first page", "Hengping", times.collect());
    let marks = script(&window, MARK, vec![json!(MARKS)]);
    let marks = serde_json::from_value(marks).expect("times");
    figures::times("mark saved durably", "Hengping", marks);
    window.close();
    long(ground);
}

fn long(ground: &Ground) {
    let Some(machine) = ground.machine() else {
        return;
    };
    let window = at(&machine, LONG_OF);
    let first = open(&window, &format!("{LONG}.pdf"));
    figures::times("open 500 pages, first page", "Hengping", vec![first]);
    let scrolled = script(&window, SCROLL, vec![json!(8), json!(90)]);
    let number = |name: &str| scrolled[name].as_f64().unwrap_or_default();
    let note = format!(
        "{} frames over {:.0} screens; a page in sight was bare on {}",
        number("frames"),
        number("screens"),
        number("bare")
    );
    let share = 100.0 * number("late") / (number("frames") + number("late")).max(1.0);
    figures::number(
        "scroll 500 pages, frames missed",
        "%",
        "Hengping",
        share,
        &note,
    );
    open(&window, &format!("{MIDDLE}.pdf"));
    let turns = (0..TURNS).map(|_| {
        std::thread::sleep(Duration::from_millis(350));
        script(&window, TURN, Vec::new()).as_f64().expect("a time")
    });
    figures::times("next page, prefetched", "Hengping", turns.collect());
    on_the_screen(&machine, &window);
    window.close();
}

/// The same from the key to the last change on the display, as it is measured of other programs.
fn on_the_screen(machine: &Machine, window: &Window) {
    open(window, &format!("{LONG}.pdf"));
    let Some(screen) = Screen::of(machine) else {
        return;
    };
    let turns = (0..TURNS / 2).filter_map(|_| {
        std::thread::sleep(Duration::from_millis(350));
        let began = Instant::now();
        screen.press(KEY_PAGE_DOWN);
        screen.settles(began, Duration::from_secs(3))
    });
    figures::times("next page, key to display", "Hengping", turns.collect());
}
