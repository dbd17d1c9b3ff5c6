//! Evidence is read for search beside the work: nothing waits for it, and no end of it loses anything.

use std::sync::Arc;

use hengping_tests::{Plan, evidence};
use serde_json::json;

use super::{Window, begun};
use crate::pdfs::pool;

/// A round with so much to read that one can do something meanwhile, and one file that is none.
fn thick() -> Plan {
    let mut plan = Plan::default();
    for applicant in &mut plan.applicants {
        for volume in 1..=4 {
            let file = (format!("卷{volume}.pdf"), evidence::book(120 + volume));
            applicant.files.push(file);
        }
    }
    let broken = (
        "坏.pdf".to_owned(),
        b"%PDF-1.4 and nothing behind it".to_vec(),
    );
    plan.applicants[0].files.push(broken);
    plan
}

#[test]
fn work_goes_on_while_evidence_is_read_and_a_lock_in_the_middle_loses_nothing() {
    let Some(pool) = pool().map(Arc::new) else {
        return;
    };
    let round = begun(&thick());
    let home = &round.experts[0].home;
    let window = Window::over(home, &round.moment, Some(&pool));
    let mut marks = 0;
    while window.call("reading", json!({}))["done"].as_u64() < Some(3) {
        window.mark("a01", "impact", if marks % 2 == 0 { "3.5" } else { "4" });
        marks += 1;
    }
    let reading = window.call("reading", json!({}));
    assert!(reading["running"] == true && marks > 0, "{reading}");
    window.call("lock", json!({}));
    assert_eq!(window.refused("reading", json!({})).len(), 4);
    drop(window);

    let window = Window::over(home, &round.moment, Some(&pool));
    let reading = window.read_all();
    // Two files of two pages, four volumes each, two pictures; the broken one is named.
    assert_eq!(reading["pages"], json!(2 * (2 + 121 + 122 + 123 + 124 + 1)));
    assert_eq!(reading["done"], reading["documents"]);
    assert_eq!(reading["unreadable"][0][0], "a01");
    assert_eq!(reading["unreadable"].as_array().unwrap().len(), 1);
    let request = json!({ "words": "page 124 of the report", "application": null,
        "document": null, "most": 50 });
    let found = window.call("search", request);
    assert_eq!(found["hits"].as_array().unwrap().len(), 2);
    assert_eq!(found["unread"], 0);
    // What cannot be read is listed without pages, as something no search will ever find.
    let listed = found["unsearchable"].as_array().unwrap();
    assert!(
        listed.iter().any(|row| row["pages"] == json!([])),
        "{found}"
    );
}

#[test]
fn a_recusal_in_the_middle_leaves_nothing_of_that_application_to_search() {
    let Some(pool) = pool().map(Arc::new) else {
        return;
    };
    let round = begun(&thick());
    let window = Window::over(&round.experts[0].home, &round.moment, Some(&pool));
    let ground = window.call("conflicts", json!({}))["grounds"][0]["code"].clone();
    window.call("recuse", json!({ "application": "a01", "ground": ground }));
    let reading = window.read_all();
    assert_eq!(reading["unreadable"], json!([]));
    let request = json!({ "words": "of the report", "application": null, "document": null,
        "most": 500 });
    let found = window.call("search", request);
    let hits = found["hits"].as_array().unwrap();
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit["application"] == "a02"));
}
