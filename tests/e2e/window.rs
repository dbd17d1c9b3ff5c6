//! The commands of the window over a real store and real documents.
//!
//! Owns that the window adds no rules of its own: what it seals is what the command line seals, and
//! what is private to the expert stays on the machine.

mod documents;
mod opening;
mod reading;

use std::path::Path;
use std::sync::Arc;

use hengping_app::Pool;
use hengping_app::context::{Context, Ids, Silent};
use hengping_app::desktop::{Desktop, Ground, Identities, Workspace};
use hengping_app::expert::{CitationRequest, Expert, MarkRequest, Place, ProposalRequest};
use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;
use hengping_tests::{Moment, PASSPHRASE, Plan, Round, disk, person, plan, settings};
use serde_json::{Value, json};

use crate::pdfs::pool;

/// A window over the store of an expert.
struct Window {
    desktop: Desktop,
}

fn counted() -> Ids {
    Ids::Counted {
        prefix: "n".to_owned(),
        last: 0.into(),
    }
}

impl Window {
    fn over(home: &Path, moment: &Moment, pool: Option<&Arc<Pool>>) -> Self {
        let now = moment.now;
        let ground = Ground {
            identities: Identities::Only(Workspace::Expert, home.to_owned()),
            preferences: home.with_extension("preferences.json"),
            settings: settings(),
            now: Box::new(move || now),
            ids: counted(),
            pool: pool.cloned(),
        };
        let desktop = Desktop::start(ground).unwrap();
        let window = Self { desktop };
        let request = json!({ "secret": PASSPHRASE, "is_recovery_code": false });
        // Another test's child may hold the lock of this store until it becomes its own program.
        for _ in 0..1_000 {
            if window.call("unlock", request.clone())["stage"] == "open" {
                break;
            }
            window.call("lock", json!({}));
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        window
    }

    /// As when the program ends: the store is closed.
    fn close(self) {
        self.call("lock", json!({}));
    }

    fn call(&self, name: &str, request: Value) -> Value {
        let answer = self.desktop.call(name, request);
        answer.unwrap_or_else(|notice| panic!("{name}: {} {}", notice.code, notice.en))
    }

    /// Waits until all evidence was read for search.
    fn read_all(&self) -> Value {
        for _ in 0..2_000 {
            let reading = self.call("reading", json!({}));
            if reading["running"] == false && reading["documents"] != 0 {
                return reading;
            }
            std::thread::sleep(std::time::Duration::from_millis(60));
        }
        panic!("the evidence is not read through")
    }

    fn refused(&self, name: &str, request: Value) -> String {
        self.desktop.call(name, request).unwrap_err().code
    }

    fn mark(&self, application: &str, indicator: &str, score: &str) -> Value {
        let judgement = json!({ "kind": "score", "value": score });
        let request = json!({ "application": application, "indicator": indicator,
            "judgement": judgement });
        self.call("save_mark", request)
    }

    fn clear(&self, application: &str, indicator: &str) -> Value {
        let request = json!({ "application": application, "indicator": indicator,
            "judgement": null });
        self.call("save_mark", request)
    }

    fn comment(&self, application: &str, indicator: &str, comment: &str) -> Value {
        let request = json!({ "application": application, "indicator": indicator,
            "comment": comment });
        self.call("save_comment", request)
    }

    fn card(&self, application: &str, indicator: &str) -> Value {
        let request = json!({ "application": application, "indicator": indicator });
        self.call("leaf_card", request)
    }

    fn opinion(&self, application: &str, text: &str) {
        let request = json!({ "application": application, "field": [plan::OPINION, text],
            "recommendation": null });
        self.call("save_opinion", request);
    }

    /// Digest of the document of an evidence item.
    fn document(&self, application: &str, code: &str) -> String {
        let open = self.call("open_application", json!({ "application": application }));
        let items = open["evidence"].as_array().unwrap();
        let item = items.iter().find(|item| item["code"] == code).unwrap();
        item["document"].as_str().unwrap().to_owned()
    }

    /// Cites words of page 1 as a selection with the mouse would.
    fn cite(&self, application: &str, words: &str, indicators: &[&str]) -> Value {
        let document = self.document(application, "B1");
        let page = json!({ "application": application, "document": document, "page": 1 });
        let layer = self.call("page_layer", page);
        let runs = layer["runs"].as_array().unwrap();
        let (first, run) = runs
            .iter()
            .find_map(|run| Some((run["text"].as_str()?.find(words)?, run)))
            .unwrap();
        let from = run["first"].as_u64().unwrap() + first as u64;
        let to = from + words.chars().count() as u64;
        let request = json!({ "application": application, "evidence": null, "document": document,
            "page": 1, "characters": [from, to], "area": null, "indicators": indicators });
        self.call("cite", request)
    }

    fn seal_and_export(&self, application: &str, to: &Path) -> std::path::PathBuf {
        let request = json!({ "applications": [application], "passphrase": PASSPHRASE });
        self.call("seal", request);
        self.call("hand_in", json!({ "passphrase": PASSPHRASE }));
        std::fs::create_dir_all(to).unwrap();
        let folder = self.desktop.files().offer(to).id;
        let made = self.call("export_bundle", json!({ "seq": 1, "folder": folder }));
        to.join(made["files"][0]["name"].as_str().unwrap())
    }
}

/// A round of which the first expert has pledged, with nothing open.
fn begun(plan: &Plan) -> Round {
    let round = Round::of(plan);
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    round
}

/// The same work by what the commands of the command line call, one after another.
fn by_command_line(round: &Round, home: &Path, pool: &Pool) -> std::path::PathBuf {
    let ids = counted();
    let context = Context {
        now: round.moment.now,
        progress: &Silent,
        ids: &ids,
        pool: Some(pool),
    };
    let mut expert = person::open(home, &round.moment);
    let id = person::id("a01");
    expert.read_fact_sheet(&id, &context).unwrap();
    let cite = |expert: &mut Expert, words: &str| {
        let request = CitationRequest {
            evidence: "B1".parse().unwrap(),
            page: 1,
            place: Place::Quote(words.to_owned()),
        };
        vec![expert.cite(&id, &request, &context).unwrap().citation.id]
    };
    let mark = |expert: &mut Expert, leaf: &str, judgement, comment: &str, citations| {
        let request = MarkRequest {
            indicator: leaf.parse().unwrap(),
            judgement,
            comment: comment.to_owned(),
            citations,
        };
        expert.mark(&id, request, &context).unwrap();
    };
    let score = |halves: i64| Judgement::Score(Hundredths(halves * 50));
    let cited = cite(&mut expert, "proposal of");
    mark(&mut expert, "excellence", score(9), "有据可查", cited);
    mark(&mut expert, "impact", score(6), "", Vec::new());
    let not_applicable = Judgement::NotApplicable;
    mark(
        &mut expert,
        "implementation",
        not_applicable,
        "不适用",
        Vec::new(),
    );
    let proposal = ProposalRequest {
        fact: "budget".to_owned(),
        value: "120".to_owned(),
        reason: "合同".to_owned(),
        citations: cite(&mut expert, "of a01"),
    };
    expert.propose(&id, &proposal, &context).unwrap();
    person::opine(&mut expert, "a01", "可以推荐", &round.moment);
    expert.seal(std::slice::from_ref(&id), &context).unwrap();
    expert.hand_in(&context).unwrap();
    expert.export(&round.path("by-hand")).unwrap().file
}

/// What the expert keeps for himself, at every place where it can be written.
const SECRET: &str = "只给自己看的话";

fn write_private_things(window: &Window) {
    let note = |indicator: Value| {
        window.call(
            "save_note",
            json!({ "application": "a01", "indicator": indicator, "note": SECRET }),
        )
    };
    note(json!("impact"));
    note(Value::Null);
    window.call("save_phrases", json!({ "phrases": [SECRET] }));
    window.comment("a02", "impact", SECRET);
    let document = window.document("a01", "B1");
    let place = json!({ "indicator": "impact", "tabs": [document], "evidence": "B1", "page": 2,
        "layout": SECRET, "at": null });
    let request = json!({ "application": "a01", "place": place });
    window.call("save_place", request);
    let request = json!({ "application": "a01", "document": document, "pages": [1, 2] });
    window.call("pages_seen", request);
}

#[test]
fn the_payload_sealed_in_the_window_is_the_one_the_command_line_makes() {
    let Some(pool) = pool().map(Arc::new) else {
        return;
    };
    let round = begun(&Plan::default());
    let (home, twin) = (&round.experts[0].home, round.path("twin"));
    disk::copy_folder(home, &twin);
    let by_hand = by_command_line(&round, &twin, &pool);

    let window = Window::over(home, &round.moment, Some(&pool));
    write_private_things(&window);
    window.call("read_fact_sheet", json!({ "application": "a01" }));
    window.comment("a01", "excellence", "有据可查");
    window.cite("a01", "proposal of", &["excellence"]);
    window.mark("a01", "excellence", "4.5");
    window.mark("a01", "impact", "3");
    window.comment("a01", "implementation", "不适用");
    let request = json!({ "application": "a01", "indicator": "implementation",
        "judgement": { "kind": "not_applicable" } });
    window.call("save_mark", request);
    let cited = window.cite("a01", "of a01", &[]);
    let request = json!({ "application": "a01", "fact": "budget", "value": "120",
        "reason": "合同", "citations": [cited["citation"]] });
    window.call("propose", request);
    window.opinion("a01", "可以推荐");
    let sealed = window.seal_and_export("a01", &round.path("window"));

    let (window, by_hand) = (round.open_bundle(&sealed), round.open_bundle(&by_hand));
    assert_eq!(window.reviews.len(), 1);
    let review = &window.reviews[0].review;
    assert_eq!((review.marks.len(), review.citations.len()), (3, 2));
    assert_eq!(*review, by_hand.reviews[0].review);
    assert!(window.plain == by_hand.plain, "byte for byte");
    assert!(!String::from_utf8_lossy(&window.plain).contains(SECRET));
    assert!(!serde_json::to_string(review).unwrap().contains(SECRET));
}

#[test]
fn what_was_done_is_undone_and_redone_across_a_restart() {
    let round = begun(&Plan::default());
    let home = &round.experts[0].home;
    let window = Window::over(home, &round.moment, None);
    window.comment("a01", "impact", "先写");
    let saved = window.mark("a01", "impact", "4");
    assert_eq!(saved["leaf"]["mark"]["comment"], "先写");
    assert_eq!(
        (&saved["undo"], &saved["redo"]),
        (&json!("mark"), &Value::Null)
    );
    assert_eq!(saved["progress"]["marked"], 1);
    window.mark("a01", "impact", "2.5");
    window.opinion("a02", "好");
    window.close();

    let window = Window::over(home, &round.moment, None);
    let undone = window.call("undo", json!({}));
    assert_eq!(
        (&undone["application"], &undone["field"]),
        (&json!("a02"), &json!("comments"))
    );
    let undone = window.call("undo", json!({}));
    assert_eq!(undone["indicator"], "impact");
    assert_eq!(undone["saved"]["leaf"]["mark"]["judgement"]["value"], "4");
    let undone = window.call("undo", json!({}));
    assert_eq!(undone["saved"]["leaf"]["mark"], Value::Null);
    assert_eq!(window.card("a01", "impact")["draft"], "先写");
    let redone = window.call("redo", json!({}));
    assert_eq!(redone["saved"]["leaf"]["mark"]["judgement"]["value"], "4");
    assert_eq!(window.card("a01", "impact")["draft"], "");
    let history = window.card("a01", "impact")["history"].clone();
    assert_eq!(history.as_array().unwrap().len(), 5);

    window.mark("a01", "impact", "1");
    assert_eq!(window.refused("redo", json!({})), "D020");
}

#[test]
fn a_cleared_mark_leaves_its_comment_and_citations_behind() {
    let Some(pool) = pool().map(Arc::new) else {
        return;
    };
    let round = begun(&Plan::default());
    let window = Window::over(&round.experts[0].home, &round.moment, Some(&pool));
    window.mark("a01", "impact", "4");
    window.comment("a01", "impact", "有据");
    let cited = window.cite("a01", "proposal", &["impact"]);
    let saved = window.clear("a01", "impact");
    assert_eq!(saved["leaf"]["mark"], Value::Null);
    assert_eq!(saved["leaf"]["has_draft"], true);
    assert_eq!(window.card("a01", "impact")["draft"], "有据");
    let saved = window.mark("a01", "impact", "5");
    assert_eq!(saved["leaf"]["mark"]["comment"], "有据");
    assert_eq!(
        saved["leaf"]["mark"]["citations"],
        json!([cited["citation"]])
    );
}

#[test]
fn a_sealed_review_is_changed_by_nothing() {
    let round = begun(&Plan::default());
    let home = &round.experts[0].home;
    let window = Window::over(home, &round.moment, None);
    for leaf in plan::LEAVES {
        window.mark("a01", leaf, "3");
    }
    window.opinion("a01", "可");
    window.mark("a02", "impact", "2");
    let request = json!({ "applications": ["a01"], "passphrase": PASSPHRASE });
    window.call("seal", request);
    let changes = [
        (
            "save_mark",
            json!({ "application": "a01", "indicator": "impact", "judgement": null }),
        ),
        (
            "save_comment",
            json!({ "application": "a01", "indicator": "impact", "comment": "x" }),
        ),
        (
            "save_opinion",
            json!({ "application": "a01", "field": [plan::OPINION, "x"],
            "recommendation": null }),
        ),
        ("read_fact_sheet", json!({ "application": "a01" })),
    ];
    let codes: Vec<String> = changes
        .iter()
        .map(|(name, request)| window.refused(name, request.clone()))
        .collect();
    assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
    let undone = window.call("undo", json!({}));
    assert_eq!(undone["application"], "a02");
    assert_eq!(window.refused("undo", json!({})), "D020");
    let card = window.card("a01", "impact");
    assert_eq!(
        (&card["sealed"], &card["mark"]["judgement"]["value"]),
        (&json!(true), &json!("3"))
    );
    let note = json!({ "application": "a01", "indicator": "impact", "note": "记一笔" });
    window.call("save_note", note);
    assert_eq!(window.card("a01", "impact")["private_note"], "记一笔");
}

#[test]
fn across_the_applications_neighbours_are_named_and_drift_is_told() {
    let applicants = (1..=4)
        .map(|number| {
            hengping_tests::Applicant::new(&format!("a0{number}"), &format!("公司{number}"))
        })
        .collect();
    let round = begun(&Plan {
        applicants,
        ..Plan::default()
    });
    let window = Window::over(&round.experts[0].home, &round.moment, None);
    let across = || window.call("across", json!({ "indicator": "impact" }));
    for (application, score) in [("a02", "2"), ("a01", "3"), ("a04", "4")] {
        window.mark(application, "impact", score);
    }
    assert_eq!(across()["drift"], Value::Null);
    window.mark("a03", "impact", "4.5");
    assert_eq!(across()["drift"], json!(["2.5", "4.25"]));
    assert_eq!(across()["rows"].as_array().unwrap().len(), 4);
    let own = window.card("a01", "impact")["own"].clone();
    let numbers: Vec<_> = own
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["number"].as_u64())
        .collect();
    assert!(numbers.is_sorted() && numbers.len() == 4, "{numbers:?}");
}

