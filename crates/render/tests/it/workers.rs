//! Workers that crash, hang, and try what they must not.

use std::time::{Duration, Instant};

use hengping_render::{
    Cancel, Card, Config, Enforcement, Kind, PictureRequest, PictureSize, Pool, Priority,
    SandboxPolicy, Transport,
};

use crate::support::{config, pdf, pool};

const CONTENT: &str = "BT /F1 24 Tf 20 100 Td (Evidence) Tj ET";

#[test]
fn a_killed_worker_costs_one_card_and_the_next_request_works() {
    let Some(pool) = pool() else { return };
    let document = pool.open("a01", Kind::Pdf, &pdf(CONTENT)).expect("opens");
    let worker = pool.worker_id("a01").expect("a worker runs");
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| pool.probe("a01", "sleep"));
        std::thread::sleep(Duration::from_millis(200));
        let killed = std::process::Command::new("kill")
            .args(["-9", &worker.to_string()])
            .status();
        assert!(killed.expect("kill runs").success());
        assert_eq!(asked.join().expect("no panic"), Err(Card::WorkerCrashed));
    });
    let image = pool.page_image(&document, 1, PictureSize::Width(300));
    assert!(
        image.is_ok(),
        "the document is opened again in a new worker: {image:?}"
    );
    assert_ne!(pool.worker_id("a01"), Some(worker));
    assert_eq!(pool.counters().lost, 1);
}

#[test]
fn a_worker_that_aborts_or_exits_costs_one_card() {
    let Some(pool) = pool() else { return };
    for command in ["abort", "exit"] {
        assert_eq!(
            pool.probe("a01", command),
            Err(Card::WorkerCrashed),
            "{command}"
        );
        assert_eq!(
            pool.probe("a01", "unknown").as_deref(),
            Ok("refused: Unsupported")
        );
    }
}

#[test]
fn a_worker_that_hangs_is_ended_in_time() {
    let Some(mut config) = config() else { return };
    config.timeout = Duration::from_millis(1500);
    let pool = Pool::new(config).expect("a pool");
    let document = pool.open("a01", Kind::Pdf, &pdf(CONTENT)).expect("opens");
    let start = Instant::now();
    assert_eq!(pool.probe("a01", "sleep"), Err(Card::TimedOut));
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
    assert!(
        pool.page_text(&document, 1).is_ok(),
        "the next request works"
    );
}

