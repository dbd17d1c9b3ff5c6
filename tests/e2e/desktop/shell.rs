//! What the shell lets through: texts unharmed, nothing from elsewhere, nothing to elsewhere.

use serde_json::{Value, json};

use crate::first_hour::{at_the_desk, load_page};
use crate::machine::Machine;
use crate::window::Window;

/// Characters that were mangled on such ways before: beyond the basic plane, combining, both widths.
const HARD: &str = "𠀀𠮷𪚥丙公司—“引号”ｆｕｌｌ é👩‍🌾\u{301}";

#[test]
fn long_chinese_texts_pass_unharmed_both_ways() {
    let Some((_machine, _round, window)) = at_the_desk() else {
        return;
    };
    let text = HARD.repeat(150);
    let request = json!({ "application": "a01", "indicator": "impact", "comment": text });
    window.call("save_comment", request);
    let card = window.call(
        "leaf_card",
        json!({ "application": "a01", "indicator": "impact" }),
    );
    assert_eq!(card["draft"], text.as_str());
    window.close();
}

#[test]
fn the_page_may_run_load_and_reach_nothing_from_elsewhere() {
    let Some(machine) = Machine::fresh() else {
        return;
    };
    let window = Window::open(&machine);
    window.find("h1");
    assert_eq!(window.complaints(), Vec::<String>::new());
    let tried = window.run_async(ATTEMPTS, Vec::new());
    assert_eq!(tried["ran"], Value::Null, "a script in the page ran");
    assert_eq!(tried["fetched"], "refused");
    assert_eq!(tried["pictures"], 0);
    let complaints = window.complaints();
    for part in ["script-src", "connect-src", "img-src", "style-src"] {
        let broken = complaints.iter().any(|complaint| complaint.contains(part));
        assert!(broken, "{part} let something through: {complaints:?}");
    }
    let before = window.run("return location.href");
    window.run("location.href = 'https://example.org/'");
    window.run(
        "const link = document.createElement('a'); link.href = 'data:text/plain,x';
        link.download = 'x.txt'; document.body.append(link); link.click(); link.remove()",
    );
    assert!(
        window
            .run("return window.open('https://example.org/') === null")
            .as_bool()
            .unwrap()
    );
    assert_eq!(window.run("return location.href"), before);
    assert_eq!(load_page(&window, "a01/0000/1?width=600"), (0, 0));
    assert!(
        hengping_tests::disk::files_under(&machine.path("user"))
            .iter()
            .all(|file| { file.file_name().is_none_or(|name| name != "x.txt") })
    );
}

/// What a page that was taken over would try.
const ATTEMPTS: &str = "
    const done = arguments[0];
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.head.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.head.append(style);
    const picture = new Image();
    const shown = new Promise((resolve) => {
        picture.onload = () => resolve(1);
        picture.onerror = () => resolve(0);
    });
    picture.src = 'http://127.0.0.1:9/x.png';
    const fetched = fetch('http://127.0.0.1:9/').then(() => 'answered', () => 'refused');
    Promise.all([shown, fetched]).then(([pictures, fetched]) =>
        done({ ran: window.ran ?? null, pictures, fetched }));
";

#[test]
fn a_command_that_is_not_in_the_table_is_not_to_be_had() {
    let Some(machine) = Machine::fresh() else {
        return;
    };
    let window = Window::open(&machine);
    window.find("h1");
    for name in [
        "no_such",
        "plugin:dialog|open",
        "plugin:window-state|filename",
        "plugin:webview|create_webview_window",
    ] {
        let said = window.ask(name, json!({}));
        assert!(said["answer"].is_null(), "{name}: {said}");
    }
    window.close();
}
