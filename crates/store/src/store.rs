//! An encrypted store: one database with its key file, sidecar and lock in a folder of its own.
//!
//! Owns what all kinds of stores share: making, opening, reading, writing. What is stored is the
//! business of the kinds ([`crate::work`], [`crate::office`], [`crate::panel`]) and their tables.
//! Trap: a committed action and its log entry are one transaction; nothing may write besides.

use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use hengping_core::id::Lineage;
use hengping_core::time::Instant;
use rusqlite::{Connection, TransactionBehavior};

use crate::database::{self, Mode};
use crate::error::{OpenError, StoreError};
use crate::event::Event;
use crate::files::Folder;
use crate::key::{KdfCost, KeyFile, PinnedKey, StoreKey, Unlock};
use crate::lock::Lock;
use crate::migration::{self, Migration};
use crate::place::{DiskCheck, DiskKind, disk_under};
use crate::sidecar::Sidecar;
use crate::staging::Staging;
use crate::table::log::{Log, LogMut};
use crate::table::meta::{Meta, MetaMut};

/// A kind of store. Implemented by this crate only.
pub trait Kind: sealed::Sealed {}

pub(crate) mod sealed {
    use crate::migration::Migration;

    /// What sets a kind of store apart.
    pub trait Sealed {
        /// Written into the database, so that one kind is not opened as another.
        const APPLICATION_ID: i32;
        /// Steps of all its tables.
        fn migrations() -> Vec<Migration>;
    }
}

/// Settings that are the same for every store of a program.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Cost of guessing a passphrase, for wraps made from now on.
    pub cost: KdfCost,
    /// Tells the kind of disk a folder lies on.
    pub disk: DiskCheck,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cost: KdfCost::STANDARD,
            disk: disk_under,
        }
    }
}

impl Settings {
    pub(crate) fn check_disk(&self, folder: &Path) -> Result<(), OpenError> {
        match (self.disk)(folder) {
            DiskKind::Local => Ok(()),
            other => Err(OpenError::NotLocal(other)),
        }
    }
}

/// Whether a store may be written, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing.
    Full,
    /// It was opened for reading.
    ReadOnly,
    /// The database is older than its sidecar says, or there is no sidecar: an old copy was put
    /// back. [`Store::continue_as_restored`] makes it writable under a new lineage.
    Behind,
}

/// What an earlier run left, and the opening made good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recovered {
    /// The store was not closed: the process was killed or the power failed. Everything committed
    /// was found.
    pub unclosed: bool,
    /// Something destroyed was still in old pages on the disk; they were erased now.
    pub erased: bool,
}

/// An open store of one kind.
pub struct Store<K: Kind> {
    pub(crate) folder: Folder,
    pub(crate) key: StoreKey,
    pub(crate) reader: Connection,
    writer: Option<Connection>,
    access: Access,
    recovered: Recovered,
    _lock: Option<Lock>,
    kind: PhantomData<K>,
}

/// Reads from a store of kind `K`.
pub struct Read<'c, K> {
    pub(crate) connection: &'c Connection,
    kind: PhantomData<K>,
}

/// Writes to a store of kind `K`, within one action.
pub struct Write<'c, K> {
    pub(crate) connection: &'c Connection,
    kind: PhantomData<K>,
}

impl<'c, K> Read<'c, K> {
    fn over(connection: &'c Connection) -> Self {
        Self {
            connection,
            kind: PhantomData,
        }
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> Log<'c> {
        Log(self.connection)
    }

    /// What the store knows of itself.
    #[must_use]
    pub fn meta(&self) -> Meta<'c> {
        Meta(self.connection)
    }
}

impl<'c, K> Write<'c, K> {
    /// Reads what the action has written so far.
    #[must_use]
    pub fn read(&self) -> Read<'c, K> {
        Read::over(self.connection)
    }

    /// What the store knows of itself.
    #[must_use]
    pub fn meta(&self) -> MetaMut<'c> {
        MetaMut(self.connection)
    }
}

