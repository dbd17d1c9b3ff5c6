//! Files again: the same bytes as before, from the store or from a copy that is left.
//!
//! Owns the way back after a stick was full, pulled or lost. Trap: a package cannot be made again
//! byte for byte, because encryption draws fresh randomness each time; it is copied from any copy
//! that verifies, and where none is left a later edition takes its place.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use hengping_format::doc::{Manifest, Share};
use hengping_format::document::verify_with_key;
use hengping_format::package::Package;
use hengping_format::trust::{Purpose, Trust};
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::packed::PackedRow;
use hengping_store::table::secrets::SecretPurpose;
use serde::Serialize;

use super::Office;
use super::issuing::TicketFile;
use crate::context::{Context, Unit};
use crate::error::{Error, Refused, Result};
use crate::files;
use crate::volumes::Folder;

/// What is to be written again.
#[derive(Debug, Clone, Default)]
pub struct RewriteRequest {
    /// Where it goes.
    pub out: PathBuf,
    /// A copy of the package that is left.
    pub package: Option<PathBuf>,
    /// Whether the shares of the committee key are written too.
    pub shares: bool,
    /// Where slips with activation codes go, when they are to be written too.
    pub slips: Option<PathBuf>,
}

/// What was written again.
#[derive(Debug, Serialize)]
pub struct Rewritten {
    /// The authority's root.
    pub root: PathBuf,
    /// The register of tickets.
    pub register: PathBuf,
    /// The tickets in force.
    pub tickets: Vec<TicketFile>,
    /// The files of the package, when a copy was named.
    pub package: Vec<PathBuf>,
    /// The shares.
    pub shares: Vec<PathBuf>,
    /// Slips with activation codes.
    pub slips: Vec<PathBuf>,
}

impl Office {
    /// Writes tickets, register and root again, and copies a package that is left.
    ///
    /// # Errors
    /// Nothing packed yet; a copy that is not the edition in force; files that are there with
    /// other bytes.
    pub fn rewrite(&self, request: &RewriteRequest, ctx: &Context) -> Result<Rewritten> {
        let packed = self.packed()?;
        let copied = match &request.package {
            Some(file) => self.copy_package(file, &packed, &request.out, ctx)?,
            None => Vec::new(),
        };
        let papers = self.write_papers(&request.out)?;
        let mut rows = self.current(&packed.round)?;
        rows.retain(|row| row.revoked_at.is_none());
        let shares = match request.shares {
            true => self.write_shares_again(&request.out)?,
            false => Vec::new(),
        };
        let slips = match &request.slips {
            Some(folder) => self.write_slips(&rows, folder)?,
            None => Vec::new(),
        };
        Ok(Rewritten {
            root: papers.root,
            register: papers.register,
            tickets: self.write_tickets(&rows, &request.out)?,
            package: copied,
            shares,
            slips,
        })
    }

    fn copy_package(
        &self,
        file: &Path,
        packed: &PackedRow,
        out: &Path,
        ctx: &Context,
    ) -> Result<Vec<PathBuf>> {
        let pin = crate::delivery::pin_of(&self.root()?)?;
        let mut source = Folder::of_package(file);
        let now = ctx.now;
        let mut package = Package::open(&mut source, &Trust::pinned(pin), now, Purpose::Reading)?;
        if package.manifest().digest() != packed.manifest {
            let file = file.display().to_string();
            return Err(Refused::NotTheEdition { file }.into());
        }
        let total = package.total_bytes();
        ctx.progress.begin("task-verify", total, Unit::Bytes);
        let verified = package.verify_content(&mut |at| ctx.progress.at(at.done));
        ctx.progress.end();
        verified?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut copied = Vec::new();
        for index in 0..package.manifest().volumes.len() {
            let name = Manifest::volume_name(index);
            let from = match index {
                0 => file.to_owned(),
                _ => folder.join(&name),
            };
            let to = out.join(&name);
            copy(&from, &to)?;
            copied.push(to);
        }
        Ok(copied)
    }

    fn write_shares_again(&self, out: &Path) -> Result<Vec<PathBuf>> {
        let key = self.signing_key(SecretPurpose::Authority)?.verifying_key();
        let documents = self.store.read().documents();
        let mut written = Vec::new();
        for row in documents.of(DocumentKind::Share, None)? {
            let share = verify_with_key::<Share>(&row.signed, &key)?;
            let file = out.join("shares").join(format!("{:02}.share", share.index));
            files::write_same(&file, &row.signed)?;
            written.push(file);
        }
        written.sort();
        Ok(written)
    }
}

/// Copies a file that was verified; the copy is compared before it gets its name.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        return match is_same(from, to).map_err(|error| Error::file(to, error))? {
            true => Ok(()),
            false => Err(Refused::FileExists {
                file: to.display().to_string(),
            }
            .into()),
        };
    }
    let folder = to.parent().unwrap_or(Path::new("."));
    let failed = |error| Error::writing(to, error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let (staged, mut file) = files::stage(folder).map_err(failed)?;
    let copied = (|| {
        io::copy(&mut std::fs::File::open(from)?, &mut file)?;
        file.sync_all()?;
        match is_same(from, &staged)? {
            true => std::fs::rename(&staged, to),
            false => Err(io::ErrorKind::InvalidData.into()),
        }
    })();
    copied.map_err(|error| {
        let _ = std::fs::remove_file(&staged);
        failed(error)
    })?;
    files::sync_folder(folder).map_err(failed)
}

fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    let open = |path| std::fs::File::open(path).map(io::BufReader::new);
    let (mut one, mut other) = (open(one)?, open(other)?);
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        if left.is_empty() || right.is_empty() {
            return Ok(left.is_empty() && right.is_empty());
        }
        let count = left.len().min(right.len());
        if left.get(..count) != right.get(..count) {
            return Ok(false);
        }
        one.consume(count);
        other.consume(count);
    }
}
