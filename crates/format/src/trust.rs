//! From a pinned root to who may sign what, now.
//!
//! Owns the chain root → roles → round, the table *document kind → signer*, thresholds,
//! revocations, validity, the time rule and the memory against rollback. Keeps nothing itself:
//! [`TrustState::memory`] is what the caller stores **after** everything else has been checked.
//!
//! Trap: time is `max(clock, latest time this authority has signed)`, so an old clock cannot
//! bring an expired package back; and a clock a day behind that is asked about, not obeyed.

mod file;
mod memory;

use hengping_core::id::{Digest, RoundId};
use hengping_core::time::Instant;

pub use file::{MAX_TRUST_BYTES, write_trust_file};
pub use memory::{Memory, Seen, TicketSeen};

use crate::doc::{Role, RoleKeys, Roles, Root, RoundRecord};
use crate::document::{Document, DocumentKind, Verified, read_envelope, verify_envelope};
use crate::envelope::Envelope;
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::{Recipient, VerifyingKey};
use file::TrustFile;

/// How far clock and signed times may lie apart, in seconds.
pub const CLOCK_TOLERANCE: i64 = 24 * 60 * 60;

/// Why something is read; decides whether expiry matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Something new is taken in: validity is enforced.
    Import,
    /// Something already taken in, or an archive: validity is history.
    Reading,
}

/// Who signs a kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// The root keys, by their threshold.
    Authority,
    /// Holders of a role.
    Role(Role),
    /// The key named in the document itself.
    OwnKey,
    /// The one-time label key of the ticket.
    LabelKey,
    /// The key the ticket was issued to.
    Holder,
    /// The release key, which no authority hands out: a program is built with it.
    Maker,
}

/// The table *document kind → who may sign it*.
#[must_use]
pub fn signer_of(kind: DocumentKind) -> Signer {
    match kind {
        DocumentKind::Root | DocumentKind::Roles | DocumentKind::Round | DocumentKind::Share => {
            Signer::Authority
        }
        DocumentKind::Manifest | DocumentKind::Ticket | DocumentKind::Notice => {
            Signer::Role(Role::Publisher)
        }
        DocumentKind::Receipt => Signer::Role(Role::Receiver),
        DocumentKind::Transcript
        | DocumentKind::Opening
        | DocumentKind::Archive
        | DocumentKind::Kit => Signer::Role(Role::Chair),
        DocumentKind::Register => Signer::Role(Role::Registrar),
        DocumentKind::Card | DocumentKind::Statement => Signer::OwnKey,
        DocumentKind::Label => Signer::LabelKey,
        DocumentKind::Release => Signer::Maker,
        DocumentKind::Payload
        | DocumentKind::Pledge
        | DocumentKind::Review
        | DocumentKind::Visit => Signer::Holder,
    }
}

/// A pinned root and what was accepted on its strength so far.
#[derive(Debug, Clone)]
pub struct Trust {
    pin: Digest,
    memory: Memory,
}

impl Trust {
    /// Trust in the root with this payload digest, with nothing accepted yet.
    #[must_use]
    pub fn pinned(root: Digest) -> Self {
        Self {
            pin: root,
            memory: Memory::default(),
        }
    }

    /// The same pin with what was accepted before.
    #[must_use]
    pub fn with_memory(self, memory: Memory) -> Self {
        Self { memory, ..self }
    }

    /// The pinned digest.
    #[must_use]
    pub fn pin(&self) -> Digest {
        self.pin
    }

