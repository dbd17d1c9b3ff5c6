//! The committee key: made once, split among the holders, forgotten here.
//!
//! With it the authority signs who may do what (roles) and to whom bundles are encrypted (round
//! record). Chairs are the holders of the shares.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hengping_core::id::{CeremonyId, Digest};
use hengping_format::Document;
use hengping_format::Verified;
use hengping_format::doc::{Card, Role, RoleKeys, Roles, RoundRecord, TicketKind};
use hengping_format::shares::{self, Ceremony};
use hengping_format::suite::{Identity, Recipient, Suite, VerifyingKey};
use hengping_store::Event;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use hengping_store::table::rounds::RoundRow;
use hengping_store::table::secrets::SecretPurpose;
use serde::Serialize;

use super::{Office, document_row};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;

/// A committee key that was made.
#[derive(Debug, Serialize)]
pub struct CommitteeMade {
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// To whom bundles will be encrypted.
    pub recipient: Recipient,
    /// How many shares open.
    pub threshold: u8,
    /// The shares, in the order of the holders.
    pub shares: Vec<ShareFile>,
}

/// A share that was written.
#[derive(Debug, Serialize)]
pub struct ShareFile {
    /// Name of its holder.
    pub holder: String,
    /// Fingerprint of the holder's card.
    pub fingerprint: Fingerprint,
    /// The file.
    pub file: PathBuf,
}

/// Most holders of a committee key.
const MOST_HOLDERS: usize = 16;
/// How long roles outlast the round, in seconds: bundles and receipts come after it.
const ROLES_OUTLAST: i64 = 366 * 24 * 3600;

impl Office {
    /// Makes the committee key and writes one share for each holder.
    ///
    /// # Errors
    /// No round, a second ceremony, impossible numbers; a card that is none, that was not taken in
    /// as a key holder's, or whose fingerprint nobody compared.
    pub fn make_committee(
        &mut self,
        holders: &[PathBuf],
        threshold: u8,
        out: &Path,
        ctx: &Context,
    ) -> Result<CommitteeMade> {
        let round = self.round()?;
        if self
            .store
            .read()
            .documents()
            .latest(DocumentKind::Round, None)?
            .is_some()
        {
            return Err(Refused::CommitteeExists.into());
        }
        let cards = self.holder_cards(holders, threshold)?;
        let committee = Identity::generate();
        let ceremony = Ceremony {
            authority: self.authority_name()?,
            round: round.round.id.clone(),
            ceremony: CeremonyId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?,
            needed: u32::from(threshold),
            holders: cards.iter().map(|card| card.recipient.clone()).collect(),
        };
        let authority = self.signing_key(SecretPurpose::Authority)?;
        let signed = shares::split(&ceremony, &committee, &[&authority])?;
        let mut rows = self.trust_documents(&round, &ceremony, &committee, &cards, ctx)?;
        rows.extend(signed.iter().zip(&cards).map(|(share, card)| {
            document_row(
                DocumentKind::Share,
                &card.digest().to_string(),
                1,
                share,
                ctx,
            )
        }));
        let files = write_shares(&signed, &cards, out)?;
        self.store.write(ctx.now, |write| -> Result<_> {
            rows.iter().try_for_each(|row| write.documents().add(row))?;
            Ok(((), Event::act("committee-made").about(&ceremony.ceremony)))
        })?;
        Ok(CommitteeMade {
            ceremony: ceremony.ceremony,
            recipient: committee.recipient(),
            threshold,
            shares: files,
        })
    }

    /// The cards of the holders, all of them different.
    fn holder_cards(&self, holders: &[PathBuf], threshold: u8) -> Result<Vec<Verified<Card>>> {
        let count = holders.len();
        let possible =
            (2..=MOST_HOLDERS).contains(&count) && (2..=count).contains(&usize::from(threshold));
        if !possible {
            return Err(Refused::HoldersOdd.into());
        }
        let cards = holders
            .iter()
            .map(|path| Ok(self.vouched_card(TicketKind::Panel, path)?.card));
        let cards: Vec<Verified<Card>> = cards.collect::<Result<_>>()?;
        let different: BTreeSet<Digest> = cards.iter().map(Verified::digest).collect();
        match different.len() == count {
            true => Ok(cards),
            false => Err(Refused::HoldersOdd.into()),
        }
    }

    fn trust_documents(
        &self,
        round: &RoundRow,
        ceremony: &Ceremony,
        committee: &Identity,
        cards: &[Verified<Card>],
        ctx: &Context,
    ) -> Result<Vec<DocumentRow>> {
        let authority = self.signing_key(SecretPurpose::Authority)?;
        let expires = round.valid_until.plus_seconds(ROLES_OUTLAST);
        let roles = self
            .roles(ceremony, cards, expires, ctx)?
            .sign(&[&authority])?;
        let record = RoundRecord {
            suite: Suite::intl_1(),
            authority: ceremony.authority.clone(),
            round: ceremony.round.clone(),
            version: 1,
            committee: committee.recipient(),
            ceremony: ceremony.ceremony.clone(),
            issued: ctx.now,
            expires,
        };
        let record = record.sign(&[&authority])?;
        Ok(vec![
            document_row(DocumentKind::Roles, "", 1, &roles, ctx),
            document_row(DocumentKind::Round, "", 1, &record, ctx),
        ])
    }

    fn roles(
        &self,
        ceremony: &Ceremony,
        cards: &[Verified<Card>],
        expires: hengping_core::time::Instant,
        ctx: &Context,
    ) -> Result<Roles> {
        let key = |purpose| -> Result<RoleKeys> {
            Ok(RoleKeys::single(self.signing_key(purpose)?.verifying_key()))
        };
        let chairs: Vec<VerifyingKey> = cards.iter().map(|card| card.signing).collect();
        let roles = [
            (Role::Publisher, key(SecretPurpose::Publisher)?),
            (Role::Registrar, key(SecretPurpose::Registrar)?),
            (Role::Receiver, key(SecretPurpose::Receiver)?),
            (
                Role::Chair,
                RoleKeys {
                    keys: chairs,
                    threshold: 1,
                },
            ),
        ];
        Ok(Roles {
            suite: Suite::intl_1(),
            authority: ceremony.authority.clone(),
            version: 1,
            roles: roles.into_iter().collect(),
            office: self.identity(SecretPurpose::Office, "office")?.recipient(),
            revoked: Vec::new(),
            issued: ctx.now,
            expires,
        })
    }
}

fn write_shares(
    signed: &[hengping_format::Signed],
    cards: &[Verified<Card>],
    out: &Path,
) -> Result<Vec<ShareFile>> {
    let mut files = Vec::new();
    for (number, (share, card)) in (1..).zip(signed.iter().zip(cards)) {
        let file = out.join(format!("{number:02}.share"));
        files::write_new(&file, share.bytes())?;
        files.push(ShareFile {
            holder: card.name.clone(),
            fingerprint: Fingerprint::of(card.digest()),
            file,
        });
    }
    Ok(files)
}
