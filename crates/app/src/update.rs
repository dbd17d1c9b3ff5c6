//! A newer program from a stick: verified, the store backed up, then handed to the system.
//!
//! Owns whose word counts (the key built in, or one the person compared), that a release is for this
//! machine and newer, and the order of backup before anything else. Installing is the system's: it
//! asks for rights that this program never has. Trap: a stick can give other bytes the second time
//! it is read, so what is verified is the copy that is installed.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use hengping_core::id::Digest;
use hengping_core::time::Instant;
use hengping_format::doc::{Release, Version};
use hengping_format::document::verify_with_key;
use hengping_format::suite::{ContentHasher, SigningKey, VerifyingKey};
use hengping_format::{Document, Verified};
use hengping_store::{OpenError, Settings, Unlock};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::backup::BackupMade;
use crate::context::{Context, Unit};
use crate::error::{Error, Refused, Result};
use crate::expert::Expert;
use crate::files;
use crate::identity::Fingerprint;
use crate::office::Office;
use crate::panel::Panel;

/// Ending of the signed word, after the whole name of the file it is about.
pub const ENDING: &str = "release";
/// The key whose releases this program takes, given when it was built.
const BUILT_IN: Option<&str> = option_env!("HENGPING_RELEASE_KEY");
/// Version of this program.
const CURRENT: &str = env!("CARGO_PKG_VERSION");
/// Largest file that is installed, in bytes.
const MAX_BYTES: u64 = 2 << 30;

/// A release that may be installed here.
#[derive(Debug, Serialize)]
pub struct UpdateVerified {
    /// Its version.
    pub version: String,
    /// Version of this program.
    pub current: String,
    /// System and architecture.
    pub target: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// When it was signed.
    pub issued: Instant,
    /// Digest of the signed word.
    pub digest: Fingerprint,
    /// The key that signed.
    pub key: String,
    /// Whether that key came with this program; otherwise it was named.
    pub key_built_in: bool,
}

/// A release that is ready to be installed.
#[derive(Debug, Serialize)]
pub struct UpdatePrepared {
    /// What it is.
    pub update: UpdateVerified,
    /// The backup made before; none without a store.
    pub backup: Option<BackupMade>,
    /// The verified copy.
    pub file: PathBuf,
    /// What a person with rights runs.
    pub command: Vec<String>,
}

/// The key this program was built with, if any.
#[must_use]
pub fn built_in_key() -> Option<VerifyingKey> {
    BUILT_IN.and_then(|text| text.parse().ok())
}

/// Verifies a file and the signed word beside it.
///
/// # Errors
/// No key, a signature or content that does not fit, another system, a version that is not newer.
pub fn verify(file: &Path, named: Option<&str>, ctx: &Context) -> Result<UpdateVerified> {
    let key = key(named, built_in_key())?;
    let release = word_about(file, &key)?;
    let found = hash(file, None, ctx)?;
    compare(&release, found)?;
    Ok(report(&release, &key))
}

/// Copies below `scratch`, verifies the copy, backs up the store where there is one, and says what
/// to run.
///
/// # Errors
/// Those of [`verify`] and of opening and backing up the store; nothing was installed then.
pub fn prepare(
    file: &Path,
    named: Option<&str>,
    store: Option<Stored<'_>>,
    scratch: &Path,
    ctx: &Context,
) -> Result<UpdatePrepared> {
    let key = key(named, built_in_key())?;
    let release = word_about(file, &key)?;
    let copy = place_of_copy(&release, scratch, ctx)?;
    let ready = hash(file, Some(&copy), ctx)
        .and_then(|found| compare(&release, found))
        .and_then(|()| store.map(|store| store.back_up(ctx)).transpose());
    let backup = ready.inspect_err(|_| {
        let _ = copy.parent().map(fs::remove_dir_all);
    })?;
    let command = ["sudo", "apt", "install", &copy.to_string_lossy()].map(str::to_owned);
    Ok(UpdatePrepared {
        update: report(&release, &key),
        backup,
        file: copy,
        command: command.to_vec(),
    })
}

/// A store to be backed up before an update.
pub struct Stored<'a> {
    /// Its folder.
    pub folder: &'a Path,
    /// Where the backup goes.
    pub to: &'a Path,
    /// Its passphrase.
    pub passphrase: &'a str,
    /// Settings of stores.
    pub settings: &'a Settings,
}

impl Stored<'_> {
    /// Whoever's store it is: an expert's or visit team's, the office's, a panel's.
    fn back_up(&self, ctx: &Context) -> Result<BackupMade> {
        let unlock = || Unlock::Passphrase(self.passphrase);
        let (folder, settings) = (self.folder, self.settings);
        let expert = Expert::open(folder, unlock(), settings, ctx);
        if !is_another_kind(&expert) {
            return expert?.back_up(self.to, ctx);
        }
        let office = Office::open(folder, unlock(), settings, ctx);
        if !is_another_kind(&office) {
            return office?.back_up(self.to, ctx);
        }
        Panel::open_store(folder, unlock(), settings, ctx)?.back_up(self.to, ctx)
    }
}

fn is_another_kind<T>(opened: &Result<T>) -> bool {
    matches!(opened, Err(Error::Open(OpenError::Foreign)))
}