#[test]
fn a_worker_that_ended_between_two_requests_costs_nothing() {
    let Some(pool) = pool() else { return };
    let document = pool.open("a01", Kind::Pdf, &pdf(CONTENT)).expect("opens");
    let worker = pool.worker_id("a01").expect("a worker runs");
    let killed = std::process::Command::new("kill")
        .args(["-9", &worker.to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    std::thread::sleep(Duration::from_millis(200));
    assert!(pool.page_text(&document, 1).is_ok());
    assert_eq!(pool.counters().lost, 1);
}

#[test]
#[cfg(target_os = "linux")]
fn a_worker_that_computes_without_end_is_stopped_by_the_system() {
    let Some(mut config) = config() else { return };
    config.processor_seconds = 1;
    let pool = Pool::new(config).expect("a pool");
    assert_eq!(
        pool.probe("a01", "spin"),
        Err(Card::WorkerCrashed),
        "before the time limit"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_free_worker_computes_on_where_a_confined_one_is_stopped() {
    let Some(mut config) = config() else { return };
    config.processor_seconds = 1;
    config.timeout = Duration::from_secs(3);
    config.sandbox = SandboxPolicy::Off;
    let pool = Pool::new(config).expect("a pool");
    assert_eq!(
        pool.probe("a01", "spin"),
        Err(Card::TimedOut),
        "only the client's patience ends it"
    );
}

#[test]
fn full_confinement_may_be_required() {
    let Some(mut config) = config() else { return };
    config.sandbox = SandboxPolicy::Required;
    let pool = Pool::new(config).expect("a pool");
    match pool.open("a01", Kind::Pdf, &pdf(CONTENT)) {
        Ok(document) => assert!(pool.sandbox(&document).expect("reports").is_full()),
        Err(card) => assert_eq!(card, Card::Unavailable),
    }
}

#[test]
fn programs_and_libraries_are_named_absolutely() {
    let Some(config) = config() else { return };
    assert!(Config::new("libpdfium.so").is_err());
    assert!(Config::new("/nowhere/libpdfium.so").is_err());
    let relative = Config {
        pdfium: "libpdfium.so".into(),
        ..config.clone()
    };
    assert!(Pool::new(relative).is_err());
    let text = Config {
        pdfium: concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml").into(),
        ..config
    };
    let pool = Pool::new(text).expect("the file is there");
    let opened = pool.open("a01", Kind::Pdf, &pdf(CONTENT));
    assert_eq!(
        opened.err(),
        Some(Card::Unavailable),
        "a file that is no library"
    );
}

#[test]
fn another_application_gets_another_worker() {
    let Some(pool) = pool() else { return };
    let first = pool.open("a01", Kind::Pdf, &pdf(CONTENT)).expect("opens");
    let worker = pool.worker_id("a01").expect("runs");
    pool.open("a02", Kind::Pdf, &pdf(CONTENT)).expect("opens");
    assert_eq!(pool.worker_id("a01"), None, "one application at a time");
    assert_ne!(pool.worker_id("a02"), Some(worker));
    assert!(
        pool.page_text(&first, 1).is_ok(),
        "the first one's documents still open"
    );
    pool.forget("a01");
    assert_eq!(pool.worker_id("a01"), None);
}

#[test]
fn a_confined_worker_is_refused_what_a_free_one_may() {
    let Some(mut config) = config() else { return };
    config.sandbox = SandboxPolicy::IfAvailable;
    let confined = Pool::new(config.clone()).expect("a pool");
    config.sandbox = SandboxPolicy::Off;
    let free = Pool::new(config).expect("a pool");
    let document = confined
        .open("a01", Kind::Pdf, &pdf(CONTENT))
        .expect("opens");
    let state = confined.sandbox(&document).expect("reports");
    if cfg!(not(target_os = "linux")) || state.landlock == Enforcement::None {
        return;
    }
    assert!(state.seccomp && state.limits, "{state:?}");
    let forbidden = [
        // files; a free worker writes what it deletes
        "read",
        "list",
        "write",
        "delete",
        // network
        "tcp",
        "listen",
        "udp",
        "unix",
        "abstract",
        "pair",
        // other programs
        "exec",
        "fork",
        "clone3",
        "thread",
        "signal",
        // memory
        "executable",
        "memory",
    ];
    for command in forbidden {
        let refused = confined.probe("a01", command).expect("answers");
        assert!(
            matches!(
                &refused[..],
                "refused: PermissionDenied" | "refused: Other" | "refused: OutOfMemory"
            ),
            "{command}: {refused}"
        );
        assert_eq!(
            free.probe("a01", command).as_deref(),
            Ok("allowed"),
            "{command}"
        );
    }
    let clean = free.open("a01", Kind::Pdf, &pdf(CONTENT)).expect("opens");
    assert_eq!(
        confined.page_image(&document, 1, PictureSize::Dpi(150)),
        free.page_image(&clean, 1, PictureSize::Dpi(150)),
        "confinement changes no pixel"
    );
}

#[test]
fn a_crash_costs_one_card_and_those_in_line_are_served_by_a_fresh_worker() {
    let Some(pool) = pool() else { return };
    let document = pool.open("a01", Kind::Pdf, &pdf(CONTENT)).expect("opens");
    let worker = pool.worker_id("a01").expect("a worker runs");
    let cancel = Cancel::new();
    let wish = PictureRequest::width(300);
    let stale = document.at(Priority::Prefetch).until(&cancel);
    let thumbnail = document.at(Priority::Thumbnail);
    std::thread::scope(|scope| {
        let visible = scope.spawn(|| pool.probe("a01", "sleep"));
        std::thread::sleep(Duration::from_millis(500));
        let thumbnail = scope.spawn(|| pool.page_picture(&thumbnail, 1, &wish));
        let stale = scope.spawn(|| pool.page_picture(&stale, 1, &wish));
        std::thread::sleep(Duration::from_millis(100));
        cancel.cancel();
        let killed = std::process::Command::new("kill")
            .args(["-9", &worker.to_string()])
            .status();
        assert!(killed.expect("kill runs").success());
        assert_eq!(visible.join().expect("no panic"), Err(Card::WorkerCrashed));
        assert_eq!(stale.join().expect("no panic"), Err(Card::Withdrawn));
        assert!(thumbnail.join().expect("no panic").is_ok());
    });
    assert_eq!(pool.counters().lost, 1);
    let late = document.until(&cancel);
    assert_eq!(
        pool.search(&late, "Evidence", 1).err(),
        Some(Card::Withdrawn)
    );
    assert_eq!(pool.examine(&late).err(), Some(Card::Withdrawn));
}

#[test]
fn pipes_carry_the_same_pages_as_memory_files() {
    let Some(mut config) = config() else { return };
    let usual = Pool::new(config.clone()).expect("a pool");
    config.transport = Transport::Pipes;
    let pipes = Pool::new(config).expect("a pool");
    let draw = |pool: &Pool| {
        let document = pool.open("a01", Kind::Pdf, &pdf(CONTENT)).expect("opens");
        pool.page_image(&document, 1, PictureSize::Dpi(150))
            .expect("draws")
    };
    assert_eq!(draw(&usual), draw(&pipes));
}
