//! One small world: an authority, a round, a package, a ticket, a bundle, a receipt; every part
//! can be changed before it is signed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use hengping_core::amount::Hundredths;
use hengping_core::application::{
    Application, DeclaredValue, Enterprise, EvidenceItem, FieldValue, Media,
};
use hengping_core::citation::{Citation, PdfBox};
use hengping_core::id::{ApplicationId, Digest, ObjectId};
use hengping_core::log::{self, Head};
use hengping_core::mark::{FactKey, FactProposal, FactValue, Judgement, Mark};
use hengping_core::opinion::Opinion;
use hengping_core::panel::recusal::Ground;
use hengping_core::review::Review;
use hengping_core::round::{Round, RoundKind, Unit};
use hengping_core::text::Text;
use hengping_core::time::Instant;
use hengping_format::bundle::{Bundle, BundleSpec, TicketKeys};
use hengping_format::container::{ContainerWriter, Layout, LayoutEntry};
use hengping_format::doc::*;
use hengping_format::package::*;
use hengping_format::suite::*;
use hengping_format::trust::{Trust, write_trust_file};
use hengping_format::{Document, Verified};

/// Names of fixed test keys, as in `review-packages/vectors/keys.json`.
pub(crate) static KEYS: LazyLock<serde_json::Value> = LazyLock::new(|| {
    let path = crate::support::repository().join("review-packages/vectors/keys.json");
    serde_json::from_slice(&std::fs::read(path).expect("keys.json")).expect("JSON")
});

pub(crate) fn signing(name: &str) -> SigningKey {
    serde_json::from_value(KEYS["signing"][name].clone()).expect("a signing key")
}

pub(crate) fn identity(name: &str) -> Identity {
    serde_json::from_value(KEYS["identities"][name].clone()).expect("an identity")
}

pub(crate) fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

/// The moment at which everything is valid.
pub(crate) fn now() -> Instant {
    at("2026-11-20T00:00:00Z")
}

pub(crate) const SCHEME: &str = "# 指标体系\nid = \"sample\"\n";
pub(crate) const AUTHORITY: &str = "评审办";

pub(crate) fn root() -> Root {
    Root {
        suite: Suite::intl_1(),
        authority: AUTHORITY.to_owned(),
        version: 1,
        keys: vec![signing("root1").verifying_key()],
        threshold: 1,
        issued: at("2026-01-01T00:00:00Z"),
    }
}

pub(crate) fn roles() -> Roles {
    let key = |name: &str| RoleKeys::single(signing(name).verifying_key());
    let publishers = ["publisher", "revoked"].map(|name| signing(name).verifying_key());
    Roles {
        suite: Suite::intl_1(),
        authority: AUTHORITY.to_owned(),
        version: 1,
        roles: BTreeMap::from([
            (
                Role::Publisher,
                RoleKeys {
                    keys: publishers.to_vec(),
                    threshold: 1,
                },
            ),
            (Role::Registrar, key("registrar")),
            (Role::Receiver, key("receiver")),
            (Role::Chair, key("chair")),
        ]),
        office: identity("office").recipient(),
        revoked: vec![signing("revoked").fingerprint()],
        issued: at("2026-02-01T00:00:00Z"),
        expires: at("2027-12-31T00:00:00Z"),
    }
}

pub(crate) fn round_record() -> RoundRecord {
    RoundRecord {
        suite: Suite::intl_1(),
        authority: AUTHORITY.to_owned(),
        round: "r2026".parse().unwrap(),
        version: 1,
        committee: identity("committee").recipient(),
        ceremony: "c1".parse().unwrap(),
        issued: at("2026-03-01T00:00:00Z"),
        expires: at("2027-06-30T00:00:00Z"),
    }
}

