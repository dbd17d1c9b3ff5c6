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

use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, Response, Uri};
use clap::Parser;
use hengping_app::desktop::Desktop;
use tokio::net::TcpListener;

use answer::{Asked, Site};
use arguments::Arguments;

/// Largest request that is read, in bytes.
const LARGEST: usize = 4 << 30;

fn main() -> Result<()> {
    hengping_app::become_worker_if_asked();
    let arguments = Arguments::parse();
    let desktop = Desktop::start(ground::of(&arguments)?)?;
    for file in &arguments.hand_over {
        desktop.files().hand_over(file);
    }
    let port = arguments.port;
    let site = Arc::new(Site::new(desktop, arguments)?);
    tokio::runtime::Runtime::new()?.block_on(serve(port, site))
}

async fn serve(port: u16, site: Arc<Site>) -> Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let (address, token) = (listener.local_addr()?, site.token());
    writeln!(std::io::stdout(), "http://{address}/?token={token}")?;
    let router = Router::new()
        .fallback(answer)
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(site);
    Ok(axum::serve(listener, router).await?)
}

/// Each request has a thread of its own: a slow page must not keep a save waiting.
async fn answer(
    State(site): State<Arc<Site>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let asked = Asked {
        method,
        uri,
        headers,
        body,
    };
    tokio::task::spawn_blocking(move || site.answer(&asked))
        .await
        .expect("a request panicked")
}