impl<K: Kind> Store<K> {
    /// Makes a store in `folder`, which must not hold one, and opens it.
    ///
    /// The folder appears complete or not at all.
    ///
    /// # Errors
    /// [`OpenError::AlreadyExists`], [`OpenError::NotLocal`], or what the disk says.
    pub fn create(
        folder: &Path,
        passphrase: &str,
        recovery: Option<&crate::key::RecoveryCode>,
        lineage: &Lineage,
        at: Instant,
        settings: &Settings,
    ) -> Result<Self, OpenError> {
        settings.check_disk(folder)?;
        let staging = Staging::beside(folder)?;
        let mut secrets = vec![Unlock::Passphrase(passphrase)];
        secrets.extend(recovery.map(Unlock::Recovery));
        let (key_file, key) = KeyFile::create(&secrets, settings.cost)?;
        let files = staging.files();
        key_file.write(&files.key_file())?;
        let mut connection = database::open(&files.database(), &key, Mode::Create)?;
        connection.pragma_update(None, "application_id", K::APPLICATION_ID)?;
        migrate::<K>(&mut connection, &files, &key, at)?;
        begin(
            &mut connection,
            lineage,
            at,
            &Event::act("store-created").about(lineage),
        )?;
        sidecar_of(&connection)?.write(&files.sidecar())?;
        close(connection)?;
        staging.publish()?;
        Self::open_with_key(folder, key, at)
    }

    /// Opens the store in `folder` for reading and writing.
    ///
    /// # Errors
    /// The distinct refusals of [`OpenError`].
    pub fn open(
        folder: &Path,
        unlock: Unlock<'_>,
        at: Instant,
        settings: &Settings,
    ) -> Result<Self, OpenError> {
        settings.check_disk(folder)?;
        let key = KeyFile::read(&Folder(folder.to_owned()).key_file())?.open(unlock)?;
        Self::open_with_key(folder, key, at)
    }

    /// Whether `secret` opens this store, for acts that ask for it again.
    ///
    /// # Errors
    /// [`OpenError::WrongPassphrase`] or [`OpenError::WrongRecoveryCode`].
    pub fn confirm(&self, secret: Unlock<'_>) -> Result<(), OpenError> {
        KeyFile::read(&self.folder.key_file())?
            .open(secret)
            .map(drop)
    }

    /// The store's key under a PIN, to open it again within this run.
    ///
    /// # Errors
    /// [`OpenError::WeakPin`] unless it is four to eight digits.
    pub fn pin(&self, pin: &str) -> Result<PinnedKey, OpenError> {
        PinnedKey::seal(&self.key, pin)
    }

    /// Opens the store again with a PIN.
    ///
    /// # Errors
    /// [`OpenError::WrongPin`]; [`OpenError::PinSpent`] from the fifth wrong one on.
    pub fn open_pinned(
        folder: &Path,
        pinned: &mut PinnedKey,
        pin: &str,
        at: Instant,
    ) -> Result<Self, OpenError> {
        let key = pinned.open(pin)?;
        Self::open_with_key(folder, key, at)
    }

    /// Opens the store in `folder` for reading, whoever else has it open.
    ///
    /// # Errors
    /// The distinct refusals of [`OpenError`]; a store that needs a migration first is
    /// [`OpenError::Older`] to a reader.
    pub fn open_read_only(
        folder: &Path,
        unlock: Unlock<'_>,
        settings: &Settings,
    ) -> Result<Self, OpenError> {
        settings.check_disk(folder)?;
        let files = Folder(folder.to_owned());
        let key = KeyFile::read(&files.key_file())?.open(unlock)?;
        let reader = open_checked::<K>(&files, &key, Mode::Read)?;
        if !migration::pending(&reader, &K::migrations())?.is_empty() {
            return Err(OpenError::Older);
        }
        Ok(Self::assemble(
            files,
            key,
            reader,
            None,
            Access::ReadOnly,
            None,
        ))
    }

    pub(crate) fn open_with_key(
        folder: &Path,
        key: StoreKey,
        at: Instant,
    ) -> Result<Self, OpenError> {
        let files = Folder(folder.to_owned());
        let lock = Lock::take(&files.lock())?;
        let unclosed = files.is_unclosed();
        let mut writer = open_checked::<K>(&files, &key, Mode::Write)?;
        migrate::<K>(&mut writer, &files, &key, at)?;
        let access = compare(&writer, &files)?;
        if access == Access::Full {
            // A full disk must not keep anyone from opening the store; the sidecar then lags.
            let _ = sidecar_of(&writer)?.write(&files.sidecar());
        }
        let reader = database::open(&files.database(), &key, Mode::Read)?;
        let (writer, lock) = (Some(writer), Some(lock));
        let mut store = Self::assemble(files, key, reader, writer, access, lock);
        if access == Access::Full {
            // What a crash kept from being done; it stays noted when it cannot be done now.
            let erased = store.read().meta().is_purge_due()? && store.purge().is_ok();
            store.recovered = Recovered { unclosed, erased };
        }
        Ok(store)
    }

