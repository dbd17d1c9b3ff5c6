//! Why something was refused: one enumerable reason and a position, never foreign text.
//!
//! Owns [`Refusal`], [`Reason`] and [`Class`]. Does not own sentences for people: the program
//! maps a reason to one.
//!
//! Trap: a check that nobody can trip is no check. Every reason is in [`Reason::ALL`], and a test
//! counts refusals per reason and fails when one has zero.

use std::fmt;
use std::io;

use thiserror::Error;

use crate::document::DocumentKind;

/// Result of everything that reads foreign bytes.
pub type Result<T, E = Refusal> = std::result::Result<T, E>;

/// What a person can do about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The bytes are damaged or were never of this format; ask for another copy.
    Broken,
    /// Well-formed, but not signed by whom it must be, or not meant for this reader.
    Untrusted,
    /// Genuine, but not allowed now: expired, replayed, clock wrong, too few shares.
    NotNow,
    /// The storage failed while reading or writing.
    Storage,
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident, $class:ident, $slug:literal;)+) => {
        /// Why something was refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Reason {
            /// Every reason there is.
            pub const ALL: &'static [Reason] = &[$(Reason::$name,)+];

            /// Stable name, as in the manifest of the test vectors.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(Reason::$name => $slug,)+ }
            }

            /// What a person can do about it.
            #[must_use]
            pub fn class(self) -> Class {
                match self { $(Reason::$name => Class::$class,)+ }
            }
        }
    };
}

reasons! {
    /// Reading or writing failed.
    Io, Storage, "io";
    /// The file ends too early.
    Truncated, Broken, "truncated";
    /// An entry or document is larger than its kind may be.
    TooLarge, Broken, "too-large";
    /// The file is longer or shorter than its signed list says.
    FileSize, Broken, "file-size";
    /// A local header is not the one its signed list demands.
    HeaderBytes, Broken, "header-bytes";
    /// The directory or end record is not the one the signed list demands.
    DirectoryBytes, Broken, "directory-bytes";
    /// The first entry does not say the kind of file that was expected.
    Mimetype, Broken, "mimetype";
    /// Content differs from its signed digest.
    ContentDigest, Broken, "content-digest";
    /// Content has its signed digest, but the signed CRC-32 is wrong.
    ContentCrc, Broken, "content-crc";
    /// An entry name uses characters or a form that is not allowed.
    EntryName, Broken, "entry-name";
    /// Entries are doubled, out of order or too many.
    EntryList, Broken, "entry-list";
    /// A volume of the package is missing.
    VolumeMissing, Broken, "volume-missing";
    /// The envelope is not an envelope.
    EnvelopeSyntax, Broken, "envelope-syntax";
    /// The envelope says the right thing in another byte form.
    EnvelopeForm, Broken, "envelope-form";
    /// The document is of another type.
    PayloadType, Broken, "payload-type";
    /// Signatures are missing, doubled, unsorted or too many.
    SignatureList, Broken, "signature-list";
    /// A signature does not fit the payload.
    SignatureInvalid, Untrusted, "signature-invalid";
    /// A signature is by a key that may not sign this.
    UnknownSigner, Untrusted, "unknown-signer";
    /// A signature is by a revoked key.
    KeyRevoked, Untrusted, "key-revoked";
    /// Fewer distinct keys signed than must.
    Threshold, Untrusted, "threshold";
    /// Not JSON.
    JsonSyntax, Broken, "json-syntax";
    /// An object names a member twice.
    JsonDuplicate, Broken, "json-duplicate";
    /// A number is not an integer that fits in 64 bits.
    JsonNumber, Broken, "json-number";
    /// Nested too deeply.
    JsonDepth, Broken, "json-depth";
    /// Members are missing, unknown or of the wrong kind.
    JsonShape, Broken, "json-shape";
    /// A value lies outside what the document allows.
    FieldValue, Broken, "field-value";
    /// The suite of algorithms is not known.
    SuiteUnknown, Broken, "suite-unknown";
    /// The trust file does not lead to the pinned root.
    PinMismatch, Untrusted, "pin-mismatch";
    /// A root does not follow from the one before.
    RootChain, Untrusted, "root-chain";
    /// The document names another authority.
    AuthorityDiffers, Untrusted, "authority-differs";
    /// An older trust document than one already accepted.
    TrustRollback, NotNow, "trust-rollback";
    /// Two different trust documents of one version.
    TrustFork, Untrusted, "trust-fork";
    /// The trust documents have expired.
    TrustExpired, NotNow, "trust-expired";
    /// The trust file says nothing of the round.
    RoundMissing, Untrusted, "round-missing";
    /// The committee recipient is not the one of the signed round document.
    CommitteeDiffers, Untrusted, "committee-differs";
    /// The system clock is more than a day behind what was already signed.
    ClockBehind, NotNow, "clock-behind";
    /// Signed more than a day ahead of the clock.
    SignedInFuture, NotNow, "signed-in-future";
    /// Its validity is over.
    Expired, NotNow, "expired";
    /// Its validity has not begun.
    NotYetValid, NotNow, "not-yet-valid";
    /// An older package than one already accepted.
    PackageRollback, NotNow, "package-rollback";
    /// Two different packages of one number.
    PackageFork, Untrusted, "package-fork";
    /// An older ticket than one already accepted.
    TicketRollback, NotNow, "ticket-rollback";
    /// Sealed to somebody else.
    NotForThisKey, Untrusted, "not-for-this-key";
    /// The header of an encrypted part is malformed.
    CipherHeader, Broken, "cipher-header";
    /// An encrypted part is damaged.
    CipherPayload, Broken, "cipher-payload";
    /// Size line or padding of an encrypted part is wrong.
    Padding, Broken, "padding";
    /// A decrypted file differs from its digest or size.
    PlainDigest, Broken, "plain-digest";
    /// A part belongs to another package, round, application or ticket.
    ScopeDiffers, Untrusted, "scope-differs";
    /// The package has no such entry.
    NoSuchEntry, Broken, "no-such-entry";
    /// The lists inside the package disagree with one another.
    ListsDisagree, Broken, "lists-disagree";
    /// The scheme text is not the one the round names.
    SchemeDigest, Broken, "scheme-digest";
    /// The key inside is not the one its signed outside names.
    KeyDiffers, Untrusted, "key-differs";
    /// Outer label and inner payload of a bundle disagree.
    LabelDiffers, Untrusted, "label-differs";
    /// A bundle brings the same thing twice.
    Doubled, Broken, "doubled";
    /// A share is not the one its ceremony listed.
    ShareCorrupt, Broken, "share-corrupt";
    /// Shares of different ceremonies.
    SharesMixed, Untrusted, "shares-mixed";
    /// Fewer different shares than needed.
    SharesTooFew, NotNow, "shares-too-few";
    /// The shares yield a key of another recipient.
    RecipientDiffers, Broken, "recipient-differs";
    /// The system gave no random numbers.
    NoRandomness, Storage, "no-randomness";
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// Where in the input a refusal arose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The document.
    pub document: Option<DocumentKind>,
    /// File and entry, by names this crate computed or checked.
    pub entry: Option<String>,
    /// The field, by its name in FORMAT.md.
    pub field: Option<&'static str>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = &self.entry {
            write!(f, " in {entry}")?;
        }
        if let Some(document) = self.document {
            write!(f, " in a {document} document")?;
        }
        if let Some(field) = self.field {
            write!(f, " at {field}")?;
        }
        Ok(())
    }
}

