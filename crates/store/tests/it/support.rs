//! Stores and rows to test with.

use std::path::{Path, PathBuf};

use hengping_core::amount::Hundredths;
use hengping_core::application::{Application, Enterprise};
use hengping_core::id::{ApplicationId, Digest, Lineage};
use hengping_core::mark::{Judgement, Mark};
use hengping_core::time::Instant;
use hengping_store::table::applications::{ApplicationRef, Arrival};
use hengping_store::table::packages::{PackageRow, PackageState};
use hengping_store::work::WorkStore;
use hengping_store::{DiskKind, Event, KdfCost, Secret, Settings, StoreError, Unlock};
use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "衡评 passphrase";

pub(crate) fn settings() -> Settings {
    Settings {
        cost: KdfCost::TEST,
        disk: |_| DiskKind::Local,
    }
}

pub(crate) fn at(second: i64) -> Instant {
    let start: Instant = "2026-11-22T10:00:00Z".parse().unwrap();
    start.plus_seconds(second)
}

pub(crate) fn lineage(text: &str) -> Lineage {
    text.parse().unwrap()
}

/// A folder that goes with the test, and a store in it.
pub(crate) struct Bench {
    folder: TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn create(&self, name: &str) -> WorkStore {
        let folder = self.path(name);
        let n1 = lineage("n1");
        WorkStore::create(&folder, PASSPHRASE, None, &n1, at(0), &settings()).unwrap()
    }

    pub(crate) fn open(&self, name: &str) -> WorkStore {
        open(&self.path(name))
    }

    /// A store with one package and the applications `a01` and `a02`.
    pub(crate) fn with_applications(&self, name: &str) -> WorkStore {
        let mut store = self.create(name);
        let import = store.write(at(1), |tx| {
            tx.packages().add(&package("p1"))?;
            for id in ["a01", "a02"] {
                tx.applications().put(&arrival(id))?;
            }
            Ok::<_, StoreError>(((), Event::act("import").about(&"p1")))
        });
        import.unwrap();
        store
    }
}

pub(crate) fn open(folder: &Path) -> WorkStore {
    WorkStore::open(folder, Unlock::Passphrase(PASSPHRASE), at(0), &settings()).unwrap()
}

pub(crate) fn key(id: &str) -> ApplicationRef {
    ApplicationRef {
        round: "r1".parse().unwrap(),
        application: id.parse().unwrap(),
    }
}

pub(crate) fn package(id: &str) -> PackageRow {
    let round = serde_json::json!({
        "id": "r1", "title": {"zh": "遴选"}, "kind": "selection", "review_year": 2026,
        "time_zone": "Asia/Shanghai", "scheme": Digest::of(b"scheme"), "units": {}
    });
    PackageRow {
        id: id.parse().unwrap(),
        round: serde_json::from_value(round).unwrap(),
        scheme: "scheme".to_owned(),
        manifest: Digest::of(id.as_bytes()),
        seq: 1,
        valid_from: at(0),
        valid_until: at(1000),
        state: PackageState::Usable,
        imported_at: at(1),
    }
}

pub(crate) fn body(id: &str, name: &str) -> Application {
    Application {
        id: ApplicationId::new(id).unwrap(),
        enterprise: Enterprise {
            name: name.to_owned(),
            credit_code: "91330000X00000001A".to_owned(),
            legal_representative: "王某".to_owned(),
            group: None,
            shareholders: Vec::new(),
            unit: "ZJ".parse().unwrap(),
        },
        enterprise_type: "R".parse().unwrap(),
        fields: std::collections::BTreeMap::new(),
        choices: std::collections::BTreeMap::new(),
        evidence: Vec::new(),
        material_version: 1,
    }
}

pub(crate) fn arrival(id: &str) -> Arrival {
    Arrival {
        key: key(id),
        package: "p1".parse().unwrap(),
        position: 0,
        practice: false,
        identity: Secret::new(b"AGE-SECRET-KEY-EXAMPLE".to_vec()),
        body: body(id, "某某电子商务有限公司"),
    }
}

pub(crate) fn mark(indicator: &str, hundredths: i64, comment: &str) -> Mark {
    Mark {
        indicator: indicator.parse().unwrap(),
        judgement: Judgement::Score(Hundredths(hundredths)),
        comment: comment.to_owned(),
        citations: Vec::new(),
        material_version: 1,
    }
}

/// Sets one mark as one action.
pub(crate) fn set_mark(
    store: &mut WorkStore,
    application: &str,
    mark: &Mark,
    second: i64,
) -> Result<(), StoreError> {
    let key = key(application);
    store.write(at(second), |tx| {
        tx.marks().set(&key, mark, at(second))?;
        let event = Event::edit("mark-set").about(&key.application);
        Ok(((), event.about(&mark.indicator)))
    })
}
