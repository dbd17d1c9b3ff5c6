//! `hengping package|bundle …`: what a file proved to be.

use hengping_app::inspect::{BundleShown, BundleVerified, PackageVerified};
use hengping_app::messages::Catalogue;
use indicatif::HumanBytes;

use super::page::Page;
use super::when;

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
    let claimed = |name: &str| match bundle.label.get(name) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "—".to_owned(),
    };
    let mut page = Page::new(say);
    page.line("bundle-label", &[]);
    page.facts(&[
        ("fact-bundle", claimed("bundle")),
        ("fact-ticket", claimed("ticket")),
        ("fact-seq", claimed("seq")),
        ("fact-lineage", claimed("lineage")),
        ("fact-kind", claimed("kind")),
        ("fact-size", HumanBytes(bundle.bytes as u64).to_string()),
        ("fact-words", bundle.digest.words.clone()),
    ]);
    page.note("bundle-label-unverified");
    page.done()
}