pub(crate) fn trust_file(root: &Root, roles: &Roles, round: &RoundRecord) -> Vec<u8> {
    let key = signing("root1");
    let sign = |bytes: Result<hengping_format::Signed, _>| {
        bytes
            .map(hengping_format::Signed::into_bytes)
            .expect("signable")
    };
    let root = sign(root.sign(&[&key]));
    let (roles, round) = (sign(roles.sign(&[&key])), sign(round.sign(&[&key])));
    write_trust_file(&[&root], &roles, &[&round]).expect("a trust file")
}

pub(crate) fn trust_json() -> Vec<u8> {
    trust_file(&root(), &roles(), &round_record())
}

pub(crate) fn trust() -> Trust {
    Trust::pinned(root().sign(&[&signing("root1")]).unwrap().digest())
}

pub(crate) fn round() -> Round {
    let unit = Unit {
        name: "浙江省商务厅".to_owned(),
        quota: 5,
    };
    Round {
        id: "r2026".parse().unwrap(),
        title: Text {
            zh: "2026 年度遴选".to_owned(),
            en: None,
        },
        kind: RoundKind::Selection,
        review_year: 2026,
        time_zone: "Asia/Shanghai".to_owned(),
        scheme: Digest::of(SCHEME.as_bytes()),
        units: BTreeMap::from([("ZJ".parse().unwrap(), unit)]),
    }
}

/// The file of an object: a few bytes that differ per object.
pub(crate) fn file_of(object: &str) -> Vec<u8> {
    format!("%PDF-1.7 {object} 佐证材料").into_bytes()
}

pub(crate) fn application(id: &str) -> Application {
    let object = format!("o-{id}");
    let file = file_of(&object);
    let item = EvidenceItem {
        code: "E04".parse().unwrap(),
        title: "审计报告".to_owned(),
        file_name: "审计报告.pdf".to_owned(),
        object: object.parse().unwrap(),
        digest: Digest::of(&file),
        size: file.len() as u64,
        media: Media::Pdf,
        pages: None,
    };
    let value = DeclaredValue {
        value: FieldValue::Money(hengping_core::amount::Fen(150)),
        source: None,
    };
    Application {
        id: id.parse().unwrap(),
        enterprise: Enterprise {
            name: format!("企业 {id}"),
            credit_code: "91330100MA00000000".to_owned(),
            legal_representative: "王某".to_owned(),
            group: None,
            shareholders: Vec::new(),
            unit: "ZJ".parse().unwrap(),
        },
        enterprise_type: "R".parse().unwrap(),
        fields: BTreeMap::from([("F16_1".parse().unwrap(), value)]),
        choices: BTreeMap::new(),
        evidence: vec![item],
        material_version: 1,
    }
}

pub(crate) fn spec() -> PackageSpec {
    let material = |id| Material {
        application: application(id),
        recognised: Vec::new(),
    };
    PackageSpec {
        package: "p1".parse().unwrap(),
        seq: 1,
        supersedes: None,
        round: round(),
        scheme: SCHEME.to_owned(),
        issued: at("2026-11-10T00:00:00Z"),
        valid_from: at("2026-11-15T00:00:00Z"),
        valid_until: at("2026-12-15T00:00:00Z"),
        practice: None,
        applications: vec![material("a01"), material("a02")],
        volume_limit: 100_000_000,
    }
}

pub(crate) fn package_keys() -> PackageKeys {
    let key = |id: &str| (id.parse::<ApplicationId>().unwrap(), identity(id));
    PackageKeys {
        index: identity("index"),
        applications: BTreeMap::from([key("a01"), key("a02")]),
    }
}

/// Gives [`file_of`] every object.
pub(crate) struct Files;

impl ObjectSource for Files {
    fn open(&mut self, object: &ObjectId) -> std::io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Cursor::new(file_of(object.as_str()))))
    }
}

pub(crate) fn write_package(spec: &PackageSpec) -> (MemoryFolder, Written) {
    let mut folder = MemoryFolder::default();
    let written = write(
        spec,
        &package_keys(),
        &trust_json(),
        &[&signing("publisher")],
        &mut Files,
        &mut folder,
        &mut |_| {},
    );
    (folder, written.expect("a package"))
}

