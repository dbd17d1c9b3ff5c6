//! Review packages: writing them, verifying them, taking them in, opening their parts.
//!
//! Owns the way from materials to package files and back. Files are reached through
//! [`VolumeSource`] and [`VolumeSink`], so that a folder, a stick and a test look alike.
//!
//! Trap: [`Package::open`] has verified the list and every byte around the content; the content
//! of an entry is verified when it is read (`import`, `verify_content`, `entry_bytes`).

mod combined;
mod decrypt;
mod files;
mod import;
mod open;
mod write;

pub use combined::{Combined, write_combined};
pub use decrypt::{decrypt_document, decrypt_object, read_application, read_inner};
pub use files::{MemoryFolder, ReadWriteSeek, VolumeSink, VolumeSource};
pub use import::{CHUNK_BYTES, ImportStep, Progress};
pub use open::{Package, read_manifest, verify};
pub use write::{Material, ObjectSource, PackageKeys, PackageSpec, Written, WrittenFile, write};

/// First entry of `package.orp`.
pub const PACKAGE_MIMETYPE: &str = "application/vnd.hengping.package";
/// First entry of further volumes.
pub const VOLUME_MIMETYPE: &str = "application/vnd.hengping.volume";
/// First entry of the one-file form.
pub const COMBINED_MIMETYPE: &str = "application/vnd.hengping.delivery";

pub(crate) const TRUST_ENTRY: &str = "trust.json";
pub(crate) const MANIFEST_ENTRY: &str = "manifest.dsse.json";
/// Largest inner document or application body, in bytes of content.
pub(crate) const MAX_BODY_BYTES: u64 = 64 * 1024 * 1024;
