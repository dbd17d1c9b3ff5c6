//! The one place where errors become what people read: a four-character code for the telephone,
//! a message key and its parameters.
//!
//! Codes are for ever: a new refusal takes the next number of its letter, a dropped one leaves a
//! hole. F: files that came from outside; S: the store; R: the rules of the process; D: the desktop;
//! U: updates.

mod place;

use std::io::ErrorKind;

use hengping_store::{OpenError, StoreError};
use serde::Serialize;

pub use place::Place;

use crate::error::Error;
use crate::messages::{Catalogue, Param};

/// What a person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Four characters.
    pub code: &'static str,
    /// Key of the message in the catalogue, without `refusal-`.
    pub key: &'static str,
    /// Parameters of the message.
    pub params: Vec<(&'static str, Param)>,
    /// Where in a file.
    pub place: Place,
}

impl Notice {
    /// The sentence in the language of `catalogue`.
    #[must_use]
    pub fn sentence(&self, catalogue: &Catalogue) -> String {
        let params = self.params.iter().cloned();
        sentence(self.key, self.place.document, params, catalogue)
    }
}

/// The sentence of the refusal `key`: the one for this kind of document, where there is one.
pub fn sentence<'a>(
    key: &str,
    document: Option<&str>,
    params: impl IntoIterator<Item = (&'a str, Param)>,
    catalogue: &Catalogue,
) -> String {
    let said = |(name, value)| match value {
        Param::Text(text) if name == "detail" => (name, catalogue.phrase(&text).into()),
        value => (name, value),
    };
    let params: Vec<(&str, Param)> = params.into_iter().map(said).collect();
    let general = format!("refusal-{key}");
    let of_document = document.map(|kind| format!("{general}.{kind}"));
    let special = of_document.filter(|key| catalogue.has(key));
    catalogue.say(&special.unwrap_or(general), &params)
}

impl From<&Error> for Notice {
    fn from(error: &Error) -> Self {
        let (key, params, place) = describe(error);
        Self {
            code: code_of(key),
            key,
            params,
            place,
        }
    }
}

type Described = (&'static str, Vec<(&'static str, Param)>, Place);

fn describe(error: &Error) -> Described {
    let count = |count: usize| vec![("count", Param::from(count))];
    let plain = |key| (key, Vec::new(), Place::default());
    match error {
        Error::Refused(refused) => (refused.key(), refused.params(), Place::default()),
        Error::Format(refusal) if refusal.is_out_of_room() => plain("disk-full"),
        Error::Format(refusal) => (
            refusal.reason.slug(),
            Vec::new(),
            Place::from(&refusal.place),
        ),
        Error::Store(error) => plain(store_key(error)),
        Error::Open(error) => plain(open_key(error)),
        Error::Materials(faults) => ("materials", count(faults.len()), Place::default()),
        Error::Scheme(faults) => ("scheme", count(faults.len()), Place::default()),
        Error::Table(faults) => ("table", count(faults.len()), Place::default()),
        Error::File {
            path,
            writing,
            kind,
        } => {
            let key = match (kind, writing) {
                (ErrorKind::StorageFull, _) => "no-room",
                (ErrorKind::InvalidData, false) => "not-text",
                (_, true) => "file-unwritable",
                (_, false) => "file-unreadable",
            };
            (
                key,
                vec![("file", Param::from(path.display().to_string()))],
                Place::default(),
            )
        }
    }
}

fn store_key(error: &StoreError) -> &'static str {
    match error {
        StoreError::DiskFull => "disk-full",
        StoreError::ReadOnly => "read-only",
        StoreError::RolledBack => "rolled-back",
        StoreError::Damaged => "damaged",
        StoreError::Busy => "busy",
        StoreError::AlreadyStored(_) => "already-stored",
        StoreError::NotStored("evidence") => "evidence-missing",
        StoreError::NotStored(_) => "not-stored",
        StoreError::Recused => "recused",
        StoreError::Withdrawn => "withdrawn",
        StoreError::Sealed => "sealed",
        StoreError::Event => "internal",
        StoreError::Io(_) => "store-io",
        StoreError::Database(_) => "database",
    }
}

