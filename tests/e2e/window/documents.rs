//! Documents in the window: citations, pages, search.

use std::sync::Arc;

use hengping_tests::Plan;
use serde_json::{Value, json};

use super::{Window, begun};
use crate::pdfs::pool;

#[test]
fn citations_lie_where_the_words_stand_and_serve_several_leaves() {
    let Some(pool) = pool().map(Arc::new) else {
        return;
    };
    let round = begun(&Plan::default());
    let home = &round.experts[0].home;
    let window = Window::over(home, &round.moment, Some(&pool));
    let cited = window.cite("a01", "proposal of", &["impact"]);
    assert_eq!(cited["quote"], "proposal of");
    assert_eq!(
        (&cited["evidence"], &cited["present"]),
        (&json!("B1"), &json!(true))
    );
    let document = window.document("a01", "B1");
    let request = json!({ "application": "a01", "document": document, "page": 1,
        "words": "Proposal of" });
    let found = window.call("find_on_page", request);
    assert_eq!(found["hits"][0], cited["areas"]);

    let id = &cited["citation"];
    let request = json!({ "application": "a01", "citation": id,
        "indicators": ["impact", "excellence"] });
    let assigned = window.call("assign_citation", request);
    assert_eq!(assigned["indicators"], json!(["excellence", "impact"]));
    let area = cited["areas"][0].clone();
    let request = json!({ "application": "a01", "evidence": "B1", "document": document, "page": 1,
        "characters": null, "area": area, "indicators": [] });
    let drawn = window.call("cite", request);
    assert_eq!((&drawn["quote"], &drawn["areas"][0]), (&json!(""), &area));
    window.close();

    // Boxes are known before any document is open, even without a worker.
    let window = Window::over(home, &round.moment, None);
    let list = window.call("citations", json!({ "application": "a01" }));
    assert_eq!(list["citations"][0]["areas"], cited["areas"]);
    let request = json!({ "application": "a01", "citation": id });
    let left = window.call("remove_citation", request);
    assert_eq!(left["citations"].as_array().unwrap().len(), 1);
    window.call("undo", json!({}));
    let list = window.call("citations", json!({ "application": "a01" }));
    assert_eq!(
        list["citations"][0]["indicators"],
        json!(["excellence", "impact"])
    );
    let closed = window.call(
        "open_document",
        json!({ "application": "a01", "document": document }),
    );
    assert!(closed["card"]["code"].is_string());
}

#[test]
fn pages_are_pictures_of_documents_on_the_desk_only() {
    let Some(pool) = pool().map(Arc::new) else {
        return;
    };
    let round = begun(&Plan::default());
    let window = Window::over(&round.experts[0].home, &round.moment, Some(&pool));
    let (mine, other) = (window.document("a01", "B1"), window.document("a02", "B1"));
    let status = |path: &str| window.desktop.page(path).status;
    assert_eq!(status(&format!("/a01/{mine}/1?width=300")), 200);
    assert_eq!(
        status(&format!(
            "/a01/{mine}/2?width=600&rotation=1&tile=0,0,100,50"
        )),
        200
    );
    assert_eq!(status(&format!("/a01/{mine}/3?width=300")), 404);
    assert_eq!(status(&format!("/a01/{other}/1?width=300")), 404);
    assert_eq!(status(&format!("/a03/{mine}/1?width=300")), 404);
    assert_eq!(status(&format!("/a01/{mine}/1")), 400);
    let picture = window.document("a01", "B2");
    let open = window.call(
        "open_document",
        json!({ "application": "a01", "document": picture }),
    );
    assert_eq!(
        (&open["card"], open["sizes"].as_array().unwrap().len()),
        (&Value::Null, 1)
    );
    let page = json!({ "application": "a01", "document": picture, "page": 1 });
    assert_eq!(window.call("page_layer", page)["scan"], true);
    window.call("lock", json!({}));
    assert_eq!(status(&format!("/a01/{mine}/1?width=300")), 404);
}

#[test]
fn a_search_says_what_it_could_not_look_at() {
    let Some(pool) = pool().map(Arc::new) else {
        return;
    };
    let round = begun(&Plan::default());
    // Without a worker nothing is read, and the search says so.
    let window = Window::over(&round.experts[0].home, &round.moment, None);
    let request = json!({ "words": "proposal", "application": null, "document": null, "most": 50 });
    let before = window.call("search", request);
    assert_eq!(
        (&before["hits"], &before["unread"]),
        (&json!([]), &json!(4))
    );
    assert_eq!(before["unsearchable"], json!([]));
    window.close();
    let window = Window::over(&round.experts[0].home, &round.moment, Some(&pool));
    let search = |words: &str, application: Value| {
        let request = json!({ "words": words, "application": application, "document": null,
            "most": 50 });
        window.call("search", request)
    };
    window.read_all();
    let found = search("proposal of", Value::Null);
    assert_eq!(found["unread"], 0);
    let hits = found["hits"].as_array().unwrap();
    let order: Vec<_> = hits.iter().map(|hit| hit["application"].clone()).collect();
    let list = window.call("applications", json!({}));
    let desk = list["rows"].as_array().unwrap();
    let desk: Vec<_> = desk.iter().map(|row| row["application"].clone()).collect();
    assert_eq!(order, desk);
    assert_eq!(hits[0]["context"][1], "proposal of");
    assert_eq!(
        (&hits[0]["evidence"], &hits[0]["page"]),
        (&json!("B1"), &json!(1))
    );
    assert_eq!(found["unsearchable_pages"], 2);
    assert_eq!(found["unsearchable"][0]["evidence"], "B2");
    assert_eq!(
        search("figures", json!("a02"))["hits"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
