//! One request: which part of the program it is for, and the answer.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Response, Uri};
use hengping_app::desktop::Desktop;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::arguments::Arguments;

/// The policy of the release, with the one origin that differs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
    img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Answer = Response<Body>;

/// A request that came in whole.
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The UI, the program behind it, and what dialogs give.
pub(crate) struct Site {
    desktop: Desktop,
    arguments: Arguments,
    token: String,
    dropped: TempDir,
}

impl Site {
    pub(crate) fn new(desktop: Desktop, arguments: Arguments) -> Result<Self> {
        let mut bits = [0_u8; 16];
        getrandom::fill(&mut bits).ok().context("no randomness")?;
        Ok(Self {
            desktop,
            arguments,
            token: bits.iter().map(|byte| format!("{byte:02x}")).collect(),
            dropped: TempDir::new()?,
        })
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn answer(&self, asked: &Asked) -> Answer {
        self.of(asked)
            .unwrap_or_else(|error| plain(500, &error.to_string()))
    }

    fn of(&self, asked: &Asked) -> Result<Answer> {
        let query = asked.uri.query().unwrap_or("");
        let path = percent_decode_str(asked.uri.path()).decode_utf8()?;
        if asked.method == Method::GET && !path.starts_with("/page/") {
            return self.file(&path);
        }
        if !self.may(asked, query) {
            return Ok(plain(403, "no token"));
        }
        if let Some(page) = path.strip_prefix("/page/") {
            // The token is the host's own; the page scheme knows no such word.
            let rest: Vec<_> = query
                .split('&')
                .filter(|pair| !pair.starts_with("token="))
                .collect();
            return Ok(self.page(&format!("{page}?{}", rest.join("&"))));
        }
        match &*path {
            "/pick" => self.pick(&asked.body),
            "/offer" => self.offer(query, &asked.body),
            _ => match path.strip_prefix("/call/") {
                Some(command) => Ok(self.call(command, &asked.body)),
                None => Ok(plain(404, "nothing there")),
            },
        }
    }

    fn may(&self, asked: &Asked, query: &str) -> bool {
        let header = asked.headers.get("x-hengping-token");
        header.is_some_and(|token| token.as_bytes() == self.token.as_bytes())
            || parameter(query, "token").is_some_and(|token| token == self.token)
    }

    fn call(&self, command: &str, body: &[u8]) -> Answer {
        let request = serde_json::from_slice(body).unwrap_or(Value::Null);
        match self.desktop.call(command, request) {
            Ok(answer) => data(200, &answer),
            Err(notice) => data(422, &json!(notice)),
        }
    }

    fn page(&self, path_and_query: &str) -> Answer {
        let page = self.desktop.page(path_and_query);
        let headers = [("content-type", page.mime), ("cache-control", "no-store")];
        answer(page.status, &headers, page.bytes)
    }

    fn pick(&self, body: &[u8]) -> Result<Answer> {
        let request: Value = serde_json::from_slice(body)?;
        let folder = request["what"] == "folder";
        let paths: Vec<&PathBuf> = match folder {
            true => self.arguments.folder.iter().collect(),
            false => self.arguments.pick.iter().collect(),
        };
        let offered: Vec<_> = paths
            .into_iter()
            .map(|path| self.desktop.files().offer(path))
            .collect();
        Ok(data(200, &json!(offered)))
    }

    /// A file dropped onto a browser comes as bytes; it is laid into a folder that goes with the
    /// host. The real program is given the path instead.
    fn offer(&self, query: &str, body: &[u8]) -> Result<Answer> {
        let name = parameter(query, "name").unwrap_or_default();
        let name = Path::new(&name).file_name().context("no name")?;
        let path = self.dropped.path().join(name);
        std::fs::write(&path, body)?;
        Ok(data(200, &json!(self.desktop.files().offer(&path))))
    }

    fn file(&self, path: &str) -> Result<Answer> {
        let relative = Path::new(path.trim_start_matches('/'));
        let inside = relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let wanted = match relative.as_os_str().is_empty() {
            true => Path::new("index.html"),
            false => relative,
        };
        let Some(bytes) = inside
            .then(|| std::fs::read(self.arguments.ui.join(wanted)).ok())
            .flatten()
        else {
            return Ok(plain(404, "nothing there"));
        };
        let headers = [
            ("content-type", mime(wanted)),
            ("cache-control", "no-store"),
            ("content-security-policy", POLICY),
        ];
        Ok(answer(200, &headers, bytes))
    }
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let pair = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    Some(percent_decode_str(pair).decode_utf8().ok()?.into_owned())
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("otf") => "font/otf",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

fn answer(status: u16, headers: &[(&'static str, &'static str)], bytes: Vec<u8>) -> Answer {
    let start = Response::builder().status(status);
    headers
        .iter()
        .fold(start, |answer, (name, value)| answer.header(*name, *value))
        .body(Body::from(bytes))
        .expect("names and values of this file are plain ASCII")
}

fn data(status: u16, value: &Value) -> Answer {
    let headers = [("content-type", "application/json")];
    answer(status, &headers, value.to_string().into_bytes())
}

fn plain(status: u16, text: &str) -> Answer {
    data(
        status,
        &json!({ "code": "X000", "zh": text, "en": text, "place": "" }),
    )
}