    fn assemble(
        folder: Folder,
        key: StoreKey,
        reader: Connection,
        writer: Option<Connection>,
        access: Access,
        lock: Option<Lock>,
    ) -> Self {
        Self {
            folder,
            key,
            reader,
            writer,
            access,
            recovered: Recovered::default(),
            _lock: lock,
            kind: PhantomData,
        }
    }

    /// Whether the store may be written.
    #[must_use]
    pub fn access(&self) -> Access {
        self.access
    }

    /// What the opening made good.
    #[must_use]
    pub fn recovered(&self) -> Recovered {
        self.recovered
    }

    /// The folder of the store.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// Where the store's evidence files belong.
    #[must_use]
    pub fn evidence_folder(&self) -> PathBuf {
        self.folder.0.join("evidence")
    }

    /// Reads what is committed.
    #[must_use]
    pub fn read(&self) -> Read<'_, K> {
        Read::over(&self.reader)
    }

    /// Does one action: everything `action` writes and the entry for the event it returns become
    /// durable together, or nothing does.
    ///
    /// # Errors
    /// What `action` returns, or [`StoreError::ReadOnly`], [`StoreError::RolledBack`],
    /// [`StoreError::DiskFull`] and what else a commit can meet.
    pub fn write<T, E, F>(&mut self, at: Instant, action: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: FnOnce(&Write<'_, K>) -> Result<(T, Event), E>,
    {
        self.may_write()?;
        let (value, event) = self.commit(at, action)?;
        if !event.is_edit() {
            // The action is durable; a sidecar that could not be written only lags behind.
            let _ = self.write_sidecar();
            // What is due stays noted and is done at the next act or opening.
            let _ = self.purge();
        }
        Ok(value)
    }

    fn may_write(&self) -> Result<(), StoreError> {
        match self.access {
            Access::Full => Ok(()),
            Access::ReadOnly => Err(StoreError::ReadOnly),
            Access::Behind => Err(StoreError::RolledBack),
        }
    }

    fn commit<T, E, F>(&mut self, at: Instant, action: F) -> Result<(T, Event), E>
    where
        E: From<StoreError>,
        F: FnOnce(&Write<'_, K>) -> Result<(T, Event), E>,
    {
        let writer = self.writer.as_mut().ok_or(StoreError::ReadOnly)?;
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let (value, event) = action(&Write {
            connection: &transaction,
            kind: PhantomData,
        })?;
        LogMut(&transaction).append(&event, at)?;
        fail::fail_point!(&event.failpoint("before_commit"));
        transaction.commit().map_err(StoreError::from)?;
        fail::fail_point!(&event.failpoint("after_commit"));
        Ok((value, event))
    }

    /// Writes what is not logged: what is derived from stored documents, and what never leaves the
    /// machine, of which the log, which does, must not even tell when it was written.
    pub(crate) fn write_unlogged<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        self.may_write()?;
        let writer = self.writer.as_mut().ok_or(StoreError::ReadOnly)?;
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let value = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(value)
    }

    fn write_sidecar(&self) -> Result<(), StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        sidecar_of(writer)?.write(&self.folder.sidecar())
    }

    /// After something was destroyed: takes the older pages out of the write-ahead log and the
    /// copy before the last migration off the disk.
    fn purge(&mut self) -> Result<(), StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        if !Meta(writer).is_purge_due()? {
            return Ok(());
        }
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = writer.query_row(checkpoint, [], |row| row.get::<_, bool>(0))?;
        if busy {
            return Err(StoreError::Busy);
        }
        crate::backup::forget_before_migration(&self.folder)?;
        MetaMut(writer).purged()
    }

    /// Makes a store that is behind its sidecar writable, as a new history.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] when it was opened for reading.
    pub fn continue_as_restored(
        &mut self,
        lineage: &Lineage,
        at: Instant,
    ) -> Result<(), StoreError> {
        let writer = self.writer.as_mut().ok_or(StoreError::ReadOnly)?;
        renew(writer, lineage, at)?;
        self.access = Access::Full;
        self.write_sidecar()
    }

    /// Bounds the database to `pages` of 4096 bytes; a write beyond is [`StoreError::DiskFull`].
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] when the store was opened for reading.
    pub fn limit_pages(&mut self, pages: u32) -> Result<(), StoreError> {
        let writer = self.writer.as_mut().ok_or(StoreError::ReadOnly)?;
        let set = |_: &rusqlite::Row<'_>| Ok(());
        Ok(writer.query_row(&format!("PRAGMA max_page_count = {pages}"), [], set)?)
    }

    /// Puts a new passphrase or recovery code in place of the old one.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] when the store was opened for reading, or what the disk says.
    pub fn rewrap(&mut self, secret: Unlock<'_>, settings: &Settings) -> Result<(), OpenError> {
        if self.writer.is_none() {
            return Err(StoreError::ReadOnly.into());
        }
        let path = self.folder.key_file();
        let mut key_file = KeyFile::read(&path)?;
        key_file.rewrap(&self.key, secret, settings.cost)?;
        key_file.write(&path)
    }
}

