//! A cut of power in the middle of the work, and the wrong passphrase afterwards.

use serde_json::{Value, json};

use crate::first_hour::{PASSPHRASE, at_the_desk};
use crate::window::Window;

fn mark(window: &Window, score: &str) -> Value {
    let judgement = json!({ "kind": "score", "value": score });
    let request = json!({ "application": "a01", "indicator": "impact", "judgement": judgement });
    window.call("save_mark", request)
}

/// Where the passphrase is typed; the ways to unlock beside it are inputs too.
const FIELD: &str = "form input:not([type=radio]), form textarea";

fn unlock(window: &Window, passphrase: &str) {
    window.type_into(FIELD, 0, passphrase);
    window.press("解锁");
}

#[test]
fn what_was_shown_as_saved_is_there_after_a_kill() {
    let Some((machine, _round, window)) = at_the_desk() else {
        return;
    };
    for score in ["1", "2", "3.5"] {
        mark(&window, score);
    }
    window.kill();

    let window = Window::open(&machine);
    window.heading("解锁");
    unlock(&window, "不是这个口令");
    window.find(".fault");
    assert_eq!(
        window.refused("round", json!({})),
        window.refused("undo", json!({}))
    );
    window.click(FIELD);
    window.clear(FIELD);
    unlock(&window, PASSPHRASE);
    window.heading("申报材料");
    let card = json!({ "application": "a01", "indicator": "impact" });
    let card = window.call("leaf_card", card);
    assert_eq!(card["mark"]["judgement"]["value"], "3.5");
    window.close();
}
