//! An authority of the tests' own, which signs what no office packs.
//!
//! Owns packages in many volumes and packages of any bytes, with a ticket for one person. Trap: it
//! holds every key itself, so nothing it signs shows that an office would.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use hengping_app::expert::ImportFiles;
use hengping_core::application::{Application, Enterprise, EvidenceItem, Media};
use hengping_core::id::{Digest, ObjectId};
use hengping_core::round::{Round, RoundKind, Unit};
use hengping_core::text::Text;
use hengping_format::container::{ContainerWriter, Layout, LayoutEntry};
use hengping_format::doc::{
    Assignment, Entry, Manifest, Role, RoleKeys, Roles, Root, RoundRecord, TicketKind,
    TicketSecrets, Volume, VolumeEntry,
};
use hengping_format::package::{
    self, Material, MemoryFolder, ObjectSource, PACKAGE_MIMETYPE, PackageKeys, PackageSpec,
};
use hengping_format::suite::{Identity, SigningKey, Suite};
use hengping_format::trust::write_trust_file;
use hengping_format::{Document, ticket};

use crate::person::PersonKeys;
use crate::{Moment, Plan, person};

const AUTHORITY: &str = "另一评审办";

/// The one application of its packages.
pub const APPLICATION: &str = "a01";

/// Signs packages and tickets.
pub struct Publisher {
    key: SigningKey,
    committee: Identity,
    root: Vec<u8>,
    trust: Vec<u8>,
}

/// A package with the keys to it.
pub struct Packed {
    /// Its files by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What tickets name.
    pub digest: Digest,
    /// Opens what everybody may know.
    pub index: Identity,
    /// Opens the application.
    pub application: Identity,
}

struct Files<'a>(&'a [(ObjectId, Vec<u8>)]);

impl ObjectSource for Files<'_> {
    fn open(&mut self, object: &ObjectId) -> std::io::Result<Box<dyn Read + '_>> {
        let found = self.0.iter().find(|(id, _)| id == object);
        let (_, bytes) = found.ok_or(std::io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}

impl Publisher {
    /// A new authority, valid at `moment`.
    ///
    /// # Panics
    /// When the system gives no randomness.
    #[must_use]
    pub fn new(moment: &Moment) -> Self {
        let key = SigningKey::generate().expect("randomness");
        let committee = Identity::generate();
        let (issued, expires) = (
            moment.now.plus_seconds(-1_000),
            moment.now.plus_seconds(1 << 25),
        );
        let root = Root {
            suite: Suite::intl_1(),
            authority: AUTHORITY.to_owned(),
            version: 1,
            keys: vec![key.verifying_key()],
            threshold: 1,
            issued,
        };
        let publisher = RoleKeys::single(key.verifying_key());
        let roles = Roles {
            suite: Suite::intl_1(),
            authority: AUTHORITY.to_owned(),
            version: 1,
            roles: [(Role::Publisher, publisher)].into_iter().collect(),
            office: committee.recipient(),
            revoked: Vec::new(),
            issued,
            expires,
        };
        let round = RoundRecord {
            suite: Suite::intl_1(),
            authority: AUTHORITY.to_owned(),
            round: round().id,
            version: 1,
            committee: committee.recipient(),
            ceremony: "c1".parse().expect("an id"),
            issued,
            expires,
        };
        let root = root.sign(&[&key]).expect("a root").into_bytes();
        let roles = roles.sign(&[&key]).expect("roles");
        let round = round.sign(&[&key]).expect("a round");
        let trust = write_trust_file(&[&root], roles.bytes(), &[round.bytes()]);
        Self {
            trust: trust.expect("a trust file"),
            key,
            committee,
            root,
        }
    }

    /// Packs these files as evidence of one application, into volumes of at most `limit` bytes
    /// or of one object.
    ///
    /// # Panics
    /// When they cannot be packed.
    #[must_use]
    pub fn pack(&self, name: &str, files: &[Vec<u8>], limit: u64, moment: &Moment) -> Packed {
        let objects: Vec<(ObjectId, Vec<u8>)> = (1..)
            .zip(files)
            .map(|(nth, file)| {
                (
                    format!("{name}-{nth}").parse().expect("an id"),
                    file.clone(),
                )
            })
            .collect();
        let material = Material {
            application: application(&objects),
            recognised: Vec::new(),
        };
        let spec = PackageSpec {
            package: name.parse().expect("an id"),
            seq: 1,
            supersedes: None,
            round: round(),
            scheme: Plan::default().scheme(),
            issued: moment.now,
            valid_from: moment.now,
            valid_until: moment.now.plus_seconds(1 << 20),
            practice: None,
            applications: vec![material],
            volume_limit: limit,
        };
        let keys = PackageKeys::generate([&person::id(APPLICATION)]);
        let mut folder = MemoryFolder::default();
        let (source, signers) = (&mut Files(&objects), [&self.key]);
        let written = package::write(
            &spec,
            &keys,
            &self.trust,
            &signers,
            source,
            &mut folder,
            &mut |_| {},
        );
        let files = folder.files.into_iter();
        Packed {
            files: files.map(|(name, bytes)| (name, bytes.to_vec())).collect(),
            digest: written.expect("a package").digest,
            index: keys.index,
            application: keys.applications[&person::id(APPLICATION)].clone(),
        }
    }

