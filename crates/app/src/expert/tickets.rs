//! Which of several tickets is meant: an office hands out a folder with the tickets of everybody.
//!
//! Owns the choice only; nothing is verified here, which is the import's business. Trap: a ticket
//! that is not for this identity looks like any other from outside, so each is tried.

use std::path::Path;

use hengping_core::id::{Digest, PackageId};
use hengping_format::doc::TicketKind;
use hengping_format::package::Package;
use hengping_format::suite::Identity;
use hengping_format::ticket::{self, Claim};
use hengping_format::trust::{Purpose, Trust};

use crate::context::Context;
use crate::delivery::source_of;
use crate::error::Result;

/// Whether a ticket is for this identity and for the package beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketFit {
    /// It is.
    Fits(Claim),
    /// It is for this identity and for another package.
    OtherPackage,
    /// This identity does not open it.
    NotMine,
}

/// The ticket inside the one-file form of a package.
pub(crate) fn ticket_inside(package: &Path) -> Result<Option<Vec<u8>>> {
    Ok(source_of(package)?.1)
}

/// Whether a ticket is for the owner of an identity, and for `package` where that is known.
pub(crate) fn fit_of(
    (identity, kind): (&Identity, TicketKind),
    ticket: &[u8],
    package: Option<&PackageId>,
) -> TicketFit {
    let claim = ticket::claim(ticket, identity);
    match claim.filter(|claim| claim.kind == kind) {
        None => TicketFit::NotMine,
        Some(claim) if package.is_some_and(|package| *package != claim.package) => {
            TicketFit::OtherPackage
        }
        Some(claim) => TicketFit::Fits(claim),
    }
}

/// The package in a file, as far as it can be told under this authority; the import says why when
/// it cannot.
pub(crate) fn package_in(path: &Path, pin: Digest, ctx: &Context) -> Option<PackageId> {
    let (mut source, _) = source_of(path).ok()?;
    let trust = Trust::pinned(pin);
    let package = Package::open(source.as_mut(), &trust, ctx.now, Purpose::Import).ok()?;
    Some(package.manifest().package.clone())
}