#[test]
fn one_starts_where_one_stopped() {
    let round = begun(&Plan::default());
    let home = &round.experts[0].home;
    let window = Window::over(home, &round.moment, None);
    let document = window.document("a01", "B1");
    let place = json!({ "indicator": "impact", "tabs": [document], "evidence": "B1", "page": 2,
        "layout": "{\"fit\":\"block\"}", "at": null });
    window.call(
        "save_place",
        json!({ "application": "a01", "place": place }),
    );
    let seen = json!({ "application": "a01", "document": document, "pages": [1, 2] });
    window.call("pages_seen", seen);
    window.close();
    let window = Window::over(home, &round.moment, None);
    let open = window.call("open_application", json!({ "application": "a01" }));
    assert_eq!(open["place"]["page"], 2);
    assert_eq!(open["place"]["layout"], "{\"fit\":\"block\"}");
    assert_eq!(open["evidence"][0]["seen"], json!([1, 2]));
    let card = window.card("a01", "impact");
    let item = &card["evidence"][0]["items"][0];
    assert_eq!((&item["page"], &item["seen"]), (&json!(2), &json!(true)));
    let foreign = window.document("a02", "B1");
    let seen = json!({ "application": "a01", "document": foreign, "pages": [1] });
    assert!(!window.refused("pages_seen", seen).is_empty());
}
