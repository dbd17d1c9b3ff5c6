//! `hengping package|bundle …`: what a file proved to be.

use hengping_app::inspect::{BundleShown, BundleVerified, PackageVerified};
use hengping_app::messages::Catalogue;
use hengping_core::time::Instant;
use indicatif::HumanBytes;
use serde_json::Value;

use super::page::{Column, Page};
use super::{said_or, when};

/// A package every byte of which was verified.
pub(crate) fn package(package: &PackageVerified, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("package-verified", &[]);
    page.facts(&[
        ("fact-authority", package.authority.clone()),
        ("fact-package", package.package.to_string()),
        ("fact-size", HumanBytes(package.bytes).to_string()),
        ("fact-entries", package.entries.to_string()),
        (
            "fact-valid",
            format!(
                "{} – {}",
                when(package.valid_from),
                when(package.valid_until)
            ),
        ),
        ("fact-words", package.digest.words.clone()),
        ("fact-spoken", package.digest.spoken.clone()),
    ]);
    page.note("package-compare");
    page.done()
}

/// A bundle whose label, container and ciphertext were verified.
pub(crate) fn bundle(bundle: &BundleVerified, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("bundle-verified", &[]);
    page.facts(&[
        ("fact-bundle", bundle.bundle.to_string()),
        ("fact-ticket", bundle.ticket.to_string()),
        ("fact-seq", bundle.seq.to_string()),
        ("fact-words", bundle.digest.words.clone()),
    ]);
    page.done()
}

/// What the label of a bundle claims.
pub(crate) fn label(bundle: &BundleShown, say: &Catalogue) -> String {
    let claimed = |name: &str| member(&bundle.label, name);
    let kind = claimed("kind");
    let mut page = Page::new(say);
    page.line("bundle-label", &[]);
    page.facts(&[
        ("fact-bundle", claimed("bundle")),
        ("fact-ticket", claimed("ticket")),
        ("fact-seq", claimed("seq")),
        ("fact-lineage", claimed("lineage")),
        (
            "fact-kind",
            said_or(say, &format!("bundle-{kind}"), &[], &kind),
        ),
        ("fact-size", HumanBytes(bundle.bytes as u64).to_string()),
        ("fact-words", bundle.digest.words.clone()),
    ]);
    page.note("bundle-label-unverified");
    page.done()
}

/// What a package says without a key.
pub(crate) fn open_part(package: &Value, say: &Catalogue) -> String {
    let content = |document: &str| &package[document]["content"];
    let manifest = content("manifest");
    let claimed = |name: &str| member(manifest, name);
    let mut page = Page::new(say);
    page.line("package-open-part", &[]);
    page.facts(&[
        ("fact-authority", member(content("root"), "authority")),
        ("fact-package", claimed("package")),
        ("fact-round", claimed("round")),
        ("fact-edition", claimed("seq")),
        ("fact-suite", claimed("suite")),
        ("fact-made-at", instant(manifest, "issued")),
        (
            "fact-valid",
            format!(
                "{} – {}",
                instant(manifest, "valid_from"),
                instant(manifest, "valid_until")
            ),
        ),
        ("fact-digest", member(&package["manifest"], "digest")),
    ]);
    page.gap();
    volumes(&mut page, &manifest["volumes"]);
    page.note("show-as-data");
    page.done()
}

fn volumes(page: &mut Page<'_>, volumes: &Value) {
    let columns = [
        Column::number("table-number"),
        Column::number("table-entries"),
        Column::number("table-size"),
    ];
    let volumes = volumes.as_array().into_iter().flatten();
    let rows = volumes.enumerate().map(|(at, volume)| {
        let entries = volume["entries"].as_array().map_or(&[][..], Vec::as_slice);
        let sizes = entries.iter().filter_map(|entry| entry["size"].as_u64());
        let size = HumanBytes(sizes.sum()).to_string();
        vec![(at + 1).to_string(), entries.len().to_string(), size]
    });
    page.table(&columns, rows);
}

/// What a ticket claims on its outside.
pub(crate) fn ticket(ticket: &Value, say: &Catalogue) -> String {
    let claimed = |name: &str| member(ticket, name);
    let mut page = Page::new(say);
    page.line("ticket-outside", &[]);
    page.facts(&[
        ("fact-ticket", claimed("ticket")),
        ("fact-edition", claimed("seq")),
        ("fact-replaces", claimed("replaces")),
        ("fact-package", claimed("package")),
        ("fact-digest", claimed("manifest")),
        ("fact-suite", claimed("suite")),
    ]);
    page.note("ticket-unverified");
    page.done()
}

/// A member as text; a dash where there is none.
fn member(of: &Value, name: &str) -> String {
    match of.get(name) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => "—".to_owned(),
        Some(other) => other.to_string(),
    }
}

fn instant(of: &Value, name: &str) -> String {
    let text = member(of, name);
    text.parse::<Instant>().map_or(text, when)
}
