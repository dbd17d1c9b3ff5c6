//! What an update must be before it is installed.

use hengping_store::Settings;

use super::*;
use crate::context::{Ids, Silent};

const NOW: &str = "2026-04-12T08:00:00Z";

fn with_context<T>(work: impl FnOnce(&Context) -> T) -> T {
    work(&Context {
        now: NOW.parse().unwrap(),
        progress: &Silent,
        ids: &Ids::Random,
        pool: None,
    })
}

/// A folder with a key, a file and the signed word about it.
struct Stick {
    folder: tempfile::TempDir,
    key: String,
}

impl Stick {
    fn with(version: &str, target: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("release.key");
        let key = make_key(&secret).unwrap().key;
        let stick = Self { folder, key };
        std::fs::write(stick.file(), "a package").unwrap();
        let about = About { version, target };
        with_context(|ctx| sign(&stick.file(), about, &secret, ctx)).unwrap();
        stick
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("hengping.deb")
    }

    fn scratch(&self) -> PathBuf {
        let folder = self.folder.path().join("scratch");
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn prepare(&self, store: Option<Stored<'_>>, ctx: &Context) -> Result<UpdatePrepared> {
        prepare(&self.file(), Some(&self.key), store, &self.scratch(), ctx)
    }

    fn verify(&self) -> Result<UpdateVerified> {
        with_context(|ctx| verify(&self.file(), Some(&self.key), ctx))
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T>) -> Refused {
    match result.unwrap_err() {
        Error::Refused(refused) => refused,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_newer_release_for_this_machine_is_taken() {
    let verified = Stick::with("999.0.0", &target()).verify().unwrap();
    assert_eq!(verified.version, "999.0.0");
    assert!(!verified.key_built_in);
}

#[test]
fn changed_bytes_are_refused() {
    let stick = Stick::with("999.0.0", &target());
    std::fs::write(stick.file(), "a pack4ge").unwrap();
    assert_eq!(refused(stick.verify()), Refused::UpdateDiffers);
}

#[test]
fn the_same_and_an_older_release_are_refused() {
    for version in [CURRENT, "0.0.1"] {
        let stick = Stick::with(version, &target());
        let version = version.to_owned();
        assert_eq!(refused(stick.verify()), Refused::NotNewer { version });
    }
}

#[test]
fn a_release_for_another_machine_is_refused() {
    let stick = Stick::with("999.0.0", "debian-vax");
    let target = "debian-vax".to_owned();
    assert_eq!(refused(stick.verify()), Refused::AnotherTarget { target });
}

#[test]
fn a_release_of_somebody_else_is_refused() {
    let (stick, other) = (
        Stick::with("999.0.0", &target()),
        Stick::with("999.0.0", &target()),
    );
    let verified = with_context(|ctx| verify(&stick.file(), Some(&other.key), ctx));
    assert!(matches!(verified, Err(Error::Format(_))), "{verified:?}");
}

#[test]
fn a_key_that_is_built_in_cannot_be_talked_away() {
    let built_in = SigningKey::from_secret(&[1; 32]).verifying_key();
    let other = SigningKey::from_secret(&[2; 32])
        .verifying_key()
        .to_string();
    assert_eq!(refused(key(None, None)), Refused::NoReleaseKey);
    assert_eq!(
        refused(key(Some(&other), Some(built_in))),
        Refused::AnotherReleaseKey
    );
    assert_eq!(key(None, Some(built_in)).unwrap(), built_in);
    assert!(key(Some("ed25519:00"), None).is_err());
}

#[test]
fn the_store_is_backed_up_before_and_the_copy_is_what_was_verified() {
    let stick = Stick::with("999.0.0", &target());
    let settings = Settings {
        cost: hengping_store::KdfCost::TEST,
        ..Settings::default()
    };
    let passphrase = "晚饭后沿着江边散步三公里";
    let (home, to) = (
        stick.folder.path().join("home"),
        stick.folder.path().join("backup"),
    );
    with_context(|ctx| Office::create(&home, passphrase, "评审办", &settings, ctx)).unwrap();
    let store = Stored {
        folder: &home,
        to: &to,
        passphrase,
        settings: &settings,
    };
    let prepared = with_context(|ctx| stick.prepare(Some(store), ctx)).unwrap();
    assert_eq!(std::fs::read(&prepared.file).unwrap(), b"a package");
    assert!(prepared.backup.is_some() && to.join("current").is_dir());
    assert_eq!(
        prepared.command.last().unwrap(),
        &prepared.file.display().to_string()
    );
}

#[test]
fn nothing_stays_of_a_copy_that_was_refused() {
    let stick = Stick::with("999.0.0", &target());
    std::fs::write(stick.file(), "a pack4ge").unwrap();
    let prepared = with_context(|ctx| stick.prepare(None, ctx));
    assert_eq!(refused(prepared), Refused::UpdateDiffers);
    assert_eq!(stick.scratch().read_dir().unwrap().count(), 0);
}
