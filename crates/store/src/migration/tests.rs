//! A store as three programs see it: an older, this and a newer one.

use hengping_core::time::Instant;

use crate::error::OpenError;
use crate::event::Event;
use crate::key::{KdfCost, Unlock};
use crate::migration::{Migration, Older};
use crate::place::DiskKind;
use crate::sql;
use crate::store::{Kind, Settings, Store, sealed::Sealed};
use crate::table::{log, meta};

const APPLICATION_ID: i32 = 7;
const FIRST: Migration = Migration::first("CREATE TABLE thing (name TEXT) STRICT");

/// Adds something that older programs may ignore.
const HARMLESS: Migration = Migration {
    number: 20_270_101,
    older: Older::MayOpen,
    sql: "CREATE TABLE extra (name TEXT) STRICT",
};

/// Changes what older programs would misread.
const BREAKING: Migration = Migration {
    number: 20_270_201,
    older: Older::MustNotOpen,
    sql: "ALTER TABLE thing RENAME COLUMN name TO title",
};

/// Fails after a step that succeeded.
const BROKEN: Migration = Migration {
    number: 20_270_301,
    older: Older::MayOpen,
    sql: "CREATE TABLE half (name TEXT) STRICT; INSERT INTO nowhere VALUES (1)",
};

macro_rules! program {
    ($name:ident: $($step:expr),*) => {
        enum $name {}
        impl Kind for $name {}
        impl Sealed for $name {
            const APPLICATION_ID: i32 = APPLICATION_ID;
            fn migrations() -> Vec<Migration> {
                crate::store::sorted(&[meta::MIGRATIONS, log::MIGRATIONS, &[$($step),*]])
            }
        }
    };
}

program!(Release1: FIRST);
program!(Release2: FIRST, HARMLESS);
program!(Release3: FIRST, HARMLESS, BREAKING);
program!(ReleaseBroken: FIRST, HARMLESS, BROKEN);

const UNLOCK: Unlock<'static> = Unlock::Passphrase("p");

fn settings() -> Settings {
    Settings {
        cost: KdfCost::TEST,
        disk: |_| DiskKind::Local,
    }
}

fn at() -> Instant {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

struct Bench(tempfile::TempDir);

impl Bench {
    /// A store as the first release left it.
    fn new() -> Self {
        let bench = Self(tempfile::tempdir().unwrap());
        let lineage = "n1".parse().unwrap();
        let folder = bench.0.path().join("s");
        let store = Store::<Release1>::create(&folder, "p", None, &lineage, at(), &settings());
        let written = store.unwrap().write(at(), |tx| {
            sql::execute(tx.connection, "INSERT INTO thing VALUES ('kept')", [])?;
            Ok::<_, crate::StoreError>(((), Event::act("test")))
        });
        written.unwrap();
        bench
    }

    fn open<K: Kind>(&self) -> Result<Store<K>, OpenError> {
        Store::open(&self.0.path().join("s"), UNLOCK, at(), &settings())
    }

    fn copy_exists(&self) -> bool {
        self.0
            .path()
            .join("s")
            .join("before-migration")
            .join("store.db")
            .exists()
    }
}

fn things<K: Kind>(store: &Store<K>, column: &str) -> Vec<String> {
    let sql = format!("SELECT {column} FROM thing");
    sql::rows(&store.reader, &sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn an_older_program_opens_what_it_may() {
    let bench = Bench::new();
    assert!(!bench.copy_exists());
    drop(bench.open::<Release2>().unwrap());
    assert!(bench.copy_exists());
    assert_eq!(things(&bench.open::<Release1>().unwrap(), "name"), ["kept"]);
}

#[test]
fn an_older_program_refuses_what_it_would_misread() {
    let bench = Bench::new();
    assert_eq!(
        things(&bench.open::<Release3>().unwrap(), "title"),
        ["kept"]
    );
    assert_eq!(bench.open::<Release1>().err(), Some(OpenError::Newer));
    assert_eq!(bench.open::<Release2>().err(), Some(OpenError::Newer));
    let folder = bench.0.path().join("s");
    let reader = Store::<Release1>::open_read_only(&folder, UNLOCK, &settings());
    assert_eq!(reader.err(), Some(OpenError::Newer));
    assert!(bench.open::<Release3>().is_ok());
}

#[test]
fn a_reader_does_not_migrate() {
    let bench = Bench::new();
    let folder = bench.0.path().join("s");
    let reader = Store::<Release2>::open_read_only(&folder, UNLOCK, &settings());
    assert_eq!(reader.err(), Some(OpenError::Older));
}

#[test]
fn a_step_that_fails_takes_the_ones_before_it_back() {
    let bench = Bench::new();
    assert!(bench.open::<ReleaseBroken>().is_err());
    let store = bench.open::<Release1>().unwrap();
    let tables = "SELECT name FROM sqlite_master WHERE name IN ('extra', 'half')";
    let left: Vec<String> = sql::rows(&store.reader, tables, [], |row| row.get(0)).unwrap();
    assert_eq!(left, Vec::<String>::new());
    assert_eq!(things(&store, "name"), ["kept"]);
}

#[test]
fn the_copy_before_a_migration_opens_as_it_was() {
    let bench = Bench::new();
    drop(bench.open::<Release3>().unwrap());
    let copy = bench.0.path().join("s").join("before-migration");
    let store = Store::<Release1>::open(&copy, UNLOCK, at(), &settings()).unwrap();
    assert_eq!(things(&store, "name"), ["kept"]);
}
