//! The documents, one file each. FORMAT.md describes them member by member.

mod archive;
mod body;
mod card;
mod inner;
mod kit;
mod label;
mod manifest;
mod notice;
mod opening;
mod payload;
mod pledge;
mod receipt;
mod register;
mod release;
mod review;
mod roles;
mod root;
mod round;
mod share;
mod statement;
mod ticket;
mod transcript;

pub use archive::{Archive, ArchivedFile, claimed_archive};
pub use body::{Body, PageText, RecognisedText};
pub use card::{Card, verify_card};
pub use inner::{Inner, InnerApplication};
pub use kit::{Kit, KitLine, KitLines, KitVisit};
pub use label::{BundleKind, Label};
pub use manifest::{Entry, Manifest, Supersedes, Volume, VolumeEntry};
pub use notice::RoundNotice;
pub use opening::Opening;
pub use payload::{Payload, RecusedApplication};
pub use pledge::{Declaration, Pledge, Sentence};
pub use receipt::Receipt;
pub use register::{Register, Registered};
pub use release::{Release, Version};
pub use review::{SealedReview, VisitRecord};
pub use roles::{Role, RoleKeys, Roles};
pub use root::Root;
pub use round::RoundRecord;
pub use share::Share;
pub use statement::{About, Statement, verify_statement};
pub use ticket::{Assignment, Ticket, TicketKind, TicketSecrets};
pub use transcript::Transcript;

use hengping_core::id::RoundId;

/// Longest name, title or unit of a person, in characters.
pub(crate) const MAX_NAME: usize = 200;

/// Bounded, not empty, no control characters.
pub(crate) fn is_name(text: &str) -> bool {
    !text.trim().is_empty()
        && text.chars().count() <= MAX_NAME
        && !text.chars().any(char::is_control)
}

/// Documents of a round signed by holders of a role.
pub trait RoundDocument: crate::Document {
    /// The round it belongs to.
    fn round(&self) -> &RoundId;
}
