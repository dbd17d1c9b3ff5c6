//! A program that is killed: nothing it acknowledged is lost, and the next start is clean.
//!
//! `HENGPING_KILLS` says how often (40 without it), `HENGPING_SEED` from which number the times
//! are drawn. The child is killed with the signal nothing can catch: at random times, and at the
//! named points around every commit.

#![forbid(unsafe_code)]

mod acts;
mod child;

use hengping_tests::data;

/// The points around commits, with the act that passes them and how often it passes them first.
const POINTS: [(&str, &str, u32); 23] = [
    ("enrol", "store::migration::before_commit", 1),
    ("enrol", "store::migration::after_commit", 1),
    ("enrol", "store::identity-made::before_commit", 1),
    ("enrol", "store::identity-made::after_commit", 1),
    ("upgrade", "store::migration::before_commit", 1),
    ("upgrade", "store::migration::after_commit", 1),
    ("import", "store::evidence::before_commit", 3),
    ("import", "store::evidence::after_commit", 3),
    ("import", "store::imported::before_commit", 1),
    ("import", "store::imported::after_commit", 1),
    ("work", "store::save::before_commit", 6),
    ("work", "store::save::after_commit", 6),
    ("work", "store::sealed::before_commit", 2),
    ("work", "store::sealed::after_commit", 2),
    ("work", "store::handed-in::before_commit", 2),
    ("work", "store::handed-in::after_commit", 2),
    ("work", "store::unsealed::after_commit", 1),
    ("work", "store::backup::before_rotate", 2),
    ("work", "store::backup::after_rotate", 2),
    ("merge", "store::arrived::after_commit", 2),
    ("merge", "store::bundles-opened::before_commit", 1),
    ("merge", "store::bundles-opened::after_commit", 1),
    ("merge", "store::mark-agreed::before_commit", 3),
];

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

/// Kills of this run at named points and at random times: half each, every point at least once.
fn kills() -> (u64, u64) {
    let all = number("HENGPING_KILLS", 40);
    let named = all.div_ceil(2).max(POINTS.len() as u64);
    (named, all.saturating_sub(named))
}

#[test]
fn killed_at_random_times() {
    let stage = acts::Stage::new();
    let mut times = Times(number("HENGPING_SEED", 2026));
    let (_, kills) = kills();
    for kill in 0..kills {
        let act = ["work", "merge", "import", "upgrade", "work", "enrol"][(kill % 6) as usize];
        let micros = times.next() % acts::span_micros(act);
        let told = child::killed_after(&stage, act, micros);
        acts::check(&stage, act, &told);
    }
    data::report(&format!("{kills} kills at random times: {}", stage.tally()));
}

#[test]
fn killed_at_named_points() {
    let stage = acts::Stage::new();
    let (kills, _) = kills();
    for kill in 0..kills {
        let (act, point, hits) = POINTS[(kill % POINTS.len() as u64) as usize];
        let told = child::killed_at(&stage, act, point, hits);
        assert!(told.reached, "{act} never came to {point}");
        acts::check(&stage, act, &told);
    }
    data::report(&format!("{kills} kills at named points: {}", stage.tally()));
}

/// Numbers that are the same in every run with the same seed.
struct Times(u64);

impl Times {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