    /// What was accepted before.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Verifies a trust file from the pin on. `clock` is the system's time.
    ///
    /// # Errors
    /// The refusals of the chain, of rollback and of time.
    pub fn accept(
        &self,
        trust_json: &[u8],
        clock: Instant,
        purpose: Purpose,
    ) -> Result<TrustState> {
        let file = TrustFile::read(trust_json)?;
        self.check_clock(clock, purpose)?;
        let root = self.follow_roots(&file.roots)?;
        let roles = by_authority::<Roles>(&root, &file.roles, |roles| &roles.authority)?;
        let rounds = file
            .rounds
            .iter()
            .map(|round| by_authority::<RoundRecord>(&root, round, |round| &round.authority))
            .collect::<Result<Vec<_>>>()?;
        let ascending = rounds
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.round < b.round));
        require(ascending, Reason::EnvelopeForm, "rounds")?;
        let mut state = TrustState {
            root,
            roles,
            rounds,
            memory: self.memory.clone(),
            clock,
            purpose,
        };
        state.remember()?;
        Ok(state)
    }

    /// A clock a day behind what was accepted cannot be right.
    fn check_clock(&self, clock: Instant, purpose: Purpose) -> Result<()> {
        let behind = self
            .memory
            .latest
            .is_some_and(|latest| latest.seconds_since(clock) > CLOCK_TOLERANCE);
        require(
            purpose == Purpose::Reading || !behind,
            Reason::ClockBehind,
            "clock",
        )
    }

    /// From the pinned root to the newest one in the file.
    fn follow_roots(&self, envelopes: &[Envelope]) -> Result<Verified<Root>> {
        let (first, rest) = envelopes.split_first().ok_or(Reason::PinMismatch)?;
        require(
            Digest::of(first.payload()) == self.pin,
            Reason::PinMismatch,
            "roots",
        )?;
        let claimed: Root = crate::document::read_payload(first)
            .map_err(|refusal| refusal.with_document(DocumentKind::Root))?;
        let mut root = verify_envelope::<Root>(first, &claimed.keys, claimed.threshold as usize)?;
        for envelope in rest {
            root = next_root(&root, envelope)?;
        }
        Ok(root)
    }
}

/// A root that follows: signed by enough keys of the root before and by enough of its own.
fn next_root(before: &Root, envelope: &Envelope) -> Result<Verified<Root>> {
    let claimed: Root = crate::document::read_payload(envelope)
        .map_err(|refusal| refusal.with_document(DocumentKind::Root))?;
    let mut keys = before.keys.clone();
    keys.extend(claimed.keys.iter().filter(|key| !before.keys.contains(key)));
    let root = verify_envelope::<Root>(envelope, &keys, 1)?;
    let signed_by = |root_keys: &[VerifyingKey]| {
        root_keys
            .iter()
            .filter(|key| root.signers().contains(&key.fingerprint()))
            .count()
    };
    let enough = signed_by(&before.keys) >= before.threshold as usize
        && signed_by(&root.keys) >= root.threshold as usize;
    require(enough, Reason::RootChain, "signatures")?;
    require(
        Some(root.version) == before.version.checked_add(1),
        Reason::RootChain,
        "version",
    )?;
    require(
        root.authority == before.authority,
        Reason::AuthorityDiffers,
        "authority",
    )?;
    Ok(root)
}

fn by_authority<T: Document>(
    root: &Root,
    envelope: &Envelope,
    authority: impl Fn(&T) -> &String,
) -> Result<Verified<T>> {
    let document = verify_envelope::<T>(envelope, &root.keys, root.threshold as usize)?;
    require(
        *authority(&document) == root.authority,
        Reason::AuthorityDiffers,
        "authority",
    )
    .map_err(|refusal| refusal.with_document(T::KIND))?;
    Ok(document)
}

/// The documents of an authority, verified, at one moment.
#[derive(Debug, Clone)]
pub struct TrustState {
    root: Verified<Root>,
    roles: Verified<Roles>,
    rounds: Vec<Verified<RoundRecord>>,
    memory: Memory,
    clock: Instant,
    purpose: Purpose,
}

impl TrustState {
    /// The newest root.
    #[must_use]
    pub fn root(&self) -> &Verified<Root> {
        &self.root
    }

    /// The roles.
    #[must_use]
    pub fn roles(&self) -> &Verified<Roles> {
        &self.roles
    }

    /// Recipient of what is meant for the office.
    #[must_use]
    pub fn office(&self) -> &Recipient {
        &self.roles.content().office
    }

