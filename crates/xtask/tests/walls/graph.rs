//! Who may depend on whom, over `cargo metadata`.

use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, PackageId};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::OnceLock;

/// What each of our crates may use of ours; tests and tools are free.
const OURS: &[(&str, &[&str])] = &[
    ("hengping-core", &[]),
    ("hengping-render", &[]),
    ("hengping-format", &["hengping-core"]),
    ("hengping-store", &["hengping-core"]),
    ("hengping-report", &["hengping-core"]),
    (
        "hengping-app",
        &[
            "hengping-core",
            "hengping-format",
            "hengping-store",
            "hengping-render",
            "hengping-report",
        ],
    ),
    (
        "hengping",
        &["hengping-app", "hengping-core", "hengping-render"],
    ),
    ("hengping-desktop", &["hengping-app", "hengping-core"]),
    ("xtask", &[]),
];

/// Crates that only one of ours may name.
const OWNED: &[(&str, Option<&str>)] = &[
    ("rusqlite", Some("hengping-store")),
    ("libsqlite3-sys", None),
    ("pdfium-render", Some("hengping-render")),
    ("blahaj", Some("hengping-format")),
    ("tauri", Some("hengping-desktop")),
    ("webkit2gtk", Some("hengping-desktop")),
];

/// What is shipped.
const SHIPPED: &[&str] = &["hengping", "hengping-desktop"];

/// The programs open no connection; there is nothing to open one with.
const NETWORK: &[&str] = &[
    "attohttpc",
    "curl",
    "h2",
    "hyper",
    "isahc",
    "minreq",
    "quinn",
    "reqwest",
    "rustls",
    "surf",
    "tungstenite",
    "ureq",
];

/// What would let the rules of reviewing depend on more than their arguments.
const OUTER_WORLD: &[&str] = &[
    "clap",
    "getrandom",
    "indicatif",
    "libsqlite3-sys",
    "memmap2",
    "mio",
    "notify",
    "pdfium-render",
    "rand",
    "rusqlite",
    "socket2",
    "tempfile",
    "tokio",
    "uuid",
    "walkdir",
];

fn metadata() -> &'static Metadata {
    static LOADED: OnceLock<Metadata> = OnceLock::new();
    LOADED.get_or_init(|| {
        // Without this filter cargo would fetch the crates of every other platform.
        let platform = format!("--filter-platform={}", host());
        MetadataCommand::new()
            .current_dir(super::workspace())
            .features(CargoOpt::AllFeatures)
            .other_options(vec![platform])
            .exec()
            .expect("cargo metadata")
    })
}

fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc");
    let text = String::from_utf8(output.stdout).expect("rustc speaks UTF-8");
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("a host line")
        .to_owned()
}

type Edges = BTreeMap<PackageId, Vec<(PackageId, bool)>>;

/// For each package what it uses, and whether shipped code does so.
fn edges() -> Edges {
    let resolve = metadata().resolve.as_ref().expect("resolved graph");
    let shipped = |dependency: &cargo_metadata::NodeDep| {
        dependency
            .dep_kinds
            .iter()
            .any(|kind| kind.kind != DependencyKind::Development)
    };
    let uses = |node: &cargo_metadata::Node| {
        node.deps
            .iter()
            .map(|dep| (dep.pkg.clone(), shipped(dep)))
            .collect()
    };
    resolve
        .nodes
        .iter()
        .map(|node| (node.id.clone(), uses(node)))
        .collect()
}

fn name(id: &PackageId) -> &'static str {
    metadata()[id].name.as_str()
}

fn direct(of: &str, only_shipped: bool) -> BTreeSet<&'static str> {
    let edges = edges();
    let (_, uses) = edges
        .iter()
        .find(|(id, _)| name(id) == of)
        .expect("a member");
    uses.iter()
        .filter(|(_, shipped)| *shipped || !only_shipped)
        .map(|(id, _)| name(id))
        .collect()
}

