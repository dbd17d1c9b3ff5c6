//! The program behind a loopback address: the same commands and pages as the desktop shell, over
//! HTTP, for browser specs.
//!
//! Owns the protocol only: `POST /call/<command>`, `POST /pick`, `POST /offer?name=`,
//! `GET /page/…`, and the built UI with the policy of the release. Trap: everything but the UI's
//! own files needs the one-time token that is printed at the start.

#![forbid(unsafe_code)]

mod answer;
mod arguments;
mod ground;

use std::io::Write as _;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use clap::Parser;
use hengping_app::desktop::Desktop;
use tiny_http::Server;

use answer::Site;
use arguments::Arguments;

/// Requests answered at the same time: a slow page must not keep a save waiting.
const THREADS: usize = 6;

fn main() -> Result<()> {
    hengping_app::become_worker_if_asked();
    let arguments = Arguments::parse();
    let desktop = Desktop::start(ground::of(&arguments)?)?;
    for file in &arguments.hand_over {
        desktop.files().hand_over(file);
    }
    let address = ("127.0.0.1", arguments.port);
    let server = Server::http(address).map_err(|error| anyhow!("cannot listen: {error}"))?;
    let site = Arc::new(Site::new(desktop, arguments)?);
    writeln!(
        std::io::stdout(),
        "http://{}/?token={}",
        server.server_addr(),
        site.token()
    )?;
    let server = Arc::new(server);
    let serve = |_| {
        let (server, site) = (Arc::clone(&server), Arc::clone(&site));
        std::thread::spawn(move || {
            while let Ok(request) = server.recv() {
                site.answer(request);
            }
        })
    };
    let threads: Vec<_> = (0..THREADS).map(serve).collect();
    for thread in threads {
        thread.join().map_err(|_| anyhow!("a request panicked"))?;
    }
    Ok(())
}
