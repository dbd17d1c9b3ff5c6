//! Lays a small round into a folder and says as JSON what lies where: for browser specs, which
//! cannot call the builders of these tests.
//!
//! A visit team: `team` has an identity, and a package of its own with its ticket.
//! Two experts: `begun` has imported and pledged, `fresh` has an identity and nothing else. With
//! `--hard` one more application rests on the hard documents of the test data, `hard` in the answer;
//! nothing is said there without the data. With `--odd` there is an application for practice, and the
//! expert who has begun holds a citation whose document is not in the package any more. A panel of another round, whose experts have handed in: a
//! chair who has nothing yet, a second holder. Trap: their stores are cheap to unlock, so hosts over
//! them are started with `--cheap`.

#![forbid(unsafe_code)]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use hengping_app::TicketKind;
use hengping_core::citation::{Citation, PdfBox};
use hengping_core::id::Digest;
use hengping_store::table::applications::ApplicationRef;
use hengping_store::{Event, StoreError};
use hengping_tests::{
    Applicant, PASSPHRASE, Person, Plan, Round, casebook, disk, evidence, hard, package_of, person,
};
use serde_json::{Value, json};

/// The office's store from before packing, as the round keeps it.
const UNPACKED: &str = "office-unpacked";

fn main() -> std::io::Result<()> {
    let mut words: Vec<_> = std::env::args_os().skip(1).collect();
    let mut wants = |word: &str| {
        let before = words.len();
        words.retain(|one| one != word);
        words.len() != before
    };
    let (wants_hard, wants_odd) = (wants("--hard"), wants("--odd"));
    let folder = words.pop().map(PathBuf::from);
    let folder = folder.ok_or_else(|| std::io::Error::other("which folder?"))?;
    let mut plan = Plan::default();
    // One file as thick as they come, for what only shows over many pages.
    let thick = ("年报.pdf".to_owned(), evidence::book(600));
    let varied = ("案卷.pdf".to_owned(), casebook::casebook());
    plan.applicants[1].files.extend([thick, varied]);
    let hard = wants_hard.then(|| hard::applicant("a03")).flatten();
    let documents = hard.as_ref().map(documents);
    plan.applicants.extend(hard);
    plan.practice = wants_odd.then(|| Applicant::new("t01", "试评样例公司"));
    let round = Round::of(&plan);
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    drop(expert);
    if wants_odd {
        cite_what_is_gone(&round).map_err(std::io::Error::other)?;
    }
    let team = Person::enrol(
        &round.path(""),
        "核查一组",
        TicketKind::Visit,
        &round.moment,
    );
    let visits = round.pack_for_visit("visit", &team);
    let ticket = visits.tickets.iter().find(|one| one.holder == team.name);
    let ticket = ticket.ok_or_else(|| std::io::Error::other("no ticket"))?;
    disk::copy_folder(&round.path(""), &folder);
    let panel = panel(&folder.join("panel"));
    let there = |path: PathBuf| {
        let below = path.strip_prefix(round.path("")).map(PathBuf::from);
        folder.join(below.unwrap_or(path))
    };
    let expert = |number: usize| {
        json!({
            "name": round.experts[number].name,
            "store": there(round.experts[number].home.clone()),
            "ticket": there(round.ticket(number)),
        })
    };
    let said = json!({
        "passphrase": PASSPHRASE,
        "clock": round.moment.now.to_string(),
        "package": there(round.package()),
        "root": there(round.packed.root.clone()),
        "begun": expert(0),
        "fresh": expert(1),
        "team": {
            "name": team.name,
            "store": there(team.home.clone()),
            "ticket": there(ticket.file.clone()),
            "package": there(package_of(&visits)),
        },
        "office": {
            "store": there(round.path(UNPACKED)),
            "materials": there(round.path("materials")),
        },
        "station": there(round.path("office")),
        "cards": {
            "experts": round.experts.iter().map(|one| there(one.card.clone())).collect::<Vec<_>>(),
            "stranger": there(round.holders[1].card.clone()),
        },
        "hard": documents,
        "panel": panel,
    });
    writeln!(std::io::stdout(), "{said}")
}

/// Lays a citation of a document that an earlier package had into the store of the first expert.
fn cite_what_is_gone(round: &Round) -> Result<(), StoreError> {
    let key = ApplicationRef::new(&"r2026".parse().expect("an id"), &person::id("a01"));
    let citation = Citation {
        id: "gone".parse().expect("an id"),
        evidence: "B2".parse().expect("a code"),
        document: Digest::of(b"an annex of the package before"),
        page: 3,
        quote: "以补充协议为准".to_owned(),
        boxes: vec![PdfBox {
            left: 7_000,
            bottom: 70_000,
            right: 20_000,
            top: 71_500,
        }],
    };
    let mut store = round.experts[0].store(&round.moment);
    store.write(round.moment.now, |write| {
        write.citations().put(&key, &citation, round.moment.now)?;
        Ok(((), Event::act("cited").about(&citation.id)))
    })
}

/// The hard documents as the window names them.
fn documents(applicant: &Applicant) -> Value {
    let named = applicant.files.iter().zip(hard::ALL);
    let rows = named
        .map(|((title, _), hard)| json!({ "title": title, "file": hard.file, "why": hard.why }));
    json!({ "enterprise": applicant.name, "documents": rows.collect::<Vec<_>>() })
}

/// A round of which every bundle waits to be opened, and what its panel brings along.
fn panel(folder: &Path) -> Value {
    let round = Round::of(&Plan::default());
    let bundles: Vec<PathBuf> = (0..round.experts.len())
        .map(|number| round.review(number, 5 + number as i64, "可以推荐").file)
        .collect();
    disk::copy_folder(&round.path(""), folder);
    let there = |path: &Path| {
        let below = path.strip_prefix(round.path("")).map(PathBuf::from);
        folder.join(below.unwrap_or_else(|_| path.to_owned()))
    };
    let files = round.panel_files(0);
    let ticket = files.ticket.as_deref().map(there);
    let register = round.package().with_file_name("register-0001.json");
    json!({
        "chair": there(&round.holders[0].home),
        "holder": there(&round.holders[1].home),
        "files": [there(&files.package), ticket, there(&files.root), there(&register)],
        "bundles": bundles.iter().map(|bundle| there(bundle)).collect::<Vec<_>>(),
        "shares": [there(&round.share(0)), there(&round.share(1))],
    })
}
