//! What people say about the panel's work under their own keys: an observer's note on the record, a
//! member's signature under the proposed list.
//!
//! Owns making such a file beside the chair's store, taking it in, and telling who has not signed.
//! Trap: whoever signs may look at this store for reading only, so making writes a file and nothing
//! else; only a chair takes it in.

use std::path::{Path, PathBuf};

use hengping_core::id::{Digest, TicketId};
use hengping_core::time::Instant;
use hengping_format::doc::{About, Card, Statement, TicketKind, verify_statement};
use hengping_format::envelope::Envelope;
use hengping_format::suite::{SigningKey, Suite};
use hengping_format::{Document, Reason, Refusal, Verified};
use hengping_store::panel::PanelStore;
use hengping_store::table::decisions::DecisionRow;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use hengping_store::work::WorkStore;
use hengping_store::{Event, Settings, Unlock};
use serde::Serialize;

use super::acts::Act;
use super::record::Record;
use super::{Panel, card_bytes, keys_of};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::{Fingerprint, Keys};

/// Somebody who signs: a key and the card that names it.
pub struct Signatory {
    name: String,
    key: SigningKey,
    card: Envelope,
}

impl Signatory {
    /// Name on the card.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn of(keys: &Keys, card: &[u8]) -> Result<Self> {
        let most = hengping_format::DocumentKind::Card.max_bytes();
        Ok(Self {
            name: hengping_format::doc::verify_card(card)?.name.clone(),
            key: keys.signing.clone(),
            card: Envelope::read(card, most)?,
        })
    }
}

/// The person whose store lies in `folder`, an expert's or a panel's; nothing is written there.
///
/// # Errors
/// Those of the store.
pub fn signatory(folder: &Path, unlock: Unlock<'_>, settings: &Settings) -> Result<Signatory> {
    let work = WorkStore::open_read_only(folder, unlock, settings);
    if let Err(hengping_store::OpenError::Foreign) = work {
        let store = PanelStore::open_read_only(folder, unlock, settings)?;
        return Signatory::of(&keys_of(&store)?, &card_bytes(&store)?);
    }
    let own = work?.read().identity().get()?.ok_or(Refused::Internal)?;
    Signatory::of(&Keys::from_secret(&own.secret)?, &own.card)
}

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Everything recorded so far.
    Record,
    /// The list that the panel proposes.
    List,
}

/// A statement that was signed or taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementLine {
    /// Name on the card.
    pub name: String,
    /// Unit on the card.
    pub unit: String,
    /// Fingerprint of the card, to be compared with the person.
    pub card: Fingerprint,
    /// The ticket of this key, where it is a member's.
    pub ticket: Option<TicketId>,
    /// Entries of the log that a note is about; nothing for the list.
    pub entries: Option<u64>,
    /// The words.
    pub words: String,
    /// When it was signed.
    pub made_at: Instant,
    /// Digest of the statement.
    pub digest: Digest,
}

/// A statement that was written.
#[derive(Debug, Serialize)]
pub struct StatementMade {
    /// What it says.
    pub statement: StatementLine,
    /// The file.
    pub file: PathBuf,
}

/// Notes, and who has signed the list.
#[derive(Debug, Serialize)]
pub struct Statements {
    /// Notes on the record, as they came.
    pub notes: Vec<StatementLine>,
    /// What members sign; nothing before the panel has decided.
    pub decision: Option<Fingerprint>,
    /// Signatures under that decision.
    pub signed: Vec<StatementLine>,
    /// Experts who have not signed it.
    pub missing: Vec<TicketId>,
    /// Whether the chair has.
    pub chair_signed: bool,
}

impl Panel {
    /// Oneself, to sign in one's own name.
    ///
    /// # Errors
    /// A store without a card.
    pub fn oneself(&self) -> Result<Signatory> {
        Signatory::of(&self.keys, &card_bytes(&self.store)?)
    }

    /// Signs a note or the list and writes it into a file; the store stays as it is.
    ///
    /// # Errors
    /// A note without words; the list before the panel has decided; a file that is there.
    pub fn state(
        &self,
        subject: Subject,
        words: &str,
        who: &Signatory,
        file: &Path,
        ctx: &Context,
    ) -> Result<StatementMade> {
        let record = self.record(ctx)?;
        let statement = Statement {
            suite: Suite::intl_1(),
            round: record.sources.round.id.clone(),
            card: who.card.clone(),
            about: self.about(subject, &record)?,
            words: words.trim().to_owned(),
            made_at: ctx.now,
        };
        let signed = statement.sign(&[&who.key])?;
        let (statement, card) = verify_statement(signed.bytes())?;
        files::write_new(file, signed.bytes())?;
        Ok(StatementMade {
            statement: line(&record, &statement, &card),
            file: file.to_owned(),
        })
    }

    fn about(&self, subject: Subject, record: &Record) -> Result<About> {
        match subject {
            Subject::Record => {
                let head = self.store.read().log().head()?;
                Ok(About::Log {
                    head: head.digest,
                    length: head.length,
                })
            }
            Subject::List => {
                let decided = decisions(record)?.pop();
                Ok(About::Decision(decided.ok_or(Refused::NotDecided)?))
            }
        }
    }