/// The key that counts: the one built in, which no argument overrides, else the one named.
fn key(named: Option<&str>, built_in: Option<VerifyingKey>) -> Result<VerifyingKey> {
    let named = named.map(str::parse::<VerifyingKey>).transpose();
    let wrong = |_| Refused::BadArgument { name: "key".into() };
    match (built_in, named.map_err(wrong)?) {
        (Some(built_in), Some(named)) if built_in != named => {
            Err(Refused::AnotherReleaseKey.into())
        }
        (Some(key), _) | (None, Some(key)) => Ok(key),
        (None, None) => Err(Refused::NoReleaseKey.into()),
    }
}

/// The verified word about a file, if this machine may install it.
fn word_about(file: &Path, key: &VerifyingKey) -> Result<Verified<Release>> {
    let release = verify_with_key::<Release>(&files::read(&beside(file))?, key)?;
    if release.target != target() {
        return Err(Refused::AnotherTarget {
            target: release.target.clone(),
        }
        .into());
    }
    let current: Version = CURRENT.parse().map_err(|_| Refused::Internal)?;
    if release.version <= current {
        return Err(Refused::NotNewer {
            version: release.version.to_string(),
        }
        .into());
    }
    Ok(release)
}

/// The signed word lies beside the file, under its name and [`ENDING`].
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ENDING);
    name.into()
}

/// What this program is installed from, in the words of releases.
fn target() -> String {
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let system = match std::env::consts::OS {
        "linux" => "debian",
        other => other,
    };
    format!("{system}-{architecture}")
}

/// A file that nobody else can have prepared, in a folder for this user alone.
fn place_of_copy(release: &Release, scratch: &Path, ctx: &Context) -> Result<PathBuf> {
    let folder = scratch.join(format!("hengping-update-{}", ctx.ids.fresh()));
    let maker = &mut fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(maker, 0o700);
    maker
        .create(&folder)
        .map_err(|error| Error::writing(&folder, error))?;
    Ok(folder.join(format!("hengping_{}.deb", release.version)))
}

/// Size and digest of a file, read once; what was read is written to `copy` on the way.
fn hash(file: &Path, copy: Option<&Path>, ctx: &Context) -> Result<(u64, Digest)> {
    let unreadable = |error| Error::file(file, error);
    let mut from = File::open(file).map_err(unreadable)?;
    let total = from.metadata().map_err(unreadable)?.len();
    let mut to = copy.map(File::create_new).transpose();
    let unwritable = |error| Error::writing(copy.unwrap_or(file), error);
    let to = to
        .as_mut()
        .map_err(|error| unwritable(std::io::Error::from(error.kind())))?;
    ctx.progress.begin("task-verify", total, Unit::Bytes);
    let (mut hasher, mut block, mut done) = (ContentHasher::default(), vec![0; 1 << 20], 0_u64);
    while done <= MAX_BYTES {
        let read = from.read(&mut block).map_err(unreadable)?;
        let Some(bytes) = block.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        hasher.update(bytes);
        if let Some(to) = to {
            to.write_all(bytes).map_err(unwritable)?;
        }
        done += bytes.len() as u64;
        ctx.progress.at(done);
    }
    ctx.progress.end();
    if let Some(to) = to {
        to.sync_all().map_err(unwritable)?;
    }
    let (digest, _, size) = hasher.finish();
    Ok((size, digest))
}

fn compare(release: &Release, found: (u64, Digest)) -> Result<()> {
    match (release.size, release.sha256) == found {
        true => Ok(()),
        false => Err(Refused::UpdateDiffers.into()),
    }
}

fn report(release: &Verified<Release>, key: &VerifyingKey) -> UpdateVerified {
    UpdateVerified {
        version: release.version.to_string(),
        current: CURRENT.to_owned(),
        target: release.target.clone(),
        bytes: release.size,
        issued: release.issued,
        digest: Fingerprint::of(release.digest()),
        key: key.to_string(),
        key_built_in: built_in_key().is_some(),
    }
}

/// A key for releases, just made.
#[derive(Debug, Serialize)]
pub struct ReleaseKey {
    /// What programs are built with.
    pub key: String,
}

/// Makes a key for releases; its secret half goes into a file of its owner's alone.
///
/// # Errors
/// A file that exists or cannot be written.
pub fn make_key(file: &Path) -> Result<ReleaseKey> {
    let key = SigningKey::generate()?;
    let secret = serde_json::to_vec(&key).map_err(|_| Refused::Internal)?;
    write_for_owner(file, &Zeroizing::new(secret)).map_err(|error| Error::writing(file, error))?;
    Ok(ReleaseKey {
        key: key.verifying_key().to_string(),
    })
}

/// A new file that nobody else may read.
fn write_for_owner(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(bytes).and_then(|()| file.sync_all())
}

/// What is said of a file that is released.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its version.
    pub version: &'a str,
    /// System and architecture.
    pub target: &'a str,
}

/// Signs the word about a file and writes it beside it.
///
/// # Errors
/// Files that cannot be read or written, a version or target that no reader would take.
pub fn sign(file: &Path, about: About<'_>, key: &Path, ctx: &Context) -> Result<PathBuf> {
    let secret = Zeroizing::new(files::read(key)?);
    let bad = |name: &str| Refused::BadArgument { name: name.into() };
    let key: SigningKey = serde_json::from_slice(&secret).map_err(|_| bad("key"))?;
    let version: Version = about.version.parse().map_err(|_| bad("of"))?;
    let release = Release::of(version, about.target, hash(file, None, ctx)?, ctx.now);
    let word = beside(file);
    // A package that was built again is signed again.
    fs::write(&word, release.sign(&[&key])?.bytes())
        .map_err(|error| Error::writing(&word, error))?;
    Ok(word)
}

#[cfg(test)]
mod tests;