/// Entries of a package with their bytes, to be laid out and listed by [`pack`].
pub(crate) type Contents = Vec<(Entry, Vec<u8>)>;

/// A package of at most 8 KiB: its entries are listed bytes, not ciphertext, which verification
/// does not look into.
pub(crate) fn tiny_contents() -> Contents {
    vec![
        (Entry::Inner, b"inner".to_vec()),
        (
            Entry::Application("a01".parse().unwrap()),
            b"application".to_vec(),
        ),
        (Entry::Object("o1".parse().unwrap()), b"object one".to_vec()),
        (Entry::Object("o2".parse().unwrap()), b"object two".to_vec()),
    ]
}

pub(crate) fn manifest_of(contents: &Contents) -> Manifest {
    let entries = contents.iter().map(|(name, bytes)| VolumeEntry {
        name: name.clone(),
        size: bytes.len() as u64,
        crc32: LayoutEntry::of("x", bytes).crc32,
        sha256: Digest::of(bytes),
    });
    let spec = spec();
    Manifest {
        suite: Suite::intl_1(),
        package: spec.package,
        round: spec.round.id,
        seq: 1,
        supersedes: None,
        issued: spec.issued,
        valid_from: spec.valid_from,
        valid_until: spec.valid_until,
        volumes: vec![Volume {
            entries: entries.collect(),
        }],
    }
}

/// Writes any container from names and bytes.
pub(crate) fn container(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let entries = parts
        .iter()
        .map(|(name, bytes)| LayoutEntry::of(name, bytes))
        .collect();
    let mut bytes = Vec::new();
    let mut writer = ContainerWriter::new(Layout::new(entries).unwrap(), &mut bytes);
    for (_, content) in parts {
        writer.put(&mut Cursor::new(content)).unwrap();
    }
    writer.finish().unwrap();
    bytes
}

/// The parts of a single-volume package with these leading documents.
pub(crate) fn parts(trust: &[u8], manifest: &[u8], contents: &Contents) -> Vec<(String, Vec<u8>)> {
    let mut parts = vec![
        ("mimetype".to_owned(), PACKAGE_MIMETYPE.as_bytes().to_vec()),
        ("trust.json".to_owned(), trust.to_vec()),
        ("manifest.dsse.json".to_owned(), manifest.to_vec()),
    ];
    parts.extend(
        contents
            .iter()
            .map(|(name, bytes)| (name.name(), bytes.clone())),
    );
    parts
}

/// A package with this manifest, signed by the publisher, and these contents.
pub(crate) fn pack(manifest: &Manifest, contents: &Contents) -> Vec<u8> {
    let signed = manifest.sign(&[&signing("publisher")]).expect("signable");
    container(&parts(&trust_json(), signed.bytes(), contents))
}

pub(crate) fn tiny_package() -> Vec<u8> {
    let contents = tiny_contents();
    pack(&manifest_of(&contents), &contents)
}

