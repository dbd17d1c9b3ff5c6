//! The office 评审办: a round from materials to packages, and what comes back.
//!
//! Owns an unlocked office store and one step of the work per file below. All keys of the
//! authority, all identities of the packages and the roster lie in that store.

mod check_in;
mod committee;
mod describing;
mod drawing;
mod handouts;
mod intake;
mod issuing;
mod keys;
mod laying_out;
mod letters;
mod notes;
mod notices;
mod packing;
mod receipts;
mod replacing;
mod revising;
mod rewriting;
mod roster;
mod sheets;
mod sizes;
mod status;
mod sticks;
mod tabling;
mod tickets;

use std::path::Path;

use hengping_core::scheme::{self, Scheme};
use hengping_format::Document;
use hengping_format::doc::Root;
use hengping_format::suite::{Identity, SigningKey, Suite};
use hengping_store::office::OfficeStore;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use hengping_store::table::rounds::RoundRow;
use hengping_store::table::secrets::{SecretPurpose, SecretRow};
use hengping_store::{Event, RecoveryCode, Secret, Settings, Unlock};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::expert::check_passphrase;
use crate::fresh;
use crate::identity::Fingerprint;
use crate::records::{self, LogReport};

pub use check_in::{AtDesk, CheckedIn};
pub use committee::{CommitteeMade, ShareFile};
pub use describing::Described;
pub use drawing::{Assigned, DrawReport};
pub use handouts::{Handed, HandoutLine};
pub use hengping_store::table::register::HandStep;
pub use intake::{CheckReport, FindingLine, NotPackable, RoundMade, shipped_schemes};
pub use issuing::{IssueRequest, TicketFile};
pub use laying_out::{LaidOut, LayoutRequest, lay_out};
pub use letters::{Letter, LetterStep};
pub use notices::NoticeMade;
pub use packing::{PackRequest, Packed, SupersedeRequest};
pub(crate) use receipts::arrival_row;
pub use receipts::{ReceiptMade, Received, RefusedFile};
pub use revising::{Changed, Revised};
pub use rewriting::{RewriteRequest, Rewritten};
pub use roster::{Confirmed, Enrolled, Invited};
pub use sizes::{SizePlan, StickSize};
pub(crate) use status::kind_word;
pub use status::{NextStep, OfficeStatus, TicketStatus};
pub use sticks::StickDone;
pub use tabling::{TableTaken, take_table, write_form};

/// An unlocked office store.
pub struct Office {
    pub(crate) store: OfficeStore,
}

/// What making an office yields.
#[derive(Serialize)]
pub struct OfficeMade {
    /// Name of the authority.
    pub authority: String,
    /// Digest that pins the authority everywhere.
    pub root: Fingerprint,
    /// The recovery code, to be written down; never stored.
    #[serde(skip)]
    pub recovery_code: Zeroizing<String>,
}

/// Keys that sign for the office: one for each role, so that each can be revoked alone.
const SIGNING: [SecretPurpose; 4] = [
    SecretPurpose::Authority,
    SecretPurpose::Publisher,
    SecretPurpose::Registrar,
    SecretPurpose::Receiver,
];

impl Office {
    /// Makes an office store with the keys of a new authority.
    ///
    /// # Errors
    /// A weak passphrase, an occupied or non-local folder.
    pub fn create(
        folder: &Path,
        passphrase: &str,
        authority: &str,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<(Self, OfficeMade)> {
        check_passphrase(passphrase)?;
        let recovery = RecoveryCode::random()?;
        let mut secrets = Vec::new();
        for purpose in SIGNING {
            secrets.push(signing_row(purpose, &SigningKey::generate()?, ctx));
        }
        secrets.push(identity_row(
            SecretPurpose::Office,
            "office",
            &Identity::generate(),
            ctx,
        ));
        let root = root_document(authority, &secrets, ctx)?;
        let is_owned = |store: &OfficeStore| {
            Ok(store
                .read()
                .documents()
                .latest(DocumentKind::Root, None)?
                .is_some())
        };
        let store = fresh::store(folder, (passphrase, &recovery), is_owned, settings, ctx)?;
        let mut office = Self { store };
        let digest = root.digest;
        office.store.write(ctx.now, |write| -> Result<_> {
            secrets
                .iter()
                .try_for_each(|row| write.secrets().add(row))?;
            write.documents().add(&root)?;
            Ok(((), Event::act("authority-made").about(&digest)))
        })?;
        let made = OfficeMade {
            authority: authority.to_owned(),
            root: Fingerprint::of(digest),
            recovery_code: Zeroizing::new(recovery.to_string()),
        };
        Ok((office, made))
    }

    /// Unlocks the office store in `folder`.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(
        folder: &Path,
        unlock: Unlock<'_>,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<Self> {
        Ok(Self::over(OfficeStore::open(
            folder, unlock, ctx.now, settings,
        )?))
    }

