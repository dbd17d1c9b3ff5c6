//! Taking a package in: ciphertext in chunks, each entry compared with its digest at its end.

use std::io::Read;

use super::Package;
use super::open::{compare_content, in_volume};
use crate::doc::{Entry, Manifest, VolumeEntry};
use crate::refusal::{Refusal, Result};
use crate::suite::ContentHasher;

/// Largest chunk of ciphertext handed on, in bytes.
pub const CHUNK_BYTES: usize = 1024 * 1024;

/// One step of an import.
#[derive(Debug)]
pub enum ImportStep<'a> {
    /// An entry begins.
    Begin(&'a VolumeEntry),
    /// Its next ciphertext, at most 1 MiB. Not to be trusted before `End`.
    Chunk(&'a [u8]),
    /// The entry was complete and had its listed digest.
    End(&'a VolumeEntry),
}

/// How far a long operation has come, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Done so far.
    pub done: u64,
    /// In all.
    pub total: u64,
}

impl Package {
    /// Hands on the ciphertext of every listed entry for which `wanted` holds, in file order.
    ///
    /// An entry counts only from its [`ImportStep::End`] on; what came since `Begin` is to be
    /// dropped when this function fails. The failure names volume and entry.
    ///
    /// # Errors
    /// [`crate::Reason::ContentDigest`] and its like; whatever `step` returns.
    pub fn import<E: From<Refusal>>(
        &mut self,
        wanted: &mut dyn FnMut(&VolumeEntry) -> bool,
        step: &mut dyn FnMut(ImportStep<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let listed: Vec<_> = self
            .manifest
            .entries()
            .map(|(volume, entry)| (volume, entry.clone()))
            .collect();
        let mut buffer = vec![0; CHUNK_BYTES];
        for (volume, entry) in listed.iter().filter(|(_, entry)| wanted(entry)) {
            let mut hasher = ContentHasher::default();
            step(ImportStep::Begin(entry))?;
            let named = |refusal| E::from(in_volume(refusal, &Manifest::volume_name(*volume)));
            let mut ciphertext = self.ciphertext(&entry.name).map_err(named)?;
            loop {
                let n = fill(&mut ciphertext, &mut buffer).map_err(named)?;
                let bytes = buffer.get(..n).unwrap_or_default();
                if bytes.is_empty() {
                    break;
                }
                hasher.update(bytes);
                step(ImportStep::Chunk(bytes))?;
            }
            compare_content(entry, hasher).map_err(named)?;
            step(ImportStep::End(entry))?;
        }
        Ok(())
    }

    /// Compares the digest of every entry.
    ///
    /// # Errors
    /// [`crate::Reason::ContentDigest`] and its like, naming volume and entry.
    pub fn verify_content(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        let total = self.manifest.entries().map(|(_, entry)| entry.size).sum();
        let mut done = 0;
        self.import(&mut |_| true, &mut |step| {
            if let ImportStep::Chunk(bytes) = step {
                done += bytes.len() as u64;
                progress(Progress { done, total });
            }
            Ok(())
        })
    }

    /// The listed object entries, in file order.
    pub fn object_entries(&self) -> impl Iterator<Item = &VolumeEntry> {
        let entries = self.manifest.entries().map(|(_, entry)| entry);
        entries.filter(|entry| matches!(entry.name, Entry::Object(_)))
    }
}

/// Fills the buffer unless the source ends first.
fn fill(from: &mut dyn Read, buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
        match from.read(room)? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}
