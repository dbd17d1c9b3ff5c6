//! One request: which part of the program it is for, and the answer.

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result};
use hengping_app::desktop::Desktop;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tempfile::TempDir;
use tiny_http::{Header, Method, Request, Response};

use crate::arguments::Arguments;

/// The policy of the release, with the one origin that differs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
    img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Largest request that is read, in bytes.
const LARGEST: u64 = 4 << 30;

type Answer = Response<std::io::Cursor<Vec<u8>>>;

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

    pub(crate) fn answer(&self, mut request: Request) {
        let answer = self
            .of(&mut request)
            .unwrap_or_else(|error| plain(500, &error.to_string()));
        let _ = request.respond(answer);
    }

    fn of(&self, request: &mut Request) -> Result<Answer> {
        let url = request.url().to_owned();
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        let path = percent_decode_str(path).decode_utf8()?.into_owned();
        if *request.method() == Method::Get && !path.starts_with("/page/") {
            return self.file(&path);
        }
        if !self.may(request, query) {
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
        let mut body = Vec::new();
        request.as_reader().take(LARGEST).read_to_end(&mut body)?;
        match path.as_str() {
            "/pick" => self.pick(&body),
            "/offer" => self.offer(query, &body),
            _ => match path.strip_prefix("/call/") {
                Some(command) => Ok(self.call(command, &body)),
                None => Ok(plain(404, "nothing there")),
            },
        }
    }

    fn may(&self, request: &Request, query: &str) -> bool {
        let header = request
            .headers()
            .iter()
            .find(|header| header.field.equiv("x-hengping-token"));
        header.is_some_and(|header| header.value.as_str() == self.token)
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
        Response::from_data(page.bytes)
            .with_status_code(page.status)
            .with_header(header("content-type", page.mime))
            .with_header(header("cache-control", "no-store"))
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
        Ok(Response::from_data(bytes)
            .with_header(header("content-type", mime(wanted)))
            .with_header(header("cache-control", "no-store"))
            .with_header(header("content-security-policy", POLICY)))
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

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values of this file are plain ASCII")
}

fn data(status: u16, value: &Value) -> Answer {
    Response::from_data(value.to_string())
        .with_status_code(status)
        .with_header(header("content-type", "application/json"))
}

fn plain(status: u16, text: &str) -> Answer {
    data(
        status,
        &json!({ "code": "X000", "zh": text, "en": text, "place": "" }),
    )
}
