//! Result bundles: made once at hand-in, checked by label without opening, opened by the panel.
//!
//! A bundle is known by the digest of its label, which covers the payload's ciphertext.
//!
//! Trap: the label is signed with the ticket's one-time key and the payload with the holder's;
//! a bundle counts only when both agree and both keys are those of the ticket.

mod make;
mod open;

pub use make::{Bundle, BundleSpec, make};
pub use open::{BundleContent, TicketKeys, claimed_label, open, read_label, reopen};

/// First entry of a bundle.
pub const BUNDLE_MIMETYPE: &str = "application/vnd.hengping.bundle";

pub(crate) const LABEL_ENTRY: &str = "label.dsse.json";
pub(crate) const PAYLOAD_ENTRY: &str = "payload.age";