    /// The authority's word on a round.
    ///
    /// # Errors
    /// [`Reason::RoundMissing`].
    pub fn round(&self, round: &RoundId) -> Result<&Verified<RoundRecord>> {
        let mut rounds = self.rounds.iter();
        rounds
            .find(|known| known.round == *round)
            .ok_or_else(|| Reason::RoundMissing.into())
    }

    /// What to store against rollback, once everything else has been checked.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The moment that counts: clock, or the latest signed time when that is later.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.memory
            .latest
            .map_or(self.clock, |latest| latest.max(self.clock))
    }

    /// Why things are read.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Verifies a document by the signer its kind demands: the authority or a role.
    ///
    /// # Errors
    /// The refusals of envelope, signature and content; [`Reason::KeyRevoked`];
    /// [`Reason::UnknownSigner`] also for kinds that neither authority nor role signs.
    pub fn verify<T: Document>(&self, bytes: &[u8]) -> Result<Verified<T>> {
        let envelope = read_envelope::<T>(bytes)?;
        let named = |refusal: Refusal| refusal.with_document(T::KIND);
        match signer_of(T::KIND) {
            Signer::Authority => {
                verify_envelope(&envelope, &self.root.keys, self.root.threshold as usize)
            }
            Signer::Role(role) => {
                let keys = self.role_keys(role).map_err(named)?;
                self.refuse_revoked(&envelope).map_err(named)?;
                verify_envelope(&envelope, &keys.keys, keys.threshold as usize)
            }
            Signer::OwnKey | Signer::LabelKey | Signer::Holder | Signer::Maker => {
                Err(named(Reason::UnknownSigner.into()))
            }
        }
    }

    fn role_keys(&self, role: Role) -> Result<&RoleKeys> {
        self.roles
            .content()
            .roles
            .get(&role)
            .ok_or_else(|| Reason::UnknownSigner.into())
    }

    fn refuse_revoked(&self, envelope: &Envelope) -> Result<()> {
        let revoked = &self.roles.content().revoked;
        let any = envelope
            .claimed_signers()
            .any(|signer| revoked.contains(&signer));
        require(!any, Reason::KeyRevoked, "signatures")
    }

    /// Takes note of a time this authority has signed; refuses one that lies ahead of the clock.
    pub(crate) fn admit_time(&mut self, signed: Instant, field: &'static str) -> Result<()> {
        let ahead = signed.seconds_since(self.clock) > CLOCK_TOLERANCE;
        let refused = self.purpose == Purpose::Import && ahead;
        require(!refused, Reason::SignedInFuture, field)?;
        self.memory.latest = self.memory.latest.max(Some(signed));
        Ok(())
    }

    pub(crate) fn memory_mut(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// Compares with what was accepted before, and with the time.
    fn remember(&mut self) -> Result<()> {
        if self.purpose == Purpose::Reading {
            return Ok(());
        }
        let root = Seen {
            number: self.root.version,
            digest: self.root.digest(),
        };
        memory::advance(&mut self.memory.root, root)
            .map_err(|refusal| refusal.with_document(DocumentKind::Root))?;
        let roles = Seen {
            number: self.roles.version,
            digest: self.roles.digest(),
        };
        memory::advance(&mut self.memory.roles, roles)
            .map_err(|refusal| refusal.with_document(DocumentKind::Roles))?;
        for round in &self.rounds {
            let seen = Seen {
                number: round.version,
                digest: round.digest(),
            };
            memory::advance_in(&mut self.memory.rounds, &round.round, seen)
                .map_err(|refusal| refusal.with_document(DocumentKind::Round))?;
        }
        let mut times = vec![self.root.issued, self.roles.issued];
        times.extend(self.rounds.iter().map(|round| round.issued));
        times
            .into_iter()
            .try_for_each(|time| self.admit_time(time, "issued"))?;
        require(
            self.now() <= self.roles.expires,
            Reason::TrustExpired,
            "expires",
        )
        .map_err(|refusal| refusal.with_document(DocumentKind::Roles))
    }
}
