//! Does a person's acts on a store, one after another, until it is killed. Prints each change
//! after its commit; the parent compares what it read with what is in the store.
//!
//! Owns no judgement of its own. Trap: a line is printed only when the call has returned, so a
//! change may be durable that no line names, never the other way round.

#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use hengping_app::expert::{self, Expert, ImportFiles};
use hengping_app::panel::{self, ConsensusRequest};
use hengping_app::{TicketKind, Unlock};
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::ChangeGround;
use hengping_store::Store;
use hengping_store::later::LaterWork;
use hengping_tests::{Moment, PASSPHRASE, person, settings, today};

/// Names a failpoint at which to stop, after `HENGPING_TEST_HITS` times of passing it.
const FAILPOINT: &str = "HENGPING_TEST_FAILPOINT";
const HITS: &str = "HENGPING_TEST_HITS";

fn main() {
    hengping_app::become_worker_if_asked();
    stop_at_failpoint();
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [act, home, rest @ ..] = arguments.as_slice() else {
        panic!("an act and a store")
    };
    match (act.to_str(), rest) {
        (Some("enrol"), []) => enrol(home),
        (Some("import"), [package, ticket, root]) => import(home, package, ticket, root),
        (Some("work"), [out, stick]) => work(home, out, stick),
        (Some("upgrade"), []) => upgrade(home),
        (Some("merge"), [share, other, holder, archive, bundles @ ..]) => {
            merge(home, [share, other], holder, archive, bundles);
        }
        _ => panic!("an unknown act"),
    }
}

fn say(what: &str, number: impl std::fmt::Display) {
    let mut out = io::stdout().lock();
    writeln!(out, "{what} {number}")
        .and_then(|()| out.flush())
        .expect("the parent listens");
}

/// At the named point the process says so and waits to be killed.
fn stop_at_failpoint() {
    let Ok(name) = std::env::var(FAILPOINT) else {
        return;
    };
    let hits = std::env::var(HITS)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1);
    let left = AtomicI64::new(hits);
    let stop = move || {
        if left.fetch_sub(1, Ordering::SeqCst) == 1 {
            say("stopped", 0);
            loop {
                std::thread::park();
            }
        }
    };
    fail::cfg_callback(name, stop).expect("a failpoint");
}

fn enrol(home: &Path) {
    say("ready", 0);
    let moment = today();
    let about = ("专家", "大学");
    let kind = TicketKind::Expert;
    let made = expert::enrol(
        home,
        PASSPHRASE,
        about,
        kind,
        &settings(),
        &moment.context(),
    );
    say("enrolled", made.expect("an identity").1.fingerprint.digest);
}

fn import(home: &Path, package: &Path, ticket: &Path, root: &Path) {
    let moment = today();
    let mut expert = person::open(home, &moment);
    let files = ImportFiles {
        package: package.to_owned(),
        ticket: Some(ticket.to_owned()),
        root: root.to_owned(),
    };
    say("ready", 0);
    expert.import(&files, &moment.context()).expect("an import");
    say("imported", 0);
}

/// Marks, seals, hands in, exports, backs up and unseals, round after round. Every round has a
/// number that is larger than all before it in this store; its marks carry it as their comment.
fn work(home: &Path, out: &Path, stick: &Path) {
    let started = today();
    let mut expert = person::open(home, &started);
    let first = 1 + expert.log().expect("a log").entries.len() as u64;
    say("ready", 0);
    for round in (first..).map(|number| number * 100) {
        let moment = started.later(i64::try_from(round).expect("a small number") * 61);
        work_once(&mut expert, round, &moment);
        let handed_in = expert.hand_in(&moment.context()).expect("a hand-in");
        say(
            "handed-in",
            format_args!("{} {}", handed_in.seq, handed_in.digest.digest),
        );
        let exported = expert.export(out).expect("an export");
        say("exported", exported.file.display());
        let backup = expert.back_up(stick, &moment.context()).expect("a backup");
        say("backed-up", backup.log_length);
        let reason = round.to_string();
        expert
            .unseal(&person::id("a01"), &reason, &moment.context())
            .expect("an unsealing");
        say("unsealed", round);
    }
}

fn work_once(expert: &mut Expert, round: u64, moment: &Moment) {
    let sealed = expert.list().expect("a list").into_iter();
    let mut sealed = sealed.filter(|entry| entry.application == person::id("a01"));
    // The kill may have come between sealing and unsealing.
    if sealed.any(|entry| entry.state == hengping_app::expert::ApplicationState::Sealed) {
        expert
            .unseal(&person::id("a01"), "again", &moment.context())
            .expect("an unsealing");
    }
    for (number, leaf) in (1..).zip(hengping_tests::plan::LEAVES) {
        let value = round + number;
        person::mark(expert, "a01", leaf, (7, &value.to_string()), moment);
        say("marked", value);
    }
    let text = round.to_string();
    person::opine(expert, "a01", &text, moment);
    say("opined", round);
    let made = expert
        .seal(&[person::id("a01")], &moment.context())
        .expect("a seal");
    for seal in made {
        say(
            "sealed",
            format_args!("{} {}", seal.seal, seal.digest.digest),
        );
    }
}

/// Opens the store with the program of a release to come, which brings it to its own form.
fn upgrade(home: &Path) {
    let moment = today();
    say("ready", 0);
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let opened = Store::<LaterWork>::open(home, unlock, moment.now, &settings());
    let (marks, carried) = opened.expect("an upgrade").marks_carried().expect("marks");
    say("upgraded", format_args!("{marks} {carried}"));
}

/// Takes bundles in, opens them, agrees on marks, archives.
fn merge(home: &Path, shares: [&PathBuf; 2], holder: &Path, archive: &Path, bundles: &[PathBuf]) {
    let moment = today();
    let context = moment.context();
    let mut panel = person::open_panel(home, &moment);
    let other =
        panel::holder(holder, Unlock::Passphrase(PASSPHRASE), &settings()).expect("a holder");
    say("ready", 0);
    for bundle in bundles {
        let arrived = panel
            .arrive(std::slice::from_ref(bundle), &context)
            .expect("an arrival");
        say("arrived", arrived.bundles[0].label);
    }
    let opened = panel
        .open(&shares.map(PathBuf::clone), &[other], &context)
        .expect("an opening");
    say("opened", opened.reviews);
    for number in 1..=10 {
        let halves = hengping_core::amount::Hundredths(number * 50);
        let request = ConsensusRequest {
            application: person::id("a01"),
            indicator: "impact".parse().expect("a leaf"),
            ticket: None,
            judgement: Some(Judgement::Score(halves)),
            ground: ChangeGround::Unreasonable,
            reason: number.to_string(),
            by: vec!["组长".to_owned()],
        };
        panel.consensus(&request, &context).expect("an agreed mark");
        say("agreed", number);
    }
    let archived = panel.archive(archive, &context).expect("an archive");
    say("archived", archived.results.digest);
}