    pub(crate) fn over(store: OfficeStore) -> Self {
        Self { store }
    }

    /// The log, checked link by link.
    ///
    /// # Errors
    /// [`Refused::LogBroken`].
    pub fn log(&self) -> Result<LogReport> {
        Ok(LogReport {
            time_zone: self.zone(),
            ..records::log_of(&self.store)?
        })
    }

    /// The zone of the round laid out last; UTC before one is.
    pub(crate) fn zone(&self) -> TimeZoneName {
        let rounds = self.store.read().rounds().all().unwrap_or_default();
        let last = rounds.last();
        last.map_or(TimeZoneName::UTC, |row| TimeZoneName::of(&row.round))
    }

    /// The root document, for everybody to pin.
    ///
    /// # Errors
    /// When the store fails.
    pub fn root(&self) -> Result<Vec<u8>> {
        let root = self
            .store
            .read()
            .documents()
            .latest(DocumentKind::Root, None)?;
        Ok(root.ok_or(Refused::Internal)?.signed)
    }

    pub(crate) fn round(&self) -> Result<RoundRow> {
        Ok(self
            .store
            .read()
            .rounds()
            .all()?
            .pop()
            .ok_or(Refused::NoRound)?)
    }

    fn signing_key(&self, purpose: SecretPurpose) -> Result<SigningKey> {
        let row = self
            .store
            .read()
            .secrets()
            .get(purpose, purpose_name(purpose))?;
        let row = row.ok_or(Refused::Internal)?;
        let secret: &[u8; 32] = row
            .secret
            .expose()
            .try_into()
            .map_err(|_| Refused::Internal)?;
        Ok(SigningKey::from_secret(secret))
    }

    fn identity(&self, purpose: SecretPurpose, name: &str) -> Result<Identity> {
        let row = self
            .store
            .read()
            .secrets()
            .get(purpose, name)?
            .ok_or(Refused::Internal)?;
        let text = std::str::from_utf8(row.secret.expose()).map_err(|_| Refused::Internal)?;
        Ok(Identity::from_secret_text(text).map_err(|_| Refused::Internal)?)
    }

    pub(crate) fn authority_name(&self) -> Result<String> {
        let key = self.signing_key(SecretPurpose::Authority)?.verifying_key();
        let root = hengping_format::document::verify_with_key::<Root>(&self.root()?, &key)?;
        Ok(root.into_content().authority)
    }
}

/// The scheme of a round; it was checked when the round was made.
fn scheme_of(round: &RoundRow) -> Result<Scheme> {
    scheme::parse(&round.scheme).map_err(Error::Scheme)
}

fn purpose_name(purpose: SecretPurpose) -> &'static str {
    match purpose {
        SecretPurpose::Authority => "authority",
        SecretPurpose::Publisher => "publisher",
        SecretPurpose::Registrar => "registrar",
        SecretPurpose::Receiver => "receiver",
        _ => "office",
    }
}

fn signing_row(purpose: SecretPurpose, key: &SigningKey, ctx: &Context) -> SecretRow {
    SecretRow {
        purpose,
        name: purpose_name(purpose).to_owned(),
        public: key.verifying_key().to_string(),
        secret: Secret::new(key.to_secret().to_vec()),
        at: ctx.now,
    }
}

fn identity_row(purpose: SecretPurpose, name: &str, key: &Identity, ctx: &Context) -> SecretRow {
    SecretRow {
        purpose,
        name: name.to_owned(),
        public: key.recipient().to_string(),
        secret: Secret::new(key.to_secret_text().as_bytes().to_vec()),
        at: ctx.now,
    }
}

fn root_document(authority: &str, secrets: &[SecretRow], ctx: &Context) -> Result<DocumentRow> {
    let own = secrets
        .iter()
        .find(|row| row.purpose == SecretPurpose::Authority);
    let secret: &[u8; 32] = own
        .and_then(|row| row.secret.expose().try_into().ok())
        .ok_or(Refused::Internal)?;
    let key = SigningKey::from_secret(secret);
    let root = Root {
        suite: Suite::intl_1(),
        authority: authority.to_owned(),
        version: 1,
        keys: vec![key.verifying_key()],
        threshold: 1,
        issued: ctx.now,
    };
    let signed = root.sign(&[&key])?;
    Ok(document_row(DocumentKind::Root, "", 1, &signed, ctx))
}

fn document_row(
    kind: DocumentKind,
    subject: &str,
    number: u32,
    signed: &hengping_format::Signed,
    ctx: &Context,
) -> DocumentRow {
    DocumentRow {
        digest: signed.digest(),
        kind,
        round: None,
        subject: subject.to_owned(),
        number,
        signed: signed.bytes().to_vec(),
        at: ctx.now,
    }
}
