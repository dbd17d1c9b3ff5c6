//! Worker programs that say what they like: the client believes none of it.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use hengping_render::{Card, Kind, PictureSize, Pool};

use crate::support::{config, pdf};

const READY: &str =
    r#"{"reply":"ready","sandbox":{"landlock":"full","seccomp":true,"limits":true}}"#;

fn frame(header: &str, body: &[u8]) -> Vec<u8> {
    let length = |bytes: usize| u32::try_from(bytes).expect("short").to_le_bytes();
    [
        &length(header.len())[..],
        &length(body.len()),
        header.as_bytes(),
        body,
    ]
    .concat()
}

fn opened(pages: u32) -> Vec<u8> {
    let sizes = [595.0_f32.to_le_bytes(), 842.0_f32.to_le_bytes()].concat();
    frame(
        &format!(r#"{{"reply":"opened","pages":{pages},"outline":[]}}"#),
        &sizes,
    )
}

/// A pool whose worker sends these bytes, whatever it is asked, and then waits.
fn pool_that_hears(folder: &tempfile::TempDir, said: &[u8]) -> Option<Pool> {
    let mut config = config()?;
    let speech = folder.path().join("speech");
    std::fs::write(&speech, said).expect("writes");
    let program = folder.path().join("worker");
    let mut file = std::fs::File::create(&program).expect("creates");
    let script = format!(
        "#!/bin/sh\n/bin/cat '{}' >&0\nexec /bin/sleep 20\n",
        speech.display()
    );
    file.write_all(script.as_bytes()).expect("writes");
    file.set_permissions(PermissionsExt::from_mode(0o700))
        .expect("sets");
    drop(file);
    config.program = program;
    config.timeout = Duration::from_millis(1200);
    config.spare = false;
    Some(Pool::new(config).expect("a pool"))
}

fn card_after(said: &[u8]) -> Option<Card> {
    let folder = tempfile::tempdir().expect("a folder");
    let pool = pool_that_hears(&folder, said)?;
    let document = match pool.open("a01", Kind::Pdf, &pdf("")) {
        Ok(document) => document,
        Err(card) => return Some(card),
    };
    let drawn = pool.page_image(&document, 1, PictureSize::Dpi(96));
    Some(drawn.expect_err("nothing believable was said"))
}

#[test]
fn a_lying_worker_costs_a_card() {
    let ready = frame(READY, &[]);
    let good = [ready.clone(), opened(1)].concat();
    let after = |more: &[u8]| [&good[..], more].concat();
    let drawn = |width: u32, height: u32, in_buffer: bool, body: &[u8]| {
        let header = format!(
            r#"{{"reply":"drawn","width":{width},"height":{height},"in_buffer":{in_buffer}}}"#
        );
        after(&frame(&header, body))
    };
    let cases: Vec<(&str, Vec<u8>, Card)> = vec![
        ("silence", Vec::new(), Card::TimedOut),
        ("noise", vec![0xff; 4096], Card::WorkerCrashed),
        ("no readiness", opened(1), Card::Unavailable),
        (
            "more pages than sizes",
            [ready.clone(), opened(2)].concat(),
            Card::WorkerCrashed,
        ),
        (
            "no pages",
            [ready.clone(), opened(0)].concat(),
            Card::WorkerCrashed,
        ),
        (
            "a huge picture",
            drawn(u32::MAX, u32::MAX, true, &[]),
            Card::WorkerCrashed,
        ),
        (
            "an empty picture",
            drawn(0, 5, true, &[]),
            Card::WorkerCrashed,
        ),
        (
            "a picture beyond its body",
            drawn(100, 100, false, &[0; 8]),
            Card::WorkerCrashed,
        ),
        ("another answer", after(&opened(1)), Card::WorkerCrashed),
        (
            "an unknown answer",
            after(&frame(r#"{"reply":"shell"}"#, &[])),
            Card::WorkerCrashed,
        ),
        ("half a frame", after(&ready[..20]), Card::TimedOut),
        (
            "a wish for blocks of a whole document",
            after(&frame(
                r#"{"reply":"need","document":1,"offset":0,"length":4}"#,
                &[],
            )),
            Card::WorkerCrashed,
        ),
    ];
    for (what, said, expected) in cases {
        if let Some(card) = card_after(&said) {
            assert_eq!(card, expected, "{what}");
        }
    }
}