    /// A package that lists and signs these bytes as they are, and what tickets name.
    ///
    /// # Panics
    /// When they cannot be laid out.
    #[must_use]
    pub fn sign(&self, contents: &[(Entry, Vec<u8>)], moment: &Moment) -> (Vec<u8>, Digest) {
        let entries = contents.iter().map(|(name, bytes)| VolumeEntry {
            name: name.clone(),
            size: bytes.len() as u64,
            crc32: crc32fast::hash(bytes),
            sha256: Digest::of(bytes),
        });
        let manifest = Manifest {
            suite: Suite::intl_1(),
            package: "signed".parse().expect("an id"),
            round: round().id,
            seq: 1,
            supersedes: None,
            issued: moment.now,
            valid_from: moment.now,
            valid_until: moment.now.plus_seconds(1 << 20),
            volumes: vec![Volume {
                entries: entries.collect(),
            }],
        };
        let signed = manifest.sign(&[&self.key]).expect("a list");
        let mut parts = vec![
            ("mimetype".to_owned(), PACKAGE_MIMETYPE.as_bytes().to_vec()),
            ("trust.json".to_owned(), self.trust.clone()),
            ("manifest.dsse.json".to_owned(), signed.bytes().to_vec()),
        ];
        let listed = contents.iter();
        parts.extend(listed.map(|(name, bytes)| (name.name(), bytes.clone())));
        (container(&parts), signed.digest())
    }

    /// A ticket for the holder of `keys` with these identities.
    ///
    /// # Panics
    /// When the system gives no randomness.
    #[must_use]
    pub fn ticket(
        &self,
        package: (&str, Digest),
        (index, application): (&Identity, &Identity),
        keys: &PersonKeys,
        moment: &Moment,
    ) -> Vec<u8> {
        let secrets = TicketSecrets {
            type_name: TicketSecrets::TYPE.to_owned(),
            ticket: "t1".parse().expect("an id"),
            package: package.0.parse().expect("an id"),
            round: round().id,
            kind: TicketKind::Expert,
            holder: Some(keys.signing.verifying_key()),
            assignments: vec![Assignment {
                application: person::id(APPLICATION),
                identity: Some(application.clone()),
            }],
            due: moment.now.plus_seconds(1 << 20),
            committee: self.committee.recipient(),
            index: index.clone(),
            label_key: SigningKey::generate().expect("randomness"),
        };
        let to = keys.identity.recipient();
        let made = ticket::make(&secrets, package.1, 1, None, &to, &[&self.key]);
        made.expect("a ticket").into_bytes()
    }

    /// Writes what an expert imports into `folder`.
    ///
    /// # Panics
    /// When the folder cannot be written.
    #[must_use]
    pub fn deliver(
        &self,
        folder: &Path,
        files: &BTreeMap<String, Vec<u8>>,
        ticket: &[u8],
    ) -> ImportFiles {
        fs::create_dir_all(folder).expect("a folder");
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).expect("a file");
        }
        let (root, own) = (folder.join("root"), folder.join("t1.ort"));
        fs::write(&root, &self.root).expect("a file");
        fs::write(&own, ticket).expect("a file");
        ImportFiles {
            package: folder.join("package.orp"),
            ticket: Some(own),
            root,
        }
    }
}

fn container(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let entries = parts.iter();
    let entries = entries.map(|(name, bytes)| LayoutEntry::of(name, bytes));
    let mut bytes = Vec::new();
    let layout = Layout::new(entries.collect()).expect("a layout");
    let mut writer = ContainerWriter::new(layout, &mut bytes);
    for (_, content) in parts {
        writer.put(&mut Cursor::new(content)).expect("memory");
    }
    writer.finish().expect("memory");
    bytes
}

fn round() -> Round {
    let unit = Unit {
        name: "浙江省商务厅".to_owned(),
        quota: 5,
    };
    Round {
        id: "r2031".parse().expect("an id"),
        title: Text {
            zh: "多卷评审".to_owned(),
            en: None,
        },
        kind: RoundKind::Selection,
        review_year: 2026,
        time_zone: "Asia/Shanghai".to_owned(),
        scheme: Digest::of(Plan::default().scheme().as_bytes()),
        units: [("ZJ".parse().expect("a code"), unit)]
            .into_iter()
            .collect(),
    }
}

fn application(objects: &[(ObjectId, Vec<u8>)]) -> Application {
    let evidence = objects
        .iter()
        .zip(0..)
        .map(|((object, file), place)| EvidenceItem {
            code: crate::plan::evidence_code(place).parse().expect("a code"),
            title: format!("第{place}卷"),
            file_name: format!("{place}.pdf"),
            object: object.clone(),
            digest: Digest::of(file),
            size: file.len() as u64,
            media: Media::Pdf,
            pages: None,
        });
    Application {
        id: person::id(APPLICATION),
        enterprise: Enterprise {
            name: "丁公司".to_owned(),
            credit_code: "91330100MA00000000".to_owned(),
            legal_representative: "王某".to_owned(),
            group: None,
            shareholders: Vec::new(),
            unit: "ZJ".parse().expect("a code"),
        },
        enterprise_type: "RIA".parse().expect("a code"),
        fields: BTreeMap::new(),
        choices: BTreeMap::new(),
        evidence: evidence.collect(),
        material_version: 1,
    }
}
