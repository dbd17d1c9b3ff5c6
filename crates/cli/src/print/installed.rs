//! `hengping about` and `hengping update …`: the installed program and a newer one.

use hengping_app::about::About;
use hengping_app::messages::Catalogue;
use hengping_app::update::{ReleaseKey, UpdatePrepared, UpdateVerified};
use indicatif::HumanBytes;

use super::page::Page;
use super::when;

/// What the program stands on.
pub(crate) fn about(about: &About, say: &Catalogue) -> String {
    let or = |text: Option<String>, key: &str| text.unwrap_or_else(|| say.say(key, &[]));
    let pdfium = about.pdfium.as_ref();
    let library = pdfium.map(|pdfium| format!("{} – {}", pdfium.build, pdfium.file.display()));
    let confinement = pdfium.map(|pdfium| match pdfium.unconfined.as_slice() {
        [] => say.say("about-confined", &[]),
        parts => say.say("about-partly", &[("what", parts.join(", ").into())]),
    });
    let font = about.font.as_ref().map(|font| font.display().to_string());
    let mut page = Page::new(say);
    page.line("about-title", &[("version", about.version.clone().into())]);
    page.facts(&[
        ("fact-system", about.system.clone()),
        ("fact-sqlcipher", about.sqlcipher.clone()),
        ("fact-pdfium", or(library, "about-no-pdfium")),
        ("fact-confinement", or(confinement, "about-none")),
        ("fact-font", or(font, "about-no-font")),
        (
            "fact-release-key",
            or(about.release_key.clone(), "about-no-release-key"),
        ),
    ]);
    page.done()
}

/// A release that may be installed.
pub(crate) fn verified(update: &UpdateVerified, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("update-verified", &[]);
    page.facts(&facts(update));
    page.note_if(!update.key_built_in, "update-key-named");
    page.done()
}

/// A release that is ready, and what to run.
pub(crate) fn prepared(prepared: &UpdatePrepared, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("update-verified", &[]);
    page.facts(&facts(&prepared.update));
    page.note_if(!prepared.update.key_built_in, "update-key-named");
    page.note(match prepared.backup {
        Some(_) => "update-backed-up",
        None => "update-no-backup",
    });
    page.note("update-prepared");
    page.raw(&format!("  {}", prepared.command.join(" ")));
    page.done()
}

fn facts(update: &UpdateVerified) -> [(&'static str, String); 7] {
    [
        ("fact-new-version", update.version.clone()),
        ("fact-this-version", update.current.clone()),
        ("fact-target", update.target.clone()),
        ("fact-size", HumanBytes(update.bytes).to_string()),
        ("fact-signed-at", when(update.issued)),
        ("fact-words", update.digest.words.clone()),
        ("fact-release-key", update.key.clone()),
    ]
}

/// A key for releases.
pub(crate) fn key_made(made: &ReleaseKey, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("update-key-made", &[]);
    page.raw(&format!("  HENGPING_RELEASE_KEY={}", made.key));
    page.done()
}