/// Opens the database and looks whether it is a store of kind `K`.
pub(crate) fn open_checked<K: Kind>(
    files: &Folder,
    key: &StoreKey,
    mode: Mode,
) -> Result<Connection, OpenError> {
    let connection = database::open(&files.database(), key, mode)?;
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id == K::APPLICATION_ID {
        Ok(connection)
    } else {
        Err(OpenError::Foreign)
    }
}

/// Runs missing migrations, after a copy has been made of a store that holds something.
fn migrate<K: Kind>(
    connection: &mut Connection,
    files: &Folder,
    key: &StoreKey,
    at: Instant,
) -> Result<(), OpenError> {
    let known: Vec<Migration> = K::migrations();
    let pending = migration::pending(connection, &known)?;
    if pending.is_empty() {
        return Ok(());
    }
    if !pending.is_new {
        crate::backup::before_migration::<K>(connection, files, key)?;
    }
    Ok(migration::run(connection, &known, &pending, at)?)
}

/// Writes the first entries of a history.
fn begin(
    connection: &mut Connection,
    lineage: &Lineage,
    at: Instant,
    event: &Event,
) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    MetaMut(&transaction).set_lineage(lineage)?;
    LogMut(&transaction).append(event, at)?;
    Ok(transaction.commit()?)
}

/// Starts a new history: of a restored store, or of one put back by mistake.
pub(crate) fn renew(
    connection: &mut Connection,
    lineage: &Lineage,
    at: Instant,
) -> Result<(), StoreError> {
    let old = Meta(connection).lineage()?;
    let event = Event::act("store-restored").about(&old).about(lineage);
    begin(connection, lineage, at, &event)
}

/// The sidecar that fits the database now.
pub(crate) fn sidecar_of(connection: &Connection) -> Result<Sidecar, StoreError> {
    Ok(Sidecar {
        lineage: Meta(connection).lineage()?,
        log: Log(connection).head()?,
    })
}

/// Whether the database has come at least as far as its sidecar says.
fn compare(connection: &Connection, files: &Folder) -> Result<Access, StoreError> {
    let Some(sidecar) = Sidecar::read(&files.sidecar()) else {
        return Ok(Access::Behind);
    };
    let now = sidecar_of(connection)?;
    let same = now.lineage == sidecar.lineage
        && Log(connection).head_at(sidecar.log.length)? == Some(sidecar.log);
    Ok(if same { Access::Full } else { Access::Behind })
}

/// Ends a connection so that the database is one file again.
pub(crate) fn close(connection: Connection) -> Result<(), StoreError> {
    connection.close().map_err(|(_, error)| error.into())
}

/// The steps of all tables of a store, in the order in which they run.
pub(crate) fn sorted(tables: &[&[Migration]]) -> Vec<Migration> {
    let mut steps: Vec<Migration> = tables.concat();
    steps.sort_by_key(|step| step.number);
    steps
}

/// Gives the readers and writers of a kind of store one method per table.
macro_rules! tables {
    ($kind:ty: $($(#[$doc:meta])* $name:ident: $module:ident::$read:ident, $write:ident;)+) => {
        impl<'c> $crate::store::Read<'c, $kind> {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> $module::$read<'c> {
                $module::$read(self.connection)
            }
        )+}

        impl<'c> $crate::store::Write<'c, $kind> {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> $module::$write<'c> {
                $module::$write(self.connection)
            }
        )+}
    };
}
pub(crate) use tables;
