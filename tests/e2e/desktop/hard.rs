//! The hard documents in the real window: first and last page, a search, and the program stays.
//!
//! Which documents and why is in `hengping_tests::hard`; the browser spec of the same name prints
//! more of each. Trap: a page that cannot be drawn still says so on the screen, so waiting for a
//! picture alone would wait for ever.

use hengping_tests::{Plan, data, hard};
use serde_json::{Value, json};

use crate::first_hour::at_the_desk_of;
use crate::window::Window;

/// Opens a document by its title, goes to its last page and looks for a letter; what came of it.
const LOOK: &str = "
    const [title, done] = arguments;
    const until = async (look) => {
        for (const end = Date.now() + 25_000; Date.now() < end; ) {
            const found = look();
            if (found) return found;
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
        throw new Error(`${look} never held`);
    };
    const all = (css) => [...document.querySelectorAll(css)];
    const one = (css) => document.querySelector(css);
    const shown = (page) => until(() => {
        const slot = `[data-viewer] [data-page='${page}']`;
        return one(`${slot} .failed`) ? 'failed' : one(`${slot} .picture img`) && 'shown';
    });
    const write = (field, text) => {
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const press = (key, more) =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
    (async () => {
        const opened = () => {
            const card = one('[data-viewer] .card');
            if (card?.textContent.includes(title)) return { card: card.querySelector('.said p').textContent };
            return one(`[data-viewer] [data-scroller][aria-label$='${title}'][aria-busy=false]`) && {};
        };
        const outcome = await until(opened);
        if (outcome.card) return done(outcome);
        const field = await until(() => one('form [data-page-field]'));
        outcome.pages = Number(/\\d+/.exec(field.form.querySelector('span').textContent));
        outcome.first = await shown(1);
        write(field, String(outcome.pages));
        field.form.requestSubmit();
        outcome.last = await shown(outcome.pages);
        press('f', { ctrlKey: true, code: 'KeyF' });
        write(await until(() => one('.find input')), 'e');
        await until(() => one('.find .last'));
        outcome.found = one('.find [role=status]').textContent;
        press('Escape', { code: 'Escape' });
        await until(() => !one('.find'));
        done(outcome);
    })().catch((error) => done({ stuck: String(error), sight: one('[data-viewer]')?.outerHTML }));
";

/// Shows the tools of the page, which a low window hides. Trap: before the first document is open
/// no field is there, whether the tools are hidden or not, and the key would hide them.
fn show_tools(window: &Window) {
    window.find("[data-page-field]");
    let is_there = "return document.querySelector('form [data-page-field]') !== null";
    if window.run(is_there) == Value::Bool(true) {
        return;
    }
    window.run(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',
            { key: 'p', code: 'KeyP', altKey: true, bubbles: true }))",
    );
    window.find("form [data-page-field]");
}

#[test]
fn hard_documents_are_shown_or_say_why_not_and_the_program_stays() {
    let Some(applicant) = hard::applicant("a03") else {
        assert!(!data::is_ci(), "the test data is not there");
        return;
    };
    let mut plan = Plan::default();
    let titles: Vec<String> = applicant.files.iter().map(|file| file.0.clone()).collect();
    let enterprise = applicant.name.clone();
    plan.applicants.push(applicant);
    let Some((_machine, _round, window)) = at_the_desk_of(&plan) else {
        return;
    };
    let process = window.process();
    window.press(&enterprise);
    window.find(".desk-more");
    show_tools(&window);
    let mut shown = 0;
    for (title, hard) in titles.iter().zip(hard::ALL) {
        window.click(".desk-more");
        window.choose(title);
        let outcome = window.run_async(LOOK, vec![json!(title)]);
        assert!(outcome["stuck"].is_null(), "{}: {outcome}", hard.file);
        shown += usize::from(outcome["first"] == "shown");
        data::report(&format!("{}: {}: {outcome}", hard.file, hard.why));
    }
    assert!(shown > titles.len() / 2, "most of them have a first page");
    assert_eq!(window.process(), process);
    window.close();
}
