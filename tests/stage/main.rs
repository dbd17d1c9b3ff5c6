//! Lays a small round into a folder and says as JSON what lies where: for browser specs, which
//! cannot call the builders of these tests.
//!
//! Two experts: `begun` has imported and pledged, `fresh` has an identity and nothing else. Trap:
//! their stores are cheap to unlock, so hosts over them are started with `--cheap`.

#![forbid(unsafe_code)]

use std::io::Write as _;
use std::path::PathBuf;

use hengping_tests::{PASSPHRASE, Plan, Round, disk, person};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| std::io::Error::other("which folder?"))?;
    let round = Round::of(&Plan::default());
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    drop(expert);
    disk::copy_folder(&round.path(""), &folder);
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
    });
    writeln!(std::io::stdout(), "{said}")
}
