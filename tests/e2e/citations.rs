//! Citations: what is looked up in the document, and what never leaves the machine.

use hengping_app::error::Refused;
use hengping_app::expert::{CitationRequest, Examined, MarkRequest, Place};
use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;
use hengping_store::table::applications::ApplicationRef;
use hengping_tests::{Applicant, Plan, Round, evidence, person};

use crate::pdfs::pool;
use crate::rule;

/// Two entries of a marks file, each with a citation that is found and one fault.
const FAULTY: &str = r#"
[[application]]
id = "a01"
[[application.mark]]
indicator = "impact"
score = "3.5"
cite = [{ evidence = "B1", page = 1, quote = "of a01" },
        { evidence = "B1", page = 1, quote = "nowhere to be found" }]
[[application.mark]]
indicator = "excellence"
score = "99"
cite = [{ evidence = "B1", page = 1, quote = "of a01" }]
"#;

#[test]
fn a_mark_that_is_refused_leaves_no_citation() {
    let Some(pool) = pool() else { return };
    let round = Round::of(&Plan::default());
    let context = round.moment.with_pool(&pool);
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let file = hengping_app::marks_file::read(FAULTY).unwrap();
    let taken = expert.take_marks(&file, &context).unwrap();
    assert_eq!(
        (taken.marks, taken.citations, taken.refused.len()),
        (0, 0, 2)
    );
    drop(expert);
    let store = round.experts[0].store(&round.moment);
    let key = ApplicationRef::new(&"r2026".parse().unwrap(), &person::id("a01"));
    assert_eq!(store.read().citations().of(&key).unwrap(), []);
}

#[test]
fn documents_are_read_once() {
    let Some(pool) = pool() else { return };
    let round = Round::of(&Plan::default());
    let context = round.moment.with_pool(&pool);
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let first = expert.examine(&context).unwrap();
    let second = expert.examine(&context).unwrap();
    assert!(first.documents > 0 && first.read_before == 0);
    assert_eq!(second.read_before, first.documents);
    assert_eq!(
        (second.documents, second.pages),
        (first.documents, first.pages)
    );
}

/// A hostile document costs its worker seconds each time, so it is tried once.
#[test]
fn what_cannot_be_read_is_tried_again_only_when_asked() {
    let Some(pool) = pool() else { return };
    let broken = ("bad.pdf".to_owned(), b"%PDF-1.7 and nothing else".to_vec());
    let good = ("good.pdf".to_owned(), evidence::pdf(&["proposal of words"]));
    let applicant = Applicant::new("a01", "甲公司").with_files(vec![broken, good]);
    let round = Round::of(&Plan {
        applicants: vec![applicant],
        ..Plan::default()
    });
    let context = round.moment.with_pool(&pool);
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let known = |examined: &Examined| {
        let cards = examined.unreadable.iter();
        let cards: Vec<_> = cards.map(|one| (one.reason.clone(), one.known)).collect();
        (examined.documents, cards)
    };
    let damaged = |known: bool| (1, vec![("damaged".to_owned(), known)]);
    assert_eq!(known(&expert.examine(&context).unwrap()), damaged(false));
    assert_eq!(known(&expert.examine(&context).unwrap()), damaged(true));
    let again = expert.examine_again(&context).unwrap();
    assert_eq!(known(&again), damaged(false));
    let request = CitationRequest {
        evidence: "B1".parse().unwrap(),
        page: 1,
        place: Place::Quote("proposal".to_owned()),
    };
    assert_eq!(
        rule(expert.cite(&person::id("a01"), &request, &context)),
        Refused::DocumentUnreadable {
            evidence: "B1".to_owned(),
            reason: "damaged".to_owned()
        }
    );
}

/// A citation that no mark refers to is a note of the expert's own; so is everything of an
/// application that was not sealed.
#[test]
fn loose_citations_and_unsealed_work_stay_on_the_machine() {
    let Some(pool) = pool() else { return };
    let round = Round::of(&Plan::default());
    let context = round.moment.with_pool(&pool);
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let cite = |words: &str| CitationRequest {
        evidence: "B1".parse().unwrap(),
        page: 1,
        place: Place::Quote(words.to_owned()),
    };
    let application = person::id("a01");
    let loose = expert
        .cite(&application, &cite("proposal of"), &context)
        .unwrap();
    let used = expert
        .cite(&application, &cite("of a01"), &context)
        .unwrap();
    assert_eq!(loose.occurrences, 1);
    let request = MarkRequest {
        indicator: "impact".parse().unwrap(),
        judgement: Judgement::Score(Hundredths(350)),
        comment: String::new(),
        citations: vec![used.citation.id.clone()],
    };
    person::judge(&mut expert, "a02", 6, "私下的想法", &round.moment);
    let reason = "未定";
    expert.unseal(&person::id("a02"), reason, &context).unwrap();
    for leaf in ["excellence", "implementation"] {
        person::mark(&mut expert, "a01", leaf, (6, ""), &round.moment);
    }
    expert.mark(&application, request, &context).unwrap();
    person::opine(&mut expert, "a01", "可", &round.moment);
    expert.seal(&[application], &context).unwrap();
    let exported = person::deliver(&mut expert, &round.path("bundles"), &round.moment);
    let content = round.open_bundle(&exported.file);
    let whole = String::from_utf8_lossy(&content.plain).into_owned();
    assert_eq!(content.reviews.len(), 1);
    let citations: Vec<_> = content.reviews[0]
        .review
        .citations
        .iter()
        .map(|citation| citation.id.clone())
        .collect();
    assert_eq!(citations, vec![used.citation.id]);
    for private in ["私下的想法", loose.citation.id.as_str(), reason] {
        assert!(!whole.contains(private), "{private}");
        let reviews = serde_json::to_string(&content.reviews[0].review).unwrap();
        assert!(!reviews.contains(private), "{private}");
    }
}

#[test]
fn words_that_are_not_on_the_page_and_words_of_scans_are_no_citation() {
    let Some(pool) = pool() else { return };
    let round = Round::of(&Plan::default());
    let context = round.moment.with_pool(&pool);
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let mut cite = |evidence: &str, page: u32| {
        let request = CitationRequest {
            evidence: evidence.parse().unwrap(),
            page,
            place: Place::Quote("proposal of a02".to_owned()),
        };
        rule(expert.cite(&person::id("a01"), &request, &context))
    };
    let evidence = || "B1".to_owned();
    assert_eq!(
        cite("B1", 1),
        Refused::QuoteNotFound {
            page: 1,
            evidence: evidence()
        }
    );
    assert_eq!(
        cite("B1", 3),
        Refused::NoSuchPage {
            page: 3,
            evidence: evidence()
        }
    );
    assert_eq!(
        cite("B2", 1),
        Refused::QuoteOnScan {
            page: 1,
            evidence: "B2".to_owned()
        }
    );
    let unknown = Refused::UnknownEvidence {
        application: "a01".to_owned(),
        evidence: "B9".to_owned(),
    };
    assert_eq!(cite("B9", 1), unknown);
}