pub(crate) fn review() -> Review {
    let citation = Citation {
        id: "k1".parse().unwrap(),
        evidence: "E04".parse().unwrap(),
        document: Digest::of(&file_of("o-a01")),
        page: 9,
        quote: "营业收入 1.2 亿元".to_owned(),
        boxes: vec![PdfBox {
            left: 7200,
            bottom: 70_000,
            right: 30_000,
            top: 71_200,
        }],
    };
    let mark = Mark {
        indicator: "C3.1".parse().unwrap(),
        judgement: Judgement::Score(Hundredths(750)),
        comment: "材料充分".to_owned(),
        citations: vec!["k1".parse().unwrap()],
        material_version: 1,
    };
    let proposal = FactProposal {
        fact: FactKey::Field("F16_1".parse().unwrap()),
        value: FactValue::Field(FieldValue::Number("12.5".parse().unwrap())),
        reason: "单位应为万元".to_owned(),
        citations: vec!["k1".parse().unwrap()],
    };
    Review {
        round: "r2026".parse().unwrap(),
        package: "p1".parse().unwrap(),
        ticket: "t1".parse().unwrap(),
        application: "a01".parse().unwrap(),
        seal: 1,
        previous: None,
        lineage: "l1".parse().unwrap(),
        scheme: Digest::of(SCHEME.as_bytes()),
        material_version: 1,
        last_notice: 0,
        unseal_reason: None,
        fact_sheet_read: Some(at("2026-11-18T08:00:00Z")),
        proposals: vec![proposal],
        marks: vec![mark],
        citations: vec![citation],
        opinion: Opinion {
            fields: BTreeMap::from([("strengths".parse().unwrap(), "优势明显".to_owned())]),
            recommendation: Some("recommend".parse().unwrap()),
        },
        sealed_at: at("2026-11-19T08:00:00Z"),
    }
}

pub(crate) fn sealed_review(review: Review) -> SealedReview {
    SealedReview {
        suite: Suite::intl_1(),
        review,
    }
}

/// What the store had logged before the round came to it.
fn log_base() -> Head {
    Head {
        length: 2,
        digest: Digest::of(b"what was before"),
    }
}

fn log_head() -> Head {
    log_entries().iter().fold(log_base(), |head, entry| {
        head.then(entry).expect("entries in order")
    })
}

/// The round's part of the expert's log.
pub(crate) fn log_entries() -> Vec<log::Entry> {
    let kinds: [(&str, &[&str]); 3] = [
        ("imported", &["p1"]),
        ("pledge-signed", &[]),
        ("sealed", &["a01"]),
    ];
    let entry = |(number, (kind, subjects)): (u64, (&str, &[&str]))| log::Entry {
        number,
        at: at("2026-11-18T09:00:00Z"),
        kind: kind.parse().unwrap(),
        subjects: subjects.iter().map(|text| text.parse().unwrap()).collect(),
    };
    (3..).zip(kinds).map(entry).collect()
}

pub(crate) fn pledge() -> Pledge {
    let declare = |id: &str, ground| Declaration {
        application: id.parse().unwrap(),
        ground,
    };
    let declarations = vec![
        declare("a01", None),
        declare("a02", None),
        declare("a03", Some(Ground::SameUnit)),
    ];
    Pledge {
        suite: Suite::intl_1(),
        round: "r2026".parse().unwrap(),
        ticket: "t1".parse().unwrap(),
        sentence: Sentence::NoTies1,
        count: 2,
        declarations,
        made_at: at("2026-11-17T08:00:00Z"),
    }
}

pub(crate) fn signed_pledge(pledge: &Pledge) -> Vec<u8> {
    pledge.sign(&[&signing("expert")]).unwrap().into_bytes()
}

pub(crate) fn bundle_spec() -> BundleSpec {
    let review = sealed_review(review()).sign(&[&signing("expert")]).unwrap();
    BundleSpec {
        bundle: "b1".parse().unwrap(),
        ticket: "t1".parse().unwrap(),
        lineage: "l1".parse().unwrap(),
        seq: 1,
        previous: None,
        kind: BundleKind::Review,
        committee: identity("committee").recipient(),
        round: "r2026".parse().unwrap(),
        package: "p1".parse().unwrap(),
        not_done: vec!["a02".parse().unwrap()],
        recused: vec![RecusedApplication {
            application: "a03".parse().unwrap(),
            ground: Ground::SameUnit,
        }],
        log_head: log_head().digest,
        log_length: log_head().length,
        log_base: log_base().digest,
        log: log_entries(),
        handed_in_at: at("2026-11-19T09:00:00Z"),
        card: None,
        pledge: Some(signed_pledge(&pledge())),
        documents: vec![review.into_bytes()],
    }
}

