//! Words in all evidence, from the last key to the first hit on the screen.

use std::time::Duration;

use serde_json::json;

use crate::figures;
use crate::ground::{Ground, PAPERS_OF};
use crate::reading::{at, script};
use crate::window::Window;

/// Words that are frequent, rare and nowhere, of two characters and more.
const WORDS: [&str; 10] = [
    "法律",
    "合同",
    "股东",
    "电子商务",
    "证券",
    "海商",
    "专利",
    "担保",
    "优化营商环境",
    "无此词语",
];

/// Types words and waits until the answer to them is on the screen.
const SEARCH: &str = "
    const [words] = arguments;
    const field = one('.search input');
    const write = (text) => {
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    write('');
    await until(() => one('.search .count').textContent === '');
    for (let wait = 0; wait < 12; wait += 1) await frame();
    const began = performance.now();
    write(words);
    await until(() => one('.search .count').textContent !== '');
    await painted();
    done(performance.now() - began);
";

pub(crate) fn run(ground: &Ground) {
    let Some(machine) = ground.machine() else {
        return;
    };
    let window = at(&machine, PAPERS_OF);
    window.run(
        "document.body.dispatchEvent(new KeyboardEvent('keydown',
            { key: 'F', code: 'KeyF', ctrlKey: true, shiftKey: true, bubbles: true }))",
    );
    window.find(".search input");
    let everywhere = times(&window);
    figures::times("search 20 000 pages, first hits", "Hengping", everywhere);
    window.click(".search [role=radio]:last-of-type, .search label:last-of-type");
    std::thread::sleep(Duration::from_millis(500));
    figures::times("search the sample, first hits", "Hengping", times(&window));
    window.close();
}

fn times(window: &Window) -> Vec<f64> {
    let all = WORDS.iter().chain(&WORDS);
    all.map(|words| {
        script(window, SEARCH, vec![json!(words)])
            .as_f64()
            .expect("a time")
    })
    .collect()
}