/// Everything that shipped code of one package reaches.
fn reached(from: &str) -> BTreeSet<&'static str> {
    let edges = edges();
    let start = edges.keys().find(|id| name(id) == from).expect("a member");
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        let shipped = edges[id]
            .iter()
            .filter(|(_, shipped)| *shipped)
            .map(|(id, _)| id);
        open.extend(shipped.filter(|next| seen.insert(next)));
    }
    seen.into_iter().map(name).collect()
}

#[test]
fn our_crates_use_only_the_crates_below_them() {
    let members: BTreeSet<&str> = metadata()
        .workspace_packages()
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    for (from, allowed) in OURS {
        let used: Vec<_> = direct(from, true).intersection(&members).copied().collect();
        let over: Vec<_> = used.iter().filter(|used| !allowed.contains(used)).collect();
        assert!(over.is_empty(), "{from} must not depend on {over:?}");
    }
}

#[test]
fn heavy_crates_have_one_owner() {
    let packages = metadata().workspace_packages();
    for (heavy, owner) in OWNED {
        for package in &packages {
            let named = package
                .dependencies
                .iter()
                .any(|dependency| dependency.name == *heavy);
            let allowed = *owner == Some(package.name.as_str());
            assert!(
                !named || allowed,
                "{} must not depend on {heavy}",
                package.name
            );
        }
    }
}

#[test]
fn nothing_that_is_shipped_can_open_a_connection() {
    for program in SHIPPED {
        let all = reached(program);
        let clients = NETWORK.iter().filter(|client| all.contains(**client));
        let found: Vec<_> = clients.collect();
        assert!(found.is_empty(), "{program} must not contain {found:?}");
    }
}

#[test]
fn the_rules_depend_on_nothing_outside_them() {
    let named = direct("hengping-core", true);
    let found: Vec<_> = OUTER_WORLD
        .iter()
        .filter(|outer| named.contains(**outer))
        .collect();
    assert!(found.is_empty(), "core must not depend on {found:?}");
}

#[test]
fn the_sample_is_not_shipped() {
    for program in SHIPPED {
        let all = reached(program);
        let found: Vec<_> = all
            .iter()
            .filter(|name| ["hengping-sample", "xtask"].contains(name))
            .collect();
        assert!(found.is_empty(), "{program} must not contain {found:?}");
    }
}

#[test]
fn only_report_typesets_what_is_shipped() {
    let members = metadata().workspace_packages();
    for package in members
        .iter()
        .filter(|one| one.name.as_str() != "hengping-sample")
    {
        let named = package
            .dependencies
            .iter()
            .any(|one| one.name.starts_with("typst") || one.name == "rust_xlsxwriter");
        let allowed = package.name.as_str() == "hengping-report";
        assert!(!named || allowed, "{} must not typeset", package.name);
    }
}

#[test]
fn the_database_is_linked_with_encryption() {
    let store = reached("hengping-store");
    assert!(store.contains("openssl-sys") || store.contains("libsqlite3-sys"));
    let resolve = metadata().resolve.as_ref().expect("resolved graph");
    let sqlite = resolve
        .nodes
        .iter()
        .find(|node| name(&node.id) == "libsqlite3-sys");
    let features = &sqlite.expect("SQLite is in the graph").features;
    let sqlcipher = features.iter().any(|feature| feature.contains("sqlcipher"));
    assert!(sqlcipher, "plain SQLite was resolved: {features:?}");
}

#[test]
fn every_dependency_has_its_reason_written_down() {
    let text = super::read(&super::workspace().join("ARCHITECTURE.md"));
    let members = metadata().workspace_packages();
    let ours: BTreeSet<&str> = members
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let all = members.iter().flat_map(|package| &package.dependencies);
    let used: BTreeSet<&str> = all.map(|dependency| dependency.name.as_str()).collect();
    let silent: Vec<_> = used
        .difference(&ours)
        .filter(|name| !text.contains(&format!("`{name}`")))
        .collect();
    assert!(
        silent.is_empty(),
        "ARCHITECTURE.md gives no reason for {silent:?}"
    );
}
