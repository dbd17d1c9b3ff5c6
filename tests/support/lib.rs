//! Builders shared by the tests: a whole little round in a folder that goes with the test.
//!
//! Owns how a test comes to an office, experts, holders and a package, and where data that is not
//! part of the repository is found. Does not own what is shown with them. Trap: keys and ids are
//! random in every run, so only what people wrote can be compared byte for byte.

#![forbid(unsafe_code)]

pub mod casebook;
pub mod data;
pub mod disk;
pub mod evidence;
pub mod hard;
pub mod person;
pub mod plan;
pub mod publisher;
pub mod round;

use hengping_app::context::{Context, Ids, Silent};
use hengping_app::error::Error;
use hengping_app::{Pool, Settings};
use hengping_core::time::Instant;
use hengping_store::{DiskKind, KdfCost, OpenError};

pub use person::Person;
pub use plan::{Applicant, Plan};
pub use round::{Round, package_of};

/// What opens every store of the tests.
pub const PASSPHRASE: &str = "衡评 test passphrase";

/// Cheap keys, and every disk a local one.
#[must_use]
pub fn settings() -> Settings {
    Settings {
        cost: KdfCost::TEST,
        disk: |_| DiskKind::Local,
    }
}

/// A moment of a round, for everything a use case is given from outside.
pub struct Moment {
    /// When it is.
    pub now: Instant,
    ids: Ids,
}

impl Moment {
    /// The moment `text`, in RFC 3339.
    #[must_use]
    pub fn at(text: &str) -> Self {
        Self::of(text.parse().expect("an instant"))
    }

    /// The moment `now`.
    #[must_use]
    pub fn of(now: Instant) -> Self {
        Self {
            now,
            ids: Ids::Random,
        }
    }

    /// The moment `seconds` later.
    #[must_use]
    pub fn later(&self, seconds: i64) -> Self {
        Self::of(self.now.plus_seconds(seconds))
    }

    /// What a use case is given, without PDF workers.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            progress: &Silent,
            ids: &self.ids,
            pool: None,
        }
    }

    /// What a use case is given, with PDF workers.
    #[must_use]
    pub fn with_pool<'a>(&'a self, pool: &'a Pool) -> Context<'a> {
        Context {
            pool: Some(pool),
            ..self.context()
        }
    }
}

/// The moment at which everything of [`Plan::default`] is valid.
#[must_use]
pub fn today() -> Moment {
    Moment::at("2026-04-10T08:00:00Z")
}

/// Opens a store that somebody else may have open for a moment longer: a process that another
/// test starts holds every lock of this one until it becomes its own program.
///
/// # Errors
/// What opening meets, and that the store is in use when it stays so.
pub fn patiently<T>(attempt: impl Fn() -> Result<T, Error>) -> Result<T, Error> {
    for _ in 0..1_000 {
        match attempt() {
            Err(Error::Open(OpenError::InUse)) => {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            other => return other,
        }
    }
    attempt()
}
