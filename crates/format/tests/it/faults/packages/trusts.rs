//! Faults of the trust file in a package, and of the time at which it is read.

use std::collections::BTreeMap;

use hengping_core::id::Digest;
use hengping_format::doc::*;
use hengping_format::trust::{Memory, Seen, write_trust_file};
use hengping_format::{Document, Reason};

use super::{bad, signed_manifest};
use crate::faults::Vector;
use crate::world::*;

fn with_trust(trust: &[u8]) -> Vec<u8> {
    container(&parts(trust, &signed_manifest(), &tiny_contents()))
}

fn trust_changed(change: impl Fn(&mut Root, &mut Roles, &mut RoundRecord)) -> Vec<u8> {
    let (mut root, mut roles, mut round) = (root(), roles(), round_record());
    change(&mut root, &mut roles, &mut round);
    with_trust(&trust_file(&root, &roles, &round))
}

fn seen(number: u32) -> Option<Seen> {
    Some(Seen {
        number,
        digest: Digest::of(b"another"),
    })
}

pub(super) fn vectors() -> Vec<Vector> {
    let spaced = [&trust_json()[..], b" "].concat();
    let two_publishers = |_: &mut Root, roles: &mut Roles, _: &mut RoundRecord| {
        roles.roles.get_mut(&Role::Publisher).unwrap().threshold = 2;
    };
    let skipped = {
        let key = signing("root1");
        let roots = [
            root(),
            Root {
                version: 3,
                ..root()
            },
        ]
        .map(|root| root.sign(&[&key]).unwrap());
        let roles = roles().sign(&[&key]).unwrap();
        let round = round_record().sign(&[&key]).unwrap();
        write_trust_file(
            &[roots[0].bytes(), roots[1].bytes()],
            roles.bytes(),
            &[round.bytes()],
        )
    };
    let memory = |root, roles| Memory {
        root,
        roles,
        ..Memory::default()
    };
    vec![
        bad(
            "trust-file-with-space",
            Reason::EnvelopeForm,
            with_trust(&spaced),
        ),
        bad(
            "root-of-others",
            Reason::PinMismatch,
            trust_changed(|root, _, _| {
                root.authority = "别处".to_owned();
            }),
        ),
        bad(
            "root-skips-a-version",
            Reason::RootChain,
            with_trust(&skipped.unwrap()),
        ),
        bad(
            "roles-of-others",
            Reason::AuthorityDiffers,
            trust_changed(|_, roles, _| {
                roles.authority = "别处".to_owned();
            }),
        ),
        bad(
            "roles-expired",
            Reason::TrustExpired,
            trust_changed(|_, roles, _| {
                roles.expires = at("2026-11-01T00:00:00Z");
            }),
        ),
        bad(
            "round-unknown",
            Reason::RoundMissing,
            trust_changed(|_, _, round| {
                round.round = "r2027".parse().unwrap();
            }),
        ),
        bad(
            "two-publishers-needed",
            Reason::Threshold,
            trust_changed(two_publishers),
        ),
        bad(
            "roles-older-than-seen",
            Reason::TrustRollback,
            tiny_package(),
        )
        .memory(memory(None, seen(2))),
        bad("root-differs-from-seen", Reason::TrustFork, tiny_package())
            .memory(memory(seen(1), None)),
    ]
}

/// Packages at a wrong time, or older than what was seen.
pub(super) fn times() -> Vec<Vector> {
    let packages = |number| Memory {
        packages: BTreeMap::from([("p1".parse().unwrap(), seen(number).unwrap())]),
        ..Memory::default()
    };
    let later = Memory {
        latest: Some(at("2026-11-22T00:00:00Z")),
        ..Memory::default()
    };
    vec![
        bad("expired", Reason::Expired, tiny_package()).clock("2026-12-15T00:00:01Z"),
        bad("not-yet-valid", Reason::NotYetValid, tiny_package()).clock("2026-11-14T23:59:59Z"),
        bad("signed-tomorrow", Reason::SignedInFuture, tiny_package())
            .clock("2026-11-08T23:59:59Z"),
        bad("clock-behind", Reason::ClockBehind, tiny_package()).memory(later),
        bad(
            "edition-older-than-seen",
            Reason::PackageRollback,
            tiny_package(),
        )
        .memory(packages(2)),
        bad(
            "edition-differs-from-seen",
            Reason::PackageFork,
            tiny_package(),
        )
        .memory(packages(1)),
    ]
}