/// A refusal: the reason and where it arose.
#[derive(Debug, Error)]
#[error("{reason}{place}")]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// Where.
    pub place: Place,
    /// The failure of the storage, if that is what it was.
    #[source]
    pub source: Option<io::Error>,
}

impl Refusal {
    /// A refusal without position.
    #[must_use]
    pub fn new(reason: Reason) -> Self {
        Self {
            reason,
            place: Place::default(),
            source: None,
        }
    }

    /// A refusal at a field.
    #[must_use]
    pub fn at(reason: Reason, field: &'static str) -> Self {
        Self::new(reason).with_field(field)
    }

    /// Whether writing failed because the disk is full.
    #[must_use]
    pub fn is_out_of_room(&self) -> bool {
        let full = |error: &io::Error| error.kind() == io::ErrorKind::StorageFull;
        self.source.as_ref().is_some_and(full)
    }

    /// The same refusal, naming the document unless it already names one.
    #[must_use]
    pub fn with_document(mut self, document: DocumentKind) -> Self {
        self.place.document.get_or_insert(document);
        self
    }

    /// The same refusal, naming the entry unless it already names one.
    #[must_use]
    pub fn with_entry(mut self, entry: &str) -> Self {
        self.place.entry.get_or_insert_with(|| entry.to_owned());
        self
    }

    /// The same refusal, naming the field unless it already names one.
    #[must_use]
    pub fn with_field(mut self, field: &'static str) -> Self {
        self.place.field.get_or_insert(field);
        self
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

/// A refusal that travels through `io::Read` comes out again as itself.
impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        io::Error::other(refusal)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::new(Reason::Truncated);
        }
        match error.downcast::<Refusal>() {
            Ok(refusal) => refusal,
            Err(error) => Self {
                source: Some(error),
                ..Self::new(Reason::Io)
            },
        }
    }
}

/// `Ok` when `condition` holds, otherwise `reason` at `field`.
pub(crate) fn require(condition: bool, reason: Reason, field: &'static str) -> Result<()> {
    if condition {
        Ok(())
    } else {
        Err(Refusal::at(reason, field))
    }
}
