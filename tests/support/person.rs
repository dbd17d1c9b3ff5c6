//! A person with an identity, and what experts do in every round.

use std::fs;
use std::path::{Path, PathBuf};

use hengping_app::expert::{self, Expert, Exported, ImportFiles, MarkRequest, OpinionRequest};
use hengping_app::panel::{self, Holder, Panel};
use hengping_app::{TicketKind, Unlock};
use hengping_core::amount::Hundredths;
use hengping_core::id::ApplicationId;
use hengping_core::mark::Judgement;
use hengping_format::suite::{Identity, SigningKey};
use hengping_store::panel::PanelStore;
use hengping_store::table::secrets::SecretPurpose;
use hengping_store::work::WorkStore;
use serde::Deserialize;

use crate::plan::{LEAVES, OPINION};
use crate::{Moment, PASSPHRASE, patiently, settings};

/// A person with a store of their own.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name on the card.
    pub name: String,
    /// Folder of the store.
    pub home: PathBuf,
    /// The card.
    pub card: PathBuf,
    /// Digest of the card, as the office confirms it.
    pub fingerprint: String,
}

/// The keys of a person.
#[derive(Deserialize)]
pub struct PersonKeys {
    /// Signs.
    pub signing: SigningKey,
    /// Opens.
    pub identity: Identity,
}

impl Person {
    /// Enrols a person; store and card lie in `folder`.
    ///
    /// # Panics
    /// When the folder cannot be written.
    #[must_use]
    pub fn enrol(folder: &Path, name: &str, kind: TicketKind, moment: &Moment) -> Self {
        let (home, card) = (folder.join(name), folder.join(format!("{name}.card")));
        let unit = format!("{name}的大学");
        let about = (name, unit.as_str());
        let (settings, context) = (settings(), moment.context());
        let enrolment = match kind {
            TicketKind::Panel => panel::enrol(&home, PASSPHRASE, about, &settings, &context)
                .map(|(_, enrolment)| enrolment),
            _ => expert::enrol(&home, PASSPHRASE, about, kind, &settings, &context)
                .map(|(_, enrolment)| enrolment),
        };
        let enrolment = enrolment.expect("an identity");
        fs::write(&card, &enrolment.card).expect("a file");
        let fingerprint = enrolment.fingerprint.digest.to_string();
        Self {
            name: name.to_owned(),
            home,
            card,
            fingerprint,
        }
    }

    /// Somebody whose store was made elsewhere, by their card.
    ///
    /// # Panics
    /// When it is no card.
    #[must_use]
    pub fn by_card(name: &str, home: &Path, card: &Path) -> Self {
        Self {
            name: name.to_owned(),
            home: home.to_owned(),
            card: card.to_owned(),
            fingerprint: crate::round::pin_of(card).to_string(),
        }
    }

    /// Unlocks the store.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn open(&self, moment: &Moment) -> Expert {
        open(&self.home, moment)
    }

    /// Opens the store itself, for what use cases do not show.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn store(&self, moment: &Moment) -> WorkStore {
        let unlock = Unlock::Passphrase(PASSPHRASE);
        let open = || {
            Ok(WorkStore::open(
                &self.home,
                unlock,
                moment.now,
                &settings(),
            )?)
        };
        patiently(open).expect("a store")
    }

    /// The keys in the store of an expert.
    ///
    /// # Panics
    /// When there are none.
    #[must_use]
    pub fn keys(&self, moment: &Moment) -> PersonKeys {
        let row = self
            .store(moment)
            .read()
            .identity()
            .get()
            .expect("a row")
            .expect("an identity");
        serde_json::from_slice(row.secret.expose()).expect("keys")
    }

    /// The keys in the store of a holder, which may be in use.
    ///
    /// # Panics
    /// When there are none.
    #[must_use]
    pub fn holder_keys(&self) -> PersonKeys {
        let unlock = Unlock::Passphrase(PASSPHRASE);
        let store = PanelStore::open_read_only(&self.home, unlock, &settings()).expect("a store");
        let secrets = store
            .read()
            .secrets()
            .of(SecretPurpose::Panel)
            .expect("rows");
        serde_json::from_slice(secrets[0].secret.expose()).expect("keys")
    }

    /// The person as somebody who brings a share.
    ///
    /// # Panics
    /// When the store does not open.
    #[must_use]
    pub fn holder(&self) -> Holder {
        panel::holder(&self.home, Unlock::Passphrase(PASSPHRASE), &settings()).expect("a holder")
    }
}

/// Unlocks the store in `home`.
///
/// # Panics
/// When it does not open.
#[must_use]
pub fn open(home: &Path, moment: &Moment) -> Expert {
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let open = || Expert::open(home, unlock, &settings(), &moment.context());
    patiently(open).expect("a store that opens")
}

/// Unlocks the panel store in `home`.
///
/// # Panics
/// When it does not open.
#[must_use]
pub fn open_panel(home: &Path, moment: &Moment) -> Panel {
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let open = || Panel::open_store(home, unlock, &settings(), &moment.context());
    patiently(open).expect("a panel store that opens")
}

/// Restores the backup in `from` as the store `home`.
///
/// # Panics
/// When it does not restore.
#[must_use]
pub fn restore(from: &Path, home: &Path, moment: &Moment) -> Expert {
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let restored = Expert::restore(from, home, unlock, &settings(), &moment.context());
    restored.expect("a backup that restores").0
}

/// The id `text`.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn id(text: &str) -> ApplicationId {
    text.parse().expect("an id of an application")
}

/// Imports and pledges.
///
/// # Panics
/// When either is refused.
pub fn begin(expert: &mut Expert, files: &ImportFiles, moment: &Moment) {
    expert.import(files, &moment.context()).expect("an import");
    expert.pledge(&moment.context()).expect("a pledge");
}

/// Gives one leaf a mark.
///
/// # Panics
/// When it is refused.
pub fn mark(
    expert: &mut Expert,
    application: &str,
    leaf: &str,
    (halves, comment): (i64, &str),
    moment: &Moment,
) {
    let request = MarkRequest {
        indicator: leaf.parse().expect("a leaf"),
        judgement: Judgement::Score(Hundredths(halves * 50)),
        comment: comment.to_owned(),
        citations: Vec::new(),
    };
    expert
        .mark(&id(application), request, &moment.context())
        .expect("a mark");
}

/// Writes the opinion.
///
/// # Panics
/// When it is refused.
pub fn opine(expert: &mut Expert, application: &str, text: &str, moment: &Moment) {
    let field = OPINION.parse().expect("a field");
    let request = OpinionRequest {
        fields: [(field, text.to_owned())].into_iter().collect(),
        recommendation: None,
    };
    expert
        .write_opinion(&id(application), &request, &moment.context())
        .expect("an opinion");
}

/// Marks every leaf with the same mark and comment, writes an opinion, seals.
///
/// # Panics
/// When something is refused.
pub fn judge(expert: &mut Expert, application: &str, halves: i64, text: &str, moment: &Moment) {
    for leaf in LEAVES {
        mark(expert, application, leaf, (halves, text), moment);
    }
    opine(expert, application, text, moment);
    expert
        .seal(&[id(application)], &moment.context())
        .expect("a seal");
}

/// Hands in and exports.
///
/// # Panics
/// When either is refused.
pub fn deliver(expert: &mut Expert, to: &Path, moment: &Moment) -> Exported {
    expert.hand_in(&moment.context()).expect("a hand-in");
    expert.export(to).expect("an export")
}
