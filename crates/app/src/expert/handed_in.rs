//! What a window shows of seals and bundles: where each stands.

use std::path::Path;

use hengping_core::id::{ApplicationId, Digest};
use hengping_store::Event;
use hengping_store::table::applications::ApplicationRef;

use super::Expert;
use super::hand_in::Exported;
use super::status::BundleStatus;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;

/// One bundle with what became of it on this machine.
#[derive(Debug)]
pub struct BundleShown {
    /// As the status lists it.
    pub status: BundleStatus,
    /// Whether it was exported at least once.
    pub exported: bool,
}

/// Kind of the log's entry about an export.
const EXPORTED: &str = "exported";

impl Expert {
    /// Digest of the seal in force on an application.
    ///
    /// # Errors
    /// When the application is not on the desk.
    pub fn seal_of(&self, id: &ApplicationId) -> Result<Option<Digest>> {
        let desk = self.pledged_desk()?;
        let key = ApplicationRef::new(&desk.package.round.id, id);
        let last = self.store.read().seals().last(&key)?;
        Ok(last
            .filter(|seal| seal.unsealed.is_none())
            .map(|seal| seal.digest))
    }

    /// Bundles of the ticket in force, oldest first.
    ///
    /// # Errors
    /// As for [`Expert::status`].
    pub fn bundles(&self, ctx: &Context) -> Result<Vec<BundleShown>> {
        let log = self.store.read().log().since(0)?;
        let exported = |id: &str| {
            let mut exports = log.iter().filter(|entry| entry.kind.as_str() == EXPORTED);
            exports.any(|entry| entry.subjects.iter().any(|subject| subject.as_str() == id))
        };
        let bundles = self.status(ctx)?.bundles.into_iter();
        let shown = bundles.map(|status| BundleShown {
            exported: exported(status.bundle.as_str()),
            status,
        });
        Ok(shown.collect())
    }

    /// Applications sealed and in no bundle yet.
    ///
    /// # Errors
    /// As for [`Expert::status`].
    pub fn sealed_since_hand_in(&self) -> Result<usize> {
        let desk = self.pledged_desk()?;
        let seals = self.store.read().seals().closed(&desk.package.round.id)?;
        let log = self.store.read().log().since(0)?;
        // By the order of the log: a clock may have been put back in between.
        let handed_in = log
            .iter()
            .rposition(|entry| entry.kind.as_str() == "handed-in");
        let later = &log[handed_in.map_or(0, |at| at + 1)..];
        let is_later = |digest: &Digest| {
            let digest = digest.to_string();
            let mut sealed = later.iter().filter(|entry| entry.kind.as_str() == "sealed");
            sealed.any(|entry| entry.subjects.iter().any(|it| it.as_str() == digest))
        };
        Ok(seals.iter().filter(|seal| is_later(&seal.digest)).count())
    }

    /// Copies the bundle of hand-in `seq` to a folder, reads it back and notes that it left.
    ///
    /// # Errors
    /// [`Refused::HandInUnknown`]; what the disk says.
    pub fn export_of(&mut self, seq: u32, folder: &Path, ctx: &Context) -> Result<Exported> {
        let desk = self.pledged_desk()?;
        let rows = self.store.read().handins().bundles(&desk.ticket.id)?;
        let row = rows.into_iter().find(|row| row.seq == seq);
        let row = row.ok_or(Refused::HandInUnknown)?;
        let file = folder.join(format!("{}-{}.orb", row.ticket, row.seq));
        files::write_same(&file, &row.bytes)?;
        read_back(&file, &row.bytes)?;
        self.store.write(ctx.now, |_| -> Result<_> {
            Ok(((), Event::act(EXPORTED).about(&row.id)))
        })?;
        Ok(Exported {
            bundle: row.id,
            file,
            size: row.bytes.len(),
            digest: Fingerprint::of(row.label),
        })
    }
}

/// Compares what lies on the stick with what is stored: sticks with false capacity take every write
/// and give something else back.
fn read_back(file: &Path, bytes: &[u8]) -> Result<()> {
    match files::read(file)? == bytes {
        true => Ok(()),
        false => Err(Refused::BundleReadBack.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn a_stick_that_gives_back_something_else_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("t1-1.orb");
        std::fs::write(&file, b"as it was sealed").unwrap();
        read_back(&file, b"as it was sealed").unwrap();
        std::fs::write(&file, b"as it was ").unwrap();
        let short = read_back(&file, b"as it was sealed");
        assert!(matches!(
            short,
            Err(Error::Refused(Refused::BundleReadBack))
        ));
        std::fs::remove_file(&file).unwrap();
        assert!(matches!(read_back(&file, b""), Err(Error::File { .. })));
    }
}
