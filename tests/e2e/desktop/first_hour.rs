//! From the first start to a bundle that the committee opens.

use std::fs;
use std::time::Duration;

use hengping_tests::{Person, Plan, Round, disk, plan};
use serde_json::json;

use crate::machine::Machine;
use crate::program::PATIENCE;
use crate::window::Window;

/// What opens the store of the person in the window.
pub(crate) const PASSPHRASE: &str = "晚饭后沿着江边散步三公里";
/// Who sits before the window.
pub(crate) const NAME: &str = "陈秀英";

/// Creates the identity on the screens of the first start; the card lies on the stick afterwards.
pub(crate) fn create_identity(window: &Window) {
    window.press("评审专家");
    window.type_into("form input", 0, NAME);
    window.type_into("form input", 1, "中国电子商务研究院");
    window.type_into("form input", 2, PASSPHRASE);
    window.press("建立身份");
    window.find("ol.code code");
    let groups: Vec<String> = window
        .all("ol.code code")
        .iter()
        .map(|group| window.text(group))
        .collect();
    window.click("form input[type=checkbox]");
    window.click("button.primary");
    window.find(".pair input");
    let labels = window.all(".pair label");
    for (place, label) in labels.iter().enumerate() {
        let label = window.text(label);
        let digits: String = label.chars().filter(char::is_ascii_digit).collect();
        let number: usize = digits.parse().expect("the number of a group");
        window.type_into(".pair input", place, &groups[number - 1]);
    }
    window.click("button.primary");
    window.find(".fingerprint");
    window.click("button.primary");
    window.find(".saved svg");
    window.click("button.primary");
    window.find(".drop");
}

/// The office packs for the card on the stick; what it hands out lies where files are picked.
pub(crate) fn pack_for(machine: &Machine, plan: &Plan) -> Round {
    let card = disk::files_under(&machine.path("stick")).pop();
    let card = card.expect("a card");
    let guest = Person::by_card(NAME, &machine.path("home/work"), &card);
    let round = Round::with_guest(plan, Some(guest));
    let handed = [
        (round.package(), "package.orp"),
        (round.ticket(round.experts.len() - 1), "ticket.ort"),
        (round.packed.root.clone(), "root.json"),
    ];
    for (file, name) in handed {
        fs::copy(file, machine.path("in").join(name)).expect("a copy");
    }
    round
}

/// Begins to import on the screens; there is a button to go on when it is done.
pub(crate) fn begin_import(window: &Window) {
    window.press("选择文件…");
    window.click(".authority input[type=checkbox]");
    window.press("开始导入");
}

/// Pledges on the screens once everything is imported; the list is shown afterwards, which may take
/// as long as `most` when there is much to read.
pub(crate) fn pledge(window: &Window, most: Duration) {
    window.press("继续");
    window.find("td.conflict");
    window.click(".foot input[type=checkbox]");
    window.press("签署承诺书…");
    window.click("[role=dialog] button.primary");
    // What cannot be opened is told first.
    let there = "//h1[normalize-space(.)='申报材料'] | //button[contains(., '继续')]";
    if window.text(&window.appears(there, most)).contains("继续") {
        window.press("继续");
    }
    window.heading("申报材料");
}

/// A window on a machine whose expert has imported and pledged.
pub(crate) fn at_the_desk() -> Option<(Machine, Round, Window)> {
    at_the_desk_of(&Plan::default())
}

/// The same in the round of `plan`.
pub(crate) fn at_the_desk_of(plan: &Plan) -> Option<(Machine, Round, Window)> {
    let machine = Machine::fresh()?;
    let window = Window::open(&machine);
    create_identity(&window);
    let round = pack_for(&machine, plan);
    begin_import(&window);
    pledge(&window, PATIENCE);
    Some((machine, round, window))
}

/// Judges one application by the calls that the desk makes.
pub(crate) fn judge(window: &Window, application: &str, comment: &str) {
    for leaf in plan::LEAVES {
        let request = json!({ "application": application, "indicator": leaf, "comment": comment });
        window.call("save_comment", request);
        let judgement = json!({ "kind": "score", "value": "3.5" });
        let request =
            json!({ "application": application, "indicator": leaf, "judgement": judgement });
        window.call("save_mark", request);
    }
    let request = json!({ "application": application, "field": [plan::OPINION, "可以推荐"],
        "recommendation": null });
    window.call("save_opinion", request);
}

/// The digest of the first document of an application.
pub(crate) fn first_document(window: &Window, application: &str) -> String {
    let open = window.call("open_application", json!({ "application": application }));
    let document = &open["evidence"][0]["document"];
    document.as_str().expect("a document").to_owned()
}

/// Loads a page as the viewer does; width and height of the picture, 0 when there is none.
pub(crate) fn load_page(window: &Window, path: &str) -> (u64, u64) {
    let script = "
        const [path, done] = arguments;
        const picture = new Image();
        picture.onload = () => done([picture.naturalWidth, picture.naturalHeight]);
        picture.onerror = () => done([0, 0]);
        picture.src = 'page://localhost/' + path;
    ";
    let said = window.run_async(script, vec![json!(path)]);
    let side = |place: usize| said[place].as_u64().unwrap_or_default();
    (side(0), side(1))
}

#[test]
fn a_person_comes_from_the_first_start_to_a_bundle_the_committee_opens() {
    let Some((machine, round, window)) = at_the_desk() else {
        return;
    };
    let document = first_document(&window, "a01");
    let (width, height) = load_page(&window, &format!("a01/{document}/1?width=600"));
    assert!(width >= 600 && height > width, "{width} x {height}");
    for application in ["a01", "a02"] {
        judge(&window, application, "有据可查");
    }
    let request = json!({ "applications": ["a01", "a02"], "passphrase": PASSPHRASE });
    let sealed = window.call("seal", request);
    assert_eq!(sealed["sealed"].as_array().map(Vec::len), Some(2));
    window.call("hand_in", json!({ "passphrase": PASSPHRASE }));
    let folder = window.pick_folder();
    let made = window.call("export_bundle", json!({ "seq": 1, "folder": folder }));
    let name = made["files"][0]["name"].as_str().expect("a bundle");
    let bundle = round.open_bundle(&machine.path("stick").join(name));
    assert_eq!(bundle.reviews.len(), 2);
    assert_eq!(bundle.reviews[0].review.marks.len(), plan::LEAVES.len());
    window.close();
}
