//! Bundles that come in at the station: registered by label, receipted, never opened.

use std::path::{Path, PathBuf};

use hengping_core::id::{BundleId, Digest, TicketId};
use hengping_format::Document;
use hengping_format::Verified;
use hengping_format::bundle;
use hengping_format::doc::{BundleKind, Label, Receipt};
use hengping_format::suite::{Suite, VerifyingKey};
use hengping_store::Event;
use hengping_store::table::arrivals::ArrivalRow;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use hengping_store::table::handins;
use hengping_store::table::register::IssuedRow;
use hengping_store::table::secrets::SecretPurpose;
use serde::Serialize;

use super::Office;
use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::files;
use crate::notice::Notice;

/// What came in.
#[derive(Debug, Serialize)]
pub struct Received {
    /// Receipts that were signed.
    pub receipts: Vec<ReceiptMade>,
    /// Files that were refused.
    pub refused: Vec<RefusedFile>,
}

/// A receipt that was signed.
#[derive(Debug, Serialize)]
pub struct ReceiptMade {
    /// The bundle.
    pub bundle: BundleId,
    /// Its ticket.
    pub ticket: TicketId,
    /// What it is known by.
    pub label: Digest,
    /// Number of the receipt for its ticket.
    pub number: u32,
    /// Whether the same bundle had come in before.
    pub known: bool,
    /// The receipt.
    pub file: PathBuf,
}

/// A file that was refused.
#[derive(Debug, Serialize)]
pub struct RefusedFile {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub notice: Notice,
}

impl Office {
    /// Registers bundles by label and signs a receipt for each.
    ///
    /// # Errors
    /// When there is no round or the store fails; bundles that are refused are listed.
    pub fn receive(&mut self, bundles: &[PathBuf], out: &Path, ctx: &Context) -> Result<Received> {
        let mut received = Received {
            receipts: Vec::new(),
            refused: Vec::new(),
        };
        for file in bundles {
            match self.receive_one(file, out, ctx) {
                Ok(receipt) => received.receipts.push(receipt),
                Err(error @ (Error::Format(_) | Error::Refused(_) | Error::File { .. })) => {
                    let notice = Notice::from(&error);
                    received.refused.push(RefusedFile {
                        file: file.clone(),
                        notice,
                    });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(received)
    }

    fn receive_one(&mut self, file: &Path, out: &Path, ctx: &Context) -> Result<ReceiptMade> {
        let bytes = files::read(file)?;
        let claimed = bundle::claimed_label(&bytes)?;
        let unknown = || Refused::UnknownTicket {
            ticket: claimed.ticket.to_string(),
        };
        let issued = self
            .store
            .read()
            .register()
            .get(&claimed.ticket)?
            .ok_or_else(unknown)?;
        let key: VerifyingKey = issued.label_key.parse().map_err(|_| Refused::Internal)?;
        let label = bundle::read_label(&bytes, &key)?;
        let known = self.store.read().arrivals().get(label.digest())?.is_some();
        if !known {
            let row = arrival_row(&label, bytes, ctx);
            self.store.write(ctx.now, |write| -> Result<_> {
                write.arrivals().add(&row)?;
                Ok((
                    (),
                    Event::act("arrived").about(&row.bundle).about(&row.label),
                ))
            })?;
        }
        let (number, signed) = self.receipt(&issued, &label, ctx)?;
        let path = out.join(format!("{}-{number:04}.receipt", label.ticket));
        files::write_same(&path, &signed)?;
        Ok(ReceiptMade {
            bundle: label.bundle.clone(),
            ticket: label.ticket.clone(),
            label: label.digest(),
            number,
            known,
            file: path,
        })
    }

    /// The receipt for a label: the one signed before, or the next of its ticket.
    fn receipt(
        &mut self,
        issued: &IssuedRow,
        label: &Verified<Label>,
        ctx: &Context,
    ) -> Result<(u32, Vec<u8>)> {
        let before = self
            .store
            .read()
            .documents()
            .about(DocumentKind::Receipt, issued.ticket.as_str())?;
        let key = self.signing_key(SecretPurpose::Receiver)?;
        for row in &before {
            let receipt = hengping_format::document::verify_with_key::<Receipt>(
                &row.signed,
                &key.verifying_key(),
            )?;
            if receipt.label == label.digest() {
                return Ok((receipt.number, row.signed.clone()));
            }
        }
        let last = before.iter().max_by_key(|row| row.number);
        let number = last.map_or(1, |row| row.number + 1);
        let receipt = Receipt {
            suite: Suite::intl_1(),
            round: issued.round.clone(),
            ticket: issued.ticket.clone(),
            number,
            previous: last.map(|row| row.digest),
            bundle: label.bundle.clone(),
            label: label.digest(),
            received_at: ctx.now,
        };
        let signed = receipt.sign(&[&key])?;
        let row = DocumentRow {
            digest: signed.digest(),
            kind: DocumentKind::Receipt,
            round: None,
            subject: issued.ticket.to_string(),
            number,
            signed: signed.bytes().to_vec(),
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.documents().add(&row)?;
            Ok(((), Event::act("receipted").about(&receipt.label)))
        })?;
        Ok((number, signed.into_bytes()))
    }
}

/// A label as a row of the list of arrivals.
pub(crate) fn arrival_row(label: &Verified<Label>, bytes: Vec<u8>, ctx: &Context) -> ArrivalRow {
    ArrivalRow {
        number: 0,
        label: label.digest(),
        bundle: label.bundle.clone(),
        ticket: label.ticket.clone(),
        seq: label.seq,
        previous: label.previous,
        kind: match label.kind {
            BundleKind::Review => handins::BundleKind::Review,
            BundleKind::Visit => handins::BundleKind::Visit,
        },
        payload: label.payload_sha256,
        bytes,
        late: false,
        held: None,
        at: ctx.now,
    }
}