fn open_key(error: &OpenError) -> &'static str {
    match error {
        OpenError::WrongPassphrase => "wrong-passphrase",
        OpenError::WrongRecoveryCode => "wrong-recovery-code",
        OpenError::WrongPin => "wrong-pin",
        OpenError::PinSpent => "pin-spent",
        OpenError::WeakPin => "weak-pin",
        OpenError::NoStore => "no-store",
        OpenError::AlreadyExists => "already-exists",
        OpenError::Foreign => "foreign",
        OpenError::Newer => "newer",
        OpenError::Older => "older",
        OpenError::NotLocal(_) => "not-local",
        OpenError::InUse => "in-use",
        OpenError::KeyFile => "key-file",
        OpenError::Backup => "backup",
        OpenError::NoCipher => "no-cipher",
        OpenError::Store(error) => store_key(error),
    }
}

fn code_of(key: &str) -> &'static str {
    CODES
        .iter()
        .find(|(known, _)| *known == key)
        .map_or("X000", |(_, code)| code)
}

/// Message key and code of every refusal.
pub const CODES: &[(&str, &str)] = &[
    ("io", "F001"),
    ("truncated", "F002"),
    ("too-large", "F003"),
    ("file-size", "F004"),
    ("header-bytes", "F005"),
    ("directory-bytes", "F006"),
    ("mimetype", "F007"),
    ("content-digest", "F008"),
    ("content-crc", "F009"),
    ("entry-name", "F010"),
    ("entry-list", "F011"),
    ("volume-missing", "F012"),
    ("envelope-syntax", "F013"),
    ("envelope-form", "F014"),
    ("payload-type", "F015"),
    ("signature-list", "F016"),
    ("signature-invalid", "F017"),
    ("unknown-signer", "F018"),
    ("key-revoked", "F019"),
    ("threshold", "F020"),
    ("json-syntax", "F021"),
    ("json-duplicate", "F022"),
    ("json-number", "F023"),
    ("json-depth", "F024"),
    ("json-shape", "F025"),
    ("field-value", "F026"),
    ("suite-unknown", "F027"),
    ("pin-mismatch", "F028"),
    ("root-chain", "F029"),
    ("authority-differs", "F030"),
    ("trust-rollback", "F031"),
    ("trust-fork", "F032"),
    ("trust-expired", "F033"),
    ("round-missing", "F034"),
    ("committee-differs", "F035"),
    ("clock-behind", "F036"),
    ("signed-in-future", "F037"),
    ("expired", "F038"),
    ("not-yet-valid", "F039"),
    ("package-rollback", "F040"),
    ("package-fork", "F041"),
    ("ticket-rollback", "F042"),
    ("not-for-this-key", "F043"),
    ("cipher-header", "F044"),
    ("cipher-payload", "F045"),
    ("padding", "F046"),
    ("plain-digest", "F047"),
    ("scope-differs", "F048"),
    ("no-such-entry", "F049"),
    ("lists-disagree", "F050"),
    ("scheme-digest", "F051"),
    ("key-differs", "F052"),
    ("label-differs", "F053"),
    ("doubled", "F054"),
    ("share-corrupt", "F055"),
    ("shares-mixed", "F056"),
    ("shares-too-few", "F057"),
    ("recipient-differs", "F058"),
    ("no-randomness", "F059"),
    ("disk-full", "S001"),
    ("read-only", "S002"),
    ("damaged", "S003"),
    ("busy", "S004"),
    ("already-stored", "S005"),
    ("not-stored", "S006"),
    ("recused", "S007"),
    ("sealed", "S008"),
    ("store-io", "S009"),
    ("database", "S010"),
    ("wrong-passphrase", "S011"),
    ("wrong-recovery-code", "S012"),
    ("no-store", "S013"),
    ("already-exists", "S014"),
    ("foreign", "S015"),
    ("newer", "S016"),
    ("not-local", "S017"),
    ("in-use", "S018"),
    ("key-file", "S019"),
    ("backup", "S020"),
    ("no-cipher", "S021"),
    ("older", "S022"),
    ("rolled-back", "S023"),
    ("evidence-missing", "S024"),
    ("withdrawn", "S025"),
    ("no-passphrase", "R001"),
    ("passphrases-differ", "R002"),
    ("passphrase-weak", "R003"),
    ("no-home", "R004"),
    ("file-unreadable", "R005"),
    ("file-unwritable", "R006"),
    ("file-exists", "R007"),
    ("materials", "R008"),
    ("scheme", "R009"),
    ("table", "R010"),
    ("marks-file", "R011"),
    ("unclear-entry", "R012"),
    ("no-round", "R013"),
    ("round-exists", "R014"),
    ("material-changed", "R015"),
    ("blocking-findings", "R016"),
    ("unconfirmed-card", "R017"),
    ("unknown-fingerprint", "R018"),
    ("no-committee", "R019"),
    ("committee-exists", "R020"),
    ("holders-odd", "R021"),
    ("no-draw", "R022"),
    ("draw", "R023"),
    ("not-assigned", "R024"),
    ("no-ticket", "R026"),
    ("wrong-ticket-kind", "R027"),
    ("unknown-application", "R028"),
    ("unknown-indicator", "R029"),
    ("unknown-evidence", "R030"),
    ("no-such-page", "R031"),
    ("not-pledged", "R032"),
    ("already-pledged", "R033"),
    ("unknown-ground", "R034"),
    ("quote-not-found", "R035"),
    ("quote-on-scan", "R036"),
    ("document-unreadable", "R037"),
    ("no-renderer", "R038"),
    ("mark-refused", "R039"),
    ("computed-leaf", "R040"),
    ("unknown-option", "R042"),
    ("unknown-citation", "R043"),
    ("proposal-uncited", "R044"),
    ("unknown-fact", "R045"),
    ("bad-value", "R046"),
    ("unknown-opinion-field", "R047"),
    ("incomplete", "R048"),
    ("nothing-to-seal", "R049"),
    ("not-sealed", "R050"),
    ("nothing-to-hand-in", "R051"),
    ("nothing-handed-in", "R052"),
    ("receipt-foreign", "R053"),
    ("transcript-lacks", "R054"),
    ("no-package", "R055"),
    ("no-arrivals", "R056"),
    ("already-opened", "R057"),
    ("not-opened", "R058"),
    ("holder-count", "R059"),
    ("unknown-bundle", "R060"),
    ("unknown-ticket", "R061"),
    ("archive-differs", "R062"),
    ("archive-damaged", "R063"),
    ("log-broken", "R064"),
    ("clock-argument", "R065"),
    ("bad-argument", "R066"),
    ("recovery-code-typo", "R067"),
    ("internal", "R068"),
    ("no-reason", "R069"),
    ("already-packed", "R070"),
    ("not-in-pool", "R071"),
    ("not-an-experts-ticket", "R072"),
    ("holds-a-ticket", "R073"),
    ("barred-from", "R074"),
    ("pool-file", "R075"),
    ("not-packed", "R076"),
    ("nothing-changed", "R077"),
    ("round-differs", "R078"),
    ("applications-differ", "R079"),
    ("practice-stays", "R080"),
    ("no-slips", "R081"),
    ("activation-code-typo", "R082"),
    ("nothing-to-issue", "R083"),
    ("not-the-edition", "R084"),
    ("no-card", "R085"),
    ("another-card", "R086"),
    ("decided", "R088"),
    ("already-decided", "R089"),
    ("still-closed", "R090"),
    ("not-enrolled-as", "R091"),
    ("has-a-part", "R092"),
    ("not-agreed", "R093"),
    ("no-room", "R094"),
    ("not-text", "R095"),
    ("nobody-waiting", "R096"),
    ("no-face", "R097"),
    ("nothing-to-continue", "R098"),
    ("not-decided", "R099"),
    ("statement-foreign", "R100"),
    ("kit-foreign", "R101"),
    ("notice-foreign", "R110"),
    ("notice-missing", "R111"),
    ("notice-differs", "R112"),
    ("notice-contradicts", "R113"),
    ("not-later", "R114"),
    ("withdrawn-before", "R115"),
    ("locked", "D001"),
    ("unknown-file", "D002"),
    ("wrong-pin", "D003"),
    ("pin-spent", "D004"),
    ("weak-pin", "D005"),
    ("no-package-file", "D006"),
    ("authority-not-compared", "D007"),
    ("no-root-file", "D008"),
    ("wrong-groups", "D009"),
    ("recovery-gone", "D010"),
    ("no-stick", "D011"),
    ("hand-in-unknown", "D012"),
    ("preferences", "D013"),
    ("bundle-read-back", "D014"),
    ("nothing-to-turn", "D020"),
    ("other-workspace", "D021"),
    ("unknown-identity", "D022"),
    ("not-handed-out", "R087"),
    ("no-release-key", "U001"),
    ("another-release-key", "U002"),
    ("another-target", "U003"),
    ("not-newer", "U004"),
    ("update-differs", "U005"),
    ("backup-unnamed", "U006"),
    ("not-a-photograph", "D030"),
    ("signature-unfit", "D031"),
    ("counterpart-shown", "D032"),
    ("no-pin", "D033"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use hengping_core::text::Language;
    use hengping_format::Reason;

    use super::*;
    use crate::error::Refused;

    #[test]
    fn every_refusal_has_a_code_and_a_sentence_in_both_languages() {
        let catalogues = [Catalogue::new(Language::Zh), Catalogue::new(Language::En)];
        let formats = Reason::ALL.iter().map(|reason| reason.slug());
        for key in formats.chain(Refused::KEYS.iter().copied()) {
            assert_ne!(code_of(key), "X000", "{key}");
            for catalogue in &catalogues {
                assert!(catalogue.has(&format!("refusal-{key}")), "{key}");
            }
        }
    }

    #[test]
    fn whatever_a_store_says_has_its_own_code() {
        use StoreError as S;
        let kind = ErrorKind::Other;
        let said = [
            (S::DiskFull, "S001"),
            (S::ReadOnly, "S002"),
            (S::Damaged, "S003"),
            (S::Busy, "S004"),
            (S::AlreadyStored("mark"), "S005"),
            (S::NotStored("mark"), "S006"),
            (S::Recused, "S007"),
            (S::Withdrawn, "S025"),
            (S::Sealed, "S008"),
            (S::Io(kind), "S009"),
            (S::Database(11), "S010"),
            (S::RolledBack, "S023"),
            (S::NotStored("evidence"), "S024"),
            (S::Event, "R068"),
        ];
        let open = [
            (OpenError::NoCipher, "S021"),
            (OpenError::Store(S::Busy), "S004"),
        ];
        let errors = said.map(|(error, code)| (Error::from(error), code));
        let catalogue = Catalogue::new(Language::Zh);
        for (error, code) in errors
            .into_iter()
            .chain(open.map(|(e, code)| (e.into(), code)))
        {
            let notice = Notice::from(&error);
            assert_eq!(notice.code, code, "{error}");
            assert!(catalogue.has(&format!("refusal-{}", notice.key)), "{error}");
        }
    }

    #[test]
    fn codes_are_four_characters_and_differ() {
        let codes: BTreeSet<_> = CODES.iter().map(|(_, code)| code).collect();
        assert_eq!(codes.len(), CODES.len());
        assert!(codes.iter().all(|code| code.len() == 4));
    }
}