pub(crate) fn make_bundle(spec: &BundleSpec) -> Bundle {
    hengping_format::bundle::make(spec, &signing("label"), &signing("expert")).expect("a bundle")
}

pub(crate) fn ticket_keys() -> TicketKeys {
    TicketKeys {
        ticket: "t1".parse().unwrap(),
        label: signing("label").verifying_key(),
        holder: Some(signing("expert").verifying_key()),
    }
}

pub(crate) fn ticket_secrets() -> TicketSecrets {
    TicketSecrets {
        type_name: TicketSecrets::TYPE.to_owned(),
        ticket: "t1".parse().unwrap(),
        package: "p1".parse().unwrap(),
        round: "r2026".parse().unwrap(),
        kind: TicketKind::Expert,
        holder: Some(signing("expert").verifying_key()),
        assignments: vec![Assignment {
            application: "a01".parse().unwrap(),
            identity: Some(identity("a01")),
        }],
        due: at("2026-12-01T00:00:00Z"),
        committee: identity("committee").recipient(),
        index: identity("index"),
        label_key: signing("label"),
    }
}

pub(crate) fn make_ticket(secrets: &TicketSecrets, manifest: Digest) -> Vec<u8> {
    let recipient = identity("expert").recipient();
    hengping_format::ticket::make(
        secrets,
        manifest,
        1,
        None,
        &recipient,
        &[&signing("publisher")],
    )
    .expect("a ticket")
    .into_bytes()
}

pub(crate) fn receipt() -> Receipt {
    Receipt {
        suite: Suite::intl_1(),
        round: "r2026".parse().unwrap(),
        ticket: "t1".parse().unwrap(),
        number: 1,
        previous: None,
        bundle: "b1".parse().unwrap(),
        label: Digest::of(b"label"),
        received_at: at("2026-11-19T10:00:00Z"),
    }
}

pub(crate) fn register() -> Register {
    let ticket = Registered {
        ticket: "t1".parse().unwrap(),
        seq: 1,
        package: "p1".parse().unwrap(),
        kind: TicketKind::Expert,
        replaces: None,
        holder: Some(signing("expert").verifying_key()),
        label: signing("label").verifying_key(),
        assigned: vec!["a01".parse().unwrap()],
        revoked: false,
    };
    Register {
        suite: Suite::intl_1(),
        round: "r2026".parse().unwrap(),
        number: 1,
        issued: at("2026-11-12T00:00:00Z"),
        tickets: vec![ticket],
    }
}

pub(crate) fn card() -> Card {
    Card {
        suite: Suite::intl_1(),
        signing: signing("expert").verifying_key(),
        recipient: identity("expert").recipient(),
        name: "李某".to_owned(),
        unit: "某大学".to_owned(),
        made_at: at("2026-10-01T00:00:00Z"),
    }
}

/// Verifies a single-volume package, everything.
pub(crate) fn verify_bytes(bytes: &[u8]) -> hengping_format::refusal::Result<Package> {
    let mut folder = MemoryFolder::single("package.orp", bytes);
    verify(
        &mut folder,
        &trust(),
        now(),
        hengping_format::trust::Purpose::Import,
        &mut |_| {},
    )
}

pub(crate) fn opened(
    bytes: &[u8],
) -> hengping_format::refusal::Result<(Package, Verified<Inner>, Vec<Verified<Body>>)> {
    let mut package = verify_bytes(bytes)?;
    let inner = package.open_inner(&identity("index"))?;
    let ids: Vec<_> = inner
        .applications
        .iter()
        .map(|row| row.id.clone())
        .collect();
    let mut bodies = Vec::new();
    for id in ids {
        let key = identity(id.as_str());
        let body = package.open_application(&inner, &id, &key)?;
        for object in body.objects() {
            package.open_object(&body, object, &key)?;
        }
        bodies.push(body);
    }
    Ok((package, inner, bodies))
}