    /// Takes a statement in and logs it; twice is once.
    ///
    /// # Errors
    /// A changed statement, one of another round, one about a record or a decision that is not this
    /// store's.
    pub fn take_statement(&mut self, file: &Path, ctx: &Context) -> Result<StatementLine> {
        self.as_chair()?;
        let bytes = files::read(file)?;
        let (statement, card) = verify_statement(&bytes)?;
        let record = self.record(ctx)?;
        let round = record.sources.round.id.clone();
        if statement.round != round {
            return Err(Refusal::new(Reason::ScopeDiffers).into());
        }
        let kind = self.known_subject(&record, &statement)?;
        crate::trust::check_ahead(statement.made_at, ctx)?;
        let (digest, print) = (statement.digest(), card.digest());
        if self.store.read().documents().get(digest)?.is_none() {
            let row = DocumentRow {
                digest,
                kind,
                round: Some(round),
                subject: print.to_string(),
                number: 0,
                signed: bytes,
                at: ctx.now,
            };
            let event = Event::act("statement-taken").about(&digest).about(&print);
            self.store.write(ctx.now, |write| -> Result<_> {
                write.documents().add(&row)?;
                Ok(((), event))
            })?;
        }
        Ok(line(&record, &statement, &card))
    }

    /// A note must be about an earlier state of this very log, a signature about a decision of it.
    fn known_subject(&self, record: &Record, statement: &Statement) -> Result<DocumentKind> {
        let (known, kind) = match statement.about {
            About::Log { head, length } => {
                let then = self.store.read().log().head_at(length)?;
                let same = then.is_some_and(|then| then.digest == head);
                (same, DocumentKind::Note)
            }
            About::Decision(digest) => (
                decisions(record)?.contains(&digest),
                DocumentKind::Signature,
            ),
        };
        match known {
            true => Ok(kind),
            false => Err(Refused::StatementForeign.into()),
        }
    }

    /// Notes, and who has signed the list that stands.
    ///
    /// # Errors
    /// When nothing was imported; a kept statement that no longer verifies.
    pub fn statements(&self, ctx: &Context) -> Result<Statements> {
        let record = self.record(ctx)?;
        let decision = decisions(&record)?.pop();
        let of_it = |one: &Verified<Statement>| match one.about {
            About::Decision(about) => Some(about) == decision,
            About::Log { .. } => false,
        };
        let all = self.kept_statements(DocumentKind::Signature)?;
        let signed = all.iter().filter(|(one, _)| of_it(one));
        let signed: Vec<_> = signed.map(|(one, card)| line(&record, one, card)).collect();
        let own = hengping_format::doc::verify_card(&card_bytes(&self.store)?)?.digest();
        Ok(Statements {
            notes: self
                .kept_statements(DocumentKind::Note)?
                .iter()
                .map(|(one, card)| line(&record, one, card))
                .collect(),
            missing: match decision {
                Some(_) => missing(&record, &signed),
                None => Vec::new(),
            },
            chair_signed: signed.iter().any(|one| one.card.digest == own),
            decision: decision.map(Fingerprint::of),
            signed,
        })
    }

    fn kept_statements(
        &self,
        kind: DocumentKind,
    ) -> Result<Vec<(Verified<Statement>, Verified<Card>)>> {
        let round = self.round()?.round.id;
        let rows = self.store.read().documents().of(kind, Some(&round))?;
        let read = |row: &DocumentRow| Ok(verify_statement(&row.signed)?);
        rows.iter().map(read).collect()
    }

    /// Statements as files of an archive.
    pub(super) fn statement_parts(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let round = self.round()?.round.id;
        let mut parts = Vec::new();
        for kind in [DocumentKind::Note, DocumentKind::Signature] {
            for row in self.store.read().documents().of(kind, Some(&round))? {
                parts.push((format!("statements/{}.json", row.digest), row.signed));
            }
        }
        Ok(parts)
    }
}

/// Digests of everything the panel has decided as a whole, the one in force last.
fn decisions(record: &Record) -> Result<Vec<Digest>> {
    let opinions = record.acts.iter();
    let opinions = opinions.filter(|act| matches!(act, Act::Opinion(_)));
    let digest = |act| Ok(Digest::of(DecisionRow::write_content(act)?.as_bytes()));
    opinions.map(digest).collect()
}

/// Tickets of experts none of whose keys has signed.
fn missing(record: &Record, signed: &[StatementLine]) -> Vec<TicketId> {
    let experts = record.register.tickets.iter();
    let experts = experts.filter(|row| row.kind == TicketKind::Expert && !row.revoked);
    let has = |ticket: &TicketId| signed.iter().any(|one| one.ticket.as_ref() == Some(ticket));
    let open = experts.filter(|row| !has(&row.ticket));
    open.map(|row| row.ticket.clone()).collect()
}

fn line(record: &Record, one: &Verified<Statement>, card: &Verified<Card>) -> StatementLine {
    let signer = card.signing.fingerprint().0;
    let mut tickets = record.register.tickets.iter();
    let named = tickets.find(|row| row.holder.is_some_and(|key| key.fingerprint().0 == signer));
    let mut brought = record.confirmed_cards();
    let brought = brought.find(|act| act.signer == signer);
    StatementLine {
        name: card.name.clone(),
        unit: card.unit.clone(),
        card: Fingerprint::of(card.digest()),
        ticket: named
            .map(|row| row.ticket.clone())
            .or_else(|| brought.map(|act| act.ticket.clone())),
        entries: match one.about {
            About::Log { length, .. } => Some(length),
            About::Decision(_) => None,
        },
        words: one.words.clone(),
        made_at: one.made_at,
        digest: one.digest(),
    }
}
