//! The identities of a package as the office's store keeps them.
//!
//! Owns their names. Every edition has identities of its own: whoever holds a ticket that was
//! revoked since does not open what came later.

use std::collections::BTreeMap;

use hengping_core::id::{ApplicationId, PackageId};
use hengping_format::package::PackageKeys;
use hengping_format::suite::Identity;
use hengping_store::table::secrets::{SecretPurpose, SecretRow};

use super::{Office, identity_row};
use crate::context::Context;
use crate::error::{Refused, Result};

impl Office {
    /// The identities of an edition that was packed.
    pub(super) fn package_keys(&self, package: &PackageId, seq: u32) -> Result<PackageKeys> {
        let secrets = self.store.read().secrets();
        let index = secrets.get(SecretPurpose::PackageIndex, &index_name(package, seq))?;
        let mut applications = BTreeMap::new();
        for row in secrets.of_package(package)? {
            let name = row.name.strip_prefix(&format!("{package}."));
            let (id, of) = edition_of(name.unwrap_or_default());
            if of == seq {
                let id = ApplicationId::new(id).map_err(|_| Refused::Internal)?;
                applications.insert(id, identity(&row)?);
            }
        }
        Ok(PackageKeys {
            index: identity(&index.ok_or(Refused::Internal)?)?,
            applications,
        })
    }
}

/// Rows that [`Office::package_keys`] finds.
pub(super) fn rows(
    package: &PackageId,
    seq: u32,
    keys: &PackageKeys,
    ctx: &Context,
) -> Vec<SecretRow> {
    let purpose = SecretPurpose::PackageIndex;
    let index = identity_row(purpose, &index_name(package, seq), &keys.index, ctx);
    let applications = keys.applications.iter().map(|(id, key)| {
        let name = of_edition(format!("{package}.{id}"), seq);
        identity_row(SecretPurpose::Application, &name, key, ctx)
    });
    std::iter::once(index).chain(applications).collect()
}

fn index_name(package: &PackageId, seq: u32) -> String {
    of_edition(package.to_string(), seq)
}

fn of_edition(name: String, seq: u32) -> String {
    match seq {
        1 => name,
        seq => format!("{name}.{seq}"),
    }
}

/// Application and edition from what follows the package; ids have no dots.
fn edition_of(name: &str) -> (&str, u32) {
    match name.split_once('.') {
        Some((id, seq)) => (id, seq.parse().unwrap_or(0)),
        None => (name, 1),
    }
}

fn identity(row: &SecretRow) -> Result<Identity> {
    let text = std::str::from_utf8(row.secret.expose()).map_err(|_| Refused::Internal)?;
    Ok(Identity::from_secret_text(text).map_err(|_| Refused::Internal)?)
}
