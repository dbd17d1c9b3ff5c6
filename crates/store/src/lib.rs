//! Encrypted stores: everything the program keeps on a machine, and the only SQL in it.
//!
//! A work store belongs to one expert or visit team, an office store to the secretariat of a
//! round, a panel store to its committee; each is a SQLCipher database in a folder of its own.
//! An evidence store holds the encrypted objects of one package as they came. Owns durability:
//! what a call has acknowledged survives a crash, and what it has not leaves no trace. Does not
//! own formats: documents go in and out as the bytes they were signed as. Does not ask for the
//! time.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?; let folder = folder.path().join("wang");
//! # let settings = hengping_store::Settings { cost: hengping_store::KdfCost::TEST, ..Default::default() };
//! use hengping_store::{Event, OpenError, StoreError, work::WorkStore};
//! let (at, lineage) = ("2026-11-22T10:00:00Z".parse()?, "n1".parse()?);
//! let mut store = WorkStore::create(&folder, "passphrase", None, &lineage, at, &settings)?;
//! store.write(at, |tx| {
//!     tx.meta().saw_signed_time(at)?;
//!     Ok::<_, StoreError>(((), Event::act("roles-loaded")))
//! })?;
//! assert_eq!(store.read().log().head()?.length, 2);
//! # Ok(()) }
//! ```

#![forbid(unsafe_code)]

mod backup;
mod cells;
mod database;
mod error;
mod event;
pub mod evidence;
mod files;
mod fold;
mod key;
#[cfg(feature = "failpoints")]
pub mod later;
mod lock;
mod migration;
pub mod office;
pub mod panel;
mod place;
mod secret;
mod sidecar;
mod sql;
mod staging;
mod store;
pub mod table;
pub mod work;

pub use backup::{BackupNote, Restored};
pub use database::cipher_version;
pub use error::{OpenError, StoreError};
pub use event::Event;
pub use files::exists;
pub use fold::places;
pub use key::{KdfCost, PinnedKey, RecoveryCode, RecoveryTypo, Unlock};
pub use place::{DiskCheck, DiskKind, disk_under};
pub use secret::Secret;
pub use sidecar::Sidecar;
pub use store::{Access, Kind, Read, Recovered, Settings, Store, Write};
